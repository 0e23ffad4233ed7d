/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files of `tandem bench --wan` share: wanpath.c makes the network,
 * wanflow.c runs flows through it, wan.c decides which, and says what came of it.
 */
#ifndef TANDEM_WAN_H
#define TANDEM_WAN_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

/* Who sends: a stack and a congestion control, "native/cubic"; and a profile, "tandem/bbr/linux" */
struct wan_sender {
	char name[32];
	bool tandem;
	char cc[16];
	char profile[16];		/* "": the namespace's */
};

enum wan_place { WAN_SENDER, WAN_ROUTER, WAN_RECEIVER, WAN_PLACES };

struct wan_path {
	int netns[WAN_PLACES];
	int family;			/* Tandem's */
	/* as it is now */
	double rate;			/* bits a second */
	double rtt;			/* seconds */
	double loss;			/* percent */
	double queue;			/* bandwidth-delay products */
};

#define WAN_PACKET	1514		/* bytes of a full one in the bottleneck */

void wan_path_make(struct wan_path *path);
void wan_path_set(const struct wan_path *path);
void wan_path_enter(const struct wan_path *path, enum wan_place place);
unsigned int wan_path_packets(const struct wan_path *path);
uint32_t wan_path_addr(const struct wan_sender *sender);	/* network byte order */
uint32_t wan_path_receiver(void);
void wan_path_seed(const struct wan_path *path, unsigned int nth);
unsigned int wan_path_syns(const struct wan_path *path, bool tandem);
unsigned int wan_path_timeouts(const struct wan_path *path, bool tandem);

/* A connection: what it is, and what came of it. */
struct wan_flow {
	const struct wan_sender *sender;
	uint64_t size;			/* bytes; 0: until the run is over */
	double begin;			/* seconds after the run's beginning */

	uint64_t received;		/* bytes since the last flow of the run began */
	double took;			/* seconds, if it has a size */
	double srtt;			/* seconds, mean over the run */
	double resent;			/* percent of the segments */

	struct wan_ends {
		int listener, rx, tx;	/* -1: closed */
		uint64_t start;		/* ns, as load_clock() has it */
		uint64_t written;
		unsigned int samples;	/* in srtt */
	} ends;
};

bool wan_flow_can(const struct wan_path *path, const struct wan_sender *sender);
double wan_flow_run(const struct wan_path *path, struct wan_flow *flow, unsigned int n,
		    double seconds);

#endif /* TANDEM_WAN_H */
