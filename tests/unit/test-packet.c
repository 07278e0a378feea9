// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-packet.h"

#include <glib.h>

/* What the ranges of RFC 7983 and RFC 5761 say, written down a second time, range by range. */
static const struct {
  uint8_t first_from, first_to;
  uint8_t second_from, second_to;
  GcPacketKind kind;
  size_t min_size;
} ranges[] = {
  { 0, 3, 0, 255, GC_PACKET_STUN, 20 },      { 4, 19, 0, 255, GC_PACKET_UNKNOWN, 0 },
  { 20, 63, 0, 255, GC_PACKET_DTLS, 13 },    { 64, 127, 0, 255, GC_PACKET_UNKNOWN, 0 },
  { 128, 191, 0, 191, GC_PACKET_RTP, 12 },   { 128, 191, 192, 223, GC_PACKET_RTCP, 8 },
  { 128, 191, 224, 255, GC_PACKET_RTP, 12 }, { 192, 255, 0, 255, GC_PACKET_UNKNOWN, 0 },
};

static void
check (unsigned first, unsigned second, size_t row)
{
  uint8_t bytes[24] = { (uint8_t)first, (uint8_t)second, 0, 0, 0x21, 0x12, 0xa4, 0x42 };

  for (size_t size = 2; size <= sizeof bytes; size++) {
    GcPacketKind kind = gc_packet_classify (bytes, size);
    GcPacketKind wanted = size >= ranges[row].min_size ? ranges[row].kind : GC_PACKET_UNKNOWN;
    if (kind != wanted)
      g_error ("bytes %u %u size %zu: kind %d, wanted %d", first, second, size, kind, wanted);
  }
}

static void
test_ranges (void)
{
  for (size_t row = 0; row < G_N_ELEMENTS (ranges); row++)
    for (unsigned first = ranges[row].first_from; first <= ranges[row].first_to; first++)
      for (unsigned second = ranges[row].second_from; second <= ranges[row].second_to; second++)
        check (first, second, row);
}

static void
test_empty (void)
{
  g_assert_cmpint (gc_packet_classify (NULL, 0), ==, GC_PACKET_UNKNOWN);
}

static void
test_magic_cookie (void)
{
  uint8_t bytes[20] = { 0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42 };

  g_assert_cmpint (gc_packet_classify (bytes, sizeof bytes), ==, GC_PACKET_STUN);
  for (size_t i = 4; i < 8; i++) {
    bytes[i] ^= 1;
    g_assert_cmpint (gc_packet_classify (bytes, sizeof bytes), ==, GC_PACKET_UNKNOWN);
    bytes[i] ^= 1;
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packet/ranges", test_ranges);
  g_test_add_func ("/packet/empty", test_empty);
  g_test_add_func ("/packet/magic-cookie", test_magic_cookie);
  return g_test_run ();
}
