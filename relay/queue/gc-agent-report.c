// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "queue/gc-agent-report.h"

#include <stddef.h>

/* An agent, with the state in which his last line left him. */
typedef struct {
  GcAgentTime time;
  GcEffective effective;
  int64_t since_ms;
  int64_t from_ms;
  int64_t to_ms;
} Agent;

struct _GcAgentReport {
  GHashTable *agents; /* char* account -> Agent, owned */
};

/* Where the time of a state goes; what is not here is no time at work. */
#define NOWHERE SIZE_MAX
static const size_t where[GC_EFFECTIVE_N] = {
  [GC_EFFECTIVE_OFFLINE] = NOWHERE,
  [GC_EFFECTIVE_BREAK] = offsetof (GcAgentTime, break_ms),
  [GC_EFFECTIVE_IDLE] = offsetof (GcAgentTime, idle_ms),
  [GC_EFFECTIVE_OFFERED] = offsetof (GcAgentTime, offered_ms),
  [GC_EFFECTIVE_CONNECTING] = offsetof (GcAgentTime, session_ms),
  [GC_EFFECTIVE_BUSY] = offsetof (GcAgentTime, session_ms),
  [GC_EFFECTIVE_HOLDING] = offsetof (GcAgentTime, session_ms),
  [GC_EFFECTIVE_WRAP_UP] = offsetof (GcAgentTime, wrap_up_ms),
  [GC_EFFECTIVE_UNREACHABLE] = NOWHERE,
  [GC_EFFECTIVE_OFF_DUTY] = NOWHERE,
};

GcAgentReport *
gc_agent_report_new (void)
{
  GcAgentReport *report = g_new0 (GcAgentReport, 1);

  report->agents = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return report;
}

void
gc_agent_report_free (GcAgentReport *report)
{
  if (report == NULL)
    return;
  g_hash_table_unref (report->agents);
  g_free (report);
}

/* The state that he was in has lasted until @at_ms. */
static void
pass (Agent *agent, int64_t at_ms)
{
  int64_t from_ms = MAX (agent->since_ms, agent->from_ms), to_ms = MIN (at_ms, agent->to_ms);

  if (to_ms > from_ms && where[agent->effective] != NOWHERE)
    *(int64_t *)(void *)((char *)&agent->time + where[agent->effective]) += to_ms - from_ms;
  /* The clock may have been put right between two lines: no time counts twice. */
  agent->since_ms = MAX (agent->since_ms, at_ms);
}

void
gc_agent_report_add (GcAgentReport *report,
                     const GcAgentEvent *line,
                     int64_t from_ms,
                     int64_t to_ms)
{
  Agent *agent = g_hash_table_lookup (report->agents, line->account);

  if (agent == NULL) {
    agent = g_new0 (Agent, 1);
    *agent = (Agent){ .since_ms = line->at_ms, .from_ms = from_ms, .to_ms = to_ms };
    g_hash_table_insert (report->agents, g_strdup (line->account), agent);
  }
  pass (agent, line->at_ms);
  agent->effective = line->effective;
}

void
gc_agent_report_end (GcAgentReport *report, int64_t now_ms)
{
  GHashTableIter iter;
  gpointer agent = NULL;

  g_hash_table_iter_init (&iter, report->agents);
  while (g_hash_table_iter_next (&iter, NULL, &agent))
    pass (agent, now_ms);
}

/* ---- figures ---- */

/* What follows from the rest. FALSE: neither signed on nor on a break. */
static gboolean
finish (GcAgentTime *time)
{
  int64_t work_ms = time->session_ms + time->wrap_up_ms;

  time->signed_on_ms = time->idle_ms + time->offered_ms + work_ms;
  time->occupancy_permille =
      time->signed_on_ms > 0 ? (int)((work_ms * 1000 + time->signed_on_ms / 2) / time->signed_on_ms)
                             : -1;
  return time->signed_on_ms + time->break_ms > 0;
}

gboolean
gc_agent_report_get (const GcAgentReport *report, const char *account, GcAgentTime *ret_time)
{
  const Agent *agent = g_hash_table_lookup (report->agents, account);

  *ret_time = agent != NULL ? agent->time : (GcAgentTime){ 0 };
  return finish (ret_time);
}

gboolean
gc_agent_report_get_total (const GcAgentReport *report, GcAgentTime *ret_time)
{
  GcAgentTime total = { 0 };
  GHashTableIter iter;
  gpointer value = NULL;

  g_hash_table_iter_init (&iter, report->agents);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const GcAgentTime *time = &((Agent *)value)->time;
    total.idle_ms += time->idle_ms;
    total.offered_ms += time->offered_ms;
    total.session_ms += time->session_ms;
    total.wrap_up_ms += time->wrap_up_ms;
    total.break_ms += time->break_ms;
  }
  *ret_time = total;
  return finish (ret_time);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *
gc_agent_report_list (const GcAgentReport *report)
{
  GPtrArray *names = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer name = NULL, value = NULL;

  g_hash_table_iter_init (&iter, report->agents);
  while (g_hash_table_iter_next (&iter, &name, &value)) {
    GcAgentTime time = ((Agent *)value)->time;
    if (finish (&time))
      g_ptr_array_add (names, name);
  }
  g_ptr_array_sort (names, compare_names);
  return names;
}
