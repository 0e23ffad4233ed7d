/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TN_CC_BBR_MODEL_H
#define TN_CC_BBR_MODEL_H

#include "cc/bbr.h"

/**
 * struct tn_bbr_step - one ACK on its way through the model
 * @ack:         what TCP told
 * @bw:          delivery rate; 0: none
 * @delivered:   bytes delivered in the sample
 * @app_limited: the rate says nothing about what the path can do
 * @round_start: the ACK ends a round
 * @loss_round_start: it ends a round in which losses are counted
 */
struct tn_bbr_step {
	const struct tandem_cc_ack *ack;
	u64 bw;
	u32 delivered;
	bool app_limited;
	bool round_start;
	bool loss_round_start;
};

void tn_bbr_model_init(struct tn_bbr *bbr, u32 cwnd);
void tn_bbr_model_first(struct tn_bbr *bbr, const struct tandem_cc_ack *ack);
void tn_bbr_model_update(struct tn_bbr *bbr, struct tn_bbr_step *step, u32 cwnd);
bool tn_bbr_model_marks(struct tn_bbr *bbr, u32 cwnd);
bool tn_bbr_model_rtt(struct tn_bbr *bbr, const struct tandem_cc_ack *ack);
void tn_bbr_model_advance(struct tn_bbr *bbr, const struct tn_bbr_step *step);
void tn_bbr_model_start_round(struct tn_bbr *bbr, u64 delivered);
void tn_bbr_model_advance_max_bw(struct tn_bbr *bbr);
void tn_bbr_model_reset_full_bw(struct tn_bbr *bbr, u64 bw);
void tn_bbr_model_reset_shortterm(struct tn_bbr *bbr);
void tn_bbr_model_reset_signals(struct tn_bbr *bbr);
void tn_bbr_model_lost(struct tn_bbr *bbr, u64 delivered, u32 seq, u32 bytes);
void tn_bbr_model_save(struct tn_bbr *bbr);
void tn_bbr_model_undo(struct tn_bbr *bbr);
bool tn_bbr_model_too_high(const struct tn_bbr *bbr, const struct tandem_cc_rate *rate);
u32 tn_bbr_model_at_loss(const struct tn_bbr *bbr, const struct tandem_cc_rate *rate,
			 u32 bytes);
u32 tn_bbr_model_headroom(const struct tn_bbr *bbr);
u32 tn_bbr_model_bdp(const struct tn_bbr *bbr, u64 bw, u32 gain);

/* So many percent, saturated at U32_MAX, which is TN_BBR_NONE. */
static inline u32 tn_bbr_percent(u32 bytes, u32 percent)
{
	return min_t(u64, div_u64((u64)bytes * percent, 100), U32_MAX);
}

/* draft 5.6.4.3: a receiver may acknowledge every other segment */
static inline u32 tn_bbr_min_pipe(const struct tn_bbr *bbr)
{
	return TN_BBR_MIN_PIPE_SEGS * bbr->mss;
}

static inline u64 tn_bbr_max_bw(const struct tn_bbr *bbr)
{
	return max(bbr->max_bw[0], bbr->max_bw[1]);
}

static inline bool tn_bbr_in_probe_bw(const struct tn_bbr *bbr)
{
	return bbr->state >= TN_BBR_DOWN && bbr->state <= TN_BBR_UP;
}

/* draft 5.3.3.9: IsProbingBW() */
static inline bool tn_bbr_is_probing(const struct tn_bbr *bbr)
{
	return bbr->state == TN_BBR_STARTUP || bbr->state == TN_BBR_REFILL ||
	       bbr->state == TN_BBR_UP;
}

#endif
