/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_CC_CC_H
#define TN_CC_CC_H

#include <net/tandem_cc.h>

extern const struct tandem_cc_ops tn_cc_bbr;
extern const struct tandem_cc_ops tn_cc_cubic;
extern const struct tandem_cc_ops tn_cc_dctcp;
extern const struct tandem_cc_ops tn_cc_fixed;
extern const struct tandem_cc_ops tn_cc_prague;
extern const struct tandem_cc_ops tn_cc_reno;

const struct tandem_cc_ops *tn_cc_at(unsigned int i);
const struct tandem_cc_ops *tn_cc_find(const char *name);
const struct tandem_cc_ops *tn_cc_usual(const char *name);

#endif
