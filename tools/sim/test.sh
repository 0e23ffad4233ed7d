#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The simulator's own tests, as TAP: runs of which enough is known beforehand to bound the result.
# SOAK is the length of the last one in seconds. Built programs are expected in $O/bin.
set -u
cd "$(dirname "$0")" || exit 1
sim=${O:-../../build}/bin/tn-sim
asan=${O:-../../build}/bin/tn-sim-asan
SOAK=${SOAK:-20}
number=0 failed=0
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

# result STATUS NAME: a TAP line; what the run said stands above it if it failed
result() {
	number=$((number + 1))
	if [ "$1" = 0 ]; then
		echo "ok $number - sim: $2"
	else
		sed 's/^/# /' "$work/out"
		echo "not ok $number - sim: $2"
		failed=1
	fi
}

run() { "$sim" "$@" >"$work/out" 2>&1; }

# goodput FLOW: of the last run, in Mb/s
goodput() { sed -n "s/^flow $1 .* goodput \([0-9.]*\) .*/\1/p" "$work/out"; }

# retrans FLOW: segments that the last run sent again
retrans() { sed -n "s/^flow $1 .* retrans \([0-9]*\) .*/\1/p" "$work/out"; }

# rtt_avg: of the last run's first flow, in ms
rtt_avg() { sed -n 's/^ *rtt .* avg \([0-9.]*\) .*/\1/p' "$work/out" | head -1; }

# wait_of LINK avg|p99: time in the queue before a link of the last run, in ms
wait_of() { sed -n "/^link $1 /{n;s/^ *wait .*$2 \([0-9.]*\).*/\1/p}" "$work/out"; }

# grown 1|2: what the send, or the receive buffers of the last run grew to, in MB
grown() { sed -n 's/.*buffers grew to \(.*\) and \(.*\) MB.*/\'"$1"'/p' "$work/out"; }

# rtos: timeouts of the first flow of the last run
rtos() { sed -n 's/^flow 0 .* rtos \([0-9]*\) .*/\1/p' "$work/out"; }

# at_least LEAST VALUE...: every value is a number, and no smaller
at_least() {
	awk 'BEGIN {
		for (i = 2; i < ARGC; i++)
			if (ARGV[i] !~ /^[0-9.]+$/ || ARGV[i] + 0 < ARGV[1] + 0) exit 1
		exit ARGC < 3 }' "$@"
}

# low_wait avg|p99: of the last run's L queue, in ms
low_wait() { sed -n 's/^ *L queue.* '"$1"' \([0-9.]*\).*/\1/p' "$work/out"; }

# even: neither of the two flows of the last run has more than twice what the other has
even() {
	awk -v a="$(goodput 0)" -v b="$(goodput 1)" \
		'BEGIN { exit !(a > 0 && b > 0 && a <= 2 * b && b <= 2 * a) }'
}

echo "1..42"

storm="--time 20 --link rate=5M,delay=30ms,queue=40k,loss=2%,reorder=5%,dup=2%,corrupt=1%,jitter=5ms
	--flow bulk,n=3 --flow rr,count=50,gap=100ms --flow short,gap=300ms"
# shellcheck disable=SC2086
run --seed 7 $storm && first=$(grep digest "$work/out") && run --seed 7 $storm &&
	[ "$first" = "$(grep digest "$work/out")" ]
result $? "the same seed gives the same run"

# shellcheck disable=SC2086
run --seed 8 $storm && [ "$first" != "$(grep digest "$work/out")" ]
result $? "another seed gives another run"

run --time 30 --link rate=10M,delay=20ms,queue=100k --flow bulk && at_least 9.0 "$(goodput 0)"
result $? "10 Mb/s, 40 ms: 90 % of the capacity"

run --time 60 --link rate=10M,delay=20ms,queue=100k --flow bulk,cc=reno,n=2 &&
	at_least 0.9 "$(sed -n 's/^fairness.* //p' "$work/out")"
result $? "two Reno connections share fairly over 60 s"

run --time 60 --link rate=10M,delay=20ms,queue=100k,loss=1% --flow bulk &&
	at_least 1.5 "$(goodput 0)"
result $? "1 % loss: progress"

# Mathis: 1448 bytes / 42 ms * 1.22 / sqrt(0.01) is 3.4 Mb/s at most, delayed ACKs not counted
run --time 60 --link rate=10M,delay=20ms,queue=100k,loss=1% --flow bulk,cc=reno &&
	at_least "$(goodput 0)" 5.0
