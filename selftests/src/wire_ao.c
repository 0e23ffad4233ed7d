// SPDX-License-Identifier: GPL-2.0
/*
 * TCP-AO (RFC 5925, RFC 5926).
 */
#include <netinet/ip_icmp.h>
#include <poll.h>

#include "signed.h"
#include "wire.h"

#define SECRET	"testvector"
#define OTHER	"sixteen bytes it"

static const struct key sha1 = { KEY_SHA1, "10.1.0.1", SECRET, 61, 84, false };
static const struct key cmac = { KEY_CMAC, "10.1.0.1", SECRET, 1, 2, false };
static const struct key cmac16 = { KEY_CMAC, "10.1.0.1", OTHER, 0, 255, false };
static const struct key partial = { KEY_SHA1, "10.1.0.1", SECRET, 5, 5, true };
static const struct key second = { KEY_CMAC, "10.1.0.1", OTHER, 7, 8, false };
static const struct key md5 = { KEY_MD5, "10.1.0.1", SECRET, 0, 0, false };

/* RFC 5926 3.1: SHA-1 is what is chosen by who does not choose */
static void ao_defaults(void)
{
	struct key key = sha1;
	struct packet p;
	struct conn c;

	signed_begin(&c, &sha1);
	key.alg = KEY_DEFAULT;
	c.fd = net_socket();
	if (net_native())
		tap_skip("the native stack wants a name");
	OK(keys_add(c.fd, &key));
	conn_connect(&c);
	signer_hear(&c, SYN, &p);
}

static void ao_sha1(void) { signed_both(&sha1); }
static void ao_cmac(void) { signed_both(&cmac); }
static void ao_cmac_key_of_16(void) { signed_both(&cmac16); }
static void ao_without_options(void) { signed_both(&partial); }

/* RFC 5925 7.5: all SYNs are checked */
static void ao_syn_refused(void)
{
	unsigned long before;
	struct conn c;

	signed_listen(&c, &sha1);
	peer.mute = true;
	before = net_counter("TcpExt", "TCPAORequired");
	signer_say_syn(&c, SYN);
	conn_quiet(&c, QUIET);
	GIVES(before + 1, net_counter("TcpExt", "TCPAORequired"));
	peer.mute = false;
	peer.broken = true;
	before = net_counter("TcpExt", "TCPAOBad");
	signer_say_syn(&c, SYN);
	conn_quiet(&c, QUIET);
	GIVES(before + 1, net_counter("TcpExt", "TCPAOBad"));
	peer.broken = false;
	peer.key = &second;
	before = net_counter("TcpExt", "TCPAOKeyNotFound");
	signer_say_syn(&c, SYN);
	conn_quiet(&c, QUIET);
	GIVES(before + 1, net_counter("TcpExt", "TCPAOKeyNotFound"));
	peer.key = &md5;
	before = net_counter("TcpExt", "TCPAORequired");
	signer_say_syn(&c, SYN);
	conn_quiet(&c, QUIET);
	GIVES(before + 1, net_counter("TcpExt", "TCPAORequired"));
	/* a segment that is no SYN: no connection, no ISNs, no answer */
	peer.key = &sha1;
	signed_dropped(&c, "TCPAOBad", ACK, 0, 0);
}

/* A half-open connection believes what is signed, and nothing else. */
static void ao_half_open(void)
{
	struct packet p;
	struct conn c;

	net_rto(4000);		/* when all that is dropped has been */
	signed_listen(&c, &sha1);
	signer_say_syn(&c, SYN);
	signer_hear(&c, SYN | ACK, &p);
	peer.broken = true;
	signed_dropped(&c, "TCPAOBad", ACK, 0, 0);
	signed_dropped(&c, "TCPAOBad", RST, 0, 0);
	peer.broken = false;
	peer.mute = true;
	signed_dropped(&c, "TCPAORequired", ACK, 0, 0);
	signed_dropped(&c, "TCPAORequired", RST, 0, 0);
	peer.mute = false;
	signer_hear(&c, SYN | ACK, &p);	/* the timer's */
	signer_say(&c, ACK, 0, 0);
	wire_readable(c.listener);
}

/* ISNs and keys must be remembered: no cookie, whatever happens. */
static void ao_no_cookie(void)
{
	unsigned long before = net_counter("TcpExt", "SyncookiesSent");
	struct conn c;

	if (net_native())
		tap_skip("a sysctl of Tandem's");
	net_sysctl("tandem/syncookies", "2");
	signed_passive(&c, &sha1);
	signed_arrives(&c, 10);
	GIVES(before, net_counter("TcpExt", "SyncookiesSent"));
	net_sysctl("tandem/syncookies", "1");
}

