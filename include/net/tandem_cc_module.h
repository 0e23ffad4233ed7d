/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A congestion control in a module of its own: how it is made known to Tandem.
 *
 *	static const struct tandem_cc_ops my_cc = { .name = "my", ... };
 *
 *	module_init: return tandem_cc_register(&my_cc);
 *	module_exit: tandem_cc_unregister(&my_cc);
 *
 * From then on TCP_CONGESTION and net.tandem.congestion know it by its name. The
 * module cannot be removed while a connection uses it, or a network namespace has it as
 * its default. samples/tandem_cc_example.c is one.
 */
#ifndef TANDEM_CC_MODULE_H
#define TANDEM_CC_MODULE_H

#include <linux/export.h>
#include <linux/module.h>
#include <net/tandem_cc.h>

int tandem_cc_register_module(const struct tandem_cc_ops *ops, struct module *owner);
void tandem_cc_unregister(const struct tandem_cc_ops *ops);

/**
 * tandem_cc_register() - make a congestion control known
 * @ops: the controller; it and what it points to stay until tandem_cc_unregister()
 *
 * Context: process.
 * Return: 0; -EINVAL if a function is missing, the name is none or is too long, a flag
 * is unknown, or the private area is too large; -EEXIST if the name is taken; -ENOMEM.
 */
#define tandem_cc_register(ops)	tandem_cc_register_module(ops, THIS_MODULE)

#endif