result $? "1 % loss: no more than Reno may have"

# near LEAST MOST VALUE: LEAST <= VALUE <= MOST
near() { at_least "$1" "$3" && at_least "$3" "$2"; }

# What a window does on average at a loss rate of p: for Reno 1.22 / sqrt(p) segments, 11.2 Mb/s at
# p = 0.001 and 40 ms. For CUBIC 1.054 * RTT^0.75 / p^0.75 (RFC 9438 5.2), 21.7 Mb/s at p = 0.0001 and
# 100 ms, if losses come in equal distances; at random it is more
run --time 300 --check sparse --link rate=1G,delay=20ms,queue=12M,loss=0.1%/0% \
	--flow bulk,cc=reno,end=abort && near 9.5 12.9 "$(goodput 0)" &&
	run --time 300 --check sparse --link rate=1G,delay=50ms,queue=12M,loss=0.01%/0% \
		--flow bulk,cc=cubic,end=abort,sndbuf=16M,rcvbuf=16M && near 19.5 32.6 "$(goodput 0)"
result $? "response functions: Reno's within 15 %, CUBIC's between 0.9 and 1.5 times RFC 9438's"

ok=0
for queue in 10k 50k 250k; do
	run --time 120 --link rate=10M,delay=20ms,queue=$queue --flow bulk,cc=cubic,n=4 &&
		at_least 0.95 "$(sed -n 's/^fairness.* //p' "$work/out")" || ok=1
done
result $ok "four CUBIC connections share fairly, queues of 0.2, 1 and 5 BDP"

# A queue of 50 kB; round trips of 10 and 100 ms
run --time 120 --link near-r,delay=5ms --link far-r,delay=50ms --link r-z,rate=10M,queue=50k \
	--flow bulk,cc=cubic,from=near,to=z --flow bulk,cc=cubic,from=far,to=z &&
	at_least 0.9 "$(goodput 0)" "$(goodput 1)"
result $? "CUBIC of 10 and of 100 ms: a tenth for each at least"

# A window that recovery leaves too large shows here: bursts of losses, timeouts, unfairness
run --time 60 --link rate=10M,delay=20ms,queue=30k --flow bulk,cc=reno,n=4 &&
	at_least 8.5 "$(goodput 0)" && at_least 0.9 "$(sed -n 's/^fairness.* //p' "$work/out")"
result $? "four Reno connections before a short queue: 85 % of the capacity, fairly"

run --time 30 --link rate=10M,delay=20ms,queue=100k,down=5s+5s \
	--flow bulk,start=0s,bytes=20M && at_least 5.0 "$(goodput 0)" && grep -q 'errors 0' "$work/out"
result $? "5 s of blackout: the transfer is complete"

# The window closes, and no update of it ever arrives: 3 * 200 kB in 60 s are 0.08 Mb/s
run --time 60 --link rate=10M,delay=20ms,updates=100% \
	--flow bulk,n=3,bytes=200k,rcvbuf=30k,pause=100ms+9s && grep -q 'errors 0' "$work/out" &&
	at_least 1 "$(sed -n 's/^link b-a .* lost \([0-9]*\)$/\1/p' "$work/out")" &&
	at_least 0.08 "$(goodput 0)"
result $? "readers pause, window updates are lost: the transfers are complete"

# A reset does not arrive: the other end asks, and gives up
run --time 5 --link rate=10M,delay=20ms,down=1s+99999s --flow rr,gap=1000s,keepalive,end=abort &&
	grep -q "errors 1" "$work/out"
result $? "keep-alive notices that the peer is gone"

run --time 20 --link rate=100M,delay=5ms,queue=500k --flow bulk,gso=64k,gro=100us &&
	at_least 80 "$(goodput 0)"
result $? "GSO and GRO: 80 % of 100 Mb/s"

# Marks in the place of losses: a step (RFC 8257 3.1) of 30 kB, and CoDel
run --time 30 --link rate=10M,delay=20ms,queue=400k,ecn=30k --flow bulk,cc=reno,ecn,n=2 &&
	at_least 8.5 "$(goodput 0)" && grep -qE 'marks [1-9]' "$work/out" &&
	grep -qE 'retrans 0 ' "$work/out" && at_least 0.9 "$(sed -n 's/^fairness.* //p' "$work/out")"
