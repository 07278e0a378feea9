// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <srtp2/srtp.h>
#include <stdint.h>

/*
 * DTLS 1.2 of one load peer (RFC 5764) on OpenSSL, and the two libsrtp2 sessions keyed by it.
 * libsrtp2 is not what the relay encrypts with, so every packet of a run is also a test of that.
 */
typedef struct _GcLoadDtlsContext GcLoadDtlsContext;
typedef struct _GcLoadDtls GcLoadDtls;

typedef enum {
  GC_LOAD_PROFILE_GCM,  /* SRTP_AEAD_AES_128_GCM */
  GC_LOAD_PROFILE_SHA1, /* SRTP_AES128_CM_HMAC_SHA1_80 */
} GcLoadProfile;

typedef enum {
  GC_LOAD_DTLS_RUNNING,
  GC_LOAD_DTLS_DONE,
  GC_LOAD_DTLS_FAILED,
  GC_LOAD_DTLS_CLOSED, /* the other side said close_notify */
} GcLoadDtlsState;

/* A fresh P-256 certificate, and @profile as the only one offered. Errors: GC_ERROR_INTERNAL. */
GcLoadDtlsContext *gc_load_dtls_context_new (GcLoadProfile profile, GError **error);
void gc_load_dtls_context_free (GcLoadDtlsContext *context);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcLoadDtlsContext, gc_load_dtls_context_free)

/* The certificate's SHA-256 as SDP writes it, "AB:CD:...". (transfer none) */
const char *gc_load_dtls_context_get_fingerprint (const GcLoadDtlsContext *context);

/*
 * One connection over the connected datagram socket @fd; @context outlives it.
 * @remote_fingerprint is the SHA-256 the other side's certificate must have.
 */
GcLoadDtls *gc_load_dtls_new (GcLoadDtlsContext *context,
                              int fd,
                              gboolean is_client,
                              const char *remote_fingerprint);
void gc_load_dtls_free (GcLoadDtls *dtls);

/* Feeds one datagram, or none (NULL, 0) to start or to run retransmission timers. */
GcLoadDtlsState gc_load_dtls_handle (GcLoadDtls *dtls, const uint8_t *bytes, size_t size);

/* Sends close_notify. */
void gc_load_dtls_close (GcLoadDtls *dtls);

/*
 * The SRTP sessions of a connection that is GC_LOAD_DTLS_DONE, for sending and for receiving.
 * Errors: GC_ERROR_INTERNAL.
 */
gboolean gc_load_dtls_make_srtp (GcLoadDtls *dtls, srtp_t *ret_out, srtp_t *ret_in, GError **error);
