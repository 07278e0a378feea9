// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The hold queue. A resident has to get something, a paper from home or a copy; his agent parks the
 * ticket and serves others meanwhile. It belongs to that agent all the time: `preferred` names him
 * while it is parked, and keeps it for him when it comes back into line, at its old place.
 */
#include "config.h"

#include "queue/gc-queue-private.h"

#include "common/gc-error.h"

#define MINUTE_MS INT64_C (60000)

void
gc_queue_file_reserved (GcQueue *queue, GcTicketEntry *entry)
{
  const char *account = entry->row->preferred;
  GcAgentEntry *agent = account != NULL ? gc_queue_find_agent (queue, account) : NULL;

  if (agent == entry->reserver)
    return;
  if (entry->reserver != NULL)
    g_ptr_array_remove_fast (entry->reserver->reserved, entry);
  entry->reserver = agent;
  if (agent != NULL)
    g_ptr_array_add (agent->reserved, entry);
}

int64_t
gc_queue_kept_until_ms (const GcQueue *queue, const GcTicket *row)
{
  if (row->preferred == NULL)
    return INT64_MAX;
  if (row->preferred_until_ms != 0)
    return row->preferred_until_ms;
  int64_t absent_ms = gc_queue_find_agent (queue, row->preferred)->row->absent_ms;
  return absent_ms == 0 ? INT64_MAX : absent_ms + queue->config.sticky_ms;
}

void
gc_queue_limit_keep (GcQueue *queue, GcTicketEntry *entry)
{
  GcTicket *row = entry->row;
  gboolean in_line = row->state == GC_TICKET_WAITING || row->state == GC_TICKET_OFFERED;

  if (!in_line || row->preferred == NULL || row->preferred_until_ms != 0)
    return;
  row->preferred_until_ms = queue->now_ms + queue->config.sticky_ms;
  gc_queue_touch_ticket (queue, entry);
}

static unsigned
count_parked (const GcAgentEntry *agent)
{
  unsigned n = 0;

  for (unsigned i = 0; i < agent->reserved->len; i++) {
    const GcTicketEntry *entry = g_ptr_array_index (agent->reserved, i);
    n += entry->row->state == GC_TICKET_PARKED;
  }
  return n;
}

static int
compare_ends (gconstpointer a, gconstpointer b)
{
  const GcTicket *left = *(const GcTicket *const *)a, *right = *(const GcTicket *const *)b;

  if (left->until_ms != right->until_ms)
    return left->until_ms < right->until_ms ? -1 : 1;
  return g_strcmp0 (left->id, right->id);
}

GPtrArray *
gc_queue_list_parked (const GcQueue *queue, const char *account)
{
  const GcAgentEntry *agent = gc_queue_find_agent (queue, account);
  GPtrArray *parked = g_ptr_array_new ();

  for (unsigned i = 0; agent != NULL && i < agent->reserved->len; i++) {
    const GcTicketEntry *entry = g_ptr_array_index (agent->reserved, i);
    if (entry->row->state == GC_TICKET_PARKED)
      g_ptr_array_add (parked, entry->row);
  }
  g_ptr_array_sort (parked, compare_ends);
  return parked;
}

static gboolean
check_park (const GcQueueEvent *event,
            const GcTicketEntry *ticket,
            const GcAgentEntry *agent,
            GError **error)
{
  const char *number = ticket->row->number;
  int64_t minutes = event->park.minutes;

  if (event->park.reason == NULL || *event->park.reason == '\0') {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "ticket %s: parked for no reason", number);
    return FALSE;
  }
  if (ticket->row->phone != NULL) {
    g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT,
                 "ticket %s: is called by telephone, and nobody sits at its kiosk", number);
    return FALSE;
  }
  if (minutes < 1 || minutes > GC_PARK_MAX_MINUTES) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID,
                 "ticket %s: %" G_GINT64_FORMAT " minutes are not 1 to %d", number, minutes,
                 GC_PARK_MAX_MINUTES);
    return FALSE;
  }
  if (count_parked (agent) >= GC_PARK_MAX_TICKETS) {
    g_set_error (error, GC_ERROR, GC_ERROR_LIMIT, "ticket %s: agent %s has parked %d already",
                 number, agent->row->account, GC_PARK_MAX_TICKETS);
    return FALSE;
  }
  return TRUE;
}