/* The stack's SYN is answered without, or with a wrong, signature: it goes on asking. */
static void ao_synack_refused(void)
{
	struct packet p;
	struct conn c;

	signed_begin(&c, &sha1);
	c.fd = net_socket();
	signed_key(c.fd, &sha1);
	conn_connect(&c);
	signer_hear(&c, SYN, &p);
	peer.mute = true;
	signer_say_syn(&c, SYN | ACK);
	signer_say(&c, RST | ACK, 0, 0);
	peer.mute = false;
	peer.broken = true;
	signer_say_syn(&c, SYN | ACK);
	conn_quiet(&c, QUIET);
	conn_in_state(&c, SYN_SENT);
	peer.broken = false;
	signer_say_syn(&c, SYN | ACK);
	signer_hear(&c, ACK, &p);
	conn_in_state(&c, ESTABLISHED);
}

/* RFC 5925 7.5: dropped before any state changes */
static void ao_forged(void)
{
	struct keys_info info;
	struct conn c;

	signed_active(&c, &sha1);
	peer.broken = true;
	signed_dropped(&c, "TCPAOBad", ACK | PSH, 0, 100);
	signed_dropped(&c, "TCPAOBad", RST, 0, 0);
	signed_dropped(&c, "TCPAOBad", SYN, 0, 0);
	peer.broken = false;
	peer.mute = true;
	signed_dropped(&c, "TCPAORequired", ACK | PSH, 0, 100);
	signed_dropped(&c, "TCPAORequired", RST, 0, 0);
	signed_dropped(&c, "TCPAORequired", RST | ACK, 0, 0);
	signed_dropped(&c, "TCPAORequired", SYN, 0, 0);
	peer.mute = false;
	peer.key = &second;
	signed_dropped(&c, "TCPAOKeyNotFound", ACK | PSH, 0, 100);
	peer.key = &sha1;
	conn_in_state(&c, ESTABLISHED);
	signed_arrives(&c, 100);
	if (net_native())
		return;
	keys_info(c.fd, &info);
	GIVES(3, info.bad);
	GIVES(4, info.required);
	GIVES(1, info.key_not_found);
	CHECK(info.good >= 2, "%lu", info.good);
}

/* A MAC of another length, two options, both kinds: not even looked at (RFC 5925 2.2) */
static void ao_malformed(void)
{
	static const struct { const char *bytes; unsigned int len; } cases[] = {
		{ "\35\3\124\1", 4 }, { "\35\2\1\1", 4 },
		{ "\35\4\124\75\35\4\124\75", 8 },
		{ "\35\4\124\75\23\22\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\1", 24 },
		{ "\35\14\124\75\0\0\0\0\0\0\0\0", 12 },
		{ "\35\4\124\75", 4 },
	};
	unsigned long before;
	unsigned int i;
	struct conn c;

	signed_active(&c, &sha1);
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		before = net_native() ? 0 : net_drops();
		conn_send_options(&c, ACK | PSH, 0, "xxxx", 4, cases[i].bytes, cases[i].len);
		conn_quiet(&c, QUIET);
		if (!net_native())
			GIVES(before + 1, net_drops());
	}
	signed_arrives(&c, 100);
}

/* A RST of an earlier connection between the same ends: other ISNs, another key */
static void ao_replayed_reset(void)
{
	struct conn c;

	signed_active(&c, &sha1);
	peer.isn += 77;
	signed_dropped(&c, "TCPAOBad", RST, 0, 0);
	peer.isn -= 77;
	peer.sne = 1;
	signed_dropped(&c, "TCPAOBad", RST, 0, 0);
	peer.sne = 0;
	signed_arrives(&c, 10);
	signer_say(&c, RST, 0, 0);
	conn_in_state(&c, 0);
}

/* Our RST is signed, too */
static void ao_our_reset(void)
{
	struct linger linger = { 1, 0 };
	struct packet p;
	struct conn c;

	signed_active(&c, &sha1);
	OK(setsockopt(c.fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger)));
	close(c.fd);
	signer_hear(&c, RST | ACK, &p);
}

