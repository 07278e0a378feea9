// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What an agent does. The caller has checked that the ticket is in a state that allows the event
 * and that it is this agent's, by lease or by session.
 */
#include "config.h"

#include "queue/gc-queue-private.h"

#include "common/gc-error.h"

#include <string.h>

gboolean
gc_queue_on_want (GcQueue *queue,
                  const GcQueueEvent *event,
                  GcTicketEntry *ticket,
                  GcAgentEntry *agent,
                  GError **error)
{
  GcAgent *row = agent->row;

  if ((int)event->want.wanted < 0 || event->want.wanted >= GC_WANTED_N) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "agent %s: wants nothing known", row->account);
    return FALSE;
  }
  if (gc_wanted_is_work (event->want.wanted)) {
    row->misses = 0;
    if (!gc_wanted_is_work (row->wanted))
      row->idle_since_ms = queue->now_ms;
  } else if (row->offer != NULL) {
    GcTicketEntry *offered = gc_queue_find_ticket (queue, row->offer);
    gc_queue_fail_offer (queue, offered, GC_REASON_OFFER_CANCELLED, "agent_break");
  }
  row->wanted = event->want.wanted;
  gc_queue_tell_agent (queue, agent, GC_NOTICE_NONE);
  return TRUE;
}

gboolean
gc_queue_on_accept (GcQueue *queue,
                    const GcQueueEvent *event,
                    GcTicketEntry *ticket,
                    GcAgentEntry *agent,
                    GError **error)
{
  if (ticket->row->offer_until_ms <= queue->now_ms) {
    g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "ticket %s: the offer to %s has ended",
                 ticket->row->number, agent->row->account);
    return FALSE;
  }
  if (ticket->row->invite != GC_INVITE_NONE)
    gc_queue_seat_guest (queue, ticket, agent);
  else
    gc_queue_connect (queue, ticket, agent, GC_REASON_ACCEPTED, NULL);
  return TRUE;
}

gboolean
gc_queue_on_decline (GcQueue *queue,
                     const GcQueueEvent *event,
                     GcTicketEntry *ticket,
                     GcAgentEntry *agent,
                     GError **error)
{
  GcDecline reason = event->decline.reason;
  int64_t until_ms = reason == GC_DECLINE_CONFLICT_OF_INTEREST
                         ? INT64_MAX
                         : queue->now_ms + queue->config.decline_cooldown_ms;

  if ((int)reason < 0 || reason >= GC_DECLINE_N) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "ticket %s: declined for no reason known",
                 ticket->row->number);
    return FALSE;
  }
  gc_ticket_set_cooldown (ticket->row, agent->row->account, until_ms, queue->now_ms);
  agent->row->misses = 0;
  agent->row->idle_since_ms = queue->now_ms;
  gc_queue_fail_offer (queue, ticket, GC_REASON_DECLINED, gc_decline_name (reason));
  return TRUE;
}

gboolean
gc_queue_on_agent_joined (GcQueue *queue,
                          const GcQueueEvent *event,
                          GcTicketEntry *ticket,
                          GcAgentEntry *agent,
                          GError **error)
{
  if (!gc_queue_check_pictured (ticket, error))
    return FALSE;
  GcGuest *guest = gc_guests_find (ticket->row->guests, agent->row->account);

  if (guest == NULL) {
    gc_queue_join_session (queue, ticket, TRUE);
  } else if (!guest->joined) {
    guest->joined = TRUE;
    gc_queue_touch_ticket (queue, ticket);
  }
  return TRUE;
}

gboolean
gc_queue_on_hold (GcQueue *queue,
                  const GcQueueEvent *event,
                  GcTicketEntry *ticket,
                  GcAgentEntry *agent,
                  GError **error)
{
  if ((ticket->row->held_ms != 0) == !!event->hold.held)
    return TRUE;
  ticket->row->held_ms = event->hold.held ? queue->now_ms : 0;
  gc_queue_touch_ticket (queue, ticket);
  return TRUE;
}

/* Cold: the resident waits again, first in the other department's line. */
static gboolean
hand_on (GcQueue *queue, GcTicketEntry *ticket, const char *department, GError **error)
{
  g_autofree char *former = g_strdup (ticket->row->department);

  if (strcmp (department, former) == 0) {
    g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "ticket %s: is with department %s already",
                 ticket->row->number, department);
    return FALSE;
  }
  if (!gc_queue_check_department (queue, department, error))
    return FALSE;
  if (ticket->row->offer_agent != NULL)
    gc_queue_end_offer (queue, ticket, GC_REASON_OFFER_CANCELLED, "handed_on");
  gc_queue_give_back (queue, ticket, GC_REASON_HANDED_ON, TRUE, former);
  gc_queue_set_department (queue, ticket, department);
  gc_queue_tell_resident (queue, ticket, GC_NOTICE_MOVED);
  return TRUE;
}

