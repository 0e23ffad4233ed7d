// SPDX-License-Identifier: GPL-2.0
/*
 * tandem link: the devices Tandem is attached to, and the crosslink tandem0.
 *
 *	native stack  198.18.0.1 ---- tandem0 ---- 198.18.0.2  Tandem
 *
 * `link up` gives tandem0 one address on either stack: the native one through
 * rtnetlink, as `ip addr add` would, the other through the tandem family. Each
 * step is one that may be repeated, so that running it twice changes nothing.
 * `link down` takes all addresses of tandem0 away again, on both stacks. The
 * device itself stays up, for Tandem's own 127.0.0.1 is on it.
 */
#include <errno.h>
#include <linux/genetlink.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/tandem.h>
#include "tandem.h"

#define CROSSLINK	"tandem0"
#define NATIVE_DEFAULT	"198.18.0.1/30"
#define TANDEM_DEFAULT	"198.18.0.2/30"

/* The addresses of one device, collected from a dump. */
#define MAX_FOUND	64

struct found {
	uint32_t ifindex;
	unsigned int n;
	struct prefix prefix[MAX_FOUND];
};

static void show_one(const struct nlmsghdr *msg, struct nlattr **tb, void *arg)
{
	uint32_t flags = nl_u32(tb[TANDEM_A_LINK_FLAGS]);

	(void)msg;
	(void)arg;
	if (!tb[TANDEM_A_LINK_NAME])
		return;
	printf("%s: %s%s mtu %u lladdr %s users %u\n",
	       mnl_attr_get_str(tb[TANDEM_A_LINK_NAME]),
	       flags & IFF_UP ? "up" : "down", flags & IFF_NOARP ? " noarp" : "",
	       nl_u32(tb[TANDEM_A_LINK_MTU]),
	       parse_show_lladdr(tb[TANDEM_A_LINK_LLADDR]),
	       nl_u32(tb[TANDEM_A_LINK_USERS]));
}

static void show(void)
{
	struct nl nl;

	nl_open_tandem(&nl);
	nl_begin(&nl, TANDEM_CMD_LINK_GET);
	nl_dump(&nl, sizeof(struct genlmsghdr), TANDEM_A_LINK_MAX, show_one, NULL);
	nl_close(&nl);
}

static void set_up(struct nl *route, uint32_t ifindex)
{
	struct ifinfomsg *ifi;

	ifi = nl_begin_route(route, RTM_NEWLINK, 0, sizeof(*ifi));
	ifi->ifi_family = AF_UNSPEC;
	ifi->ifi_index = ifindex;
	ifi->ifi_flags = IFF_UP;
	ifi->ifi_change = IFF_UP;
	nl_do_or_fail(route, "set " CROSSLINK " up");
}

/* An address of tandem0 on the native stack: RTM_NEWADDR or RTM_DELADDR. */
static void change_native(struct nl *route, uint16_t type, uint32_t ifindex,
			  const struct prefix *prefix)
{
	uint16_t flags = type == RTM_NEWADDR ? NLM_F_CREATE | NLM_F_REPLACE : 0;
	struct ifaddrmsg *ifa;
	char doing[64];

	ifa = nl_begin_route(route, type, flags, sizeof(*ifa));
	ifa->ifa_family = AF_INET;
	ifa->ifa_prefixlen = prefix->len;
	ifa->ifa_scope = RT_SCOPE_UNIVERSE;
	ifa->ifa_index = ifindex;
	mnl_attr_put_u32(route->req, IFA_LOCAL, prefix->addr);
	mnl_attr_put_u32(route->req, IFA_ADDRESS, prefix->addr);
	snprintf(doing, sizeof(doing), "%s the native address %s",
		 type == RTM_NEWADDR ? "add" : "remove",
		 parse_show_addr(prefix->addr));
	nl_do_or_fail(route, doing);
}

static void begin_tandem(struct nl *nl, uint8_t cmd, uint32_t ifindex,
			 const struct prefix *prefix)
{
	nl_begin(nl, cmd);
	mnl_attr_put_u32(nl->req, TANDEM_A_ADDR_LOCAL, prefix->addr);
	mnl_attr_put_u8(nl->req, TANDEM_A_ADDR_PREFIXLEN, prefix->len);
	mnl_attr_put_u32(nl->req, TANDEM_A_ADDR_IFINDEX, ifindex);
}

