// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * NOTES. No memory BIO: it loses the bounds of datagrams. No DTLSv1_listen: it refuses a
 * ClientHello in two fragments, which is what Chromium sends. OpenSSL measures its retransmission
 * times with the system's clock and has no way to inject another; all else uses the caller's.
 */
#include "config.h"

#include "rtp/gc-dtls.h"

#include "common/gc-error.h"
#include "common/gc-id.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <string.h>

#define DEFAULT_RETRANSMIT_US 250000
#define MIN_RETRANSMIT_US 20000
#define MAX_RETRANSMIT_US 3000000
#define CERTIFICATE_DAYS 30
#define ALERT_RECORD 21
#define HANDSHAKE_RECORD 22
#define RECORD_HEADER_SIZE 13
#define MESSAGE_HEADER_SIZE 12
#define NO_MESSAGE UINT_MAX
#define MAX_HELD_SIZE 128
#define EXPORTER_LABEL "EXTRACTOR-dtls_srtp" /* RFC 5764 section 4.2 */

/* Forward-secret AEAD suites; RSA for peers whose certificate is one. */
#define CIPHERS                                                                                    \
  "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"                                     \
  "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"                                     \
  "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305"
#define GROUPS "X25519:P-256:P-384"
#define SRTP_PROFILES "SRTP_AEAD_AES_128_GCM:SRTP_AES128_CM_SHA1_80"

struct _GcDtlsContext {
  SSL_CTX *ctx;
  BIO_METHOD *bio_method;
  char fingerprint[SHA256_DIGEST_LENGTH * 3];
};

struct _GcDtls {
  GcDtlsContext *context; /* not owned */
  GcDtlsRole role;
  GcDtlsState state;
  GcDtlsCallbacks callbacks;
  gpointer user_data;
  const EVP_MD *digest; /* of @fingerprint */
  uint8_t fingerprint[EVP_MAX_MD_SIZE];
  SSL *ssl; /* NULL before start and after failure */
  unsigned attempts;
  gboolean wrong_certificate;
  unsigned long_message; /* number of the one that is longer than GC_DTLS_MAX_MESSAGE_BYTES */
  int64_t retransmit_us;
  int64_t deadline_us;
  int64_t next_us;
  /* The datagram that OpenSSL may read now; not owned. */
  const uint8_t *in;
  size_t in_size;
  /* The last alert of the handshake, kept until it is known whether the handshake is over. */
  uint8_t held[MAX_HELD_SIZE];
  size_t held_size;
};

/* ---- The BIO: one write is one datagram. ---- */

static int
bio_write (BIO *bio, const char *bytes, int size)
{
  GcDtls *dtls = BIO_get_data (bio);

  BIO_clear_retry_flags (bio);
  if (size <= 0)
    return 0;
  if (dtls->state == GC_DTLS_HANDSHAKING && bytes[0] == ALERT_RECORD && size <= MAX_HELD_SIZE) {
    memcpy (dtls->held, bytes, (size_t)size);
    dtls->held_size = (size_t)size;
  } else {
    dtls->callbacks.send ((const uint8_t *)bytes, (size_t)size, dtls->user_data);
  }
  return size;
}

static int
bio_read (BIO *bio, char *out, int capacity)
{
  GcDtls *dtls = BIO_get_data (bio);

  BIO_clear_retry_flags (bio);
  if (dtls->in_size == 0 || capacity <= 0) {
    BIO_set_retry_read (bio);
    return -1;
  }
  size_t size = MIN (dtls->in_size, (size_t)capacity);
  memcpy (out, dtls->in, size);
  dtls->in_size = 0;
  return (int)size;
}

static long
bio_ctrl (BIO *bio, int command, long number, void *pointer)
{
  switch (command) {
  case BIO_CTRL_FLUSH:
    return 1;
  case BIO_CTRL_DGRAM_QUERY_MTU:
  case BIO_CTRL_DGRAM_GET_MTU:
  case BIO_CTRL_DGRAM_GET_FALLBACK_MTU:
    return GC_DTLS_MTU;
  default:
    return 0; /* among them: nothing pending, no timeout of its own */
  }
}

