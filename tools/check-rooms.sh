#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The rooms of module/ and the one direction between them:
#
#   ctl -> sock -> tcp -> {cc contract, wire, base}      sock -> ip -> link -> wire -> base
#
# 1. Each room includes only the rooms below it, and always from the room ("base/seq.h").
# 2. The pure rooms (base wire tcp cc) see no kernel: only headers that the kernel's own
#    user-space port has, too, and none of its locks, allocators, clocks or packets.
#    base/hook.h is the one exception: there the kernel's counters are per CPU.
# 3. LINUX_VERSION_CODE stands in module/compat.h alone.
#
# Prints each violation as file:line; exit status 1 when there is one.
set -u
cd "$(dirname "$0")/.." || exit 1
shopt -s nullglob
source=$(tools/deps/kernel-source) || exit 1
bad=0

complain() { echo "$1"; bad=1; }

# What a room may include with quotes, itself apart.
allowed() {
	case $1 in
	base) ;;
	wire) echo base ;;
	tcp)  echo base wire ;;
	cc)   echo base ;;
	link) echo base wire compat.h ;;
	ip)   echo base wire link compat.h ;;
	sock) echo base wire tcp cc link ip compat.h ;;
	ctl)  echo base wire tcp cc link ip sock compat.h ;;
	esac
}

# What the pure rooms may include with angle brackets.
pure_header() {
	case $1 in
	net/tandem_cc.h | net/tandem_cc_info.h) [ "$2" = tcp ] || [ "$2" = cc ] ;;
	linux/tandem.h | linux/errno.h) true ;;
	linux/*) [ -e "$source/tools/include/$1" ] ;;
	*) false ;;
	esac
}

includes() { grep -nE '^[[:space:]]*#[[:space:]]*include[[:space:]]' "$@" /dev/null; }

rooms="base wire tcp cc link ip sock ctl"
for room in module/*/; do
	case " $rooms " in
	*" $(basename "$room") "*) ;;
	*) complain "$room: not one of the rooms ($rooms)" ;;
	esac
done

for room in $rooms; do
	files=(module/"$room"/*.[ch])
	[ ${#files[@]} -gt 0 ] || continue
	while IFS=: read -r file line text; do
		header=$(sed -E 's/.*["<]([^">]+)[">].*/\1/' <<<"$text")
		case $text in
		*'"'*)
			case " $room $(allowed "$room") " in
			*" ${header%%/*} "*) ;;
			*) complain "$file:$line: $room may not include \"$header\"" ;;
			esac ;;
		*'<'*)
			case $room in base | wire | tcp | cc) ;; *) continue ;; esac
			[ "$file $header" = "module/base/hook.h linux/percpu.h" ] && continue
			pure_header "$header" "$room" ||
				complain "$file:$line: <$header> is not for a pure room" ;;
		esac
	done < <(includes "${files[@]}")
done

# Without comments and strings, but with every line where it was.
code_of() {
	perl -0pe 's{/\*.*?\*/}{ $& =~ s/[^\n]//gr }gse; s{//[^\n]*}{}g; s{"(?:\\.|[^"\\\n])*"}{""}g' "$1"
}
kernel_words='(struct (sk_buff|sock|net|net_device|timer_list|hrtimer)|sk_buff|skb_[a-z_]+\(|jiffies|HZ'
kernel_words+='|ktime_(get|t)[a-z_]*|k[mz]alloc[a-z_]*|kfree[a-z_]*|kmem_cache[a-z_]*|vmalloc'
kernel_words+='|(raw_)?spin_(un)?lock[a-z_]*|mutex_[a-z_]+|rcu_[a-z_]+|get_random_[a-z0-9_]+|pr_[a-z]+'
kernel_words+='|printk|current|schedule[a-z_]*|atomic_[a-z_]+|EXPORT_SYMBOL[A-Z_]*|this_cpu_[a-z_]+)'
for file in module/{base,wire,tcp,cc}/*.[ch]; do
	[ "$file" = module/base/hook.h ] && continue
	while IFS=: read -r line text; do
		complain "$file:$line: kernel API in a pure room:$text"
	done < <(code_of "$file" | grep -nE "(^|[^A-Za-z0-9_])$kernel_words([^A-Za-z0-9_]|\$)")
done

while read -r hit; do
	complain "$hit: LINUX_VERSION_CODE belongs in module/compat.h"
done < <(grep -rnE 'LINUX_VERSION_CODE|KERNEL_VERSION|<linux/version\.h>' module include kunit \
	2>/dev/null | grep -vE '^module/compat\.h:' | cut -d: -f1,2)
exit $bad
