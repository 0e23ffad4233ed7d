// SPDX-License-Identifier: GPL-2.0
/*
 * The digest of a connection, as the journal has it behind each event: in the clear what a reader
 * wants to see, and a hash of nearly all the rest. Two runs of the machine that agree in it went
 * the same way. What steers the connection belongs in here; what is only counted for people may.
 */
#include <linux/kernel.h>

#include "tcp/journal.h"

/* FNV-1a, by words */
static u32 tn_digest_add(u32 hash, u64 v)
{
	hash = (hash ^ (u32)v) * 16777619;
	return (hash ^ (u32)(v >> 32)) * 16777619;
}

static u32 tn_digest_cwv(u32 h, const struct tn_cwv *cwv)
{
	h = tn_digest_add(h, cwv->since);
	h = tn_digest_add(h, cwv->turned);
	h = tn_digest_add(h, (u64)cwv->most[0] << 32 | cwv->most[1]);
	h = tn_digest_add(h, (u64)cwv->mark << 32 | cwv->acked);
	h = tn_digest_add(h, (u64)cwv->used << 32 | cwv->flight);
	h = tn_digest_add(h, (u64)cwv->retrans << 2 | cwv->known << 1 | cwv->small);
	return tn_digest_add(h, cwv->begun);
}

static u32 tn_digest_send(u32 h, const struct tn_tcb *tcb)
{
	unsigned int i;

	h = tn_digest_add(h, (u64)tcb->snd.wl1 << 32 | tcb->snd.wl2);
	h = tn_digest_add(h, (u64)tcb->snd.max_wnd << 32 | tcb->snd.gso_max);
	h = tn_digest_add(h, (u64)tcb->snd.small << 32 | tcb->snd.mss);
	h = tn_digest_add(h, tcb->snd.last_sent);
	h = tn_digest_cwv(h, &tcb->cwv);
	h = tn_digest_add(h, tcb->sentq.sacked);
	h = tn_digest_add(h, tcb->rate.delivered);
	h = tn_digest_add(h, tcb->rate.lost);
	h = tn_digest_add(h, tcb->rate.app_limited);
	h = tn_digest_add(h, tcb->cc.out.pacing_rate);
	h = tn_digest_add(h, tcb->pace.next);
	h = tn_digest_add(h, tcb->rtt.srtt);
	h = tn_digest_add(h, tcb->rtt.rttvar);
	h = tn_digest_add(h, tcb->rtt.min);
	h = tn_digest_add(h, tcb->rtt.at);
	h = tn_digest_add(h, tcb->rtt.late);
	h = tn_digest_add(h, (u64)tcb->rec.point << 32 | tcb->rec.dupacks);
	h = tn_digest_add(h, (u64)tcb->rec.extra << 1 | tcb->rec.force);
	h = tn_digest_add(h, tcb->rec.first_sent);
	h = tn_digest_add(h, (u64)tcb->rec.tries << 8 | tcb->rec.refused);
	for (i = 0; i < DIV_ROUND_UP(tcb->cc.ops->priv_size, 8); i++)
		h = tn_digest_add(h, tcb->cc.priv[i]);
	return h;
}

static u32 tn_digest_accecn(u32 h, const struct tn_accecn *acc)
{
	u32 flags = acc->shake | acc->bare << 1 | acc->offer << 2 | acc->offer_data << 3 |
		    acc->watched << 4 | acc->mute << 5 | acc->options << 6 | acc->ignore << 7 |
		    acc->deaf << 8 | acc->counted << 9;
	unsigned int i;

	h = tn_digest_add(h, (u64)acc->r_cep << 32 | acc->told_cep);
	h = tn_digest_add(h, (u64)acc->s_cep << 32 | acc->per_ack);
	for (i = 0; i < ARRAY_SIZE(acc->r_bytes); i++)
		h = tn_digest_add(h, (u64)acc->r_bytes[i] << 32 | acc->s_bytes[i]);
	h = tn_digest_add(h, (u64)acc->watch << 32 | flags);
	return tn_digest_add(h, acc->last << 16 | acc->moved << 8 | acc->fresh);
}

