// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-delay-trend.h"

#define MS 1000

/* Sends @count packets, one each @step_us, of which each comes @more_us later than the one before
 * it. Returns how often the queues seemed to grow. */
static unsigned
send (GcDelayTrend *trend, int64_t *at_us, int64_t *delay_us, unsigned count, int64_t more_us)
{
  unsigned overuses = 0;

  for (unsigned i = 0; i < count; i++) {
    *at_us += 10 * MS;
    *delay_us += more_us;
    gc_delay_trend_add (trend, *at_us, *at_us + *delay_us);
    overuses += gc_delay_trend_get_usage (trend) == GC_DELAY_OVERUSE;
  }
  return overuses;
}

static void
test_usage (void)
{
  g_autoptr (GcDelayTrend) trend = gc_delay_trend_new ();
  int64_t at_us = 0;
  int64_t delay_us = 50 * MS;

  g_assert_cmpuint (send (trend, &at_us, &delay_us, 200, 0), ==, 0);
  g_assert_cmpint (gc_delay_trend_get_usage (trend), ==, GC_DELAY_NORMAL);
  g_assert_cmpuint (send (trend, &at_us, &delay_us, 40, 2 * MS), >, 0);
  g_assert_cmpint (gc_delay_trend_get_usage (trend), ==, GC_DELAY_OVERUSE);
  send (trend, &at_us, &delay_us, 30, -2 * MS);
  g_assert_cmpint (gc_delay_trend_get_usage (trend), ==, GC_DELAY_UNDERUSE);
  send (trend, &at_us, &delay_us, 100, 0);
  g_assert_cmpint (gc_delay_trend_get_usage (trend), ==, GC_DELAY_NORMAL);
}

/* 30 ms of jitter: hardly ever taken for a queue, and then still seen when there is one. */
static void
test_jitter (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  g_autoptr (GcDelayTrend) trend = gc_delay_trend_new ();
  unsigned overuses = 0;
  int64_t at_us = 0;
  int64_t last_us = 0;
  int64_t delay_us = 0;

  for (unsigned i = 0; i < 10000; i++) {
    at_us += 10 * MS;
    last_us = MAX (last_us, at_us + g_rand_int_range (rand, 0, 30 * MS));
    gc_delay_trend_add (trend, at_us, last_us);
    overuses += gc_delay_trend_get_usage (trend) == GC_DELAY_OVERUSE;
  }
  g_assert_cmpuint (overuses, <, 500);
  delay_us = last_us - at_us;
  g_assert_cmpuint (send (trend, &at_us, &delay_us, 60, 4 * MS), >, 0);
}

/* Packets of one burst are one group, whether they leave together or come together. */
static void
test_groups (void)
{
  g_autoptr (GcDelayTrend) trend = gc_delay_trend_new ();
  unsigned overuses = 0;

  for (int64_t i = 0; i < 2000; i++) {
    int64_t sent_us = i / 5 * 20 * MS + i % 5 * MS;
    gc_delay_trend_add (trend, sent_us, sent_us + i % 5 * 3 * MS); /* a slow link: 4 ms apart */
    overuses += gc_delay_trend_get_usage (trend) == GC_DELAY_OVERUSE;
  }
  for (int64_t i = 0; i < 2000; i++) { /* a link that wakes up each 50 ms */
    int64_t sent_us = 60 * G_USEC_PER_SEC + i * 10 * MS;
    gc_delay_trend_add (trend, sent_us, (sent_us / (50 * MS) + 1) * 50 * MS);
    overuses += gc_delay_trend_get_usage (trend) == GC_DELAY_OVERUSE;
  }
  g_assert_cmpuint (overuses, ==, 0);
}

/* Numbers out of order, arrivals that go back in time and pauses do no lasting harm. */
static void
test_disorder (void)
{
  g_autoptr (GcDelayTrend) trend = gc_delay_trend_new ();
  int64_t at_us = 0;
  int64_t delay_us = 0;

  g_assert_cmpuint (send (trend, &at_us, &delay_us, 100, 0), ==, 0);
  gc_delay_trend_add (trend, at_us - 200 * MS, at_us);
  g_assert_cmpuint (send (trend, &at_us, &delay_us, 100, 0), ==, 0);
  g_assert_cmpuint (send (trend, &at_us, &delay_us, 100, -20 * MS), ==, 0);
  send (trend, &at_us, &delay_us, 100, 0);
  g_assert_cmpint (gc_delay_trend_get_usage (trend), ==, GC_DELAY_NORMAL);
  at_us += 60 * G_USEC_PER_SEC;
  delay_us += 300 * MS;
  g_assert_cmpuint (send (trend, &at_us, &delay_us, 100, 0), ==, 0);
  send (trend, &at_us, &delay_us, 40, 2 * MS);
  g_assert_cmpint (gc_delay_trend_get_usage (trend), ==, GC_DELAY_OVERUSE);
  gc_delay_trend_reset (trend);
  g_assert_cmpint (gc_delay_trend_get_usage (trend), ==, GC_DELAY_NORMAL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/delay-trend/usage", test_usage);
  g_test_add_func ("/delay-trend/jitter", test_jitter);
  g_test_add_func ("/delay-trend/groups", test_groups);
  g_test_add_func ("/delay-trend/disorder", test_disorder);
  return g_test_run ();
}
