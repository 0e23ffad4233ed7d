// SPDX-License-Identifier: GPL-2.0
/*
 * Segments as they are written in scripts, in one of two notations.
 *
 * tcpdump's, as packetdrill has it:
 *
 *	FLAGS SEQ:END(LEN) [ack ACK] [win WND] [urg POINTER] [ECN] [badsum] [<OPTION,...>]
 *	S. 0:0(0) ack 1 win 65535 <mss 1460,sackOK,TS val 0 ecr 0,nop,wscale 7>
 *	P. 1001:2001(1000) ack 1 <sack 501:601 701:801>
 *
 *   FLAGS   S SYN, F FIN, R RST, P PSH, U URG, E ECE, W CWR, e AE, '.' ACK; '-' none; with 'p' it
 *           does not matter whether PSH is set
 *   END     is SEQ + LEN: the SYN and the FIN are not counted
 *   OPTION  mss N, wscale N, sackOK, TS val N ecr N, sack START:END ..., uto N s|min, nop; FO ask,
 *           accecn [e0b N [ceb N [e1b N]]], or the other way round; FO HEX: Fast Open, of what
 *           arrives FO * has the cookie that was seen last. Or of what arrives raw HEX, all of
 *           them byte by byte, as many as the header has room for
 *   ECN     of the IPv4 header: noect ect0 ect1 ce
 *   badsum  arrives with a wrong checksum
 *
 * and that of the RFC's figures:
 *
 *	<SEQ=300><ACK=101><CTL=SYN,ACK>[<DATA=N>][<WND=N>]
 *
 * A number may be '*', which matches every number. What is not written is not compared (but for the
 * flags). Written options are compared as a set: "<>" means that there are none.
 */
#include "harness/segment.h"
#include "wire/ipv4.h"

static const struct {
	char letter;
	const char *name;
	u16 flag;
} tn_segment_flag[] = {
	{ 'S', "SYN", TN_TCP_SYN }, { 'F', "FIN", TN_TCP_FIN },
	{ 'R', "RST", TN_TCP_RST }, { 'P', "PSH", TN_TCP_PSH },
	{ 'U', "URG", TN_TCP_URG }, { 'E', "ECE", TN_TCP_ECE },
	{ 'W', "CWR", TN_TCP_CWR }, { 'e', "AE", TN_TCP_AE }, { '.', "ACK", TN_TCP_ACK },
};

static const char *const tn_segment_ecn[] = {
	[TN_ECN_NOT_ECT] = "noect", [TN_ECN_ECT1] = "ect1", [TN_ECN_ECT0] = "ect0",
	[TN_ECN_CE] = "ce",
};

/* Counts of an AccECN option, in order 0 */
static const char *const tn_segment_counts[] = { "e0b", "ceb", "e1b" };

static bool tn_segment_field(const char *word, struct tn_field *field)
{
	field->set = word && strcmp(word, "*");
	return word && (!field->set || tn_word_number(word, &field->n));
}

/* A value of an option; '*' sets the bit in @any */
static bool tn_segment_value(struct tn_line *line, u32 *n, u8 *any, u8 bit)
{
	if (tn_line_accept(line, "*")) {
		*any |= bit;
		return true;
	}
	return tn_word_number(tn_line_take(line), n);
}

static bool tn_segment_flags(const char *word, struct tn_pattern *p)
{
	unsigned int i;

	for (p->flags = 0; *word; word++) {
		for (i = 0; i < ARRAY_SIZE(tn_segment_flag); i++)
			if (tn_segment_flag[i].letter == *word)
				p->flags |= tn_segment_flag[i].flag;
		if (*word == 'p')
			p->any |= TN_ANY_PSH;
		else if (*word != '-' && !strchr("SFRPUEWe.", *word))
			return false;
	}
	return true;
}

/* Cuts "A:B" in two; the word is the line's own */
static char *tn_segment_cut(char *word, char at)
{
	char *p = word ? strchr(word, at) : NULL;

	if (p)
		*p++ = '\0';
	return p;
}

