// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The clock, and the people. Time jumps from one event to the next, or to the policy's next
 * deadline. People act by the plan of the world; what they are told (the news of the policy) makes
 * them act again, later: an agent looks up and answers, both sides join, a session ends.
 */
#include "config.h"

#include "gc-sim-run.h"

#include "gc-sim-random.h"

#define SECOND_MS INT64_C (1000)
#define MINUTE_MS (60 * SECOND_MS)
#define MEET_MS (2 * SECOND_MS)
#define LONGEST_WRAP_UP_MS (290 * SECOND_MS)
/* Streams of the seed, beside those of the world. */
#define STREAM_OFFERS 3
#define STREAM_CONFLICTS 4
#define STREAM_WRAP_UPS 5
#define PART(visit, number) (((uint64_t)(visit) << 24) | (number))

enum {
  EVENT_ARRIVE,
  EVENT_CHECKED,
  EVENT_GIVE_UP,
  EVENT_CLOSE,
  EVENT_AWAY,
  EVENT_BACK, /* from away, or from a broken link */
  EVENT_ANSWER,
  EVENT_MEET,
  EVENT_DROP,
  EVENT_END,
  EVENT_FINISH,
  EVENT_STEP, /* of an agent's roster */
  EVENT_LOST, /* the agent's page is gone from a session */
  EVENT_FOUND,
  EVENT_BACK_AGENT, /* he sees that he was set to break */
};

static void
push (GcSimRun *run, int kind, unsigned visit, unsigned agent, unsigned serial, int64_t at_ms)
{
  GcSimEvent event = { at_ms, kind, visit, agent, serial };

  gc_sim_heap_push (run->future, &event);
}

static const GcSimVisit *
plan_of (const GcSimRun *run, unsigned visit)
{
  return gc_sim_world_visit (run->world, visit);
}

/* ---- phases ---- */

static void
set_phase (GcSimRun *run, unsigned index, GcSimPhase phase)
{
  GcSimVisitRun *visit = &run->visits[index];

  if (visit->phase == GC_SIM_PHASE_WAITING)
    for (guint i = 0; i < run->waiting->len; i++)
      if (g_array_index (run->waiting, unsigned, i) == index) {
        g_array_remove_index_fast (run->waiting, i);
        break;
      }
  if (phase == GC_SIM_PHASE_WAITING)
    g_array_append_val (run->waiting, index);
  visit->phase = phase;
  visit->since_ms = run->now_ms;
}

static void
pause_session (GcSimRun *run, GcSimVisitRun *visit)
{
  if (!visit->running)
    return;
  visit->running = FALSE;
  visit->serial++;
  visit->done_ms += run->now_ms - visit->running_since_ms;
}

/* The session goes on while both are there, until its end or the break that was planned. */
static void
resume_session (GcSimRun *run, unsigned index)
{
  GcSimVisitRun *visit = &run->visits[index];
  const GcSimVisit *plan = plan_of (run, index);

  if (visit->running || !visit->there || visit->phase != GC_SIM_PHASE_SESSION ||
      !run->agents[visit->agent].there)
    return;
  visit->running = TRUE;
  visit->running_since_ms = run->now_ms;
  visit->serial++;
  visit->recovered = visit->dropped || visit->agent_lost;
  int kind = EVENT_END;
  int64_t until_ms = visit->need_ms;
  if (!visit->ghost && !visit->recovered && plan->drop_after_ms != 0) {
    kind = EVENT_DROP;
    until_ms = MIN (until_ms, plan->drop_after_ms);
  } else if (!visit->ghost && !visit->recovered && plan->lost_after_ms != 0) {
    kind = EVENT_LOST;
    until_ms = MIN (until_ms, plan->lost_after_ms);
  }
  push (run, kind, index, visit->agent, visit->serial, run->now_ms + until_ms - visit->done_ms);
}

