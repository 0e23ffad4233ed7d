/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_CC_BBR_OUT_H
#define TN_CC_BBR_OUT_H

#include "cc/bbr.h"

u64 tn_bbr_out_first_rate(const struct tn_bbr *bbr, u64 srtt_ns);
void tn_bbr_out_pace(const struct tn_bbr *bbr, u32 gain, struct tandem_cc_out *out);
u32 tn_bbr_out_inflight(const struct tn_bbr *bbr, u64 bw, u32 burst);
u32 tn_bbr_out_probe_rtt_cwnd(const struct tn_bbr *bbr);
void tn_bbr_out_update(const struct tn_bbr *bbr, const struct tandem_cc_ack *ack,
		       struct tandem_cc_out *out);
void tn_bbr_out_info(const struct tn_bbr *bbr, struct tandem_cc_info *info);

#endif
