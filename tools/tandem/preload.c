// SPDX-License-Identifier: GPL-2.0
/*
 * libtandem.so: turns a program's IPv4 TCP sockets into Tandem's.
 *
 *	socket(AF_INET, SOCK_STREAM, 0, TCP or MPTCP)	a Tandem socket
 *	socket(AF_INET6, SOCK_STREAM, ...)		EAFNOSUPPORT, upon which
 *							programs turn to IPv4
 *	getsockopt(SO_DOMAIN, SO_PROTOCOL)		answers of an IPv4 socket
 *	setsockopt(SO_REUSEPORT, SO_ZEROCOPY)		again under SOL_TANDEM,
 *							where the kernel's generic
 *							code refuses them
 *
 * Nothing else needs help: the module takes AF_INET addresses and the options'
 * usual numbers, and returns the same. A refused socket stays refused; falling
 * back to native TCP would make every test on top of it worthless.
 *
 * The calls go straight to the kernel. The library comes last in LD_PRELOAD,
 * so whoever stands before it in the list has had its turn, and neither a
 * symbol lookup nor an allocation happens in here: it is safe in threads,
 * after fork() and in signal handlers. Its only state are two atomics.
 *
 * Left out: statically linked programs and those that bypass libc (Go) never
 * come this way.
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/tandem.h>

#define EXPORT		__attribute__((visibility("default")))
#define TYPE_MASK	0xf		/* without SOCK_NONBLOCK, SOCK_CLOEXEC */

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP	262
#endif

/* A number of one to three digits that may end in a newline; else 0. */
static int number(const char *text)
{
	int value = 0, digits = 0;

	for (; *text >= '0' && *text <= '9' && digits < 3; digits++)
		value = value * 10 + *text++ - '0';
	return *text == '\0' || *text == '\n' ? value : 0;
}

static int look_family_up(void)
{
	const char *word = getenv("TANDEM_FAMILY");
	char text[16] = "";
	int fd, found;

	found = word ? number(word) : 0;
	if (found)
		return found;
	fd = open("/sys/module/tandem/parameters/family", O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		if (read(fd, text, sizeof(text) - 1) > 0)
			found = number(text);
		close(fd);
	}
	return found ? found : TANDEM_AF_DEFAULT;
}

/* The family number; two threads that race to learn it learn the same. */
static int family(void)
{
	static atomic_int known;
	int now = atomic_load_explicit(&known, memory_order_relaxed);

	if (!now) {
		now = look_family_up();
		atomic_store_explicit(&known, now, memory_order_relaxed);
	}
	return now;
}

/* Learn it before the program changes its root, user or environment. */
__attribute__((constructor))
static void prepare(void)
{
	int before = errno;

	family();
	errno = before;
}

static void complain_once(void)
{
	static const char line[] =
		"tandem: the kernel refuses Tandem sockets: is tandem.ko loaded?\n";
	static atomic_flag said = ATOMIC_FLAG_INIT;
	int before = errno;

	if (!atomic_flag_test_and_set(&said) &&
	    write(STDERR_FILENO, line, sizeof(line) - 1) < 0)
		errno = before;		/* there is nobody else to tell */
	errno = before;
}

EXPORT int socket(int domain, int type, int protocol)
{
	int fd;

	if ((type & TYPE_MASK) != SOCK_STREAM)
		return syscall(SYS_socket, domain, type, protocol);
	if (domain == AF_INET6) {
		errno = EAFNOSUPPORT;
		return -1;
	}
	if (domain != AF_INET || (protocol != 0 && protocol != IPPROTO_TCP &&
				  protocol != IPPROTO_MPTCP))
		return syscall(SYS_socket, domain, type, protocol);
	fd = syscall(SYS_socket, family(), type, 0);
	if (fd < 0 && (errno == EAFNOSUPPORT || errno == ESOCKTNOSUPPORT ||
		       errno == EPROTONOSUPPORT))
		complain_once();
	return fd;
}

static int kernel_getsockopt(int fd, int level, int name, void *value,
			     socklen_t *len)
{
	return syscall(SYS_getsockopt, fd, level, name, value, len);
}

static int is_tandem(int fd)
{
	int domain = 0;
	socklen_t len = sizeof(domain);

	return !kernel_getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &len) &&
	       domain == family();
}

EXPORT int getsockopt(int fd, int level, int name, void *restrict value,
		      socklen_t *restrict len)
{
	int answer;

	if (kernel_getsockopt(fd, level, name, value, len))
		return -1;
	if (level != SOL_SOCKET || (name != SO_DOMAIN && name != SO_PROTOCOL) ||
	    *len != sizeof(answer) || !is_tandem(fd))
		return 0;
	answer = name == SO_DOMAIN ? AF_INET : IPPROTO_TCP;
	memcpy(value, &answer, sizeof(answer));
	return 0;
}

EXPORT int setsockopt(int fd, int level, int name, const void *value,
		      socklen_t len)
{
	int rc = syscall(SYS_setsockopt, fd, level, name, value, len);

	if (rc && errno == EOPNOTSUPP && level == SOL_SOCKET &&
	    (name == SO_REUSEPORT || name == SO_ZEROCOPY) && is_tandem(fd))
		rc = syscall(SYS_setsockopt, fd, SOL_TANDEM, name, value, len);
	return rc;
}
