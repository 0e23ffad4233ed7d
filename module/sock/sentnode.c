// SPDX-License-Identifier: GPL-2.0
/*
 * Memory for the nodes of tcp/sentq.c, from a slab of its own.
 *
 * The machine takes nodes from a spare list and puts them back there when their
 * range is acknowledged. The shell keeps the list between two marks: below the
 * lower one it adds nodes before the machine is entered, above the upper one it takes
 * some away, so that a connection which once had a large window does not keep that
 * memory for good. An allocation that fails is not an error: the machine
 * does with what it has.
 */
#include <linux/slab.h>

#include "sock/sentnode.h"
#include "tcp/sentq.h"
#include "tcp/tcb.h"

static struct kmem_cache *tn_sentnode_cache;

/**
 * tn_sentnode_fill() - bring the spare list between its marks
 * @tcb: the connection
 * @low: the lower one: TN_SENTQ_SPARE_FEW, or _LOW before SACK blocks
 *
 * Context: any, socket lock held.
 */
void tn_sentnode_fill(struct tn_tcb *tcb, u32 low)
{
	while (tcb->sentq.nspare < low) {
		struct tn_sent *sent = kmem_cache_alloc(tn_sentnode_cache,
							GFP_ATOMIC | __GFP_NOWARN);

		if (!sent)
			return;
		tn_sentq_give(&tcb->sentq, sent);
	}
	while (tcb->sentq.nspare > TN_SENTQ_SPARE_HIGH)
		kmem_cache_free(tn_sentnode_cache, tn_sentq_take(&tcb->sentq));
}

/**
 * tn_sentnode_purge() - free all nodes, spare and used
 * @tcb: a connection that will not send any more
 *
 * Context: any, socket lock held or the socket unreachable.
 */
void tn_sentnode_purge(struct tn_tcb *tcb)
{
	struct tn_sent *sent;

	tn_sentq_purge(&tcb->sentq);
	while ((sent = tn_sentq_take(&tcb->sentq)))
		kmem_cache_free(tn_sentnode_cache, sent);
}

/**
 * tn_sentnode_init() - make the slab
 *
 * Return: 0 or -ENOMEM.
 * Context: process, module load.
 */
int tn_sentnode_init(void)
{
	tn_sentnode_cache = KMEM_CACHE(tn_sent, 0);
	return tn_sentnode_cache ? 0 : -ENOMEM;
}

/**
 * tn_sentnode_exit() - destroy the slab, after the last socket is gone
 *
 * Context: process, module unload.
 */
void tn_sentnode_exit(void)
{
	kmem_cache_destroy(tn_sentnode_cache);
}
