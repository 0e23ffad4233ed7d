/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Segments as they are written in scripts. See segment.c for the notations.
 */
#ifndef TN_KUNIT_HARNESS_SEGMENT_H
#define TN_KUNIT_HARNESS_SEGMENT_H

#include "harness/text.h"
#include "tcp/seg.h"

/**
 * struct tn_field - a number of a written segment
 * @set: it was written, and not as '*'
 * @n:   the number
 */
struct tn_field {
	bool set;
	u32 n;
};

/* In tn_pattern.any: values of options that were written as '*'; PSH that was written as 'p' */
#define TN_ANY_MSS	0x01
#define TN_ANY_WSCALE	0x02
#define TN_ANY_TSVAL	0x04
#define TN_ANY_TSECR	0x08
#define TN_ANY_PSH	0x10
#define TN_ANY_COOKIE	0x20

/**
 * struct tn_pattern - a written segment
 * @flags:   TN_TCP_*
 * @any:     TN_ANY_*
 * @options: options were written, perhaps none
 * @seq:     as written, relative if the script is
 * @len:     payload bytes
 * @ack:     as written, relative if the script is
 * @wnd:     window field
 * @urg:     urgent pointer
 * @ecn:     ECN field of the IPv4 header
 * @opt:     the options; SACK blocks as written
 * @badsum:  its checksum is wrong
 * @nraw:    bytes in @raw
 * @raw:     options byte by byte, instead of @opt
 */
struct tn_pattern {
	u16 flags;
	u8 any;
	bool options;
	struct tn_field seq;
	struct tn_field len;
	struct tn_field ack;
	struct tn_field wnd;
	struct tn_field urg;
	struct tn_field ecn;
	struct tn_tcpopt opt;
	bool badsum;
	u8 nraw;
	u8 raw[TN_TCPOPT_MAX];
};

/**
 * struct tn_origin - where the sequence numbers of a script begin
 * @ours:   our ISS, or 0 when numbers are absolute
 * @theirs: the peer's ISS, or 0
 */
struct tn_origin {
	u32 ours;
	u32 theirs;
};

const char *tn_segment_parse(struct tn_line *line, struct tn_pattern *p);
bool tn_segment_matches(const struct tn_pattern *p, const struct tn_origin *from,
			const struct tn_out *out);
void tn_segment_print(struct tn_text *text, const struct tn_origin *from,
		      const struct tn_out *out);

#endif /* TN_KUNIT_HARNESS_SEGMENT_H */
