// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "rtp/gc-codec.h"

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

/*
 * SDP for a relay that only answers (RFC 8866, 3264, 8829, 9143, 8839, 8842): an offer is read
 * into a GcSdpOffer, in which is decided what we accept, and the answer is written from that.
 *
 * Accepted is a line of audio or video over UDP/TLS/RTP/SAVPF (or TCP/..., which means the same)
 * with rtcp-mux, in the bundle, with a codec that we forward. All others (data channels too) are
 * answered with port 0. A codec that may be asked for again (nack) keeps its retransmission format
 * (rtx, RFC 4588); sound keeps redundancy (red, RFC 2198), behind the plain codec, so that a sender
 * begins without it. VP8 keeps FEC (ulpfec, RFC 5109, in red) where red has retransmissions, too.
 * rid and simulcast are left out of answers, so nobody sends them.
 */
#define GC_SDP_MAX_SIZE 65536
#define GC_SDP_MAX_MEDIA 16
#define GC_SDP_MAX_CODECS 3 /* at most one payload type for each GcCodec */
#define GC_SDP_MAX_SSRCS 4
#define GC_SDP_MAX_MID 32
#define GC_SDP_MIN_UFRAG 4 /* RFC 8839 section 5.4; the offerer's may be as long as MAX_ICE */
#define GC_SDP_MIN_PWD 22
#define GC_SDP_MAX_ICE 256
#define GC_SDP_MAX_CANDIDATES 16 /* addresses of ours, in an answer */

typedef enum {
  GC_SDP_OTHER,
  GC_SDP_AUDIO,
  GC_SDP_VIDEO,
} GcSdpKind;

/* Flags. In an offer: what the offerer does. */
typedef enum {
  GC_SDP_INACTIVE = 0,
  GC_SDP_SEND = 1,
  GC_SDP_RECEIVE = 2,
  GC_SDP_SEND_RECEIVE = 3,
} GcSdpDirection;

/* RTCP feedback (RFC 4585, 5104), flags. */
typedef enum {
  GC_SDP_NACK = 1,
  GC_SDP_NACK_PLI = 2,
  GC_SDP_CCM_FIR = 4,
  GC_SDP_TRANSPORT_CC = 8,
} GcSdpFeedback;

typedef struct {
  GcCodec codec;
  uint8_t payload_type; /* the offer's */
  uint8_t rtx_type;     /* payload type of its retransmissions (RFC 4588); 0: none */
  uint8_t red_type;     /* payload type of it in RED (RFC 2198); 0: none */
  uint8_t red_rtx_type; /* of retransmissions of that; 0: none */
  uint8_t fec_type;     /* of FEC (RFC 5109) beside it in RED; 0: RED is for redundancy */
  unsigned feedback;    /* GcSdpFeedback flags, of the offer */
  char *fmtp;           /* what the answer says; (nullable) */
} GcSdpCodec;

typedef struct {
  GcSdpKind kind;
  gboolean accepted;
  gboolean bundled;                     /* in the BUNDLE group, so that the answer names it there */
  char mid[GC_SDP_MAX_MID + 1];         /* "" when the offer has none */
  GcSdpDirection direction;             /* the offerer's */
  GcSdpCodec codecs[GC_SDP_MAX_CODECS]; /* accepted ones, in the offer's order of preference */
  size_t codec_count;
  uint8_t mid_id; /* header extension ids of the offer, 1 to 14; 0: not offered */
  uint8_t transport_cc_id;
  uint8_t audio_level_id;
  uint8_t playout_delay_id; /* of what we send; the offerer's own packets are not asked for it */
  uint8_t abs_send_time_id; /* read only, never in the answer */
  uint32_t ssrcs[GC_SDP_MAX_SSRCS]; /* of media, without those of rtx and FEC; may be empty */
  size_t ssrc_count;
  uint32_t rtx_ssrcs[GC_SDP_MAX_SSRCS]; /* second members of FID groups; may be empty */
  size_t rtx_ssrc_count;
  gboolean reduced_size_rtcp;
  char *protocol; /* of the m-line */
  char *formats;  /* of the m-line, for a rejection */
  char *media;    /* of the m-line, such as "application" */
} GcSdpMedia;