static void find_tandem(const struct nlmsghdr *msg, struct nlattr **tb, void *arg)
{
	struct found *found = arg;

	(void)msg;
	if (nl_u32(tb[TANDEM_A_ADDR_IFINDEX]) != found->ifindex ||
	    !tb[TANDEM_A_ADDR_PREFIXLEN] || found->n == MAX_FOUND)
		return;
	found->prefix[found->n].addr = nl_u32(tb[TANDEM_A_ADDR_LOCAL]);
	found->prefix[found->n++].len = mnl_attr_get_u8(tb[TANDEM_A_ADDR_PREFIXLEN]);
}

static void find_native(const struct nlmsghdr *msg, struct nlattr **tb, void *arg)
{
	const struct ifaddrmsg *ifa = mnl_nlmsg_get_payload(msg);
	struct found *found = arg;

	if (ifa->ifa_family != AF_INET || ifa->ifa_index != found->ifindex ||
	    !tb[IFA_LOCAL] || found->n == MAX_FOUND)
		return;
	found->prefix[found->n].addr = nl_u32(tb[IFA_LOCAL]);
	found->prefix[found->n++].len = ifa->ifa_prefixlen;
}

static void list_tandem(struct nl *nl, struct found *found)
{
	found->n = 0;
	nl_begin(nl, TANDEM_CMD_ADDR_GET);
	nl_dump(nl, sizeof(struct genlmsghdr), TANDEM_A_ADDR_MAX, find_tandem, found);
}

static bool is_listed(const struct found *found, const struct prefix *prefix)
{
	unsigned int i;

	for (i = 0; i < found->n; i++)
		if (found->prefix[i].addr == prefix->addr &&
		    found->prefix[i].len == prefix->len)
			return true;
	return false;
}

static void up(struct nl *nl, struct nl *route, uint32_t ifindex, int n, char **words)
{
	const char *native_word = n ? words[0] : NATIVE_DEFAULT;
	const char *tandem_word = n ? words[1] : TANDEM_DEFAULT;
	struct found found = { .ifindex = ifindex };
	struct prefix native, tandem;

	parse_prefix(native_word, &native);
	parse_prefix(tandem_word, &tandem);
	if (!native.len || !tandem.len)
		say_misused("an address of " CROSSLINK " is ADDR/LEN with LEN > 0");
	if (native.addr == tandem.addr)
		say_misused("the two ends of " CROSSLINK " need different addresses");
	set_up(route, ifindex);
	change_native(route, RTM_NEWADDR, ifindex, &native);
	list_tandem(nl, &found);
	if (is_listed(&found, &tandem))
		return;
	begin_tandem(nl, TANDEM_CMD_ADDR_NEW, ifindex, &tandem);
	nl_do_or_fail(nl, "give " CROSSLINK " its Tandem address");
}

static void down(struct nl *nl, struct nl *route, uint32_t ifindex)
{
	struct found found = { .ifindex = ifindex };
	struct ifaddrmsg *ifa;
	unsigned int i;

	list_tandem(nl, &found);
	for (i = 0; i < found.n; i++) {
		begin_tandem(nl, TANDEM_CMD_ADDR_DEL, ifindex, &found.prefix[i]);
		nl_do_or_fail(nl, "take the Tandem address of " CROSSLINK " away");
	}
	found.n = 0;
	ifa = nl_begin_route(route, RTM_GETADDR, 0, sizeof(*ifa));
	ifa->ifa_family = AF_INET;
	nl_dump(route, sizeof(*ifa), IFA_MAX, find_native, &found);
	for (i = 0; i < found.n; i++)
		change_native(route, RTM_DELADDR, ifindex, &found.prefix[i]);
}

int link_main(int n, char **words)
{
	struct nl nl, route;
	uint32_t ifindex;
	bool is_up;

	if (!n || (n == 1 && !strcmp(words[0], "show"))) {
		show();
		return EXIT_SUCCESS;
	}
	is_up = !strcmp(words[0], "up");
	if (!is_up && strcmp(words[0], "down"))
		say_misused("tandem link: show, up or down, not '%s'",
			    words[n > 1 && !strcmp(words[0], "show")]);
	if (is_up && n != 1 && n != 3)
		say_misused("usage: tandem link up [NATIVE/LEN TANDEM/LEN]");
	if (!is_up && n != 1)
		say_misused("'%s' is too much: tandem link down", words[1]);
	nl_open_tandem(&nl);
	nl_open_route(&route);
	ifindex = parse_dev(CROSSLINK);
	if (is_up)
		up(&nl, &route, ifindex, n - 1, words + 1);
	else
		down(&nl, &route, ifindex);
	nl_close(&route);
	nl_close(&nl);
	return EXIT_SUCCESS;
}
