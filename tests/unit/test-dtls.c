// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* Both ends in one process, over a link that can lose, copy, cut and shuffle datagrams. */
#include "config.h"

#include "common/gc-error.h"
#include "rtp/gc-dtls.h"

#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <string.h>

#define QUICK_US 20000     /* for tests that lose datagrams */
#define PATIENT_US 3000000 /* for all others: a timer that fires on a busy machine blurs them */
#define RECORD_HEADER_SIZE 13
#define HANDSHAKE_HEADER_SIZE 12

typedef struct _End End;

struct _End {
  GcDtls *dtls;
  End *other;
  GQueue queue;   /* GBytes: datagrams under way from here to @other */
  unsigned sent;  /* datagrams */
  uint64_t lose;  /* bit n: the n-th datagram is lost */
  gboolean split; /* every record travels alone */
  unsigned connected, failed, closed, alerts;
  GcErrorCode code;
  GcDtlsKeys keys;
};

typedef struct {
  GcDtlsContext *contexts[2];
  End ends[2]; /* 0 is active, 1 is passive */
} Pair;

static void
queue_datagram (End *end, const uint8_t *bytes, size_t size)
{
  if (bytes[0] == 21)
    end->alerts++;
  if (end->sent >= 64 || (end->lose >> end->sent & 1) == 0)
    g_queue_push_tail (&end->queue, g_bytes_new (bytes, size));
  end->sent++;
}

static size_t
record_size (const uint8_t *record)
{
  return RECORD_HEADER_SIZE + (size_t)(record[11] << 8 | record[12]);
}

static void
on_send (const uint8_t *bytes, size_t size, gpointer user_data)
{
  End *end = user_data;

  g_assert_cmpuint (size, >, 0);
  g_assert_cmpuint (size, <=, GC_DTLS_MTU);
  while (end->split && size > record_size (bytes)) {
    size_t step = record_size (bytes);
    queue_datagram (end, bytes, step);
    bytes += step;
    size -= step;
  }
  queue_datagram (end, bytes, size);
}

static void
on_connected (const GcDtlsKeys *keys, gpointer user_data)
{
  End *end = user_data;
  end->connected++;
  end->keys = *keys;
}

static void
on_failed (const GError *error, gpointer user_data)
{
  End *end = user_data;
  end->failed++;
  end->code = gc_error_code (error);
}

static void
on_closed (gpointer user_data)
{
  ((End *)user_data)->closed++;
}

static const GcDtlsCallbacks callbacks = { on_send, on_connected, on_failed, on_closed };

static void
pair_open (Pair *pair)
{
  memset (pair, 0, sizeof *pair);
  for (size_t i = 0; i < 2; i++) {
    g_autoptr (GError) error = NULL;
    pair->contexts[i] = gc_dtls_context_new (&error);
    g_assert_no_error (error);
    pair->ends[i].other = &pair->ends[1 - i];
    g_queue_init (&pair->ends[i].queue);
  }
  for (size_t i = 0; i < 2; i++) {
    g_autoptr (GError) error = NULL;
    pair->ends[i].dtls = gc_dtls_new (
        pair->contexts[i], i == 0 ? GC_DTLS_ACTIVE : GC_DTLS_PASSIVE, "SHA-256",
        gc_dtls_context_fingerprint (pair->contexts[1 - i]), &callbacks, &pair->ends[i], &error);
    g_assert_no_error (error);
    gc_dtls_set_retransmit_us (pair->ends[i].dtls, PATIENT_US);
  }
}

static void
be_quick (Pair *pair)
{
  for (size_t i = 0; i < 2; i++)
    gc_dtls_set_retransmit_us (pair->ends[i].dtls, QUICK_US);
}

static void
pair_close (Pair *pair)
{
  for (size_t i = 0; i < 2; i++) {
    gc_dtls_free (pair->ends[i].dtls);
    gc_dtls_context_free (pair->contexts[i]);
    g_queue_clear_full (&pair->ends[i].queue, (GDestroyNotify)g_bytes_unref);
  }
}

static void
deliver_bytes (End *to, GBytes *bytes)
{
  size_t size;
  const uint8_t *data = g_bytes_get_data (bytes, &size);
  g_autofree uint8_t *exact = g_memdup2 (data, size);

  gc_dtls_handle (to->dtls, exact, size, g_get_monotonic_time ());
}