static BIO_METHOD *
make_bio_method (void)
{
  BIO_METHOD *method = BIO_meth_new (BIO_get_new_index () | BIO_TYPE_SOURCE_SINK, "gc-dtls");

  if (method == NULL)
    return NULL;
  BIO_meth_set_write (method, bio_write);
  BIO_meth_set_read (method, bio_read);
  BIO_meth_set_ctrl (method, bio_ctrl);
  return method;
}

/* ---- The context. ---- */

/* In place of a chain of trust, which self-signed certificates have not: the fingerprint. */
static int
verify_certificate (X509_STORE_CTX *store, void *user_data)
{
  SSL *ssl = X509_STORE_CTX_get_ex_data (store, SSL_get_ex_data_X509_STORE_CTX_idx ());
  GcDtls *dtls = SSL_get_app_data (ssl);
  X509 *certificate = X509_STORE_CTX_get0_cert (store);
  uint8_t digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;

  if (certificate != NULL && X509_digest (certificate, dtls->digest, digest, &size) == 1 &&
      CRYPTO_memcmp (digest, dtls->fingerprint, size) == 0)
    return 1;
  dtls->wrong_certificate = TRUE;
  X509_STORE_CTX_set_error (store, X509_V_ERR_CERT_UNTRUSTED);
  return 0;
}

static X509 *
make_certificate (EVP_PKEY *key)
{
  X509 *certificate = X509_new ();
  uint64_t serial;

  if (certificate == NULL)
    return NULL;
  gc_random_bytes (&serial, sizeof serial);
  X509_NAME *name = X509_get_subject_name (certificate);
  /* The name says nothing, and the start lies back a day for peers whose clock is behind. */
  gboolean done =
      X509_set_version (certificate, 2) == 1 &&
      ASN1_INTEGER_set_uint64 (X509_get_serialNumber (certificate), serial >> 1 | 1) == 1 &&
      X509_gmtime_adj (X509_getm_notBefore (certificate), -86400) != NULL &&
      X509_gmtime_adj (X509_getm_notAfter (certificate), 86400L * CERTIFICATE_DAYS) != NULL &&
      X509_NAME_add_entry_by_txt (name, "CN", MBSTRING_ASC, (const unsigned char *)"WebRTC", -1, -1,
                                  0) == 1 &&
      X509_set_issuer_name (certificate, name) == 1 && X509_set_pubkey (certificate, key) == 1 &&
      X509_sign (certificate, key, EVP_sha256 ()) > 0;
  if (done)
    return certificate;
  X509_free (certificate);
  return NULL;
}

static gboolean
install_certificate (GcDtlsContext *context)
{
  EVP_PKEY *key = EVP_EC_gen ("P-256");
  X509 *certificate = key != NULL ? make_certificate (key) : NULL;
  uint8_t digest[SHA256_DIGEST_LENGTH];
  unsigned size = 0;

  gboolean done = certificate != NULL && SSL_CTX_use_certificate (context->ctx, certificate) == 1 &&
                  SSL_CTX_use_PrivateKey (context->ctx, key) == 1 &&
                  X509_digest (certificate, EVP_sha256 (), digest, &size) == 1;
  for (size_t i = 0; done && i < sizeof digest; i++)
    g_snprintf (context->fingerprint + 3 * i, 4, i + 1 < sizeof digest ? "%02X:" : "%02X",
                digest[i]);
  X509_free (certificate);
  EVP_PKEY_free (key);
  return done;
}

