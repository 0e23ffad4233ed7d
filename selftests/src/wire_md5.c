// SPDX-License-Identifier: GPL-2.0
/*
 * MD5 signatures (RFC 2385).
 */
#include "signed.h"
#include "wire.h"

static const struct key md5 = { KEY_MD5, "10.1.0.1", "testvector", 0, 0, false };
static const struct key md5_new = { KEY_MD5, "10.1.0.1", "another one", 0, 0, false };
static const struct key sha1 = { KEY_SHA1, "10.1.0.1", "testvector", 61, 84, false };

static void md5_open(void)
{
	signed_both(&md5);
}

/* RFC 2385 2.0 */
static void md5_forged(void)
{
	unsigned long before;
	struct packet p;
	struct conn c;

	signed_active(&c, &md5);
	peer.broken = true;
	signed_dropped(&c, "TCPMD5Failure", ACK | PSH, 0, 100);
	signed_dropped(&c, "TCPMD5Failure", RST, 0, 0);
	peer.broken = false;
	peer.mute = true;
	signed_dropped(&c, "TCPMD5NotFound", ACK | PSH, 0, 100);
	signed_dropped(&c, "TCPMD5NotFound", RST, 0, 0);
	peer.mute = false;
	signed_arrives(&c, 100);

	signed_listen(&c, &md5);
	peer.mute = true;
	before = net_counter("TcpExt", "TCPMD5NotFound");
	signer_say_syn(&c, SYN);
	conn_quiet(&c, QUIET);
	GIVES(before + 1, net_counter("TcpExt", "TCPMD5NotFound"));

	/* no key, but a signature */
	signed_begin(&c, &md5);
	c.listener = net_listen(PEER_STACK_TEXT, 0, 16);
	conn_listen(&c);
	before = net_counter("TcpExt", "TCPMD5Unexpected");
	signer_say_syn(&c, SYN);
	conn_quiet(&c, QUIET);
	GIVES(before + 1, net_counter("TcpExt", "TCPMD5Unexpected"));
	peer.mute = true;
	signer_say_syn(&c, SYN);
	conn_expect(&c, SYN | ACK, &p, SOON);
}

/* The key of a connection is replaced. */
static void md5_rekey(void)
{
	struct conn c;
	int fd;

	signed_active(&c, &md5);
	signed_leaves(&c, 10);
	OK(keys_add(c.fd, &md5_new));
	signed_dropped(&c, "TCPMD5Failure", ACK | PSH, 0, 100);
	peer.key = &md5_new;
	peer.expect = &md5_new;
	signed_arrives(&c, 10);
	signed_leaves(&c, 3000);
	if (net_native())
		return;
	FAILS(EBUSY, keys_del(c.fd, &md5_new));
	FAILS(EISCONN, keys_add(c.fd, &sha1));
	signed_leaves(&c, 10);
	/* a connection that is not signed */
	conn_init(&c);
	conn_active(&c);
	FAILS(EISCONN, keys_add(c.fd, &md5));
	fd = net_socket();
	OK(keys_add(fd, &md5));
	OK(keys_del(fd, &md5));
}

/* RFC 2385 2.0: what a listener refuses, too */
static void md5_listener_reset(void)
{
	struct packet p;
	struct conn c;

	signed_listen(&c, &md5);
	signer_say(&c, ACK, 0, 0);
	signer_hear(&c, RST, &p);
}

const struct tap_case wire_md5_cases[] = {
	{ "md5_open", md5_open },
	{ "md5_forged", md5_forged },
	{ "md5_rekey", md5_rekey },
	{ "md5_listener_reset", md5_listener_reset },
};

const size_t wire_md5_n = ARRAY_SIZE(wire_md5_cases);