static gboolean
deliver_next (End *from)
{
  g_autoptr (GBytes) bytes = g_queue_pop_head (&from->queue);

  if (bytes == NULL)
    return FALSE;
  deliver_bytes (from->other, bytes);
  return TRUE;
}

/* Delivers what is under way until nothing is. */
static void
settle (Pair *pair)
{
  while (deliver_next (&pair->ends[0]) || deliver_next (&pair->ends[1]))
    ;
}

static void
start (Pair *pair)
{
  for (size_t i = 2; i-- > 0;)
    gc_dtls_start (pair->ends[i].dtls, g_get_monotonic_time ());
}

/* Waits for the nearest timer of the two. OpenSSL reads the system's clock, so this is real time.
 */
static void
wait_and_tick (Pair *pair)
{
  int64_t next_us =
      MIN (gc_dtls_next_us (pair->ends[0].dtls), gc_dtls_next_us (pair->ends[1].dtls));
  int64_t now_us = g_get_monotonic_time ();

  g_assert_cmpint (next_us, !=, INT64_MAX);
  if (next_us > now_us)
    g_usleep ((gulong)(next_us - now_us));
  for (size_t i = 0; i < 2; i++)
    gc_dtls_tick (pair->ends[i].dtls, g_get_monotonic_time ());
}

static gboolean
is_over (const Pair *pair)
{
  return pair->ends[0].connected + pair->ends[0].failed > 0 &&
         pair->ends[1].connected + pair->ends[1].failed > 0;
}

static void
assert_connected (const Pair *pair)
{
  const GcDtlsKeys *active = &pair->ends[0].keys, *passive = &pair->ends[1].keys;

  for (size_t i = 0; i < 2; i++) {
    g_assert_cmpuint (pair->ends[i].connected, ==, 1);
    g_assert_cmpuint (pair->ends[i].failed, ==, 0);
    g_assert_cmpint (gc_dtls_state (pair->ends[i].dtls), ==, GC_DTLS_CONNECTED);
    g_assert_cmpint (gc_dtls_next_us (pair->ends[i].dtls), ==, INT64_MAX);
  }
  g_assert_cmpint (active->profile, ==, GC_SRTP_AEAD_AES_128_GCM);
  g_assert_cmpint (passive->profile, ==, GC_SRTP_AEAD_AES_128_GCM);
  g_assert_cmpmem (active->local_key, 16, passive->remote_key, 16);
  g_assert_cmpmem (active->remote_key, 16, passive->local_key, 16);
  g_assert_cmpmem (active->local_salt, 14, passive->remote_salt, 14);
  g_assert_cmpmem (active->remote_salt, 14, passive->local_salt, 14);
  g_assert_true (memcmp (active->local_key, active->remote_key, 16) != 0);
}

static void
run (Pair *pair)
{
  start (pair);
  for (unsigned turn = 0; turn < 40; turn++) {
    settle (pair);
    if (is_over (pair))
      return;
    wait_and_tick (pair);
  }
  g_error ("no end after 40 time-outs");
}

static void
test_handshake (void)
{
  Pair pair;

  pair_open (&pair);
  run (&pair);
  assert_connected (&pair);
  g_assert_cmpuint (pair.ends[0].sent + pair.ends[1].sent, <=, 6);
  pair_close (&pair);
}

/* Any one datagram of either side may be lost, and any two. */
static void
test_loss (void)
{
  for (unsigned lost = 1; lost < 16; lost++) {
    Pair pair;
    pair_open (&pair);
    be_quick (&pair);
    pair.ends[0].lose = lost & 3;
    pair.ends[1].lose = lost >> 2;
    run (&pair);
    /* The last flight may be the lost one: then one side is done and the other must ask again. */
    assert_connected (&pair);
    pair_close (&pair);
  }
}

static void
deliver_shuffled (End *from, GRand *random)
{
  unsigned length = g_queue_get_length (&from->queue);

  if (length == 0)
    return;
  unsigned at = (unsigned)g_rand_int_range (random, 0, (int)length);
  g_autoptr (GBytes) bytes = g_queue_pop_nth (&from->queue, at);
  unsigned copies = g_rand_int_range (random, 0, 4) == 0 ? 2 : 1;
  if (g_rand_int_range (random, 0, 8) == 0)
    copies = 0;
  for (unsigned i = 0; i < copies; i++)
    deliver_bytes (from->other, bytes);
}

