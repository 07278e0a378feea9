// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * NOTES. HMAC-SHA1 uses the SHA_CTX functions, which OpenSSL 3 calls deprecated, because the padded
 * key can then be hashed once and its state copied for each packet: 0.84 us for 1204 bytes, against
 * 0.95 us by HMAC_CTX and 0.99 us by EVP_MAC (SHA-1 alone takes 0.77 us on the same core).
 */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "config.h"

#include "rtp/gc-srtp-cipher.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/sha.h>
#include <string.h>

#define CM_TAG_SIZE 10
#define GCM_TAG_SIZE 16
#define GCM_IV_SIZE 12
#define AUTH_KEY_SIZE 20
#define SHA1_BLOCK_SIZE 64
#define MAX_PACKET_SIZE 65535

struct _GcSrtpCipher {
  GcSrtpProfile profile;
  GcSrtpCipherUse use;
  int encrypting; /* what @evp is set up for: 1, 0, or -1 for nothing yet */
  EVP_CIPHER_CTX *evp;
  uint8_t session_key[GC_SRTP_KEY_SIZE];
  uint8_t session_salt[16]; /* zero at the end, so that it is a whole AES-CM block */
  SHA_CTX inner;            /* after the key xor ipad */
  SHA_CTX outer;            /* after the key xor opad */
};

/* The key derivation of RFC 3711 section 4.3.1 with a derivation rate of 0. */
static gboolean
derive (const uint8_t *key,
        const uint8_t *salt,
        size_t salt_size,
        int label,
        uint8_t *out,
        int size)
{
  static const uint8_t zeros[32] = { 0 };
  uint8_t iv[16] = { 0 };
  int written = 0;
  EVP_CIPHER_CTX *evp = EVP_CIPHER_CTX_new ();

  memcpy (iv, salt, salt_size);
  iv[7] = (uint8_t)(iv[7] ^ label);
  gboolean done = evp != NULL && EVP_EncryptInit_ex (evp, EVP_aes_128_ctr (), NULL, key, iv) == 1 &&
                  EVP_EncryptUpdate (evp, out, &written, zeros, size) == 1 && written == size;
  EVP_CIPHER_CTX_free (evp);
  OPENSSL_cleanse (iv, sizeof iv);
  return done;
}

static void
prepare_hmac (GcSrtpCipher *cipher, const uint8_t auth_key[AUTH_KEY_SIZE])
{
  uint8_t block[SHA1_BLOCK_SIZE];

  memset (block, 0x36, sizeof block);
  for (size_t i = 0; i < AUTH_KEY_SIZE; i++)
    block[i] ^= auth_key[i];
  SHA1_Init (&cipher->inner);
  SHA1_Update (&cipher->inner, block, sizeof block);
  for (size_t i = 0; i < sizeof block; i++)
    block[i] ^= 0x36 ^ 0x5c;
  SHA1_Init (&cipher->outer);
  SHA1_Update (&cipher->outer, block, sizeof block);
  OPENSSL_cleanse (block, sizeof block);
}

/* RFC 7714 section 11: the 96-bit salt of GCM is used with 16 zero bits after it. */
static size_t
salt_size (GcSrtpProfile profile)
{
  return profile == GC_SRTP_AEAD_AES_128_GCM ? GCM_IV_SIZE : GC_SRTP_SALT_SIZE;
}

GcSrtpCipher *
gc_srtp_cipher_new_for_session (GcSrtpProfile profile,
                                GcSrtpCipherUse use,
                                const uint8_t *key,
                                const uint8_t *salt,
                                const uint8_t *auth_key)
{
  GcSrtpCipher *cipher = g_new0 (GcSrtpCipher, 1);

  cipher->profile = profile;
  cipher->use = use;
  cipher->encrypting = -1;
  cipher->evp = EVP_CIPHER_CTX_new ();
  g_assert (cipher->evp != NULL);
  memcpy (cipher->session_key, key, GC_SRTP_KEY_SIZE);
  memcpy (cipher->session_salt, salt, salt_size (profile));
  if (auth_key != NULL)
    prepare_hmac (cipher, auth_key);
  return cipher;
}

