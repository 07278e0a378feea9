// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

/*
 * GcDelayTrend tells from send and arrival times whether the queues on the way grow: packets sent
 * in one burst form a group, the delay of a group against the one before it adds up to a curve,
 * and the slope of a straight line through its newest points is compared with a threshold that
 * adapts to how restless the way is. Source: draft-ietf-rmcat-gcc-02 sections 5.2 (groups),
 * 5.4 (detector, threshold); the straight line in place of its Kalman filter (5.3) is what WebRTC
 * has used since 2016.
 */
typedef struct _GcDelayTrend GcDelayTrend;

typedef enum {
  GC_DELAY_NORMAL,
  GC_DELAY_OVERUSE,  /* queues grow */
  GC_DELAY_UNDERUSE, /* queues drain */
} GcDelayUsage;

GcDelayTrend *gc_delay_trend_new (void);
void gc_delay_trend_free (GcDelayTrend *trend);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcDelayTrend, gc_delay_trend_free)

/* Forgets the packets, not the threshold. */
void gc_delay_trend_reset (GcDelayTrend *trend);

/* Notes one packet, in order of their numbers. The two clocks may differ by anything constant. */
void gc_delay_trend_add (GcDelayTrend *trend, int64_t sent_us, int64_t arrival_us);

GcDelayUsage gc_delay_trend_get_usage (const GcDelayTrend *trend);
