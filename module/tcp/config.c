// SPDX-License-Identifier: GPL-2.0
/*
 * The constants of the protocol, and the three sets of them that have a name.
 *
 *   rfc      what the RFCs say: the default
 *   linux    what the native stack of Linux has
 *   classic  what 4.4BSD had, as the books tell it: a clock that ticks twice a
 *            second, one segment to begin with, a reset for who does not answer
 *
 * They stand side by side in one table, times in milliseconds. From its rows
 * are made the sets, and the knobs by which one constant is set by name: the
 * sysctls and the socket option have the same names and the same limits.
 *
 * A set that is to be like somebody else's has that one's congestion control, too.
 *
 * A struct tn_config does not change while a connection obeys it. Whoever wants
 * another value makes another set.
 *
 * DEVIATION: MSL is 30 s, not the 2 minutes of RFC 9293 3.4.2, as everywhere
 * since BSD: a TIME-WAIT of 4 minutes serves nobody on today's paths.
 *
 * Where the columns differ from the first, the others deviate from an RFC, on
 * purpose: see Documentation/profiles.rst.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "tcp/config.h"

/* A constant a row: X(kind, name, least and largest, the three values). */
#define TN_CONFIG_LIST(X) \
	/*     name                 least        most       rfc     linux   classic */ \
	X(TIME,  rto_init,                1,     600000,     1000,     1000,     1500) \
	X(TIME,  rto_init_syn,            1,     600000,     3000,     3000,     3000) \
	X(TIME,  rto_min,                 1,     600000,     1000,      200,     1500) \
	X(TIME,  rttvar_min,              1,      60000,        4,      200,        4) \
	X(TIME,  rto_max,              1000,    3600000,    60000,   120000,    64000) \
	X(TIME,  rto_tick,                0,       1000,        0,        0,      500) \
	X(TIME,  r2,                      0,   86400000,   600000,   924600,        0) \
	X(TIME,  r2_syn,                  0,   86400000,   180000,        0,   180000) \
	X(TIME,  r2_synack,               0,   86400000,    60000,        0,    60000) \
	X(TIME,  persist_base,            0,     600000,        0,        0,     1500) \
	X(TIME,  persist_min,             0,     600000,        0,        0,     5000) \
	X(TIME,  persist_max,           100,    3600000,    60000,   120000,    60000) \
	X(TIME,  persist_r2,              0,   86400000,   600000,   924600,        0) \
	X(TIME,  delack_max,              1,        499,       40,       40,      200) \
	X(TIME,  delack_tick,             0,        499,        0,        0,      200) \
	X(TIME,  sws_override,            1,       1000,      200,      200,      200) \
	X(TIME,  msl,                     1,     120000,    30000,    30000,    30000) \
	X(TIME,  fin_timeout,             1,   86400000,    60000,    60000,    60000) \
	X(TIME,  challenge,               1,      60000,      500,      500,      500) \
	X(TIME,  keepalive_time,       1000, 2147483647,  7200000,  7200000,  7200000) \
	X(TIME,  keepalive_intvl,      1000, 2147483647,    75000,    75000,    75000) \
	X(TIME,  uto_min,              1000,   86400000,   100000,   100000,   100000) \
	X(TIME,  uto_max,              1000, 2147483647,  3600000,  3600000,  3600000) \
	X(COUNT, keepalive_probes,        1,        127,        9,        9,       10) \
	X(COUNT, init_cwnd,               1,        255,       10,       10,        1) \
	X(COUNT, dup_thresh,              1,        255,        3,        3,        3) \
	X(COUNT, rack,                    0,          1,        1,        1,        0) \
	X(COUNT, tlp,                     0,          1,        1,        1,        0) \
	X(COUNT, prr,                     0,          1,        1,        1,        0) \
	X(COUNT, frto,                    0,          1,        1,        1,        0) \
	X(COUNT, undo,                    0,          1,        1,        1,        0) \
	X(COUNT, quick_acks,              0,        255,        8,       16,        0) \
	X(COUNT, retries1,                3,        255,        3,        3,        3) \
	X(COUNT, retries2,                0,        255,        0,        0,       12) \
	X(COUNT, syn_retries,             0,        255,        0,        6,        0) \
	X(COUNT, synack_retries,          0,        255,        0,        5,        0) \
	X(COUNT, connect_rst_retries,     0,        255,        0,        0,        0) \
	X(COUNT, rst_on_giveup,           0,          2,        0,        1,        2) \
	X(COUNT, rtt_rfc793,              0,          1,        0,        0,        0) \
	X(COUNT, rtt_share,               0,          1,        1,        1,        0) \
	X(COUNT, ts_require,              0,          1,        1,        0,        0) \
	X(COUNT, ecn,                     0,          5,        2,        2,        0) \
	X(COUNT, ecn_control,             0,          1,        0,        0,        0) \
	X(COUNT, icmp_hard_abort,         0,          1,        0,        0,        0) \
	X(COUNT, rfc1337,                 0,          1,        1,        0,        0) \
	X(COUNT, urg_bsd,                 0,          1,        0,        0,        0) \
	X(COUNT, hystart,                 0,          1,        1,        1,        0) \
	X(COUNT, cwv,                     0,          2,        0,        1,        0)

