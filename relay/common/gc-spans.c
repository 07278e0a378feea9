// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "common/gc-spans.h"

#include <string.h>

struct _GcSpans {
  GArray *list; /* (element-type GcSpan), each ends before the next begins */
};

GcSpans *
gc_spans_new (void)
{
  GcSpans *spans = g_new0 (GcSpans, 1);

  spans->list = g_array_new (FALSE, FALSE, sizeof (GcSpan));
  return spans;
}

GcSpans *
gc_spans_copy (const GcSpans *spans)
{
  GcSpans *copy = g_new0 (GcSpans, 1);

  copy->list = g_array_copy (spans->list);
  return copy;
}

void
gc_spans_free (GcSpans *spans)
{
  if (spans == NULL)
    return;
  g_clear_pointer (&spans->list, g_array_unref);
  g_free (spans);
}

guint
gc_spans_get_length (const GcSpans *spans)
{
  return spans->list->len;
}

const GcSpan *
gc_spans_get (const GcSpans *spans, guint index)
{
  g_return_val_if_fail (index < spans->list->len, NULL);
  return &g_array_index (spans->list, GcSpan, index);
}

/* The index of the first span that ends after @at_ms; the length if none does. */
static guint
find_ending_after (const GcSpans *spans, int64_t at_ms)
{
  guint low = 0, high = spans->list->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;
    if (gc_spans_get (spans, middle)->to_ms > at_ms)
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

void
gc_spans_add (GcSpans *spans, int64_t from_ms, int64_t to_ms)
{
  GcSpan span = { from_ms, to_ms };

  if (from_ms >= to_ms)
    return;
  /* The span that ends where this one begins is joined, too. */
  guint first = from_ms > INT64_MIN ? find_ending_after (spans, from_ms - 1) : 0;
  guint end = first;
  while (end < spans->list->len && gc_spans_get (spans, end)->from_ms <= to_ms) {
    span.from_ms = MIN (span.from_ms, gc_spans_get (spans, end)->from_ms);
    span.to_ms = MAX (span.to_ms, gc_spans_get (spans, end)->to_ms);
    end++;
  }
  if (end > first) {
    g_array_index (spans->list, GcSpan, first) = span;
    if (end - first > 1)
      g_array_remove_range (spans->list, first + 1, end - first - 1);
  } else {
    g_array_insert_val (spans->list, first, span);
  }
}

void
gc_spans_add_all (GcSpans *spans, const GcSpans *more)
{
  for (guint i = 0; i < more->list->len; i++)
    gc_spans_add (spans, gc_spans_get (more, i)->from_ms, gc_spans_get (more, i)->to_ms);
}

GcSpans *
gc_spans_intersect (const GcSpans *a, const GcSpans *b)
{
  GcSpans *common = gc_spans_new ();
  guint i = 0, j = 0;

  while (i < a->list->len && j < b->list->len) {
    const GcSpan *left = gc_spans_get (a, i);
    const GcSpan *right = gc_spans_get (b, j);
    gc_spans_add (common, MAX (left->from_ms, right->from_ms), MIN (left->to_ms, right->to_ms));
    if (left->to_ms < right->to_ms)
      i++;
    else
      j++;
  }
  return common;
}

GcSpans *
gc_spans_subtract (const GcSpans *a, const GcSpans *b)
{
  GcSpans *rest = gc_spans_new ();
  guint j = 0;

  for (guint i = 0; i < a->list->len; i++) {
    GcSpan span = *gc_spans_get (a, i);
    while (j < b->list->len && gc_spans_get (b, j)->to_ms <= span.from_ms)
      j++;
    for (guint k = j; k < b->list->len && gc_spans_get (b, k)->from_ms < span.to_ms; k++) {
      gc_spans_add (rest, span.from_ms, gc_spans_get (b, k)->from_ms);
      span.from_ms = gc_spans_get (b, k)->to_ms;
      j = k;
    }
    gc_spans_add (rest, span.from_ms, span.to_ms);
  }
  return rest;
}

gboolean
gc_spans_contains (const GcSpans *spans, int64_t at_ms)
{
  guint index = find_ending_after (spans, at_ms);

  return index < spans->list->len && gc_spans_get (spans, index)->from_ms <= at_ms;
}

gboolean
gc_spans_covers (const GcSpans *spans, int64_t from_ms, int64_t to_ms)
{
  if (from_ms >= to_ms)
    return TRUE;
  guint index = find_ending_after (spans, from_ms);
  return index < spans->list->len && gc_spans_get (spans, index)->from_ms <= from_ms &&
         gc_spans_get (spans, index)->to_ms >= to_ms;
}

int64_t
gc_spans_next_boundary (const GcSpans *spans, int64_t at_ms)
{
  guint index = at_ms > INT64_MIN ? find_ending_after (spans, at_ms - 1) : 0;

  if (index == spans->list->len)
    return INT64_MAX;
  const GcSpan *span = gc_spans_get (spans, index);
  return span->from_ms >= at_ms ? span->from_ms : span->to_ms;
}

gboolean
gc_spans_equal (const GcSpans *a, const GcSpans *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return a->list->len == b->list->len &&
         (a->list->len == 0 ||
          memcmp (a->list->data, b->list->data, a->list->len * sizeof (GcSpan)) == 0);
}

int64_t
gc_spans_total_ms (const GcSpans *spans)
{
  int64_t total_ms = 0;

  for (guint i = 0; i < spans->list->len; i++)
    total_ms += gc_spans_get (spans, i)->to_ms - gc_spans_get (spans, i)->from_ms;
  return total_ms;
}
