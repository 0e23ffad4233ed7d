// SPDX-License-Identifier: GPL-2.0
/*
 * Constants in force.
 *
 * What a connection's constants are is settled when it begins: they come from its socket,
 * which has got them from its listener or from its namespace. Then they stay, so that a timer
 * that was started under one value does not end under another, and a journal replays.
 *
 *	net.tandem.NAME = VALUE --> the namespace's set --> sockets made from here on
 *	SOL_TANDEM/TANDEM_CONFIG --> a set of its own for one socket --> its children
 *
 * So a set is never changed: who wants another value makes a copy with that value and puts it
 * in the place of the old one (tn_config_set() says what values there are). A set lives as long
 * as somebody obeys it. Most sockets share that of their namespace, at the price of a pointer.
 *
 * tn_socknet.lock guards the namespace's pointer, and getting hold of a reference by it;
 * tuning_mutex is for those who replace it, so that of two changes none is lost. A socket's
 * pointer is guarded by its lock, and does not change while it listens: those who make its
 * children have not got that lock. For the one that looks just when it has stopped to listen, a
 * set is freed after an RCU grace period.
 */
#include <linux/mutex.h>
#include <linux/slab.h>

#include "sock/cong.h"
#include "sock/sock.h"
#include "sock/socknet.h"
#include "sock/tuning.h"

/* Changes of the sets of namespaces */
static DEFINE_MUTEX(tuning_mutex);

static struct tn_tuning *tuning_new(const struct tn_config *cfg)
{
	struct tn_tuning *tuning = kmalloc(sizeof(*tuning), GFP_KERNEL_ACCOUNT);

	if (!tuning)
		return NULL;
	refcount_set(&tuning->ref, 1);
	tuning->cfg = *cfg;
	return tuning;
}

static void tuning_put(struct tn_tuning *tuning)
{
	if (refcount_dec_and_test(&tuning->ref))
		kfree_rcu(tuning, rcu);
}

/* A copy with another value; ERR_PTR() if that is none. */
static struct tn_tuning *tuning_with(const struct tn_tuning *old, const char *name,
				     const char *value)
{
	struct tn_tuning *tuning = tuning_new(&old->cfg);
	int err;

	if (!tuning)
		return ERR_PTR(-ENOMEM);
	err = tn_config_set(&tuning->cfg, name, value);
	if (err) {
		kfree(tuning);
		return ERR_PTR(err);
	}
	return tuning;
}

/**
 * tn_tuning_net_init() - a namespace begins
 * @sn: its state, the lock initialised
 *
 * Return: 0 or -ENOMEM.
 * Context: process.
 */
int tn_tuning_net_init(struct tn_socknet *sn)
{
	sn->tuning = tuning_new(&tn_config_rfc);
	return sn->tuning ? 0 : -ENOMEM;
}

/**
 * tn_tuning_net_exit() - a namespace ends
 * @sn: its state; no socket is left
 *
 * Context: process.
 */
void tn_tuning_net_exit(struct tn_socknet *sn)
{
	tuning_put(sn->tuning);
}

/**
 * tn_tuning_net_get() - a constant that new sockets get
 * @net:   namespace
 * @name:  of a knob
 * @value: TN_CONFIG_TEXT_MAX bytes
 *
 * Return: 0, or -ENOENT if there is no such knob.
 * Context: any but hard interrupts.
 */
int tn_tuning_net_get(struct net *net, const char *name, char *value)
{
	struct tn_socknet *sn = tn_socknet(net);
	int err;

	spin_lock_bh(&sn->lock);
	err = tn_config_get(&sn->tuning->cfg, name, value);
	spin_unlock_bh(&sn->lock);
	return err;
}

/**
 * tn_tuning_net_set() - set a constant for the sockets that come
 * @net:   namespace
 * @name:  of a knob
 * @value: as tn_config_set() takes it
 *
 * Return: 0, -ENOENT, -EINVAL or -ENOMEM.
 * Context: process; sleeps.
 */
int tn_tuning_net_set(struct net *net, const char *name, const char *value)
{
	struct tn_socknet *sn = tn_socknet(net);
	struct tn_tuning *tuning;

	mutex_lock(&tuning_mutex);
	tuning = tuning_with(sn->tuning, name, value);
	if (IS_ERR(tuning)) {
		mutex_unlock(&tuning_mutex);
		return PTR_ERR(tuning);
	}
	spin_lock_bh(&sn->lock);
	tn_cong_net_config(sn, &sn->tuning->cfg, &tuning->cfg);
	swap(sn->tuning, tuning);
	spin_unlock_bh(&sn->lock);
	mutex_unlock(&tuning_mutex);
	tuning_put(tuning);
	return 0;
}

/**
 * tn_tuning_begin() - a socket is born: it obeys what its namespace has now
 * @ts: new socket, not visible to anybody
 *
 * Context: any but hard interrupts.
 */
void tn_tuning_begin(struct tn_sock *ts)
{
	struct tn_socknet *sn = tn_socknet(sock_net(&ts->sk));

	spin_lock_bh(&sn->lock);
	ts->tuning = sn->tuning;
	refcount_inc(&ts->tuning->ref);
	spin_unlock_bh(&sn->lock);
}

/**
 * tn_tuning_inherit() - a child obeys what its listener does
 * @ts:     child, its connection CLOSED
 * @parent: listener
 *
 * Should the listener be just going, and change its mind, it is what the namespace has.
 *
 * Context: any; the child's socket lock held, not the listener's.
 */
void tn_tuning_inherit(struct tn_sock *ts, const struct tn_sock *parent)
{
	struct tn_tuning *tuning, *old = ts->tuning;

	rcu_read_lock();
	tuning = READ_ONCE(parent->tuning);
	if (tuning != old && refcount_inc_not_zero(&tuning->ref)) {
		ts->tuning = tuning;
		tn_tcb_config(&ts->tcb, &tuning->cfg);
		tuning_put(old);
	}
	rcu_read_unlock();
}

/**
 * tn_tuning_end() - a socket has gone
 * @ts: socket, unreachable
 *
 * Context: any.
 */
void tn_tuning_end(struct tn_sock *ts)
{
	tuning_put(ts->tuning);
	ts->tuning = NULL;
}

/**
 * tn_tuning_change() - set a constant for one socket, and for its children
 * @ts:    socket
 * @name:  of a knob
 * @value: as tn_config_set() takes it
 *
 * Return: 0, -EISCONN if its connection has begun, or it listens: half-open connections go by
 * its constants (tcp/synq.h), -ENOENT, -EINVAL or -ENOMEM.
 * Context: process, socket lock held; sleeps.
 */
int tn_tuning_change(struct tn_sock *ts, const char *name, const char *value)
{
	struct tn_tuning *tuning, *old = ts->tuning;

	if (ts->tcb.state != TN_CLOSED)
		return -EISCONN;
	tuning = tuning_with(old, name, value);
	if (IS_ERR(tuning))
		return PTR_ERR(tuning);
	WRITE_ONCE(ts->tuning, tuning);
	tn_tcb_config(&ts->tcb, &tuning->cfg);
	tn_cong_config(ts, &old->cfg, &tuning->cfg);
	tuning_put(old);
	return 0;
}