/* RFC 5925 7.3: no key for this peer: accepted, unless the user wants it otherwise */
static void ao_unexpected(void)
{
	struct packet p;
	struct conn c;

	signed_begin(&c, &sha1);
	c.listener = net_listen(PEER_STACK_TEXT, 0, 16);
	conn_listen(&c);
	signer_say_syn(&c, SYN);
	if (net_native())
		tap_skip("the native stack refuses it");
	conn_expect(&c, SYN | ACK, &p, SOON);
	CHECK(signer_find(&p, 29) < 0, "an answer with TCP-AO");
	OK(keys_policy(c.listener, true, false));
	conn_init(&c);
	c.listener = net_listen(PEER_STACK_TEXT, 0, 16);
	OK(keys_policy(c.listener, true, false));
	conn_listen(&c);
	peer.isn = c.seq - 1;
	signer_say_syn(&c, SYN);
	conn_quiet(&c, QUIET);
	peer.mute = true;
	signer_say_syn(&c, SYN);
	conn_quiet(&c, QUIET);
	/* nor does it connect without */
	c.fd = net_socket();
	OK(keys_policy(c.fd, true, false));
	FAILS(EKEYREJECTED, connect(c.fd, (struct sockaddr *)&(struct sockaddr_in){
		.sin_family = AF_INET, .sin_port = htons(9), .sin_addr = { htonl(PEER_ADDR) },
	}, sizeof(struct sockaddr_in)));
}

/* RFC 5925 6.1: the stack follows what the peer asks for, and asks when its user says so */
static void ao_rollover(void)
{
	struct keys_info info;
	struct packet p;
	struct conn c;
	char got[20];

	signed_active(&c, &sha1);
	OK(keys_add(c.fd, &second));
	signed_arrives(&c, 10);
	signed_leaves(&c, 10);
	/* the peer wants the second key; it goes on with the first itself */
	peer.rnext = second.sndid;
	peer.expect = &second;
	signed_arrives(&c, 10);
	/* then it changes over as well */
	peer.key = &second;
	signed_arrives(&c, 10);
	signed_leaves(&c, 3000);
	/* repeated from before: does not turn the key back */
	peer.key = &sha1;
	peer.rnext = sha1.sndid;
	signer_say(&c, ACK | PSH, -10, 10);
	signer_hear(&c, ACK, &p);
	peer.key = &second;
	peer.rnext = second.sndid;
	GIVES(sha1.rcvid, p.opt[signer_find(&p, 29) - 1]);
	OK(keys_use(c.fd, -1, second.rcvid));
	signer_say(&c, ACK | PSH, 0, 10);
	c.seq += 10;
	signer_hear(&c, ACK, &p);
	GIVES(10, recv(c.fd, got, sizeof(got), 0));
	GIVES(second.rcvid, p.opt[signer_find(&p, 29) - 1]);
	/* a KeyID that nobody knows is asked for: nothing changes */
	peer.rnext = 99;
	signed_arrives(&c, 20);
	keys_info(c.fd, &info);
	GIVES(second.sndid, info.current_key);
	GIVES(second.rcvid, info.rnext);
	GIVES(second.rcvid, info.got_keyid);
	GIVES(99, info.got_rnext);
	GIVES(0, info.snd_sne);
	GIVES(0, info.rcv_sne);
	/* the first one is not in use any more */
	FAILS(EBUSY, keys_del(c.fd, &second));
	OK(keys_del(c.fd, &sha1));
	peer.rnext = second.sndid;
	signed_arrives(&c, 10);
	/* by the user alone */
	OK(keys_add(c.fd, &sha1));
	OK(keys_use(c.fd, sha1.sndid, -1));
	peer.expect = &sha1;
	peer.rnext = sha1.sndid;
	signed_leaves(&c, 10);
}

/*
 * The keys have been changed since the connection that is in TIME-WAIT: a SYN of the next one is
 * verified by those of the listener, and what does not pass leaves the TIME-WAIT alone.
 */
static void ao_time_wait_rotated(void)
{
	struct packet p;
	struct conn c;

	signed_passive(&c, &sha1);
	OK(shutdown(c.fd, SHUT_WR));
	signer_hear(&c, ACK | FIN, &p);
	c.ack++;
	signer_say(&c, ACK | FIN, 0, 0);
	c.seq++;
	signer_hear(&c, ACK, &p);
	close(c.fd);
	OK(keys_del(c.listener, &sha1));
	OK(keys_add(c.listener, &second));

	c.seq += 100000;
	peer.isn = c.seq - 1;
	/* the native stack gives the TIME-WAIT up before it looks */
	if (!net_native()) {
		signed_dropped(&c, "TCPAOKeyNotFound", SYN, -1, 0);
		peer.mute = true;
		signed_dropped(&c, "TCPAORequired", SYN, -1, 0);
		peer.mute = false;
		conn_in_state(&c, TIME_WAIT);
	}
	peer.key = &second;
	peer.expect = &second;
	peer.rnext = second.sndid;
	signer_say_syn(&c, SYN);
	signer_hear(&c, SYN | ACK, &p);
	signer_say(&c, ACK, 0, 0);
	wire_readable(c.listener);
	c.fd = OK(accept(c.listener, NULL, NULL));
	signed_arrives(&c, 100);
	signed_leaves(&c, 100);
}