/* SEQ:END(LEN) */
static const char *tn_segment_range(struct tn_line *line, struct tn_pattern *p)
{
	char *seq = (char *)tn_line_take(line), *end, *len, *close;
	struct tn_field last;

	end = tn_segment_cut(seq, ':');
	len = tn_segment_cut(end, '(');
	close = tn_segment_cut(len, ')');
	if (!close || *close || !tn_segment_field(seq, &p->seq) ||
	    !tn_segment_field(end, &last) || !tn_segment_field(len, &p->len))
		return "a range is written SEQ:END(LEN)";
	if (p->seq.set && last.set && p->len.set && last.n - p->seq.n != p->len.n)
		return "END is not SEQ + LEN";
	return NULL;
}

static bool tn_segment_sack(struct tn_line *line, struct tn_tcpopt *opt)
{
	for (opt->nsack = 0; tn_line_peek(line); opt->nsack++) {
		char *start = (char *)tn_line_peek(line), *end;

		if (!strchr(start, ':'))
			break;
		if (opt->nsack == TN_TCPOPT_NSACK_MAX)
			return false;
		end = tn_segment_cut(start, ':');
		if (!tn_word_number(start, &opt->sack[opt->nsack].start) ||
		    !tn_word_number(end, &opt->sack[opt->nsack].end))
			return false;
		line->next++;
	}
	return opt->nsack;
}

/* Bytes, two digits each, at least one and at most @max */
static bool tn_segment_bytes(const char *word, u8 *to, size_t max, u8 *count)
{
	size_t len = word ? strlen(word) : 0;
	char byte[] = "0x..";
	u32 n;

	if (!len || len % 2 || len > 2 * max)
		return false;
	for (*count = 0; *word; word += 2) {
		memcpy(byte + 2, word, 2);
		if (!tn_word_number(byte, &n))
			return false;
		to[(*count)++] = n;
	}
	return true;
}

/* Counts in the order of the header, which begins with either */
static bool tn_segment_accecn(struct tn_line *line, struct tn_pattern *p)
{
	const char *const *names = tn_segment_counts;
	struct tn_tcpopt *opt = &p->opt;

	opt->has |= TN_OPT_ACCECN;
	opt->acc_order = tn_line_peek(line) && !strcmp(tn_line_peek(line), names[2]);
	for (opt->acc_n = 0; opt->acc_n < TN_TCPOPT_ACCECN_MAX; opt->acc_n++) {
		const char *name = names[opt->acc_order ? 2 - opt->acc_n : opt->acc_n];

		if (!tn_line_accept(line, name))
			return true;
		if (!tn_word_number(tn_line_take(line), &opt->acc[opt->acc_n]))
			return false;
	}
	return true;
}

static bool tn_segment_cookie(struct tn_line *line, struct tn_pattern *p)
{
	p->opt.has |= TN_OPT_FASTOPEN;
	if (tn_line_accept(line, "ask"))
		return true;
	if (tn_line_accept(line, "*")) {
		p->any |= TN_ANY_COOKIE;
		return true;
	}
	return tn_segment_bytes(tn_line_take(line), p->opt.cookie.byte, TN_COOKIE_MAX,
				&p->opt.cookie.len);
}

static bool tn_segment_raw(const char *word, struct tn_pattern *p)
{
	if (!tn_segment_bytes(word, p->raw, sizeof(p->raw), &p->nraw))
		return false;
	/* The header ends with a word; behind the options is zero */
	p->nraw = (p->nraw + 3) & ~3;
	return true;
}

