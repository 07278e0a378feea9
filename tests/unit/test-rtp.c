// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-rtp.h"

#include <string.h>

static void
assert_bytes (const void *got, size_t got_size, const void *wanted, size_t wanted_size)
{
  g_assert_cmpuint (got_size, ==, wanted_size);
  g_assert_true (memcmp (got, wanted, wanted_size) == 0);
}

/* V=2, X, CC=1, marker, pt 96, seq 0x1234, one-byte block: id 4 "ab", pad, id 3 of 2 bytes. */
static const uint8_t one_byte[] = {
  0x91, 0xe0, 0x12, 0x34, 0x01, 0x02, 0x03, 0x04, 0xaa, 0xbb, 0xcc, 0xdd, 1,   2,   3,   4,
  0xbe, 0xde, 0,    2,    0x41, 'a',  'b',  0,    0x31, 0x77, 0x88, 0,    'p', 'a', 'y',
};

/* The two-byte form: id 4 "ab", id 5 empty, id 20 of 1 byte, padding of 2 behind the payload. */
static const uint8_t two_byte[] = {
  0xb0, 0x60, 0,   1, 0, 0,  0, 2, 0, 0, 0, 3,   0x10, 0x05, 0, 3, 4,
  2,    'a',  'b', 5, 0, 20, 1, 9, 0, 0, 0, 'p', 'a',  'y',  0, 2,
};

static void
test_fields (void)
{
  GcRtp rtp;
  uint8_t size = 0;

  g_assert_true (gc_rtp_parse (one_byte, sizeof one_byte, &rtp));
  g_assert_true (rtp.marker);
  g_assert_cmpuint (rtp.payload_type, ==, 96);
  g_assert_cmphex (rtp.seq, ==, 0x1234);
  g_assert_cmphex (rtp.timestamp, ==, 0x01020304);
  g_assert_cmphex (rtp.ssrc, ==, 0xaabbccdd);
  g_assert_cmpuint (rtp.header_size, ==, 28);
  assert_bytes (rtp.payload, rtp.payload_size, "pay", 3);
  const uint8_t *found = gc_rtp_find_extension (&rtp, 4, &size);
  assert_bytes (found, size, "ab", 2);
  found = gc_rtp_find_extension (&rtp, 3, &size);
  assert_bytes (found, size, "\x77\x88", 2);
  g_assert_null (gc_rtp_find_extension (&rtp, 5, &size));
  g_assert_null (gc_rtp_find_extension (&rtp, 0, &size));
  g_assert_null (gc_rtp_find_extension (&rtp, 15, &size));
}

static void
test_two_byte (void)
{
  GcRtp rtp;
  uint8_t size = 0;

  g_assert_true (gc_rtp_parse (two_byte, sizeof two_byte, &rtp));
  assert_bytes (rtp.payload, rtp.payload_size, "pay", 3);
  g_assert_cmpuint (rtp.padding_size, ==, 2);
  const uint8_t *found = gc_rtp_find_extension (&rtp, 4, &size);
  assert_bytes (found, size, "ab", 2);
  found = gc_rtp_find_extension (&rtp, 5, &size);
  g_assert_nonnull (found);
  g_assert_cmpuint (size, ==, 0);
  found = gc_rtp_find_extension (&rtp, 20, &size);
  assert_bytes (found, size, "\x09", 1);
  /* Still protected: what will be padding cannot be known yet. */
  g_assert_true (gc_rtp_parse_header (two_byte, sizeof two_byte, &rtp));
  g_assert_cmpuint (rtp.payload_size, ==, 5);
}

static void
test_refused (void)
{
  static const struct {
    const char *what;
    size_t at;
    uint8_t value;
  } edits[] = {
    { "version 1", 0, 0x71 },
    { "more CSRCs than bytes", 0, 0x9f },
    { "extension words beyond the end", 19, 9 },
    { "extension words far beyond the end", 18, 0xff },
    { "padding beyond the payload", 0, 0xb1 },
  };
  GcRtp rtp;

  for (size_t i = 0; i < G_N_ELEMENTS (edits); i++) {
    uint8_t bytes[sizeof one_byte];
    memcpy (bytes, one_byte, sizeof bytes);
    bytes[edits[i].at] = edits[i].value;
    if (gc_rtp_parse (bytes, sizeof bytes, &rtp))
      g_error ("accepted: %s", edits[i].what);
  }
  uint8_t zero_padding[sizeof two_byte];
  memcpy (zero_padding, two_byte, sizeof two_byte);
  zero_padding[sizeof two_byte - 1] = 0;
  g_assert_false (gc_rtp_parse (zero_padding, sizeof zero_padding, &rtp));
}