/* Records travel alone, in any order; one in eight is lost and one in four comes twice. */
static void
test_shuffled (void)
{
  for (unsigned seed = 0; seed < 16; seed++) {
    g_autoptr (GRand) random = g_rand_new_with_seed (seed);
    Pair pair;
    pair_open (&pair);
    be_quick (&pair);
    pair.ends[0].split = pair.ends[1].split = TRUE;
    start (&pair);
    for (unsigned turn = 0; turn < 60 && !is_over (&pair); turn++) {
      while (pair.ends[0].queue.length + pair.ends[1].queue.length > 0)
        deliver_shuffled (&pair.ends[g_rand_int_range (random, 0, 2)], random);
      if (!is_over (&pair))
        wait_and_tick (&pair);
    }
    assert_connected (&pair);
    pair_close (&pair);
  }
}

static GBytes *
take_client_hello (Pair *pair)
{
  gc_dtls_start (pair->ends[0].dtls, g_get_monotonic_time ());
  g_assert_cmpuint (pair->ends[0].queue.length, ==, 1);
  return g_queue_pop_head (&pair->ends[0].queue);
}

static void
write_be (uint8_t *out, size_t size, uint64_t value)
{
  for (size_t i = 0; i < size; i++)
    out[i] = (uint8_t)(value >> (8 * (size - 1 - i)));
}

/* One record with the bytes from @from to @to of the handshake message in @record. */
static GBytes *
make_fragment (const uint8_t *record, size_t from, size_t to, uint64_t sequence)
{
  uint8_t out[2048];
  size_t size = to - from;

  memcpy (out, record, RECORD_HEADER_SIZE + HANDSHAKE_HEADER_SIZE);
  write_be (out + 5, 6, sequence);
  write_be (out + 11, 2, size + HANDSHAKE_HEADER_SIZE);
  write_be (out + RECORD_HEADER_SIZE + 6, 3, from);
  write_be (out + RECORD_HEADER_SIZE + 9, 3, size);
  memcpy (out + RECORD_HEADER_SIZE + HANDSHAKE_HEADER_SIZE,
          record + RECORD_HEADER_SIZE + HANDSHAKE_HEADER_SIZE + from, size);
  return g_bytes_new (out, RECORD_HEADER_SIZE + HANDSHAKE_HEADER_SIZE + size);
}

/* Adds @step to the numbers of the unencrypted records of a datagram. */
static GBytes *
renumber (GBytes *bytes, unsigned step)
{
  size_t size;
  uint8_t *copy = g_bytes_unref_to_data (bytes, &size);

  for (size_t at = 0; at + RECORD_HEADER_SIZE <= size; at += record_size (copy + at))
    if (copy[at + 3] == 0 && copy[at + 4] == 0)
      copy[at + 10] = (uint8_t)(copy[at + 10] + step);
  return g_bytes_new_take (copy, size);
}

/* Chromium's ClientHello comes in two fragments; here in both orders, and with a copy of one. */
static void
test_fragmented_client_hello (void)
{
  static const unsigned orders[][3] = { { 0, 1, 1 }, { 1, 0, 0 }, { 0, 0, 1 } };

  for (size_t row = 0; row < G_N_ELEMENTS (orders); row++) {
    Pair pair;
    pair_open (&pair);
    g_autoptr (GBytes) hello = take_client_hello (&pair);
    const uint8_t *record = g_bytes_get_data (hello, NULL);
    size_t body = record_size (record) - RECORD_HEADER_SIZE - HANDSHAKE_HEADER_SIZE;
    gc_dtls_start (pair.ends[1].dtls, g_get_monotonic_time ());
    for (size_t i = 0; i < 3; i++) {
      gboolean second = orders[row][i] == 1;
      g_autoptr (GBytes) fragment =
          make_fragment (record, second ? body / 3 : 0, second ? body : body / 3, second ? 1 : 0);
      deliver_bytes (&pair.ends[1], fragment);
    }
    while (!is_over (&pair)) {
      g_assert_cmpuint (pair.ends[1].queue.length, >, 0);
      while (deliver_next (&pair.ends[1]))
        ;
      GBytes *next = g_queue_pop_head (&pair.ends[0].queue);
      if (next != NULL)
        g_queue_push_head (&pair.ends[0].queue, renumber (next, 1));
      deliver_next (&pair.ends[0]);
      if (pair.ends[1].connected > 0)
        settle (&pair);
    }
    assert_connected (&pair);
    pair_close (&pair);
  }
}

