// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gc-sim-run.h"

/* GcSimFigures: what a run says about some of its visits; times in seconds. */
typedef struct {
  unsigned n_came;
  unsigned fates[GC_SIM_FATE_N]; /* those of GC_SIM_FATE_NONE are still here */
  unsigned n_joined;             /* took a place in line */
  double kiosk_mean;             /* standing before a taken kiosk */
  double wait_mean; /* from the place in line to the first picture, of those who had one */
  double wait_median;
  double wait_p90;
  double wait_p99;
  double wait_max;
  double within_5_percent; /* of those who joined */
  double within_15_percent;
} GcSimFigures;

typedef gboolean (*GcSimFilter) (const GcSimRun *run, unsigned visit, gconstpointer data);

/* Of the visits that @filter lets through; of all, if it is NULL. */
void gc_sim_figures (const GcSimRun *run,
                     GcSimFilter filter,
                     gconstpointer data,
                     GcSimFigures *ret_figures);

typedef struct {
  double jain;  /* of the points' mean waits: 1 when all are alike */
  double worst; /* the longest of them */
  double best;
} GcSimFairness;

/* Over the points at which somebody was served. */
void gc_sim_fairness (const GcSimRun *run, GcSimFairness *ret_fairness);

typedef struct {
  unsigned n_offers;
  unsigned n_declined;
  unsigned n_missed;
  unsigned n_dropped; /* sessions that broke, on either side */
  unsigned n_same;    /* of these: went on with the same agent */
  unsigned n_other;   /* with another one */
} GcSimConduct;

void gc_sim_conduct (const GcSimRun *run, GcSimConduct *ret_conduct);

/* Busy time of their time on duty in percent; of all agents, or of those with @department. */
double gc_sim_utilisation (const GcSimRun *run, const char *department);

/* A table in Markdown, its columns of equal width. @rows: lists of cells, the first the head. */
void gc_sim_table (GString *text, GPtrArray *rows);

/* Appends a row of @format, whose cells are separated by '|'. */
void gc_sim_row (GPtrArray *rows, const char *format, ...) G_GNUC_PRINTF (2, 3);
GPtrArray *gc_sim_rows_new (void);

/* The tables of all runs. (transfer full) */
char *gc_sim_report_text (const GPtrArray *runs);

/* The same figures as JSON. (transfer full) */
char *gc_sim_report_json (const GPtrArray *runs);
