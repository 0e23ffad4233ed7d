/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files of the tandem program share.
 *
 * One file per object, as in ip(8): addr.c, route.c, neigh.c, link.c, ss.c,
 * stat.c, profile.c, trace.c, run.c, bench.c (and, below it, wan.c) each have one entry, called
 * by main.c with the words that follow the object's name. The files below them are nl.c (netlink),
 * parse.c (words to values and back) and say.c (the messages). The program
 * does one thing and exits, so an error ends it where it is found.
 */
#ifndef TANDEM_H
#define TANDEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdnoreturn.h>
#include <libmnl/libmnl.h>

#define EXIT_USAGE	2

#define ARRAY_SIZE(array)	(sizeof(array) / sizeof((array)[0]))
#define LIKE_PRINTF	__attribute__(( \
	format(printf, 1, 2)))

/* The objects. words[0] is the first word after the object's name. */
int addr_main(int n, char **words);
int route_main(int n, char **words);
int neigh_main(int n, char **words);
int link_main(int n, char **words);
int ss_main(int n, char **words);
int stat_main(int n, char **words);
int profile_main(int n, char **words);
int trace_main(int n, char **words);
int run_main(int n, char **words);
int bench_main(int n, char **words);
int wan_main(int n, char **words);	/* tandem bench --wan */

/* say.c: one line on stderr, then the end; status 1 and EXIT_USAGE */
noreturn void say_failed(const char *fmt, ...) LIKE_PRINTF;
noreturn void say_misused(const char *fmt, ...) LIKE_PRINTF;
noreturn void say_not_loaded(void);

/* parse.c */
struct prefix {
	uint32_t addr;		/* network byte order */
	uint8_t len;
};

void parse_prefix(const char *word, struct prefix *prefix);
uint32_t parse_addr(const char *word);
uint32_t parse_dev(const char *name);
unsigned int parse_number(const char *what, const char *word,
			  unsigned int min, unsigned int max);
bool parse_in_list(const char *list, const char *name);
void parse_check_list(const char *list, const char *known, const char *what);
uint32_t parse_mask(uint8_t len);
const char *parse_show_addr(uint32_t addr);
const char *parse_show_dev(uint32_t ifindex, char name[]);
const char *parse_show_lladdr(const struct nlattr *attr);
int parse_family(void);

/*
 * nl.c: a netlink socket. A request is begun in the socket's buffer, gets its
 * attributes by mnl_attr_put_*(), and is sent by nl_do() or nl_dump().
 */
struct nl {
	struct mnl_socket *sock;
	uint16_t type;			/* generic netlink: the family's id */
	struct nlmsghdr *req;
	char buf[4096];
};

/* A dump's callback: tb[type] is the attribute, or NULL. */
typedef void (*nl_fn)(const struct nlmsghdr *msg, struct nlattr **tb, void *arg);

void nl_open_tandem(struct nl *nl);
void nl_open_route(struct nl *nl);
void nl_close(struct nl *nl);
void nl_begin(struct nl *nl, uint8_t cmd);
void *nl_begin_route(struct nl *nl, uint16_t type, uint16_t flags, size_t size);
int nl_do(struct nl *nl, const char **text);
void nl_do_or_fail(struct nl *nl, const char *doing);
void nl_dump(struct nl *nl, size_t header, unsigned int max, nl_fn fn, void *arg);

static inline uint32_t nl_u32(const struct nlattr *attr)
{
	return attr ? mnl_attr_get_u32(attr) : 0;
}

#endif /* TANDEM_H */
