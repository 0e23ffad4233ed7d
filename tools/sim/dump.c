// SPDX-License-Identifier: GPL-2.0
/*
 * A control block as text, for whoever looks into a failure. Sequence numbers are relative.
 */
#include "check.h"
#include "tcp/deadline.h"
#include "tcp/sentq.h"

static const char *const dump_states[] = {
	[TN_ESTABLISHED] = "ESTABLISHED", [TN_SYN_SENT] = "SYN-SENT",
	[TN_SYN_RECEIVED] = "SYN-RECEIVED", [TN_FIN_WAIT_1] = "FIN-WAIT-1",
	[TN_FIN_WAIT_2] = "FIN-WAIT-2", [TN_TIME_WAIT] = "TIME-WAIT", [TN_CLOSED] = "CLOSED",
	[TN_CLOSE_WAIT] = "CLOSE-WAIT", [TN_LAST_ACK] = "LAST-ACK", [TN_LISTEN] = "LISTEN",
	[TN_CLOSING] = "CLOSING",
};

static const char *const dump_deadlines[TN_DL_COUNT] = {
	[TN_DL_RTO] = "rto", [TN_DL_PERSIST] = "persist", [TN_DL_DELACK] = "delack",
	[TN_DL_SEND] = "send", [TN_DL_KEEPALIVE] = "keepalive", [TN_DL_FIN_WAIT_2] = "fin-wait-2",
	[TN_DL_USER] = "user", [TN_DL_PACE] = "pace",
};

static double dump_time(tn_time_t at)
{
	return ((double)at - (double)SIM_EPOCH) / 1e9;
}

static void dump_sender(FILE *file, const struct tn_tcb *tcb)
{
	u32 iss = tcb->snd.iss;
	struct tn_sent *sent;

	fprintf(file, "  snd: una %u nxt %u end %u wnd %u max_wnd %u mss %u iss %#x\n",
		tcb->snd.una - iss, tcb->snd.nxt - iss, tcb->snd.end - iss, tcb->snd.wnd,
		tcb->snd.max_wnd, tcb->snd.mss, iss);
	fprintf(file, "  cc: %s cwnd %u ssthresh %u\n", tcb->cc.ops->name, tcb->cc.out.cwnd,
		tcb->cc.out.ssthresh);
	fprintf(file, "  recovery: mode %u force %d dupacks %u point %u\n", tcb->rec.mode,
		tcb->rec.force, tcb->rec.dupacks, tcb->rec.point - iss);
	fprintf(file, "  rtt: srtt %llu rttvar %llu rto %llu backoff %u (ns)\n",
		(unsigned long long)tcb->rtt.srtt, (unsigned long long)tcb->rtt.rttvar,
		(unsigned long long)tcb->rtt.rto, tcb->rtt.backoff);
	fprintf(file, "  sentq: pipe %u sacked %u lost %u high_sacked %u spare %u\n",
		tcb->sentq.pipe, tcb->sentq.sacked, tcb->sentq.lost,
		tcb->sentq.high_sacked - iss, tcb->sentq.nspare);
	list_for_each_entry(sent, &tcb->sentq.sent, link)
		fprintf(file, "    [%u, %u) at %.9f%s%s%s%s\n", sent->seq - iss, sent->end - iss,
			dump_time(sent->at), sent->flags & TN_SENT_SACKED ? " sacked" : "",
			sent->flags & TN_SENT_LOST ? " lost" : "",
			sent->flags & TN_SENT_RETX ? " retx" : "",
			sent->flags & TN_SENT_EVER ? " ever" : "");
}

static void dump_receiver(FILE *file, const struct tn_tcb *tcb)
{
	u32 irs = tcb->rcv.irs;
	struct rb_node *node;
	unsigned int i;

	fprintf(file, "  rcv: nxt %u user %u adv %u buf %u fin %s%s\n", tcb->rcv.nxt - irs,
		tcb->rcv.user - irs, tcb->rcv.adv - irs, tcb->rcv.buf,
		tcb->rcvq.fin_seen ? "seen" : "none", tcb->fin_rcvd ? ", in order" : "");
	for (i = 0; i < tcb->rcvq.nsack; i++)
		fprintf(file, "    sack [%u, %u)\n", tcb->rcvq.sack[i].start - irs,
			tcb->rcvq.sack[i].end - irs);
	for (node = rb_first(&tcb->rcvq.root); node; node = rb_next(node)) {
		struct tn_rcvd *rcvd = rb_entry(node, struct tn_rcvd, node);

		fprintf(file, "    [%u, %u)\n", rcvd->seq - irs, rcvd->end - irs);
	}
}

/* Everything about one end. */
void dump_end(FILE *file, const struct end *end)
{
	const struct tn_tcb *tcb = &end->tcb;
	unsigned int i;

	fprintf(file, "flow %u connection %llu end %u: %s%s%s\n", end->conn->flow->id,
		(unsigned long long)end->conn->id, end->which, dump_states[tcb->state],
		end->gone ? " (gone)" : "", end->in_tw ? " (tw)" : "");
	fprintf(file, "  err %d pending %#x shut %d detached %d\n", end->err, tcb->pending,
		tcb->shut_wr, tcb->detached);
	fprintf(file, "  stream: written %llu released %llu got %llu read %llu eof %d nodes %u\n",
		(unsigned long long)end->written, (unsigned long long)end->released,
		(unsigned long long)end->got, (unsigned long long)end->read, end->eof, end->nodes);
	if (end->in_tw || end->gone)
		return;
	dump_sender(file, tcb);
	dump_receiver(file, tcb);
	for (i = 0; i < TN_DL_COUNT; i++)
		if (tn_deadline_armed(tcb, i))
			fprintf(file, "  deadline %s at %.9f\n", dump_deadlines[i],
				dump_time(tcb->deadline[i]));
}
