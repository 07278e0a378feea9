// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "rtp/gc-rtcp.h"
#include "rtp/gc-sent.h"

/*
 * GcEstimator says how much one receiver can take, from the transport-wide feedback on what was
 * sent to it: it joins the trend of the delay (GcDelayTrend), the rate control that follows it
 * (GcRateControl), the limit that losses show (GcLossLimit) and probes (GcProber). docs/relay.md
 * describes the loop. Not a byte of it trusts the receiver: whatever feedback says, the target
 * stays between GC_ESTIMATOR_MIN_BPS and the maximum. Allocates only when more is under way than
 * ever before.
 *
 * The round trip is measured on the feedback itself and need not be told.
 */
#define GC_ESTIMATOR_MIN_BPS 50000

typedef struct _GcEstimator GcEstimator;

typedef struct {
  int64_t target_bps;
  int64_t acked_bps;     /* what arrives; 0: not known */
  int64_t queue_us;      /* how long packets wait on the way */
  int64_t round_trip_us; /* to the feedback, without queues; 0: not known */
} GcEstimatorStats;

/* @start_bps: the target until something is known; @max_bps: never more than it. Less than
 * GC_ESTIMATOR_MIN_BPS is taken for that. */
GcEstimator *gc_estimator_new (int64_t start_bps, int64_t max_bps);
void gc_estimator_free (GcEstimator *estimator);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcEstimator, gc_estimator_free)

/* What would be sent if it could be: no probe goes beyond it. At first the maximum. To be called
 * now and then where little or nothing is sent meanwhile: it may begin a probe. */
void gc_estimator_set_wanted_bps (GcEstimator *estimator, int64_t wanted_bps, int64_t now_us);

/* A packet of @size bytes, all of it counted, left with transport-wide number @seq, which ascends
 * by one. @name: as of gc_sent_add (). */
void gc_estimator_add_sent (GcEstimator *estimator,
                            uint16_t seq,
                            size_t size,
                            uint32_t name,
                            int64_t now_us);

/* What gc_rtcp_get_twcc () has read. @ret_lost (nullable) has room for @count: the names of those
 * that it tells as lost, each once, but of the unnamed. Returns how many. */
size_t gc_estimator_handle_feedback (GcEstimator *estimator,
                                     const GcRtcpTwccPacket *packets,
                                     size_t count,
                                     int64_t now_us,
                                     uint32_t *ret_lost);

/* Does what time alone demands; to be called at gc_estimator_next_us () (INT64_MAX: never), which
 * changes with each of the calls above. */
void gc_estimator_tick (GcEstimator *estimator, int64_t now_us);
int64_t gc_estimator_next_us (const GcEstimator *estimator);

/* Bits per second that may be sent, everything included. */
int64_t gc_estimator_get_target_bps (const GcEstimator *estimator);

/* Bytes to send now for a probe in one packet, beyond what the target allows: queued media or else
 * padding. 0: none. Ask again after each, until it is 0. */
size_t gc_estimator_get_probe_bytes (const GcEstimator *estimator, int64_t now_us);

void gc_estimator_get_stats (const GcEstimator *estimator, GcEstimatorStats *ret_stats);
