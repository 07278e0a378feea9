// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "queue-more.h"

#include "queue/gc-visit.h"

void
more_count (MoreCounts *counts, const GcTransition *line)
{
  if (line->to == GC_TICKET_PARKED)
    g_assert_true (line->from == GC_TICKET_IN_SESSION || line->from == GC_TICKET_PARKED);
  counts->n_parked += line->reason == GC_REASON_PARKED;
  counts->n_ready += line->reason == GC_REASON_READY;
  counts->n_over += line->reason == GC_REASON_PARK_OVER;
  counts->n_items += line->reason == GC_REASON_ITEM_DONE;
  counts->n_added += line->reason == GC_REASON_ITEM_ADDED;
  counts->n_next += line->reason == GC_REASON_NEXT_ITEM;
  counts->n_pulled += line->from == GC_TICKET_PARKED && line->reason == GC_REASON_TAKEN;
}

void
more_assert_busy (const MoreCounts *counts)
{
  g_test_message ("%u parked, %u ready, %u too late, %u taken back by their agent",
                  counts->n_parked, counts->n_ready, counts->n_over, counts->n_pulled);
  g_test_message ("%u items finished and %u added, %u times in line for the next one",
                  counts->n_items, counts->n_added, counts->n_next);
  g_assert_cmpuint (counts->n_items, >, 0);
  g_assert_cmpuint (counts->n_added, >, 0);
  g_assert_cmpuint (counts->n_next, >, 0);
  g_assert_cmpuint (counts->n_parked, >, 0);
  g_assert_cmpuint (counts->n_ready, >, 0);
  g_assert_cmpuint (counts->n_over, >, 0);
  g_assert_cmpuint (counts->n_pulled, >, 0);
}

/* The items are different, the ticket's is one of them, and no other than it is handled. */
static void
check_visit (const GcTicket *ticket, gpointer unused)
{
  const GArray *visit = ticket->visit;

  if (visit->len == 0)
    return;
  g_assert_cmpuint (visit->len, >, 1);
  g_assert_cmpuint (visit->len, <=, GC_VISIT_MAX_ITEMS);
  const GcVisitItem *current = gc_visit_find (visit, ticket->item);
  g_assert_nonnull (current);
  g_assert_true (current->outcome == GC_OUTCOME_NONE);
  g_assert_cmpstr (current->department, ==, ticket->department);
  for (unsigned i = 0; i < visit->len; i++) {
    const GcVisitItem *item = &g_array_index (visit, GcVisitItem, i);
    g_assert_true (gc_visit_find (visit, item->item) == item);
    g_assert_true ((item->outcome != GC_OUTCOME_NONE) == (item->agent != NULL));
    /* In their order. */
    g_assert_true (item >= current || item->outcome != GC_OUTCOME_NONE);
  }
}

GcQueueEvent
more_pull (const GcQueue *queue, const char *account, const GcTicket *other)
{
  g_autoptr (GPtrArray) parked = gc_queue_list_parked (queue, account);
  const GcTicket *ticket = parked->len > 0 ? g_ptr_array_index (parked, 0) : other;

  return (GcQueueEvent){ .type = GC_EVENT_SESSION_UNPARK,
                         .ticket = ticket != NULL ? ticket->id : "t0",
                         .actor = account };
}

void
more_check (const GcQueue *queue, const char *account, int64_t now_ms)
{
  g_autoptr (GPtrArray) parked = gc_queue_list_parked (queue, account);

  gc_queue_foreach_open (queue, check_visit, NULL);
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

const GcVisitWish more_wishes[] = {
  { "VI-01", "hrss", 0, FALSE },
  { "VI-02", "tax", 600000, TRUE },
  { "VI-03", "civil", 0, FALSE },
};

void
more_fill (GcQueueEvent *event, const GcTicket *ticket, unsigned way, unsigned value)
{
  if (way < 3) {
    event->type = GC_EVENT_SESSION_PARK;
    event->park.reason = "because";
    event->park.minutes = value % 2 == 0 ? value : value % 5;
  } else if (way == 3) {
    event->type = GC_EVENT_ITEM_ADD;
    event->item_add = more_wishes[value % G_N_ELEMENTS (more_wishes)];
  } else {
    event->type = GC_EVENT_ITEM_DONE;
    event->item_done.item = ticket != NULL ? ticket->item : "VI-01";
    event->item_done.outcome = (GcOutcome)(value % GC_OUTCOME_N);
  }
}
