// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-prober.h"

#define START_FACTOR 3
#define FACTOR 2
#define IDLE_FACTOR 1.5  /* what comes through of it is more, if only a little */
#define MIN_FACTOR 1.1   /* times the estimate; a lower probe is not worth it */
#define CLUSTER_US 40000 /* as a picture's time: packets of others in bursts even out */
#define MIN_PACKETS 5
#define MIN_PACKET_BYTES 200
#define MAX_PACKET_BYTES 1200
#define MAX_SENDING_US 200000
#define MAX_WAITING_US 2000000
#define INTERVAL_US 5000000
#define START_TRIES 3
#define ENOUGH 0.8       /* of the cluster must arrive */
#define SUCCESS 0.7      /* of the rate tried: try more */
#define SATURATED 0.9    /* of the rate sent: what arrives is the capacity, */
#define CAUTION 0.95     /* of which so much is taken */
#define MAX_COMPRESSED 2 /* times the rate sent: a jam has broken up, no measure */
#define DROPPED 0.7      /* of the peak and less: a drop to recover from */
#define PEAK_DECAY 0.95  /* with each probe that fails */

typedef enum {
  STATE_IDLE,
  STATE_SENDING,
  STATE_WAITING,
} State;

struct _GcProber {
  State state;
  unsigned start_tries; /* left until a probe at the start tells anything */
  int64_t next_us;      /* earliest next cluster, when idle; end of patience otherwise */
  double peak_bps;      /* highest estimate, forgotten slowly */
  double next_bps;      /* to try at once, after a success; 0: none */

  uint8_t id;
  double rate_bps;
  size_t total_bytes;
  size_t packet_bytes;
  unsigned sent_packets;
  size_t sent_bytes;
  size_t sent_before_last; /* bytes sent before last_sent_us */
  int64_t first_sent_us;
  int64_t last_sent_us;
  unsigned arrived_packets;
  size_t arrived_bytes;
  uint32_t first_arrived_size;
  int64_t first_arrival_us;
  int64_t last_arrival_us;
};

GcProber *
gc_prober_new (void)
{
  GcProber *prober = g_new0 (GcProber, 1);

  prober->start_tries = START_TRIES;
  return prober;
}

void
gc_prober_free (GcProber *prober)
{
  g_free (prober);
}

static void
begin_cluster (GcProber *prober, double rate_bps, int64_t now_us)
{
  prober->state = STATE_SENDING;
  prober->next_us = now_us + MAX_SENDING_US;
  prober->id = (uint8_t)(prober->id % UINT8_MAX + 1);
  prober->rate_bps = rate_bps;
  prober->total_bytes = (size_t)(rate_bps / 8 * CLUSTER_US / G_USEC_PER_SEC);
  prober->packet_bytes =
      CLAMP (prober->total_bytes / MIN_PACKETS, MIN_PACKET_BYTES, MAX_PACKET_BYTES);
  prober->first_sent_us = now_us;
  prober->sent_packets = 0;
  prober->sent_bytes = 0;
  prober->sent_before_last = 0;
  prober->arrived_packets = 0;
  prober->arrived_bytes = 0;
}

static void
end_cluster (GcProber *prober, gboolean success, int64_t now_us)
{
  prober->state = STATE_IDLE;
  prober->next_us = now_us + INTERVAL_US;
  if (success) {
    prober->start_tries = 0;
    return;
  }
  prober->start_tries -= MIN (prober->start_tries, 1);
  prober->peak_bps *= PEAK_DECAY;
}

/* The rate to try now, 0 for none. */
static double
choose_rate (const GcProber *prober, const GcProbeSituation *situation, int64_t now_us)
{
  if (prober->start_tries > 0)
    return MIN (START_FACTOR * situation->estimate_bps, situation->wanted_bps);
  if (prober->next_bps > 0) {
    double next_bps = MIN (prober->next_bps, situation->wanted_bps);
    return next_bps > MIN_FACTOR * prober->rate_bps ? next_bps : 0;
  }
  if (now_us < prober->next_us)
    return 0;
  if (situation->idle)
    return MIN (IDLE_FACTOR * situation->estimate_bps, situation->wanted_bps);
  if (situation->estimate_bps < DROPPED * prober->peak_bps)
    return MIN (FACTOR * situation->estimate_bps, situation->wanted_bps);
  return 0;
}

