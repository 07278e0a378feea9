// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gc-sim-places.h"

/*
 * GcSimScenario: who comes, who serves and how people behave, read from one JSON file; the members
 * are described in docs/simulator.md. All chances are in percent, all spreads 100 times the sigma
 * of a log-normal.
 */
#define GC_SIM_HOURS 24
#define GC_SIM_DECLINE_CONFLICT 1
#define GC_SIM_DECLINES 5 /* as many as the reasons of gc_sim_decline_names */

extern const char *const gc_sim_decline_names[GC_SIM_DECLINES];

typedef struct {
  const GcSimPoint *place;
  int64_t arrivals_per_week;
  int64_t weights[GC_SIM_HOURS]; /* of each hour of the local day */
  int64_t kiosks;
  GcSimDays *closed;
} GcSimOrigin;

typedef struct {
  const GcSimItem *item;
  int64_t weight;
  int64_t minutes;
} GcSimWish;

typedef struct {
  char **names; /* best first */
  int64_t weight;
} GcSimTongue;

typedef struct {
  int64_t check_seconds, check_spread_percent; /* the device check */
  int64_t service_spread_percent;              /* of the session */
  int64_t patience_minutes, patience_spread_percent;
  int64_t silent_percent;             /* of those who give up: without a word */
  int64_t away_percent, away_seconds; /* gone for a while when waiting */
  int64_t drop_percent;               /* the link breaks once in a session */
  int64_t never_returns_percent;      /* of these */
  int64_t return_seconds, return_spread_percent;
  int64_t retell_minutes; /* to another agent */
} GcSimResident;

typedef struct {
  int64_t answer_seconds, answer_spread_percent;
  int64_t no_answer_percent;
  int64_t decline_percent[GC_SIM_DECLINES];
  int64_t lost_percent;    /* the page goes away once in a session */
  int64_t lost_seconds;    /* for so long */
  int64_t back_minutes;    /* until he sees that he was set to break */
  int64_t no_show_seconds; /* until he gives up an empty chair */
} GcSimHabits;

typedef struct {
  int minute; /* of the home day */
  int length;
} GcSimBreak;

typedef struct {
  char *name;
  int64_t count;
  const GcSimHub *hub;
  char **departments;
  char **languages;
  GcSimHours *shift;
  GcSimHours *early;   /* (nullable) the shifts of the scenario with these names, for the study */
  GcSimHours *evening; /* (nullable) */
  GArray *breaks;      /* GcSimBreak */
  int64_t wrap_up_seconds, wrap_up_spread_percent;
} GcSimGroup;

typedef struct {
  char *title;
  uint32_t first_day; /* as gc_sim_day_parse () */
  int64_t n_days;
  gboolean by_window; /* video only in the point's window; else whenever the doors are open */
  GcSimDays *home_closed;
  GcSimDays *home_work_days;
  GPtrArray *origins; /* GcSimOrigin, owned */
  GPtrArray *wishes;  /* GcSimWish, owned */
  GPtrArray *tongues; /* GcSimTongue, owned */
  GPtrArray *groups;  /* GcSimGroup, owned */
  GcSimResident resident;
  GcSimHabits habits;
} GcSimScenario;

/*
 * Reads @path; @places must outlive the scenario. Errors: GC_ERROR_UNAVAILABLE when the file cannot
 * be read, GC_ERROR_INVALID naming the member that is unknown, missing or wrong.
 */
GcSimScenario *gc_sim_scenario_new (const char *path, const GcSimPlaces *places, GError **error);

/* The same from @text. */
GcSimScenario *gc_sim_scenario_parse (const char *text, const GcSimPlaces *places, GError **error);
void gc_sim_scenario_free (GcSimScenario *scenario);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcSimScenario, gc_sim_scenario_free)