result $? "ECN and a step of 30 kB: marks, nothing sent again"

run --time 30 --link rate=10M,delay=20ms,queue=400k,codel=5ms --flow bulk,cc=reno,ecn &&
	at_least 8.0 "$(goodput 0)" && grep -qE 'drops 0 marks [1-9]' "$work/out"
result $? "ECN and CoDel: marks, no drops"

# RFC 8289 4: the target is 5 ms; what Reno keeps in the queue by itself is 280 ms at its most
run --time 30 --link rate=10M,delay=20ms,queue=400k,codel --flow bulk,cc=reno &&
	at_least 8.0 "$(goodput 0)" && at_least "$(wait_of a-b avg)" 5 &&
	grep -qE 'drops [1-9]' "$work/out"
result $? "CoDel without ECN: drops, 5 ms of queue"

# RFC 9332 A.1: PI2 holds the Classic queue at 15 ms, by drops or marks
ok=0
for delay in 5 20; do
	for classic in "" ",ecn,n=2"; do
		run --time 60 --link rate=10M,delay=${delay}ms,queue=400k,dualpi2 \
			--flow "bulk,cc=cubic$classic" &&
			at_least 9.2 "$(goodput 0)" && at_least 12 "$(wait_of a-b avg)" &&
			at_least "$(wait_of a-b avg)" 17 &&
			grep -qE "drops ${classic:+..? marks }[1-9]" "$work/out" || ok=1
	done
done
result $ok "DualPI2, Classic: 15 ms of queue, drops or (but for slow start's overshoot) marks"

# RFC 8257 3.1: a step at a fifth of the bandwidth-delay product
run --time 20 --link rate=100M,delay=5ms,queue=1M,ecn=25k --flow bulk,ecn,cc=dctcp,n=2 &&
	at_least 92 "$(goodput 0)" && grep -qE 'retrans 0 ' "$work/out" &&
	at_least "$(wait_of a-b p99)" 10 &&
	at_least 0.9 "$(sed -n 's/^fairness.* //p' "$work/out")"
result $? "DCTCP and a step of 25 kB: 92 % of 100 Mb/s, no more than 10 ms in the queue"

# From what a new socket has to what 12.5 MB in flight need, by itself (tcp/rcvtune.c, sndtune.c)
long="--link rate=1G,delay=50ms,queue=12M
	--flow bulk,gso=64k,gro=100us,sndbuf=1M,sndmax=64M,rcvbuf=512k,rcvmax=32M"
# shellcheck disable=SC2086
run --time 20 $long && at_least 850 "$(goodput 0)" && at_least "$(grown 1)" 64 &&
	at_least "$(grown 2)" 32
result $? "1 Gb/s x 100 ms: buffers grow, 85 % of the capacity, bounded"

# shellcheck disable=SC2086
run --time 20 $long,ts=off && at_least 850 "$(goodput 0)"
result $? "the same without timestamps"

# shellcheck disable=SC2086
run --time 20 $long,read=1M && at_least 7.5 "$(goodput 0)" && at_least "$(grown 2)" 0.6
result $? "a slow reader's buffer does not grow"

# overshoot 0|1: retransmissions of CUBIC without or with HyStart++, where queues hold a round
# trip's worth, of several paths: how well the rounds fit is luck
overshoot() {
	local sum=0 delay

	for delay in 5 8 12 17 23 31; do
		run --time 5 --link "rate=100M,delay=${delay}ms,queue=$((delay * 25000))" \
			--flow "bulk,cc=cubic,set=hystart:$1" || return
		sum=$((sum + $(sed -n 's/^flow 0 .* retrans \([0-9]*\) .*/\1/p' "$work/out")))
	done
	echo $sum
}

before=$(overshoot 0) && after=$(overshoot 1) && at_least "$((after * 3))" "$((before * 2))"
result $? "HyStart++: what slow start sends too much is a third less, or better"

# Queues of 0.2, 1 and 5 BDP. What BBR keeps in them is far less than they hold; CUBIC fills them
ok=0
for queue in 25k 125k 625k; do
	run --time 60 --link rate=10M,delay=50ms,queue=$queue --flow bulk,cc=bbr &&
		at_least 8.8 "$(goodput 0)" && at_least "$(rtt_avg)" 125 &&
		at_least "$(retrans 0)" 2000 || ok=1
