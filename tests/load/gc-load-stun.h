// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

/*
 * STUN Binding messages (RFC 8489) as ICE uses them (RFC 8445 section 7), written on OpenSSL alone:
 * the relay is built on another library, so the two check each other.
 */
#define GC_LOAD_STUN_MAX_BYTES 256
#define GC_LOAD_STUN_ID_BYTES 12

typedef enum {
  GC_LOAD_STUN_REQUEST = 0x0001,
  GC_LOAD_STUN_INDICATION = 0x0011,
  GC_LOAD_STUN_SUCCESS = 0x0101,
  GC_LOAD_STUN_ERROR = 0x0111,
} GcLoadStunType;

typedef struct {
  GcLoadStunType type;
  uint8_t id[GC_LOAD_STUN_ID_BYTES];
  gboolean use_candidate;
  unsigned error_code; /* 0 unless GC_LOAD_STUN_ERROR */
} GcLoadStun;

typedef struct {
  const char *username; /* "their-ufrag:our-ufrag" */
  const char *password; /* theirs */
  uint64_t tie_breaker;
  gboolean controlling;
  gboolean use_candidate;
} GcLoadStunCheck;

/* Whether the datagram starts like STUN (RFC 7983: first byte 0 to 3, and the magic cookie). */
gboolean gc_load_stun_is (const uint8_t *bytes, size_t size);

/* A Binding request into @out of GC_LOAD_STUN_MAX_BYTES. Returns: its size in bytes. */
size_t gc_load_stun_format_request (const GcLoadStunCheck *check,
                                    const uint8_t id[GC_LOAD_STUN_ID_BYTES],
                                    uint8_t *out);

/* A Binding success that tells @mapped, keyed by @password (our own). Returns: its size in bytes.
 */
size_t gc_load_stun_format_success (const uint8_t id[GC_LOAD_STUN_ID_BYTES],
                                    const struct sockaddr *mapped,
                                    const char *password,
                                    uint8_t *out);

/*
 * Reads a Binding message and checks FINGERPRINT and MESSAGE-INTEGRITY with @password. An error
 * response may come without MESSAGE-INTEGRITY. FALSE when anything is amiss.
 */
gboolean
gc_load_stun_parse (const uint8_t *bytes, size_t size, const char *password, GcLoadStun *ret_stun);
