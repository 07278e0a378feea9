// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Why a ticket is not served. Every agent is counted under the first thing that is in the way, in
 * the order in which a coordinator could do something about it: what he is not able to do, then
 * what he must not, then what he is doing.
 */
#include "config.h"

#include "queue/gc-queue-private.h"

static const char *const why_names[GC_WHY_N] = {
  [GC_WHY_RESIDENT_ABSENT] = "resident_absent",
  [GC_WHY_UNREACHED] = "unreached",
  [GC_WHY_OFFERED] = "offered",
  [GC_WHY_KEPT] = "kept",
  [GC_WHY_PARKED] = "parked",
  [GC_WHY_DEPARTMENT] = "department",
  [GC_WHY_LANGUAGE] = "language",
  [GC_WHY_SKILL] = "skill",
  [GC_WHY_CONFLICT] = "conflict",
  [GC_WHY_COOLDOWN] = "cooldown",
  [GC_WHY_BUSY] = "busy",
  [GC_WHY_BREAK] = "break",
  [GC_WHY_OFF_DUTY] = "off_duty",
  [GC_WHY_UNREACHABLE] = "unreachable",
  [GC_WHY_OFFLINE] = "offline",
};

/* What stands in the way of an agent who could take it, as far as he himself goes. */
static const GcWhy by_effective[GC_EFFECTIVE_N] = {
  [GC_EFFECTIVE_OFFLINE] = GC_WHY_OFFLINE,   [GC_EFFECTIVE_BREAK] = GC_WHY_BREAK,
  [GC_EFFECTIVE_IDLE] = GC_WHY_KEPT, /* idle and able: it is kept for another */
  [GC_EFFECTIVE_OFFERED] = GC_WHY_BUSY,      [GC_EFFECTIVE_CONNECTING] = GC_WHY_BUSY,
  [GC_EFFECTIVE_BUSY] = GC_WHY_BUSY,         [GC_EFFECTIVE_HOLDING] = GC_WHY_BUSY,
  [GC_EFFECTIVE_WRAP_UP] = GC_WHY_BUSY,      [GC_EFFECTIVE_UNREACHABLE] = GC_WHY_UNREACHABLE,
  [GC_EFFECTIVE_OFF_DUTY] = GC_WHY_OFF_DUTY,
};

typedef struct {
  const GcQueue *queue;
  const GcTicketEntry *entry;
  unsigned n[GC_WHY_N];
  int64_t until_ms[GC_WHY_N];
} Count;

const char *
gc_why_name (GcWhy why)
{
  g_return_val_if_fail (why < GC_WHY_N, NULL);
  return why_names[why];
}

static int64_t
cooldown_until_ms (const GcTicket *row, const char *agent)
{
  for (unsigned i = 0; i < row->cooldowns->len; i++) {
    const GcCooldown *cooldown = &g_array_index (row->cooldowns, GcCooldown, i);
    if (g_strcmp0 (cooldown->agent, agent) == 0)
      return cooldown->until_ms;
  }
  return 0;
}

/* What keeps an agent from being able; FALSE if nothing does in the end. */
static gboolean
find_inability (const GcAgentEntry *agent, const GcNeed *need, GcWhy *ret_why)
{
  gboolean handles = (agent->departments & need->department) != 0 || agent->row->supervisor;

  if (gc_queue_is_able (agent, need, GC_RING_SUPERVISOR))
    return FALSE;
  *ret_why = handles ? GC_WHY_LANGUAGE : GC_WHY_DEPARTMENT;
  return TRUE;
}

/* When the ring is wide enough for @agent. */
static int64_t
ring_ms (const Count *count, const GcAgentEntry *agent)
{
  const GcQueueConfig *config = &count->queue->config;
  gboolean relaxed = gc_queue_is_able (agent, &count->entry->need, GC_RING_RELAXED);

  return count->entry->row->enqueued_ms + (relaxed ? config->ring2_ms : config->ring3_ms);
}

/* When an agent who is off duty will be on duty; 0: not known. */
static int64_t
duty_ms (const GcAgentEntry *agent)
{
  gboolean waits = agent->row->effective == GC_EFFECTIVE_OFF_DUTY;

  return waits && agent->duty_end_ms != INT64_MAX ? agent->duty_end_ms : 0;
}

static void
add (Count *count, GcWhy why, int64_t until_ms)
{
  count->n[why]++;
  if (until_ms != 0 && (count->until_ms[why] == 0 || until_ms < count->until_ms[why]))
    count->until_ms[why] = until_ms;
}

static gboolean
count_agent (gpointer key, gpointer value, gpointer user_data)
{
  const GcAgentEntry *agent = value;
  Count *count = user_data;
  const GcTicketEntry *entry = count->entry;
  int64_t cooldown_ms = cooldown_until_ms (entry->row, agent->row->account);
  GcEffective effective = agent->row->effective;
  GcWhy why = GC_WHY_N;

  if (g_strcmp0 (entry->row->offer_agent, agent->row->account) == 0)
    return FALSE;
  if (find_inability (agent, &entry->need, &why))
    add (count, why, 0);
  else if (cooldown_ms == INT64_MAX)
    add (count, GC_WHY_CONFLICT, 0);
  else if (by_effective[effective] != GC_WHY_BUSY && by_effective[effective] != GC_WHY_KEPT)
    add (count, by_effective[effective], duty_ms (agent));
  else if (cooldown_ms > count->queue->now_ms)
    add (count, GC_WHY_COOLDOWN, cooldown_ms);
  else if (!gc_queue_is_able (agent, &entry->need, entry->need.ring))
    add (count, GC_WHY_SKILL, ring_ms (count, agent));
  else if (by_effective[effective] == GC_WHY_BUSY)
    add (count, GC_WHY_BUSY, 0);
  return FALSE;
}

static void
append (GArray *reasons, GcWhy why, unsigned n, const char *agent, int64_t until_ms)
{
  GcWhyNot reason = { why, n, agent, until_ms };

  g_array_append_val (reasons, reason);
}

GArray *
gc_queue_why_not (const GcQueue *queue, const char *ticket)
{
  GArray *reasons = g_array_new (FALSE, FALSE, sizeof (GcWhyNot));
  Count count = { .queue = queue, .entry = gc_queue_find_ticket (queue, ticket) };

  if (count.entry == NULL)
    return reasons;
  const GcTicket *row = count.entry->row;
  if (row->state == GC_TICKET_PARKED) {
    append (reasons, GC_WHY_PARKED, 1, row->preferred, row->until_ms);
    return reasons;
  }
  if (count.entry->line == NULL)
    return reasons;
  if (row->absent_ms != 0)
    append (reasons, GC_WHY_RESIDENT_ABSENT, 0, NULL,
            row->absent_ms + queue->config.waiting_grace_ms);
  if (row->call_after_ms != 0)
    append (reasons, GC_WHY_UNREACHED, 0, NULL, row->call_after_ms);
  if (row->offer_agent != NULL)
    append (reasons, GC_WHY_OFFERED, 1, row->offer_agent, row->offer_until_ms);
  int64_t kept_ms = gc_queue_kept_until_ms (queue, row);
  if (row->preferred != NULL)
    append (reasons, GC_WHY_KEPT, 1, row->preferred, kept_ms != INT64_MAX ? kept_ms : 0);
  g_tree_foreach (queue->agents, count_agent, &count);
  for (GcWhy why = GC_WHY_DEPARTMENT; why < GC_WHY_N; why++)
    if (count.n[why] > 0)
      append (reasons, why, count.n[why], NULL, count.until_ms[why]);
  return reasons;
}
