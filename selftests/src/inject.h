/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Making the module's allocations fail, one by one, under a piece of work.
 *
 * Each of these does the work once without a fault to count its allocations, then again and
 * again, with another allocation failing each time, until each has failed once, and at last
 * once more without a fault. It ends the case when the work fails otherwise than for want of
 * memory, and says how many allocations have failed.
 */
#ifndef SELFTEST_INJECT_H
#define SELFTEST_INJECT_H

#include <stdbool.h>

/* Skips the case where the kernel cannot do it. */
void inject_prepare(void);

/*
 * From now on only those allocations count where the module is so near in the stack: what
 * it asks for itself, not what the kernel needs in turn to show a device in sysfs.
 */
void inject_near(unsigned int frames);

/*
 * What system calls of this task allocate. The work returns 0, or -1 after
 * inject_no_memory(). With a stride above 1 only the first of so many allocations fails.
 */
void inject_each(const char *name, int (*work)(void), unsigned int stride);

/* What a command allocates ("tandem ..." runs in a child, without exec); undo takes it back. */
void inject_each_command(const char *command, const char *undo, unsigned int stride);

/*
 * What packets make the module allocate, in soft interrupts and in every task. The work
 * must succeed whichever allocation fails: packets may be lost.
 */
void inject_each_packet(const char *name, void (*work)(void));

/*
 * A step of the work failed, as errno says: -1 if for want of memory, or with the errno
 * that is allowed besides; else the end of the case.
 */
int inject_no_memory(const char *what);
void inject_allow(int error);

/* Within the work of inject_each(): what comes between the two is not counted, nor does it fail. */
unsigned int inject_pause(void);
void inject_resume(unsigned int n);

int tandem_main(int argc, char **argv);	/* tools/tandem/main.c */

/* A command without a fault; it must succeed. */
void inject_run(const char *command);

#endif
