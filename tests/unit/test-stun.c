// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-stun.h"

#include <string.h>

#define USERNAME "evtj:h6vY"
#define PASSWORD "VOkJxbRl1RmTxUk/WvJxBt"

/* RFC 5769 sections 2.1 to 2.3. */
static const uint8_t rfc_request[] = {
  0x00, 0x01, 0x00, 0x58, 0x21, 0x12, 0xa4, 0x42, 0xb7, 0xe7, 0xa7, 0x01, 0xbc, 0x34, 0xd6, 0x86,
  0xfa, 0x87, 0xdf, 0xae, 0x80, 0x22, 0x00, 0x10, 0x53, 0x54, 0x55, 0x4e, 0x20, 0x74, 0x65, 0x73,
  0x74, 0x20, 0x63, 0x6c, 0x69, 0x65, 0x6e, 0x74, 0x00, 0x24, 0x00, 0x04, 0x6e, 0x00, 0x01, 0xff,
  0x80, 0x29, 0x00, 0x08, 0x93, 0x2f, 0xf9, 0xb1, 0x51, 0x26, 0x3b, 0x36, 0x00, 0x06, 0x00, 0x09,
  0x65, 0x76, 0x74, 0x6a, 0x3a, 0x68, 0x36, 0x76, 0x59, 0x20, 0x20, 0x20, 0x00, 0x08, 0x00, 0x14,
  0x9a, 0xea, 0xa7, 0x0c, 0xbf, 0xd8, 0xcb, 0x56, 0x78, 0x1e, 0xf2, 0xb5, 0xb2, 0xd3, 0xf2, 0x49,
  0xc1, 0xb5, 0x71, 0xa2, 0x80, 0x28, 0x00, 0x04, 0xe5, 0x7a, 0x3b, 0xcf,
};

static const uint8_t rfc_response_ipv4[] = {
  0x01, 0x01, 0x00, 0x3c, 0x21, 0x12, 0xa4, 0x42, 0xb7, 0xe7, 0xa7, 0x01, 0xbc, 0x34, 0xd6, 0x86,
  0xfa, 0x87, 0xdf, 0xae, 0x80, 0x22, 0x00, 0x0b, 0x74, 0x65, 0x73, 0x74, 0x20, 0x76, 0x65, 0x63,
  0x74, 0x6f, 0x72, 0x20, 0x00, 0x20, 0x00, 0x08, 0x00, 0x01, 0xa1, 0x47, 0xe1, 0x12, 0xa6, 0x43,
  0x00, 0x08, 0x00, 0x14, 0x2b, 0x91, 0xf5, 0x99, 0xfd, 0x9e, 0x90, 0xc3, 0x8c, 0x74, 0x89, 0xf9,
  0x2a, 0xf9, 0xba, 0x53, 0xf0, 0x6b, 0xe7, 0xd7, 0x80, 0x28, 0x00, 0x04, 0xc0, 0x7d, 0x4c, 0x96,
};

static const uint8_t rfc_response_ipv6[] = {
  0x01, 0x01, 0x00, 0x48, 0x21, 0x12, 0xa4, 0x42, 0xb7, 0xe7, 0xa7, 0x01, 0xbc, 0x34, 0xd6, 0x86,
  0xfa, 0x87, 0xdf, 0xae, 0x80, 0x22, 0x00, 0x0b, 0x74, 0x65, 0x73, 0x74, 0x20, 0x76, 0x65, 0x63,
  0x74, 0x6f, 0x72, 0x20, 0x00, 0x20, 0x00, 0x14, 0x00, 0x02, 0xa1, 0x47, 0x01, 0x13, 0xa9, 0xfa,
  0xa5, 0xd3, 0xf1, 0x79, 0xbc, 0x25, 0xf4, 0xb5, 0xbe, 0xd2, 0xb9, 0xd9, 0x00, 0x08, 0x00, 0x14,
  0xa3, 0x82, 0x95, 0x4e, 0x4b, 0xe6, 0x7b, 0xf1, 0x17, 0x84, 0xc9, 0x7c, 0x82, 0x92, 0xc2, 0x75,
  0xbf, 0xe3, 0xed, 0x41, 0x80, 0x28, 0x00, 0x04, 0xc8, 0xfb, 0x0b, 0x4c,
};

