/* SPDX-License-Identifier: GPL-2.0 */
/*
 * /proc/sys/net/tandem. See sysctl.c.
 */
#ifndef TN_CTL_SYSCTL_H
#define TN_CTL_SYSCTL_H

int tn_sysctl_init(void);
void tn_sysctl_exit(void);

#endif /* TN_CTL_SYSCTL_H */
