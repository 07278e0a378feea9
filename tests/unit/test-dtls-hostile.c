// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* A client that begins a handshake to cost us memory or time, and never ends it. */
#include "config.h"

#include <malloc.h>
#include <openssl/crypto.h>
#include <string.h>

#include "rtp/gc-dtls.h"
#include "rtp/gc-limits.h"

#define MEMORY_BYTES                                                                               \
  131072                 /* of a peer that is half open, while it works; 80 KB are OpenSSL's own */
#define REST_BYTES 65536 /* between two datagrams */
#define WORK_US 50000    /* of a handshake that is refused */
#define HEADERS_SIZE 25  /* of a record and a handshake message */

/* What OpenSSL holds, and the most it held. */
static size_t held;
static size_t most;

static void *
on_malloc (size_t size, const char *file, int line)
{
  void *memory = malloc (size);

  held += malloc_usable_size (memory);
  most = MAX (most, held);
  return memory;
}

static void
on_free (void *memory, const char *file, int line)
{
  held -= malloc_usable_size (memory);
  free (memory);
}

static void *
on_realloc (void *memory, size_t size, const char *file, int line)
{
  size_t before = malloc_usable_size (memory);
  void *moved = realloc (memory, size);

  held += malloc_usable_size (moved) - before;
  most = MAX (most, held);
  return moved;
}

typedef struct {
  GcDtlsContext *context;
  GcDtls *server;
  GBytes *hello;
  unsigned sent;
  unsigned failed;
  size_t before;
} Half;

static void
on_server_send (const uint8_t *bytes, size_t size, gpointer user_data)
{
  ((Half *)user_data)->sent++;
}

static void
on_client_send (const uint8_t *bytes, size_t size, gpointer user_data)
{
  Half *half = user_data;

  if (half->hello == NULL)
    half->hello = g_bytes_new (bytes, size);
}

static void
on_connected (const GcDtlsKeys *keys, gpointer user_data)
{
  g_assert_not_reached ();
}

static void
on_failed (const GError *error, gpointer user_data)
{
  ((Half *)user_data)->failed++;
}

static void
on_closed (gpointer user_data)
{
  g_assert_not_reached ();
}

static void
give (Half *half, const uint8_t *bytes, size_t size)
{
  g_autofree uint8_t *exact = g_memdup2 (bytes, size);

  gc_dtls_handle (half->server, exact, size, g_get_monotonic_time ());
}

/* A server that has answered a ClientHello. */
static void
half_open (Half *half)
{
  static const GcDtlsCallbacks server = { on_server_send, on_connected, on_failed, on_closed };
  static const GcDtlsCallbacks client = { on_client_send, on_connected, on_failed, on_closed };
  size_t size;

  *half = (Half){ .context = gc_dtls_context_new (NULL) };
  const char *fingerprint = gc_dtls_context_fingerprint (half->context);
  GcDtls *other =
      gc_dtls_new (half->context, GC_DTLS_ACTIVE, "sha-256", fingerprint, &client, half, NULL);
  gc_dtls_start (other, g_get_monotonic_time ());
  gc_dtls_free (other);
  half->before = most = held;
  half->server =
      gc_dtls_new (half->context, GC_DTLS_PASSIVE, "sha-256", fingerprint, &server, half, NULL);
  gc_dtls_start (half->server, g_get_monotonic_time ());
  const uint8_t *bytes = g_bytes_get_data (half->hello, &size);
  give (half, bytes, size);
  g_assert_cmpuint (half->sent, >=, 1);
}

static void
half_clear (Half *half)
{
  gc_dtls_free (half->server);
  gc_dtls_context_free (half->context);
  g_bytes_unref (half->hello);
}

static void
put (uint8_t *out, size_t size, size_t value)
{
  for (size_t i = 0; i < size; i++)
    out[i] = (uint8_t)(value >> (8 * (size - 1 - i)));
}

