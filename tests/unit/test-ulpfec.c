// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-ulpfec.h"

#include <string.h>

#define SSRC 0x11223344
#define MAX_PACKET (12 + GC_ULPFEC_MAX_BODY)

/* Two packets, and what RFC 5109 makes of them, by hand. */
static const uint8_t plain[] = {
  0x80, 0x60, 0x00, 0x0a, 0x00, 0x00, 0x00, 0x64, 0x11, 0x22, 0x33, 0x44, 0x01, 0x02, 0x03,
};
static const uint8_t extended[] = {
  0x90, 0xe0, 0x00, 0x0b, 0x00, 0x00, 0x00, 0xc8, 0x11, 0x22, 0x33, 0x44, /* X and marker */
  0xbe, 0xde, 0x00, 0x01, 0x51, 0x12, 0x34, 0x00, 0xff,
};
static const uint8_t of_both[] = {
  0x10, 0x80,             /* X, marker; no L */
  0x00, 0x0a,             /* from number 10 on */
  0x00, 0x00, 0x00, 0xac, /* 100 and 200 */
  0x00, 0x0a,             /* 3 and 9 bytes */
  0x00, 0x09, 0xc0, 0x00, /* 9 bytes are protected, of the first two */
  0xbf, 0xdc, 0x03, 0x01, 0x51, 0x12, 0x34, 0x00, 0xff,
};

static void
assert_bytes (const void *bytes, size_t size, const void *expected, size_t expected_size)
{
  g_assert_cmpuint (size, ==, expected_size);
  g_assert_true (memcmp (bytes, expected, size) == 0);
}

static void
add (GcUlpfec *fec, const uint8_t *packet, size_t size, size_t header_size)
{
  g_assert_true (
      gc_ulpfec_add (fec, packet, header_size, packet + header_size, size - header_size));
}

/* What is left of @fec is @packet. */
static void
assert_recovers (const GcUlpfec *fec, const uint8_t *packet, size_t size)
{
  uint8_t out[MAX_PACKET];
  size_t out_size = 0;

  g_assert_true (gc_ulpfec_recover (fec, SSRC, out, sizeof out, &out_size));
  assert_bytes (out, out_size, packet, size);
}

static void
test_by_hand (void)
{
  GcUlpfec fec;
  uint8_t out[GC_ULPFEC_MAX_SIZE];

  gc_ulpfec_init (&fec, 10);
  add (&fec, plain, sizeof plain, 12);
  add (&fec, extended, sizeof extended, 20);
  g_assert_cmpuint (gc_ulpfec_n_packets (&fec), ==, 2);
  size_t size = gc_ulpfec_format (&fec, out, sizeof out);
  assert_bytes (out, size, of_both, sizeof of_both);

  g_assert_true (gc_ulpfec_parse (of_both, sizeof of_both, &fec));
  g_assert_false (gc_ulpfec_recover (&fec, SSRC, out, sizeof out, &size)); /* both are missing */
  g_assert_true (gc_ulpfec_remove (&fec, plain, sizeof plain));
  g_assert_false (gc_ulpfec_has (&fec, 10));
  g_assert_true (gc_ulpfec_has (&fec, 11));
  assert_recovers (&fec, extended, sizeof extended);
  g_assert_false (gc_ulpfec_recover (&fec, SSRC, out, sizeof extended - 1, &size));

  g_assert_true (gc_ulpfec_parse (of_both, sizeof of_both, &fec));
  g_assert_true (gc_ulpfec_remove (&fec, extended, sizeof extended));
  assert_recovers (&fec, plain, sizeof plain);
  g_assert_true (gc_ulpfec_remove (&fec, plain, sizeof plain));
  g_assert_false (gc_ulpfec_recover (&fec, SSRC, out, sizeof out, &size)); /* none is */
}

/* Packet @index of a group from @base on: of any length and header, the same for the same numbers.
 */
static size_t
make_packet (uint16_t base, unsigned index, uint8_t *packet)
{
  g_autoptr (GRand) random = g_rand_new_with_seed ((guint32)(base * 64u + index));
  uint16_t seq = (uint16_t)(base + index);
  size_t size = 12 + (size_t)g_rand_int_range (random, 0, GC_ULPFEC_MAX_BODY + 1);

  for (size_t i = 0; i < size; i++)
    packet[i] = (uint8_t)g_rand_int (random);
  packet[0] = (uint8_t)(0x80 | (packet[0] & 0x3f));
  packet[2] = (uint8_t)(seq >> 8);
  packet[3] = (uint8_t)seq;
  memcpy (packet + 8, (const uint8_t[]){ 0x11, 0x22, 0x33, 0x44 }, 4);
  return size;
}

