#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# sparse on the module, against 6.12. What it says about the kernel's own headers is
# the kernel's business; about our files it must say nothing.
set -u
cd "$(dirname "$0")/../.." || exit 1
release=$(tools/deps/kver 6.12) || exit 1
repo=$PWD
kdir=/usr/src/linux-headers-$release
out=$repo/build/$release

tools/build/module "$kdir" >/dev/null || { echo "the module does not build"; exit 1; }
exec 9>"$out/.lock"
flock 9
said=$(env -u MAKEFLAGS -u MFLAGS make -s -C "$kdir" M="$out" W=1 KCFLAGS=-Werror C=2 \
	-j"$(nproc)" modules 2>&1 9>&-)
status=$?
printf '%s\n' "$said" | sed "s#$out/##" |
	grep -E '^(module|include|kunit)/[^ ]+: (warning|error|note)' && exit 1
[ $status -eq 0 ] || printf '%s\n' "$said"
exit $status
