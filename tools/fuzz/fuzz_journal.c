// SPDX-License-Identifier: GPL-2.0
/*
 * Fuzzes the decoder of journals (tcp/journal.c).
 *
 * The input is a record, at the exact end of an allocation, without a checksum that
 * would have to be guessed. What is accepted is written again and must be the same bytes.
 */
#include <string.h>

#include "fuzz.h"
#include "tcp/journal.h"
#include "wire/bytes.h"
#include "wire/csum.h"

static void fuzz_seal(u8 *p, u32 len)
{
	tn_put_be16(p + TN_JOURNAL_AT_LEN, len);
	tn_put_be16(p + TN_JOURNAL_AT_CSUM, 0);
	tn_put_be16(p + TN_JOURNAL_AT_CSUM, ~tn_csum(p, len, 0));
}

static void fuzz_event(const u8 *p, u32 len)
{
	u8 again[TN_JOURNAL_EVENT_MAX];
	struct tn_journal_event ev;

	if (tn_journal_decode(p, len, &ev))
		return;
	fuzz_assert(ev.seg.opt.nsack <= TN_TCPOPT_NSACK_MAX);
	fuzz_assert(ev.seg.opt.wscale <= TN_TCPOPT_WSCALE_MAX);
	fuzz_assert(!ev.name[TANDEM_CC_NAME_MAX - 1]);
	fuzz_assert(tn_journal_encode(again, &ev) == len);
	fuzz_assert(!memcmp(p, again, len));
}

static void fuzz_create(const u8 *p, u32 len)
{
	u8 again[TN_JOURNAL_CREATE_MAX];
	struct tn_journal_digest digest;
	struct tn_journal_create c;
	struct tn_tcb tcb;

	if (tn_journal_decode_create(p, len, &c))
		return;
	fuzz_assert(tn_journal_encode_create(again, &c) == len);
	tn_journal_restore(&c, &tcb, tandem_cc_default, NULL);
	tn_journal_digest(&digest, &tcb);
	fuzz_assert(digest.state == TN_CLOSED);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	u8 *p;

	if (size < TN_JOURNAL_HLEN || size > TN_JOURNAL_CREATE_MAX)
		return 0;
	p = malloc(size);
	fuzz_assert(p);
	memcpy(p, data, size);
	/* As it came, it is refused or it is whole. */
	fuzz_assert(tn_journal_length(p, size) <= (int)size);
	fuzz_seal(p, size);
	fuzz_assert(tn_journal_length(p, size) == (int)size);
	if (p[TN_JOURNAL_AT_TYPE] == TN_JOURNAL_CREATE)
		fuzz_create(p, size);
	else
		fuzz_event(p, size);
	free(p);
	return 0;
}