static void
end_visit (GcSimRun *run, unsigned index, GcSimFate fate)
{
  GcSimVisitRun *visit = &run->visits[index];
  GcSimOriginRun *origin = &run->origins[plan_of (run, index)->origin];

  pause_session (run, visit);
  if (visit->phase == GC_SIM_PHASE_STANDING) {
    for (guint i = 0; i < origin->standing->len; i++)
      if (g_array_index (origin->standing, unsigned, i) == index) {
        g_array_remove_index (origin->standing, i);
        break;
      }
  } else if (visit->kiosk != GC_SIM_NONE) {
    origin->seats[visit->kiosk] = GC_SIM_NONE;
  }
  set_phase (run, index, GC_SIM_PHASE_OVER);
  visit->fate = visit->ghost ? GC_SIM_FATE_NO_SHOW : fate;
  visit->over_ms = run->now_ms;
  visit->there = FALSE;
  run->n_over++;
}

/* ---- what agents make of an offer ---- */

static unsigned
draw_answer (GcSimRun *run, unsigned index, unsigned agent, GcSimRandom *random)
{
  const GcSimHabits *habits = &run->world->scenario->habits;
  GcSimRandom lasting;
  unsigned answer = GC_SIM_DECLINES;

  /* Whether he knows the person, or the tongue, is the same at the next offer. */
  gc_sim_random_init (&lasting, run->world->options.seed, STREAM_CONFLICTS, PART (index, agent));
  for (unsigned i = GC_SIM_DECLINES; i-- > 0;) {
    gboolean passing = i == 0 || i == GC_SIM_DECLINES - 1;
    if (gc_sim_random_chance (passing ? random : &lasting, habits->decline_percent[i]))
      answer = i;
  }
  return answer;
}

static void
on_offered (GcSimRun *run, unsigned index, unsigned agent)
{
  GcSimVisitRun *visit = &run->visits[index];
  const GcSimHabits *habits = &run->world->scenario->habits;
  GcSimRandom random;

  set_phase (run, index, GC_SIM_PHASE_OFFERED);
  visit->n_offers++;
  visit->offer_serial++;
  gc_sim_random_init (&random, run->world->options.seed, STREAM_OFFERS,
                      PART (index, visit->n_offers));
  gboolean silent = gc_sim_random_chance (&random, habits->no_answer_percent);
  int64_t after_ms = gc_sim_random_log_normal (&random, habits->answer_seconds * SECOND_MS,
                                               habits->answer_spread_percent);
  visit->answer = draw_answer (run, index, agent, &random);
  if (!silent && after_ms < run->limits.offer_ms)
    push (run, EVENT_ANSWER, index, agent, visit->offer_serial, run->now_ms + after_ms);
}

static void
note_refusal (const GcSimRun *run, GcSimVisitRun *visit, unsigned agent, int64_t cooldown_ms)
{
  GcSimRefusal refusal = { agent, run->now_ms, cooldown_ms };

  if (visit->refusals == NULL)
    visit->refusals = g_array_new (FALSE, FALSE, sizeof (GcSimRefusal));
  g_array_append_val (visit->refusals, refusal);
}

static void
on_not_taken (GcSimRun *run, const GcSimNews *news)
{
  GcSimVisitRun *visit = &run->visits[news->visit];

  if (news->kind == GC_SIM_MISSED) {
    visit->n_missed++;
    note_refusal (run, visit, news->agent, run->limits.cooldown_ms);
  }
  visit->offer_serial++;
  set_phase (run, news->visit, GC_SIM_PHASE_WAITING);
}

/* ---- news ---- */

static void
on_connected (GcSimRun *run, unsigned index, unsigned agent)
{
  GcSimVisitRun *visit = &run->visits[index];
  const GcSimScenario *scenario = run->world->scenario;

  set_phase (run, index, GC_SIM_PHASE_SESSION);
  if (visit->connected_ms == 0) {
    visit->connected_ms = run->now_ms;
    visit->need_ms = visit->ghost ? scenario->habits.no_show_seconds * SECOND_MS
                                  : plan_of (run, index)->service_ms;
  } else if (agent != visit->last_agent) {
    visit->need_ms += scenario->resident.retell_minutes * MINUTE_MS;
    visit->changed_agent = TRUE;
  }
  visit->agent = agent;
  resume_session (run, index);
}

