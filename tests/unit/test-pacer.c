// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-pacer.h"

#define MS 1000
#define S INT64_C (1000000)

static void
push (GcPacer *pacer, GcPacerQueue queue, unsigned count, int64_t now_us)
{
  for (unsigned i = 0; i < count; i++)
    g_assert_true (gc_pacer_push (pacer, queue, GUINT_TO_POINTER (i + 1), 1000, now_us));
}

/* Pops from @from_us up to @to_us, each @step_us or (0) whenever told. Returns how many were to be
 * sent; the rest is added to @ret_dropped. */
static unsigned
pop (GcPacer *pacer, int64_t from_us, int64_t to_us, int64_t step_us, unsigned *ret_dropped)
{
  unsigned sent = 0;
  GcPacerItem item;

  for (int64_t now_us = from_us; now_us <= to_us;
       now_us = step_us > 0 ? now_us + step_us : gc_pacer_next_us (pacer)) {
    GcPacerVerdict verdict = GC_PACER_WAIT;
    while ((verdict = gc_pacer_pop (pacer, now_us, &item)) != GC_PACER_WAIT) {
      sent += verdict == GC_PACER_SEND;
      *ret_dropped += verdict == GC_PACER_DROP;
    }
    g_assert_cmpint (gc_pacer_next_us (pacer), >, now_us);
  }
  return sent;
}

/* A burst leaves at two and a half times the rate for a while, then at the rate; whether the caller
 * comes in time or each 10 ms. */
static void
test_rate (void)
{
  static const int64_t steps_us[] = { 0, 1 * MS, 10 * MS };

  for (size_t i = 0; i < G_N_ELEMENTS (steps_us); i++) {
    g_autoptr (GcPacer) pacer = gc_pacer_new (2000000); /* a packet takes 4 ms, or 1.6 ms */
    unsigned dropped = 0;
    g_assert_cmpint (gc_pacer_next_us (pacer), ==, INT64_MAX);
    push (pacer, GC_PACER_DOCUMENT, 400, 10 * S);
    unsigned sent = pop (pacer, 10 * S, 10 * S + 100 * MS, steps_us[i], &dropped);
    g_assert_cmpuint (sent, >=, 62);
    g_assert_cmpuint (sent, <=, 72);
    sent += pop (pacer, 10 * S + 110 * MS, 11 * S, steps_us[i], &dropped);
    g_assert_cmpuint (sent, >=, 310); /* 1 s and 250 ms */
    g_assert_cmpuint (sent, <=, 316);
    g_assert_cmpuint (dropped, ==, 0);
  }
}

/* The document before the face, each in its order. */
static void
test_order (void)
{
  g_autoptr (GcPacer) pacer = gc_pacer_new (1000000);
  GcPacerItem item;

  push (pacer, GC_PACER_FACE, 3, 0);
  push (pacer, GC_PACER_DOCUMENT, 2, 5 * MS);
  for (unsigned i = 0; i < 5; i++) {
    int64_t now_us = 100 * MS * (i + 1);
    g_assert_cmpint (gc_pacer_pop (pacer, now_us, &item), ==, GC_PACER_SEND);
    g_assert_cmpint (item.queue, ==, i < 2 ? GC_PACER_DOCUMENT : GC_PACER_FACE);
    g_assert_cmpuint (GPOINTER_TO_UINT (item.handle), ==, i < 2 ? i + 1 : i - 1);
    g_assert_cmpint (item.waited_us, ==, now_us - (i < 2 ? 5 * MS : 0));
    g_assert_cmpuint (item.size, ==, 1000);
  }
  g_assert_cmpint (gc_pacer_pop (pacer, S, &item), ==, GC_PACER_WAIT);
}

/* What waited for too long is dropped with all behind it, but not what comes after. */
static void
test_late (void)
{
  static const struct {
    GcPacerQueue queue;
    int64_t max_us;
  } waits[] = { { GC_PACER_DOCUMENT, 2 * S }, { GC_PACER_FACE, 1 * S } };

  for (size_t i = 0; i < G_N_ELEMENTS (waits); i++) {
    g_autoptr (GcPacer) pacer = gc_pacer_new (50000);
    GcPacerItem item;
    unsigned dropped = 0;
    push (pacer, waits[i].queue, 60, 0);
    unsigned sent = pop (pacer, 0, waits[i].max_us, 0, &dropped);
    g_assert_cmpuint (dropped, ==, 0);
    g_assert_cmpuint (sent, >=, 6);
    g_assert_cmpint (gc_pacer_next_us (pacer), ==, waits[i].max_us + 1);
    g_assert_cmpuint (pop (pacer, waits[i].max_us + 1, waits[i].max_us + 1, 1, &dropped), ==, 0);
    g_assert_cmpuint (dropped, ==, 60 - sent);
    push (pacer, waits[i].queue, 1, 20 * S);
    g_assert_cmpint (gc_pacer_pop (pacer, 20 * S, &item), ==, GC_PACER_SEND);
  }
}

