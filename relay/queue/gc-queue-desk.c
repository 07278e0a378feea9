// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What a coordinator does by hand. Each of these stands in the history with his account and the
 * reason that he gave.
 */
#include "config.h"

#include "queue/gc-queue-private.h"

#include "common/gc-error.h"

#include <string.h>

static gboolean
check_reason (const GcQueueEvent *event, const GcTicketEntry *ticket, GError **error)
{
  if (event->desk.reason != NULL && *event->desk.reason != '\0')
    return TRUE;
  g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "ticket %s: no reason given",
               ticket->row->number);
  return FALSE;
}

/* "by=desk1 to=agent2 reason=..."; @to: (nullable). (transfer full) */
static char *
describe (const GcQueueEvent *event, const char *to)
{
  return g_strdup_printf ("by=%s%s%s reason=%s", event->actor, to != NULL ? " to=" : "",
                          to != NULL ? to : "", event->desk.reason);
}

static void
end_offer (GcQueue *queue, GcTicketEntry *ticket)
{
  if (ticket->row->offer_agent != NULL)
    gc_queue_end_offer (queue, ticket, GC_REASON_OFFER_CANCELLED, "coordinator");
}

gboolean
gc_queue_on_raise (GcQueue *queue,
                   const GcQueueEvent *event,
                   GcTicketEntry *ticket,
                   GcAgentEntry *unused,
                   GError **error)
{
  if (!check_reason (event, ticket, error))
    return FALSE;
  if ((ticket->row->boosts & (1u << GC_BOOST_RAISED)) != 0) {
    g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "ticket %s: is raised already",
                 ticket->row->number);
    return FALSE;
  }
  g_autofree char *detail = describe (event, NULL);
  gc_queue_boost (queue, ticket, GC_BOOST_RAISED);
  gc_queue_note (queue, ticket, GC_REASON_RAISED, NULL, detail);
  return TRUE;
}

gboolean
gc_queue_on_assign (GcQueue *queue,
                    const GcQueueEvent *event,
                    GcTicketEntry *ticket,
                    GcAgentEntry *unused,
                    GError **error)
{
  const char *account = event->desk.agent;
  const GcAgentEntry *agent = account != NULL ? gc_queue_find_agent (queue, account) : NULL;

  if (!check_reason (event, ticket, error))
    return FALSE;
  if (agent == NULL) {
    g_set_error (error, GC_ERROR, GC_ERROR_UNKNOWN, "agent %s: not known",
                 account != NULL ? account : "");
    return FALSE;
  }
  if (!gc_queue_is_working (agent) ||
      gc_ticket_has_cooldown (ticket->row, account, queue->now_ms)) {
    g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "ticket %s: agent %s %s", ticket->row->number,
                 account, gc_queue_is_working (agent) ? "has declined it" : "is not at work");
    return FALSE;
  }
  g_autofree char *detail = describe (event, account);
  end_offer (queue, ticket);
  /* A parked one is this agent's from now on; it comes when the resident is ready. */
  gc_queue_keep_for (
      queue, ticket, account,
      ticket->row->state == GC_TICKET_PARKED ? 0 : queue->now_ms + queue->config.assign_ms);
  ticket->row->assigned = TRUE;
  gc_queue_note (queue, ticket, GC_REASON_ASSIGNED, account, detail);
  return TRUE;
}

gboolean
gc_queue_on_move_to (GcQueue *queue,
                     const GcQueueEvent *event,
                     GcTicketEntry *ticket,
                     GcAgentEntry *unused,
                     GError **error)
{
  const char *department = event->desk.department;

  if (!check_reason (event, ticket, error) || !gc_queue_check_department (queue, department, error))
    return FALSE;
  if (strcmp (department, ticket->row->department) == 0) {
    g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "ticket %s: is with department %s already",
                 ticket->row->number, department);
    return FALSE;
  }
  g_autofree char *detail = describe (event, department);
  end_offer (queue, ticket);
  gc_queue_keep_for (queue, ticket, NULL, 0);
  gc_queue_set_department (queue, ticket, department);
  gc_queue_step_forward (queue, ticket, GC_NOTICE_MOVED_AHEAD);
  gc_queue_note (queue, ticket, GC_REASON_MOVED, NULL, detail);
  gc_queue_tell_resident (queue, ticket, GC_NOTICE_MOVED);
  return TRUE;
}

/* He gets nothing more until he says that he is there. */
static void
send_on_break (GcQueue *queue, GcAgentEntry *agent)
{
  if (gc_wanted_is_work (agent->row->wanted))
    agent->row->wanted = GC_WANTED_BREAK;
  gc_queue_tell_agent (queue, agent, GC_NOTICE_RELEASED);
}

gboolean
gc_queue_on_release (GcQueue *queue,
                     const GcQueueEvent *event,
                     GcTicketEntry *ticket,
                     GcAgentEntry *unused,
                     GError **error)
{
  if (!check_reason (event, ticket, error))
    return FALSE;
  const GcTicket *row = ticket->row;
  g_autofree char *detail = describe (event, NULL);
  if (row->state == GC_TICKET_PARKED) {
    gc_queue_end_park (queue, ticket, GC_REASON_RELEASED, detail);
    gc_queue_keep_for (queue, ticket, NULL, 0);
    return TRUE;
  }
  GcAgentEntry *agent =
      gc_queue_find_agent (queue, row->agent != NULL ? row->agent : row->offer_agent);

  end_offer (queue, ticket);
  send_on_break (queue, agent);
  if (row->agent != NULL && row->state != GC_TICKET_WRAP_UP) {
    gc_queue_give_back (queue, ticket, GC_REASON_RELEASED, FALSE, detail);
    return TRUE;
  }
  gc_queue_note (queue, ticket, GC_REASON_RELEASED, agent->row->account, detail);
  if (row->state == GC_TICKET_WRAP_UP)
    gc_queue_end_wrap_up (queue, agent, GC_REASON_WRAP_UP_TIMEOUT, NULL);
  return TRUE;
}

gboolean
gc_queue_on_cancel (GcQueue *queue,
                    const GcQueueEvent *event,
                    GcTicketEntry *ticket,
                    GcAgentEntry *unused,
                    GError **error)
{
  if (!check_reason (event, ticket, error))
    return FALSE;
  g_autofree char *detail = describe (event, NULL);
  end_offer (queue, ticket);
  if (ticket->row->state == GC_TICKET_PARKED)
    gc_queue_tell_agent (queue, ticket->reserver, GC_NOTICE_PARKED_LEFT);
  gc_queue_move (queue, ticket, GC_TICKET_ABANDONED, GC_REASON_CANCELLED, NULL, detail);
  return TRUE;
}
