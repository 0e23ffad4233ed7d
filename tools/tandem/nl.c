// SPDX-License-Identifier: GPL-2.0
/*
 * Netlink, over libmnl: a request with its answer, or a dump.
 *
 * libmnl's own callback runner drops the kernel's explanation of an error (the
 * extended ack), so answers are walked here. Dumps and acks share the walk: it
 * ends at NLMSG_DONE or NLMSG_ERROR, either of which carries an errno and may
 * carry a text.
 */
#include <errno.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <string.h>

#include <linux/tandem.h>
#include "tandem.h"

struct walk {
	size_t header;			/* bytes before the attributes */
	unsigned int max;		/* highest attribute type */
	nl_fn fn;
	void *arg;
	const char *text;		/* the kernel's words for an error */
};

static void open_bus(struct nl *nl, int bus)
{
	int on = 1;

	memset(nl, 0, sizeof(*nl));
	nl->sock = mnl_socket_open(bus);
	if (!nl->sock || mnl_socket_bind(nl->sock, 0, MNL_SOCKET_AUTOPID) < 0)
		say_failed("cannot open a netlink socket: %s", strerror(errno));
	/* Without these two the messages are poorer, the answers the same. */
	mnl_socket_setsockopt(nl->sock, NETLINK_EXT_ACK, &on, sizeof(on));
	mnl_socket_setsockopt(nl->sock, NETLINK_CAP_ACK, &on, sizeof(on));
}

static void begin_genl(struct nl *nl, uint16_t type, uint8_t cmd, uint8_t version)
{
	struct genlmsghdr *genl;

	nl->req = mnl_nlmsg_put_header(nl->buf);
	nl->req->nlmsg_type = type;
	nl->req->nlmsg_flags = NLM_F_REQUEST;
	genl = mnl_nlmsg_put_extra_header(nl->req, sizeof(*genl));
	genl->cmd = cmd;
	genl->version = version;
}

/* Begin a request to the tandem family. */
void nl_begin(struct nl *nl, uint8_t cmd)
{
	begin_genl(nl, nl->type, cmd, TANDEM_GENL_VERSION);
}

/* Begin a request to rtnetlink; returns its header of that size, zeroed. */
void *nl_begin_route(struct nl *nl, uint16_t type, uint16_t flags, size_t size)
{
	nl->req = mnl_nlmsg_put_header(nl->buf);
	nl->req->nlmsg_type = type;
	nl->req->nlmsg_flags = NLM_F_REQUEST | flags;
	return mnl_nlmsg_put_extra_header(nl->req, size);
}

struct table {
	struct nlattr **tb;
	unsigned int max;
};

static int collect(const struct nlattr *attr, void *arg)
{
	struct table *table = arg;

	if (mnl_attr_get_type(attr) <= table->max)
		table->tb[mnl_attr_get_type(attr)] = (struct nlattr *)attr;
	return MNL_CB_OK;
}

static void hand_over(const struct nlmsghdr *msg, const struct walk *walk)
{
	struct nlattr *tb[walk->max + 1];
	struct table table = { tb, walk->max };

	memset(tb, 0, sizeof(tb));
	mnl_attr_parse(msg, walk->header, collect, &table);
	walk->fn(msg, tb, walk->arg);
}

/* The text behind the errno of NLMSG_ERROR or NLMSG_DONE, or NULL. */
static const char *explanation(const struct nlmsghdr *msg)
{
	static char text[256];
	struct nlattr *tb[NLMSGERR_ATTR_MSG + 1] = { 0 };
	struct table table = { tb, NLMSGERR_ATTR_MSG };
	size_t header = sizeof(int);

	if (!(msg->nlmsg_flags & NLM_F_ACK_TLVS))
		return NULL;
	if (msg->nlmsg_type == NLMSG_ERROR) {
		const struct nlmsgerr *err = mnl_nlmsg_get_payload(msg);

		header = sizeof(*err);
		if (!(msg->nlmsg_flags & NLM_F_CAPPED))
			header += err->msg.nlmsg_len - sizeof(err->msg);
	}
	mnl_attr_parse(msg, header, collect, &table);
	if (!tb[NLMSGERR_ATTR_MSG])
		return NULL;
	snprintf(text, sizeof(text), "%s", mnl_attr_get_str(tb[NLMSGERR_ATTR_MSG]));
	return text;
}