typedef struct {
  char *ufrag;                 /* 4 to 256 characters */
  char *pwd;                   /* 22 to 256 characters */
  char *fingerprint_algorithm; /* "sha-256", "sha-384" or "sha-512" */
  char *fingerprint;           /* upper-case hexadecimal with colons */
  gboolean dtls_client;        /* our role: FALSE server (passive), TRUE client (active) */
  size_t media_count;
  GcSdpMedia media[GC_SDP_MAX_MEDIA];
} GcSdpOffer;

typedef struct {
  const char *address; /* numeric IPv4 or IPv6, no brackets */
  uint16_t port;
} GcSdpCandidate;

typedef struct {
  uint32_t ssrc;      /* ours on this line, not 0 when we send */
  uint32_t rtx_ssrc;  /* ours for retransmissions on it; used where the line has them */
  const char *stream; /* msid stream, same for lines that are to be in lip-sync; NULL: "gc-MID" */
} GcSdpSender;

/* What we bring to an answer. All borrowed. */
typedef struct {
  const char *ufrag;
  const char *pwd;
  const char *fingerprint;          /* sha-256, upper-case hexadecimal with colons */
  const char *cname;                /* of all our sources */
  uint64_t session_id;              /* below 2^63 */
  const GcSdpCandidate *candidates; /* best first, at least one */
  size_t candidate_count;
  gboolean with_tcp;                     /* each candidate stands for UDP and, passive, for TCP */
  GcSdpSender senders[GC_SDP_MAX_MEDIA]; /* by index of the offer's line */
} GcSdpAnswerConfig;

/*
 * Parses an offer of @size bytes. Errors: GC_ERROR_LIMIT when it is above a limit, else
 * GC_ERROR_INVALID, with the number of the line that is wrong; also when no line can be accepted.
 * (transfer full)
 */
GcSdpOffer *gc_sdp_parse_offer (const char *text, size_t size, GError **error);
void gc_sdp_offer_free (GcSdpOffer *offer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcSdpOffer, gc_sdp_offer_free)

/* The payload type of @codec on the accepted line @media, or -1. */
int gc_sdp_payload_type (const GcSdpMedia *media, GcCodec codec);

/* The accepted codec with @payload_type, or NULL. (transfer none) */
const GcSdpCodec *gc_sdp_find_codec (const GcSdpMedia *media, uint8_t payload_type);

/* The payload type of the retransmissions of an accepted codec; 0: of none. */
uint8_t gc_sdp_find_rtx_type (const GcSdpMedia *media);

/* The accepted codec whose retransmissions, plain or in RED, have @payload_type, or NULL. (transfer
 * none) */
const GcSdpCodec *gc_sdp_find_rtx (const GcSdpMedia *media, uint8_t payload_type);

/* The payload type of retransmissions of what has @payload_type; 0: none. */
uint8_t gc_sdp_rtx_type (const GcSdpMedia *media, uint8_t payload_type);

/* The accepted codec that comes in RED as @payload_type, or NULL. (transfer none) */
const GcSdpCodec *gc_sdp_find_red (const GcSdpMedia *media, uint8_t payload_type);

/* Whether a codec of @media has retransmissions. */
gboolean gc_sdp_has_rtx (const GcSdpMedia *media);

/* Whether we send on @media: it is accepted and the offerer receives. */
gboolean gc_sdp_we_send (const GcSdpMedia *media);

/* The answer to @offer, lines ended by CR LF. (transfer full) */
char *gc_sdp_format_answer (const GcSdpOffer *offer, const GcSdpAnswerConfig *config);
