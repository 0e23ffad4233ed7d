// SPDX-License-Identifier: GPL-2.0
/*
 * The scripts of selftests/scripts/ as the suite "script" of the host program: what the player in
 * the VM proves of the module, each of these proves of the core, in less than a millisecond. The
 * files are read when the program begins; a case is called FILE.CASE, like there.
 */
#include "casefile.h"
#include "harness/script.h"

static struct casefile scripts;
static struct kunit_case *script_cases;

static const struct casefile_case *find(const char *name)
{
	size_t i;

	for (i = 0; i < scripts.n; i++)
		if (!strcmp(scripts.cases[i].name, name))
			return &scripts.cases[i];
	return NULL;
}

static void play(struct kunit *test)
{
	const struct casefile_case *c = find(test->name);
	struct tn_script *script = tn_script_new(test);

	script->file = c->file;
	script->line_before = c->line - 1;
	if (!tn_script_play(script, c->text))
		KUNIT_FAIL(test, "%s", script->report);
}

static struct kunit_suite script_suite = {
	.name = "script",
};

static void __attribute__((constructor)) script_register(void)
{
	struct kunit_case *c;
	char wrong[256];
	size_t i;

	if (!casefile_load(TN_SCRIPTS, &scripts, wrong, sizeof(wrong))) {
		fprintf(stderr, "%s\n", wrong);
		exit(2);
	}
	script_cases = calloc(scripts.n + 1, sizeof(*script_cases));
	if (!script_cases)
		abort();
	c = script_cases;
	for (i = 0; i < scripts.n; i++) {
		if (scripts.cases[i].only && strcmp(scripts.cases[i].only, "core"))
			continue;
		c->run_case = play;
		c->name = scripts.cases[i].name;
		c++;
	}
	script_suite.test_cases = script_cases;
	tn_kunit_register(&script_suite);
}

static void __attribute__((destructor)) script_end(void)
{
	casefile_free(&scripts);
	free(script_cases);
}
