// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

/*
 * GcRateControl holds the estimate of what a link carries: up by 8 % a second while nothing is
 * known of its capacity, by a packet a round trip near to it, down to 85 % of what arrives when
 * queues grow. Source: draft-ietf-rmcat-gcc-02 section 5.5. Rates are bits per second; those that
 * arrive (acknowledged) may be 0 for not known.
 */
typedef struct _GcRateControl GcRateControl;

GcRateControl *gc_rate_control_new (double start_bps, double min_bps, double max_bps);
void gc_rate_control_free (GcRateControl *control);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcRateControl, gc_rate_control_free)

/* Queues do not grow: more may fit, as far as traffic has proved it (half as much again as
 * arrives). @response_us: from a change of rate to the feedback on it. */
void gc_rate_control_grow (GcRateControl *control,
                           double acked_bps,
                           int64_t response_us,
                           int64_t now_us);

/* Time passes without growth. */
void gc_rate_control_hold (GcRateControl *control, int64_t now_us);

/* Queues grow. @idle: so little is sent that what arrives tells nothing of the capacity. */
void
gc_rate_control_back_off (GcRateControl *control, double acked_bps, gboolean idle, int64_t now_us);

/* A probe has shown that @bps fits; less than the estimate changes nothing. */
void gc_rate_control_raise (GcRateControl *control, double bps);

/* No more than @bps fits; more than the estimate changes nothing. */
void gc_rate_control_lower (GcRateControl *control, double bps);

double gc_rate_control_get_bps (const GcRateControl *control);
