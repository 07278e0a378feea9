// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The loop as a whole, on links made up in sim-link.c. Each story is told with several seeds.
 */
#include "config.h"

#include "sim-link.h"

#define MS 1000
#define SEEDS 5
#define WANTED_BPS 2500000.0

static const SimLink usual = { .capacity_bps = 2e6, .delay_us = 100 * MS, .queue_us = 1000 * MS };

static Sim *
open_link (const SimLink *link, uint32_t seed)
{
  Sim *sim = sim_new (link, seed);

  sim_start (sim, 0, WANTED_BPS);
  return sim;
}

static SimStats
run (Sim *sim, double seconds)
{
  sim_run (sim, seconds);
  return sim_take_stats (sim, 0);
}

/* The highest mean target of a second in so many. */
static double
run_for_best (Sim *sim, unsigned seconds)
{
  double best_bps = 0;

  for (unsigned i = 0; i < seconds; i++)
    best_bps = MAX (best_bps, run (sim, 1).mean_target_bps);
  return best_bps;
}

/* From 300 kbit/s to 80 % of the link within five seconds, at any distance. */
static void
test_start (void)
{
  static const int64_t delays_us[] = { 25 * MS, 100 * MS, 150 * MS };

  for (uint32_t seed = 0; seed < SEEDS; seed++)
    for (size_t i = 0; i < G_N_ELEMENTS (delays_us); i++) {
      SimLink link = usual;
      link.delay_us = delays_us[i];
      g_autoptr (Sim) sim = open_link (&link, seed);
      g_assert_cmpfloat (run_for_best (sim, 5), >=, 0.8 * link.capacity_bps);
      SimStats stats = run (sim, 30);
      g_assert_cmpfloat (stats.mean_target_bps, >=, 0.8 * link.capacity_bps);
      g_assert_cmpfloat (stats.delivered_bps, >=, 0.75 * link.capacity_bps);
      g_assert_cmpint (stats.p95_queue_us, <, 200 * MS);
      g_assert_cmpuint (stats.dropped, ==, 0);
    }
}

/* 2 Mbit/s fall to 300 kbit/s and come back. */
static void
test_drop (void)
{
  static const int64_t queues_us[] = { 300 * MS, 1000 * MS, 2000 * MS };

  for (uint32_t seed = 0; seed < SEEDS; seed++)
    for (size_t i = 0; i < G_N_ELEMENTS (queues_us); i++) {
      SimLink link = usual;
      link.queue_us = queues_us[i];
      g_autoptr (Sim) sim = open_link (&link, seed);
      run (sim, 20);
      sim_get_link (sim)->capacity_bps = 300e3;
      run (sim, 3);
      SimStats stats = run (sim, 3);
      g_assert_cmpint (stats.max_queue_us, <, 1000 * MS);
      stats = run (sim, 30);
      g_assert_cmpint (stats.max_queue_us, <, 400 * MS);
      g_assert_cmpfloat (stats.delivered_bps, >, 0.75 * 300e3);
      sim_get_link (sim)->capacity_bps = 2e6;
      g_assert_cmpfloat (run_for_best (sim, 15), >=, 0.85 * 2e6);
      g_assert_cmpfloat (run (sim, 30).mean_target_bps, >=, 0.8 * 2e6);
    }
}

/* The link is gone for three seconds: packets and feedback. */
static void
test_outage (void)
{
  for (uint32_t seed = 0; seed < SEEDS; seed++) {
    g_autoptr (Sim) sim = open_link (&usual, seed);
    run (sim, 20);
    sim_get_link (sim)->loss = 1;
    sim_get_link (sim)->feedback_loss = 1;
    run (sim, 3);
    SimStats stats = run (sim, 0.001);
    g_assert_cmpfloat (stats.mean_target_bps, <, 1.3e6);
    sim_get_link (sim)->loss = 0;
    sim_get_link (sim)->feedback_loss = 0;
    run (sim, 10);
    stats = run (sim, 5);
    g_assert_cmpfloat (stats.mean_target_bps, >=, 0.8 * 2e6);
  }
}

