#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# What goes in comes out: between Tandem and the native stack both ways, over tandem0
# and over veth, in all sizes where an off-by-one could hide, in both directions at
# once, and by every way to write. src/transfer.c checks each byte.
#
#	here   tandem0: native 198.18.0.1, Tandem 198.18.0.2
#	left   Tandem 10.1.0.1 ---veth--- native 10.1.0.2   right
. "${0%/*}/lib.sh"

n=./native t=./tandem
odd=0-3,535-537,1447-1461,2895-2897,65535-65537,1M+1
cross_n=$n/198.18.0.1 cross_t=$t/198.18.0.2
veth_t=left/tandem/10.1.0.1 veth_n=right/native/10.1.0.2

setup() {
	if is_native; then
		ip addr add 198.18.0.1/30 dev lo
		ip addr add 198.18.0.2/30 dev lo
	else
		tandem link up
	fi
	pair left right
	give right 10.1.0.1/24 left
	ip -n right addr add 10.1.0.2/24 dev left
}

teardown() {
	is_native && ip addr flush dev lo || tandem link down
}

case_odd_cross_up() { transfer -n $odd $cross_n $cross_t; }
case_odd_cross_down() { transfer -n $odd -d down $cross_n $cross_t; }
case_odd_cross_server() { transfer -n $odd $cross_t $cross_n; }
case_odd_cross_both() { transfer -n $odd -d both $cross_t $cross_n; }
case_odd_veth_up() { transfer -n $odd $veth_n $veth_t; }
case_odd_veth_down() { transfer -n $odd -d down $veth_n $veth_t; }
case_odd_veth_both() { transfer -n $odd -d both $veth_t $veth_n; }
case_odd_loopback() { transfer -n $odd -d both $t/127.0.0.1 $t; }
case_bulk_cross_up() { transfer -n 64M $cross_n $cross_t; }
case_bulk_cross_down() { transfer -n 64M -d down $cross_n $cross_t; }
case_bulk_veth_up() { transfer -n 64M $veth_n $veth_t; }
case_bulk_veth_down() { transfer -n 64M -d down $veth_n $veth_t; }
case_bulk_veth_both() { transfer -n 16M -d both $veth_t $veth_n; }
case_bulk_loopback() { transfer -n 16M $t/127.0.0.1 $t; }
case_tiny() { transfer -n 1,7,20000 -w tiny $veth_n $veth_t; }
case_tiny_down() { transfer -n 1,7,20000 -w tiny -d down $veth_n $veth_t; }
case_nodelay() { transfer -n 1,200,100000 -w nodelay $veth_n $veth_t; }
case_whole() { transfer -n 1,300000,4M -w whole -d both $veth_n $veth_t; }
case_more() { transfer -n 1,1460,100000,2M -w more $veth_n $veth_t; }
case_cork() { transfer -n 1,1460,20000 -w cork $veth_n $veth_t; }
case_sendfile() { transfer -n 1,4096,65537,4M+1 -w sendfile $veth_n $veth_t; }
case_sendfile_cross() { transfer -n 1,4096,65537,16M+1 -w sendfile $cross_n $cross_t; }
case_sendfile_both() { transfer -n 1,65537,2M -w sendfile -d both $veth_n $veth_t; }
# Signed: MD5 with the native stack, TCP-AO with it where it has that (the debug kernel)
native_ao() {
	zcat /proc/config.gz 2>/dev/null | grep -q CONFIG_TCP_AO=y ||
		skip "the native stack has no TCP-AO"
}

case_md5_up() { transfer -n 1,1447,100000 -k md5 -d both $veth_n $veth_t; }
case_md5_server() { transfer -n 1,100000 -k md5 $cross_t $cross_n; }
case_ao_sha1() { native_ao && transfer -n 1,1447,100000 -k sha1 -d both $veth_n $veth_t; }
case_ao_sha1_server() { native_ao && transfer -n 1,100000 -k sha1 $cross_t $cross_n; }
case_ao_cmac() { native_ao && transfer -n 1,1447,100000 -k cmac $veth_t $veth_n; }
case_ao_loopback() { transfer -n 1,1447,1M -k sha1 -d both $t/127.0.0.1 $t; }
case_cmac_loopback() { transfer -n 1,1447,1M -k cmac $t/127.0.0.1 $t; }
case_splice() { transfer -n 1,65537,2M -w splice $veth_n $veth_t; }

group "odd_cross_up 20" "odd_cross_down 20" "odd_cross_server 20" "odd_cross_both 20" \
	"odd_veth_up 20" "odd_veth_down 20" "odd_veth_both 20" "odd_loopback 20" \
	"bulk_cross_up 60" "bulk_cross_down 60" "bulk_veth_up 60" "bulk_veth_down 60" \
	"bulk_veth_both 60" "bulk_loopback 60" "tiny 20" "tiny_down 20" "nodelay 20" \
	"whole 20" "more 20" "cork 20" "sendfile 20" "sendfile_cross 30" \
	"sendfile_both 20" "md5_up 20" "md5_server 20" "ao_sha1 20" "ao_sha1_server 20" \
	"ao_cmac 20" "ao_loopback 20" "cmac_loopback 20" "splice 20" -- "$@"
