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
 * congestion is the congestion control of the sockets that come, congestion_available what it can
 * be (sock/cong.c).
 *
 * And one for each number that concerns the namespace as a whole, struct tn_limits, which takes
 * effect at once:
 *
 *	syncookies		1	0: never; 1: when a listener's table is full; 2: always
 *	tcp_max_syn_backlog	1024	half-open connections of one listener
 *	tcp_max_tw_buckets	65536	connections in TIME-WAIT; beyond that they end at once
 *	tcp_abort_on_overflow	0	1: a RST for who completes a handshake while the accept
 *					queue is full
 *	fastopen		1	TCP Fast Open: 1: for clients; 2: for servers; 3: both
 *	addr_mask_agent		0	1: answer ICMP address mask requests (RFC 950)
 *	port_range		1024 65535	local ports to choose from
 *	tcp_wmem, tcp_rmem	4096 1048576 67108864	the least of a send or receive buffer when
 *					memory is short, a new socket's, and the most that it grows
 *					to by itself; bytes. The last one is less on small machines.
 *					That of tcp_rmem decides the window scale that SYNs offer
 *
 * The least is the same for all namespaces, since all have the memory together; it is the initial
 * namespace's to change.
 *
 * And the key of the cookies that servers give with that, for root only:
 *
 *	fastopen_key		four words of 32 bits in hexadecimal, as the native file has them;
 *				behind a comma the key before (sock/fastkey.c)
 */
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysctl.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>

#include "compat.h"
#include "ctl/sysctl.h"
#include "ip/ipnet.h"
#include "sock/buffer.h"
#include "sock/cong.h"
#include "sock/fastkey.h"
#include "sock/ports.h"
#include "sock/socknet.h"
#include "sock/tuning.h"

/* Files that have more than one number, and those of yet another kind */
#define SYSCTL_RISING	3
#define SYSCTL_OTHERS	4

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
	{ "tcp_max_tw_buckets", offsetof(struct tn_limits, max_tw_buckets), 0, 1 << 20 },
	{ "tcp_abort_on_overflow", offsetof(struct tn_limits, abort_on_overflow), 0, 1 },
	{ "fastopen", offsetof(struct tn_limits, fastopen), 0,
	  TN_FASTOPEN_CLIENT | TN_FASTOPEN_SERVER },
};

/* A buffer larger than the largest window (RFC 7323 2.3) serves nobody. */
static const int sysctl_port_min = 1, sysctl_port_max = 65535;
static const int sysctl_buffer_min = 2048, sysctl_buffer_max = 1 << 30;

/* Several numbers at once, each within the limits, none less than the one before. */
static int sysctl_rising(TN_COMPAT_CTL_TABLE *ctl, int write, int *numbers, unsigned int n,
			 const int *min, const int *max, void *buffer, size_t *lenp, loff_t *ppos)
{
	struct ctl_table table = {
		.data = numbers,
		.maxlen = n * sizeof(*numbers),
		.mode = ctl->mode,
		.extra1 = (void *)min,
		.extra2 = (void *)max,
	};
	int err = proc_dointvec_minmax(&table, write, buffer, lenp, ppos);

	while (!err && --n)
		if (numbers[n] < numbers[n - 1])
			err = -EINVAL;
	return err;
}

/* tn_limits.ports */
static int sysctl_ports(TN_COMPAT_CTL_TABLE *ctl, int write, void *buffer, size_t *lenp,
			loff_t *ppos)
{
	u32 *range = ctl->data, now = READ_ONCE(*range);
	int ports[] = { TN_PORTS_RANGE_FIRST(now), TN_PORTS_RANGE_LAST(now) };
	int err = sysctl_rising(ctl, write, ports, ARRAY_SIZE(ports), &sysctl_port_min,
				&sysctl_port_max, buffer, lenp, ppos);

	if (!err && write)
		WRITE_ONCE(*range, TN_PORTS_RANGE(ports[0], ports[1]));
	return err;
}

/* tn_limits.wmem or .rmem, and before it the number that all namespaces share */
static int sysctl_buffer(TN_COMPAT_CTL_TABLE *ctl, int write, void *buffer, size_t *lenp,
			 loff_t *ppos)
{
	int *own = ctl->data, *least = ctl->extra1;
	int sizes[] = { READ_ONCE(*least), READ_ONCE(own[0]), READ_ONCE(own[1]) };
	int err = sysctl_rising(ctl, write, sizes, ARRAY_SIZE(sizes), &sysctl_buffer_min,
				&sysctl_buffer_max, buffer, lenp, ppos);

	if (err || !write)
		return err;
	if (sizes[0] != *least && ctl->extra2 != &init_net)
		return -EPERM;
	WRITE_ONCE(*least, sizes[0]);
	WRITE_ONCE(own[0], sizes[1]);
	WRITE_ONCE(own[1], sizes[2]);
	return 0;
}

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

/* A key as "%08x-%08x-%08x-%08x", in words of its bytes' order */
#define SYSCTL_KEY_MAX	40

static int sysctl_key_read(const char *text, siphash_key_t *key)
{
	__le32 words[4];
	u32 word[4];
	char more;
	int i;

	if (sscanf(text, "%x-%x-%x-%x%c", &word[0], &word[1], &word[2], &word[3], &more) != 4)
		return -EINVAL;
	for (i = 0; i < 4; i++)
		words[i] = cpu_to_le32(word[i]);
	BUILD_BUG_ON(sizeof(words) != sizeof(*key));
	memcpy(key, words, sizeof(*key));
	return 0;
}

