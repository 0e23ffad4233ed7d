// SPDX-License-Identifier: GPL-2.0
/*
 * Tandem, the module: a TCP/IPv4 stack of its own, beside the native one.
 *
 * The rooms come up from the lowest to the highest, and go down in the exact mirror of that
 * order. Each leaves nothing behind when it fails. From tn_sock_init() on programs may open
 * sockets; ctl/ comes last, so that whoever finds the netlink family finds everything else ready
 * as well.
 *
 *	link   devices, receive hook, ARP, tandem0
 *	ip     addresses, routes, IPv4, ICMP
 *	sock   sockets, and TCP inside of them
 *	ctl    netlink, counters, /proc, sysctls
 */
#include <linux/init.h>
#include <linux/module.h>
#include <linux/net.h>
#include <linux/socket.h>
#include <linux/tandem.h>

#include "ctl/ctl.h"
#include "ip/ipnet.h"
#include "link/linknet.h"
#include "sock/family.h"
#include "sock/socknet.h"

int tn_family = TANDEM_AF_DEFAULT;
module_param_named(family, tn_family, int, 0444);
MODULE_PARM_DESC(family, "number of the address family AF_TANDEM (default 18)");

static int __init tn_main_init(void)
{
	int err;

	if (tn_family <= AF_INET || tn_family >= AF_MAX) {
		pr_err("tandem: family=%d is not between %d and %d\n",
		       tn_family, AF_INET + 1, AF_MAX - 1);
		return -EINVAL;
	}

	err = tn_link_init();
	if (err)
		return err;
	err = tn_ip_init();
	if (err)
		goto undo_link;
	err = tn_sock_init();
	if (err)
		goto undo_ip;
	err = tn_ctl_init();
	if (err)
		goto undo_sock;
	return 0;

undo_sock:
	tn_sock_exit();
undo_ip:
	tn_ip_exit();
undo_link:
	tn_link_exit();
	return err;
}

static void __exit tn_main_exit(void)
{
	tn_ctl_exit();
	tn_sock_exit();
	tn_ip_exit();
	tn_link_exit();
}

module_init(tn_main_init);
module_exit(tn_main_exit);

MODULE_DESCRIPTION("Tandem: a second TCP/IPv4 stack, as address family AF_TANDEM");
MODULE_VERSION("0.1.0");
MODULE_LICENSE("GPL");
MODULE_ALIAS_NETPROTO(TANDEM_AF_DEFAULT);
