// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-key-frame.h"

#define MS 1000

static void
test_throttle (void)
{
  g_autoptr (GcKeyFrame) key_frame = gc_key_frame_new ();

  g_assert_false (gc_key_frame_take_due (key_frame, 0));
  g_assert_cmpint (gc_key_frame_next_us (key_frame), ==, INT64_MAX);
  gc_key_frame_want (key_frame);
  gc_key_frame_want (key_frame);
  g_assert_true (gc_key_frame_take_due (key_frame, -5 * MS)); /* any clock */
  g_assert_false (gc_key_frame_take_due (key_frame, -5 * MS));
  gc_key_frame_arrived (key_frame);
  g_assert_cmpint (gc_key_frame_next_us (key_frame), ==, INT64_MAX);
  g_assert_false (gc_key_frame_take_due (key_frame, 1000 * MS));
  gc_key_frame_want (key_frame);
  g_assert_true (gc_key_frame_take_due (key_frame, 1000 * MS));
  gc_key_frame_arrived (key_frame);
  gc_key_frame_want (key_frame); /* so soon after the last */
  g_assert_false (gc_key_frame_take_due (key_frame, 1499 * MS));
  g_assert_cmpint (gc_key_frame_next_us (key_frame), ==, 1500 * MS);
  g_assert_true (gc_key_frame_take_due (key_frame, 1500 * MS));
}

/* A source that never answers: 10 requests in 5 s, then one each 2 s. */
static void
test_silent_source (void)
{
  g_autoptr (GcKeyFrame) key_frame = gc_key_frame_new ();
  int requests = 0;

  gc_key_frame_want (key_frame);
  for (int64_t now_us = 0; now_us < 5000 * MS; now_us += MS)
    requests += gc_key_frame_take_due (key_frame, now_us);
  g_assert_cmpint (requests, ==, 10);
  for (int64_t now_us = 5000 * MS; now_us < 15000 * MS; now_us += MS)
    requests += gc_key_frame_take_due (key_frame, now_us);
  g_assert_cmpint (requests, ==, 15);
}

/* A flood of wishes, key frames coming 30 ms after each request. */
static void
test_flood (void)
{
  g_autoptr (GcKeyFrame) key_frame = gc_key_frame_new ();
  int64_t arrives_us = INT64_MAX;
  int64_t last_us = INT64_MIN / 2;
  int requests = 0;

  for (int64_t now_us = 0; now_us < 60000 * MS; now_us += MS) {
    gc_key_frame_want (key_frame);
    if (gc_key_frame_take_due (key_frame, now_us)) {
      g_assert_cmpint (now_us - last_us, >=, GC_KEY_FRAME_INTERVAL_US);
      last_us = now_us;
      arrives_us = now_us + 30 * MS;
      requests++;
    }
    if (now_us == arrives_us)
      gc_key_frame_arrived (key_frame);
  }
  g_assert_cmpint (requests, ==, 120);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/key-frame/throttle", test_throttle);
  g_test_add_func ("/key-frame/silent-source", test_silent_source);
  g_test_add_func ("/key-frame/flood", test_flood);
  return g_test_run ();
}
