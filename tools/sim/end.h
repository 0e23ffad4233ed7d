/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One end of a connection: the core, and the shell around it. See end.c.
 */
#ifndef SIM_END_H
#define SIM_END_H

#include "packet.h"
#include "tcp/tcb.h"
#include "tcp/timewait.h"

/**
 * struct payload - what the shell keeps of a received segment
 * @rcvd:   the core's handle, which it may narrow
 * @offset: position of the byte at @seq in the stream
 * @seq:    sequence number of the first byte that arrived
 * @end:    behind the last
 */
struct payload {
	struct tn_rcvd rcvd;
	u64 offset;
	u32 seq;
	u32 end;
};

/**
 * struct end - one end of a connection
 * @tcb:       the connection
 * @tw:        what is left of it in TIME-WAIT
 * @conn:      whose end it is
 * @which:     0 opens, 1 listens
 * @listening: LISTEN: a SYN turns it into its own child
 * @in_tw:     @tw is in use
 * @gone:      CLOSED was reached, or TIME-WAIT is over
 * @connected: the handshake is complete
 * @eof:       the peer's FIN was delivered
 * @shut:      the application has said that it sends no more
 * @closed:    the application is gone
 * @poked:     the application should look at its socket
 * @err:       errno that the application was told
 * @written:   stream bytes that the application wrote
 * @released:  of these, acknowledged and dropped from the send store
 * @sndbuf:    bytes that the application may write ahead
 * @got:       stream bytes delivered in order
 * @read:      of these, read by the application
 * @adv:       rcv.adv after the last event
 * @known:     @adv means something
 * @shown:     @edge does
 * @edge:      rightmost window edge that any segment showed the peer
 * @last_ack:  ACK number of the last segment that left
 * @last_wnd:  its window field
 * @timer_at:  time of the EV_TIMER that counts
 * @retry_at:  when to ask again after TN_SEND_MEMORY
 * @wake_at:   time of the EV_APP that counts
 * @gro_at:    time of the EV_GRO that counts
 * @gro:       data packets that receive offload holds, merged
 * @echo:      when the packet left that the next ACK answers
 * @ran:       deadlines were run in this event, so none may be left at this time
 * @nodes:     sent-range nodes lent to the core
 * @payloads:  payload handles lent to the core
 * @unwalked:  events since the scoreboard was walked (check.c)
 */
struct end {
	struct tn_tcb tcb;
	struct tn_timewait tw;
	struct conn *conn;
	u8 which;
	bool listening;
	bool in_tw;
	bool gone;
	bool connected;
	bool eof;
	bool shut;
	bool closed;
	bool poked;
	bool ran;
	bool known;
	bool shown;
	int err;
	u64 written;
	u64 released;
	u64 sndbuf;
	u64 got;
	u64 read;
	u32 adv;
	u32 edge;
	u32 last_ack;
	u32 last_wnd;
	tn_time_t timer_at;
	tn_time_t retry_at;
	tn_time_t wake_at;
	tn_time_t gro_at;
	struct packet *gro;
	tn_time_t echo;
	u32 nodes;
	u32 payloads;
	u32 unwalked;
};

void end_init(struct end *end, struct conn *conn, unsigned int which);
void end_listen(struct end *end);
void end_connect(struct end *end);
void end_write(struct end *end, u32 bytes);
void end_read(struct end *end, u32 bytes);
void end_shutdown(struct end *end);
void end_close(struct end *end);
void end_abort(struct end *end);
void end_rcvbuf(struct end *end, u32 bytes);
void end_switch(struct end *end, const struct tandem_cc_ops *cc);
void end_wake(struct end *end, tn_time_t at);
void end_arrive(struct end *end, struct packet *packet);
void end_timer(struct end *end);
void end_settle(struct end *end);
u64 end_offset(const struct end *end, u32 seq);
void end_emit(struct end *end, const struct tn_out *out);

void gro_arrive(struct end *end, struct packet *packet);
void gro_flush(struct end *end);

#endif
