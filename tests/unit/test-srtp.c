// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* Vectors of RFC 3711 and RFC 7714, and libsrtp2 as the second opinion in both directions. */
#include "config.h"

#include "rtp/gc-srtp-cipher.h"
#include "rtp/gc-srtp.h"

#include <srtp2/srtp.h>
#include <string.h>

#define SSRC 0xcafebabeU
#define MAX_PACKET 1600

static const GcSrtpProfile profiles[] = { GC_SRTP_AES128_CM_SHA1_80, GC_SRTP_AEAD_AES_128_GCM };

static const uint8_t master_key[16] = { 0xe1, 0xf9, 0x7a, 0x0d, 0x3e, 0x01, 0x8b, 0xe0,
                                        0xd6, 0x4f, 0xa3, 0x2c, 0x06, 0xde, 0x41, 0x39 };
static const uint8_t master_salt[14] = { 0x0e, 0xc6, 0x75, 0xad, 0x49, 0x8a, 0xfe,
                                         0xeb, 0xb6, 0x96, 0x0b, 0x3a, 0xab, 0xe6 };

static void
assert_bytes (const uint8_t *a, size_t a_size, const uint8_t *b, size_t b_size)
{
  g_assert_cmpuint (a_size, ==, b_size);
  g_assert_true (memcmp (a, b, a_size) == 0);
}

static size_t
unhex (const char *hex, uint8_t *out, size_t capacity)
{
  size_t size = 0;

  for (const char *at = hex; *at != '\0'; at++) {
    if (*at == ' ')
      continue;
    g_assert_cmpuint (size, <, capacity);
    out[size++] = (uint8_t)(g_ascii_xdigit_value (at[0]) << 4 | g_ascii_xdigit_value (at[1]));
    at++;
  }
  return size;
}

static GcSrtp *
new_srtp (GcSrtpProfile profile)
{
  GcSrtp *srtp = gc_srtp_new (profile, master_key, master_salt);
  g_assert_true (gc_srtp_add_ssrc (srtp, SSRC));
  return srtp;
}

static srtp_t
new_oracle (GcSrtpProfile profile, srtp_ssrc_type_t direction)
{
  uint8_t key[SRTP_MAX_KEY_LEN] = { 0 };
  srtp_policy_t policy = { .ssrc = { .type = direction }, .key = key, .window_size = 128 };
  srtp_t oracle;

  if (profile == GC_SRTP_AEAD_AES_128_GCM) {
    srtp_crypto_policy_set_aes_gcm_128_16_auth (&policy.rtp);
    srtp_crypto_policy_set_aes_gcm_128_16_auth (&policy.rtcp);
  } else {
    srtp_crypto_policy_set_rtp_default (&policy.rtp);
    srtp_crypto_policy_set_rtcp_default (&policy.rtcp);
  }
  memcpy (key, master_key, sizeof master_key);
  memcpy (key + sizeof master_key, master_salt, sizeof master_salt);
  g_assert_cmpint (srtp_create (&oracle, &policy), ==, srtp_err_status_ok);
  return oracle;
}

/*
 * A packet of @ssrc and @seq with @payload_size bytes; every third one has two CSRCs and an
 * extension. Returns its size, *@ret_header_size of which is the header.
 */
static size_t
make_packet (uint8_t *packet,
             uint32_t ssrc,
             uint16_t seq,
             size_t payload_size,
             size_t *ret_header_size)
{
  size_t size = 12;

  memset (packet, 0, 12);
  packet[0] = 0x80;
  packet[1] = 96;
  packet[2] = (uint8_t)(seq >> 8);
  packet[3] = (uint8_t)seq;
  packet[7] = (uint8_t)(seq * 3);
  for (unsigned i = 0; i < 4; i++)
    packet[8 + i] = (uint8_t)(ssrc >> (24 - 8 * i));
  if (seq % 3 == 0) {
    static const uint8_t rest[] = { 1, 2, 3, 4, 5, 6, 7, 8, 0xbe, 0xde, 0, 1, 0x10, 0x30, 0, 0 };
    packet[0] |= 0x12;
    memcpy (packet + 12, rest, sizeof rest);
    size += sizeof rest;
  }
  *ret_header_size = size;
  for (size_t i = 0; i < payload_size; i++)
    packet[size + i] = (uint8_t)(i * 7 + seq);
  return size + payload_size;
}