/* Loss at random is no congestion: the rate is that without it, less what is lost. */
static void
test_random_loss (void)
{
  static const double losses[] = { 0.06, 0.1, 0.2 };

  for (uint32_t seed = 0; seed < SEEDS; seed++) {
    SimLink link = usual;
    link.delay_us = 150 * MS;
    g_autoptr (Sim) clean = open_link (&link, seed);
    run (clean, 20);
    double clean_bps = run (clean, 60).mean_target_bps;
    for (size_t i = 0; i < G_N_ELEMENTS (losses); i++) {
      link.loss = losses[i];
      g_autoptr (Sim) sim = open_link (&link, seed);
      run (sim, 20);
      SimStats stats = run (sim, 60);
      g_assert_cmpfloat (stats.mean_target_bps, >=, 0.8 * clean_bps);
      g_assert_cmpfloat (stats.delivered_bps, >=, 0.75 * clean_bps * (1 - losses[i]));
    }
  }
}

/* A policer has no queue that could tell. */
static void
test_policer (void)
{
  for (uint32_t seed = 0; seed < SEEDS; seed++) {
    SimLink link = usual;
    link.capacity_bps = 500e3;
    link.queue_us = 0;
    g_autoptr (Sim) sim = open_link (&link, seed);
    run (sim, 20);
    SimStats stats = run (sim, 60);
    g_assert_cmpfloat (stats.delivered_bps, >=, 0.8 * 500e3);
    g_assert_cmpfloat (stats.mean_target_bps, <=, 1.4 * 500e3);
  }
}

static void
test_slow_link (void)
{
  static const int64_t delays_us[] = { 25 * MS, 100 * MS, 150 * MS };

  for (uint32_t seed = 0; seed < SEEDS; seed++)
    for (size_t i = 0; i < G_N_ELEMENTS (delays_us); i++) {
      SimLink link = usual;
      link.capacity_bps = 200e3;
      link.delay_us = delays_us[i];
      g_autoptr (Sim) sim = open_link (&link, seed);
      run (sim, 10);
      SimStats stats = run (sim, 90);
      g_assert_cmpint (stats.min_target_bps, >=, 130000);
      g_assert_cmpint (stats.p95_queue_us, <, 300 * MS);
      g_assert_cmpfloat (stats.delivered_bps, >=, 0.8 * 200e3);
    }
}

/* Pictures that leave a little room overfill the way by a burst now and then: mostly one step back
 * is enough. */
static void
test_bursts (void)
{
  double lowest_bps = 0; /* sum of each run's */

  for (uint32_t seed = 0; seed < 2 * SEEDS; seed++) {
    SimLink link = usual;
    link.capacity_bps = 200e3;
    link.delay_us = 150 * MS;
    link.queue_us = 300 * MS;
    link.jitter_us = 5 * MS;
    link.loss = seed % 2 * 0.03;
    g_autoptr (Sim) sim = open_link (&link, seed);
    sim_set_wanted (sim, 0, 190e3);
    run (sim, 15);
    SimStats stats = run (sim, 60);
    g_assert_cmpint (stats.p95_queue_us, <, 100 * MS);
    lowest_bps += (double)stats.min_target_bps;
  }
  g_assert_cmpfloat (lowest_bps / (2 * SEEDS), >=, 190e3);
}

/* Another way, longer by 280 ms there and back: it is as good as any, and soon known to be. */
static void
test_longer_way (void)
{
  static const double capacities_bps[] = { 500e3, 2e6, 4e6 };

  for (uint32_t seed = 0; seed < SEEDS; seed++)
    for (size_t i = 0; i < G_N_ELEMENTS (capacities_bps); i++) {
      SimLink link = usual;
      link.capacity_bps = capacities_bps[i];
      link.delay_us = 10 * MS;
      g_autoptr (Sim) sim = open_link (&link, seed);
      run (sim, 20);
      double before_bps = run (sim, 10).delivered_bps;
      sim_get_link (sim)->delay_us = 150 * MS;
      run (sim, 4);
      g_assert_cmpfloat (run (sim, 1).delivered_bps, >=, 0.8 * before_bps);
    }
}

