// SPDX-License-Identifier: GPL-2.0
/*
 * tandem addr: the addresses that are Tandem's. Each is shown in the words
 * that `tandem addr add` takes.
 */
#include <linux/genetlink.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/tandem.h>
#include "tandem.h"

static void show_one(const struct nlmsghdr *msg, struct nlattr **tb, void *arg)
{
	char dev[IF_NAMESIZE];

	(void)msg;
	(void)arg;
	if (!tb[TANDEM_A_ADDR_LOCAL] || !tb[TANDEM_A_ADDR_PREFIXLEN])
		return;
	printf("%s/%u dev %s\n", parse_show_addr(nl_u32(tb[TANDEM_A_ADDR_LOCAL])),
	       mnl_attr_get_u8(tb[TANDEM_A_ADDR_PREFIXLEN]),
	       parse_show_dev(nl_u32(tb[TANDEM_A_ADDR_IFINDEX]), dev));
}

static void show(struct nl *nl)
{
	nl_open_tandem(nl);
	nl_begin(nl, TANDEM_CMD_ADDR_GET);
	nl_dump(nl, sizeof(struct genlmsghdr), TANDEM_A_ADDR_MAX, show_one, NULL);
}

static void change(struct nl *nl, uint8_t cmd, int n, char **words)
{
	const char *verb = cmd == TANDEM_CMD_ADDR_NEW ? "add" : "del";
	struct prefix prefix;
	char doing[128];
	bool with_len;

	if (n != 3 || strcmp(words[1], "dev"))
		say_misused("usage: tandem addr %s ADDR/LEN dev DEV", verb);
	with_len = strchr(words[0], '/');
	if (!with_len && cmd == TANDEM_CMD_ADDR_NEW)
		say_misused("'%s' lacks its prefix length: ADDR/LEN", words[0]);
	if (!strcmp(words[0], "default"))
		say_misused("'default' is not an IPv4 address");
	parse_prefix(words[0], &prefix);
	nl_open_tandem(nl);
	nl_begin(nl, cmd);
	mnl_attr_put_u32(nl->req, TANDEM_A_ADDR_LOCAL, prefix.addr);
	if (with_len)
		mnl_attr_put_u8(nl->req, TANDEM_A_ADDR_PREFIXLEN, prefix.len);
	mnl_attr_put_u32(nl->req, TANDEM_A_ADDR_IFINDEX, parse_dev(words[2]));
	if (cmd == TANDEM_CMD_ADDR_NEW)
		snprintf(doing, sizeof(doing), "add %s to %s", words[0], words[2]);
	else
		snprintf(doing, sizeof(doing), "delete %s from %s", words[0], words[2]);
	nl_do_or_fail(nl, doing);
}

int addr_main(int n, char **words)
{
	struct nl nl;

	if (!n || (n == 1 && !strcmp(words[0], "show")))
		show(&nl);
	else if (!strcmp(words[0], "add"))
		change(&nl, TANDEM_CMD_ADDR_NEW, n - 1, words + 1);
	else if (!strcmp(words[0], "del"))
		change(&nl, TANDEM_CMD_ADDR_DEL, n - 1, words + 1);
	else
		say_misused("tandem addr: show, add or del, not '%s'",
			    words[n > 1 && !strcmp(words[0], "show")]);
	nl_close(&nl);
	return EXIT_SUCCESS;
}
