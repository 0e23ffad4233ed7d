// SPDX-License-Identifier: GPL-2.0
/*
 * tandem_kunit.ko, which holds the suites. KUnit finds and runs them when the module is loaded:
 * each kunit_test_suite() has left a pointer in a section of its own. Nothing else happens here.
 */
#include <linux/module.h>

MODULE_DESCRIPTION("KUnit suites of Tandem");
MODULE_LICENSE("GPL");
