#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Record and replay: what happened to connections in the kernel is done again by
# tn-replay, which must find the same state after every event. And what was recorded only
# in part, or was damaged since, is told so.
#
#	left   Tandem 10.1.0.1 ---netem---netem--- native 10.1.0.2   right
. "${0%/*}/lib.sh"

veth_t=left/tandem/10.1.0.1 veth_n=right/native/10.1.0.2
file=$tmp/trace

setup() { bad_path; }

trace() { ip netns exec left tandem trace "$@"; }

# Record a run of transfer into $file: recorded ARGUMENT...
recorded() {
	! is_native || skip "the native stack does not record"
	trace on
	transfer "$@"
	trace show
	trace dump "$file"
}

# tn-replay must fail with a status and a word of explanation: refused STATUS WORD ARGUMENT...
refused() {
	local want=$1 word=$2 got=0 said

	shift 2
	said=$(tn-replay "$@" 2>&1) || got=$?
	echo "$said" | tail -n 5
	[ $got = "$want" ] || fail "exit status $got instead of $want"
	[[ $said == *$word* ]] || fail "it does not say '$word'"
}

case_loss() {
	netem delay 1ms loss 1%
	recorded -n 512K -t 50 $veth_n $veth_t
	tn-replay "$file"
	recorded -n 512K -t 50 $veth_t $veth_n
	tn-replay "$file"
}

case_weather() {
	netem delay 2ms 1ms loss 2% duplicate 1% reorder 5%
	recorded -n 128K -d both -t 50 $veth_t $veth_n
	tn-replay "$file"
}

case_offload() {
	tc -n left qdisc del dev right root 2>/dev/null || true
	tc -n right qdisc del dev left root 2>/dev/null || true
	recorded -n 1M -t 50 $veth_n $veth_t
	tn-replay "$file"
}

# The second one knows the first one's round trip time.
case_known_host() {
	netem delay 1ms
	ip netns exec left tandem profile linux
	recorded -n 16K -t 20 $veth_n $veth_t
	recorded -n 16K -t 20 $veth_n $veth_t
	ip netns exec left tandem profile rfc
	tn-replay "$file"
	tn-replay "$file" --verbose | grep ' share '
}

case_wrapped() {
	netem delay 1ms
	recorded -n 8M -t 50 $veth_t $veth_n
	trace show | grep -q truncated || fail "8 MiB fit into a ring of 256 KiB"
	refused 1 truncated "$file"
}

case_damaged() {
	netem delay 1ms
	recorded -n 64K -t 50 $veth_n $veth_t
	cp "$file" "$file.bad"
	printf '\377' | dd of="$file.bad" bs=1 seek=1000 conv=notrunc status=none
	refused 3 damaged "$file.bad"
	head -c 1000 "$file" >"$file.bad"
	refused 3 ends "$file.bad"
	refused 3 "not made by" /bin/true
}

