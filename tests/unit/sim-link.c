// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "sim-link.h"

#include "rtp/gc-pacer.h"
#include "rtp/gc-twcc.h"

#include <string.h>

#define STEP_US 1000
#define START_BPS 300000
#define MAX_BPS 5000000
#define FRAME_US 40000
#define FRAMES_LATE 5 /* the camera follows the target so much later */
#define KEY_FRAME_FRAMES 250
#define SOUND_US 20000
#define SOUND_BYTES 120
#define PACKET_BYTES 1200
#define POLICER_US 100000

typedef struct {
  int64_t arrival_us;
  uint32_t size;
  uint16_t seq;
} InFlight;

typedef struct {
  int64_t arrival_us;
  size_t size;
  uint8_t bytes[GC_TWCC_MAX_SIZE];
} Feedback;

typedef struct {
  GcEstimator *estimator; /* NULL: not started */
  GcPacer *pacer;
  GcTwcc *receiver;
  GArray *packets;   /* InFlight, by arrival */
  GArray *feedbacks; /* Feedback, by arrival */
  uint16_t seq;
  double wanted_bps;
  double told_bps[FRAMES_LATE];
  unsigned frames;
  int64_t next_frame_us;
  int64_t next_sound_us;
  int64_t last_arrival_us;

  int64_t stats_us;
  uint64_t delivered_bytes;
  double target_sum;
  unsigned target_count;
  int64_t min_target_bps;
  GArray *queues; /* int64_t: the queue that each packet found */
  unsigned dropped;
  unsigned probes;
} Flow;

struct _Sim {
  SimLink link;
  GRand *rand;
  int64_t now_us;
  int64_t free_us; /* when the bottleneck has sent what it has */
  Flow flows[SIM_MAX_FLOWS];
};

Sim *
sim_new (const SimLink *link, uint32_t seed)
{
  Sim *sim = g_new0 (Sim, 1);

  sim->link = *link;
  sim->rand = g_rand_new_with_seed (seed);
  sim->now_us = G_USEC_PER_SEC;
  return sim;
}

void
sim_free (Sim *sim)
{
  for (unsigned i = 0; i < SIM_MAX_FLOWS; i++) {
    Flow *flow = &sim->flows[i];
    if (flow->estimator == NULL)
      continue;
    gc_estimator_free (flow->estimator);
    gc_pacer_free (flow->pacer);
    gc_twcc_free (flow->receiver);
    g_array_unref (flow->packets);
    g_array_unref (flow->feedbacks);
    g_array_unref (flow->queues);
  }
  g_rand_free (sim->rand);
  g_free (sim);
}

SimLink *
sim_get_link (Sim *sim)
{
  return &sim->link;
}

static void
reset_stats (Sim *sim, Flow *flow)
{
  flow->stats_us = sim->now_us;
  flow->delivered_bytes = 0;
  flow->target_sum = 0;
  flow->target_count = 0;
  flow->min_target_bps = INT64_MAX;
  flow->dropped = 0;
  flow->probes = 0;
  g_array_set_size (flow->queues, 0);
}

void
sim_start (Sim *sim, unsigned index, double wanted_bps)
{
  Flow *flow = &sim->flows[index];

  flow->estimator = gc_estimator_new (START_BPS, MAX_BPS);
  flow->pacer = gc_pacer_new (START_BPS);
  flow->receiver = gc_twcc_new (1);
  flow->packets = g_array_new (FALSE, FALSE, sizeof (InFlight));
  flow->feedbacks = g_array_new (FALSE, FALSE, sizeof (Feedback));
  flow->queues = g_array_new (FALSE, FALSE, sizeof (int64_t));
  flow->seq = (uint16_t)g_rand_int (sim->rand);
  flow->next_frame_us = sim->now_us;
  flow->next_sound_us = sim->now_us;
  for (unsigned i = 0; i < FRAMES_LATE; i++)
    flow->told_bps[i] = START_BPS;
  sim_set_wanted (sim, index, wanted_bps);
  reset_stats (sim, flow);
}

void
sim_set_wanted (Sim *sim, unsigned index, double wanted_bps)
{
  Flow *flow = &sim->flows[index];

  flow->wanted_bps = wanted_bps;
  gc_estimator_set_wanted_bps (flow->estimator, (int64_t)wanted_bps, sim->now_us);
}

