// SPDX-License-Identifier: GPL-2.0
/*
 * Attached devices.
 *
 * A device is attached once for every Tandem address on it; the first attachment puts the ingress
 * hook on it (link/rx.h), the last detachment takes it off. Devices without a Tandem address are
 * never touched, so that they cost nothing and cannot be broken.
 *
 * The hook runs as the last of the netdev ingress hooks: what the user's own nft rules drop is
 * dropped before.
 *
 * Devices that hand all their packets to a master (bridge ports, bond and team slaves) are refused,
 * and so is enslaving an attached one: the hook would keep stealing from the master. The address
 * belongs on the master.
 *
 * Locking: everything here is under RTNL. A struct tn_dev is freed after an RCU grace period,
 * because the hook and walkers may still look at it. It holds no reference on its net_device: the
 * notifier runs before that goes, and moving to another network namespace looks like going.
 */
#include <linux/netdevice.h>
#include <linux/netfilter_netdev.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>

#include "link/dev.h"
#include "link/linknet.h"
#include "link/neigh.h"
#include "link/rx.h"
#include "link/tandem0.h"
#include "link/upper.h"

static struct tn_dev *tn_dev_find(const struct net_device *dev)
{
	struct tn_linknet *ln = tn_linknet(dev_net(dev));
	struct tn_dev *td;

	ASSERT_RTNL();
	/* lo appears in a new namespace before we do */
	if (!ln)
		return NULL;
	list_for_each_entry(td, &ln->devs, node)
		if (td->dev == dev)
			return td;
	return NULL;
}

static bool tn_dev_is_master(const struct net_device *dev)
{
	return netif_is_bridge_master(dev) || netif_is_ovs_master(dev) || netif_is_lag_master(dev);
}

static int tn_dev_check(const struct net_device *dev, struct netlink_ext_ack *extack)
{
	if (dev->reg_state != NETREG_REGISTERED) {
		NL_SET_ERR_MSG(extack, "the device is going away");
		return -ENODEV;
	}
	if (dev->flags & IFF_LOOPBACK) {
		NL_SET_ERR_MSG(extack, "lo belongs to the native stack; use " TN_TANDEM0_NAME);
		return -EOPNOTSUPP;
	}
	if (netif_is_any_bridge_port(dev) || netif_is_lag_port(dev)) {
		NL_SET_ERR_MSG(extack, "the device is a port of a bridge, bond or team");
		return -EBUSY;
	}
	if (tn_dev_has_ethernet(dev))
		return 0;
	if (!(dev->flags & IFF_NOARP) || (dev->header_ops && dev->header_ops->create)) {
		NL_SET_ERR_MSG(extack, "neither Ethernet nor a layer-3 device");
		return -EOPNOTSUPP;
	}
	return 0;
}

/**
 * tn_dev_attach() - one more user of a device
 * @dev:    the device
 * @extack: where an error is explained, or NULL
 *
 * Return: 0, or a negative errno when the device cannot be used.
 * Context: RTNL.
 */
int tn_dev_attach(struct net_device *dev, struct netlink_ext_ack *extack)
{
	struct tn_dev *td = tn_dev_find(dev);
	int err;

	if (td) {
		td->users++;
		return 0;
	}
	err = tn_dev_check(dev, extack);
	if (err)
		return err;

	td = kzalloc(sizeof(*td), GFP_KERNEL);
	if (!td)
		return -ENOMEM;
	td->dev = dev;
	td->users = 1;
	td->hook = (struct nf_hook_ops){
		.hook = tn_rx_hook,
		.dev = dev,
		.pf = NFPROTO_NETDEV,
		.hooknum = NF_NETDEV_INGRESS,
		.priority = INT_MAX,
	};
	err = nf_register_net_hook(dev_net(dev), &td->hook);
	if (err) {
		NL_SET_ERR_MSG(extack, "the ingress hook was refused");
		kfree(td);
		return err;
	}
	list_add_tail_rcu(&td->node, &tn_linknet(dev_net(dev))->devs);
	return 0;
}

static void tn_dev_unhook(struct tn_dev *td)
{
	nf_unregister_net_hook(dev_net(td->dev), &td->hook);
	list_del_rcu(&td->node);
	kfree_rcu(td, rcu);
}

