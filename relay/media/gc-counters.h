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
  GC_COUNT_DROP_NOT_CONNECTED, /* media before the handshake is done */
  GC_COUNT_DROP_MALFORMED,     /* authentic RTP or RTCP that cannot be read */
  GC_COUNT_DROP_AUTH,
  GC_COUNT_DROP_REPLAY,
  GC_COUNT_DROP_SSRC,  /* an SSRC that belongs to no m-line, or one too many */
  GC_COUNT_DROP_CODEC, /* a payload type that was not negotiated */
  /* Not forwarded, by reason. */
  GC_COUNT_HELD_KEY_FRAME, /* before the first key frame */
  GC_COUNT_HELD_CODEC,     /* the receiver has not negotiated the codec */
  GC_COUNT_HELD_ORDER,     /* too late to have a number */
  GC_COUNT_HELD_PADDING,   /* padding only */
  /* Dropped on the way out, by reason. */
  GC_COUNT_LOST_PROTECT,
  GC_COUNT_LOST_FULL,  /* the socket buffer is full */
  GC_COUNT_LOST_ERROR, /* the kernel refused */
  /* Feedback. */
  GC_COUNT_NACK_IN,      /* packets asked for by receivers */
  GC_COUNT_NACK_OUT,     /* packets asked of senders */
  GC_COUNT_KEY_FRAME_IN, /* PLI and FIR of receivers */
  GC_COUNT_KEY_FRAME_OUT,
  GC_COUNT_TWCC_OUT,
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
  _Atomic int64_t last_tick_us; /* monotonic */
} GcCounters;

/* Streaming thread only. */
void gc_counters_add (GcCounters *counters, GcCount count, uint64_t step);

/* Any thread. */
uint64_t gc_counters_get (const GcCounters *counters, GcCount count);

/* The series of all counters, filled when @metrics is printed. @counters must outlive @metrics. */
typedef struct _GcCounterSeries GcCounterSeries;
GcCounterSeries *gc_counter_series_new (GcMetrics *metrics, const GcCounters *counters);
void gc_counter_series_free (GcCounterSeries *series);
void gc_counter_series_collect (GcCounterSeries *series);
