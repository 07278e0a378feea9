// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-prober.h"

#define MS 1000
#define S INT64_C (1000000)

typedef struct {
  GcProber *prober;
  GcProbeSituation situation;
  int64_t now_us;
} Probing;

static void
begin (Probing *probing, gconstpointer data)
{
  probing->prober = gc_prober_new ();
  probing->situation = (GcProbeSituation){ .estimate_bps = 300e3, .wanted_bps = 5e6 };
  probing->now_us = S;
}

static void
end (Probing *probing, gconstpointer data)
{
  gc_prober_free (probing->prober);
}

/* Sends what is due, if anything, over a link of @capacity_bps that loses each @nth packet (0:
 * none), and has the situation take the result over. Returns the rate that was sent. */
static double
probe (Probing *probing, double capacity_bps, unsigned nth, GcProbeResult expected)
{
  GcProber *prober = probing->prober;
  int64_t began_us = probing->now_us;
  int64_t free_us = 0;
  size_t sent = 0;
  size_t bytes = 0;
  unsigned packets = 0;
  double result_bps = 0;

  gc_prober_update (prober, &probing->situation, probing->now_us);
  if (gc_prober_next_us (prober) == INT64_MAX)
    return 0;
  g_assert_cmpint (gc_prober_next_us (prober), ==, probing->now_us);
  int64_t last_us = began_us;
  while ((bytes = gc_prober_get_due_bytes (prober, probing->now_us)) > 0) {
    last_us = probing->now_us;
    uint8_t id = gc_prober_add_sent (prober, (uint32_t)bytes, probing->now_us);
    g_assert_cmpuint (id, >, 0);
    free_us = MAX (free_us, probing->now_us) + (int64_t)((double)bytes * 8e6 / capacity_bps);
    if (nth == 0 || ++packets % nth != 0)
      gc_prober_add_arrived (prober, id, (uint32_t)bytes, free_us + 777 * S);
    sent += bytes;
    probing->now_us = MAX (probing->now_us, gc_prober_next_us (prober));
  }
  probing->now_us = last_us + 300 * MS;
  g_assert_cmpint (gc_prober_take_result (prober, probing->now_us, &result_bps), ==, expected);
  if (expected != GC_PROBE_NOTHING)
    probing->situation.estimate_bps = result_bps;
  g_assert_cmpint (gc_prober_take_result (prober, probing->now_us, &result_bps), ==,
                   GC_PROBE_NOTHING);
  return (double)(sent - bytes) * 8e6 / (double)(last_us - began_us);
}

/* At the start: three times the estimate, then twice the result, up to what is wanted. */
static void
test_start (Probing *probing, gconstpointer data)
{
  g_assert_cmpfloat_with_epsilon (probe (probing, 100e6, 0, GC_PROBE_FITS), 900e3, 250e3);
  g_assert_cmpfloat_with_epsilon (probing->situation.estimate_bps, 900e3, 50e3);
  g_assert_cmpfloat (probe (probing, 100e6, 0, GC_PROBE_FITS), >, 1.6e6);
  g_assert_cmpfloat (probe (probing, 100e6, 0, GC_PROBE_FITS), >, 3.2e6);
  probe (probing, 100e6, 0, GC_PROBE_FITS);
  g_assert_cmpfloat_with_epsilon (probing->situation.estimate_bps, 5e6, 200e3);
  g_assert_cmpfloat (probe (probing, 100e6, 0, GC_PROBE_NOTHING), ==, 0);
}

/* A slow link shows its capacity in the first probe, and is left alone then. */
static void
test_slow_link (Probing *probing, gconstpointer data)
{
  probe (probing, 200e3, 0, GC_PROBE_CAPACITY);
  g_assert_cmpfloat_with_epsilon (probing->situation.estimate_bps, 190e3, 10e3);
  probing->now_us += 60 * S;
  probing->situation.estimate_bps = 290e3;
  g_assert_cmpfloat (probe (probing, 200e3, 0, GC_PROBE_NOTHING), ==, 0);
}

/* A tenth of the packets may be lost; a cluster of which too much is lost tells nothing. */
static void
test_loss (Probing *probing, gconstpointer data)
{
  probe (probing, 100e6, 10, GC_PROBE_FITS);
  g_assert_cmpfloat_with_epsilon (probing->situation.estimate_bps, 900e3, 100e3);
  double before_bps = probing->situation.estimate_bps;
  probe (probing, 100e6, 2, GC_PROBE_NOTHING);
  g_assert_cmpfloat (probing->situation.estimate_bps, ==, before_bps);
}

/* After a drop: each five seconds at twice the estimate, and on when it comes through. */
static void
test_recovery (Probing *probing, gconstpointer data)
{
  probing->situation.estimate_bps = 2e6;
  probe (probing, 2e6, 0, GC_PROBE_CAPACITY);
  probing->situation.estimate_bps = 300e3;
  for (unsigned i = 0; i < 5; i++) {
    g_assert_cmpfloat (probe (probing, 300e3, 0, GC_PROBE_NOTHING), ==, 0);
    probing->now_us += 5 * S;
    g_assert_cmpfloat_with_epsilon (probe (probing, 300e3, 0, GC_PROBE_NOTHING), 600e3, 200e3);
  }
  probing->now_us += 5 * S;
  probing->situation.congested = TRUE;
  g_assert_cmpfloat (probe (probing, 2e6, 0, GC_PROBE_NOTHING), ==, 0);
  probing->situation.congested = FALSE;
  probe (probing, 2e6, 0, GC_PROBE_FITS);
  probe (probing, 2e6, 0, GC_PROBE_FITS);
  g_assert_cmpfloat (probing->situation.estimate_bps, >, 1.1e6);
}

