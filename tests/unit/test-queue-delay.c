// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-queue-delay.h"

#define MS 1000
#define S G_USEC_PER_SEC

static void
test_queue (void)
{
  g_autoptr (GcQueueDelay) queue = gc_queue_delay_new ();

  g_assert_cmpint (gc_queue_delay_get_us (queue), ==, 0);
  g_assert_cmpint (gc_queue_delay_get_base_us (queue), ==, 0);
  for (int64_t t = 0; t < 10 * S; t += 10 * MS) /* the clocks differ: the delay is negative */
    gc_queue_delay_add (queue, -500 * MS + t % 7 * MS, t);
  g_assert_cmpint (gc_queue_delay_get_us (queue), ==, 0);
  for (int64_t t = 10 * S; t < 11 * S; t += 10 * MS)
    gc_queue_delay_add (queue, -200 * MS + t % 7 * MS, t);
  g_assert_cmpint (gc_queue_delay_get_us (queue), ==, 300 * MS);
  g_assert_cmpint (gc_queue_delay_get_base_us (queue), ==, -500 * MS);
  gc_queue_delay_rebase (queue);
  g_assert_cmpint (gc_queue_delay_get_us (queue), ==, 0);
  g_assert_cmpint (gc_queue_delay_get_base_us (queue), ==, -200 * MS);
  gc_queue_delay_reset (queue);
  g_assert_cmpint (gc_queue_delay_get_base_us (queue), ==, 0);
}

/* Another way that is longer by itself: forgotten within a minute. So is drift. */
static void
test_new_way (void)
{
  g_autoptr (GcQueueDelay) queue = gc_queue_delay_new ();

  gc_queue_delay_add (queue, 100 * MS, 0);
  for (int64_t t = 100 * MS; t < 59 * S; t += 100 * MS)
    gc_queue_delay_add (queue, 200 * MS, t);
  g_assert_cmpint (gc_queue_delay_get_us (queue), ==, 100 * MS);
  for (int64_t t = 59 * S; t < 61 * S; t += 100 * MS)
    gc_queue_delay_add (queue, 200 * MS, t);
  g_assert_cmpint (gc_queue_delay_get_us (queue), ==, 0);
  gc_queue_delay_add (queue, 230 * MS, 300 * S); /* after a long pause nothing is known */
  g_assert_cmpint (gc_queue_delay_get_us (queue), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/queue-delay/queue", test_queue);
  g_test_add_func ("/queue-delay/new-way", test_new_way);
  return g_test_run ();
}
