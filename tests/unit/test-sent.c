// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-sent.h"

#define MS 1000
#define WRAP_US ((INT64_C (1) << 24) * 64000)

static GcRtcpTwccPacket
arrived (uint16_t seq, int64_t arrival_us)
{
  return (GcRtcpTwccPacket){ .seq = seq, .received = TRUE, .arrival_us = arrival_us };
}

static GcRtcpTwccPacket
lost (uint16_t seq)
{
  return (GcRtcpTwccPacket){ .seq = seq };
}

static void
send (GcSent *sent, uint16_t first, unsigned count, int64_t now_us)
{
  for (unsigned i = 0; i < count; i++)
    gc_sent_add (sent, (uint16_t)(first + i), 100, GC_SENT_UNNAMED, 0, now_us + i * MS);
}

static void
assert_report (GcSent *sent, GcRtcpTwccPacket told, int64_t now_us, GcSentReport expected)
{
  GcSentPacket packet;

  g_assert_cmpint (gc_sent_report (sent, &told, now_us, &packet), ==, expected);
}

/* Across the wrap of the number: times, sizes and the cluster come back once. */
static void
test_joins (void)
{
  g_autoptr (GcSent) sent = gc_sent_new ();
  GcSentPacket packet;

  gc_sent_add (sent, 65535, 1200, 11, 7, 5 * MS);
  gc_sent_add (sent, 0, 300, 12, 0, 6 * MS);
  GcRtcpTwccPacket told = arrived (65535, 900 * MS);
  g_assert_cmpint (gc_sent_report (sent, &told, 100 * MS, &packet), ==, GC_SENT_ARRIVED);
  g_assert_cmpint (packet.sent_us, ==, 5 * MS);
  g_assert_cmpint (packet.arrival_us, ==, 100 * MS);
  g_assert_cmpuint (packet.size, ==, 1200);
  g_assert_cmpuint (packet.new_bytes, ==, 1200);
  g_assert_cmpuint (packet.probe, ==, 7);
  g_assert_cmpuint (packet.name, ==, 11);
  assert_report (sent, told, 100 * MS, GC_SENT_NOTHING_NEW);
  g_assert_cmpuint (gc_sent_get_flight_bytes (sent), ==, 300);
  g_assert_cmpint (gc_sent_get_answered_us (sent), ==, 5 * MS);
  told = arrived (0, 902 * MS);
  g_assert_cmpint (gc_sent_report (sent, &told, 150 * MS, &packet), ==, GC_SENT_ARRIVED);
  g_assert_cmpint (packet.arrival_us, ==, 102 * MS);
  g_assert_cmpuint (gc_sent_get_flight_bytes (sent), ==, 0);
}

static void
test_loss (void)
{
  g_autoptr (GcSent) sent = gc_sent_new ();
  GcSentPacket packet;

  send (sent, 10, 3, 0);
  assert_report (sent, lost (10), 50 * MS, GC_SENT_LOST);
  assert_report (sent, lost (10), 50 * MS, GC_SENT_NOTHING_NEW);
  GcRtcpTwccPacket told = arrived (10, 0);
  g_assert_cmpint (gc_sent_report (sent, &told, 60 * MS, &packet), ==, GC_SENT_ARRIVED);
  g_assert_true (packet.was_lost);
  assert_report (sent, lost (10), 70 * MS, GC_SENT_NOTHING_NEW);
}

/* A feedback got lost: what it would have told of is taken for delivered, once. */
static void
test_lost_feedback (void)
{
  g_autoptr (GcSent) sent = gc_sent_new ();
  GcSentPacket packet;

  send (sent, 0, 10, 0);
  assert_report (sent, lost (2), 50 * MS, GC_SENT_LOST);
  GcRtcpTwccPacket told = arrived (5, 0);
  g_assert_cmpint (gc_sent_report (sent, &told, 50 * MS, &packet), ==, GC_SENT_ARRIVED);
  g_assert_cmpuint (packet.new_bytes, ==, 500); /* 0, 1, 3, 4 and 5 */
  told = arrived (3, 0);
  g_assert_cmpint (gc_sent_report (sent, &told, 51 * MS, &packet), ==, GC_SENT_ARRIVED);
  g_assert_cmpuint (packet.new_bytes, ==, 0);
  assert_report (sent, lost (4), 51 * MS, GC_SENT_NOTHING_NEW);
  told = arrived (6, 0);
  g_assert_cmpint (gc_sent_report (sent, &told, 52 * MS, &packet), ==, GC_SENT_ARRIVED);
  g_assert_cmpuint (packet.new_bytes, ==, 100);
}

static void
test_never_sent (void)
{
  g_autoptr (GcSent) sent = gc_sent_new ();

  assert_report (sent, arrived (0, 0), 0, GC_SENT_NOTHING_NEW);
  send (sent, 1000, GC_SENT_CAPACITY + 10, 0);
  assert_report (sent, arrived (999, 0), 0, GC_SENT_NOTHING_NEW);
  assert_report (sent, arrived (1009, 0), 0, GC_SENT_NOTHING_NEW); /* pushed out */
  assert_report (sent, arrived (1000 + GC_SENT_CAPACITY + 10, 0), 0, GC_SENT_NOTHING_NEW);
  assert_report (sent, arrived (40000, 0), 0, GC_SENT_NOTHING_NEW);
  assert_report (sent, arrived (1010, 0), 0, GC_SENT_ARRIVED);
  assert_report (sent, arrived (1012, 0), GC_SENT_MAX_AGE_US + 13 * MS, GC_SENT_NOTHING_NEW);
  send (sent, 5, 1, 0); /* another order */
  assert_report (sent, arrived (1011, 0), 0, GC_SENT_NOTHING_NEW);
  assert_report (sent, arrived (5, 0), 0, GC_SENT_ARRIVED);
}

/* The clock of the receiver: it wraps, goes back a little, and lies. */
static void
test_clock (void)
{
  static const struct {
    int64_t told_us;
    int64_t arrival_us;
    gboolean jumped;
  } steps[] = {
    { WRAP_US / 2 - 3 * MS, 1000 * MS, FALSE }, /* as the parser tells it: signed */
    { -WRAP_US / 2 + 2 * MS, 1005 * MS, FALSE },
    { -WRAP_US / 2 + 1 * MS, 1004 * MS, FALSE },
    { -WRAP_US / 2 + 61 * G_USEC_PER_SEC, 1000 * MS, TRUE },
    { 0, 1000 * MS, TRUE },
    { INT64_MAX, 1000 * MS, TRUE },
    { INT64_MIN, 1000 * MS, TRUE },
  };
  g_autoptr (GcSent) sent = gc_sent_new ();

  send (sent, 0, G_N_ELEMENTS (steps), 0);
  for (uint16_t i = 0; i < G_N_ELEMENTS (steps); i++) {
    GcRtcpTwccPacket told = arrived (i, steps[i].told_us);
    GcSentPacket packet;
    g_assert_cmpint (gc_sent_report (sent, &told, 1000 * MS, &packet), ==, GC_SENT_ARRIVED);
    g_assert_cmpint (packet.arrival_us, ==, steps[i].arrival_us);
    g_assert_cmpint (gc_sent_take_clock_jump (sent), ==, steps[i].jumped);
    g_assert_false (gc_sent_take_clock_jump (sent));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sent/joins", test_joins);
  g_test_add_func ("/sent/loss", test_loss);
  g_test_add_func ("/sent/lost-feedback", test_lost_feedback);
  g_test_add_func ("/sent/never-sent", test_never_sent);
  g_test_add_func ("/sent/clock", test_clock);
  return g_test_run ();
}
