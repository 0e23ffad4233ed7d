/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_CC_CC_H
#define TN_CC_CC_H

#include <net/tandem_cc.h>

/** TN_CC_DEFAULT - name of the controller that new connections get */
#define TN_CC_DEFAULT	"reno"

extern const struct tandem_cc_ops tn_cc_reno;

const struct tandem_cc_ops *tn_cc_find(const char *name);

#endif
