// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-byte-rate.h"

#define MS 1000

static void
add (GcByteRate *rate, int64_t from_us, unsigned count, int64_t step_us, uint32_t bytes)
{
  for (unsigned i = 0; i < count; i++)
    gc_byte_rate_add (rate, from_us + i * step_us, bytes);
}

/* A steady stream is measured exactly, whatever part of it the span holds. */
static void
test_steady (void)
{
  static const int64_t spans_us[] = { 55 * MS, 200 * MS, 505 * MS };
  g_autoptr (GcByteRate) rate = gc_byte_rate_new ();

  g_assert_cmpfloat (gc_byte_rate_get_bps (rate, 500 * MS), ==, 0);
  add (rate, 0, 5000, 10 * MS, 1250);
  for (size_t i = 0; i < G_N_ELEMENTS (spans_us); i++)
    g_assert_cmpfloat_with_epsilon (gc_byte_rate_get_bps (rate, spans_us[i]), 1e6, 1);
}

static void
test_unknown (void)
{
  g_autoptr (GcByteRate) rate = gc_byte_rate_new ();

  add (rate, 0, 4, 50 * MS, 1000);
  g_assert_cmpfloat (gc_byte_rate_get_bps (rate, 500 * MS), ==, 0); /* four packets */
  add (rate, 200 * MS, 1, 0, 1000);
  g_assert_cmpfloat (gc_byte_rate_get_bps (rate, 500 * MS), >, 0);
  add (rate, 2000 * MS, 20, 1 * MS, 1000);
  g_assert_cmpfloat (gc_byte_rate_get_bps (rate, 500 * MS), ==, 0); /* 19 ms of 500 */
  g_assert_cmpfloat (gc_byte_rate_get_bps (rate, 40 * MS), >, 0);
  gc_byte_rate_reset (rate);
  g_assert_cmpfloat (gc_byte_rate_get_bps (rate, 40 * MS), ==, 0);
}

static void
test_change (void)
{
  g_autoptr (GcByteRate) rate = gc_byte_rate_new ();

  add (rate, 0, 100, 10 * MS, 1250);
  add (rate, 1000 * MS, 5, 50 * MS, 1250);
  g_assert_cmpfloat_with_epsilon (gc_byte_rate_get_bps (rate, 200 * MS), 200e3, 1);
  gc_byte_rate_add (rate, 1195 * MS, 1250); /* overtaken on the way */
  g_assert_cmpfloat_with_epsilon (gc_byte_rate_get_bps (rate, 200 * MS), 250e3, 1);
}

/* What is older than 32 bits of microseconds tell does not count as new. */
static void
test_silence (void)
{
  g_autoptr (GcByteRate) rate = gc_byte_rate_new ();

  add (rate, 0, 100, 10 * MS, 1250);
  add (rate, (INT64_C (1) << 32) + 1000 * MS, 3, 50 * MS, 1250);
  g_assert_cmpfloat (gc_byte_rate_get_bps (rate, 500 * MS), ==, 0); /* three packets */
  add (rate, (INT64_C (1) << 32) + 1150 * MS, 3, 50 * MS, 1250);
  g_assert_cmpfloat_with_epsilon (gc_byte_rate_get_bps (rate, 500 * MS), 200e3, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/byte-rate/steady", test_steady);
  g_test_add_func ("/byte-rate/unknown", test_unknown);
  g_test_add_func ("/byte-rate/change", test_change);
  g_test_add_func ("/byte-rate/silence", test_silence);
  return g_test_run ();
}