static size_t
protect_to (GcSrtp *srtp, uint16_t seq, size_t payload_size, uint8_t *out)
{
  uint8_t plain[MAX_PACKET];
  size_t header_size, size = 0;

  make_packet (plain, SSRC, seq, payload_size, &header_size);
  g_assert_true (gc_srtp_protect (srtp, plain, header_size, plain + header_size, payload_size, out,
                                  header_size + payload_size + GC_SRTP_OVERHEAD, &size));
  return size;
}

/* Unprotects an exact-size copy, so that a sanitizer sees every byte read beyond the end. */
static GcSrtpResult
try_unprotect (GcSrtp *srtp, const uint8_t *packet, size_t size)
{
  GcSrtpResult result;
  g_autofree uint8_t *copy = g_memdup2 (packet, size);
  size_t plain_size = size;

  gboolean taken = gc_srtp_unprotect (srtp, copy, &plain_size, &result);
  g_assert_cmpint (taken, ==, result == GC_SRTP_OK);
  if (!taken)
    g_assert_cmpuint (plain_size, ==, size);
  return result;
}

static void
test_rfc3711_key_derivation (void)
{
  /* RFC 3711 appendix B.3: session keys of the master key and salt above. */
  uint8_t key[16], salt[14], auth_key[20], sealed[2][64], tags[2][10];
  static const uint8_t header[12] = { 0x80, 96, 0, 1 };

  unhex ("c61e7a93744f39ee10734afe3ff7a087", key, sizeof key);
  unhex ("30cbbc08863d8c85d49db34a9ae1", salt, sizeof salt);
  unhex ("cebe321f6ff7716b6fd4ab49af256a156d38baa4", auth_key, sizeof auth_key);
  GcSrtpCipher *ciphers[2] = {
    gc_srtp_cipher_new (GC_SRTP_AES128_CM_SHA1_80, GC_SRTP_CIPHER_RTP, master_key, master_salt),
    gc_srtp_cipher_new_for_session (GC_SRTP_AES128_CM_SHA1_80, GC_SRTP_CIPHER_RTP, key, salt,
                                    auth_key),
  };
  for (size_t i = 0; i < 2; i++) {
    memset (sealed[i], 0x5a, sizeof sealed[i]);
    GcSrtpJob job = { SSRC,      1,      0, header, sizeof header, sealed[i], sizeof sealed[i],
                      sealed[i], tags[i] };
    g_assert_true (gc_srtp_cipher_seal (ciphers[i], &job));
    gc_srtp_cipher_free (ciphers[i]);
  }
  assert_bytes (sealed[0], sizeof sealed[0], sealed[1], sizeof sealed[1]);
  assert_bytes (tags[0], sizeof tags[0], tags[1], sizeof tags[1]);
}

static void
test_rfc3711_key_stream (void)
{
  /* RFC 3711 appendix B.2: the first blocks, for SSRC 0 and index 0. */
  static const char *const blocks = "e03ead0935c95e80e166b16dd92b4eb4"
                                    "d23513162b02d0f72a43a2fe4a5f97ab"
                                    "41e95b3bb0a2e8dd477901e4fca894c0";
  uint8_t wanted[48], stream[48] = { 0 };
  uint8_t key[16], salt[14], tag[10], auth_key[20] = { 0 }, header[12] = { 0x80 };

  unhex ("2b7e151628aed2a6abf7158809cf4f3c", key, sizeof key);
  unhex ("f0f1f2f3f4f5f6f7f8f9fafbfcfd", salt, sizeof salt);
  GcSrtpCipher *cipher = gc_srtp_cipher_new_for_session (GC_SRTP_AES128_CM_SHA1_80,
                                                         GC_SRTP_CIPHER_RTP, key, salt, auth_key);
  GcSrtpJob job = { 0, 0, 0, header, sizeof header, stream, sizeof stream, stream, tag };
  g_assert_true (gc_srtp_cipher_seal (cipher, &job));
  unhex (blocks, wanted, sizeof wanted);
  assert_bytes (stream, sizeof stream, wanted, sizeof wanted);
  gc_srtp_cipher_free (cipher);
}