/* The same where packets take so long that the length of the way is not seen as exactly. */
static void
test_longer_slow_way (void)
{
  for (uint32_t seed = 0; seed < SEEDS; seed++) {
    SimLink link = usual;
    link.capacity_bps = 200e3;
    link.delay_us = 10 * MS;
    g_autoptr (Sim) sim = open_link (&link, seed);
    run (sim, 20);
    sim_get_link (sim)->delay_us = 150 * MS;
    run (sim, 10);
    SimStats stats = run (sim, 20);
    g_assert_cmpint (stats.min_target_bps, >=, 100000);
    g_assert_cmpfloat (stats.delivered_bps, >=, 0.8 * 200e3);
  }
}

/* Silence costs nothing, not even when its last packets are lost, and speech alone still learns. */
static void
test_idle (void)
{
  for (uint32_t seed = 0; seed < SEEDS; seed++) {
    SimLink link = usual;
    link.loss = seed % 2 * 0.1;
    g_autoptr (Sim) sim = open_link (&link, seed);
    run (sim, 15);
    double before_bps = (double)run (sim, 0.001).min_target_bps;
    sim_set_wanted (sim, 0, 0);
    run (sim, 30);
    g_assert_cmpfloat ((double)run (sim, 0.001).min_target_bps, >=, 0.8 * before_bps);
    sim_set_wanted (sim, 0, WANTED_BPS);
    run (sim, 5);
    SimStats stats = run (sim, 10);
    g_assert_cmpfloat (stats.mean_target_bps, >=, 0.75 * 2e6);
    g_assert_cmpint (stats.p95_queue_us, <, 300 * MS);
  }
}

static void
test_fairness (void)
{
  for (uint32_t seed = 0; seed < SEEDS; seed++) {
    g_autoptr (Sim) sim = open_link (&usual, seed);
    run (sim, 20);
    sim_start (sim, 1, WANTED_BPS);
    sim_run (sim, 60);
    sim_take_stats (sim, 0);
    sim_take_stats (sim, 1);
    sim_run (sim, 60);
    SimStats first = sim_take_stats (sim, 0);
    SimStats second = sim_take_stats (sim, 1);
    g_assert_cmpfloat (first.delivered_bps, <=, 2 * second.delivered_bps);
    g_assert_cmpfloat (second.delivered_bps, <=, 2 * first.delivered_bps);
    g_assert_cmpfloat (first.delivered_bps + second.delivered_bps, >=, 0.8 * 2e6);
  }
}

static void
test_jitter (void)
{
  static const int64_t delays_us[] = { 25 * MS, 100 * MS };

  for (uint32_t seed = 0; seed < SEEDS; seed++)
    for (size_t i = 0; i < G_N_ELEMENTS (delays_us); i++) {
      SimLink link = usual;
      link.jitter_us = 30 * MS;
      link.delay_us = delays_us[i];
      g_autoptr (Sim) sim = open_link (&link, seed);
      run (sim, 20);
      SimStats stats = run (sim, 60);
      g_assert_cmpfloat (stats.mean_target_bps, >=, 0.8 * 2e6);
      g_assert_cmpfloat (stats.delivered_bps, >=, 0.8 * 2e6);
    }
}

static void
test_lost_feedback (void)
{
  for (uint32_t seed = 0; seed < SEEDS; seed++) {
    SimLink link = usual;
    link.feedback_loss = 0.3;
    g_autoptr (Sim) sim = open_link (&link, seed);
    run (sim, 20);
    SimStats stats = run (sim, 60);
    g_assert_cmpfloat (stats.delivered_bps, >=, 0.8 * 2e6);
    g_assert_cmpint (stats.p95_queue_us, <, 200 * MS);
  }
}

/* Others take half of the link: the rest is used. */
static void
test_cross_traffic (void)
{
  for (uint32_t seed = 0; seed < SEEDS; seed++) {
    SimLink link = usual;
    link.cross_bps = 1e6;
    g_autoptr (Sim) sim = open_link (&link, seed);
    run (sim, 20);
    SimStats stats = run (sim, 60);
    g_assert_cmpfloat (stats.delivered_bps, >=, 0.6 * 1e6);
    g_assert_cmpfloat (stats.delivered_bps, <=, 1.05 * 1e6);
    g_assert_cmpint (stats.p95_queue_us, <, 300 * MS);
  }
}

