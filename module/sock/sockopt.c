// SPDX-License-Identifier: GPL-2.0
/*
 * Socket options, by the numbers and with the meaning that programs know.
 *
 *	SOL_SOCKET	the kernel's own; what concerns us of them: SO_KEEPALIVE is reported
 *			(proto.keepalive), SO_RCVBUF is looked at when the buffer is used next
 *			(tn_buffer_read()), SO_LINGER when the socket is closed; SO_BINDTODEVICE
 *			whenever a segment comes (demux.c) or goes (ip/route.c)
 *	IPPROTO_TCP	TCP_NODELAY, TCP_CORK, TCP_MAXSEG, TCP_KEEPIDLE, TCP_KEEPINTVL,
 *			TCP_KEEPCNT, TCP_USER_TIMEOUT, TCP_LINGER2, TCP_SYNCNT, TCP_QUICKACK,
 *			TCP_WINDOW_CLAMP, TCP_DEFER_ACCEPT, TCP_CONGESTION, TCP_CC_INFO, TCP_INFO;
 *			keys: authopt.c, authinfo.c; TCP_FASTOPEN, TCP_FASTOPEN_CONNECT,
 *			TCP_FASTOPEN_KEY, TCP_FASTOPEN_NO_COOKIE: fastopen.c
 *	IPPROTO_IP	IP_TOS, IP_TTL, IP_LOCAL_PORT_RANGE, IP_RECVERR (errors at once; TCP has
 *			no queue of them, ip(7)), IP_MTU_DISCOVER (don't fragment is always set: DO
 *			and WANT are what there is)
 *	SOL_TANDEM	TANDEM_CONFIG: constants of TCP by name (sock/tuning.c); TANDEM_UTO,
 *			TANDEM_UTO_PEER: RFC 5482;
 *			SO_REUSEPORT and SO_ZEROCOPY, which a foreign family cannot offer under
 *			SOL_SOCKET; the second is answered by EOPNOTSUPP, as by the kernel there
 *
 * Everything else is ENOPROTOOPT. A program is never told that something was done which was not.
 */
#include <linux/in.h>
#include <linux/inet_diag.h>
#include <linux/net.h>
#include <linux/tandem.h>
#include <linux/tcp.h>
#include <net/sock.h>

#include <linux/tandem_ao.h>

#include "ip/transmit.h"
#include "sock/authinfo.h"
#include "sock/authopt.h"
#include "sock/cong.h"
#include "sock/fastopen.h"
#include "sock/info.h"
#include "sock/perform.h"
#include "sock/ports.h"
#include "sock/record.h"
#include "sock/sock.h"
#include "sock/sockopt.h"
#include "sock/tuning.h"
#include "tcp/user.h"

/* The limits of the native stack. Times in seconds. */
#define SOCKOPT_KEEPIDLE_MAX	32767
#define SOCKOPT_KEEPINTVL_MAX	32767
#define SOCKOPT_KEEPCNT_MAX	127
#define SOCKOPT_SYNCNT_MAX	127
#define SOCKOPT_LINGER2_MAX	86400
#define SOCKOPT_DEFER_GAP_MAX	120
#define SOCKOPT_MSS_MIN		88
#define SOCKOPT_MSS_MAX		32767

/* The lower bits of IP_TOS are TCP's own (RFC 3168). */
#define SOCKOPT_TOS_ECN		0x03

/**
 * tn_sockopt_keepalive() - SO_KEEPALIVE, or its times, changed
 * @sk: socket
 * @on: probe when idle
 *
 * Context: socket lock held, process context.
 */
void tn_sockopt_keepalive(struct sock *sk, int on)
{
	struct tn_sock *ts = tn_sk(sk);
	struct tn_verdict v = {};

	tn_record_keepalive(ts, tn_sock_now(), on);
	tn_perform(sk, &v);
}

static int sockopt_set_congestion(struct sock *sk, sockptr_t val, unsigned int len)
{
	char name[TANDEM_CC_NAME_MAX];
	long n;

	if (len < 1)
		return -EINVAL;
	n = strncpy_from_sockptr(name, val, min_t(long, sizeof(name) - 1, len));
	if (n < 0)
		return -EFAULT;
	name[n] = 0;
	return tn_cong_change(sk, name);
}

static int sockopt_set_maxseg(struct tn_sock *ts, int val)
{
	if (val && (val < SOCKOPT_MSS_MIN || val > SOCKOPT_MSS_MAX))
		return -EINVAL;
	ts->user_mss = val;
	return 0;
}

