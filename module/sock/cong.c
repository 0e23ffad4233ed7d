// SPDX-License-Identifier: GPL-2.0
/*
 * Congestion controls: which there are, and which a socket or a namespace uses.
 *
 * Those of this module are a table that does not change (cc/cc.c). Others come with
 * modules of their own (net/tandem_cc_module.h) and are kept here, in a list under cong_lock.
 * They are looked up when a socket is made, by TCP_CONGESTION, and by net.tandem.congestion;
 * packets never come here.
 *
 *	net.tandem.congestion = NAME --> the namespace's --> sockets made from here on
 *	TCP_CONGESTION --> one socket --> its children
 *
 * A profile brings its own along (struct tn_config.congestion): 4.4BSD had no CUBIC. It takes the
 * place of the one that the profile before had brought; what somebody has chosen stays.
 *
 * Who uses a controller refers to its module (struct tn_cong), so that its functions stay: a
 * socket until it is freed, a namespace until it has another default. A module that is
 * referred to cannot be removed. When it goes, nobody finds its controller any more, but a
 * listener's child may have just read the pointer in it: it has not got the listener's lock.
 * It looks for that pointer in the list under rcu_read_lock(), and refers to the module only
 * if it is there; tandem_cc_unregister() waits for such readers.
 *
 * tn_socknet.lock guards the default of a namespace.
 */
#include <linux/ctype.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <net/tandem_cc_module.h>

#include "cc/cc.h"
#include "sock/cong.h"
#include "sock/perform.h"
#include "sock/record.h"
#include "sock/sock.h"
#include "sock/socknet.h"

/**
 * struct cong_entry - a controller of another module
 * @link:  in cong_entries
 * @cong:  the controller and its module; the list does not refer to that
 */
struct cong_entry {
	struct list_head link;
	struct tn_cong cong;
};

static LIST_HEAD(cong_entries);
static DEFINE_SPINLOCK(cong_lock); /* cong_entries */

static bool cong_is_sane(const struct tandem_cc_ops *ops)
{
	const char *c;

	if (!ops->name || !*ops->name ||
	    strnlen(ops->name, TANDEM_CC_NAME_MAX) == TANDEM_CC_NAME_MAX)
		return false;
	for (c = ops->name; *c; c++)
		if (!isascii(*c) || !isgraph(*c))
			return false;
	return ops->init && ops->ack && ops->signal && !(ops->flags & ~TANDEM_CC_FLAGS) &&
	       ops->priv_size <= TANDEM_CC_PRIV_SIZE;
}

static struct cong_entry *cong_find(const char *name)
	__must_hold(&cong_lock)
{
	struct cong_entry *entry;

	list_for_each_entry(entry, &cong_entries, link)
		if (!strcmp(entry->cong.ops->name, name))
			return entry;
	return NULL;
}

static struct cong_entry *cong_find_ops(const struct tandem_cc_ops *ops)
	__must_hold(&cong_lock)
{
	struct cong_entry *entry;

	list_for_each_entry(entry, &cong_entries, link)
		if (entry->cong.ops == ops)
			return entry;
	return NULL;
}

/**
 * tandem_cc_register_module() - make a congestion control known
 * @ops:   the controller
 * @owner: the module it is in
 *
 * Context: process.
 * Return: as tandem_cc_register().
 */
int tandem_cc_register_module(const struct tandem_cc_ops *ops, struct module *owner)
{
	struct cong_entry *entry;
	bool taken;

	if (!cong_is_sane(ops))
		return -EINVAL;
	if (tn_cc_find(ops->name))
		return -EEXIST;
	entry = kmalloc(sizeof(*entry), GFP_KERNEL);
	if (!entry)
		return -ENOMEM;
	entry->cong.ops = ops;
	entry->cong.owner = owner;

	spin_lock_bh(&cong_lock);
	taken = cong_find(ops->name);
	if (!taken)
		list_add_tail(&entry->link, &cong_entries);
	spin_unlock_bh(&cong_lock);
	if (taken)
		kfree(entry);
	return taken ? -EEXIST : 0;
}
EXPORT_SYMBOL_GPL(tandem_cc_register_module);