static void
test_rfc7714 (void)
{
  /* RFC 7714 sections 16.1.1 and 17.1. */
  static const struct {
    GcSrtpCipherUse use;
    uint32_t ssrc;
    uint64_t index;
    uint32_t trailer;
    size_t associated_size;
    const char *plain;
    const char *sealed;
  } rows[] = {
    { GC_SRTP_CIPHER_RTP, 0x5501a0b2, 0xf17b, 0, 12,
      "8040f17b 8041f8d3 5501a0b2 47616c6c 69612065 7374206f 6d6e6973 20646976 69736120 696e2070"
      "61727465 73207472 6573",
      "8040f17b 8041f8d3 5501a0b2 f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5 0d294e6f 42a5f47a"
      "51c7d19b 36de3adf 8833899d 7f27beb1 6a9152cf 765ee439 0cce" },
    { GC_SRTP_CIPHER_RTCP, 0x4d617273, 0x5d4, 0x800005d4, 8,
      "81c8000d 4d617273 4e545031 4e545032 52545020 0000042a 0000e930 4c756e61 deadbeef deadbeef"
      "deadbeef deadbeef deadbeef",
      "81c8000d 4d617273 63e94885 dcdab67c a727d766 2f6b7e99 7ff5c0f7 6c06f32d c676a5f1 730d6fda"
      "4ce09b46 86303ded 0bb9275b c84aa458 96cf4d2f c5abf872 45d9eade" },
  };
  uint8_t key[16], salt[12];

  unhex ("000102030405060708090a0b0c0d0e0f", key, sizeof key);
  unhex ("517569642070726f2071756f", salt, sizeof salt);
  for (size_t i = 0; i < G_N_ELEMENTS (rows); i++) {
    uint8_t plain[128], sealed[128], got[128];
    size_t size = unhex (rows[i].plain, plain, sizeof plain);
    size_t aad = rows[i].associated_size;
    g_assert_cmpuint (unhex (rows[i].sealed, sealed, sizeof sealed), ==, size + 16);
    GcSrtpCipher *cipher =
        gc_srtp_cipher_new_for_session (GC_SRTP_AEAD_AES_128_GCM, rows[i].use, key, salt, NULL);
    GcSrtpJob job = { rows[i].ssrc, rows[i].index, rows[i].trailer, plain,     aad,
                      plain + aad,  size - aad,    got + aad,       got + size };
    memcpy (got, plain, aad);
    g_assert_true (gc_srtp_cipher_seal (cipher, &job));
    assert_bytes (got, size + 16, sealed, size + 16);
    job.in = job.out;
    g_assert_true (gc_srtp_cipher_open (cipher, &job));
    assert_bytes (got, size, plain, size);
    gc_srtp_cipher_free (cipher);
  }
}

/* Which packets reach the far side, in which order; 0 ends a row. Numbers above 65535 wrapped. */
static const struct {
  const char *name;
  unsigned first; /* number of the first packet sent */
  unsigned n;     /* packets sent */
  unsigned arrive[14];
} orders[] = {
  { "in order", 1, 12, { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 } },
  { "reordered", 100, 12, { 103, 100, 102, 101, 111, 104, 110, 105 } },
  { "wrap", 65530, 12, { 65530, 65531, 65532, 65533, 65534, 65535, 65536, 65537, 65538 } },
  { "reordered wrap", 65530, 12, { 65530, 65536, 65535, 65538, 65534, 65537, 65533 } },
  { "loss at the wrap", 65530, 20, { 65530, 65531, 65545, 65549, 65532 } },
  { "first ones lost before the wrap", 65534, 8, { 65537, 65538, 65534, 65539, 65535, 65536 } },
  { "first arrival is the wrap", 65535, 8, { 65536, 65535, 65540 } },
  { "two wraps",
    65000,
    132000,
    { 65000, 90000, 120000, 131071, 131072, 131071 - 9, 150000, 180000, 196605, 196608, 196607 } },
};

