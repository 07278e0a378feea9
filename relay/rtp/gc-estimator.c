// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What is not in the drafts: the drain. After queues have grown, 85 % of the capacity empties them
 * only in six times the time that they are long, and at 300 kbit/s behind a deep buffer that is
 * half a minute of useless conversation. So as long as a queue stands, less is sent, the longer the
 * queue the less; its length is taken from what is under way, which is known a round trip before
 * the delay shows it. A queue that does not become shorter is not ours: then it is left alone.
 */
#include "config.h"

#include "rtp/gc-estimator.h"

#include "rtp/gc-byte-rate.h"
#include "rtp/gc-delay-trend.h"
#include "rtp/gc-loss-limit.h"
#include "rtp/gc-prober.h"
#include "rtp/gc-queue-delay.h"
#include "rtp/gc-rate-control.h"
#include "rtp/gc-sent.h"

#define ACKED_US 500000        /* over which the rate that arrives is measured */
#define ACKED_RECENT_US 200000 /* and when queues grow */
#define IDLE 0.65              /* of the estimate is sent, or less: idle */
#define FEEDBACK_US 100000     /* usual time from feedback to feedback */
#define DEFAULT_ROUND_TRIP_US 200000
#define MIN_QUEUE_US 10000 /* with less no trend is believed */
#define DRAINED_US 40000
#define SHORT_QUEUE_US 50000   /* a burst leaves it, and it is gone by itself */
#define DRAIN_FROM_US 100000   /* queue from which on less than the estimate is sent */
#define DRAIN_SPAN_US 900000.0 /* and so much later nearly nothing */
#define MIN_DRAIN 0.1
#define DRAIN_CHECK_US 5000000 /* after so long a queue of ours is shorter */
#define DRAIN_SHORTER 0.75
#define STILL_US 1000000          /* what stands for so long */
#define STILL_RANGE_US 10000      /* within this is no queue of ours either */
#define SILENCE_US G_USEC_PER_SEC /* beyond the round trip, without feedback */
#define SILENCE_FACTOR 0.7
#define QUIET_US 5000000 /* after so long without a packet, queues and losses of then are past */

struct _GcEstimator {
  double max_bps;
  double wanted_bps;
  GcSent *sent;             /* owned, as all below */
  GcByteRate *sent_rate;    /* by send times */
  GcByteRate *acked_rate;   /* by arrival times */
  GcDelayTrend *trend;      /* of the way there */
  GcQueueDelay *way;        /* delay of the way there */
  GcQueueDelay *round_trip; /* and to the feedback */
  GcRateControl *control;
  GcLossLimit *loss;
  GcProber *prober;

  gboolean started; /* something was sent */
  int64_t last_sent_us;
  int64_t unanswered_us; /* since when feedback is waited for; INT64_MAX: it is not */
  int64_t next_back_off_us;
  struct {
    gboolean running;
    double capacity_bps; /* at which the queue empties */
    int64_t checked_us;
    int64_t checked_queue_us;
    int64_t still_us; /* since then it stands near this: */
    int64_t still_queue_us;
    double factor; /* of the estimate that may be sent */
  } drain;
};

GcEstimator *
gc_estimator_new (int64_t start_bps, int64_t max_bps)
{
  GcEstimator *estimator = g_new0 (GcEstimator, 1);

  estimator->max_bps = (double)MAX (max_bps, GC_ESTIMATOR_MIN_BPS);
  estimator->wanted_bps = estimator->max_bps;
  estimator->sent = gc_sent_new ();
  estimator->sent_rate = gc_byte_rate_new ();
  estimator->acked_rate = gc_byte_rate_new ();
  estimator->trend = gc_delay_trend_new ();
  estimator->way = gc_queue_delay_new ();
  estimator->round_trip = gc_queue_delay_new ();
  estimator->control =
      gc_rate_control_new ((double)start_bps, GC_ESTIMATOR_MIN_BPS, estimator->max_bps);
  estimator->loss = gc_loss_limit_new ();
  estimator->prober = gc_prober_new ();
  estimator->unanswered_us = INT64_MAX;
  estimator->drain.factor = 1;
  return estimator;
}

