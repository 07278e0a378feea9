// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-nack.h"

#include <string.h>

#define MS 1000

static size_t
collect (GcNack *nack, int64_t now_us, int64_t rtt_us, uint16_t *ret_seqs)
{
  return gc_nack_collect (nack, now_us, rtt_us, ret_seqs, GC_NACK_MAX_MISSING);
}

static void
test_first_request (void)
{
  g_autoptr (GcNack) nack = gc_nack_new ();
  uint16_t seqs[GC_NACK_MAX_MISSING];

  g_assert_cmpint (gc_nack_next_us (nack), ==, INT64_MAX);
  g_assert_cmpint (gc_nack_receive (nack, 65534, 0), ==, GC_NACK_IN_ORDER);
  g_assert_cmpint (gc_nack_next_us (nack), ==, INT64_MAX);
  g_assert_cmpint (gc_nack_receive (nack, 1, 0), ==, GC_NACK_IN_ORDER);
  g_assert_cmpint (gc_nack_next_us (nack), ==, 10 * MS);
  g_assert_cmpuint (collect (nack, 9 * MS, 50 * MS, seqs), ==, 0);
  g_assert_cmpint (gc_nack_receive (nack, 0, 9 * MS), ==, GC_NACK_REORDERED);
  g_assert_cmpuint (collect (nack, 10 * MS, 50 * MS, seqs), ==, 1);
  g_assert_cmpuint (seqs[0], ==, 65535);
  g_assert_cmpint (gc_nack_receive (nack, 65535, 60 * MS), ==, GC_NACK_RECOVERED);
  g_assert_cmpint (gc_nack_receive (nack, 65535, 60 * MS), ==, GC_NACK_LATE);
  g_assert_cmpint (gc_nack_next_us (nack), ==, INT64_MAX);
  g_assert_false (gc_nack_take_lost (nack));
}

/* Three later packets are proof enough: no waiting. */
static void
test_reordering (void)
{
  g_autoptr (GcNack) nack = gc_nack_new ();
  uint16_t seqs[GC_NACK_MAX_MISSING];

  gc_nack_receive (nack, 10, 0);
  gc_nack_receive (nack, 12, 0);
  gc_nack_receive (nack, 13, 0);
  g_assert_cmpuint (collect (nack, 0, 50 * MS, seqs), ==, 0);
  gc_nack_receive (nack, 14, 0);
  g_assert_cmpuint (collect (nack, 0, 50 * MS, seqs), ==, 1);
  g_assert_cmpuint (seqs[0], ==, 11);
}

/* Without an answer: once a round trip, twice over a long one, then given up, and a key frame is
 * wanted once. */
static void
test_give_up (void)
{
  static const struct {
    int64_t rtt_us;
    unsigned least;
    unsigned most;
    int64_t end_us;
    unsigned at_once; /* requests a round trip */
  } ways[] = { { 1 * MS, 10, 10, 300 * MS, 1 },
               { 50 * MS, 8, 10, 600 * MS, 1 },
               { 300 * MS, 8, 8, 1300 * MS, 2 } };

  for (size_t i = 0; i < G_N_ELEMENTS (ways); i++) {
    g_autoptr (GcNack) nack = gc_nack_new ();
    uint16_t seqs[GC_NACK_MAX_MISSING];
    unsigned asked = 0;
    int64_t now_us = 0;
    int64_t last_us = INT64_MIN / 2;
    gc_nack_receive (nack, 10, 0);
    gc_nack_receive (nack, 12, 0);
    while ((now_us = gc_nack_next_us (nack)) != INT64_MAX) {
      g_assert_cmpint (now_us, <=, ways[i].end_us);
      g_assert_false (gc_nack_take_lost (nack));
      if (collect (nack, now_us, ways[i].rtt_us, seqs) == 0)
        continue;
      g_assert_cmpint (now_us - last_us, >=,
                       asked % ways[i].at_once == 0 ? ways[i].rtt_us : 20 * MS);
      last_us = now_us;
      asked++;
    }
    g_assert_cmpuint (asked, >=, ways[i].least);
    g_assert_cmpuint (asked, <=, ways[i].most);
    g_assert_true (gc_nack_take_lost (nack));
    g_assert_false (gc_nack_take_lost (nack));
    g_assert_cmpint (gc_nack_receive (nack, 11, G_USEC_PER_SEC), ==, GC_NACK_LATE);
  }
}