static gboolean
arrives (size_t row, unsigned number)
{
  for (size_t i = 0; i < G_N_ELEMENTS (orders[row].arrive); i++)
    if (orders[row].arrive[i] == number)
      return TRUE;
  return FALSE;
}

static void
check_order (GcSrtpProfile profile, size_t row, gboolean ours_sends)
{
  g_autoptr (GcSrtp) ours = new_srtp (profile);
  srtp_t oracle = new_oracle (profile, ours_sends ? ssrc_any_inbound : ssrc_any_outbound);
  g_autoptr (GHashTable) sent = g_hash_table_new_full (NULL, NULL, NULL, g_free);

  for (unsigned i = 0; i < orders[row].n; i++) {
    unsigned number = orders[row].first + i;
    uint8_t packet[256] = { 0 };
    size_t header_size, size = make_packet (packet, SSRC, (uint16_t)number, 40, &header_size);
    int length = (int)size;
    if (ours_sends)
      protect_to (ours, (uint16_t)number, 40, packet);
    else
      g_assert_cmpint (srtp_protect (oracle, packet, &length), ==, srtp_err_status_ok);
    if (arrives (row, number))
      g_hash_table_insert (sent, GUINT_TO_POINTER (number), g_memdup2 (packet, sizeof packet));
  }
  for (size_t i = 0; i < G_N_ELEMENTS (orders[row].arrive) && orders[row].arrive[i] != 0; i++) {
    unsigned number = orders[row].arrive[i];
    uint8_t *packet = g_hash_table_lookup (sent, GUINT_TO_POINTER (number));
    uint8_t plain[256];
    size_t header_size, plain_size = make_packet (plain, SSRC, (uint16_t)number, 40, &header_size);
    size_t size = plain_size + (profile == GC_SRTP_AEAD_AES_128_GCM ? 16 : 10);
    int length = (int)size;
    if (ours_sends)
      g_assert_cmpint (srtp_unprotect (oracle, packet, &length), ==, srtp_err_status_ok);
    else
      g_assert_true (gc_srtp_unprotect (ours, packet, &size, NULL));
    assert_bytes (packet, ours_sends ? (size_t)length : size, plain, plain_size);
  }
  srtp_dealloc (oracle);
}

/* libsrtp2 itself has no second guess at the first packet, so those rows run one way only. */
static gboolean
oracle_can_receive (size_t row)
{
  return orders[row].arrive[0] < 65536;
}

static void
test_orders (void)
{
  for (size_t p = 0; p < G_N_ELEMENTS (profiles); p++)
    for (size_t row = 0; row < G_N_ELEMENTS (orders); row++) {
      g_test_message ("profile %d, %s", profiles[p], orders[row].name);
      check_order (profiles[p], row, FALSE);
      if (oracle_can_receive (row))
        check_order (profiles[p], row, TRUE);
    }
}

static void
check_size (GcSrtpProfile profile, size_t payload_size)
{
  uint8_t packet[MAX_PACKET], plain[MAX_PACKET];
  size_t header_size;
  g_autoptr (GcSrtp) sender = new_srtp (profile);
  g_autoptr (GcSrtp) receiver = new_srtp (profile);
  srtp_t out = new_oracle (profile, ssrc_any_outbound);
  srtp_t in = new_oracle (profile, ssrc_any_inbound);

  for (uint16_t seq = 0; seq < 3; seq++) {
    size_t plain_size = make_packet (plain, SSRC, seq, payload_size, &header_size);
    size_t size = protect_to (sender, seq, payload_size, packet);
    uint8_t theirs[MAX_PACKET];
    memcpy (theirs, plain, plain_size);
    int length = (int)plain_size;
    g_assert_cmpint (srtp_protect (out, theirs, &length), ==, srtp_err_status_ok);
    assert_bytes (packet, size, theirs, (size_t)length);
    g_assert_cmpint (srtp_unprotect (in, theirs, &length), ==, srtp_err_status_ok);
    g_assert_true (gc_srtp_unprotect (receiver, packet, &size, NULL));
    assert_bytes (packet, size, plain, plain_size);
  }
  srtp_dealloc (out);
  srtp_dealloc (in);
}

