// SPDX-License-Identifier: GPL-2.0
/*
 * tandem ss: Tandem's sockets, as `ss -tan` shows the native stack's; with -i
 * the inside of each connection (struct tcp_info), with -o its next timer.
 *
 * Without -a or -l: connections, leaving out listeners and TIME-WAIT.
 */
#include <arpa/inet.h>
#include <linux/genetlink.h>
#include <linux/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <linux/tandem.h>
#include "tandem.h"

/* The numbers of tcpi_state; <netinet/tcp.h> would clash with <linux/tcp.h>. */
enum state {
	STATE_TIME_WAIT = 6,
	STATE_CLOSE = 7,
	STATE_LISTEN = 10,
};

static const char * const state_names[] = {
	"?", "ESTAB", "SYN-SENT", "SYN-RECV", "FIN-WAIT-1", "FIN-WAIT-2",
	"TIME-WAIT", "UNCONN", "LAST-ACK", "CLOSE-WAIT", "LISTEN", "CLOSING",
	"SYN-RECV",
};

static const char * const timer_names[] = {
	[TANDEM_TIMER_RETRANS] = "on",
	[TANDEM_TIMER_PERSIST] = "persist",
	[TANDEM_TIMER_KEEPALIVE] = "keepalive",
	[TANDEM_TIMER_TIMEWAIT] = "timewait",
	[TANDEM_TIMER_DELACK] = "delack",
	[TANDEM_TIMER_OTHER] = "other",
};

struct view {
	bool all;
	bool listening;
	bool inside;
	bool timers;
};

static bool is_wanted(const struct view *view, uint32_t state)
{
	if (view->all)
		return true;
	if (view->listening)
		return state == STATE_LISTEN;
	return state != STATE_LISTEN && state != STATE_TIME_WAIT &&
	       state != STATE_CLOSE;
}

static const char *endpoint(char text[32], const struct nlattr *addr,
			    const struct nlattr *port)
{
	uint16_t number = port ? ntohs(mnl_attr_get_u16(port)) : 0;
	const char *host = parse_show_addr(nl_u32(addr));

	if (number)
		snprintf(text, 32, "%s:%u", host, number);
	else
		snprintf(text, 32, "%s:*", host);
	return text;
}

static void show_timer(struct nlattr **tb)
{
	uint32_t timer = nl_u32(tb[TANDEM_A_SOCK_TIMER]);
	uint32_t ms = nl_u32(tb[TANDEM_A_SOCK_EXPIRES]);

	if (timer == TANDEM_TIMER_NONE || timer >= ARRAY_SIZE(timer_names))
		return;
	printf(" timer:(%s,%u.%03us,%u)", timer_names[timer], ms / 1000, ms % 1000,
	       nl_u32(tb[TANDEM_A_SOCK_RETRANS]));
}

static void show_options(const struct tcp_info *info)
{
	if (info->tcpi_options & TCPI_OPT_TIMESTAMPS)
		printf(" ts");
	if (info->tcpi_options & TCPI_OPT_SACK)
		printf(" sack");
	if (info->tcpi_options & TCPI_OPT_ECN)
		printf(" ecn");
	if (info->tcpi_options & TCPI_OPT_WSCALE)
		printf(" wscale:%u,%u", info->tcpi_snd_wscale, info->tcpi_rcv_wscale);
}

static void show_number(const char *name, unsigned long long value)
{
	if (value)
		printf(" %s:%llu", name, value);
}

/* Of the time in which there was something to send, what was waited for, as ss(8) has it. */
static void show_busy(const struct tcp_info *info)
{
	unsigned long long busy = info->tcpi_busy_time;

	if (!busy)
		return;
	printf(" busy:%llums", busy / 1000);
	if (info->tcpi_rwnd_limited)
		printf(" rwnd_limited:%llums(%.1f%%)", info->tcpi_rwnd_limited / 1000ULL,
		       100.0 * info->tcpi_rwnd_limited / busy);
	if (info->tcpi_sndbuf_limited)
		printf(" sndbuf_limited:%llums(%.1f%%)", info->tcpi_sndbuf_limited / 1000ULL,
		       100.0 * info->tcpi_sndbuf_limited / busy);
}

