// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gc-sim-heap.h"
#include "gc-sim-policy.h"

/* GcSimRun: one world lived through under one policy, and what came of each visit and agent. */
typedef enum {
  GC_SIM_FATE_NONE,    /* not here yet, or still here */
  GC_SIM_FATE_OUTSIDE, /* came when no video was to be had */
  GC_SIM_FATE_SERVED,
  GC_SIM_FATE_LEFT,    /* gave up, and said so, or was away for too long */
  GC_SIM_FATE_NO_SHOW, /* gave up without a word */
  GC_SIM_FATE_CLOSED,  /* the doors closed on him */
  GC_SIM_FATE_LOST,    /* the link broke for good */
  GC_SIM_FATE_N,
} GcSimFate;

typedef enum {
  GC_SIM_PHASE_BEFORE,
  GC_SIM_PHASE_STANDING, /* all kiosks of the point are taken */
  GC_SIM_PHASE_CHECKING,
  GC_SIM_PHASE_WAITING,
  GC_SIM_PHASE_OFFERED,
  GC_SIM_PHASE_CONNECTING,
  GC_SIM_PHASE_SESSION,
  GC_SIM_PHASE_DROPPED,
  GC_SIM_PHASE_OVER,
} GcSimPhase;

/* An agent declined the offer or did not answer it. */
typedef struct {
  unsigned agent;
  int64_t at_ms;
  int64_t cooldown_ms; /* INT64_MAX: he is never asked again */
} GcSimRefusal;

typedef struct {
  GcSimPhase phase;
  GcSimFate fate;
  unsigned kiosk;
  unsigned agent;      /* of the session */
  unsigned last_agent; /* of the session before a break */
  unsigned serial;     /* of the part of a session */
  unsigned offer_serial;
  unsigned answer; /* to the offer: a decline, or GC_SIM_DECLINES to accept */
  gboolean there;
  gboolean ghost; /* walked off; the page is still there */
  gboolean met;   /* both sides have joined this session */
  gboolean running;
  gboolean dropped;
  gboolean agent_lost;
  gboolean recovered;     /* the session went on after the break */
  gboolean changed_agent; /* with another agent */
  int64_t since_ms;       /* of the phase, or of the presence */
  int64_t seated_ms;
  int64_t joined_ms; /* 0: never */
  int64_t connected_ms;
  int64_t requeued_ms; /* let go by an agent */
  int64_t over_ms;
  int64_t running_since_ms;
  int64_t done_ms; /* of the session */
  int64_t need_ms;
  unsigned n_offers;
  unsigned n_declined;
  unsigned n_missed;
  gboolean stuck;   /* counted in n_stuck */
  GArray *refusals; /* GcSimRefusal (nullable) */
} GcSimVisitRun;

typedef struct {
  GcSimAgentState state;
  gboolean on;    /* by his roster */
  gboolean there; /* his page */
  guint next_step;
  unsigned serial;
  unsigned visit;
  int64_t since_ms;
  int64_t spent_ms[GC_SIM_AGENT_N];
} GcSimAgentRun;

typedef struct {
  unsigned *seats; /* visit or GC_SIM_NONE */
  unsigned n_seats;
  GArray *standing; /* unsigned visits, first come first */
} GcSimOriginRun;

typedef struct {
  const GcSimWorld *world;
  const GcSimPolicy *policy;
  GcSimLimits limits;
  gpointer state; /* the policy's */
  unsigned check_every;
  int64_t now_ms;
  GcSimHeap *future;
  GArray *news;    /* GcSimNews */
  GArray *waiting; /* unsigned visits, without order */
  GcSimVisitRun *visits;
  GcSimAgentRun *agents;
  GcSimOriginRun *origins;
  unsigned n_arrived;
  unsigned n_over;
  uint64_t n_events;
  uint64_t n_checks;
  unsigned n_overtaken; /* offers that passed over one who had come before, without a cause */
  unsigned n_stuck;     /* visits seen waiting while an agent for them was idle, both for minutes */
  GError *error;        /* the first broken rule */
} GcSimRun;

/*
 * Runs to the end. @check_every: events between two checks of all invariants. Errors:
 * GC_ERROR_INTERNAL, the first broken rule. (transfer full)
 */
GcSimRun *gc_sim_run_new (const GcSimWorld *world,
                          const GcSimPolicy *policy,
                          unsigned check_every,
                          GError **error);
void gc_sim_run_free (GcSimRun *run);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcSimRun, gc_sim_run_free)

/* ---- gc-sim-check.c ---- */

/* After all news of one act were read: whom the offers among them passed over. */
void gc_sim_check_offers (GcSimRun *run, const GArray *news);

/* Every other rule. Sets run->error. */
void gc_sim_check_all (GcSimRun *run);

/* At the end: each visit has exactly one fate, and the sums agree. */
void gc_sim_check_end (GcSimRun *run);
