// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "queue/gc-names.h"
#include "queue/gc-queue-private.h"

static const char *const reason_names[GC_REASON_N] = {
  [GC_REASON_CREATED] = "created",
  [GC_REASON_JOINED] = "joined",
  [GC_REASON_LEFT] = "left",
  [GC_REASON_OFFERED] = "offered",
  [GC_REASON_TAKEN] = "taken",
  [GC_REASON_ACCEPTED] = "accepted",
  [GC_REASON_DECLINED] = "declined",
  [GC_REASON_OFFER_TIMEOUT] = "offer_timeout",
  [GC_REASON_OFFER_CANCELLED] = "offer_cancelled",
  [GC_REASON_CONNECTED] = "connected",
  [GC_REASON_CONNECT_TIMEOUT] = "connect_timeout",
  [GC_REASON_RESIDENT_ABSENT] = "resident_absent",
  [GC_REASON_AGENT_ABSENT] = "agent_absent",
  [GC_REASON_RETURNED] = "returned",
  [GC_REASON_GRACE_OVER] = "grace_over",
  [GC_REASON_ENDED] = "ended",
  [GC_REASON_WRAPPED_UP] = "wrapped_up",
  [GC_REASON_WRAP_UP_TIMEOUT] = "wrap_up_timeout",
  [GC_REASON_RATED] = "rated",
  [GC_REASON_CLEARED] = "cleared",
  [GC_REASON_BOOSTED] = "boosted",
  [GC_REASON_HEAD_OVER] = "head_over",
  [GC_REASON_HANDED_ON] = "handed_on",
  [GC_REASON_EXTENDED] = "extended",
  [GC_REASON_ITEM_DONE] = "item_done",
  [GC_REASON_ITEM_ADDED] = "item_added",
  [GC_REASON_NEXT_ITEM] = "next_item",
  [GC_REASON_PARKED] = "parked",
  [GC_REASON_READY] = "ready",
  [GC_REASON_PARK_OVER] = "park_over",
  [GC_REASON_CALL_BACK] = "call_back",
  [GC_REASON_CAME_BACK] = "came_back",
  [GC_REASON_UNREACHED] = "unreached",
  [GC_REASON_MOVED_ONLINE] = "moved_online",
  [GC_REASON_INVITED] = "invited",
  [GC_REASON_INVITE_ENDED] = "invite_ended",
  [GC_REASON_GUEST_JOINED] = "guest_joined",
  [GC_REASON_GUEST_LEFT] = "guest_left",
  [GC_REASON_SUPERVISED] = "supervised",
  [GC_REASON_HEARD_BY] = "heard_by",
  [GC_REASON_HANDED_OVER] = "handed_over",
  [GC_REASON_RAISED] = "raised",
  [GC_REASON_ASSIGNED] = "assigned",
  [GC_REASON_MOVED] = "moved",
  [GC_REASON_RELEASED] = "released",
  [GC_REASON_CANCELLED] = "cancelled",
};

static const char *const book_reason_names[GC_BOOK_N] = {
  [GC_BOOK_HELD] = "held",
  [GC_BOOK_PROPOSED] = "proposed",
  [GC_BOOK_BOOKED] = "booked",
  [GC_BOOK_FOUND] = "found",
  [GC_BOOK_LEFT] = "left",
  [GC_BOOK_MOVED] = "moved",
  [GC_BOOK_ASKED] = "asked",
  [GC_BOOK_ACCEPTED] = "accepted",
  [GC_BOOK_DECLINED] = "declined",
  [GC_BOOK_CANCELLED] = "cancelled",
  [GC_BOOK_ARRIVED] = "arrived",
  [GC_BOOK_REOPENED] = "reopened",
  [GC_BOOK_EXPIRED] = "expired",
  [GC_BOOK_REPLACED] = "replaced",
  [GC_BOOK_PAGE_GONE] = "page_gone",
  [GC_BOOK_LAPSED] = "lapsed",
  [GC_BOOK_NO_SHOW] = "no_show",
  [GC_BOOK_REMIND] = "remind",
  [GC_BOOK_REMINDED] = "reminded",
  [GC_BOOK_CONFIRMED] = "confirmed",
  [GC_BOOK_CLOCK_CHANGED] = "clock_changed",
  [GC_BOOK_SEEN] = "seen",
  [GC_BOOK_CLOSED] = "closed",
};

