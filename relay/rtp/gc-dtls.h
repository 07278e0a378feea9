// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

#include "rtp/gc-limits.h"
#include "rtp/gc-srtp.h"

/*
 * GcDtlsContext: our certificate (P-256, self-signed, made anew) and the settings that all peers
 * share. One per process; used from the thread that made it.
 */
typedef struct _GcDtlsContext GcDtlsContext;

/* Errors: INTERNAL if OpenSSL cannot make a key. (transfer full) */
GcDtlsContext *gc_dtls_context_new (GError **error);

/* Must come after gc_dtls_free () of all peers. */
void gc_dtls_context_free (GcDtlsContext *context);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcDtlsContext, gc_dtls_context_free)

/* SHA-256 of the certificate as SDP has it, "AB:CD:..."; a=fingerprint:sha-256 goes before. */
const char *gc_dtls_context_fingerprint (const GcDtlsContext *context);

/*
 * GcDtls: the DTLS-SRTP handshake of one peer (RFC 5763, RFC 5764). No sockets, no clock. Callbacks
 * must not free the GcDtls.
 */
typedef struct _GcDtls GcDtls;

typedef enum {
  GC_DTLS_PASSIVE, /* a=setup:passive: the peer begins */
  GC_DTLS_ACTIVE,  /* a=setup:active: we begin */
} GcDtlsRole;

typedef enum {
  GC_DTLS_NEW,
  GC_DTLS_HANDSHAKING, /* after gc_dtls_start () */
  GC_DTLS_CONNECTED,
  GC_DTLS_CLOSED, /* by either side */
  GC_DTLS_FAILED,
} GcDtlsState;

/* Local keys are for sending, remote ones for receiving; see gc_srtp_new (). */
typedef struct {
  GcSrtpProfile profile;
  uint8_t local_key[GC_SRTP_KEY_SIZE];
  uint8_t local_salt[GC_SRTP_SALT_SIZE];
  uint8_t remote_key[GC_SRTP_KEY_SIZE];
  uint8_t remote_salt[GC_SRTP_SALT_SIZE];
} GcDtlsKeys;

typedef struct {
  /* Send one datagram to the peer; see gc_ice_handshake_path (). */
  void (*send) (const uint8_t *bytes, size_t size, gpointer user_data);
  /* The handshake is done and the certificate is the one of the SDP. @keys is wiped afterwards. */
  void (*connected) (const GcDtlsKeys *keys, gpointer user_data);
  /* DENIED: wrong certificate; UNAVAILABLE: no end in time; INVALID: the peer cannot do it. */
  void (*failed) (const GError *error, gpointer user_data);
  /* The connected peer sent close_notify. */
  void (*closed) (gpointer user_data);
} GcDtlsCallbacks;

#define GC_DTLS_MTU 1200 /* most bytes of a datagram of ours */

/*
 * @context: (transfer none). @algorithm and @fingerprint: of the peer's a=fingerprint, "sha-256"
 * (or sha-384, sha-512; letter case is free) and "AB:CD:...". @callbacks is copied.
 * Errors: INVALID for an unknown algorithm or a malformed fingerprint. (transfer full)
 */
GcDtls *gc_dtls_new (GcDtlsContext *context,
                     GcDtlsRole role,
                     const char *algorithm,
                     const char *fingerprint,
                     const GcDtlsCallbacks *callbacks,
                     gpointer user_data,
                     GError **error);
void gc_dtls_free (GcDtls *dtls);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcDtls, gc_dtls_free)

/*
 * Sets how long the first flight waits before it is sent again, 20 ms to 3 s; later waits double.
 * Before start: 250 ms. Better is twice the round-trip time, where ICE has measured it.
 */
void gc_dtls_set_retransmit_us (GcDtls *dtls, int64_t first_us);

/* Begins: an active side sends its ClientHello; a passive side waits. Once only. */
void gc_dtls_start (GcDtls *dtls, int64_t now_us);

/* Handles one datagram of a known path; ignored before start and after the end. */
void gc_dtls_handle (GcDtls *dtls, const uint8_t *bytes, size_t size, int64_t now_us);

/* When gc_dtls_tick () is to be called next; INT64_MAX if never. May change with each call. */
int64_t gc_dtls_next_us (const GcDtls *dtls);
void gc_dtls_tick (GcDtls *dtls, int64_t now_us);

/* Sends close_notify if connected; no callback but @send is called. */
void gc_dtls_close (GcDtls *dtls);

GcDtlsState gc_dtls_state (const GcDtls *dtls);
