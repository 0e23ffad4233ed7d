/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_SENTQ_H
#define TN_TCP_SENTQ_H

#include <linux/list.h>
#include <linux/types.h>

#include "base/time.h"
#include "tcp/cause.h"
#include "tcp/tcb.h"

/** TN_SENTQ_SPARE_FEW - nodes that an event without SACK blocks may need */
#define TN_SENTQ_SPARE_FEW	2

/** TN_SENTQ_SPARE_LOW - nodes that any event may need: each block cuts two ranges */
#define TN_SENTQ_SPARE_LOW	8

/** TN_SENTQ_SPARE_HIGH - the shell takes nodes above this number back */
#define TN_SENTQ_SPARE_HIGH	64

/**
 * enum tn_sent_flag - what became of a range
 * @TN_SENT_SACKED: the peer has it (it may still renege)
 * @TN_SENT_LOST:   it is taken for lost
 * @TN_SENT_RETX:   it was sent again after it was lost, and is in the network
 * @TN_SENT_EVER:   it was sent more than once: no RTT sample from it (Karn)
 */
enum tn_sent_flag {
	TN_SENT_SACKED	= 1 << 0,
	TN_SENT_LOST	= 1 << 1,
	TN_SENT_RETX	= 1 << 2,
	TN_SENT_EVER	= 1 << 3,
};

/**
 * struct tn_sent - a range of sequence space that was sent at one time
 * @link:  in sentq.sent, by sequence number, or in sentq.spare
 * @turn:  in sentq.flying, by time, or in sentq.losses, by sequence number; in
 *         neither while it is TN_SENT_SACKED
 * @at:    when it left last
 * @seq:   first sequence number
 * @end:   sequence number behind it (counts the FIN)
 * @segs:  with TN_SENT_SACKED: reports that it is made of, one for a segment
 * @flags: TN_SENT_*
 * @cause: why it is, or was, to be sent again, enum tn_cause
 * @rate:  for its delivery rate
 */
struct tn_sent {
	struct list_head link;
	struct list_head turn;
	tn_time_t at;
	u32 seq;
	u32 end;
	u32 segs;
	u8 flags;
	u8 cause;
	struct tn_rate_stamp rate;
};

/**
 * struct tn_newest - of some ranges that arrived, the one that was sent last
 * @at:  when; 0: there is none
 * @end: sequence number behind it
 */
struct tn_newest {
	tn_time_t at;
	u32 end;
};

/**
 * struct tn_acked - what an ACK told to have arrived, and was not known
 * @once:    of what was sent only once
 * @again:   of what was sent more than once; if there is any, the ACK was caused by
 *           its arrival, and @once tells nothing of the round trip time
 * @newest:  of all
 * @rate:    what that range remembers
 * @bytes:   how much
 * @low:     least sequence number of what was sent once; with @once.at
 * @fack:    to be set before: number behind all that had arrived
 * @late:    something that was sent once came after what was sent behind it
 */
struct tn_acked {
	struct tn_newest once;
	struct tn_newest again;
	struct tn_newest newest;
	struct tn_rate_stamp rate;
	u32 bytes;
	u32 low;
	u32 fack;
	bool late;
};

void tn_sentq_init(struct tn_sentq *q);
void tn_sentq_give(struct tn_sentq *q, struct tn_sent *sent);
struct tn_sent *tn_sentq_take(struct tn_sentq *q);
bool tn_sentq_append(struct tn_tcb *tcb, u32 seq, u32 end, tn_time_t now);
void tn_sentq_ack(struct tn_tcb *tcb, u32 una, struct tn_acked *acked);
bool tn_sentq_sack(struct tn_tcb *tcb, u32 start, u32 end,
		   struct tn_acked *acked);
void tn_sentq_lose(struct tn_tcb *tcb, struct tn_sent *sent, tn_time_t now, enum tn_cause cause);
void tn_sentq_lose_all(struct tn_tcb *tcb, bool sacked_too, tn_time_t now, enum tn_cause cause);
void tn_sentq_found(struct tn_sentq *q);
void tn_sentq_again(struct tn_tcb *tcb, struct tn_sent *sent, tn_time_t now);
void tn_sentq_resent(struct tn_tcb *tcb, struct tn_sent *sent, tn_time_t now);
struct tn_sent *tn_sentq_split(struct tn_sentq *q, struct tn_sent *sent, u32 at);
struct tn_sent *tn_sentq_head(struct tn_sentq *q);
struct tn_sent *tn_sentq_last(struct tn_sentq *q);
struct tn_sent *tn_sentq_first_lost(struct tn_sentq *q);
void tn_sentq_join(struct tn_sentq *q, struct tn_sent *sent, u32 want);
void tn_sentq_purge(struct tn_sentq *q);

#endif