/* Each prefix, in memory of its own so that a sanitizer sees any byte read beyond it. */
static void
test_truncated (void)
{
  for (size_t size = 0; size < sizeof one_byte; size++) {
    g_autofree uint8_t *copy = g_malloc (size + (size == 0));
    memcpy (copy, one_byte, size);
    GcRtp rtp;
    uint8_t extension_size = 0;
    g_assert_cmpint (gc_rtp_parse (copy, size, &rtp), ==, size >= 28);
    if (size >= 28)
      g_assert_nonnull (gc_rtp_find_extension (&rtp, 3, &extension_size));
  }
}

static void
test_broken_elements (void)
{
  uint8_t bytes[sizeof one_byte];
  uint8_t size = 0;
  GcRtp rtp;

  memcpy (bytes, one_byte, sizeof bytes);
  bytes[24] = 0x3f; /* 16 bytes, of which 3 are there */
  g_assert_true (gc_rtp_parse (bytes, sizeof bytes, &rtp));
  g_assert_nonnull (gc_rtp_find_extension (&rtp, 4, &size));
  g_assert_null (gc_rtp_find_extension (&rtp, 3, &size));
  bytes[20] = 0xf1; /* id 15 stops the reading */
  g_assert_true (gc_rtp_parse (bytes, sizeof bytes, &rtp));
  g_assert_null (gc_rtp_find_extension (&rtp, 3, &size));

  uint8_t other[sizeof two_byte];
  memcpy (other, two_byte, sizeof other);
  other[23] = 200;
  g_assert_true (gc_rtp_parse (other, sizeof other, &rtp));
  g_assert_null (gc_rtp_find_extension (&rtp, 20, &size));
}

static void
test_format_exact (void)
{
  GcRtpHeader header = { .payload_type = 111, .seq = 65535, .timestamp = 7, .ssrc = 0x01020304 };
  static const uint8_t expected[] = { 0x80, 0x6f, 0xff, 0xff, 0, 0, 0, 7, 1, 2, 3, 4 };
  static const uint8_t extended[] = { 0x90, 0xef, 0xff, 0xff, 0, 0, 0,    7,    1,    2,
                                      3,    4,    0xbe, 0xde, 0, 1, 0x31, 0x12, 0x34, 0 };
  uint8_t out[GC_RTP_MAX_HEADER_SIZE];

  size_t size = gc_rtp_format_header (&header, out, sizeof out);
  assert_bytes (out, size, expected, sizeof expected);
  header.marker = TRUE;
  header.extension_count = 1;
  header.extensions[0] = (GcRtpExtension){ .id = 3, .size = 2, .bytes = { 0x12, 0x34 } };
  size = gc_rtp_format_header (&header, out, sizeof out);
  assert_bytes (out, size, extended, sizeof extended);
  g_assert_cmpuint (gc_rtp_format_header (&header, out, sizeof extended - 1), ==, 0);
  header.extensions[0].id = 15;
  g_assert_cmpuint (gc_rtp_format_header (&header, out, sizeof out), ==, 0);
  header.extensions[0].id = 1;
  header.extensions[0].size = 0;
  g_assert_cmpuint (gc_rtp_format_header (&header, out, sizeof out), ==, 0);
  header.extension_count = 0;
  header.payload_type = 128;
  g_assert_cmpuint (gc_rtp_format_header (&header, out, sizeof out), ==, 0);
}

