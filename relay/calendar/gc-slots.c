// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Slots stand on a grid that begins anew with each span of window and duty and does not depend on
 * what is booked, so that one booking never shifts the times offered to others. A grid step is a
 * round number of minutes: people are told 09:25, not 09:23.
 */
#include "config.h"

#include "calendar/gc-slots.h"

#include "calendar/gc-wall-time.h"

#define ROUND_MINUTES 5

GcSlotLength
gc_slot_length (gboolean notarial, int typical_minutes)
{
  GcSlotLength length = { .length_minutes = notarial ? 30 : 15, .gap_minutes = notarial ? 10 : 5 };

  if (typical_minutes > 0)
    length.length_minutes = typical_minutes;
  return length;
}

static gboolean
overlaps (const GcSpan *a, const GcSpan *b)
{
  return a->from_ms < b->to_ms && b->from_ms < a->to_ms;
}

/*
 * The rooms that are free all through @busy. Rooms are alike, so bookings can be moved from one to
 * another, and what counts is how many run at the same time.
 */
static guint
count_free_rooms (const GcSlotRequest *request, const GcSpan *busy)
{
  guint most = 0;

  for (size_t i = 0; i < request->n_bookings; i++) {
    const GcSlotBooking *booking = &request->bookings[i];
    if (!booking->takes_room || !overlaps (&booking->busy, busy))
      continue;
    /* A maximum is reached where one of them begins. */
    int64_t at_ms = MAX (booking->busy.from_ms, busy->from_ms);
    guint running = 0;
    for (size_t j = 0; j < request->n_bookings; j++)
      running += request->bookings[j].takes_room && request->bookings[j].busy.from_ms <= at_ms &&
                 request->bookings[j].busy.to_ms > at_ms;
    most = MAX (most, running);
  }
  return request->rooms > most ? request->rooms - most : 0;
}

/*
 * The agents who are on duty for the whole meeting and free, whoever was given the bookings.
 * Agents are not alike: each booking that overlaps may hold another one, so each counts.
 */
static guint
count_free_agents (const GcSlotRequest *request, const GcSpan *meeting, const GcSpan *busy)
{
  guint on_duty = 0, taken = 0;

  for (size_t i = 0; i < request->n_agents; i++)
    if (gc_spans_covers (request->agents[i].on_duty, meeting->from_ms, meeting->to_ms))
      on_duty += request->agents[i].capacity;
  for (size_t i = 0; i < request->n_bookings; i++)
    taken += request->bookings[i].takes_agent && overlaps (&request->bookings[i].busy, busy);
  return on_duty > taken ? on_duty - taken : 0;
}

/* Every fifth of a day's slots, the first one to begin with: a day with any slots has one. */
static gboolean
is_for_elders (guint index)
{
  return index * GC_SLOT_ELDER_PERCENT % 100 < GC_SLOT_ELDER_PERCENT;
}

static void
add_slot (const GcSlotRequest *request, int64_t from_ms, guint index, GArray *slots)
{
  const GcSlotLength *length = &request->length;
  GcSlot slot = { .span = { from_ms, from_ms + length->length_minutes * GC_MINUTE_MS },
                  .for_elders = is_for_elders (index) };
  GcSpan busy = { from_ms, slot.span.to_ms + length->gap_minutes * GC_MINUTE_MS };
  int64_t kept_until_ms = from_ms - GC_SLOT_ELDER_HOURS * (60 * GC_MINUTE_MS);

  if (from_ms <= request->now_ms || from_ms >= request->now_ms + GC_SLOT_DAYS_AHEAD * GC_DAY_MS)
    return;
  if (slot.for_elders && request->age < GC_SLOT_ELDER_AGE && request->now_ms < kept_until_ms)
    return;
  slot.free =
      MIN (count_free_rooms (request, &busy), count_free_agents (request, &slot.span, &busy));
  if (slot.free > 0)
    g_array_append_val (slots, slot);
}

GArray *
gc_slots_find (const GcSlotRequest *request)
{
  GArray *slots = g_array_new (FALSE, FALSE, sizeof (GcSlot));
  g_autoptr (GcSpans) both = gc_spans_intersect (request->window, request->duty);
  int64_t length_ms = request->length.length_minutes * GC_MINUTE_MS;
  int minutes = request->length.length_minutes + request->length.gap_minutes;
  int steps = (minutes + ROUND_MINUTES - 1) / ROUND_MINUTES;
  int64_t step_ms = steps * (ROUND_MINUTES * GC_MINUTE_MS);
  int64_t day = INT64_MIN;
  guint index = 0;

  g_return_val_if_fail (length_ms > 0 && request->length.gap_minutes >= 0, slots);
  for (guint i = 0; i < gc_spans_get_length (both); i++) {
    const GcSpan *span = gc_spans_get (both, i);
    for (int64_t at_ms = span->from_ms; at_ms + length_ms <= span->to_ms; at_ms += step_ms) {
      int64_t its_day = gc_wall_time_day (gc_wall_time_at (request->zone, at_ms));
      index = its_day == day ? index + 1 : 0;
      day = its_day;
      add_slot (request, at_ms, index, slots);
    }
  }
  return slots;
}
