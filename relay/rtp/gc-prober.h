// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

/*
 * GcProber tries in a moment what growth by per cents would take many seconds to find: it has a
 * short cluster of packets sent at a higher rate than the estimate and measures how fast they
 * arrive. It probes at the start (three times the estimate), after a drop (twice the estimate, each
 * 5 s, until most of the former rate is back) and while too little is sent to prove more (one and a
 * half times); and again at twice the result as long as a probe comes through. One cluster at a
 * time.
 *
 * On a shared link a probe shows the share of the bold, not the fair one. So after the start only
 * probes count that come through at nearly their own rate.
 */
typedef struct _GcProber GcProber;

typedef struct {
  double estimate_bps;
  double wanted_bps;  /* as much would be used if it could be had */
  gboolean idle;      /* less is sent than the estimate allows */
  gboolean congested; /* no time for probes */
} GcProbeSituation;

typedef enum {
  GC_PROBE_NOTHING,
  GC_PROBE_FITS,     /* so much fits, perhaps more */
  GC_PROBE_CAPACITY, /* so much fits and no more; only at the start, when nothing else is known */
} GcProbeResult;

GcProber *gc_prober_new (void);
void gc_prober_free (GcProber *prober);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcProber, gc_prober_free)

/* Begins a cluster if it is time for one. */
void gc_prober_update (GcProber *prober, const GcProbeSituation *situation, int64_t now_us);

/* Bytes that should be sent now in one packet, media or padding, for the cluster to keep its rate;
 * 0: none. */
size_t gc_prober_get_due_bytes (const GcProber *prober, int64_t now_us);

/* When the next bytes are due or something else happens; INT64_MAX: with the next update. */
int64_t gc_prober_next_us (const GcProber *prober);

/* A packet was sent. All that is sent while a cluster is under way belongs to it: returns its id, 1
 * to 255, or 0 when there is none. */
uint8_t gc_prober_add_sent (GcProber *prober, uint32_t size, int64_t now_us);

/* A packet of cluster @id arrived, by the receiver's clock. */
void gc_prober_add_arrived (GcProber *prober, uint8_t id, uint32_t size, int64_t arrival_us);

/* What a cluster has shown, once; to be asked after each feedback. @ret_bps: the rate, written
 * unless it is nothing. */
GcProbeResult gc_prober_take_result (GcProber *prober, int64_t now_us, double *ret_bps);
