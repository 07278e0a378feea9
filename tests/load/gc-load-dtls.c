// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "gc-load-dtls.h"

#include "common/gc-error.h"

#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <string.h>
#include <sys/socket.h>

#define MTU 1200
#define KEY_BYTES 16

struct _GcLoadDtlsContext {
  SSL_CTX *ssl;
  BIO_METHOD *method;
  GcLoadProfile profile;
  char *fingerprint;
};

struct _GcLoadDtls {
  SSL *ssl;
  int fd;
  GcLoadProfile profile;
  gboolean is_client;
  GcLoadDtlsState state;
  char *remote_fingerprint;
  const uint8_t *pending; /* the datagram being fed, borrowed for one gc_load_dtls_handle () */
  size_t pending_size;
};

/* One write is one datagram; a memory BIO would run the records of a flight together. */
static int
bio_write (BIO *bio, const char *bytes, int size)
{
  GcLoadDtls *dtls = BIO_get_data (bio);

  (void)!send (dtls->fd, bytes, (size_t)size, MSG_NOSIGNAL);
  return size;
}

static int
bio_read (BIO *bio, char *bytes, int size)
{
  GcLoadDtls *dtls = BIO_get_data (bio);
  size_t n = MIN (dtls->pending_size, (size_t)size);

  BIO_clear_retry_flags (bio);
  if (dtls->pending_size == 0) {
    BIO_set_retry_read (bio);
    return -1;
  }
  memcpy (bytes, dtls->pending, n);
  dtls->pending_size = 0;
  return (int)n;
}

static long
bio_control (BIO *bio, int command, long number, void *pointer)
{
  switch (command) {
  case BIO_CTRL_FLUSH:
    return 1;
  case BIO_CTRL_DGRAM_QUERY_MTU:
  case BIO_CTRL_DGRAM_GET_FALLBACK_MTU:
    return MTU;
  default:
    return 0;
  }
}

static char *
format_fingerprint (X509 *certificate)
{
  uint8_t digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  g_autoptr (GString) text = g_string_new (NULL);

  X509_digest (certificate, EVP_sha256 (), digest, &size);
  for (unsigned i = 0; i < size; i++)
    g_string_append_printf (text, "%s%02X", i == 0 ? "" : ":", digest[i]);
  return g_strdup (text->str);
}

static X509 *
make_certificate (EVP_PKEY *key)
{
  X509 *certificate = X509_new ();
  X509_NAME *name = X509_get_subject_name (certificate);

  X509_set_version (certificate, 2);
  ASN1_INTEGER_set (X509_get_serialNumber (certificate), 1);
  X509_gmtime_adj (X509_getm_notBefore (certificate), -86400);
  X509_gmtime_adj (X509_getm_notAfter (certificate), 86400);
  X509_NAME_add_entry_by_txt (name, "CN", MBSTRING_ASC, (const uint8_t *)"gc-load", -1, -1, 0);
  X509_set_issuer_name (certificate, name);
  X509_set_pubkey (certificate, key);
  X509_sign (certificate, key, EVP_sha256 ());
  return certificate;
}

/* The chain means nothing here: the fingerprint of the SDP is compared after the handshake. */
static int
accept_any (int preverified, X509_STORE_CTX *store)
{
  return 1;
}

static BIO_METHOD *
make_method (void)
{
  BIO_METHOD *method = BIO_meth_new (BIO_get_new_index () | BIO_TYPE_SOURCE_SINK, "gc-load");

  BIO_meth_set_write (method, bio_write);
  BIO_meth_set_read (method, bio_read);
  BIO_meth_set_ctrl (method, bio_control);
  return method;
}

GcLoadDtlsContext *
gc_load_dtls_context_new (GcLoadProfile profile, GError **error)
{
  EVP_PKEY *key = EVP_EC_gen ("P-256");
  X509 *certificate = make_certificate (key);
  GcLoadDtlsContext *context = g_new0 (GcLoadDtlsContext, 1);

  context->profile = profile;
  context->method = make_method ();
  context->fingerprint = format_fingerprint (certificate);
  context->ssl = SSL_CTX_new (DTLS_method ());
  SSL_CTX_set_verify (context->ssl, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, accept_any);
  /* SSL_CTX_set_tlsext_use_srtp () returns 0 for success. */
  gboolean made = SSL_CTX_use_certificate (context->ssl, certificate) == 1 &&
                  SSL_CTX_use_PrivateKey (context->ssl, key) == 1 &&
                  SSL_CTX_set_tlsext_use_srtp (context->ssl, profile == GC_LOAD_PROFILE_GCM
                                                                 ? "SRTP_AEAD_AES_128_GCM"
                                                                 : "SRTP_AES128_CM_SHA1_80") == 0;
  X509_free (certificate);
  EVP_PKEY_free (key);
  if (made)
    return context;

  gc_load_dtls_context_free (context);
  g_set_error (error, GC_ERROR, GC_ERROR_INTERNAL, "dtls: OpenSSL refused the certificate");
  return NULL;
}

void
gc_load_dtls_context_free (GcLoadDtlsContext *context)
{
  if (context == NULL)
    return;
  SSL_CTX_free (context->ssl);
  BIO_meth_free (context->method);
  g_free (context->fingerprint);
  g_free (context);
}

const char *
gc_load_dtls_context_get_fingerprint (const GcLoadDtlsContext *context)
{
  return context->fingerprint;
}

