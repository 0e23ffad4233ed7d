/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * The socket options that are Tandem's own: level SOL_TANDEM. Included by
 * <linux/tandem.h>.
 */
#ifndef _UAPI_LINUX_TANDEM_OPTION_H
#define _UAPI_LINUX_TANDEM_OPTION_H

/*
 * The level of Tandem's own socket options. SO_REUSEPORT and SO_ZEROCOPY are
 * taken here under their SOL_SOCKET numbers, for kernels whose generic socket
 * code refuses them to families other than its own.
 */
#define SOL_TANDEM		0x5444

/*
 * TANDEM_CONFIG: a constant of TCP for one socket, and for the children of a
 * listener, before connect() or listen(). The value is text, "NAME=VALUE", with the names and
 * values of the sysctls net.tandem.*: "profile=classic". EISCONN when it is too
 * late, ENOENT when there is no such name, EINVAL when it does not take the value.
 * For getsockopt() the buffer holds NAME, and its value afterwards.
 */
#define TANDEM_CONFIG		1001

/*
 * TANDEM_UTO: an int, the seconds that the user timeout option (RFC 5482) tells the
 * peer; 0, the default: the option is neither sent nor heard. What both say makes the
 * user timeout, unless TCP_USER_TIMEOUT is set. TANDEM_UTO_PEER, to be read only: what
 * the peer has said, 0 if nothing.
 */
#define TANDEM_UTO		1002
#define TANDEM_UTO_PEER		1003
#define TANDEM_UTO_MAX		(0x7fff * 60)

/*
 * TANDEM_AO_STATUS, to be read only: a struct tandem_ao_status (<linux/tandem_ao.h>), where a
 * connection with TCP-AO stands. ENOENT if it has none.
 */
#define TANDEM_AO_STATUS	1004

#endif /* _UAPI_LINUX_TANDEM_OPTION_H */