static bool tn_segment_option(struct tn_line *line, const char *name, struct tn_pattern *p)
{
	u32 n = 0;

	if (!strcmp(name, "nop"))
		return true;
	if (!strcmp(name, "raw"))
		return tn_segment_raw(tn_line_take(line), p);
	if (!strcmp(name, "FO"))
		return tn_segment_cookie(line, p);
	if (!strcmp(name, "accecn"))
		return tn_segment_accecn(line, p);
	if (!strcmp(name, "sackOK")) {
		p->opt.has |= TN_OPT_SACK_PERM;
		return true;
	}
	if (!strcmp(name, "sack")) {
		p->opt.has |= TN_OPT_SACK;
		return tn_segment_sack(line, &p->opt);
	}
	if (!strcmp(name, "TS")) {
		p->opt.has |= TN_OPT_TS;
		return tn_line_accept(line, "val") &&
		       tn_segment_value(line, &p->opt.tsval, &p->any, TN_ANY_TSVAL) &&
		       tn_line_accept(line, "ecr") &&
		       tn_segment_value(line, &p->opt.tsecr, &p->any, TN_ANY_TSECR);
	}
	if (!strcmp(name, "mss")) {
		p->opt.has |= TN_OPT_MSS;
		if (!tn_segment_value(line, &n, &p->any, TN_ANY_MSS))
			return false;
		p->opt.mss = n;
		return true;
	}
	if (!strcmp(name, "uto")) {
		p->opt.has |= TN_OPT_UTO;
		if (!tn_word_number(tn_line_take(line), &n))
			return false;
		p->opt.uto = tn_line_accept(line, "min") ? n | TN_TCPOPT_UTO_MINUTES : n;
		return p->opt.uto & TN_TCPOPT_UTO_MINUTES || tn_line_accept(line, "s");
	}
	if (!strcmp(name, "wscale")) {
		p->opt.has |= TN_OPT_WSCALE;
		if (!tn_segment_value(line, &n, &p->any, TN_ANY_WSCALE))
			return false;
		p->opt.wscale = n;
		return true;
	}
	return false;
}

static const char *tn_segment_options(struct tn_line *line, struct tn_pattern *p)
{
	const char *name;

	p->options = true;
	while (!tn_line_accept(line, ">")) {
		name = tn_line_take(line);
		if (!name || !tn_segment_option(line, name, p))
			return "there is no such option";
	}
	return NULL;
}

static bool tn_segment_ecn_field(const char *word, struct tn_field *field)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(tn_segment_ecn); i++)
		if (!strcmp(tn_segment_ecn[i], word))
			break;
	if (i == ARRAY_SIZE(tn_segment_ecn))
		return false;
	field->set = true;
	field->n = i;
	return true;
}

static const char *tn_segment_tcpdump(struct tn_line *line, struct tn_pattern *p)
{
	const char *word = tn_line_take(line), *wrong;

	if (!word || !tn_segment_flags(word, p))
		return "flags are letters of SFRPUEWe. and p, or '-'";
	wrong = tn_segment_range(line, p);
	if (wrong)
		return wrong;
	while ((word = tn_line_take(line))) {
		if (!strcmp(word, "ack")) {
			if (!tn_segment_field(tn_line_take(line), &p->ack))
				return "what is acknowledged?";
		} else if (!strcmp(word, "win")) {
			if (!tn_segment_field(tn_line_take(line), &p->wnd))
				return "how large is the window?";
		} else if (!strcmp(word, "urg")) {
			if (!tn_segment_field(tn_line_take(line), &p->urg))
				return "where does the urgent pointer point?";
		} else if (!strcmp(word, "badsum")) {
			p->badsum = true;
		} else if (tn_segment_ecn_field(word, &p->ecn)) {
			continue;
		} else if (!strcmp(word, "<")) {
			wrong = tn_segment_options(line, p);
			if (wrong)
				return wrong;
		} else {
			return "neither ack, win, urg, ECN, badsum nor <options>";
		}
	}
	return NULL;
}

