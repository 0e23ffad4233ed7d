// SPDX-License-Identifier: GPL-2.0
/*
 * A scripted peer that signs.
 */
#include <netinet/in.h>
#include <stddef.h>
#include <string.h>

#include "../../kunit/harness/refmac.h"
#include "peer.h"
#include "signer.h"
#include "tap.h"

struct signer peer;

static void traffic_key(const struct key *key, const uint8_t *ip, uint32_t sisn, uint32_t disn,
			uint8_t *out)
{
	uint8_t input[29] = "\1TCP-AO", master[20] = { 0 }, zeros[16] = { 0 };
	unsigned int len = strlen(key->secret);

	memcpy(input + 7, ip + 12, 8);
	memcpy(input + 15, ip + 20, 4);
	packet_put32(input + 19, sisn);
	packet_put32(input + 23, disn);
	packet_put16(input + 27, key->alg == KEY_SHA1 ? 160 : 128);
	if (key->alg == KEY_SHA1) {
		refmac_hmac_sha1((const uint8_t *)key->secret, len, input, 29, out);
		return;
	}
	memcpy(master, key->secret, len);
	if (len != 16)
		refmac_cmac(zeros, (const uint8_t *)key->secret, len, master);
	refmac_cmac(master, input, 29, out);
}

/* The pseudo-header and what of the TCP header is covered; returns its length. */
static size_t cover(const struct key *key, uint8_t *to, const uint8_t *ip, size_t len, size_t mac)
{
	size_t head = (ip[32] >> 4) * 4, n = 0;

	memcpy(to, ip + 12, 8);
	to[8] = 0;
	to[9] = IPPROTO_TCP;
	packet_put16(to + 10, len - 20);
	memcpy(to + 12, ip + 20, head);
	memset(to + 28, 0, 2);			/* checksum */
	if (key->alg == KEY_MD5)
		return 32;
	memset(to + 12 + mac, 0, 12);
	if (key->exclude) {
		memmove(to + 32, to + 12 + mac - 4, 16);
		return 48;
	}
	n = 12 + head;
	return n;
}

/* The signature of a packet; @mac: where in the TCP header it is to stand. */
static void sign(const struct key *key, const uint8_t *ip, size_t len, size_t mac, uint32_t sisn,
		 uint32_t disn, uint32_t sne, uint8_t *out)
{
	uint8_t text[PACKET_MAX + 256], traffic[20];
	size_t head = 20 + (ip[32] >> 4) * 4, n;

	packet_put32(text, sne);
	n = 4 + cover(key, text + 4, ip, len, mac);
	memcpy(text + n, ip + head, len - head);
	n += len - head;
	if (key->alg == KEY_MD5) {
		memcpy(text + n, key->secret, strlen(key->secret));
		refmac_md5(text + 4, n - 4 + strlen(key->secret), out);
		return;
	}
	traffic_key(key, ip, sisn, disn, traffic);
	if (key->alg == KEY_SHA1)
		refmac_hmac_sha1(traffic, 20, text, n, out);
	else
		refmac_cmac(traffic, text, n, out);
}

int signer_find(const struct packet *p, uint8_t kind)
{
	unsigned int at = 0;

	while (at < p->opt_len && p->opt[at]) {
		if (p->opt[at] == kind)
			return at + (kind == 29 ? 4 : 2);
		at += p->opt[at] == 1 ? 1 : p->opt[at + 1];
	}
	return -1;
}

/* Send a packet, signed as the peer signs now. */
static void send_signed(struct packet *p)
{
	bool is_md5 = peer.key->alg == KEY_MD5, is_syn = p->flags == SYN;
	uint8_t buf[PACKET_MAX], mac[20];
	uint8_t *opt = p->opt + p->opt_len;
	size_t len, at = 20 + p->opt_len + 4;

	if (peer.mute) {
		peer_send(p);
		return;
	}
	memset(opt, 0, is_md5 ? 20 : 16);
	memcpy(opt, is_md5 ? "\1\1\23\22" : "\35\20", is_md5 ? 4 : 2);
	if (!is_md5) {
		opt[2] = peer.key->rcvid;
		opt[3] = peer.rnext;
	}
	p->opt_len += is_md5 ? 20 : 16;
	len = packet_build(p, buf);
	sign(peer.key, buf, len, at, peer.isn, is_syn ? 0 : peer.stack_isn, peer.sne, mac);
	mac[5] ^= peer.broken;
	memcpy(opt + 4, mac, is_md5 ? 16 : 12);
	peer_send(p);
}

static void fill(const struct conn *c, struct packet *p, unsigned int flags)
{
	conn_fill(c, p, flags);
	if (c->ts && !(flags & SYN)) {
		memcpy(p->opt, "\1\1\10\12", 4);
		packet_put32(p->opt + 4, c->tsval);
		packet_put32(p->opt + 8, c->tsecr);
		p->opt_len = 12;
	}
}

void signer_say(struct conn *c, unsigned int flags, int off, unsigned int len)
{
	struct packet p;

	fill(c, &p, flags);
	p.seq += off;
	p.len = len;
	memset(p.data, 'x', len);
	send_signed(&p);
}

void signer_say_syn(struct conn *c, unsigned int flags)
{
	struct packet p;

	fill(c, &p, flags);
	p.seq--;
	memcpy(p.opt, "\2\4\5\264\1\1\4\2\1\3\3\7", 12);
	p.opt_len = 12;
	if (peer.key->alg != KEY_MD5) {
		memcpy(p.opt + 12, "\1\1\10\12", 4);
		packet_put32(p.opt + 16, c->tsval);
		packet_put32(p.opt + 20, c->tsecr);
		p.opt_len = 24;
	}
	send_signed(&p);
}

/* It comes from the stack: its signature must be that of the key that we expect. */
static void verify(const struct packet *p, uint32_t sne)
{
	bool is_md5 = peer.expect->alg == KEY_MD5, is_syn = p->flags == SYN;
	int at = signer_find(p, is_md5 ? 19 : 29);
	uint8_t buf[PACKET_MAX], mac[20];
	size_t len = packet_build(p, buf);

	CHECK(at >= 0, "flags %#x: not signed", p->flags);
	if (!is_md5) {
		GIVES(16, p->opt[at - 3]);
		GIVES(peer.expect->sndid, p->opt[at - 2]);
	}
	sign(peer.expect, buf, len, 20 + at, is_syn ? p->seq : peer.stack_isn,
	     is_syn ? 0 : peer.isn, sne, mac);
	CHECK(!memcmp(mac, p->opt + at, is_md5 ? 16 : 12), "flags %#x: wrong signature", p->flags);
}

void signer_hear(struct conn *c, unsigned int flags, struct packet *p)
{
	conn_expect(c, flags, p, SOON);
	if (flags & SYN) {
		peer.stack_isn = p->seq;
		c->stack_port = p->sport;
		c->ack = p->seq + 1;
		c->ts = p->has_ts;
	}
	if (p->has_ts)
		c->tsecr = p->tsval;
	verify(p, 0);
}
