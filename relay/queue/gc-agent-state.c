// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The row of an agent, its names on the wire, and the table of legal moves of `effective`.
 */
#include "config.h"

#include "queue/gc-agent-state.h"

#include "queue/gc-names.h"

#include <string.h>

static const char *const wanted_names[GC_WANTED_N] = {
  [GC_WANTED_OFFLINE] = "offline",
  [GC_WANTED_BREAK] = "break",
  [GC_WANTED_AVAILABLE] = "available",
  [GC_WANTED_OVERTIME] = "overtime",
};

static const char *const effective_names[GC_EFFECTIVE_N] = {
  [GC_EFFECTIVE_OFFLINE] = "offline",
  [GC_EFFECTIVE_BREAK] = "break",
  [GC_EFFECTIVE_IDLE] = "idle",
  [GC_EFFECTIVE_OFFERED] = "offered",
  [GC_EFFECTIVE_CONNECTING] = "connecting",
  [GC_EFFECTIVE_BUSY] = "busy",
  [GC_EFFECTIVE_HOLDING] = "holding",
  [GC_EFFECTIVE_WRAP_UP] = "wrap_up",
  [GC_EFFECTIVE_UNREACHABLE] = "unreachable",
  [GC_EFFECTIVE_OFF_DUTY] = "off_duty",
};

static const char *const decline_names[GC_DECLINE_N] = {
  [GC_DECLINE_BUSY] = "busy",           [GC_DECLINE_CONFLICT_OF_INTEREST] = "conflict_of_interest",
  [GC_DECLINE_LANGUAGE] = "language",   [GC_DECLINE_WRONG_DEPARTMENT] = "wrong_department",
  [GC_DECLINE_TECHNICAL] = "technical",
};

#define TO(state) (1u << GC_EFFECTIVE_##state)
#define TO_FREE (TO (OFFLINE) | TO (BREAK) | TO (IDLE) | TO (UNREACHABLE) | TO (OFF_DUTY))

/*
 * An agent is never offered a ticket while any of his own is not over: OFFERED follows IDLE alone.
 * Who takes one himself goes to CONNECTING at once, also from a break. A guest is BUSY at once, and
 * a supervisor, who comes by himself, from wherever he is free.
 */
static const unsigned followers[GC_EFFECTIVE_N] = {
  [GC_EFFECTIVE_OFFLINE] = TO_FREE | TO (BUSY),
  [GC_EFFECTIVE_BREAK] = TO_FREE | TO (CONNECTING) | TO (BUSY),
  [GC_EFFECTIVE_IDLE] = TO_FREE | TO (OFFERED) | TO (CONNECTING) | TO (BUSY),
  [GC_EFFECTIVE_OFFERED] = TO_FREE | TO (CONNECTING) | TO (BUSY),
  [GC_EFFECTIVE_CONNECTING] = TO_FREE | TO (BUSY) | TO (HOLDING) | TO (WRAP_UP),
  [GC_EFFECTIVE_BUSY] = TO_FREE | TO (HOLDING) | TO (WRAP_UP),
  [GC_EFFECTIVE_HOLDING] = TO_FREE | TO (BUSY) | TO (CONNECTING) | TO (WRAP_UP),
  [GC_EFFECTIVE_WRAP_UP] = TO_FREE,
  [GC_EFFECTIVE_UNREACHABLE] = TO_FREE | TO (HOLDING) | TO (BUSY) | TO (CONNECTING) | TO (WRAP_UP),
  [GC_EFFECTIVE_OFF_DUTY] = TO_FREE | TO (CONNECTING) | TO (BUSY),
};

const char *
gc_wanted_name (GcWanted wanted)
{
  g_return_val_if_fail (wanted < GC_WANTED_N, "offline");
  return wanted_names[wanted];
}

gboolean
gc_wanted_is_work (GcWanted wanted)
{
  return wanted == GC_WANTED_AVAILABLE || wanted == GC_WANTED_OVERTIME;
}

gboolean
gc_wanted_parse (const char *name, GcWanted *ret_wanted)
{
  int index;

  if (!gc_names_find (wanted_names, GC_WANTED_N, name, &index))
    return FALSE;
  *ret_wanted = (GcWanted)index;
  return TRUE;
}

const char *
gc_effective_name (GcEffective effective)
{
  g_return_val_if_fail (effective < GC_EFFECTIVE_N, "offline");
  return effective_names[effective];
}

gboolean
gc_effective_parse (const char *name, GcEffective *ret_effective)
{
  int index;

  if (!gc_names_find (effective_names, GC_EFFECTIVE_N, name, &index))
    return FALSE;
  *ret_effective = (GcEffective)index;
  return TRUE;
}

gboolean
gc_effective_may_follow (GcEffective from, GcEffective to)
{
  g_return_val_if_fail (from < GC_EFFECTIVE_N && to < GC_EFFECTIVE_N, FALSE);
  return (followers[from] & (1u << to)) != 0;
}

const char *
gc_decline_name (GcDecline decline)
{
  g_return_val_if_fail (decline < GC_DECLINE_N, "busy");
  return decline_names[decline];
}

gboolean
gc_decline_parse (const char *name, GcDecline *ret_decline)
{
  int index;

  if (!gc_names_find (decline_names, GC_DECLINE_N, name, &index))
    return FALSE;
  *ret_decline = (GcDecline)index;
  return TRUE;
}

GcAgent *
gc_agent_new (const char *account)
{
  GcAgent *agent = g_new0 (GcAgent, 1);

  agent->account = g_strdup (account);
  agent->name = g_strdup ("");
  agent->departments = g_new0 (char *, 1);
  agent->languages = g_new0 (char *, 1);
  agent->items = g_new0 (char *, 1);
  agent->absent_ms = 1;
  return agent;
}

GcAgent *
gc_agent_copy (const GcAgent *agent)
{
  GcAgent *copy = g_memdup2 (agent, sizeof *agent);

  copy->account = g_strdup (agent->account);
  copy->name = g_strdup (agent->name);
  copy->departments = g_strdupv (agent->departments);
  copy->languages = g_strdupv (agent->languages);
  copy->items = g_strdupv (agent->items);
  copy->ticket = g_strdup (agent->ticket);
  copy->offer = g_strdup (agent->offer);
  return copy;
}

void
gc_agent_free (GcAgent *agent)
{
  if (agent == NULL)
    return;
  g_free (agent->account);
  g_free (agent->name);
  g_strfreev (agent->departments);
  g_strfreev (agent->languages);
  g_strfreev (agent->items);
  g_free (agent->ticket);
  g_free (agent->offer);
  g_free (agent);
}

gboolean
gc_agent_equal (const GcAgent *a, const GcAgent *b)
{
  return strcmp (a->account, b->account) == 0 && g_strcmp0 (a->name, b->name) == 0 &&
         g_strv_equal ((const char *const *)a->departments, (const char *const *)b->departments) &&
         g_strv_equal ((const char *const *)a->languages, (const char *const *)b->languages) &&
         g_strv_equal ((const char *const *)a->items, (const char *const *)b->items) &&
         a->supervisor == b->supervisor && a->extended == b->extended &&
         g_strcmp0 (a->ticket, b->ticket) == 0 && g_strcmp0 (a->offer, b->offer) == 0 &&
         a->wanted == b->wanted && a->effective == b->effective && a->since_ms == b->since_ms &&
         a->idle_since_ms == b->idle_since_ms && a->absent_ms == b->absent_ms &&
         a->misses == b->misses && a->wrap_up_until_ms == b->wrap_up_until_ms &&
         a->notice == b->notice && a->notice_ms == b->notice_ms;
}
