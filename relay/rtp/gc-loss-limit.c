// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The model: a link of capacity C that loses a share p of everything lets through
 * (1 - p) * min (1, C / R) of what is sent at rate R. Time is cut into windows, each with a rate, a
 * number of packets and of losses among them. For a given C the best p follows from the totals,
 * so only C has to be tried: no limit, and what got through in each window with losses, which is
 * C if the window was one above it.
 *
 * Loss that goes on for long without a single arrival says nothing of a capacity: the link was
 * gone.
 */
#include "config.h"

#include "rtp/gc-loss-limit.h"

#include <math.h>

#define WINDOWS 20
#define WINDOW_US 500000
#define MAX_WINDOW_US 2000000 /* with too few packets by then it is thrown away */
#define MAX_AGE_US INT64_C (10000000)
#define MIN_PACKETS 20
#define MAX_RUN 20 /* losses in a row that are not an outage */
#define MIN_INHERENT 0.005
#define MAX_INHERENT 0.3
#define LIKELY_INHERENT 0.12 /* or what was last found to be, and */
#define LIKELY_MORE 0.03
#define UNLIKELY_NATS 100.0 /* taken off for each 100 % of inherent loss above the likely */
#define TEMPER 0.5          /* losses come in pairs: half of them count */
#define MARGIN_NATS 6.0     /* by which a limit must be better than none */

typedef struct {
  int64_t end_us;
  double rate_bps;
  double packets;
  double lost;
} Window;

struct _GcLossLimit {
  gboolean started;
  int64_t began_us; /* the running window */
  uint64_t bytes;
  unsigned packets;
  unsigned lost;
  unsigned run; /* losses since the last arrival, not yet in the window */
  uint64_t run_bytes;
  Window windows[WINDOWS];
  size_t count; /* ever */
  double limit_bps;
  double inherent; /* loss, by the best explanation */
  double likely;   /* the inherent loss that needs no explanation */
};

GcLossLimit *
gc_loss_limit_new (void)
{
  GcLossLimit *limit = g_new0 (GcLossLimit, 1);

  limit->limit_bps = G_MAXDOUBLE;
  limit->likely = LIKELY_INHERENT;
  return limit;
}

void
gc_loss_limit_free (GcLossLimit *limit)
{
  g_free (limit);
}

/* How well @capacity_bps explains the windows newer than @since_us: a logarithm, higher is better.
 * @ret_inherent: the inherent loss that goes with it. */
static double
explain (const GcLossLimit *limit, double capacity_bps, int64_t since_us, double *ret_inherent)
{
  size_t stored = MIN (limit->count, WINDOWS);
  double fitting = 0;
  double arrived = 0;
  double nats = 0;

  for (size_t i = 0; i < stored; i++) {
    const Window *window = &limit->windows[i];
    if (window->end_us < since_us)
      continue;
    fitting += window->packets * MIN (1, capacity_bps / window->rate_bps);
    arrived += window->packets - window->lost;
  }
  double inherent = CLAMP (1 - arrived / fitting, MIN_INHERENT, MAX_INHERENT);
  *ret_inherent = inherent;
  for (size_t i = 0; i < stored; i++) {
    const Window *window = &limit->windows[i];
    if (window->end_us < since_us)
      continue;
    double through = (1 - inherent) * MIN (1, capacity_bps / window->rate_bps);
    nats += (window->packets - window->lost) * log (through) + window->lost * log (1 - through);
  }
  return nats * TEMPER - UNLIKELY_NATS * MAX (inherent - limit->likely, 0);
}

static void
find_limit (GcLossLimit *limit, int64_t since_us)
{
  size_t stored = MIN (limit->count, WINDOWS);
  double best_nats = explain (limit, G_MAXDOUBLE, since_us, &limit->inherent) + MARGIN_NATS;
  gboolean was_limited = limit->limit_bps < G_MAXDOUBLE;

  limit->limit_bps = G_MAXDOUBLE;
  for (size_t i = 0; i < stored; i++) {
    const Window *window = &limit->windows[i];
    double capacity_bps = window->rate_bps * (1 - window->lost / window->packets);
    double inherent = 0;
    if (window->end_us < since_us || window->lost < MIN_INHERENT * window->packets ||
        capacity_bps <= 0)
      continue;
    double nats = explain (limit, capacity_bps, since_us, &inherent);
    if (nats > best_nats) {
      best_nats = nats;
      limit->limit_bps = capacity_bps;
      limit->inherent = inherent;
    }
  }
  /* A limit that has not helped shows that more is likely; nothing else does, or a slow rise of
   * rate and loss would make itself likely. */
  double likely = MAX (limit->inherent + LIKELY_MORE, LIKELY_INHERENT);
  if (limit->limit_bps == G_MAXDOUBLE && (was_limited || likely < limit->likely))
    limit->likely = likely;
}

static void
begin_window (GcLossLimit *limit, int64_t sent_us)
{
  limit->started = TRUE;
  limit->began_us = sent_us;
  limit->bytes = 0;
  limit->packets = 0;
  limit->lost = 0;
  limit->run = 0;
  limit->run_bytes = 0;
}

static void
end_window (GcLossLimit *limit, int64_t sent_us)
{
  double passed_us = (double)(sent_us - limit->began_us);

  if (limit->packets >= MIN_PACKETS && limit->bytes > 0) {
    limit->windows[limit->count++ % WINDOWS] =
        (Window){ .end_us = sent_us,
                  .rate_bps = (double)limit->bytes * 8 * G_USEC_PER_SEC / passed_us,
                  .packets = limit->packets,
                  .lost = limit->lost };
    find_limit (limit, sent_us - MAX_AGE_US);
  }
  begin_window (limit, sent_us);
}

void
gc_loss_limit_add (GcLossLimit *limit, int64_t sent_us, uint32_t bytes, gboolean lost)
{
  int64_t passed_us = sent_us - limit->began_us;

  if (lost) {
    limit->run++;
    limit->run_bytes += bytes;
    return;
  }
  if (!limit->started || limit->run > MAX_RUN || passed_us < 0) {
    begin_window (limit, sent_us);
  } else {
    limit->packets += limit->run;
    limit->lost += limit->run;
    limit->bytes += limit->run_bytes;
    limit->run = 0;
    limit->run_bytes = 0;
    if (passed_us >= MAX_WINDOW_US || (passed_us >= WINDOW_US && limit->packets >= MIN_PACKETS))
      end_window (limit, sent_us);
  }
  limit->packets++;
  limit->bytes += bytes;
}

double
gc_loss_limit_get_bps (const GcLossLimit *limit)
{
  return limit->limit_bps;
}

double
gc_loss_limit_get_inherent (const GcLossLimit *limit)
{
  return limit->inherent;
}
