// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Arrivals are a Poisson stream whose rate follows the hours of the local day, while the doors are
 * open. Each visit then has a stream of random numbers of its own.
 */
#include "config.h"

#include "gc-sim-world.h"

#include "gc-sim-random.h"

#include <string.h>

#define SECOND_MS INT64_C (1000)
#define MINUTE_MS (60 * SECOND_MS)
#define DAYS 7

/* Streams of the seed. */
enum {
  STREAM_ARRIVALS = 1,
  STREAM_VISITS = 2,
};

static gpointer
at (const GPtrArray *list, unsigned i)
{
  return g_ptr_array_index (list, i);
}

/* ---- agents ---- */

static void
agent_free (gpointer data)
{
  GcSimAgent *agent = data;

  g_free (agent->account);
  g_array_unref (agent->duty);
  g_array_unref (agent->steps);
  g_free (agent);
}

static const GcSimHours *
choose_shift (const GcSimGroup *group, GcSimRoster roster, unsigned place)
{
  switch (roster) {
  case GC_SIM_ROSTER_NORMAL:
    return group->hub->normal;
  case GC_SIM_ROSTER_EVENING:
    return place == 0 && group->count >= 2 ? group->evening : group->hub->duty;
  case GC_SIM_ROSTER_CREWS:
    return place % 2 == 0 ? group->evening : group->early;
  case GC_SIM_ROSTER_DUTY:
    return group->hub->duty;
  case GC_SIM_ROSTER_AS_WRITTEN:
  default:
    return group->shift;
  }
}

static void
add_step (GcSimAgent *agent, int64_t at_ms, int what)
{
  GcSimStep step = { at_ms, what };

  g_array_append_val (agent->steps, step);
}

/* The steps of one shift. Two take turns in their breaks; one counts only when it lies within. */
static void
add_shift (GcSimAgent *agent, const GcSimGroup *group, const GcSimHours *hours, uint32_t day)
{
  const GcSimSpan *span = &g_array_index (agent->duty, GcSimSpan, agent->duty->len - 1);

  add_step (agent, span->from_ms, GC_SIM_STEP_ON);
  for (guint i = 0; i < group->breaks->len; i++) {
    const GcSimBreak *pause = &g_array_index (group->breaks, GcSimBreak, i);
    int minute = pause->minute + (int)(agent->place % 2) * pause->length;
    int64_t from_ms = gc_sim_hours_to_ms (hours, day, minute);
    int64_t to_ms = from_ms + pause->length * MINUTE_MS;
    if (from_ms <= span->from_ms || to_ms >= span->to_ms)
      continue;
    add_step (agent, from_ms, GC_SIM_STEP_BREAK);
    add_step (agent, to_ms, GC_SIM_STEP_ON);
  }
  add_step (agent, span->to_ms, GC_SIM_STEP_OFF);
}

static void
plan_agent (GcSimWorld *world, GcSimAgent *agent, const GcSimHours *hours)
{
  const GcSimScenario *scenario = world->scenario;
  const GcSimGroup *group = at (scenario->groups, agent->group);
  uint32_t end = scenario->first_day + (uint32_t)scenario->n_days;

  /* A day more, for the clocks that are behind; it was night there. */
  for (uint32_t day = scenario->first_day; day <= end; day++) {
    g_autoptr (GArray) spans =
        gc_sim_hours_list (hours, day, 1, scenario->home_closed, scenario->home_work_days);
    for (guint i = 0; i < spans->len; i++) {
      g_array_append_val (agent->duty, g_array_index (spans, GcSimSpan, i));
      add_shift (agent, group, hours, day);
    }
  }
}

static void
add_agents (GcSimWorld *world)
{
  const GcSimScenario *scenario = world->scenario;

  for (guint g = 0; g < scenario->groups->len; g++) {
    const GcSimGroup *group = at (scenario->groups, g);
    for (int64_t i = 0; i < group->count * world->options.staff; i++) {
      GcSimAgent *agent = g_new0 (GcSimAgent, 1);
      agent->account = g_strdup_printf ("a%u", world->agents->len);
      agent->group = g;
      agent->place = (unsigned)(i / world->options.staff);
      agent->duty = g_array_new (FALSE, FALSE, sizeof (GcSimSpan));
      agent->steps = g_array_new (FALSE, FALSE, sizeof (GcSimStep));
      g_ptr_array_add (world->agents, agent);
      plan_agent (world, agent, choose_shift (group, world->options.roster, agent->place));
    }
  }
}