gboolean
gc_queue_on_transfer (GcQueue *queue,
                      const GcQueueEvent *event,
                      GcTicketEntry *ticket,
                      GcAgentEntry *agent,
                      GError **error)
{
  const char *account = event->transfer.agent;

  if (event->transfer.department != NULL)
    return hand_on (queue, ticket, event->transfer.department, error);
  if (account == NULL) {
    if (ticket->row->offer_agent != NULL)
      gc_queue_end_offer (queue, ticket, GC_REASON_OFFER_CANCELLED, "taken_back");
    return TRUE;
  }
  GcAgentEntry *other = gc_queue_find_agent (queue, account);
  if (other == NULL) {
    g_set_error (error, GC_ERROR, GC_ERROR_UNKNOWN, "agent %s: not known", account);
    return FALSE;
  }
  if (ticket->row->offer_agent != NULL) {
    g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "ticket %s: is offered to %s already",
                 ticket->row->number, ticket->row->offer_agent);
    return FALSE;
  }
  if (other->idle_iter == NULL || !gc_queue_may_take (queue, other, ticket)) {
    g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "ticket %s: agent %s cannot take it (%s)",
                 ticket->row->number, account, gc_effective_name (other->row->effective));
    return FALSE;
  }
  gc_queue_tell_agent (queue, agent, GC_NOTICE_NONE);
  gc_queue_offer (queue, ticket, other, "transfer");
  return TRUE;
}

gboolean
gc_queue_on_end (GcQueue *queue,
                 const GcQueueEvent *event,
                 GcTicketEntry *ticket,
                 GcAgentEntry *agent,
                 GError **error)
{
  gboolean is_known = event->end.outcome > GC_OUTCOME_NONE && event->end.outcome < GC_OUTCOME_N;

  /* An item that is another's to handle has no outcome yet. */
  if (!is_known && !gc_queue_is_item_elsewhere (queue, ticket->row->id, agent->row->account)) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "ticket %s: no outcome", ticket->row->number);
    return FALSE;
  }
  if (gc_queue_end_visit_part (queue, ticket, agent, event->end.outcome))
    return TRUE;
  ticket->row->outcome = event->end.outcome;
  gc_queue_begin_wrap_up (queue, ticket, GC_REASON_ENDED);
  return TRUE;
}

gboolean
gc_queue_on_extend (GcQueue *queue,
                    const GcQueueEvent *event,
                    GcTicketEntry *ticket,
                    GcAgentEntry *agent,
                    GError **error)
{
  if (agent->row->extended) {
    g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "ticket %s: the wrap-up is extended already",
                 ticket->row->number);
    return FALSE;
  }
  agent->row->extended = TRUE;
  agent->row->wrap_up_until_ms += queue->config.wrap_up_ms;
  gc_queue_touch_agent (queue, agent);
  gc_queue_note (queue, ticket, GC_REASON_EXTENDED, agent->row->account, NULL);
  return TRUE;
}

/* The ticket that @agent takes by himself; NULL with @error. */
static GcTicketEntry *
find_taken (GcQueue *queue, const GcQueueEvent *event, GcAgentEntry *agent, GError **error)
{
  GcTicketEntry *ticket = event->ticket != NULL ? gc_queue_find_ticket (queue, event->ticket)
                                                : gc_queue_find_ticket_for (queue, agent);

  if (ticket == NULL) {
    g_set_error (error, GC_ERROR, GC_ERROR_UNKNOWN, "%s %s: %s",
                 event->ticket != NULL ? "ticket" : "agent",
                 event->ticket != NULL ? event->ticket : agent->row->account,
                 event->ticket != NULL ? "not known" : "nobody waits whom he could take");
    return NULL;
  }
  const GcTicket *row = ticket->row;
  if (!gc_queue_is_offerable (row)) {
    g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "ticket %s: %s", row->number,
                 row->state != GC_TICKET_WAITING ? gc_ticket_state_name (row->state)
                 : row->phone != NULL            ? "the resident is called again later"
                                                 : "the resident is not there");
    return NULL;
  }
  if (ticket->keeper != agent && !gc_queue_may_take (queue, agent, ticket)) {
    g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "ticket %s: agent %s cannot take it",
                 row->number, agent->row->account);
    return NULL;
  }
  return ticket;
}