/* Each packet of a group can be had from all others, byte for byte, with either mask. */
static void
test_every_single_loss (void)
{
  static const unsigned spans[] = { 1, 2, 16, 17, 48 };

  for (size_t i = 0; i < G_N_ELEMENTS (spans); i++) {
    uint16_t base = (uint16_t)(65530 + i);
    uint8_t packet[MAX_PACKET];
    uint8_t payload[GC_ULPFEC_MAX_SIZE];
    GcUlpfec fec;
    gc_ulpfec_init (&fec, base);
    for (unsigned k = 0; k < spans[i]; k++)
      add (&fec, packet, make_packet (base, k, packet), 12);
    size_t size = gc_ulpfec_format (&fec, payload, sizeof payload);
    g_assert_cmpuint (size, ==, (spans[i] > 16 ? 18 : 14) + fec.size);
    for (unsigned lost = 0; lost < spans[i]; lost++) {
      g_assert_true (gc_ulpfec_parse (payload, size, &fec));
      for (unsigned k = 0; k < spans[i]; k++) {
        size_t packet_size = make_packet (base, k, packet);
        g_assert_true (k == lost || gc_ulpfec_remove (&fec, packet, packet_size));
      }
      assert_recovers (&fec, packet, make_packet (base, lost, packet));
    }
  }
}

static void
test_merged_is_the_same (void)
{
  uint8_t packet[MAX_PACKET];
  GcUlpfec whole;
  GcUlpfec parts[2];

  gc_ulpfec_init (&whole, 100);
  gc_ulpfec_init (&parts[0], 100);
  gc_ulpfec_init (&parts[1], 100);
  for (unsigned i = 0; i < 20; i++) {
    size_t size = make_packet (100, i, packet);
    add (&whole, packet, size, 12);
    add (&parts[i % 2], packet, size, 12);
  }
  gc_ulpfec_merge (&parts[0], &parts[1]);
  assert_bytes (&parts[0], sizeof parts[0], &whole, sizeof whole);
}

static void
test_what_does_not_fit (void)
{
  uint8_t packet[MAX_PACKET + 1] = { 0x80, 96, 0, 10 };
  uint8_t out[GC_ULPFEC_MAX_SIZE];
  GcUlpfec fec;

  gc_ulpfec_init (&fec, 10);
  g_assert_cmpuint (gc_ulpfec_format (&fec, out, sizeof out), ==, 0); /* nothing in it */
  g_assert_false (gc_ulpfec_add (&fec, packet, 12, packet + 12, GC_ULPFEC_MAX_BODY + 1));
  g_assert_false (gc_ulpfec_add (&fec, packet, 20, packet + 20, GC_ULPFEC_MAX_BODY - 7));
  g_assert_true (gc_ulpfec_add (&fec, packet, 20, packet + 20, GC_ULPFEC_MAX_BODY - 8));
  g_assert_false (gc_ulpfec_add (&fec, packet, 12, packet + 12, 1)); /* it is in already */
  packet[3] = 9;
  g_assert_false (gc_ulpfec_add (&fec, packet, 12, packet + 12, 1));
  packet[3] = 10 + GC_ULPFEC_MAX_SPAN;
  g_assert_false (gc_ulpfec_add (&fec, packet, 12, packet + 12, 1));
  packet[3]--;
  g_assert_true (gc_ulpfec_add (&fec, packet, 12, packet + 12, 1));
  g_assert_cmpuint (gc_ulpfec_format (&fec, out, sizeof out - 1), ==, 0);
  g_assert_cmpuint (gc_ulpfec_format (&fec, out, sizeof out), ==, sizeof out);
}

static void
test_hostile (void)
{
  static const struct {
    const char *name;
    size_t at;
    uint8_t byte;
    size_t size;
  } cases[] = {
    { "cut off in the header", 0, 0x10, 13 },
    { "cut off in the body", 0, 0x10, sizeof of_both - 1 },
    { "the long mask is not there", 0, 0x50, 17 },
    { "more is protected than there is", 11, 10, sizeof of_both },
    { "very much more", 10, 0xff, sizeof of_both },
    { "nothing is protected", 12, 0, sizeof of_both },
  };
  uint8_t bytes[sizeof of_both];
  uint8_t out[MAX_PACKET];
  size_t size = 0;
  GcUlpfec fec;

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    memcpy (bytes, of_both, sizeof bytes);
    bytes[cases[i].at] = cases[i].byte;
    g_test_message ("%s", cases[i].name);
    g_assert_false (gc_ulpfec_parse (bytes, cases[i].size, &fec));
  }

  /* A length that is longer than what is protected. */
  memcpy (bytes, of_both, sizeof bytes);
  bytes[8] = 0xff;
  g_assert_true (gc_ulpfec_parse (bytes, sizeof bytes, &fec));
  g_assert_true (gc_ulpfec_remove (&fec, plain, sizeof plain));
  g_assert_false (gc_ulpfec_recover (&fec, SSRC, out, sizeof out, &size));

  /* A packet that is longer than what is protected. */
  memcpy (bytes, of_both, sizeof bytes);
  bytes[11] = 8;
  g_assert_true (gc_ulpfec_parse (bytes, sizeof bytes, &fec));
  g_assert_false (gc_ulpfec_remove (&fec, extended, sizeof extended));
  g_assert_cmpuint (gc_ulpfec_n_packets (&fec), ==, 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ulpfec/by-hand", test_by_hand);
  g_test_add_func ("/ulpfec/every-single-loss", test_every_single_loss);
  g_test_add_func ("/ulpfec/merged", test_merged_is_the_same);
  g_test_add_func ("/ulpfec/limits", test_what_does_not_fit);
  g_test_add_func ("/ulpfec/hostile", test_hostile);
  return g_test_run ();
}
