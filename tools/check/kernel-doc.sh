#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Kernel-doc comments are well-formed (the kernel's own kernel-doc, warnings are errors)
# in include/, module/tcp and module/cc, and none is missing: every function of tcp/ and
# cc/ that is not static has one where it is defined.
set -u
cd "$(dirname "$0")/../.." || exit 1
source=$(tools/deps/kernel-source) || exit 1
bad=0

mapfile -t files < <(find include module/tcp module/cc -name '*.[ch]' | sort)
perl "$source/scripts/kernel-doc" -none -Werror -Wreturn "${files[@]}" || bad=1

find module/tcp module/cc -name '*.c' | sort | xargs awk '
	FNR == 1 { comment = documented = 0; head = "" }
	/^\/\*\*$/ { comment = 1 }
	/^ \*\/$/ { documented = comment; comment = 0; next }
	comment { next }
	/^\{/ && head && !had { print FILENAME ":" line ": no kernel-doc: " head; bad = 1 }
	/^[a-z_].*\(/ && !/^(static|typedef|extern) / {
		head = $0; line = FNR; had = documented
	}
	/^$|^[{}#\/]|;[ \t]*$/ { head = "" }
	{ documented = 0 }
	END { exit bad }' || bad=1
exit $bad
