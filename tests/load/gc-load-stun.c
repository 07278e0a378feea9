// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "gc-load-stun.h"

#include <netinet/in.h>
#include <openssl/hmac.h>
#include <string.h>

#include "gc-load-bytes.h"

#define HEADER_BYTES 20
#define MAGIC 0x2112a442u
#define FINGERPRINT_XOR 0x5354554eu
#define INTEGRITY_BYTES 20

enum {
  ATTRIBUTE_USERNAME = 0x0006,
  ATTRIBUTE_INTEGRITY = 0x0008,
  ATTRIBUTE_ERROR_CODE = 0x0009,
  ATTRIBUTE_XOR_MAPPED = 0x0020,
  ATTRIBUTE_PRIORITY = 0x0024,
  ATTRIBUTE_USE_CANDIDATE = 0x0025,
  ATTRIBUTE_FINGERPRINT = 0x8028,
  ATTRIBUTE_CONTROLLED = 0x8029,
  ATTRIBUTE_CONTROLLING = 0x802a,
};

/* type preference 126 (host), local preference 65535, component 1: RFC 8445 section 5.1.2.1 */
#define HOST_PRIORITY 0x7effffffu

/* CRC-32 of ISO 3309, bit by bit: checks are rare, a table would be more to read. */
static uint32_t
crc32_of (const uint8_t *bytes, size_t size)
{
  uint32_t crc = 0xffffffffu;

  for (size_t i = 0; i < size; i++) {
    crc ^= bytes[i];
    for (int bit = 0; bit < 8; bit++)
      crc = (crc >> 1) ^ ((crc & 1) ? 0xedb88320u : 0);
  }
  return ~crc;
}

/* Both MESSAGE-INTEGRITY and FINGERPRINT are computed with the length field as if they ended it. */
static void
set_length (uint8_t *message, size_t size)
{
  put_u16 (message + 2, (unsigned)(size - HEADER_BYTES));
}

static size_t
put_attribute (uint8_t *message, size_t size, unsigned type, const void *value, size_t value_size)
{
  size_t padded = (value_size + 3) & ~(size_t)3;

  g_assert (size + 4 + padded <= GC_LOAD_STUN_MAX_BYTES);
  put_u16 (message + size, type);
  put_u16 (message + size + 2, (unsigned)value_size);
  memset (message + size + 4, 0, padded);
  if (value_size > 0)
    memcpy (message + size + 4, value, value_size);
  return size + 4 + padded;
}

static size_t
put_header (uint8_t *message, GcLoadStunType type, const uint8_t id[GC_LOAD_STUN_ID_BYTES])
{
  put_u16 (message, type);
  put_u16 (message + 2, 0);
  put_u32 (message + 4, MAGIC);
  memcpy (message + 8, id, GC_LOAD_STUN_ID_BYTES);
  return HEADER_BYTES;
}

static void
compute_integrity (const uint8_t *message, size_t size, const char *password, uint8_t *ret_mac)
{
  unsigned mac_size = INTEGRITY_BYTES;

  HMAC (EVP_sha1 (), password, (int)strlen (password), message, size, ret_mac, &mac_size);
}

static size_t
finish (uint8_t *message, size_t size, const char *password)
{
  uint8_t mac[EVP_MAX_MD_SIZE];
  uint8_t crc[4];

  set_length (message, size + 4 + INTEGRITY_BYTES);
  compute_integrity (message, size, password, mac);
  size = put_attribute (message, size, ATTRIBUTE_INTEGRITY, mac, INTEGRITY_BYTES);
  set_length (message, size + 8);
  put_u32 (crc, crc32_of (message, size) ^ FINGERPRINT_XOR);
  return put_attribute (message, size, ATTRIBUTE_FINGERPRINT, crc, sizeof crc);
}

gboolean
gc_load_stun_is (const uint8_t *bytes, size_t size)
{
  return size >= HEADER_BYTES && bytes[0] <= 3 && get_u32 (bytes + 4) == MAGIC;
}