/* CTL=SYN ACK */
static bool tn_segment_control(struct tn_line *line, const char *name, struct tn_pattern *p)
{
	unsigned int i;

	while (name) {
		for (i = 0; i < ARRAY_SIZE(tn_segment_flag); i++)
			if (!strcmp(name, tn_segment_flag[i].name))
				break;
		if (i == ARRAY_SIZE(tn_segment_flag))
			return false;
		p->flags |= tn_segment_flag[i].flag;
		if (!tn_line_peek(line) || !strcmp(tn_line_peek(line), ">"))
			return true;
		name = tn_line_take(line);
	}
	return false;
}

static const char *tn_segment_figure(struct tn_line *line, struct tn_pattern *p)
{
	while (tn_line_accept(line, "<")) {
		char *name = (char *)tn_line_take(line);
		char *value = tn_segment_cut(name, '=');
		bool ok = false;

		if (!value)
			return "a field is written <NAME=VALUE>";
		if (!strcmp(name, "SEQ"))
			ok = tn_segment_field(value, &p->seq);
		else if (!strcmp(name, "ACK"))
			ok = tn_segment_field(value, &p->ack);
		else if (!strcmp(name, "DATA"))
			ok = tn_segment_field(value, &p->len);
		else if (!strcmp(name, "WND"))
			ok = tn_segment_field(value, &p->wnd);
		else if (!strcmp(name, "CTL"))
			ok = tn_segment_control(line, value, p);
		if (!ok || !tn_line_accept(line, ">"))
			return "neither <SEQ=>, <ACK=>, <CTL=>, <DATA=> nor <WND=>";
	}
	return tn_line_peek(line) ? "something follows the segment" : NULL;
}

/**
 * tn_segment_parse() - read a written segment
 * @line: the line, up to the segment; all of it is taken
 * @p:    the segment
 *
 * Return: NULL, or what is wrong.
 */
const char *tn_segment_parse(struct tn_line *line, struct tn_pattern *p)
{
	const char *first = tn_line_peek(line);

	memset(p, 0, sizeof(*p));
	if (first && !strcmp(first, "<"))
		return tn_segment_figure(line, p);
	return tn_segment_tcpdump(line, p);
}

static bool tn_segment_is(const struct tn_field *field, u32 n)
{
	return !field->set || field->n == n;
}

static bool tn_segment_same_options(const struct tn_pattern *p, const struct tn_origin *from,
				    const struct tn_tcpopt *opt)
{
	unsigned int i;

	if (p->opt.has != opt->has)
		return false;
	if (opt->has & TN_OPT_MSS && !(p->any & TN_ANY_MSS) && p->opt.mss != opt->mss)
		return false;
	if (opt->has & TN_OPT_WSCALE && !(p->any & TN_ANY_WSCALE) &&
	    p->opt.wscale != opt->wscale)
		return false;
	if (opt->has & TN_OPT_UTO && p->opt.uto != opt->uto)
		return false;
	if (opt->has & TN_OPT_ACCECN &&
	    (p->opt.acc_order != opt->acc_order || p->opt.acc_n != opt->acc_n ||
	     memcmp(p->opt.acc, opt->acc, opt->acc_n * sizeof(opt->acc[0]))))
		return false;
	if (opt->has & TN_OPT_TS && !(p->any & TN_ANY_TSVAL) && p->opt.tsval != opt->tsval)
		return false;
	if (opt->has & TN_OPT_TS && !(p->any & TN_ANY_TSECR) && p->opt.tsecr != opt->tsecr)
		return false;
	if (opt->has & TN_OPT_FASTOPEN && !(p->any & TN_ANY_COOKIE) &&
	    (p->opt.cookie.len != opt->cookie.len ||
	     memcmp(p->opt.cookie.byte, opt->cookie.byte, opt->cookie.len)))
		return false;
	if (!(opt->has & TN_OPT_SACK))
		return true;
	for (i = 0; i < opt->nsack; i++)
		if (p->opt.sack[i].start != opt->sack[i].start - from->theirs ||
		    p->opt.sack[i].end != opt->sack[i].end - from->theirs)
			return false;
	return p->opt.nsack == opt->nsack;
}

