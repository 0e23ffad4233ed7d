/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Local ports: who has which, and choosing a free one. See ports.c.
 *
 *   tn_ports_bind()    socket lock: reserve @addr (0: any) and @port (0: choose) for the
 *                      socket and write them to tn_sock.tuple. -EADDRINUSE, -EACCES
 *   tn_ports_connect() socket lock, tuple complete but for lport: choose lport, reserve
 *                      it and enter the connection into the demux. -EADDRNOTAVAIL
 *   tn_ports_listen()  socket lock: the bound socket is going to listen. -EADDRINUSE
 *   tn_ports_inherit() a listener's child reserves the listener's port, too
 *   tn_ports_release() socket lock: give the port back; harmless if there is none
 *   tn_ports_wait()    tn_twait_take() only: a TIME-WAIT keeps the port
 *   tn_ports_waited()  and gives it back
 */
#ifndef TN_SOCK_PORTS_H
#define TN_SOCK_PORTS_H

#include <linux/types.h>

/** TN_PORTS_FIRST, TN_PORTS_LAST - the local ports that are chosen from (RFC 6056 3.2) */
#define TN_PORTS_FIRST	1024
#define TN_PORTS_LAST	65535

/** TN_PORTS_RANGE() - two ports in one number, as IP_LOCAL_PORT_RANGE has them; 0: not said */
#define TN_PORTS_RANGE(first, last)	((u32)(last) << 16 | (first))
#define TN_PORTS_RANGE_FIRST(range)	((u16)(range))
#define TN_PORTS_RANGE_LAST(range)	((u16)((range) >> 16))

struct net;
struct sock;
struct tn_socknet;
struct tn_twait;

int tn_ports_bind(struct sock *sk, __be32 addr, __be16 port);
int tn_ports_connect(struct sock *sk);
int tn_ports_listen(struct sock *sk);
int tn_ports_inherit(struct sock *child);
void tn_ports_release(struct sock *sk);
bool tn_ports_wait(struct tn_twait *tw);
void tn_ports_waited(struct tn_twait *tw);

int tn_ports_net_init(struct tn_socknet *sn);
void tn_ports_net_exit(struct tn_socknet *sn);

#endif
