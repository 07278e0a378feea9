// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gc-sim-scenario.h"

/*
 * GcSimWorld: one throw of the dice for a scenario: who comes when and for what, how long he needs,
 * when he gives up, when his link breaks, and when each agent is on duty. No policy changes any of
 * it, so that policies are compared on the same days.
 */
typedef enum {
  GC_SIM_ROSTER_AS_WRITTEN,
  GC_SIM_ROSTER_NORMAL,  /* all in the public's hours of their hub */
  GC_SIM_ROSTER_DUTY,    /* all in its duty hours */
  GC_SIM_ROSTER_EVENING, /* as duty, but of each group of two or more one has the evening shift */
  GC_SIM_ROSTER_CREWS,   /* half of each group has the evening shift, half the early one */
} GcSimRoster;

typedef struct {
  uint64_t seed;
  int64_t load;  /* times the arrivals, at as many times the kiosks */
  int64_t staff; /* times the agents */
  GcSimRoster roster;
} GcSimOptions;

typedef struct {
  unsigned origin; /* indexes into the scenario's lists */
  unsigned wish;
  unsigned tongue;
  int64_t arrives_ms;
  int64_t closes_ms;     /* the doors, after he came */
  gboolean outside;      /* came when no video was to be had for his item */
  int64_t check_ms;      /* the device check takes */
  int64_t patience_ms;   /* gives up after */
  gboolean silent;       /* then walks off without a word */
  int64_t away_after_ms; /* of waiting; 0: stays */
  int64_t away_ms;
  int64_t service_ms;    /* the session takes */
  int64_t drop_after_ms; /* of session; 0: the link holds */
  int64_t gone_ms;       /* then it is gone for; INT64_MAX: for good */
  int64_t lost_after_ms; /* of session, the agent's page is gone; 0: stays */
  int64_t lost_ms;       /* for so long */
} GcSimVisit;

typedef struct {
  int64_t at_ms;
  enum {
    GC_SIM_STEP_ON,
    GC_SIM_STEP_BREAK,
    GC_SIM_STEP_OFF
  } what;
} GcSimStep;

typedef struct {
  char *account;
  unsigned group;
  unsigned place; /* in the group, from 0 */
  GArray *duty;   /* GcSimSpan: the shifts, breaks not taken out */
  GArray *steps;  /* GcSimStep, in order */
} GcSimAgent;

typedef struct {
  const GcSimScenario *scenario;
  GcSimOptions options;
  GArray *visits;    /* GcSimVisit, by time */
  GPtrArray *agents; /* GcSimAgent, owned */
  int64_t end_ms;    /* nobody comes after */
  gboolean *serves;  /* [group][wish][tongue] */
} GcSimWorld;

/* @scenario must outlive the world. (transfer full) */
GcSimWorld *gc_sim_world_new (const GcSimScenario *scenario, const GcSimOptions *options);
void gc_sim_world_free (GcSimWorld *world);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcSimWorld, gc_sim_world_free)

const GcSimVisit *gc_sim_world_visit (const GcSimWorld *world, unsigned visit);
const GcSimAgent *gc_sim_world_agent (const GcSimWorld *world, unsigned agent);
const GcSimGroup *gc_sim_world_group (const GcSimWorld *world, unsigned agent);
const GcSimOrigin *gc_sim_world_origin (const GcSimWorld *world, unsigned visit);
const GcSimWish *gc_sim_world_wish (const GcSimWorld *world, unsigned visit);
const GcSimTongue *gc_sim_world_tongue (const GcSimWorld *world, unsigned visit);

/* Whether the agent has the department of the visit's item and one of its languages. */
gboolean gc_sim_world_serves (const GcSimWorld *world, unsigned agent, unsigned visit);

/* The local day of the visit, year * 10000 + month * 100 + day. */
unsigned gc_sim_world_local_date (const GcSimWorld *world, unsigned visit);
