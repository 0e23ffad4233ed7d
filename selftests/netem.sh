#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The same over bad paths, made by netem on both ends of a veth pair: loss, another
# order, duplicates, jitter, broken bits. Tandem sends and receives, so that each of
# its halves meets each.
#
#	left   Tandem 10.1.0.1 ---netem---netem--- native 10.1.0.2   right
. "${0%/*}/lib.sh"

veth_t=left/tandem/10.1.0.1 veth_n=right/native/10.1.0.2

setup() { bad_path; }

# both SIZES: one direction after the other; Tandem is client, then server
one_by_one() {
	transfer -n "$1" -t 50 $veth_n $veth_t
	transfer -n "$1" -t 50 $veth_t $veth_n
}

case_delay() { netem delay 10ms; one_by_one 1,1M; }
case_loss_1() { netem delay 1ms loss 1%; one_by_one 1,1461,1M; }
case_loss_5() { netem delay 1ms loss 5%; one_by_one 1,1461,256K; }
case_loss_both() { netem delay 1ms loss 2%; transfer -n 256K -d both -t 50 $veth_n $veth_t; }
case_reorder() { netem delay 5ms reorder 25% 50%; one_by_one 1M; }
case_duplicate() { netem delay 1ms duplicate 5%; one_by_one 1,1M; }
case_jitter() { netem delay 5ms 3ms; one_by_one 1M; }
case_corrupt() { netem delay 1ms corrupt 0.5%; one_by_one 512K; }
case_all() {
	netem delay 2ms 1ms loss 1% duplicate 1% corrupt 0.1% reorder 5%
	transfer -n 256K -d both -t 50 $veth_t $veth_n
}

# What would be lost is marked instead; both stacks ask for ECN and count the marks.
case_ecn() {
	local in_n="ip netns exec right" in_t="ip netns exec left" before after

	if is_native; then
		$in_t sysctl -qw net.ipv4.tcp_ecn=1
	else
		$in_t sysctl -qw net.tandem.ecn=1
	fi
	$in_n sysctl -qw net.ipv4.tcp_ecn=1
	netem delay 1ms loss 5% ecn
	before=$(retransmissions)
	transfer -n 1M -t 50 $veth_n $veth_t
	transfer -n 1M -t 50 $veth_t $veth_n
	after=$(retransmissions)
	marks left; marks right
	# Only what is no data can have been lost
	[ $((after - before)) -lt 20 ]
}

# The native stack's, in its two roles
retransmissions() {
	ip netns exec right nstat -asz TcpRetransSegs | awk '/^TcpRetrans/ { print $2 }'
}

# Has the stack of this namespace been told of marks, and has it seen some itself?
marks() {
	local name list

	list=$(if [ "$1" = left ] && ! is_native; then
		ip netns exec left tandem stat
	else
		ip netns exec "$1" nstat -asz
	fi)
	for name in InCEPkts DeliveredCE; do
		grep -E "$name +[1-9]" <<<"$list" || { echo "$1: no $name"; return 1; }
	done
}

group "delay 30" "loss_1 60" "loss_5 60" "loss_both 60" "reorder 60" "duplicate 30" \
	"jitter 60" "corrupt 60" "all 60" "ecn 60" -- "$@"
