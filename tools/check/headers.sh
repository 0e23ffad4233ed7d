#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Every header compiles alone and twice: all of them in a kernel build (6.12) of one
# generated source file each, those of the pure rooms on the host as well, as the unit
# suites see them. The kernel build is incremental in build/check/headers.
set -u
cd "$(dirname "$0")/../.." || exit 1
repo=$PWD
shopt -s nullglob globstar
release=$(tools/deps/kver 6.12) && source=$(tools/deps/kernel-source) || exit 1
out=$repo/build/check/headers
mkdir -p "$out"
exec 9>"$out/.lock"
flock 9
bad=0

# The text of a file that does nothing but include a header, rewritten only if it differs.
generate() {
	local text="#include $2"$'\n'"#include $2"$'\n'

	[ -f "$1" ] && [ "$(cat "$1")"$'\n' = "$text" ] || printf '%s' "$text" >"$1"
}

objects=
for file in module/**/*.h include/**/*.h; do
	case $file in
	module/*) header=\"${file#module/}\" ;;
	include/uapi/*) header="<${file#include/uapi/}>" ;;
	*) header="<${file#include/}>" ;;
	esac
	name=$(tr '/.' '__' <<<"$file")
	generate "$out/$name.c" "$header"
	objects+=" $name.o"
done
for file in "$out"/*_h.c; do
	case "$objects " in *" $(basename "$file" .c).o "*) ;; *) rm "$file" ;; esac
done
printf '#include <linux/module.h>\nMODULE_LICENSE("GPL");\nMODULE_DESCRIPTION("headers");\n' >"$out/license.c"
cat >"$out/Kbuild" <<END
ccflags-y += -I$repo/module -I$repo/include -I$repo/include/uapi
obj-m := headers.o
headers-y := license.o $objects
END
env -u MAKEFLAGS -u MFLAGS make -s -k -C "/usr/src/linux-headers-$release" M="$out" \
	KCFLAGS=-Werror -j"$(nproc)" modules 9>&- >"$out/log" 2>&1 || {
	grep -E 'error|\*\*\*' "$out/log"
	bad=1
}

for file in module/{base,wire,tcp,cc}/*.h include/net/tandem_cc.h; do
	[ -e "$file" ] || continue
	printf '#include "%s"\n#include "%s"\n' "$repo/$file" "$repo/$file" |
	gcc -std=gnu11 -fsyntax-only -Wall -Wextra -Werror -Wno-sign-compare -Wno-unused-parameter \
		-include kunit/host/compat.h -Imodule -Iinclude -Ikunit/host \
		-isystem "$source/tools/include" -isystem "$source/tools/arch/x86/include" \
		-x c - || bad=1
done
exit $bad