void
gc_prober_update (GcProber *prober, const GcProbeSituation *situation, int64_t now_us)
{
  prober->peak_bps = MAX (prober->peak_bps, situation->estimate_bps);
  if (prober->state != STATE_IDLE && now_us >= prober->next_us)
    end_cluster (prober, FALSE, now_us);
  if (prober->state != STATE_IDLE)
    return;
  double rate_bps = situation->congested ? 0 : choose_rate (prober, situation, now_us);
  prober->next_bps = 0;
  if (rate_bps > MIN_FACTOR * situation->estimate_bps)
    begin_cluster (prober, rate_bps, now_us);
}

/* When the next packet of the cluster is due. */
static int64_t
due_us (const GcProber *prober)
{
  return prober->first_sent_us +
         (int64_t)((double)prober->sent_bytes * 8 * G_USEC_PER_SEC / prober->rate_bps);
}

size_t
gc_prober_get_due_bytes (const GcProber *prober, int64_t now_us)
{
  return prober->state == STATE_SENDING && now_us >= due_us (prober) ? prober->packet_bytes : 0;
}

int64_t
gc_prober_next_us (const GcProber *prober)
{
  if (prober->state == STATE_SENDING)
    return MIN (due_us (prober), prober->next_us);
  return prober->state == STATE_WAITING ? prober->next_us : INT64_MAX;
}

uint8_t
gc_prober_add_sent (GcProber *prober, uint32_t size, int64_t now_us)
{
  if (prober->state != STATE_SENDING)
    return 0;
  if (prober->sent_packets == 0)
    prober->first_sent_us = now_us;
  else if (now_us > prober->last_sent_us)
    prober->sent_before_last = prober->sent_bytes;
  prober->last_sent_us = now_us;
  prober->sent_packets++;
  prober->sent_bytes += size;
  if (prober->sent_packets >= MIN_PACKETS && prober->sent_bytes >= prober->total_bytes) {
    prober->state = STATE_WAITING;
    prober->next_us = now_us + MAX_WAITING_US;
  }
  return prober->id;
}

void
gc_prober_add_arrived (GcProber *prober, uint8_t id, uint32_t size, int64_t arrival_us)
{
  if (prober->state == STATE_IDLE || id != prober->id)
    return;
  if (prober->arrived_packets == 0 || arrival_us < prober->first_arrival_us) {
    prober->first_arrival_us = arrival_us;
    prober->first_arrived_size = size;
  }
  prober->last_arrival_us =
      prober->arrived_packets == 0 ? arrival_us : MAX (prober->last_arrival_us, arrival_us);
  prober->arrived_packets++;
  prober->arrived_bytes += size;
}

/* The rate of @bytes in @span_us; 0 when it is none. */
static double
get_rate (size_t bytes, int64_t span_us)
{
  return span_us > 0 ? (double)bytes * 8 * G_USEC_PER_SEC / (double)span_us : 0;
}

/* What the cluster shows, 0 for nothing. What was lost of it counts as if it had come. */
static double
measure (const GcProber *prober)
{
  double sent_bps =
      get_rate (prober->sent_before_last, prober->last_sent_us - prober->first_sent_us);
  double arrived_bps = get_rate (prober->arrived_bytes - prober->first_arrived_size,
                                 prober->last_arrival_us - prober->first_arrival_us);

  arrived_bps *= (double)prober->sent_bytes / (double)prober->arrived_bytes;
  if (arrived_bps > MAX_COMPRESSED * sent_bps)
    return 0;
  return arrived_bps < SATURATED * sent_bps ? CAUTION * arrived_bps : MIN (sent_bps, arrived_bps);
}

GcProbeResult
gc_prober_take_result (GcProber *prober, int64_t now_us, double *ret_bps)
{
  if (prober->state != STATE_WAITING || prober->arrived_packets < ENOUGH * prober->sent_packets ||
      (double)prober->arrived_bytes < ENOUGH * (double)prober->sent_bytes)
    return GC_PROBE_NOTHING;
  double result_bps = measure (prober);
  gboolean success = result_bps >= SUCCESS * prober->rate_bps;
  gboolean starting = prober->start_tries > 0;
  end_cluster (prober, success, now_us);
  if (result_bps <= 0 || (!success && !starting))
    return GC_PROBE_NOTHING;
  *ret_bps = result_bps;
  if (success) {
    prober->next_bps = FACTOR * result_bps;
    return GC_PROBE_FITS;
  }
  prober->start_tries = 0;
  return GC_PROBE_CAPACITY;
}