GcSrtpCipher *
gc_srtp_cipher_new (GcSrtpProfile profile,
                    GcSrtpCipherUse use,
                    const uint8_t *key,
                    const uint8_t *salt)
{
  uint8_t session_key[GC_SRTP_KEY_SIZE];
  uint8_t session_salt[GC_SRTP_SALT_SIZE];
  uint8_t auth_key[AUTH_KEY_SIZE];
  size_t size = salt_size (profile);
  int label = (int)use;

  gboolean done = derive (key, salt, size, label, session_key, GC_SRTP_KEY_SIZE) &&
                  derive (key, salt, size, label + 1, auth_key, AUTH_KEY_SIZE) &&
                  derive (key, salt, size, label + 2, session_salt, (int)size);
  /* Fails only without memory, or without AES in the library: nothing could go on then. */
  g_assert (done);
  GcSrtpCipher *cipher =
      gc_srtp_cipher_new_for_session (profile, use, session_key, session_salt, auth_key);
  OPENSSL_cleanse (session_key, sizeof session_key);
  OPENSSL_cleanse (session_salt, sizeof session_salt);
  OPENSSL_cleanse (auth_key, sizeof auth_key);
  return cipher;
}

void
gc_srtp_cipher_free (GcSrtpCipher *cipher)
{
  if (cipher == NULL)
    return;
  EVP_CIPHER_CTX_free (cipher->evp);
  OPENSSL_cleanse (cipher, sizeof *cipher);
  g_free (cipher);
}

size_t
gc_srtp_cipher_tag_size (GcSrtpProfile profile)
{
  return profile == GC_SRTP_AEAD_AES_128_GCM ? GCM_TAG_SIZE : CM_TAG_SIZE;
}

/* Xors @ssrc and the 48-bit @index into @iv at @offset: both profiles have the two side by side. */
static void
mix_iv (uint8_t *iv, size_t offset, uint32_t ssrc, uint64_t index)
{
  for (size_t i = 0; i < 4; i++)
    iv[offset + i] ^= (uint8_t)(ssrc >> (24 - 8 * i));
  for (size_t i = 0; i < 6; i++)
    iv[offset + 4 + i] ^= (uint8_t)(index >> (40 - 8 * i));
}

/* Sets the IV; the key is scheduled only when the direction is set for the first time. */
static gboolean
begin (GcSrtpCipher *cipher, const GcSrtpJob *job, int encrypting)
{
  gboolean gcm = cipher->profile == GC_SRTP_AEAD_AES_128_GCM;
  uint8_t iv[16];

  memcpy (iv, cipher->session_salt, sizeof iv);
  mix_iv (iv, gcm ? 2 : 4, job->ssrc, job->index);
  if (G_LIKELY (cipher->encrypting == encrypting))
    return EVP_CipherInit_ex (cipher->evp, NULL, NULL, NULL, iv, -1) == 1;
  cipher->encrypting = encrypting;
  return EVP_CipherInit_ex (cipher->evp, gcm ? EVP_aes_128_gcm () : EVP_aes_128_ctr (), NULL,
                            cipher->session_key, iv, encrypting) == 1;
}

static void
write_be32 (uint8_t out[4], uint32_t value)
{
  for (size_t i = 0; i < 4; i++)
    out[i] = (uint8_t)(value >> (24 - 8 * i));
}

