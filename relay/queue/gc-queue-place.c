// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Where a ticket stands, and what moves it. Bonuses are worth seconds of waiting and bounded, so
 * that each of them is paid back by waiting; beyond overdue_ms of waiting none counts any more.
 */
#include "config.h"

#include "queue/gc-queue-private.h"

/* What those behind a ticket are told when it steps forward for this. */
static const GcNotice told[GC_BOOST_N] = {
  [GC_BOOST_REENTRY] = GC_NOTICE_RETURNED_AHEAD,
  [GC_BOOST_RAISED] = GC_NOTICE_RAISED_AHEAD,
  [GC_BOOST_QUICK] = GC_NOTICE_QUICK_AHEAD,
  [GC_BOOST_POINT] = GC_NOTICE_POINT_AHEAD,
  [GC_BOOST_CLOSING] = GC_NOTICE_CLOSING_AHEAD,
  [GC_BOOST_APPOINTMENT] = GC_NOTICE_APPOINTMENT_AHEAD,
};

static gboolean
has_boost (const GcTicket *row, GcBoost boost)
{
  return (row->boosts & (1u << boost)) != 0;
}

int64_t
gc_queue_boost_ms (const GcQueue *queue, const GcTicket *row)
{
  int64_t sum_ms = 0;

  for (GcBoost boost = 0; boost < GC_BOOST_N; boost++)
    if (has_boost (row, boost))
      sum_ms += queue->config.boost_ms[boost];
  return MIN (sum_ms, queue->config.max_boost_ms);
}

/* Whether the ticket is in line and has waited for so long that nothing but its age counts. */
static gboolean
is_overdue (const GcQueue *queue, const GcTicket *row)
{
  return (row->state == GC_TICKET_WAITING || row->state == GC_TICKET_OFFERED) &&
         queue->now_ms - row->enqueued_ms >= queue->config.overdue_ms;
}

GcPlace
gc_queue_place (const GcQueue *queue, const GcTicket *row)
{
  if (row->rank == 0)
    return (GcPlace){ TRUE, INT64_MAX, UINT64_MAX };
  if (is_overdue (queue, row))
    return (GcPlace){ FALSE, row->enqueued_ms, row->rank };
  return (GcPlace){ TRUE, row->enqueued_ms - gc_queue_boost_ms (queue, row), row->rank };
}

int
gc_queue_compare_places (const GcPlace *a, const GcPlace *b)
{
  if (a->later != b->later)
    return a->later ? 1 : -1;
  if (a->key_ms != b->key_ms)
    return a->key_ms < b->key_ms ? -1 : 1;
  return (a->rank > b->rank) - (a->rank < b->rank);
}

int
gc_queue_compare_tickets (gconstpointer a, gconstpointer b, gpointer unused)
{
  const GcTicketEntry *left = a, *right = b;
  int order = gc_queue_compare_places (&left->place, &right->place);

  return order != 0 ? order : g_strcmp0 (left->row->id, right->row->id);
}

void
gc_queue_step_forward (GcQueue *queue, GcTicketEntry *entry, GcNotice notice)
{
  entry->row->overtook = notice;
  entry->row->overtook_ms = queue->now_ms;
  gc_queue_touch_ticket (queue, entry);
}

void
gc_queue_boost (GcQueue *queue, GcTicketEntry *entry, GcBoost boost)
{
  entry->row->boosts |= 1u << boost;
  gc_queue_step_forward (queue, entry, told[boost]);
}

/* When the point's closing time begins to count; INT64_MAX if it does not, or does already. */
static int64_t
closing_ms (const GcQueue *queue, const GcTicket *row)
{
  if (row->closes_ms == 0 || has_boost (row, GC_BOOST_CLOSING))
    return INT64_MAX;
  return row->closes_ms - queue->config.closing_ms;
}

/* He came so long after his appointment that it gives no bonus any more. */
static gboolean
came_late (const GcQueue *queue, const GcTicket *row)
{
  return row->slot_ms != 0 && row->created_ms > row->slot_ms + queue->config.no_show_ms;
}

