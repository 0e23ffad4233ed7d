// SPDX-License-Identifier: GPL-2.0
/*
 * Socket options (module/sock/sockopt.c): each value that is taken is told again, each that is out
 * of range is refused, and lengths of all kinds are decoded as tcp(7) and ip(7) say.
 */
#include <linux/in.h>
#include <linux/mman.h>
#include <linux/net.h>
#include <linux/tandem.h>
#include <linux/tcp.h>
#include <linux/uaccess.h>

#include "sock/fixture.h"
#include "sock/sockopt.h"

/* The user's memory of a case: the length at its beginning, the value behind it */
struct room {
	int len;
	char val[512];
};

static struct room __user *user_room(struct kunit *test)
{
	unsigned long at = kunit_vm_mmap(test, NULL, 0, PAGE_SIZE, PROT_READ | PROT_WRITE,
					 MAP_ANONYMOUS | MAP_PRIVATE, 0);

	KUNIT_ASSERT_NE(test, at, 0ul);
	return (struct room __user *)at;
}

static int set_bytes(struct sock *sk, int level, int name, void *val, unsigned int len)
{
	return tn_sockopt_set(sk->sk_socket, level, name, KERNEL_SOCKPTR(val), len);
}

static int set(struct sock *sk, int level, int name, int val)
{
	return set_bytes(sk, level, name, &val, sizeof(val));
}

/* The first @len bytes of an option; returns how many there were. */
static int get_bytes(struct kunit *test, struct sock *sk, int level, int name, void *to, int len)
{
	struct room __user *u = user_room(test);
	int err;

	KUNIT_ASSERT_EQ(test, put_user(len, &u->len), 0);
	err = tn_sockopt_get(sk->sk_socket, level, name, u->val, &u->len);
	if (err)
		return err;
	KUNIT_ASSERT_EQ(test, get_user(len, &u->len), 0);
	KUNIT_ASSERT_EQ(test, copy_from_user(to, u->val, len), 0ul);
	return len;
}

/*
 * An option that is an int.
 * val:  what is set
 * err:  and what comes of it
 * told: then getsockopt() says this
 */