done
result $ok "BBR, 100 ms, queues of 0.2, 1 and 5 BDP: 88 % of the capacity, 25 ms of queue"

run --time 60 --link rate=10M,delay=20ms,queue=250k --flow bulk,cc=bbr &&
	at_least 9.2 "$(goodput 0)" && at_least "$(rtt_avg)" 60 && at_least "$(retrans 0)" 0 &&
	run --time 60 --link rate=10M,delay=20ms,queue=250k --flow bulk,cc=cubic &&
	at_least 150 "$(rtt_avg)"
result $? "BBR, a queue of 5 BDP: a fifth of it on average, where CUBIC has two thirds"

# Noise (module/cc/bbr_model.c)
run --time 60 --link rate=10M,delay=50ms,queue=125k,loss=1% --flow bulk,cc=bbr &&
	at_least 8.7 "$(goodput 0)" &&
	run --time 60 --link rate=10M,delay=50ms,queue=125k,loss=5% --flow bulk,cc=bbr &&
	at_least 8.3 "$(goodput 0)"
result $? "BBR, 100 ms: 90 % of the payload that a path carries, with 1 % loss; 86 % with 5 %"

# 965 Mb/s of it are payload. Buffers of 8 BDP: what is lost thrice holds up four round trips' worth
wide="--check sparse --flow bulk,cc=bbr,end=abort,gso=64k,gro=20us,sndbuf=100M,rcvbuf=100M
	--link rate=1G,delay=50ms,queue=12500k"
# shellcheck disable=SC2086
run --time 30 $wide,loss=1% && at_least 865 "$(goodput 0)" &&
	run --time 20 $wide,loss=5% && at_least 772 "$(goodput 0)"
result $? "BBR, 1 Gb/s x 100 ms: 90 % of the payload that it carries, with 1 % loss; 80 % with 5 %"

ok=0
for queue in 50k 100k 250k; do
	run --time 60 --link rate=10M,delay=20ms,queue=$queue --flow bulk,cc=bbr,n=2 &&
		at_least 0.95 "$(sed -n 's/^fairness.* //p' "$work/out")" &&
		at_least 9.2 "$(goodput 0)" || ok=1
done
result $ok "two BBR connections share fairly"

# 1, 2 and 5 BDP: nobody starves, on a clean path
ok=0
for queue in 50k 100k 250k; do
	for other in cubic reno; do
		run --time 60 --link rate=10M,delay=20ms,queue=$queue --flow bulk,cc=bbr \
			--flow bulk,cc=$other &&
			at_least 2.0 "$(goodput 0)" "$(goodput 1)" || ok=1
	done
done
result $ok "BBR beside CUBIC and Reno, queues of 1, 2 and 5 BDP: a fifth at least for each"

run --time 30 --link rate=10M,delay=20ms,queue=400k,codel=5ms --flow bulk,cc=bbr,ecn &&
	at_least 8.0 "$(goodput 0)" && grep -qE 'drops 0 marks [1-9]' "$work/out"
result $? "BBR, ECN and CoDel: marks, no drops"

# 250 kB take a round trip and 200 ms at that rate
run --time 60 --link rate=10M,delay=50ms,queue=125k \
	--flow rr,cc=bbr,size=250k,count=100,gap=1s &&
	at_least "$(sed -n 's/.* transactions [0-9]* avg \([0-9.]*\) .*/\1/p' "$work/out")" 350
result $? "BBR, an application that pauses: each time at the rate of the path"

run --time 10 --link rate=1G,delay=500us,queue=250k \
	--flow bulk,cc=bbr,gso=64k,gro=50us,sndbuf=4M,rcvbuf=4M && at_least 800 "$(goodput 0)"
result $? "BBR, 1 Gb/s x 1 ms: 80 % of the capacity"

# L4S (RFC 9330): a link full and next to no queue, whatever the RTT. 1.2 ms is one packet there
ok=0
for delay in 5 50; do
	run --time 60 --link rate=10M,delay=${delay}ms,queue=400k,dualpi2 --flow bulk,cc=prague &&
		at_least 9.0 "$(goodput 0)" && at_least "$(low_wait avg)" 1.2 &&
		at_least "$(low_wait p99)" 2.4 && grep -qE 'retrans 0 ' "$work/out" || ok=1
done
result $ok "Prague, DualPI2, 10 and 100 ms: 90 % of the capacity, 1.2 ms of queue"

