// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "rtp/gc-rtcp.h"

#include <glib.h>
#include <stdint.h>

/*
 * GcReceiverStats: what a receiver reports on one inbound source: extended highest number, loss,
 * jitter and the timing of sender reports (RFC 3550 sections 6.4.1, A.1, A.3, A.8).
 */
typedef struct _GcReceiverStats GcReceiverStats;

typedef struct {
  uint64_t packets; /* received, repeated ones included */
  uint64_t bytes;   /* as given to gc_receiver_stats_receive () */
  int64_t lost;     /* expected less received, may be negative */
  int64_t jitter_us;
} GcReceiverTotals;

/* @ssrc: the source reported on; @clock_hz: its RTP clock. */
GcReceiverStats *gc_receiver_stats_new (uint32_t ssrc, uint32_t clock_hz);
void gc_receiver_stats_free (GcReceiverStats *stats);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcReceiverStats, gc_receiver_stats_free)

/* Notes a packet of @size bytes that arrived at @now_us. */
void gc_receiver_stats_receive (GcReceiverStats *stats,
                                uint16_t seq,
                                uint32_t timestamp,
                                size_t size,
                                int64_t now_us);

/* Notes a sender report of this source with @ntp_time (32.32) that arrived at @now_us. */
void gc_receiver_stats_sender_report (GcReceiverStats *stats, uint64_t ntp_time, int64_t now_us);

/*
 * Fills the report block that is due at @now_us; fraction_lost is since the call before. FALSE
 * before the first packet.
 */
gboolean
gc_receiver_stats_report (GcReceiverStats *stats, int64_t now_us, GcRtcpReport *ret_report);

void gc_receiver_stats_totals (const GcReceiverStats *stats, GcReceiverTotals *ret_totals);

/*
 * The round trip in microseconds that a report block on a source of ours tells (RFC 3550 section
 * 6.4.1), @now_ntp: our NTP clock, 32.32, when it arrived. 0 when it tells none or is not sane.
 */
int64_t gc_receiver_stats_rtt_us (const GcRtcpReport *report, uint64_t now_ntp);