/* One datagram: > 0 when more must follow, 0 at the end, else -errno. */
static int walk_datagram(struct walk *walk, const void *data, int len, uint32_t seq)
{
	const struct nlmsghdr *msg = data;
	int error;

	for (; mnl_nlmsg_ok(msg, len); msg = mnl_nlmsg_next(msg, &len)) {
		if (msg->nlmsg_seq != seq)
			continue;
		switch (msg->nlmsg_type) {
		case NLMSG_ERROR:
		case NLMSG_DONE:
			error = 0;
			if (mnl_nlmsg_get_payload_len(msg) >= sizeof(error))
				error = *(int *)mnl_nlmsg_get_payload(msg);
			if (error)
				walk->text = explanation(msg);
			return error;
		default:
			if (walk->fn)
				hand_over(msg, walk);
		}
	}
	return 1;
}

/* Send the request and walk the answer to its end: 0 or -errno. */
static int exchange(struct nl *nl, struct walk *walk)
{
	static uint32_t seq;
	char answer[65536];
	int len, rc = 1;

	nl->req->nlmsg_seq = ++seq;
	if (mnl_socket_sendto(nl->sock, nl->req, nl->req->nlmsg_len) < 0)
		return -errno;
	while (rc > 0) {
		len = mnl_socket_recvfrom(nl->sock, answer, sizeof(answer));
		if (len < 0)
			return -errno;
		rc = walk_datagram(walk, answer, len, seq);
	}
	return rc;
}

/* Do what the request says: 0 or -errno, then *text is the reason or NULL. */
int nl_do(struct nl *nl, const char **text)
{
	struct walk walk = { 0 };
	int rc;

	nl->req->nlmsg_flags |= NLM_F_ACK;
	rc = exchange(nl, &walk);
	*text = walk.text;
	return rc;
}

static void fail(const char *doing, int rc, const char *text)
{
	if (text)
		say_failed("cannot %s: %s (%s)", doing, text, strerror(-rc));
	say_failed("cannot %s: %s", doing, strerror(-rc));
}

/* As nl_do(); an error ends the program with "cannot <doing>: why". */
void nl_do_or_fail(struct nl *nl, const char *doing)
{
	const char *text;
	int rc;

	rc = nl_do(nl, &text);
	if (rc)
		fail(doing, rc, text);
}

/*
 * Hand each object of a dump to fn. header: bytes before the attributes; max:
 * the highest attribute type that fn knows.
 */
void nl_dump(struct nl *nl, size_t header, unsigned int max, nl_fn fn, void *arg)
{
	struct walk walk = { .header = header, .max = max, .fn = fn, .arg = arg };
	int rc;

	nl->req->nlmsg_flags |= NLM_F_DUMP;
	rc = exchange(nl, &walk);
	if (rc)
		fail("list", rc, walk.text);
}

static void take_id(const struct nlmsghdr *msg, struct nlattr **tb, void *arg)
{
	(void)msg;
	if (tb[CTRL_ATTR_FAMILY_ID])
		*(uint16_t *)arg = mnl_attr_get_u16(tb[CTRL_ATTR_FAMILY_ID]);
}

/* Connect to the module; ends the program when it is not loaded. */
void nl_open_tandem(struct nl *nl)
{
	struct walk walk = { .header = sizeof(struct genlmsghdr),
			     .max = CTRL_ATTR_FAMILY_ID,
			     .fn = take_id, .arg = &nl->type };
	int rc;

	open_bus(nl, NETLINK_GENERIC);
	begin_genl(nl, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 1);
	mnl_attr_put_strz(nl->req, CTRL_ATTR_FAMILY_NAME, TANDEM_GENL_NAME);
	nl->req->nlmsg_flags |= NLM_F_ACK;
	rc = exchange(nl, &walk);
	if (rc == -ENOENT || (!rc && !nl->type))
		say_not_loaded();
	if (rc)
		fail("look the tandem module up", rc, walk.text);
}

/* Connect to rtnetlink, the native stack's configuration. */
void nl_open_route(struct nl *nl)
{
	open_bus(nl, NETLINK_ROUTE);
}

void nl_close(struct nl *nl)
{
	mnl_socket_close(nl->sock);
}
