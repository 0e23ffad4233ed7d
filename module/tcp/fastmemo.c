// SPDX-License-Identifier: GPL-2.0
/*
 * What a client remembers of Fast Open with a server (RFC 7413 4.1.3).
 *
 * The cookie and the MSS belong to a pair of addresses: all ports of a server know the same cookie.
 * What went wrong belongs to one of its ports as well (4.1.3.1): it may be a matter of the service,
 * or of a middlebox that looks at ports. Then there is no Fast Open, not even the request for a
 * cookie, for a minute; after each further failure for twice as long, up to about an hour; until it
 * works again.
 *
 * Where memos are kept is the shell's business (sock/hostcache.c).
 */
#include <linux/kernel.h>

#include "tcp/fastmemo.h"

/* After the first failure; and how often that is doubled at most */
#define TN_FASTMEMO_PAUSE	tn_sec(60)
#define TN_FASTMEMO_DOUBLE_MAX	6

/**
 * tn_fastmemo_is_off() - is Fast Open not to be tried now?
 * @memo: of the server's port
 * @now:  current time
 *
 * Context: any. Source: RFC 7413 4.1.3.1.
 * Return: true if it is not.
 */
bool tn_fastmemo_is_off(const struct tn_fastmemo *memo, tn_time_t now)
{
	return memo->fails && now < memo->until;
}

/**
 * tn_fastmemo_bad() - it went wrong: the SYN, or what it carried, got lost
 * @memo: of the server's port
 * @now:  current time
 *
 * Context: any. Source: RFC 7413 4.1.3.1.
 */
void tn_fastmemo_bad(struct tn_fastmemo *memo, tn_time_t now)
{
	memo->until = now + (TN_FASTMEMO_PAUSE << min_t(u8, memo->fails, TN_FASTMEMO_DOUBLE_MAX));
	if (memo->fails < U8_MAX)
		memo->fails++;
}

/**
 * tn_fastmemo_good() - it works
 * @memo: of the server's port
 *
 * Context: any.
 */
void tn_fastmemo_good(struct tn_fastmemo *memo)
{
	memo->fails = 0;
}
