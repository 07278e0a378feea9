// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Supervision: a supervisor goes by himself into a session that is under way, listens, whispers to
 * the agent, or speaks to all. He takes one of the guests' seats, and may leave calls to others
 * meanwhile: he comes from wherever he is free. Nobody listens where the law wants the two to speak
 * without help.
 */
#include "config.h"

#include "queue/gc-queue-private.h"

#include "common/gc-error.h"

/* Whether the law lets anybody listen. */
static gboolean
check_item (const GcTicket *row, GError **error)
{
  if (!row->direct)
    return TRUE;
  g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT,
               "ticket %s: item %s is between resident and agent alone", row->number, row->item);
  return FALSE;
}

static gboolean
check_supervisor (const GcQueue *queue,
                  const GcTicketEntry *ticket,
                  const GcAgentEntry *agent,
                  GError **error)
{
  const GcAgent *row = agent->row;

  if (row->ticket != NULL || row->offer != NULL || row->absent_ms != 0 ||
      !gc_queue_may_join (queue, agent, ticket)) {
    g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "ticket %s: agent %s cannot join (%s)",
                 ticket->row->number, row->account, gc_effective_name (row->effective));
    return FALSE;
  }
  return gc_queue_check_seats (ticket, error);
}

static void
come (GcQueue *queue, GcTicketEntry *ticket, GcAgentEntry *agent, GcHeardBy heard_by)
{
  const char *account = agent->row->account;
  const GcGuest *guest = gc_guests_add (ticket->row->guests, account, heard_by, queue->now_ms);
  g_autofree char *detail =
      g_strdup_printf ("seat=%u heard_by=%s", guest->seat, gc_heard_by_name (heard_by));

  gc_queue_tell_agent (queue, agent, GC_NOTICE_NONE);
  gc_queue_bind (queue, ticket, agent);
  gc_queue_note (queue, ticket, GC_REASON_SUPERVISED, account, detail);
}

gboolean
gc_queue_on_supervise (GcQueue *queue,
                       const GcQueueEvent *event,
                       GcTicketEntry *ticket,
                       GcAgentEntry *agent,
                       GError **error)
{
  const char *account = agent->row->account;
  GcHeardBy heard_by = event->supervise.heard_by;
  GcGuest *guest = gc_guests_find (ticket->row->guests, account);

  if ((int)heard_by < 0 || heard_by >= GC_HEARD_BY_N) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "ticket %s: heard by nobody known",
                 ticket->row->number);
    return FALSE;
  }
  if (!agent->row->supervisor) {
    g_set_error (error, GC_ERROR, GC_ERROR_DENIED, "agent %s: is no supervisor", account);
    return FALSE;
  }
  if (!gc_queue_check_pictured (ticket, error) || !check_item (ticket->row, error))
    return FALSE;
  if (guest == NULL) {
    if (!check_supervisor (queue, ticket, agent, error))
      return FALSE;
    come (queue, ticket, agent, heard_by);
  } else if (guest->heard_by != heard_by) {
    guest->heard_by = heard_by;
    gc_queue_note (queue, ticket, GC_REASON_HEARD_BY, account, gc_heard_by_name (heard_by));
  }
  return TRUE;
}
