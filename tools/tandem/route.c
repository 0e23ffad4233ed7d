// SPDX-License-Identifier: GPL-2.0
/*
 * tandem route: where Tandem sends. Each route is shown in the words that
 * `tandem route add` takes. `show all` has also those that nobody can add: the
 * way to Tandem's own addresses ("local") and its subnets' broadcasts.
 */
#include <linux/genetlink.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/tandem.h>
#include "tandem.h"

static const char *kind_word(uint32_t kind)
{
	switch (kind) {
	case TANDEM_ROUTE_LOCAL:
		return "local ";
	case TANDEM_ROUTE_BROADCAST:
		return "broadcast ";
	default:
		return "";
	}
}

static void show_one(const struct nlmsghdr *msg, struct nlattr **tb, void *arg)
{
	const char *kind = kind_word(nl_u32(tb[TANDEM_A_ROUTE_KIND]));
	uint32_t gateway = nl_u32(tb[TANDEM_A_ROUTE_GATEWAY]);
	const bool *all = arg;
	char dev[IF_NAMESIZE];
	unsigned int len;

	(void)msg;
	if (!tb[TANDEM_A_ROUTE_DST] || !tb[TANDEM_A_ROUTE_PREFIXLEN] ||
	    (*kind && !*all))
		return;
	len = mnl_attr_get_u8(tb[TANDEM_A_ROUTE_PREFIXLEN]);
	printf("%s", kind);
	if (len)
		printf("%s/%u", parse_show_addr(nl_u32(tb[TANDEM_A_ROUTE_DST])), len);
	else
		printf("default");
	if (gateway)
		printf(" via %s", parse_show_addr(gateway));
	printf(" dev %s", parse_show_dev(nl_u32(tb[TANDEM_A_ROUTE_IFINDEX]), dev));
	if (*all && nl_u32(tb[TANDEM_A_ROUTE_SRC]))
		printf(" src %s", parse_show_addr(nl_u32(tb[TANDEM_A_ROUTE_SRC])));
	putchar('\n');
}

static void list(struct nl *nl, int n, char **words)
{
	bool all = n;

	if (n > 1 || (n && strcmp(words[0], "all")))
		say_misused("usage: tandem route [show [all]]");
	nl_open_tandem(nl);
	nl_begin(nl, TANDEM_CMD_ROUTE_GET);
	nl_dump(nl, sizeof(struct genlmsghdr), TANDEM_A_ROUTE_MAX, show_one, &all);
}

static void change(struct nl *nl, uint8_t cmd, int n, char **words)
{
	const char *verb = cmd == TANDEM_CMD_ROUTE_NEW ? "add" : "del";
	uint32_t gateway = 0, ifindex = 0;
	struct prefix prefix;
	char doing[128];
	int i;

	if (n < 1 || n % 2 == 0)
		say_misused("usage: tandem route %s PREFIX|default [via GATEWAY] [dev DEV]",
			    verb);
	parse_prefix(words[0], &prefix);
	if (prefix.addr & ~parse_mask(prefix.len))
		say_misused("'%s' has bits behind its prefix length: %s/%u is meant?",
			    words[0], parse_show_addr(prefix.addr & parse_mask(prefix.len)),
			    prefix.len);
	for (i = 1; i < n; i += 2) {
		if (!strcmp(words[i], "via"))
			gateway = parse_addr(words[i + 1]);
		else if (!strcmp(words[i], "dev"))
			ifindex = parse_dev(words[i + 1]);
		else
			say_misused("tandem route: via or dev, not '%s'", words[i]);
	}
	if (cmd == TANDEM_CMD_ROUTE_NEW && !gateway && !ifindex)
		say_misused("a route needs 'via GATEWAY' or 'dev DEV'");
	nl_open_tandem(nl);
	nl_begin(nl, cmd);
	mnl_attr_put_u32(nl->req, TANDEM_A_ROUTE_DST, prefix.addr);
	mnl_attr_put_u8(nl->req, TANDEM_A_ROUTE_PREFIXLEN, prefix.len);
	if (gateway)
		mnl_attr_put_u32(nl->req, TANDEM_A_ROUTE_GATEWAY, gateway);
	if (ifindex)
		mnl_attr_put_u32(nl->req, TANDEM_A_ROUTE_IFINDEX, ifindex);
	snprintf(doing, sizeof(doing), "%s the route %s",
		 cmd == TANDEM_CMD_ROUTE_NEW ? "add" : "delete", words[0]);
	nl_do_or_fail(nl, doing);
}

int route_main(int n, char **words)
{
	struct nl nl;

	if (!n)
		list(&nl, 0, words);
	else if (!strcmp(words[0], "show"))
		list(&nl, n - 1, words + 1);
	else if (!strcmp(words[0], "add"))
		change(&nl, TANDEM_CMD_ROUTE_NEW, n - 1, words + 1);
	else if (!strcmp(words[0], "del"))
		change(&nl, TANDEM_CMD_ROUTE_DEL, n - 1, words + 1);
	else
		say_misused("tandem route: show, add or del, not '%s'", words[0]);
	nl_close(&nl);
	return EXIT_SUCCESS;
}
