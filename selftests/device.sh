#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Addresses on devices: Tandem and the native stack side by side on one device, each
# with its own; routes and a gateway; what happens when addresses, devices and
# namespaces go away under a transfer.
#
#	left    Tandem 10.1.0.1, native 10.1.0.9  ---veth---  10.1.0.2 native    right
#	left    Tandem 10.2.0.1                   ---veth---  10.2.0.2 native    router
#	                                          far 10.3.0.2 ---veth--- 10.3.0.1 router
. "${0%/*}/lib.sh"

tandem_end=left/tandem/10.1.0.1
native_end=right/native/10.1.0.2

in_left() { nsenter --net=/run/netns/left "$@"; }
in_right() { nsenter --net=/run/netns/right "$@"; }

setup() {
	pair left right
	give right 10.1.0.1/24 left
	ip -n left addr add 10.1.0.9/24 dev right
	ip -n right addr add 10.1.0.2/24 dev left
}

case_ping() {
	in_right ping -q -c 2 -i 0.2 -W 10 10.1.0.1
	in_right ping -q -c 1 -s 0 -W 10 10.1.0.1
	in_right ping -q -c 1 -s 1472 -W 10 10.1.0.1
	in_right ping -q -c 1 -W 10 10.1.0.9
}

# The address is at the device's own hardware address, and nowhere else.
case_arp() {
	local mac sent answers

	mac=$(ip -n left -o link show right | sed "s/.*ether \([^ ]*\).*/\1/")
	# It goes on until two came, and then may have asked once more. A request of ours that happens to
	# come (neighbour probe) is a response to arping, too.
	in_right arping -c 2 -w 20 -I left 10.1.0.1 | tee "$tmp/arping"
	sent=$(sed -n 's/^Sent \([1-9][0-9]*\) probes.*/\1/p' "$tmp/arping")
	answers=$(grep -ci 'reply from' "$tmp/arping")
	[ "$answers" -ge 1 ] && [ "$answers" -le "$sent" ] &&
		[ "$(grep -ci "reply from 10.1.0.1 \[$mac\]" "$tmp/arping")" = "$answers" ] ||
		fail "not one answer to each of $sent, from $mac"
}

# Each stack's listener is at its own address only, on the same port.
case_apart() {
	is_native && skip "there is only one stack"
	transfer -n 1,64K $tandem_end $native_end
	transfer -n 1,64K left/native/10.1.0.9 $native_end
	in_left nc -lk 0.0.0.0 7000 &
	until_true 5 in_left nc -z 10.1.0.9 7000
	! in_right nc -z -w 2 10.1.0.1 7000 || fail "native answers at Tandem's address"
	in_right nc -z -w 10 10.1.0.9 7000
	in_left tandem run nc -lk 0.0.0.0 7001 &
	until_true 5 in_right nc -z -w 1 10.1.0.1 7001
	! in_right nc -z -w 2 10.1.0.9 7001 || fail "Tandem answers at a native address"
}

# The native stack of the host does not know the address at all.
case_unknown_to_native() {
	is_native && skip "there is only one stack"
	! in_left ip -o addr | grep -F 10.1.0.1/ || fail "ip addr shows it"
	! in_left ip route get 10.1.0.1 | grep -w local || fail "a local route to it"
	in_left nc -l 10.1.0.1 7002 && fail "native bind() to it works"
	in_left tandem addr | grep -qx '10.1.0.1/24 dev right'
}

# With forwarding and a way to go, what is Tandem's still stays here.
case_not_forwarded() {
	local dump

	is_native && skip "there is only one stack"
	pair left third
	ip -n left addr add 10.4.0.1/24 dev third
	ip -n third addr add 10.4.0.2/24 dev left
	ip -n left route add 10.1.0.1/32 via 10.4.0.2
	in_left sysctl -qw net.ipv4.ip_forward=1
	ip netns exec third tcpdump --immediate-mode -U -nn -i left -w "$tmp/third" 'host 10.1.0.1' 2>"$tmp/ready" &
	dump=$!
	await_capture "$tmp/ready"
	in_right ping -q -c 2 -i 0.2 -W 10 10.1.0.1
	transfer -n 64K $tandem_end $native_end
	sleep 0.3
	kill -INT $dump
	wait $dump
	tcpdump -nn -r "$tmp/third" 2>/dev/null | tee "$tmp/seen"
	[ ! -s "$tmp/seen" ] || fail "the native stack forwarded it"
	# and forwarding for others goes on
	ip -n third route add 10.1.0.0/24 via 10.4.0.1
	ip -n right route add 10.4.0.0/24 via 10.1.0.9
	in_right ping -q -c 1 -W 10 10.4.0.2
	ip netns del third
	ip -n right route del 10.4.0.0/24
}

