// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The history of the agents: a line whenever what one wants or what the system makes of it is
 * another than the last line says. Time in which the service was away is nobody's: before its new
 * start all are offline since it was last known to live.
 */
#include "config.h"

#include "queue/gc-queue-private.h"

static void
event_free (gpointer data)
{
  GcAgentEvent *event = data;

  g_free (event->account);
  g_free (event->ticket);
  g_free (event);
}

GPtrArray *
gc_queue_agent_events_new (void)
{
  return g_ptr_array_new_with_free_func (event_free);
}

static void
record (GcQueue *queue, GcAgentEntry *agent, int64_t at_ms, GcEffective effective)
{
  const GcAgent *row = agent->row;
  GcAgentEvent *event = g_new0 (GcAgentEvent, 1);

  event->seq = ++queue->last_agent_seq;
  event->at_ms = at_ms;
  event->account = g_strdup (row->account);
  event->wanted = row->wanted;
  event->effective = effective;
  if (effective == row->effective)
    event->ticket = g_strdup (row->offer != NULL ? row->offer : row->ticket);
  g_ptr_array_add (queue->agent_events, event);
  agent->told_wanted = row->wanted;
  agent->told_effective = effective;
}

void
gc_queue_note_agent (GcQueue *queue, GcAgentEntry *agent)
{
  if (agent->row->wanted != agent->told_wanted || agent->row->effective != agent->told_effective)
    record (queue, agent, queue->now_ms, agent->row->effective);
}

static gboolean
end_agent (gpointer key, gpointer value, gpointer user_data)
{
  GcQueue *queue = user_data;
  GcAgentEntry *agent = value;

  if (agent->told_effective != GC_EFFECTIVE_OFFLINE)
    record (queue, agent, MIN (queue->alive_ms, queue->now_ms), GC_EFFECTIVE_OFFLINE);
  return FALSE;
}

void
gc_queue_end_agents (GcQueue *queue)
{
  g_tree_foreach (queue->agents, end_agent, queue);
}
