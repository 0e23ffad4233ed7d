#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A file is readable in one sitting: at most 800 lines, a header 200 (tcb.h 400), a
# function 100 (from its opening to its closing brace, both in the first column).
set -u
cd "$(dirname "$0")/../.." || exit 1

find module include kunit samples selftests tools -name '*.[ch]' 2>/dev/null | sort | xargs awk '
	function close_file() {
		limit = 800
		if (name ~ /\.h$/) limit = 200
		if (name ~ /\/tcb\.h$/) limit = 400
		if (name && lines > limit)
			complain(name ": " lines " lines, limit " limit)
	}
	function complain(text) { print text; bad = 1 }
	FNR == 1 { close_file(); name = FILENAME; open = 0 }
	{ lines = FNR }
	/^\{/ { open = FNR }
	/^\}/ && open {
		if (FNR - open + 1 > 100)
			complain(name ":" open ": a function of " FNR - open + 1 " lines, limit 100")
		open = 0
	}
	END { close_file(); exit bad }'
