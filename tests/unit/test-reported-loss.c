// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-reported-loss.h"

#define SECOND G_USEC_PER_SEC
#define OF_256(percent) ((uint8_t)((percent)*256 / 100))

static int
percent (const GcReportedLoss *loss)
{
  return (int)((loss->mean * 100 + 32768) / 65536);
}

static void
test_mean (void)
{
  GcReportedLoss loss = { 0 };

  gc_reported_loss_add (&loss, OF_256 (50), SECOND);
  g_assert_cmpint (percent (&loss), ==, 25);         /* half-way to the first one */
  gc_reported_loss_add (&loss, OF_256 (50), SECOND); /* it covers no time */
  g_assert_cmpint (percent (&loss), ==, 25);
  gc_reported_loss_add (&loss, OF_256 (50), 2 * SECOND);
  g_assert_cmpint (percent (&loss), ==, 30);
  gc_reported_loss_add (&loss, OF_256 (50), 38 * SECOND);
  g_assert_cmpint (percent (&loss), ==, 48);
  gc_reported_loss_add (&loss, OF_256 (50), 37 * SECOND); /* a clock that ran back */
  g_assert_cmpint (percent (&loss), ==, 48);
}

static void
test_end (void)
{
  GcReportedLoss loss = { 0 };
  int64_t now_us = SECOND;

  gc_reported_loss_add (&loss, OF_256 (6), now_us);
  do {
    g_assert_false (gc_reported_loss_is_over (&loss, now_us));
    gc_reported_loss_add (&loss, 0, now_us += SECOND);
  } while (loss.mean * 200 >= 65536);
  now_us -= SECOND; /* of the last mean that was too high */
  g_assert_false (gc_reported_loss_is_over (&loss, now_us + 20 * SECOND - 1));
  g_assert_true (gc_reported_loss_is_over (&loss, now_us + 20 * SECOND));
  gc_reported_loss_add (&loss, OF_256 (6), now_us += 2 * SECOND);
  g_assert_false (gc_reported_loss_is_over (&loss, now_us + 18 * SECOND));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reported-loss/mean", test_mean);
  g_test_add_func ("/reported-loss/end", test_end);
  return g_test_run ();
}
