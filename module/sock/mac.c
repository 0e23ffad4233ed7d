// SPDX-License-Identifier: GPL-2.0
/*
 * Message authentication codes for tcp/ao.c: HMAC-SHA-1, AES-128-CMAC and, for RFC 2385, MD5.
 *
 * A transform of the crypto API holds the key that was set last, and making one sleeps. Segments
 * come and go in softirq, each with the traffic key of its connection. So there is one transform
 * for each algorithm and CPU, made when the first socket is given a key for it, and kept until the
 * module goes; a MAC sets the key, and nobody else can come between, since BH is off.
 *
 * That costs two compressions more per segment than a transform of one's own would, and saves
 * every connection, each with up to four traffic keys, from having any.
 */
#include <crypto/hash.h>
#include <linux/cpumask.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/skbuff.h>

#include "sock/mac.h"

#define MAC_ALGS	(TN_AO_MD5 + 1)

static const struct mac_alg {
	const char *name;
	u8 len;
} mac_algs[MAC_ALGS] = {
	[TN_AO_SHA1] = { "hmac(sha1)", 20 },
	[TN_AO_CMAC] = { "cmac(aes)", 16 },
	[TN_AO_MD5] = { "md5", 16 },
};

static DEFINE_MUTEX(mac_mutex);	/* making transforms */
static bool mac_ready[MAC_ALGS];
/**
 * struct mac_cpu - the transforms of one CPU
 * @tfm: by algorithm; used on that CPU with BH off
 */
struct mac_cpu {
	struct crypto_shash *tfm[MAC_ALGS];
};

static DEFINE_PER_CPU(struct mac_cpu, mac_cpus);

static void mac_free(enum tn_ao_alg alg)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		crypto_free_shash(per_cpu(mac_cpus, cpu).tfm[alg]);
		per_cpu(mac_cpus, cpu).tfm[alg] = NULL;
	}
}

static int mac_make(enum tn_ao_alg alg)
	__must_hold(&mac_mutex)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		struct crypto_shash *tfm = crypto_alloc_shash(mac_algs[alg].name, 0, 0);

		if (IS_ERR(tfm)) {
			mac_free(alg);
			return PTR_ERR(tfm);
		}
		per_cpu(mac_cpus, cpu).tfm[alg] = tfm;
	}
	return 0;
}

/**
 * tn_mac_prepare() - make an algorithm usable
 * @alg: the algorithm
 *
 * Return: 0; -ENOENT if the kernel has not got it; -ENOMEM.
 * Context: process; sleeps, may load a module.
 */
int tn_mac_prepare(enum tn_ao_alg alg)
{
	int err = 0;

	mutex_lock(&mac_mutex);
	if (!mac_ready[alg]) {
		err = mac_make(alg);
		mac_ready[alg] = !err;
	}
	mutex_unlock(&mac_mutex);
	return err;
}

/**
 * tn_mac_len() - how long a MAC is before it is cut, and a key that is made for it
 * @alg: the algorithm
 *
 * Return: bytes, at most TN_MAC_MAX.
 * Context: any.
 */
u32 tn_mac_len(enum tn_ao_alg alg)
{
	return mac_algs[alg].len;
}

static int mac_skb(struct shash_desc *desc, const struct tn_mac_input *in)
{
	struct skb_seq_state state;
	unsigned int done = 0, n;
	const u8 *data;
	int err;

	skb_prepare_seq_read(in->skb, in->from, in->skb->len, &state);
	while ((n = skb_seq_read(done, &data, &state))) {
		err = crypto_shash_update(desc, data, n);
		if (err) {
			skb_abort_seq_read(&state);
			return err;
		}
		done += n;
	}
	return 0;
}

static int mac_run(struct shash_desc *desc, const struct tn_mac_input *in, u8 *mac)
{
	int err = crypto_shash_init(desc);

	if (!err)
		err = crypto_shash_update(desc, in->head, in->head_len);
	if (!err && in->skb && in->skb->len > in->from)
		err = mac_skb(desc, in);
	if (!err && in->tail_len)
		err = crypto_shash_update(desc, in->tail, in->tail_len);
	return err ?: crypto_shash_final(desc, mac);
}

/**
 * tn_mac_compute() - compute a MAC
 * @alg:     the algorithm; tn_mac_prepare() has made it usable
 * @key:     its key; of TN_AO_MD5, which has none, not looked at
 * @key_len: bytes of it
 * @in:      what goes in
 * @mac:     TN_MAC_MAX bytes
 *
 * Return: false if the crypto API failed; then @mac is of no value.
 * Context: any but hard interrupts.
 */
bool tn_mac_compute(enum tn_ao_alg alg, const u8 *key, u32 key_len, const struct tn_mac_input *in,
		    u8 *mac)
{
	struct crypto_shash *tfm;
	int err = 0;

	local_bh_disable();
	tfm = this_cpu_read(mac_cpus.tfm[alg]);
	if (alg != TN_AO_MD5)
		err = crypto_shash_setkey(tfm, key, key_len);
	if (!err) {
		SHASH_DESC_ON_STACK(desc, tfm);

		desc->tfm = tfm;
		err = mac_run(desc, in, mac);
		shash_desc_zero(desc);
	}
	local_bh_enable();
	return !err;
}

/**
 * tn_mac_exit() - free the transforms
 *
 * Context: module exit, after the last socket and TIME-WAIT; sleeps.
 */
void tn_mac_exit(void)
{
	enum tn_ao_alg alg;

	for (alg = 0; alg < MAC_ALGS; alg++)
		if (mac_ready[alg])
			mac_free(alg);
}
