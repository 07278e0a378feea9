// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The one place where a ticket's state changes and where an agent is tied to a ticket.
 */
#include "config.h"

#include "queue/gc-queue-private.h"

static void
record (GcQueue *queue,
        const GcTicketEntry *entry,
        GcTicketState from,
        GcReason reason,
        const char *agent,
        const char *detail)
{
  GcTransition *transition = g_new0 (GcTransition, 1);

  transition->seq = ++queue->last_seq;
  transition->at_ms = queue->now_ms;
  transition->ticket = g_strdup (entry->row->id);
  transition->from = from;
  transition->to = entry->row->state;
  transition->agent = g_strdup (agent);
  transition->reason = reason;
  transition->detail = g_strdup (detail);
  g_ptr_array_add (queue->transitions, transition);
}

void
gc_queue_move (GcQueue *queue,
               GcTicketEntry *entry,
               GcTicketState to,
               GcReason reason,
               const char *agent,
               const char *detail)
{
  GcTicketState from = entry->row->state;

  g_assert (gc_ticket_state_may_follow (from, to));
  if (!gc_ticket_state_is_call (to))
    gc_queue_let_guests_go (queue, entry);
  entry->row->state = to;
  entry->row->since_ms = queue->now_ms;
  entry->row->until_ms = 0;
  if (to != GC_TICKET_WAITING)
    entry->row->call_after_ms = 0;
  gc_ticket_drop_cooldowns (entry->row, queue->now_ms);
  g_clear_pointer (&entry->row->park_reason, g_free);
  /* It is kept for an agent only while it is in line, or parked by him. */
  if (to != GC_TICKET_WAITING && to != GC_TICKET_OFFERED && to != GC_TICKET_PARKED)
    gc_queue_keep_for (queue, entry, NULL, 0);
  record (queue, entry, from, reason, agent, detail);
  /* Whoever hands it in by himself needs his appointment no more. */
  if (from == GC_TICKET_DRAFT && to == GC_TICKET_ABANDONED && reason != GC_REASON_MOVED_ONLINE)
    gc_queue_book_reopen (queue, entry->row->id);
  /* The kiosk says where a callback stands, and nothing of the call. */
  if (entry->row->phone != NULL && !entry->row->cleared && to != GC_TICKET_WAITING &&
      to != GC_TICKET_OFFERED)
    gc_queue_clear_kiosk (queue, entry);
  gc_queue_touch_ticket (queue, entry);
  /* What the system makes of the agent follows from the ticket's state. */
  if (entry->row->agent != NULL)
    gc_queue_touch_agent (queue, gc_queue_agent_of (queue, entry));
}

void
gc_queue_note (GcQueue *queue,
               GcTicketEntry *entry,
               GcReason reason,
               const char *agent,
               const char *detail)
{
  record (queue, entry, entry->row->state, reason, agent, detail);
  gc_queue_touch_ticket (queue, entry);
}

void
gc_queue_tell_resident (GcQueue *queue, GcTicketEntry *entry, GcNotice notice)
{
  entry->row->notice = notice;
  entry->row->notice_ms = queue->now_ms;
  gc_queue_touch_ticket (queue, entry);
}

void
gc_queue_tell_agent (GcQueue *queue, GcAgentEntry *agent, GcNotice notice)
{
  agent->row->notice = notice;
  agent->row->notice_ms = queue->now_ms;
  gc_queue_touch_agent (queue, agent);
}

void
gc_queue_bind (GcQueue *queue, GcTicketEntry *entry, GcAgentEntry *agent)
{
  g_assert (agent->row->ticket == NULL && agent->row->wrap_up_until_ms == 0);
  agent->row->ticket = g_strdup (entry->row->id);
  entry->n_agents++;
  gc_queue_touch_agent (queue, agent);
}

void
gc_queue_unbind (GcQueue *queue, GcAgentEntry *agent)
{
  GcTicketEntry *entry = gc_queue_find_ticket (queue, agent->row->ticket);

  g_clear_pointer (&agent->row->ticket, g_free);
  agent->row->wrap_up_until_ms = 0;
  agent->row->extended = FALSE;
  agent->row->idle_since_ms = queue->now_ms;
  entry->n_agents--;
  gc_queue_touch_agent (queue, agent);
  gc_queue_touch_ticket (queue, entry);
}

gboolean
gc_queue_frees_kiosk (const GcTicket *row)
{
  return row->phone != NULL || gc_ticket_state_is_over (row->state);
}

void
gc_queue_clear_kiosk (GcQueue *queue, GcTicketEntry *entry)
{
  entry->row->cleared = TRUE;
  g_hash_table_remove (queue->kiosks, entry->row->kiosk);
  gc_queue_note (queue, entry, GC_REASON_CLEARED, NULL, NULL);
}
