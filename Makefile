# SPDX-License-Identifier: GPL-2.0
#
# Everything is made from here; `make help` lists the targets. What a target lacks it
# installs through apt (tools/deps/install). All output goes to build/ and the cache,
# ${XDG_CACHE_HOME:-~/.cache}/tandem; nothing is ever loaded into this machine's kernel.
#
# Kbuild reads Kbuild, not this file, when it builds the module.

MAKEFLAGS += --no-print-directory
export TANDEM_START ?= $(shell date +%s)

SAY  := tools/build/say
DEPS := tools/deps/install

all: module tools

help:
	@sed -n 's/^##  *//p' $(firstword $(MAKEFILE_LIST))

## make               tandem.ko for the newest installed Debian headers, and the tools
## make KDIR=DIR      the same against the kernel build directory DIR
module:
	@$(DEPS) build
	@tools/build/module "$(or $(KDIR),/usr/src/linux-headers-$$(tools/deps/kver))"

## make modules-all   tandem.ko for both stock kernels, 6.12 and 6.1
modules-all:
	@$(DEPS) build
	@for series in 6.12 6.1; do \
		tools/build/module /usr/src/linux-headers-$$(tools/deps/kver $$series) || exit; \
	done

## make module-debug  tandem.ko for the debug kernel, which is built first (once, 10 minutes)
module-debug:
	@$(DEPS) build vm
	@kernel=$$(tools/vm/debug-kernel) && tools/build/module --into debug $$kernel/build

## make tools         tandem, its preload library and tn-replay, into build/bin and build/lib
tools:
	@$(DEPS) build
	@$(SAY) building the tools
	@$(MAKE) -s -C tools/tandem O=$(CURDIR)/build
	@$(MAKE) -s -C tools/replay O=$(CURDIR)/build >/dev/null

## make check         rooms, sizes, headers, checkpatch, sparse, kernel-doc, spelling, profiles, conformance
check:
	@$(DEPS) build check
	@tools/check/run

## make conformance   totals of the ledger of RFC rules, and the MUSTs that are open
conformance:
	@tools/conformance/totals

## make test-host     the unit suites of the pure core, as a host program under ASan and UBSan
test-host:
	@$(DEPS) build test
	@$(SAY) building and running the host suites
	@$(MAKE) -s -C kunit/host run

## make test-kunit    the unit suites in the debug kernel, in the VM
test-kunit:
	@$(DEPS) build vm
	@tools/test/kunit

## make sim           the simulator, build/bin/tn-sim
sim:
	@$(DEPS) sim
	@$(MAKE) -s -C tools/sim O=$(CURDIR)/build all

## make matrix        every controller over every path, in the simulator: Documentation/congestion
##                    is measured and drawn anew (minutes; JOBS=N processes)
matrix: sim
	@nice tools/sim/matrix --jobs $(or $(JOBS),1)
	@tools/sim/figures

## make soak          random topologies in the simulator, for SECONDS=60
soak:
	@$(DEPS) sim
	@$(MAKE) -s -C tools/sim O=$(CURDIR)/build soak SECONDS=$(or $(SECONDS),60)

## make fuzz          the fuzzers, SECONDS=60 for all of them
fuzz:
	@$(DEPS) fuzz
	@tools/fuzz/run $(or $(SECONDS),60)

## make coverage      lines and branches that suites, fuzz corpus and simulator reach
coverage:
	@$(DEPS) sim fuzz
	@tools/coverage/run

## make test-fast     what runs on the host alone: the unit suites and the simulator
test-fast:
	@$(DEPS) build test sim
	@SOAK=5 tools/test/run fast

## make test          all of it: check, builds, test-fast, fuzzers; then in the VM the suites on the
##                    debug kernel and the selftests on both stock kernels and the debug kernel
test:
	@$(DEPS) build check test sim fuzz vm
	@tools/test/run all

## make demo          what Tandem does, shown in a VM with real programs
demo:
	@$(DEPS) build vm demo
	@tools/demo/run

## make bench         instructions per operation in virtual time, Tandem against native
bench: modules-all tools
	@$(DEPS) vm
	@tools/bench/run

## make bench-wan     each congestion control over a long path in virtual time: half an hour
bench-wan: modules-all tools
	@$(DEPS) vm sim
	@tools/bench/run --wan

## make shell         a shell in a VM with the module loaded (KERNEL=6.1 for the older one)
shell: modules-all tools
	@$(DEPS) vm
	@tools/vm/shell $(if $(KERNEL),-k $(KERNEL))

## make install       the module through DKMS, the tools under PREFIX (/usr/local)
install: tools
	@$(DEPS) dkms
	@tools/build/install install
	@$(MAKE) -s -C tools/tandem O=$(CURDIR)/build install

## make uninstall     takes both away again
uninstall:
	@tools/build/install uninstall
	@$(MAKE) -s -C tools/tandem O=$(CURDIR)/build uninstall

## make clean         removes build/ (the cache of kernels stays)
clean:
	@rm -rf build

.PHONY: all help module modules-all module-debug tools check conformance test-host test-kunit test-fast test \
	sim soak fuzz coverage bench bench-wan demo shell install uninstall clean
