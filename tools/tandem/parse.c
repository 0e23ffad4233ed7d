// SPDX-License-Identifier: GPL-2.0
/*
 * Words to values, and values to words. What cannot be parsed is a mistake in
 * the command line and ends the program.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/tandem.h>
#include "tandem.h"

/* A whole word that is a decimal number within bounds. */
unsigned int parse_number(const char *what, const char *word,
			  unsigned int min, unsigned int max)
{
	unsigned long value;
	char *end;

	errno = 0;
	value = strtoul(word, &end, 10);
	if (word[0] < '0' || word[0] > '9' || *end || errno ||
	    value < min || value > max)
		say_misused("%s '%s' is not a number from %u to %u",
			    what, word, min, max);
	return value;
}

/* An IPv4 address, in network byte order. */
uint32_t parse_addr(const char *word)
{
	struct in_addr in;

	if (inet_pton(AF_INET, word, &in) != 1)
		say_misused("'%s' is not an IPv4 address", word);
	return in.s_addr;
}

/* ADDR[/LEN], or "default", which is 0.0.0.0/0. Host bits are kept. */
void parse_prefix(const char *word, struct prefix *prefix)
{
	const char *slash = strchr(word, '/');
	char addr[INET_ADDRSTRLEN];
	size_t len;

	if (!strcmp(word, "default")) {
		*prefix = (struct prefix){ 0 };
		return;
	}
	len = slash ? (size_t)(slash - word) : strlen(word);
	if (len >= sizeof(addr))
		say_misused("'%s' is not an IPv4 prefix", word);
	memcpy(addr, word, len);
	addr[len] = '\0';
	prefix->addr = parse_addr(addr);
	prefix->len = slash ? parse_number("prefix length", slash + 1, 0, 32) : 32;
}

/* Is it one of a comma list? No list is all. */
bool parse_in_list(const char *list, const char *name)
{
	size_t len = strlen(name);
	const char *at = list;

	if (!list)
		return true;
	for (; at; at = strchr(at, ',')) {
		at += *at == ',';
		if (!strncmp(at, name, len) && (at[len] == ',' || !at[len]))
			return true;
	}
	return false;
}

/* Each word of a comma list must be one of another. */
void parse_check_list(const char *list, const char *known, const char *what)
{
	char *copy = list ? strdup(list) : NULL, *rest = copy, *word;

	while (copy && (word = strsep(&rest, ",")))
		if (!*word || !parse_in_list(known, word))
			say_misused("there is no %s '%s' among %s", what, word, known);
	free(copy);
}

/* The netmask of a prefix length, in network byte order. */
uint32_t parse_mask(uint8_t len)
{
	return len ? htonl(~0U << (32 - len)) : 0;
}

/* A device's index by its name. */
uint32_t parse_dev(const char *name)
{
	uint32_t ifindex = if_nametoindex(name);

	if (!ifindex)
		say_failed("there is no device '%s'", name);
	return ifindex;
}

/* One of four buffers in turn, so that a printf() can show four addresses. */
const char *parse_show_addr(uint32_t addr)
{
	static char text[4][INET_ADDRSTRLEN];
	static unsigned int turn;
	char *one = text[turn++ % 4];

	inet_ntop(AF_INET, &addr, one, sizeof(text[0]));
	return one;
}

/* A device's name, into name[IF_NAMESIZE]; "if7" when it has gone meanwhile. */
const char *parse_show_dev(uint32_t ifindex, char name[])
{
	if (!if_indextoname(ifindex, name))
		snprintf(name, IF_NAMESIZE, "if%u", ifindex);
	return name;
}

/* A hardware address in a static buffer; "-" for none. */
const char *parse_show_lladdr(const struct nlattr *attr)
{
	static char text[3 * 32];
	const uint8_t *byte;
	size_t i, len, at = 0;

	len = attr ? mnl_attr_get_payload_len(attr) : 0;
	if (!len || len > sizeof(text) / 3)
		return "-";
	byte = mnl_attr_get_payload(attr);
	for (i = 0; i < len; i++)
		at += snprintf(text + at, sizeof(text) - at, "%s%02x",
			       i ? ":" : "", byte[i]);
	return text;
}

/*
 * The number of the address family: the environment's TANDEM_FAMILY (2 runs
 * everything over the native stack), else the loaded module's, else the default.
 */
int parse_family(void)
{
	const char *word = getenv("TANDEM_FAMILY");
	int family = TANDEM_AF_DEFAULT;
	FILE *file;

	if (word)
		return parse_number("TANDEM_FAMILY", word, 1, 255);
	file = fopen("/sys/module/tandem/parameters/family", "r");
	if (file) {
		if (fscanf(file, "%d", &family) != 1)
			family = TANDEM_AF_DEFAULT;
		fclose(file);
	}
	return family;
}
