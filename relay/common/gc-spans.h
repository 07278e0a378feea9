// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

/* A stretch of time, the end not included. Milliseconds since 1970 UTC. */
typedef struct {
  int64_t from_ms;
  int64_t to_ms;
} GcSpan;

/*
 * GcSpans: a set of instants, kept as spans in order that neither overlap nor touch. Opening hours,
 * duty, free rooms are such sets, and what can be booked is what they have in common. Pure; a set
 * is never longer than the number of spans that went into it.
 */
typedef struct _GcSpans GcSpans;

/* The empty set. */
GcSpans *gc_spans_new (void);
GcSpans *gc_spans_copy (const GcSpans *spans);
void gc_spans_free (GcSpans *spans);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcSpans, gc_spans_free)

/* Adds [@from_ms, @to_ms); nothing if that is empty. In order of time each takes O(log n). */
void gc_spans_add (GcSpans *spans, int64_t from_ms, int64_t to_ms);
void gc_spans_add_all (GcSpans *spans, const GcSpans *more);

/* What is in both; what is in @a and not in @b. O(a + b). (transfer full) */
GcSpans *gc_spans_intersect (const GcSpans *a, const GcSpans *b);
GcSpans *gc_spans_subtract (const GcSpans *a, const GcSpans *b);

/* Whether both hold the same instants; NULL is a set of its own kind, equal to NULL alone. */
gboolean gc_spans_equal (const GcSpans *a, const GcSpans *b);

/* O(log n). */
gboolean gc_spans_contains (const GcSpans *spans, int64_t at_ms);
/* Whether the whole of [@from_ms, @to_ms) is in the set; true for an empty one. */
gboolean gc_spans_covers (const GcSpans *spans, int64_t from_ms, int64_t to_ms);
/* The first begin or end of a span at or after @at_ms; INT64_MAX if there is none. */
int64_t gc_spans_next_boundary (const GcSpans *spans, int64_t at_ms);
int64_t gc_spans_total_ms (const GcSpans *spans);

guint gc_spans_get_length (const GcSpans *spans);
/* @index: below the length. Borrowed, until the set is changed. */
const GcSpan *gc_spans_get (const GcSpans *spans, guint index);