static void
test_sizes (void)
{
  for (size_t p = 0; p < G_N_ELEMENTS (profiles); p++) {
    for (size_t size = 0; size < 70; size++)
      check_size (profiles[p], size);
    for (size_t size = 1180; size < 1220; size++)
      check_size (profiles[p], size);
  }
}

static void
test_replay (void)
{
  enum {
    N = 400
  };
  for (size_t p = 0; p < G_N_ELEMENTS (profiles); p++) {
    g_autoptr (GcSrtp) sender = new_srtp (profiles[p]);
    g_autoptr (GcSrtp) receiver = new_srtp (profiles[p]);
    uint8_t packets[N][80];
    size_t sizes[N];
    for (uint16_t seq = 0; seq < N; seq++)
      sizes[seq] = protect_to (sender, seq, 30, packets[seq]);
    for (unsigned seq = 0; seq < N - 1; seq += 2) {
      g_assert_cmpint (try_unprotect (receiver, packets[seq], sizes[seq]), ==, GC_SRTP_OK);
      g_assert_cmpint (try_unprotect (receiver, packets[seq], sizes[seq]), ==, GC_SRTP_REPLAY);
    }
    /* The newest is 398: of the odd ones, those less than 128 older still pass, and pass once. */
    for (unsigned turn = 0; turn < 2; turn++)
      for (unsigned seq = 1; seq < N - 2; seq += 2) {
        gboolean passes = turn == 0 && N - 2 - seq < GC_SRTP_WINDOW_PACKETS;
        g_assert_cmpint (try_unprotect (receiver, packets[seq], sizes[seq]), ==,
                         passes ? GC_SRTP_OK : GC_SRTP_REPLAY);
      }
  }
}

/* No changed packet passes, and none moves the state: the true one passes afterwards. */
static void
test_tampered (void)
{
  for (size_t p = 0; p < G_N_ELEMENTS (profiles); p++) {
    g_autoptr (GcSrtp) sender = new_srtp (profiles[p]);
    g_autoptr (GcSrtp) receiver = new_srtp (profiles[p]);
    for (uint16_t seq = 3; seq < 5; seq++) {
      uint8_t packet[80];
      size_t size = protect_to (sender, seq, 20, packet);
      for (size_t bit = 0; bit < size * 8; bit++) {
        packet[bit / 8] ^= (uint8_t)(1 << bit % 8);
        g_assert_cmpint (try_unprotect (receiver, packet, size), !=, GC_SRTP_OK);
        packet[bit / 8] ^= (uint8_t)(1 << bit % 8);
      }
      for (size_t less = 0; less < size; less++)
        g_assert_cmpint (try_unprotect (receiver, packet, less), !=, GC_SRTP_OK);
      g_assert_cmpint (try_unprotect (receiver, packet, size), ==, GC_SRTP_OK);
    }
  }
}

static void
test_wrong_key (void)
{
  uint8_t packet[80], key[16] = { 1 };
  g_autoptr (GcSrtp) sender = new_srtp (GC_SRTP_AEAD_AES_128_GCM);
  g_autoptr (GcSrtp) receiver = gc_srtp_new (GC_SRTP_AEAD_AES_128_GCM, key, master_salt);
  size_t size = protect_to (sender, 9, 20, packet);

  g_assert_cmpint (try_unprotect (receiver, packet, size), ==, GC_SRTP_UNKNOWN_SSRC);
  g_assert_true (gc_srtp_add_ssrc (receiver, SSRC));
  g_assert_cmpint (try_unprotect (receiver, packet, size), ==, GC_SRTP_AUTH);
}

