// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

/*
 * GcMetrics: counters, gauges and histograms, printed as OpenMetrics text. A series is made once,
 * on the main thread, and then changed from any thread without a lock (relaxed atomics). A series
 * whose value has another owner is filled by a collect function just before each printing.
 */
typedef struct _GcMetrics GcMetrics;
typedef struct _GcMetric GcMetric;       /* one counter or gauge, owned by its GcMetrics */
typedef struct _GcHistogram GcHistogram; /* owned by its GcMetrics */

GcMetrics *gc_metrics_new (void);
void gc_metrics_free (GcMetrics *metrics);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcMetrics, gc_metrics_free)

/*
 * Adds a series. @name without the `_total` of counters, such as "gc_relay_packets_in"; @labels is
 * NULL or the text between the braces, such as `reason="replay"`. Series of one name must be added
 * one after the other. All strings static. (transfer none)
 */
GcMetric *
gc_metrics_add_counter (GcMetrics *metrics, const char *name, const char *labels, const char *help);
GcMetric *
gc_metrics_add_gauge (GcMetrics *metrics, const char *name, const char *labels, const char *help);

/* Adds a histogram whose @n_bounds upper bounds rise; in seconds if @name says so. Static. */
GcHistogram *gc_metrics_add_histogram (GcMetrics *metrics,
                                       const char *name,
                                       const char *help,
                                       const double *bounds,
                                       size_t n_bounds);

void gc_metric_add (GcMetric *metric, int64_t step);
void gc_metric_set (GcMetric *metric, int64_t value);
int64_t gc_metric_get (GcMetric *metric);
void gc_histogram_observe (GcHistogram *histogram, double value);

/* @collect runs on the printing thread before each printing. */
void gc_metrics_set_collect (GcMetrics *metrics,
                             void (*collect) (gpointer user_data),
                             gpointer user_data);

/* OpenMetrics 1.0 text, ended by `# EOF`. (transfer full) */
char *gc_metrics_format (GcMetrics *metrics);
#define GC_METRICS_CONTENT_TYPE "application/openmetrics-text; version=1.0.0; charset=utf-8"