# What becomes of connect() with these times to live, a line each: connect_ttl ADDRESS TTL...
connect_ttl() {
	# shellcheck disable=SC2046 # two words, or none
	in_left $(is_native || echo tandem run) python3 -c '
import errno, socket, sys
for ttl in sys.argv[2:]:
    s = socket.socket()
    s.settimeout(5)
    s.setsockopt(socket.IPPROTO_IP, socket.IP_TTL, int(ttl))
    try:
        s.connect((sys.argv[1], 7))
    except OSError as e:
        print(ttl, errno.errorcode.get(e.errno, e))
' "$@"
}

# A packet lives for one router less than it says; the router tells its sender (RFC 792).
expect_hops() {
	local dump

	ip netns exec far tcpdump -nn -v -l -i router 'tcp and src 10.2.0.1' \
		>"$tmp/far" 2>"$tmp/ready" &
	dump=$!
	await_capture "$tmp/ready"
	connect_ttl 10.3.0.2 1 2 >"$tmp/connects"
	cat "$tmp/connects"
	grep -qx '1 EHOSTUNREACH' "$tmp/connects"
	grep -qx '2 ECONNREFUSED' "$tmp/connects"
	transfer -n 1 -t 10 far/native/10.3.0.2 left/tandem
	until_true 3 grep -q 'ttl 63,' "$tmp/far"
	kill $dump
	cat "$tmp/far"
	[ "$(grep -o 'ttl [0-9]*,' "$tmp/far" | sort -u | tr -d '\n')" = "ttl 1,ttl 63," ]
}

# id, time to live with protocol, checksum of the header and of TCP, a line each packet
sums_of() {
	tcpdump -nn -t -x -r "$1" 2>/dev/null | awk '
		$1 == "0x0000:" { header = $4 " " $6 " " $7 }
		$1 == "0x0020:" { print header, $4 }'
}

# A capture has a FIN: all that comes before it is there.
ended() { [ -n "$(tcpdump -nn -r "$1" 'tcp[tcpflags] & tcp-fin != 0' 2>/dev/null)" ]; }

# A router changes the time to live, and therefore the checksum of the header; not that of TCP,
# of which the time to live is no part.
expect_sums() {
	local dumps=()

	ip netns exec left ethtool -K router tx off >/dev/null
	ip netns exec router tcpdump --immediate-mode -U -i left -w "$tmp/near" 'tcp and src 10.2.0.1' 2>"$tmp/ready" &
	dumps+=($!)
	ip netns exec far tcpdump --immediate-mode -U -i router -w "$tmp/far" 'tcp and src 10.2.0.1' 2>"$tmp/ready2" &
	dumps+=($!)
	await_capture "$tmp/ready"
	await_capture "$tmp/ready2"
	transfer -n 1000 -t 10 far/native/10.3.0.2 left/tandem
	until_true 5 ended "$tmp/near"
	until_true 5 ended "$tmp/far"
	kill -INT "${dumps[@]}"
	wait "${dumps[@]}"
	ip netns exec left ethtool -K router tx on >/dev/null
	# The last of them may be seen in one of the places only.
	paste -d' ' <(sums_of "$tmp/near") <(sums_of "$tmp/far") | awk 'NF == 8' | tee "$tmp/sums"
	[ "$(wc -l <"$tmp/sums")" -ge 4 ] || fail "where are the packets?"
	awk '$1 != $5 || $2 != "4006" || $6 != "3f06" || $3 == $7 || $4 != $8 { exit 1 }' \
		"$tmp/sums" || fail "not as it should be"
}