static void
on_requeued (GcSimRun *run, unsigned index)
{
  GcSimVisitRun *visit = &run->visits[index];

  pause_session (run, visit);
  visit->last_agent = visit->agent;
  visit->requeued_ms = run->now_ms;
  set_phase (run, index, GC_SIM_PHASE_WAITING);
  push (run, EVENT_GIVE_UP, index, 0, 0, run->now_ms + plan_of (run, index)->patience_ms);
}

static void
on_agent_state (GcSimRun *run, const GcSimNews *news)
{
  GcSimAgentRun *agent = &run->agents[news->agent];
  const GcSimGroup *group = gc_sim_world_group (run->world, news->agent);
  const GcSimHabits *habits = &run->world->scenario->habits;
  GcSimRandom random;

  agent->spent_ms[agent->state] += run->now_ms - agent->since_ms;
  agent->state = news->state;
  agent->since_ms = run->now_ms;
  agent->visit = news->visit;
  agent->serial++;
  if (news->state == GC_SIM_AGENT_WRAP_UP) {
    gc_sim_random_init (&random, run->world->options.seed, STREAM_WRAP_UPS,
                        PART (news->visit, news->agent));
    int64_t length_ms = gc_sim_random_log_normal (&random, group->wrap_up_seconds * SECOND_MS,
                                                  group->wrap_up_spread_percent);
    push (run, EVENT_FINISH, news->visit, news->agent, agent->serial,
          run->now_ms + MIN (length_ms, LONGEST_WRAP_UP_MS));
  } else if (news->state == GC_SIM_AGENT_BREAK && agent->on) {
    push (run, EVENT_BACK_AGENT, 0, news->agent, agent->serial,
          run->now_ms + habits->back_minutes * MINUTE_MS);
  }
}

static void
on_news (GcSimRun *run, const GcSimNews *news)
{
  GcSimVisitRun *visit = news->kind != GC_SIM_AGENT_STATE ? &run->visits[news->visit] : NULL;

  /* Who has left of his own accord needs not be told. */
  if (visit != NULL && visit->phase == GC_SIM_PHASE_OVER)
    return;
  switch (news->kind) {
  case GC_SIM_OFFERED:
    on_offered (run, news->visit, news->agent);
    break;
  case GC_SIM_NOT_TAKEN:
  case GC_SIM_MISSED:
    on_not_taken (run, news);
    break;
  case GC_SIM_ACCEPTED:
    visit->agent = news->agent;
    visit->met = FALSE;
    set_phase (run, news->visit, GC_SIM_PHASE_CONNECTING);
    push (run, EVENT_MEET, news->visit, news->agent, visit->offer_serial, run->now_ms + MEET_MS);
    break;
  case GC_SIM_CONNECTED:
    on_connected (run, news->visit, news->agent);
    break;
  case GC_SIM_DROPPED:
    visit->last_agent = visit->agent;
    set_phase (run, news->visit, GC_SIM_PHASE_DROPPED);
    break;
  case GC_SIM_REQUEUED:
    on_requeued (run, news->visit);
    break;
  case GC_SIM_ENDED:
    end_visit (run, news->visit, GC_SIM_FATE_SERVED);
    break;
  case GC_SIM_GIVEN_UP:
    end_visit (run, news->visit, visit->connected_ms ? GC_SIM_FATE_LOST : GC_SIM_FATE_LEFT);
    break;
  case GC_SIM_AGENT_STATE:
    on_agent_state (run, news);
    break;
  default:
    g_assert_not_reached ();
  }
}

static void
act (GcSimRun *run, const GcSimAct *what)
{
  g_autoptr (GError) error = NULL;

  if (run->error != NULL)
    return;
  if (!run->policy->apply (run->state, what, run->now_ms, &error)) {
    g_propagate_error (&run->error, g_steal_pointer (&error));
    return;
  }
  g_array_set_size (run->news, 0);
  run->policy->take_news (run->state, run->news);
  for (guint i = 0; i < run->news->len; i++)
    on_news (run, &g_array_index (run->news, GcSimNews, i));
  gc_sim_check_offers (run, run->news);
}