/* One of the keep-alive times, in its own units; starts the waiting anew. */
static int sockopt_set_keep(struct sock *sk, int name, int val)
{
	struct tn_tcb *tcb = &tn_sk(sk)->tcb;

	switch (name) {
	case TCP_KEEPIDLE:
		if (val < 1 || val > SOCKOPT_KEEPIDLE_MAX)
			return -EINVAL;
		tcb->keep.idle = tn_sec(val);
		break;
	case TCP_KEEPINTVL:
		if (val < 1 || val > SOCKOPT_KEEPINTVL_MAX)
			return -EINVAL;
		tcb->keep.intvl = tn_sec(val);
		break;
	default:
		if (val < 1 || val > SOCKOPT_KEEPCNT_MAX)
			return -EINVAL;
		tcb->keep.cnt = val;
	}
	tn_sockopt_keepalive(sk, tcb->keep.on);
	return 0;
}

/* So many retransmissions of a SYN, and no limit of time besides, as in the native stack. */
static int sockopt_set_syncnt(struct tn_sock *ts, int val)
{
	char number[8];
	int err;

	if (val < 1 || val > SOCKOPT_SYNCNT_MAX)
		return -EINVAL;
	snprintf(number, sizeof(number), "%d", val);
	err = tn_tuning_change(ts, "syn_retries", number);
	return err ?: tn_tuning_change(ts, "r2_syn", "0");
}

/* An option of one number, as the machine knows it. */
static int sockopt_set_option(struct sock *sk, enum tn_option option, u32 val)
{
	struct tn_sock *ts = tn_sk(sk);
	struct tn_verdict v = {};

	tn_record_option(ts, tn_sock_now(), option, val, &v);
	tn_perform(sk, &v);
	return 0;
}

static int sockopt_set_linger2(struct sock *sk, int val)
{
	u32 def = tn_time_to_ms(tn_sk(sk)->tcb.cfg->fin_timeout);

	if (val > SOCKOPT_LINGER2_MAX)
		return -EINVAL;
	return sockopt_set_option(sk, TN_OPTION_FIN_WAIT,
				  val < 0 ? 0 : val * MSEC_PER_SEC ?: def);
}

/* After so many timeouts of a SYN-ACK that many seconds have passed. */
static u8 sockopt_defer_timeouts(int seconds)
{
	int gap, passed = 0;
	u8 n = 0;

	for (gap = 1; passed < seconds && n < U8_MAX; gap = min(2 * gap, SOCKOPT_DEFER_GAP_MAX)) {
		passed += gap;
		n++;
	}
	return n;
}

static int sockopt_defer_seconds(u8 timeouts)
{
	int gap, passed = 0;

	for (gap = 1; timeouts--; gap = min(2 * gap, SOCKOPT_DEFER_GAP_MAX))
		passed += gap;
	return passed;
}

static int sockopt_set_clamp(struct sock *sk, int val)
{
	if (!val && tn_sk(sk)->tcb.state != TN_CLOSED)
		return -EINVAL;
	return sockopt_set_option(sk, TN_OPTION_WINDOW_CLAMP,
				  val ? max_t(int, val, SOCK_MIN_RCVBUF / 2) : 0);
}

static int sockopt_set_tcp(struct sock *sk, int name, int val)
	__must_hold(&sk->sk_lock)
{
	struct tn_sock *ts = tn_sk(sk);
	tn_time_t now = tn_sock_now();
	struct tn_verdict v = {};

	switch (name) {
	case TCP_NODELAY:
		tn_record_nodelay(ts, now, val, &v);
		break;
	case TCP_CORK:
		tn_record_cork(ts, now, val, &v);
		break;
	case TCP_MAXSEG:
		return sockopt_set_maxseg(ts, val);
	case TCP_KEEPIDLE:
	case TCP_KEEPINTVL:
	case TCP_KEEPCNT:
		return sockopt_set_keep(sk, name, val);
	case TCP_USER_TIMEOUT:
		return val < 0 ? -EINVAL : sockopt_set_option(sk, TN_OPTION_USER_TIMEOUT, val);
	case TCP_LINGER2:
		return sockopt_set_linger2(sk, val);
	case TCP_QUICKACK:
		return sockopt_set_option(sk, TN_OPTION_QUICK_ACK, !!val);
	case TCP_WINDOW_CLAMP:
		return sockopt_set_clamp(sk, val);
	case TCP_DEFER_ACCEPT:
		WRITE_ONCE(ts->defer, sockopt_defer_timeouts(val));
		return sockopt_set_option(sk, TN_OPTION_HOLD_ACK, ts->defer > 0);
	case TCP_SYNCNT:
		return sockopt_set_syncnt(ts, val);
	case TCP_FASTOPEN:
	case TCP_FASTOPEN_CONNECT:
	case TCP_FASTOPEN_NO_COOKIE:
		return tn_fastopen_set(sk, name, val);
	default:
		return -ENOPROTOOPT;
	}
	/* Before there is a connection there is nothing to send. */
	if (!tn_tcb_in(&ts->tcb, TN_STATES_SEND))
		v.bits &= ~TN_V_SEND;
	tn_perform(sk, &v);
	return 0;
}