#define TN_CONFIG_TIME(n)	((n) * TN_NSEC_PER_MSEC)
#define TN_CONFIG_COUNT(n)	(n)
#define TN_CONFIG_RFC(kind, name, least, most, r, l, c)		.name = TN_CONFIG_##kind(r),
#define TN_CONFIG_LINUX(kind, name, least, most, r, l, c)	.name = TN_CONFIG_##kind(l),
#define TN_CONFIG_CLASSIC(kind, name, least, most, r, l, c)	.name = TN_CONFIG_##kind(c),

const struct tn_config tn_config_rfc = { TN_CONFIG_LIST(TN_CONFIG_RFC) };
const struct tn_config tn_config_linux = {
	TN_CONFIG_LIST(TN_CONFIG_LINUX)
	.congestion = "cubic",
};

const struct tn_config tn_config_classic = {
	TN_CONFIG_LIST(TN_CONFIG_CLASSIC)
	.congestion = "reno",
};

#define TN_CONFIG_KNOB(kind_, field, least_, most_, r, l, c)			\
	{ #field, offsetof(struct tn_config, field), TN_KNOB_##kind_, least_, most_ },

const struct tn_knob tn_knobs[] = {
	{ .name = "profile", .kind = TN_KNOB_PROFILE },
	TN_CONFIG_LIST(TN_CONFIG_KNOB)
	{ "syn_schedule", offsetof(struct tn_config, syn_schedule), TN_KNOB_SCHEDULE, 1, 600000 },
	{}
};

static const struct {
	const char *name;
	const struct tn_config *cfg;
} tn_config_profiles[] = {
	{ "rfc", &tn_config_rfc },
	{ "linux", &tn_config_linux },
	{ "classic", &tn_config_classic },
};

/*
 * When a SYN is repeated: by the RTO, which doubles, and as the telephones of some
 * makers do it.
 */
static const struct {
	const char *name;
	struct tn_schedule gaps;
} tn_config_schedules[] = {
	{ "doubling", {} },
	{ "linux", { { 1000, 2000, 4000, 8000, 16000, 32000, 64000 }, 7 } },
	{ "oppo", { { 250, 500, 1000, 2000, 4000, 8000, 16000, 32000, 64000 }, 9 } },
	{ "samsung", { { 420, 900, 1800, 3700, 7500, 15000, 30000, 60000, 120000 }, 9 } },
	{ "ios", { { 1000, 1000, 1000, 1000, 1000, 2000, 4000, 8000, 16000 }, 9 } },
};

/* A number in decimal, up to the end or to a sign that separates; NULL if there is none. */
static const char *tn_config_number(const char *text, u32 *number)
{
	u64 n = 0;

	if (*text < '0' || *text > '9')
		return NULL;
	for (; *text >= '0' && *text <= '9'; text++) {
		n = 10 * n + *text - '0';
		if (n > (u32)~0)
			return NULL;
	}
	*number = (u32)n;
	return !*text || *text == ',' ? text : NULL;
}

/* Returns where it ends. */
static char *tn_config_print(char *text, u32 number)
{
	unsigned int digits = 1, i;
	u32 rest;

	for (rest = number; rest >= 10; rest /= 10)
		digits++;
	for (i = digits; i--; number /= 10)
		text[i] = '0' + number % 10;
	text[digits] = '\0';
	return text + digits;
}

/* What one knob says about another. */
static bool tn_config_is_sane(const struct tn_config *cfg)
{
	return cfg->rto_min <= cfg->rto_max && cfg->rto_init <= cfg->rto_max &&
	       cfg->rto_init_syn <= cfg->rto_max && cfg->persist_min <= cfg->persist_max &&
	       cfg->uto_min <= cfg->uto_max && (cfg->synack_retries || cfg->r2_synack);
}

static int tn_config_set_profile(struct tn_config *cfg, const char *value)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(tn_config_profiles); i++)
		if (!strcmp(tn_config_profiles[i].name, value)) {
			*cfg = *tn_config_profiles[i].cfg;
			return 0;
		}
	return -EINVAL;
}

static int tn_config_set_number(struct tn_config *cfg, const struct tn_knob *knob,
				const char *value)
{
	struct tn_config changed = *cfg;
	u32 n;

	value = tn_config_number(value, &n);
	if (!value || *value || n < knob->least || n > knob->most)
		return -EINVAL;
	if (knob->kind == TN_KNOB_TIME)
		*tn_knob_time(knob, &changed) = tn_ms(n);
	else
		*tn_knob_count(knob, &changed) = (u8)n;
	if (!tn_config_is_sane(&changed))
		return -EINVAL;
	*cfg = changed;
	return 0;
}