/**
 * tn_segment_matches() - is this the segment that was written?
 * @p:    as it was written
 * @from: where sequence numbers begin
 * @out:  segment that we sent
 *
 * Return: whether all that was written is so.
 */
bool tn_segment_matches(const struct tn_pattern *p, const struct tn_origin *from,
			const struct tn_out *out)
{
	u16 unlike = p->flags ^ out->flags;

	if (p->any & TN_ANY_PSH)
		unlike &= ~TN_TCP_PSH;
	return !unlike && tn_segment_is(&p->seq, out->seq - from->ours) &&
	       tn_segment_is(&p->len, out->len) &&
	       tn_segment_is(&p->ack, out->ack - from->theirs) &&
	       tn_segment_is(&p->wnd, out->wnd) && tn_segment_is(&p->urg, out->urg) &&
	       tn_segment_is(&p->ecn, out->ecn) &&
	       (!p->options || tn_segment_same_options(p, from, &out->opt));
}

/**
 * tn_segment_print() - write a segment that we sent, in tcpdump's notation
 * @text: where
 * @from: where sequence numbers begin
 * @out:  the segment
 */
void tn_segment_print(struct tn_text *text, const struct tn_origin *from,
		      const struct tn_out *out)
{
	const struct tn_tcpopt *opt = &out->opt;
	u32 seq = out->seq - from->ours;
	const char *comma = "";
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(tn_segment_flag); i++)
		if (out->flags & tn_segment_flag[i].flag)
			tn_text_add(text, "%c", tn_segment_flag[i].letter);
	tn_text_add(text, " %u:%u(%u)", seq, seq + out->len, out->len);
	if (out->flags & TN_TCP_ACK)
		tn_text_add(text, " ack %u", out->ack - from->theirs);
	tn_text_add(text, " win %u ", out->wnd);
	if (out->flags & TN_TCP_URG)
		tn_text_add(text, "urg %u ", out->urg);
	if (out->ecn)
		tn_text_add(text, "%s ", tn_segment_ecn[out->ecn]);
	tn_text_add(text, "<");
	if (opt->has & TN_OPT_MSS) {
		tn_text_add(text, "mss %u", opt->mss);
		comma = ",";
	}
	if (opt->has & TN_OPT_SACK_PERM) {
		tn_text_add(text, "%ssackOK", comma);
		comma = ",";
	}
	if (opt->has & TN_OPT_TS) {
		tn_text_add(text, "%sTS val %u ecr %u", comma, opt->tsval, opt->tsecr);
		comma = ",";
	}
	if (opt->has & TN_OPT_WSCALE) {
		tn_text_add(text, "%swscale %u", comma, opt->wscale);
		comma = ",";
	}
	if (opt->has & TN_OPT_UTO) {
		tn_text_add(text, "%suto %u %s", comma, opt->uto & ~TN_TCPOPT_UTO_MINUTES,
			    opt->uto & TN_TCPOPT_UTO_MINUTES ? "min" : "s");
		comma = ",";
	}
	if (opt->has & TN_OPT_ACCECN) {
		tn_text_add(text, "%saccecn", comma);
		for (i = 0; i < opt->acc_n; i++)
			tn_text_add(text, " %s %u",
				    tn_segment_counts[opt->acc_order ? 2 - i : i], opt->acc[i]);
		comma = ",";
	}
	if (opt->has & TN_OPT_FASTOPEN) {
		tn_text_add(text, "%sFO %s", comma, opt->cookie.len ? "" : "ask");
		for (i = 0; i < opt->cookie.len; i++)
			tn_text_add(text, "%02x", opt->cookie.byte[i]);
		comma = ",";
	}
	for (i = 0; opt->has & TN_OPT_SACK && i < opt->nsack; i++)
		tn_text_add(text, "%s%u:%u", i ? " " : *comma ? ",sack " : "sack ",
			    opt->sack[i].start - from->theirs, opt->sack[i].end - from->theirs);
	tn_text_add(text, ">");
}