static int sockopt_set_ip(struct tn_sock *ts, int name, int val)
{
	switch (name) {
	case IP_TOS:
		ts->tos = val & ~SOCKOPT_TOS_ECN;
		return 0;
	case IP_TTL:
		if (val != -1 && (val < 1 || val > 255))
			return -EINVAL;
		ts->ttl = val == -1 ? TN_IP_TTL : val;
		return 0;
	case IP_RECVERR:
		ts->recverr = val;
		return 0;
	case IP_LOCAL_PORT_RANGE:
		if (TN_PORTS_RANGE_FIRST(val) && TN_PORTS_RANGE_LAST(val) &&
		    TN_PORTS_RANGE_FIRST(val) > TN_PORTS_RANGE_LAST(val))
			return -EINVAL;
		ts->ports = val;
		return 0;
	case IP_MTU_DISCOVER:
		return val == IP_PMTUDISC_DO || val == IP_PMTUDISC_WANT ? 0 : -EINVAL;
	default:
		return -ENOPROTOOPT;
	}
}

/* "NAME=VALUE", or for getsockopt() "NAME" */
#define SOCKOPT_CONFIG_MAX	(TN_CONFIG_TEXT_MAX + 32)

static int sockopt_set_config(struct sock *sk, sockptr_t val, unsigned int len)
{
	char text[SOCKOPT_CONFIG_MAX], *value = text;
	const char *name;
	int err;

	if (len >= sizeof(text))
		return -EINVAL;
	if (copy_from_sockptr(text, val, len))
		return -EFAULT;
	text[len] = 0;
	name = strsep(&value, "=");
	if (!value)
		return -EINVAL;

	lock_sock(sk);
	err = tn_tuning_change(tn_sk(sk), name, value);
	release_sock(sk);
	return err;
}

static int sockopt_set_own(struct sock *sk, int name, int val)
{
	if (name == SO_REUSEPORT) {
		sk->sk_reuseport = !!val;
		return 0;
	}
	return val < 0 || val > TANDEM_UTO_MAX ? -EINVAL :
						 sockopt_set_option(sk, TN_OPTION_UTO, val);
}

static int sockopt_refuse(int name)
{
	return name == SO_ZEROCOPY ? -EOPNOTSUPP : -ENOPROTOOPT;
}

/* The value of an option that is an int. IPPROTO_IP takes a single byte as well (ip(7)). */
static int sockopt_copy_int(int level, sockptr_t from, unsigned int len, int *val)
{
	u8 byte;

	if (len >= sizeof(*val))
		return copy_from_sockptr(val, from, sizeof(*val)) ? -EFAULT : 0;
	if (level != IPPROTO_IP || len < 1)
		return -EINVAL;
	if (copy_from_sockptr(&byte, from, 1))
		return -EFAULT;
	*val = byte;
	return 0;
}

/**
 * tn_sockopt_set() - setsockopt()
 * @sock:  socket
 * @level: IPPROTO_TCP, IPPROTO_IP or SOL_TANDEM
 * @name:  option
 * @val:   its value
 * @len:   length of @val, bytes
 *
 * Return: 0 or a negative errno, as tcp(7) and ip(7) have them.
 * Context: process; sleeps.
 */
