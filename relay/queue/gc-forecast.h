// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "queue/gc-queue.h"

/*
 * GcForecast: how long each ticket will wait, told by letting the line run on as it stands now: in
 * the order of service each ticket goes to the agent able to take it who is free first, and keeps
 * him for as long as its item takes. So who waits behind others with other needs waits only for
 * those who can be served by the same agents, and nobody is promised an agent twice.
 *
 * It does not foresee who joins, leaves or is raised later, nor when an agent comes or goes.
 */
typedef struct _GcForecast GcForecast;

/* What a resident is told: never minutes, which would be taken for a promise. */
typedef enum {
  GC_BAND_UNDER_5,
  GC_BAND_5_TO_15,
  GC_BAND_15_TO_30,
  GC_BAND_30_TO_60,
  GC_BAND_OVER_60,
  GC_BAND_NOT_TODAY, /* the point closes before the ticket would be served to the end */
  GC_BAND_NOBODY,    /* nobody at work is able to take it */
  GC_BAND_N,
} GcBand;

/* `under_5 5_to_15 15_to_30 30_to_60 over_60 not_today nobody`. Static. */
const char *gc_band_name (GcBand band);
gboolean gc_band_parse (const char *name, GcBand *ret_band);

/* The band of a wait that is not cut off by closing time. */
GcBand gc_band_of_wait (int64_t wait_ms);

typedef struct {
  GcBand band;
  int64_t wait_ms; /* from now until an agent is free for it; -1: nobody is able */
} GcEstimate;

/* As it stands in the history: "expected=540 band=5_to_15", in seconds, or "expected=none
 * reason=nobody". (transfer full) */
char *gc_estimate_format (const GcEstimate *estimate);

/* Reads such a text; FALSE if it is none. */
gboolean gc_estimate_parse (const char *text, GcEstimate *ret_estimate);

/* @queue is borrowed, and must not change while the forecast lives. */
GcForecast *gc_forecast_new (const GcQueue *queue, int64_t now_ms);
void gc_forecast_free (GcForecast *forecast);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcForecast, gc_forecast_free)

/* Of a waiting or offered ticket; FALSE for any other. */
gboolean
gc_forecast_look (const GcForecast *forecast, const char *ticket, GcEstimate *ret_estimate);
