/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The control room's doors for main.c: generic netlink, /proc, sysctls.
 */
#ifndef TN_CTL_CTL_H
#define TN_CTL_CTL_H

int tn_ctl_init(void);
void tn_ctl_exit(void);

#endif /* TN_CTL_CTL_H */