/* RFC 5925 6.2: the peer's numbers wrap; old ones are no good any more */
static void ao_sne(void)
{
	struct keys_info info;
	struct packet p;
	struct conn c;

	signed_begin(&c, &sha1);
	c.listener = net_listen(PEER_STACK_TEXT, 0, 16);
	signed_key(c.listener, &sha1);
	conn_listen(&c);
	c.seq = 0xffffff00;
	peer.isn = c.seq - 1;
	signer_say_syn(&c, SYN);
	signer_hear(&c, SYN | ACK, &p);
	signer_say(&c, ACK, 0, 0);
	wire_readable(c.listener);
	c.fd = OK(accept(c.listener, NULL, NULL));
	signed_arrives(&c, 0xc0);
	signed_arrives(&c, 0x40);		/* up to the last number */
	GIVES(0, c.seq);
	signed_dropped(&c, "TCPAOBad", ACK | PSH, 0, 50);
	peer.sne = 1;
	signed_arrives(&c, 50);
	keys_info(c.fd, &info);
	GIVES(1, info.rcv_sne);
	GIVES(0, info.snd_sne);
	/* from before the wrap, repeated */
	peer.sne = 0;
	signer_say(&c, ACK | PSH, -0x60, 0x10);
	signer_hear(&c, ACK, &p);
	GIVES(c.seq, p.ack);
	peer.sne = 1;
	signed_dropped(&c, "TCPAOBad", ACK | PSH, -0x60, 0x10);
}

/* RFC 5925 7.8 */
static void ao_icmp(void)
{
	unsigned long before = net_counter("TcpExt", "TCPAODroppedIcmps");
	struct packet p;
	struct conn c;
	int i;

	net_rto(4000);
	signed_active(&c, &sha1);
	wire_write(c.fd, 1400);
	signer_hear(&c, ACK, &p);
	GIVES(1400, p.len);
	conn_icmp(&c, ICMP_DEST_UNREACH, ICMP_PROT_UNREACH, 0, c.ack);
	conn_icmp(&c, ICMP_DEST_UNREACH, ICMP_PORT_UNREACH, 0, c.ack);
	conn_icmp(&c, ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED, 700, c.ack);
	peer_settle();
	GIVES(before + 3, net_counter("TcpExt", "TCPAODroppedIcmps"));
	c.ack += 1400;
	signer_say(&c, ACK, 0, 0);
	wire_write(c.fd, 1400);
	signer_hear(&c, ACK, &p);
	GIVES(1400, p.len);
	if (net_native())
		return;
	/* the user believes them: what is not acknowledged in time is sent in smaller pieces */
	OK(keys_policy(c.fd, false, true));
	conn_icmp(&c, ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED, 700, c.ack);
	for (i = 0; i < 3 && p.len >= 700; i++)
		signer_hear(&c, ACK, &p);
	CHECK(p.len < 700, "%u bytes", p.len);
}

/* RFC 5925 7.6: room for all options in a SYN, for one SACK block beside timestamps */
static void ao_layout(void)
{
	struct packet p;
	struct conn c;

	signed_begin(&c, &sha1);
	c.fd = net_socket();
	signed_key(c.fd, &sha1);
	conn_connect(&c);
	signer_hear(&c, SYN, &p);
	CHECK(p.mss == 1460 && p.wscale >= 0 && p.sack_ok && p.has_ts, "mss %d wscale %d %d %d",
	      p.mss, p.wscale, p.sack_ok, p.has_ts);
	GIVES(36, p.opt_len);
	signer_say_syn(&c, SYN | ACK);
	signer_hear(&c, ACK, &p);
	signer_say(&c, ACK, 100, 10);
	signer_hear(&c, ACK, &p);
	GIVES(1, p.n_sack);
	signer_say(&c, ACK, 200, 10);
	signer_hear(&c, ACK, &p);
	GIVES(1, p.n_sack);
	GIVES(c.seq + 200, p.sack[0].from);
	GIVES(40, p.opt_len);
}

