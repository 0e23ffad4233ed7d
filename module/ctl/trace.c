// SPDX-License-Identifier: GPL-2.0
/*
 * TRACE_SET, TRACE_GET, TRACE_DUMP: the recorder of sock/record.c.
 *
 * A journal is longer than a netlink message and goes on while it is read. So each is
 * copied whole, once, and the copy is sent in pieces; netlink's record of the dump holds
 * it until its last piece is gone, or the reader.
 */
#include <linux/mm.h>

#include "ctl/genl.h"
#include "sock/recorder.h"
#include "sock/socknet.h"

const struct nla_policy tn_ctl_trace_policy[TANDEM_A_TRACE_PORT + 1] = {
	[TANDEM_A_TRACE_ON] = { .type = NLA_U8 },
	[TANDEM_A_TRACE_PORT] = { .type = NLA_BE16 },
};

/* cb->args[] of TRACE_GET, behind that of struct tn_genl_dump */
#define TRACE_AFTER	1

/* cb->args[] of TRACE_DUMP */
enum {
	TRACE_JOURNAL,		/* the copy, or 0 */
	TRACE_LEN,		/* its length */
	TRACE_AT,		/* bytes sent of it */
	TRACE_ID,		/* its number; or that of the last one */
};

/* Less than so many bytes are not worth a message. */
#define TRACE_PIECE_MIN		256

/**
 * tn_ctl_trace_set() - TRACE_SET
 * @skb:  the request
 * @info: the same, parsed
 *
 * Return: 0 or -errno, with the reason in the extended ack.
 */
int tn_ctl_trace_set(struct sk_buff *skb, struct genl_info *info)
{
	struct net *net = genl_info_net(info);
	struct nlattr *port = info->attrs[TANDEM_A_TRACE_PORT];
	int err;

	err = tn_genl_need(info, TANDEM_A_TRACE_ON, "on or off is missing");
	if (err)
		return err;
	if (nla_get_u8(info->attrs[TANDEM_A_TRACE_ON]))
		return tn_record_on(net, port ? nla_get_be16(port) : 0);
	tn_record_off(net);
	return 0;
}

static int trace_put_setting(struct tn_genl_dump *dump, const struct tn_recorder *rec)
{
	struct sk_buff *skb = dump->skb;
	__be16 port = READ_ONCE(rec->port);
	void *hdr;
	int err;

	hdr = tn_genl_dump_open(dump);
	err = !hdr ||
	      nla_put_u8(skb, TANDEM_A_TRACE_ON, READ_ONCE(rec->on)) ||
	      (port && nla_put_be16(skb, TANDEM_A_TRACE_PORT, port)) ||
	      nla_put_u32(skb, TANDEM_A_TRACE_MISSED, READ_ONCE(rec->missed));
	return tn_genl_dump_close(dump, hdr, err);
}

static int trace_put_record(struct tn_genl_dump *dump, const struct tn_record_info *info)
{
	struct sk_buff *skb = dump->skb;
	void *hdr;
	int err;

	hdr = tn_genl_dump_open(dump);
	err = !hdr ||
	      nla_put_u64_64bit(skb, TANDEM_A_TRACE_ID, info->id, TANDEM_A_TRACE_UNSPEC) ||
	      nla_put_in_addr(skb, TANDEM_A_TRACE_LADDR, info->tuple.laddr) ||
	      nla_put_be16(skb, TANDEM_A_TRACE_LPORT, info->tuple.lport) ||
	      nla_put_in_addr(skb, TANDEM_A_TRACE_RADDR, info->tuple.raddr) ||
	      nla_put_be16(skb, TANDEM_A_TRACE_RPORT, info->tuple.rport) ||
	      nla_put_u32(skb, TANDEM_A_TRACE_EVENTS, info->events) ||
	      nla_put_u32(skb, TANDEM_A_TRACE_LOST, info->lost) ||
	      nla_put_u8(skb, TANDEM_A_TRACE_LIVE, info->live);
	return tn_genl_dump_close(dump, hdr, err);
}

