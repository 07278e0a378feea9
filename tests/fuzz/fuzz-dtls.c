// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * A handshake between two of ours over a link that the bytes command: each datagram comes, is lost,
 * comes twice, comes with bytes changed, or another one comes in its place. Whatever happens, what
 * both sides take for their keys is the same.
 */
#include "config.h"

#include "rtp/gc-dtls.h"

#include <string.h>

#include "fuzz-bytes.h"

#define MAX_STEPS 64

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

typedef struct {
  GcDtls *dtls;
  GQueue *to; /* GBytes, owned: what it has sent */
  GcDtlsKeys keys;
  gboolean connected;
} Side;

static void
on_send (const uint8_t *bytes, size_t size, gpointer user_data)
{
  Side *side = user_data;

  g_assert (size > 0 && size <= GC_DTLS_MTU);
  g_queue_push_tail (side->to, g_bytes_new (bytes, size));
}

static void
on_connected (const GcDtlsKeys *keys, gpointer user_data)
{
  Side *side = user_data;

  side->keys = *keys;
  side->connected = TRUE;
}

static void
on_failed (const GError *error, gpointer user_data)
{
  g_assert (error != NULL && !((Side *)user_data)->connected);
}

static void
on_closed (gpointer user_data)
{
  g_assert (((Side *)user_data)->connected);
}

static void
hand (GcDtls *dtls, const uint8_t *bytes, size_t size, int64_t now_us)
{
  g_autofree uint8_t *exact = g_memdup2 (bytes, size);

  gc_dtls_handle (dtls, exact, size, now_us);
}

/* The next datagram on the way to @dtls, as the link has it. */
static void
carry (FuzzBytes *link, GQueue *way, GcDtls *dtls, int64_t now_us)
{
  g_autoptr (GBytes) datagram = g_queue_pop_head (way);
  uint8_t how = (uint8_t)fuzz_take (link, 1);
  gsize size = 0;

  if (datagram == NULL)
    return;
  const uint8_t *bytes = g_bytes_get_data (datagram, &size);
  g_autofree uint8_t *changed = g_memdup2 (bytes, size);
  size_t made_size = 0;
  switch (how % 8) {
  case 1:
    return;
  case 2:
    hand (dtls, bytes, size, now_us);
    break;
  case 3:
    changed[fuzz_take (link, 2) % size] ^= (uint8_t)fuzz_take (link, 1);
    hand (dtls, changed, size, now_us);
    return;
  case 4:
    hand (dtls, bytes, fuzz_take (link, 2) % size, now_us);
    return;
  case 5: {
    const uint8_t *made = fuzz_take_block (link, (size_t)fuzz_take (link, 1), &made_size);
    hand (dtls, made, made_size, now_us);
    break;
  }
  default:
    break;
  }
  hand (dtls, bytes, size, now_us);
}

static void
shake_hands (GcDtlsContext *context, FuzzBytes *link)
{
  static const GcDtlsCallbacks callbacks = { on_send, on_connected, on_failed, on_closed };
  const char *fingerprint = gc_dtls_context_fingerprint (context);
  Side sides[2] = { { .to = g_queue_new () }, { .to = g_queue_new () } };
  int64_t now_us = 1000000;

  for (unsigned i = 0; i < 2; i++) {
    sides[i].dtls = gc_dtls_new (context, i == 0 ? GC_DTLS_PASSIVE : GC_DTLS_ACTIVE, "sha-256",
                                 fingerprint, &callbacks, &sides[i], NULL);
    gc_dtls_set_retransmit_us (sides[i].dtls, (int64_t)fuzz_take (link, 1) * 10000);
    gc_dtls_start (sides[i].dtls, now_us);
  }
  for (unsigned step = 0; step < MAX_STEPS; step++) {
    Side *from = &sides[step % 2];
    Side *to = &sides[(step + 1) % 2];
    carry (link, from->to, to->dtls, now_us);
    if (g_queue_is_empty (sides[0].to) && g_queue_is_empty (sides[1].to))
      now_us = MIN (gc_dtls_next_us (sides[0].dtls), gc_dtls_next_us (sides[1].dtls));
    if (now_us == INT64_MAX)
      break;
    gc_dtls_tick (from->dtls, now_us);
    gc_dtls_tick (to->dtls, now_us);
  }
  if (sides[0].connected && sides[1].connected) {
    g_assert (sides[0].keys.profile == sides[1].keys.profile);
    g_assert (memcmp (sides[0].keys.local_key, sides[1].keys.remote_key, GC_SRTP_KEY_SIZE) == 0);
    g_assert (memcmp (sides[1].keys.local_salt, sides[0].keys.remote_salt, GC_SRTP_SALT_SIZE) == 0);
  }
  for (unsigned i = 0; i < 2; i++) {
    gc_dtls_close (sides[i].dtls);
    while (!g_queue_is_empty (sides[i].to))
      carry (link, sides[i].to, sides[1 - i].dtls, now_us);
  }
  for (unsigned i = 0; i < 2; i++) {
    g_assert (gc_dtls_state (sides[i].dtls) != GC_DTLS_NEW);
    gc_dtls_free (sides[i].dtls);
    g_queue_free_full (sides[i].to, (GDestroyNotify)g_bytes_unref);
  }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static GcDtlsContext *context;
  FuzzBytes link = { data, size };
  const uint8_t *fingerprint = NULL;
  size_t length = 0;

  if (context == NULL)
    context = gc_dtls_context_new (NULL);
  /* A fingerprint as an offer may have it, first of all. */
  fingerprint = fuzz_take_block (&link, (size_t)fuzz_take (&link, 1) % 128, &length);
  g_autofree char *text = g_strndup ((const char *)fingerprint, length);
  static const GcDtlsCallbacks none = { on_send, on_connected, on_failed, on_closed };
  gc_dtls_free (gc_dtls_new (context, GC_DTLS_PASSIVE, length & 1 ? "SHA-384" : "sha-256", text,
                             &none, NULL, NULL));
  shake_hands (context, &link);
  return 0;
}
