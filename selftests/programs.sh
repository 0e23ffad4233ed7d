#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Programs that were never changed, by `tandem run`, as client and as server, with the
# same program or another one on the native stack at the other side of tandem0.
. "${0%/*}/lib.sh"

native=198.18.0.1 tandem=198.18.0.2

setup() {
	if is_native; then
		ip addr add $native/30 dev lo
		ip addr add $tandem/30 dev lo
	else
		tandem link up
	fi
	mkdir -p "$tmp/www"
	head -c 8388608 /dev/urandom >"$tmp/www/file"
	chmod -R a+rX "$tmp"
}

teardown() {
	if is_native; then ip addr flush dev lo; else tandem link down; fi
}

# Somebody of either stack listens on a port: listening PORT
listening() {
	local line

	line=$(printf ':%04X 00000000:0000 0A' "$1")
	grep -q "$line" /proc/net/tcp /proc/net/tandem/tcp
}

await() { until_true 8 listening "$1" || fail "nobody listens on port $1"; }

needs() {
	command -v "$1" >/dev/null || skip "there is no $1"
}

same() { cmp "$tmp/www/file" "$1"; }

nginx_config() { # ADDRESS PORT OPTIONS
	mkdir -p "$tmp/nginx-$2"
	cat <<-END
	daemon off;
	master_process on;
	worker_processes 2;
	user root;
	error_log $tmp/nginx-$2/error.log;
	pid $tmp/nginx-$2/pid;
	events { worker_connections 256; }
	http {
		access_log off;
		sendfile on;
		tcp_nopush on;
		client_body_temp_path $tmp/nginx-$2/1;
		proxy_temp_path $tmp/nginx-$2/2;
		fastcgi_temp_path $tmp/nginx-$2/3;
		uwsgi_temp_path $tmp/nginx-$2/4;
		scgi_temp_path $tmp/nginx-$2/5;
		server { listen $1:$2 $3; root $tmp/www; }
	}
	END
}

start_nginx() { # ADDRESS PORT [PREFIX...]; $listen: options of the listener
	needs nginx
	nginx_config "$1" "$2" "${listen-}" >"$tmp/nginx-$2.conf"
	"${@:3}" nginx -c "$tmp/nginx-$2.conf" &
	await "$2"
}

case_curl() {
	needs curl
	start_nginx $native 8080
	under_test curl -sSf -m 20 -o "$tmp/got" http://$native:8080/file
	same "$tmp/got"
	# three requests of one connection, and an upload that is refused
	under_test curl -sSf -m 20 -o /dev/null -o /dev/null -o /dev/null \
		-w '%{num_connects}\n' http://$native:8080/file{,,} | paste -sd+ | grep -qx '1+0+0'
	! under_test curl -sSf -m 20 -T "$tmp/www/file" http://$native:8080/file || fail "PUT works?"
	! under_test curl -sS -m 5 http://$native:9/ || fail "a closed port answers"
}

case_nginx() {
	local i pids=()

	needs curl
	start_nginx $tandem 8081 under_test
	curl -sSf -m 20 -o "$tmp/got" http://$tandem:8081/file
	same "$tmp/got"
	for i in 1 2 3 4; do
		curl -sSf -m 20 -o "$tmp/got$i" http://$tandem:8081/file &
		pids+=($!)
	done
	wait "${pids[@]}"
	for i in 1 2 3 4; do same "$tmp/got$i"; done
	curl -sSf -m 20 -r 1000-1999 http://$tandem:8081/file |
		cmp - <(tail -c +1001 "$tmp/www/file" | head -c 1000)
}

# A listener that is told of requests, not of connections
case_nginx_deferred() {
	needs curl
	listen=deferred start_nginx $tandem 8095 under_test
	curl -sSf -m 20 -o "$tmp/got" http://$tandem:8095/file
	same "$tmp/got"
	is_native || tandem ss -l | grep 8095
}

# Each of nginx' workers has a listener of its own on the port.
case_nginx_reuseport() {
	local i

	needs curl
	listen=reuseport start_nginx $tandem 8096 under_test
	for i in {1..8}; do
		curl -sSf -m 20 -o "$tmp/got" http://$tandem:8096/file
		same "$tmp/got"
	done
	is_native || [ "$(tandem ss -l | grep -c 8096)" = 2 ] || fail "not two: $(tandem ss -l)"
}

# A counter of a stack: count native|tandem NAME
count() {
	local file=/proc/net/netstat

	[ "$1" = native ] || file=/proc/net/tandem/netstat
	awk -v name="$2" '$1 == "TcpExt:" {
		if (!n) for (i = 2; i <= NF; i++) at[$i] = i
		if (n++) print $at[name]
	}' $file
}

