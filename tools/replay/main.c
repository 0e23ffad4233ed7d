// SPDX-License-Identifier: GPL-2.0
/*
 * tn-replay: drive the core of the module through what happened to a connection.
 *
 *	tn-replay FILE [--conn N] [--until EVENT] [--break EVENT] [--verbose]
 *
 * FILE was made by `tandem trace dump`. Each event of each connection (or that of number N)
 * is done again, and the state that it leaves is compared with the one that was recorded.
 * The first difference is printed, with both sides, and ends the replay of that
 * connection. --break raises SIGTRAP before an event:
 *
 *	gdb --args tn-replay FILE --conn 3 --break 1729
 *
 * A journal whose ring was full lacks events, so that there is nothing to drive the
 * connection with: it is listed with --verbose, and counts as not replayed.
 *
 * Exit status: 0 all that was asked for is the same, 1 something differs or was
 * not replayed, 2 wrong command line, 3 the file cannot be read or is damaged.
 */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <arpa/inet.h>

#include "replay.h"
#include "wire/bytes.h"

#define EXIT_USAGE	2
#define EXIT_DAMAGED	3

#define NO_EVENT	UINT64_MAX

/* More is no file of ours: 16 journals of 256 KiB, and what is around them. */
#define FILE_MAX	(64u << 20)

static struct wish {
	u64 conn;		/* 0: all */
	u64 until;
	u64 stop;
	bool verbose;
} wish = { .until = NO_EVENT, .stop = NO_EVENT };

static struct file {
	const char *name;
	u8 *bytes;
	u32 len;
	u32 at;
} file;

/**
 * struct run - one journal
 * @d:     the connection
 * @id:    its number
 * @begin: when it began
 * @begun: recoveries that have begun so far
 * @next:  number of the event that must follow
 * @ours:  it is among those that were asked for
 * @over:  no further event is to be done
 * @bad:   it differs, or lacks events
 */
struct run {
	struct drive d;
	u64 id;
	tn_time_t begin;
	u16 begun;
	u32 next;
	bool ours;
	bool over;
	bool bad;
};

__attribute__((noreturn, format(printf, 2, 3)))
static void quit(int status, const char *fmt, ...)
{
	va_list args;

	fflush(stdout);
	fputs("tn-replay: ", stderr);
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fputc('\n', stderr);
	exit(status);
}

static void read_file(void)
{
	FILE *in = fopen(file.name, "rb");
	size_t n;

	if (!in)
		quit(EXIT_DAMAGED, "%s: %s", file.name, strerror(errno));
	file.bytes = malloc(FILE_MAX);
	if (!file.bytes)
		quit(EXIT_DAMAGED, "no memory");
	n = fread(file.bytes, 1, FILE_MAX, in);
	if (ferror(in))
		quit(EXIT_DAMAGED, "%s: %s", file.name, strerror(errno));
	if (n == FILE_MAX)
		quit(EXIT_DAMAGED, "%s: too long to be a trace", file.name);
	fclose(in);
	file.len = n;
	if (n < TN_JOURNAL_FILE_HLEN ||
	    memcmp(file.bytes, TN_JOURNAL_MAGIC, sizeof(TN_JOURNAL_MAGIC)))
		quit(EXIT_DAMAGED, "%s: not made by tandem trace dump", file.name);
	n = tn_get_be16(file.bytes + TN_JOURNAL_FILE_VERSION_AT);
	if (n != TN_JOURNAL_VERSION)
		quit(EXIT_DAMAGED, "%s: of version %zu, this program knows version %u",
		     file.name, n, TN_JOURNAL_VERSION);
	file.at = TN_JOURNAL_FILE_HLEN;
}

/* The next record and its length; NULL at the end of the file. */
static const u8 *next_record(u32 *len)
{
	const u8 *p = file.bytes + file.at;
	int n;

	if (file.at == file.len)
		return NULL;
	n = tn_journal_length(p, file.len - file.at);
	if (n == -ENODATA)
		quit(EXIT_DAMAGED, "%s: ends within the record at byte %u", file.name, file.at);
	if (n < 0)
		quit(EXIT_DAMAGED, "%s: damaged at byte %u", file.name, file.at);
	file.at += n;
	*len = n;
	return p;
}

static void differs(struct run *run, const char *why)
{
	run->over = true;
	run->bad = true;
	if (why)
		printf("connection %llu: %s\n", (unsigned long long)run->id, why);
}

