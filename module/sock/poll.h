/* SPDX-License-Identifier: GPL-2.0 */
/*
 * poll() and ioctl() of proto_ops. See poll.c.
 */
#ifndef TN_SOCK_POLL_H
#define TN_SOCK_POLL_H

#include <linux/poll.h>

struct socket;

__poll_t tn_poll_events(struct file *file, struct socket *sock, poll_table *wait);
int tn_poll_ioctl(struct socket *sock, unsigned int cmd, unsigned long arg);

#endif
