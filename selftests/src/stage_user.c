// SPDX-License-Identifier: GPL-2.0
/*
 * The user of the wire stage: a socket, and what can be seen of it from outside.
 *
 *   connect listen write urgent read rcvbuf shutdown close abort nodelay cork keepalive
 *			as on the core stage; a passive socket is accepted when it is needed first
 *   expect state NAME	as /proc tells; a connection that is gone is CLOSED
 *   expect err NAME	SO_ERROR
 *   expect delivered|unread|eof [OP] N
 *   expect urgent N	SIGURGs so far
 *   expect count NAME N	a counter, since the script began
 *   set iss|irs|peer_wnd|rcvbuf|ecn|tlp N
 *			tail loss probes are off unless a script switches them on
 *   set tolerance SECONDS	how late a segment may be
 *   set cong NAME	TCP_CONGESTION, before there is a socket
 *			iss counts until the stack has chosen one, rcvbuf before there is a socket
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "harness/answer.h"

#include "net.h"
#include "pattern.h"
#include "peer.h"
#include "stage.h"

#define STATE_TRIES	20		/* of 10 ms: /proc may be read before the stack is done */
#define WRITE_MAX	0x100000		/* bytes */

static sig_atomic_t urgent;	/* SIGURGs, of the one script that this process plays */

static const char *system_says(struct tn_script *script, const char *call)
{
	tn_text_add(&script->actual, "%s: %s", call, strerrorname_np(errno));
	return "the system call failed";
}

static void on_urgent(int sig)
{
	(void)sig;
	urgent++;
}

static void await_urgent(int fd)
{
	urgent = 0;
	if (fd >= 0 && signal(SIGURG, on_urgent) != SIG_ERR)
		fcntl(fd, F_SETOWN, getpid());
}

/* The connection's socket, accepted if it has to be */
static int user_fd(struct stage *stage)
{
	if (stage->fd < 0 && stage->listener >= 0) {
		stage->fd = accept4(stage->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
		await_urgent(stage->fd);
	}
	return stage->fd;
}

static const char *set_option(struct tn_script *script, int level, int name, int value)
{
	int fd = user_fd(stage_of(script));

	if (fd < 0)
		return "there is no socket";
	if (setsockopt(fd, level, name, &value, sizeof(value)))
		return system_says(script, "setsockopt");
	return NULL;
}

static const char *set_cong(struct tn_script *script, int fd)
{
	const char *name = stage_of(script)->cong;

	if (*name && setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, name, strlen(name)))
		return system_says(script, "TCP_CONGESTION");
	return NULL;
}

static const char *user_connect(struct tn_script *script)
{
	struct stage *stage = stage_of(script);
	struct sockaddr_in to = net_addr("10.1.0.1", stage->port);
	const char *wrong = NULL;

	stage->fd = net_socket();
	net_nonblock(stage->fd);
	await_urgent(stage->fd);
	if (stage->rcvbuf)
		wrong = set_option(script, SOL_SOCKET, SO_RCVBUF, stage->rcvbuf);
	if (!wrong)
		wrong = set_cong(script, stage->fd);
	if (!wrong && connect(stage->fd, (struct sockaddr *)&to, sizeof(to)) &&
	    errno != EINPROGRESS)
		wrong = system_says(script, "connect");
	return wrong;
}

static const char *user_listen(struct tn_script *script)
{
	struct stage *stage = stage_of(script);
	int bytes = stage->rcvbuf;

	stage->listener = net_listen(PEER_STACK_TEXT, 0, 16);
	net_nonblock(stage->listener);
	stage->stack_port = net_port(stage->listener);
	if (bytes && setsockopt(stage->listener, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes)))
		return system_says(script, "setsockopt");
	if (stage->fastopen && setsockopt(stage->listener, IPPROTO_TCP, TCP_FASTOPEN,
					  &stage->fastopen, sizeof(stage->fastopen)))
		return system_says(script, "setsockopt");
	return set_cong(script, stage->listener);
}

static const char *send_zeros(struct tn_script *script, int flags)
{
	static const char zeros[WRITE_MAX];
	ssize_t done;
	u32 bytes;

	if (!tn_script_take_number(script, &bytes) || bytes > sizeof(zeros))
		return "write how many bytes?";
	if (tn_line_accept(&script->line, "more"))
		flags |= MSG_MORE;
	done = send(user_fd(stage_of(script)), zeros, bytes, flags | MSG_NOSIGNAL | MSG_DONTWAIT);
	if (done < 0)
		return system_says(script, "send");
	return done == bytes ? NULL : "the send buffer had no room for all of it";
}

