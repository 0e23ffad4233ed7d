#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# The tandem program: what each command does and prints, and that a mistake is one
# clear line on stderr, nothing on stdout, and status 2 when the words are wrong, 1 when
# the kernel says no.
. "${0%/*}/lib.sh"

# All of it in a namespace that nobody else uses.
if [ -z "${CLI_NETNS-}" ]; then
	rm -rf "$tmp"
	CLI_NETNS=yes exec unshare --net --mount "$0" "$@"
fi

teardown() { ip link del cli0; }

setup() {
	! is_native || fail "there is no tandem program for the native stack"
	ip link set lo up
	ip link add cli0 type dummy
	ip link set cli0 up
}

# What the last command said: $out, $err, and its $status.
say() {
	status=0
	"$@" >"$tmp/stdout" 2>"$tmp/stderr" || status=$?
	out=$(<"$tmp/stdout") err=$(<"$tmp/stderr")
}

# The command works and says nothing on stderr.
good() {
	say "$@"
	[ $status = 0 ] || fail "'$*' ended with $status: $err"
	[ -z "$err" ] || fail "'$*' complains: $err"
}

# prints PATTERN COMMAND...: it works, and a line of the output matches as a whole
prints() {
	local line

	good "${@:2}"
	while IFS= read -r line; do
		[[ ! $line =~ ^$1$ ]] || return 0
	done <<<"$out"
	fail "'${*:2}' prints '$out', no line like '$1'"
}

shows() { [[ $out =~ $1 ]] || fail "no '$1' in '$out'"; }
shows_no() { [[ ! $out =~ $1 ]] || fail "'$1' in '$out'"; }

silent() {
	good "$@"
	[ -z "$out" ] || fail "'$*' prints '$out'"
}

# bad STATUS PATTERN COMMAND...: it fails with one line that contains the pattern
bad() {
	say "${@:3}"
	[ $status = "$1" ] || fail "'${*:3}' ended with $status, not $1: $err"
	[ -z "$out" ] || fail "'${*:3}' prints '$out'"
	[[ $err != *$'\n'* && $err == "tandem: "* && $err =~ $2 ]] ||
		fail "'${*:3}' says '$err', not '$2'"
}

case_main() {
	bad 2 'missing' tandem
	bad 2 "no object 'nonsense'" tandem nonsense
	bad 2 'may be' tandem s
	bad 2 'no object' tandem ''
	good tandem help
	good tandem --help
	good tandem -h
	prints 'tandem [0-9].*' tandem version
	prints 'module [0-9].*' tandem version
	bad 2 'too much' tandem help me
	bad 2 'too much' tandem version 7
	good tandem a
}

case_addr() {
	silent tandem addr add 10.8.0.1/24 dev cli0
	prints '10\.8\.0\.1/24 dev cli0' tandem addr
	prints '10\.8\.0\.1/24 dev cli0' tandem addr show
	bad 1 'exists' tandem addr add 10.8.0.1/24 dev cli0
	bad 2 'usage' tandem addr add
	bad 2 'usage' tandem addr add 10.8.0.2/24
	bad 2 'usage' tandem addr add 10.8.0.2/24 dev
	bad 2 'usage' tandem addr add 10.8.0.2/24 device cli0
	bad 2 'usage' tandem addr add 10.8.0.2/24 dev cli0 more
	bad 2 'prefix length' tandem addr add 10.8.0.2 dev cli0
	bad 2 'prefix length' tandem addr add 10.8.0.2/33 dev cli0
	bad 2 'prefix length' tandem addr add 10.8.0.2/ dev cli0
	bad 2 'prefix length' tandem addr add 10.8.0.2/2x dev cli0
	bad 2 'not an IPv4' tandem addr add 10.8.0/24 dev cli0
	bad 2 'not an IPv4' tandem addr add 10.8.0.256/24 dev cli0
	bad 2 'not an IPv4' tandem addr add fe80::1/64 dev cli0
	bad 2 'not an IPv4' tandem addr add "$(printf '%0500d' 0)/24" dev cli0
	bad 2 "not 'change'" tandem addr change
	bad 1 "no device 'none0'" tandem addr add 10.8.0.2/24 dev none0
	bad 1 'cannot add' tandem addr add 0.0.0.0/24 dev cli0
	bad 1 'cannot add' tandem addr add 224.0.0.1/24 dev cli0
	bad 1 'cannot add' tandem addr add 255.255.255.255/32 dev cli0
	bad 1 'cannot add' tandem addr add 127.0.0.1/8 dev cli0
	bad 1 'cannot add' tandem addr add 10.8.0.2/0 dev cli0
	bad 1 'cannot del' tandem addr del 10.8.0.9/24 dev cli0
	bad 1 'cannot del' tandem addr del 10.8.0.1/25 dev cli0
	bad 1 'cannot del' tandem addr del 10.8.0.1/24 dev lo
	silent tandem addr del 10.8.0.1/24 dev cli0
	bad 1 'cannot del' tandem addr del 10.8.0.1/24 dev cli0
	silent tandem addr add 10.8.0.1/24 dev cli0
	silent tandem addr del 10.8.0.1 dev cli0
}