static void begin(struct run *run, const u8 *p, u32 len)
{
	char laddr[INET_ADDRSTRLEN], raddr[INET_ADDRSTRLEN];
	struct tn_journal_create c;
	const char *why;

	if (tn_journal_decode_create(p, len, &c))
		quit(EXIT_DAMAGED, "%s: a connection that begins at byte %u makes no sense",
		     file.name, file.at - len);
	memset(run, 0, sizeof(*run));
	run->id = c.id;
	run->begin = c.opened;
	run->next = 1;
	run->ours = !wish.conn || wish.conn == c.id;
	inet_ntop(AF_INET, &c.laddr, laddr, sizeof(laddr));
	inet_ntop(AF_INET, &c.raddr, raddr, sizeof(raddr));
	if (run->ours)
		printf("connection %llu: %s:%u %s:%u\n", (unsigned long long)c.id,
		       laddr, ntohs(c.lport), raddr, ntohs(c.rport));
	why = drive_begin(&run->d, &c);
	if (why)
		differs(run, why);
}

static void end(struct run *run, const struct tn_journal_event *ev)
{
	if (run->ours && !run->bad && !run->over && ev->number != run->next)
		differs(run, "its last events are missing");
	if (run->ours && !run->bad)
		printf("connection %llu: %u events, all the same%s\n",
		       (unsigned long long)run->id, run->next - 1,
		       ev->flag ? "" : " (it was still open)");
	drive_end(&run->d);
}

static void replay(struct run *run, const struct tn_journal_event *ev)
{
	struct tn_journal_digest now;
	const char *why;

	if (run->over)
		return;
	if (ev->number != run->next) {
		printf("connection %llu: truncated, lacks events %u to %u: cannot be replayed\n",
		       (unsigned long long)run->id, run->next, ev->number - 1);
		differs(run, NULL);
		return;
	}
	if (ev->number > wish.until) {
		run->over = true;
		return;
	}
	if (ev->number == wish.stop)
		raise(SIGTRAP);
	why = drive_event(&run->d, ev);
	tn_journal_digest(&now, &run->d.tcb);
	if (why || memcmp(&now, &ev->digest, sizeof(now))) {
		printf("connection %llu: event %u turns out otherwise\n",
		       (unsigned long long)run->id, ev->number);
		text_event(ev, run->begin, run->begun);
		text_differences(&ev->digest, &now);
		differs(run, why);
		return;
	}
	run->next++;
}

/* All of the file. Returns the exit status. */
static int replay_file(void)
{
	struct tn_journal_event ev;
	struct run *run = NULL;
	int found = 0, bad = 0;
	const u8 *p;
	u32 len;

	while ((p = next_record(&len))) {
		if (p[TN_JOURNAL_AT_TYPE] == TN_JOURNAL_CREATE) {
			if (run)
				quit(EXIT_DAMAGED, "%s: a connection without an end", file.name);
			run = malloc(sizeof(*run));
			if (!run)
				quit(EXIT_DAMAGED, "no memory");
			begin(run, p, len);
			continue;
		}
		if (!run || tn_journal_decode(p, len, &ev))
			quit(EXIT_DAMAGED, "%s: the record at byte %u makes no sense",
			     file.name, file.at - len);
		if (run->ours && wish.verbose && ev.number <= wish.until)
			text_event(&ev, run->begin, run->begun);
		run->begun = ev.digest.begun;
		if (ev.type != TN_JOURNAL_END) {
			if (run->ours)
				replay(run, &ev);
			continue;
		}
		end(run, &ev);
		found += run->ours;
		bad += run->ours && run->bad;
		free(run);
		run = NULL;
	}
	if (run)
		quit(EXIT_DAMAGED, "%s: a connection without an end", file.name);
	if (!found)
		quit(EXIT_FAILURE, "%s: %s", file.name,
		     wish.conn ? "no such connection" : "nothing was recorded");
	return bad ? EXIT_FAILURE : EXIT_SUCCESS;
}

__attribute__((noreturn))
static void misused(void)
{
	fputs("usage: tn-replay FILE [--conn N] [--until EVENT] [--break EVENT] [--verbose]\n",
	      stderr);
	exit(EXIT_USAGE);
}

static u64 number(const char *word)
{
	char *rest;
	u64 n = strtoull(word, &rest, 10);

	if (*word < '0' || *word > '9' || *rest)
		misused();
	return n;
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "conn", required_argument, NULL, 'c' },
		{ "until", required_argument, NULL, 'u' },
		{ "break", required_argument, NULL, 'b' },
		{ "verbose", no_argument, NULL, 'v' },
		{ 0 },
	};
	int c, status;

	while ((c = getopt_long(argc, argv, "v", options, NULL)) != -1)
		switch (c) {
		case 'c':
			wish.conn = number(optarg);
			break;
		case 'u':
			wish.until = number(optarg);
			break;
		case 'b':
			wish.stop = number(optarg);
			break;
		case 'v':
			wish.verbose = true;
			break;
		default:
			misused();
		}
	if (optind + 1 != argc)
		misused();
	file.name = argv[optind];
	read_file();
	status = replay_file();
	free(file.bytes);
	return status;
}
