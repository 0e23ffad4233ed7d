// SPDX-License-Identifier: GPL-2.0
/*
 * The time series, as CSV, and its picture through gnuplot.
 *
 * A row for each opener's end every --step: time (s), flow, connection, cwnd, inflight (pipe),
 * ssthresh, srtt (ms), snd_una and snd_nxt relative to the ISS, and stream bytes acknowledged.
 */
#include "sim.h"

/* Connections that a picture shows */
#define SERIES_PLOT_MAX	12

static const char series_head[] =
	"time,flow,conn,cwnd,inflight,ssthresh,srtt_ms,snd_una,snd_nxt,acked\n";

/* Open the file; without a name, one that only gnuplot will see. */
void series_open(struct sim *sim)
{
	sim->rows = sim->csv ? fopen(sim->csv, "w+") : tmpfile();
	if (!sim->rows)
		err(2, "%s", sim->csv ? sim->csv : "temporary file");
	fputs(series_head, sim->rows);
}

/* A row for each connection that is not over. */
void series_sample(struct sim *sim)
{
	struct conn *conn;

	list_for_each_entry(conn, &sim->conns, link) {
		const struct end *end = &conn->end[0];
		const struct tn_tcb *tcb = &end->tcb;

		if (!end->connected || end->gone || end->in_tw)
			continue;
		fprintf(sim->rows, "%.6f,%u,%llu,%u,%u,%u,%.3f,%u,%u,%llu\n",
			(double)(sim->now - SIM_EPOCH) / 1e9, conn->flow->id,
			(unsigned long long)conn->id, tcb->cc.out.cwnd, tcb->sentq.pipe,
			tcb->cc.out.ssthresh, (double)tcb->rtt.srtt / 1e6,
			tcb->snd.una - tcb->snd.iss, tcb->snd.nxt - tcb->snd.iss,
			(unsigned long long)end->released);
	}
}

/* One of the four graphs: @what in terms of the columns, for the first connections */
static void series_graph(FILE *gnuplot, const char *title, const char *what, unsigned int conns)
{
	unsigned int i;

	fprintf(gnuplot, "set ylabel '%s'\nplot ", title);
	for (i = 0; i < conns; i++)
		fprintf(gnuplot, "%s$rows using ($3 == %u ? $1 : NaN):(%s) w l title 'conn %u'",
			i ? ", " : "", i, what, i);
	fputc('\n', gnuplot);
}

static void series_plot(struct sim *sim)
{
	unsigned int conns = sim->opened < SERIES_PLOT_MAX ? sim->opened : SERIES_PLOT_MAX;
	FILE *gnuplot = popen("gnuplot", "w");
	char line[256];

	if (!gnuplot)
		err(2, "gnuplot");
	fprintf(gnuplot, "set terminal png size 1200,1600\nset output '%s'\n", sim->plot);
	fputs("set datafile separator ','\nset datafile missing NaN\n", gnuplot);
	fputs("set key outside\nset grid\n$rows << EOD\n", gnuplot);
	rewind(sim->rows);
	if (!fgets(line, sizeof(line), sim->rows))
		line[0] = 0;
	while (fgets(line, sizeof(line), sim->rows))
		fputs(line, gnuplot);
	fputs("EOD\nset multiplot layout 4,1\nset xrange [0:*]\n", gnuplot);
	series_graph(gnuplot, "cwnd, kB", "$4/1e3", conns);
	series_graph(gnuplot, "inflight, kB", "$5/1e3", conns);
	series_graph(gnuplot, "srtt, ms", "$7", conns);
	fputs("set xlabel 'time, s'\n", gnuplot);
	series_graph(gnuplot, "acknowledged, MB", "$10/1e6", conns);
	fputs("unset multiplot\n", gnuplot);
	if (pclose(gnuplot))
		errx(2, "gnuplot failed");
}

/* The run is over: draw, and close the file. */
void series_close(struct sim *sim)
{
	if (sim->plot && sim->opened)
		series_plot(sim);
	if (fclose(sim->rows))
		err(2, "%s", sim->csv ? sim->csv : "temporary file");
}
