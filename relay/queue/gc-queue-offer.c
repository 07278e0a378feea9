// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Leases, and who gets the next one. Between events nobody who is idle could take a ticket that
 * waits, so only those count who became idle, and those that became free, in the event just
 * applied.
 */
#include "config.h"

#include "queue/gc-queue-private.h"

gboolean
gc_queue_can_take (const GcQueue *queue, const GcAgentEntry *agent, const GcTicketEntry *entry)
{
  return (agent->departments & entry->department) && (agent->languages & entry->languages) &&
         !gc_ticket_has_cooldown (entry->row, agent->row->account, queue->now_ms);
}

void
gc_queue_offer (GcQueue *queue, GcTicketEntry *entry, GcAgentEntry *agent)
{
  const char *account = agent->row->account;

  g_assert (entry->row->offer_agent == NULL && agent->row->offer == NULL);
  entry->row->offer_agent = g_strdup (account);
  entry->row->offer_until_ms = queue->now_ms + queue->config.offer_ms;
  agent->row->offer = g_strdup (entry->row->id);
  gc_queue_touch_agent (queue, agent);
  if (entry->row->state == GC_TICKET_WAITING)
    gc_queue_move (queue, entry, GC_TICKET_OFFERED, GC_REASON_OFFERED, account, NULL);
  else
    gc_queue_note (queue, entry, GC_REASON_OFFERED, account, NULL);
}

void
gc_queue_end_offer (GcQueue *queue, GcTicketEntry *entry, GcReason reason, const char *detail)
{
  g_autofree char *account = g_steal_pointer (&entry->row->offer_agent);
  GcAgentEntry *agent = gc_queue_find_agent (queue, account);

  entry->row->offer_until_ms = 0;
  g_clear_pointer (&agent->row->offer, g_free);
  gc_queue_touch_agent (queue, agent);
  if (entry->row->state == GC_TICKET_OFFERED)
    gc_queue_move (queue, entry, GC_TICKET_WAITING, reason, account, detail);
  else
    gc_queue_note (queue, entry, reason, account, detail);
}

void
gc_queue_count_miss (GcQueue *queue, GcAgentEntry *agent)
{
  agent->row->misses++;
  agent->row->idle_since_ms = queue->now_ms;
  gc_queue_touch_agent (queue, agent);
  if (agent->row->misses < queue->config.max_misses || agent->row->wanted != GC_WANTED_AVAILABLE)
    return;
  agent->row->wanted = GC_WANTED_BREAK;
  gc_queue_tell_agent (queue, agent, GC_NOTICE_AUTO_BREAK);
}

void
gc_queue_seek_agent (GcQueue *queue, GcTicketEntry *entry)
{
  if (entry->wants_agent)
    return;
  entry->wants_agent = TRUE;
  g_ptr_array_add (queue->new_tickets, entry);
}

void
gc_queue_seek_ticket (GcQueue *queue, GcAgentEntry *agent)
{
  if (agent->wants_ticket)
    return;
  agent->wants_ticket = TRUE;
  g_ptr_array_add (queue->new_agents, agent);
}

/* The first ticket that @agent can take, over all pools. (nullable) */
static GcTicketEntry *
find_ticket_for (const GcQueue *queue, const GcAgentEntry *agent)
{
  GcTicketEntry *best = NULL;

  for (unsigned i = 0; i < queue->pools->len; i++) {
    const GcPool *pool = g_ptr_array_index (queue->pools, i);
    if (!(pool->department & agent->departments) || !(pool->languages & agent->languages))
      continue;
    GSequenceIter *iter = g_sequence_get_begin_iter (pool->tickets);
    for (; !g_sequence_iter_is_end (iter); iter = g_sequence_iter_next (iter)) {
      GcTicketEntry *entry = g_sequence_get (iter);
      if (best != NULL && best->filed_rank < entry->filed_rank)
        break;
      if (gc_queue_can_take (queue, agent, entry)) {
        best = entry;
        break;
      }
    }
  }
  return best;
}

/* The agent idle longest who can take @entry. (nullable) */
static GcAgentEntry *
find_agent_for (const GcQueue *queue, const GcTicketEntry *entry)
{
  GSequenceIter *iter = g_sequence_get_begin_iter (queue->idle);

  for (; !g_sequence_iter_is_end (iter); iter = g_sequence_iter_next (iter))
    if (gc_queue_can_take (queue, g_sequence_get (iter), entry))
      return g_sequence_get (iter);
  return NULL;
}

static int
compare_new_tickets (gconstpointer a, gconstpointer b)
{
  return gc_queue_compare_tickets (*(const GcTicketEntry *const *)a,
                                   *(const GcTicketEntry *const *)b, NULL);
}

/* Of the tickets that became free, the first that is still free; those before it are forgotten. */
static GcTicketEntry *
first_new_ticket (GcQueue *queue)
{
  while (queue->new_tickets->len > 0) {
    GcTicketEntry *entry = g_ptr_array_index (queue->new_tickets, 0);
    if (entry->pool != NULL)
      return entry;
    entry->wants_agent = FALSE;
    g_ptr_array_remove_index (queue->new_tickets, 0);
  }
  return NULL;
}

/* The first ticket that any of those who became idle can take; who can take none is forgotten. */
static GcTicketEntry *
first_for_new_agents (GcQueue *queue)
{
  GcTicketEntry *first = NULL;

  for (unsigned i = queue->new_agents->len; i-- > 0;) {
    GcAgentEntry *agent = g_ptr_array_index (queue->new_agents, i);
    GcTicketEntry *entry = agent->idle_iter != NULL ? find_ticket_for (queue, agent) : NULL;
    if (entry == NULL) {
      agent->wants_ticket = FALSE;
      g_ptr_array_remove_index_fast (queue->new_agents, i);
    } else if (first == NULL || entry->filed_rank < first->filed_rank) {
      first = entry;
    }
  }
  return first;
}

/*
 * Ticket by ticket in the order of service, each to the agent who is idle longest: also when
 * several tickets and agents became free in one event.
 */
void
gc_queue_match (GcQueue *queue)
{
  g_ptr_array_sort (queue->new_tickets, compare_new_tickets);
  for (;;) {
    GcTicketEntry *fresh = first_new_ticket (queue);
    GcTicketEntry *entry = first_for_new_agents (queue);
    if (fresh != NULL && (entry == NULL || fresh->filed_rank < entry->filed_rank))
      entry = fresh;
    if (entry == NULL)
      return;
    GcAgentEntry *agent = find_agent_for (queue, entry);
    if (agent != NULL) {
      gc_queue_offer (queue, entry, agent);
      gc_queue_settle (queue);
    } else {
      /* It is a fresh one: what an agent was found to be able to take has at least that agent. */
      entry->wants_agent = FALSE;
      g_ptr_array_remove_index (queue->new_tickets, 0);
    }
  }
}
