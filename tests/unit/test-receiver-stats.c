// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-receiver-stats.h"

#define HZ 90000
#define SECOND G_USEC_PER_SEC

static void
test_loss (void)
{
  g_autoptr (GcReceiverStats) stats = gc_receiver_stats_new (7, HZ);
  GcRtcpReport report;
  GcReceiverTotals totals;

  g_assert_false (gc_receiver_stats_report (stats, 0, &report));
  for (uint32_t i = 0; i < 100; i++)
    if (i % 4 != 1) /* a quarter is lost */
      gc_receiver_stats_receive (stats, (uint16_t)(65500 + i), i * 3000, 100, i * SECOND / 30);
  g_assert_true (gc_receiver_stats_report (stats, 0, &report));
  g_assert_cmpuint (report.ssrc, ==, 7);
  g_assert_cmpuint (report.fraction_lost, ==, 64);
  g_assert_cmpint (report.cumulative_lost, ==, 25);
  g_assert_cmphex (report.highest_seq, ==, 0x10000 + (65500 + 99 - 65536));
  g_assert_cmpuint (report.last_sr, ==, 0);

  /* The next interval has no loss, and a late one from the last: the fraction cannot be below 0. */
  gc_receiver_stats_receive (stats, 65501, 3000, 100, 4 * SECOND);
  gc_receiver_stats_receive (stats, 64, 100 * 3000, 100, 4 * SECOND);
  g_assert_true (gc_receiver_stats_report (stats, 0, &report));
  g_assert_cmpuint (report.fraction_lost, ==, 0);
  g_assert_cmpint (report.cumulative_lost, ==, 24);
  gc_receiver_stats_totals (stats, &totals);
  g_assert_cmpuint (totals.packets, ==, 77);
  g_assert_cmpuint (totals.bytes, ==, 7700);
  g_assert_cmpint (totals.lost, ==, 24);
}

static void
test_duplicates (void)
{
  g_autoptr (GcReceiverStats) stats = gc_receiver_stats_new (7, HZ);
  GcRtcpReport report;

  for (int i = 0; i < 10; i++) {
    gc_receiver_stats_receive (stats, (uint16_t)i, 0, 100, 0);
    gc_receiver_stats_receive (stats, (uint16_t)i, 0, 100, 0);
  }
  g_assert_true (gc_receiver_stats_report (stats, 0, &report));
  g_assert_cmpint (report.cumulative_lost, ==, -10);
  g_assert_cmpuint (report.fraction_lost, ==, 0);
}

/* Arrivals that swing by 10 ms: the jitter must settle near that; a steady stream has none. */
static void
test_jitter (void)
{
  for (int64_t swing_us = 0; swing_us <= 10000; swing_us += 10000) {
    g_autoptr (GcReceiverStats) stats = gc_receiver_stats_new (7, HZ);
    GcReceiverTotals totals;
    GcRtcpReport report;
    for (uint32_t i = 0; i < 500; i++)
      gc_receiver_stats_receive (stats, (uint16_t)i, 0xffff0000 + i * 1800, 100,
                                 i * SECOND / 50 + (i % 2) * swing_us);
    gc_receiver_stats_totals (stats, &totals);
    g_assert_cmpint (ABS (totals.jitter_us - swing_us), <=, 200);
    g_assert_true (gc_receiver_stats_report (stats, 0, &report));
    g_assert_cmpint (ABS ((int64_t)report.jitter - swing_us * 9 / 100), <=, 20);
  }
}