# Bridges keep what their ports receive: an address there would hear nothing.
case_addr_port() {
	ip link add br0 type bridge || skip "no bridges here"
	ip link set cli0 master br0
	bad 1 'cannot add' tandem addr add 10.8.0.1/24 dev cli0
	ip link set cli0 nomaster
	ip link del br0
}

# What is the native stack's stays its own.
case_addr_native() {
	ip addr add 10.8.7.1/24 dev cli0
	bad 1 'cannot add' tandem addr add 10.8.7.1/24 dev cli0
	ip addr del 10.8.7.1/24 dev cli0
}

case_route() {
	tandem addr add 10.8.0.1/24 dev cli0
	prints '10\.8\.0\.0/24 dev cli0' tandem route
	silent tandem route add default via 10.8.0.254
	prints 'default via 10\.8\.0\.254 dev cli0' tandem route show
	silent tandem route add 10.9.0.0/16 dev cli0
	silent tandem route add 10.10.0.0/16 via 10.8.0.2 dev cli0
	prints '10\.10\.0\.0/16 via 10\.8\.0\.2 dev cli0' tandem route
	prints 'local 10\.8\.0\.1/32 dev .*' tandem route show all
	bad 1 'exists' tandem route add default via 10.8.0.254
	bad 1 'cannot add' tandem route add 10.11.0.0/16 via 192.0.2.1
	bad 2 'usage' tandem route add
	bad 2 'usage' tandem route add default via
	bad 2 'needs' tandem route add 10.11.0.0/16
	bad 2 'bits behind' tandem route add 10.11.0.1/16 dev cli0
	bad 2 'not an IPv4' tandem route add nonsense dev cli0
	bad 2 'not an IPv4' tandem route add default via nonsense
	bad 2 'prefix length' tandem route add 10.0.0.0/99 dev cli0
	bad 2 'via or dev' tandem route add default over 10.8.0.254
	bad 2 "not 'replace'" tandem route replace default via 10.8.0.254
	bad 2 'usage' tandem route show everything
	bad 1 "no device" tandem route add 10.11.0.0/16 dev none0
	bad 1 'cannot del' tandem route del 10.99.0.0/16
	silent tandem route del 10.9.0.0/16 dev cli0
	silent tandem route del default
	bad 1 'cannot del' tandem route del default
	# the address takes its routes along
	silent tandem addr del 10.8.0.1/24 dev cli0
	good tandem route
	shows_no cli0
}

case_neigh() {
	ip link add veth0 type veth peer name veth1
	ip link set veth0 up
	ip link set veth1 up
	tandem addr add 10.7.0.1/24 dev veth0
	ip addr add 10.7.0.2/24 dev veth1
	tandem run socat -u /dev/null TCP:10.7.0.9:80,connect-timeout=0.3 2>/dev/null || true
	prints '10\.7\.0\.9 dev veth0 lladdr - .*' tandem neigh
	good tandem neigh show
	silent tandem neigh flush dev veth0
	silent tandem neigh
	silent tandem neigh flush
	bad 2 'usage' tandem neigh flush veth0
	bad 1 'no device' tandem neigh flush dev none0
	bad 2 'not' tandem neigh add
	ip link del veth0
}

case_link() {
	prints 'tandem0: up noarp mtu 65535 .*' tandem link
	silent tandem link up
	silent tandem link up
	prints '198\.18\.0\.2/30 dev tandem0' tandem addr
	ip -4 -o addr show dev tandem0 | grep -q '198.18.0.1/30' || fail "no native address"
	good ping -q -c 1 -W 10 198.18.0.2
	silent tandem link down
	silent tandem link down
	good tandem addr
	shows_no 198.18
	[ -z "$(ip -4 -o addr show dev tandem0)" ] || fail "left over natively"
	silent tandem link up 192.0.2.1/30 192.0.2.2/30
	prints '192\.0\.2\.2/30 dev tandem0' tandem addr
	silent tandem link down
	bad 2 'usage' tandem link up 192.0.2.1/30
	bad 2 'not an IPv4' tandem link up 192.0.2.1/30 nonsense
	bad 2 'different' tandem link up 192.0.2.1/30 192.0.2.1/30
	bad 2 'too much' tandem link down now
	bad 2 "not 'sideways'" tandem link sideways
}