/* When the appointment begins to count; INT64_MAX if it does not, or does already. */
static int64_t
appointment_ms (const GcQueue *queue, const GcTicket *row)
{
  if (row->slot_ms == 0 || has_boost (row, GC_BOOST_APPOINTMENT) || came_late (queue, row))
    return INT64_MAX;
  return row->slot_ms - queue->config.ahead_ms;
}

int64_t
gc_queue_join_ms (const GcQueue *queue, const GcTicket *row)
{
  if (!came_late (queue, row))
    return queue->now_ms;
  /* Not before those who have really waited for so long that nothing but their age counts. */
  return MAX (row->slot_ms, queue->now_ms - queue->config.max_boost_ms);
}

void
gc_queue_enter_place (GcQueue *queue, GcTicketEntry *entry)
{
  const GcPointEntry *point = gc_queue_point_of (queue, entry->row->point);
  int64_t unserved_ms = queue->now_ms - point->row.served_ms;

  if (came_late (queue, entry->row))
    gc_queue_step_forward (queue, entry, told[GC_BOOST_APPOINTMENT]);
  if (has_boost (entry->row, GC_BOOST_QUICK))
    gc_queue_step_forward (queue, entry, told[GC_BOOST_QUICK]);
  if (point->n_in_line == 0 && unserved_ms >= queue->config.point_unserved_ms)
    gc_queue_boost (queue, entry, GC_BOOST_POINT);
  if (closing_ms (queue, entry->row) <= queue->now_ms)
    gc_queue_boost (queue, entry, GC_BOOST_CLOSING);
  if (appointment_ms (queue, entry->row) <= queue->now_ms)
    gc_queue_boost (queue, entry, GC_BOOST_APPOINTMENT);
}

static int64_t
head_over_ms (const GcTicket *row)
{
  return has_boost (row, GC_BOOST_REENTRY) ? row->head_until_ms : INT64_MAX;
}

/* When the ring, or being overdue, changes next, as seen from how the ticket is filed. */
static int64_t
wider_ms (const GcQueue *queue, const GcTicketEntry *entry)
{
  int64_t delay_ms = entry->need.ring < GC_RING_RELAXED      ? queue->config.ring2_ms
                     : entry->need.ring < GC_RING_SUPERVISOR ? queue->config.ring3_ms
                     : entry->place.later                    ? queue->config.overdue_ms
                                                             : -1;

  return delay_ms < 0 ? INT64_MAX : entry->row->enqueued_ms + delay_ms;
}

int64_t
gc_queue_place_deadline (const GcQueue *queue, const GcTicketEntry *entry)
{
  const GcTicket *row = entry->row;
  int64_t kept_ms = gc_queue_kept_until_ms (queue, row);
  int64_t boost_ms =
      MIN (MIN (closing_ms (queue, row), appointment_ms (queue, row)), head_over_ms (row));

  return MIN (MIN (kept_ms, boost_ms), wider_ms (queue, entry));
}

void
gc_queue_run_place (GcQueue *queue, GcTicketEntry *entry)
{
  GcTicket *row = entry->row;

  if (closing_ms (queue, row) <= queue->now_ms) {
    gc_queue_boost (queue, entry, GC_BOOST_CLOSING);
    gc_queue_note (queue, entry, GC_REASON_BOOSTED, NULL, gc_boost_name (GC_BOOST_CLOSING));
  }
  if (appointment_ms (queue, row) <= queue->now_ms) {
    gc_queue_boost (queue, entry, GC_BOOST_APPOINTMENT);
    gc_queue_note (queue, entry, GC_REASON_BOOSTED, NULL, gc_boost_name (GC_BOOST_APPOINTMENT));
  }
  if (head_over_ms (row) <= queue->now_ms) {
    row->boosts &= ~(1u << GC_BOOST_REENTRY);
    row->head_until_ms = 0;
    gc_queue_note (queue, entry, GC_REASON_HEAD_OVER, NULL, NULL);
    gc_queue_tell_resident (queue, entry, GC_NOTICE_HEAD_OVER);
  }
  if (gc_queue_kept_until_ms (queue, row) <= queue->now_ms)
    gc_queue_keep_for (queue, entry, NULL, 0);
  gc_queue_touch_ticket (queue, entry);
}
