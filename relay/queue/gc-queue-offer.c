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
  if (entry->keeper != NULL && entry->keeper != agent)
    return FALSE;
  return !gc_ticket_has_cooldown (entry->row, agent->row->account, queue->now_ms) &&
         ((entry->keeper != NULL && entry->row->assigned) ||
          gc_queue_is_able (agent, &entry->need,
                            entry->keeper != NULL ? GC_RING_SUPERVISOR : entry->need.ring));
}

gboolean
gc_queue_may_take (const GcQueue *queue, const GcAgentEntry *agent, const GcTicketEntry *entry)
{
  return !gc_ticket_has_cooldown (entry->row, agent->row->account, queue->now_ms) &&
         gc_queue_is_able (agent, &entry->need, GC_RING_SUPERVISOR);
}

static const char *
way_of (const GcTicketEntry *entry)
{
  if (entry->keeper == NULL)
    return "idle";
  return entry->row->assigned ? "assigned" : "kept";
}

/* The innermost ring in which @agent is able to take @entry. */
static GcRing
ring_of (const GcAgentEntry *agent, const GcTicketEntry *entry)
{
  GcRing ring = GC_RING_EXACT;

  while (ring < GC_RING_SUPERVISOR && !gc_queue_is_able (agent, &entry->need, ring))
    ring++;
  return ring;
}