static void
fill_serves (GcSimWorld *world)
{
  const GcSimScenario *scenario = world->scenario;
  guint n_wishes = scenario->wishes->len, n_tongues = scenario->tongues->len;

  world->serves = g_new0 (gboolean, scenario->groups->len * n_wishes * n_tongues);
  for (guint g = 0; g < scenario->groups->len; g++) {
    const GcSimGroup *group = at (scenario->groups, g);
    for (guint w = 0; w < n_wishes; w++) {
      const GcSimWish *wish = at (scenario->wishes, w);
      for (guint t = 0; t < n_tongues; t++) {
        const GcSimTongue *tongue = at (scenario->tongues, t);
        gboolean shares = FALSE;
        for (char **name = tongue->names; *name != NULL && !shares; name++)
          shares = g_strv_contains ((const char *const *)group->languages, *name);
        world->serves[(g * n_wishes + w) * n_tongues + t] =
            shares &&
            g_strv_contains ((const char *const *)group->departments, wish->item->department);
      }
    }
  }
}

/* ---- visits ---- */

static double
weight_of (const GcSimOrigin *origin, const GcSimSlice *slice)
{
  return (double)origin->weights[slice->from_minute / 60] *
         (double)(slice->to_minute - slice->from_minute);
}

static double
weight_of_week (const GcSimOrigin *origin)
{
  double sum = 0;

  for (unsigned weekday = 0; weekday < DAYS; weekday++) {
    g_autoptr (GArray) slices = gc_sim_hours_cut (origin->place->opening, weekday);
    for (guint i = 0; i < slices->len; i++)
      sum += weight_of (origin, &g_array_index (slices, GcSimSlice, i));
  }
  return sum;
}

/* The arrivals of one slice: gaps of a Poisson stream, stretched over it. @credit is carried on. */
static void
add_slice (GcSimWorld *world,
           unsigned origin_index,
           uint32_t day,
           const GcSimSlice *slice,
           double mean,
           double *credit,
           GcSimRandom *random)
{
  const GcSimOrigin *origin = at (world->scenario->origins, origin_index);
  int64_t from_ms = gc_sim_hours_to_ms (origin->place->opening, day, slice->from_minute);
  int64_t length_ms = (slice->to_minute - slice->from_minute) * MINUTE_MS;

  for (; *credit < mean; *credit += gc_sim_random_exponential (random)) {
    GcSimVisit visit = { .origin = origin_index };
    visit.arrives_ms = from_ms + (int64_t)(*credit / mean * (double)length_ms);
    g_array_append_val (world->visits, visit);
  }
  *credit -= mean;
}

static void
add_arrivals (GcSimWorld *world, unsigned origin_index)
{
  const GcSimScenario *scenario = world->scenario;
  const GcSimOrigin *origin = at (scenario->origins, origin_index);
  double week = weight_of_week (origin);
  GcSimRandom random;

  if (week <= 0)
    return;
  gc_sim_random_init (&random, world->options.seed, STREAM_ARRIVALS, origin_index);
  double rate = (double)(origin->arrivals_per_week * world->options.load) / week;
  double credit = gc_sim_random_exponential (&random);
  for (uint32_t day = scenario->first_day; day < scenario->first_day + scenario->n_days; day++) {
    /* The points at home keep the holidays of home. */
    if (gc_sim_days_has (origin->closed, day) ||
        (origin->place->is_domestic && gc_sim_days_has (scenario->home_closed, day)))
      continue;
    g_autoptr (GArray) slices = gc_sim_hours_cut (origin->place->opening, gc_sim_day_weekday (day));
    for (guint i = 0; i < slices->len; i++) {
      const GcSimSlice *slice = &g_array_index (slices, GcSimSlice, i);
      double mean = rate * weight_of (origin, slice);
      if (mean > 0)
        add_slice (world, origin_index, day, slice, mean, &credit, &random);
    }
  }
}

