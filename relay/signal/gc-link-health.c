// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "signal/gc-link-health.h"

/* So many reports in a row make it worse, or better, or unknown again. */
#define WORSE_REPORTS 2
#define BETTER_REPORTS 5
#define SILENT_REPORTS 5
/* Reports that are further apart, as when the relay was away, are not in a row. */
#define APART_MS INT64_C (7000)

typedef struct {
  int64_t above; /* a figure beyond this is on the step */
  GcLinkLevel level;
} Step;

#define N_STEPS 5

/*
 * A round trip of 300 ms is what the distance to Wenzhou costs: that is good. Steps within one
 * level keep the figure that is shown from being far off.
 */
static const Step loss_steps[N_STEPS] = {
  { -1, GC_LINK_GOOD },  { 20, GC_LINK_FAIR },  { 80, GC_LINK_POOR },
  { 160, GC_LINK_POOR }, { 320, GC_LINK_POOR },
};
static const Step rtt_steps[N_STEPS] = {
  { -1, GC_LINK_GOOD },   { 450, GC_LINK_FAIR },  { 900, GC_LINK_POOR },
  { 1800, GC_LINK_POOR }, { 3600, GC_LINK_POOR },
};
static const Step *const steps[GC_LINK_N_MEASURES] = {
  [GC_LINK_LOSS_UP] = loss_steps,
  [GC_LINK_LOSS_DOWN] = loss_steps,
  [GC_LINK_RTT] = rtt_steps,
};

static int
step_of (GcLinkMeasure measure, int64_t figure)
{
  int step = 0;

  while (step + 1 < N_STEPS && figure > steps[measure][step + 1].above)
    step++;
  return step;
}

static GcLinkLevel
level_of (const GcLinkHealth *health, GcLinkMeasure measure)
{
  const GcLinkTrend *trend = &health->trends[measure];

  return trend->known ? steps[measure][trend->step].level : GC_LINK_UNKNOWN;
}

/* Nothing was measured, as when nothing is sent: what was said before holds for a while. */
static gboolean
note_nothing (GcLinkTrend *trend)
{
  if (trend->towards != 0) {
    trend->towards = 0;
    trend->reports = 0;
  }
  if (!trend->known || ++trend->reports < SILENT_REPORTS)
    return FALSE;
  *trend = (GcLinkTrend){ 0 };
  return TRUE;
}

static gboolean
say (GcLinkTrend *trend, int step, int64_t figure)
{
  *trend = (GcLinkTrend){ .known = TRUE, .step = step, .figure = figure };
  return TRUE;
}

static gboolean
note_figure (GcLinkTrend *trend, GcLinkMeasure measure, int64_t figure)
{
  int step = step_of (measure, figure);
  int towards = (step > trend->step) - (step < trend->step);

  if (towards == 0) {
    if (!trend->known)
      return say (trend, step, figure);
    trend->towards = 0;
    trend->reports = 0;
    return FALSE;
  }
  if (towards != trend->towards) {
    trend->towards = towards;
    trend->nearest = figure;
    trend->reports = 0;
  }
  trend->nearest = towards > 0 ? MIN (trend->nearest, figure) : MAX (trend->nearest, figure);
  if (++trend->reports < (towards > 0 ? WORSE_REPORTS : BETTER_REPORTS))
    return FALSE;
  return say (trend, step_of (measure, trend->nearest), trend->nearest);
}

gboolean
gc_link_health_note (GcLinkHealth *health,
                     const int64_t figures[GC_LINK_N_MEASURES],
                     int64_t now_ms)
{
  GcLinkLevel former = gc_link_health_level (health);
  gboolean changed = FALSE;

  for (GcLinkMeasure measure = 0; measure < GC_LINK_N_MEASURES; measure++) {
    GcLinkTrend *trend = &health->trends[measure];
    if (now_ms - health->heard_ms > APART_MS) {
      trend->towards = 0;
      trend->reports = 0;
    }
    changed |= figures[measure] < 0 ? note_nothing (trend)
                                    : note_figure (trend, measure, figures[measure]);
  }
  health->heard_ms = now_ms;
  if (gc_link_health_level (health) != former)
    health->since_ms = now_ms;
  return changed;
}

GcLinkLevel
gc_link_level_of (GcLinkMeasure measure, int64_t figure)
{
  return figure < 0 ? GC_LINK_UNKNOWN : steps[measure][step_of (measure, figure)].level;
}

GcLinkLevel
gc_link_health_level (const GcLinkHealth *health)
{
  GcLinkLevel worst = GC_LINK_UNKNOWN;

  for (GcLinkMeasure measure = 0; measure < GC_LINK_N_MEASURES; measure++)
    worst = MAX (worst, level_of (health, measure));
  return worst;
}

int64_t
gc_link_health_since_ms (const GcLinkHealth *health)
{
  return health->since_ms;
}

int64_t
gc_link_health_fault (const GcLinkHealth *health, GcLinkMeasure measure)
{
  return level_of (health, measure) > GC_LINK_GOOD ? health->trends[measure].figure : -1;
}

const char *
gc_link_level_name (GcLinkLevel level)
{
  static const char *const names[] = {
    [GC_LINK_GOOD] = "good",
    [GC_LINK_FAIR] = "fair",
    [GC_LINK_POOR] = "poor",
  };

  g_return_val_if_fail ((unsigned)level < G_N_ELEMENTS (names), NULL);
  return names[level];
}