static u32 tn_digest_ecn(u32 h, const struct tn_ecn *ecn)
{
	u32 flags = ecn->deal.quiet | ecn->deal.plain << 1 | ecn->ect << 2 | ecn->seen << 3 |
		    ecn->echo << 4 | ecn->cwr << 5 | ecn->reduced << 6 | ecn->marked << 7 |
		    ecn->hold << 8 | ecn->early << 9 | ecn->deal.offered << 10;

	h = tn_digest_add(h, (u64)ecn->point << 32 | flags << 16 | ecn->asked << 8 |
			       ecn->deal.mode << 4 | ecn->deal.field << 2 | ecn->sent);
	h = tn_digest_add(h, ecn->ce_bytes);
	return tn_digest_accecn(h, &ecn->acc);
}

static u32 tn_digest_loss(u32 h, const struct tn_tcb *tcb)
{
	u32 flags = tcb->rack.in_round | tcb->rack.reordered << 1 | tcb->tlp.out << 2 |
		    tcb->tlp.retx << 3 | tcb->tlp.blind << 4 | tcb->prr.on << 5 |
		    tcb->undo.on << 6 | tcb->undo.sent << 7 | tcb->frto.step << 8 |
		    tcb->undo.told << 10 |
		    tcb->rack.mult << 16 | tcb->rack.persist << 24;

	h = tn_digest_add(h, flags);
	h = tn_digest_add(h, tcb->rack.at);
	h = tn_digest_add(h, tcb->rack.rtt);
	h = tn_digest_add(h, (u64)tcb->rack.end << 32 | tcb->rack.round);
	h = tn_digest_add(h, (u64)tcb->tlp.end << 32 | tcb->frto.end);
	h = tn_digest_add(h, (u64)tcb->prr.delivered << 32 | tcb->prr.out);
	h = tn_digest_add(h, (u64)tcb->prr.flight << 32 | tcb->undo.bytes);
	h = tn_digest_add(h, (u64)tcb->undo.cwnd << 32 | tcb->undo.ssthresh);
	h = tn_digest_add(h, (u64)tcb->undo.high << 32 | tcb->undo.tsval);
	return tn_digest_add(h, (u64)tcb->sentq.nsacked << 32 | tcb->undo.una);
}

static u32 tn_digest_receive(u32 h, const struct tn_tcb *tcb)
{
	h = tn_digest_add(h, (u64)tcb->rcv.user << 32 | tcb->rcv.buf);
	h = tn_digest_add(h, (u64)tcb->tune.most << 32 | tcb->tune.space);
	h = tn_digest_add(h, tcb->tune.rtt);
	h = tn_digest_add(h, (u64)tcb->rcvq.bytes << 32 | tcb->rcvq.nsack);
	h = tn_digest_add(h, (u64)tcb->rcvq.twice.start << 32 | tcb->rcvq.twice.end);
	h = tn_digest_add(h, (u64)tcb->acks.unacked << 32 | tcb->acks.rmss);
	h = tn_digest_add(h, tcb->acks.challenge_at);
	h = tn_digest_add(h, tcb->acks.quick | tcb->acks.hold << 8 | tcb->rcv.wscale << 16);
	h = tn_digest_add(h, (u64)tcb->ts.recent << 32 | tcb->ts.last_ack_sent);
	return tn_digest_add(h, tcb->ts.recent_at);
}

