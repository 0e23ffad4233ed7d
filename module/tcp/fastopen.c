// SPDX-License-Identifier: GPL-2.0
/*
 * TCP Fast Open (RFC 7413): data with the SYN, for a client that has been there before.
 *
 *	client						server
 *	SYN, "cookie?" -------------------------------> is that a MAC of the client's address
 *	  <------------------------ SYN-ACK, cookie	under our key? tn_fastopen_judge()
 *	...
 *	SYN, cookie, text ----------------------------> yes: tn_fastopen_child(); the user may
 *	  <---------- SYN-ACK of the text, and an answer	accept, read and write at once
 *	ACK ------------------------------------------> ESTABLISHED
 *
 * It is always a bet, and what it rests on is the ordinary handshake. The client's text stays in
 * the send store, as though it had not left: snd.nxt does not count it. What the SYN-ACK does not
 * acknowledge of it was never sent, and leaves with the ACK (4.2.2). A SYN that is sent again has
 * neither option nor text; nor has a SYN-ACK that is sent again the option. If the SYNs cross, the
 * peer's text is refused, by a SYN-ACK of the SYN alone, and so may ours be.
 *
 * The server's child is in SYN-RECEIVED when its user gets it. What he writes leaves up to the
 * initial window (4.2.2 Server), but not a FIN (fsm.c), and nothing any more once the SYN-ACK had
 * to be sent again: then the client has not seen it, and would drop the rest.
 *
 * What the client learns, a cookie or that something on the path does not like this, is told by
 * TN_V_LESSON, for the shell to remember (tcp/fastmemo.c).
 *
 * A signed connection (TCP-AO, MD5) has no Fast Open: RFC 7413 does not say how, and there is no
 * room in the SYN.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "tcp/acceptable.h"
#include "tcp/fastopen.h"
#include "tcp/rcvwnd.h"
#include "tcp/timeout.h"

/* RFC 7413 4.2.2: the MSS of a server that we do not remember */
#define TN_FASTOPEN_MSS		536

/* So many timeouts in a row after the handshake mean that somebody does not like it */
#define TN_FASTOPEN_TIMEOUTS	3

/**
 * tn_fastopen_ask() - an active open shall be a fast one
 * @tcb: connection in SYN-SENT, its SYN has not left
 * @ask: how
 *
 * Context: any. Source: RFC 7413 4.2.1, 4.2.2.
 */
void tn_fastopen_ask(struct tn_tcb *tcb, const struct tn_fastopen_ask *ask)
{
	if (tcb->auth)
		return;
	tcb->fo.asked = true;
	tcb->fo.bare = ask->bare;
	tcb->fo.mss = ask->mss;
	tcb->fo.cookie = ask->cookie;
	tcb->fo.wait = ask->wait;
	tcb->fo.fail = ask->bare || ask->cookie.len ? TN_FASTOPEN_FAIL_NONE :
						      TN_FASTOPEN_FAIL_COOKIE;
	if (ask->wait)
		tcb->pending &= ~TN_PEND_SYN;
}

/**
 * tn_fastopen_room() - how much text the SYN could take along
 * @tcb: connection in SYN-SENT, its SYN has not left
 *
 * Options are taken to fill the header, so that a cookie makes no difference.
 *
 * Context: any. Source: RFC 7413 4.2.2 Client: only with a cookie, and at most the MSS
 * that is remembered, or 536.
 * Return: bytes.
 */
u32 tn_fastopen_room(const struct tn_tcb *tcb)
{
	u32 mss = tcb->fo.mss ? tcb->fo.mss : TN_FASTOPEN_MSS;

	if (!tcb->fo.asked || (!tcb->fo.bare && !tcb->fo.cookie.len))
		return 0;
	mss = min_t(u32, mss, tcb->snd.path_mss);
	return mss > TN_TCPOPT_MAX ? mss - TN_TCPOPT_MAX : 0;
}

/**
 * tn_fastopen_begin() - the SYN need not wait any longer
 * @tcb: connection whose SYN waits
 * @now: current time: the connection begins here
 *
 * Context: any.
 */
void tn_fastopen_begin(struct tn_tcb *tcb, tn_time_t now)
{
	tcb->fo.wait = false;
	tcb->opened = now;
	tcb->pending |= TN_PEND_SYN;
}

/* Option and text of a SYN that leaves for the first time */
static void tn_fastopen_syn(struct tn_tcb *tcb, struct tn_out *out)
{
	if (!tcb->fo.bare) {
		out->opt.has |= TN_OPT_FASTOPEN;
		out->opt.cookie = tcb->fo.cookie;
	}
	/* Beside a user timeout there is no room for the longest cookies */
	if (tn_tcpopt_len(&out->opt) > TN_TCPOPT_MAX) {
		out->opt.has &= ~TN_OPT_FASTOPEN;
		tcb->fo.asked = false;
	}
	tcb->fo.bytes = min(tn_fastopen_room(tcb), tn_tcb_unsent(tcb));
	out->len = tcb->fo.bytes;
	out->mss = max_t(u32, out->mss, out->len);
}