/* Parses an exact-size copy, so that a sanitizer sees every byte read beyond the end. */
static GcStunStatus
parse_request (GcStun *stun,
               const uint8_t *bytes,
               size_t size,
               const char *username,
               const char *password,
               GcStunRequest *ret_request)
{
  g_autofree uint8_t *copy = g_memdup2 (bytes, size);
  return gc_stun_parse_request (stun, copy, size, username, password, ret_request);
}

static void
test_rfc_request (void)
{
  g_autoptr (GcStun) stun = gc_stun_new ();
  GcStunRequest request;
  char ufrag[GC_STUN_UFRAG_SIZE];

  g_assert_cmpint (
      parse_request (stun, rfc_request, sizeof rfc_request, USERNAME, PASSWORD, &request), ==,
      GC_STUN_OK);
  g_assert_cmpmem (request.transaction, 12, rfc_request + 8, 12);
  g_assert_cmpint (request.role, ==, GC_STUN_ROLE_CONTROLLED);
  g_assert_cmpuint (request.priority, ==, 0x6e0001ff);
  g_assert_false (request.use_candidate);
  g_assert_true (gc_stun_peek_ufrag (rfc_request, sizeof rfc_request, ufrag));
  g_assert_cmpstr (ufrag, ==, "evtj");
  g_assert_true (gc_stun_is_request (rfc_request, sizeof rfc_request));
  g_assert_cmpint (
      parse_request (stun, rfc_request, sizeof rfc_request, USERNAME, "wrong", &request), ==,
      GC_STUN_UNAUTHORIZED);
  g_assert_cmpint (
      parse_request (stun, rfc_request, sizeof rfc_request, "evtj:h6vZ", PASSWORD, &request), ==,
      GC_STUN_UNAUTHORIZED);
}

static void
test_rfc_responses (void)
{
  static const struct {
    const uint8_t *bytes;
    size_t size;
    const char *mapped;
  } rows[] = {
    { rfc_response_ipv4, sizeof rfc_response_ipv4, "192.0.2.1:32853" },
    { rfc_response_ipv6, sizeof rfc_response_ipv6, "[2001:db8:1234:5678:11:2233:4455:6677]:32853" },
  };
  g_autoptr (GcStun) stun = gc_stun_new ();
  uint8_t other[12] = { 0 };

  for (size_t i = 0; i < G_N_ELEMENTS (rows); i++) {
    GcStunResponse response;
    char text[GC_ADDRESS_STRING_SIZE];
    const uint8_t *transaction = gc_stun_peek_transaction (rows[i].bytes, rows[i].size);
    g_assert_cmpint (gc_stun_parse_response (stun, rows[i].bytes, rows[i].size, transaction,
                                             PASSWORD, &response),
                     ==, GC_STUN_OK);
    g_assert_true (response.success);
    g_assert_cmpstr (gc_address_format (&response.mapped, text), ==, rows[i].mapped);
    g_assert_false (gc_stun_is_request (rows[i].bytes, rows[i].size));
    g_assert_cmpint (
        gc_stun_parse_response (stun, rows[i].bytes, rows[i].size, transaction, "wrong", &response),
        ==, GC_STUN_UNAUTHORIZED);
    g_assert_cmpint (
        gc_stun_parse_response (stun, rows[i].bytes, rows[i].size, other, PASSWORD, &response), ==,
        GC_STUN_MALFORMED);
  }
}