int tn_sockopt_set(struct socket *sock, int level, int name, sockptr_t val, unsigned int len)
{
	struct sock *sk = sock->sk;
	int n, err;

	if (level == SOL_TANDEM && name == TANDEM_CONFIG)
		return sockopt_set_config(sk, val, len);
	if (level == SOL_TANDEM && name != TANDEM_UTO && name != SO_REUSEPORT)
		return sockopt_refuse(name);
	if (level != IPPROTO_TCP && level != IPPROTO_IP && level != SOL_TANDEM)
		return -ENOPROTOOPT;
	if (level == IPPROTO_TCP && name == TCP_CONGESTION)
		return sockopt_set_congestion(sk, val, len);
	if (level == IPPROTO_TCP && name == TCP_FASTOPEN_KEY)
		return tn_fastopen_set_key(sk, val, len);
	if (level == IPPROTO_TCP && tn_authopt_is(name))
		return tn_authopt_set(sk, name, val, len);

	err = sockopt_copy_int(level, val, len, &n);
	if (err)
		return err;
	lock_sock(sk);
	if (level == IPPROTO_TCP)
		err = sockopt_set_tcp(sk, name, n);
	else if (level == SOL_TANDEM)
		err = sockopt_set_own(sk, name, n);
	else
		err = sockopt_set_ip(tn_sk(sk), name, n);
	release_sock(sk);
	return err;
}

/* Where the user has said nothing it is what the window can be at most, once that is known. */
static int sockopt_get_clamp(const struct tn_tcb *tcb)
{
	if (tcb->rcv.clamp || !tn_tcb_synchronized(tcb))
		return tcb->rcv.clamp;
	return U16_MAX << tcb->rcv.wscale;
}

static int sockopt_get_maxseg(const struct tn_sock *ts)
{
	if (tn_tcb_in(&ts->tcb, TN_STATE_IN(TN_CLOSED) | TN_STATE_IN(TN_LISTEN)) && ts->user_mss)
		return ts->user_mss;
	return ts->tcb.snd.mss;
}

/* An option that is an int. */
static int sockopt_get_int(struct tn_sock *ts, int level, int name, int *val)
{
	const struct tn_tcb *tcb = &ts->tcb;

	if (level == SOL_TANDEM) {
		*val = name == TANDEM_UTO ? tcb->uto.adv : tcb->uto.remote;
		return 0;
	}
	if (level == IPPROTO_IP) {
		switch (name) {
		case IP_TOS:
			*val = ts->tos;
			return 0;
		case IP_TTL:
			*val = ts->ttl;
			return 0;
		case IP_RECVERR:
			*val = ts->recverr;
			return 0;
		case IP_LOCAL_PORT_RANGE:
			*val = ts->ports;
			return 0;
		case IP_MTU_DISCOVER:
			*val = IP_PMTUDISC_DO;
			return 0;
		default:
			return -ENOPROTOOPT;
		}
	}

	switch (name) {
	case TCP_NODELAY:
		*val = tcb->nodelay;
		return 0;
	case TCP_CORK:
		*val = tcb->cork;
		return 0;
	case TCP_MAXSEG:
		*val = sockopt_get_maxseg(ts);
		return 0;
	case TCP_WINDOW_CLAMP:
		*val = sockopt_get_clamp(tcb);
		return 0;
	case TCP_DEFER_ACCEPT:
		*val = sockopt_defer_seconds(ts->defer);
		return 0;
	case TCP_KEEPIDLE:
		*val = div_u64(tcb->keep.idle, NSEC_PER_SEC);
		return 0;
	case TCP_KEEPINTVL:
		*val = div_u64(tcb->keep.intvl, NSEC_PER_SEC);
		return 0;
	case TCP_KEEPCNT:
		*val = tcb->keep.cnt;
		return 0;
	case TCP_USER_TIMEOUT:
		*val = tn_time_to_ms(tcb->uto.user);
		return 0;
	case TCP_LINGER2:
		*val = tcb->fin_wait ? div_u64(tcb->fin_wait, NSEC_PER_SEC) : -1;
		return 0;
	case TCP_QUICKACK:
		*val = !!tcb->acks.quick;
		return 0;
	case TCP_SYNCNT:
		*val = tcb->cfg->syn_retries;
		return 0;
	case TCP_FASTOPEN:
		*val = ts->fo.queue.limit;
		return 0;
	case TCP_FASTOPEN_CONNECT:
		*val = ts->fo.connect;
		return 0;
	case TCP_FASTOPEN_NO_COOKIE:
		*val = ts->fo.bare;
		return 0;
	default:
		return -ENOPROTOOPT;
	}
}