/**
 * tn_fastopen_out() - a SYN or SYN-ACK leaves: what Fast Open adds to it
 * @tcb: connection in SYN-SENT or SYN-RECEIVED
 * @now: current time
 * @out: the segment, complete else
 *
 * Context: any. Source: RFC 7413 4.2.1, 4.2.2: nothing when it is sent again.
 */
void tn_fastopen_out(struct tn_tcb *tcb, tn_time_t now, struct tn_out *out)
{
	bool again = tcb->snd.last_sent;

	if (tcb->fo.child)
		tcb->fo.at = now;
	if (again)
		return;
	if (tcb->passive && tcb->fo.cookie.len) {
		out->opt.has |= TN_OPT_FASTOPEN;
		out->opt.cookie = tcb->fo.cookie;
	} else if (tcb->fo.asked) {
		tn_fastopen_syn(tcb, out);
	}
}

/**
 * tn_fastopen_acks_syn() - does this acknowledge our SYN, and nothing that was not sent?
 * @tcb: connection in SYN-SENT or SYN-RECEIVED
 * @ack: SEG.ACK
 *
 * Context: any. Source: RFC 9293 3.10.7.3, 3.10.7.4; RFC 7413 4.2.2.
 * Return: true if it does.
 */
bool tn_fastopen_acks_syn(const struct tn_tcb *tcb, u32 ack)
{
	return tn_seq_gt(ack, tcb->snd.iss) && tn_seq_le(ack, tcb->snd.nxt + tcb->fo.bytes);
}

static void tn_fastopen_learn(struct tn_tcb *tcb, enum tn_fastopen_lesson lesson,
			      struct tn_verdict *v)
{
	tcb->fo.lesson = lesson;
	v->bits |= TN_V_LESSON;
}

/**
 * tn_fastopen_answered() - our SYN was acknowledged; and the text in it?
 * @tcb:    connection in SYN-SENT, or in SYN-RECEIVED after the SYNs have crossed
 * @seg:    segment that acknowledges it
 * @resent: the SYN has left more than once
 * @v:      verdict of the event
 *
 * Context: any. Source: RFC 7413 4.1.3.1, 4.2.2 Client.
 */
void tn_fastopen_answered(struct tn_tcb *tcb, const struct tn_seg *seg, bool resent,
			  struct tn_verdict *v)
{
	u32 sent = tcb->fo.bytes, taken = seg->ack - tcb->snd.una;
	bool cookie = seg->flags & TN_TCP_SYN && seg->opt.has & TN_OPT_FASTOPEN &&
		      seg->opt.cookie.len;

	if (!tcb->fo.asked)
		return;
	tcb->fo.bytes = taken;
	tcb->fo.taken = taken;
	if (taken < sent)
		tcb->fo.fail = resent ? TN_FASTOPEN_FAIL_RESENT : TN_FASTOPEN_FAIL_TEXT;
	if (taken) {
		tcb->snd.una = seg->ack;
		tcb->snd.nxt = seg->ack;
		tcb->info.bytes_acked += taken;
		v->bits |= TN_V_ACKED;
		tn_count(tcb->stats, TN_MIB_TCP_FAST_OPEN_ACTIVE);
	} else if (sent) {
		tn_count(tcb->stats, TN_MIB_TCP_FAST_OPEN_ACTIVE_FAIL);
	}

	if (cookie) {
		tcb->fo.cookie = seg->opt.cookie;
		tn_fastopen_learn(tcb, TN_FASTOPEN_COOKIE, v);
	} else if (taken) {
		tn_fastopen_learn(tcb, TN_FASTOPEN_GOOD, v);
	} else if (sent || resent) {
		tn_fastopen_learn(tcb, TN_FASTOPEN_BAD, v);
	}
}

/**
 * tn_fastopen_failed() - a connection fails; was it for want of an answer to a fast SYN?
 * @tcb: connection
 * @err: errno; a server that refuses has answered
 * @v:   verdict of the event
 *
 * Context: any. Source: RFC 7413 4.1.3.1.
 */
void tn_fastopen_failed(struct tn_tcb *tcb, int err, struct tn_verdict *v)
{
	if (tcb->state == TN_SYN_SENT && tcb->fo.asked && !tcb->fo.wait && err != ECONNREFUSED) {
		tn_count(tcb->stats, TN_MIB_TCP_FAST_OPEN_ACTIVE_FAIL);
		tn_fastopen_learn(tcb, TN_FASTOPEN_BAD, v);
	}
}

