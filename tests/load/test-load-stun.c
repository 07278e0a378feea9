// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "gc-load-stun.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

/* RFC 5769 section 2.1: a Binding request with USERNAME "evtj:h6vY", ICE-CONTROLLED and PRIORITY.
 */
static const char password[] = "VOkJxbRl1RmTxUk/WvJxBt";
static const uint8_t request[] =
    "\x00\x01\x00\x58\x21\x12\xa4\x42\xb7\xe7\xa7\x01\xbc\x34\xd6\x86\xfa\x87\xdf\xae"
    "\x80\x22\x00\x10\x53\x54\x55\x4e\x20\x74\x65\x73\x74\x20\x63\x6c\x69\x65\x6e\x74"
    "\x00\x24\x00\x04\x6e\x00\x01\xff\x80\x29\x00\x08\x93\x2f\xf9\xb1\x51\x26\x3b\x36"
    "\x00\x06\x00\x09\x65\x76\x74\x6a\x3a\x68\x36\x76\x59\x20\x20\x20"
    "\x00\x08\x00\x14\x9a\xea\xa7\x0c\xbf\xd8\xcb\x56\x78\x1e\xf2\xb5\xb2\xd3\xf2\x49\xc1\xb5\x71"
    "\xa2"
    "\x80\x28\x00\x04\xe5\x7a\x3b\xcf";
#define REQUEST_BYTES (sizeof request - 1)

/* RFC 5769 section 2.2: the IPv4 response to it. */
static const uint8_t response[] =
    "\x01\x01\x00\x3c\x21\x12\xa4\x42\xb7\xe7\xa7\x01\xbc\x34\xd6\x86\xfa\x87\xdf\xae"
    "\x80\x22\x00\x0b\x74\x65\x73\x74\x20\x76\x65\x63\x74\x6f\x72\x20"
    "\x00\x20\x00\x08\x00\x01\xa1\x47\xe1\x12\xa6\x43"
    "\x00\x08\x00\x14\x2b\x91\xf5\x99\xfd\x9e\x90\xc3\x8c\x74\x89\xf9\x2a\xf9\xba\x53\xf0\x6b\xe7"
    "\xd7"
    "\x80\x28\x00\x04\xc0\x7d\x4c\x96";
#define RESPONSE_BYTES (sizeof response - 1)

static void
test_vectors (void)
{
  GcLoadStun stun;

  g_assert_true (gc_load_stun_parse (request, REQUEST_BYTES, password, &stun));
  g_assert_cmpint (stun.type, ==, GC_LOAD_STUN_REQUEST);
  g_assert_false (stun.use_candidate);
  g_assert_cmpmem (stun.id, sizeof stun.id, request + 8, 12);
  g_assert_true (gc_load_stun_parse (response, RESPONSE_BYTES, password, &stun));
  g_assert_cmpint (stun.type, ==, GC_LOAD_STUN_SUCCESS);
  g_assert_false (gc_load_stun_parse (request, REQUEST_BYTES, "another password", &stun));
}

/* Any bit that changes on the way, and any cut, is noticed. */
static void
test_damage (void)
{
  uint8_t bytes[REQUEST_BYTES];
  GcLoadStun stun;

  for (size_t bit = 0; bit < 8 * REQUEST_BYTES; bit++) {
    memcpy (bytes, request, sizeof bytes);
    bytes[bit / 8] ^= (uint8_t)(1 << (bit % 8));
    g_assert_false (gc_load_stun_parse (bytes, sizeof bytes, password, &stun));
  }
  for (size_t size = 0; size < REQUEST_BYTES; size++)
    g_assert_false (gc_load_stun_parse (request, size, password, &stun));
}

static void
test_round_trip (void)
{
  static const uint8_t id[GC_LOAD_STUN_ID_BYTES] = "abcdefghijk";
  struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = htons (40000) };
  uint8_t bytes[GC_LOAD_STUN_MAX_BYTES];
  GcLoadStunCheck check = { "theirs:ours", password, 0x0123456789abcdef, TRUE, TRUE };
  GcLoadStun stun;

  size_t size = gc_load_stun_format_request (&check, id, bytes);
  g_assert_true (gc_load_stun_parse (bytes, size, password, &stun));
  g_assert_cmpint (stun.type, ==, GC_LOAD_STUN_REQUEST);
  g_assert_true (stun.use_candidate);
  g_assert_cmpmem (stun.id, sizeof stun.id, id, sizeof id);

  inet_pton (AF_INET, "192.0.2.1", &in.sin_addr);
  size = gc_load_stun_format_success (id, (const struct sockaddr *)&in, password, bytes);
  g_assert_true (gc_load_stun_parse (bytes, size, password, &stun));
  g_assert_cmpint (stun.type, ==, GC_LOAD_STUN_SUCCESS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/load-stun/vectors", test_vectors);
  g_test_add_func ("/load-stun/damage", test_damage);
  g_test_add_func ("/load-stun/round-trip", test_round_trip);
  return g_test_run ();
}