# The coupling (RFC 9332 2.1): a flow is a flow, at any RTT, though one has 15 ms of queue more
ok=0
for delay in 5 20 50; do
	run --time 60 --link rate=10M,delay=${delay}ms,queue=400k,dualpi2 --flow bulk,cc=prague \
		--flow bulk,cc=cubic && even && at_least "$(low_wait p99)" 2.0 || ok=1
done
result $ok "Prague beside CUBIC, DualPI2: neither has twice as much, 2 ms of queue for the one"

# The trap: where nobody marks, Prague must be like the others
ok=0
for path in delay=5ms,queue=12500 delay=5ms,queue=62500 delay=50ms,queue=125k \
	delay=50ms,queue=625k delay=5ms,queue=12500,jitter=1ms delay=20ms,queue=50k,jitter=1ms \
	delay=5ms,queue=400k,codel,noecn delay=50ms,queue=400k,codel,noecn; do
	run --time 60 --link rate=10M,$path --flow bulk,cc=prague --flow bulk,cc=cubic && even || ok=1
done
result $ok "Prague beside CUBIC, drop-tail queues and CoDel that drops: neither has twice as much"

# The other trap, RFC 9331 4.3: marks of a router that means a loss by them
ok=0
for delay in 5 20 50; do
	run --time 60 --link rate=10M,delay=${delay}ms,queue=400k,codel --flow bulk,cc=prague \
		--flow bulk,cc=cubic,ecn && even || ok=1
done
result $ok "Prague beside CUBIC, CoDel that marks: neither has twice as much"

# RFC 9331 4.3: 5 and 25 ms; by windows of equal size it would be five times as much
run --time 60 --link a-m,delay=0ms --link c-m,delay=10ms \
	--link m-b,rate=10M,delay=2.5ms,queue=400k,dualpi2 \
	--flow bulk,cc=prague,from=a,to=b --flow bulk,cc=prague,from=c,to=b && even
result $? "two Prague connections, RTTs of 5 and 25 ms: neither has twice as much"

# Nothing is lost, so whatever is sent again is sent for nothing: less than 0.1 %, and no slower
run --time 60 --link rate=10M,delay=50ms,queue=5M,reorder=50%,late=25ms \
	--flow bulk,cc=reno,sndbuf=250k && at_least 9.0 "$(goodput 0)" &&
	at_least "$(($(retrans 0) * 1000))" "$(sed -n 's/^link a-b  sent \([0-9]*\) .*/\1/p' "$work/out")"
result $? "half of all late by up to a quarter of the RTT: less than 0.1 % sent again"

# What RFC 8985, 9937 and 5682 are for: timeouts, against the same without them
old="set=rack:0,set=tlp:0,set=prr:0,set=frto:0,set=undo:0"
few="--time 120 --link rate=10M,delay=20ms,queue=100k,loss=5% --flow bulk,cc=reno"
# shellcheck disable=SC2086
run $few,$old && before=$(rtos) && run $few && at_least "$(($(rtos) * 4))" "$before"
result $? "5 % loss: a quarter of the timeouts of counting duplicates"

# All that are left are of the handshake: as many as where a byte is all there is
few="--time 300 --link rate=10M,delay=50ms,queue=100k,loss=1%
	--flow short,cc=reno,size=100k,gap=500ms,count=500"
# shellcheck disable=SC2086
run $few,size=1 && syns=$(rtos) && run $few,$old && before=$(rtos) && run $few &&
	at_least "$(($(rtos) * 2))" "$before" && at_least "$(rtos)" "$syns"
result $? "1 % loss, 100 kB each: less than half of the timeouts, and those are of SYNs"

if command -v gnuplot >/dev/null; then
	run --time 5 --link rate=10M,delay=20ms --flow bulk,n=2 --csv "$work/s.csv" \
		--plot "$work/s.png" && [ "$(wc -l <"$work/s.csv")" -gt 900 ] &&
		[ "$(head -c 4 "$work/s.png" | tail -c 3)" = PNG ]
	result $? "time series and picture"
else
	number=$((number + 1))
	echo "ok $number - sim: time series and picture # SKIP no gnuplot"
fi

"$asan" --soak "$SOAK" --seed "${SEED:-1}" >"$work/out" 2>&1
result $? "soak, $SOAK s: $(tail -1 "$work/out")"
exit $failed
