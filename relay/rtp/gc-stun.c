// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * libnice finds attributes, hashes and checks; what it takes for granted (that MESSAGE-INTEGRITY
 * and FINGERPRINT are there and have their sizes) is checked here first, on every datagram.
 */
#include "config.h"

#include "rtp/gc-stun.h"

#include <string.h>
#include <stun/stunagent.h>

#define HEADER_SIZE 20
#define ATTRIBUTE_HEADER_SIZE 4
#define BINDING_REQUEST 0x0001
#define BINDING_SUCCESS 0x0101
#define BINDING_ERROR 0x0111
#define INTEGRITY_SIZE 20
#define FINGERPRINT_SIZE 4
#define MAX_MESSAGE_SIZE 1500
#define SLACK 24 /* libnice counts neither the header nor padding when it looks for room */

struct _GcStun {
  StunAgent agent;
};

static const uint16_t known_attributes[] = {
  STUN_ATTRIBUTE_MAPPED_ADDRESS,
  STUN_ATTRIBUTE_USERNAME,
  STUN_ATTRIBUTE_MESSAGE_INTEGRITY,
  STUN_ATTRIBUTE_ERROR_CODE,
  STUN_ATTRIBUTE_UNKNOWN_ATTRIBUTES,
  STUN_ATTRIBUTE_REALM,
  STUN_ATTRIBUTE_NONCE,
  STUN_ATTRIBUTE_XOR_MAPPED_ADDRESS,
  STUN_ATTRIBUTE_PRIORITY,
  STUN_ATTRIBUTE_USE_CANDIDATE,
  0,
};

/* What a look at all attributes shows. */
typedef struct {
  const uint8_t *username; /* inside the message; NULL if absent */
  size_t username_size;
  gboolean has_integrity;
  gboolean has_fingerprint;
} Outline;

static uint16_t
read_be16 (const uint8_t *bytes)
{
  return (uint16_t)(bytes[0] << 8 | bytes[1]);
}

GcStun *
gc_stun_new (void)
{
  GcStun *stun = g_new0 (GcStun, 1);

  stun_agent_init (&stun->agent, known_attributes, STUN_COMPATIBILITY_RFC5389,
                   STUN_AGENT_USAGE_SHORT_TERM_CREDENTIALS | STUN_AGENT_USAGE_USE_FINGERPRINT);
  return stun;
}

void
gc_stun_free (GcStun *stun)
{
  g_free (stun);
}

static gboolean
has_header (const uint8_t *bytes, size_t size)
{
  return size >= HEADER_SIZE && size <= MAX_MESSAGE_SIZE && bytes[4] == 0x21 && bytes[5] == 0x12 &&
         bytes[6] == 0xa4 && bytes[7] == 0x42 && read_be16 (bytes + 2) + HEADER_SIZE == (int)size &&
         size % 4 == 0;
}

/*
 * Walks over the attributes; those after MESSAGE-INTEGRITY, save FINGERPRINT, do not count (RFC
 * 5389 section 15.4). Returns: FALSE if an attribute does not fit, or one of those two has a wrong
 * size.
 */
static gboolean
read_outline (const uint8_t *bytes, size_t size, Outline *ret_outline)
{
  Outline outline = { 0 };
  size_t at = HEADER_SIZE;

  if (!has_header (bytes, size))
    return FALSE;
  while (at < size) {
    if (outline.has_fingerprint || size - at < ATTRIBUTE_HEADER_SIZE)
      return FALSE;
    unsigned type = read_be16 (bytes + at);
    size_t length = read_be16 (bytes + at + 2);
    at += ATTRIBUTE_HEADER_SIZE;
    if (size - at < (length + 3) / 4 * 4)
      return FALSE;
    if (type == STUN_ATTRIBUTE_FINGERPRINT) {
      if (length != FINGERPRINT_SIZE)
        return FALSE;
      outline.has_fingerprint = TRUE;
    } else if (type == STUN_ATTRIBUTE_MESSAGE_INTEGRITY) {
      if (length != INTEGRITY_SIZE)
        return FALSE;
      outline.has_integrity = TRUE;
    } else if (type == STUN_ATTRIBUTE_USERNAME && outline.username == NULL &&
               !outline.has_integrity) {
      outline.username = bytes + at;
      outline.username_size = length;
    }
    at += (length + 3) / 4 * 4;
  }
  *ret_outline = outline;
  return TRUE;
}

gboolean
gc_stun_is_request (const uint8_t *bytes, size_t size)
{
  return size >= HEADER_SIZE && read_be16 (bytes) == BINDING_REQUEST;
}

const uint8_t *
gc_stun_peek_transaction (const uint8_t *bytes, size_t size)
{
  return size >= HEADER_SIZE ? bytes + 8 : NULL;
}

/* RFC 8839 section 5.4: ice-char. */
static gboolean
is_ice_char (uint8_t character)
{
  return g_ascii_isalnum ((char)character) || character == '+' || character == '/' ||
         /* Not ICE characters, but those of our own identifiers. */
         character == '-' || character == '_';
}