void
gc_estimator_free (GcEstimator *estimator)
{
  if (estimator == NULL)
    return;
  gc_sent_free (estimator->sent);
  gc_byte_rate_free (estimator->sent_rate);
  gc_byte_rate_free (estimator->acked_rate);
  gc_delay_trend_free (estimator->trend);
  gc_queue_delay_free (estimator->way);
  gc_queue_delay_free (estimator->round_trip);
  gc_rate_control_free (estimator->control);
  gc_loss_limit_free (estimator->loss);
  gc_prober_free (estimator->prober);
  g_free (estimator);
}

static double
get_estimate (const GcEstimator *estimator)
{
  return gc_rate_control_get_bps (estimator->control);
}

static gboolean
is_idle (const GcEstimator *estimator, int64_t now_us)
{
  if (now_us - estimator->last_sent_us > ACKED_US)
    return TRUE;
  return gc_byte_rate_get_bps (estimator->sent_rate, ACKED_US) < IDLE * get_estimate (estimator);
}

static gboolean
is_quiet (const GcEstimator *estimator, int64_t now_us)
{
  return now_us - estimator->last_sent_us >= QUIET_US;
}

static void
update_prober (GcEstimator *estimator, int64_t now_us)
{
  GcProbeSituation situation = {
    .estimate_bps = get_estimate (estimator),
    .wanted_bps = estimator->wanted_bps,
    .idle = is_idle (estimator, now_us),
    .congested =
        !is_quiet (estimator, now_us) &&
        (estimator->drain.running || gc_loss_limit_get_bps (estimator->loss) < estimator->max_bps),
  };

  gc_prober_update (estimator->prober, &situation, now_us);
}

void
gc_estimator_set_wanted_bps (GcEstimator *estimator, int64_t wanted_bps, int64_t now_us)
{
  estimator->wanted_bps = CLAMP ((double)wanted_bps, 0, estimator->max_bps);
  if (!estimator->started)
    return;
  if (is_quiet (estimator, now_us)) {
    estimator->drain.running = FALSE;
    estimator->drain.factor = 1;
  }
  update_prober (estimator, now_us);
}

void
gc_estimator_add_sent (GcEstimator *estimator,
                       uint16_t seq,
                       size_t size,
                       uint32_t name,
                       int64_t now_us)
{
  uint32_t bytes = (uint32_t)MIN (size, UINT16_MAX);
  uint8_t probe = gc_prober_add_sent (estimator->prober, bytes, now_us);

  gc_sent_add (estimator->sent, seq, bytes, name, probe, now_us);
  gc_byte_rate_add (estimator->sent_rate, now_us, bytes);
  estimator->last_sent_us = now_us;
  if (estimator->unanswered_us == INT64_MAX)
    estimator->unanswered_us = now_us;
  if (!estimator->started) {
    estimator->started = TRUE;
    update_prober (estimator, now_us);
  }
}

/* Takes one entry of a feedback in. Returns whether it was news. @ret_lost: the name if it is lost.
 */
static gboolean
take_report (GcEstimator *estimator,
             const GcRtcpTwccPacket *told,
             int64_t now_us,
             uint32_t *ret_lost)
{
  GcSentPacket packet;
  GcSentReport report = gc_sent_report (estimator->sent, told, now_us, &packet);

  if (report == GC_SENT_NOTHING_NEW)
    return FALSE;
  if (report == GC_SENT_LOST) {
    gc_loss_limit_add (estimator->loss, packet.sent_us, packet.size, TRUE);
    *ret_lost = packet.name;
    return TRUE;
  }
  if (gc_sent_take_clock_jump (estimator->sent)) {
    gc_delay_trend_reset (estimator->trend);
    gc_queue_delay_reset (estimator->way);
    gc_byte_rate_reset (estimator->acked_rate);
  }
  if (!packet.was_lost) /* too late to count as anything but lost */
    gc_loss_limit_add (estimator->loss, packet.sent_us, packet.new_bytes, FALSE);
  gc_byte_rate_add (estimator->acked_rate, packet.arrival_us, packet.new_bytes);
  gc_delay_trend_add (estimator->trend, packet.sent_us, packet.arrival_us);
  gc_queue_delay_add (estimator->way, packet.arrival_us - packet.sent_us, now_us);
  gc_prober_add_arrived (estimator->prober, packet.probe, packet.size, packet.arrival_us);
  return TRUE;
}

static int64_t
get_round_trip_us (const GcEstimator *estimator)
{
  int64_t round_trip_us = gc_queue_delay_get_base_us (estimator->round_trip);

  return round_trip_us > 0 ? round_trip_us : DEFAULT_ROUND_TRIP_US;
}

