// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What the relay keeps of one sender: what is missing, when packets arrived, what is reported and
 * asked for, who speaks. Whatever is written for the sender can be read.
 *
 * The bytes are commands: what to do in one, then its arguments.
 */
#include "config.h"

#include "rtp/gc-key-frame.h"
#include "rtp/gc-nack.h"
#include "rtp/gc-networks.h"
#include "rtp/gc-picture-gaps.h"
#include "rtp/gc-receiver-stats.h"
#include "rtp/gc-rtcp-writer.h"
#include "rtp/gc-speaker.h"
#include "rtp/gc-twcc.h"

#include "fuzz-bytes.h"

#define SSRC 7
#define N_VOICES 3

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

typedef struct {
  FuzzBytes bytes;
  GcNack *nack;
  GcTwcc *twcc;
  GcReceiverStats *stats;
  GcPictureGaps *gaps;
  GcKeyFrame *key_frame;
  GcNetworks *networks;
  GcVoice voices[N_VOICES];
  int speaker;
  uint16_t seq;
  int64_t now_us;
} Run;

/* Number from the newest on, time stamp, the head of a picture. */
static void
receive (Run *run)
{
  uint16_t seq = (uint16_t)(run->seq + (int8_t)fuzz_take (&run->bytes, 1));
  uint32_t timestamp = (uint32_t)fuzz_take (&run->bytes, 4);
  GcPictureGap gaps[2];
  size_t size = 0;
  GcVp8 vp8;
  const uint8_t *payload = fuzz_take_block (&run->bytes, 6, &size);
  gboolean was_missing = gc_nack_is_missing (run->nack, seq);
  GcNackArrival arrival = gc_nack_receive (run->nack, seq, run->now_us);

  g_assert (was_missing == (arrival == GC_NACK_REORDERED || arrival == GC_NACK_RECOVERED));
  g_assert (!gc_nack_is_missing (run->nack, seq));
  if (arrival == GC_NACK_RECOVERED)
    g_assert (gc_nack_waited_us (run->nack) >= 0);
  if (arrival == GC_NACK_IN_ORDER)
    run->seq = seq;
  gc_twcc_receive (run->twcc, seq, SSRC, run->now_us);
  gc_receiver_stats_receive (run->stats, seq, timestamp, 100 + size, run->now_us);
  if (!gc_vp8_parse (payload, size, &vp8))
    return;
  unsigned n = gc_picture_gaps_push (run->gaps, seq, &vp8, timestamp & 1, gaps);
  for (unsigned i = 0; i < n; i++) {
    g_assert (gaps[i].count <= GC_PICTURE_GAPS_MAX);
    gc_nack_forget (run->nack, gaps[i].first, gaps[i].count);
  }
}

/* Round trip in ms. */
static void
ask (Run *run)
{
  uint16_t seqs[GC_NACK_MAX_MISSING], again[GC_NACK_MAX_MISSING];
  int64_t rtt_us = (int64_t)fuzz_take (&run->bytes, 2) * 1000;
  size_t n = gc_nack_collect (run->nack, run->now_us, rtt_us, seqs, G_N_ELEMENTS (seqs));
  uint8_t bytes[1500];
  GcRtcpWriter writer;
  GcRtcpIter iter;
  GcRtcp rtcp;

  if (gc_nack_take_lost (run->nack))
    gc_key_frame_want (run->key_frame);
  g_assert (gc_nack_next_us (run->nack) > run->now_us);
  gc_rtcp_writer_init (&writer, bytes, sizeof bytes);
  if (n > 0) {
    g_assert (gc_rtcp_add_nack (&writer, 1, SSRC, seqs, n));
    gc_rtcp_iter_init (&iter, bytes, writer.size);
    g_assert (gc_rtcp_iter_next (&iter, &rtcp));
    g_assert (gc_rtcp_get_nack (&rtcp, again, G_N_ELEMENTS (again)) == n);
  }
  if (gc_key_frame_take_due (run->key_frame, run->now_us)) {
    g_assert (gc_rtcp_add_pli (&writer, 1, SSRC));
    g_assert (gc_key_frame_next_us (run->key_frame) > run->now_us);
  }
  gc_rtcp_add_fir (&writer, 1, SSRC, (uint8_t)rtt_us);
  g_assert (writer.size == 0 || gc_rtcp_is_valid (bytes, writer.size));
}

static void
feed_back (Run *run)
{
  GcRtcpTwccPacket packets[4096];
  uint8_t bytes[GC_TWCC_MAX_SIZE];
  GcRtcpIter iter;
  GcRtcp rtcp;
  size_t size = 0;

  while ((size = gc_twcc_format (run->twcc, run->now_us, bytes, sizeof bytes)) > 0) {
    gc_rtcp_iter_init (&iter, bytes, size);
    g_assert (gc_rtcp_iter_next (&iter, &rtcp) && rtcp.kind == GC_RTCP_TWCC);
    g_assert (gc_rtcp_get_twcc (&rtcp, packets, G_N_ELEMENTS (packets), NULL) > 0);
  }
  g_assert (gc_twcc_next_us (run->twcc) > run->now_us);
}

