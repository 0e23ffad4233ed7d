/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How scripts about losses begin.
 */
#ifndef TN_KUNIT_TCP_OPEN_H
#define TN_KUNIT_TCP_OPEN_H

/*
 * OPEN() - open since 0.1, with a round trip of 100 ms, segments of 1000 bytes and a window of ten
 * @options: of the peer's SYN, behind its MSS
 */
#define OPEN(options)							\
	"connect\n"							\
	"skip\n"							\
	"at 0.1 in S. 0:0(0) ack 1 win 65535 <mss 1000" options ">\n"	\
	"skip\n"							\
	"set cwnd 10000\n"

#endif /* TN_KUNIT_TCP_OPEN_H */