gboolean
gc_stun_peek_ufrag (const uint8_t *bytes, size_t size, char ret_ufrag[GC_STUN_UFRAG_SIZE])
{
  Outline outline;
  size_t length = 0;

  if (!gc_stun_is_request (bytes, size) || !read_outline (bytes, size, &outline) ||
      outline.username == NULL)
    return FALSE;
  while (length < outline.username_size && outline.username[length] != ':') {
    if (length + 1 == GC_STUN_UFRAG_SIZE || !is_ice_char (outline.username[length]))
      return FALSE;
    length++;
  }
  if (length == 0 || length == outline.username_size)
    return FALSE;
  memcpy (ret_ufrag, outline.username, length);
  ret_ufrag[length] = '\0';
  return TRUE;
}

static bool
give_password (StunAgent *agent,
               StunMessage *message,
               uint8_t *username,
               uint16_t username_size,
               uint8_t **ret_password,
               size_t *ret_size,
               void *user_data)
{
  const char *password = user_data;

  *ret_password = (uint8_t *)password;
  *ret_size = strlen (password);
  return true;
}

static void
read_request (const StunMessage *message, GcStunRequest *request)
{
  uint64_t tie_breaker;

  if (stun_message_find64 (message, STUN_ATTRIBUTE_ICE_CONTROLLING, &tie_breaker) ==
      STUN_MESSAGE_RETURN_SUCCESS)
    request->role = GC_STUN_ROLE_CONTROLLING;
  else if (stun_message_find64 (message, STUN_ATTRIBUTE_ICE_CONTROLLED, &tie_breaker) ==
           STUN_MESSAGE_RETURN_SUCCESS)
    request->role = GC_STUN_ROLE_CONTROLLED;
  request->use_candidate =
      stun_message_find_flag (message, STUN_ATTRIBUTE_USE_CANDIDATE) == STUN_MESSAGE_RETURN_SUCCESS;
  if (stun_message_find32 (message, STUN_ATTRIBUTE_PRIORITY, &request->priority) !=
      STUN_MESSAGE_RETURN_SUCCESS)
    request->priority = 0;
}

GcStunStatus
gc_stun_parse_request (GcStun *stun,
                       const uint8_t *bytes,
                       size_t size,
                       const char *username,
                       const char *password,
                       GcStunRequest *ret_request)
{
  StunMessage message = { 0 };
  Outline outline;

  if (!gc_stun_is_request (bytes, size) || !read_outline (bytes, size, &outline) ||
      !outline.has_fingerprint)
    return GC_STUN_MALFORMED;
  *ret_request = (GcStunRequest){ 0 };
  memcpy (ret_request->transaction, bytes + 8, GC_STUN_TRANSACTION_SIZE);
  if (outline.username == NULL || !outline.has_integrity)
    return GC_STUN_BAD_REQUEST;
  if (outline.username_size != strlen (username) ||
      memcmp (outline.username, username, outline.username_size) != 0)
    return GC_STUN_UNAUTHORIZED;

  StunValidationStatus status =
      stun_agent_validate (&stun->agent, &message, bytes, size, give_password, (void *)password);
  if (status == STUN_VALIDATION_UNKNOWN_REQUEST_ATTRIBUTE)
    return GC_STUN_UNKNOWN_ATTRIBUTE;
  if (status == STUN_VALIDATION_UNAUTHORIZED)
    return GC_STUN_UNAUTHORIZED;
  if (status != STUN_VALIDATION_SUCCESS)
    return GC_STUN_MALFORMED;
  read_request (&message, ret_request);
  return GC_STUN_OK;
}

static void
read_response (const StunMessage *message, GcStunResponse *response)
{
  struct sockaddr_storage storage = { 0 };
  socklen_t length = sizeof storage;
  int code;

  if (stun_message_get_class (message) == STUN_ERROR) {
    if (stun_message_find_error (message, &code) == STUN_MESSAGE_RETURN_SUCCESS)
      response->error_code = (unsigned)code;
    return;
  }
  response->success = TRUE;
  if (stun_message_find_xor_addr (message, STUN_ATTRIBUTE_XOR_MAPPED_ADDRESS, &storage, &length) ==
      STUN_MESSAGE_RETURN_SUCCESS)
    gc_address_from_sockaddr ((const struct sockaddr *)&storage, length, &response->mapped);
}

