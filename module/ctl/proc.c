// SPDX-License-Identifier: GPL-2.0
/*
 * /proc/net/tandem/{tcp,snmp,netstat}: what `tandem ss` and `tandem stat` show,
 * in the formats of the native files, for the tools that know those:
 *
 *	PROC_NET_TCP=/proc/net/tandem/tcp ss -tan
 *	PROC_NET_SNMP=/proc/net/tandem/snmp PROC_NET_NETSTAT=/proc/net/tandem/netstat \
 *		nstat -az
 *
 * snmp has the groups that the native file of that name has, netstat the rest.
 * Each is two lines, names and values.
 */
#include <asm/param.h>
#include <linux/math64.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/seq_file_net.h>
#include <linux/tandem.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>

#include "ctl/proc.h"
#include "ctl/sockrow.h"
#include "ctl/sum.h"

/* A row of the native table, with its final spaces and newline. */
#define TN_PROC_TCP_WIDTH	149

struct tn_proc_listing {
	struct seq_file *m;
	unsigned int row;
};

/* The column "tr": TANDEM_TIMER_* in the native numbers */
static const u8 tn_proc_timers[] = {
	[TANDEM_TIMER_NONE] = 0,
	[TANDEM_TIMER_RETRANS] = 1,
	[TANDEM_TIMER_KEEPALIVE] = 2,
	[TANDEM_TIMER_TIMEWAIT] = 3,
	[TANDEM_TIMER_PERSIST] = 4,
	[TANDEM_TIMER_DELACK] = 0,
	[TANDEM_TIMER_OTHER] = 0,
};

static int tn_proc_show_row(const struct tn_sockrow *row, void *arg)
{
	struct tn_proc_listing *listing = arg;
	struct seq_file *m = listing->m;
	unsigned long ticks = 0;
	u8 timer;

	timer = tn_proc_timers[row->timer];
	if (timer)
		ticks = div_u64(row->expires, NSEC_PER_SEC / USER_HZ);
	seq_setwidth(m, TN_PROC_TCP_WIDTH);
	seq_printf(m, "%4u: %08X:%04X %08X:%04X %02X %08X:%08X %02X:%08lX %08X %5u %8d %lu %d 0",
		   listing->row++,
		   (__force u32)row->tuple.laddr, ntohs(row->tuple.lport),
		   (__force u32)row->tuple.raddr, ntohs(row->tuple.rport),
		   row->state, row->wqueue, row->rqueue, timer,
		   ticks, row->retrans,
		   from_kuid_munged(seq_user_ns(m), row->uid), 0, row->ino,
		   row->sk ? refcount_read(&row->sk->sk_refcnt) : 1);
	seq_pad(m, '\n');
	return 0;
}

static int tn_proc_show_tcp(struct seq_file *m, void *unused)
{
	struct tn_proc_listing listing = { .m = m };
	struct tn_sockrow_pos pos = { 0 };

	seq_setwidth(m, TN_PROC_TCP_WIDTH);
	seq_puts(m, "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode");
	seq_pad(m, '\n');
	tn_sockrow_walk(seq_file_single_net(m), &pos, tn_proc_show_row, &listing);
	return 0;
}

static bool tn_proc_is_tcp(const char *group)
{
	return !strcmp(group, "Tcp");
}

/* One group, whose counters are enum tn_mib from @first to @end - 1. */
static void tn_proc_show_group(struct seq_file *m, int first, int end)
{
	const char *group = tn_mib_group(first);
	struct net *net = seq_file_single_net(m);
	int i;

	seq_printf(m, "%s:", group);
	for (i = first; i < end; i++)
		seq_printf(m, " %s", tn_mib_name(i));
	if (tn_proc_is_tcp(group))
		seq_puts(m, " CurrEstab");
	seq_printf(m, "\n%s:", group);
	for (i = first; i < end; i++)
		seq_printf(m, " %llu", tn_sum_mib(net, i));
	if (tn_proc_is_tcp(group))
		seq_printf(m, " %u", tn_sum_established(net));
	seq_putc(m, '\n');
}

static bool tn_proc_in_snmp(const char *group)
{
	return !strcmp(group, "Ip") || !strcmp(group, "Icmp") || tn_proc_is_tcp(group);
}

/* The groups that are in the native snmp file, or those that are not. */
static void tn_proc_show_groups(struct seq_file *m, bool snmp)
{
	int first, end;

	for (first = 0; first < TN_MIB_MAX; first = end) {
		end = first + 1;
		while (end < TN_MIB_MAX &&
		       !strcmp(tn_mib_group(end), tn_mib_group(first)))
			end++;
		if (tn_proc_in_snmp(tn_mib_group(first)) == snmp)
			tn_proc_show_group(m, first, end);
	}
}

static int tn_proc_show_snmp(struct seq_file *m, void *unused)
{
	tn_proc_show_groups(m, true);
	return 0;
}

static int tn_proc_show_netstat(struct seq_file *m, void *unused)
{
	tn_proc_show_groups(m, false);
	return 0;
}

static int __net_init tn_proc_net_init(struct net *net)
{
	struct proc_dir_entry *dir;

	dir = proc_net_mkdir(net, "tandem", net->proc_net);
	if (!dir)
		return -ENOMEM;
	if (proc_create_net_single("tcp", 0444, dir, tn_proc_show_tcp, NULL) &&
	    proc_create_net_single("snmp", 0444, dir, tn_proc_show_snmp, NULL) &&
	    proc_create_net_single("netstat", 0444, dir, tn_proc_show_netstat, NULL))
		return 0;
	remove_proc_subtree("tandem", net->proc_net);
	return -ENOMEM;
}

static void __net_exit tn_proc_net_exit(struct net *net)
{
	remove_proc_subtree("tandem", net->proc_net);
}

static struct pernet_operations tn_proc_net_ops = {
	.init = tn_proc_net_init,
	.exit = tn_proc_net_exit,
};

/**
 * tn_proc_init() - make the files, in every network namespace
 *
 * Return: 0 or -errno.
 */
int __init tn_proc_init(void)
{
	return register_pernet_subsys(&tn_proc_net_ops);
}

/**
 * tn_proc_exit() - remove them; on return nobody reads them
 */
void tn_proc_exit(void)
{
	unregister_pernet_subsys(&tn_proc_net_ops);
}