static void
test_ssrcs (void)
{
  g_autoptr (GcSrtp) sender = new_srtp (GC_SRTP_AEAD_AES_128_GCM);
  g_autoptr (GcSrtp) receiver = gc_srtp_new (GC_SRTP_AEAD_AES_128_GCM, master_key, master_salt);
  uint8_t packet[80], other[80], out[100];
  size_t size = protect_to (sender, 7, 20, packet);
  size_t header_size, other_size;

  g_assert_cmpint (try_unprotect (receiver, packet, size), ==, GC_SRTP_UNKNOWN_SSRC);
  for (uint32_t i = 0; i < GC_SRTP_MAX_SSRCS; i++)
    g_assert_true (gc_srtp_add_ssrc (receiver, 1000 + i));
  g_assert_true (gc_srtp_add_ssrc (receiver, 1000));
  g_assert_false (gc_srtp_add_ssrc (receiver, SSRC));
  gc_srtp_remove_ssrc (receiver, 1003);
  gc_srtp_remove_ssrc (receiver, 1003);
  g_assert_true (gc_srtp_add_ssrc (receiver, SSRC));
  g_assert_cmpint (try_unprotect (receiver, packet, size), ==, GC_SRTP_OK);
  gc_srtp_remove_ssrc (receiver, SSRC);
  g_assert_cmpint (try_unprotect (receiver, packet, size), ==, GC_SRTP_UNKNOWN_SSRC);

  make_packet (other, SSRC + 1, 7, 20, &header_size);
  g_assert_false (gc_srtp_protect (sender, other, header_size, other + header_size, 20, out,
                                   sizeof out, &other_size));
}

static gboolean
send_bytes (GcSrtp *srtp, uint16_t seq, uint8_t header_byte, uint8_t payload_byte, uint8_t *out)
{
  uint8_t plain[80];
  size_t header_size, size;

  make_packet (plain, SSRC, seq, 20, &header_size);
  plain[4] = header_byte;
  plain[header_size] = payload_byte;
  return gc_srtp_protect (srtp, plain, header_size, plain + header_size, 20, out, 100, &size);
}

/* A nonce is never used for two different packets, not even when the SSRC comes back. */
static void
test_resend (void)
{
  for (size_t p = 0; p < G_N_ELEMENTS (profiles); p++) {
    g_autoptr (GcSrtp) sender = gc_srtp_new (profiles[p], master_key, master_salt);
    uint8_t first[100] = { 0 }, again[100] = { 0 };
    g_assert_true (gc_srtp_add_resent_ssrc (sender, SSRC));
    g_assert_true (send_bytes (sender, 65535, 1, 1, first));
    g_assert_true (send_bytes (sender, 0, 1, 1, again));
    g_assert_true (send_bytes (sender, 65535, 1, 1, again));
    assert_bytes (first, sizeof first, again, sizeof again);
    g_assert_false (send_bytes (sender, 65535, 2, 1, again));
    g_assert_false (send_bytes (sender, 65535, 1, 2, again));

    gc_srtp_remove_ssrc (sender, SSRC);
    g_assert_false (send_bytes (sender, 65535, 1, 1, again));
    g_assert_true (gc_srtp_add_ssrc (sender, SSRC));
    g_assert_false (send_bytes (sender, 65535, 2, 1, again));
    g_assert_true (send_bytes (sender, 1, 2, 1, again));

    g_assert_true (send_bytes (sender, GC_SRTP_MAX_RESEND_PACKETS - 1, 1, 1, again));
    g_assert_true (send_bytes (sender, 0, 1, 1, again));
    g_assert_false (send_bytes (sender, 65535, 1, 1, again));
    g_assert_true (send_bytes (sender, GC_SRTP_MAX_RESEND_PACKETS, 5, 6, again));
    g_assert_false (send_bytes (sender, 0, 1, 1, again));
  }
}

