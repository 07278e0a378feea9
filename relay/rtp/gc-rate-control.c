// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-rate-control.h"

#include <math.h>

#define BACK_OFF 0.85  /* beta */
#define GROWTH 1.08    /* a second; eta */
#define MAX_STEP_S 1.0 /* of growth at once */
#define PROVED 1.5     /* times what arrives */
#define PROVED_MORE_BPS 10000
#define PACKET_BITS (1200 * 8)
#define MAX_ADDED 0.08        /* a second, of the estimate, near the capacity */
#define MEMORY 0.05           /* weight of a new sample in the capacity */
#define NEAR_DEVIATIONS 3     /* of the capacity: so far it is near */
#define MIN_VARIANCE_KBPS 0.4 /* divided by the mean */
#define MAX_VARIANCE_KBPS 2.5

struct _GcRateControl {
  double min_bps;
  double max_bps;
  double bps;
  gboolean running;
  int64_t updated_us;
  /* What arrived each time when queues grew. */
  double capacity_kbps; /* mean; 0: not known */
  double variance_kbps; /* divided by the mean */
};

GcRateControl *
gc_rate_control_new (double start_bps, double min_bps, double max_bps)
{
  GcRateControl *control = g_new0 (GcRateControl, 1);

  control->min_bps = min_bps;
  control->max_bps = max_bps;
  control->bps = CLAMP (start_bps, min_bps, max_bps);
  control->variance_kbps = MIN_VARIANCE_KBPS;
  return control;
}

void
gc_rate_control_free (GcRateControl *control)
{
  g_free (control);
}

static void
set (GcRateControl *control, double bps)
{
  control->bps = CLAMP (bps, control->min_bps, control->max_bps);
}

static double
get_near_kbps (const GcRateControl *control)
{
  return NEAR_DEVIATIONS * sqrt (control->variance_kbps * control->capacity_kbps);
}

static void
learn_capacity (GcRateControl *control, double acked_kbps)
{
  if (control->capacity_kbps <= 0 ||
      acked_kbps < control->capacity_kbps - get_near_kbps (control)) {
    control->capacity_kbps = acked_kbps;
    control->variance_kbps = MIN_VARIANCE_KBPS;
    return;
  }
  double error = acked_kbps - control->capacity_kbps;
  control->capacity_kbps += MEMORY * error;
  control->variance_kbps +=
      MEMORY * (error * error / MAX (control->capacity_kbps, 1) - control->variance_kbps);
  control->variance_kbps = CLAMP (control->variance_kbps, MIN_VARIANCE_KBPS, MAX_VARIANCE_KBPS);
}

void
gc_rate_control_grow (GcRateControl *control, double acked_bps, int64_t response_us, int64_t now_us)
{
  double passed_s = (double)(now_us - control->updated_us) / G_USEC_PER_SEC;
  double step_s = control->running ? CLAMP (passed_s, 0, MAX_STEP_S) : 0;
  double grown_bps;

  gc_rate_control_hold (control, now_us);
  if (acked_bps / 1000 > control->capacity_kbps + get_near_kbps (control))
    control->capacity_kbps = 0;
  if (control->capacity_kbps > 0) {
    double added_bps = PACKET_BITS * (double)G_USEC_PER_SEC / (double)MAX (response_us, 1000);
    grown_bps = control->bps + MIN (added_bps, MAX_ADDED * control->bps) * step_s;
  } else {
    grown_bps = control->bps * pow (GROWTH, step_s);
  }
  double proved_bps = PROVED * acked_bps + PROVED_MORE_BPS;
  set (control, MAX (control->bps, MIN (grown_bps, proved_bps)));
}

void
gc_rate_control_hold (GcRateControl *control, int64_t now_us)
{
  control->running = TRUE;
  control->updated_us = now_us;
}

void
gc_rate_control_back_off (GcRateControl *control, double acked_bps, gboolean idle, int64_t now_us)
{
  double less_bps = BACK_OFF * control->bps;

  gc_rate_control_hold (control, now_us);
  if (acked_bps > 0 && !idle) {
    less_bps = BACK_OFF * acked_bps;
    learn_capacity (control, acked_bps / 1000);
  }
  set (control, MIN (control->bps, less_bps));
}

void
gc_rate_control_raise (GcRateControl *control, double bps)
{
  if (bps <= control->bps)
    return;
  set (control, bps);
  control->capacity_kbps = 0;
}

void
gc_rate_control_lower (GcRateControl *control, double bps)
{
  set (control, MIN (control->bps, bps));
}

double
gc_rate_control_get_bps (const GcRateControl *control)
{
  return control->bps;
}