static u32 tn_digest_fastopen(u32 h, const struct tn_fastopen *fo)
{
	u32 flags = fo->asked | fo->bare << 1 | fo->wait << 2 | fo->child << 3 | fo->fresh << 4 |
		    fo->taken << 5 | fo->reset << 6 | fo->lesson << 8 | fo->fail << 16;
	unsigned int i;

	h = tn_digest_add(h, (u64)flags << 32 | fo->mss);
	h = tn_digest_add(h, (u64)fo->bytes << 32 | fo->cookie.len);
	for (i = 0; i < fo->cookie.len; i++)
		h = tn_digest_add(h, fo->cookie.byte[i]);
	return tn_digest_add(h, fo->at);
}

static u32 tn_digest_rest(const struct tn_tcb *tcb)
{
	u32 flags = tcb->passive | tcb->detached << 1 | tcb->shut_wr << 2 |
		    tcb->fin_rcvd << 3 | tcb->nodelay << 4 | tcb->cork << 5 |
		    tcb->more << 6 | tcb->sack_ok << 7 | tcb->ts.ok << 8 |
		    tcb->persist.on << 9 | tcb->keep.on << 10 |
		    tcb->urg.sending << 11 | tcb->urg.receiving << 12;
	unsigned int i;
	u32 h;

	h = tn_digest_add(2166136261u, flags);
	h = tn_digest_send(h, tcb);
	h = tn_digest_loss(h, tcb);
	h = tn_digest_receive(h, tcb);
	h = tn_digest_ecn(h, &tcb->ecn);
	h = tn_digest_add(h, (u64)tcb->urg.snd_up << 32 | tcb->urg.rcv_up);
	h = tn_digest_add(h, (u64)tcb->advice.sent_max << 32 | tcb->advice.acked_max);
	h = tn_digest_add(h, (u64)tcb->advice.claim << 32 | tcb->advice.claim_seq);
	for (i = 0; i < TN_DL_COUNT; i++)
		h = tn_digest_add(h, tcb->deadline[i]);
	h = tn_digest_add(h, tcb->persist.answered);
	h = tn_digest_add(h, tcb->keep.idle);
	h = tn_digest_add(h, tcb->keep.intvl);
	h = tn_digest_add(h, tcb->keep.heard);
	h = tn_digest_add(h, tcb->uto.timeout);
	h = tn_digest_add(h, tcb->uto.user);
	h = tn_digest_add(h, (u64)tcb->uto.adv << 32 | tcb->uto.remote << 1 | tcb->uto.send);
	h = tn_digest_add(h, tcb->fin_wait);
	h = tn_digest_fastopen(h, &tcb->fo);
	h = tn_digest_add(h, (u64)tcb->keep.cnt << 8 | tcb->keep.probes);
	h = tn_digest_add(h, tcb->info.bytes_acked);
	h = tn_digest_add(h, tcb->info.bytes_received);
	h = tn_digest_add(h, (u64)tcb->info.segs_out << 32 | tcb->info.segs_in);
	return tn_digest_add(h, tcb->info.retrans);
}

/**
 * tn_journal_digest() - a connection in short
 * @d:   filled in
 * @tcb: connection
 *
 * Context: any.
 */
void tn_journal_digest(struct tn_journal_digest *d, const struct tn_tcb *tcb)
{
	d->state = tcb->state;
	d->pending = tcb->pending;
	d->mode = tcb->rec.mode;
	d->backoff = tcb->rtt.backoff;
	d->cause = tcb->rec.cause;
	d->begun = tcb->rec.begun;
	d->una = tcb->snd.una;
	d->nxt = tcb->snd.nxt;
	d->end = tcb->snd.end;
	d->wnd = tcb->snd.wnd;
	d->rcv_nxt = tcb->rcv.nxt;
	d->rcv_adv = tcb->rcv.adv;
	d->cwnd = tcb->cc.out.cwnd;
	d->ssthresh = tcb->cc.out.ssthresh;
	d->pipe = tcb->sentq.pipe;
	d->lost = tcb->sentq.lost;
	d->rto_us = (u32)tn_time_to_us(tcb->rtt.rto);
	d->hash = tn_digest_rest(tcb);
}
