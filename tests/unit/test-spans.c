// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "common/gc-spans.h"

#include <string.h>

#define BITS 64

/* The obviously right set: one byte an instant, from 0 to BITS. */
typedef struct {
  gboolean in[BITS];
} Bitmap;

static void
bitmap_add (Bitmap *bitmap, int from, int to)
{
  for (int i = from; i < to; i++)
    bitmap->in[i] = TRUE;
}

static int64_t
bitmap_next_boundary (const Bitmap *bitmap, int at)
{
  for (int i = at; i <= BITS; i++) {
    gboolean before = i > 0 && bitmap->in[i - 1];
    gboolean after = i < BITS && bitmap->in[i];
    if (before != after)
      return i;
  }
  return INT64_MAX;
}

static void
assert_same (const GcSpans *spans, const Bitmap *bitmap)
{
  int64_t total = 0, last = -1;

  for (guint i = 0; i < gc_spans_get_length (spans); i++) {
    const GcSpan *span = gc_spans_get (spans, i);
    g_assert_cmpint (span->from_ms, >, last);
    g_assert_cmpint (span->from_ms, <, span->to_ms);
    last = span->to_ms;
  }
  for (int i = 0; i < BITS; i++) {
    g_assert_cmpint (gc_spans_contains (spans, i), ==, bitmap->in[i]);
    g_assert_cmpint (gc_spans_next_boundary (spans, i), ==, bitmap_next_boundary (bitmap, i));
    total += bitmap->in[i];
  }
  g_assert_cmpint (gc_spans_total_ms (spans), ==, total);
}

static void
assert_covers (const GcSpans *spans, const Bitmap *bitmap, int from, int to)
{
  gboolean all = TRUE;

  for (int i = from; i < to; i++)
    all = all && bitmap->in[i];
  g_assert_cmpint (gc_spans_covers (spans, from, to), ==, all);
}

static GcSpans *
make_random (Bitmap *bitmap)
{
  GcSpans *spans = gc_spans_new ();
  int n = g_test_rand_int_range (0, 9);

  memset (bitmap, 0, sizeof *bitmap);
  for (int i = 0; i < n; i++) {
    int from = g_test_rand_int_range (0, BITS);
    int to = g_test_rand_int_range (0, MIN (from + 12, BITS) + 1);
    gc_spans_add (spans, from, to);
    bitmap_add (bitmap, from, to);
    assert_same (spans, bitmap);
  }
  return spans;
}

static void
test_like_a_bitmap (void)
{
  for (int round = 0; round < 4000; round++) {
    Bitmap a_bits, b_bits, both, rest, either;
    g_autoptr (GcSpans) a = make_random (&a_bits);
    g_autoptr (GcSpans) b = make_random (&b_bits);
    g_autoptr (GcSpans) common = gc_spans_intersect (a, b);
    g_autoptr (GcSpans) left = gc_spans_subtract (a, b);
    g_autoptr (GcSpans) sum = gc_spans_copy (a);

    gc_spans_add_all (sum, b);
    for (int i = 0; i < BITS; i++) {
      both.in[i] = a_bits.in[i] && b_bits.in[i];
      rest.in[i] = a_bits.in[i] && !b_bits.in[i];
      either.in[i] = a_bits.in[i] || b_bits.in[i];
    }
    assert_same (common, &both);
    assert_same (left, &rest);
    assert_same (sum, &either);
    assert_same (a, &a_bits);
    int from = g_test_rand_int_range (0, BITS);
    assert_covers (a, &a_bits, from, g_test_rand_int_range (0, BITS + 1));
  }
}

static void
test_edges (void)
{
  g_autoptr (GcSpans) spans = gc_spans_new ();

  g_assert_cmpint (gc_spans_next_boundary (spans, INT64_MIN), ==, INT64_MAX);
  gc_spans_add (spans, 5, 5);
  gc_spans_add (spans, 6, 5);
  g_assert_cmpuint (gc_spans_get_length (spans), ==, 0);
  gc_spans_add (spans, INT64_MIN, -1);
  gc_spans_add (spans, 1, INT64_MAX);
  g_assert_cmpuint (gc_spans_get_length (spans), ==, 2);
  g_assert_true (gc_spans_contains (spans, INT64_MIN));
  g_assert_false (gc_spans_contains (spans, -1));
  g_assert_cmpint (gc_spans_next_boundary (spans, INT64_MIN), ==, INT64_MIN);
  g_assert_cmpint (gc_spans_next_boundary (spans, -1), ==, -1);
  g_assert_cmpint (gc_spans_next_boundary (spans, 0), ==, 1);
  gc_spans_add (spans, -1, 1);
  g_assert_cmpuint (gc_spans_get_length (spans), ==, 1);
}

static void
test_equal (void)
{
  g_autoptr (GcSpans) a = gc_spans_new ();
  g_autoptr (GcSpans) b = gc_spans_new ();

  g_assert_true (gc_spans_equal (NULL, NULL));
  g_assert_false (gc_spans_equal (a, NULL));
  g_assert_true (gc_spans_equal (a, b));
  gc_spans_add (a, 10, 30);
  g_assert_false (gc_spans_equal (a, b));
  gc_spans_add (b, 10, 20);
  g_assert_false (gc_spans_equal (a, b));
  gc_spans_add (b, 20, 30);
  g_assert_true (gc_spans_equal (a, b));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/spans/edges", test_edges);
  g_test_add_func ("/spans/like-a-bitmap", test_like_a_bitmap);
  g_test_add_func ("/spans/equal", test_equal);
  return g_test_run ();
}