case_gateway() {
	pair left router
	pair router far
	give router 10.2.0.1/24 left
	ip -n router addr add 10.2.0.2/24 dev left
	ip -n router addr add 10.3.0.1/24 dev far
	ip -n far addr add 10.3.0.2/24 dev router
	ip -n far route add default via 10.3.0.1
	ip netns exec router sysctl -qw net.ipv4.ip_forward=1
	! transfer -n 1 -t 5 far/native/10.3.0.2 left/tandem || fail "there is no route yet"
	route_via default 10.2.0.2 left
	transfer -n 1,1M -t 10 far/native/10.3.0.2 left/tandem
	transfer -n 1,1M -t 10 left/tandem/10.2.0.1 far/native
	ip netns exec far ping -q -c 1 -W 10 10.2.0.1
	expect_hops
	expect_sums
	if ! is_native; then
		in_left tandem route | grep -qx 'default via 10.2.0.2 dev router'
		in_left tandem route del default via 10.2.0.2
		! transfer -n 1 -t 5 far/native/10.3.0.2 left/tandem || fail "the route is gone"
	fi
	ip netns del router
	ip netns del far
}

# What traceroute does: each router in turn is where a packet's life ends, and says so.
case_traceroute() {
	local dump

	pair left router
	pair router router2
	pair router2 far
	give router 10.2.0.1/24 left
	ip -n router addr add 10.2.0.2/24 dev left
	ip -n router addr add 10.3.0.1/24 dev router2
	ip -n router route add default via 10.3.0.2
	ip -n router2 addr add 10.3.0.2/24 dev router
	ip -n router2 addr add 10.4.0.1/24 dev far
	ip -n router2 route add default via 10.3.0.1
	ip -n far addr add 10.4.0.2/24 dev router2
	ip -n far route add default via 10.4.0.1
	ip netns exec router sysctl -qw net.ipv4.ip_forward=1
	ip netns exec router2 sysctl -qw net.ipv4.ip_forward=1
	route_via default 10.2.0.2 left
	in_left tcpdump --immediate-mode -nn -t -l -i router icmp >"$tmp/errors" 2>"$tmp/ready" &
	dump=$!
	await_capture "$tmp/ready"
	connect_ttl 10.4.0.2 1 2 3 255 | tee "$tmp/connects"
	kill $dump
	diff "$tmp/connects" - <<-END
		1 EHOSTUNREACH
		2 EHOSTUNREACH
		3 ECONNREFUSED
		255 ECONNREFUSED
	END
	cat "$tmp/errors"
	awk '/time exceeded in-transit/ { print $2 }' "$tmp/errors" | uniq >"$tmp/routers"
	printf '10.2.0.2\n10.3.0.2\n' | diff "$tmp/routers" -
	is_native || in_left tandem route del default via 10.2.0.2
	ip netns del router
	ip netns del router2
	ip netns del far
}

case_two_addresses() {
	give right 10.1.0.3/24 left
	transfer -n 64K left/tandem/10.1.0.3 $native_end
	transfer -n 64K $native_end left/tandem/10.1.0.3
	in_right ping -q -c 1 -W 10 10.1.0.3
	is_native && return
	in_left tandem addr del 10.1.0.3/24 dev right
	! in_right ping -q -c 1 -W 1 10.1.0.3 || fail "it still answers"
	in_right ping -q -c 1 -W 10 10.1.0.1
	transfer -n 64K $tandem_end $native_end
}

# Two networks with the same addresses in them: only the device tells which is meant (socket(7)).
#
#	one 10.7.0.2  ---veth---  10.7.0.1 left 10.7.0.3  ---veth---  10.7.0.2 two
bind_device() {
	# shellcheck disable=SC2046 # two words, or none
	in_left $(is_native || echo tandem run) python3 - <<-END
		import os, socket, subprocess

		def sock(dev):
		    s = socket.socket()
		    s.settimeout(10)
		    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
		    s.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, dev.encode())
		    return s

		# the very same port towards the very same peer
		for dev in "one", "two":
		    s = sock(dev)
		    s.bind(("0.0.0.0", 7100))
		    s.connect(("10.7.0.2", 7000))
		    print("connected", dev, s.makefile().readline(), end="")
		    s.close()

		# two listeners on the same port, and two clients with the same addresses and ports
		listener, clients, got = {}, {}, {}
		for dev in "one", "two":
		    listener[dev] = sock(dev)
		    listener[dev].bind(("0.0.0.0", 7001))
		    listener[dev].listen()
		    clients[dev] = subprocess.Popen(["nsenter", "--net=/run/netns/" + dev, "env", "-u",
		        "LD_PRELOAD", "nc", "-w", "10", "-p", "7101", "10.7.0.1", "7001"],
		        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
		    got[dev], peer = listener[dev].accept()
		    print("accepted", dev, *peer)
		for dev in "one", "two":
		    got[dev].sendall(dev.encode() + b"\n")
		    print("told", dev, clients[dev].stdout.readline().decode(), end="")
		    clients[dev].stdin.write(b"hello from " + dev.encode() + b"\n")
		    clients[dev].stdin.close()
		    print("heard", dev, got[dev].makefile().readline(), end="")
		    got[dev].close()
	END
}

