// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

#include "rtp/gc-address.h"

/*
 * GcStun: reads and writes the STUN messages of ICE (RFC 5389/8489 with the attributes of RFC 8445)
 * with short-term credentials. It wraps the message code of libnice. One per thread, shared by all
 * peers: it keeps nothing from call to call.
 */
typedef struct _GcStun GcStun;

#define GC_STUN_MAX_SIZE 548        /* largest message written, and the buffer to give */
#define GC_STUN_TRANSACTION_SIZE 12 /* bytes of a transaction identifier */
#define GC_STUN_UFRAG_SIZE 33       /* our own ufrags have at most 32 characters */

typedef enum {
  GC_STUN_OK,
  GC_STUN_MALFORMED,         /* not STUN, not a Binding message, or a wrong FINGERPRINT */
  GC_STUN_BAD_REQUEST,       /* no USERNAME or no MESSAGE-INTEGRITY: answer 400 */
  GC_STUN_UNAUTHORIZED,      /* another USERNAME, or MESSAGE-INTEGRITY is wrong: answer 401 */
  GC_STUN_UNKNOWN_ATTRIBUTE, /* an attribute that must be understood is not: answer 420 */
} GcStunStatus;

/* Our place in ICE, and what a peer claims for itself. */
typedef enum {
  GC_STUN_ROLE_NONE, /* the message has neither attribute */
  GC_STUN_ROLE_CONTROLLING,
  GC_STUN_ROLE_CONTROLLED,
} GcStunRole;

typedef struct {
  uint8_t transaction[GC_STUN_TRANSACTION_SIZE];
  GcStunRole role;
  gboolean use_candidate;
  uint32_t priority; /* 0 if absent */
} GcStunRequest;

typedef struct {
  gboolean success;
  unsigned error_code; /* 300 to 699, 0 with @success */
  GcAddress mapped;    /* XOR-MAPPED-ADDRESS; family 0 if absent */
} GcStunResponse;

GcStun *gc_stun_new (void);
void gc_stun_free (GcStun *stun);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcStun, gc_stun_free)

/*
 * Finds out, without checking anything, for whom a Binding request is: the text before the colon
 * of its USERNAME (RFC 8445 section 7.2.2: the receiver's ufrag).
 * Returns: FALSE if it is no Binding request, or has no such text of 1 to 32 ICE characters.
 */
gboolean gc_stun_peek_ufrag (const uint8_t *bytes, size_t size, char ret_ufrag[GC_STUN_UFRAG_SIZE]);

/* The transaction identifier of any STUN message, inside @bytes; NULL if @bytes is too short. */
const uint8_t *gc_stun_peek_transaction (const uint8_t *bytes, size_t size);

/* Whether @bytes starts like a Binding request (not a response or an indication). */
gboolean gc_stun_is_request (const uint8_t *bytes, size_t size);

/*
 * Reads and checks a Binding request whose USERNAME must be @username and whose MESSAGE-INTEGRITY
 * must be made with @password. @ret_request is filled with GC_STUN_OK; with BAD_REQUEST,
 * UNAUTHORIZED and UNKNOWN_ATTRIBUTE only its transaction is.
 */
GcStunStatus gc_stun_parse_request (GcStun *stun,
                                    const uint8_t *bytes,
                                    size_t size,
                                    const char *username,
                                    const char *password,
                                    GcStunRequest *ret_request);

/* Reads and checks the answer to our own Binding request @transaction, made with @password. */
GcStunStatus gc_stun_parse_response (GcStun *stun,
                                     const uint8_t *bytes,
                                     size_t size,
                                     const uint8_t transaction[GC_STUN_TRANSACTION_SIZE],
                                     const char *password,
                                     GcStunResponse *ret_response);

/*
 * The gc_stun_format_ functions write one message with FINGERPRINT to @out, of @capacity bytes.
 * Returns: its size, 0 if it does not fit.
 */

/* A success response that tells @mapped, with MESSAGE-INTEGRITY of @password. */
size_t gc_stun_format_success (GcStun *stun,
                               const uint8_t transaction[GC_STUN_TRANSACTION_SIZE],
                               const GcAddress *mapped,
                               const char *password,
                               uint8_t *out,
                               size_t capacity);

/* An error response of @code (400, 401, 420, 487); @password NULL leaves out MESSAGE-INTEGRITY. */
size_t gc_stun_format_error (GcStun *stun,
                             const uint8_t transaction[GC_STUN_TRANSACTION_SIZE],
                             unsigned code,
                             const char *password,
                             uint8_t *out,
                             size_t capacity);

/* What our own Binding request says. */
typedef struct {
  uint8_t transaction[GC_STUN_TRANSACTION_SIZE];
  const char *username; /* remote ufrag, colon, local ufrag */
  const char *password; /* the remote one */
  GcStunRole role;
  gboolean use_candidate; /* nominate: for the controlling side only */
  uint64_t tie_breaker;
  uint32_t priority;
} GcStunCheck;

size_t gc_stun_format_check (GcStun *stun, const GcStunCheck *check, uint8_t *out, size_t capacity);
