// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-delay-trend.h"

#include <math.h>

#define BURST_US 5000           /* sent within: one group (gcc 5.2) */
#define MAX_BURST_US 100000     /* a group that arrives at once is no longer than this */
#define MAX_PAUSE_US 2000000    /* after it the curve begins anew */
#define MAX_BACKWARDS 3         /* groups in a row that arrive before the one before them */
#define POINTS 20               /* on the line */
#define SMOOTHING 0.9           /* of the curve */
#define GAIN 4                  /* slope to what is compared, with the number of groups: */
#define MAX_GROUPS 60           /* at most as many */
#define FIRST_THRESHOLD_MS 12.5 /* gcc 5.4 */
#define MIN_THRESHOLD_MS 6.0
#define MAX_THRESHOLD_MS 600.0
#define THRESHOLD_UP 0.0087 /* WebRTC's: K_u and K_d of gcc 5.4 are for another filter */
#define THRESHOLD_DOWN 0.039
#define MAX_OUTLIER_MS 15.0 /* further above the threshold: it does not adapt (gcc 5.4) */
#define MAX_ADAPT_MS 100.0
#define OVERUSE_MS 10.0 /* gcc 5.4: overuse_time_th */

typedef struct {
  int64_t first_sent_us;
  int64_t sent_us; /* last */
  int64_t first_arrival_us;
  int64_t arrival_us; /* last */
} Group;

typedef struct {
  double x_ms; /* arrival */
  double y_ms; /* smoothed delay */
} Point;

struct _GcDelayTrend {
  unsigned groups; /* complete ones in a row, up to 2, and the running one */
  unsigned backwards;
  Group before;
  Group running;

  unsigned deltas; /* ever since the reset, up to MAX_GROUPS */
  int64_t origin_us;
  double delay_ms; /* the curve */
  double smoothed_ms;
  Point points[POINTS];
  size_t count; /* ever since the reset */
  double slope;

  double threshold_ms;
  double above_ms; /* for how long it has been above, in send time */
  unsigned above_count;
  GcDelayUsage usage;
};

GcDelayTrend *
gc_delay_trend_new (void)
{
  GcDelayTrend *trend = g_new0 (GcDelayTrend, 1);

  trend->threshold_ms = FIRST_THRESHOLD_MS;
  return trend;
}

void
gc_delay_trend_free (GcDelayTrend *trend)
{
  g_free (trend);
}

void
gc_delay_trend_reset (GcDelayTrend *trend)
{
  double threshold_ms = trend->threshold_ms;

  *trend = (GcDelayTrend){ .threshold_ms = threshold_ms };
}

/* Slope of the straight line with the least squares through the points. */
static double
fit_slope (const GcDelayTrend *trend)
{
  double mean_x = 0;
  double mean_y = 0;
  double numerator = 0;
  double denominator = 0;

  for (size_t i = 0; i < POINTS; i++) {
    mean_x += trend->points[i].x_ms / POINTS;
    mean_y += trend->points[i].y_ms / POINTS;
  }
  for (size_t i = 0; i < POINTS; i++) {
    double x = trend->points[i].x_ms - mean_x;
    numerator += x * (trend->points[i].y_ms - mean_y);
    denominator += x * x;
  }
  return denominator > 0 ? numerator / denominator : trend->slope;
}

/* Draws the threshold slowly to @size_ms, so that it stands above what the way does by itself. */
static void
adapt_threshold (GcDelayTrend *trend, double size_ms, double passed_ms)
{
  double gain = size_ms < trend->threshold_ms ? THRESHOLD_DOWN : THRESHOLD_UP;

  if (size_ms > trend->threshold_ms + MAX_OUTLIER_MS)
    return;
  trend->threshold_ms += gain * (size_ms - trend->threshold_ms) * MIN (passed_ms, MAX_ADAPT_MS);
  trend->threshold_ms = CLAMP (trend->threshold_ms, MIN_THRESHOLD_MS, MAX_THRESHOLD_MS);
}

