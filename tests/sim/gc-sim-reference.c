// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Two policies as anybody would write them first, to compare with. Both make offers that end
 * unanswered after the same time as the product's, with the same cooldowns, and know the same
 * agents; what they lack is what the comparison is about:
 *
 *   fcfs   one line; its head is served first, and holds up all others until an agent who can serve
 *          it is free
 *   skill  the agent idle longest takes the oldest whom he can serve
 *
 * In both a broken session is over for the agent, and who comes back takes his old place in line,
 * with whoever is free then.
 */
#include "config.h"

#include "gc-sim-heap.h"
#include "gc-sim-policy.h"

#include "common/gc-error.h"

#define OFFER_MS INT64_C (20000)
#define DECLINE_COOLDOWN_MS INT64_C (60000)
#define MISS_COOLDOWN_MS INT64_C (10000)
#define MAX_MISSES 3
#define DROP_AFTER_MS INT64_C (5000)
#define WAITING_GRACE_MS INT64_C (600000)
#define WRAP_UP_MS INT64_C (300000)

typedef enum {
  PHASE_BEFORE,
  PHASE_WAITING,
  PHASE_OFFERED,
  PHASE_SESSION,
  PHASE_OVER,
} Phase;

/* What may be due. */
enum {
  DUE_OFFER,    /* nobody answered */
  DUE_DROP,     /* the resident is gone from the session */
  DUE_PLACE,    /* the resident is gone from the line */
  DUE_COOLDOWN, /* may be offered to the same agent again */
  DUE_WRAP_UP,
};

typedef struct {
  unsigned agent;
  int64_t until_ms;
} Cooldown;

typedef struct {
  Phase phase;
  uint64_t rank;
  gboolean absent;
  unsigned agent;    /* of the offer or the session */
  unsigned serial;   /* of phase and presence: what is due for an older one is not */
  GArray *cooldowns; /* (nullable) Cooldown */
} Visit;

typedef struct {
  GcSimAgentState state;
  GcSimAgentState wanted; /* off, break or idle */
  gboolean absent;
  int64_t idle_since_ms;
  unsigned misses;
  unsigned visit;
  unsigned serial;
} Agent;

typedef struct {
  const GcSimWorld *world;
  gboolean head_blocks;
  Visit *visits;
  Agent *agents;
  GArray *line; /* unsigned visits that wait, by rank */
  GcSimHeap *due;
  GArray *news;
  uint64_t last_rank;
  int64_t now_ms;
} Reference;

static void
tell (Reference *reference, GcSimNewsKind kind, unsigned visit, unsigned agent)
{
  GcSimNews one = { .kind = kind, .visit = visit, .agent = agent };

  g_array_append_val (reference->news, one);
}

static void
set_agent (Reference *reference, unsigned index, GcSimAgentState state)
{
  Agent *agent = &reference->agents[index];

  if (agent->state == state)
    return;
  agent->state = state;
  agent->serial++;
  GcSimNews one = {
    .kind = GC_SIM_AGENT_STATE, .visit = agent->visit, .agent = index, .state = state
  };
  g_array_append_val (reference->news, one);
}

static void
add_due (Reference *reference, int kind, unsigned visit, unsigned agent, int64_t after_ms)
{
  GcSimEvent event = { reference->now_ms + after_ms, kind, visit, agent, 0 };

  event.serial =
      kind == DUE_WRAP_UP ? reference->agents[agent].serial : reference->visits[visit].serial;
  gc_sim_heap_push (reference->due, &event);
}

/* ---- the line ---- */

static void
enter_line (Reference *reference, unsigned visit)
{
  uint64_t rank = reference->visits[visit].rank;
  guint at = reference->line->len;

  while (at > 0 && reference->visits[g_array_index (reference->line, unsigned, at - 1)].rank > rank)
    at--;
  g_array_insert_val (reference->line, at, visit);
}

static void
leave_line (Reference *reference, unsigned visit)
{
  for (guint i = 0; i < reference->line->len; i++)
    if (g_array_index (reference->line, unsigned, i) == visit) {
      g_array_remove_index (reference->line, i);
      return;
    }
}

static void
set_phase (Reference *reference, unsigned index, Phase phase)
{
  Visit *visit = &reference->visits[index];

  if (visit->phase == PHASE_WAITING)
    leave_line (reference, index);
  visit->phase = phase;
  visit->serial++;
  if (phase == PHASE_WAITING) {
    enter_line (reference, index);
    if (visit->absent)
      add_due (reference, DUE_PLACE, index, 0, WAITING_GRACE_MS);
  }
}