static void
test_full (void)
{
  g_autoptr (GcPacer) pacer = gc_pacer_new (1000000);
  GcPacerItem item;
  unsigned dropped = 0;

  push (pacer, GC_PACER_FACE, GC_PACER_CAPACITY, 0);
  push (pacer, GC_PACER_DOCUMENT, 1, 0);
  g_assert_false (gc_pacer_push (pacer, GC_PACER_FACE, NULL, 1000, 0));
  g_assert_cmpint (gc_pacer_next_us (pacer), <=, 0);
  g_assert_cmpuint (pop (pacer, 0, 0, 1, &dropped), ==, 1);
  g_assert_cmpuint (dropped, ==, GC_PACER_CAPACITY);
  push (pacer, GC_PACER_FACE, 1, S);
  g_assert_cmpint (gc_pacer_pop (pacer, S, &item), ==, GC_PACER_SEND);
}

/* Sound is paid for by the pictures, but cannot lock them out for ever. */
static void
test_sound (void)
{
  g_autoptr (GcPacer) pacer = gc_pacer_new (100000);
  unsigned dropped = 0;
  unsigned sent = 0;

  for (int64_t now_us = 10 * S; now_us < 20 * S; now_us += 20 * MS) {
    if (now_us % (100 * MS) == 0)
      push (pacer, GC_PACER_DOCUMENT, 1, now_us);
    gc_pacer_add_sent (pacer, 125, now_us); /* half of the rate */
    sent += pop (pacer, now_us, now_us, 1, &dropped);
  }
  g_assert_cmpuint (sent, >=, 60); /* 62 and the first burst */
  g_assert_cmpuint (sent, <=, 68);
  gc_pacer_set_rate (pacer, 0); /* a rate that is none */
  gc_pacer_add_sent (pacer, 60000, 20 * S);
  push (pacer, GC_PACER_FACE, 1, 20 * S);
  g_assert_cmpint (gc_pacer_next_us (pacer), <=, 20 * S + 500 * MS);
}

static void
test_probe (void)
{
  g_autoptr (GcPacer) pacer = gc_pacer_new (100000);
  GcPacerItem item;

  g_assert_false (gc_pacer_pop_early (pacer, S, &item));
  gc_pacer_add_sent (pacer, 6000, S);
  push (pacer, GC_PACER_FACE, 1, S);
  g_assert_cmpint (gc_pacer_pop (pacer, S, &item), ==, GC_PACER_WAIT);
  g_assert_true (gc_pacer_pop_early (pacer, S, &item));
  g_assert_false (gc_pacer_pop_early (pacer, S, &item));
}

/* What need not wait goes past the books, but not past the queue, and is paid for. */
static void
test_pass (void)
{
  g_autoptr (GcPacer) pacer = gc_pacer_new (80000); /* a packet takes 100 ms, or 40 ms */
  GcPacerItem item;
  unsigned passed = 0;

  while (gc_pacer_pass (pacer, 1000, 10 * S))
    g_assert_cmpuint (++passed, <=, 2);
  g_assert_cmpuint (passed, >=, 1);
  g_assert_true (gc_pacer_pass (pacer, 1000, 11 * S));
  push (pacer, GC_PACER_FACE, 1, 11 * S);
  g_assert_false (gc_pacer_pass (pacer, 1000, 12 * S));
  g_assert_cmpint (gc_pacer_pop (pacer, 12 * S, &item), ==, GC_PACER_SEND);
  g_assert_true (gc_pacer_pass (pacer, 1000, 13 * S));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pacer/rate", test_rate);
  g_test_add_func ("/pacer/order", test_order);
  g_test_add_func ("/pacer/late", test_late);
  g_test_add_func ("/pacer/full", test_full);
  g_test_add_func ("/pacer/sound", test_sound);
  g_test_add_func ("/pacer/probe", test_probe);
  g_test_add_func ("/pacer/pass", test_pass);
  return g_test_run ();
}
