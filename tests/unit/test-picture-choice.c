// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-picture-choice.h"

#define STEP_US 50000 /* as the relay looks */
#define SECOND G_USEC_PER_SEC
#define MAX_PICTURES 6

/* A receiver: what it is shown of pictures that all have the same floor. */
typedef struct {
  GcPictureChoice choice;
  int64_t now_us;
  unsigned n_changes;
} Receiver;

/* Lets @seconds pass; returns how many are shown then. */
static unsigned
let_pass (Receiver *receiver, double seconds, int64_t bps, int64_t floor_bps, unsigned n_pictures)
{
  int64_t end_us = receiver->now_us + (int64_t)(seconds * SECOND);
  int64_t floors_bps[MAX_PICTURES];
  unsigned n_shown = receiver->choice.n_shown;

  for (unsigned i = 0; i < MAX_PICTURES; i++)
    floors_bps[i] = floor_bps;
  while (receiver->now_us < end_us) {
    unsigned before = n_shown;
    receiver->now_us += STEP_US;
    n_shown =
        gc_picture_choice_update (&receiver->choice, bps, floors_bps, n_pictures, receiver->now_us);
    receiver->n_changes += n_shown != before;
  }
  return n_shown;
}

/* What is shown after a long time at a rate, beginning with all and beginning with none. */
static void
test_rates (void)
{
  static const struct {
    int64_t bps;
    int64_t floor_bps;
    unsigned n_pictures;
    unsigned from_all;
    unsigned from_none;
  } rows[] = {
    { -1, 80000, 5, 5, 5 }, /* not known: nothing is kept back */
    { 0, 80000, 1, 0, 0 },        { 79999, 80000, 1, 0, 0 },
    { 80000, 80000, 1, 1, 0 }, /* no margin: what is shown stays, what is not does not come */
    { 99999, 80000, 1, 1, 0 },    { 100000, 80000, 1, 1, 1 },
    { 100000, 80000, 2, 1, 1 },   { 160000, 80000, 2, 2, 1 },
    { 200000, 80000, 2, 2, 2 },   { 200000, 80000, 5, 2, 2 },
    { 200000, 150000, 5, 1, 1 },  { 149999, 150000, 5, 0, 0 },
    { 2000000, 150000, 6, 6, 6 }, { 0, 80000, 0, 0, 0 },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++) {
    Receiver all = { .now_us = SECOND };
    Receiver none = { .now_us = SECOND };
    g_assert_cmpuint (let_pass (&all, 60, rows[i].bps, rows[i].floor_bps, rows[i].n_pictures), ==,
                      rows[i].from_all);
    let_pass (&none, 10, 0, 80000, MAX_PICTURES);
    g_assert_cmpuint (let_pass (&none, 60, rows[i].bps, rows[i].floor_bps, rows[i].n_pictures), ==,
                      rows[i].from_none);
  }
}

static void
test_times (void)
{
  Receiver receiver = { .now_us = SECOND };

  g_assert_cmpuint (let_pass (&receiver, 10, 500000, 80000, 1), ==, 1);
  /* A dip is none of its business. */
  g_assert_cmpuint (let_pass (&receiver, 1.9, 30000, 80000, 1), ==, 1);
  g_assert_cmpuint (let_pass (&receiver, 0.1, 90000, 80000, 1), ==, 1);
  g_assert_cmpuint (let_pass (&receiver, 2, 30000, 80000, 1), ==, 1);
  g_assert_cmpuint (let_pass (&receiver, 0.1, 30000, 80000, 1), ==, 0);
  /* Nor is a peak. */
  g_assert_cmpuint (let_pass (&receiver, 2.9, 500000, 80000, 1), ==, 0);
  g_assert_cmpuint (let_pass (&receiver, 0.1, 90000, 80000, 1), ==, 0);
  g_assert_cmpuint (let_pass (&receiver, 3, 500000, 80000, 1), ==, 0);
  g_assert_cmpuint (let_pass (&receiver, 0.1, 500000, 80000, 1), ==, 1);
}