/**
 * tandem_cc_unregister() - a congestion control is not to be used any more
 * @ops: the controller, registered
 *
 * On return no connection begins to use it. Those that use it refer to the module; so when
 * this is called where the module is removed, there are none.
 *
 * Context: process; sleeps.
 */
void tandem_cc_unregister(const struct tandem_cc_ops *ops)
{
	struct cong_entry *entry;

	spin_lock_bh(&cong_lock);
	entry = cong_find_ops(ops);
	if (entry)
		list_del(&entry->link);
	spin_unlock_bh(&cong_lock);
	synchronize_rcu();
	kfree(entry);
}
EXPORT_SYMBOL_GPL(tandem_cc_unregister);

/* Refer to the controller of an entry. */
static bool cong_get(const struct cong_entry *entry, struct tn_cong *cong)
	__must_hold(&cong_lock)
{
	if (!entry || !try_module_get(entry->cong.owner))
		return false;
	*cong = entry->cong;
	return true;
}

static bool cong_by_name(const char *name, struct tn_cong *cong)
{
	bool ok;

	cong->ops = tn_cc_find(name);
	cong->owner = NULL;
	if (cong->ops)
		return true;
	spin_lock_bh(&cong_lock);
	ok = cong_get(cong_find(name), cong);
	spin_unlock_bh(&cong_lock);
	return ok;
}

/* A controller that may have gone meanwhile; only the pointer is looked at. */
static bool cong_by_ops(const struct tandem_cc_ops *ops, struct tn_cong *cong)
{
	unsigned int i;
	bool ok;

	for (i = 0; tn_cc_at(i); i++)
		if (tn_cc_at(i) == ops) {
			cong->ops = ops;
			cong->owner = NULL;
			return true;
		}
	spin_lock_bh(&cong_lock);
	ok = cong_get(cong_find_ops(ops), cong);
	spin_unlock_bh(&cong_lock);
	return ok;
}

/**
 * tn_cong_net_init() - a namespace begins
 * @sn: its state
 *
 * Context: process.
 */
void tn_cong_net_init(struct tn_socknet *sn)
{
	sn->cong.ops = tandem_cc_default;
}

/**
 * tn_cong_net_exit() - a namespace ends
 * @sn: its state; no socket is left
 *
 * Context: process.
 */
void tn_cong_net_exit(struct tn_socknet *sn)
{
	module_put(sn->cong.owner);
}

/**
 * tn_cong_net_config() - a namespace has other constants
 * @sn:  its state
 * @old: those that it had
 * @cfg: those that it has from now on
 *
 * Context: any, tn_socknet.lock held.
 */
void tn_cong_net_config(struct tn_socknet *sn, const struct tn_config *old,
			const struct tn_config *cfg)
	__must_hold(&sn->lock)
{
	/* Both are of this module, there is nothing to refer to; and nothing to send yet */
	if (sn->cong.ops == tn_cc_usual(old->congestion))
		sn->cong.ops = tn_cc_usual(cfg->congestion);
}

/**
 * tn_cong_net_get() - what new sockets use
 * @net:  namespace
 * @name: TANDEM_CC_NAME_MAX bytes
 *
 * Context: any but hard interrupts.
 */
void tn_cong_net_get(struct net *net, char *name)
{
	struct tn_socknet *sn = tn_socknet(net);

	spin_lock_bh(&sn->lock);
	strscpy(name, sn->cong.ops->name, TANDEM_CC_NAME_MAX);
	spin_unlock_bh(&sn->lock);
}

/**
 * tn_cong_net_set() - choose for the sockets that come
 * @net:  namespace
 * @name: of a controller
 *
 * Context: process.
 * Return: 0, or -ENOENT if there is none of that name.
 */
int tn_cong_net_set(struct net *net, const char *name)
{
	struct tn_socknet *sn = tn_socknet(net);
	struct tn_cong cong;

	if (!cong_by_name(name, &cong))
		return -ENOENT;
	spin_lock_bh(&sn->lock);
	swap(sn->cong, cong);
	spin_unlock_bh(&sn->lock);
	module_put(cong.owner);
	return 0;
}