static void
set_cooldown (Reference *reference, unsigned index, unsigned agent, int64_t length_ms)
{
  Visit *visit = &reference->visits[index];
  Cooldown cooldown = { agent, reference->now_ms + length_ms };

  if (visit->cooldowns == NULL)
    visit->cooldowns = g_array_new (FALSE, FALSE, sizeof (Cooldown));
  g_array_append_val (visit->cooldowns, cooldown);
}

static gboolean
may_offer (const Reference *reference, unsigned index, unsigned agent)
{
  const Visit *visit = &reference->visits[index];

  if (reference->agents[agent].state != GC_SIM_AGENT_IDLE || visit->absent ||
      !gc_sim_world_serves (reference->world, agent, index))
    return FALSE;
  for (guint i = 0; visit->cooldowns != NULL && i < visit->cooldowns->len; i++) {
    const Cooldown *cooldown = &g_array_index (visit->cooldowns, Cooldown, i);
    if (cooldown->agent == agent && cooldown->until_ms > reference->now_ms)
      return FALSE;
  }
  return TRUE;
}

/* The agent idle longest; GC_SIM_NONE. */
static unsigned
find_agent (const Reference *reference, unsigned visit)
{
  unsigned best = GC_SIM_NONE;

  for (unsigned i = 0; i < reference->world->agents->len; i++)
    if (may_offer (reference, visit, i) &&
        (best == GC_SIM_NONE ||
         reference->agents[i].idle_since_ms < reference->agents[best].idle_since_ms))
      best = i;
  return best;
}

static void
offer (Reference *reference, unsigned visit, unsigned agent)
{
  set_phase (reference, visit, PHASE_OFFERED);
  reference->visits[visit].agent = agent;
  reference->agents[agent].visit = visit;
  tell (reference, GC_SIM_OFFERED, visit, agent);
  set_agent (reference, agent, GC_SIM_AGENT_OFFERED);
  add_due (reference, DUE_OFFER, visit, agent, OFFER_MS);
}

static void
match (Reference *reference)
{
  for (guint i = 0; i < reference->line->len;) {
    unsigned visit = g_array_index (reference->line, unsigned, i);
    unsigned agent = find_agent (reference, visit);
    if (agent != GC_SIM_NONE)
      offer (reference, visit, agent);
    else if (reference->head_blocks && !reference->visits[visit].absent)
      return;
    else
      i++;
  }
}

/* ---- agents ---- */

static void
free_agent (Reference *reference, unsigned index)
{
  Agent *agent = &reference->agents[index];

  agent->visit = GC_SIM_NONE;
  agent->idle_since_ms = reference->now_ms;
  set_agent (reference, index, agent->absent ? GC_SIM_AGENT_OFF : agent->wanted);
}

static void
end_offer (Reference *reference, unsigned visit, GcSimNewsKind kind)
{
  unsigned agent = reference->visits[visit].agent;

  set_phase (reference, visit, PHASE_WAITING);
  tell (reference, kind, visit, agent);
  free_agent (reference, agent);
}

static void
begin_wrap_up (Reference *reference, unsigned agent)
{
  set_agent (reference, agent, GC_SIM_AGENT_WRAP_UP);
  add_due (reference, DUE_WRAP_UP, 0, agent, WRAP_UP_MS);
}

static void
want (Reference *reference, unsigned index, GcSimAgentState wanted)
{
  Agent *agent = &reference->agents[index];
  gboolean is_free = agent->visit == GC_SIM_NONE;

  if (wanted == GC_SIM_AGENT_IDLE)
    agent->misses = 0;
  else if (agent->state == GC_SIM_AGENT_OFFERED) {
    agent->wanted = wanted;
    end_offer (reference, agent->visit, GC_SIM_NOT_TAKEN);
    return;
  }
  agent->wanted = wanted;
  if (is_free)
    free_agent (reference, index);
}

/* ---- what is due ---- */