gboolean
gc_queue_on_park (GcQueue *queue,
                  const GcQueueEvent *event,
                  GcTicketEntry *ticket,
                  GcAgentEntry *agent,
                  GError **error)
{
  GcTicket *row = ticket->row;

  if (!check_park (event, ticket, agent, error))
    return FALSE;
  g_autofree char *detail = g_strdup_printf ("minutes=%" G_GINT64_FORMAT " reason=%s",
                                             event->park.minutes, event->park.reason);
  if (row->offer_agent != NULL)
    gc_queue_end_offer (queue, ticket, GC_REASON_OFFER_CANCELLED, "parked");
  gc_queue_let_guests_go (queue, ticket);
  g_clear_pointer (&row->agent, g_free);
  row->talked_ms += queue->now_ms - row->session_since_ms;
  row->session_since_ms = 0;
  row->resident_joined = FALSE;
  row->agent_joined = FALSE;
  row->held_ms = 0;
  gc_queue_unbind (queue, agent);
  gc_queue_move (queue, ticket, GC_TICKET_PARKED, GC_REASON_PARKED, agent->row->account, detail);
  row->park_reason = g_strdup (event->park.reason);
  row->until_ms = queue->now_ms + event->park.minutes * MINUTE_MS;
  gc_queue_keep_for (queue, ticket, agent->row->account, 0);
  gc_queue_tell_resident (queue, ticket, GC_NOTICE_NONE);
  gc_queue_tell_agent (queue, agent, GC_NOTICE_NONE);
  return TRUE;
}

void
gc_queue_end_park (GcQueue *queue, GcTicketEntry *entry, GcReason reason, const char *detail)
{
  GcTicket *row = entry->row;

  /* He was free to go away: from now on he is missed. */
  if (row->absent_ms != 0)
    row->absent_ms = MAX (row->absent_ms, queue->now_ms);
  if (row->assigned)
    row->preferred_until_ms = queue->now_ms + queue->config.assign_ms;
  else if (!gc_queue_may_take (queue, entry->reserver, entry))
    gc_queue_keep_for (queue, entry, NULL, 0);
  row->head_until_ms = queue->now_ms + queue->config.head_ms;
  gc_queue_enter_place (queue, entry);
  gc_queue_boost (queue, entry, GC_BOOST_REENTRY);
  gc_queue_move (queue, entry, GC_TICKET_WAITING, reason, entry->reserver->row->account, detail);
}

gboolean
gc_queue_on_ready (GcQueue *queue,
                   const GcQueueEvent *event,
                   GcTicketEntry *ticket,
                   GcAgentEntry *unused,
                   GError **error)
{
  gc_queue_tell_agent (queue, ticket->reserver, GC_NOTICE_PARKED_READY);
  gc_queue_end_park (queue, ticket, GC_REASON_READY, NULL);
  return TRUE;
}

gboolean
gc_queue_on_unpark (GcQueue *queue,
                    const GcQueueEvent *event,
                    GcTicketEntry *ticket,
                    GcAgentEntry *agent,
                    GError **error)
{
  if (!gc_queue_check_free (agent, error))
    return FALSE;
  if (ticket->row->absent_ms != 0) {
    g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "ticket %s: the resident is not there",
                 ticket->row->number);
    return FALSE;
  }
  g_autofree char *why = gc_queue_explain (queue, ticket, agent, "parked");
  gc_queue_connect (queue, ticket, agent, GC_REASON_TAKEN, why);
  return TRUE;
}

void
gc_queue_on_park_due (GcQueue *queue, GcTicketEntry *entry)
{
  const GcTicket *row = entry->row;
  GcAgentEntry *agent = entry->reserver;

  if (row->absent_ms != 0 && row->absent_ms + queue->config.drop_after_ms <= queue->now_ms) {
    gc_queue_tell_agent (queue, agent, GC_NOTICE_PARKED_LEFT);
    gc_queue_move (queue, entry, GC_TICKET_ABANDONED, GC_REASON_PARK_OVER, agent->row->account,
                   NULL);
    return;
  }
  gc_queue_tell_agent (queue, agent, GC_NOTICE_PARKED_READY);
  gc_queue_end_park (queue, entry, GC_REASON_PARK_OVER, NULL);
  gc_queue_tell_resident (queue, entry, GC_NOTICE_PARK_OVER);
}
