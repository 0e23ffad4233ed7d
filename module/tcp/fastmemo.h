/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_FASTMEMO_H
#define TN_TCP_FASTMEMO_H

#include "base/time.h"
#include "wire/tcpopt.h"

/**
 * struct tn_fastmemo - what a client remembers of a server, or of one of its ports
 * @until:  no Fast Open before this time
 * @mss:    the server's MSS, 0: not known
 * @fails:  how often in a row it has gone wrong
 * @cookie: the newest cookie
 */
struct tn_fastmemo {
	tn_time_t until;
	u16 mss;
	u8 fails;
	struct tn_cookie cookie;
};

bool tn_fastmemo_is_off(const struct tn_fastmemo *memo, tn_time_t now);
void tn_fastmemo_bad(struct tn_fastmemo *memo, tn_time_t now);
void tn_fastmemo_good(struct tn_fastmemo *memo);

#endif
