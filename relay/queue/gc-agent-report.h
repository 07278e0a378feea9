// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "queue/gc-queue-rows.h"

/*
 * GcAgentReport: how agents spent their time, by the clock, as docs/reports.md defines it. The
 * history of the agents goes in line by line in the order of seq; a line lasts until the next one
 * of the same agent. Only what falls into the agent's span counts. Pure: which span that is, and
 * what the time is now, is the caller's to say.
 */
typedef struct _GcAgentReport GcAgentReport;

/* Of one agent, or of all. */
typedef struct {
  int64_t signed_on_ms; /* at work with the page there: the sum of the next four */
  int64_t idle_ms;
  int64_t offered_ms;
  int64_t session_ms; /* from the accept to the end, also kept for who dropped out */
  int64_t wrap_up_ms;
  int64_t break_ms;
  int occupancy_permille; /* session and wrap-up of the time signed on; -1: never signed on */
} GcAgentTime;

GcAgentReport *gc_agent_report_new (void);
void gc_agent_report_free (GcAgentReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcAgentReport, gc_agent_report_free)

/*
 * Adds a line. @from_ms, @to_ms: the span of this agent, the same for all his lines; @to_ms is not
 * in it.
 */
void gc_agent_report_add (GcAgentReport *report,
                          const GcAgentEvent *line,
                          int64_t from_ms,
                          int64_t to_ms);

/* After the last line: what an agent is lasts until @now_ms at least. */
void gc_agent_report_end (GcAgentReport *report, int64_t now_ms);

/* Those who were signed on or on a break, by account. (transfer container) (element-type utf8) */
GPtrArray *gc_agent_report_list (const GcAgentReport *report);

/* FALSE, and all zero, for one who was neither; so it is before the history of agents began. */
gboolean
gc_agent_report_get (const GcAgentReport *report, const char *account, GcAgentTime *ret_time);
gboolean gc_agent_report_get_total (const GcAgentReport *report, GcAgentTime *ret_time);
