// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gc-load-stream.h"

/* The RTCP of a load peer (RFC 3550, RFC 4585): reports out, requests in. */
#define GC_LOAD_RTCP_MAX_BYTES 512
#define GC_LOAD_RTCP_MAX_NACKS 64

enum {
  GC_LOAD_RTCP_SR = 200,
  GC_LOAD_RTCP_RR = 201,
  GC_LOAD_RTCP_SDES = 202,
  GC_LOAD_RTCP_BYE = 203,
  GC_LOAD_RTCP_RTPFB = 205,
  GC_LOAD_RTCP_PSFB = 206,
};

typedef struct {
  uint16_t nacks[GC_LOAD_RTCP_MAX_NACKS]; /* of the video stream */
  unsigned n_nacks;
  gboolean key_frame_wanted; /* PLI or FIR */
  uint64_t limit_bps;        /* by REMB (draft-alvestrand-rmcat-remb-03); 0: none was told */
  unsigned transport_feedbacks;
  unsigned receiver_reports;
} GcLoadRtcp;

/* Writes the first four bytes of a message of @bytes bytes; @count is also the format of feedback.
 */
void gc_load_rtcp_put_header (uint8_t *out, unsigned count, unsigned type, size_t bytes);

/*
 * A compound packet into @out of GC_LOAD_RTCP_MAX_BYTES: a sender report for each of the @n
 * streams, the first with a block about each of the @n receivers that got something, and the CNAME.
 * Returns: its size in bytes.
 */
size_t gc_load_rtcp_format_report (const GcLoadSender *const *senders,
                                   const GcLoadReceiver *receivers,
                                   unsigned n,
                                   const char *cname,
                                   int64_t now_us,
                                   uint8_t *out);

/* Picture loss for @media_ssrc. Returns: its size in bytes. */
size_t gc_load_rtcp_format_pli (uint32_t ssrc, uint32_t media_ssrc, uint8_t *out);

/* Goodbye of the two SSRCs (no compound: RFC 5506). Returns: its size in bytes. */
size_t gc_load_rtcp_format_bye (uint32_t audio_ssrc, uint32_t video_ssrc, uint8_t *out);

/*
 * Adds what a decrypted compound packet says to @rtcp, and the time of sender reports to the
 * receiver (of @n) with that SSRC. FALSE when it is malformed.
 */
gboolean gc_load_rtcp_parse (const uint8_t *packet,
                             size_t size,
                             GcLoadReceiver *receivers,
                             unsigned n,
                             int64_t now_us,
                             GcLoadRtcp *rtcp);
