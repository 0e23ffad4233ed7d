// SPDX-License-Identifier: GPL-2.0
/*
 * Keys at a socket.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/tandem.h>
#include <linux/tandem_ao.h>
#include "keys.h"
#include "tap.h"

static unsigned int fill_addr(const struct key *key, void *storage)
{
	struct sockaddr_in *sin = storage;

	sin->sin_family = AF_INET;
	if (!key->peer)
		return 0;
	CHECK(inet_pton(AF_INET, key->peer, &sin->sin_addr) == 1, "%s", key->peer);
	return 32;
}

static int set_md5(int fd, const struct key *key, unsigned int len)
{
	struct tcp_md5sig sig = { .tcpm_flags = TCP_MD5SIG_FLAG_PREFIX, .tcpm_keylen = len };

	sig.tcpm_prefixlen = fill_addr(key, &sig.tcpm_addr);
	memcpy(sig.tcpm_key, key->secret, len);
	return setsockopt(fd, IPPROTO_TCP, TCP_MD5SIG_EXT, &sig, sizeof(sig));
}

int keys_add(int fd, const struct key *key)
{
	struct tcp_ao_add add = { .sndid = key->sndid, .rcvid = key->rcvid };

	if (key->alg == KEY_MD5)
		return set_md5(fd, key, strlen(key->secret));
	add.prefix = fill_addr(key, &add.addr);
	if (key->alg != KEY_DEFAULT)
		snprintf(add.alg_name, sizeof(add.alg_name), "%s",
			 key->alg == KEY_SHA1 ? "hmac(sha1)" : "cmac(aes128)");
	add.keyflags = key->exclude ? TCP_AO_KEYF_EXCLUDE_OPT : 0;
	add.keylen = strlen(key->secret);
	memcpy(add.key, key->secret, add.keylen);
	return setsockopt(fd, IPPROTO_TCP, TCP_AO_ADD_KEY, &add, sizeof(add));
}

int keys_del(int fd, const struct key *key)
{
	struct tcp_ao_del del = { .sndid = key->sndid, .rcvid = key->rcvid };

	if (key->alg == KEY_MD5)
		return set_md5(fd, key, 0);
	del.prefix = fill_addr(key, &del.addr);
	return setsockopt(fd, IPPROTO_TCP, TCP_AO_DEL_KEY, &del, sizeof(del));
}

int keys_use(int fd, int sndid, int rcvid)
{
	struct tcp_ao_info_opt info = {
		.set_current = sndid >= 0, .current_key = sndid,
		.set_rnext = rcvid >= 0, .rnext = rcvid,
	};

	return setsockopt(fd, IPPROTO_TCP, TCP_AO_INFO, &info, sizeof(info));
}

int keys_policy(int fd, bool required, bool icmps)
{
	struct tcp_ao_info_opt info = { .ao_required = required, .accept_icmps = icmps };

	return setsockopt(fd, IPPROTO_TCP, TCP_AO_INFO, &info, sizeof(info));
}

void keys_info(int fd, struct keys_info *out)
{
	struct tandem_ao_status status = { 0 };
	struct tcp_ao_info_opt info = { 0 };
	unsigned int len = sizeof(info);

	OK(getsockopt(fd, IPPROTO_TCP, TCP_AO_INFO, &info, &len));
	GIVES(sizeof(info), len);
	len = sizeof(status);
	OK(getsockopt(fd, SOL_TANDEM, TANDEM_AO_STATUS, &status, &len));
	GIVES(sizeof(status), len);
	*out = (struct keys_info){
		.current_key = info.current_key, .rnext = info.rnext, .good = info.pkt_good,
		.bad = info.pkt_bad, .key_not_found = info.pkt_key_not_found,
		.required = info.pkt_ao_required, .dropped_icmp = info.pkt_dropped_icmp,
		.got_keyid = status.got_keyid, .got_rnext = status.got_rnext,
		.snd_sne = status.snd_sne, .rcv_sne = status.rcv_sne,
	};
	GIVES(info.current_key, status.current_key);
	GIVES(info.rnext, status.rnext);
}

int keys_list(int fd, bool *leaked)
{
	struct tcp_ao_getsockopt rows[4] = { { .get_all = 1, .nkeys = 4 } };
	unsigned int len = sizeof(rows), i, j;

	OK(getsockopt(fd, IPPROTO_TCP, TCP_AO_GET_KEYS, rows, &len));
	*leaked = false;
	for (i = 0; i < rows[0].nkeys && i < 4; i++) {
		CHECK(rows[i].keylen && rows[i].maclen == 12, "key of %u, MAC of %u",
		      rows[i].keylen, rows[i].maclen);
		for (j = 0; j < sizeof(rows[i].key); j++)
			*leaked |= rows[i].key[j];
	}
	return rows[0].nkeys;
}

void keys_by_name(int fd, const char *name)
{
	struct key key = { .secret = "not a secret at all", .sndid = 7, .rcvid = 7 };

	if (!strcmp(name, "md5"))
		key.alg = KEY_MD5;
	else if (!strcmp(name, "cmac"))
		key.alg = KEY_CMAC;
	else
		CHECK(!strcmp(name, "sha1"), "%s", name);
	OK(keys_add(fd, &key));
}
