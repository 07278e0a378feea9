// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What stands between a source and one receiver: numbers, history, redundancy and FEC, the pacer,
 * and what is chosen by the receiver's reports. Any packets, any reports, any time.
 *
 * The bytes are commands: what to do in one, then its arguments.
 */
#include "config.h"

#include "rtp/gc-fec-sender.h"
#include "rtp/gc-history.h"
#include "rtp/gc-loss-count.h"
#include "rtp/gc-pacer.h"
#include "rtp/gc-picture-choice.h"
#include "rtp/gc-playout.h"
#include "rtp/gc-red-sender.h"
#include "rtp/gc-seq-map.h"
#include "rtp/gc-ulpfec.h"

#include <string.h>

#include "fuzz-bytes.h"

#define MAX_PICTURES 6
#define MAX_FEC 64 /* packets behind one picture, far more than there can be */

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

typedef struct {
  FuzzBytes bytes;
  GcSeqMap *map;
  GcHistory *history;
  GcFecSender *fec;
  GcRedSender *red;
  GcPacer *pacer;
  GcLossCount losses;
  GcPlayout playout;
  GcPictureChoice choice;
  uint16_t source_seq;
  uint16_t last_seq; /* sent */
  size_t queued;
  int64_t now_us;
} Run;

static void
pop_fec (Run *run)
{
  unsigned n = 0;
  GcRtp rtp;

  while (gc_fec_sender_pop (run->fec, &rtp)) {
    g_assert (n++ < MAX_FEC);
    g_assert (rtp.payload_size <= GC_ULPFEC_MAX_SIZE + 1);
    gc_seq_map_insert (run->map, &run->last_seq);
  }
}

/* Number back from the newest, time stamp, marker, payload. */
static void
send_packet (Run *run)
{
  uint8_t header_bytes[GC_RTP_MAX_HEADER_SIZE];
  GcRtp rtp = { .seq = (uint16_t)(run->source_seq++ - (int8_t)fuzz_take (&run->bytes, 1)),
                .timestamp = (uint32_t)fuzz_take (&run->bytes, 4),
                .payload_type = 96 };
  size_t made_size = 0;
  uint16_t seq;
  uint32_t timestamp;

  rtp.marker = fuzz_take (&run->bytes, 1) & 1;
  rtp.payload =
      fuzz_take_block (&run->bytes, (size_t)fuzz_take (&run->bytes, 1) * 8, &rtp.payload_size);
  if (!gc_seq_map_push (run->map, rtp.seq, rtp.timestamp, run->now_us, &seq, &timestamp))
    return;
  GcRtpHeader header = {
    .seq = seq, .timestamp = timestamp, .payload_type = 96, .marker = rtp.marker, .ssrc = 1
  };
  size_t header_size = gc_rtp_format_header (&header, header_bytes, sizeof header_bytes);
  run->last_seq = seq;
  const uint8_t *made = gc_fec_sender_push (run->fec, header_bytes, header_size, &rtp, rtp.payload,
                                            MIN (rtp.payload_size, 6), &made_size);
  g_assert (made == NULL || made_size == rtp.payload_size + 1);
  const uint8_t *kept = gc_history_push (run->history, seq, header_bytes, header_size, rtp.payload,
                                         rtp.payload_size, run->now_us);
  g_assert (kept == NULL || rtp.payload_size == 0 ||
            memcmp (kept, rtp.payload, rtp.payload_size) == 0);
  if (rtp.marker)
    pop_fec (run);
}

/* Time stamp, frame. */
static void
send_sound (Run *run)
{
  uint32_t timestamp = (uint32_t)fuzz_take (&run->bytes, 4);
  size_t size = 0, made_size = 0;
  const uint8_t *frame =
      fuzz_take_block (&run->bytes, (size_t)fuzz_take (&run->bytes, 1) * 6, &size);
  const uint8_t *made = gc_red_sender_push (run->red, timestamp, frame, size, size % 3, &made_size);
  GcRed red;

  if (made == NULL)
    return;
  g_assert (made_size <= GC_RED_MAX_SIZE && gc_red_parse (made, made_size, 111, &red));
  g_assert (red.primary.size == size && memcmp (red.primary.bytes, frame, size) == 0);
}

/* Number back from the newest. */
static void
resend (Run *run)
{
  uint16_t seq = (uint16_t)(run->last_seq - fuzz_take (&run->bytes, 2));
  GcHistoryPacket packet;
  uint16_t source = 0;

  gc_seq_map_invert (run->map, seq, &source);
  if (gc_history_resend (run->history, seq, run->now_us, &packet)) {
    g_assert (packet.header_size >= GC_RTP_FIXED_SIZE);
    g_assert (!gc_history_is_past (run->history, seq));
    gc_history_repeat (run->history, seq, &packet);
  }
  if (fuzz_take (&run->bytes, 1) == 0)
    gc_history_forget (run->history, seq);
  g_assert (!gc_history_get (run->history, seq, &packet) || packet.pushed_us <= run->now_us);
  gc_history_get_newest (run->history, &packet);
}