static void
test_damaged (void)
{
  g_autoptr (GcStun) stun = gc_stun_new ();
  GcStunRequest request;
  GcStunResponse response;
  uint8_t bytes[sizeof rfc_request];

  memcpy (bytes, rfc_request, sizeof bytes);
  for (size_t bit = 0; bit < sizeof bytes * 8; bit++) {
    bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
    g_assert_cmpint (parse_request (stun, bytes, sizeof bytes, USERNAME, PASSWORD, &request), !=,
                     GC_STUN_OK);
    bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
  }
  for (size_t size = 0; size < sizeof bytes; size++) {
    char ufrag[GC_STUN_UFRAG_SIZE];
    g_autofree uint8_t *copy = g_memdup2 (bytes, size);
    g_assert_cmpint (gc_stun_parse_request (stun, copy, size, USERNAME, PASSWORD, &request), ==,
                     GC_STUN_MALFORMED);
    g_assert_cmpint (
        gc_stun_parse_response (stun, copy, size, rfc_request + 8, PASSWORD, &response), ==,
        GC_STUN_MALFORMED);
    g_assert_false (gc_stun_peek_ufrag (copy, size, ufrag));
  }
}

static size_t
make_check (GcStun *stun, const char *username, uint8_t *out)
{
  GcStunCheck check = {
    .transaction = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 },
    .username = username,
    .password = PASSWORD,
    .role = GC_STUN_ROLE_CONTROLLING,
    .use_candidate = TRUE,
    .tie_breaker = 0x0123456789abcdef,
    .priority = 77,
  };
  size_t size = gc_stun_format_check (stun, &check, out, GC_STUN_MAX_SIZE);
  g_assert_cmpuint (size, >, 0);
  return size;
}

static void
test_round_trip (void)
{
  g_autoptr (GcStun) stun = gc_stun_new ();
  uint8_t bytes[GC_STUN_MAX_SIZE];
  GcStunRequest request;
  GcStunResponse response;
  GcAddress mapped;

  /* More often than libnice has places for transactions. */
  for (unsigned turn = 0; turn < 500; turn++) {
    size_t size = make_check (stun, USERNAME, bytes);
    g_assert_cmpint (parse_request (stun, bytes, size, USERNAME, PASSWORD, &request), ==,
                     GC_STUN_OK);
    g_assert_cmpint (request.role, ==, GC_STUN_ROLE_CONTROLLING);
    g_assert_true (request.use_candidate);
    g_assert_cmpuint (request.priority, ==, 77);

    g_assert_true (gc_address_parse ("[2001:db8::7]:9", &mapped));
    size =
        gc_stun_format_success (stun, request.transaction, &mapped, PASSWORD, bytes, sizeof bytes);
    g_assert_cmpint (
        gc_stun_parse_response (stun, bytes, size, request.transaction, PASSWORD, &response), ==,
        GC_STUN_OK);
    g_assert_true (gc_address_equal (&mapped, &response.mapped));
  }
}

static void
test_errors (void)
{
  static const unsigned codes[] = { 400, 401, 420, 487 };
  g_autoptr (GcStun) stun = gc_stun_new ();
  uint8_t transaction[12] = { 9 }, bytes[GC_STUN_MAX_SIZE];
  GcStunResponse response;

  for (size_t i = 0; i < G_N_ELEMENTS (codes); i++) {
    size_t size = gc_stun_format_error (stun, transaction, codes[i], PASSWORD, bytes, sizeof bytes);
    g_assert_cmpint (gc_stun_parse_response (stun, bytes, size, transaction, PASSWORD, &response),
                     ==, GC_STUN_OK);
    g_assert_false (response.success);
    g_assert_cmpuint (response.error_code, ==, codes[i]);
    /* Without MESSAGE-INTEGRITY anyone could have sent it. */
    size = gc_stun_format_error (stun, transaction, codes[i], NULL, bytes, sizeof bytes);
    g_assert_cmpuint (size, >, 0);
    g_assert_cmpint (gc_stun_parse_response (stun, bytes, size, transaction, PASSWORD, &response),
                     ==, GC_STUN_UNAUTHORIZED);
  }
}