GcEstimator *
sim_get_estimator (Sim *sim, unsigned index)
{
  return sim->flows[index].estimator;
}

/* Puts @size bytes into the bottleneck; FALSE: no room. @ret_queue_us: what they wait there. */
static gboolean
enqueue (Sim *sim, uint32_t size, int64_t *ret_queue_us)
{
  int64_t queue_us = MAX (sim->free_us - sim->now_us, 0);
  gboolean polices = sim->link.queue_us == 0;

  if (queue_us > (polices ? POLICER_US : sim->link.queue_us))
    return FALSE;
  sim->free_us =
      sim->now_us + queue_us + (int64_t)(size * 8.0 * G_USEC_PER_SEC / sim->link.capacity_bps);
  *ret_queue_us = polices ? 0 : queue_us;
  return TRUE;
}

static void
send (Sim *sim, Flow *flow, uint32_t size)
{
  InFlight packet = { .size = size, .seq = flow->seq++ };
  int64_t queue_us = 0;

  gc_estimator_add_sent (flow->estimator, packet.seq, size, GC_SENT_UNNAMED, sim->now_us);
  if (!enqueue (sim, size, &queue_us))
    return;
  g_array_append_val (flow->queues, queue_us);
  if (g_rand_double (sim->rand) < sim->link.loss)
    return;
  packet.arrival_us = sim->link.queue_us == 0 ? sim->now_us : sim->free_us;
  packet.arrival_us += sim->link.delay_us;
  if (sim->link.jitter_us > 0)
    packet.arrival_us += g_rand_int_range (sim->rand, 0, (int)sim->link.jitter_us);
  packet.arrival_us = MAX (packet.arrival_us, flow->last_arrival_us);
  flow->last_arrival_us = packet.arrival_us;
  g_array_append_val (flow->packets, packet);
}

static void
receive (Sim *sim, Flow *flow)
{
  while (flow->packets->len > 0) {
    InFlight packet = g_array_index (flow->packets, InFlight, 0);
    if (packet.arrival_us > sim->now_us)
      break;
    g_array_remove_index (flow->packets, 0);
    gc_twcc_receive (flow->receiver, packet.seq, 2, packet.arrival_us + 777777777);
    flow->delivered_bytes += packet.size;
  }
  Feedback feedback = { .arrival_us = sim->now_us + sim->link.delay_us };
  while ((feedback.size = gc_twcc_format (flow->receiver, sim->now_us + 777777777, feedback.bytes,
                                          sizeof feedback.bytes)) > 0)
    if (g_rand_double (sim->rand) >= sim->link.feedback_loss)
      g_array_append_val (flow->feedbacks, feedback);
}

static void
handle_feedback (Sim *sim, Flow *flow)
{
  while (flow->feedbacks->len > 0) {
    const Feedback *feedback = &g_array_index (flow->feedbacks, Feedback, 0);
    GcRtcpTwccPacket packets[512];
    GcRtcpIter iter;
    GcRtcp rtcp;
    if (feedback->arrival_us > sim->now_us)
      break;
    gc_rtcp_iter_init (&iter, feedback->bytes, feedback->size);
    g_assert_true (gc_rtcp_iter_next (&iter, &rtcp));
    size_t count = gc_rtcp_get_twcc (&rtcp, packets, G_N_ELEMENTS (packets), NULL);
    g_assert_cmpuint (count, >, 0);
    gc_estimator_handle_feedback (flow->estimator, packets, count, sim->now_us, NULL);
    g_array_remove_index (flow->feedbacks, 0);
  }
}

/* The camera gives a frame in packets to the pacer; it follows the target with some delay. */
static void
make_frame (Sim *sim, Flow *flow)
{
  double *told_bps = &flow->told_bps[flow->frames % FRAMES_LATE];
  double sound_bps = SOUND_BYTES * 8.0 * G_USEC_PER_SEC / SOUND_US;
  double bps = MIN (*told_bps * 0.95, flow->wanted_bps) - sound_bps;
  double factor =
      flow->frames % KEY_FRAME_FRAMES == 0 ? 3 : g_rand_double_range (sim->rand, 0.7, 1.3);

  *told_bps = (double)gc_estimator_get_target_bps (flow->estimator);
  flow->frames++;
  flow->next_frame_us += FRAME_US;
  uint32_t bytes = (uint32_t)(MAX (bps, 10000) / 8 * FRAME_US / G_USEC_PER_SEC * factor);
  uint32_t packets = (bytes + PACKET_BYTES - 1) / PACKET_BYTES;
  for (uint32_t i = 0; i < packets; i++)
    if (!gc_pacer_push (flow->pacer, GC_PACER_FACE, NULL, bytes / packets, sim->now_us))
      flow->dropped++;
}