static void
on_due (Reference *reference, const GcSimEvent *event)
{
  Visit *visit = &reference->visits[event->visit];
  Agent *agent = &reference->agents[event->agent];

  if (event->kind == DUE_COOLDOWN)
    return;
  if (event->kind == DUE_WRAP_UP) {
    if (agent->serial == event->serial)
      free_agent (reference, event->agent);
    return;
  }
  if (visit->serial != event->serial)
    return;
  if (event->kind == DUE_OFFER) {
    set_cooldown (reference, event->visit, event->agent, MISS_COOLDOWN_MS);
    if (++agent->misses >= MAX_MISSES)
      agent->wanted = GC_SIM_AGENT_BREAK;
    end_offer (reference, event->visit, GC_SIM_MISSED);
    add_due (reference, DUE_COOLDOWN, event->visit, 0, MISS_COOLDOWN_MS);
  } else if (event->kind == DUE_DROP) {
    set_phase (reference, event->visit, PHASE_WAITING);
    tell (reference, GC_SIM_REQUEUED, event->visit, visit->agent);
    if (reference->agents[visit->agent].absent)
      free_agent (reference, visit->agent);
    else
      begin_wrap_up (reference, visit->agent);
  } else {
    set_phase (reference, event->visit, PHASE_OVER);
    tell (reference, GC_SIM_GIVEN_UP, event->visit, GC_SIM_NONE);
  }
}

static void
tick (Reference *reference)
{
  GcSimEvent event;

  while (gc_sim_heap_next_ms (reference->due) <= reference->now_ms &&
         gc_sim_heap_pop (reference->due, &event))
    on_due (reference, &event);
}

/* ---- what people do ---- */

static void
set_absent (Reference *reference, unsigned index, gboolean absent)
{
  Visit *visit = &reference->visits[index];

  visit->absent = absent;
  if (visit->phase == PHASE_OFFERED)
    return; /* the agent finds nobody, or finds him back */
  visit->serial++;
  if (absent && visit->phase == PHASE_SESSION)
    add_due (reference, DUE_DROP, index, 0, DROP_AFTER_MS);
  if (absent && visit->phase == PHASE_WAITING)
    add_due (reference, DUE_PLACE, index, 0, WAITING_GRACE_MS);
}

static void
set_agent_absent (Reference *reference, unsigned index, gboolean absent)
{
  Agent *agent = &reference->agents[index];

  agent->absent = absent;
  if (agent->visit == GC_SIM_NONE)
    free_agent (reference, index);
  else if (agent->state == GC_SIM_AGENT_SESSION)
    reference->visits[agent->visit].serial++;
  if (absent && agent->state == GC_SIM_AGENT_SESSION)
    add_due (reference, DUE_DROP, agent->visit, index, DROP_AFTER_MS);
}

static void
accept (Reference *reference, unsigned index, unsigned agent)
{
  Visit *visit = &reference->visits[index];

  reference->agents[agent].misses = 0;
  set_phase (reference, index, PHASE_SESSION);
  set_agent (reference, agent, GC_SIM_AGENT_SESSION);
  tell (reference, GC_SIM_ACCEPTED, index, agent);
  if (visit->absent)
    add_due (reference, DUE_DROP, index, 0, DROP_AFTER_MS);
}

static void
leave (Reference *reference, unsigned index)
{
  if (reference->visits[index].phase == PHASE_OFFERED)
    end_offer (reference, index, GC_SIM_NOT_TAKEN);
  set_phase (reference, index, PHASE_OVER);
}

static void
decline (Reference *reference, unsigned index, unsigned agent)
{
  reference->agents[agent].misses = 0;
  set_cooldown (reference, index, agent, DECLINE_COOLDOWN_MS);
  end_offer (reference, index, GC_SIM_NOT_TAKEN);
  add_due (reference, DUE_COOLDOWN, index, 0, DECLINE_COOLDOWN_MS);
}

static void
act_on_visit (Reference *reference, const GcSimAct *act)
{
  unsigned index = act->visit;

  switch ((int)act->kind) {
  case GC_SIM_JOIN:
    reference->visits[index].rank = ++reference->last_rank;
    set_phase (reference, index, PHASE_WAITING);
    break;
  case GC_SIM_LEAVE:
    leave (reference, index);
    break;
  case GC_SIM_ABSENT:
  case GC_SIM_PRESENT:
    set_absent (reference, index, act->kind == GC_SIM_ABSENT);
    break;
  case GC_SIM_ACCEPT:
    accept (reference, index, act->agent);
    break;
  case GC_SIM_DECLINE:
    decline (reference, index, act->agent);
    break;
  case GC_SIM_MEET:
    tell (reference, GC_SIM_CONNECTED, index, act->agent);
    break;
  case GC_SIM_END:
    set_phase (reference, index, PHASE_OVER);
    tell (reference, GC_SIM_ENDED, index, act->agent);
    begin_wrap_up (reference, act->agent);
    break;
  default:
    break;
  }
}

