#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Congestion controls: chosen by sysctl and by socket, one that comes in a module of its own
# (samples/tandem_cc_example.c) and goes again, a change in mid-flow, and tandem bench --wan.
#
#	left   Tandem 10.1.0.1 ---veth--- native 10.1.0.2   right
. "${0%/*}/lib.sh"

module=${TANDEM_KO:-$build/$(uname -r)/tandem.ko}
example=${module%/*}/samples/tandem_cc_example.ko
veth_t=left/tandem/10.1.0.1 veth_n=right/native/10.1.0.2

setup() {
	! is_native || skip "there is no module"
	pair left right
	give right 10.1.0.1/24 left
	ip -n right addr add 10.1.0.2/24 dev left
}

teardown() { ! [ -d /sys/module/tandem_cc_example ] || rmmod tandem_cc_example; }

in_left() { ip netns exec left "$@"; }
choose() { in_left sysctl -qw "net.tandem.congestion=$1"; }
chosen() { in_left sysctl -n net.tandem.congestion; }
known() { in_left sysctl -n net.tandem.congestion_available; }

# What its sockets use: used PORT
used() { in_left tandem ss -i | awk -v port=":$1\$" 'found { print $1; exit } $4 ~ port || $5 ~ port { found = 1 }'; }

load() { strip -g -o "$tmp/example.ko" "$example" && insmod "$tmp/example.ko"; }

removed() {
	until_true 5 rmmod tandem_cc_example
	[ ! -d /sys/module/tandem_cc_example ]
}

case_default() {
	local was

	was=$(chosen)
	[[ " $(known) " == *" $was "* ]] || fail "'$was' is not among '$(known)'"
	choose reno
	[ "$(chosen)" = reno ] || fail "it is '$(chosen)'"
	! choose nosuch || fail "there is no such"
	! choose "" || fail "none is none"
	! in_left sh -c 'echo reno >/proc/sys/net/tandem/congestion_available' 2>/dev/null ||
		fail "a list can be written"
	[ "$(chosen)" = reno ] || fail "it is '$(chosen)'"
	# Other namespaces have their own.
	choose "$was"
}

case_module() {
	load
	[[ " $(known) " == *" example "* ]] || fail "it is not there: $(known)"
	choose example
	transfer -n 1M -t 20 $veth_n $veth_t
	transfer -n 1M -t 20 $veth_t $veth_n
	! rmmod tandem_cc_example 2>/dev/null || fail "removed, and a namespace uses it"
	choose reno
	removed || fail "it is not removed, and nobody uses it"
	[[ " $(known) " != *" example "* ]] || fail "it is still there"
	! choose example || fail "it can still be chosen"
	transfer -n 64K -t 20 $veth_n $veth_t
}

# A connection that uses it keeps it; a child has what its listener has.
case_module_in_use() {
	local server client

	load
	choose example
	in_left tandem run socat -u TCP-LISTEN:7020,reuseaddr - &
	server=$!
	until_true 5 eval 'in_left tandem ss -l | grep -q 7020'
	choose reno
	! rmmod tandem_cc_example 2>/dev/null || fail "removed under a listener"
	ip netns exec right bash -c 'exec 3<>/dev/tcp/10.1.0.1/7020; sleep 100' &
	client=$!
	until_true 5 eval 'in_left tandem ss | grep -q 7020'
	[ "$(used 7020)" = example ] || fail "the child uses '$(used 7020)'"
	! rmmod tandem_cc_example 2>/dev/null || fail "removed under a connection"
	kill $client $server
	wait $client $server || true
	removed || fail "it is not removed, and nobody uses it"
}

# A namespace that goes takes its reference along.
case_module_namespace() {
	load
	ip netns add third
	ip netns exec third sysctl -qw net.tandem.congestion=example
	! rmmod tandem_cc_example 2>/dev/null || fail "removed under a namespace"
	ip netns del third
	removed || fail "the namespace is gone"
}

# slowed SECONDS COMMAND...: it takes at least so long
slowed() {
	local least=$1 begin=${EPOCHREALTIME/./}

	shift
	"$@"
	[ $((${EPOCHREALTIME/./} - begin)) -ge $((least * 1000000)) ] || fail "that was not paced"
}

# Another control with each write, one of them from a module, while data is in flight and
# segments wait for their time: 1 MB at 500 kB/s. Nothing is lost, doubled or mixed up.
switched() {
	local controls=example,reno,cubic,bbr

	load
	tc -n right qdisc add dev left root netem delay 10ms
	transfer -n 2M -c $controls -t 40 $veth_n $veth_t
	transfer -n 2M -d down -c $controls -t 40 $veth_t $veth_n
	slowed 1 transfer -n 1M -c $controls -p 500000 -t 40 $veth_n $veth_t
	slowed 1 transfer -n 256K -w nodelay -c $controls -p 100000 -t 40 $veth_n $veth_t
	tc -n right qdisc del dev left root
	removed || fail "it is not removed, and nobody uses it"
}

case_switch() { switched; }
case_switch_fq() {
	tc -n left qdisc replace dev right root fq
	switched
	tc -n left qdisc del dev right root
}

# The bench over a long path, in small: each sender sends, none more than the link takes. Nobody
# is left behind if it is interrupted.
case_bench() {
	local bench="tandem bench --wan --rate 10mbit --delay 5ms --loss 0% --rounds 1" pid

	$bench --time 1 --flows 5 --csv "$tmp/wan.csv" \
		--senders native/cubic,tandem/reno,tandem/cubic,tandem/bbr
	awk -F, '
		NR == 1 { next }
		{ seen[$1 "," $2]++ }
		# Beside somebody else one lost SYN is all of the second
		$5 != "" && !(($1 == "share" ? $5 + $6 : $5) > 1 && $5 + $6 < 10) ||
		$7 != "" && !($7 > 0.03 && $7 < 20) { print "odd: " $0; bad = 1 }
		END {
			split("native/cubic tandem/reno tandem/cubic tandem/bbr", sender, " ")
			for (i in sender)
				if (!seen["long," sender[i]] || seen["short," sender[i]] != 100 ||
				    seen["share," sender[i]] != 4) {
					print "missing: " sender[i]
					bad = 1
				}
			exit bad
		}' "$tmp/wan.csv"
	$bench --only long --time 60 >/dev/null &
	pid=$!
	sleep 2
	kill $pid
	wait $pid || [ $? = 143 ] || fail "it does not end when interrupted"
	! pgrep -f "bench --wan" || fail "something is left"
	[ -z "$(ip -o link show type veth)" ] || fail "a device is left"
}

group "default 60" "module 120" "module_in_use 120" "module_namespace 60" "switch 90" \
	"switch_fq 90" "bench 60" -- "$@"