static void
test_limits (void)
{
  g_autoptr (GcNack) nack = gc_nack_new ();
  uint16_t seqs[GC_NACK_MAX_MISSING];

  gc_nack_receive (nack, 0, 0);
  gc_nack_receive (nack, GC_NACK_MAX_MISSING + 1, 0);
  g_assert_false (gc_nack_take_lost (nack));
  gc_nack_receive (nack, GC_NACK_MAX_MISSING + 3, 0); /* one too many */
  g_assert_true (gc_nack_take_lost (nack));
  g_assert_cmpuint (gc_nack_collect (nack, 20 * MS, 0, seqs, 100), ==, 100);
  g_assert_cmpuint (seqs[0], ==, 2);
  g_assert_cmpuint (gc_nack_collect (nack, 20 * MS, 0, seqs, GC_NACK_MAX_MISSING), ==, 156);
  gc_nack_receive (nack, 5000, 30 * MS); /* far ahead: a new beginning */
  g_assert_true (gc_nack_take_lost (nack));
  g_assert_cmpint (gc_nack_next_us (nack), ==, INT64_MAX);
}

/* Of one gap that is larger than the list its newest numbers stay; of an older one, none. */
static void
test_large_gap (void)
{
  for (uint16_t before = 0; before < 2; before++) {
    g_autoptr (GcNack) nack = gc_nack_new ();
    uint16_t seqs[GC_NACK_MAX_MISSING];

    gc_nack_receive (nack, 65500, 0);
    if (before > 0)
      gc_nack_receive (nack, 65503, 0);
    gc_nack_receive (nack, 900, 0);
    g_assert_true (gc_nack_take_lost (nack));
    g_assert_cmpuint (gc_nack_collect (nack, 20 * MS, 0, seqs, GC_NACK_MAX_MISSING), ==,
                      GC_NACK_MAX_MISSING);
    for (size_t i = 0; i < GC_NACK_MAX_MISSING; i++)
      g_assert_cmpuint (seqs[i], ==, 900 - GC_NACK_MAX_MISSING + i);
    g_assert_cmpint (gc_nack_receive (nack, 899, 20 * MS), ==, GC_NACK_RECOVERED);
    g_assert_cmpint (gc_nack_receive (nack, 65501, 20 * MS), ==, GC_NACK_LATE);
  }
}

static void
test_forget (void)
{
  g_autoptr (GcNack) nack = gc_nack_new ();
  uint16_t seqs[GC_NACK_MAX_MISSING];

  gc_nack_receive (nack, 65530, 0);
  gc_nack_receive (nack, 5, 0);
  gc_nack_forget_before (nack, 65535); /* a key frame begins there */
  g_assert_cmpuint (collect (nack, 20 * MS, 0, seqs), ==, 6);
  g_assert_cmpuint (seqs[0], ==, 65535);
  g_assert_cmpuint (seqs[5], ==, 4);
  gc_nack_forget_before (nack, 6);
  g_assert_cmpint (gc_nack_next_us (nack), ==, INT64_MAX);
  g_assert_false (gc_nack_take_lost (nack));
}

static void
test_forget_some (void)
{
  g_autoptr (GcNack) nack = gc_nack_new ();
  uint16_t seqs[GC_NACK_MAX_MISSING];

  gc_nack_receive (nack, 65530, 0);
  gc_nack_forget (nack, 65520, 100); /* nothing is missing */
  gc_nack_receive (nack, 65534, 0);
  gc_nack_receive (nack, 6, 0);
  gc_nack_forget (nack, 65533, 4); /* with one that came */
  gc_nack_forget (nack, 5, 0);
  g_assert_cmpuint (collect (nack, 10 * MS, 0, seqs), ==, 7);
  g_assert_cmpuint (seqs[1], ==, 65532);
  g_assert_cmpuint (seqs[2], ==, 1);
  g_assert_false (gc_nack_take_lost (nack));
  g_assert_cmpint (gc_nack_receive (nack, 65533, 10 * MS), ==, GC_NACK_LATE);
  g_assert_cmpint (gc_nack_receive (nack, 1, 10 * MS), ==, GC_NACK_RECOVERED);
}

static void
test_patience (void)
{
  g_autoptr (GcNack) nack = gc_nack_new ();
  uint16_t seqs[GC_NACK_MAX_MISSING];

  gc_nack_set_patience_us (nack, 30 * MS);
  gc_nack_receive (nack, 10, 0);
  gc_nack_receive (nack, 20, 0); /* nine missing, and the first ones far behind */
  g_assert_cmpint (gc_nack_next_us (nack), ==, 30 * MS);
  g_assert_cmpuint (collect (nack, 29 * MS, 0, seqs), ==, 0);
  g_assert_cmpint (gc_nack_receive (nack, 11, 29 * MS), ==, GC_NACK_REORDERED);
  g_assert_cmpuint (collect (nack, 30 * MS, 100 * MS, seqs), ==, 8);
  g_assert_cmpint (gc_nack_next_us (nack), ==, 30 * MS + 112500); /* as ever after the first time */
  gc_nack_receive (nack, 24, 31 * MS);
  gc_nack_set_patience_us (nack, 0);
  g_assert_cmpuint (collect (nack, 31 * MS, 100 * MS, seqs), ==, 1);
}