GcLoadDtls *
gc_load_dtls_new (GcLoadDtlsContext *context,
                  int fd,
                  gboolean is_client,
                  const char *remote_fingerprint)
{
  GcLoadDtls *dtls = g_new0 (GcLoadDtls, 1);
  BIO *bio = BIO_new (context->method);

  dtls->fd = fd;
  dtls->profile = context->profile;
  dtls->is_client = is_client;
  dtls->remote_fingerprint = g_strdup (remote_fingerprint);
  dtls->ssl = SSL_new (context->ssl);
  BIO_set_data (bio, dtls);
  BIO_set_init (bio, 1);
  SSL_set_bio (dtls->ssl, bio, bio);
  SSL_set_options (dtls->ssl, SSL_OP_NO_QUERY_MTU);
  SSL_set_mtu (dtls->ssl, MTU);
  if (is_client)
    SSL_set_connect_state (dtls->ssl);
  else
    SSL_set_accept_state (dtls->ssl);
  return dtls;
}

void
gc_load_dtls_free (GcLoadDtls *dtls)
{
  if (dtls == NULL)
    return;
  SSL_free (dtls->ssl);
  g_free (dtls->remote_fingerprint);
  g_free (dtls);
}

static GcLoadDtlsState
check_certificate (GcLoadDtls *dtls)
{
  X509 *certificate = SSL_get1_peer_certificate (dtls->ssl);

  if (certificate == NULL)
    return GC_LOAD_DTLS_FAILED;
  g_autofree char *fingerprint = format_fingerprint (certificate);
  X509_free (certificate);
  return g_ascii_strcasecmp (fingerprint, dtls->remote_fingerprint) == 0 ? GC_LOAD_DTLS_DONE
                                                                         : GC_LOAD_DTLS_FAILED;
}

static void
run_handshake (GcLoadDtls *dtls)
{
  int result = SSL_do_handshake (dtls->ssl);

  if (result == 1)
    dtls->state = check_certificate (dtls);
  else if (SSL_get_error (dtls->ssl, result) != SSL_ERROR_WANT_READ)
    dtls->state = GC_LOAD_DTLS_FAILED;
}

GcLoadDtlsState
gc_load_dtls_handle (GcLoadDtls *dtls, const uint8_t *bytes, size_t size)
{
  dtls->pending = bytes;
  dtls->pending_size = size;
  if (size == 0)
    (void)DTLSv1_handle_timeout (dtls->ssl);
  if (dtls->state == GC_LOAD_DTLS_RUNNING) {
    run_handshake (dtls);
  } else if (dtls->state == GC_LOAD_DTLS_DONE && size > 0) {
    uint8_t discard[2048];
    int result = SSL_read (dtls->ssl, discard, sizeof discard);
    if (result <= 0 && SSL_get_error (dtls->ssl, result) == SSL_ERROR_ZERO_RETURN)
      dtls->state = GC_LOAD_DTLS_CLOSED;
  }
  dtls->pending = NULL;
  dtls->pending_size = 0;
  return dtls->state;
}

void
gc_load_dtls_close (GcLoadDtls *dtls)
{
  if (dtls->state == GC_LOAD_DTLS_DONE)
    (void)SSL_shutdown (dtls->ssl);
}

static gboolean
make_session (GcLoadProfile profile, srtp_ssrc_type_t direction, const uint8_t *key, srtp_t *ret)
{
  srtp_policy_t policy = { 0 };
  uint8_t copy[KEY_BYTES + 14];

  memcpy (copy, key, sizeof copy);
  if (profile == GC_LOAD_PROFILE_GCM) {
    srtp_crypto_policy_set_aes_gcm_128_16_auth (&policy.rtp);
    srtp_crypto_policy_set_aes_gcm_128_16_auth (&policy.rtcp);
  } else {
    srtp_crypto_policy_set_rtp_default (&policy.rtp);
    srtp_crypto_policy_set_rtcp_default (&policy.rtcp);
  }
  policy.ssrc.type = direction;
  policy.key = copy;
  policy.window_size = 1024;
  policy.allow_repeat_tx = 1; /* a NACK is answered with the packet of old */
  return srtp_create (ret, &policy) == srtp_err_status_ok;
}

gboolean
gc_load_dtls_make_srtp (GcLoadDtls *dtls, srtp_t *ret_out, srtp_t *ret_in, GError **error)
{
  static const char label[] = "EXTRACTOR-dtls_srtp";
  size_t salt = dtls->profile == GC_LOAD_PROFILE_GCM ? 12 : 14;
  uint8_t material[2 * (KEY_BYTES + 14)] = { 0 };
  uint8_t client[KEY_BYTES + 14] = { 0 };
  uint8_t server[KEY_BYTES + 14] = { 0 };

  if (SSL_get_selected_srtp_profile (dtls->ssl) == NULL ||
      SSL_export_keying_material (dtls->ssl, material, 2 * (KEY_BYTES + salt), label,
                                  strlen (label), NULL, 0, 0) != 1) {
    g_set_error (error, GC_ERROR, GC_ERROR_INTERNAL, "dtls: no SRTP profile was agreed");
    return FALSE;
  }
  /* RFC 5764 section 4.2: client key, server key, client salt, server salt. */
  memcpy (client, material, KEY_BYTES);
  memcpy (server, material + KEY_BYTES, KEY_BYTES);
  memcpy (client + KEY_BYTES, material + 2 * KEY_BYTES, salt);
  memcpy (server + KEY_BYTES, material + 2 * KEY_BYTES + salt, salt);
  if (make_session (dtls->profile, ssrc_any_outbound, dtls->is_client ? client : server, ret_out) &&
      make_session (dtls->profile, ssrc_any_inbound, dtls->is_client ? server : client, ret_in))
    return TRUE;
  g_set_error (error, GC_ERROR, GC_ERROR_INTERNAL, "srtp: libsrtp2 refused the keys");
  return FALSE;
}