# One that does not belong there: a segment's length is changed, the checksum made good.
case_differs() {
	netem delay 1ms
	recorded -n 64K -t 50 $veth_n $veth_t
	python3 - "$file" <<-'END' || skip "no python3"
		import struct, sys
		b = bytearray(open(sys.argv[1], "rb").read())
		at = 12
		while b[at + 4] != 4:            # the first ARRIVE
		    at += struct.unpack(">H", b[at:at + 2])[0]
		n = struct.unpack(">H", b[at:at + 2])[0]
		b[at + 34 + 4] ^= 0x40           # window
		b[at + 2:at + 4] = b"\0\0"
		r = bytes(b[at:at + n]) + b"\0" * (n % 2)
		s = sum(struct.unpack(">%dH" % (len(r) // 2), r))
		while s >> 16:
		    s = (s & 0xffff) + (s >> 16)
		b[at + 2:at + 4] = struct.pack(">H", ~s & 0xffff)
		open(sys.argv[1], "wb").write(b)
	END
	refused 1 "turns out otherwise" "$file"
}

case_port() {
	! is_native || skip "the native stack does not record"
	netem delay 1ms
	trace on 1
	transfer -n 1K -t 20 $veth_n $veth_t
	[ "$(trace show | wc -l)" = 1 ] || fail "recorded although the port is another"
	trace off
	trace show | grep -q '^trace off' || fail "it is not off"
}

case_text() {
	netem delay 1ms
	recorded -n 64K -t 20 $veth_n $veth_t
	trace dump - >"$tmp/text"
	tail -n 3 "$tmp/text"
	grep -q '^connection [0-9]*: 10.1.0.1:' "$tmp/text" || fail "no connection in the text"
	# What it began with: it got an ACK of all that it had sent
	awk '$3 == "arrive:" && $7 == $9 && $7 > 0 { good = 1 } END { exit !good }' "$tmp/text" ||
		fail "una and nxt are never the same"
	grep -q ' end (closed)' "$tmp/text" || fail "no end in the text"
}

# The events of a replay, but for the end
events() { tn-replay "$file" --verbose "$@" | grep -v ' end ' | grep -E '^[0-9]+ \+'; }

# To a certain event, and no further; in the same words as without.
case_until() {
	netem delay 1ms
	recorded -n 64K -t 20 $veth_n $veth_t
	events --until 20 >"$tmp/part"
	[ "$(wc -l <"$tmp/part")" = 20 ] || fail "$(wc -l <"$tmp/part") events, not 20"
	events | head -n 20 | diff "$tmp/part" - || fail "other events"
	tn-replay "$file" --until 20 | grep ': 20 events, all the same'
}

# The causes of a kind that were counted so far, and how often: counted Enter|Retrans
counted() {
	ip netns exec left tandem stat -z "Loss$1*" | sed "s/^Loss$1//" |
		awk '{ print tolower($1), $2 }'
}

# And since $tmp/KIND was written: what is not 0
counted_since() {
	counted "$1" | paste -d' ' "$tmp/$1" - | awk '$4 > $2 { print $1, $4 - $2 }' | sort
}

# Each recovery and each segment that is sent again has a cause: the trace has those that were counted.
case_causes() {
	! is_native || skip "the native stack does not record"
	counted Enter >"$tmp/Enter"
	counted Retrans >"$tmp/Retrans"
	netem delay 5ms loss 5%
	recorded -n 512K -d both -t 90 $veth_n $veth_t
	counted_since Enter >"$tmp/entered"
	counted_since Retrans | cut -d' ' -f1 >"$tmp/again"
	cat "$tmp/entered" "$tmp/again"
	tn-replay "$file" --verbose >"$tmp/text"
	sed -n 's/.*, recovery by \([a-z]*\)$/\1/p' "$tmp/text" | sort | uniq -c |
		awk '{ print $2, $1 }' | diff "$tmp/entered" - || fail "recoveries"
	sed -n 's/.* again, by \([a-z]*\).*/\1/p' "$tmp/text" | sort -u | diff "$tmp/again" - ||
		fail "what was sent again"
	[ -s "$tmp/entered" ] && [ -s "$tmp/again" ] || fail "nothing was lost"
}

# gdb stops before an event, in the state that the one before has left.
case_gdb() {
	type -P gdb >/dev/null || skip "no gdb"
	netem delay 1ms
	recorded -n 64K -t 20 $veth_n $veth_t
	gdb -batch -nx -ex run -ex 'up 20' -ex 'frame function replay' -ex 'print ev->number' \
		-ex 'print run->next' -ex 'print run->d.tcb.state == TN_ESTABLISHED' -ex continue \
		--args "$build/bin/tn-replay" "$file" --break 20 >"$tmp/gdb" 2>&1 || true
	cat "$tmp/gdb"
	grep -q 'SIGTRAP' "$tmp/gdb" || fail "it did not stop"
	grep -qx '\$1 = 20' "$tmp/gdb" || fail "it stopped elsewhere"
	grep -qx '\$2 = 20' "$tmp/gdb" || fail "events before were left out"
	grep -qx '\$3 = 1' "$tmp/gdb" || fail "the connection is not established"
	grep -q 'all the same' "$tmp/gdb" || fail "it did not go on to the end"
}

# A test fails, of either kind: what is said of its connections must be a dump that can be
# replayed. The cases called "fails" are for that.
case_fails() {
	netem delay 1ms
	transfer -n 64K -t 20 $veth_n $veth_t
	fail "as it is meant to"
}

# attached TEST NAMESPACE COMMAND...: the command runs the test
attached() {
	local name=$1 ns=$2 got=0

	shift 2
	! is_native || skip "the native stack does not record"
	"$@" >"$tmp/log" 2>&1 || got=$?
	cut -c1-100 "$tmp/log" | head -n 12
	[ $got = 1 ] || fail "exit status $got"
	grep -q "^not ok 1 - $name" "$tmp/log" || fail "$name did not fail"
	grep -q '^# connection [0-9]*: 10.1.0' "$tmp/log" || fail "no connection is shown"
	sed -n "s/^# dump of $ns: //p" "$tmp/log" | base64 -d | gunzip >"$file" || fail "no dump"
	tn-replay "$file"
}

case_attached() { attached wire.fails here "$here/run" wire.fails; }

# Among namespaces of its own, for there are the same names.
case_attached_script() {
	# shellcheck disable=SC2016 # for the other shell
	attached replay.fails left unshare -m sh -ec 'mount -t tmpfs none /run/netns; exec "$@"' \
		sh "$here/run" replay.fails
}

group "loss 100" "weather 60" "offload 30" "known_host 30" "wrapped 60" "damaged 30" "differs 30" \
	"port 30" "text 30" "until 30" "causes 120" "gdb 60" "attached 60" "attached_script 90" \
	"fails 30" -- "$@"
