#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The module comes and goes: a hundred times, in use, with wrong parameters, and while
# what it made is still under way: TIME-WAIT, orphans, packets in a qdisc.
. "${0%/*}/lib.sh"

module=${TANDEM_KO:-$build/$(uname -r)/tandem.ko}
native=198.18.0.1 tandem=198.18.0.2

setup() {
	! is_native || fail "there is no module"
	# without its debug information it loads ten times as fast
	strip -g -o "$tmp/tandem.ko" "$module" || cp "$module" "$tmp/tandem.ko"
}

teardown() { [ -d /sys/module/tandem ] || insmod "$module"; }

load() { insmod "$tmp/tandem.ko" "$@"; }

unload() {
	rmmod tandem
	[ ! -d /sys/module/tandem ] || fail "still there"
	! ip link show tandem0 2>/dev/null || fail "tandem0 is still there"
	[ ! -e /proc/net/tandem ] || fail "/proc/net/tandem is still there"
}

# Once more, and does it work?
renew() {
	unload
	load
	transfer -n 64K -t 10 ./tandem/127.0.0.1 ./tandem
}

# Not the last of a hundred rounds only: every tenth carries data.
case_hundred_times() {
	local i

	for i in {1..10}; do
		modcycle "$tmp/tandem.ko" 10
		transfer -n 64K -d both ./tandem/127.0.0.1 ./tandem
	done
	tandem link up
	transfer -n 64K ./native/$native ./tandem/$tandem
}

case_busy() {
	local server

	tandem run socat -u TCP-LISTEN:7010 - &
	server=$!
	until_true 5 eval 'tandem ss -l | grep -q 7010'
	! rmmod tandem 2>"$tmp/rmmod" || fail "unloaded under an open socket"
	cat "$tmp/rmmod"
	grep -qiE 'in use|busy|temporarily' "$tmp/rmmod"
	transfer -n 64K ./tandem/127.0.0.1 ./tandem
	kill $server
	wait $server || true
	renew
}

case_family_wrong() {
	local family

	unload
	for family in -1 0 2 16 46 99999999999 x ''; do
		! load family="$family" 2>/dev/null || fail "family=$family is accepted"
		[ ! -e /proc/net/tandem ] || fail "family=$family left something behind"
		! ip link show tandem0 2>/dev/null || fail "family=$family left tandem0 behind"
	done
	! load nonsense=1 2>/dev/null || rmmod tandem	# the kernel only warns
	load
	transfer -n 1K ./tandem/127.0.0.1 ./tandem
}

case_family_other() {
	unload
	load family=19
	[ "$(cat /sys/module/tandem/parameters/family)" = 19 ]
	transfer -n 1,64K ./tandem/127.0.0.1 ./tandem
	! TANDEM_FAMILY=18 transfer -n 1 -t 3 ./tandem/127.0.0.1 ./tandem || fail "18 works, too"
	unload
	load
}

# A device of that name is somebody else's: the module does not load, or the namespace
# does without.
case_name_taken() {
	unload
	ip link add tandem0 type dummy
	! load 2>/dev/null || fail "loaded all the same"
	ip link show tandem0 type dummy >/dev/null || fail "it took the device away"
	ip link del tandem0
	load
}

case_time_wait() {
	tandem link up
	transfer -n 1,2,3,4,5 ./native/$native ./tandem/$tandem
	transfer -n 1,2,3,4,5 -d down ./tandem/127.0.0.1 ./tandem
	tandem ss -a | grep -q TIME-WAIT || fail "there is no TIME-WAIT"
	renew
}

# Octets that wait, and no fewer a while later
is_stuck() {
	local octets

	octets=$(waiting)
	sleep 0.2
	[ "${octets:-0}" -gt 0 ] && [ "$(waiting)" = "$octets" ]
}
waiting() { tandem ss | awk '$1 == "ESTAB" { print $3 }'; }

# Closed by its program, with data that the other side does not take.
case_orphan() {
	local client

	tandem link up
	socat -u TCP-LISTEN:7012,bind=$native,reuseaddr EXEC:'sleep 30' &
	until_true 5 eval 'ss -tln | grep -q :7012'
	tandem run socat -u OPEN:/dev/zero TCP:$native:7012 &
	client=$!
	until_true 10 is_stuck || fail "all of it is taken"
	kill -9 $client
	wait $client 2>/dev/null || true
	tandem ss | grep -q FIN-WAIT-1 || fail "there is no orphan: $(tandem ss)"
	renew
}

