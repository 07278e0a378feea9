// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* The sums of RFC 3550, in its own terms: A.1 for numbers, A.3 for loss, A.8 for jitter. */
#include "config.h"

#include "rtp/gc-receiver-stats.h"

#define MAX_DROPOUT 3000
#define MAX_MISORDER 100
#define MAX_RTT_US (INT64_C (10) * G_USEC_PER_SEC)

struct _GcReceiverStats {
  uint32_t ssrc;
  uint32_t clock_hz;
  gboolean started;
  gboolean has_stray; /* the packet before was out of sequence: */
  uint16_t stray;
  uint32_t base_seq;
  uint32_t highest_seq; /* extended */
  uint64_t packets;     /* all */
  uint64_t bytes;       /* all */
  int64_t lost_before;  /* by the sequences before the present one */
  uint32_t received;    /* of the present sequence */
  uint32_t expected_prior;
  uint32_t received_prior;
  uint32_t transit;
  uint32_t jitter; /* RTP clock units times 16 */
  uint32_t last_sr;
  int64_t last_sr_us;
};

GcReceiverStats *
gc_receiver_stats_new (uint32_t ssrc, uint32_t clock_hz)
{
  GcReceiverStats *stats = g_new0 (GcReceiverStats, 1);

  stats->ssrc = ssrc;
  stats->clock_hz = clock_hz;
  return stats;
}

void
gc_receiver_stats_free (GcReceiverStats *stats)
{
  g_free (stats);
}

static uint32_t
get_expected (const GcReceiverStats *stats)
{
  return stats->highest_seq - stats->base_seq + 1;
}

static int64_t
get_lost (const GcReceiverStats *stats)
{
  return stats->started ? (int64_t)get_expected (stats) - (int64_t)stats->received : 0;
}

static uint32_t
get_arrival (const GcReceiverStats *stats, int64_t now_us)
{
  return (uint32_t)(now_us / G_USEC_PER_SEC * stats->clock_hz +
                    now_us % G_USEC_PER_SEC * stats->clock_hz / G_USEC_PER_SEC);
}

static void
start_sequence (GcReceiverStats *stats, uint16_t seq)
{
  stats->lost_before += get_lost (stats);
  stats->started = TRUE;
  stats->has_stray = FALSE;
  stats->base_seq = seq;
  stats->highest_seq = seq;
  stats->received = 0;
  stats->expected_prior = 0;
  stats->received_prior = 0;
}

/* Takes @seq into the present sequence; FALSE when it does not belong there. */
static gboolean
update_sequence (GcReceiverStats *stats, uint16_t seq)
{
  uint16_t ahead = (uint16_t)(seq - (uint16_t)stats->highest_seq);

  if (ahead < MAX_DROPOUT) {
    stats->highest_seq += ahead;
  } else if (ahead <= 65536 - MAX_MISORDER) {
    if (!stats->has_stray || seq != (uint16_t)(stats->stray + 1)) {
      stats->has_stray = TRUE;
      stats->stray = seq;
      return FALSE;
    }
    start_sequence (stats, seq); /* two in a row: the sender has begun anew */
  }
  stats->has_stray = FALSE;
  return TRUE;
}

void
gc_receiver_stats_receive (GcReceiverStats *stats,
                           uint16_t seq,
                           uint32_t timestamp,
                           size_t size,
                           int64_t now_us)
{
  uint32_t transit = get_arrival (stats, now_us) - timestamp;
  gboolean first = !stats->started;

  stats->packets++;
  stats->bytes += size;
  if (first)
    start_sequence (stats, seq);
  else if (!update_sequence (stats, seq))
    return;
  stats->received++;
  if (!first) {
    uint32_t difference = transit - stats->transit;
    if (difference > INT32_MAX)
      difference = 0 - difference;
    /* A step of the time stamp (a new encoder) is not jitter. */
    if (difference < stats->clock_hz)
      stats->jitter += difference - ((stats->jitter + 8) >> 4);
  }
  stats->transit = transit;
}

void
gc_receiver_stats_sender_report (GcReceiverStats *stats, uint64_t ntp_time, int64_t now_us)
{
  stats->last_sr = (uint32_t)(ntp_time >> 16);
  stats->last_sr_us = now_us;
}

static uint8_t
take_fraction (GcReceiverStats *stats)
{
  uint32_t expected = get_expected (stats) - stats->expected_prior;
  uint32_t received = stats->received - stats->received_prior;

  stats->expected_prior += expected;
  stats->received_prior = stats->received;
  if (expected == 0 || expected <= received)
    return 0;
  return (uint8_t)MIN (((uint64_t)(expected - received) << 8) / expected, 255);
}

gboolean
gc_receiver_stats_report (GcReceiverStats *stats, int64_t now_us, GcRtcpReport *ret_report)
{
  if (!stats->started)
    return FALSE;

  int64_t lost = CLAMP (stats->lost_before + get_lost (stats), -0x800000, 0x7fffff);
  *ret_report = (GcRtcpReport){ .ssrc = stats->ssrc,
                                .fraction_lost = take_fraction (stats),
                                .cumulative_lost = (int32_t)lost,
                                .highest_seq = stats->highest_seq,
                                .jitter = stats->jitter >> 4 };
  if (stats->last_sr != 0) {
    int64_t delay_us = MAX (now_us - stats->last_sr_us, 0);
    ret_report->last_sr = stats->last_sr;
    ret_report->delay_since_sr =
        (uint32_t)MIN (delay_us * 65536 / G_USEC_PER_SEC, (int64_t)UINT32_MAX);
  }
  return TRUE;
}

void
gc_receiver_stats_totals (const GcReceiverStats *stats, GcReceiverTotals *ret_totals)
{
  ret_totals->packets = stats->packets;
  ret_totals->bytes = stats->bytes;
  ret_totals->lost = stats->lost_before + get_lost (stats);
  ret_totals->jitter_us = (int64_t)(stats->jitter >> 4) * G_USEC_PER_SEC / stats->clock_hz;
}

int64_t
gc_receiver_stats_rtt_us (const GcRtcpReport *report, uint64_t now_ntp)
{
  if (report->last_sr == 0)
    return 0;

  uint32_t rtt = (uint32_t)(now_ntp >> 16) - report->last_sr - report->delay_since_sr;
  if (rtt > INT32_MAX)
    rtt = 0; /* their clock runs a little fast: not measurably long */
  int64_t rtt_us = (int64_t)rtt * G_USEC_PER_SEC / 65536;
  return rtt_us > MAX_RTT_US ? 0 : MAX (rtt_us, 1);
}
