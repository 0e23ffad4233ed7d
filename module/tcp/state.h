/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The states of a connection, the sets of them that rules speak of, its timers,
 * and the small things that it may have pending.
 */
#ifndef TN_TCP_STATE_H
#define TN_TCP_STATE_H

/**
 * enum tn_state - the connection states of RFC 9293 3.3.2
 *
 * @TN_ESTABLISHED:  data flows both ways
 * @TN_SYN_SENT:     our SYN has left
 * @TN_SYN_RECEIVED: both SYNs are known, ours is not acknowledged
 * @TN_FIN_WAIT_1:   our FIN is on its way
 * @TN_FIN_WAIT_2:   our FIN is acknowledged, the peer may still send
 * @TN_TIME_WAIT:    both FINs are acknowledged, old duplicates may come
 * @TN_CLOSED:       no connection
 * @TN_CLOSE_WAIT:   the peer has closed, the user has not
 * @TN_LAST_ACK:     both have closed, ours is not acknowledged
 * @TN_LISTEN:       waiting for a SYN
 * @TN_CLOSING:      both FINs have crossed
 *
 * The numbers are the ones that Linux shows in TCP_INFO and in /proc/net/tcp.
 */
enum tn_state {
	TN_ESTABLISHED = 1,
	TN_SYN_SENT,
	TN_SYN_RECEIVED,
	TN_FIN_WAIT_1,
	TN_FIN_WAIT_2,
	TN_TIME_WAIT,
	TN_CLOSED,
	TN_CLOSE_WAIT,
	TN_LAST_ACK,
	TN_LISTEN,
	TN_CLOSING,
};

/** TN_STATE_IN() - bit of a state, for sets of states */
#define TN_STATE_IN(state)	(1u << (state))

/** TN_STATES_SYNCHRONIZED - RFC 9293 3.5.3: both ISNs are known and agreed */
#define TN_STATES_SYNCHRONIZED                                             \
	(TN_STATE_IN(TN_ESTABLISHED) | TN_STATE_IN(TN_FIN_WAIT_1) |        \
	 TN_STATE_IN(TN_FIN_WAIT_2) | TN_STATE_IN(TN_CLOSE_WAIT) |         \
	 TN_STATE_IN(TN_CLOSING) | TN_STATE_IN(TN_LAST_ACK) |              \
	 TN_STATE_IN(TN_TIME_WAIT))

/** TN_STATES_RECEIVE - states in which segment text is taken (3.10.7.4) */
#define TN_STATES_RECEIVE                                                  \
	(TN_STATE_IN(TN_ESTABLISHED) | TN_STATE_IN(TN_FIN_WAIT_1) |        \
	 TN_STATE_IN(TN_FIN_WAIT_2))

/** TN_STATES_SEND - states in which data or the FIN may leave */
#define TN_STATES_SEND                                                     \
	(TN_STATE_IN(TN_ESTABLISHED) | TN_STATE_IN(TN_CLOSE_WAIT) |        \
	 TN_STATE_IN(TN_FIN_WAIT_1) | TN_STATE_IN(TN_CLOSING) |            \
	 TN_STATE_IN(TN_LAST_ACK))

/**
 * enum tn_deadline - the timers of a connection
 * @TN_DL_REORDER:    reordering has had its time (RFC 8985 6.2 step 5); the first one: a tick
 *                    is too coarse for it and the last
 * @TN_DL_PTO:        tail loss probe; comes before @TN_DL_RTO, which it moves
 * @TN_DL_RTO:        retransmission, of data, FIN, SYN and SYN-ACK
 * @TN_DL_PERSIST:    zero window probe
 * @TN_DL_DELACK:     delayed ACK
 * @TN_DL_SEND:       override of the sender's silly window rule, and the
 *                    ceiling of TCP_CORK
 * @TN_DL_KEEPALIVE:  keep-alive
 * @TN_DL_FIN_WAIT_2: the peer of a closed connection never closes
 * @TN_DL_USER:       user timeout
 * @TN_DL_PACE:       departure of the next segment
 * @TN_DL_COUNT:      number of them
 */
enum tn_deadline {
	TN_DL_REORDER,
	TN_DL_PTO,
	TN_DL_RTO,
	TN_DL_PERSIST,
	TN_DL_DELACK,
	TN_DL_SEND,
	TN_DL_KEEPALIVE,
	TN_DL_FIN_WAIT_2,
	TN_DL_USER,
	TN_DL_PACE,
	TN_DL_COUNT,
};

/**
 * enum tn_pending - small things that wait for tn_send_next()
 * @TN_PEND_SYN:   the SYN, or in SYN-RECEIVED the SYN-ACK
 * @TN_PEND_ACK:   an acknowledgment, alone if no data takes it along
 * @TN_PEND_PROBE: a zero window probe
 * @TN_PEND_KEEP:  a keep-alive probe
 * @TN_PEND_SMALL: less than a full segment may go although Nagle, the silly
 *                 window rule or a cork would hold it (override timeout)
 * @TN_PEND_TLP:   a tail loss probe
 */
enum tn_pending {
	TN_PEND_SYN	= 1 << 0,
	TN_PEND_ACK	= 1 << 1,
	TN_PEND_PROBE	= 1 << 2,
	TN_PEND_KEEP	= 1 << 3,
	TN_PEND_SMALL	= 1 << 4,
	TN_PEND_TLP	= 1 << 5,
};

#endif
