/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * TCP-AO (RFC 5925) at the socket: setsockopt(IPPROTO_TCP, TCP_AO_ADD_KEY) and its kin, with the
 * numbers and layouts of Linux 6.7 and later, for programs and kernels whose headers are older.
 * Include <linux/tcp.h> or <netinet/tcp.h> first. Documentation/tcp-ao.rst tells how they are used.
 *
 * Keys go in and never come out: TCP_AO_GET_KEYS says their length and zeros.
 */
#ifndef _UAPI_LINUX_TANDEM_AO_H
#define _UAPI_LINUX_TANDEM_AO_H

#include <linux/socket.h>
#include <linux/types.h>

#ifndef TCP_AO_ADD_KEY

#define TCP_AO_ADD_KEY		38	/* add a master key tuple */
#define TCP_AO_DEL_KEY		39	/* take one away */
#define TCP_AO_INFO		40	/* how the socket uses them */
#define TCP_AO_GET_KEYS		41	/* list them */

#define TCP_AO_MAXKEYLEN	80

#define TCP_AO_KEYF_IFINDEX	(1 << 0)
#define TCP_AO_KEYF_EXCLUDE_OPT	(1 << 1)

/* TCP_AO_ADD_KEY. alg_name: "hmac(sha1)", also when empty, or "cmac(aes128)" */
struct tcp_ao_add {
	struct __kernel_sockaddr_storage addr;	/* the peer's, the port is 0 */
	char	alg_name[64];
	__s32	ifindex;			/* 0 */
	__u32	set_current	:1,		/* sign with it at once */
		set_rnext	:1,		/* ask the peer for it */
		reserved	:30;
	__u16	reserved2;
	__u8	prefix;				/* bits of addr that count */
	__u8	sndid;
	__u8	rcvid;
	__u8	maclen;				/* 12, or 0 for that */
	__u8	keyflags;			/* TCP_AO_KEYF_EXCLUDE_OPT or 0 */
	__u8	keylen;
	__u8	key[TCP_AO_MAXKEYLEN];
} __attribute__((aligned(8)));

/* TCP_AO_DEL_KEY */
struct tcp_ao_del {
	struct __kernel_sockaddr_storage addr;
	__s32	ifindex;
	__u32	set_current	:1,		/* first sign with current_key */
		set_rnext	:1,		/* first ask for rnext */
		del_async	:1,
		reserved	:29;
	__u16	reserved2;
	__u8	prefix;
	__u8	sndid;
	__u8	rcvid;
	__u8	current_key;
	__u8	rnext;
	__u8	keyflags;
} __attribute__((aligned(8)));

/* TCP_AO_INFO, both ways */
struct tcp_ao_info_opt {
	__u32	set_current	:1,		/* current_key means something */
		set_rnext	:1,		/* so does rnext */
		ao_required	:1,		/* nothing without TCP-AO */
		set_counters	:1,		/* set: take over the counters */
		accept_icmps	:1,		/* believe ICMP errors */
		reserved	:27;
	__u16	reserved2;
	__u8	current_key;			/* SendID */
	__u8	rnext;				/* RecvID */
	__u64	pkt_good;
	__u64	pkt_bad;
	__u64	pkt_key_not_found;
	__u64	pkt_ao_required;
	__u64	pkt_dropped_icmp;
} __attribute__((aligned(8)));

/* TCP_AO_GET_KEYS: the first of an array says what is asked for */
struct tcp_ao_getsockopt {
	struct __kernel_sockaddr_storage addr;
	char	alg_name[64];
	__u8	key[TCP_AO_MAXKEYLEN];
	__u32	nkeys;				/* in: room; out: keys that match */
	__u16	is_current	:1,
		is_rnext	:1,
		get_all		:1,
		reserved	:13;
	__u8	sndid;
	__u8	rcvid;
	__u8	prefix;
	__u8	maclen;
	__u8	keyflags;
	__u8	keylen;
	__s32	ifindex;
	__u64	pkt_good;
	__u64	pkt_bad;
} __attribute__((aligned(8)));

#endif /* TCP_AO_ADD_KEY */

/* SOL_TANDEM, TANDEM_AO_STATUS (<linux/tandem_option.h>): RFC 5925 4, 7.1 */
struct tandem_ao_status {
	__u32	snd_sne;
	__u32	rcv_sne;
	__u8	current_key;			/* KeyID of what is sent */
	__u8	rnext;				/* RNextKeyID of what is sent */
	__u8	got_keyid;			/* KeyID of what came last */
	__u8	got_rnext;			/* its RNextKeyID */
};

#endif /* _UAPI_LINUX_TANDEM_AO_H */