static gboolean
is_staffed (const GcSimWorld *world, unsigned visit, int64_t at_ms)
{
  for (guint a = 0; a < world->agents->len; a++)
    if (gc_sim_world_serves (world, a, visit) &&
        gc_sim_spans_find (gc_sim_world_agent (world, a)->duty, at_ms) != NULL)
      return TRUE;
  return FALSE;
}

static void
draw_interruptions (GcSimVisit *visit, const GcSimScenario *scenario, GcSimRandom *random)
{
  const GcSimResident *resident = &scenario->resident;
  const GcSimHabits *habits = &scenario->habits;
  double when = gc_sim_random_unit (random);

  if (gc_sim_random_chance (random, resident->drop_percent))
    visit->drop_after_ms = MAX (1, (int64_t)(when * (double)visit->service_ms));
  visit->gone_ms = gc_sim_random_log_normal (random, resident->return_seconds * SECOND_MS,
                                             resident->return_spread_percent);
  if (gc_sim_random_chance (random, resident->never_returns_percent))
    visit->gone_ms = INT64_MAX;
  gboolean agent_lost = gc_sim_random_chance (random, habits->lost_percent);
  /* One break a session is enough. */
  if (agent_lost && visit->drop_after_ms == 0)
    visit->lost_after_ms = MAX (1, (int64_t)(when * (double)visit->service_ms));
  visit->lost_ms = gc_sim_random_log_normal (random, habits->lost_seconds * SECOND_MS,
                                             resident->return_spread_percent);
  /* At some time of the first ten minutes, if he waits so long. */
  when = gc_sim_random_unit (random);
  if (gc_sim_random_chance (random, resident->away_percent))
    visit->away_after_ms = MAX (1, (int64_t)(when * 600 * SECOND_MS));
  visit->away_ms = gc_sim_random_log_normal (random, resident->away_seconds * SECOND_MS,
                                             resident->return_spread_percent);
}

static void
draw_visit (GcSimWorld *world, unsigned index)
{
  GcSimVisit *visit = &g_array_index (world->visits, GcSimVisit, index);
  const GcSimScenario *scenario = world->scenario;
  const GcSimResident *resident = &scenario->resident;
  g_autofree int64_t *weights =
      g_new (int64_t, MAX (scenario->wishes->len, scenario->tongues->len));
  GcSimRandom random;

  gc_sim_random_init (&random, world->options.seed, STREAM_VISITS, index);
  for (guint i = 0; i < scenario->wishes->len; i++)
    weights[i] = ((const GcSimWish *)at (scenario->wishes, i))->weight;
  visit->wish = gc_sim_random_choose (&random, weights, scenario->wishes->len);
  for (guint i = 0; i < scenario->tongues->len; i++)
    weights[i] = ((const GcSimTongue *)at (scenario->tongues, i))->weight;
  visit->tongue = gc_sim_random_choose (&random, weights, scenario->tongues->len);
  int64_t minutes = ((const GcSimWish *)at (scenario->wishes, visit->wish))->minutes;
  visit->check_ms = gc_sim_random_log_normal (&random, resident->check_seconds * SECOND_MS,
                                              resident->check_spread_percent);
  visit->service_ms = MAX (SECOND_MS, gc_sim_random_log_normal (&random, minutes * MINUTE_MS,
                                                                resident->service_spread_percent));
  visit->patience_ms = gc_sim_random_log_normal (&random, resident->patience_minutes * MINUTE_MS,
                                                 resident->patience_spread_percent);
  visit->silent = gc_sim_random_chance (&random, resident->silent_percent);
  draw_interruptions (visit, scenario, &random);
}

/* Whether he finds a desk that is open to him, and when the doors close behind him. */
static void
find_hours (GcSimWorld *world, GPtrArray *doors, GPtrArray *windows, unsigned index)
{
  GcSimVisit *visit = &g_array_index (world->visits, GcSimVisit, index);
  const GcSimSpan *open = gc_sim_spans_find (at (doors, visit->origin), visit->arrives_ms);
  const GcSimSpan *video = gc_sim_spans_find (at (windows, visit->origin), visit->arrives_ms);

  visit->closes_ms = open != NULL ? open->to_ms : visit->arrives_ms;
  visit->outside = (world->scenario->by_window && video == NULL) ||
                   !is_staffed (world, index, visit->arrives_ms);
}

