// SPDX-License-Identifier: GPL-2.0
/*
 * tandem: configure and watch the Tandem stack, run programs on it, measure it.
 *
 * "tandem OBJECT [VERB] [ARGUMENT...]", in the manner of ip(8). An object's
 * name may be shortened as long as no other begins that way: `tandem a`. A
 * verb may not, so that none is taken for another by mistake.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/tandem.h>
#include "tandem.h"

static int help_main(int n, char **words);
static int version_main(int n, char **words);

static const struct object {
	const char *name;
	int (*main)(int n, char **words);
	const char *usage;
} objects[] = {
	{ "addr", addr_main, "addr [show | add ADDR/LEN dev DEV | del ADDR[/LEN] dev DEV]" },
	{ "route", route_main,
	  "route [show [all] | add PREFIX|default [via GATEWAY] [dev DEV] | del ...]" },
	{ "neigh", neigh_main, "neigh [show | flush [dev DEV]]" },
	{ "link", link_main, "link [show | up [NATIVE/LEN TANDEM/LEN] | down]" },
	{ "ss", ss_main, "ss [-a | -l] [-i] [-o]" },
	{ "stat", stat_main, "stat [-z] [PATTERN]" },
	{ "profile", profile_main, "profile [NAME]" },
	{ "trace", trace_main, "trace [show | on [PORT] | off | dump FILE|-]" },
	{ "run", run_main, "run PROGRAM [ARGUMENT...]" },
	{ "bench", bench_main, "bench [--time S | --instructions] [--rounds N]\n"
	  "             [--only bulk,rr,crr,small,nagle]\n"
	  "             [--tandem-addr ADDR] [--native-addr ADDR]\n"
	  "       tandem bench --wan [--rate RATE] [--delay TIME] [--loss N%] [--queue BDP]\n"
	  "             [--time S] [--flows N] [--rounds N] [--only long,short,share]\n"
	  "             [--senders STACK/CC[/PROFILE],...] [--csv FILE]" },
	{ "help", help_main, "help" },
	{ "version", version_main, "version" },
};

static int help_main(int n, char **words)
{
	size_t i;

	if (n)
		say_misused("'%s' is too much: tandem help", words[0]);
	puts("tandem: a TCP/IP stack of its own beside the native one");
	for (i = 0; i < ARRAY_SIZE(objects); i++)
		printf("%s tandem %s\n", i ? "      " : "usage:", objects[i].usage);
	puts("see tandem(8)");
	return EXIT_SUCCESS;
}

static int version_main(int n, char **words)
{
	char loaded[64];
	FILE *file;

	if (n)
		say_misused("'%s' is too much: tandem version", words[0]);
	printf("tandem %s\n", TANDEM_VERSION);
	file = fopen("/sys/module/tandem/version", "r");
	if (file) {
		if (fgets(loaded, sizeof(loaded), file))
			printf("module %s", loaded);
		fclose(file);
	}
	return EXIT_SUCCESS;
}

/* The one object whose name begins with the word. */
static const struct object *find_object(const char *word)
{
	const struct object *found = NULL;
	size_t i;

	if (!strcmp(word, "-h") || !strcmp(word, "--help"))
		word = "help";
	if (!strcmp(word, "-V") || !strcmp(word, "--version"))
		word = "version";
	for (i = 0; i < ARRAY_SIZE(objects); i++) {
		if (!strcmp(objects[i].name, word))
			return &objects[i];
		if (!*word || strncmp(objects[i].name, word, strlen(word)))
			continue;
		if (found)
			say_misused("'%s' may be %s or %s", word,
				    found->name, objects[i].name);
		found = &objects[i];
	}
	if (!found)
		say_misused("there is no object '%s': see tandem help", word);
	return found;
}

int main(int argc, char **argv)
{
	int rc;

	if (argc < 2)
		say_misused("an object is missing: see tandem help");
	rc = find_object(argv[1])->main(argc - 2, argv + 2);
	if (fflush(stdout) || ferror(stdout))
		say_failed("cannot write the output: %m");
	return rc;
}
