// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * RTCP compounds: every getter on every packet, whatever its kind; what NACK and REMB say survives
 * being written and read again.
 */
#include "config.h"

#include "rtp/gc-rtcp-writer.h"
#include "rtp/gc-rtcp.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check_nack (const GcRtcp *rtcp)
{
  uint16_t seqs[2048];
  uint16_t again[2048];
  uint8_t bytes[16384];
  GcRtcpWriter writer;
  GcRtcpIter iter;
  GcRtcp written;
  size_t count = gc_rtcp_get_nack (rtcp, seqs, G_N_ELEMENTS (seqs));

  if (count == 0)
    return;
  gc_rtcp_writer_init (&writer, bytes, sizeof bytes);
  g_assert (gc_rtcp_add_nack (&writer, rtcp->sender_ssrc, rtcp->media_ssrc, seqs, count));
  gc_rtcp_iter_init (&iter, bytes, writer.size);
  g_assert (gc_rtcp_iter_next (&iter, &written));
  size_t got = gc_rtcp_get_nack (&written, again, G_N_ELEMENTS (again));
  /* Repeated numbers may melt into one; none is added and none lost. */
  g_assert (got > 0 && got <= count);
  for (size_t i = 0; i < count; i++) {
    size_t j = 0;
    while (j < got && again[j] != seqs[i])
      j++;
    g_assert (j < got);
  }
}

static void
check_remb (const GcRtcp *rtcp)
{
  uint8_t bytes[128];
  GcRtcpRemb remb;
  GcRtcpRemb again;
  GcRtcpWriter writer;
  GcRtcpIter iter;
  GcRtcp written;

  if (!gc_rtcp_get_remb (rtcp, &remb))
    return;
  gc_rtcp_writer_init (&writer, bytes, sizeof bytes);
  g_assert (gc_rtcp_add_remb (&writer, 1, remb.bitrate_bps, remb.ssrcs, remb.ssrc_count));
  gc_rtcp_iter_init (&iter, bytes, writer.size);
  g_assert (gc_rtcp_iter_next (&iter, &written) && gc_rtcp_get_remb (&written, &again));
  g_assert (again.bitrate_bps == remb.bitrate_bps && again.ssrc_count == remb.ssrc_count);
}

static void
check_twcc (const GcRtcp *rtcp)
{
  static const size_t capacities[] = { 0, 3, 1024 };
  GcRtcpTwccPacket packets[1024];
  uint8_t number = 0;

  for (size_t i = 0; i < G_N_ELEMENTS (capacities); i++)
    g_assert (gc_rtcp_get_twcc (rtcp, packets, capacities[i], &number) <= capacities[i]);
}

static void
check_packet (const GcRtcp *rtcp)
{
  GcRtcpSenderInfo info;
  GcRtcpReport report;
  const char *cname = NULL;
  size_t cname_size = 0;
  uint32_t ssrc = 0;
  uint8_t seq = 0;
  volatile char last = 0;

  gc_rtcp_get_sender_info (rtcp, &info);
  for (unsigned i = 0; i < 40; i++) {
    gc_rtcp_get_report (rtcp, i, &report);
    gc_rtcp_get_bye (rtcp, i, &ssrc);
    gc_rtcp_get_fir (rtcp, i, &ssrc, &seq);
  }
  if (gc_rtcp_get_cname (rtcp, &ssrc, &cname, &cname_size) && cname_size > 0)
    last = cname[cname_size - 1];
  (void)last;
  check_nack (rtcp);
  check_remb (rtcp);
  check_twcc (rtcp);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  GcRtcpIter iter;
  GcRtcp rtcp;
  size_t steps = 0;

  gc_rtcp_iter_init (&iter, data, size);
  while (gc_rtcp_iter_next (&iter, &rtcp)) {
    g_assert (rtcp.data >= data && rtcp.data + rtcp.size <= data + size);
    g_assert (++steps <= size / 4);
    check_packet (&rtcp);
  }
  g_assert (gc_rtcp_is_valid (data, size) == (size > 0 && !iter.malformed));
  return 0;
}
