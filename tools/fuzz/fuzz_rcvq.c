// SPDX-License-Identifier: GPL-2.0
/*
 * Fuzzes the reassembly queue: pieces of a stream in any order, overlapping as they like.
 *
 * The stream is SPAN bytes from a number near the wrap; each byte is a function of its offset, and
 * a piece carries the bytes that belong there. Four bytes of input are a piece (where, how long).
 * At the end one piece fills every gap. Each byte must have been delivered once, in order, and
 * right; each handle given back once; the queue is sound after every step.
 */
#include <string.h>

#include <linux/errno.h>

#include "fuzz.h"
#include "harness/invariant.h"
#include "tcp/rcvq.h"

#define SPAN	2048u
#define BASE	(0u - SPAN / 2)	/* of the stream: it wraps in its middle */
#define PIECES	512

/*
 * struct piece - a payload and its bytes, as an skb would hold them
 * @rcvd:  the handle; may be narrowed
 * @seq:   where the bytes began
 * @bytes: a copy, of exactly its size
 */
struct piece {
	struct tn_rcvd rcvd;
	u32 seq;
	u8 *bytes;
};

static u8 byte_at(u32 seq)
{
	u32 offset = seq - BASE;

	return offset * 37 ^ offset >> 8;
}

static struct tn_rcvd *piece_new(u32 seq, u32 len)
{
	struct piece *piece = malloc(sizeof(*piece));
	u32 i;

	fuzz_assert(piece);
	piece->bytes = malloc(len);
	fuzz_assert(piece->bytes);
	for (i = 0; i < len; i++)
		piece->bytes[i] = byte_at(seq + i);
	piece->seq = seq;
	piece->rcvd.seq = seq;
	piece->rcvd.end = seq + len;
	return &piece->rcvd;
}

/* A second time is a use after free, which ASan sees */
static void piece_free(struct tn_rcvd *rcvd)
{
	struct piece *piece = container_of(rcvd, struct piece, rcvd);

	free(piece->bytes);
	free(piece);
}

static u32 delivered(struct tn_verdict *v, u32 expect)
{
	struct tn_rcvd *rcvd, *next;
	u32 seq;

	for (rcvd = v->deliver; rcvd; rcvd = next) {
		struct piece *piece = container_of(rcvd, struct piece, rcvd);

		next = rcvd->next;
		fuzz_assert(rcvd->seq == expect && rcvd->end != rcvd->seq);
		for (seq = rcvd->seq; seq != rcvd->end; seq++)
			fuzz_assert(piece->bytes[seq - piece->seq] == byte_at(seq));
		expect = rcvd->end;
		piece_free(rcvd);
	}
	for (rcvd = v->discard; rcvd; rcvd = next) {
		next = rcvd->next;
		piece_free(rcvd);
	}
	return expect;
}

/* What tn_acceptable_trim() and tn_arrive_text() do with a segment */
static u32 arrive(struct tn_tcb *tcb, u32 seq, u32 len, u32 expect)
{
	struct tn_verdict v = {};
	struct tn_rcvd *rcvd;

	if (tn_seq_le(seq + len, tcb->rcv.nxt))
		return expect;
	rcvd = piece_new(seq, len);
	rcvd->seq = tn_seq_max(rcvd->seq, tcb->rcv.nxt);
	if (rcvd->seq != tcb->rcv.nxt) {
		tn_rcvq_insert(tcb, rcvd, &v);
	} else {
		tcb->rcv.nxt = rcvd->end;
		tn_verdict_deliver(&v, rcvd);
		tn_rcvq_drain(tcb, &v);
	}
	return delivered(&v, expect);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct fuzz_input in = { data, size };
	struct tn_verdict v = {};
	struct tn_tcb tcb;
	unsigned int n = 0;
	const char *broken;
	u32 expect = BASE;

	tn_tcb_init(&tcb, &tn_config_rfc, NULL, 1);
	tcb.rcv.nxt = BASE;
	while (in.left && n++ < PIECES) {
		u32 at = fuzz_u16(&in) % SPAN, len = 1 + fuzz_u16(&in) % (SPAN - at);

		expect = arrive(&tcb, BASE + at, len, expect);
		fuzz_assert(expect == tcb.rcv.nxt);
		broken = tn_invariant_broken(&tcb, 1);
		if (broken)
			fuzz_fail("%s", broken);
	}
	/* Half of the inputs end with a connection that is given up */
	if (size & 1)
		tn_rcvq_purge(&tcb, &v);
	else
		expect = arrive(&tcb, BASE, SPAN, expect);
	delivered(&v, expect);
	fuzz_assert(!tn_invariant_held(&tcb) && !tcb.rcvq.bytes && !tcb.rcvq.nsack);
	fuzz_assert(size & 1 || expect == BASE + SPAN);
	return 0;
}