static gboolean
configure (SSL_CTX *ctx)
{
  SSL_CTX_set_options (ctx, SSL_OP_NO_QUERY_MTU | SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION |
                                SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_session_cache_mode (ctx, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_max_cert_list (ctx, GC_DTLS_MAX_CERTIFICATE_BYTES);
  SSL_CTX_set_verify (ctx, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
  SSL_CTX_set_cert_verify_callback (ctx, verify_certificate, NULL);
  return SSL_CTX_set_min_proto_version (ctx, DTLS1_2_VERSION) == 1 &&
         SSL_CTX_set_cipher_list (ctx, CIPHERS) == 1 &&
         SSL_CTX_set1_groups_list (ctx, GROUPS) == 1 &&
         /* This one function of OpenSSL returns 0 for success. */
         SSL_CTX_set_tlsext_use_srtp (ctx, SRTP_PROFILES) == 0;
}

GcDtlsContext *
gc_dtls_context_new (GError **error)
{
  g_autoptr (GcDtlsContext) context = g_new0 (GcDtlsContext, 1);

  context->bio_method = make_bio_method ();
  context->ctx = SSL_CTX_new (DTLS_method ());
  if (context->bio_method == NULL || context->ctx == NULL || !configure (context->ctx) ||
      !install_certificate (context)) {
    g_set_error (error, GC_ERROR, GC_ERROR_INTERNAL, "cannot set up DTLS: %s",
                 ERR_reason_error_string (ERR_peek_last_error ()));
    ERR_clear_error ();
    return NULL;
  }
  return g_steal_pointer (&context);
}

void
gc_dtls_context_free (GcDtlsContext *context)
{
  if (context == NULL)
    return;
  SSL_CTX_free (context->ctx);
  BIO_meth_free (context->bio_method);
  g_free (context);
}

const char *
gc_dtls_context_fingerprint (const GcDtlsContext *context)
{
  return context->fingerprint;
}

/* ---- One peer. ---- */

static gboolean
parse_fingerprint (GcDtls *dtls, const char *algorithm, const char *text)
{
  static const struct {
    const char *name;
    const EVP_MD *(*digest) (void);
  } algorithms[] = {
    { "sha-256", EVP_sha256 },
    { "sha-384", EVP_sha384 },
    { "sha-512", EVP_sha512 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (algorithms); i++)
    if (g_ascii_strcasecmp (algorithm, algorithms[i].name) == 0)
      dtls->digest = algorithms[i].digest ();
  if (dtls->digest == NULL)
    return FALSE;
  size_t size = (size_t)EVP_MD_get_size (dtls->digest);
  if (strlen (text) != size * 3 - 1)
    return FALSE;
  for (size_t i = 0; i < size; i++) {
    int high = g_ascii_xdigit_value (text[3 * i]);
    int low = g_ascii_xdigit_value (text[3 * i + 1]);
    if (high < 0 || low < 0 || (i + 1 < size && text[3 * i + 2] != ':'))
      return FALSE;
    dtls->fingerprint[i] = (uint8_t)(high << 4 | low);
  }
  return TRUE;
}

GcDtls *
gc_dtls_new (GcDtlsContext *context,
             GcDtlsRole role,
             const char *algorithm,
             const char *fingerprint,
             const GcDtlsCallbacks *callbacks,
             gpointer user_data,
             GError **error)
{
  g_autoptr (GcDtls) dtls = g_new0 (GcDtls, 1);

  dtls->context = context;
  dtls->role = role;
  dtls->callbacks = *callbacks;
  dtls->user_data = user_data;
  dtls->retransmit_us = DEFAULT_RETRANSMIT_US;
  dtls->next_us = INT64_MAX;
  if (!parse_fingerprint (dtls, algorithm, fingerprint)) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID,
                 "certificate fingerprint %.16s of %zu characters is malformed or unknown",
                 algorithm, strlen (fingerprint));
    return NULL;
  }
  return g_steal_pointer (&dtls);
}

void
gc_dtls_free (GcDtls *dtls)
{
  if (dtls == NULL)
    return;
  SSL_free (dtls->ssl);
  g_free (dtls);
}

void
gc_dtls_set_retransmit_us (GcDtls *dtls, int64_t first_us)
{
  dtls->retransmit_us = CLAMP (first_us, MIN_RETRANSMIT_US, MAX_RETRANSMIT_US);
}

/* How long OpenSSL waits for an answer: @previous_us is 0 for the first time. */
static unsigned
next_retransmit_us (SSL *ssl, unsigned previous_us)
{
  const GcDtls *dtls = SSL_get_app_data (ssl);

  if (previous_us == 0)
    return (unsigned)dtls->retransmit_us;
  return MIN (previous_us * 2, MAX_RETRANSMIT_US);
}

static gboolean
renew_ssl (GcDtls *dtls)
{
  SSL *ssl = SSL_new (dtls->context->ctx);
  BIO *bio = ssl != NULL ? BIO_new (dtls->context->bio_method) : NULL;

  SSL_free (dtls->ssl);
  dtls->ssl = ssl;
  dtls->attempts++;
  dtls->long_message = NO_MESSAGE;
  if (bio == NULL)
    return FALSE;
  BIO_set_data (bio, dtls);
  BIO_set_init (bio, 1);
  SSL_set_bio (ssl, bio, bio);
  SSL_set_app_data (ssl, dtls);
  SSL_set_mtu (ssl, GC_DTLS_MTU);
  DTLS_set_timer_cb (ssl, next_retransmit_us);
  if (dtls->role == GC_DTLS_ACTIVE)
    SSL_set_connect_state (ssl);
  else
    SSL_set_accept_state (ssl);
  return TRUE;
}

/* Ends a handshake that can no longer succeed; the peer is told by the alert that was held back. */
static void
fail (GcDtls *dtls, GcErrorCode code, const char *message)
{
  g_autoptr (GError) error = g_error_new_literal (GC_ERROR, (int)code, message);

  dtls->state = GC_DTLS_FAILED;
  dtls->next_us = INT64_MAX;
  if (dtls->held_size > 0)
    dtls->callbacks.send (dtls->held, dtls->held_size, dtls->user_data);
  SSL_free (dtls->ssl);
  dtls->ssl = NULL;
  dtls->callbacks.failed (error, dtls->user_data);
}

/* RFC 5764 section 4.2: both keys, then both salts, the client's first. */
static gboolean
export_keys (GcDtls *dtls, GcDtlsKeys *keys)
{
  SRTP_PROTECTION_PROFILE *profile = SSL_get_selected_srtp_profile (dtls->ssl);
  uint8_t material[2 * (GC_SRTP_KEY_SIZE + GC_SRTP_SALT_SIZE)];

  if (profile == NULL)
    return FALSE;
  keys->profile = (GcSrtpProfile)profile->id;
  size_t salt_size = keys->profile == GC_SRTP_AEAD_AES_128_GCM ? 12 : GC_SRTP_SALT_SIZE;
  if (SSL_export_keying_material (dtls->ssl, material, 2 * (GC_SRTP_KEY_SIZE + salt_size),
                                  EXPORTER_LABEL, strlen (EXPORTER_LABEL), NULL, 0, 0) != 1)
    return FALSE;
  gboolean client = dtls->role == GC_DTLS_ACTIVE;
  const uint8_t *salts = material + (size_t)2 * GC_SRTP_KEY_SIZE;
  memcpy (keys->local_key, material + (client ? 0 : GC_SRTP_KEY_SIZE), GC_SRTP_KEY_SIZE);
  memcpy (keys->remote_key, material + (client ? GC_SRTP_KEY_SIZE : 0), GC_SRTP_KEY_SIZE);
  memcpy (keys->local_salt, salts + (client ? 0 : salt_size), salt_size);
  memcpy (keys->remote_salt, salts + (client ? salt_size : 0), salt_size);
  OPENSSL_cleanse (material, sizeof material);
  return TRUE;
}

static void
finish (GcDtls *dtls)
{
  GcDtlsKeys keys = { 0 };

  if (!export_keys (dtls, &keys)) {
    fail (dtls, GC_ERROR_INVALID, "the peer offers no SRTP profile of ours");
    return;
  }
  dtls->held_size = 0;
  dtls->state = GC_DTLS_CONNECTED;
  dtls->callbacks.connected (&keys, dtls->user_data);
  OPENSSL_cleanse (&keys, sizeof keys);
}

/* Goes on with the handshake as far as the datagrams at hand allow. */
static void
advance (GcDtls *dtls)
{
  while (dtls->state == GC_DTLS_HANDSHAKING) {
    ERR_clear_error ();
    int result = SSL_do_handshake (dtls->ssl);
    if (result == 1) {
      finish (dtls);
      return;
    }
    int reason = SSL_get_error (dtls->ssl, result);
    if (reason == SSL_ERROR_WANT_READ || reason == SSL_ERROR_WANT_WRITE)
      return;
    if (dtls->wrong_certificate) {
      fail (dtls, GC_ERROR_DENIED, "the certificate is not the one of the description");
    } else if (dtls->attempts >= GC_DTLS_MAX_ATTEMPTS || !renew_ssl (dtls)) {
      fail (dtls, GC_ERROR_INVALID, "the handshake failed");
    } else {
      /* Anyone can forge a first message: what it spoils is replaced, and no alert sent for it. */
      dtls->held_size = 0;
      dtls->in_size = 0;
      if (dtls->role == GC_DTLS_PASSIVE)
        return;
    }
  }
}

/* After the handshake: sees to retransmitted Finished messages and waits for the end. */
static void
drain (GcDtls *dtls)
{
  uint8_t ignored[2048];

  while (dtls->state == GC_DTLS_CONNECTED) {
    ERR_clear_error ();
    int result = SSL_read (dtls->ssl, ignored, sizeof ignored);
    if (result > 0)
      continue;
    int reason = SSL_get_error (dtls->ssl, result);
    /*
     * close_notify, or a fatal alert: either was authenticated, or OpenSSL would have dropped it.
     * Anything else was noise; OpenSSL 3.0.19 calls a record that is too short an error of the BIO.
     */
    if (reason != SSL_ERROR_ZERO_RETURN && reason != SSL_ERROR_SSL)
      return;
    dtls->state = GC_DTLS_CLOSED;
    dtls->callbacks.closed (dtls->user_data);
  }
}

static void
update_next (GcDtls *dtls, int64_t now_us)
{
  struct timeval left;

  /* Two record buffers of 17 KB, which nobody needs between two datagrams. */
  if (dtls->state == GC_DTLS_CONNECTED || dtls->state == GC_DTLS_HANDSHAKING)
    SSL_free_buffers (dtls->ssl);
  if (dtls->state != GC_DTLS_HANDSHAKING) {
    dtls->next_us = INT64_MAX;
    return;
  }
  dtls->next_us = dtls->deadline_us;
  if (DTLSv1_get_timeout (dtls->ssl, &left) == 1)
    dtls->next_us =
        MIN (dtls->deadline_us, now_us + (int64_t)left.tv_sec * 1000000 + (int64_t)left.tv_usec);
}

void
gc_dtls_start (GcDtls *dtls, int64_t now_us)
{
  g_return_if_fail (dtls->state == GC_DTLS_NEW);

  dtls->state = GC_DTLS_HANDSHAKING;
  dtls->deadline_us = now_us + GC_DTLS_HANDSHAKE_US;
  if (!renew_ssl (dtls))
    fail (dtls, GC_ERROR_INTERNAL, "out of memory for DTLS");
  else if (dtls->role == GC_DTLS_ACTIVE)
    advance (dtls);
  ERR_clear_error ();
  update_next (dtls, now_us);
}

static size_t
read_be (const uint8_t *bytes, size_t size)
{
  size_t value = 0;

  for (size_t i = 0; i < size; i++)
    value = value << 8 | bytes[i];
  return value;
}

/* Whether the fragments in a handshake record claim no more than GC_DTLS_MAX_* allow. */
static gboolean
claims_little (GcDtls *dtls, const uint8_t *bytes, size_t size)
{
  while (size >= MESSAGE_HEADER_SIZE) {
    size_t length = read_be (bytes + 1, 3);
    unsigned number = (unsigned)read_be (bytes + 4, 2);
    size_t step = MESSAGE_HEADER_SIZE + read_be (bytes + 9, 3);
    if (length > GC_DTLS_MAX_CERTIFICATE_BYTES || number >= GC_DTLS_MAX_MESSAGES)
      return FALSE;
    if (length > GC_DTLS_MAX_MESSAGE_BYTES && dtls->long_message == NO_MESSAGE)
      dtls->long_message = number;
    if (length > GC_DTLS_MAX_MESSAGE_BYTES && number != dtls->long_message)
      return FALSE;
    if (step > size)
      return TRUE;
    bytes += step;
    size -= step;
  }
  return TRUE;
}

/* Looks at the records in plain, before OpenSSL makes room for what they claim. */
static gboolean
is_modest (GcDtls *dtls, const uint8_t *bytes, size_t size)
{
  while (size >= RECORD_HEADER_SIZE) {
    size_t length = MIN (read_be (bytes + 11, 2), size - RECORD_HEADER_SIZE);
    gboolean plain = read_be (bytes + 3, 2) == 0;
    if (plain && bytes[0] == HANDSHAKE_RECORD &&
        !claims_little (dtls, bytes + RECORD_HEADER_SIZE, length))
      return FALSE;
    bytes += RECORD_HEADER_SIZE + length;
    size -= RECORD_HEADER_SIZE + length;
  }
  return TRUE;
}

void
gc_dtls_handle (GcDtls *dtls, const uint8_t *bytes, size_t size, int64_t now_us)
{
  if (dtls->state != GC_DTLS_HANDSHAKING && dtls->state != GC_DTLS_CONNECTED)
    return;
  if (!is_modest (dtls, bytes, size))
    return;
  dtls->in = bytes;
  dtls->in_size = size;
  SSL_alloc_buffers (dtls->ssl);
  advance (dtls);
  drain (dtls);
  dtls->in = NULL;
  dtls->in_size = 0;
  ERR_clear_error ();
  update_next (dtls, now_us);
}

int64_t
gc_dtls_next_us (const GcDtls *dtls)
{
  return dtls->next_us;
}

void
gc_dtls_tick (GcDtls *dtls, int64_t now_us)
{
  if (dtls->state != GC_DTLS_HANDSHAKING || now_us < dtls->next_us)
    return;
  if (now_us >= dtls->deadline_us) {
    fail (dtls, GC_ERROR_UNAVAILABLE, "the handshake did not end in time");
    return;
  }
  ERR_clear_error ();
  SSL_alloc_buffers (dtls->ssl);
  if (DTLSv1_handle_timeout (dtls->ssl) < 0)
    advance (dtls);
  ERR_clear_error ();
  update_next (dtls, now_us);
}

void
gc_dtls_close (GcDtls *dtls)
{
  if (dtls->state == GC_DTLS_CONNECTED) {
    ERR_clear_error ();
    SSL_alloc_buffers (dtls->ssl);
    SSL_shutdown (dtls->ssl);
    ERR_clear_error ();
  }
  if (dtls->state != GC_DTLS_FAILED)
    dtls->state = GC_DTLS_CLOSED;
  dtls->next_us = INT64_MAX;
}

GcDtlsState
gc_dtls_state (const GcDtls *dtls)
{
  return dtls->state;
}