char *
gc_queue_explain (const GcQueue *queue,
                  const GcTicketEntry *entry,
                  const GcAgentEntry *agent,
                  const char *way)
{
  const GcTicket *row = entry->row;
  g_autoptr (GString) text = g_string_new (NULL);
  const char *separator = " boosts=";

  g_string_append_printf (text, "wait=%" G_GINT64_FORMAT,
                          (queue->now_ms - row->enqueued_ms) / 1000);
  g_string_append_printf (text, " boost=%" G_GINT64_FORMAT, gc_queue_boost_ms (queue, row) / 1000);
  for (GcBoost boost = 0; boost < GC_BOOST_N; boost++)
    if ((row->boosts & (1u << boost)) != 0) {
      g_string_append_printf (text, "%s%s", separator, gc_boost_name (boost));
      separator = ",";
    }
  if (!entry->place.later)
    g_string_append (text, " overdue=1");
  g_string_append_printf (text, " ring=%d way=%s idle=%" G_GINT64_FORMAT,
                          (int)ring_of (agent, entry), way,
                          (queue->now_ms - agent->row->idle_since_ms) / 1000);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
gc_queue_lease (GcQueue *queue, GcTicketEntry *entry, GcAgentEntry *agent)
{
  g_assert (entry->row->offer_agent == NULL && agent->row->offer == NULL);
  entry->row->offer_agent = g_strdup (agent->row->account);
  entry->row->offer_until_ms = queue->now_ms + queue->config.offer_ms;
  agent->row->offer = g_strdup (entry->row->id);
  gc_queue_touch_agent (queue, agent);
}

void
gc_queue_offer (GcQueue *queue, GcTicketEntry *entry, GcAgentEntry *agent, const char *way)
{
  const char *account = agent->row->account;
  g_autofree char *why = gc_queue_explain (queue, entry, agent, way);

  gc_queue_lease (queue, entry, agent);
  if (entry->row->state == GC_TICKET_WAITING)
    gc_queue_move (queue, entry, GC_TICKET_OFFERED, GC_REASON_OFFERED, account, why);
  else
    gc_queue_note (queue, entry, GC_REASON_OFFERED, account, why);
}

void
gc_queue_end_offer (GcQueue *queue, GcTicketEntry *entry, GcReason reason, const char *detail)
{
  g_autofree char *account = g_steal_pointer (&entry->row->offer_agent);
  GcAgentEntry *agent = gc_queue_find_agent (queue, account);
  GcInvite invite = entry->row->invite;
  g_autofree char *end =
      g_strjoin (detail != NULL ? " " : NULL, gc_reason_name (reason), detail, NULL);

  entry->row->offer_until_ms = 0;
  entry->row->invite = GC_INVITE_NONE;
  gc_queue_limit_keep (queue, entry);
  g_clear_pointer (&agent->row->offer, g_free);
  gc_queue_touch_agent (queue, agent);
  if (entry->row->state == GC_TICKET_OFFERED)
    gc_queue_move (queue, entry, GC_TICKET_WAITING, reason, account, detail);
  else if (invite != GC_INVITE_NONE)
    gc_queue_note (queue, entry, GC_REASON_INVITE_ENDED, account, end);
  else
    gc_queue_note (queue, entry, reason, account, detail);
}

void
gc_queue_fail_offer (GcQueue *queue, GcTicketEntry *entry, GcReason reason, const char *detail)
{
  gboolean is_invite = entry->row->invite != GC_INVITE_NONE;

  gc_queue_end_offer (queue, entry, reason, detail);
  if (entry->row->agent != NULL)
    gc_queue_tell_agent (queue, gc_queue_agent_of (queue, entry),
                         is_invite ? GC_NOTICE_INVITE_DECLINED : GC_NOTICE_TRANSFER_DECLINED);
}

void
gc_queue_count_miss (GcQueue *queue, GcAgentEntry *agent)
{
  agent->row->misses++;
  agent->row->idle_since_ms = queue->now_ms;
  gc_queue_touch_agent (queue, agent);
  if (agent->row->misses < queue->config.max_misses || !gc_wanted_is_work (agent->row->wanted))
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

/*
 * Whose turn comes first when one agent is free. A coordinator's word goes before all, being
 * overdue before everything that the queue grants by itself, and who waits for this agent alone
 * before those whom others can take, too.
 */
static int
turn_of (const GcTicketEntry *entry)
{
  if (entry->keeper != NULL && entry->row->assigned)
    return 0;
  if (!entry->place.later)
    return 1;
  return entry->keeper != NULL ? 2 : 3;
}

static int
compare_turns (const GcTicketEntry *a, const GcTicketEntry *b)
{
  int order = turn_of (a) - turn_of (b);

  return order != 0 ? order : gc_queue_compare_tickets (a, b, NULL);
}

static gboolean
comes_before (const GcTicketEntry *entry, const GcTicketEntry *other)
{
  return other == NULL || compare_turns (entry, other) < 0;
}

/* The first of @pool that @agent can take, if it comes before @best; else @best. */
static GcTicketEntry *
first_of_pool (const GcQueue *queue,
               const GcPool *pool,
               const GcAgentEntry *agent,
               GcTicketEntry *best)
{
  GSequenceIter *iter = g_sequence_get_begin_iter (pool->tickets);

  for (; !g_sequence_iter_is_end (iter); iter = g_sequence_iter_next (iter)) {
    GcTicketEntry *entry = g_sequence_get (iter);
    if (!comes_before (entry, best))
      return best;
    if (gc_queue_can_take (queue, agent, entry))
      return entry;
  }
  return best;
}

/* Few are kept for one agent, and their order by place is not that of their turns. */
static GcTicketEntry *
first_kept (const GcQueue *queue, const GcAgentEntry *agent)
{
  GSequenceIter *iter = g_sequence_get_begin_iter (agent->kept);
  GcTicketEntry *best = NULL;

  for (; !g_sequence_iter_is_end (iter); iter = g_sequence_iter_next (iter)) {
    GcTicketEntry *entry = g_sequence_get (iter);
    if (gc_queue_can_take (queue, agent, entry) && comes_before (entry, best))
      best = entry;
  }
  return best;
}

GcTicketEntry *
gc_queue_find_ticket_for (const GcQueue *queue, const GcAgentEntry *agent)
{
  GcTicketEntry *best = first_kept (queue, agent);
  const GcPool *pool;
  GcPoolWalk walk;

  gc_queue_walk_pools (queue, agent, &walk);
  while ((pool = gc_queue_next_pool (&walk)) != NULL)
    if (gc_queue_is_able (agent, &pool->need, pool->need.ring))
      best = first_of_pool (queue, pool, agent, best);
  return best;
}

/* The agent idle longest who can take @entry, of the innermost ring that has one. (nullable) */
static GcAgentEntry *
find_agent_for (const GcQueue *queue, const GcTicketEntry *entry)
{
  if (entry->keeper != NULL)
    return entry->keeper->idle_iter != NULL && gc_queue_can_take (queue, entry->keeper, entry)
               ? entry->keeper
               : NULL;
  for (GcRing ring = GC_RING_EXACT; ring <= entry->need.ring; ring++) {
    GSequenceIter *iter = g_sequence_get_begin_iter (queue->idle);
    for (; !g_sequence_iter_is_end (iter); iter = g_sequence_iter_next (iter)) {
      GcAgentEntry *agent = g_sequence_get (iter);
      if (gc_queue_is_able (agent, &entry->need, ring) && gc_queue_can_take (queue, agent, entry))
        return agent;
    }
  }
  return NULL;
}

static int
compare_new_tickets (gconstpointer a, gconstpointer b)
{
  return compare_turns (*(const GcTicketEntry *const *)a, *(const GcTicketEntry *const *)b);
}

/* Of the tickets that became free, the first that is still free; those before it are forgotten. */
static GcTicketEntry *
first_new_ticket (GcQueue *queue)
{
  while (queue->new_tickets->len > 0) {
    GcTicketEntry *entry = g_ptr_array_index (queue->new_tickets, 0);
    if (entry->pool != NULL || entry->keeper != NULL)
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
    GcTicketEntry *entry =
        agent->idle_iter != NULL ? gc_queue_find_ticket_for (queue, agent) : NULL;
    if (entry == NULL) {
      agent->wants_ticket = FALSE;
      g_ptr_array_remove_index_fast (queue->new_agents, i);
    } else if (comes_before (entry, first)) {
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
    if (fresh != NULL && comes_before (fresh, entry))
      entry = fresh;
    if (entry == NULL)
      return;
    GcAgentEntry *agent = find_agent_for (queue, entry);
    if (agent != NULL) {
      gc_queue_offer (queue, entry, agent, way_of (entry));
      gc_queue_settle (queue);
    } else {
      /* It is a fresh one: what an agent was found to be able to take has at least that agent. */
      entry->wants_agent = FALSE;
      g_ptr_array_remove_index (queue->new_tickets, 0);
    }
  }
}
