// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "common/gc-metrics.h"

#include <stdatomic.h>
#include <string.h>

#define MAX_BOUNDS 24

typedef enum {
  KIND_COUNTER,
  KIND_GAUGE,
  KIND_HISTOGRAM
} Kind;

struct _GcHistogram {
  const double *bounds; /* static, n_bounds of them */
  size_t n_bounds;
  _Atomic uint64_t buckets[MAX_BOUNDS + 1]; /* the last one is +Inf */
  _Atomic double sum;
};

struct _GcMetric {
  Kind kind;
  const char *name;
  const char *labels; /* (nullable) */
  const char *help;
  _Atomic int64_t value;
  GcHistogram histogram; /* of KIND_HISTOGRAM */
};

struct _GcMetrics {
  GPtrArray *series; /* (element-type GcMetric), in the order of printing */
  void (*collect) (gpointer user_data);
  gpointer collect_data;
};

GcMetrics *
gc_metrics_new (void)
{
  GcMetrics *metrics = g_new0 (GcMetrics, 1);
  metrics->series = g_ptr_array_new_with_free_func (g_free);
  return metrics;
}

void
gc_metrics_free (GcMetrics *metrics)
{
  if (metrics == NULL)
    return;
  g_ptr_array_unref (metrics->series);
  g_free (metrics);
}

static GcMetric *
add_series (GcMetrics *metrics, Kind kind, const char *name, const char *labels, const char *help)
{
  GcMetric *metric = g_new0 (GcMetric, 1);

  metric->kind = kind;
  metric->name = name;
  metric->labels = labels;
  metric->help = help;
  g_ptr_array_add (metrics->series, metric);
  return metric;
}

GcMetric *
gc_metrics_add_counter (GcMetrics *metrics, const char *name, const char *labels, const char *help)
{
  return add_series (metrics, KIND_COUNTER, name, labels, help);
}

GcMetric *
gc_metrics_add_gauge (GcMetrics *metrics, const char *name, const char *labels, const char *help)
{
  return add_series (metrics, KIND_GAUGE, name, labels, help);
}

GcHistogram *
gc_metrics_add_histogram (GcMetrics *metrics,
                          const char *name,
                          const char *help,
                          const double *bounds,
                          size_t n_bounds)
{
  g_return_val_if_fail (n_bounds <= MAX_BOUNDS, NULL);

  GcHistogram *histogram = &add_series (metrics, KIND_HISTOGRAM, name, NULL, help)->histogram;
  histogram->bounds = bounds;
  histogram->n_bounds = n_bounds;
  return histogram;
}

void
gc_metric_add (GcMetric *metric, int64_t step)
{
  atomic_fetch_add_explicit (&metric->value, step, memory_order_relaxed);
}

void
gc_metric_set (GcMetric *metric, int64_t value)
{
  atomic_store_explicit (&metric->value, value, memory_order_relaxed);
}

int64_t
gc_metric_get (GcMetric *metric)
{
  return atomic_load_explicit (&metric->value, memory_order_relaxed);
}

void
gc_histogram_observe (GcHistogram *histogram, double value)
{
  size_t i = 0;
  while (i < histogram->n_bounds && value > histogram->bounds[i])
    i++;
  atomic_fetch_add_explicit (&histogram->buckets[i], 1, memory_order_relaxed);

  double sum = atomic_load_explicit (&histogram->sum, memory_order_relaxed);
  while (!atomic_compare_exchange_weak_explicit (&histogram->sum, &sum, sum + value,
                                                 memory_order_relaxed, memory_order_relaxed))
    continue;
}

void
gc_metrics_set_collect (GcMetrics *metrics,
                        void (*collect) (gpointer user_data),
                        gpointer user_data)
{
  metrics->collect = collect;
  metrics->collect_data = user_data;
}

static void
format_histogram (GString *text, GcMetric *metric)
{
  GcHistogram *histogram = &metric->histogram;
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  uint64_t count = 0;

  for (size_t i = 0; i <= histogram->n_bounds; i++) {
    count += atomic_load_explicit (&histogram->buckets[i], memory_order_relaxed);
    const char *bound = "+Inf";
    if (i < histogram->n_bounds)
      bound = g_ascii_dtostr (number, sizeof number, histogram->bounds[i]);
    g_string_append_printf (text, "%s_bucket{le=\"%s\"} %" G_GUINT64_FORMAT "\n", metric->name,
                            bound, count);
  }
  double sum = atomic_load_explicit (&histogram->sum, memory_order_relaxed);
  g_string_append_printf (text, "%s_sum %s\n%s_count %" G_GUINT64_FORMAT "\n", metric->name,
                          g_ascii_dtostr (number, sizeof number, sum), metric->name, count);
}

char *
gc_metrics_format (GcMetrics *metrics)
{
  static const char *const kinds[] = { "counter", "gauge", "histogram" };
  g_autoptr (GString) text = g_string_new (NULL);
  const char *family = "";

  if (metrics->collect != NULL)
    metrics->collect (metrics->collect_data);

  for (guint i = 0; i < metrics->series->len; i++) {
    GcMetric *metric = g_ptr_array_index (metrics->series, i);

    if (strcmp (family, metric->name) != 0) {
      family = metric->name;
      g_string_append_printf (text, "# TYPE %s %s\n# HELP %s %s\n", family, kinds[metric->kind],
                              family, metric->help);
    }
    if (metric->kind == KIND_HISTOGRAM) {
      format_histogram (text, metric);
      continue;
    }
    g_string_append_printf (text, "%s%s", metric->name,
                            metric->kind == KIND_COUNTER ? "_total" : "");
    if (metric->labels != NULL)
      g_string_append_printf (text, "{%s}", metric->labels);
    g_string_append_printf (text, " %" G_GINT64_FORMAT "\n", gc_metric_get (metric));
  }
  g_string_append (text, "# EOF\n");
  return g_string_free (g_steal_pointer (&text), FALSE);
}
