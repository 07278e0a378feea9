// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "common/gc-metrics.h"

static void
collect (gpointer user_data)
{
  gc_metric_set (user_data, 3);
}

static void
test_format (void)
{
  static const double bounds[] = { 0.5, 2 };
  g_autoptr (GcMetrics) metrics = gc_metrics_new ();
  GcMetric *bad = gc_metrics_add_counter (metrics, "gc_dropped", "reason=\"bad\"", "Drops.");
  GcMetric *late = gc_metrics_add_counter (metrics, "gc_dropped", "reason=\"late\"", "Drops.");
  GcMetric *peers = gc_metrics_add_gauge (metrics, "gc_peers", NULL, "Peers.");
  GcHistogram *setup = gc_metrics_add_histogram (metrics, "gc_setup_seconds", "Set-up.", bounds, 2);

  gc_metric_add (bad, 2);
  gc_metric_add (late, 1);
  gc_histogram_observe (setup, 0.5);
  gc_histogram_observe (setup, 1);
  gc_histogram_observe (setup, 100);
  gc_metrics_set_collect (metrics, collect, peers);

  g_autofree char *text = gc_metrics_format (metrics);
  g_assert_cmpstr (text, ==,
                   "# TYPE gc_dropped counter\n# HELP gc_dropped Drops.\n"
                   "gc_dropped_total{reason=\"bad\"} 2\ngc_dropped_total{reason=\"late\"} 1\n"
                   "# TYPE gc_peers gauge\n# HELP gc_peers Peers.\ngc_peers 3\n"
                   "# TYPE gc_setup_seconds histogram\n# HELP gc_setup_seconds Set-up.\n"
                   "gc_setup_seconds_bucket{le=\"0.5\"} 1\ngc_setup_seconds_bucket{le=\"2\"} 2\n"
                   "gc_setup_seconds_bucket{le=\"+Inf\"} 3\ngc_setup_seconds_sum 101.5\n"
                   "gc_setup_seconds_count 3\n# EOF\n");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/metrics/format", test_format);
  return g_test_run ();
}
