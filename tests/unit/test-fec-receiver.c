// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "rtp/gc-fec-receiver.h"

#include <string.h>

#include "rtp/gc-ulpfec.h"

#define SSRC 77
#define VP8 96
#define RED 118
#define CC_ID 3

/* The packet @seq as it came: in RED, with a transport-wide number, @padding bytes at its end. */
static size_t
make_packet (uint16_t seq, uint16_t number, uint8_t padding, uint8_t *out)
{
  GcRtpHeader header = { .timestamp = 90u * seq,
                         .ssrc = SSRC,
                         .seq = seq,
                         .payload_type = RED,
                         .marker = seq % 3 == 0,
                         .extension_count = 1 };

  header.extensions[0] = (GcRtpExtension){ CC_ID, 2, { (uint8_t)(number >> 8), (uint8_t)number } };
  size_t size = gc_rtp_format_header (&header, out, 100);
  out[size++] = VP8;
  size += (size_t)g_snprintf ((char *)out + size, 100, "picture %u %*s", seq, seq % 7, "");
  for (uint8_t i = 0; i < padding; i++)
    out[size++] = padding;
  if (padding > 0)
    out[0] |= 0x20;
  return size;
}

static void
assert_bytes (const void *bytes, size_t size, const void *expected, size_t expected_size)
{
  g_assert_cmpuint (size, ==, expected_size);
  g_assert_true (memcmp (bytes, expected, size) == 0);
}

/* As it is taken out of RED. */
static GcRtp
unwrap (const uint8_t *packet, size_t size)
{
  GcRtp rtp;

  g_assert_true (gc_rtp_parse (packet, size, &rtp));
  rtp.payload_type = *rtp.payload++;
  rtp.payload_size--;
  return rtp;
}

static void
give (GcFecReceiver *receiver, uint16_t seq)
{
  uint8_t packet[200];
  size_t size = make_packet (seq, (uint16_t)(seq * 7), seq % 5 == 0 ? 4 : 0, packet);
  GcRtp rtp = unwrap (packet, size);

  gc_fec_receiver_push (receiver, packet, &rtp);
}

/* A FEC packet for the @count packets @seqs, made before they had transport-wide numbers. */
static void
give_fec (GcFecReceiver *receiver, const uint16_t *seqs, size_t count)
{
  uint8_t payload[GC_ULPFEC_MAX_SIZE];
  GcUlpfec fec;

  gc_ulpfec_init (&fec, seqs[0]);
  for (size_t i = 0; i < count; i++) {
    uint8_t packet[200];
    size_t size = make_packet (seqs[i], 0, seqs[i] % 5 == 0 ? 4 : 0, packet);
    GcRtp rtp = unwrap (packet, size);
    packet[1] = (uint8_t)((packet[1] & 0x80) | VP8);
    g_assert_true (gc_ulpfec_add (&fec, packet, rtp.header_size, rtp.payload,
                                  rtp.payload_size + rtp.padding_size));
  }
  size_t size = gc_ulpfec_format (&fec, payload, sizeof payload);
  g_assert_true (gc_fec_receiver_push_fec (receiver, payload, size));
}

/* The numbers that are recovered now, as "11 12 "; each packet is what was lost. */
static void
assert_recovered (GcFecReceiver *receiver, const char *numbers)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GcRtp rtp;

  while (gc_fec_receiver_pop (receiver, &rtp)) {
    uint8_t packet[200];
    size_t size = make_packet (rtp.seq, 0, rtp.seq % 5 == 0 ? 4 : 0, packet);
    GcRtp lost = unwrap (packet, size);
    g_string_append_printf (text, "%u ", rtp.seq);
    g_assert_cmpuint (rtp.ssrc, ==, SSRC);
    g_assert_cmpuint (rtp.payload_type, ==, VP8);
    g_assert_cmpuint (rtp.timestamp, ==, lost.timestamp);
    g_assert_cmpint (rtp.marker, ==, lost.marker);
    assert_bytes (rtp.payload, rtp.payload_size, lost.payload, lost.payload_size);
  }
  g_assert_cmpstr (text->str, ==, numbers);
}

static const uint16_t four[] = { 10, 11, 12, 13 };
static const uint16_t odd[] = { 11, 13 };

static void
test_one_lost (void)
{
  for (unsigned lost = 0; lost < 4; lost++) {
    g_autoptr (GcFecReceiver) receiver = gc_fec_receiver_new (SSRC, CC_ID);
    g_autofree char *expected = g_strdup_printf ("%u ", four[lost]);
    for (unsigned i = 0; i < 4; i++)
      if (i != lost)
        give (receiver, four[i]);
    assert_recovered (receiver, "");
    give_fec (receiver, four, 4);
    assert_recovered (receiver, expected);
    give (receiver, four[lost]); /* it was only late */
    give_fec (receiver, four, 4);
    assert_recovered (receiver, "");
  }
}

static void
test_one_leads_to_another (void)
{
  g_autoptr (GcFecReceiver) receiver = gc_fec_receiver_new (SSRC, CC_ID);

  give (receiver, 10);
  give (receiver, 11);
  give_fec (receiver, four, 4); /* 12 and 13 are lost */
  assert_recovered (receiver, "");
  give_fec (receiver, odd, 2);
  assert_recovered (receiver, "13 12 ");
}

static void
test_late_packets_help (void)
{
  g_autoptr (GcFecReceiver) receiver = gc_fec_receiver_new (SSRC, CC_ID);

  give_fec (receiver, four, 4);
  give (receiver, 13);
  give (receiver, 10);
  assert_recovered (receiver, "");
  give (receiver, 12);
  assert_recovered (receiver, "11 ");
}

/* All numbers later, other packets have those that a FEC packet waited for. */
static void
test_old_fec_is_forgotten (void)
{
  g_autoptr (GcFecReceiver) receiver = gc_fec_receiver_new (SSRC, CC_ID);

  give (receiver, 10);
  give_fec (receiver, four, 4);
  for (unsigned i = 20; i < 65536 + 12; i++)
    if (i != 65536 + 11)
      give (receiver, (uint16_t)i);
  give (receiver, 12);
  assert_recovered (receiver, "");
}

static void
test_limits (void)
{
  g_autoptr (GcFecReceiver) receiver = gc_fec_receiver_new (SSRC, 0);
  static const uint8_t bytes[2000] = { 0x80, RED };
  GcRtp rtp = {
    .header_size = 12, .payload = bytes + 13, .payload_size = 1401, .payload_type = VP8, .seq = 11
  };
  uint8_t payload[20] = { 0 };

  g_assert_false (gc_fec_receiver_push_fec (receiver, payload, sizeof payload));
  gc_fec_receiver_push (receiver, bytes, &rtp); /* too long: as if it had not come */
  give (receiver, 10);
  give (receiver, 12);
  give (receiver, 13);
  give_fec (receiver, odd, 2);
  assert_recovered (receiver, "11 ");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fec-receiver/one-lost", test_one_lost);
  g_test_add_func ("/fec-receiver/one-leads-to-another", test_one_leads_to_another);
  g_test_add_func ("/fec-receiver/late", test_late_packets_help);
  g_test_add_func ("/fec-receiver/old", test_old_fec_is_forgotten);
  g_test_add_func ("/fec-receiver/limits", test_limits);
  return g_test_run ();
}