/* The peer has lost its memory: its RST cannot be signed, keep-alive finds out (RFC 5925 7.7) */
static void ao_reboot(void)
{
	struct packet p;
	struct conn c;
	int i, error;
	socklen_t len = sizeof(error);

	signed_active(&c, &sha1);
	wire_set(c.fd, SOL_SOCKET, SO_KEEPALIVE, 1);
	wire_set(c.fd, IPPROTO_TCP, 4, 1);	/* TCP_KEEPIDLE */
	wire_set(c.fd, IPPROTO_TCP, 5, 1);	/* TCP_KEEPINTVL */
	wire_set(c.fd, IPPROTO_TCP, 6, 2);	/* TCP_KEEPCNT */
	peer.mute = true;
	for (i = 0; i < 2; i++) {
		signer_hear(&c, ACK, &p);
		signer_say(&c, RST, 0, 0);
		if (i == 0)
			conn_in_state(&c, ESTABLISHED);
	}
	wire_readable(c.fd);
	OK(getsockopt(c.fd, SOL_SOCKET, SO_ERROR, &error, &len));
	GIVES(ETIMEDOUT, error);
}

/* Keys at the socket (RFC 5925 3.1, 7.1) */
static void ao_api(void)
{
	struct key key = sha1;
	bool leaked;
	int fd = net_socket();

	signed_key(fd, &sha1);
	FAILS(EEXIST, keys_add(fd, &sha1));
	key.sndid++;
	FAILS(EEXIST, keys_add(fd, &key));	/* the RecvID is taken */
	key = sha1;
	key.rcvid++;
	FAILS(EEXIST, keys_add(fd, &key));	/* the SendID is */
	key.peer = NULL;
	FAILS(EEXIST, keys_add(fd, &key));	/* for this peer, too */
	OK(keys_add(fd, &second));
	if (!net_native()) {
		GIVES(2, keys_list(fd, &leaked));
		CHECK(!leaked, "the key itself was shown");
		/* MD5 beside it: TCP-AO is preferred (RFC 5925 1) */
		OK(keys_add(fd, &md5));
	}
	FAILS(ENOENT, keys_use(fd, 44, -1));
	OK(keys_use(fd, second.sndid, second.rcvid));
	FAILS(ENOENT, keys_del(fd, &cmac));
	OK(keys_del(fd, &second));
	OK(keys_del(fd, &sha1));
	FAILS(ENOENT, keys_del(fd, &sha1));
	/* what came of an attempt to connect is forgotten */
	OK(keys_add(fd, &sha1));
	if (!net_native())
		FAILS(ENETUNREACH, connect(fd, (struct sockaddr *)&(struct sockaddr_in){
			.sin_family = AF_INET, .sin_port = htons(9),
			.sin_addr = { htonl(0xcb007101) },
		}, sizeof(struct sockaddr_in)));
	key = second;
	key.peer = "10.1.0.77";
	OK(keys_add(fd, &key));
	OK(keys_del(fd, &sha1));
	OK(listen(fd, 1));
}

/* RFC 5925 1: both kinds of key; the user's choice among several */
static void ao_preferred(void)
{
	struct packet p;
	struct conn c;

	signed_begin(&c, &second);
	c.fd = net_socket();
	signed_key(c.fd, &sha1);
	if (net_native())
		tap_skip("the native stack refuses both");
	OK(keys_add(c.fd, &md5));
	OK(keys_add(c.fd, &second));
	OK(keys_use(c.fd, second.sndid, sha1.rcvid));
	conn_connect(&c);
	signer_hear(&c, SYN, &p);
	GIVES(sha1.rcvid, p.opt[signer_find(&p, 29) - 1]);
}

const struct tap_case wire_ao_cases[] = {
	{ "ao_sha1", ao_sha1 },
	{ "ao_cmac", ao_cmac },
	{ "ao_cmac_key_of_16", ao_cmac_key_of_16 },
	{ "ao_without_options", ao_without_options },
	{ "ao_defaults", ao_defaults },
	{ "ao_syn_refused", ao_syn_refused },
	{ "ao_half_open", ao_half_open },
	{ "ao_no_cookie", ao_no_cookie },
	{ "ao_synack_refused", ao_synack_refused },
	{ "ao_forged", ao_forged },
	{ "ao_malformed", ao_malformed },
	{ "ao_replayed_reset", ao_replayed_reset },
	{ "ao_our_reset", ao_our_reset },
	{ "ao_unexpected", ao_unexpected },
	{ "ao_rollover", ao_rollover },
	{ "ao_time_wait_rotated", ao_time_wait_rotated },
	{ "ao_sne", ao_sne },
	{ "ao_icmp", ao_icmp },
	{ "ao_layout", ao_layout },
	{ "ao_reboot", ao_reboot },
	{ "ao_api", ao_api },
	{ "ao_preferred", ao_preferred },
};

const size_t wire_ao_n = ARRAY_SIZE(wire_ao_cases);