/* A link that stays slow is not asked for ever. */
static void
test_forgets (Probing *probing, gconstpointer data)
{
  unsigned probes = 0;

  probing->situation.estimate_bps = 2e6;
  probe (probing, 2e6, 0, GC_PROBE_CAPACITY);
  probing->situation.estimate_bps = 300e3;
  for (unsigned i = 0; i < 100; i++) {
    probing->now_us += 5 * S;
    probes += probe (probing, 300e3, 0, GC_PROBE_NOTHING) > 0;
  }
  g_assert_cmpuint (probes, >, 20);
  g_assert_cmpuint (probes, <, 40);
}

/* A sender that uses little is asked now and then whether more would fit. */
static void
test_idle (Probing *probing, gconstpointer data)
{
  probe (probing, 400e3, 0, GC_PROBE_CAPACITY);
  probing->now_us += 6 * S;
  g_assert_cmpfloat (probe (probing, 5e6, 0, GC_PROBE_NOTHING), ==, 0);
  probing->situation.idle = TRUE;
  probe (probing, 5e6, 0, GC_PROBE_FITS);
}

/* A little more is found as well, and then no more is asked for. */
static void
test_idle_a_little_more (Probing *probing, gconstpointer data)
{
  probe (probing, 400e3, 0, GC_PROBE_CAPACITY);
  probing->now_us += 6 * S;
  probing->situation.idle = TRUE;
  probing->situation.estimate_bps = 300e3;
  probe (probing, 400e3, 0, GC_PROBE_FITS);
  g_assert_cmpfloat_with_epsilon (probing->situation.estimate_bps, 380e3, 20e3);
  probe (probing, 400e3, 0, GC_PROBE_NOTHING);
  probing->now_us += 6 * S;
  probe (probing, 400e3, 0, GC_PROBE_NOTHING);
}

/* On a link that delivers in heaps nothing can be measured: given up after three. */
static void
test_heaps (Probing *probing, gconstpointer data)
{
  unsigned probes = 0;

  for (unsigned i = 0; i < 10; i++) {
    gc_prober_update (probing->prober, &probing->situation, probing->now_us);
    unsigned packets = 0;
    double bps = 0;
    while (gc_prober_next_us (probing->prober) < INT64_MAX && packets < 10) {
      size_t bytes = gc_prober_get_due_bytes (probing->prober, probing->now_us);
      uint8_t id = gc_prober_add_sent (probing->prober, (uint32_t)bytes, probing->now_us);
      if (id == 0)
        break;
      packets++;
      gc_prober_add_arrived (probing->prober, id, (uint32_t)bytes, 0);
      probing->now_us = MAX (probing->now_us, gc_prober_next_us (probing->prober));
    }
    probes += packets > 0;
    probing->now_us += 300 * MS;
    g_assert_cmpint (gc_prober_take_result (probing->prober, probing->now_us, &bps), ==,
                     GC_PROBE_NOTHING);
  }
  g_assert_cmpuint (probes, ==, 3);
}

/* The caller has nothing to send, or all of it is lost: given up, and tried again. */
static void
test_timeouts (Probing *probing, gconstpointer data)
{
  GcProber *prober = probing->prober;

  gc_prober_update (prober, &probing->situation, 1 * S);
  uint8_t first = gc_prober_add_sent (prober, 100, 1 * S);
  gc_prober_update (prober, &probing->situation, 1 * S + 300 * MS); /* ends it, begins the next */
  size_t bytes = gc_prober_get_due_bytes (prober, 1 * S + 300 * MS);
  for (unsigned i = 0; i < 5; i++)
    g_assert_cmpuint (gc_prober_add_sent (prober, (uint32_t)bytes, 1 * S + 300 * MS), ==,
                      first + 1);
  g_assert_cmpuint (gc_prober_add_sent (prober, 100, 2 * S), ==, 0);
  g_assert_cmpuint (gc_prober_get_due_bytes (prober, 2 * S), ==, 0);
  g_assert_cmpint (gc_prober_next_us (prober), ==, 3 * S + 300 * MS);
  gc_prober_update (prober, &probing->situation, 4 * S);
  g_assert_cmpuint (gc_prober_get_due_bytes (prober, 4 * S), >, 0);
  gc_prober_update (prober, &probing->situation, 6 * S);
  g_assert_cmpint (gc_prober_next_us (prober), ==, INT64_MAX); /* three are enough */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/prober/start", Probing, NULL, begin, test_start, end);
  g_test_add ("/prober/slow-link", Probing, NULL, begin, test_slow_link, end);
  g_test_add ("/prober/loss", Probing, NULL, begin, test_loss, end);
  g_test_add ("/prober/recovery", Probing, NULL, begin, test_recovery, end);
  g_test_add ("/prober/forgets", Probing, NULL, begin, test_forgets, end);
  g_test_add ("/prober/idle", Probing, NULL, begin, test_idle, end);
  g_test_add ("/prober/idle-a-little-more", Probing, NULL, begin, test_idle_a_little_more, end);
  g_test_add ("/prober/heaps", Probing, NULL, begin, test_heaps, end);
  g_test_add ("/prober/timeouts", Probing, NULL, begin, test_timeouts, end);
  return g_test_run ();
}
