// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

/*
 * GcSrtp: one direction of SRTP and SRTCP of one peer (RFC 3711, RFC 7714), keyed by the DTLS
 * handshake. Not thread-safe. Every SSRC must be added before use: packets of others are refused
 * at the cost of a table look-up, so a spray of invented SSRCs finds nothing to fill.
 */
typedef struct _GcSrtp GcSrtp;

/* The values are those of the use_srtp extension (RFC 5764 section 4.1.2, RFC 7714 section 14.2).
 */
typedef enum {
  GC_SRTP_AES128_CM_SHA1_80 = 0x0001,
  GC_SRTP_AEAD_AES_128_GCM = 0x0007,
} GcSrtpProfile;

typedef enum {
  GC_SRTP_OK,
  GC_SRTP_REPLAY,       /* seen before, or older than the window */
  GC_SRTP_AUTH,         /* the tag is wrong */
  GC_SRTP_TOO_SHORT,    /* not a whole packet */
  GC_SRTP_UNKNOWN_SSRC, /* the SSRC was not added */
  GC_SRTP_LIMIT,        /* too many SSRCs, or the key has been used up */
} GcSrtpResult;

#define GC_SRTP_KEY_SIZE 16
#define GC_SRTP_SALT_SIZE 14            /* AEAD profiles use the first 12 bytes */
#define GC_SRTP_OVERHEAD 16             /* most bytes that gc_srtp_protect () adds */
#define GC_SRTCP_OVERHEAD 20            /* most bytes that gc_srtcp_protect () adds */
#define GC_SRTP_MAX_SSRCS 32            /* added at one time */
#define GC_SRTP_WINDOW_PACKETS 128      /* how far back a late packet is still taken, or sent */
#define GC_SRTP_MAX_RESEND_PACKETS 1024 /* how far back one may be sent again */

/* @key: GC_SRTP_KEY_SIZE bytes, @salt: GC_SRTP_SALT_SIZE bytes; both copied. (transfer full) */
GcSrtp *gc_srtp_new (GcSrtpProfile profile, const uint8_t *key, const uint8_t *salt);
void gc_srtp_free (GcSrtp *srtp);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcSrtp, gc_srtp_free)

/* Returns: FALSE if there are GC_SRTP_MAX_SSRCS already; TRUE, too, if @ssrc is there already. */
gboolean gc_srtp_add_ssrc (GcSrtp *srtp, uint32_t ssrc);

/* The same, where a packet may be sent again, see gc_srtp_protect (). */
gboolean gc_srtp_add_resent_ssrc (GcSrtp *srtp, uint32_t ssrc);

/*
 * From now on @ssrc is refused. An SSRC that was sent keeps its place and its packet index (else
 * adding it again would use a key stream twice); one that was only received gives its place up.
 */
void gc_srtp_remove_ssrc (GcSrtp *srtp, uint32_t ssrc);

/*
 * Out of place: writes @header (the whole RTP header with CSRCs and extensions, @header_size >= 12)
 * and then the encrypted @payload and tag to @out, which must not overlap the two. @out_capacity:
 * at least header_size + payload_size + GC_SRTP_OVERHEAD.
 *
 * Sequence numbers may come in any order within GC_SRTP_WINDOW_PACKETS of the newest, each once: a
 * GCM nonce used for two different packets gives the authentication key away. Of an SSRC added by
 * gc_srtp_add_resent_ssrc () they may come within GC_SRTP_MAX_RESEND_PACKETS, and again, but only
 * with the same header, byte for byte (transport-wide sequence number included), and the same
 * payload.
 *
 * Returns: FALSE, and nothing is to be sent, if the SSRC was not added, @out is too small, the
 * number is too old or was sent already, with something else, or the key has been used up.
 */
gboolean gc_srtp_protect (GcSrtp *srtp,
                          const uint8_t *header,
                          size_t header_size,
                          const uint8_t *payload,
                          size_t payload_size,
                          uint8_t *out,
                          size_t out_capacity,
                          size_t *ret_size);

/*
 * In place: on success *@inout_size is the size of the plain RTP packet. On failure the bytes are
 * not to be used, except after UNKNOWN_SSRC, TOO_SHORT and REPLAY, which leave them as they were:
 * so the caller may look at the header, add the SSRC, try again, and remove it if that fails.
 * @ret_result: (nullable) always written.
 */
gboolean
gc_srtp_unprotect (GcSrtp *srtp, uint8_t *packet, size_t *inout_size, GcSrtpResult *ret_result);

/*
 * In place: a compound or reduced-size RTCP packet of any SSRC, encrypted (E bit set). @capacity:
 * at least *@inout_size + GC_SRTCP_OVERHEAD. Returns: FALSE if too short, no room, or key used up.
 */
gboolean gc_srtcp_protect (GcSrtp *srtp, uint8_t *packet, size_t *inout_size, size_t capacity);

/*
 * In place, as gc_srtp_unprotect (). The SSRC need not have been added: receive-only peers report
 * with one of their own choice. The first GC_SRTP_MAX_SSRCS that authenticate are remembered.
 */
gboolean
gc_srtcp_unprotect (GcSrtp *srtp, uint8_t *packet, size_t *inout_size, GcSrtpResult *ret_result);