GcStunStatus
gc_stun_parse_response (GcStun *stun,
                        const uint8_t *bytes,
                        size_t size,
                        const uint8_t transaction[GC_STUN_TRANSACTION_SIZE],
                        const char *password,
                        GcStunResponse *ret_response)
{
  StunMessage message = { 0 };
  Outline outline;

  if (!read_outline (bytes, size, &outline) || !outline.has_fingerprint ||
      (read_be16 (bytes) != BINDING_SUCCESS && read_be16 (bytes) != BINDING_ERROR) ||
      memcmp (bytes + 8, transaction, GC_STUN_TRANSACTION_SIZE) != 0)
    return GC_STUN_MALFORMED;
  /* libnice takes 400 and 401 without it; nobody who could not have signed may end a check of ours.
   */
  if (!outline.has_integrity)
    return GC_STUN_UNAUTHORIZED;

  /* Put the transaction where the agent looks: so one agent does for all peers, without a limit. */
  StunAgentSavedIds *saved = &stun->agent.sent_ids[0];
  *saved = (StunAgentSavedIds){
    .method = STUN_BINDING,
    .key = (uint8_t *)password,
    .key_len = strlen (password),
    .valid = true,
  };
  memcpy (saved->id, bytes + 4, sizeof saved->id);
  StunValidationStatus status =
      stun_agent_validate (&stun->agent, &message, bytes, size, NULL, NULL);
  *saved = (StunAgentSavedIds){ 0 };
  if (status == STUN_VALIDATION_UNAUTHORIZED)
    return GC_STUN_UNAUTHORIZED;
  if (status == STUN_VALIDATION_UNKNOWN_ATTRIBUTE)
    return GC_STUN_UNKNOWN_ATTRIBUTE;
  if (status != STUN_VALIDATION_SUCCESS)
    return GC_STUN_MALFORMED;
  *ret_response = (GcStunResponse){ 0 };
  read_response (&message, ret_response);
  return GC_STUN_OK;
}

static gboolean
begin (GcStun *stun,
       StunMessage *message,
       StunClass class,
       const uint8_t transaction[GC_STUN_TRANSACTION_SIZE],
       uint8_t *out,
       size_t capacity)
{
  StunTransactionId id = { 0x21, 0x12, 0xa4, 0x42 };

  if (capacity <= SLACK)
    return FALSE;
  memcpy (id + 4, transaction, GC_STUN_TRANSACTION_SIZE);
  *message = (StunMessage){ .agent = &stun->agent, .buffer = out, .buffer_len = capacity - SLACK };
  return stun_message_init (message, class, STUN_BINDING, id);
}

static size_t
end (GcStun *stun, StunMessage *message, const char *password)
{
  return stun_agent_finish_message (&stun->agent, message, (const uint8_t *)password,
                                    password != NULL ? strlen (password) : 0);
}

size_t
gc_stun_format_success (GcStun *stun,
                        const uint8_t transaction[GC_STUN_TRANSACTION_SIZE],
                        const GcAddress *mapped,
                        const char *password,
                        uint8_t *out,
                        size_t capacity)
{
  StunMessage message;
  struct sockaddr_storage storage;
  socklen_t length = gc_address_to_sockaddr (mapped, AF_UNSPEC, &storage);

  if (!begin (stun, &message, STUN_RESPONSE, transaction, out, capacity) ||
      stun_message_append_xor_addr (&message, STUN_ATTRIBUTE_XOR_MAPPED_ADDRESS, &storage,
                                    length) != STUN_MESSAGE_RETURN_SUCCESS)
    return 0;
  return end (stun, &message, password);
}

size_t
gc_stun_format_error (GcStun *stun,
                      const uint8_t transaction[GC_STUN_TRANSACTION_SIZE],
                      unsigned code,
                      const char *password,
                      uint8_t *out,
                      size_t capacity)
{
  StunMessage message;

  if (!begin (stun, &message, STUN_ERROR, transaction, out, capacity) ||
      stun_message_append_error (&message, (StunError)code) != STUN_MESSAGE_RETURN_SUCCESS)
    return 0;
  return end (stun, &message, password);
}

static gboolean
append_check (StunMessage *message, const GcStunCheck *check)
{
  StunAttribute role = check->role == GC_STUN_ROLE_CONTROLLING ? STUN_ATTRIBUTE_ICE_CONTROLLING
                                                               : STUN_ATTRIBUTE_ICE_CONTROLLED;

  return stun_message_append_string (message, STUN_ATTRIBUTE_USERNAME, check->username) ==
             STUN_MESSAGE_RETURN_SUCCESS &&
         stun_message_append32 (message, STUN_ATTRIBUTE_PRIORITY, check->priority) ==
             STUN_MESSAGE_RETURN_SUCCESS &&
         (check->role == GC_STUN_ROLE_NONE ||
          stun_message_append64 (message, role, check->tie_breaker) ==
              STUN_MESSAGE_RETURN_SUCCESS) &&
         (!check->use_candidate ||
          stun_message_append_flag (message, STUN_ATTRIBUTE_USE_CANDIDATE) ==
              STUN_MESSAGE_RETURN_SUCCESS);
}

size_t
gc_stun_format_check (GcStun *stun, const GcStunCheck *check, uint8_t *out, size_t capacity)
{
  StunMessage message;
  StunTransactionId id;

  if (!begin (stun, &message, STUN_REQUEST, check->transaction, out, capacity) ||
      !append_check (&message, check))
    return 0;
  size_t size = end (stun, &message, check->password);
  /* The agent remembers what it sent, in 200 places; GcIce does that itself, without that limit. */
  stun_message_id (&message, id);
  stun_agent_forget_transaction (&stun->agent, id);
  return size;
}
