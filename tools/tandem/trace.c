// SPDX-License-Identifier: GPL-2.0
/*
 * tandem trace: record what happens to connections, for tn-replay.
 *
 * What the module hands out is written to a file as it is. On "-" the end of each
 * journal is printed instead, for a reader who has lost the machine the file would be
 * on: that needs nothing but where the fields of a record stand (tcp/journal_file.h).
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/genetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/tandem.h>
#include <linux/tandem_trace.h>
#include "tandem.h"
#include "tcp/cause.h"
#include "tcp/journal_file.h"

/* Events of each connection that "dump -" shows */
#define SHOWN	40

#define USAGE	"usage: tandem trace [show | on [PORT] | off | dump FILE|-]"

struct bytes {
	uint8_t *p;
	size_t len;
};

static uint64_t get(const uint8_t *p, unsigned int n)
{
	uint64_t v = 0;

	while (n--)
		v = v << 8 | *p++;
	return v;
}

static void show_ends(uint32_t laddr, uint16_t lport, uint32_t raddr, uint16_t rport)
{
	printf("%s:%u", parse_show_addr(laddr), ntohs(lport));
	printf(" %s:%u", parse_show_addr(raddr), ntohs(rport));
}

static void show_one(const struct nlmsghdr *msg, struct nlattr **tb, void *arg)
{
	(void)msg;
	(void)arg;
	if (tb[TANDEM_A_TRACE_ON]) {
		printf("trace %s", mnl_attr_get_u8(tb[TANDEM_A_TRACE_ON]) ? "on" : "off");
		if (tb[TANDEM_A_TRACE_PORT])
			printf(" port %u", ntohs(mnl_attr_get_u16(tb[TANDEM_A_TRACE_PORT])));
		if (nl_u32(tb[TANDEM_A_TRACE_MISSED]))
			printf(" missed %u", nl_u32(tb[TANDEM_A_TRACE_MISSED]));
		putchar('\n');
	}
	if (!tb[TANDEM_A_TRACE_ID] || !tb[TANDEM_A_TRACE_LPORT] || !tb[TANDEM_A_TRACE_RPORT])
		return;
	printf("%llu: ", (unsigned long long)mnl_attr_get_u64(tb[TANDEM_A_TRACE_ID]));
	show_ends(nl_u32(tb[TANDEM_A_TRACE_LADDR]), mnl_attr_get_u16(tb[TANDEM_A_TRACE_LPORT]),
		  nl_u32(tb[TANDEM_A_TRACE_RADDR]), mnl_attr_get_u16(tb[TANDEM_A_TRACE_RPORT]));
	printf(" events %u", nl_u32(tb[TANDEM_A_TRACE_EVENTS]));
	if (nl_u32(tb[TANDEM_A_TRACE_LOST]))
		printf(" truncated %u", nl_u32(tb[TANDEM_A_TRACE_LOST]));
	puts(tb[TANDEM_A_TRACE_LIVE] && mnl_attr_get_u8(tb[TANDEM_A_TRACE_LIVE]) ? " live" : "");
}

static void show(struct nl *nl)
{
	nl_begin(nl, TANDEM_CMD_TRACE_GET);
	nl_dump(nl, sizeof(struct genlmsghdr), TANDEM_A_TRACE_MAX, show_one, NULL);
}

static void set(struct nl *nl, bool on, const char *port)
{
	unsigned int number = port ? parse_number("port", port, 1, 65535) : 0;

	nl_begin(nl, TANDEM_CMD_TRACE_SET);
	mnl_attr_put_u8(nl->req, TANDEM_A_TRACE_ON, on);
	if (port)
		mnl_attr_put_u16(nl->req, TANDEM_A_TRACE_PORT, htons(number));
	nl_do_or_fail(nl, on ? "record" : "stop recording");
}

static void collect(const struct nlmsghdr *msg, struct nlattr **tb, void *arg)
{
	struct nlattr *data = tb[TANDEM_A_TRACE_DATA];
	struct bytes *all = arg;
	size_t n;

	(void)msg;
	if (!data)
		return;
	n = mnl_attr_get_payload_len(data);
	all->p = realloc(all->p, all->len + n);
	if (!all->p)
		say_failed("no memory");
	memcpy(all->p + all->len, mnl_attr_get_payload(data), n);
	all->len += n;
}

static void save(const struct bytes *all, const char *name)
{
	uint8_t header[TN_JOURNAL_FILE_HLEN] = TN_JOURNAL_MAGIC;
	FILE *file = fopen(name, "w");

	if (!file)
		say_failed("cannot create %s: %s", name, strerror(errno));
	header[TN_JOURNAL_FILE_VERSION_AT + 1] = TN_JOURNAL_VERSION;
	if (fwrite(header, 1, sizeof(header), file) != sizeof(header) ||
	    fwrite(all->p, 1, all->len, file) != all->len || fclose(file))
		say_failed("cannot write %s: %s", name, strerror(errno));
}