static void
act_on_visit (GcSimRun *run, GcSimActKind kind, unsigned visit)
{
  GcSimVisitRun *row = &run->visits[visit];
  GcSimAct what = { .kind = kind, .visit = visit, .agent = row->agent, .kiosk = row->kiosk };

  act (run, &what);
}

static void
act_on_agent (GcSimRun *run, GcSimActKind kind, unsigned agent)
{
  GcSimAct what = { .kind = kind, .visit = run->agents[agent].visit, .agent = agent };

  act (run, &what);
}

/* ---- what residents do ---- */

static void
on_arrive (GcSimRun *run, unsigned index)
{
  GcSimVisitRun *visit = &run->visits[index];
  const GcSimVisit *plan = plan_of (run, index);

  if (index + 1 < run->world->visits->len)
    push (run, EVENT_ARRIVE, index + 1, 0, 0, plan_of (run, index + 1)->arrives_ms);
  run->n_arrived++;
  visit->there = TRUE;
  if (plan->outside) {
    end_visit (run, index, GC_SIM_FATE_OUTSIDE);
    return;
  }
  set_phase (run, index, GC_SIM_PHASE_STANDING);
  g_array_append_val (run->origins[plan->origin].standing, index);
  push (run, EVENT_GIVE_UP, index, 0, 0, run->now_ms + plan->patience_ms);
  push (run, EVENT_CLOSE, index, 0, 0, plan->closes_ms);
}

static void
leave (GcSimRun *run, unsigned index, GcSimFate fate)
{
  GcSimVisitRun *visit = &run->visits[index];
  gboolean is_known = visit->phase != GC_SIM_PHASE_STANDING;

  end_visit (run, index, visit->connected_ms != 0 ? GC_SIM_FATE_LOST : fate);
  if (is_known)
    act_on_visit (run, GC_SIM_LEAVE, index);
}

static void
on_give_up (GcSimRun *run, unsigned index)
{
  GcSimVisitRun *visit = &run->visits[index];
  const GcSimVisit *plan = plan_of (run, index);
  gboolean in_line = visit->phase == GC_SIM_PHASE_WAITING || visit->phase == GC_SIM_PHASE_OFFERED;

  if (visit->ghost)
    return;
  if (in_line && plan->silent && visit->connected_ms == 0 && run->now_ms < plan->closes_ms)
    visit->ghost = TRUE;
  else if (in_line || visit->phase == GC_SIM_PHASE_STANDING ||
           visit->phase == GC_SIM_PHASE_CHECKING)
    leave (run, index, GC_SIM_FATE_LEFT);
}

/* Those who wait are sent home; a session goes on to its end. */
static void
on_close (GcSimRun *run, unsigned index)
{
  GcSimPhase phase = run->visits[index].phase;

  if (phase == GC_SIM_PHASE_STANDING || phase == GC_SIM_PHASE_CHECKING ||
      phase == GC_SIM_PHASE_WAITING || phase == GC_SIM_PHASE_OFFERED)
    leave (run, index, GC_SIM_FATE_CLOSED);
}

static void
on_checked (GcSimRun *run, unsigned index)
{
  GcSimVisitRun *visit = &run->visits[index];
  const GcSimVisit *plan = plan_of (run, index);

  if (visit->phase != GC_SIM_PHASE_CHECKING)
    return;
  set_phase (run, index, GC_SIM_PHASE_WAITING);
  visit->joined_ms = run->now_ms;
  if (plan->away_after_ms != 0)
    push (run, EVENT_AWAY, index, 0, 0, run->now_ms + plan->away_after_ms);
  act_on_visit (run, GC_SIM_JOIN, index);
}

/* The page is gone, by the link or by the person, and comes back after @gone_ms. */
static void
go_away (GcSimRun *run, unsigned index, int64_t gone_ms)
{
  GcSimVisitRun *visit = &run->visits[index];

  pause_session (run, visit);
  visit->there = FALSE;
  if (gone_ms != INT64_MAX)
    push (run, EVENT_BACK, index, 0, 0, run->now_ms + gone_ms);
  act_on_visit (run, GC_SIM_ABSENT, index);
}