static const char *user_write(struct tn_script *script)
{
	return send_zeros(script, 0);
}

static const char *user_urgent(struct tn_script *script)
{
	return send_zeros(script, MSG_OOB);
}

static const char *user_read(struct tn_script *script)
{
	struct stage *stage = stage_of(script);
	static char data[WRITE_MAX];
	u32 bytes, done = 0;
	ssize_t part;

	if (!tn_script_take_number(script, &bytes) || bytes > sizeof(data))
		return "read how many bytes?";
	while (done < bytes) {
		part = recv(user_fd(stage), data + done, bytes - done, MSG_DONTWAIT);
		if (part < 0)
			return system_says(script, "recv");
		if (!part)
			return "there is not so much to be read";
		done += part;
	}
	if (pattern_differs(data, bytes, stage->read, 0) >= 0)
		return "what was delivered is not the next of the peer's bytes";
	stage->read += bytes;
	return NULL;
}

static const char *user_rcvbuf(struct tn_script *script)
{
	u32 bytes;

	if (!tn_script_take_number(script, &bytes))
		return "a buffer of how many bytes?";
	return set_option(script, SOL_SOCKET, SO_RCVBUF, bytes);
}

static const char *user_shutdown(struct tn_script *script)
{
	if (shutdown(user_fd(stage_of(script)), SHUT_WR))
		return system_says(script, "shutdown");
	return NULL;
}

/* The connection's socket if there is one, else the listener */
static int *user_last(struct stage *stage)
{
	return user_fd(stage) >= 0 ? &stage->fd : &stage->listener;
}

static const char *user_close(struct tn_script *script)
{
	int *fd = user_last(stage_of(script));

	if (close(*fd))
		return system_says(script, "close");
	*fd = -1;
	return NULL;
}

static const char *user_abort(struct tn_script *script)
{
	int fd = *user_last(stage_of(script));
	struct linger hard = { .l_onoff = 1 };

	if (setsockopt(fd, SOL_SOCKET, SO_LINGER, &hard, sizeof(hard)))
		return system_says(script, "setsockopt");
	return user_close(script);
}

static const char *user_nodelay(struct tn_script *script)
{
	bool on;

	if (!tn_script_switch(script, &on))
		return "on or off?";
	return set_option(script, IPPROTO_TCP, TCP_NODELAY, on);
}

static const char *user_cork(struct tn_script *script)
{
	bool on;

	if (!tn_script_switch(script, &on))
		return "on or off?";
	return set_option(script, IPPROTO_TCP, TCP_CORK, on);
}

static const char *user_keepalive(struct tn_script *script)
{
	static const int names[] = { TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT };
	const char *wrong = NULL;
	unsigned int i;
	u32 value;
	bool on;

	if (!tn_script_switch(script, &on))
		return "on or off?";
	for (i = 0; !wrong && i < ARRAY_SIZE(names) && tn_line_peek(&script->line); i++) {
		if (!tn_script_take_number(script, &value))
			return "idle time, interval (whole seconds) and number of probes?";
		wrong = set_option(script, IPPROTO_TCP, names[i], value);
	}
	return wrong ? wrong : set_option(script, SOL_SOCKET, SO_KEEPALIVE, on);
}

static const char *state_name(struct stage *stage)
{
	int state = net_state(PEER_STACK_TEXT, stage->stack_port, stage->port);

	if (!state)
		state = stage->listener >= 0 && !stage->opened ? TN_LISTEN : TN_CLOSED;
	return tn_answer_state(state);
}

static const char *expect_state(struct tn_script *script)
{
	const char *want = tn_line_peek(&script->line), *name;
	struct stage *stage = stage_of(script);
	unsigned int try;

	for (try = 0; try < STATE_TRIES; try++) {
		name = state_name(stage);
		if (!want || !strcmp(name, want))
			break;
		script->stage->advance(script, script->stage->now(script) + 10000000);
	}
	return tn_answer_word(script, name);
}