/* NTP time, and what the other side tells of us. */
static void
report (Run *run)
{
  uint64_t ntp_time = fuzz_take (&run->bytes, 8);
  const GcRtcpReport told = { .last_sr = (uint32_t)fuzz_take (&run->bytes, 4),
                              .delay_since_sr = (uint32_t)fuzz_take (&run->bytes, 4) };
  const GcRtcpSenderInfo info = { .ntp_time = ntp_time, .packet_count = 3 };
  static const uint32_t ssrcs[] = { SSRC, 8 };
  GcReceiverTotals totals;
  GcRtcpReport block, read;
  uint8_t bytes[1024];
  GcRtcpWriter writer;
  GcRtcpIter iter;
  GcRtcp rtcp;

  gc_receiver_stats_sender_report (run->stats, ntp_time, run->now_us);
  g_assert (gc_receiver_stats_rtt_us (&told, ntp_time) >= 0);
  gc_receiver_stats_totals (run->stats, &totals);
  g_assert (totals.jitter_us >= 0);
  if (!gc_receiver_stats_report (run->stats, run->now_us, &block))
    return;
  gc_rtcp_writer_init (&writer, bytes, sizeof bytes);
  g_assert (gc_rtcp_add_sender_report (&writer, 1, &info, &block, 1));
  g_assert (gc_rtcp_add_receiver_report (&writer, 1, &block, 1));
  g_assert (gc_rtcp_add_cname (&writer, 1, "relay"));
  g_assert (gc_rtcp_add_remb (&writer, 1, ntp_time >> 32, ssrcs, G_N_ELEMENTS (ssrcs)));
  g_assert (gc_rtcp_add_bye (&writer, ssrcs, G_N_ELEMENTS (ssrcs)));
  gc_rtcp_iter_init (&iter, bytes, writer.size);
  g_assert (gc_rtcp_iter_next (&iter, &rtcp) && gc_rtcp_get_report (&rtcp, 0, &read));
  g_assert (read.highest_seq == block.highest_seq && read.jitter == block.jitter &&
            read.fraction_lost == block.fraction_lost);
  g_assert (gc_rtcp_is_valid (bytes, writer.size));
}

/* Who, and how loud. */
static void
speak (Run *run)
{
  unsigned who = (unsigned)fuzz_take (&run->bytes, 1) % N_VOICES;
  int64_t talk_us[N_VOICES];

  gc_voice_hear (&run->voices[who], (uint8_t)fuzz_take (&run->bytes, 1) & 127, run->now_us);
  for (unsigned i = 0; i < N_VOICES; i++) {
    talk_us[i] = gc_voice_talk_us (&run->voices[i], run->now_us);
    g_assert (talk_us[i] >= 0 && talk_us[i] <= GC_VOICE_MOST_US);
  }
  run->speaker = gc_speaker_choose (run->speaker, talk_us, N_VOICES);
  g_assert (run->speaker >= -1 && run->speaker < N_VOICES);
}

/* From where a stranger comes, and as what text it is written. */
static void
come (Run *run)
{
  size_t size = 0;
  const uint8_t *text = fuzz_take_block (&run->bytes, (size_t)fuzz_take (&run->bytes, 1), &size);
  g_autofree char *string = g_strndup ((const char *)text, size);
  struct sockaddr_storage socket;
  GcAddress address = { .family = AF_INET, .port = (uint16_t)size }, read;
  char buffer[GC_ADDRESS_STRING_SIZE];

  if (gc_address_parse (string, &address)) {
    g_assert (gc_address_parse (gc_address_format (&address, buffer), &read));
    g_assert (gc_address_equal (&address, &read));
    g_assert (gc_address_hash (&address) == gc_address_hash (&read));
  }
  socklen_t length = gc_address_to_sockaddr (&address, size & 1 ? AF_INET6 : AF_UNSPEC, &socket);
  if (length > 0) {
    g_assert (gc_address_from_sockaddr ((const struct sockaddr *)&socket, length, &read));
    g_assert (gc_address_equal (&address, &read));
  }
  gc_address_is_loopback (&address);
  gc_networks_take (run->networks, &address, run->now_us);
}

static void
change (Run *run)
{
  switch (fuzz_take (&run->bytes, 1) % 5) {
  case 0:
    gc_nack_forget_before (run->nack, (uint16_t)(run->seq - fuzz_take (&run->bytes, 1)));
    gc_key_frame_arrived (run->key_frame);
    break;
  case 1:
    gc_nack_set_patience_us (run->nack, (int64_t)fuzz_take (&run->bytes, 3));
    break;
  case 2:
    gc_key_frame_want (run->key_frame);
    break;
  case 3:
    run->seq += (uint16_t)fuzz_take (&run->bytes, 2);
    break;
  default:
    gc_nack_reset (run->nack);
  }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static void (*const commands[]) (Run *) = { receive, ask,  feed_back, report,
                                              speak,   come, change,    receive };
  Run run = { .bytes = { data, size },
              .nack = gc_nack_new (),
              .twcc = gc_twcc_new (1),
              .stats = gc_receiver_stats_new (SSRC, 90000),
              .gaps = gc_picture_gaps_new (),
              .key_frame = gc_key_frame_new (),
              .networks = gc_networks_new (),
              .speaker = -1,
              .now_us = 1000000 };

  while (run.bytes.left > 0) {
    uint8_t what = (uint8_t)fuzz_take (&run.bytes, 1);
    run.now_us += (int64_t)(what >> 3) * (what >> 3) * 1000;
    commands[what % G_N_ELEMENTS (commands)](&run);
  }
  gc_nack_free (run.nack);
  gc_twcc_free (run.twcc);
  gc_receiver_stats_free (run.stats);
  gc_picture_gaps_free (run.gaps);
  gc_key_frame_free (run.key_frame);
  gc_networks_free (run.networks);
  return 0;
}