case_ss() {
	prints 'State +Recv-Q +Send-Q .*' tandem ss
	tandem run socat -u TCP-LISTEN:7003,bind=127.0.0.1 - >/dev/null &
	until_true 5 eval 'tandem ss -l | grep -q 127.0.0.1:7003'
	prints 'LISTEN +0 +[0-9]+ +127\.0\.0\.1:7003 +0\.0\.0\.0:\* *' tandem ss -l
	sleep 20 | tandem run socat -u - TCP:127.0.0.1:7003 &
	until_true 5 eval 'tandem ss | grep -q ESTAB'
	prints 'ESTAB +0 +0 +127\.0\.0\.1:[0-9]+ +127\.0\.0\.1:7003 *' tandem ss
	good tandem ss -a -i -o
	shows cwnd:
	good tandem ss -tan
	bad 2 'no option -x' tandem ss -x
	bad 2 'usage' tandem ss all
	bad 2 'usage' tandem ss -
}

case_stat() {
	good tandem stat
	prints 'TcpActiveOpens +[0-9]+' tandem stat -z activeopens
	prints 'Drop:tcp-bad-checksum +[0-9]+' tandem stat -z 'Drop:*'
	good tandem stat -z 'Tcp*'
	bad 1 'no counter' tandem stat nonsense
	bad 2 'usage' tandem stat -x
	bad 2 'usage' tandem stat a b
}

case_profile() {
	local knob value

	prints rfc tandem profile
	silent tandem profile classic
	prints classic tandem profile
	prints 10 cat /proc/sys/net/tandem/keepalive_probes
	silent tandem profile linux
	prints 200 cat /proc/sys/net/tandem/rto_min
	echo 250 >/proc/sys/net/tandem/rto_min
	prints custom tandem profile
	bad 1 "no profile 'bsd'" tandem profile bsd
	bad 1 'no profile' tandem profile custom
	bad 2 'usage' tandem profile rfc linux
	prints custom tandem profile
	# another namespace has its own
	unshare --net grep -qx rfc /proc/sys/net/tandem/profile || fail "it is shared"
	silent tandem profile rfc
	prints 1000 cat /proc/sys/net/tandem/rto_min
	for knob in /proc/sys/net/tandem/*; do
		[ -w "$knob" ] || continue
		! echo 4294967296 2>/dev/null >"$knob" || fail "$knob takes 2^32"
		! echo nonsense 2>/dev/null >"$knob" || fail "$knob takes nonsense"
		read -r value <"$knob"
		echo "$value" >"$knob" || fail "$knob does not take $value"
	done
	prints rfc tandem profile
}

case_run() {
	bad 2 'usage' tandem run
	bad 127 'cannot run' tandem run /no/such/program
	bad 126 'cannot run' tandem run /etc/passwd
	silent tandem run true
	[ "$(tandem run sh -c 'exit 7' || echo $?)" = 7 ] || fail "the status is lost"
	prints '.*libtandem.so' tandem run sh -c 'echo $LD_PRELOAD'
	prints 'libm.so.6:.*libtandem.so' env LD_PRELOAD=libm.so.6 tandem run sh -c 'echo $LD_PRELOAD'
	bad 2 'TANDEM_FAMILY' env TANDEM_FAMILY=x tandem run true
	bad 1 'not loaded' env TANDEM_FAMILY=19 tandem run true
	bad 1 'not loaded' env TANDEM_FAMILY=19 tandem bench --time 1
}

case_bench() {
	good tandem bench --time 1 --rounds 1 --only rr
	shows $'\nrr +.* [0-9.]+$'
	bad 2 'no load' tandem bench --only nonsense
	bad 2 'not a number' tandem bench --time 0
	bad 2 'not a number' tandem bench --rounds x
	bad 2 'lacks its value' tandem bench --time
	bad 2 'no option' tandem bench --speed 9
	bad 2 'not an IPv4' tandem bench --tandem-addr x
	bad 1 'cannot bind' tandem bench --tandem-addr 192.0.2.77
}

# Who may not configure is told so.
case_rights() {
	local as="setpriv --reuid 65534 --regid 65534 --clear-groups --bounding-set=-all"

	good $as tandem addr
	good $as tandem route
	good $as tandem ss -a
	good $as tandem stat
	bad 1 'permitted' $as tandem addr add 10.8.0.1/24 dev cli0
	bad 1 'permitted' $as tandem route add default dev cli0
	bad 1 'permitted' $as tandem neigh flush
	bad 1 'permitted' $as tandem link up
	good $as tandem profile
	bad 1 'Permission' $as tandem profile linux
}

# The files that stock tools read.
case_proc() {
	tandem run socat -u TCP-LISTEN:7004,bind=127.0.0.1 - >/dev/null &
	until_true 5 eval 'tandem ss -l | grep -q 7004'
	PROC_NET_TCP=/proc/net/tandem/tcp good ss -tanH
	shows 127.0.0.1:7004
	PROC_NET_SNMP=/proc/net/tandem/snmp PROC_NET_NETSTAT=/proc/net/tandem/netstat \
		good nstat -asz
	shows TcpInSegs
}

group "main 15" "addr 20" "addr_port 10" "addr_native 10" "route 20" "neigh 15" "link 15" \
	"ss 20" "stat 10" "profile 40" "run 15" "bench 20" "rights 15" "proc 15" -- "$@"
