// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * The bytes as they are, and as the attributes of a message that is signed here: so the fuzzer gets
 * behind the checks that only the owner of the password passes.
 */
#include "config.h"

#include "rtp/gc-ice.h"
#include "rtp/gc-packet.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdlib.h>
#include <string.h>

#define PASSWORD "passwordpasswordpassword"
#define HEADER_SIZE 20
#define MAX_ATTRIBUTES_SIZE 1024

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static uint32_t
crc32_of (const uint8_t *bytes, size_t size)
{
  uint32_t crc = UINT32_MAX;

  for (size_t i = 0; i < size; i++) {
    crc ^= bytes[i];
    for (unsigned bit = 0; bit < 8; bit++)
      crc = crc >> 1 ^ (0xedb88320U & (0U - (crc & 1)));
  }
  return ~crc;
}

static void
write_be (uint8_t *out, size_t size, uint32_t value)
{
  for (size_t i = 0; i < size; i++)
    out[i] = (uint8_t)(value >> (8 * (size - 1 - i)));
}

/* A Binding message of @type with @attributes, MESSAGE-INTEGRITY and FINGERPRINT. */
static size_t
sign (uint16_t type, const uint8_t *attributes, size_t size, uint8_t *out)
{
  static const uint8_t cookie[] = { 0x21, 0x12, 0xa4, 0x42 };
  size_t at = HEADER_SIZE + size;

  memset (out, 0, HEADER_SIZE);
  write_be (out, 2, type);
  memcpy (out + 4, cookie, sizeof cookie);
  if (size > 0)
    memcpy (out + HEADER_SIZE, attributes, size);
  write_be (out + 2, 2, (uint32_t)(size + 24));
  write_be (out + at, 4, 0x00080014);
  HMAC (EVP_sha1 (), PASSWORD, (int)strlen (PASSWORD), out, at, out + at + 4, NULL);
  at += 24;
  write_be (out + 2, 2, (uint32_t)(size + 32));
  write_be (out + at, 4, 0x80280004);
  write_be (out + at + 4, 4, crc32_of (out, at) ^ 0x5354554eU);
  return at + 8;
}

static void
on_send (const uint8_t *bytes, size_t size, const GcAddress *to, gpointer user_data)
{
  if (size == 0 || size > GC_STUN_MAX_SIZE)
    abort ();
}

static void
on_path (const GcAddress *selected, gpointer user_data)
{
}

static void
on_expired (gpointer user_data)
{
}

static void
feed (const uint8_t *bytes, size_t size)
{
  static const GcIceCallbacks callbacks = { on_send, on_path, on_expired, NULL, NULL };
  static const GcIceCredentials credentials = { "local", PASSWORD, "peer", PASSWORD };
  g_autoptr (GcStun) stun = gc_stun_new ();
  g_autoptr (GcIce) ice = gc_ice_new (stun, &credentials, &callbacks, NULL, 0);
  g_autofree uint8_t *exact = g_memdup2 (bytes, size);
  GcAddress from = { .family = AF_INET, .port = 1 };
  const uint8_t *transaction = gc_stun_peek_transaction (exact, size);
  char ufrag[GC_STUN_UFRAG_SIZE];
  GcStunResponse response;

  gc_packet_classify (exact, size);
  if (gc_stun_peek_ufrag (exact, size, ufrag) && strlen (ufrag) == 0)
    abort ();
  if (transaction != NULL)
    gc_stun_parse_response (stun, exact, size, transaction, PASSWORD, &response);
  if (gc_ice_handle (ice, exact, size, &from, 0) == GC_ICE_TAKEN && !gc_ice_knows (ice, &from))
    abort ();
  gc_ice_tick (ice, 1000000);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const uint16_t types[] = { 0x0001, 0x0101, 0x0111, 0x0011 };
  uint8_t message[HEADER_SIZE + MAX_ATTRIBUTES_SIZE + 32];

  if (size == 0) {
    feed (NULL, 0);
    return 0;
  }
  feed (data + 1, size - 1);
  size_t attributes_size = MIN ((size - 1) & ~(size_t)3, MAX_ATTRIBUTES_SIZE);
  feed (message, sign (types[data[0] % G_N_ELEMENTS (types)], data + 1, attributes_size, message));
  return 0;
}
