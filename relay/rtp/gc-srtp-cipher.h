// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

#include "rtp/gc-srtp.h"

/*
 * GcSrtpCipher: the transforms of SRTP, for gc-srtp.c alone: keys of RTP or of RTCP, in one
 * direction. Keys are scheduled once; a packet sets only its IV.
 */
typedef struct _GcSrtpCipher GcSrtpCipher;

/* The first of the three key derivation labels (RFC 3711 section 4.3.2). */
typedef enum {
  GC_SRTP_CIPHER_RTP = 0,
  GC_SRTP_CIPHER_RTCP = 3,
} GcSrtpCipherUse;

/* One packet. Of RTCP, @associated is its first 8 bytes. */
typedef struct {
  uint32_t ssrc;
  uint64_t index;   /* 48-bit packet index (RFC 3711 section 3.3.1), or 31-bit SRTCP index */
  uint32_t trailer; /* RTP: the roll-over counter; RTCP: E bit and index */
  const uint8_t *associated; /* authenticated only */
  size_t associated_size;
  const uint8_t *in;
  size_t size;
  uint8_t *out; /* as many bytes as @in; may be @in */
  uint8_t *tag; /* written by seal, read by open; of GCM, right behind what is encrypted */
} GcSrtpJob;

/* @key and @salt: the master ones, as in gc_srtp_new (). (transfer full) */
GcSrtpCipher *gc_srtp_cipher_new (GcSrtpProfile profile,
                                  GcSrtpCipherUse use,
                                  const uint8_t *key,
                                  const uint8_t *salt);
/*
 * As gc_srtp_cipher_new (), after the key derivation. @auth_key: 20 bytes, NULL for GCM; @salt: 14
 * bytes, or 12 for GCM. (transfer full)
 */
GcSrtpCipher *gc_srtp_cipher_new_for_session (GcSrtpProfile profile,
                                              GcSrtpCipherUse use,
                                              const uint8_t *key,
                                              const uint8_t *salt,
                                              const uint8_t *auth_key);

void gc_srtp_cipher_free (GcSrtpCipher *cipher);

/* Bytes of a tag: 10 or 16. */
size_t gc_srtp_cipher_tag_size (GcSrtpProfile profile);

/* Encrypts and makes the tag. */
gboolean gc_srtp_cipher_seal (GcSrtpCipher *cipher, const GcSrtpJob *job);

/*
 * Checks the tag and decrypts. Returns: FALSE if the tag is wrong; @job->out is then undefined for
 * GCM, and untouched for AES-CM.
 */
gboolean gc_srtp_cipher_open (GcSrtpCipher *cipher, const GcSrtpJob *job);