/**
 * tn_ctl_trace_get() - TRACE_GET
 * @skb: the part to fill
 * @cb:  netlink's record of the dump
 *
 * Return: as tn_genl_dump_end().
 */
int tn_ctl_trace_get(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct net *net = sock_net(skb->sk);
	struct tn_record_info info;
	struct tn_genl_dump dump;
	int err = 0;

	tn_genl_dump_begin(&dump, skb, cb, TANDEM_CMD_TRACE_GET);
	/* Behind the first part the walk goes on by number. */
	dump.at = cb->args[0];
	if (!dump.at)
		err = trace_put_setting(&dump, &tn_socknet(net)->recorder);
	while (!err && tn_record_show(net, cb->args[TRACE_AFTER], &info)) {
		err = trace_put_record(&dump, &info);
		if (!err)
			cb->args[TRACE_AFTER] = info.id;
	}
	return tn_genl_dump_end(&dump);
}

/* As much of the copy as the part has room for. Returns 0, or -EMSGSIZE if it is full. */
static int trace_put_piece(struct tn_genl_dump *dump)
{
	long *args = dump->cb->args;
	struct sk_buff *skb = dump->skb;
	void *hdr;
	int room;

	hdr = tn_genl_dump_open(dump);
	if (hdr && nla_put_u64_64bit(skb, TANDEM_A_TRACE_ID, args[TRACE_ID],
				     TANDEM_A_TRACE_UNSPEC))
		goto full;
	room = skb_tailroom(skb) - NLA_HDRLEN - NLA_ALIGNTO;
	if (!hdr || room < TRACE_PIECE_MIN)
		goto full;
	room = min_t(long, room, args[TRACE_LEN] - args[TRACE_AT]);
	if (nla_put(skb, TANDEM_A_TRACE_DATA, room, (u8 *)args[TRACE_JOURNAL] + args[TRACE_AT]))
		goto full;
	args[TRACE_AT] += room;
	genlmsg_end(skb, hdr);
	return 0;

full:
	if (hdr)
		genlmsg_cancel(skb, hdr);
	return -EMSGSIZE;
}

/* Nothing is left of the copy: the next one. */
static int trace_next(struct net *net, long *args)
{
	u8 *journal;
	u32 len;
	u64 id;
	int err;

	kvfree((void *)args[TRACE_JOURNAL]);
	args[TRACE_JOURNAL] = 0;
	err = tn_record_copy(net, args[TRACE_ID], &id, &journal, &len);
	if (err)
		return err;
	args[TRACE_JOURNAL] = (long)journal;
	args[TRACE_LEN] = len;
	args[TRACE_AT] = 0;
	args[TRACE_ID] = id;
	return 0;
}

/**
 * tn_ctl_trace_dump() - TRACE_DUMP
 * @skb: the part to fill
 * @cb:  netlink's record of the dump
 *
 * Return: bytes in this part, 0 at the end of the dump, or -errno.
 */
int tn_ctl_trace_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct tn_genl_dump dump;
	int err = 0;

	tn_genl_dump_begin(&dump, skb, cb, TANDEM_CMD_TRACE_DUMP);
	while (!err) {
		if (!cb->args[TRACE_JOURNAL] || cb->args[TRACE_AT] == cb->args[TRACE_LEN])
			err = trace_next(sock_net(skb->sk), cb->args);
		if (!err)
			err = trace_put_piece(&dump);
	}
	return skb->len || err == -ENOENT ? skb->len : err;
}

/**
 * tn_ctl_trace_done() - a TRACE_DUMP is over, or its reader has gone
 * @cb: netlink's record of the dump
 *
 * Return: 0.
 */
int tn_ctl_trace_done(struct netlink_callback *cb)
{
	kvfree((void *)cb->args[TRACE_JOURNAL]);
	return 0;
}
