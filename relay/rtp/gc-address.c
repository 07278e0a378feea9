// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

#include "config.h"

#include "rtp/gc-address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

G_STATIC_ASSERT (sizeof (GcAddress) == 20); /* no padding: memcmp and hash rely on it */

static const uint8_t mapped_prefix[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

static void
set_ipv6 (GcAddress *address, const uint8_t bytes[16])
{
  if (memcmp (bytes, mapped_prefix, sizeof mapped_prefix) == 0) {
    address->family = AF_INET;
    memcpy (address->bytes, bytes + 12, 4);
  } else {
    address->family = AF_INET6;
    memcpy (address->bytes, bytes, 16);
  }
}

gboolean
gc_address_from_sockaddr (const struct sockaddr *sockaddr, socklen_t size, GcAddress *ret_address)
{
  GcAddress address = { 0 };
  struct sockaddr_in ipv4;
  struct sockaddr_in6 ipv6;

  if (size < sizeof (sa_family_t))
    return FALSE;
  if (sockaddr->sa_family == AF_INET && size >= sizeof ipv4) {
    memcpy (&ipv4, sockaddr, sizeof ipv4);
    address.family = AF_INET;
    address.port = ntohs (ipv4.sin_port);
    memcpy (address.bytes, &ipv4.sin_addr, 4);
  } else if (sockaddr->sa_family == AF_INET6 && size >= sizeof ipv6) {
    memcpy (&ipv6, sockaddr, sizeof ipv6);
    address.port = ntohs (ipv6.sin6_port);
    set_ipv6 (&address, ipv6.sin6_addr.s6_addr);
  } else {
    return FALSE;
  }
  *ret_address = address;
  return TRUE;
}

socklen_t
gc_address_to_sockaddr (const GcAddress *address,
                        int socket_family,
                        struct sockaddr_storage *ret_sockaddr)
{
  if (address->family == AF_INET && socket_family != AF_INET6) {
    struct sockaddr_in ipv4 = { .sin_family = AF_INET, .sin_port = htons (address->port) };
    memcpy (&ipv4.sin_addr, address->bytes, 4);
    memcpy (ret_sockaddr, &ipv4, sizeof ipv4);
    return sizeof ipv4;
  }
  if (socket_family == AF_INET || address->family == 0)
    return 0;

  struct sockaddr_in6 ipv6 = { .sin6_family = AF_INET6, .sin6_port = htons (address->port) };
  if (address->family == AF_INET) {
    memcpy (ipv6.sin6_addr.s6_addr, mapped_prefix, sizeof mapped_prefix);
    memcpy (ipv6.sin6_addr.s6_addr + 12, address->bytes, 4);
  } else {
    memcpy (ipv6.sin6_addr.s6_addr, address->bytes, 16);
  }
  memcpy (ret_sockaddr, &ipv6, sizeof ipv6);
  return sizeof ipv6;
}

/* Reads all of @text as a port; leading zeros, signs and blanks are refused. */
static gboolean
parse_port (const char *text, uint16_t *ret_port)
{
  unsigned port = 0;
  size_t length = strlen (text);

  if (length == 0 || length > 5 || (length > 1 && text[0] == '0'))
    return FALSE;
  for (size_t i = 0; i < length; i++) {
    if (!g_ascii_isdigit (text[i]))
      return FALSE;
    port = port * 10 + (unsigned)(text[i] - '0');
  }
  if (port > UINT16_MAX)
    return FALSE;
  *ret_port = (uint16_t)port;
  return TRUE;
}

gboolean
gc_address_parse (const char *text, GcAddress *ret_address)
{
  GcAddress address = { 0 };
  char host[INET6_ADDRSTRLEN + 1];
  uint8_t bytes[16];
  gboolean bracketed = text[0] == '[';
  const char *start = bracketed ? text + 1 : text;
  const char *end = strchr (start, bracketed ? ']' : ':');

  if (end == NULL || (size_t)(end - start) >= sizeof host)
    return FALSE;
  memcpy (host, start, (size_t)(end - start));
  host[end - start] = '\0';
  if (bracketed && *++end != ':')
    return FALSE;
  if (inet_pton (bracketed ? AF_INET6 : AF_INET, host, bytes) != 1)
    return FALSE;
  if (!parse_port (end + 1, &address.port))
    return FALSE;
  if (bracketed) {
    set_ipv6 (&address, bytes);
  } else {
    address.family = AF_INET;
    memcpy (address.bytes, bytes, 4);
  }
  *ret_address = address;
  return TRUE;
}

const char *
gc_address_format (const GcAddress *address, char buffer[GC_ADDRESS_STRING_SIZE])
{
  char host[INET6_ADDRSTRLEN] = "?";
  gboolean ipv6 = address->family == AF_INET6;

  if (address->family != 0)
    inet_ntop (address->family, address->bytes, host, sizeof host);
  g_snprintf (buffer, GC_ADDRESS_STRING_SIZE, ipv6 ? "[%s]:%u" : "%s:%u", host,
              (unsigned)address->port);
  return buffer;
}

char *
gc_address_to_string (const GcAddress *address)
{
  char buffer[GC_ADDRESS_STRING_SIZE];
  return g_strdup (gc_address_format (address, buffer));
}

gboolean
gc_address_is_loopback (const GcAddress *address)
{
  static const uint8_t ipv6_loopback[16] = { [15] = 1 };

  if (address->family == AF_INET)
    return address->bytes[0] == 127;
  return address->family == AF_INET6 &&
         memcmp (address->bytes, ipv6_loopback, sizeof ipv6_loopback) == 0;
}

guint
gc_address_hash (gconstpointer address)
{
  uint32_t words[sizeof (GcAddress) / 4];
  uint32_t hash = 2166136261U;

  memcpy (words, address, sizeof words);
  for (size_t i = 0; i < G_N_ELEMENTS (words); i++) {
    hash = (hash ^ words[i]) * 0x9e3779b1U;
    hash ^= hash >> 15;
  }
  return hash;
}

gboolean
gc_address_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (GcAddress)) == 0;
}
