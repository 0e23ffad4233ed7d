#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# codespell on everything that is written by hand. Words it does not know:
#   ect iif te tha inflight upto  names in the code (tha: ARP's target hardware address)
#   fo                        Fast Open
#   nd                        a macro of manual pages
cd "$(dirname "$0")/../.." || exit 1
ls -d README.md CHANGELOG.md Makefile Kbuild dkms.conf .ci module include kunit samples selftests tools \
	Documentation 2>/dev/null | xargs codespell -L ect,iif,te,tha,inflight,upto,nd,fo
