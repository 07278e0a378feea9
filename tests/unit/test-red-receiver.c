// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-red-receiver.h"

/*
 * Gives the packet @seq at @timestamp with frames that are @offsets older, up to the first 0, and
 * returns the packets restored as "seq@timestamp ", then "+" if the packet itself is new.
 */
static char *
give (GcRedReceiver *receiver, uint16_t seq, uint32_t timestamp, const uint16_t *offsets)
{
  const GcRtp rtp = { .seq = seq, .timestamp = timestamp, .ssrc = 7, .marker = TRUE };
  GString *text = g_string_new (NULL);
  GcRtp packets[GC_RED_MAX_REDUNDANT];
  GcRed red = { .count = 0 };

  for (; offsets[red.count] != 0; red.count++)
    red.redundant[red.count] = (GcRedFrame){ (const uint8_t *)"x", 1, offsets[red.count] };
  unsigned n = gc_red_receiver_restore (receiver, &rtp, &red, packets);
  for (unsigned i = 0; i < n; i++) {
    g_string_append_printf (text, "%u@%u ", packets[i].seq, packets[i].timestamp);
    g_assert_cmpuint (packets[i].ssrc, ==, 7);
    g_assert_false (packets[i].marker);
    g_assert_cmpuint (packets[i].payload_size, ==, 1);
    g_assert_cmpuint (*packets[i].payload, ==, 'x');
  }
  if (gc_red_receiver_push (receiver, &rtp))
    g_string_append_c (text, '+');
  return g_string_free (text, FALSE);
}

static gboolean
push (GcRedReceiver *receiver, uint16_t seq, uint32_t timestamp)
{
  return gc_red_receiver_push (receiver, &(GcRtp){ .seq = seq, .timestamp = timestamp });
}

/* What follows packet 10 at 10000, and what comes of it. */
static void
test_gaps (void)
{
  static const struct {
    const char *name;
    uint16_t seq;
    uint32_t timestamp;
    uint16_t offsets[GC_RED_MAX_REDUNDANT + 1];
    const char *restored;
  } cases[] = {
    { "nothing lost", 11, 10960, { 960 }, "+" },
    { "one lost", 12, 11920, { 960 }, "11@10960 +" },
    { "one lost, two at hand", 12, 11920, { 1920, 960 }, "11@10960 +" },
    { "one lost, a pause after it", 12, 20000, { 9040 }, "11@10960 +" },
    { "two lost, two at hand", 13, 12880, { 1920, 960 }, "11@10960 12@11920 +" },
    { "two lost, one at hand", 13, 12880, { 960 }, "12@11920 +" },
    { "two lost, one older at hand", 13, 12880, { 1920 }, "11@10960 +" },
    { "three lost, two at hand", 14, 13840, { 1920, 960 }, "12@11920 13@12880 +" },
    { "two lost with a pause: who knows which", 13, 20000, { 960 }, "+" },
    { "a frame between two frames", 13, 12880, { 1000 }, "+" },
    { "the same frame twice", 12, 11920, { 960, 960 }, "11@10960 +" },
    { "no time passed", 12, 10000, { 960 }, "+" },
    { "time ran back", 12, 9000, { 960 }, "+" },
    { "an older packet", 9, 9040, { 960 }, "+" },
    { "a new beginning", 30000, 5, { 960 }, "+" },
    { "as far back as the window", 3010, 13000, { 1023 }, "1987@11977 +" },
    { "further back", 3010, 13000, { 1024 }, "+" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GcRedReceiver) receiver = gc_red_receiver_new ();
    g_test_message ("%s", cases[i].name);
    g_assert_true (push (receiver, 10, 10000));
    g_autofree char *restored = give (receiver, cases[i].seq, cases[i].timestamp, cases[i].offsets);
    g_assert_cmpstr (restored, ==, cases[i].restored);
  }
}

static void
test_first_packet_restores_nothing (void)
{
  g_autoptr (GcRedReceiver) receiver = gc_red_receiver_new ();
  g_autofree char *first = give (receiver, 5, 960, (const uint16_t[]){ 960, 0 });
  g_assert_cmpstr (first, ==, "+");
}

/* What was restored and comes after all is old news; what was not is welcome, however late. */
static void
test_late_originals (void)
{
  g_autoptr (GcRedReceiver) receiver = gc_red_receiver_new ();

  g_assert_true (push (receiver, 65534, 0));
  g_autofree char *restored = give (receiver, 1, 2880, (const uint16_t[]){ 960, 0 });
  g_assert_cmpstr (restored, ==, "0@1920 +");
  g_assert_false (push (receiver, 0, 1920));
  g_assert_true (push (receiver, 65535, 960));

  /* Still so 1000 packets later; when the numbers have gone once around, it is a new one. */
  for (unsigned i = 2; i < 1000; i++)
    g_assert_true (push (receiver, (uint16_t)i, 960 * i));
  g_assert_false (push (receiver, 0, 1920));
  for (unsigned i = 1000; i <= 65536; i++)
    g_assert_true (push (receiver, (uint16_t)i, 960 * i));
}

static void
test_a_jump_forgets (void)
{
  g_autoptr (GcRedReceiver) receiver = gc_red_receiver_new ();

  g_assert_true (push (receiver, 1, 960));
  g_autofree char *restored = give (receiver, 3, 2880, (const uint16_t[]){ 960, 0 });
  g_assert_cmpstr (restored, ==, "2@1920 +");
  g_assert_true (push (receiver, 5000, 0));
  g_assert_true (push (receiver, 4098, 0)); /* has the place of 2 in the window */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/red-receiver/gaps", test_gaps);
  g_test_add_func ("/red-receiver/first", test_first_packet_restores_nothing);
  g_test_add_func ("/red-receiver/late", test_late_originals);
  g_test_add_func ("/red-receiver/jump", test_a_jump_forgets);
  return g_test_run ();
}