static char *cong_append(char *at, const char *names, const char *name)
{
	int left = TN_CONG_LIST_MAX - (int)(at - names);
	int n = snprintf(at, left, "%s%s", at == names ? "" : " ", name);

	if (n < left)
		return at + n;
	*at = '\0';
	return at;
}

/**
 * tn_cong_list() - the names of all
 * @names: TN_CONG_LIST_MAX bytes; what does not fit is left out
 *
 * Context: process.
 */
void tn_cong_list(char *names)
{
	struct cong_entry *entry;
	char *at = names;
	unsigned int i;

	for (i = 0; tn_cc_at(i); i++)
		at = cong_append(at, names, tn_cc_at(i)->name);
	spin_lock_bh(&cong_lock);
	list_for_each_entry(entry, &cong_entries, link)
		at = cong_append(at, names, entry->cong.ops->name);
	spin_unlock_bh(&cong_lock);
}

/**
 * tn_cong_begin() - a socket is born: it uses what its namespace has now
 * @ts: new socket, not visible to anybody, its tcb initialised
 *
 * Context: any but hard interrupts.
 */
void tn_cong_begin(struct tn_sock *ts)
{
	struct tn_socknet *sn = tn_socknet(sock_net(&ts->sk));
	struct tn_cong cong;

	spin_lock_bh(&sn->lock);
	cong = sn->cong;
	__module_get(cong.owner);
	spin_unlock_bh(&sn->lock);
	ts->cong_owner = cong.owner;
	tn_tcb_cc_set(&ts->tcb, cong.ops);
}

/**
 * tn_cong_inherit() - a child uses what its listener does
 * @ts:     child, its connection CLOSED
 * @parent: listener
 *
 * Should the listener just have chosen another, whose module goes, it is what the
 * namespace has.
 *
 * Context: any; the child's socket lock held, not the listener's.
 */
void tn_cong_inherit(struct tn_sock *ts, const struct tn_sock *parent)
{
	const struct tandem_cc_ops *ops;
	struct tn_cong cong;

	rcu_read_lock();
	ops = READ_ONCE(parent->tcb.cc.ops);
	if (ops != ts->tcb.cc.ops && cong_by_ops(ops, &cong)) {
		tn_tcb_cc_set(&ts->tcb, cong.ops);
		swap(ts->cong_owner, cong.owner);
		module_put(cong.owner);
	}
	rcu_read_unlock();
}

/**
 * tn_cong_end() - a socket has gone
 * @ts: socket, unreachable; its controller is not called any more
 *
 * Context: any.
 */
void tn_cong_end(struct tn_sock *ts)
{
	module_put(ts->cong_owner);
	ts->cong_owner = NULL;
}

/**
 * tn_cong_change() - TCP_CONGESTION: from now on another controller
 * @sk:   socket, of any state; the window stays
 * @name: of the controller
 *
 * Context: process; sleeps.
 * Return: 0, or -ENOENT if there is none of that name.
 */
int tn_cong_change(struct sock *sk, const char *name)
{
	struct tn_sock *ts = tn_sk(sk);
	struct tn_verdict v = {};
	struct tn_cong cong;

	if (!cong_by_name(name, &cong))
		return -ENOENT;
	lock_sock(sk);
	tn_record_cong(ts, cong.ops, &v);
	swap(ts->cong_owner, cong.owner);
	tn_perform(sk, &v);
	release_sock(sk);
	module_put(cong.owner);
	return 0;
}

/**
 * tn_cong_config() - a socket has other constants
 * @ts:  socket, its connection CLOSED
 * @old: those that it had
 * @cfg: those that it has from now on
 *
 * Context: process, socket lock held.
 */
void tn_cong_config(struct tn_sock *ts, const struct tn_config *old, const struct tn_config *cfg)
{
	const struct tandem_cc_ops *ops = tn_cc_usual(cfg->congestion);
	struct tn_verdict v = {};

	/* Both are of this module, there is nothing to refer to. */
	if (ts->tcb.cc.ops == tn_cc_usual(old->congestion) && ts->tcb.cc.ops != ops)
		tn_record_cong(ts, ops, &v);
}
