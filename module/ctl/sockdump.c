// SPDX-License-Identifier: GPL-2.0
/*
 * SOCK_GET: the sockets, with struct tcp_info for those that are connections.
 */
#include <linux/math64.h>
#include <linux/tcp.h>
#include <linux/time64.h>

#include "ctl/genl.h"
#include "ctl/sockrow.h"
#include "sock/info.h"

/* cb->args[] behind the one of struct tn_genl_dump */
enum {
	TN_CTL_SOCK_ID = 1,
	TN_CTL_SOCK_PART,
	TN_CTL_SOCK_TW,
};

/* What only a socket has. */
static int tn_ctl_sock_put_inside(struct sk_buff *skb, struct sock *sk)
{
	const struct tandem_cc_ops *cc = tn_sk(sk)->tcb.cc.ops;
	struct nlattr *info;

	if (nla_put_u64_64bit(skb, TANDEM_A_SOCK_COOKIE, tn_sk(sk)->id,
			      TANDEM_A_SOCK_UNSPEC) ||
	    (cc && nla_put_string(skb, TANDEM_A_SOCK_CONG, cc->name)))
		return -EMSGSIZE;
	info = nla_reserve_64bit(skb, TANDEM_A_SOCK_INFO, sizeof(struct tcp_info),
				 TANDEM_A_SOCK_UNSPEC);
	if (!info)
		return -EMSGSIZE;
	tn_info_fill(sk, nla_data(info));
	return 0;
}

static int tn_ctl_sock_put(const struct tn_sockrow *row, void *arg)
{
	struct tn_genl_dump *dump = arg;
	struct sk_buff *skb = dump->skb;
	struct user_namespace *user_ns = sk_user_ns(NETLINK_CB(dump->cb->skb).sk);
	void *hdr;
	int err;

	hdr = tn_genl_dump_open(dump);
	err = !hdr ||
	      nla_put_u32(skb, TANDEM_A_SOCK_STATE, row->state) ||
	      nla_put_in_addr(skb, TANDEM_A_SOCK_LADDR, row->tuple.laddr) ||
	      nla_put_be16(skb, TANDEM_A_SOCK_LPORT, row->tuple.lport) ||
	      nla_put_in_addr(skb, TANDEM_A_SOCK_RADDR, row->tuple.raddr) ||
	      nla_put_be16(skb, TANDEM_A_SOCK_RPORT, row->tuple.rport) ||
	      nla_put_u32(skb, TANDEM_A_SOCK_RQUEUE, row->rqueue) ||
	      nla_put_u32(skb, TANDEM_A_SOCK_WQUEUE, row->wqueue) ||
	      nla_put_u32(skb, TANDEM_A_SOCK_INO, row->ino) ||
	      nla_put_u32(skb, TANDEM_A_SOCK_UID, from_kuid_munged(user_ns, row->uid)) ||
	      nla_put_u32(skb, TANDEM_A_SOCK_TIMER, row->timer) ||
	      nla_put_u32(skb, TANDEM_A_SOCK_RETRANS, row->retrans) ||
	      (row->timer != TANDEM_TIMER_NONE &&
	       nla_put_u32(skb, TANDEM_A_SOCK_EXPIRES,
			   div_u64(row->expires, NSEC_PER_MSEC))) ||
	      (row->sk && tn_ctl_sock_put_inside(skb, row->sk));
	return tn_genl_dump_close(dump, hdr, err);
}

/**
 * tn_ctl_sock_dump() - SOCK_GET
 * @skb: the part to fill
 * @cb:  netlink's record of the dump
 *
 * Return: as tn_genl_dump_end().
 */
int tn_ctl_sock_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct tn_sockrow_pos pos = {
		.id = cb->args[TN_CTL_SOCK_ID],
		.part = cb->args[TN_CTL_SOCK_PART],
		.tw = cb->args[TN_CTL_SOCK_TW],
	};
	struct tn_genl_dump dump;

	tn_genl_dump_begin(&dump, skb, cb, TANDEM_CMD_SOCK_GET);
	tn_sockrow_walk(sock_net(skb->sk), &pos, tn_ctl_sock_put, &dump);
	cb->args[TN_CTL_SOCK_ID] = pos.id;
	cb->args[TN_CTL_SOCK_PART] = pos.part;
	cb->args[TN_CTL_SOCK_TW] = pos.tw;
	return tn_genl_dump_end(&dump);
}