static void
test_send_once (void)
{
  for (size_t p = 0; p < G_N_ELEMENTS (profiles); p++) {
    g_autoptr (GcSrtp) sender = new_srtp (profiles[p]);
    uint8_t out[100];
    g_assert_true (send_bytes (sender, 65530, 1, 1, out));
    g_assert_false (send_bytes (sender, 65530, 1, 1, out));
    g_assert_true (send_bytes (sender, 3, 1, 1, out));
    g_assert_true (send_bytes (sender, 65535, 1, 1, out));
    g_assert_false (send_bytes (sender, 65535, 2, 1, out));

    gc_srtp_remove_ssrc (sender, SSRC);
    g_assert_true (gc_srtp_add_resent_ssrc (sender, SSRC));
    g_assert_false (send_bytes (sender, 65535, 1, 1, out));
    g_assert_true (send_bytes (sender, 3 + GC_SRTP_WINDOW_PACKETS, 1, 1, out));
    g_assert_true (send_bytes (sender, 4, 1, 1, out));
    g_assert_false (send_bytes (sender, 2, 1, 1, out));
  }
}

static void
test_small_buffer (void)
{
  for (size_t p = 0; p < G_N_ELEMENTS (profiles); p++) {
    g_autoptr (GcSrtp) sender = new_srtp (profiles[p]);
    size_t header_size, size = 0, wanted = 12 + 20 + (profiles[p] == 7 ? 16 : 10);
    uint8_t plain[80];
    make_packet (plain, SSRC, 1, 20, &header_size);
    for (size_t capacity = 0; capacity <= wanted; capacity++) {
      g_autofree uint8_t *out = g_malloc (capacity);
      gboolean fits = gc_srtp_protect (sender, plain, header_size, plain + header_size, 20, out,
                                       capacity, &size);
      g_assert_cmpint (fits, ==, capacity == wanted);
    }
    g_assert_cmpuint (size, ==, wanted);
  }
}

static size_t
make_rtcp (uint8_t *packet, uint32_t ssrc, size_t words)
{
  memset (packet, 0x3c, 4 * (words + 1));
  packet[0] = 0x80;
  packet[1] = 201;
  packet[2] = 0;
  packet[3] = (uint8_t)words;
  for (unsigned i = 0; i < 4; i++)
    packet[4 + i] = (uint8_t)(ssrc >> (24 - 8 * i));
  return 4 * (words + 1);
}

static void
test_rtcp_oracle (void)
{
  for (size_t p = 0; p < G_N_ELEMENTS (profiles); p++) {
    g_autoptr (GcSrtp) sender = new_srtp (profiles[p]);
    g_autoptr (GcSrtp) receiver = new_srtp (profiles[p]);
    srtp_t out = new_oracle (profiles[p], ssrc_any_outbound);
    srtp_t in = new_oracle (profiles[p], ssrc_any_inbound);
    for (size_t i = 0; i < 300; i++) {
      uint8_t plain[400], packet[400], theirs[400];
      size_t size = make_rtcp (plain, (uint32_t)(1 + i % 3), 1 + i % 80), plain_size = size;
      int length = (int)size;
      memcpy (packet, plain, size);
      memcpy (theirs, plain, size);
      g_assert_true (gc_srtcp_protect (sender, packet, &size, sizeof packet));
      g_assert_cmpint (srtp_protect_rtcp (out, theirs, &length), ==, srtp_err_status_ok);
      g_assert_cmpuint (size, ==, (size_t)length);
      g_assert_cmpint (srtp_unprotect_rtcp (in, packet, &length), ==, srtp_err_status_ok);
      assert_bytes (packet, (size_t)length, plain, plain_size);
      g_assert_true (gc_srtcp_unprotect (receiver, theirs, &size, NULL));
      assert_bytes (theirs, size, plain, plain_size);
    }
    srtp_dealloc (out);
    srtp_dealloc (in);
  }
}

