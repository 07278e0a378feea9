// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * A receiver that says anything about anything, and a clock that only goes forward. Whatever it
 * says, the target stays within its bounds and no time or size becomes impossible.
 *
 * The bytes are commands: what to do in one, then its arguments.
 */
#include "config.h"

#include "rtp/gc-estimator.h"
#include "rtp/gc-sent.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

#define MAX_BPS 5000000
#define MAX_TOLD 64

enum {
  SEND, /* how many, size: 2 bytes */
  TELL, /* how many, then for each: number back from the newest, came or not, arrival: 8 bytes */
  TELL_WIRE, /* how many bytes, then RTCP */
  WAIT,      /* ms: 2 bytes */
  WANT,      /* kbit/s: 2 bytes */
  N_COMMANDS,
};

typedef struct {
  const uint8_t *at;
  size_t left;
  GcEstimator *estimator;
  uint16_t seq;
  int64_t now_us;
} Run;

/* The next @size bytes as a number; 0 in place of bytes that are not there. */
static uint64_t
take (Run *run, size_t size)
{
  uint64_t value = 0;

  size = MIN (size, run->left);
  for (size_t i = 0; i < size; i++)
    value = value << 8 | run->at[i];
  run->at += size;
  run->left -= size;
  return value;
}

static void
send (Run *run)
{
  unsigned count = (unsigned)take (run, 1);
  size_t size = (size_t)take (run, 2);

  for (unsigned i = 0; i < count; i++)
    gc_estimator_add_sent (run->estimator, run->seq++, size, run->now_us);
}

static void
tell (Run *run)
{
  GcRtcpTwccPacket packets[MAX_TOLD];
  size_t count = (size_t)take (run, 1) % (MAX_TOLD + 1);

  for (size_t i = 0; i < count; i++) {
    packets[i].seq = (uint16_t)(run->seq - take (run, 1));
    packets[i].received = take (run, 1) % 2 == 0;
    packets[i].arrival_us = (int64_t)take (run, 8);
  }
  gc_estimator_handle_feedback (run->estimator, packets, count, run->now_us);
}

static void
tell_wire (Run *run)
{
  GcRtcpTwccPacket packets[MAX_TOLD];
  size_t size = (size_t)take (run, 1);
  GcRtcpIter iter;
  GcRtcp rtcp;

  size = MIN (size, run->left);
  gc_rtcp_iter_init (&iter, run->at, size);
  while (gc_rtcp_iter_next (&iter, &rtcp)) {
    size_t count = gc_rtcp_get_twcc (&rtcp, packets, MAX_TOLD, NULL);
    gc_estimator_handle_feedback (run->estimator, packets, count, run->now_us);
  }
  run->at += size;
  run->left -= size;
}

/* What the caller of the estimator does all the time. */
static void
go_on (Run *run)
{
  size_t bytes = 0;

  if (run->now_us >= gc_estimator_next_us (run->estimator))
    gc_estimator_tick (run->estimator, run->now_us);
  for (unsigned i = 0; i < 100; i++) {
    bytes = gc_estimator_get_probe_bytes (run->estimator, run->now_us);
    if (bytes == 0)
      break;
    g_assert (bytes <= 1200);
    gc_estimator_add_sent (run->estimator, run->seq++, bytes, run->now_us);
  }
  g_assert (bytes == 0); /* a probe ends */
}

static void
check (const Run *run)
{
  GcEstimatorStats stats;

  gc_estimator_get_stats (run->estimator, &stats);
  g_assert (stats.target_bps == gc_estimator_get_target_bps (run->estimator));
  g_assert (stats.target_bps >= GC_ESTIMATOR_MIN_BPS && stats.target_bps <= MAX_BPS);
  g_assert (stats.acked_bps >= 0);
  g_assert (stats.queue_us >= 0 && stats.queue_us <= 130 * G_USEC_PER_SEC);
  g_assert (stats.round_trip_us >= 0 && stats.round_trip_us <= GC_SENT_MAX_AGE_US);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GcEstimator) estimator = gc_estimator_new (300000, MAX_BPS);
  Run run = { .at = data, .left = size, .estimator = estimator, .now_us = G_USEC_PER_SEC };

  run.seq = (uint16_t)take (&run, 2);
  while (run.left > 0) {
    switch (take (&run, 1) % N_COMMANDS) {
    case SEND:
      send (&run);
      break;
    case TELL:
      tell (&run);
      break;
    case TELL_WIRE:
      tell_wire (&run);
      break;
    case WAIT:
      run.now_us += (int64_t)take (&run, 2) * 1000;
      break;
    default:
      gc_estimator_set_wanted_bps (estimator, (int64_t)take (&run, 2) * 1000, run.now_us);
      break;
    }
    go_on (&run);
    check (&run);
  }
  return 0;
}