static const struct option {
	const char *name;
	int level;
	int option;
	int val;
	int err;
	int told;
} options[] = {
	{ "TCP_NODELAY", IPPROTO_TCP, TCP_NODELAY, 1, 0, 1 },
	{ "TCP_NODELAY any", IPPROTO_TCP, TCP_NODELAY, -7, 0, 1 },
	{ "TCP_NODELAY off", IPPROTO_TCP, TCP_NODELAY, 0, 0, 0 },
	{ "TCP_CORK", IPPROTO_TCP, TCP_CORK, 1, 0, 1 },
	{ "TCP_CORK off", IPPROTO_TCP, TCP_CORK, 0, 0, 0 },
	{ "TCP_MAXSEG least", IPPROTO_TCP, TCP_MAXSEG, 88, 0, 88 },
	{ "TCP_MAXSEG most", IPPROTO_TCP, TCP_MAXSEG, 32767, 0, 32767 },
	{ "TCP_MAXSEG small", IPPROTO_TCP, TCP_MAXSEG, 87, -EINVAL, 536 },
	{ "TCP_MAXSEG large", IPPROTO_TCP, TCP_MAXSEG, 32768, -EINVAL, 536 },
	{ "TCP_MAXSEG none", IPPROTO_TCP, TCP_MAXSEG, 0, 0, 536 },
	{ "TCP_KEEPIDLE least", IPPROTO_TCP, TCP_KEEPIDLE, 1, 0, 1 },
	{ "TCP_KEEPIDLE most", IPPROTO_TCP, TCP_KEEPIDLE, 32767, 0, 32767 },
	{ "TCP_KEEPIDLE zero", IPPROTO_TCP, TCP_KEEPIDLE, 0, -EINVAL, 7200 },
	{ "TCP_KEEPIDLE large", IPPROTO_TCP, TCP_KEEPIDLE, 32768, -EINVAL, 7200 },
	{ "TCP_KEEPINTVL", IPPROTO_TCP, TCP_KEEPINTVL, 32767, 0, 32767 },
	{ "TCP_KEEPINTVL zero", IPPROTO_TCP, TCP_KEEPINTVL, 0, -EINVAL, 75 },
	{ "TCP_KEEPINTVL negative", IPPROTO_TCP, TCP_KEEPINTVL, -1, -EINVAL, 75 },
	{ "TCP_KEEPCNT", IPPROTO_TCP, TCP_KEEPCNT, 127, 0, 127 },
	{ "TCP_KEEPCNT zero", IPPROTO_TCP, TCP_KEEPCNT, 0, -EINVAL, 9 },
	{ "TCP_KEEPCNT large", IPPROTO_TCP, TCP_KEEPCNT, 128, -EINVAL, 9 },
	{ "TCP unknown", IPPROTO_TCP, 999, 1, -ENOPROTOOPT, -ENOPROTOOPT },
	{ "IP_TOS", IPPROTO_IP, IP_TOS, 0x10, 0, 0x10 },
	{ "IP_TOS keeps ECN to TCP", IPPROTO_IP, IP_TOS, 0xff, 0, 0xfc },
	{ "IP_TTL", IPPROTO_IP, IP_TTL, 1, 0, 1 },
	{ "IP_TTL most", IPPROTO_IP, IP_TTL, 255, 0, 255 },
	{ "IP_TTL default", IPPROTO_IP, IP_TTL, -1, 0, 64 },
	{ "IP_TTL zero", IPPROTO_IP, IP_TTL, 0, -EINVAL, 64 },
	{ "IP_TTL large", IPPROTO_IP, IP_TTL, 256, -EINVAL, 64 },
	{ "IP_MTU_DISCOVER do", IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_DO, 0, IP_PMTUDISC_DO },
	{ "IP_MTU_DISCOVER dont", IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_DONT, -EINVAL,
	  IP_PMTUDISC_DO },
	{ "IP unknown", IPPROTO_IP, 999, 1, -ENOPROTOOPT, -ENOPROTOOPT },
	{ "other level", IPPROTO_UDP, 1, 1, -ENOPROTOOPT, -ENOPROTOOPT },
	/* it is read at SOL_SOCKET, as ever */
	{ "SO_REUSEPORT", SOL_TANDEM, SO_REUSEPORT, 1, 0, -ENOPROTOOPT },
	{ "SO_ZEROCOPY", SOL_TANDEM, SO_ZEROCOPY, 1, -EOPNOTSUPP, -EOPNOTSUPP },
	{ "tandem unknown", SOL_TANDEM, 9999, 1, -ENOPROTOOPT, -ENOPROTOOPT },
};