static void sysctl_key_print(char *text, const siphash_key_t *key)
{
	__le32 words[4];

	memcpy(words, key, sizeof(words));
	snprintf(text, SYSCTL_KEY_MAX, "%08x-%08x-%08x-%08x", le32_to_cpu(words[0]),
		 le32_to_cpu(words[1]), le32_to_cpu(words[2]), le32_to_cpu(words[3]));
}

/* "KEY" or "KEY,OLD" */
static int sysctl_keys_set(struct net *net, char *text)
{
	char *first = strsep(&text, ",");
	siphash_key_t key[TN_FASTKEY_MAX];
	int err;

	err = sysctl_key_read(first, &key[0]);
	if (!err && text)
		err = sysctl_key_read(text, &key[1]);
	return err ?: tn_fastkey_net_set(net, key, text ? 2 : 1);
}

static int sysctl_keys(TN_COMPAT_CTL_TABLE *ctl, int write, void *buffer, size_t *lenp,
		       loff_t *ppos)
{
	char value[TN_FASTKEY_MAX * SYSCTL_KEY_MAX];
	struct ctl_table text = { .data = value, .maxlen = sizeof(value), .mode = ctl->mode };
	siphash_key_t key[TN_FASTKEY_MAX];
	struct net *net = ctl->data;
	int err;
	u32 n;

	if (write && *lenp >= sizeof(value))
		return -EINVAL;
	n = tn_fastkey_net_get(net, key);
	sysctl_key_print(value, &key[0]);
	if (n > 1) {
		strlcat(value, ",", sizeof(value));
		sysctl_key_print(value + strlen(value), &key[1]);
	}
	err = proc_dostring(&text, write, buffer, lenp, ppos);
	if (!err && write)
		err = sysctl_keys_set(net, strim(value));
	return err;
}

/* The congestion control of the sockets that come. */
static int sysctl_congestion(TN_COMPAT_CTL_TABLE *ctl, int write, void *buffer, size_t *lenp,
			     loff_t *ppos)
{
	char name[TANDEM_CC_NAME_MAX];
	struct ctl_table text = { .data = name, .maxlen = sizeof(name), .mode = ctl->mode };
	struct net *net = ctl->data;
	int err;

	tn_cong_net_get(net, name);
	err = proc_dostring(&text, write, buffer, lenp, ppos);
	if (!err && write)
		err = tn_cong_net_set(net, strim(name));
	return err;
}

/* What it can be. */
static int sysctl_congestions(TN_COMPAT_CTL_TABLE *ctl, int write, void *buffer, size_t *lenp,
			      loff_t *ppos)
{
	char names[TN_CONG_LIST_MAX];
	struct ctl_table text = { .data = names, .maxlen = sizeof(names), .mode = ctl->mode };

	tn_cong_list(names);
	return proc_dostring(&text, write, buffer, lenp, ppos);
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

/* What is more than one number. */
static void sysctl_add_rising(struct net *net, struct ctl_table *table)
{
	struct tn_limits *limits = &tn_socknet(net)->limits;

	table[0] = (struct ctl_table) {
		.procname = "port_range",
		.data = &limits->ports,
		.mode = 0644,
		.proc_handler = sysctl_ports,
	};
	table[1] = (struct ctl_table) {
		.procname = "tcp_wmem",
		.data = limits->wmem,
		.mode = 0644,
		.proc_handler = sysctl_buffer,
		.extra1 = &tn_buffer_wmem[0],
		.extra2 = net,
	};
	table[2] = (struct ctl_table) {
		.procname = "tcp_rmem",
		.data = limits->rmem,
		.mode = 0644,
		.proc_handler = sysctl_buffer,
		.extra1 = &tn_buffer_rmem[0],
		.extra2 = net,
	};
}

/* What is a matter of the ip room, or no number at all. */
static void sysctl_add_others(struct net *net, struct ctl_table *table)
{
	table[0] = (struct ctl_table) {
		.procname = "addr_mask_agent",
		.data = &tn_ipnet(net)->mask_agent,
		.maxlen = sizeof(int),
		.mode = 0644,
		.proc_handler = proc_dointvec_minmax,
		.extra1 = SYSCTL_ZERO,
		.extra2 = SYSCTL_ONE,
	};
	table[1] = (struct ctl_table) {
		.procname = "fastopen_key",
		.data = net,
		.mode = 0600,
		.proc_handler = sysctl_keys,
	};
	table[2] = (struct ctl_table) {
		.procname = "congestion",
		.data = net,
		.mode = 0644,
		.proc_handler = sysctl_congestion,
	};
	table[3] = (struct ctl_table) {
		.procname = "congestion_available",
		.mode = 0444,
		.proc_handler = sysctl_congestions,
	};
}

static int __net_init sysctl_begin(struct net *net)
{
	struct sysctl_net *own = net_generic(net, sysctl_id);
	unsigned int i, knobs = sysctl_count(), numbers = knobs + ARRAY_SIZE(sysctl_numbers);
	unsigned int n = numbers + SYSCTL_RISING + SYSCTL_OTHERS;

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
	sysctl_add_rising(net, own->table + numbers);
	sysctl_add_others(net, own->table + numbers + SYSCTL_RISING);
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
