// SPDX-License-Identifier: GPL-2.0
/*
 * The generic netlink family "tandem".
 *
 * The table of operations, and what the objects' files need in common. The
 * protocol itself is described in include/uapi/linux/tandem.h and in
 * Documentation/netlink/specs/tandem.yaml. Policies are per operation and hold
 * types only; ranges are checked by those who can say in words what is wrong,
 * for each refusal carries a text (extended ack).
 *
 *	user ──NEW, DEL──▶ doit ──RTNL──▶ ip/, link/ change their tables
 *	user ◀──objects─── dumpit ◀─RCU── ip/, link/, sock/ walk theirs
 *
 * A dump is sent in parts, each filled by one call of dumpit that walks the
 * table from its start and skips what earlier parts have shown: walkers need no
 * cursor, and the tables are short. Those under RCU share one dumpit. Sockets, traces and
 * counters, for which locks are taken that may sleep, have their own.
 */
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>

#include "ctl/ctl.h"
#include "ctl/genl.h"
#include "ctl/proc.h"
#include "ctl/sysctl.h"

static struct genl_family tn_genl_family;

/**
 * tn_genl_dump_begin() - take up a dump where its last part ended
 * @dump: filled in
 * @skb:  the part to fill
 * @cb:   netlink's record of the dump
 * @cmd:  enum tandem_cmd of the objects
 */
void tn_genl_dump_begin(struct tn_genl_dump *dump, struct sk_buff *skb,
			struct netlink_callback *cb, u8 cmd)
{
	*dump = (struct tn_genl_dump){ .skb = skb, .cb = cb, .cmd = cmd };
}

/**
 * tn_genl_dump_sent() - is the walker's next object in an earlier part?
 * @dump: the dump
 *
 * To be asked once for each object, before tn_genl_dump_open().
 *
 * Return: true if the object is to be skipped.
 */
bool tn_genl_dump_sent(struct tn_genl_dump *dump)
{
	if (dump->at >= dump->cb->args[0])
		return false;
	dump->at++;
	return true;
}

/**
 * tn_genl_dump_open() - begin an object
 * @dump: the dump
 *
 * Return: its header, for tn_genl_dump_close(); NULL if there is no room.
 */
void *tn_genl_dump_open(struct tn_genl_dump *dump)
{
	return genlmsg_put(dump->skb, NETLINK_CB(dump->cb->skb).portid,
			   dump->cb->nlh->nlmsg_seq, &tn_genl_family,
			   NLM_F_MULTI, dump->cmd);
}

/**
 * tn_genl_dump_close() - end an object
 * @dump: the dump
 * @hdr:  what tn_genl_dump_open() returned
 * @err:  nonzero if its attributes did not fit: the object is taken back
 *
 * Return: 0, or -EMSGSIZE when the part is full and the walk shall stop.
 */
int tn_genl_dump_close(struct tn_genl_dump *dump, void *hdr, int err)
{
	if (!hdr || err) {
		if (hdr)
			genlmsg_cancel(dump->skb, hdr);
		dump->full = true;
		return -EMSGSIZE;
	}
	genlmsg_end(dump->skb, hdr);
	dump->at++;
	return 0;
}

/**
 * tn_genl_dump_one() - the walker's next object, unless it was in an earlier part
 * @dump:   the dump
 * @fill:   puts the attributes of @object into @skb; nonzero if they do not fit
 * @object: what the walker is at
 *
 * Return: 0, or -EMSGSIZE when the part is full and the walk shall stop.
 */
int tn_genl_dump_one(struct tn_genl_dump *dump,
		     int (*fill)(struct sk_buff *skb, const void *object), const void *object)
{
	void *hdr;

	if (tn_genl_dump_sent(dump))
		return 0;
	hdr = tn_genl_dump_open(dump);
	return tn_genl_dump_close(dump, hdr, !hdr || fill(dump->skb, object));
}

/**
 * tn_genl_dump_end() - end a part
 * @dump: the dump
 *
 * Return: what dumpit returns: bytes in this part, 0 at the end of the dump,
 * or -EMSGSIZE when one object alone is too large.
 */
int tn_genl_dump_end(struct tn_genl_dump *dump)
{
	if (dump->full && !dump->skb->len)
		return -EMSGSIZE;
	dump->cb->args[0] = dump->at;
	return dump->skb->len;
}

/* What a dump of objects walks, by its command. */
static void (*const tn_genl_walks[])(struct net *net, struct tn_genl_dump *dump) = {
	[TANDEM_CMD_ADDR_GET] = tn_ctl_addr_walk,
	[TANDEM_CMD_ROUTE_GET] = tn_ctl_route_walk,
	[TANDEM_CMD_NEIGH_GET] = tn_ctl_neigh_walk,
	[TANDEM_CMD_LINK_GET] = tn_ctl_link_walk,
};

static int tn_genl_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	const struct genlmsghdr *request = nlmsg_data(cb->nlh);
	struct tn_genl_dump dump;

	tn_genl_dump_begin(&dump, skb, cb, request->cmd);
	rcu_read_lock();
	tn_genl_walks[request->cmd](sock_net(skb->sk), &dump);
	rcu_read_unlock();
	return tn_genl_dump_end(&dump);
}