/* What a hostile receiver says: garbage, or what it would like to be true. */
static void
test_hostile (void)
{
  for (uint32_t seed = 0; seed < SEEDS; seed++) {
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    g_autoptr (GcEstimator) estimator = gc_estimator_new (300000, 5000000);
    uint16_t seq = 0;
    for (int64_t now_us = 0; now_us < 60 * G_USEC_PER_SEC; now_us += 10 * MS) {
      GcRtcpTwccPacket packets[20];
      size_t bytes = gc_estimator_get_probe_bytes (estimator, now_us);
      gc_estimator_add_sent (estimator, seq++, bytes > 0 ? bytes : 1200, GC_SENT_UNNAMED, now_us);
      for (size_t i = 0; i < G_N_ELEMENTS (packets); i++)
        packets[i] = (GcRtcpTwccPacket){
          .seq = (uint16_t)(seq - g_rand_int_range (rand, -5, 50)),
          .received = g_rand_boolean (rand),
          .arrival_us = seed % 2 == 0 ? (int64_t)g_rand_int (rand) << g_rand_int_range (rand, 0, 32)
                                      : INT64_MAX - now_us,
        };
      gc_estimator_handle_feedback (estimator, packets, G_N_ELEMENTS (packets), now_us, NULL);
      if (now_us >= gc_estimator_next_us (estimator))
        gc_estimator_tick (estimator, now_us);
      int64_t target_bps = gc_estimator_get_target_bps (estimator);
      g_assert_cmpint (target_bps, >=, GC_ESTIMATOR_MIN_BPS);
      g_assert_cmpint (target_bps, <=, 5000000);
    }
  }
}

/* Without any feedback the target falls, and it goes no lower than the minimum. */
static void
test_silence (void)
{
  g_autoptr (GcEstimator) estimator = gc_estimator_new (1000000, 5000000);
  GcEstimatorStats stats;
  uint16_t seq = 0;

  g_assert_cmpint (gc_estimator_next_us (estimator), ==, INT64_MAX);
  for (int64_t now_us = 0; now_us < 20 * G_USEC_PER_SEC; now_us += 10 * MS) {
    gc_estimator_add_sent (estimator, seq++, 1000, GC_SENT_UNNAMED, now_us);
    if (now_us >= gc_estimator_next_us (estimator))
      gc_estimator_tick (estimator, now_us);
    if (now_us == G_USEC_PER_SEC)
      g_assert_cmpint (gc_estimator_get_target_bps (estimator), ==, 1000000);
  }
  gc_estimator_get_stats (estimator, &stats);
  g_assert_cmpint (stats.target_bps, ==, GC_ESTIMATOR_MIN_BPS);
  g_assert_cmpint (stats.acked_bps, ==, 0);
  g_assert_cmpint (stats.round_trip_us, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/estimator/start", test_start);
  g_test_add_func ("/estimator/drop", test_drop);
  g_test_add_func ("/estimator/outage", test_outage);
  g_test_add_func ("/estimator/random-loss", test_random_loss);
  g_test_add_func ("/estimator/policer", test_policer);
  g_test_add_func ("/estimator/slow-link", test_slow_link);
  g_test_add_func ("/estimator/bursts", test_bursts);
  g_test_add_func ("/estimator/longer-way", test_longer_way);
  g_test_add_func ("/estimator/longer-slow-way", test_longer_slow_way);
  g_test_add_func ("/estimator/idle", test_idle);
  g_test_add_func ("/estimator/fairness", test_fairness);
  g_test_add_func ("/estimator/jitter", test_jitter);
  g_test_add_func ("/estimator/lost-feedback", test_lost_feedback);
  g_test_add_func ("/estimator/cross-traffic", test_cross_traffic);
  g_test_add_func ("/estimator/hostile", test_hostile);
  g_test_add_func ("/estimator/silence", test_silence);
  return g_test_run ();
}