/* The ClientHello with every cipher replaced by 0x0000. */
static GBytes *
make_bogus (GBytes *hello)
{
  size_t size;
  const uint8_t *bytes = g_bytes_get_data (hello, &size);
  uint8_t *copy = g_memdup2 (bytes, size);
  size_t at = RECORD_HEADER_SIZE + HANDSHAKE_HEADER_SIZE + 2 + 32;

  at += 1 + (size_t)copy[at];
  at += 1 + (size_t)copy[at];
  size_t ciphers = (size_t)(copy[at] << 8 | copy[at + 1]);
  memset (copy + at + 2, 0, ciphers);
  return g_bytes_new_take (copy, size);
}

/* A bogus ClientHello spoils an SSL object for good: the second and third one still work. */
static void
test_bogus_client_hello (void)
{
  for (unsigned bogus = 0; bogus <= 3; bogus++) {
    Pair pair;
    pair_open (&pair);
    g_autoptr (GBytes) hello = take_client_hello (&pair);
    g_autoptr (GBytes) bad = make_bogus (hello);
    gc_dtls_start (pair.ends[1].dtls, g_get_monotonic_time ());
    for (unsigned i = 0; i < bogus; i++)
      deliver_bytes (&pair.ends[1], bad);
    g_assert_cmpuint (pair.ends[1].alerts, ==, bogus == 3 ? 1 : 0);
    g_assert_cmpuint (pair.ends[1].failed, ==, bogus == 3 ? 1 : 0);
    if (bogus < 3) {
      deliver_bytes (&pair.ends[1], hello);
      settle (&pair);
      assert_connected (&pair);
    } else {
      g_assert_cmpint (pair.ends[1].code, ==, GC_ERROR_INVALID);
      g_assert_cmpint (gc_dtls_next_us (pair.ends[1].dtls), ==, INT64_MAX);
    }
    pair_close (&pair);
  }
}

static void
replace_expectation (Pair *pair, size_t i, const char *algorithm, const char *fingerprint)
{
  g_autoptr (GError) error = NULL;

  gc_dtls_free (pair->ends[i].dtls);
  pair->ends[i].dtls = gc_dtls_new (pair->contexts[i], i == 0 ? GC_DTLS_ACTIVE : GC_DTLS_PASSIVE,
                                    algorithm, fingerprint, &callbacks, &pair->ends[i], &error);
  g_assert_no_error (error);
}

static void
test_wrong_fingerprint (void)
{
  for (size_t i = 0; i < 2; i++) {
    Pair pair;
    pair_open (&pair);
    replace_expectation (&pair, i, "sha-256",
                         gc_dtls_context_fingerprint (pair.contexts[i] /* our own */));
    start (&pair);
    settle (&pair);
    g_assert_cmpuint (pair.ends[i].failed, ==, 1);
    g_assert_cmpint (pair.ends[i].code, ==, GC_ERROR_DENIED);
    g_assert_cmpuint (pair.ends[i].alerts, ==, 1);
    g_assert_cmpuint (pair.ends[0].connected + pair.ends[1].connected, ==, 0);
    pair_close (&pair);
  }
}

