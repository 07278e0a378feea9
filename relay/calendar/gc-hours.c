// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "calendar/gc-hours.h"

#include "calendar/gc-wall-time.h"

#define HORIZON_MS (62 * GC_DAY_MS)

struct _GcHours {
  const GcTimetable *window; /* borrowed */
  GPtrArray *duty;           /* (element-type GcTimetable), borrowed */
  GcSpans *kept;             /* (nullable): from kept_ms, long enough until a day later */
  int64_t kept_ms;
};

GcHours *
gc_hours_new (const GcTimetable *window, const GPtrArray *duty)
{
  GcHours *hours = g_new0 (GcHours, 1);

  hours->window = window;
  hours->duty = g_ptr_array_new ();
  for (guint i = 0; i < duty->len; i++)
    g_ptr_array_add (hours->duty, duty->pdata[i]);
  return hours;
}

void
gc_hours_free (GcHours *hours)
{
  if (hours == NULL)
    return;
  g_clear_pointer (&hours->duty, g_ptr_array_unref);
  g_clear_pointer (&hours->kept, gc_spans_free);
  g_free (hours);
}

GcSpans *
gc_hours_duty_spans (const GcHours *hours, int64_t from_ms, int64_t to_ms)
{
  GcSpans *all = gc_spans_new ();

  for (guint i = 0; i < hours->duty->len; i++) {
    g_autoptr (GcSpans) spans = gc_timetable_spans (hours->duty->pdata[i], from_ms, to_ms);
    gc_spans_add_all (all, spans);
  }
  return all;
}

GcSpans *
gc_hours_spans (const GcHours *hours, int64_t from_ms, int64_t to_ms)
{
  g_autoptr (GcSpans) window = gc_timetable_spans (hours->window, from_ms, to_ms);
  g_autoptr (GcSpans) duty = gc_hours_duty_spans (hours, from_ms, to_ms);

  return gc_spans_intersect (window, duty);
}

static const GcSpans *
get_spans (GcHours *hours, int64_t now_ms)
{
  if (hours->kept == NULL || now_ms < hours->kept_ms || now_ms >= hours->kept_ms + GC_DAY_MS) {
    g_clear_pointer (&hours->kept, gc_spans_free);
    hours->kept = gc_hours_spans (hours, now_ms, now_ms + HORIZON_MS + GC_DAY_MS);
    hours->kept_ms = now_ms;
  }
  return hours->kept;
}

GcHoursState
gc_hours_look (GcHours *hours, int64_t now_ms)
{
  const GcSpans *spans = get_spans (hours, now_ms);
  GcHoursState state = { .open = gc_spans_contains (spans, now_ms) };
  int64_t horizon_ms = now_ms + HORIZON_MS;
  int64_t change_ms = gc_spans_next_boundary (spans, now_ms + 1);

  if (state.open) {
    if (change_ms >= horizon_ms)
      return state;
    state.closes_ms = change_ms;
    change_ms = gc_spans_next_boundary (spans, change_ms + 1);
  }
  if (change_ms < horizon_ms)
    state.next_open_ms = change_ms;
  return state;
}

int64_t
gc_hours_find_open (GcHours *hours, int64_t now_ms, int64_t from_ms)
{
  const GcSpans *spans = get_spans (hours, now_ms);
  int64_t open_ms = gc_spans_contains (spans, from_ms)
                        ? from_ms //
                        : gc_spans_next_boundary (spans, from_ms + 1);

  return open_ms < now_ms + HORIZON_MS ? open_ms : 0;
}