static gboolean
reference_apply (gpointer policy, const GcSimAct *act, int64_t now_ms, GError **error)
{
  Reference *reference = policy;

  reference->now_ms = now_ms;
  switch ((int)act->kind) {
  case GC_SIM_TICK:
    tick (reference);
    break;
  case GC_SIM_FINISH:
    free_agent (reference, act->agent);
    break;
  case GC_SIM_AVAILABLE:
    want (reference, act->agent, GC_SIM_AGENT_IDLE);
    break;
  case GC_SIM_BREAK:
    want (reference, act->agent, GC_SIM_AGENT_BREAK);
    break;
  case GC_SIM_OFF:
    want (reference, act->agent, GC_SIM_AGENT_OFF);
    break;
  case GC_SIM_AGENT_LOST:
  case GC_SIM_AGENT_FOUND:
    set_agent_absent (reference, act->agent, act->kind == GC_SIM_AGENT_LOST);
    break;
  default:
    act_on_visit (reference, act);
    break;
  }
  match (reference);
  return TRUE;
}

static int64_t
reference_next_ms (gpointer policy)
{
  return gc_sim_heap_next_ms (((Reference *)policy)->due);
}

static void
reference_take_news (gpointer policy, GArray *news)
{
  Reference *reference = policy;

  g_array_append_vals (news, reference->news->data, reference->news->len);
  g_array_set_size (reference->news, 0);
}

static gboolean
reference_check (gpointer policy, GError **error)
{
  const Reference *reference = policy;

  for (unsigned i = 0; i < reference->world->agents->len; i++) {
    const Agent *agent = &reference->agents[i];
    if (agent->state == GC_SIM_AGENT_OFFERED && reference->visits[agent->visit].agent != i) {
      g_set_error (error, GC_ERROR, GC_ERROR_INTERNAL,
                   "agent a%u: is offered t%u, which is not his", i, agent->visit);
      return FALSE;
    }
  }
  return TRUE;
}

static void
reference_get_limits (GcSimLimits *ret_limits)
{
  *ret_limits = (GcSimLimits){
    .offer_ms = OFFER_MS,
    .cooldown_ms = DECLINE_COOLDOWN_MS,
    .conflict_ms = DECLINE_COOLDOWN_MS,
    .idle_ms = 3 * DECLINE_COOLDOWN_MS,
    .overdue_ms = INT64_MAX,
  };
}

static Reference *
reference_new (const GcSimWorld *world, gboolean head_blocks)
{
  Reference *reference = g_new0 (Reference, 1);

  reference->world = world;
  reference->head_blocks = head_blocks;
  reference->visits = g_new0 (Visit, MAX (1, world->visits->len));
  reference->agents = g_new0 (Agent, MAX (1, world->agents->len));
  reference->line = g_array_new (FALSE, FALSE, sizeof (unsigned));
  reference->due = gc_sim_heap_new ();
  reference->news = g_array_new (FALSE, FALSE, sizeof (GcSimNews));
  for (unsigned i = 0; i < world->agents->len; i++)
    reference->agents[i].visit = GC_SIM_NONE;
  return reference;
}

static gpointer
fcfs_new (const GcSimWorld *world)
{
  return reference_new (world, TRUE);
}

static gpointer
skill_new (const GcSimWorld *world)
{
  return reference_new (world, FALSE);
}

static void
reference_free (gpointer policy)
{
  Reference *reference = policy;

  for (unsigned i = 0; i < reference->world->visits->len; i++)
    g_clear_pointer (&reference->visits[i].cooldowns, g_array_unref);
  g_free (reference->visits);
  g_free (reference->agents);
  g_array_unref (reference->line);
  gc_sim_heap_free (reference->due);
  g_array_unref (reference->news);
  g_free (reference);
}

const GcSimPolicy gc_sim_policy_fcfs = {
  .name = "fcfs",
  .new = fcfs_new,
  .free = reference_free,
  .apply = reference_apply,
  .next_ms = reference_next_ms,
  .take_news = reference_take_news,
  .check = reference_check,
  .get_limits = reference_get_limits,
};

const GcSimPolicy gc_sim_policy_skill = {
  .name = "skill",
  .new = skill_new,
  .free = reference_free,
  .apply = reference_apply,
  .next_ms = reference_next_ms,
  .take_news = reference_take_news,
  .check = reference_check,
  .get_limits = reference_get_limits,
};

const GcSimPolicy *
gc_sim_policy_find (const char *name)
{
  static const GcSimPolicy *const all[] = { &gc_sim_policy_fcfs, &gc_sim_policy_skill,
                                            &gc_sim_policy_ours };

  for (size_t i = 0; i < G_N_ELEMENTS (all); i++)
    if (g_str_equal (all[i]->name, name))
      return all[i];
  return NULL;
}