# Some kilobytes wait in the qdisc.
many_wait() { tc -n left -s qdisc show dev right | grep -E 'backlog [0-9]+(Kb|[0-9]{3}b)'; }

# Segments wait in a qdisc, with the module's destructor on them.
case_netem() {
	pair left right
	give right 10.1.0.1/24 left
	ip -n right addr add 10.1.0.2/24 dev left
	tc -n left qdisc add dev right root netem delay 1ms || skip "no netem here"
	transfer -n 4000M right/native/10.1.0.2 left/tandem/10.1.0.1 &
	until_true 10 eval 'ip netns exec left tandem ss | grep -q ESTAB'
	tc -n left qdisc change dev right root netem delay 5s
	until_true 10 many_wait || fail "nothing waits there"
	kill -9 $!
	wait $! 2>/dev/null || true
	# its children end after it
	until_true 5 eval '! pgrep -x transfer'
	many_wait || fail "nothing waits there any more"
	renew
	until_true 10 eval '! many_wait' || fail "it waits for ever"
	ip netns del left
	ip netns del right
}

listens_in_host() { ip netns exec host tandem ss -l | grep -q ":$1"; }

# A host loses its power in the middle of a connection, and starts again. Its peer, who has noticed
# nothing, is told by a RST as soon as the user types; then he may come again.
case_power_cut() {
	local server client

	pair host user
	give user 10.1.0.1/24 host
	ip -n user addr add 10.1.0.2/24 dev host
	ip netns exec host tandem run socat -t 10 TCP-LISTEN:7014,reuseaddr EXEC:cat &
	server=$!
	until_true 5 listens_in_host 7014
	mkfifo "$tmp/keys"
	ip netns exec user python3 -uc '
import socket, sys
s = socket.create_connection(("10.1.0.1", 7014), 20)
for line in sys.stdin:
    s.sendall(line.encode())
    print(s.recv(100).decode())' <"$tmp/keys" >"$tmp/screen" 2>"$tmp/errors" &
	client=$!
	exec 3>"$tmp/keys"
	echo one >&3
	until_true 5 grep -q one "$tmp/screen"

	ip -n user link set host down
	kill -9 $server
	wait $server || true
	unload
	load
	ip -n user link set host up
	give user 10.1.0.1/24 host
	sleep 1
	kill -0 $client || fail "the user knows before he types"
	echo two >&3
	until_true 5 eval "! kill -0 $client" || fail "the user is not told"
	cat "$tmp/errors"
	grep -q 'reset by peer' "$tmp/errors"
	exec 3>&-

	ip netns exec host tandem run socat -t 10 TCP-LISTEN:7014,reuseaddr EXEC:cat &
	until_true 5 listens_in_host 7014
	[ "$(echo again | ip netns exec user socat -t 10 - TCP:10.1.0.1:7014)" = again ]
	ip netns del host
	ip netns del user
}

# Namespaces with addresses; they have tandem0 again when the module is back.
case_namespaces() {
	local i

	for i in 1 2 3; do pair "a$i" "b$i"; give "b$i" 10.1.0.1/24 "a$i"; done
	unload
	! ip -n a2 link show tandem0 2>/dev/null || fail "tandem0 is still in there"
	load
	for i in 1 2 3; do
		ip -n "a$i" link show tandem0 >/dev/null
		[ -z "$(ip netns exec "a$i" tandem addr | grep -v tandem0)" ] || fail "old addresses"
	done
	give b1 10.1.0.1/24 a1
	ip -n b1 addr add 10.1.0.2/24 dev a1
	transfer -n 64K a1/tandem/10.1.0.1 b1/native/10.1.0.2
	for i in 1 2 3; do ip netns del "a$i"; ip netns del "b$i"; done
}

# Namespaces die while the module leaves.
case_namespaces_race() {
	local i

	for i in 1 2 3 4 5 6; do ip netns add "r$i"; done
	for i in 1 2 3 4 5 6; do ip netns del "r$i" & done
	unload
	wait
	load
}

group "busy 30" "family_wrong 30" "family_other 15" "name_taken 15" "time_wait 15" "orphan 25" \
	"netem 40" "power_cut 30" "namespaces 30" "namespaces_race 20" "hundred_times 100" -- "$@"
