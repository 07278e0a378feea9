// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <stdatomic.h>
#include <stdint.h>

#include "common/gc-metrics.h"

/*
 * GcCounters: what the streaming thread counts. One writer, so an addition is a load and a store
 * without a locked instruction; any thread may read.
 */
typedef enum {
  /* Datagrams in. */
  GC_COUNT_IN_STUN,
  GC_COUNT_IN_DTLS,
  GC_COUNT_IN_RTP,
  GC_COUNT_IN_RTCP,
  GC_COUNT_IN_BYTES,
  /* Datagrams out. */
  GC_COUNT_OUT_RELAYED,
  GC_COUNT_OUT_RESENT,
  GC_COUNT_OUT_PROBES,
  GC_COUNT_OUT_CONTROL, /* STUN, DTLS, RTCP */
  GC_COUNT_OUT_BYTES,
  GC_COUNT_OUT_CALLS,    /* system calls that send */
  GC_COUNT_OUT_SEGMENTS, /* datagrams that left as part of a UDP_SEGMENT run */
  /* Dropped on the way in, by reason. */
  GC_COUNT_DROP_TRUNCATED,
  GC_COUNT_DROP_NOT_OURS,      /* neither STUN, DTLS, RTP nor RTCP */
  GC_COUNT_DROP_STRANGER,      /* from a 5-tuple that no peer has shown to be its own */
  GC_COUNT_DROP_UFRAG,         /* STUN for nobody */
  GC_COUNT_DROP_STUN,          /* STUN that its peer refused */
  GC_COUNT_DROP_STUN_LIMIT,    /* more STUN than a peer may send */
  GC_COUNT_DROP_STUN_NEW,      /* more for a peer than other 5-tuples may send */
  GC_COUNT_DROP_STUN_NETWORK,  /* more than such 5-tuples of one network may send */
  GC_COUNT_DROP_DTLS_LIMIT,    /* more DTLS than a peer may send */
  GC_COUNT_DROP_NOT_CONNECTED, /* media before the handshake is done */
  GC_COUNT_DROP_MALFORMED,     /* authentic RTP or RTCP that cannot be read */
  GC_COUNT_DROP_AUTH,
  GC_COUNT_DROP_REPLAY,
  GC_COUNT_DROP_SSRC,  /* an SSRC that belongs to no m-line, or one too many */
  GC_COUNT_DROP_CODEC, /* a payload type that was not negotiated */
  GC_COUNT_DROP_RATE,  /* more authentic packets or bytes than a peer may send */
  GC_COUNT_DROP_RTCP_LIMIT,
  /* Not forwarded, by reason. */
  GC_COUNT_HELD_KEY_FRAME, /* before the first key frame */
  GC_COUNT_HELD_CODEC,     /* the receiver has not negotiated the codec */
  GC_COUNT_HELD_ORDER,     /* too late to have a number */
  GC_COUNT_HELD_PADDING,   /* padding only */
  GC_COUNT_HELD_FULL,      /* waited for too long: the receiver's way is full */
  GC_COUNT_HELD_PAUSED,    /* of a picture that the receiver's way does not carry */
  /* Dropped on the way out, by reason. */
  GC_COUNT_LOST_PROTECT,
  GC_COUNT_LOST_FULL,        /* the socket buffer is full */
  GC_COUNT_LOST_ERROR,       /* the kernel refused */
  GC_COUNT_LOST_LATE_PROMPT, /* a TCP connection did not take it in time: sound, control */
  GC_COUNT_LOST_LATE_BULK,   /* the same of pictures */
  GC_COUNT_LOST_GONE,        /* the TCP connection has ended */
  /* Connections of ICE-TCP. */
  GC_COUNT_TCP_IN_BYTES, /* with framing */
  GC_COUNT_TCP_OUT_BYTES,
  GC_COUNT_TCP_ACCEPTED,
  GC_COUNT_TCP_REFUSED_FULL,
  GC_COUNT_TCP_REFUSED_NETWORK, /* too many strangers of one network */
  GC_COUNT_TCP_REFUSED_ERROR,
  GC_COUNT_TCP_CLOSED_PEER,     /* by the other end, or the network */
  GC_COUNT_TCP_CLOSED_STRANGER, /* of no peer for too long, or does not read */
  GC_COUNT_TCP_CLOSED_CROWDED,  /* a stranger that made place for another */
  GC_COUNT_TCP_CLOSED_IDLE,
  GC_COUNT_TCP_CLOSED_FRAME, /* a frame was too long */
  /* Feedback. */
  GC_COUNT_NACK_IN,       /* packets asked for by receivers */
  GC_COUNT_NACK_OUT,      /* packets asked of senders */
  GC_COUNT_RTX_IN,        /* retransmissions of packets that were missing */
  GC_COUNT_RTX_NEEDLESS,  /* others: probes, copies, and what came too late */
  GC_COUNT_RED_IN,        /* packets of sound with redundancy */
  GC_COUNT_RED_RESTORED,  /* lost packets that were restored from it */
  GC_COUNT_RED_LATE,      /* packets that came when they had been restored */
  GC_COUNT_RED_OUT,       /* copies sent with redundancy of ours */
  GC_COUNT_FEC_IN,        /* packets of FEC for pictures */
  GC_COUNT_FEC_RECOVERED, /* lost packets that were had from it */
  GC_COUNT_FEC_OUT,       /* packets of FEC of ours */
  GC_COUNT_KEY_FRAME_IN,  /* PLI and FIR of receivers */
  GC_COUNT_KEY_FRAME_OUT,
  GC_COUNT_TWCC_OUT,
  GC_COUNT_TWCC_IN,
  /* Life. */
  GC_COUNT_BATCHES,
  GC_COUNT_PEERS_MADE,
  GC_COUNT_PEERS_CONNECTED,
  GC_COUNT_PEERS_GONE,
  GC_COUNT_DTLS_FAILED,
  GC_N_COUNTS,
} GcCount;

typedef struct {
  _Atomic uint64_t values[GC_N_COUNTS];
  _Atomic uint64_t peers; /* gauges, set by the streaming thread */
  _Atomic uint64_t rooms;
  _Atomic uint64_t tcp_connections;
  _Atomic int64_t last_tick_us; /* monotonic */
} GcCounters;

/* Streaming thread only. */
void gc_counters_add (GcCounters *counters, GcCount count, uint64_t step);

/* Any thread. */
uint64_t gc_counters_get (const GcCounters *counters, GcCount count);

/*
 * The series of all counters, filled when @metrics is printed: of those that were added, the sum.
 * These must outlive @metrics.
 */
typedef struct _GcCounterSeries GcCounterSeries;
GcCounterSeries *gc_counter_series_new (GcMetrics *metrics);
void gc_counter_series_add (GcCounterSeries *series, const GcCounters *counters);
void gc_counter_series_free (GcCounterSeries *series);
void gc_counter_series_collect (GcCounterSeries *series);