static void
send_due (Sim *sim, Flow *flow)
{
  GcPacerVerdict verdict = GC_PACER_WAIT;
  GcPacerItem item;
  size_t bytes = 0;

  if (sim->now_us >= flow->next_sound_us) {
    flow->next_sound_us += SOUND_US;
    if (flow->wanted_bps > 0) {
      gc_pacer_add_sent (flow->pacer, SOUND_BYTES, sim->now_us);
      send (sim, flow, SOUND_BYTES);
    }
  }
  while ((bytes = gc_estimator_get_probe_bytes (flow->estimator, sim->now_us)) > 0) {
    if (gc_pacer_pop_early (flow->pacer, sim->now_us, &item)) {
      send (sim, flow, item.size);
    } else {
      flow->probes += (unsigned)bytes;
      gc_pacer_add_sent (flow->pacer, (uint32_t)bytes, sim->now_us);
      send (sim, flow, (uint32_t)bytes);
    }
  }
  while ((verdict = gc_pacer_pop (flow->pacer, sim->now_us, &item)) != GC_PACER_WAIT) {
    if (verdict == GC_PACER_DROP)
      flow->dropped++;
    else
      send (sim, flow, item.size);
  }
}

static void
step_flow (Sim *sim, Flow *flow)
{
  receive (sim, flow);
  handle_feedback (sim, flow);
  if (sim->now_us >= gc_estimator_next_us (flow->estimator))
    gc_estimator_tick (flow->estimator, sim->now_us);
  int64_t target_bps = gc_estimator_get_target_bps (flow->estimator);
  gc_pacer_set_rate (flow->pacer, target_bps);
  flow->target_sum += (double)target_bps;
  flow->target_count++;
  flow->min_target_bps = MIN (flow->min_target_bps, target_bps);
  if (sim->now_us >= flow->next_frame_us) {
    if (flow->wanted_bps > 0)
      make_frame (sim, flow);
    else
      flow->next_frame_us += FRAME_US;
  }
  send_due (sim, flow);
}

void
sim_run (Sim *sim, double seconds)
{
  int64_t end_us = sim->now_us + (int64_t)(seconds * G_USEC_PER_SEC);

  for (; sim->now_us < end_us; sim->now_us += STEP_US) {
    double cross = sim->link.cross_bps * STEP_US / G_USEC_PER_SEC / 8 / PACKET_BYTES;
    int64_t queue_us = 0;
    if (cross > 0 && g_rand_double (sim->rand) < cross)
      enqueue (sim, PACKET_BYTES, &queue_us);
    for (unsigned i = 0; i < SIM_MAX_FLOWS; i++)
      if (sim->flows[i].estimator != NULL)
        step_flow (sim, &sim->flows[i]);
  }
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  int64_t left = *(const int64_t *)a;
  int64_t right = *(const int64_t *)b;

  return (left > right) - (left < right);
}

SimStats
sim_take_stats (Sim *sim, unsigned index)
{
  Flow *flow = &sim->flows[index];
  double passed_s = (double)(sim->now_us - flow->stats_us) / G_USEC_PER_SEC;
  SimStats stats = { .delivered_bps = (double)flow->delivered_bytes * 8 / passed_s,
                     .mean_target_bps = flow->target_sum / flow->target_count,
                     .min_target_bps = flow->min_target_bps,
                     .dropped = flow->dropped,
                     .probes = flow->probes };

  g_array_sort (flow->queues, compare_times);
  unsigned count = flow->queues->len;
  if (count > 0) {
    stats.max_queue_us = g_array_index (flow->queues, int64_t, count - 1);
    stats.p95_queue_us = g_array_index (flow->queues, int64_t, (count - 1) * 95 / 100);
  }
  reset_stats (sim, flow);
  return stats;
}