/* Its name, or milliseconds with commas between them. */
static int tn_config_set_schedule(struct tn_schedule *gaps, const struct tn_knob *knob,
				  const char *value)
{
	struct tn_schedule changed = {};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(tn_config_schedules); i++)
		if (!strcmp(tn_config_schedules[i].name, value)) {
			*gaps = tn_config_schedules[i].gaps;
			return 0;
		}
	do {
		if (changed.n == TN_SCHEDULE_MAX)
			return -EINVAL;
		value = tn_config_number(value, &changed.ms[changed.n]);
		if (!value || changed.ms[changed.n] < knob->least ||
		    changed.ms[changed.n] > knob->most)
			return -EINVAL;
		changed.n++;
	} while (*value++);
	*gaps = changed;
	return 0;
}

/**
 * tn_knob_find() - the knob of a name
 * @name: its name
 *
 * Context: any.
 * Return: the knob, or NULL.
 */
const struct tn_knob *tn_knob_find(const char *name)
{
	const struct tn_knob *knob;

	for (knob = tn_knobs; knob->name; knob++)
		if (!strcmp(knob->name, name))
			return knob;
	return NULL;
}

/**
 * tn_config_set() - set a constant, or all of them, by name
 * @cfg:   set of constants, which no connection obeys yet
 * @name:  of a knob
 * @value: a number within the knob's limits; the name of a profile; the name of a
 *         schedule, or up to TN_SCHEDULE_MAX numbers with commas between them
 *
 * Context: any.
 * Return: 0; -ENOENT if there is no such knob, -EINVAL if it does not take that
 * value: then nothing is changed.
 */
int tn_config_set(struct tn_config *cfg, const char *name, const char *value)
{
	const struct tn_knob *knob = tn_knob_find(name);

	if (!knob)
		return -ENOENT;
	if (knob->kind == TN_KNOB_PROFILE)
		return tn_config_set_profile(cfg, value);
	if (knob->kind == TN_KNOB_SCHEDULE)
		return tn_config_set_schedule(tn_knob_schedule(knob, cfg), knob, value);
	return tn_config_set_number(cfg, knob, value);
}

static bool tn_config_same_schedule(const struct tn_schedule *a, const struct tn_schedule *b)
{
	return a->n == b->n && !memcmp(a->ms, b->ms, a->n * sizeof(a->ms[0]));
}

static void tn_config_get_schedule(const struct tn_schedule *gaps, char *value)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(tn_config_schedules); i++) {
		const char *name = tn_config_schedules[i].name;

		if (tn_config_same_schedule(gaps, &tn_config_schedules[i].gaps)) {
			memcpy(value, name, strlen(name) + 1);
			return;
		}
	}
	for (i = 0; i < gaps->n; i++) {
		if (i)
			*value++ = ',';
		value = tn_config_print(value, gaps->ms[i]);
	}
}

/* All constants are equal. */
static bool tn_config_equal(const struct tn_config *a, const struct tn_config *b)
{
	struct tn_config *x = (struct tn_config *)a, *y = (struct tn_config *)b;
	const struct tn_knob *knob;

	for (knob = tn_knobs; knob->name; knob++) {
		if (knob->kind == TN_KNOB_TIME && *tn_knob_time(knob, x) != *tn_knob_time(knob, y))
			return false;
		if (knob->kind == TN_KNOB_COUNT &&
		    *tn_knob_count(knob, x) != *tn_knob_count(knob, y))
			return false;
		if (knob->kind == TN_KNOB_SCHEDULE &&
		    !tn_config_same_schedule(tn_knob_schedule(knob, x), tn_knob_schedule(knob, y)))
			return false;
	}
	return true;
}

static void tn_config_get_profile(const struct tn_config *cfg, char *value)
{
	const char *name = "custom";
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(tn_config_profiles); i++)
		if (tn_config_equal(cfg, tn_config_profiles[i].cfg))
			name = tn_config_profiles[i].name;
	memcpy(value, name, strlen(name) + 1);
}

/**
 * tn_config_get() - a constant by name
 * @cfg:   set of constants
 * @name:  of a knob
 * @value: TN_CONFIG_TEXT_MAX bytes for its value, as tn_config_set() takes it;
 *         "custom" for a profile that is none
 *
 * Context: any.
 * Return: 0, or -ENOENT if there is no such knob.
 */
int tn_config_get(const struct tn_config *cfg, const char *name, char *value)
{
	struct tn_config *from = (struct tn_config *)cfg;
	const struct tn_knob *knob = tn_knob_find(name);

	if (!knob)
		return -ENOENT;
	if (knob->kind == TN_KNOB_PROFILE)
		tn_config_get_profile(cfg, value);
	else if (knob->kind == TN_KNOB_SCHEDULE)
		tn_config_get_schedule(tn_knob_schedule(knob, from), value);
	else if (knob->kind == TN_KNOB_TIME)
		tn_config_print(value, (u32)tn_time_to_ms(*tn_knob_time(knob, from)));
	else
		tn_config_print(value, *tn_knob_count(knob, from));
	return 0;
}
