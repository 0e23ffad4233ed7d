/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Parts of the control block that belong to one algorithm each, for tcp/tcb.h.
 */
#ifndef TN_TCP_PARTS_H
#define TN_TCP_PARTS_H

#include <linux/types.h>

#include "base/time.h"
#include "wire/tcpopt.h"

/**
 * struct tn_urgent - urgent data (tcp/urgent.c, RFC 6093)
 * @snd_up:    SND.UP: number of the octet behind our urgent data
 * @rcv_up:    RCV.UP: the same of the peer's
 * @sending:   @snd_up is not acknowledged
 * @receiving: @rcv_up is beyond what the user has read
 */
struct tn_urgent {
	u32 snd_up;
	u32 rcv_up;
	bool sending;
	bool receiving;
};

/**
 * enum tn_ecn_mode - how marks are told of
 * @TN_ECN_OFF:     not at all
 * @TN_ECN_CLASSIC: RFC 3168: ECE, until CWR
 * @TN_ECN_ACCURATE: RFC 9768: they are counted
 */
enum tn_ecn_mode {
	TN_ECN_OFF,
	TN_ECN_CLASSIC,
	TN_ECN_ACCURATE,
};

/**
 * struct tn_ecn_deal - what a handshake says of ECN (tcp/ecn.c)
 * @mode:  what both ends have settled on, enum tn_ecn_mode
 * @field: ECN field of the peer's last SYN
 * @quiet: that one asked for nothing: RFC 3168 wants a SYN-ACK that agrees to nothing
 * @plain: there was a SYN, or SYN-ACK, without a word of it: what we send is not ECN-capable
 * @offered: a SYN-ACK has left
 */
struct tn_ecn_deal {
	u8 mode;
	u8 field;
	bool quiet;
	bool plain;
	bool offered;
};

/**
 * struct tn_accecn - accurate ECN feedback (tcp/accecn.c, RFC 9768 3.2)
 * @r_cep:    receiver: packets that were marked; ACE is its low bits
 * @told_cep: it, as our last ACK had it
 * @r_bytes:  receiver: payload bytes by ECN field, but for Not-ECT
 * @s_cep:    sender: what the peer has told of its r_cep
 * @s_bytes:  sender: and of its r_bytes
 * @per_ack:  sender: packets that an ACK is for, on average; sixteenths
 * @watch:    with @watched: sequence number behind the first data that had the option
 * @last:     receiver: ECN field of the last packet
 * @moved:    receiver: bits, by ECN field, of @r_bytes that have changed at all
 * @fresh:    receiver: since the last option
 * @shake:    the next pure ACK tells how the SYN-ACK arrived
 * @bare:     a pure ACK without SACK blocks is to leave before anything else
 * @offer:    the next segment has the option, whatever has changed
 * @offer_data: the first data has
 * @watched:  it had
 * @mute:     we send no options: they get lost
 * @options:  the peer's options arrive
 * @ignore:   but something on the way writes zeros into them
 * @deaf:     the peer's feedback means nothing
 * @counted:  that of the segment at hand has been read
 */
struct tn_accecn {
	u32 r_cep;
	u32 told_cep;
	u32 r_bytes[4];
	u32 s_cep;
	u32 s_bytes[4];
	u32 per_ack;
	u32 watch;
	u8 last;
	u8 moved;
	u8 fresh;
	bool shake;
	bool bare;
	bool offer;
	bool offer_data;
	bool watched;
	bool mute;
	bool options;
	bool ignore;
	bool deaf;
	bool counted;
};

/**
 * struct tn_ecn - explicit congestion notification (tcp/ecn.c, RFC 3168)
 * @deal:    the handshake
 * @asked:   what our last SYN has asked for, enum tn_ecn_mode
 * @sent:    ECN field of our SYN, or SYN-ACK
 * @ect:     what we send may be ECN-capable
 * @seen:    the peer has sent something ECN-capable
 * @echo:    receiver: ACKs have ECE
 * @cwr:     sender: CWR goes with the next new data
 * @reduced: the window was made smaller; for marks not again until @point is passed
 * @marked:  that was because of a mark, and the controller was told
 * @hold:    nothing leaves until the retransmission timer has fired
 * @early:   our SYN, or SYN-ACK, was marked
 * @point:   snd.nxt when the window was made smaller
 * @ce_bytes: bytes of ours that were acknowledged as marked
 * @acc:     with TN_ECN_ACCURATE
 */
struct tn_ecn {
	struct tn_ecn_deal deal;
	u8 asked;
	u8 sent;
	bool ect;
	bool seen;
	bool echo;
	bool cwr;
	bool reduced;
	bool marked;
	bool hold;
	bool early;
	u32 point;
	u64 ce_bytes;
	struct tn_accecn acc;
};

/**
 * struct tn_advice - what ICMP errors say, and what they are weighed against
 *                    (tcp/advice.c, RFC 5927); sizes are bytes of IPv4 packets
 * @sent_max:  largest that was sent
 * @acked_max: largest that is known to have arrived
 * @probe:     the one that would raise @acked_max; 0: none
 * @claim:     MTU that waits for a timeout; 0: none
 * @probe_end: sequence number behind @probe
 * @claim_seq: sequence number of the segment that @claim is about
 */
struct tn_advice {
	u16 sent_max;
	u16 acked_max;
	u16 probe;
	u16 claim;
	u32 probe_end;
	u32 claim_seq;
};

/**
 * enum tn_fastopen_lesson - what there is to be remembered of Fast Open with a server
 * @TN_FASTOPEN_COOKIE: it has given a cookie, and an MSS
 * @TN_FASTOPEN_GOOD:   it has taken the text
 * @TN_FASTOPEN_BAD:    it has not, or has not answered: leave it alone for a while
 */
enum tn_fastopen_lesson {
	TN_FASTOPEN_COOKIE,
	TN_FASTOPEN_GOOD,
	TN_FASTOPEN_BAD,
};

/**
 * struct tn_fastopen - TCP Fast Open (tcp/fastopen.c, RFC 7413)
 * @asked:  the first SYN has the option, or is @bare
 * @bare:   it may have text without a cookie
 * @wait:   it waits for the user's first bytes
 * @child:  a listener's: it was accepted with its SYN
 * @fresh:  that SYN, with its text, is yet to arrive
 * @taken:  text of the SYN was taken before the handshake was complete
 * @reset:  the peer has reset it before that
 * @lesson: enum tn_fastopen_lesson, with TN_V_LESSON
 * @fail:   enum tn_fastopen_fail (tcp/fastopen.h), for the user to know
 * @mss:    the server's MSS as it was the last time, 0: not known
 * @bytes:  text that left with our SYN; of which, when that is known, so much was taken
 * @at:     when the SYN-ACK of a @child left last
 * @cookie: the one that we have; what we have got; of a @child the one that it gives
 */
struct tn_fastopen {
	bool asked;
	bool bare;
	bool wait;
	bool child;
	bool fresh;
	bool taken;
	bool reset;
	u8 lesson;
	u8 fail;
	u16 mss;
	u32 bytes;
	tn_time_t at;
	struct tn_cookie cookie;
};

#endif
