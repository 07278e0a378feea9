// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>
#include <sys/socket.h>

/*
 * The SDP of a load peer: an offer with the fixed m-lines of the pages, put together by hand, or an
 * answer with the same lines, and what it needs to know from the other side's.
 */
#define GC_LOAD_AUDIO_PAYLOAD_TYPE 111
#define GC_LOAD_VIDEO_PAYLOAD_TYPE 96
#define GC_LOAD_RTX_PAYLOAD_TYPE 97 /* of the video */
#define GC_LOAD_EXTENSION_TRANSPORT_CC 3
#define GC_LOAD_EXTENSION_MID 4
#define GC_LOAD_FIXED_LINES 11

typedef struct {
  const char *ufrag;
  const char *password;
  const char *fingerprint; /* SHA-256, colons */
  uint32_t audio_ssrc;     /* of mid 0 */
  uint32_t video_ssrc;     /* of mid 1 */
  uint32_t rtx_ssrc;       /* of its retransmissions (RFC 4588); 0: the lines have none */
  unsigned lines;          /* 2 to GC_LOAD_FIXED_LINES */
  gboolean is_answer;      /* to a side that begins the DTLS handshake */
} GcLoadDescription;

typedef struct {
  char *ufrag;
  char *password;
  char *fingerprint;
  gboolean is_active;              /* a=setup:active: the other side is the DTLS client */
  struct sockaddr_storage address; /* the first IPv4 loopback candidate, else the first of all */
  uint32_t ssrcs[GC_LOAD_FIXED_LINES]; /* by m-line; 0 where nothing is sent */
  uint32_t rtx_ssrc;                   /* of mid 1; 0: it has none */
} GcLoadRemote;

/* (transfer full) */
char *gc_load_sdp_format (const GcLoadDescription *description);

/* Reads an offer or an answer. Errors: GC_ERROR_INVALID, naming what is missing. */
gboolean gc_load_sdp_parse (const char *sdp, GcLoadRemote *ret_remote, GError **error);
void gc_load_remote_clear (GcLoadRemote *remote);
