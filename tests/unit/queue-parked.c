// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "queue-parked.h"

void
parked_count (ParkCounts *counts, const GcTransition *line)
{
  if (line->to == GC_TICKET_PARKED)
    g_assert_true (line->from == GC_TICKET_IN_SESSION || line->from == GC_TICKET_PARKED);
  counts->n_parked += line->reason == GC_REASON_PARKED;
  counts->n_ready += line->reason == GC_REASON_READY;
  counts->n_over += line->reason == GC_REASON_PARK_OVER;
  counts->n_pulled += line->from == GC_TICKET_PARKED && line->reason == GC_REASON_TAKEN;
}

void
parked_assert_busy (const ParkCounts *counts)
{
  g_test_message ("%u parked, %u ready, %u too late, %u taken back by their agent",
                  counts->n_parked, counts->n_ready, counts->n_over, counts->n_pulled);
  g_assert_cmpuint (counts->n_parked, >, 0);
  g_assert_cmpuint (counts->n_ready, >, 0);
  g_assert_cmpuint (counts->n_over, >, 0);
  g_assert_cmpuint (counts->n_pulled, >, 0);
}

void
parked_check (const GcQueue *queue, const char *account, int64_t now_ms)
{
  g_autoptr (GPtrArray) parked = gc_queue_list_parked (queue, account);

  for (unsigned i = 0; i < parked->len; i++) {
    const GcTicket *ticket = g_ptr_array_index (parked, i);
    g_assert_cmpint (ticket->state, ==, GC_TICKET_PARKED);
    g_assert_cmpstr (ticket->preferred, ==, account);
    g_assert_null (ticket->agent);
    g_assert_cmpint (ticket->until_ms, >, now_ms);
    g_assert_cmpint (ticket->until_ms, <=, now_ms + GC_PARK_MAX_MINUTES * INT64_C (60000));
    g_assert_cmpint (gc_queue_ahead (queue, ticket->id), ==, -1);
  }
}

void
parked_fill (GcQueueEvent *event, int64_t minutes)
{
  event->type = GC_EVENT_SESSION_PARK;
  event->park.reason = "because";
  event->park.minutes = minutes;
}

GcQueueEvent
parked_pull (const GcQueue *queue, const char *account, const GcTicket *other)
{
  g_autoptr (GPtrArray) parked = gc_queue_list_parked (queue, account);
  const GcTicket *ticket = parked->len > 0 ? g_ptr_array_index (parked, 0) : other;

  return (GcQueueEvent){ .type = GC_EVENT_SESSION_UNPARK,
                         .ticket = ticket != NULL ? ticket->id : "t0",
                         .actor = account };
}
