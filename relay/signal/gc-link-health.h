// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

/*
 * GcLinkHealth: how well one can work over a link, out of the figures that the relay reports each
 * 2 s. The figures are never still; what is said of them is: each of them has steps, and goes to a
 * worse one after two reports in a row beyond it, to a better one after five. All pages get their
 * words from here, so that there is one list of thresholds. Pure: the time is an argument.
 */
typedef enum {
  GC_LINK_UNKNOWN, /* nothing is measured */
  GC_LINK_GOOD,
  GC_LINK_FAIR,
  GC_LINK_POOR,
} GcLinkLevel;

typedef enum {
  GC_LINK_LOSS_UP,   /* of what the page sends, in permille */
  GC_LINK_LOSS_DOWN, /* of what it is sent, in permille */
  GC_LINK_RTT,       /* page to relay and back, in ms */
  GC_LINK_N_MEASURES,
} GcLinkMeasure;

/* Of one measure. */
typedef struct {
  gboolean known;
  int step;         /* what is said of it, an index into the measure's steps */
  int64_t figure;   /* what led to that step */
  int towards;      /* 1: reports in a row were worse than that, -1: better, 0: neither */
  int64_t nearest;  /* of those reports, the figure that is nearest to what is said */
  unsigned reports; /* how many of those there were, or how many in a row measured nothing */
} GcLinkTrend;

/* All zero for a link of which nothing is known. */
typedef struct {
  GcLinkTrend trends[GC_LINK_N_MEASURES];
  int64_t heard_ms;
  int64_t since_ms;
} GcLinkHealth;

/*
 * Takes in a report that came at @now_ms. @figures: by GcLinkMeasure, below 0 where nothing was
 * measured. Returns whether anything that is said of the link has changed.
 */
gboolean gc_link_health_note (GcLinkHealth *health,
                              const int64_t figures[GC_LINK_N_MEASURES],
                              int64_t now_ms);

/* The level of the worst measure. */
GcLinkLevel gc_link_health_level (const GcLinkHealth *health);

/* The level that @figure, below 0 where nothing was measured, stands for by itself. */
GcLinkLevel gc_link_level_of (GcLinkMeasure measure, int64_t figure);

/* Since when the level is what it is, by the clock of the reports. */
int64_t gc_link_health_since_ms (const GcLinkHealth *health);

/* The figure of a measure that is fair or poor, as it was when it came to be so; below 0 when it is
 * good or not known. */
int64_t gc_link_health_fault (const GcLinkHealth *health, GcLinkMeasure measure);

/* `good fair poor`; NULL for GC_LINK_UNKNOWN. Static. */
const char *gc_link_level_name (GcLinkLevel level);
