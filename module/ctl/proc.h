/* SPDX-License-Identifier: GPL-2.0 */
/*
 * /proc/net/tandem. See proc.c.
 */
#ifndef TN_CTL_PROC_H
#define TN_CTL_PROC_H

int tn_proc_init(void);
void tn_proc_exit(void);

#endif /* TN_CTL_PROC_H */