static void option_describe(const struct option *o, char *to)
{
	strscpy(to, o->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(options, options, option_describe);

static void set__is_told(struct kunit *test)
{
	const struct option *o = test->param_value;
	struct sock *sk = tn_fixture_socket(test);
	int val = -1, ret;

	KUNIT_EXPECT_EQ(test, set(sk, o->level, o->option, o->val), o->err);
	ret = get_bytes(test, sk, o->level, o->option, &val, sizeof(val));
	if (o->told < 0) {
		KUNIT_EXPECT_EQ(test, ret, o->told);
		return;
	}
	KUNIT_EXPECT_EQ(test, ret, (int)sizeof(val));
	KUNIT_EXPECT_EQ(test, val, o->told);
}

static void set__lengths(struct kunit *test)
{
	struct sock *sk = tn_fixture_socket(test);
	u8 tos[8] = { 0x20 };
	int val[2] = { 9, 1 };

	KUNIT_EXPECT_EQ(test, set_bytes(sk, IPPROTO_TCP, TCP_KEEPCNT, val, 3), -EINVAL);
	KUNIT_EXPECT_EQ(test, set_bytes(sk, IPPROTO_TCP, TCP_KEEPCNT, val, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, set_bytes(sk, IPPROTO_TCP, TCP_KEEPCNT, val, 8), 0);
	KUNIT_EXPECT_EQ(test, tn_sk(sk)->tcb.keep.cnt, 9);
	/* ip(7): a byte will do */
	KUNIT_EXPECT_EQ(test, set_bytes(sk, IPPROTO_IP, IP_TOS, tos, 1), 0);
	KUNIT_EXPECT_EQ(test, tn_sk(sk)->tos, 0x20);
	KUNIT_EXPECT_EQ(test, set_bytes(sk, IPPROTO_IP, IP_TOS, tos, 0), -EINVAL);
}

static void get__lengths(struct kunit *test)
{
	struct sock *sk = tn_fixture_socket(test);
	u8 bytes[64];

	/* Less is had of it, and told so; more is not. */
	KUNIT_EXPECT_EQ(test, get_bytes(test, sk, IPPROTO_TCP, TCP_KEEPIDLE, bytes, 2), 2);
	KUNIT_EXPECT_EQ(test, bytes[0] | bytes[1] << 8, 7200);
	KUNIT_EXPECT_EQ(test, get_bytes(test, sk, IPPROTO_TCP, TCP_KEEPIDLE, bytes, 64), 4);
	KUNIT_EXPECT_EQ(test, get_bytes(test, sk, IPPROTO_TCP, TCP_KEEPIDLE, bytes, 0), 0);
	KUNIT_EXPECT_EQ(test, get_bytes(test, sk, IPPROTO_TCP, TCP_KEEPIDLE, bytes, -1), -EINVAL);
}

static void get__memory_that_is_not_there(struct kunit *test)
{
	struct room __user *u = user_room(test);
	struct sock *sk = tn_fixture_socket(test);

	KUNIT_ASSERT_EQ(test, put_user(4, &u->len), 0);
	KUNIT_EXPECT_EQ(test, tn_sockopt_get(sk->sk_socket, IPPROTO_TCP, TCP_NODELAY, NULL,
					     &u->len), -EFAULT);
	KUNIT_EXPECT_EQ(test, tn_sockopt_get(sk->sk_socket, IPPROTO_TCP, TCP_NODELAY, u->val,
					     NULL), -EFAULT);
}

static void congestion__by_name(struct kunit *test)
{
	struct sock *sk = tn_fixture_socket(test);
	char name[32] = {};

	KUNIT_EXPECT_EQ(test, set_bytes(sk, IPPROTO_TCP, TCP_CONGESTION, "reno", 4), 0);
	KUNIT_EXPECT_GT(test, get_bytes(test, sk, IPPROTO_TCP, TCP_CONGESTION, name, 32), 0);
	KUNIT_EXPECT_STREQ(test, name, "reno");
	KUNIT_EXPECT_EQ(test, set_bytes(sk, IPPROTO_TCP, TCP_CONGESTION, "ren", 3), -ENOENT);
	KUNIT_EXPECT_EQ(test, set_bytes(sk, IPPROTO_TCP, TCP_CONGESTION, "", 0), -EINVAL);
	memset(name, 'x', sizeof(name));
	KUNIT_EXPECT_EQ(test, set_bytes(sk, IPPROTO_TCP, TCP_CONGESTION, name, 32), -ENOENT);
	KUNIT_EXPECT_STREQ(test, tn_sk(sk)->tcb.cc.ops->name, "reno");
}

static void info__of_a_connection(struct kunit *test)
{
	struct tn_tuple tuple = tn_fixture_tuple(1043, 7);
	struct sock *sk = tn_fixture_socket(test);
	struct tcp_info info;

	tn_fixture_connect(test, sk, &tuple);
	memset(&info, 0xff, sizeof(info));
	KUNIT_EXPECT_EQ(test, get_bytes(test, sk, IPPROTO_TCP, TCP_INFO, &info, sizeof(info)),
			(int)sizeof(info));
	KUNIT_EXPECT_EQ(test, info.tcpi_state, TCP_ESTABLISHED);
	KUNIT_EXPECT_EQ(test, info.tcpi_snd_mss, 536u);
	KUNIT_EXPECT_EQ(test, info.tcpi_pmtu, 576u);
	KUNIT_EXPECT_EQ(test, info.tcpi_snd_wnd, 65535u);
	/* Older programs know fewer fields. */
	KUNIT_EXPECT_EQ(test, get_bytes(test, sk, IPPROTO_TCP, TCP_INFO, &info, 104), 104);
}

static struct kunit_case sockopt_cases[] = {
	KUNIT_CASE_PARAM(set__is_told, options_gen_params),
	KUNIT_CASE(set__lengths),
	KUNIT_CASE(get__lengths),
	KUNIT_CASE(get__memory_that_is_not_there),
	KUNIT_CASE(congestion__by_name),
	KUNIT_CASE(info__of_a_connection),
	{}
};

static struct kunit_suite sockopt_suite = {
	.name = "sock_sockopt",
	.test_cases = sockopt_cases,
};

kunit_test_suite(sockopt_suite);
