/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A packet: one TCP segment on its way, and what the network did to it.
 */
#ifndef SIM_PACKET_H
#define SIM_PACKET_H

#include "tcp/seg.h"

struct conn;

/**
 * struct packet - a segment on the wire
 * @next:    in a queue
 * @conn:    the connection it belongs to; the packet counts in conn->refs
 * @out:     the segment
 * @offset:  position of its first payload byte in the stream of its sender: the "content", since
 *           the payload is a function of its offset
 * @sent:    when it left its host
 * @echo:    when the packet left that it answers; 0 if it answers none
 * @queued:  when it entered the queue that it is in
 * @size:    bytes of the IPv4 packet
 * @nsegs:   wire segments that receive offload has merged in it
 * @from:    end that sent it, 0 or 1
 * @hop:     link of the path that it is on
 * @ect:     it is ECN-capable
 * @ce:      congestion was marked
 * @update:  a pure ACK that says nothing but that the window is larger than before
 * @corrupt: a bit has flipped: the receiver's checksum will tell
 */
struct packet {
	struct packet *next;
	struct conn *conn;
	struct tn_out out;
	u64 offset;
	tn_time_t sent;
	tn_time_t echo;
	tn_time_t queued;
	u32 size;
	u16 nsegs;
	u8 from;
	u8 hop;
	bool ect;
	bool ce;
	bool update;
	bool corrupt;
};

#endif