size_t
gc_load_stun_format_request (const GcLoadStunCheck *check,
                             const uint8_t id[GC_LOAD_STUN_ID_BYTES],
                             uint8_t *out)
{
  uint8_t number[8];
  size_t size = put_header (out, GC_LOAD_STUN_REQUEST, id);

  size = put_attribute (out, size, ATTRIBUTE_USERNAME, check->username, strlen (check->username));
  put_u32 (number, HOST_PRIORITY);
  size = put_attribute (out, size, ATTRIBUTE_PRIORITY, number, 4);
  put_u32 (number, (uint32_t)(check->tie_breaker >> 32));
  put_u32 (number + 4, (uint32_t)check->tie_breaker);
  size =
      put_attribute (out, size, check->controlling ? ATTRIBUTE_CONTROLLING : ATTRIBUTE_CONTROLLED,
                     number, sizeof number);
  if (check->use_candidate)
    size = put_attribute (out, size, ATTRIBUTE_USE_CANDIDATE, NULL, 0);
  return finish (out, size, check->password);
}

static size_t
format_mapped (const struct sockaddr *mapped, const uint8_t *id, uint8_t *value)
{
  uint8_t pad[16];

  put_u32 (pad, MAGIC);
  memcpy (pad + 4, id, GC_LOAD_STUN_ID_BYTES);
  value[0] = 0;
  if (mapped->sa_family == AF_INET6) {
    const struct sockaddr_in6 *in6 = (const void *)mapped;
    value[1] = 2;
    put_u16 (value + 2, ntohs (in6->sin6_port) ^ (MAGIC >> 16));
    for (int i = 0; i < 16; i++)
      value[4 + i] = in6->sin6_addr.s6_addr[i] ^ pad[i];
    return 20;
  }
  const struct sockaddr_in *in = (const void *)mapped;
  value[1] = 1;
  put_u16 (value + 2, ntohs (in->sin_port) ^ (MAGIC >> 16));
  put_u32 (value + 4, ntohl (in->sin_addr.s_addr) ^ MAGIC);
  return 8;
}

size_t
gc_load_stun_format_success (const uint8_t id[GC_LOAD_STUN_ID_BYTES],
                             const struct sockaddr *mapped,
                             const char *password,
                             uint8_t *out)
{
  uint8_t value[20];
  size_t size = put_header (out, GC_LOAD_STUN_SUCCESS, id);
  size_t value_size = format_mapped (mapped, id, value);

  size = put_attribute (out, size, ATTRIBUTE_XOR_MAPPED, value, value_size);
  return finish (out, size, password);
}

static gboolean
check_fingerprint (const uint8_t *bytes, size_t at)
{
  return get_u16 (bytes + at + 2) == 4 &&
         get_u32 (bytes + at + 4) == (crc32_of (bytes, at) ^ FINGERPRINT_XOR);
}

static gboolean
check_integrity (const uint8_t *bytes, size_t at, const char *password)
{
  uint8_t copy[GC_LOAD_STUN_MAX_BYTES];
  uint8_t mac[EVP_MAX_MD_SIZE];

  if (at > sizeof copy || get_u16 (bytes + at + 2) != INTEGRITY_BYTES)
    return FALSE;
  memcpy (copy, bytes, at);
  set_length (copy, at + 4 + INTEGRITY_BYTES);
  compute_integrity (copy, at, password, mac);
  return memcmp (mac, bytes + at + 4, INTEGRITY_BYTES) == 0;
}

gboolean
gc_load_stun_parse (const uint8_t *bytes, size_t size, const char *password, GcLoadStun *ret_stun)
{
  GcLoadStun stun = { 0 };
  gboolean whole = FALSE;
  gboolean authentic = FALSE;

  if (!gc_load_stun_is (bytes, size) || get_u16 (bytes + 2) + HEADER_BYTES != size)
    return FALSE;
  stun.type = get_u16 (bytes);
  memcpy (stun.id, bytes + 8, sizeof stun.id);

  for (size_t at = HEADER_BYTES; at + 4 <= size && !whole;) {
    unsigned type = get_u16 (bytes + at);
    size_t value_size = get_u16 (bytes + at + 2);
    size_t padded = (value_size + 3) & ~(size_t)3;

    if (at + 4 + padded > size)
      return FALSE;
    if (type == ATTRIBUTE_FINGERPRINT)
      whole = check_fingerprint (bytes, at) && at + 8 == size;
    else if (type == ATTRIBUTE_INTEGRITY)
      authentic = check_integrity (bytes, at, password);
    else if (type == ATTRIBUTE_USE_CANDIDATE)
      stun.use_candidate = TRUE;
    else if (type == ATTRIBUTE_ERROR_CODE && value_size >= 4)
      stun.error_code = bytes[at + 6] * 100u + bytes[at + 7];
    at += 4 + padded;
  }
  if (!whole || (!authentic && stun.type != GC_LOAD_STUN_ERROR))
    return FALSE;
  *ret_stun = stun;
  return TRUE;
}