/* They come back one by one. */
static void
test_one_at_a_time (void)
{
  Receiver receiver = { .now_us = SECOND };

  g_assert_cmpuint (let_pass (&receiver, 5, 0, 80000, 5), ==, 0);
  for (unsigned n = 1; n <= 5; n++) {
    g_assert_cmpuint (let_pass (&receiver, 2.95, 2000000, 80000, 5), ==, n - 1);
    g_assert_cmpuint (let_pass (&receiver, 0.1, 2000000, 80000, 5), ==, n);
  }
}

/* On a way that carries a picture only while none is sent it is tried ever less often. */
static void
test_does_not_flap (void)
{
  Receiver receiver = { .now_us = SECOND };

  let_pass (&receiver, 5, 0, 80000, 1);
  receiver.n_changes = 0;
  for (unsigned i = 0; i < 10 * 60 * 20; i++)
    let_pass (&receiver, 0.05, receiver.choice.n_shown > 0 ? 40000 : 200000, 80000, 1);
  g_assert_cmpuint (receiver.n_changes, >=, 2 * 10);
  g_assert_cmpuint (receiver.n_changes, <=, 2 * 16);
  /* All is forgotten when it held for once. */
  let_pass (&receiver, 120, 300000, 80000, 1);
  g_assert_cmpuint (let_pass (&receiver, 3, 0, 80000, 1), ==, 0);
  g_assert_cmpuint (let_pass (&receiver, 3.1, 300000, 80000, 1), ==, 1);
}

/* Who comes is shown at once while nothing is kept back, and waits like the others else. */
static void
test_pictures_come_and_go (void)
{
  Receiver receiver = { .now_us = SECOND };

  g_assert_cmpuint (let_pass (&receiver, 1, 200000, 80000, 1), ==, 1);
  g_assert_cmpuint (let_pass (&receiver, 0.1, 200000, 80000, 2), ==, 2);
  g_assert_cmpuint (let_pass (&receiver, 2, 200000, 80000, 3), ==, 3);
  g_assert_cmpuint (let_pass (&receiver, 0.1, 200000, 80000, 3), ==, 2);
  g_assert_cmpuint (let_pass (&receiver, 0.1, 200000, 80000, 4), ==, 2);
  g_assert_cmpuint (let_pass (&receiver, 0.1, 200000, 80000, 1), ==, 1);
  /* Nobody sends for a while: what is known of the way stays. */
  g_assert_cmpuint (let_pass (&receiver, 5, 0, 80000, 1), ==, 0);
  g_assert_cmpuint (let_pass (&receiver, 5, 0, 80000, 0), ==, 0);
  g_assert_cmpuint (let_pass (&receiver, 1, 300000, 80000, 1), ==, 0);
}

/* The floors are those of the pictures in their order; one that does not fit ends the list. */
static void
test_floors (void)
{
  static const int64_t low_first[] = { 80000, 150000 };
  static const int64_t high_first[] = { 150000, 80000 };
  GcPictureChoice choice = { 0 };

  for (int64_t now_us = SECOND; now_us < 20 * SECOND; now_us += STEP_US)
    gc_picture_choice_update (&choice, 200000, low_first, 2, now_us);
  g_assert_cmpuint (choice.n_shown, ==, 1);
  choice = (GcPictureChoice){ 0 };
  for (int64_t now_us = SECOND; now_us < 20 * SECOND; now_us += STEP_US)
    gc_picture_choice_update (&choice, 140000, high_first, 2, now_us);
  g_assert_cmpuint (choice.n_shown, ==, 0);

  g_assert_cmpint (gc_picture_floor_bps (0), ==, GC_PICTURE_FLOOR_BPS);
  g_assert_cmpint (gc_picture_floor_bps (200000), ==, 100000);
  g_assert_cmpint (gc_picture_floor_bps (INT64_MAX), ==, GC_PICTURE_SHARED_FLOOR_BPS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/picture-choice/rates", test_rates);
  g_test_add_func ("/picture-choice/times", test_times);
  g_test_add_func ("/picture-choice/one-at-a-time", test_one_at_a_time);
  g_test_add_func ("/picture-choice/flap", test_does_not_flap);
  g_test_add_func ("/picture-choice/come-and-go", test_pictures_come_and_go);
  g_test_add_func ("/picture-choice/floors", test_floors);
  return g_test_run ();
}
