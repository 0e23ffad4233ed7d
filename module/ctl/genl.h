/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files of the control room share: the operations of the generic
 * netlink family, one file per object, and the dump cursor they all use.
 */
#ifndef TN_CTL_GENL_H
#define TN_CTL_GENL_H

#include <linux/tandem.h>
#include <linux/tandem_trace.h>
#include <net/genetlink.h>
#include <net/sock.h>

struct net_device;

/**
 * struct tn_genl_dump - where a dump stands
 * @skb:  the part being filled
 * @cb:   netlink's record of the dump; args[0] counts the objects sent
 * @cmd:  enum tandem_cmd, in each object's header
 * @at:   objects seen in this part, those of earlier parts included
 * @full: no room for object number @at; it begins the next part
 *
 * Lives on the stack of one dumpit call. Objects that come or go between two
 * parts may be missed or shown twice, as in any table that nobody locks.
 */
struct tn_genl_dump {
	struct sk_buff *skb;
	struct netlink_callback *cb;
	u8 cmd;
	long at;
	bool full;
};

void tn_genl_dump_begin(struct tn_genl_dump *dump, struct sk_buff *skb,
			struct netlink_callback *cb, u8 cmd);
bool tn_genl_dump_sent(struct tn_genl_dump *dump);
void *tn_genl_dump_open(struct tn_genl_dump *dump);
int tn_genl_dump_close(struct tn_genl_dump *dump, void *hdr, int err);
int tn_genl_dump_one(struct tn_genl_dump *dump,
		     int (*fill)(struct sk_buff *skb, const void *object), const void *object);
int tn_genl_dump_end(struct tn_genl_dump *dump);

int tn_genl_need(struct genl_info *info, int attr, const char *text);
struct net_device *tn_genl_dev(struct genl_info *info, int attr);

extern const struct nla_policy tn_ctl_addr_policy[TANDEM_A_ADDR_MAX + 1];
int tn_ctl_addr_new(struct sk_buff *skb, struct genl_info *info);
int tn_ctl_addr_del(struct sk_buff *skb, struct genl_info *info);
void tn_ctl_addr_walk(struct net *net, struct tn_genl_dump *dump);

extern const struct nla_policy tn_ctl_route_policy[TANDEM_A_ROUTE_MAX + 1];
int tn_ctl_route_new(struct sk_buff *skb, struct genl_info *info);
int tn_ctl_route_del(struct sk_buff *skb, struct genl_info *info);
void tn_ctl_route_walk(struct net *net, struct tn_genl_dump *dump);

extern const struct nla_policy tn_ctl_neigh_policy[TANDEM_A_NEIGH_IFINDEX + 1];
int tn_ctl_neigh_del(struct sk_buff *skb, struct genl_info *info);
void tn_ctl_neigh_walk(struct net *net, struct tn_genl_dump *dump);

void tn_ctl_link_walk(struct net *net, struct tn_genl_dump *dump);
int tn_ctl_sock_dump(struct sk_buff *skb, struct netlink_callback *cb);
int tn_ctl_stat_dump(struct sk_buff *skb, struct netlink_callback *cb);

extern const struct nla_policy tn_ctl_trace_policy[TANDEM_A_TRACE_PORT + 1];
int tn_ctl_trace_set(struct sk_buff *skb, struct genl_info *info);
int tn_ctl_trace_get(struct sk_buff *skb, struct netlink_callback *cb);
int tn_ctl_trace_dump(struct sk_buff *skb, struct netlink_callback *cb);
int tn_ctl_trace_done(struct netlink_callback *cb);

#endif /* TN_CTL_GENL_H */
