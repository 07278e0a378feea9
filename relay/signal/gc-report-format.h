// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "queue/gc-agent-report.h"
#include "queue/gc-report.h"
#include "signal/gc-report-query.h"

/* A row of the answer: a day, point or item of the report, or an agent. */
typedef struct {
  char *key;
  char *name; /* what people call it */
} GcReportRow;

GcReportRow *gc_report_row_new (const char *key, const char *name);
void gc_report_row_free (GcReportRow *row);

/*
 * The report as docs/protocol.md describes it, and as a table for spreadsheets.
 * @times: (nullable) of the agents; needed when it is by agent
 * @rows: (element-type GcReportRow), in the order of the answer. (transfer full)
 */
char *gc_report_format_json (GcReport *report,
                             const GcAgentReport *times,
                             const GcReportQuery *query,
                             const GPtrArray *rows);
char *gc_report_format_csv (GcReport *report,
                            const GcAgentReport *times,
                            const GcReportQuery *query,
                            const GPtrArray *rows);
