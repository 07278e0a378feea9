// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "rtp/gc-rtcp.h"

/*
 * Writes RTCP packets one behind the other into the caller's buffer. Each gc_rtcp_add_ () function
 * returns FALSE, and leaves the buffer as it was, when its packet does not fit or an argument is
 * out of range; after that the writer can still be used. A compound packet begins with a sender
 * or receiver report and an SDES (RFC 3550 section 6.1) unless reduced size was negotiated.
 */
typedef struct {
  uint8_t *data;
  size_t capacity;
  size_t size; /* bytes written so far */
} GcRtcpWriter;

void gc_rtcp_writer_init (GcRtcpWriter *writer, uint8_t *data, size_t capacity);

/* Sender report with @count <= GC_RTCP_MAX_REPORTS blocks at @reports (NULL when 0). */
gboolean gc_rtcp_add_sender_report (GcRtcpWriter *writer,
                                    uint32_t ssrc,
                                    const GcRtcpSenderInfo *info,
                                    const GcRtcpReport *reports,
                                    size_t count);

/* Receiver report with @count <= GC_RTCP_MAX_REPORTS blocks at @reports (NULL when 0). */
gboolean gc_rtcp_add_receiver_report (GcRtcpWriter *writer,
                                      uint32_t ssrc,
                                      const GcRtcpReport *reports,
                                      size_t count);

/* SDES with the CNAME of @ssrc, at most 255 bytes. */
gboolean gc_rtcp_add_cname (GcRtcpWriter *writer, uint32_t ssrc, const char *cname);

gboolean gc_rtcp_add_bye (GcRtcpWriter *writer, const uint32_t *ssrcs, size_t count);

/*
 * NACK from @sender_ssrc for @count packets of @media_ssrc. @seqs in ascending order (with wrap)
 * packs best; any order is right.
 */
gboolean gc_rtcp_add_nack (GcRtcpWriter *writer,
                           uint32_t sender_ssrc,
                           uint32_t media_ssrc,
                           const uint16_t *seqs,
                           size_t count);

gboolean gc_rtcp_add_pli (GcRtcpWriter *writer, uint32_t sender_ssrc, uint32_t media_ssrc);

/* FIR with command number @seq, which must differ from that of the command before. */
gboolean
gc_rtcp_add_fir (GcRtcpWriter *writer, uint32_t sender_ssrc, uint32_t media_ssrc, uint8_t seq);

/* REMB of @bitrate_bps over @count <= GC_RTCP_MAX_REMB_SSRCS sources. */
gboolean gc_rtcp_add_remb (GcRtcpWriter *writer,
                           uint32_t sender_ssrc,
                           uint64_t bitrate_bps,
                           const uint32_t *ssrcs,
                           size_t count);