/* Give the user the first *@len bytes of an answer, and *@len. */
static int sockopt_put(const void *from, int size, char __user *val, int __user *ulen, int len)
{
	len = min(len, size);
	if (put_user(len, ulen) || copy_to_user(val, from, len))
		return -EFAULT;
	return 0;
}

static int sockopt_get_info(struct sock *sk, char __user *val, int __user *ulen, int len)
{
	struct tcp_info info;

	lock_sock(sk);
	tn_info_fill(sk, &info);
	release_sock(sk);
	return sockopt_put(&info, sizeof(info), val, ulen, len);
}

static int sockopt_get_fastkey(struct sock *sk, char __user *val, int __user *ulen, int len)
{
	siphash_key_t key[TN_FASTKEY_MAX];
	u32 n = tn_fastopen_get_key(sk, key);

	return sockopt_put(key, n * TN_FASTKEY_LEN, val, ulen, len);
}

static int sockopt_get_congestion(struct sock *sk, char __user *val, int __user *ulen, int len)
{
	char name[TANDEM_CC_NAME_MAX] = {};

	lock_sock(sk);
	strscpy(name, tn_sk(sk)->tcb.cc.ops->name, sizeof(name));
	release_sock(sk);
	return sockopt_put(name, sizeof(name), val, ulen, len);
}

static int sockopt_get_cc_info(struct sock *sk, char __user *val, int __user *ulen, int len)
{
	union tcp_cc_info info;
	size_t size;

	lock_sock(sk);
	size = tn_info_cc(sk, &info);
	release_sock(sk);
	return sockopt_put(&info, size, val, ulen, len);
}

static int sockopt_get_config(struct sock *sk, char __user *val, int __user *ulen, int len)
{
	char name[32], value[TN_CONFIG_TEXT_MAX];
	int err;

	if (copy_from_user(name, val, min_t(int, len, sizeof(name) - 1)))
		return -EFAULT;
	name[min_t(int, len, sizeof(name) - 1)] = 0;
	lock_sock(sk);
	err = tn_config_get(tn_sk(sk)->tcb.cfg, name, value);
	release_sock(sk);
	return err ?: sockopt_put(value, strlen(value) + 1, val, ulen, len);
}

/**
 * tn_sockopt_get() - getsockopt()
 * @sock:  socket
 * @level: IPPROTO_TCP, IPPROTO_IP or SOL_TANDEM
 * @name:  option
 * @val:   user's room for its value
 * @ulen:  user's length of it, bytes; becomes the length of the value
 *
 * Return: 0 or a negative errno, as tcp(7) and ip(7) have them.
 * Context: process; sleeps.
 */
int tn_sockopt_get(struct socket *sock, int level, int name, char __user *val, int __user *ulen)
{
	struct sock *sk = sock->sk;
	int n, len, err;

	if (level == SOL_TANDEM && name != TANDEM_CONFIG && name != TANDEM_UTO &&
	    name != TANDEM_UTO_PEER && name != TANDEM_AO_STATUS)
		return sockopt_refuse(name);
	if (level != IPPROTO_TCP && level != IPPROTO_IP && level != SOL_TANDEM)
		return -ENOPROTOOPT;
	if (get_user(len, ulen))
		return -EFAULT;
	if (len < 0)
		return -EINVAL;
	if (level == SOL_TANDEM && name == TANDEM_AO_STATUS)
		return tn_authinfo_get_status(sk, val, ulen, len);
	if (level == SOL_TANDEM && name == TANDEM_CONFIG)
		return sockopt_get_config(sk, val, ulen, len);
	if (level == IPPROTO_TCP && name == TCP_INFO)
		return sockopt_get_info(sk, val, ulen, len);
	if (level == IPPROTO_TCP && name == TCP_CC_INFO)
		return sockopt_get_cc_info(sk, val, ulen, len);
	if (level == IPPROTO_TCP && name == TCP_CONGESTION)
		return sockopt_get_congestion(sk, val, ulen, len);
	if (level == IPPROTO_TCP && name == TCP_FASTOPEN_KEY)
		return sockopt_get_fastkey(sk, val, ulen, len);
	if (level == IPPROTO_TCP && tn_authopt_is(name))
		return tn_authinfo_get(sk, name, val, ulen, len);

	lock_sock(sk);
	err = sockopt_get_int(tn_sk(sk), level, name, &n);
	release_sock(sk);
	return err ?: sockopt_put(&n, sizeof(n), val, ulen, len);
}