static gboolean
crypt_gcm (GcSrtpCipher *cipher, const GcSrtpJob *job)
{
  uint8_t trailer[4];
  int written = 0;

  if (EVP_CipherUpdate (cipher->evp, NULL, &written, job->associated, (int)job->associated_size) !=
      1)
    return FALSE;
  /* RFC 7714 section 9.3: the E bit and index of SRTCP are associated data; the ROC is in the IV.
   */
  write_be32 (trailer, job->trailer);
  if (cipher->use == GC_SRTP_CIPHER_RTCP &&
      EVP_CipherUpdate (cipher->evp, NULL, &written, trailer, sizeof trailer) != 1)
    return FALSE;
  return job->size == 0 ||
         EVP_CipherUpdate (cipher->evp, job->out, &written, job->in, (int)job->size) == 1;
}

/* HMAC-SHA1 over the associated bytes, the encrypted @bytes and the trailer. */
static void
make_hmac (const GcSrtpCipher *cipher,
           const GcSrtpJob *job,
           const uint8_t *bytes,
           uint8_t ret_hmac[SHA_DIGEST_LENGTH])
{
  SHA_CTX sha = cipher->inner;
  uint8_t trailer[4];

  write_be32 (trailer, job->trailer);
  SHA1_Update (&sha, job->associated, job->associated_size);
  SHA1_Update (&sha, bytes, job->size);
  SHA1_Update (&sha, trailer, sizeof trailer);
  SHA1_Final (ret_hmac, &sha);
  sha = cipher->outer;
  SHA1_Update (&sha, ret_hmac, SHA_DIGEST_LENGTH);
  SHA1_Final (ret_hmac, &sha);
}

gboolean
gc_srtp_cipher_seal (GcSrtpCipher *cipher, const GcSrtpJob *job)
{
  uint8_t hmac[SHA_DIGEST_LENGTH];
  int written = 0;

  if (job->size > MAX_PACKET_SIZE || job->associated_size > MAX_PACKET_SIZE)
    return FALSE;
  if (!begin (cipher, job, 1))
    return FALSE;
  if (cipher->profile == GC_SRTP_AEAD_AES_128_GCM) {
    uint8_t none[16];
    OSSL_PARAM tag[] = {
      OSSL_PARAM_construct_octet_string (OSSL_CIPHER_PARAM_AEAD_TAG, job->tag, GCM_TAG_SIZE),
      OSSL_PARAM_construct_end (),
    };
    return crypt_gcm (cipher, job) && EVP_EncryptFinal_ex (cipher->evp, none, &written) == 1 &&
           EVP_CIPHER_CTX_get_params (cipher->evp, tag) == 1;
  }
  if (job->size > 0 &&
      EVP_EncryptUpdate (cipher->evp, job->out, &written, job->in, (int)job->size) != 1)
    return FALSE;
  make_hmac (cipher, job, job->out, hmac);
  memcpy (job->tag, hmac, CM_TAG_SIZE);
  return TRUE;
}

gboolean
gc_srtp_cipher_open (GcSrtpCipher *cipher, const GcSrtpJob *job)
{
  uint8_t hmac[SHA_DIGEST_LENGTH];
  int written = 0;

  if (job->size > MAX_PACKET_SIZE || job->associated_size > MAX_PACKET_SIZE)
    return FALSE;
  if (cipher->profile == GC_SRTP_AEAD_AES_128_GCM) {
    uint8_t none[16];
    OSSL_PARAM tag[] = {
      OSSL_PARAM_construct_octet_string (OSSL_CIPHER_PARAM_AEAD_TAG, job->tag, GCM_TAG_SIZE),
      OSSL_PARAM_construct_end (),
    };
    return begin (cipher, job, 0) && EVP_CIPHER_CTX_set_params (cipher->evp, tag) == 1 &&
           crypt_gcm (cipher, job) && EVP_DecryptFinal_ex (cipher->evp, none, &written) == 1;
  }
  make_hmac (cipher, job, job->in, hmac);
  if (CRYPTO_memcmp (hmac, job->tag, CM_TAG_SIZE) != 0)
    return FALSE;
  return begin (cipher, job, 0) &&
         (job->size == 0 ||
          EVP_DecryptUpdate (cipher->evp, job->out, &written, job->in, (int)job->size) == 1);
}
