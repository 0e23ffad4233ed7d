// SPDX-License-Identifier: GPL-2.0
/*
 * tandem neigh: the ARP cache, and forgetting it.
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
	struct nlattr *state = tb[TANDEM_A_NEIGH_STATE];
	char dev[IF_NAMESIZE];

	(void)msg;
	(void)arg;
	if (!tb[TANDEM_A_NEIGH_DST])
		return;
	printf("%s dev %s lladdr %s %s\n",
	       parse_show_addr(nl_u32(tb[TANDEM_A_NEIGH_DST])),
	       parse_show_dev(nl_u32(tb[TANDEM_A_NEIGH_IFINDEX]), dev),
	       parse_show_lladdr(tb[TANDEM_A_NEIGH_LLADDR]),
	       state ? mnl_attr_get_str(state) : "-");
}

static void show(struct nl *nl)
{
	nl_open_tandem(nl);
	nl_begin(nl, TANDEM_CMD_NEIGH_GET);
	nl_dump(nl, sizeof(struct genlmsghdr), TANDEM_A_NEIGH_MAX, show_one, NULL);
}

static void forget(struct nl *nl, int n, char **words)
{
	if (n && (n != 2 || strcmp(words[0], "dev")))
		say_misused("usage: tandem neigh flush [dev DEV]");
	nl_open_tandem(nl);
	nl_begin(nl, TANDEM_CMD_NEIGH_DEL);
	if (n)
		mnl_attr_put_u32(nl->req, TANDEM_A_NEIGH_IFINDEX, parse_dev(words[1]));
	nl_do_or_fail(nl, "flush the neighbours");
}

int neigh_main(int n, char **words)
{
	struct nl nl;

	if (!n || (n == 1 && !strcmp(words[0], "show")))
		show(&nl);
	else if (!strcmp(words[0], "flush"))
		forget(&nl, n - 1, words + 1);
	else
		say_misused("tandem neigh: show or flush, not '%s'",
			    words[n > 1 && !strcmp(words[0], "show")]);
	nl_close(&nl);
	return EXIT_SUCCESS;
}