case_bind_device() {
	local ns

	pair left one
	pair left two
	give one 10.7.0.1/24 left
	give two 10.7.0.3/24 left
	ip netns exec left sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.one.rp_filter=0 \
		net.ipv4.conf.two.rp_filter=0
	for ns in one two; do
		ip -n $ns addr add 10.7.0.2/24 dev left
		ip netns exec $ns sh -c "while :; do echo $ns | nc -lN 10.7.0.2 7000; done" &
		until_true 5 ip netns exec $ns sh -c 'ss -Htln | grep -q :7000'
	done
	# to two, too, the host is 10.7.0.1
	ip -n two neigh replace 10.7.0.1 dev left \
		lladdr "$(ip -n left -o link show two | sed 's/.*ether \([^ ]*\).*/\1/')"
	bind_device | tee "$tmp/told"
	diff "$tmp/told" - <<-END
		connected one one
		connected two two
		accepted one 10.7.0.2 7101
		accepted two 10.7.0.2 7101
		told one one
		heard one hello from one
		told two two
		heard two hello from two
	END
	ip netns del one
	ip netns del two
}

case_small_mtu() {
	ip -n left link set right mtu 600
	ip -n right link set left mtu 600
	ip netns exec right tcpdump -nn -l -i left 'tcp[tcpflags] & tcp-syn != 0' \
		>"$tmp/syns" 2>"$tmp/ready" &
	await_capture "$tmp/ready"
	transfer -n 1,561,300K -d both $tandem_end $native_end
	# 600 less 40 in both SYNs (RFC 9293 SHLD-6)
	until_true 3 grep -qE 'Flags \[S\.\].*mss 560[],]' "$tmp/syns"
	kill $!
	cat "$tmp/syns"
	grep -qE 'Flags \[S\],.*mss 560[],]' "$tmp/syns"
	! grep Flags "$tmp/syns" | grep -v 'mss 560[],]' || fail "another MSS"
	ip -n left link set right mtu 1500
	ip -n right link set left mtu 1500
}

case_down_and_up() {
	ip -n left link set right down
	! in_right ping -q -c 1 -W 1 10.1.0.1 || fail "it answers while down"
	ip -n left link set right up
	until_true 5 in_right ping -q -c 1 -W 1 10.1.0.1
	transfer -n 64K $tandem_end $native_end
}

case_vlan() {
	ip -n left link add link right name right.5 type vlan id 5 || skip "no VLANs here"
	ip -n right link add link left name left.5 type vlan id 5
	ip -n left link set right.5 up
	ip -n right link set left.5 up
	give right.5 10.5.0.1/24 left
	ip -n right addr add 10.5.0.2/24 dev left.5
	in_right ping -q -c 1 -W 10 10.5.0.1
	transfer -n 300K -d both left/tandem/10.5.0.1 right/native/10.5.0.2
	ip -n left link del right.5
	ip -n right link del left.5
}

# A connection of Tandem's in this namespace is in use.
carries() { ip netns exec "$1" tandem ss | grep -q ESTAB; }

# A transfer that would take for ever, and what ends it: it must end soon, by an error.
interrupted() { # SERVER CLIENT COMMAND...
	local pid

	transfer -n 4000M -t 100 "$1" "$2" >"$tmp/transfer" 2>&1 &
	pid=$!
	shift 2
	until_true 10 carries left || { cat "$tmp/transfer"; fail "the transfer did not even run"; }
	"$@"
	until_true 8 eval "! kill -0 $pid" || true
	cat "$tmp/transfer"
	! kill $pid 2>/dev/null || fail "the transfer hangs"
	grep -q 'failed$' "$tmp/transfer" || fail "no error at all"
}

case_address_removed() {
	is_native && skip "native sockets keep such a connection"
	interrupted $tandem_end $native_end in_left tandem addr del 10.1.0.1/24 dev right
	give right 10.1.0.1/24 left
	interrupted $native_end $tandem_end in_left tandem addr del 10.1.0.1/24 dev right
	give right 10.1.0.1/24 left
	transfer -n 64K $tandem_end $native_end
}

