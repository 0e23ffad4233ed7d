#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Each file of net.tandem is in the man page, and nothing else is.
set -u
cd "$(dirname "$0")/../.." || exit 1

# The knobs of the constants' table, and what module/ctl/sysctl.c adds
in_code() {
	sed -n 's/^\tX([A-Z]*, *\([a-z0-9_]*\),.*/\1/p' module/tcp/config.c
	sed -n '/tn_knobs\[\] = {/,/^};/s/.*{ \(\.name = \)\{0,1\}"\([a-z_]*\)".*/\2/p' module/tcp/config.c
	sed -n '/sysctl_numbers\[\] = {/,/^};/s/^\t{ "\([a-z_]*\)".*/\1/p' module/ctl/sysctl.c
	sed -n 's/.*\.procname = "\([a-z_]*\)".*/\1/p' module/ctl/sysctl.c
}

in_text() { sed -n '/^\.Sh SYSCTLS/,/^\.Sh ENV/s/^\.It Va //p' tools/tandem/tandem.8; }

[ "$(in_code | wc -l)" -gt 50 ] || { echo "the code's tables are not found"; exit 1; }
diff <(in_code | sort) <(in_text | sort)
