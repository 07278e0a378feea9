// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "common/gc-spans.h"

#include <glib.h>
#include <stdint.h>

/*
 * The times that can be booked: point window and hub duty and a free room and a free agent with
 * the skill, not on a holiday of either side (both timetables leave those out), at most 21 days
 * ahead. Pure: everything comes in as spans of UTC, and the time of the question with it.
 */
#define GC_SLOT_DAYS_AHEAD 21
#define GC_SLOT_ELDER_AGE 65
/* So much of each day is kept for elders until so long before. */
#define GC_SLOT_ELDER_PERCENT 20
#define GC_SLOT_ELDER_HOURS 24
#define GC_SLOT_AGE_UNKNOWN (-1)

/* A meeting, and the time after it until the room and the agent are free for the next. */
typedef struct {
  int length_minutes;
  int gap_minutes;
} GcSlotLength;

/* @typical_minutes: how long the item takes, or 0 if its data do not say. */
GcSlotLength gc_slot_length (gboolean notarial, int typical_minutes);

/* @capacity agents who have the skill and are all on duty at the same times. */
typedef struct {
  const GcSpans *on_duty; /* borrowed */
  guint capacity;
} GcSlotAgents;

/* What is booked already. A booking of another point may take an agent of ours and no room. */
typedef struct {
  GcSpan busy; /* with its gap */
  gboolean takes_room;
  gboolean takes_agent;
} GcSlotBooking;

/*
 * @window, @duty: from the beginning of a day at the point, so that the grid of a day does not
 * depend on the time of the question. @zone: the point's. All borrowed.
 */
typedef struct {
  GTimeZone *zone;
  const GcSpans *window;
  const GcSpans *duty;
  guint rooms;
  const GcSlotAgents *agents;
  size_t n_agents;
  const GcSlotBooking *bookings;
  size_t n_bookings;
  GcSlotLength length;
  int age; /* of the resident, in years, or GC_SLOT_AGE_UNKNOWN */
  int64_t now_ms;
} GcSlotRequest;

typedef struct {
  GcSpan span;         /* the meeting, without the gap */
  guint free;          /* how many can still book it, at least 1 */
  gboolean for_elders; /* of the share that is kept for them */
} GcSlot;

/* The slots that this resident can book, in order. (element-type GcSlot) (transfer full) */
GArray *gc_slots_find (const GcSlotRequest *request);
