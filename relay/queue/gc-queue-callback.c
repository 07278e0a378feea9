// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Callbacks: the resident leaves a telephone number and goes, and the ticket keeps its place. When
 * its turn comes the agent calls him. No message of this file tells the number.
 */
#include "config.h"

#include "queue/gc-queue-private.h"

#include "common/gc-error.h"
#include "queue/gc-phone.h"

#include <string.h>

const GcTicket *
gc_queue_find_callback (const GcQueue *queue,
                        const char *point,
                        const char *number,
                        const char *phone)
{
  GSequenceIter *iter = g_sequence_get_begin_iter (queue->open);

  for (; !g_sequence_iter_is_end (iter); iter = g_sequence_iter_next (iter)) {
    const GcTicket *row = ((GcTicketEntry *)g_sequence_get (iter))->row;
    if (row->phone != NULL && strcmp (row->point, point) == 0 &&
        g_ascii_strcasecmp (row->number, number) == 0 && gc_phone_equal (row->phone, phone))
      return row;
  }
  return NULL;
}

static int
compare_ends (gconstpointer a, gconstpointer b)
{
  const GcTicket *left = *(const GcTicket *const *)a, *right = *(const GcTicket *const *)b;

  if (left->since_ms != right->since_ms)
    return left->since_ms < right->since_ms ? -1 : 1;
  return strcmp (left->id, right->id);
}

void
gc_queue_foreach_unreached (const GcQueue *queue,
                            void (*func) (const GcTicket *ticket, gpointer user_data),
                            gpointer user_data)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, queue->tickets);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    GcTicket *row = ((GcTicketEntry *)value)->row;
    if (row->state == GC_TICKET_ABANDONED && row->until_ms != 0)
      g_ptr_array_add (rows, row);
  }
  g_ptr_array_sort (rows, compare_ends);
  for (unsigned i = 0; i < rows->len; i++)
    func (rows->pdata[i], user_data);
}

/* ---- the resident ---- */

gboolean
gc_queue_on_call_back (GcQueue *queue,
                       const GcQueueEvent *event,
                       GcTicketEntry *ticket,
                       GcAgentEntry *unused,
                       GError **error)
{
  g_autofree char *called = gc_phone_parse (event->call_back.phone);
  GcTicket *row = ticket->row;

  if (called == NULL) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "ticket %s: not a telephone number",
                 row->number);
    return FALSE;
  }
  /* As it was typed: people read it off in its groups. */
  g_free (row->phone);
  row->phone = g_strdup (event->call_back.phone);
  row->absent_ms = 0;
  /* He can be called when the point is closed. */
  row->closes_ms = 0;
  if (row->state == GC_TICKET_DRAFT)
    gc_queue_take_place (queue, ticket);
  gc_queue_note (queue, ticket, GC_REASON_CALL_BACK, NULL, NULL);
  return TRUE;
}

static void
show_at (GcQueue *queue, GcTicketEntry *entry, const char *kiosk)
{
  GcTicket *row = entry->row;

  if (!row->cleared)
    g_hash_table_remove (queue->kiosks, row->kiosk);
  g_free (row->kiosk);
  row->kiosk = g_strdup (kiosk);
  row->cleared = FALSE;
  g_hash_table_replace (queue->kiosks, row->kiosk, entry);
}

gboolean
gc_queue_on_come_back (GcQueue *queue,
                       const GcQueueEvent *event,
                       GcTicketEntry *ticket,
                       GcAgentEntry *unused,
                       GError **error)
{
  GcTicketEntry *shown = g_hash_table_lookup (queue->kiosks, event->actor);
  GcTicket *row = ticket->row;

  if (shown != NULL && !gc_queue_frees_kiosk (shown->row)) {
    g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "ticket %s: still %s at kiosk %s",
                 shown->row->number, gc_ticket_state_name (shown->row->state), event->actor);
    return FALSE;
  }
  if (row->offer_agent != NULL)
    gc_queue_end_offer (queue, ticket, GC_REASON_OFFER_CANCELLED, "came_back");
  if (shown != NULL && shown != ticket)
    gc_queue_clear_kiosk (queue, shown);
  show_at (queue, ticket, event->actor);
  g_clear_pointer (&row->phone, g_free);
  row->call_attempts = 0;
  row->call_after_ms = 0;
  row->closes_ms = event->come_back.closes_ms;
  gc_queue_tell_resident (queue, ticket, GC_NOTICE_NONE);
  gc_queue_note (queue, ticket, GC_REASON_CAME_BACK, NULL, NULL);
  return TRUE;
}

/* ---- the agent ---- */

gboolean
gc_queue_on_reached (GcQueue *queue,
                     const GcQueueEvent *event,
                     GcTicketEntry *ticket,
                     GcAgentEntry *agent,
                     GError **error)
{
  ticket->row->resident_joined = TRUE;
  gc_queue_join_session (queue, ticket, TRUE);
  return TRUE;
}

gboolean
gc_queue_on_unreached (GcQueue *queue,
                       const GcQueueEvent *event,
                       GcTicketEntry *ticket,
                       GcAgentEntry *agent,
                       GError **error)
{
  GcTicket *row = ticket->row;
  g_autofree char *account = g_steal_pointer (&row->agent);
  g_autofree char *detail = g_strdup_printf ("%u", ++row->call_attempts);

  gc_queue_unbind (queue, agent);
  row->session_since_ms = 0;
  if (row->call_attempts >= queue->config.callback_attempts) {
    gc_queue_move (queue, ticket, GC_TICKET_ABANDONED, GC_REASON_UNREACHED, account, detail);
    row->until_ms = queue->now_ms + queue->config.callback_shown_ms;
    return TRUE;
  }
  gc_queue_enter_place (queue, ticket);
  gc_queue_step_forward (queue, ticket, GC_NOTICE_RETURNED_AHEAD);
  gc_queue_move (queue, ticket, GC_TICKET_WAITING, GC_REASON_UNREACHED, account, detail);
  row->call_after_ms = queue->now_ms + queue->config.callback_retry_ms;
  return TRUE;
}