/* The trend of the delay, unless there is no queue at all: then it was jitter. */
static GcDelayUsage
get_usage (const GcEstimator *estimator)
{
  GcDelayUsage usage = gc_delay_trend_get_usage (estimator->trend);

  if (usage == GC_DELAY_OVERUSE && gc_queue_delay_get_us (estimator->way) < MIN_QUEUE_US)
    return GC_DELAY_NORMAL;
  return usage;
}

/* The queue that what was sent so far will find: as seen, or by what is under way. */
static int64_t
foresee_queue_us (const GcEstimator *estimator)
{
  double flight_bits = (double)gc_sent_get_flight_bytes (estimator->sent) * 8;
  double flight_us = flight_bits * G_USEC_PER_SEC / estimator->drain.capacity_bps;
  int64_t seen_us = gc_queue_delay_get_us (estimator->way);

  return MAX (seen_us, (int64_t)flight_us - get_round_trip_us (estimator));
}

static void
begin_drain (GcEstimator *estimator, double acked_bps, int64_t now_us)
{
  estimator->drain.capacity_bps = acked_bps > 0 ? acked_bps : get_estimate (estimator);
  if (estimator->drain.running)
    return;
  estimator->drain.running = TRUE;
  estimator->drain.checked_us = now_us;
  estimator->drain.checked_queue_us = gc_queue_delay_get_us (estimator->way);
  estimator->drain.still_us = now_us;
  estimator->drain.still_queue_us = estimator->drain.checked_queue_us;
}

/* A way that has become longer is so at once, and then stays as long as it is. */
static void
note_queue (GcEstimator *estimator, int64_t queue_us, int64_t now_us)
{
  if (llabs (queue_us - estimator->drain.still_queue_us) <= STILL_RANGE_US)
    return;
  estimator->drain.still_us = now_us;
  estimator->drain.still_queue_us = queue_us;
}

static void
update_drain (GcEstimator *estimator, int64_t now_us)
{
  estimator->drain.factor = 1;
  if (!estimator->drain.running)
    return;
  int64_t queue_us = foresee_queue_us (estimator);
  int64_t seen_us = gc_queue_delay_get_us (estimator->way);
  if (queue_us < DRAINED_US) {
    estimator->drain.running = FALSE;
    return;
  }
  note_queue (estimator, seen_us, now_us);
  gboolean is_still = now_us - estimator->drain.still_us >= STILL_US;
  if (is_still || now_us - estimator->drain.checked_us >= DRAIN_CHECK_US) {
    gboolean is_gone = seen_us < DRAINED_US; /* but foreseen: the round trip has become longer */
    if (is_gone || is_still ||
        (double)seen_us > DRAIN_SHORTER * (double)estimator->drain.checked_queue_us) {
      if (!is_gone)
        gc_queue_delay_rebase (estimator->way);
      gc_queue_delay_rebase (estimator->round_trip);
      estimator->drain.running = FALSE;
      return;
    }
    estimator->drain.checked_us = now_us;
    estimator->drain.checked_queue_us = seen_us;
  }
  estimator->drain.factor =
      CLAMP (1 - (double)(queue_us - DRAIN_FROM_US) / DRAIN_SPAN_US, MIN_DRAIN, 1);
}

static void
back_off (GcEstimator *estimator, double acked_bps, int64_t now_us)
{
  double recent_bps = gc_byte_rate_get_bps (estimator->acked_rate, ACKED_RECENT_US);

  if (now_us < estimator->next_back_off_us)
    return;
  if (recent_bps > 0 && recent_bps < acked_bps)
    acked_bps = recent_bps;
  /* What is lost at random has passed the queue all the same. */
  acked_bps /= 1 - gc_loss_limit_get_inherent (estimator->loss);
  /* Pictures that leave room overfill the way for a moment, by a burst. Then what arrives is what
   * they need and not what the way carries, and a step is enough. */
  if (gc_queue_delay_get_us (estimator->way) < SHORT_QUEUE_US)
    acked_bps = MAX (acked_bps, get_estimate (estimator));
  /* While a queue is drained little is sent, but what arrives is what was sent before. */
  gboolean idle = !estimator->drain.running && is_idle (estimator, now_us);
  gc_rate_control_back_off (estimator->control, acked_bps, idle, now_us);
  begin_drain (estimator, acked_bps, now_us);
  estimator->next_back_off_us = now_us + get_round_trip_us (estimator) + FEEDBACK_US;
}

