// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "rtp/gc-estimator.h"

/*
 * A link and the senders that share it, on a virtual clock: a bottleneck with a queue, a way
 * behind it that delays, jitters and loses, and cross traffic. Each sender is a camera behind
 * GcPacer and GcEstimator; the receivers are GcTwcc, and their feedback goes over the wire format.
 */
#define SIM_MAX_FLOWS 2

typedef struct {
  double capacity_bps;
  int64_t delay_us;  /* each way */
  int64_t jitter_us; /* each packet up to so much later, order kept */
  double loss;       /* share lost at random */
  double feedback_loss;
  int64_t queue_us; /* longest queue; 0: a policer, which lets 20 ms through at once */
  double cross_bps; /* of others, through the same queue */
} SimLink;

/* What happened since the last sim_take_stats (). */
typedef struct {
  double delivered_bps;
  double mean_target_bps;
  int64_t min_target_bps;
  int64_t max_queue_us; /* that a packet found */
  int64_t p95_queue_us;
  unsigned dropped; /* by the pacer */
  unsigned probes;  /* bytes of padding sent for probes */
} SimStats;

typedef struct _Sim Sim;

Sim *sim_new (const SimLink *link, uint32_t seed);
void sim_free (Sim *sim);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sim, sim_free)

/* The link as it is from now on; borrowed, may be written. */
SimLink *sim_get_link (Sim *sim);

/* Starts the sender @flow, whose camera may use up to @wanted_bps. */
void sim_start (Sim *sim, unsigned flow, double wanted_bps);

/* Its camera may use so much from now on; 0: it sends nothing at all, sound included. */
void sim_set_wanted (Sim *sim, unsigned flow, double wanted_bps);

/* Lets the time pass. */
void sim_run (Sim *sim, double seconds);

GcEstimator *sim_get_estimator (Sim *sim, unsigned flow);

SimStats sim_take_stats (Sim *sim, unsigned flow);