/* Fraction lost, lost, highest number, round trip in ms. */
static void
report (Run *run)
{
  const GcRtcpReport told = { .fraction_lost = (uint8_t)fuzz_take (&run->bytes, 1),
                              .cumulative_lost = (int32_t)(fuzz_take (&run->bytes, 3) << 8) >> 8,
                              .highest_seq = (uint32_t)fuzz_take (&run->bytes, 4) };
  int64_t rtt_us = (int64_t)fuzz_take (&run->bytes, 2) * 1000;

  gc_fec_sender_report (run->fec, told.fraction_lost, rtt_us, rtt_us % 2 > 0, run->now_us);
  gc_red_sender_report (run->red, told.fraction_lost, run->now_us);
  gc_loss_count_add (&run->losses, &told);
  gc_history_set_rtt (run->history, rtt_us);
  gc_playout_note_resent (&run->playout, rtt_us, run->now_us);
  gc_playout_review (&run->playout, rtt_us / 2, run->now_us);
  int64_t ahead_us = gc_playout_ahead_us (&run->playout, TRUE);
  g_assert (ahead_us >= 0 && ahead_us <= GC_PLAYOUT_MAX_US);
  g_assert (ahead_us == 0 || gc_playout_is_told (&run->playout));
  int64_t left_bps = gc_fec_sender_leave_bps (run->fec, 1000000);
  g_assert (left_bps > 0 && left_bps <= 1000000);
}

/* Size, queue and whether at once. */
static void
queue (Run *run)
{
  uint32_t size = (uint32_t)fuzz_take (&run->bytes, 2);
  uint8_t how = (uint8_t)fuzz_take (&run->bytes, 1);

  if (how & 2)
    gc_pacer_add_sent (run->pacer, size, run->now_us);
  else if (!(how & 4) || !gc_pacer_pass (run->pacer, size, run->now_us))
    run->queued += !!gc_pacer_push (run->pacer, how & 1 ? GC_PACER_FACE : GC_PACER_DOCUMENT, run,
                                    size, run->now_us);
}

static void
drain (Run *run)
{
  GcPacerItem item;

  if (fuzz_take (&run->bytes, 1) & 1)
    run->queued -= !!gc_pacer_pop_early (run->pacer, run->now_us, &item);
  while (gc_pacer_pop (run->pacer, run->now_us, &item) != GC_PACER_WAIT) {
    g_assert (item.handle == run && item.waited_us >= 0);
    run->queued--;
  }
  g_assert (run->queued <= GC_PACER_N_QUEUES * GC_PACER_CAPACITY);
  g_assert (gc_pacer_next_us (run->pacer) > run->now_us);
}

/* How many, kbit/s, then the kbit/s of others for each. */
static void
choose (Run *run)
{
  int64_t floors_bps[MAX_PICTURES];
  unsigned n = (unsigned)fuzz_take (&run->bytes, 1) % (MAX_PICTURES + 1);
  int64_t bps = (int64_t)fuzz_take (&run->bytes, 2) * 1000 - 1000;

  for (unsigned i = 0; i < n; i++)
    floors_bps[i] = gc_picture_floor_bps ((int64_t)fuzz_take (&run->bytes, 2) * 1000);
  g_assert (gc_picture_choice_update (&run->choice, bps, floors_bps, n, run->now_us) <= n);
}

static void
change (Run *run)
{
  uint32_t timestamp = 0;

  switch (fuzz_take (&run->bytes, 1) % 6) {
  case 0:
    gc_seq_map_switch (run->map);
    gc_fec_sender_switch (run->fec);
    gc_red_sender_switch (run->red);
    break;
  case 1:
    gc_seq_map_drop (run->map, (uint16_t)fuzz_take (&run->bytes, 2));
    break;
  case 2:
    gc_pacer_set_rate (run->pacer, (int64_t)fuzz_take (&run->bytes, 4));
    break;
  case 3:
    gc_history_set_wait (run->history, (int64_t)fuzz_take (&run->bytes, 3));
    break;
  case 4:
    gc_history_clear (run->history);
    break;
  default:
    gc_history_trim (run->history, run->now_us);
    gc_seq_map_timestamp (run->map, 1, &timestamp);
  }
  g_assert (gc_history_bytes (run->history) <= GC_HISTORY_MAX_BYTES + 65536);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static void (*const commands[]) (Run *) = { send_packet, send_sound, resend, report,
                                              queue,       drain,      choose, change };
  const GcSdpCodec codec = {
    .codec = GC_CODEC_VP8, .payload_type = 96, .red_type = 98, .fec_type = 99
  };
  Run run = { .bytes = { data, size },
              .map = gc_seq_map_new (1, 1, 90000),
              .history = gc_history_new (),
              .fec = gc_fec_sender_new (&codec),
              .red = gc_red_sender_new (111),
              .pacer = gc_pacer_new (500000),
              .now_us = 1000000 };
  GcPacerItem item;

  while (run.bytes.left > 0) {
    uint8_t what = (uint8_t)fuzz_take (&run.bytes, 1);
    run.now_us += (int64_t)(what >> 3) * (what >> 3) * 1000;
    commands[what % G_N_ELEMENTS (commands)](&run);
  }
  while (gc_pacer_pop_early (run.pacer, run.now_us, &item))
    run.queued--;
  g_assert (run.queued == 0);
  gc_seq_map_free (run.map);
  gc_history_free (run.history);
  gc_fec_sender_free (run.fec);
  gc_red_sender_free (run.red);
  gc_pacer_free (run.pacer);
  return 0;
}