typedef struct {
  uint8_t type;
  unsigned number; /* of the message */
  size_t length;   /* claimed */
  size_t at;       /* of the fragment */
  size_t size;     /* of the fragment, claimed */
  size_t real;     /* bytes that are there */
} Fragment;

static void
give_fragment (Half *half, const Fragment *fragment)
{
  static unsigned records = 1;
  uint8_t bytes[1500] = { 22, 0xfe, 0xfd };

  put (bytes + 5, 6, records++);
  put (bytes + 11, 2, fragment->real + 12);
  bytes[13] = fragment->type;
  put (bytes + 14, 3, fragment->length);
  put (bytes + 17, 2, fragment->number);
  put (bytes + 19, 3, fragment->at);
  put (bytes + 22, 3, fragment->size);
  memset (bytes + HEADERS_SIZE, 0x55, fragment->real);
  give (half, bytes, HEADERS_SIZE + fragment->real);
}

static void
assert_cheap (const Half *half)
{
  g_test_message ("%zu bytes at most, %zu now, %u datagrams back", most - half->before,
                  held - half->before, half->sent);
  g_assert_cmpuint (most - half->before, <=, MEMORY_BYTES);
  g_assert_cmpuint (held - half->before, <=, REST_BYTES);
}

static void
test_half_open (void)
{
  Half half;

  /* The first fills what OpenSSL keeps for the whole process. */
  half_open (&half);
  half_clear (&half);
  half_open (&half);
  assert_cheap (&half);
  half_clear (&half);
}

/* 16 MB, 64 KB and what just fits, of the next message and of all that may come early. */
static void
test_claims (void)
{
  static const size_t lengths[] = { 0xffffff, 65536, 17000, 16384, GC_DTLS_MAX_CERTIFICATE_BYTES };

  for (size_t row = 0; row < G_N_ELEMENTS (lengths); row++) {
    Half half;
    half_open (&half);
    for (unsigned number = 1; number < 200; number++)
      give_fragment (&half, &(Fragment){ 11, number, lengths[row], 1, 1, 1 });
    g_test_message ("a claim of %zu", lengths[row]);
    assert_cheap (&half);
    half_clear (&half);
  }
}

/* Of no length, beyond the end, over one another, and of one number with two lengths. */
static void
test_fragments (void)
{
  static const Fragment fragments[] = {
    { 11, 1, 1000, 0, 0, 0 },        { 11, 1, 1000, 1000, 0, 0 },
    { 11, 1, 1000, 900, 200, 200 },  { 11, 1, 1000, 0, 600, 600 },
    { 11, 1, 1000, 300, 500, 500 },  { 11, 1, 1200, 0, 100, 100 },
    { 16, 1, 1000, 0, 100, 100 },    { 11, 2, 400, 0, 100, 10 },
    { 11, 2, 400, 10, 10, 100 },     { 11, 0, 100, 0, 100, 100 },
    { 11, 65535, 100, 0, 100, 100 }, { 1, 1, 60, 0, 60, 60 },
    { 20, 3, 12, 0, 12, 12 },        { 0, 1, 0, 0, 0, 0 },
    { 255, 1, 10, 0, 10, 10 },
  };
  g_autoptr (GRand) random = g_rand_new_with_seed (13);

  for (unsigned turn = 0; turn < 200; turn++) {
    Half half;
    half_open (&half);
    int64_t start_us = g_get_monotonic_time ();
    for (unsigned i = 0; i < 30; i++)
      give_fragment (&half, &fragments[g_rand_int_range (random, 0, G_N_ELEMENTS (fragments))]);
    g_assert_cmpint (g_get_monotonic_time () - start_us, <=, 4 * WORK_US);
    assert_cheap (&half);
    half_clear (&half);
  }
}

int
main (int argc, char **argv)
{
  g_assert_cmpint (CRYPTO_set_mem_functions (on_malloc, on_realloc, on_free), ==, 1);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dtls-hostile/half-open", test_half_open);
  g_test_add_func ("/dtls-hostile/claims", test_claims);
  g_test_add_func ("/dtls-hostile/fragments", test_fragments);
  return g_test_run ();
}
