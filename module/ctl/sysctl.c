// SPDX-License-Identifier: GPL-2.0
/*
 * net.tandem.*, per network namespace.
 *
 *	sysctl net.tandem.profile=classic	all constants of TCP at once
 *	sysctl net.tandem.rto_min=200		one of them
 *
 * There is a file for each knob of tcp/config.c, which knows its name and its limits; what it
 * does not take is EINVAL, and nothing is changed. A value applies to the sockets that are made
 * after it was set (sock/tuning.c).
 *
 * And one for each number that concerns the namespace as a whole, struct tn_limits, which takes
 * effect at once:
 *
 *	syncookies		1	0: never; 1: when a listener's table is full; 2: always
 *	tcp_max_syn_backlog	1024	half-open connections of one listener
 *	tcp_abort_on_overflow	0	1: a RST for who completes a handshake while the accept
 *					queue is full
 */
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysctl.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>

#include "compat.h"
#include "ctl/sysctl.h"
#include "sock/socknet.h"
#include "sock/tuning.h"

static unsigned int sysctl_id __read_mostly;

/**
 * struct sysctl_net - the files of a namespace
 * @header: as registered
 * @table:  what was registered
 */
struct sysctl_net {
	struct ctl_table_header *header;
	struct ctl_table *table;
};

/**
 * struct sysctl_number - a number in struct tn_limits
 * @name: of its file
 * @at:   offset in there, an int
 * @min:  smallest value
 * @max:  largest value
 */
struct sysctl_number {
	const char *name;
	size_t at;
	int min;
	int max;
};

static const struct sysctl_number sysctl_numbers[] = {
	{ "syncookies", offsetof(struct tn_limits, syncookies), 0, 2 },
	{ "tcp_max_syn_backlog", offsetof(struct tn_limits, max_syn_backlog), 1, 1 << 20 },
	{ "tcp_abort_on_overflow", offsetof(struct tn_limits, abort_on_overflow), 0, 1 },
};

static int sysctl_knob(TN_COMPAT_CTL_TABLE *ctl, int write, void *buffer, size_t *lenp,
		       loff_t *ppos)
{
	char value[TN_CONFIG_TEXT_MAX];
	struct ctl_table text = { .data = value, .maxlen = sizeof(value), .mode = ctl->mode };
	struct net *net = ctl->data;
	int err;

	/* What does not fit is no value: it shall not be cut to one. */
	if (write && *lenp >= sizeof(value))
		return -EINVAL;
	err = tn_tuning_net_get(net, ctl->procname, value);
	if (!err)
		err = proc_dostring(&text, write, buffer, lenp, ppos);
	if (!err && write)
		err = tn_tuning_net_set(net, ctl->procname, strim(value));
	return err;
}

static unsigned int sysctl_count(void)
{
	unsigned int n = 0;

	while (tn_knobs[n].name)
		n++;
	return n;
}

/* The numbers of a namespace, as files. */
static void sysctl_add_numbers(struct net *net, struct ctl_table *table)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sysctl_numbers); i++)
		table[i] = (struct ctl_table) {
			.procname = sysctl_numbers[i].name,
			.data = (char *)&tn_socknet(net)->limits + sysctl_numbers[i].at,
			.maxlen = sizeof(int),
			.mode = 0644,
			.proc_handler = proc_dointvec_minmax,
			.extra1 = (void *)&sysctl_numbers[i].min,
			.extra2 = (void *)&sysctl_numbers[i].max,
		};
}

static int __net_init sysctl_begin(struct net *net)
{
	struct sysctl_net *own = net_generic(net, sysctl_id);
	unsigned int i, knobs = sysctl_count(), n = knobs + ARRAY_SIZE(sysctl_numbers);

	/* Older kernels need an empty one at the end. */
	own->table = kcalloc(n + 1, sizeof(*own->table), GFP_KERNEL_ACCOUNT);
	if (!own->table)
		return -ENOMEM;
	for (i = 0; i < knobs; i++)
		own->table[i] = (struct ctl_table) {
			.procname = tn_knobs[i].name,
			.data = net,
			.mode = 0644,
			.proc_handler = sysctl_knob,
		};
	sysctl_add_numbers(net, own->table + knobs);
	own->header = tn_compat_register_sysctl(net, "net/tandem", own->table, n);
	if (own->header)
		return 0;
	kfree(own->table);
	return -ENOMEM;
}

static void __net_exit sysctl_end(struct net *net)
{
	struct sysctl_net *own = net_generic(net, sysctl_id);

	unregister_net_sysctl_table(own->header);
	kfree(own->table);
}

static struct pernet_operations sysctl_ops = {
	.init = sysctl_begin,
	.exit = sysctl_end,
	.id = &sysctl_id,
	.size = sizeof(struct sysctl_net),
};

/**
 * tn_sysctl_init() - make the files, in every network namespace
 *
 * As a pernet device, after the sock room: in a namespace that ends, the files end before it.
 *
 * Return: 0 or a negative errno.
 * Context: module load; sleeps.
 */
int __init tn_sysctl_init(void)
{
	return register_pernet_device(&sysctl_ops);
}

/**
 * tn_sysctl_exit() - remove them; on return nobody reads or writes them
 *
 * Context: module exit; sleeps.
 */
void tn_sysctl_exit(void)
{
	unregister_pernet_device(&sysctl_ops);
}