static void
on_away (GcSimRun *run, unsigned index)
{
  const GcSimVisitRun *visit = &run->visits[index];

  if (visit->phase == GC_SIM_PHASE_WAITING || visit->phase == GC_SIM_PHASE_OFFERED)
    go_away (run, index, plan_of (run, index)->away_ms);
}

static void
on_back (GcSimRun *run, unsigned index)
{
  GcSimVisitRun *visit = &run->visits[index];

  if (visit->phase == GC_SIM_PHASE_OVER)
    return;
  visit->there = TRUE;
  if (visit->phase == GC_SIM_PHASE_WAITING)
    visit->since_ms = run->now_ms;
  act_on_visit (run, GC_SIM_PRESENT, index);
  resume_session (run, index);
  if (!visit->met &&
      (visit->phase == GC_SIM_PHASE_CONNECTING || visit->phase == GC_SIM_PHASE_DROPPED))
    push (run, EVENT_MEET, index, visit->agent, visit->offer_serial, run->now_ms + MEET_MS);
}

/* A kiosk is free, or its resident has walked off long ago. */
static unsigned
find_seat (GcSimRun *run, const GcSimOriginRun *origin)
{
  for (unsigned k = 0; k < origin->n_seats; k++)
    if (origin->seats[k] == GC_SIM_NONE)
      return k;
  for (unsigned k = 0; k < origin->n_seats; k++) {
    unsigned ghost = origin->seats[k];
    if (run->visits[ghost].ghost && (run->visits[ghost].phase == GC_SIM_PHASE_WAITING ||
                                     run->visits[ghost].phase == GC_SIM_PHASE_OFFERED)) {
      leave (run, ghost, GC_SIM_FATE_NO_SHOW);
      return k;
    }
  }
  return GC_SIM_NONE;
}

static void
seat_next (GcSimRun *run, unsigned origin_index)
{
  GcSimOriginRun *origin = &run->origins[origin_index];

  while (origin->standing->len > 0) {
    unsigned kiosk = find_seat (run, origin);
    if (kiosk == GC_SIM_NONE)
      return;
    unsigned index = g_array_index (origin->standing, unsigned, 0);
    GcSimVisitRun *visit = &run->visits[index];
    g_array_remove_index (origin->standing, 0);
    origin->seats[kiosk] = index;
    visit->kiosk = kiosk;
    visit->seated_ms = run->now_ms;
    set_phase (run, index, GC_SIM_PHASE_CHECKING);
    push (run, EVENT_CHECKED, index, 0, 0, run->now_ms + plan_of (run, index)->check_ms);
    act_on_visit (run, GC_SIM_SIT, index);
  }
}

/* ---- what agents do ---- */

static void
on_answer (GcSimRun *run, const GcSimEvent *event)
{
  GcSimVisitRun *visit = &run->visits[event->visit];
  GcSimAct what = { .visit = event->visit, .agent = event->agent, .reason = visit->answer };

  if (visit->phase != GC_SIM_PHASE_OFFERED || visit->offer_serial != event->serial)
    return;
  what.kind = visit->answer == GC_SIM_DECLINES ? GC_SIM_ACCEPT : GC_SIM_DECLINE;
  if (what.kind == GC_SIM_DECLINE) {
    visit->n_declined++;
    note_refusal (run, visit, event->agent,
                  visit->answer == GC_SIM_DECLINE_CONFLICT ? run->limits.conflict_ms
                                                           : run->limits.cooldown_ms);
  }
  act (run, &what);
}

static void
on_meet (GcSimRun *run, const GcSimEvent *event)
{
  GcSimVisitRun *visit = &run->visits[event->visit];

  if (visit->offer_serial != event->serial || visit->met || !visit->there ||
      (visit->phase != GC_SIM_PHASE_CONNECTING && visit->phase != GC_SIM_PHASE_DROPPED))
    return;
  visit->met = TRUE;
  act_on_visit (run, GC_SIM_MEET, event->visit);
}