static const char *expect_err(struct tn_script *script)
{
	int error, fd = user_fd(stage_of(script));
	socklen_t len = sizeof(error);

	if (fd < 0)
		return "there is no socket";
	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &len))
		return system_says(script, "getsockopt");
	return tn_answer_word(script, tn_answer_errno(error));
}

static uint64_t counter(const char *name)
{
	return net_counter("TcpExt", name) + net_counter("Tcp", name);
}

static const char *expect_count(struct tn_script *script)
{
	const char *name = tn_line_take(&script->line);
	struct stage *stage = stage_of(script);
	struct tn_value value = { .name = name };
	unsigned int i;

	for (i = 0; i < stage->ncount; i++)
		if (name && !strcmp(stage->count[i].name, name))
			break;
	if (i == stage->ncount)
		return "which counter?";
	value.actual = counter(name) - stage->count[i].value;
	return tn_answer_number(script, &value);
}

void stage_count(struct stage *stage, const char *text)
{
	static const char words[] = "expect count ";

	while ((text = strstr(text, words)) && stage->ncount < STAGE_COUNT_MAX) {
		char *name = stage->count[stage->ncount].name;

		text += strlen(words);
		snprintf(name, sizeof(stage->count->name), "%.*s", (int)strcspn(text, " \t\n"),
			 text);
		stage->count[stage->ncount++].value = counter(name);
	}
}

static const char *user_expect(struct tn_script *script)
{
	const char *name = tn_line_take(&script->line);
	struct stage *stage = stage_of(script);
	struct tn_value value = { .name = name };
	struct pollfd end = { .events = POLLRDHUP };
	int unread = 0;

	if (!name)
		return "expect what?";
	if (!strcmp(name, "state"))
		return expect_state(script);
	if (!strcmp(name, "err"))
		return expect_err(script);
	if (!strcmp(name, "count"))
		return expect_count(script);

	end.fd = user_fd(stage);
	if (end.fd >= 0 && ioctl(end.fd, FIONREAD, &unread))
		return system_says(script, "FIONREAD");
	if (!strcmp(name, "unread"))
		value.actual = unread;
	else if (!strcmp(name, "delivered"))
		value.actual = stage->read + unread;
	else if (!strcmp(name, "urgent"))
		value.actual = urgent;
	else if (!strcmp(name, "eof"))
		value.actual = poll(&end, 1, 0) > 0;
	else
		return "there is no such value";
	return tn_answer_number(script, &value);
}

static const char *user_set(struct tn_script *script)
{
	const char *name = tn_line_take(&script->line);
	struct stage *stage = stage_of(script);
	u32 n;

	if (name && !strcmp(name, "tolerance"))
		return tn_word_time(tn_line_take(&script->line), &script->tolerance) ?
		       NULL : "how many seconds?";

	if (name && !strcmp(name, "cong")) {
		const char *cong = tn_line_take(&script->line);

		if (!cong)
			return "which congestion control?";
		snprintf(stage->cong, sizeof(stage->cong), "%s", cong);
		return NULL;
	}
	if (!name || !tn_script_take_number(script, &n))
		return "set what to what number?";
	if (!strcmp(name, "iss"))
		stage->ours = n;
	else if (!strcmp(name, "irs"))
		stage->theirs = n;
	else if (!strcmp(name, "peer_wnd"))
		stage->wnd = n;
	else if (!strcmp(name, "rcvbuf"))
		stage->rcvbuf = n;
	else if (!strcmp(name, "fastopen"))
		stage->fastopen = n;
	else if (!strcmp(name, "tlp"))
		net_tail_probes(n);
	else if (strcmp(name, "ecn"))
		return "there is no such setting";
	else if (!net_ecn(n))
		return "the stack takes no such number";
	return NULL;
}

const struct tn_verb stage_verbs[] = {
	{ "connect", user_connect, true },
	{ "listen", user_listen, true },
	{ "write", user_write, true },
	{ "urgent", user_urgent, true },
	{ "read", user_read, true },
	{ "rcvbuf", user_rcvbuf, true },
	{ "shutdown", user_shutdown, true },
	{ "close", user_close, true },
	{ "abort", user_abort, true },
	{ "nodelay", user_nodelay, true },
	{ "cork", user_cork, true },
	{ "keepalive", user_keepalive, true },
	{ "expect", user_expect, false },
	{ "set", user_set, false },
	{}
};
