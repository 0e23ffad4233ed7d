/* SPDX-License-Identifier: GPL-2.0 */
/*
 * tandem0: loopback of Tandem, and crosslink to the native stack.
 */
#ifndef TN_LINK_TANDEM0_H
#define TN_LINK_TANDEM0_H

#include <linux/list.h>

struct net;
struct net_device;

#define TN_TANDEM0_NAME	"tandem0"

bool tn_tandem0_is(const struct net_device *dev);
int tn_tandem0_create(struct net *net);
void tn_tandem0_destroy(struct net *net, struct list_head *kill);

#endif /* TN_LINK_TANDEM0_H */