again() {
	pair left right
	give right 10.1.0.1/24 left
	ip -n right addr add 10.1.0.2/24 dev left
}

case_device_removed() {
	is_native && skip "native sockets keep such a connection"
	interrupted $tandem_end $native_end ip -n left link del right
	[ -z "$(in_left tandem addr | grep -v tandem0)" ] || fail "an address without device"
	again
	interrupted $native_end $tandem_end ip -n left link del right
	again
	transfer -n 64K $tandem_end $native_end
}

case_device_moved() {
	ip netns add other
	ip -n left link set right netns other
	[ -z "$(in_left tandem addr 2>/dev/null | grep -v tandem0)" ] || fail "an address without device"
	ip -n other link set right up
	! in_right ping -q -c 1 -W 1 10.1.0.1 || fail "it still answers"
	ip -n other link del right
	ip netns del other
	again
	in_right ping -q -c 1 -W 10 10.1.0.1
}

# Its last process gone, the namespace goes, with all that was open in there.
case_namespace_removed() {
	pair doomed witness
	give witness 10.6.0.1/24 doomed
	ip -n witness addr add 10.6.0.2/24 dev doomed
	transfer -n 1,64K doomed/tandem/10.6.0.1 witness/native/10.6.0.2
	transfer -n 4000M doomed/tandem/10.6.0.1 witness/native/10.6.0.2 >/dev/null 2>&1 &
	is_native || until_true 10 carries doomed
	ip netns del doomed
	kill $!
	wait $! || true
	# the transfer's children may take a moment to die
	until_true 10 no_device_in_witness || fail "the namespace never went away"
	ip netns del witness
}

no_device_in_witness() { ! ip -n witness link show dev doomed; }

# Everything is seen by whoever looks at the device.
case_captured() {
	is_native && skip "it is about tandem0"
	tandem link up
	tcpdump -nn -l -i tandem0 tcp >"$tmp/capture" 2>"$tmp/ready" &
	await_capture "$tmp/ready"
	transfer -n 10 ./native/198.18.0.1 ./tandem/198.18.0.2
	until_true 3 grep -qF 'Flags [F.]' "$tmp/capture"
	kill $!
	cat "$tmp/capture"
	grep -qE '198.18.0.2.* > 198.18.0.1.*Flags \[S\]' "$tmp/capture"
	grep -qE '198.18.0.1.* > 198.18.0.2.*Flags \[S\.\]' "$tmp/capture"
	grep -qE '198.18.0.2.* > 198.18.0.1.*Flags \[P\.\].*length 10' "$tmp/capture"
	tandem link down
}

# seed 004: E and C, which tcpdump calls E and W
case_ecn_captured() {
	is_native && skip "it is about tandem0"
	tandem link up
	sysctl -qw net.tandem.ecn=1 net.ipv4.tcp_ecn=1
	tcpdump -nn -v -l -i tandem0 tcp >"$tmp/capture" 2>"$tmp/ready" &
	await_capture "$tmp/ready"
	transfer -n 10 ./native/198.18.0.1 ./tandem/198.18.0.2
	transfer -n 10 ./tandem/198.18.0.2 ./native/198.18.0.1
	until_true 3 grep -qF 'Flags [F.]' "$tmp/capture"
	sysctl -qw net.tandem.ecn=2 net.ipv4.tcp_ecn=2
	kill $!
	cat "$tmp/capture"
	for way in '198.18.0.2.* > 198.18.0.1.*' '198.18.0.1.* > 198.18.0.2.*'; do
		grep -qE "$way"'Flags \[SEW\]' "$tmp/capture"
		grep -qE "$way"'Flags \[S\.E\]' "$tmp/capture"
		grep -E -B1 "$way"'Flags \[P\.\].*length 10' "$tmp/capture" | grep -qF 'tos 0x2,ECT(0)'
	done
	tandem link down
}

group "ping 15" "arp 15" "apart 20" "unknown_to_native 10" "not_forwarded 20" "gateway 90" "traceroute 60" \
	"two_addresses 15" "bind_device 30" "small_mtu 15" "down_and_up 15" "vlan 15" "address_removed 40" \
	"device_removed 40" "device_moved 15" "namespace_removed 25" "captured 20" "ecn_captured 30" -- "$@"
