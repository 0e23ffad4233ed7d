/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_TCP_SNDTUNE_H
#define TN_TCP_SNDTUNE_H

#include "tcp/tcb.h"

u32 tn_sndtune_want(const struct tn_tcb *tcb);

#endif