static void
test_malformed_fingerprint (void)
{
  Pair pair;
  pair_open (&pair);
  g_autofree char *right = g_strdup (gc_dtls_context_fingerprint (pair.contexts[0]));
  g_autofree char *cut = g_strndup (right, strlen (right) - 3);
  g_autofree char *dashes = g_strdelimit (g_strdup (right), ":", '-');
  g_autofree char *letters = g_strdup (right);
  letters[4] = 'G';
  const struct {
    const char *algorithm, *fingerprint;
  } rows[] = {
    { "sha-1", right }, { "md5", right },      { "", right },          { "sha-384", right },
    { "sha-256", cut }, { "sha-256", dashes }, { "sha-256", letters }, { "sha-256", "" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    GcDtls *dtls = gc_dtls_new (pair.contexts[0], GC_DTLS_ACTIVE, rows[i].algorithm,
                                rows[i].fingerprint, &callbacks, NULL, &error);
    g_assert_null (dtls);
    g_assert_error (error, GC_ERROR, GC_ERROR_INVALID);
  }
  pair_close (&pair);
}

static void
test_close (void)
{
  for (size_t i = 0; i < 2; i++) {
    Pair pair;
    pair_open (&pair);
    run (&pair);
    settle (&pair);
    gc_dtls_close (pair.ends[i].dtls);
    settle (&pair);
    g_assert_cmpuint (pair.ends[1 - i].closed, ==, 1);
    g_assert_cmpuint (pair.ends[i].closed, ==, 0);
    g_assert_cmpint (gc_dtls_state (pair.ends[1 - i].dtls), ==, GC_DTLS_CLOSED);
    pair_close (&pair);
  }
}

/* Nothing that is not authenticated can end a connection. */
static void
test_noise_after_handshake (void)
{
  static const uint8_t alerts[][15] = {
    { 21, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 99, 0, 2, 1, 0 },  /* plain close_notify */
    { 21, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 98, 0, 2, 2, 40 }, /* plain fatal alert */
    { 21, 0xfe, 0xfd, 0, 1, 0, 0, 0, 0, 0, 97, 0, 2, 2, 40 }, /* as if encrypted */
    { 22, 0xfe, 0xfd, 0, 1, 0, 0, 0, 0, 0, 96, 0, 2, 2, 40 },
    { 20, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 95, 0, 1, 1 },
    { 22, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 94, 0xff, 0xff },
    { 0 },
  };
  Pair pair;

  pair_open (&pair);
  g_autoptr (GBytes) hello = take_client_hello (&pair);
  g_queue_push_tail (&pair.ends[0].queue, g_bytes_ref (hello));
  gc_dtls_start (pair.ends[1].dtls, g_get_monotonic_time ());
  settle (&pair);
  assert_connected (&pair);
  for (size_t i = 0; i < 2; i++) {
    deliver_bytes (&pair.ends[i], hello);
    for (size_t row = 0; row < G_N_ELEMENTS (alerts); row++) {
      g_autoptr (GBytes) bytes = g_bytes_new (alerts[row], sizeof alerts[row]);
      deliver_bytes (&pair.ends[i], bytes);
    }
  }
  settle (&pair);
  assert_connected (&pair);
  g_assert_cmpuint (pair.ends[0].closed + pair.ends[1].closed, ==, 0);
  pair_close (&pair);
}

/* Random bytes behind a DTLS header, before and during the handshake, cost attempts at most. */
static void
test_noise_before_handshake (void)
{
  for (unsigned seed = 0; seed < 200; seed++) {
    g_autoptr (GRand) random = g_rand_new_with_seed (seed);
    uint8_t noise[200];
    Pair pair;
    pair_open (&pair);
    be_quick (&pair);
    gc_dtls_start (pair.ends[1].dtls, g_get_monotonic_time ());
    size_t size = (size_t)g_rand_int_range (random, 13, sizeof noise);
    for (size_t i = 0; i < size; i++)
      noise[i] = (uint8_t)g_rand_int (random);
    noise[0] = (uint8_t)(20 + seed % 4);
    noise[1] = 0xfe;
    noise[2] = 0xfd;
    memset (noise + 3, 0, 7);
    write_be (noise + 11, 2, size - 13);
    gc_dtls_handle (pair.ends[1].dtls, noise, size, g_get_monotonic_time ());
    gc_dtls_handle (pair.ends[1].dtls, noise, size, g_get_monotonic_time ());
    g_assert_cmpuint (pair.ends[1].failed, ==, 0);
    gc_dtls_start (pair.ends[0].dtls, g_get_monotonic_time ());
    for (unsigned turn = 0; turn < 10 && !is_over (&pair); turn++) {
      settle (&pair);
      if (!is_over (&pair))
        wait_and_tick (&pair);
    }
    assert_connected (&pair);
    pair_close (&pair);
  }
}

static void
test_deadline (void)
{
  Pair pair;
  int64_t now_us = g_get_monotonic_time ();

  pair_open (&pair);
  gc_dtls_start (pair.ends[1].dtls, now_us);
  g_assert_cmpint (gc_dtls_next_us (pair.ends[1].dtls), ==, now_us + GC_DTLS_HANDSHAKE_US);
  gc_dtls_tick (pair.ends[1].dtls, now_us + GC_DTLS_HANDSHAKE_US - 1);
  g_assert_cmpuint (pair.ends[1].failed, ==, 0);
  gc_dtls_tick (pair.ends[1].dtls, now_us + GC_DTLS_HANDSHAKE_US);
  g_assert_cmpuint (pair.ends[1].failed, ==, 1);
  g_assert_cmpint (pair.ends[1].code, ==, GC_ERROR_UNAVAILABLE);
  gc_dtls_tick (pair.ends[1].dtls, now_us + 2 * GC_DTLS_HANDSHAKE_US);
  g_assert_cmpuint (pair.ends[1].failed, ==, 1);
  pair_close (&pair);
}

/* ---- A peer that is plain OpenSSL, to see that we agree with something other than ourselves. ----
 */

typedef struct {
  SSL_CTX *ctx;
  SSL *ssl;
  char fingerprint[SHA512_DIGEST_LENGTH * 3];
} Plain;

static int
accept_any (int preverified, X509_STORE_CTX *store)
{
  return 1;
}

static X509 *
sign_certificate (EVP_PKEY *key)
{
  X509 *certificate = X509_new ();

  ASN1_INTEGER_set (X509_get_serialNumber (certificate), 1);
  X509_gmtime_adj (X509_getm_notBefore (certificate), 0);
  X509_gmtime_adj (X509_getm_notAfter (certificate), 3600);
  X509_set_pubkey (certificate, key);
  g_assert_cmpint (X509_sign (certificate, key, EVP_sha256 ()), >, 0);
  return certificate;
}

static void
plain_open (Plain *plain, gboolean active, gboolean rsa, const char *profiles, const EVP_MD *digest)
{
  uint8_t bytes[EVP_MAX_MD_SIZE];
  unsigned size;
  EVP_PKEY *key = rsa ? EVP_RSA_gen (2048) : EVP_EC_gen ("P-256");
  X509 *certificate = sign_certificate (key);

  plain->ctx = SSL_CTX_new (DTLS_method ());
  g_assert_cmpint (SSL_CTX_use_certificate (plain->ctx, certificate), ==, 1);
  g_assert_cmpint (SSL_CTX_use_PrivateKey (plain->ctx, key), ==, 1);
  SSL_CTX_set_verify (plain->ctx, SSL_VERIFY_PEER, accept_any);
  if (profiles != NULL)
    g_assert_cmpint (SSL_CTX_set_tlsext_use_srtp (plain->ctx, profiles), ==, 0);
  plain->ssl = SSL_new (plain->ctx);
  SSL_set_options (plain->ssl, SSL_OP_NO_QUERY_MTU);
  SSL_set_mtu (plain->ssl, 1200);
  SSL_set_bio (plain->ssl, BIO_new (BIO_s_mem ()), BIO_new (BIO_s_mem ()));
  if (active)
    SSL_set_connect_state (plain->ssl);
  else
    SSL_set_accept_state (plain->ssl);
  g_assert_cmpint (X509_digest (certificate, digest, bytes, &size), ==, 1);
  for (unsigned i = 0; i < size; i++)
    g_snprintf (plain->fingerprint + 3 * i, 4, i + 1 < size ? "%02x:" : "%02x", bytes[i]);
  X509_free (certificate);
  EVP_PKEY_free (key);
}

static void
plain_close (Plain *plain)
{
  SSL_free (plain->ssl);
  SSL_CTX_free (plain->ctx);
}

/* Moves datagrams until neither side has any; a memory BIO joins them, which is a datagram, too. */
static void
exchange (Plain *plain, End *end)
{
  gboolean moved = TRUE;

  while (moved) {
    g_autoptr (GBytes) bytes = g_queue_pop_head (&end->queue);
    uint8_t out[8192];
    moved = bytes != NULL;
    if (bytes != NULL)
      BIO_write (SSL_get_rbio (plain->ssl), g_bytes_get_data (bytes, NULL),
                 (int)g_bytes_get_size (bytes));
    SSL_do_handshake (plain->ssl);
    int size = BIO_read (SSL_get_wbio (plain->ssl), out, sizeof out);
    if (size > 0) {
      moved = TRUE;
      gc_dtls_handle (end->dtls, out, (size_t)size, g_get_monotonic_time ());
    }
  }
}

static const struct {
  gboolean we_are_active;
  gboolean rsa;
  const char *profiles;
  const char *algorithm;
  int profile; /* 0: must fail */
} plains[] = {
  { FALSE, FALSE, "SRTP_AES128_CM_SHA1_80", "sha-256", GC_SRTP_AES128_CM_SHA1_80 },
  { TRUE, FALSE, "SRTP_AES128_CM_SHA1_80", "sha-384", GC_SRTP_AES128_CM_SHA1_80 },
  { FALSE, TRUE, "SRTP_AEAD_AES_128_GCM", "sha-512", GC_SRTP_AEAD_AES_128_GCM },
  { TRUE, TRUE, "SRTP_AEAD_AES_128_GCM", "sha-256", GC_SRTP_AEAD_AES_128_GCM },
  { FALSE, FALSE, "SRTP_AES128_CM_SHA1_80:SRTP_AEAD_AES_128_GCM", "sha-256",
    GC_SRTP_AEAD_AES_128_GCM },
  { FALSE, FALSE, "SRTP_AES128_CM_SHA1_32", "sha-256", 0 },
  { FALSE, FALSE, NULL, "sha-256", 0 },
  { TRUE, FALSE, NULL, "sha-256", 0 },
};

static void
check_plain_keys (SSL *ssl, const GcDtlsKeys *keys, gboolean we_are_client)
{
  size_t salt = keys->profile == GC_SRTP_AEAD_AES_128_GCM ? 12 : 14;
  uint8_t material[60];

  g_assert_cmpint (SSL_export_keying_material (ssl, material, 32 + 2 * salt, "EXTRACTOR-dtls_srtp",
                                               19, NULL, 0, 0),
                   ==, 1);
  const uint8_t *client_key = we_are_client ? keys->local_key : keys->remote_key;
  const uint8_t *server_key = we_are_client ? keys->remote_key : keys->local_key;
  const uint8_t *client_salt = we_are_client ? keys->local_salt : keys->remote_salt;
  const uint8_t *server_salt = we_are_client ? keys->remote_salt : keys->local_salt;
  g_assert_true (memcmp (material, client_key, 16) == 0);
  g_assert_true (memcmp (material + 16, server_key, 16) == 0);
  g_assert_true (memcmp (material + 32, client_salt, salt) == 0);
  g_assert_true (memcmp (material + 32 + salt, server_salt, salt) == 0);
}

static void
test_plain_openssl (void)
{
  g_autoptr (GcDtlsContext) context = gc_dtls_context_new (NULL);

  for (size_t row = 0; row < G_N_ELEMENTS (plains); row++) {
    g_autoptr (GError) error = NULL;
    Plain plain;
    End end = { 0 };
    plain_open (&plain, !plains[row].we_are_active, plains[row].rsa, plains[row].profiles,
                EVP_get_digestbyname (plains[row].algorithm[4] == '2'   ? "SHA256"
                                      : plains[row].algorithm[4] == '3' ? "SHA384"
                                                                        : "SHA512"));
    end.dtls = gc_dtls_new (context, plains[row].we_are_active ? GC_DTLS_ACTIVE : GC_DTLS_PASSIVE,
                            plains[row].algorithm, plain.fingerprint, &callbacks, &end, &error);
    g_assert_no_error (error);
    gc_dtls_start (end.dtls, g_get_monotonic_time ());
    exchange (&plain, &end);
    g_assert_cmpuint (end.connected, ==, plains[row].profile != 0 ? 1 : 0);
    g_assert_cmpuint (end.failed, ==, plains[row].profile != 0 ? 0 : 1);
    if (plains[row].profile != 0) {
      g_assert_cmpint ((int)end.keys.profile, ==, plains[row].profile);
      check_plain_keys (plain.ssl, &end.keys, plains[row].we_are_active);
    }
    gc_dtls_free (end.dtls);
    g_queue_clear_full (&end.queue, (GDestroyNotify)g_bytes_unref);
    plain_close (&plain);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dtls/handshake", test_handshake);
  g_test_add_func ("/dtls/loss", test_loss);
  g_test_add_func ("/dtls/shuffled", test_shuffled);
  g_test_add_func ("/dtls/fragmented-client-hello", test_fragmented_client_hello);
  g_test_add_func ("/dtls/bogus-client-hello", test_bogus_client_hello);
  g_test_add_func ("/dtls/wrong-fingerprint", test_wrong_fingerprint);
  g_test_add_func ("/dtls/malformed-fingerprint", test_malformed_fingerprint);
  g_test_add_func ("/dtls/close", test_close);
  g_test_add_func ("/dtls/noise-after-handshake", test_noise_after_handshake);
  g_test_add_func ("/dtls/noise-before-handshake", test_noise_before_handshake);
  g_test_add_func ("/dtls/deadline", test_deadline);
  g_test_add_func ("/dtls/plain-openssl", test_plain_openssl);
  return g_test_run ();
}
