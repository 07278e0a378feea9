// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-red-sender.h"

#include <string.h>

#define OPUS 111
#define SECOND G_USEC_PER_SEC
#define PERCENT(loss) ((uint8_t)((loss)*256 / 100))

/*
 * The frames that leave with @text at @timestamp, the oldest first: "a b c"; "" if it goes plain.
 * Up to @most may be repeated.
 */
static char *
push_some (GcRedSender *sender, uint32_t timestamp, const char *text, unsigned most)
{
  GString *frames = g_string_new (NULL);
  size_t size = 0;
  GcRed red = { .count = 0 };
  const uint8_t *payload =
      gc_red_sender_push (sender, timestamp, (const uint8_t *)text, strlen (text), most, &size);

  if (payload == NULL)
    return g_string_free (frames, FALSE);
  g_assert_true (gc_red_parse (payload, size, OPUS, &red));
  for (unsigned i = 0; i < red.count; i++)
    g_string_append_printf (frames, "%.*s-%u ", (int)red.redundant[i].size,
                            (const char *)red.redundant[i].bytes, red.redundant[i].offset);
  g_string_append_len (frames, (const char *)red.primary.bytes, (gssize)red.primary.size);
  return g_string_free (frames, FALSE);
}

static char *
push (GcRedSender *sender, uint32_t timestamp, const char *text)
{
  return push_some (sender, timestamp, text, 2);
}

static void
assert_push (GcRedSender *sender, uint32_t timestamp, const char *text, const char *expected)
{
  g_autofree char *frames = push (sender, timestamp, text);
  g_assert_cmpstr (frames, ==, expected);
}

/* Frames repeated when the receiver has reported @loss for @seconds, in each of them. */
static unsigned
level_after (GcRedSender *sender, uint8_t loss, unsigned seconds, int64_t *now_us)
{
  for (unsigned i = 0; i < seconds; i++)
    gc_red_sender_report (sender, loss, *now_us += SECOND);
  gc_red_sender_switch (sender);
  unsigned level = 0;
  for (unsigned i = 0; i < 3; i++) {
    g_autofree char *frames = push (sender, 1000 * i, "x");
    level = 0;
    for (const char *at = frames; *at != '\0'; at++)
      level += *at == '-';
  }
  return level;
}

static void
test_level_follows_loss (void)
{
  g_autoptr (GcRedSender) sender = gc_red_sender_new (OPUS);
  int64_t now_us = SECOND;

  g_assert_cmpuint (level_after (sender, 0, 10, &now_us), ==, 0);
  g_assert_cmpuint (level_after (sender, PERCENT (2), 1, &now_us), ==, 0); /* one of fifty */
  g_assert_cmpuint (level_after (sender, PERCENT (1), 60, &now_us), ==, 0);
  g_assert_cmpuint (level_after (sender, PERCENT (4), 10, &now_us), ==, 1);
  g_assert_cmpuint (level_after (sender, PERCENT (10), 5, &now_us), ==, 2);
  g_assert_cmpuint (level_after (sender, PERCENT (3), 10, &now_us), ==, 1);
  g_assert_cmpuint (level_after (sender, PERCENT (1), 60, &now_us), ==, 1); /* not below 0.5 % */
}

static void
test_ends_after_a_while_without_loss (void)
{
  g_autoptr (GcRedSender) sender = gc_red_sender_new (OPUS);
  int64_t now_us = SECOND;

  g_assert_cmpuint (level_after (sender, PERCENT (10), 10, &now_us), ==, 2);
  g_assert_cmpuint (level_after (sender, 0, 25, &now_us), ==, 1);
  g_assert_cmpuint (level_after (sender, PERCENT (10), 1, &now_us), ==, 1); /* begins anew */
  g_assert_cmpuint (level_after (sender, 0, 20, &now_us), ==, 1);
  g_assert_cmpuint (level_after (sender, 0, 20, &now_us), ==, 0);
}

/* Reports five seconds apart say the same. */
static void
test_rare_reports (void)
{
  g_autoptr (GcRedSender) sender = gc_red_sender_new (OPUS);

  gc_red_sender_report (sender, PERCENT (6), 5 * SECOND);
  assert_push (sender, 0, "a", "");
  assert_push (sender, 960, "b", "a-960 b");
  for (unsigned i = 2; i < 12; i++)
    gc_red_sender_report (sender, 0, 5 * i * SECOND);
  assert_push (sender, 1920, "c", "");
}

static void
test_frames (void)
{
  g_autoptr (GcRedSender) sender = gc_red_sender_new (OPUS);
  g_autofree char *large = g_strnfill (GC_RED_MAX_FRAME + 1, 'L');
  g_autofree char *half = g_strnfill (GC_RED_MAX_SIZE / 2, 'H');
  uint32_t base = UINT32_MAX - 960;

  assert_push (sender, base, "0", "");
  for (unsigned i = 1; i < 10; i++)
    gc_red_sender_report (sender, PERCENT (10), i * SECOND);

  /* None from before; then one; then two, as the time stamp wraps. */
  assert_push (sender, base, "a", "");
  assert_push (sender, base + 960, "b", "a-960 b");
  assert_push (sender, base + 1920, "c", "a-1920 b-960 c");
  /* One that was overtaken carries nothing, and is not repeated. */
  assert_push (sender, base + 100, "late", "");
  assert_push (sender, base + 2880, "d", "b-1920 c-960 d");
  /* After a pause, what is too old for 14 bits is left out. */
  assert_push (sender, base + 2880 + GC_RED_MAX_OFFSET, "e", "d-16383 e");
  assert_push (sender, base + 50000, "f", "");
  /* What is too large is not carried, and no packet becomes too large. */
  g_autofree char *one = push (sender, base + 50960, large);
  g_assert_true (g_str_has_prefix (one, "f-960 LL"));
  g_autofree char *two = push (sender, base + 51920, half);
  g_assert_true (g_str_has_prefix (two, "f-1920 "));
  assert_push (sender, base + 52880, half, "");
  /* What is of another source is not carried. */
  gc_red_sender_switch (sender);
  assert_push (sender, base + 53840, "g", "");
  assert_push (sender, base + 54800, "h", "g-960 h");
  /* No more than there is room for; what is left out now is repeated later. */
  g_autofree char *narrow = push_some (sender, base + 55760, "i", 1);
  g_assert_cmpstr (narrow, ==, "h-960 i");
  g_autofree char *full = push_some (sender, base + 56720, "j", 0);
  g_assert_cmpstr (full, ==, "");
  assert_push (sender, base + 57680, "k", "i-1920 j-960 k");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/red-sender/level", test_level_follows_loss);
  g_test_add_func ("/red-sender/end", test_ends_after_a_while_without_loss);
  g_test_add_func ("/red-sender/rare", test_rare_reports);
  g_test_add_func ("/red-sender/frames", test_frames);
  return g_test_run ();
}
