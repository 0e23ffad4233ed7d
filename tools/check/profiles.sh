#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The tables of Documentation/profiles.rst say what module/tcp/config.c says.
set -u
cd "$(dirname "$0")/../.." || exit 1

# The rows X(KIND, name, least, most, three values), in words
in_code() {
	sed -n 's/^\tX(\(TIME\|COUNT\), *\([^)]*\)).*/\2/p' module/tcp/config.c | tr -d ,
	sed -n 's/^\t{ "\([a-z]*\)", { { \([0-9, ]*\) }.*/\1 \2/p' module/tcp/config.c |
		sed 's/, */,/g'
}

in_text() {
	sed -n 's/^\(``[a-z]*``  *[0-9,]*\|[a-z0-9_]*\(  *[0-9]\{1,\}\)\{5\}\)$/\1/p' \
		Documentation/profiles.rst | tr -d \`
}

words() { sed 's/  */ /g; s/^ //; s/ $//'; }

[ "$(in_code | wc -l)" -gt 20 ] || { echo "module/tcp/config.c has no table"; exit 1; }
diff <(in_code | words) <(in_text | words)