static void
test_restart (void)
{
  g_autoptr (GcNack) nack = gc_nack_new ();

  gc_nack_receive (nack, 30000, 0);
  g_assert_cmpint (gc_nack_receive (nack, 10000, 0), ==, GC_NACK_LATE);
  g_assert_cmpint (gc_nack_receive (nack, 30001, 0), ==, GC_NACK_IN_ORDER);
  g_assert_cmpint (gc_nack_receive (nack, 10000, 0), ==, GC_NACK_LATE);
  g_assert_cmpint (gc_nack_receive (nack, 10001, 0), ==, GC_NACK_IN_ORDER);
  g_assert_cmpint (gc_nack_receive (nack, 10002, 0), ==, GC_NACK_IN_ORDER);
  g_assert_true (gc_nack_take_lost (nack));
  gc_nack_reset (nack);
  g_assert_cmpint (gc_nack_receive (nack, 500, 0), ==, GC_NACK_IN_ORDER);
  g_assert_false (gc_nack_take_lost (nack));
}

/*
 * A link that loses 1 in 20 of packets and of answers, and reorders, with a round trip of 40 ms.
 * The model knows which packets have come; requests must be for missing ones only, in order, none
 * more often than once a round trip, and in the end all have come.
 */
static void
test_model (void)
{
  enum {
    COUNT = 30000,
    RTT_US = 40 * MS
  };
  g_autoptr (GRand) random = g_rand_new_with_seed (8);
  g_autoptr (GcNack) nack = gc_nack_new ();
  g_autofree int64_t *due_us = g_new0 (int64_t, COUNT); /* when an answer arrives; 0: none sent */
  g_autofree int64_t *asked_us = g_new0 (int64_t, COUNT);
  g_autofree gboolean *here = g_new0 (gboolean, COUNT);
  uint16_t seqs[GC_NACK_MAX_MISSING];
  unsigned arrived = 0;
  unsigned requests = 0;

  for (int i = 0; i < COUNT + 500; i++) {
    int64_t now_us = (int64_t)(i + 1) * 4 * MS;
    if (i < COUNT && (i == 0 || i == COUNT - 1 || g_rand_int_range (random, 0, 20) != 0)) {
      g_assert_cmpint (gc_nack_receive (nack, (uint16_t)(i + 60000), now_us), ==, GC_NACK_IN_ORDER);
      here[i] = TRUE;
      arrived++;
    }
    for (int j = MAX (i - 200, 0); j < MIN (i, COUNT); j++) {
      if (due_us[j] == 0 || due_us[j] > now_us)
        continue;
      due_us[j] = 0;
      GcNackArrival arrival = gc_nack_receive (nack, (uint16_t)(j + 60000), now_us);
      g_assert_cmpint (arrival, ==, here[j] ? GC_NACK_LATE : GC_NACK_RECOVERED);
      arrived += !here[j];
      here[j] = TRUE;
    }
    size_t count = collect (nack, now_us, RTT_US, seqs);
    for (size_t k = 0; k < count; k++) {
      int newest = MIN (i, COUNT - 1);
      int j = newest - (uint16_t)(newest + 60000 - seqs[k]);
      g_assert_false (here[j]);
      g_assert_true (asked_us[j] == 0 || now_us - asked_us[j] >= RTT_US);
      g_assert_true (k == 0 || (int16_t)(uint16_t)(seqs[k] - seqs[k - 1]) > 0);
      asked_us[j] = now_us;
      requests++;
      if (g_rand_int_range (random, 0, 20) != 0)
        due_us[j] = now_us + RTT_US;
    }
  }
  g_assert_cmpuint (arrived, ==, COUNT);
  g_assert_false (gc_nack_take_lost (nack));
  g_assert_cmpuint (requests, >, COUNT / 25);
  g_assert_cmpuint (requests, <, COUNT / 15);
  g_assert_cmpint (gc_nack_next_us (nack), ==, INT64_MAX);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nack/first-request", test_first_request);
  g_test_add_func ("/nack/reordering", test_reordering);
  g_test_add_func ("/nack/give-up", test_give_up);
  g_test_add_func ("/nack/limits", test_limits);
  g_test_add_func ("/nack/large-gap", test_large_gap);
  g_test_add_func ("/nack/forget", test_forget);
  g_test_add_func ("/nack/forget-some", test_forget_some);
  g_test_add_func ("/nack/patience", test_patience);
  g_test_add_func ("/nack/restart", test_restart);
  g_test_add_func ("/nack/model", test_model);
  return g_test_run ();
}