static void
random_header (GRand *random, GcRtpHeader *header)
{
  memset (header, 0, sizeof *header);
  header->payload_type = (uint8_t)g_rand_int_range (random, 0, 128);
  header->marker = g_rand_boolean (random);
  header->seq = (uint16_t)g_rand_int (random);
  header->timestamp = g_rand_int (random);
  header->ssrc = g_rand_int (random);
  header->extension_count = (uint8_t)g_rand_int_range (random, 0, GC_RTP_MAX_EXTENSIONS + 1);
  int first_id = g_rand_int_range (random, 1, 30);
  for (size_t i = 0; i < header->extension_count; i++) {
    GcRtpExtension *extension = &header->extensions[i];
    int id = first_id + (int)i;
    extension->id = (uint8_t)(id >= 15 ? id + 1 : id);
    extension->size = (uint8_t)g_rand_int_range (random, 1, GC_RTP_MAX_EXTENSION_SIZE + 1);
    for (size_t j = 0; j < extension->size; j++)
      extension->bytes[j] = (uint8_t)g_rand_int (random);
  }
}

static void
test_round_trip (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (int step = 0; step < 10000; step++) {
    GcRtpHeader header;
    GcRtp rtp;
    uint8_t packet[GC_RTP_MAX_HEADER_SIZE + 5];
    random_header (random, &header);
    size_t size = gc_rtp_format_header (&header, packet, GC_RTP_MAX_HEADER_SIZE);
    g_assert_cmpuint (size, >=, GC_RTP_FIXED_SIZE);
    g_assert_cmpuint (size % 4, ==, 0);
    memcpy (packet + size, "media", 5);
    g_assert_true (gc_rtp_parse (packet, size + 5, &rtp));
    assert_bytes (rtp.payload, rtp.payload_size, "media", 5);
    g_assert_cmpuint (rtp.payload_type, ==, header.payload_type);
    g_assert_cmpint (rtp.marker, ==, header.marker);
    g_assert_cmpuint (rtp.seq, ==, header.seq);
    g_assert_cmpuint (rtp.timestamp, ==, header.timestamp);
    g_assert_cmpuint (rtp.ssrc, ==, header.ssrc);
    for (size_t i = 0; i < header.extension_count; i++) {
      uint8_t found_size = 0;
      const uint8_t *found = gc_rtp_find_extension (&rtp, header.extensions[i].id, &found_size);
      assert_bytes (found, found_size, header.extensions[i].bytes, header.extensions[i].size);
    }
  }
}

/* RFC 4588 section 4: number and payload of what was lost; a probe has neither. */
static void
test_restore (void)
{
  const uint8_t payload[] = { 0xab, 0xcd, 0x90, 0x80 };
  GcRtp rtp = { .payload = payload,
                .payload_size = sizeof payload,
                .seq = 7,
                .ssrc = 99,
                .payload_type = 97,
                .timestamp = 3000,
                .marker = TRUE };

  for (size_t size = 0; size <= GC_RTX_OSN_SIZE; size++) {
    rtp.payload_size = size;
    g_assert_false (gc_rtp_restore (&rtp, 88, 96));
    g_assert_cmpuint (rtp.seq, ==, 7);
  }
  rtp.payload_size = sizeof payload;
  g_assert_true (gc_rtp_restore (&rtp, 88, 96));
  g_assert_cmpuint (rtp.seq, ==, 0xabcd);
  g_assert_cmpuint (rtp.ssrc, ==, 88);
  g_assert_cmpuint (rtp.payload_type, ==, 96);
  g_assert_cmpuint (rtp.timestamp, ==, 3000);
  g_assert_true (rtp.marker);
  g_assert_true (rtp.payload == payload + 2);
  g_assert_cmpuint (rtp.payload_size, ==, 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rtp/fields", test_fields);
  g_test_add_func ("/rtp/two-byte", test_two_byte);
  g_test_add_func ("/rtp/refused", test_refused);
  g_test_add_func ("/rtp/truncated", test_truncated);
  g_test_add_func ("/rtp/broken-elements", test_broken_elements);
  g_test_add_func ("/rtp/format-exact", test_format_exact);
  g_test_add_func ("/rtp/round-trip", test_round_trip);
  g_test_add_func ("/rtp/restore", test_restore);
  return g_test_run ();
}