static void
detect (GcDelayTrend *trend, double slope_before, double sent_ms, double passed_ms)
{
  double size_ms = trend->slope * trend->deltas * GAIN;

  if (size_ms > trend->threshold_ms) {
    trend->above_ms += trend->above_count == 0 ? sent_ms / 2 : sent_ms;
    trend->above_count++;
    if (trend->above_ms > OVERUSE_MS && trend->above_count > 1 && trend->slope >= slope_before) {
      trend->usage = GC_DELAY_OVERUSE;
      trend->above_ms = 0;
      trend->above_count = 0;
    }
  } else {
    trend->usage = size_ms < -trend->threshold_ms ? GC_DELAY_UNDERUSE : GC_DELAY_NORMAL;
    trend->above_ms = 0;
    trend->above_count = 0;
  }
  adapt_threshold (trend, fabs (size_ms), passed_ms);
}

/* The running group is complete: the curve goes on by one point. */
static void
add_point (GcDelayTrend *trend, double sent_ms, double passed_ms)
{
  double slope_before = trend->slope;

  if (trend->count == 0)
    trend->origin_us = trend->running.arrival_us;
  trend->deltas = MIN (trend->deltas + 1, MAX_GROUPS);
  trend->delay_ms += passed_ms - sent_ms;
  trend->smoothed_ms = SMOOTHING * trend->smoothed_ms + (1 - SMOOTHING) * trend->delay_ms;
  trend->points[trend->count++ % POINTS] =
      (Point){ .x_ms = (double)(trend->running.arrival_us - trend->origin_us) / 1000,
               .y_ms = trend->smoothed_ms };
  if (trend->count >= POINTS)
    trend->slope = fit_slope (trend);
  detect (trend, slope_before, sent_ms, passed_ms);
}

static void
complete_group (GcDelayTrend *trend)
{
  int64_t sent_us = trend->running.sent_us - trend->before.sent_us;
  int64_t passed_us = trend->running.arrival_us - trend->before.arrival_us;

  if (passed_us < 0) {
    if (++trend->backwards >= MAX_BACKWARDS)
      gc_delay_trend_reset (trend);
    return;
  }
  trend->backwards = 0;
  if (sent_us > MAX_PAUSE_US || passed_us > MAX_PAUSE_US)
    gc_delay_trend_reset (trend);
  else
    add_point (trend, (double)sent_us / 1000, (double)passed_us / 1000);
}

/* Whether a packet was sent with the running group, or comes with it after a jam that is over. */
static gboolean
belongs (const Group *group, int64_t sent_us, int64_t arrival_us)
{
  int64_t passed_us = arrival_us - group->arrival_us;

  if (sent_us - group->first_sent_us <= BURST_US)
    return TRUE;
  return passed_us <= BURST_US && passed_us < sent_us - group->sent_us &&
         arrival_us - group->first_arrival_us < MAX_BURST_US;
}

void
gc_delay_trend_add (GcDelayTrend *trend, int64_t sent_us, int64_t arrival_us)
{
  if (trend->groups > 0 && sent_us < trend->running.first_sent_us)
    return; /* told late */
  if (trend->groups > 0 && belongs (&trend->running, sent_us, arrival_us)) {
    trend->running.sent_us = MAX (trend->running.sent_us, sent_us);
    trend->running.arrival_us = MAX (trend->running.arrival_us, arrival_us);
    return;
  }
  if (trend->groups > 1)
    complete_group (trend);
  trend->before = trend->running;
  trend->groups = MIN (trend->groups + 1, 2);
  trend->running = (Group){ .first_sent_us = sent_us,
                            .sent_us = sent_us,
                            .first_arrival_us = arrival_us,
                            .arrival_us = arrival_us };
}

GcDelayUsage
gc_delay_trend_get_usage (const GcDelayTrend *trend)
{
  return trend->usage;
}
