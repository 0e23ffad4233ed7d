/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_KUNIT_HARNESS_INVARIANT_H
#define TN_KUNIT_HARNESS_INVARIANT_H

#include "tcp/tcb.h"

const char *tn_invariant_broken(const struct tn_tcb *tcb, tn_time_t now);
u32 tn_invariant_held(const struct tn_tcb *tcb);

#endif /* TN_KUNIT_HARNESS_INVARIANT_H */
