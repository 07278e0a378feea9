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

#include "fuzz-bytes.h"

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
  FuzzBytes bytes;
  GcEstimator *estimator;
  uint16_t seq;
  int64_t now_us;
} Run;

static void
send (Run *run)
{
  unsigned count = (unsigned)fuzz_take (&run->bytes, 1);
  size_t size = (size_t)fuzz_take (&run->bytes, 2);

  for (unsigned i = 0; i < count; i++)
    gc_estimator_add_sent (run->estimator, run->seq++, size, GC_SENT_UNNAMED, run->now_us);
}

static void
tell (Run *run)
{
  GcRtcpTwccPacket packets[MAX_TOLD];
  size_t count = (size_t)fuzz_take (&run->bytes, 1) % (MAX_TOLD + 1);

  for (size_t i = 0; i < count; i++) {
    packets[i].seq = (uint16_t)(run->seq - fuzz_take (&run->bytes, 1));
    packets[i].received = fuzz_take (&run->bytes, 1) % 2 == 0;
    packets[i].arrival_us = (int64_t)fuzz_take (&run->bytes, 8);
  }
  gc_estimator_handle_feedback (run->estimator, packets, count, run->now_us, NULL);
}

static void
tell_wire (Run *run)
{
  GcRtcpTwccPacket packets[MAX_TOLD];
  size_t size = 0;
  const uint8_t *bytes = fuzz_take_block (&run->bytes, (size_t)fuzz_take (&run->bytes, 1), &size);
  GcRtcpIter iter;
  GcRtcp rtcp;

  gc_rtcp_iter_init (&iter, bytes, size);
  while (gc_rtcp_iter_next (&iter, &rtcp)) {
    size_t count = gc_rtcp_get_twcc (&rtcp, packets, MAX_TOLD, NULL);
    gc_estimator_handle_feedback (run->estimator, packets, count, run->now_us, NULL);
  }
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
    gc_estimator_add_sent (run->estimator, run->seq++, bytes, GC_SENT_UNNAMED, run->now_us);
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
  Run run = { .bytes = { data, size }, .estimator = estimator, .now_us = G_USEC_PER_SEC };

  run.seq = (uint16_t)fuzz_take (&run.bytes, 2);
  while (run.bytes.left > 0) {
    switch (fuzz_take (&run.bytes, 1) % N_COMMANDS) {
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
      run.now_us += (int64_t)fuzz_take (&run.bytes, 2) * 1000;
      break;
    default:
      gc_estimator_set_wanted_bps (estimator, (int64_t)fuzz_take (&run.bytes, 2) * 1000,
                                   run.now_us);
      break;
    }
    go_on (&run);
    check (&run);
  }
  return 0;
}