static int
compare_visits (gconstpointer a, gconstpointer b)
{
  const GcSimVisit *left = a, *right = b;

  if (left->arrives_ms != right->arrives_ms)
    return left->arrives_ms < right->arrives_ms ? -1 : 1;
  return (left->origin > right->origin) - (left->origin < right->origin);
}

static void
add_visits (GcSimWorld *world)
{
  const GcSimScenario *scenario = world->scenario;
  GDestroyNotify free_spans = (GDestroyNotify)g_array_unref;
  g_autoptr (GPtrArray) doors = g_ptr_array_new_with_free_func (free_spans);
  g_autoptr (GPtrArray) windows = g_ptr_array_new_with_free_func (free_spans);
  unsigned n_days = (unsigned)scenario->n_days;

  for (guint i = 0; i < scenario->origins->len; i++) {
    const GcSimOrigin *origin = at (scenario->origins, i);
    add_arrivals (world, i);
    g_ptr_array_add (doors, gc_sim_hours_list (origin->place->opening, scenario->first_day, n_days,
                                               origin->closed, NULL));
    g_ptr_array_add (windows, gc_sim_hours_list (origin->place->video, scenario->first_day, n_days,
                                                 origin->closed, NULL));
  }
  g_array_sort (world->visits, compare_visits);
  for (guint i = 0; i < world->visits->len; i++) {
    draw_visit (world, i);
    find_hours (world, doors, windows, i);
    world->end_ms = MAX (world->end_ms, gc_sim_world_visit (world, i)->closes_ms);
  }
}

/* ---- the whole ---- */

GcSimWorld *
gc_sim_world_new (const GcSimScenario *scenario, const GcSimOptions *options)
{
  GcSimWorld *world = g_new0 (GcSimWorld, 1);

  world->scenario = scenario;
  world->options = *options;
  world->visits = g_array_new (FALSE, TRUE, sizeof (GcSimVisit));
  world->agents = g_ptr_array_new_with_free_func (agent_free);
  fill_serves (world);
  add_agents (world);
  add_visits (world);
  return world;
}

void
gc_sim_world_free (GcSimWorld *world)
{
  if (world == NULL)
    return;
  g_array_unref (world->visits);
  g_ptr_array_unref (world->agents);
  g_free (world->serves);
  g_free (world);
}

const GcSimVisit *
gc_sim_world_visit (const GcSimWorld *world, unsigned visit)
{
  return &g_array_index (world->visits, GcSimVisit, visit);
}

const GcSimAgent *
gc_sim_world_agent (const GcSimWorld *world, unsigned agent)
{
  return at (world->agents, agent);
}

const GcSimGroup *
gc_sim_world_group (const GcSimWorld *world, unsigned agent)
{
  return at (world->scenario->groups, gc_sim_world_agent (world, agent)->group);
}

const GcSimOrigin *
gc_sim_world_origin (const GcSimWorld *world, unsigned visit)
{
  return at (world->scenario->origins, gc_sim_world_visit (world, visit)->origin);
}

const GcSimWish *
gc_sim_world_wish (const GcSimWorld *world, unsigned visit)
{
  return at (world->scenario->wishes, gc_sim_world_visit (world, visit)->wish);
}

const GcSimTongue *
gc_sim_world_tongue (const GcSimWorld *world, unsigned visit)
{
  return at (world->scenario->tongues, gc_sim_world_visit (world, visit)->tongue);
}

gboolean
gc_sim_world_serves (const GcSimWorld *world, unsigned agent, unsigned visit)
{
  const GcSimVisit *row = gc_sim_world_visit (world, visit);
  unsigned group = gc_sim_world_agent (world, agent)->group;
  guint n_wishes = world->scenario->wishes->len, n_tongues = world->scenario->tongues->len;

  return world->serves[(group * n_wishes + row->wish) * n_tongues + row->tongue];
}

unsigned
gc_sim_world_local_date (const GcSimWorld *world, unsigned visit)
{
  const GcSimPoint *place = gc_sim_world_origin (world, visit)->place;
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (place->zone);
  int64_t seconds = gc_sim_world_visit (world, visit)->arrives_ms / 1000;
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (seconds);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);

  return (unsigned)(g_date_time_get_year (local) * 10000 + g_date_time_get_month (local) * 100 +
                    g_date_time_get_day_of_month (local));
}
