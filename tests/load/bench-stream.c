// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * Prints what the steps of forwarding one packet of 1200 bytes cost beside SRTP and the kernel, in
 * nanoseconds of CPU, and what one outgoing line holds in memory: median of 200 batches of 1000.
 */
#include "config.h"

#include "rtp/gc-history.h"
#include "rtp/gc-nack.h"
#include "rtp/gc-receiver-stats.h"
#include "rtp/gc-rtp.h"
#include "rtp/gc-seq-map.h"
#include "rtp/gc-twcc.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BATCH 1000
#define BATCHES 200
#define PACKET_SIZE 1200
#define STEP_US 4762 /* 210 packets a second */

typedef struct {
  uint8_t packet[PACKET_SIZE];
  GcRtp rtp;
  GcSeqMap *map;
  GcHistory *history;
  GcNack *nack;
  GcTwcc *twcc;
  GcReceiverStats *stats;
  uint16_t seq;
  int64_t now_us;
  unsigned sum; /* keeps the compiler from leaving work out */
} Bench;

static void
bench_parse (Bench *bench)
{
  uint8_t size = 0;

  gc_rtp_parse (bench->packet, sizeof bench->packet, &bench->rtp);
  bench->sum += *gc_rtp_find_extension (&bench->rtp, 4, &size);
}

static void
bench_format (Bench *bench)
{
  uint8_t out[GC_RTP_MAX_HEADER_SIZE];
  GcRtpHeader header = { .payload_type = 96, .seq = bench->seq, .ssrc = 7, .extension_count = 1 };

  header.extensions[0].id = 4;
  header.extensions[0].size = 1;
  header.extensions[0].bytes[0] = '1';
  bench->sum += (unsigned)gc_rtp_format_header (&header, out, sizeof out) + out[3];
}

static void
bench_map (Bench *bench)
{
  uint16_t seq = 0;
  uint32_t timestamp = 0;

  gc_seq_map_push (bench->map, bench->seq, bench->seq, bench->now_us, &seq, &timestamp);
  bench->sum += seq;
}

static void
bench_history (Bench *bench)
{
  gc_history_push (bench->history, bench->seq, bench->packet, 24, bench->packet + 24,
                   PACKET_SIZE - 24, bench->now_us);
}

static void
bench_nack (Bench *bench)
{
  bench->sum += gc_nack_receive (bench->nack, bench->seq, bench->now_us);
}

static void
bench_twcc (Bench *bench)
{
  uint8_t out[GC_TWCC_MAX_SIZE];

  gc_twcc_receive (bench->twcc, bench->seq, 7, bench->now_us);
  bench->sum += (unsigned)gc_twcc_format (bench->twcc, bench->now_us, out, sizeof out);
}

static void
bench_stats (Bench *bench)
{
  gc_receiver_stats_receive (bench->stats, bench->seq, bench->seq, PACKET_SIZE, bench->now_us);
}

static const struct {
  const char *name;
  void (*run) (Bench *bench);
} steps[] = {
  { "parse, find mid", bench_parse }, { "format header", bench_format },
  { "sequence map", bench_map },      { "history push", bench_history },
  { "nack receive", bench_nack },     { "twcc receive and format", bench_twcc },
  { "receiver stats", bench_stats },
};

static int
compare (const void *a, const void *b)
{
  const double *x = a;
  const double *y = b;

  return (*x > *y) - (*x < *y);
}

static double
cpu_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

int
main (int argc, char *argv[])
{
  static Bench bench;
  static const uint8_t head[] = { 0x90, 0x60, 0, 1, 0,    0, 0, 2,    0,   0, 0, 3,
                                  0xbe, 0xde, 0, 2, 0x31, 0, 1, 0x40, '1', 0, 0, 0 };

  memcpy (bench.packet, head, sizeof head);
  bench.map = gc_seq_map_new (0, 0, 90000);
  bench.history = gc_history_new ();
  bench.nack = gc_nack_new ();
  bench.twcc = gc_twcc_new (1);
  bench.stats = gc_receiver_stats_new (7, 90000);
  gc_history_set_rtt (bench.history, 20000);
  for (size_t step = 0; step < G_N_ELEMENTS (steps); step++) {
    double ns[BATCHES];
    for (size_t batch = 0; batch < BATCHES; batch++) {
      double start_ns = cpu_ns ();
      for (size_t i = 0; i < BATCH; i++, bench.seq++, bench.now_us += STEP_US)
        steps[step].run (&bench);
      ns[batch] = (cpu_ns () - start_ns) / BATCH;
    }
    qsort (ns, BATCHES, sizeof *ns, compare);
    g_print ("%-24s %7.1f ns\n", steps[step].name, ns[BATCHES / 2]);
  }
  g_print ("history at 2 Mbit/s      %7zu bytes\n", gc_history_bytes (bench.history));
  gc_seq_map_free (bench.map);
  gc_history_free (bench.history);
  gc_nack_free (bench.nack);
  gc_twcc_free (bench.twcc);
  gc_receiver_stats_free (bench.stats);
  return bench.sum == 0;
}
