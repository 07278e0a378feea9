// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "queue/gc-queue-rows.h"

/*
 * GcReport: figures out of the history of tickets, as docs/reports.md defines them. The history
 * goes in line by line in the order of seq. A ticket counts once, in the row of the line in which
 * it took its place, and only when it is over (done or abandoned): one that is open is in no
 * figure. Pure: no I/O, no clock, no time zone; which row a ticket belongs to is the caller's to
 * say.
 */
typedef struct _GcReport GcReport;

typedef struct {
  int64_t threshold_ms;     /* of the service level */
  int64_t short_abandon_ms; /* who leaves sooner is not counted as abandoned */
  unsigned max_tickets;
} GcReportConfig;

/* 5 min, 20 s, 500000. */
void gc_report_config_init (GcReportConfig *config);

/* Of all tickets, or of those of one row. Permille and times are -1 when there is nothing to take
 * them of. */
typedef struct {
  unsigned arrived; /* answered + abandoned + short_abandoned */
  unsigned answered;
  unsigned abandoned;
  unsigned short_abandoned;
  unsigned answered_in_time;
  unsigned abandoned_in_time;
  unsigned requeued;  /* returns to the line after an answer */
  unsigned lost;      /* of the answered: gave up in the line after such a return */
  unsigned transfers; /* taken over by a colleague */
  unsigned items;     /* finished: of a visit with several, each of them */
  int service_level_permille;
  int service_level2_permille;
  int abandonment_permille;
  int64_t wait_mean_ms; /* of the answered, to the first accept: ASA */
  int64_t wait_p50_ms;
  int64_t wait_p90_ms;
  int64_t wait_max_ms;
  int64_t rewait_mean_ms; /* of the returns */
  int64_t handle_mean_ms; /* session and wrap-up of an agent with a ticket: AHT */
  /* What was foreseen at the joining against the first accept (gc-estimate-report.h). */
  unsigned foreseen;                /* answered, with a wait that was foreseen: the next three */
  int64_t foreseen_error_ms;        /* mean of actual less foreseen; INT64_MIN: none */
  int64_t foreseen_median_error_ms; /* of its size */
  int foreseen_inside_permille;     /* waited for as long as the band said */
  unsigned foreseen_nobody;         /* not of those: nobody at work was able */
  int share_permille;               /* of all tickets answered or abandoned */
  int answered_share_permille;
} GcReportFigures;

/* What an agent did for the tickets of the report. */
typedef struct {
  unsigned offers;   /* each ended as one of the next three, or was taken back */
  unsigned accepted; /* also those that he took himself, without an offer */
  unsigned declined;
  unsigned missed;
  unsigned handled; /* different tickets */
  int64_t offered_ms;
  int64_t session_ms;
  int64_t wrap_up_ms;
  int64_t handle_mean_ms; /* -1: none */
} GcReportAgent;

GcReport *gc_report_new (const GcReportConfig *config);
void gc_report_free (GcReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcReport, gc_report_free)

/* Whether @line finishes an item: one of several, or with the ticket its last one. */
gboolean gc_report_finishes_item (const GcTransition *line);

/* Whether @line is the one with which a ticket takes its place in the queue. */
gboolean gc_report_is_arrival (const GcTransition *line);

/*
 * Adds a line of history. @row: for an arrival, the row of the ticket, NULL if it is not in the
 * report; for a line that finishes an item, the row in which the item counts, NULL for that of the
 * ticket; else not looked at. Lines of tickets that are not in the report are no error.
 * Errors: GC_ERROR_LIMIT when there are more than max_tickets.
 */
gboolean
gc_report_add (GcReport *report, const GcTransition *line, const char *row, GError **error);

/* Tickets that arrived and are not over: in no figure, as long as they are not. */
unsigned gc_report_count_open (const GcReport *report);

void gc_report_get_total (GcReport *report, GcReportFigures *ret_figures);

/* The figures of a row; all zero or -1 for one without tickets. */
void gc_report_get_row (GcReport *report, const char *row, GcReportFigures *ret_figures);

/* The rows that have tickets that are over, by name. (transfer container) (element-type utf8) */
GPtrArray *gc_report_list_rows (const GcReport *report);

/* The agents who were offered a ticket, or took one, by account. (transfer container) (element-type
 * utf8)
 */
GPtrArray *gc_report_list_agents (const GcReport *report);
void gc_report_get_agent (const GcReport *report, const char *account, GcReportAgent *ret_agent);
/* What all of them did together. */
void gc_report_get_agents (const GcReport *report, GcReportAgent *ret_agent);

/*
 * Jain's index over the mean waits of the rows that had an answer, in permille: 1000 when all
 * waited alike, 1000 / n when one of n did all the waiting. -1 without any answer.
 */
int gc_report_get_fairness_permille (const GcReport *report);
