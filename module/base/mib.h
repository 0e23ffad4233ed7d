/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The counters of a network namespace.
 *
 * A counter that means the same as one of the native stack's carries its group and name (RFC 4293,
 * RFC 4022 and the native extensions), so that nstat and the eye trained on it work unchanged; the
 * group "Arp" is Tandem's own. Drops are not here: they are counted by reason (base/reason.h).
 *
 * The list is written once: X(ID, "group", "name"), one group in one run. Gauges (Tcp CurrEstab)
 * are computed by ctl/.
 */
#ifndef TN_BASE_MIB_H
#define TN_BASE_MIB_H

#define TN_MIB_LIST(X) \
	X(IP_IN_RECEIVES, "Ip", "InReceives")		/* packets for us, good and bad */ \
	X(IP_IN_HDR_ERRORS, "Ip", "InHdrErrors")	/* malformed headers */ \
	X(IP_IN_ADDR_ERRORS, "Ip", "InAddrErrors")	/* impossible source or destination */ \
	X(IP_IN_UNKNOWN_PROTOS, "Ip", "InUnknownProtos")	/* no such transport */ \
	X(IP_IN_DISCARDS, "Ip", "InDiscards")		/* good, but dropped: no memory */ \
	X(IP_IN_DELIVERS, "Ip", "InDelivers")		/* handed to a transport */ \
	X(IP_OUT_REQUESTS, "Ip", "OutRequests")		/* transports asked to send */ \
	X(IP_OUT_DISCARDS, "Ip", "OutDiscards")		/* good, but not sent */ \
	X(IP_OUT_NO_ROUTES, "Ip", "OutNoRoutes")	/* no route */ \
	X(IP_REASM_REQDS, "Ip", "ReasmReqds")		/* fragments received */ \
	X(IP_REASM_FAILS, "Ip", "ReasmFails")		/* fragments given up */ \
	X(ICMP_IN_MSGS, "Icmp", "InMsgs") \
	X(ICMP_IN_ERRORS, "Icmp", "InErrors")		/* malformed messages */ \
	X(ICMP_IN_CSUM_ERRORS, "Icmp", "InCsumErrors") \
	X(ICMP_IN_DEST_UNREACHS, "Icmp", "InDestUnreachs") \
	X(ICMP_IN_TIME_EXCDS, "Icmp", "InTimeExcds") \
	X(ICMP_IN_PARM_PROBS, "Icmp", "InParmProbs") \
	X(ICMP_IN_ECHOS, "Icmp", "InEchos") \
	X(ICMP_IN_ECHO_REPS, "Icmp", "InEchoReps") \
	X(ICMP_IN_TIMESTAMPS, "Icmp", "InTimestamps") \
	X(ICMP_IN_ADDR_MASKS, "Icmp", "InAddrMasks") \
	X(ICMP_OUT_MSGS, "Icmp", "OutMsgs") \
	X(ICMP_OUT_ERRORS, "Icmp", "OutErrors")		/* could not be sent */ \
	X(ICMP_OUT_RATE_LIMIT_GLOBAL, "Icmp", "OutRateLimitGlobal")	/* errors held back */ \
	X(ICMP_OUT_DEST_UNREACHS, "Icmp", "OutDestUnreachs") \
	X(ICMP_OUT_ECHO_REPS, "Icmp", "OutEchoReps") \
	X(ICMP_OUT_TIMESTAMP_REPS, "Icmp", "OutTimestampReps") \
	X(ICMP_OUT_ADDR_MASK_REPS, "Icmp", "OutAddrMaskReps") \
	X(TCP_ACTIVE_OPENS, "Tcp", "ActiveOpens")	/* CLOSED to SYN-SENT */ \
	X(TCP_PASSIVE_OPENS, "Tcp", "PassiveOpens")	/* LISTEN to SYN-RECEIVED */ \
	X(TCP_ATTEMPT_FAILS, "Tcp", "AttemptFails")	/* SYN-* to CLOSED or LISTEN */ \
	X(TCP_ESTAB_RESETS, "Tcp", "EstabResets")	/* ESTABLISHED, CLOSE-WAIT to CLOSED */ \
	X(TCP_IN_SEGS, "Tcp", "InSegs") \
	X(TCP_OUT_SEGS, "Tcp", "OutSegs")		/* without retransmissions */ \
	X(TCP_RETRANS_SEGS, "Tcp", "RetransSegs") \
	X(TCP_IN_ERRS, "Tcp", "InErrs")			/* malformed or bad checksum */ \
	X(TCP_OUT_RSTS, "Tcp", "OutRsts") \
	X(TCP_IN_CSUM_ERRORS, "Tcp", "InCsumErrors") \
	X(SYNCOOKIES_SENT, "TcpExt", "SyncookiesSent")	/* SYNs answered by a cookie */ \
	X(SYNCOOKIES_RECV, "TcpExt", "SyncookiesRecv")	/* connections made of one */ \
	X(SYNCOOKIES_FAILED, "TcpExt", "SyncookiesFailed")	/* ACKs of none of ours */ \
	X(EMBRYONIC_RSTS, "TcpExt", "EmbryonicRsts")	/* half-open ones reset by the peer */ \
	X(LISTEN_OVERFLOWS, "TcpExt", "ListenOverflows")	/* accept queue was full */ \
	X(LISTEN_DROPS, "TcpExt", "ListenDrops")	/* SYNs dropped for any cause */ \
	X(TW, "TcpExt", "TW")				/* TIME-WAIT ended by its timer */ \
	X(TW_RECYCLED, "TcpExt", "TWRecycled")		/* TIME-WAIT ended by a new SYN */ \
	X(TCP_TIME_WAIT_OVERFLOW, "TcpExt", "TCPTimeWaitOverflow")	/* too many of them */ \
	X(PAWS_ESTAB, "TcpExt", "PAWSEstab")		/* segments refused by PAWS */ \
	X(DELAYED_ACKS, "TcpExt", "DelayedACKs")	/* sent by the delayed-ACK timer */ \
	X(TCP_PURE_ACKS, "TcpExt", "TCPPureAcks")	/* ACKs without data received */ \
	X(TCP_RENO_RECOVERY, "TcpExt", "TCPRenoRecovery")	/* fast recovery without SACK */ \
	X(TCP_SACK_RECOVERY, "TcpExt", "TCPSackRecovery")	/* fast recovery with SACK */ \
	X(TCP_FAST_RETRANS, "TcpExt", "TCPFastRetrans")	/* resent in fast recovery */ \
	X(TCP_INITIAL_WINDOW_LOSS, "TcpExt", "TCPInitialWindowLoss")	/* RFC 6928 12 */ \
	X(TCP_SLOW_START_RETRANS, "TcpExt", "TCPSlowStartRetrans")	/* after a timeout */ \
	X(TCP_TIMEOUTS, "TcpExt", "TCPTimeouts")	/* retransmission timer fired */ \
	X(TCP_SYN_RETRANS, "TcpExt", "TCPSynRetrans")	/* SYN and SYN-ACK resent */ \
	X(TCP_RETRANS_FAIL, "TcpExt", "TCPRetransFail")	/* could not be resent: no memory */ \
	X(TCP_OFO_QUEUE, "TcpExt", "TCPOFOQueue")	/* segments queued out of order */ \
	X(TCP_OFO_DROP, "TcpExt", "TCPOFODrop")		/* out of order and no room */ \
	X(TCP_OFO_MERGE, "TcpExt", "TCPOFOMerge")	/* overlapped queued data */ \
	X(TCP_DEFER_ACCEPT_DROP, "TcpExt", "TCPDeferAcceptDrop")	/* ACK without data */ \
	X(TCP_REQ_Q_FULL_DO_COOKIES, "TcpExt", "TCPReqQFullDoCookies")	/* cookie instead */ \
	X(TCP_REQ_Q_FULL_DROP, "TcpExt", "TCPReqQFullDrop")	/* half-open, pushed out */ \
	X(TCP_RCV_COALESCE, "TcpExt", "TCPRcvCoalesce")	/* joined with the previous buffer */ \
	X(TCP_RCV_COLLAPSED, "TcpExt", "TCPRcvCollapsed")	/* buffers rewritten for room */ \
	X(OFO_PRUNED, "TcpExt", "OfoPruned")		/* out-of-order data given up */ \
	X(TCP_DSACK_OLD_SENT, "TcpExt", "TCPDSACKOldSent")	/* for an old segment */ \
	X(TCP_DSACK_OFO_SENT, "TcpExt", "TCPDSACKOfoSent")	/* for an out-of-order one */ \
	X(TCP_ABORT_ON_DATA, "TcpExt", "TCPAbortOnData")	/* data came after close() */ \
	X(TCP_ABORT_ON_CLOSE, "TcpExt", "TCPAbortOnClose")	/* close() with data unread */ \
	X(TCP_ABORT_ON_TIMEOUT, "TcpExt", "TCPAbortOnTimeout")	/* peer does not answer */ \
	X(TCP_ABORT_ON_LINGER, "TcpExt", "TCPAbortOnLinger")	/* FIN-WAIT-2 took too long */ \
	X(TCP_WIN_PROBE, "TcpExt", "TCPWinProbe")	/* zero-window probes sent */ \
	X(TCP_KEEP_ALIVE, "TcpExt", "TCPKeepAlive")	/* keepalive probes sent */ \
	X(TCP_FROM_ZERO_WINDOW_ADV, "TcpExt", "TCPFromZeroWindowAdv")	/* window reopened */ \
	X(TCP_TO_ZERO_WINDOW_ADV, "TcpExt", "TCPToZeroWindowAdv")	/* window closed */ \
	X(TCP_WANT_ZERO_WINDOW_ADV, "TcpExt", "TCPWantZeroWindowAdv")	/* may not shrink */ \
	X(TCP_ZERO_WINDOW_DROP, "TcpExt", "TCPZeroWindowDrop")	/* sent into closed window */ \
	X(TCP_RCV_Q_DROP, "TcpExt", "TCPRcvQDrop")	/* in order and no room */ \
	X(TCP_BACKLOG_DROP, "TcpExt", "TCPBacklogDrop")	/* owner busy and backlog full */ \
	X(TCP_CHALLENGE_ACK, "TcpExt", "TCPChallengeACK")	/* RFC 5961 challenge ACKs sent */ \
	X(TCP_SYN_CHALLENGE, "TcpExt", "TCPSYNChallenge")	/* of these, caused by a SYN */ \
	X(OUT_OF_WINDOW_ICMPS, "TcpExt", "OutOfWindowIcmps")	/* quote nothing outstanding */ \
	X(LOCK_DROPPED_ICMPS, "TcpExt", "LockDroppedIcmps")	/* owner busy */ \
	X(TCP_ACK_SKIPPED_CHALLENGE, "TcpExt", "TCPACKSkippedChallenge")	/* held back */ \
	X(TCP_DELIVERED_CE, "TcpExt", "TCPDeliveredCE")	/* segments of ours, marked */ \
	X(TCP_MD5_NOT_FOUND, "TcpExt", "TCPMD5NotFound")	/* MD5 signature is missing */ \
	X(TCP_MD5_UNEXPECTED, "TcpExt", "TCPMD5Unexpected")	/* and there is no key */ \
	X(TCP_MD5_FAILURE, "TcpExt", "TCPMD5Failure")	/* does not verify */ \
	X(TCP_AO_REQUIRED, "TcpExt", "TCPAORequired")	/* TCP-AO option is missing */ \
	X(TCP_AO_BAD, "TcpExt", "TCPAOBad")		/* does not verify */ \
	X(TCP_AO_KEY_NOT_FOUND, "TcpExt", "TCPAOKeyNotFound")	/* no key has its KeyID */ \
	X(TCP_AO_GOOD, "TcpExt", "TCPAOGood")		/* verified */ \
	X(TCP_AO_DROPPED_ICMPS, "TcpExt", "TCPAODroppedIcmps")	/* not believed, RFC 5925 7.8 */ \
	X(TCP_FAST_OPEN_ACTIVE, "TcpExt", "TCPFastOpenActive")	/* text of a SYN was taken */ \
	X(TCP_FAST_OPEN_ACTIVE_FAIL, "TcpExt", "TCPFastOpenActiveFail")	/* it was not */ \
	X(TCP_FAST_OPEN_PASSIVE, "TcpExt", "TCPFastOpenPassive") /* with its SYN */ \
	X(TCP_FAST_OPEN_PASSIVE_FAIL, "TcpExt", "TCPFastOpenPassiveFail") /* cookie */ \
	X(TCP_FAST_OPEN_LISTEN_OVERFLOW, "TcpExt", "TCPFastOpenListenOverflow") \
	X(TCP_FAST_OPEN_COOKIE_REQD, "TcpExt", "TCPFastOpenCookieReqd") /* by SYNs */ \
	X(TCP_FAST_OPEN_BLACKHOLE, "TcpExt", "TCPFastOpenBlackhole")	/* paths given up */ \
	X(TCP_FAST_OPEN_PASSIVE_ALT_KEY, "TcpExt", "TCPFastOpenPassiveAltKey") \
	X(TCP_LOSS_PROBES, "TcpExt", "TCPLossProbes")	/* tail loss probes sent */ \
	X(TCP_LOSS_PROBE_RECOVERY, "TcpExt", "TCPLossProbeRecovery")	/* that repaired a loss */ \
	X(TCP_LOST_RETRANSMIT, "TcpExt", "TCPLostRetransmit")	/* resent, and lost again */ \
	X(TCP_SACK_RENEGING, "TcpExt", "TCPSACKReneging")	/* SACKed, then not there */ \
	X(TCP_SACK_REORDER, "TcpExt", "TCPSACKReorder")	/* reordering seen by SACK */ \
	X(TCP_TS_REORDER, "TcpExt", "TCPTSReorder")	/* and by timestamps */ \
	X(TCP_DSACK_RECV, "TcpExt", "TCPDSACKRecv")	/* D-SACK blocks below the ACK */ \
	X(TCP_DSACK_OFO_RECV, "TcpExt", "TCPDSACKOfoRecv")	/* and above it */ \
	X(TCP_SPURIOUS_RTOS, "TcpExt", "TCPSpuriousRTOs")	/* nothing was lost (F-RTO) */ \
	X(TCP_FULL_UNDO, "TcpExt", "TCPFullUndo")	/* recovery undone, at its end */ \
	X(TCP_PARTIAL_UNDO, "TcpExt", "TCPPartialUndo")	/* or by timestamps, before */ \
	X(TCP_DSACK_UNDO, "TcpExt", "TCPDSACKUndo")	/* or by D-SACK */ \
	X(TCP_LOSS_UNDO, "TcpExt", "TCPLossUndo")	/* timeout undone */ \
	X(IP_IN_NO_ECT_PKTS, "IpExt", "InNoECTPkts")	/* by the ECN field: Not-ECT */ \
	X(IP_IN_ECT1_PKTS, "IpExt", "InECT1Pkts") \
	X(IP_IN_ECT0_PKTS, "IpExt", "InECT0Pkts") \
	X(IP_IN_CE_PKTS, "IpExt", "InCEPkts") \
	X(LOSS_RETRANS_DUPACK, "Loss", "RetransDupack")	/* segments sent again, by cause: */ \
	X(LOSS_RETRANS_PARTIAL, "Loss", "RetransPartial")	/* enum tn_cause, in its order */ \
	X(LOSS_RETRANS_SACK, "Loss", "RetransSack") \
	X(LOSS_RETRANS_RACK, "Loss", "RetransRack") \
	X(LOSS_RETRANS_REORDER, "Loss", "RetransReorder") \
	X(LOSS_RETRANS_TLP, "Loss", "RetransTlp") \
	X(LOSS_RETRANS_RTO, "Loss", "RetransRto") \
	X(LOSS_RETRANS_WINDOW, "Loss", "RetransWindow") \
	X(LOSS_RETRANS_PATH, "Loss", "RetransPath") \
	X(LOSS_PROBE_FRTO, "Loss", "ProbeFrto")		/* new data, to tell a timeout by */ \
	X(LOSS_ENTER_DUPACK, "Loss", "EnterDupack")	/* recoveries begun, by cause */ \
	X(LOSS_ENTER_PARTIAL, "Loss", "EnterPartial") \
	X(LOSS_ENTER_SACK, "Loss", "EnterSack") \
	X(LOSS_ENTER_RACK, "Loss", "EnterRack") \
	X(LOSS_ENTER_REORDER, "Loss", "EnterReorder") \
	X(LOSS_ENTER_TLP, "Loss", "EnterTlp") \
	X(LOSS_ENTER_RTO, "Loss", "EnterRto") \
	X(LOSS_SYN_EARLY, "Loss", "SynEarly")		/* SYNs sent again before rto_init */ \
	X(ARP_IN_REQUESTS, "Arp", "InRequests")		/* about an address of ours */ \
	X(ARP_IN_REPLIES, "Arp", "InReplies")		/* to us */ \
	X(ARP_IN_ERRORS, "Arp", "InErrors")		/* malformed */ \
	X(ARP_OUT_REQUESTS, "Arp", "OutRequests") \
	X(ARP_OUT_REPLIES, "Arp", "OutReplies") \
	X(ARP_OUT_ANNOUNCES, "Arp", "OutAnnounces")	/* gratuitous, for a new address */ \
	X(ARP_RES_FAILED, "Arp", "ResFailed")		/* nobody answered */

enum tn_mib {
#define X(id, ...) TN_MIB_##id,
	TN_MIB_LIST(X)
#undef X
	TN_MIB_MAX
};

const char *tn_mib_group(enum tn_mib id);
const char *tn_mib_name(enum tn_mib id);

#endif /* TN_BASE_MIB_H */