/**
 * tn_genl_need() - insist on an attribute
 * @info: the request
 * @attr: its number
 * @text: what to tell the user when it is missing; a string literal
 *
 * Return: 0 or -EINVAL.
 */
int tn_genl_need(struct genl_info *info, int attr, const char *text)
{
	if (info->attrs[attr])
		return 0;
	if (info->extack)
		info->extack->_msg = text;
	return -EINVAL;
}

/**
 * tn_genl_dev() - the device that an attribute names by its index
 * @info: the request
 * @attr: the attribute, present
 *
 * Context: RTNL, which also keeps the device.
 * Return: the device, or NULL with the reason in the extended ack.
 */
struct net_device *tn_genl_dev(struct genl_info *info, int attr)
{
	struct net_device *dev;

	ASSERT_RTNL();
	dev = __dev_get_by_index(genl_info_net(info), nla_get_u32(info->attrs[attr]));
	if (!dev)
		NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[attr],
				    "there is no device with this index");
	return dev;
}

static const struct genl_ops tn_genl_ops[] = {
	{
		.cmd = TANDEM_CMD_ADDR_NEW,
		.flags = GENL_UNS_ADMIN_PERM,
		.policy = tn_ctl_addr_policy,
		.maxattr = TANDEM_A_ADDR_MAX,
		.doit = tn_ctl_addr_new,
	},
	{
		.cmd = TANDEM_CMD_ADDR_DEL,
		.flags = GENL_UNS_ADMIN_PERM,
		.policy = tn_ctl_addr_policy,
		.maxattr = TANDEM_A_ADDR_MAX,
		.doit = tn_ctl_addr_del,
	},
	{
		.cmd = TANDEM_CMD_ADDR_GET,
		.dumpit = tn_genl_dumpit,
	},
	{
		.cmd = TANDEM_CMD_ROUTE_NEW,
		.flags = GENL_UNS_ADMIN_PERM,
		.policy = tn_ctl_route_policy,
		.maxattr = TANDEM_A_ROUTE_MAX,
		.doit = tn_ctl_route_new,
	},
	{
		.cmd = TANDEM_CMD_ROUTE_DEL,
		.flags = GENL_UNS_ADMIN_PERM,
		.policy = tn_ctl_route_policy,
		.maxattr = TANDEM_A_ROUTE_MAX,
		.doit = tn_ctl_route_del,
	},
	{
		.cmd = TANDEM_CMD_ROUTE_GET,
		.dumpit = tn_genl_dumpit,
	},
	{
		.cmd = TANDEM_CMD_NEIGH_DEL,
		.flags = GENL_UNS_ADMIN_PERM,
		.policy = tn_ctl_neigh_policy,
		.maxattr = TANDEM_A_NEIGH_IFINDEX,
		.doit = tn_ctl_neigh_del,
	},
	{
		.cmd = TANDEM_CMD_NEIGH_GET,
		.dumpit = tn_genl_dumpit,
	},
	{
		.cmd = TANDEM_CMD_LINK_GET,
		.dumpit = tn_genl_dumpit,
	},
	{
		.cmd = TANDEM_CMD_SOCK_GET,
		.dumpit = tn_ctl_sock_dump,
	},
	{
		.cmd = TANDEM_CMD_STAT_GET,
		.dumpit = tn_ctl_stat_dump,
	},
	{
		.cmd = TANDEM_CMD_TRACE_SET,
		.flags = GENL_UNS_ADMIN_PERM,
		.policy = tn_ctl_trace_policy,
		.maxattr = TANDEM_A_TRACE_PORT,
		.doit = tn_ctl_trace_set,
	},
	{
		.cmd = TANDEM_CMD_TRACE_GET,
		.dumpit = tn_ctl_trace_get,
	},
	{
		.cmd = TANDEM_CMD_TRACE_DUMP,
		.flags = GENL_UNS_ADMIN_PERM,
		.dumpit = tn_ctl_trace_dump,
		.done = tn_ctl_trace_done,
	},
};

static struct genl_family tn_genl_family __ro_after_init = {
	.name = TANDEM_GENL_NAME,
	.version = TANDEM_GENL_VERSION,
	.netnsok = true,
	.module = THIS_MODULE,
	.ops = tn_genl_ops,
	.n_ops = ARRAY_SIZE(tn_genl_ops),
};

/**
 * tn_ctl_init() - open the control room: user space may come
 *
 * To be called last of all rooms.
 *
 * Return: 0 or -errno.
 */
int __init tn_ctl_init(void)
{
	int err;

	err = tn_proc_init();
	if (err)
		return err;
	err = tn_sysctl_init();
	if (err)
		goto undo_proc;
	err = genl_register_family(&tn_genl_family);
	if (err)
		goto undo_sysctl;
	return 0;

undo_sysctl:
	tn_sysctl_exit();
undo_proc:
	tn_proc_exit();
	return err;
}

/**
 * tn_ctl_exit() - close it: on return no request and no reader is left
 */
void tn_ctl_exit(void)
{
	genl_unregister_family(&tn_genl_family);
	tn_sysctl_exit();
	tn_proc_exit();
}

MODULE_ALIAS_GENL_FAMILY(TANDEM_GENL_NAME);