/**
 * tn_fastopen_silence() - the retransmission timer has fired on an established connection
 * @tcb: connection; rec.tries counts it
 * @v:   verdict of the event
 *
 * There are middleboxes that let the handshake pass and drop all that follows.
 *
 * Context: any. Source: RFC 7413 4.1.3.1, 7.1.
 */
void tn_fastopen_silence(struct tn_tcb *tcb, struct tn_verdict *v)
{
	if (!tcb->fo.asked || tcb->rec.tries != TN_FASTOPEN_TIMEOUTS ||
	    tcb->info.bytes_acked != tcb->fo.bytes)
		return;
	tn_count(tcb->stats, TN_MIB_TCP_FAST_OPEN_BLACKHOLE);
	tn_fastopen_learn(tcb, TN_FASTOPEN_BAD, v);
}

static bool tn_fastopen_same(const struct tn_cookie *a, const struct tn_cookie *b)
{
	return a->len && a->len == b->len && !memcmp(a->byte, b->byte, a->len);
}

/**
 * tn_fastopen_judge() - what a listener that has Fast Open makes of a SYN
 * @door:  how it takes them
 * @now:   current time
 * @syn:   segment that tn_listen_arrive() wanted a connection for
 * @offer: set to the cookie that the SYN-ACK shall have, of no length for none
 *
 * Context: any. Source: RFC 7413 4.1.2, 4.2.1, 4.2.2 Server, 5.1.
 * Return: true: accept it now, it counts as pending; false: as any other SYN.
 */
bool tn_fastopen_judge(const struct tn_fastopen_door *door, tn_time_t now,
		       const struct tn_seg *syn, struct tn_cookie *offer)
{
	const struct tn_cookie *theirs = &syn->opt.cookie;
	bool option = syn->opt.has & TN_OPT_FASTOPEN, known, old;

	offer->len = 0;
	if (syn->opt.has & TN_OPT_AUTH || (!option && !(door->bare && syn->len)))
		return false;
	if (option && !theirs->len)
		tn_count(door->stats, TN_MIB_TCP_FAST_OPEN_COOKIE_REQD);
	known = option && tn_fastopen_same(theirs, &door->cookie);
	old = option && !known && tn_fastopen_same(theirs, &door->old);
	if (!known)
		*offer = door->cookie;
	if (!door->bare && !known && !old) {
		if (theirs->len)
			tn_count(door->stats, TN_MIB_TCP_FAST_OPEN_PASSIVE_FAIL);
		return false;
	}
	/* 4.2.2: one too many is as though there were no Fast Open */
	if (!tn_fastqueue_enter(door->queue, now)) {
		tn_count(door->stats, TN_MIB_TCP_FAST_OPEN_LISTEN_OVERFLOW);
		offer->len = 0;
		return false;
	}
	if (door->bare)
		offer->len = 0;
	if (old)
		tn_count(door->stats, TN_MIB_TCP_FAST_OPEN_PASSIVE_ALT_KEY);
	return true;
}

/**
 * tn_fastopen_child() - a connection that is accepted with its SYN
 * @child: connection that tn_listen_spawn() has just made; its SYN, which may have text, is
 *         yet to be given to tn_arrive()
 * @offer: cookie for the SYN-ACK, of no length for none
 *
 * Context: any. Source: RFC 7413 4.2.2 Server.
 */
void tn_fastopen_child(struct tn_tcb *child, const struct tn_cookie *offer)
{
	child->fo.child = true;
	child->fo.fresh = true;
	child->fo.cookie = *offer;
	child->cc.out.cwnd = tn_tcb_iw(child);
	tn_tcb_cc_set(child, child->cc.ops);
	tn_rcvwnd_select_syn(child);
}

/**
 * tn_fastopen_text() - the SYN arrives at the child that was made for it
 * @tcb: connection in SYN-RECEIVED
 * @syn: the SYN; its payload handle is taken over
 * @v:   verdict of the event: the text, and that the user may have the connection
 *
 * Context: any. Source: RFC 7413 4.2.2 Server.
 */
void tn_fastopen_text(struct tn_tcb *tcb, const struct tn_seg *syn, struct tn_verdict *v)
{
	struct tn_seg text = *syn;

	tcb->fo.fresh = false;
	text.seq++;
	tn_acceptable_trim(tcb, &text, v);
	if (text.len) {
		tcb->fo.taken = true;
		tcb->rcv.nxt += text.len;
		tcb->info.bytes_received += text.len;
		tn_verdict_deliver(v, text.rcvd);
	} else {
		tn_verdict_discard(v, text.rcvd);
	}
	tn_count(tcb->stats, TN_MIB_TCP_FAST_OPEN_PASSIVE);
	v->bits |= TN_V_READY | TN_V_SEND;
}