static void
update_control (GcEstimator *estimator, int64_t now_us)
{
  double acked_bps = gc_byte_rate_get_bps (estimator->acked_rate, ACKED_US);
  GcDelayUsage usage = get_usage (estimator);

  if (usage == GC_DELAY_OVERUSE)
    back_off (estimator, acked_bps, now_us);
  else if (usage == GC_DELAY_NORMAL && !estimator->drain.running)
    gc_rate_control_grow (estimator->control, acked_bps,
                          get_round_trip_us (estimator) + FEEDBACK_US, now_us);
  else
    gc_rate_control_hold (estimator->control, now_us);
  gc_rate_control_lower (estimator->control, gc_loss_limit_get_bps (estimator->loss));
}

static void
take_probe (GcEstimator *estimator, int64_t now_us)
{
  double bps = 0;
  GcProbeResult result = gc_prober_take_result (estimator->prober, now_us, &bps);

  if (result == GC_PROBE_CAPACITY)
    gc_rate_control_lower (estimator->control, bps);
  if (result != GC_PROBE_NOTHING && !estimator->drain.running)
    gc_rate_control_raise (estimator->control, bps);
}

size_t
gc_estimator_handle_feedback (GcEstimator *estimator,
                              const GcRtcpTwccPacket *packets,
                              size_t count,
                              int64_t now_us,
                              uint32_t *ret_lost)
{
  gboolean news = FALSE;
  size_t n_lost = 0;

  for (size_t i = 0; i < count; i++) {
    uint32_t lost = GC_SENT_UNNAMED;
    news |= take_report (estimator, &packets[i], now_us, &lost);
    if (lost != GC_SENT_UNNAMED && ret_lost != NULL)
      ret_lost[n_lost++] = lost;
  }
  if (!news)
    return 0;
  int64_t round_trip_us = now_us - gc_sent_get_answered_us (estimator->sent);
  gc_queue_delay_add (estimator->round_trip, round_trip_us, now_us);
  estimator->unanswered_us = gc_sent_get_flight_bytes (estimator->sent) > 0 ? now_us : INT64_MAX;
  update_control (estimator, now_us);
  take_probe (estimator, now_us);
  update_drain (estimator, now_us);
  update_prober (estimator, now_us);
  return n_lost;
}

/* When feedback has been missing for too long, although packets kept being sent. */
static int64_t
get_silence_us (const GcEstimator *estimator)
{
  if (estimator->unanswered_us == INT64_MAX ||
      estimator->last_sent_us - estimator->unanswered_us < SILENCE_US / 2)
    return INT64_MAX;
  return estimator->unanswered_us + get_round_trip_us (estimator) + SILENCE_US;
}

void
gc_estimator_tick (GcEstimator *estimator, int64_t now_us)
{
  if (now_us >= get_silence_us (estimator)) {
    gc_rate_control_lower (estimator->control, SILENCE_FACTOR * get_estimate (estimator));
    estimator->unanswered_us = now_us - get_round_trip_us (estimator);
  }
  if (now_us >= gc_prober_next_us (estimator->prober))
    update_prober (estimator, now_us);
}

int64_t
gc_estimator_next_us (const GcEstimator *estimator)
{
  return MIN (get_silence_us (estimator), gc_prober_next_us (estimator->prober));
}

int64_t
gc_estimator_get_target_bps (const GcEstimator *estimator)
{
  double target_bps = get_estimate (estimator) * estimator->drain.factor;

  return (int64_t)CLAMP (target_bps, GC_ESTIMATOR_MIN_BPS, estimator->max_bps);
}

size_t
gc_estimator_get_probe_bytes (const GcEstimator *estimator, int64_t now_us)
{
  return gc_prober_get_due_bytes (estimator->prober, now_us);
}

void
gc_estimator_get_stats (const GcEstimator *estimator, GcEstimatorStats *ret_stats)
{
  *ret_stats = (GcEstimatorStats){
    .target_bps = gc_estimator_get_target_bps (estimator),
    .acked_bps = (int64_t)gc_byte_rate_get_bps (estimator->acked_rate, ACKED_US),
    .queue_us = gc_queue_delay_get_us (estimator->way),
    .round_trip_us = gc_queue_delay_get_base_us (estimator->round_trip),
  };
}
