// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

/*
 * What one from outside may make the relay do, in one table; each limit with its reason. A rate is
 * a number a second and how many may come at once (GcBucket). What is beyond is dropped and
 * counted by reason. What only sizes a parser or a buffer of ours stands where that is.
 */

/* STUN. A browser sends a dozen checks while it connects, and then about one a second. */

/* A peer's authentic messages, from 5-tuples that have shown its password. */
#define GC_LIMIT_STUN_PER_S 100
#define GC_LIMIT_STUN_BURST 200
/* Its requests from other 5-tuples. A budget apart: a stranger who saw a user name on the wire
 * must not use up what keeps the call alive. */
#define GC_LIMIT_STUN_NEW_PER_S 50
#define GC_LIMIT_STUN_NEW_BURST 100
/* The same from one network (IPv4 /24, IPv6 /56), over all peers: it bounds the HMACs it costs us,
 * and the refusals that go there if its addresses are forged. A hundred kiosks behind one NAT that
 * come back at once need a few hundred. */
#define GC_LIMIT_STUN_NETWORK_PER_S 500
#define GC_LIMIT_STUN_NETWORK_BURST 1000
/* Buckets for networks, shared by those whose hash is the same: 8 KiB, never more. */
#define GC_LIMIT_NETWORKS 1024

/* 5-tuples that a peer may be known by: a client has two or three, and NATs move it. */
#define GC_ICE_MAX_PATHS 16
/* Bytes to an address that has not answered a check, for each byte from it (RFC 9000 section 8 has
 * the same factor). */
#define GC_ICE_REFLECTION_FACTOR 3
/* Checks of an address that does not answer. */
#define GC_ICE_CHECK_TRIES 7

/* DTLS. A handshake is some ten datagrams, a hundred where half of them are lost. */

#define GC_LIMIT_DTLS_PER_S 50
#define GC_LIMIT_DTLS_BURST 200
/* Datagrams kept until a path is valid; a ClientHello has one or two. */
#define GC_LIMIT_DTLS_EARLY 4
/* Handshakes of one peer. Anyone who can forge its 5-tuple can spoil one (a hello without a cipher
 * of ours); it may begin anew twice. */
#define GC_DTLS_MAX_ATTEMPTS 3
/* What a handshake message may claim to be long. OpenSSL makes room for each by what its first
 * fragment claims, for the ten next numbers at once: 200 KB that one datagram of 300 bytes asks
 * for. So one message may be as long as a certificate, the others as long as anything else is, and
 * their numbers end where the flights of a client do. */
#define GC_DTLS_MAX_CERTIFICATE_BYTES 8192
#define GC_DTLS_MAX_MESSAGE_BYTES 2048
#define GC_DTLS_MAX_MESSAGES 8
/* From the first valid path to the end of the handshake. */
#define GC_DTLS_HANDSHAKE_US 30000000
/* Peers that are not connected yet, each at most 64 KiB: more would be no one's real clients. */
#define GC_LIMIT_HALF_OPEN_PEERS 1000

/* Media, counted once it proved authentic, so that forged packets use up nothing. Two cameras of
 * 2.5 Mbit/s, a microphone and what is sent again stay below 8 Mbit/s and 1,000 packets. */

#define GC_LIMIT_IN_PACKETS_PER_S 3000
#define GC_LIMIT_IN_PACKETS_BURST 3000
#define GC_LIMIT_IN_BYTES_PER_S 2500000 /* 20 Mbit/s */
#define GC_LIMIT_IN_BYTES_BURST 2500000
/* SSRCs of a peer: two for each line that a page sends on, and a spare pair. Each one more makes
 * the search for all longer. */
#define GC_PEER_MAX_INBOUND_SSRCS 8
/* A line takes another SSRC at most this often: each resets its statistics and wants a key frame.
 */
#define GC_LIMIT_SSRC_CHANGE_US 1000000

/* RTCP. A browser sends feedback for each 50 ms, reports and requests: some 50 packets a second. */

#define GC_LIMIT_RTCP_PER_S 500
#define GC_LIMIT_RTCP_BURST 500
/* Packets that a receiver may ask for again in one message. What it gets is bounded besides: each
 * packet once a round trip, and all of them no more bytes than the stream had (GcHistory). */
#define GC_LIMIT_NACK_PACKETS 256
/* Between requests for a key frame to one sender, however many receivers ask. */
#define GC_KEY_FRAME_INTERVAL_US 500000
