#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The ledger (Documentation/conformance) is whole and honest, as far as that shows without
# running a test: every row once and well-formed, every test it names exists, and no MUST
# is open in a file that says "# scope: closed". Where the checklist that it was made from
# lies beside the tree (CHECKLIST), both have the same rows with the same levels.
set -u
cd "$(dirname "$0")/../.." || exit 1
checklist=${CHECKLIST-../shared/CONFORMANCE.md}
bad=0

rows=$(tools/conformance/rows) || bad=1

# Each word before " -- " is a test
awk -F '\t' '
	NR == FNR { exists[$1]; next }
	$3 == "done" {
		sub(/(^| )-- .*/, "", $4)
		n = split($4, test, " ")
		for (i = 1; i <= n; i++)
			if (!(test[i] in exists)) {
				print $1 ".txt: " $2 ": there is no test " test[i]
				bad = 1
			}
		if (!n) { print $1 ".txt: " $2 ": done without a test"; bad = 1 }
	}
	$3 == "open" && $5 ~ /MUST/ && $6 == "closed" {
		print $1 ".txt: " $2 " is open, a " $5
		bad = 1
	}
	END { exit bad }' <(tools/conformance/tests) <(printf '%s\n' "$rows") || bad=1

if [ -r "$checklist" ]; then
	diff <(awk -F ' *[|] *' '
			/^## / { section = $0; sub(/^## /, "", section); section += 0 }
			!/^[|] / || $2 == "ID" || $2 == "No" { next }
			{ gsub(/\\[|]/, "/") }
			section == 5 { print $2, "BOTH" }
			section == 4 { print $2, $(NF - 1) }
			section >= 1 && section <= 3 { print $2, $4 }' "$checklist" | sort) \
		<(printf '%s\n' "$rows" | awk -F '\t' '{ print $2, $5 }' | sort) |
		sed -n "s|^<|only in $checklist:|p; s|^>|only in the ledger:|p" | grep . && bad=1
fi
exit $bad