static void
test_restart (void)
{
  g_autoptr (GcReceiverStats) stats = gc_receiver_stats_new (7, HZ);
  GcRtcpReport report;

  for (int i = 0; i < 10; i++)
    gc_receiver_stats_receive (stats, (uint16_t)i, 0, 100, 0);
  gc_receiver_stats_receive (stats, 30000, 0, 100, 0); /* a stray */
  gc_receiver_stats_receive (stats, 10, 0, 100, 0);
  g_assert_true (gc_receiver_stats_report (stats, 0, &report));
  g_assert_cmpuint (report.highest_seq, ==, 10);
  g_assert_cmpint (report.cumulative_lost, ==, 0);
  for (int i = 0; i < 10; i++) /* a new beginning */
    gc_receiver_stats_receive (stats, (uint16_t)(30000 + i), 0, 100, 0);
  g_assert_true (gc_receiver_stats_report (stats, 0, &report));
  g_assert_cmpuint (report.highest_seq, ==, 30009);
  g_assert_cmpint (report.cumulative_lost, ==, 0);
}

static void
test_sender_report (void)
{
  g_autoptr (GcReceiverStats) stats = gc_receiver_stats_new (7, HZ);
  GcRtcpReport report;

  gc_receiver_stats_receive (stats, 1, 0, 100, 0);
  gc_receiver_stats_sender_report (stats, 0x1122334455667788, 10 * SECOND);
  g_assert_true (gc_receiver_stats_report (stats, 11 * SECOND + SECOND / 2, &report));
  g_assert_cmphex (report.last_sr, ==, 0x33445566);
  g_assert_cmpuint (report.delay_since_sr, ==, 65536 + 32768);
}

static void
test_rtt (void)
{
  GcRtcpReport report = { .last_sr = 0xffff8000, .delay_since_sr = 65536 };

  /* Sent at ffff.5 s, held for 1 s, back at (1)0000.75 s: 250 ms, over a wrap. */
  g_assert_cmpint (gc_receiver_stats_rtt_us (&report, 0x00010000c0000000), ==, 250000);
  g_assert_cmpint (gc_receiver_stats_rtt_us (&report, 0x0001000080000000), ==, 1);
  report.last_sr = 0;
  g_assert_cmpint (gc_receiver_stats_rtt_us (&report, 0x00010000c0000000), ==, 0);
}

/* Against a count that keeps every number: 20,000 packets with loss and reordering. */
static void
test_model (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (10);
  g_autoptr (GcReceiverStats) stats = gc_receiver_stats_new (7, HZ);
  uint32_t highest = 60000;
  uint32_t received = 1;
  uint32_t expected_before = 0;
  uint32_t received_before = 0;
  GcRtcpReport report;

  gc_receiver_stats_receive (stats, 60000, 0, 10, 0);
  for (uint32_t i = 1; i < 20000; i++) {
    uint32_t number = 60000 + i;
    if (g_rand_int_range (random, 0, 15) == 0)
      continue;
    if (g_rand_int_range (random, 0, 30) == 0)
      number -= (uint32_t)g_rand_int_range (random, 0, 5);
    highest = MAX (highest, number);
    received++;
    gc_receiver_stats_receive (stats, (uint16_t)number, i, 10, i);
    if (i % 500 != 0)
      continue;
    uint32_t expected = highest - 60000 + 1;
    int64_t lost = (int64_t)(expected - expected_before) - (received - received_before);
    g_assert_true (gc_receiver_stats_report (stats, 0, &report));
    g_assert_cmpuint (report.highest_seq, ==, highest);
    g_assert_cmpint (report.cumulative_lost, ==, (int64_t)expected - received);
    g_assert_cmpuint (report.fraction_lost, ==, MAX (lost, 0) * 256 / (expected - expected_before));
    expected_before = expected;
    received_before = received;
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/receiver-stats/loss", test_loss);
  g_test_add_func ("/receiver-stats/duplicates", test_duplicates);
  g_test_add_func ("/receiver-stats/jitter", test_jitter);
  g_test_add_func ("/receiver-stats/restart", test_restart);
  g_test_add_func ("/receiver-stats/sender-report", test_sender_report);
  g_test_add_func ("/receiver-stats/rtt", test_rtt);
  g_test_add_func ("/receiver-stats/model", test_model);
  return g_test_run ();
}
