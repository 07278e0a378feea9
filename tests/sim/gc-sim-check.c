// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* What must hold whatever the policy's own check says: seen from the people's side alone. */
#include "config.h"

#include "gc-sim-run.h"

#include "common/gc-error.h"

static void fail (GcSimRun *run, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
fail (GcSimRun *run, const char *format, ...)
{
  va_list arguments;

  if (run->error != NULL)
    return;
  va_start (arguments, format);
  run->error = g_error_new_valist (GC_ERROR, GC_ERROR_INTERNAL, format, arguments);
  va_end (arguments);
}

static gboolean
is_cooling (const GcSimRun *run, const GcSimVisitRun *visit, unsigned agent)
{
  for (guint i = 0; visit->refusals != NULL && i < visit->refusals->len; i++) {
    const GcSimRefusal *refusal = &g_array_index (visit->refusals, GcSimRefusal, i);
    if (refusal->agent == agent && run->now_ms - refusal->at_ms <= refusal->cooldown_ms)
      return TRUE;
  }
  return FALSE;
}

/* Whether the visit waits for the agent who knows it, and not for @agent. */
static gboolean
is_kept (const GcSimRun *run, const GcSimVisitRun *visit, unsigned agent)
{
  return visit->last_agent != GC_SIM_NONE && visit->last_agent != agent &&
         run->now_ms - visit->requeued_ms < run->limits.kept_ms;
}

/* Whether @other, who came before, had a claim to the offer of @agent. */
static gboolean
is_overtaken (const GcSimRun *run, unsigned other, const GcSimVisitRun *offered, unsigned agent)
{
  const GcSimVisitRun *visit = &run->visits[other];

  gboolean overdue = run->now_ms - visit->joined_ms >= run->limits.overdue_ms;
  int64_t allowed_ms = overdue ? 0 : run->limits.overtake_ms;

  return visit->there && visit->joined_ms + allowed_ms < offered->joined_ms &&
         gc_sim_world_serves (run->world, agent, other) && !is_cooling (run, visit, agent) &&
         !is_kept (run, visit, agent);
}

static void
check_offer (GcSimRun *run, const GcSimNews *offer)
{
  const GcSimVisitRun *offered = &run->visits[offer->visit];

  /* Who was with an agent already has his old place, or a better one. */
  if (offered->phase != GC_SIM_PHASE_OFFERED || offered->last_agent != GC_SIM_NONE)
    return;
  for (guint i = 0; i < run->waiting->len; i++) {
    unsigned other = g_array_index (run->waiting, unsigned, i);
    if (!is_overtaken (run, other, offered, offer->agent))
      continue;
    run->n_overtaken++;
    if (run->policy->is_ours)
      fail (run,
            "visit %u, waiting for %" G_GINT64_FORMAT " s, was offered to agent %u before visit "
            "%u, which came earlier and waits for %" G_GINT64_FORMAT " s",
            offer->visit, (run->now_ms - offered->joined_ms) / 1000, offer->agent, other,
            (run->now_ms - run->visits[other].joined_ms) / 1000);
    return;
  }
}

void
gc_sim_check_offers (GcSimRun *run, const GArray *news)
{
  for (guint i = 0; i < news->len; i++) {
    const GcSimNews *one = &g_array_index (news, GcSimNews, i);
    if (one->kind == GC_SIM_OFFERED)
      check_offer (run, one);
  }
}

static void
check_idle (GcSimRun *run, unsigned index)
{
  GcSimVisitRun *visit = &run->visits[index];

  if (!visit->there || run->now_ms - visit->since_ms <= run->limits.idle_ms)
    return;
  for (unsigned a = 0; a < run->world->agents->len; a++) {
    const GcSimAgentRun *agent = &run->agents[a];
    if (agent->state != GC_SIM_AGENT_IDLE || run->now_ms - agent->since_ms <= run->limits.idle_ms ||
        !gc_sim_world_serves (run->world, a, index) || is_cooling (run, visit, a))
      continue;
    run->n_stuck += !visit->stuck;
    visit->stuck = TRUE;
    if (run->policy->is_ours)
      fail (run, "visit %u waits, and agent %u, who can serve it, is idle", index, a);
    return;
  }
}

/* Everybody who came and is not over has a kiosk or stands before one. */
static void
check_people (GcSimRun *run)
{
  unsigned n_here = 0;

  for (guint i = 0; i < run->world->scenario->origins->len; i++) {
    const GcSimOriginRun *origin = &run->origins[i];
    n_here += origin->standing->len;
    for (unsigned k = 0; k < origin->n_seats; k++)
      n_here += origin->seats[k] != GC_SIM_NONE;
  }
  if (run->n_arrived != run->n_over + n_here)
    fail (run, "%u came, %u are over, %u are here", run->n_arrived, run->n_over, n_here);
}

void
gc_sim_check_all (GcSimRun *run)
{
  g_autoptr (GError) error = NULL;

  run->n_checks++;
  for (guint i = 0; i < run->waiting->len; i++)
    check_idle (run, g_array_index (run->waiting, unsigned, i));
  check_people (run);
  if (!run->policy->check (run->state, &error))
    fail (run, "%s", error->message);
}

void
gc_sim_check_end (GcSimRun *run)
{
  unsigned n_arrived = 0, n_over = 0;

  for (guint i = 0; i < run->world->visits->len; i++) {
    const GcSimVisitRun *visit = &run->visits[i];
    n_arrived += visit->phase != GC_SIM_PHASE_BEFORE;
    n_over += visit->phase == GC_SIM_PHASE_OVER;
    if ((visit->phase == GC_SIM_PHASE_OVER) != (visit->fate != GC_SIM_FATE_NONE))
      fail (run, "visit %u is in phase %d with fate %d", i, visit->phase, visit->fate);
    if (visit->fate == GC_SIM_FATE_SERVED && visit->done_ms != visit->need_ms)
      fail (run, "visit %u was served for %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT " ms", i,
            visit->done_ms, visit->need_ms);
  }
  if (n_arrived != run->n_arrived || n_over != run->n_over)
    fail (run, "%u came and %u are over, but %u and %u were counted", n_arrived, n_over,
          run->n_arrived, run->n_over);
}