static void
test_capacity (void)
{
  g_autoptr (GcStun) stun = gc_stun_new ();
  GcStunCheck check = { .username = USERNAME, .password = PASSWORD };
  uint8_t transaction[12] = { 0 };
  GcAddress mapped;
  g_assert_true (gc_address_parse ("[2001:db8::7]:9", &mapped));

  for (size_t capacity = 0; capacity < 200; capacity++) {
    g_autofree uint8_t *out = g_malloc (capacity + 64);
    memset (out, 0x77, capacity + 64);
    size_t sizes[] = {
      gc_stun_format_check (stun, &check, out, capacity),
      gc_stun_format_success (stun, transaction, &mapped, PASSWORD, out, capacity),
      gc_stun_format_error (stun, transaction, 487, PASSWORD, out, capacity),
    };
    for (size_t i = 0; i < G_N_ELEMENTS (sizes); i++)
      g_assert_cmpuint (sizes[i], <=, capacity);
    for (size_t i = capacity; i < capacity + 64; i++)
      g_assert_cmpuint (out[i], ==, 0x77);
  }
}

/* The longest names that SDP allows fit. */
static void
test_longest_username (void)
{
  g_autoptr (GcStun) stun = gc_stun_new ();
  uint8_t bytes[GC_STUN_MAX_SIZE];
  GcStunRequest request;
  g_autofree char *remote = g_strnfill (256, 'r');
  g_autofree char *local = g_strnfill (GC_STUN_UFRAG_SIZE - 1, 'l');
  g_autofree char *username = g_strconcat (local, ":", remote, NULL);
  char ufrag[GC_STUN_UFRAG_SIZE];

  size_t size = make_check (stun, username, bytes);
  g_assert_true (gc_stun_peek_ufrag (bytes, size, ufrag));
  g_assert_cmpstr (ufrag, ==, local);
  g_assert_cmpint (parse_request (stun, bytes, size, username, PASSWORD, &request), ==, GC_STUN_OK);
}

static void
test_peek_ufrag (void)
{
  static const struct {
    const char *username;
    const char *ufrag; /* NULL: refused */
  } rows[] = {
    { "abcd:efgh", "abcd" },
    { "a:", "a" },
    { "a+/-_9:x:y", "a+/-_9" },
    { ":efgh", NULL },
    { "abcd", NULL },
    { "ab cd:efgh", NULL },
    { "abcdefghijklmnopqrstuvwxyz0123456:x", NULL }, /* 33 characters */
    { "abcdefghijklmnopqrstuvwxyz012345:x", "abcdefghijklmnopqrstuvwxyz012345" },
  };
  g_autoptr (GcStun) stun = gc_stun_new ();
  uint8_t bytes[GC_STUN_MAX_SIZE];

  for (size_t i = 0; i < G_N_ELEMENTS (rows); i++) {
    char ufrag[GC_STUN_UFRAG_SIZE];
    size_t size = make_check (stun, rows[i].username, bytes);
    gboolean taken = gc_stun_peek_ufrag (bytes, size, ufrag);
    g_assert_cmpint (taken, ==, rows[i].ufrag != NULL);
    if (taken)
      g_assert_cmpstr (ufrag, ==, rows[i].ufrag);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stun/rfc-request", test_rfc_request);
  g_test_add_func ("/stun/rfc-responses", test_rfc_responses);
  g_test_add_func ("/stun/damaged", test_damaged);
  g_test_add_func ("/stun/round-trip", test_round_trip);
  g_test_add_func ("/stun/errors", test_errors);
  g_test_add_func ("/stun/capacity", test_capacity);
  g_test_add_func ("/stun/longest-username", test_longest_username);
  g_test_add_func ("/stun/peek-ufrag", test_peek_ufrag);
  return g_test_run ();
}
