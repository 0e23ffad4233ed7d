#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The kernel's checkpatch --strict on all our C files that changed since it last had
# nothing to say. Not asked for:
#   in module/compat.h, whose purpose it is to compare LINUX_VERSION_CODE:
#	LINUX_VERSION_CODE CONSTANT_COMPARISON
#   in programs, which have uint32_t and _Noreturn, but not the kernel's __printf:
#	PREFER_KERNEL_TYPES CAMELCASE PREFER_DEFINED_ATTRIBUTE_MACRO; nor of shell commands
#	in strings and of tests that leave a case from within a macro:
#	SPLIT_STRING MACRO_WITH_FLOW_CONTROL MACRO_ARG_REUSE
#   in files with a list X(...), which no macro in parentheses can be, and of whose rows
#   each use takes what it needs:
#	COMPLEX_MACRO MACRO_ARG_REUSE MACRO_ARG_UNUSED
#   in kunit/host, whose macros have the shape of KUnit's:
#	MACRO_ARG_REUSE MACRO_ARG_UNUSED
set -u
cd "$(dirname "$0")/../.." || exit 1
source=$(tools/deps/kernel-source) || exit 1
repo=$PWD
bad=0

# checkpatch leaves a file of its own where it is started: not in the source tree.
mkdir -p build/check/checkpatch
cd build/check/checkpatch || exit 1
for dir in module include kunit samples tools selftests; do ln -sfn "$repo/$dir" .; done

touch begun
since=()
[ ! clean -nt "$repo/tools/check/checkpatch.sh" ] || since=(-newer clean)

# checkpatch IGNORE < names of files
checkpatch() {
	xargs -r -P "$(nproc)" -n 12 perl "$source/scripts/checkpatch.pl" \
		--no-tree --strict --terse --quiet --no-summary --show-types \
		${1:+--ignore "$1"} -f || bad=1
}

programs=PREFER_KERNEL_TYPES,CAMELCASE,PREFER_DEFINED_ATTRIBUTE_MACRO
programs+=,SPLIT_STRING,MACRO_WITH_FLOW_CONTROL,MACRO_ARG_REUSE
find -L module include kunit samples -name '*.[ch]' ! -path module/compat.h ! -path 'kunit/host/*' \
	"${since[@]}" | sort >all-kernel-files
xargs -r grep -lE 'define TN_[A-Z]+_LIST\(X\)' <all-kernel-files >list-files
grep -vxFf list-files all-kernel-files >kernel-files
find -L tools selftests -name '*.[ch]' "${since[@]}" 2>/dev/null | sort >program-files
find -L kunit/host -name '*.[ch]' "${since[@]}" 2>/dev/null | sort >shim-files
checkpatch "" <kernel-files
checkpatch COMPLEX_MACRO,MACRO_ARG_REUSE,MACRO_ARG_UNUSED <list-files
checkpatch $programs <program-files
checkpatch $programs,MACRO_ARG_UNUSED <shim-files
checkpatch LINUX_VERSION_CODE,CONSTANT_COMPARISON <<<module/compat.h
[ $bad = 0 ] && mv begun clean
exit $bad