gboolean
gc_queue_check_free (const GcAgentEntry *agent, GError **error)
{
  const GcAgent *row = agent->row;
  gboolean free = row->effective == GC_EFFECTIVE_IDLE || row->effective == GC_EFFECTIVE_BREAK ||
                  row->effective == GC_EFFECTIVE_OFF_DUTY;

  if (free && row->absent_ms == 0)
    return TRUE;
  g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "agent %s: %s", row->account,
               gc_effective_name (row->effective));
  return FALSE;
}

gboolean
gc_queue_on_take (GcQueue *queue,
                  const GcQueueEvent *event,
                  GcTicketEntry *unused,
                  GcAgentEntry *agent,
                  GError **error)
{
  if (!gc_queue_check_free (agent, error))
    return FALSE;
  if (event->ticket != NULL && (event->take.reason == NULL || *event->take.reason == '\0')) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "ticket %s: taken for no reason",
                 event->ticket);
    return FALSE;
  }
  GcTicketEntry *ticket = find_taken (queue, event, agent, error);
  if (ticket == NULL)
    return FALSE;
  g_autofree char *why =
      gc_queue_explain (queue, ticket, agent, event->ticket != NULL ? "picked" : "next");
  g_autofree char *detail =
      event->ticket != NULL ? g_strdup_printf ("%s reason=%s", why, event->take.reason) : NULL;
  gc_queue_connect (queue, ticket, agent, GC_REASON_TAKEN, detail != NULL ? detail : why);
  return TRUE;
}

gboolean
gc_queue_on_finish (GcQueue *queue,
                    const GcQueueEvent *event,
                    GcTicketEntry *ticket,
                    GcAgentEntry *agent,
                    GError **error)
{
  GcOutcome outcome = event->finish.outcome;
  GcTicket *row = ticket->row;

  if ((int)outcome < 0 || outcome >= GC_OUTCOME_N ||
      (row->state == GC_TICKET_WRAP_UP && outcome == GC_OUTCOME_NONE &&
       row->outcome == GC_OUTCOME_NONE)) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "ticket %s: no outcome", row->number);
    return FALSE;
  }
  if (row->state == GC_TICKET_WRAP_UP && outcome != GC_OUTCOME_NONE &&
      g_strcmp0 (row->agent, agent->row->account) == 0)
    row->outcome = outcome;
  else if (g_strcmp0 (row->agent, agent->row->account) != 0)
    gc_queue_correct_item (queue, ticket, agent->row->account, outcome);
  gc_queue_tell_agent (queue, agent, GC_NOTICE_NONE);
  gc_queue_end_wrap_up (queue, agent, GC_REASON_WRAPPED_UP, event->finish.note);
  return TRUE;
}

/* The deadlines of what he serves, is offered, or is kept for him depend on his presence. */
static void
touch_all (GcQueue *queue, GcAgentEntry *agent)
{
  gc_queue_touch_agent (queue, agent);
  for (unsigned i = 0; i < agent->reserved->len; i++)
    gc_queue_touch_ticket (queue, g_ptr_array_index (agent->reserved, i));
  if (agent->row->ticket != NULL)
    gc_queue_touch_ticket (queue, gc_queue_find_ticket (queue, agent->row->ticket));
  if (agent->row->offer != NULL)
    gc_queue_touch_ticket (queue, gc_queue_find_ticket (queue, agent->row->offer));
}

gboolean
gc_queue_on_agent_present (GcQueue *queue,
                           const GcQueueEvent *event,
                           GcTicketEntry *ticket,
                           GcAgentEntry *agent,
                           GError **error)
{
  GcAgent *row = agent->row;

  if (row->absent_ms != 0) {
    /* A reload keeps the place among the idle; a real absence does not count as idle time. */
    if (queue->now_ms - row->absent_ms >= queue->config.drop_after_ms)
      row->idle_since_ms = queue->now_ms;
    row->absent_ms = 0;
    touch_all (queue, agent);
  }
  if (row->ticket != NULL && row->wrap_up_until_ms == 0 && !gc_queue_is_guest (queue, agent))
    gc_queue_return (queue, gc_queue_find_ticket (queue, row->ticket), TRUE);
  return TRUE;
}

gboolean
gc_queue_on_agent_absent (GcQueue *queue,
                          const GcQueueEvent *event,
                          GcTicketEntry *ticket,
                          GcAgentEntry *agent,
                          GError **error)
{
  if (agent->row->absent_ms != 0)
    return TRUE;
  agent->row->absent_ms = queue->now_ms;
  touch_all (queue, agent);
  return TRUE;
}