static void
on_session_event (GcSimRun *run, const GcSimEvent *event)
{
  GcSimVisitRun *visit = &run->visits[event->visit];

  if (visit->serial != event->serial)
    return;
  pause_session (run, visit);
  if (event->kind == EVENT_END) {
    act_on_visit (run, GC_SIM_END, event->visit);
    return;
  }
  if (event->kind == EVENT_LOST) {
    visit->agent_lost = TRUE;
    run->agents[event->agent].there = FALSE;
    push (run, EVENT_FOUND, event->visit, event->agent, 0,
          run->now_ms + plan_of (run, event->visit)->lost_ms);
    act_on_agent (run, GC_SIM_AGENT_LOST, event->agent);
    return;
  }
  visit->dropped = TRUE;
  go_away (run, event->visit, plan_of (run, event->visit)->gone_ms);
}

static void
on_found (GcSimRun *run, const GcSimEvent *event)
{
  run->agents[event->agent].there = TRUE;
  act_on_agent (run, GC_SIM_AGENT_FOUND, event->agent);
  if (run->visits[event->visit].agent == event->agent)
    resume_session (run, event->visit);
}

static void
on_step (GcSimRun *run, unsigned index)
{
  GcSimAgentRun *agent = &run->agents[index];
  const GArray *steps = gc_sim_world_agent (run->world, index)->steps;
  int what = g_array_index (steps, GcSimStep, agent->next_step++).what;

  if (agent->next_step < steps->len)
    push (run, EVENT_STEP, 0, index, 0, g_array_index (steps, GcSimStep, agent->next_step).at_ms);
  agent->on = what == GC_SIM_STEP_ON;
  if (what == GC_SIM_STEP_ON)
    act_on_agent (run, GC_SIM_AVAILABLE, index);
  else
    act_on_agent (run, what == GC_SIM_STEP_BREAK ? GC_SIM_BREAK : GC_SIM_OFF, index);
}

static void
on_agent_event (GcSimRun *run, const GcSimEvent *event)
{
  if (event->kind == EVENT_STEP)
    on_step (run, event->agent);
  else if (run->agents[event->agent].serial != event->serial)
    return;
  else if (event->kind == EVENT_FINISH)
    act_on_agent (run, GC_SIM_FINISH, event->agent);
  else if (run->agents[event->agent].on)
    act_on_agent (run, GC_SIM_AVAILABLE, event->agent);
}

/* ---- the clock ---- */

static void
on_event (GcSimRun *run, const GcSimEvent *event)
{
  switch (event->kind) {
  case EVENT_ARRIVE:
    on_arrive (run, event->visit);
    break;
  case EVENT_CHECKED:
    on_checked (run, event->visit);
    break;
  case EVENT_GIVE_UP:
    on_give_up (run, event->visit);
    break;
  case EVENT_CLOSE:
    on_close (run, event->visit);
    break;
  case EVENT_AWAY:
    on_away (run, event->visit);
    break;
  case EVENT_BACK:
    on_back (run, event->visit);
    break;
  case EVENT_ANSWER:
    on_answer (run, event);
    break;
  case EVENT_MEET:
    on_meet (run, event);
    break;
  case EVENT_DROP:
  case EVENT_LOST:
  case EVENT_END:
    on_session_event (run, event);
    break;
  case EVENT_FOUND:
    on_found (run, event);
    break;
  default:
    on_agent_event (run, event);
    break;
  }
}

static gboolean
is_over (const GcSimRun *run)
{
  return run->n_over == run->world->visits->len &&
         run->now_ms > run->world->end_ms + 12 * 60 * MINUTE_MS;
}

