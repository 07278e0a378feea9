// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "queue/gc-agent-report.h"
#include "signal/gc-report-query.h"
#include "signal/gc-service.h"

/*
 * Reads the history of the agents piece by piece into a report of the days that @query asks for.
 * Days are those of the agent's hub, Wenzhou's for an account without one.
 * @done: called once; @report (transfer full) is NULL with @error, which is borrowed
 */
typedef void (*GcAgentTimesDone) (GcAgentReport *report, const GError *error, gpointer user_data);

void gc_agent_times_read (GcService *service,
                          const GcReportQuery *query,
                          GcAgentTimesDone done,
                          gpointer user_data);