static GcSrtpResult
try_unprotect_rtcp (GcSrtp *srtp, const uint8_t *packet, size_t size)
{
  GcSrtpResult result;
  g_autofree uint8_t *copy = g_memdup2 (packet, size);

  gc_srtcp_unprotect (srtp, copy, &size, &result);
  return result;
}

static void
test_rtcp_refusals (void)
{
  for (size_t p = 0; p < G_N_ELEMENTS (profiles); p++) {
    g_autoptr (GcSrtp) sender = new_srtp (profiles[p]);
    g_autoptr (GcSrtp) receiver = new_srtp (profiles[p]);
    uint8_t packet[100], later[100];
    size_t size = make_rtcp (packet, 5, 6), later_size = make_rtcp (later, 5, 6);

    g_assert_false (gc_srtcp_protect (sender, packet, &size, size + 13));
    g_assert_true (gc_srtcp_protect (sender, packet, &size, sizeof packet));
    for (size_t bit = 0; bit < size * 8; bit++) {
      packet[bit / 8] ^= (uint8_t)(1 << bit % 8);
      g_assert_cmpint (try_unprotect_rtcp (receiver, packet, size), !=, GC_SRTP_OK);
      packet[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    for (size_t less = 0; less < size; less++)
      g_assert_cmpint (try_unprotect_rtcp (receiver, packet, less), !=, GC_SRTP_OK);
    g_assert_cmpint (try_unprotect_rtcp (receiver, packet, size), ==, GC_SRTP_OK);
    g_assert_cmpint (try_unprotect_rtcp (receiver, packet, size), ==, GC_SRTP_REPLAY);
    g_assert_true (gc_srtcp_protect (sender, later, &later_size, sizeof later));
    g_assert_cmpint (try_unprotect_rtcp (receiver, later, later_size), ==, GC_SRTP_OK);
  }
}

static void
test_rtcp_limit (void)
{
  g_autoptr (GcSrtp) sender = new_srtp (GC_SRTP_AEAD_AES_128_GCM);
  g_autoptr (GcSrtp) receiver = new_srtp (GC_SRTP_AEAD_AES_128_GCM);

  for (uint32_t ssrc = 1; ssrc <= GC_SRTP_MAX_SSRCS + 1; ssrc++) {
    uint8_t packet[100];
    size_t size = make_rtcp (packet, ssrc, 6);
    g_assert_true (gc_srtcp_protect (sender, packet, &size, sizeof packet));
    GcSrtpResult wanted = ssrc <= GC_SRTP_MAX_SSRCS ? GC_SRTP_OK : GC_SRTP_LIMIT;
    g_assert_cmpint (try_unprotect_rtcp (receiver, packet, size), ==, wanted);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (srtp_init (), ==, srtp_err_status_ok);
  g_test_add_func ("/srtp/rfc3711-key-derivation", test_rfc3711_key_derivation);
  g_test_add_func ("/srtp/rfc3711-key-stream", test_rfc3711_key_stream);
  g_test_add_func ("/srtp/rfc7714", test_rfc7714);
  g_test_add_func ("/srtp/orders", test_orders);
  g_test_add_func ("/srtp/sizes", test_sizes);
  g_test_add_func ("/srtp/replay", test_replay);
  g_test_add_func ("/srtp/tampered", test_tampered);
  g_test_add_func ("/srtp/wrong-key", test_wrong_key);
  g_test_add_func ("/srtp/ssrcs", test_ssrcs);
  g_test_add_func ("/srtp/resend", test_resend);
  g_test_add_func ("/srtp/send-once", test_send_once);
  g_test_add_func ("/srtp/small-buffer", test_small_buffer);
  g_test_add_func ("/srtp/rtcp-oracle", test_rtcp_oracle);
  g_test_add_func ("/srtp/rtcp-refusals", test_rtcp_refusals);
  g_test_add_func ("/srtp/rtcp-limit", test_rtcp_limit);
  int failed = g_test_run ();
  srtp_shutdown ();
  return failed;
}