static const char *type_name(unsigned int type)
{
	static const char *const names[] = {
#define NAME(id, name)			\
	[TN_JOURNAL_##id] = name,
		TN_JOURNAL_LIST(NAME)
#undef NAME
	};

	return type < ARRAY_SIZE(names) ? names[type] : "?";
}

static const char *cause_name(unsigned int cause)
{
	static const char *const names[] = {
#define NAME(id, name)			\
	[TN_CAUSE_##id] = name,
		TN_CAUSE_LIST(NAME)
#undef NAME
	};

	return cause < ARRAY_SIZE(names) ? names[cause] : "?";
}

static void print_create(const uint8_t *p)
{
	printf("connection %llu: ", (unsigned long long)get(p + TN_JOURNAL_AT_ID, 8));
	show_ends(htonl(get(p + TN_JOURNAL_AT_LADDR, 4)), htons(get(p + TN_JOURNAL_AT_LPORT, 2)),
		  htonl(get(p + TN_JOURNAL_AT_RADDR, 4)), htons(get(p + TN_JOURNAL_AT_RPORT, 2)));
	putchar('\n');
}

/* Number, seconds since the connection began, type, and the digest's main fields. */
static void print_event(const uint8_t *p, size_t len, uint64_t begin)
{
	static const char *const fields[] = {
		"una", "nxt", "end", "wnd", "rcv.nxt", "rcv.adv", "cwnd", "ssthresh", "pipe",
		"lost", "rto_us",
	};
	const uint8_t *digest = p + len - TN_JOURNAL_DIGEST_LEN;
	unsigned int i;

	printf("  %u +%.6f %s", (unsigned int)get(p + TN_JOURNAL_AT_NUMBER, 4),
	       (get(p + TN_JOURNAL_AT_TIME, 8) - begin) / 1e9, type_name(p[TN_JOURNAL_AT_TYPE]));
	if (p[TN_JOURNAL_AT_TYPE] == TN_JOURNAL_END) {
		puts(p[len - 1] ? " (closed)" : " (still open)");
		return;
	}
	printf(": state %u", digest[0]);
	if (digest[TN_JOURNAL_DIGEST_MODE])
		printf(" recovery by %s", cause_name(get(digest + TN_JOURNAL_DIGEST_CAUSE, 2)));
	for (i = 0; i < ARRAY_SIZE(fields); i++)
		printf(" %s %llu", fields[i],
		       (unsigned long long)get(digest + TN_JOURNAL_DIGEST_UNA + 4 * i, 4));
	putchar('\n');
}

/* The length of the record at p, which the module has just written; checked all the same. */
static size_t length(const uint8_t *p, const uint8_t *end)
{
	size_t left = end - p, len = left < TN_JOURNAL_HLEN ? 0 : get(p + TN_JOURNAL_AT_LEN, 2);
	size_t least = TN_JOURNAL_HLEN + 1;

	if (len >= TN_JOURNAL_HLEN && p[TN_JOURNAL_AT_TYPE] != TN_JOURNAL_END)
		least = TN_JOURNAL_HLEN + TN_JOURNAL_DIGEST_LEN;
	if (len < least || len > left)
		say_failed("the journal is damaged");
	return len;
}

/* The END record's number tells how many events the journal at p has. */
static unsigned int count(const uint8_t *p, const uint8_t *end)
{
	while (p < end && p[TN_JOURNAL_AT_TYPE] != TN_JOURNAL_END)
		p += length(p, end);
	return p < end ? get(p + TN_JOURNAL_AT_NUMBER, 4) : 0;
}

static void print(const struct bytes *all)
{
	const uint8_t *p = all->p, *end = all->p + all->len;
	unsigned int last = 0;
	uint64_t begin = 0;
	size_t len;

	for (; p < end; p += len) {
		len = length(p, end);
		if (p[TN_JOURNAL_AT_TYPE] == TN_JOURNAL_CREATE) {
			print_create(p);
			begin = get(p + TN_JOURNAL_AT_TIME, 8);
			last = count(p, end);
		} else if (get(p + TN_JOURNAL_AT_NUMBER, 4) + SHOWN > last) {
			print_event(p, len, begin);
		}
	}
}

int trace_main(int n, char **words)
{
	struct bytes all = { 0 };
	struct nl nl;

	nl_open_tandem(&nl);
	if (!n || (n == 1 && !strcmp(words[0], "show"))) {
		show(&nl);
	} else if (!strcmp(words[0], "on") && n <= 2) {
		set(&nl, true, n == 2 ? words[1] : NULL);
	} else if (!strcmp(words[0], "off") && n == 1) {
		set(&nl, false, NULL);
	} else if (!strcmp(words[0], "dump") && n == 2) {
		nl_begin(&nl, TANDEM_CMD_TRACE_DUMP);
		nl_dump(&nl, sizeof(struct genlmsghdr), TANDEM_A_TRACE_MAX, collect, &all);
		if (strcmp(words[1], "-"))
			save(&all, words[1]);
		else
			print(&all);
		free(all.p);
	} else {
		say_misused(USAGE);
	}
	nl_close(&nl);
	return EXIT_SUCCESS;
}
