// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* What the two halves of the SDP parser share: one m-line while it is being read. */
#pragma once

#include "rtp/gc-sdp.h"

#define GC_SDP_PAYLOAD_TYPES 128
#define GC_SDP_MAX_SEEN_SSRCS 32

/* One payload type of an m-line as offered; strings borrow the text. */
typedef struct {
  const char *rtpmap; /* "VP8/90000"; NULL: none given */
  const char *fmtp;
  unsigned feedback; /* GcSdpFeedback flags */
} GcSdpPayload;

/* What a session or an m-line says of its transport; strings borrow the text. */
typedef struct {
  const char *ufrag;
  const char *pwd;
  const char *fingerprint_algorithm; /* static */
  const char *fingerprint;
  size_t fingerprint_bytes;
  const char *setup;
} GcSdpTransport;

/* All that is read of one m-line before it is judged. */
typedef struct {
  unsigned port;
  gboolean bundle_only;
  gboolean rtcp_mux;
  GcSdpTransport transport;
  uint8_t order[GC_SDP_PAYLOAD_TYPES]; /* payload types in the order of the m-line */
  size_t order_count;
  GcSdpPayload payloads[GC_SDP_PAYLOAD_TYPES];
  unsigned any_feedback; /* of rtcp-fb:* */
  uint32_t ssrcs[GC_SDP_MAX_SEEN_SSRCS];
  size_t ssrc_count;
  uint32_t repair_ssrcs[GC_SDP_MAX_SEEN_SSRCS]; /* second members of FID and FEC-FR groups */
  size_t repair_count;
  uint32_t rtx_ssrcs[GC_SDP_MAX_SEEN_SSRCS]; /* those of FID groups alone */
  size_t rtx_count;
} GcSdpLine;

/* Decides what of @line is accepted and writes that into @media, whose m-line is already in it. */
void gc_sdp_choose (const GcSdpLine *line, GcSdpMedia *media);