static void show_info(const struct tcp_info *info)
{
	show_options(info);
	if (info->tcpi_rto)
		printf(" rto:%g", info->tcpi_rto / 1000.0);
	if (info->tcpi_rtt)
		printf(" rtt:%.3f/%.3f", info->tcpi_rtt / 1000.0,
		       info->tcpi_rttvar / 1000.0);
	show_number("backoff", info->tcpi_backoff);
	show_number("mss", info->tcpi_snd_mss);
	show_number("rcvmss", info->tcpi_rcv_mss);
	show_number("pmtu", info->tcpi_pmtu);
	show_number("cwnd", info->tcpi_snd_cwnd);
	if (info->tcpi_snd_ssthresh < 0x7fffffff)
		show_number("ssthresh", info->tcpi_snd_ssthresh);
	show_number("bytes_sent", info->tcpi_bytes_sent);
	show_number("bytes_retrans", info->tcpi_bytes_retrans);
	show_number("bytes_acked", info->tcpi_bytes_acked);
	show_number("bytes_received", info->tcpi_bytes_received);
	show_number("segs_out", info->tcpi_segs_out);
	show_number("segs_in", info->tcpi_segs_in);
	show_number("unacked", info->tcpi_unacked);
	show_number("lost", info->tcpi_lost);
	show_number("sacked", info->tcpi_sacked);
	if (info->tcpi_total_retrans)
		printf(" retrans:%u/%u", info->tcpi_retrans, info->tcpi_total_retrans);
	show_number("pacing_rate", info->tcpi_pacing_rate);
	if (info->tcpi_max_pacing_rate != ~0ULL)
		show_number("max_pacing_rate", info->tcpi_max_pacing_rate);
	show_number("delivery_rate", info->tcpi_delivery_rate);
	if (info->tcpi_delivery_rate_app_limited)
		printf(" app_limited");
	show_busy(info);
	show_number("rcv_space", info->tcpi_rcv_space);
}

/* TIME-WAIT has lost its inside, and a listener's is only its queue. */
static void show_inside(struct nlattr **tb, uint32_t state)
{
	struct tcp_info info = { 0 };
	size_t len;

	if (!tb[TANDEM_A_SOCK_INFO])
		return;
	/* Shorter or longer than ours: what is missing stays 0. */
	len = mnl_attr_get_payload_len(tb[TANDEM_A_SOCK_INFO]);
	if (len > sizeof(info))
		len = sizeof(info);
	memcpy(&info, mnl_attr_get_payload(tb[TANDEM_A_SOCK_INFO]), len);
	putchar('\t');
	if (tb[TANDEM_A_SOCK_CONG])
		printf(" %s", mnl_attr_get_str(tb[TANDEM_A_SOCK_CONG]));
	if (state != STATE_LISTEN)
		show_info(&info);
	show_number("uid", nl_u32(tb[TANDEM_A_SOCK_UID]));
	show_number("ino", nl_u32(tb[TANDEM_A_SOCK_INO]));
	putchar('\n');
}

static void show_one(const struct nlmsghdr *msg, struct nlattr **tb, void *arg)
{
	uint32_t state = nl_u32(tb[TANDEM_A_SOCK_STATE]);
	const struct view *view = arg;
	char local[32], peer[32];

	(void)msg;
	if (!is_wanted(view, state))
		return;
	printf("%-10s %-7u %-7u %21s %21s",
	       state_names[state < ARRAY_SIZE(state_names) ? state : 0],
	       nl_u32(tb[TANDEM_A_SOCK_RQUEUE]), nl_u32(tb[TANDEM_A_SOCK_WQUEUE]),
	       endpoint(local, tb[TANDEM_A_SOCK_LADDR], tb[TANDEM_A_SOCK_LPORT]),
	       endpoint(peer, tb[TANDEM_A_SOCK_RADDR], tb[TANDEM_A_SOCK_RPORT]));
	if (view->timers)
		show_timer(tb);
	putchar('\n');
	if (view->inside)
		show_inside(tb, state);
}

int ss_main(int n, char **words)
{
	struct view view = { 0 };
	const char *letter;
	struct nl nl;
	int i;

	for (i = 0; i < n; i++) {
		if (words[i][0] != '-' || !words[i][1])
			say_misused("usage: tandem ss [-a | -l] [-i] [-o]");
		for (letter = words[i] + 1; *letter; letter++) {
			switch (*letter) {
			case 'a':
				view.all = true;
				break;
			case 'l':
				view.listening = true;
				break;
			case 'i':
				view.inside = true;
				break;
			case 'o':
				view.timers = true;
				break;
			case 't':	/* only TCP and only numbers anyway: */
			case 'n':	/* for fingers used to `ss -tan` */
				break;
			default:
				say_misused("tandem ss: there is no option -%c", *letter);
			}
		}
	}
	nl_open_tandem(&nl);
	printf("%-10s %-7s %-7s %21s %21s\n", "State", "Recv-Q", "Send-Q",
	       "Local Address:Port", "Peer Address:Port");
	nl_begin(&nl, TANDEM_CMD_SOCK_GET);
	nl_dump(&nl, sizeof(struct genlmsghdr), TANDEM_A_SOCK_MAX, show_one, &view);
	nl_close(&nl);
	return EXIT_SUCCESS;
}
