# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
#
# What the group scripts share. A group is a script that sources this, defines
# case_NAME functions (and, if it needs them, setup and teardown), and ends with
#
#	group "NAME LIMIT" ... -- "$@"
#
# Without arguments all cases run, else those that match a pattern. Each runs in a
# process group of its own under `set -eu`, with LIMIT seconds of time: status 0 is ok,
# 4 skipped (say why with skip), all else not ok; what it printed becomes diagnostics.
# What it leaves running is killed.
set -eu

here=$(cd "${0%/*}" && pwd)
build=${here%/*}/build
export PATH=$build/selftests:$build/bin:/usr/local/sbin:/usr/sbin:/sbin:$PATH
tmp=${TMPDIR:-/tmp}/selftest-$$
mkdir -p "$tmp"

# Times and limits are those of a quiet machine. Few are; and where nothing fails, waiting
# longer costs nothing.
patience=3

is_native() { [ "${TANDEM_FAMILY-}" = 2 ]; }

# Give an address to the stack under test: give DEV ADDR/LEN [NETNS]
give() {
	if is_native; then
		ip ${3:+-n "$3"} addr add "$2" dev "$1"
	else
		${3:+ip netns exec "$3"} tandem addr add "$2" dev "$1"
		record "${3-}"
	fi
}

# Have Tandem record connections, for who looks at failures: record [NETNS]
record() {
	local in=(${1:+ip netns exec "$1"})

	is_native || "${in[@]}" tandem trace show | grep -q '^trace on' || "${in[@]}" tandem trace on
}

route_via() { # PREFIX GATEWAY [NETNS]
	if is_native; then
		ip ${3:+-n "$3"} route add "$1" via "$2"
	else
		${3:+ip netns exec "$3"} tandem route add "$1" via "$2"
	fi
}

# Two namespaces with a veth pair: pair A B; the devices are called as the other end.
pair() {
	local ns

	for ns in "$1" "$2"; do
		[ -e "/run/netns/$ns" ] || { ip netns add "$ns" && ip -n "$ns" link set lo up; }
	done
	ip -n "$1" link add "$2" type veth peer name "$1" netns "$2"
	ip -n "$1" link set "$2" up
	ip -n "$2" link set "$1" up
}

# left (Tandem 10.1.0.1) and right (native 10.1.0.2), for netem between them: segments leave one by
# one, or it would lose 64 KiB at a time, and hardly ever.
bad_path() {
	pair left right
	ip -n left link set right gso_max_size 1600
	ip -n right link set left gso_max_size 1600
	give right 10.1.0.1/24 left
	ip -n right addr add 10.1.0.2/24 dev left
}

# netem WORD...: on that path, both ways
netem() {
	tc -n left qdisc replace dev right root netem limit 10000 "$@" || skip "no netem here"
	tc -n right qdisc replace dev left root netem limit 10000 "$@"
}

# Run a program on the stack under test.
under_test() {
	if is_native; then "$@"; else tandem run "$@"; fi
}

skip() {
	echo "$*"
	exit 4
}

fail() {
	echo "$*"
	exit 1
}

# until_true SECONDS COMMAND...
until_true() {
	local end=$((SECONDS + $1 * patience))

	shift
	until "$@" >/dev/null 2>&1; do
		[ $SECONDS -lt $end ] || return 1
		sleep 0.1
	done
}

# await_capture FILE - the tcpdump that was told to complain into FILE captures. The file goes:
# the next one must not find it.
await_capture() { until_true 5 grep -q listening "$1" && rm "$1"; }

# A case called "fails" is there to fail, and runs only when it is named.
is_chosen() {
	local name=$1 pattern

	shift
	[ $# -gt 0 ] || [ "$name" = fails ] || return 0
	for pattern; do
		# shellcheck disable=SC2053 # it is a pattern
		[[ $name != $pattern ]] || return 0
	done
	return 1
}

# Take away what setup and the cases have made.
tidy() {
	local ns

	! declare -F teardown >/dev/null || teardown
	for ns in $(ip netns list | cut -d' ' -f1); do ip netns del "$ns" || true; done
	rm -rf "$tmp"
}

# Run COMMAND in a process group of its own, for LIMIT seconds: limited LIMIT COMMAND...
# Its exit status becomes $status: this must not stand in a condition, nor must its
# callers, for `set -e` would not count in COMMAND then.
limited() {
	local pid watch limit=$1

	shift
	set -m
	(set +m -eu; "$@") >"$tmp/out" 2>&1 </dev/null &
	pid=$!
	(set +m; sleep "$limit"; kill -KILL -- -$pid) >/dev/null 2>&1 &
	watch=$!
	set +m
	status=0
	wait $pid || status=$?
	kill -KILL -- -$watch -$pid || true
	wait $watch || true
} 2>/dev/null

# Each line of the input as a TAP comment
diagnostics() {
	local line

	while IFS= read -r line; do echo "# ${line#\# }"; done
}

one_case() { # NAME LIMIT
	limited $(($2 * patience)) "case_$1"
	n=$((n + 1))
	diagnostics <"$tmp/out"
	case $status in
	0)
		echo "ok $n - $1"
		return
		;;
	4)
		echo "ok $n - $1 # SKIP"
		return
		;;
	137) echo "# not done after $(($2 * patience)) s" ;;
	*) echo "# exit status $status" ;;
	esac
	"$here/traces" 2>&1 | diagnostics
	failed=1
	echo "not ok $n - $1"
}

group() {
	local cases=() n=0 failed=0 status=0 one

	while [ "$1" != -- ]; do
		cases+=("$1")
		shift
	done
	shift
	echo "TAP version 13"
	trap 'tidy >/dev/null 2>&1' EXIT
	declare -F setup >/dev/null || setup() { :; }
	limited $((20 * patience)) setup
	if [ $status != 0 ]; then
		diagnostics <"$tmp/out"
		echo "Bail out! setup failed"
		exit 1
	fi
	for one in "${cases[@]}"; do
		if is_chosen "${one% *}" "$@"; then
			one_case "${one% *}" "${one#* }"
		fi
	done
	echo "1..$n"
	exit $failed
}