/*
 * Only after the readers of the hook and of routes are gone can nobody create a neighbour on the
 * device any more.
 */
static void tn_dev_remove(struct tn_dev *td)
{
	struct net_device *dev = td->dev;

	tn_dev_unhook(td);
	synchronize_net();
	tn_neigh_flush(dev_net(dev), dev, 0);
}

/**
 * tn_dev_detach() - one user less of a device
 * @dev: the device; not being attached (any more) is fine
 *
 * With the last one the hook and the device's neighbours go. Routes over the device must have gone
 * before.
 *
 * Context: RTNL, may sleep.
 */
void tn_dev_detach(struct net_device *dev)
{
	struct tn_dev *td = tn_dev_find(dev);

	if (td && !--td->users)
		tn_dev_remove(td);
}

/**
 * tn_dev_detach_all() - let go of every device of a network namespace that ends
 * @net: the namespace; the core waits for RCU next, the neighbour table goes soon
 *
 * Context: RTNL.
 */
void tn_dev_detach_all(struct net *net)
{
	struct tn_dev *td, *next;

	ASSERT_RTNL();
	list_for_each_entry_safe(td, next, &tn_linknet(net)->devs, node)
		tn_dev_unhook(td);
}

/**
 * tn_dev_walk() - visit the attached devices of a network namespace
 * @net: the namespace
 * @fn:  called for each; a value other than 0 ends the walk
 * @arg: passed to @fn
 *
 * Return: 0, or what @fn returned.
 * Context: RTNL or RCU; @fn runs under the same.
 */
int tn_dev_walk(struct net *net, int (*fn)(const struct tn_dev *td, void *arg), void *arg)
{
	struct tn_dev *td;
	int ret;

	list_for_each_entry_rcu(td, &tn_linknet(net)->devs, node, lockdep_rtnl_is_held()) {
		ret = fn(td, arg);
		if (ret)
			return ret;
	}
	return 0;
}

static void tn_dev_changed(struct net_device *dev)
{
	const struct tn_upper *upper = tn_upper_get(dev_net(dev));

	if (upper)
		upper->dev_changed(dev);
}

static void tn_dev_gone(struct net_device *dev)
{
	const struct tn_upper *upper = tn_upper_get(dev_net(dev));
	struct tn_dev *td;

	if (upper)
		upper->dev_gone(dev);
	/* tandem0 has one user more, and without an upper nobody else lets go */
	td = tn_dev_find(dev);
	if (td)
		tn_dev_remove(td);
}

static int tn_dev_enslave(const struct netdev_notifier_changeupper_info *info)
{
	if (!info->linking || !tn_dev_is_master(info->upper_dev))
		return NOTIFY_DONE;
	NL_SET_ERR_MSG(netdev_notifier_info_to_extack(&info->info),
		       "the device has a Tandem address");
	return notifier_from_errno(-EBUSY);
}

static int tn_dev_event(struct notifier_block *nb, unsigned long event, void *ptr)
{
	struct net_device *dev = netdev_notifier_info_to_dev(ptr);

	if (!tn_dev_find(dev))
		return NOTIFY_DONE;

	switch (event) {
	case NETDEV_DOWN:
	case NETDEV_CHANGEADDR:
		tn_neigh_flush(dev_net(dev), dev, 0);
		fallthrough;
	case NETDEV_UP:
		tn_dev_changed(dev);
		break;
	case NETDEV_PRECHANGEUPPER:
		return tn_dev_enslave(ptr);
	case NETDEV_UNREGISTER:
		tn_dev_gone(dev);
		break;
	}
	return NOTIFY_DONE;
}

static struct notifier_block tn_dev_notifier = {
	.notifier_call = tn_dev_event,
};

/**
 * tn_dev_init() - start to listen to what happens to devices
 *
 * Return: 0 or a negative errno.
 * Context: process, no locks.
 */
int __init tn_dev_init(void)
{
	return register_netdevice_notifier(&tn_dev_notifier);
}

/**
 * tn_dev_exit() - stop listening
 *
 * The core plays "unregister" for every device to a notifier that leaves: here all devices get
 * detached.
 *
 * Context: process, no locks.
 */
void tn_dev_exit(void)
{
	unregister_netdevice_notifier(&tn_dev_notifier);
}
