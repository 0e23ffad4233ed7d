// SPDX-License-Identifier: GPL-2.0
/*
 * script: TCP by script. The files of selftests/scripts/ against a socket and a raw peer.
 *
 *	script [CASE...]	all cases, or those that match a shell pattern on FILE.CASE
 *
 * The language is that of kunit/harness/script.c, and the same files run on the host against the
 * core. Here they prove the whole module, or TCP as Linux has it (TANDEM_FAMILY=2): a case that
 * says "native differs" must fail there, any other must not, so the known differences are just
 * those that are declared.
 *
 * "slow" cases are for virtual time, where SCRIPT_VIRTUAL=1 says that the clock counts
 * instructions, and run nowhere else; in virtual time no other case runs. On a busy machine the
 * clock runs on while nobody is allowed to work, and a timer of the stack may fire where the script
 * expects silence. What such a run says is worth nothing, so a case that failed and has lost LATE
 * is played again.
 */
#include <libgen.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/casefile.h"

#include "net.h"
#include "peer.h"
#include "stage.h"
#include "tap.h"

#define LATE		100000000LL	/* ns */
#define PATIENCE	300000000LL	/* ns: for what will probably not come */
#define TRIES		5
#define FIRST_PORT	2000
#define SLOW_LIMIT	40000		/* s, of virtual time */

static struct casefile files;
static bool is_virtual;

/* Returns whether it went as the script says; the report, and whether it can be believed */
static bool play(const struct casefile_case *c, unsigned int try, char *report, size_t size,
		 bool *in_time)
{
	static struct stage stage;
	bool good;

	stage_begin(&stage, FIRST_PORT + (c - files.cases) * TRIES + try, is_virtual);
	stage_count(&stage, c->text);
	stage.script.file = c->file;
	stage.script.line_before = c->line - 1;
	if (net_native() && c->differs)
		stage.script.tolerance = PATIENCE;
	good = tn_script_play(&stage.script, c->text);
	*in_time = is_virtual || stage_late(&stage) < LATE;
	snprintf(report, size, "%s", stage.script.report);
	stage_end(&stage);
	return good;
}

static void play_case(void)
{
	const struct casefile_case *c = tap_data;
	char report[TN_SCRIPT_REPORT_MAX];
	bool good, in_time;
	unsigned int try;

	for (try = 0; try < TRIES; try++) {
		good = play(c, try, report, sizeof(report), &in_time);
		if (good || in_time)
			break;
	}
	if (!good)
		printf("# %s\n", report);
	if (net_native() && c->differs) {
		if (good)
			FAIL("it does not differ, though %s says: %s", c->file, c->differs);
		tap_note("native differs: %s", c->differs);
		return;
	}
	if (!good)
		exit(EXIT_FAILURE);
}

static bool is_chosen(const struct casefile_case *c)
{
	return (!c->only || !strcmp(c->only, "wire")) && c->slow == is_virtual;
}

int main(int argc, char **argv)
{
	struct tap_case *cases;
	char wrong[256], dir[1024], *self = strdup(argv[0]);
	size_t i, n = 0;

	/* build/selftests/script */
	snprintf(dir, sizeof(dir), "%s/../../selftests/scripts", dirname(self));
	is_virtual = getenv("SCRIPT_VIRTUAL");
	net_enter();
	net_by_the_book();
	net_sysctl("ipv4/tcp_fastopen", "3");
	if (!net_native())
		net_sysctl("tandem/fastopen", "3");
	peer_open();
	tap_begin(argc, argv);
	if (!casefile_load(dir, &files, wrong, sizeof(wrong))) {
		printf("Bail out! %s\n", wrong);
		return EXIT_FAILURE;
	}
	cases = calloc(files.n, sizeof(*cases));
	for (i = 0; i < files.n; i++) {
		if (!is_chosen(&files.cases[i]))
			continue;
		cases[n].name = files.cases[i].name;
		cases[n].run = play_case;
		if (is_virtual)
			cases[n].limit = SLOW_LIMIT;
		cases[n++].data = &files.cases[i];
	}
	tap_run(cases, n);
	free(cases);
	casefile_free(&files);
	free(self);
	return tap_end();
}
