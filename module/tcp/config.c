// SPDX-License-Identifier: GPL-2.0
/*
 * The constants that the RFCs give.
 *
 * DEVIATION: MSL is 30 s, not the 2 minutes of RFC 9293 3.4.2, as everywhere
 * since BSD: a TIME-WAIT of 4 minutes serves nobody on today's paths.
 */
#include "tcp/config.h"

#define TN_MS	TN_NSEC_PER_MSEC
#define TN_SEC	TN_NSEC_PER_SEC

const struct tn_config tn_config_rfc = {
	.rto_init	= 1 * TN_SEC,		/* RFC 6298 2.1 */
	.rto_init_syn	= 3 * TN_SEC,		/* RFC 6298 5.7 */
	.rto_min	= 1 * TN_SEC,		/* RFC 6298 2.4 */
	.rto_max	= 60 * TN_SEC,		/* RFC 6298 2.5 */
	.r2		= 600 * TN_SEC,		/* RFC 9293 SHLD-11: >= 100 s */
	.r2_syn		= 180 * TN_SEC,		/* RFC 9293 MUST-23 */
	.r2_synack	= 60 * TN_SEC,
	.persist_max	= 60 * TN_SEC,
	.delack		= 40 * TN_MS,		/* RFC 9293 MUST-40: < 0.5 s */
	.override	= 200 * TN_MS,		/* RFC 9293 3.8.6.2.1 */
	.msl		= 30 * TN_SEC,
	.fin_wait_2	= 60 * TN_SEC,
	.challenge	= 500 * TN_MS,
	.keep_idle	= 7200 * TN_SEC,	/* RFC 9293 MUST-28 */
	.keep_intvl	= 75 * TN_SEC,
	.keep_cnt	= 9,
	.iw_segs	= 10,			/* RFC 6928 2 */
	.dup_thresh	= 3,			/* RFC 5681 3.2 */
	.quick_acks	= 8,
};