# TCP Fast Open between the stacks, one way: fast CLIENT SERVER ADDRESS PORT CLIENT-PREFIX
# The first connection asks for a cookie, the second has the request in its SYN.
fast() {
	local client=$1 server=$2 url=http://$3:$4/small active passive on=

	is_native || on=net.tandem.fastopen=3
	sysctl -qw net.ipv4.tcp_fastopen=3 $on
	head -c 1000 "$tmp/www/file" >"$tmp/www/small"
	active=$(count "$client" TCPFastOpenActive) passive=$(count "$server" TCPFastOpenPassive)
	for _ in 1 2; do
		$5 curl -sSf -m 20 --tcp-fastopen -o "$tmp/got" "$url"
		cmp "$tmp/www/small" "$tmp/got"
	done
	[ $(($(count "$client" TCPFastOpenActive) - active)) = 1 ] || fail "no text with a SYN"
	[ $(($(count "$server" TCPFastOpenPassive) - passive)) = 1 ] || fail "the text was not taken"
}

stack() { if is_native; then echo native; else echo tandem; fi; }

# A SYN with text, and the SYN-ACK of it: captured FILE
captured() {
	grep -qE 'Flags \[S\], .*cookie [0-9a-f]+.* length [1-9]' "$1" &&
		! grep -E 'Flags \[S\.\]' "$1" | tail -1 | grep -q 'ack 1,'
}

case_curl_fastopen() {
	needs curl
	listen=fastopen=16 start_nginx $native 8087
	tcpdump -nn -l -i "$(is_native && echo lo || echo tandem0)" \
		'tcp[tcpflags] & tcp-syn != 0' >"$tmp/capture" 2>"$tmp/ready" &
	await_capture "$tmp/ready"
	fast "$(stack)" native $native 8087 under_test
	until_true 3 captured "$tmp/capture" || { cat "$tmp/capture"; fail "no such SYN"; }
}

case_nginx_fastopen() {
	needs curl
	listen=fastopen=16 start_nginx $tandem 8088 under_test
	fast native "$(stack)" $tandem 8088 ""
}

case_http_server() {
	needs curl
	under_test python3 -m http.server --bind $tandem --directory "$tmp/www" 8082 &
	await 8082
	curl -sSf -m 20 -o "$tmp/got" http://$tandem:8082/file
	same "$tmp/got"
}

case_python() {
	start_nginx $native 8083
	under_test python3 -c "
import urllib.request, sys
data = urllib.request.urlopen('http://$native:8083/file', timeout=20).read()
open('$tmp/got', 'wb').write(data)"
	same "$tmp/got"
}

case_socat_client() {
	needs socat
	socat -u TCP-LISTEN:8084,bind=$native,reuseaddr CREATE:"$tmp/got" &
	await 8084
	under_test socat -u OPEN:"$tmp/www/file" TCP:$native:8084
	wait $!
	same "$tmp/got"
}

case_socat_server() {
	needs socat
	under_test socat -t 10 TCP-LISTEN:8085,bind=$tandem,reuseaddr,fork EXEC:cat &
	await 8085
	socat -t 10 - TCP:$tandem:8085 <"$tmp/www/file" >"$tmp/got"
	same "$tmp/got"
	[ "$(echo again | socat -t 10 - TCP:$tandem:8085)" = again ]
}

case_nc() {
	needs nc
	under_test nc -l $tandem 8086 </dev/null >"$tmp/got" &
	await 8086
	nc -N $tandem 8086 <"$tmp/www/file"
	wait $!
	same "$tmp/got"
}

iperf() { # SERVER-ADDRESS PORT SERVER-PREFIX CLIENT-PREFIX ARG...
	needs iperf3
	$3 iperf3 -s -1 -B "$1" -p "$2" >"$tmp/server" 2>&1 &
	await "$2"
	$4 iperf3 -c "$1" -p "$2" "${@:5}" >"$tmp/client" 2>&1 || {
		cat "$tmp/client" "$tmp/server"
		fail "the client ended with an error"
	}
	wait $!
	grep -E 'sender|receiver' "$tmp/client"
}

case_iperf3_client() { iperf $native 5201 "" under_test -n 16M; }
case_iperf3_client_reverse() { iperf $native 5202 "" under_test -n 16M -R; }
case_iperf3_server() { iperf $tandem 5203 under_test "" -n 16M -P 4; }
case_iperf3_server_bidir() { iperf $tandem 5204 under_test "" -t 1 --bidir; }

group "curl 30" "nginx 30" "nginx_deferred 30" "nginx_reuseport 30" "curl_fastopen 30" \
	"nginx_fastopen 30" "http_server 30" "python 30" "socat_client 20" "socat_server 20" \
	"nc 20" "iperf3_client 30" "iperf3_client_reverse 30" "iperf3_server 30" \
	"iperf3_server_bidir 30" -- "$@"
