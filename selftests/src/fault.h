/* SPDX-License-Identifier: GPL-2.0 */
/* The cases of fault that have a file of their own. */
#ifndef SELFTEST_FAULT_H
#define SELFTEST_FAULT_H

void fault_packet_loop(void);
void fault_packet_signed(void);
void fault_packet_out(void);
void fault_packet_in(void);
void fault_packet_icmp(void);

#endif