/* One event, or what is due by itself. FALSE when nothing is to come. */
static gboolean
step (GcSimRun *run)
{
  int64_t next_ms = gc_sim_heap_next_ms (run->future);
  int64_t due_ms = run->policy->next_ms (run->state);
  GcSimAct tick = { .kind = GC_SIM_TICK };
  GcSimEvent event;

  if ((next_ms == INT64_MAX && due_ms == INT64_MAX) || is_over (run))
    return FALSE;
  run->now_ms = MAX (run->now_ms, MIN (due_ms, next_ms));
  run->n_events++;
  if (due_ms <= next_ms) {
    act (run, &tick);
  } else {
    gc_sim_heap_pop (run->future, &event);
    on_event (run, &event);
  }
  for (guint i = 0; i < run->world->scenario->origins->len; i++)
    if (run->origins[i].standing->len > 0)
      seat_next (run, i);
  if (run->n_events % run->check_every == 0)
    gc_sim_check_all (run);
  return run->error == NULL;
}

static void
begin (GcSimRun *run)
{
  const GcSimWorld *world = run->world;

  if (world->visits->len > 0)
    push (run, EVENT_ARRIVE, 0, 0, 0, plan_of (run, 0)->arrives_ms);
  for (guint i = 0; i < world->visits->len; i++)
    run->visits[i] =
        (GcSimVisitRun){ .kiosk = GC_SIM_NONE, .agent = GC_SIM_NONE, .last_agent = GC_SIM_NONE };
  for (guint i = 0; i < world->agents->len; i++) {
    const GArray *steps = gc_sim_world_agent (world, i)->steps;
    run->agents[i].visit = GC_SIM_NONE;
    run->agents[i].there = TRUE;
    if (steps->len > 0)
      push (run, EVENT_STEP, 0, i, 0, g_array_index (steps, GcSimStep, 0).at_ms);
  }
  for (guint i = 0; i < world->scenario->origins->len; i++) {
    const GcSimOrigin *origin = g_ptr_array_index (world->scenario->origins, i);
    run->origins[i].n_seats = (unsigned)(origin->kiosks * world->options.load);
    run->origins[i].seats = g_new (unsigned, run->origins[i].n_seats);
    for (unsigned k = 0; k < run->origins[i].n_seats; k++)
      run->origins[i].seats[k] = GC_SIM_NONE;
    run->origins[i].standing = g_array_new (FALSE, FALSE, sizeof (unsigned));
  }
}

GcSimRun *
gc_sim_run_new (const GcSimWorld *world,
                const GcSimPolicy *policy,
                unsigned check_every,
                GError **error)
{
  g_autoptr (GcSimRun) run = g_new0 (GcSimRun, 1);

  run->world = world;
  run->policy = policy;
  run->check_every = check_every;
  policy->get_limits (&run->limits);
  run->state = policy->new (world);
  run->future = gc_sim_heap_new ();
  run->news = g_array_new (FALSE, FALSE, sizeof (GcSimNews));
  run->waiting = g_array_new (FALSE, FALSE, sizeof (unsigned));
  run->visits = g_new0 (GcSimVisitRun, MAX (1, world->visits->len));
  run->agents = g_new0 (GcSimAgentRun, MAX (1, world->agents->len));
  run->origins = g_new0 (GcSimOriginRun, world->scenario->origins->len);
  begin (run);
  while (step (run))
    ;
  if (run->error == NULL)
    gc_sim_check_all (run);
  gc_sim_check_end (run);
  if (run->error != NULL) {
    g_propagate_prefixed_error (error, g_steal_pointer (&run->error), "policy %s: ", policy->name);
    return NULL;
  }
  return g_steal_pointer (&run);
}

void
gc_sim_run_free (GcSimRun *run)
{
  if (run == NULL)
    return;
  for (guint i = 0; i < run->world->scenario->origins->len; i++) {
    g_free (run->origins[i].seats);
    g_clear_pointer (&run->origins[i].standing, g_array_unref);
  }
  for (guint i = 0; i < run->world->visits->len; i++)
    g_clear_pointer (&run->visits[i].refusals, g_array_unref);
  run->policy->free (run->state);
  gc_sim_heap_free (run->future);
  g_array_unref (run->news);
  g_array_unref (run->waiting);
  g_free (run->visits);
  g_free (run->agents);
  g_free (run->origins);
  g_clear_error (&run->error);
  g_free (run);
}