const char *
gc_book_reason_name (GcBookReason reason)
{
  g_return_val_if_fail (reason < GC_BOOK_N, "held");
  return book_reason_names[reason];
}

gboolean
gc_book_reason_parse (const char *name, GcBookReason *ret_reason)
{
  int index;

  if (!gc_names_find (book_reason_names, GC_BOOK_N, name, &index))
    return FALSE;
  *ret_reason = (GcBookReason)index;
  return TRUE;
}

const char *
gc_reason_name (GcReason reason)
{
  g_return_val_if_fail (reason < GC_REASON_N, "created");
  return reason_names[reason];
}

gboolean
gc_reason_parse (const char *name, GcReason *ret_reason)
{
  int index;

  if (!gc_names_find (reason_names, GC_REASON_N, name, &index))
    return FALSE;
  *ret_reason = (GcReason)index;
  return TRUE;
}

static void
transition_free (gpointer data)
{
  GcTransition *transition = data;

  g_free (transition->ticket);
  g_free (transition->agent);
  g_free (transition->detail);
  g_free (transition);
}

static void
appointment_event_free (gpointer data)
{
  GcAppointmentEvent *event = data;

  g_free (event->appointment);
  g_free (event->detail);
  g_free (event);
}

static void
counter_free (gpointer data)
{
  GcNumberCounter *counter = data;

  g_free (counter->point);
  g_free (counter);
}

GPtrArray *
gc_queue_transitions_new (void)
{
  return g_ptr_array_new_with_free_func (transition_free);
}

GPtrArray *
gc_queue_appointment_events_new (void)
{
  return g_ptr_array_new_with_free_func (appointment_event_free);
}

GcQueueRows *
gc_queue_rows_new (void)
{
  GcQueueRows *rows = g_new0 (GcQueueRows, 1);

  rows->tickets = g_ptr_array_new_with_free_func ((GDestroyNotify)gc_ticket_free);
  rows->agents = g_ptr_array_new_with_free_func ((GDestroyNotify)gc_agent_free);
  rows->counters = g_ptr_array_new_with_free_func (counter_free);
  rows->times = g_ptr_array_new_with_free_func ((GDestroyNotify)gc_service_time_free);
  rows->appointments = g_ptr_array_new_with_free_func ((GDestroyNotify)gc_appointment_free);
  rows->agent_events = gc_queue_agent_events_new ();
  rows->transitions = gc_queue_transitions_new ();
  rows->appointment_events = gc_queue_appointment_events_new ();
  return rows;
}

void
gc_queue_rows_free (GcQueueRows *rows)
{
  if (rows == NULL)
    return;
  g_ptr_array_unref (rows->tickets);
  g_ptr_array_unref (rows->agents);
  g_ptr_array_unref (rows->counters);
  g_ptr_array_unref (rows->times);
  g_ptr_array_unref (rows->appointments);
  g_ptr_array_unref (rows->agent_events);
  g_ptr_array_unref (rows->transitions);
  g_ptr_array_unref (rows->appointment_events);
  g_free (rows);
}

gboolean
gc_queue_rows_is_empty (const GcQueueRows *rows)
{
  return rows->tickets->len == 0 && rows->agents->len == 0 && rows->counters->len == 0 &&
         rows->times->len == 0 && rows->appointments->len == 0 && rows->agent_events->len == 0 &&
         rows->transitions->len == 0 && rows->appointment_events->len == 0;
}
