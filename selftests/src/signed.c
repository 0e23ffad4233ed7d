// SPDX-License-Identifier: GPL-2.0
/*
 * What the cases about TCP-AO and MD5 have in common: signed connections. Every segment of the
 * stack is verified (signer.c), so a case that gets to its end has seen nothing unsigned.
 */
#include "signed.h"
#include "wire.h"

void signed_begin(struct conn *c, const struct key *key)
{
	conn_init(c);
	peer = (struct signer){
		.key = key, .expect = key, .rnext = key->sndid, .isn = c->seq - 1,
	};
}

void signed_key(int fd, const struct key *key)
{
	if (keys_add(fd, key) && errno == ENOPROTOOPT)
		tap_skip("no TCP-AO in this stack");
}

void signed_active(struct conn *c, const struct key *key)
{
	struct packet p;

	signed_begin(c, key);
	c->fd = net_socket();
	signed_key(c->fd, key);
	conn_connect(c);
	signer_hear(c, SYN, &p);
	signer_say_syn(c, SYN | ACK);
	signer_hear(c, ACK, &p);
	GIVES(c->seq, p.ack);
	conn_in_state(c, ESTABLISHED);
}

void signed_listen(struct conn *c, const struct key *key)
{
	signed_begin(c, key);
	c->listener = net_listen(PEER_STACK_TEXT, 0, 16);
	signed_key(c->listener, key);
	conn_listen(c);
}

void signed_passive(struct conn *c, const struct key *key)
{
	struct packet p;

	signed_listen(c, key);
	signer_say_syn(c, SYN);
	signer_hear(c, SYN | ACK, &p);
	GIVES(c->seq, p.ack);
	signer_say(c, ACK, 0, 0);
	wire_readable(c->listener);
	c->fd = OK(accept(c->listener, NULL, NULL));
	net_nonblock(c->fd);
	conn_in_state(c, ESTABLISHED);
}

void signed_arrives(struct conn *c, unsigned int len)
{
	struct packet p;
	char got[2048];

	signer_say(c, ACK | PSH, 0, len);
	c->seq += len;
	signer_hear(c, ACK, &p);
	GIVES(c->seq, p.ack);
	GIVES(len, recv(c->fd, got, sizeof(got), 0));
}

void signed_leaves(struct conn *c, unsigned int len)
{
	unsigned int end = c->ack + len;
	struct packet p;

	wire_write(c->fd, len);
	while (c->ack != end) {
		signer_hear(c, ACK, &p);
		GIVES(c->ack, p.seq);
		CHECK(p.len && p.len + p.opt_len <= 1460, "%u bytes, %u of options", p.len,
		      p.opt_len);
		c->ack += p.len;
		signer_say(c, ACK, 0, 0);
	}
}

/* Both directions, then the end from our side: the last ACK is TIME-WAIT's. */
void signed_end(struct conn *c)
{
	struct packet p;

	signed_arrives(c, 1000);
	signed_leaves(c, 5000);
	OK(shutdown(c->fd, SHUT_WR));
	signer_hear(c, ACK | FIN, &p);
	c->ack++;
	signer_say(c, ACK | FIN, 0, 0);
	c->seq++;
	signer_hear(c, ACK, &p);
	GIVES(c->seq, p.ack);
	close(c->fd);
	/* its answer was lost */
	signer_say(c, ACK | FIN, -1, 0);
	signer_hear(c, ACK, &p);
	GIVES(c->seq, p.ack);
	/* what is not signed gets none, but from the native stack */
	if (net_native())
		return;
	peer.mute = true;
	signer_say(c, ACK | FIN, -1, 0);
	conn_quiet(c, QUIET);
}

void signed_both(const struct key *key)
{
	struct conn c;

	signed_active(&c, key);
	signed_end(&c);
	signed_passive(&c, key);
	signed_end(&c);
}

/* Do something that must be dropped in silence and counted. */
void signed_dropped(struct conn *c, const char *counter, unsigned int flags, int off,
		    unsigned int len)
{
	unsigned long before = net_counter("TcpExt", counter);

	signer_say(c, flags, off, len);
	conn_quiet(c, QUIET);
	GIVES(before + 1, net_counter("TcpExt", counter));
}
