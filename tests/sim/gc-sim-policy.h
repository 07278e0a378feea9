// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gc-sim-world.h"

/*
 * GcSimPolicy: who is offered whom, and when. The run tells it what people do and reads from it
 * what they are told; visits and agents are indexes into the world.
 */
#define GC_SIM_NONE G_MAXUINT

typedef enum {
  GC_SIM_TICK, /* all deadlines up to now */
  GC_SIM_SIT,  /* a resident sits down at @kiosk of his point */
  GC_SIM_JOIN, /* the device is checked: takes his place in line */
  GC_SIM_LEAVE,
  GC_SIM_ABSENT,  /* his page is gone */
  GC_SIM_PRESENT, /* and back */
  GC_SIM_ACCEPT,
  GC_SIM_DECLINE,
  GC_SIM_MEET, /* both sides have joined the session */
  GC_SIM_END,
  GC_SIM_FINISH, /* @agent's wrap-up */
  GC_SIM_AVAILABLE,
  GC_SIM_BREAK,
  GC_SIM_OFF,
  GC_SIM_AGENT_LOST, /* @agent's page is gone */
  GC_SIM_AGENT_FOUND,
} GcSimActKind;

typedef struct {
  GcSimActKind kind;
  unsigned visit;
  unsigned agent;
  unsigned kiosk;
  unsigned reason; /* of a decline: index into gc_sim_decline_names */
} GcSimAct;

typedef enum {
  GC_SIM_AGENT_OFF,
  GC_SIM_AGENT_BREAK,
  GC_SIM_AGENT_IDLE,
  GC_SIM_AGENT_OFFERED,
  GC_SIM_AGENT_SESSION, /* from accept on */
  GC_SIM_AGENT_HOLDING, /* kept for a resident whose link broke */
  GC_SIM_AGENT_WRAP_UP,
  GC_SIM_AGENT_N,
} GcSimAgentState;

typedef enum {
  GC_SIM_OFFERED,     /* @agent is asked */
  GC_SIM_NOT_TAKEN,   /* the offer ended without accept */
  GC_SIM_MISSED,      /* the same, since nobody answered */
  GC_SIM_ACCEPTED,    /* by @agent: both sides now join */
  GC_SIM_CONNECTED,   /* the session begins, or goes on */
  GC_SIM_DROPPED,     /* one side is gone, the other is kept for it */
  GC_SIM_REQUEUED,    /* the agent was let go; back in line */
  GC_SIM_ENDED,       /* the resident is free */
  GC_SIM_GIVEN_UP,    /* by the policy: was away for too long */
  GC_SIM_AGENT_STATE, /* @agent is in @state now */
} GcSimNewsKind;

typedef struct {
  GcSimNewsKind kind;
  unsigned visit;
  unsigned agent;
  GcSimAgentState state;
} GcSimNews;

/* Times that the run and its checks must know of a policy. */
typedef struct {
  int64_t offer_ms;    /* an offer ends unanswered */
  int64_t cooldown_ms; /* who did not take it is not asked again for so long at most */
  int64_t idle_ms;     /* one may wait, and one for him be idle, for so long at most */
  int64_t conflict_ms; /* the same after a conflict of interest; INT64_MAX: never */
  int64_t kept_ms;     /* who was let go by his agent waits for him alone for so long at most */
  int64_t overtake_ms; /* one may come so much later and be served before another, by a bonus */
  int64_t overdue_ms;  /* but not before one who has waited for so long */
} GcSimLimits;

typedef struct {
  const char *name;
  gboolean is_ours; /* its broken rules are errors; those of the others are only counted */
  gpointer (*new) (const GcSimWorld *world);
  void (*free) (gpointer policy);
  /* Errors: what people did was refused: the run and the policy disagree. */
  gboolean (*apply) (gpointer policy, const GcSimAct *act, int64_t now_ms, GError **error);
  int64_t (*next_ms) (gpointer policy);
  /* Appends what has changed since the last call. @news: (element-type GcSimNews) */
  void (*take_news) (gpointer policy, GArray *news);
  gboolean (*check) (gpointer policy, GError **error);
  void (*get_limits) (GcSimLimits *ret_limits);
} GcSimPolicy;

/* "fcfs", "skill" or "ours". (nullable) */
const GcSimPolicy *gc_sim_policy_find (const char *name);

/* gc-sim-queue.c: the product's own queue. */
extern const GcSimPolicy gc_sim_policy_ours;

/* gc-sim-reference.c: one line whose head blocks it; and the oldest whom the agent can serve. */
extern const GcSimPolicy gc_sim_policy_fcfs;
extern const GcSimPolicy gc_sim_policy_skill;
