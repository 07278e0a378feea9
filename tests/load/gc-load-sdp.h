// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>
#include <sys/socket.h>

/*
 * The SDP of a load peer: an offer with the fixed m-lines of the pages, put together by hand, and
 * what it needs to know from the answer.
 */
#define GC_LOAD_AUDIO_PAYLOAD_TYPE 111
#define GC_LOAD_VIDEO_PAYLOAD_TYPE 96
#define GC_LOAD_EXTENSION_TRANSPORT_CC 3
#define GC_LOAD_EXTENSION_MID 4
#define GC_LOAD_FIXED_LINES 11

typedef struct {
  const char *ufrag;
  const char *password;
  const char *fingerprint; /* SHA-256, colons */
  uint32_t audio_ssrc;     /* of mid 0 */
  uint32_t video_ssrc;     /* of mid 1 */
  unsigned lines;          /* 2 to GC_LOAD_FIXED_LINES */
} GcLoadOffer;

typedef struct {
  char *ufrag;
  char *password;
  char *fingerprint;
  gboolean is_active;              /* a=setup:active: the other side is the DTLS client */
  struct sockaddr_storage address; /* the first IPv4 loopback candidate, else the first of all */
  uint32_t ssrcs[GC_LOAD_FIXED_LINES]; /* by m-line; 0 where nothing is sent */
} GcLoadAnswer;

/* (transfer full) */
char *gc_load_sdp_format_offer (const GcLoadOffer *offer);

/* Errors: GC_ERROR_INVALID, naming what is missing. */
gboolean gc_load_sdp_parse_answer (const char *sdp, GcLoadAnswer *ret_answer, GError **error);
void gc_load_answer_clear (GcLoadAnswer *answer);
