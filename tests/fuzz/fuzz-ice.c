// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * A peer that knows its password and comes from several addresses: checks with and without
 * nomination, answers to ours and to none, media, addresses that are lost, restarts, and time that
 * passes. Media goes to no address that has not answered.
 *
 * The bytes are commands: what to do in one, then its arguments.
 */
#include "config.h"

#include "rtp/gc-ice.h"

#include <stdlib.h>
#include <string.h>

#include "fuzz-bytes.h"

#define PASSWORD "passwordpasswordpassword"
#define N_ADDRESSES 12
#define MAX_ASKED 8

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

typedef struct {
  GcAddress to;
  uint8_t transaction[GC_STUN_TRANSACTION_SIZE];
} Asked;

typedef struct {
  FuzzBytes bytes;
  GcStun *stun;
  GcIce *ice;
  Asked asked[MAX_ASKED]; /* by us, the oldest overwritten */
  size_t n_asked;         /* ever */
  gboolean expired;
  unsigned restarts;
  int64_t now_us;
} Run;

static void
on_send (const uint8_t *bytes, size_t size, const GcAddress *to, gpointer user_data)
{
  Run *run = user_data;
  Asked *asked = &run->asked[run->n_asked % MAX_ASKED];

  g_assert (size > 0 && size <= GC_STUN_MAX_SIZE && !run->expired);
  if (!gc_stun_is_request (bytes, size))
    return;
  asked->to = *to;
  memcpy (asked->transaction, gc_stun_peek_transaction (bytes, size), GC_STUN_TRANSACTION_SIZE);
  run->n_asked++;
}

static void
on_path (const GcAddress *selected, gpointer user_data)
{
  const Run *run = user_data;

  g_assert (run->ice == NULL || gc_ice_is_valid (run->ice, selected));
}

static void
on_expired (gpointer user_data)
{
  Run *run = user_data;

  g_assert (!run->expired);
  run->expired = TRUE;
}

static GcAddress
address_of (uint8_t which)
{
  GcAddress address = { .family = AF_INET,
                        .local = which % 3 == 0 ? GC_ADDRESS_TCP : 0,
                        .port = (uint16_t)(1000 + which % N_ADDRESSES) };

  address.bytes[0] = 192;
  return address;
}

/* From where, and how. */
static void
check (Run *run)
{
  uint8_t which = (uint8_t)fuzz_take (&run->bytes, 1);
  uint8_t how = (uint8_t)fuzz_take (&run->bytes, 1);
  GcAddress from = address_of (which);
  g_autofree char *username = g_strdup_printf ("local%u:%s", how & 4 ? run->restarts : 0, "peer");
  GcStunCheck said = { .username = username,
                       .password = how & 8 ? PASSWORD "x" : PASSWORD,
                       .role = (GcStunRole)(how % 3),
                       .use_candidate = (how & 16) != 0,
                       .tie_breaker = how,
                       .priority = how };
  uint8_t bytes[GC_STUN_MAX_SIZE];

  said.transaction[0] = which;
  size_t size = gc_stun_format_check (run->stun, &said, bytes, sizeof bytes);
  if (size > 0 && gc_ice_handle (run->ice, bytes, size, &from, run->now_us) == GC_ICE_TAKEN)
    g_assert (gc_ice_knows (run->ice, &from));
}

/* Which of our checks, from where, and how. */
static void
answer (Run *run)
{
  const Asked *asked = &run->asked[fuzz_take (&run->bytes, 1) % MAX_ASKED];
  uint8_t how = (uint8_t)fuzz_take (&run->bytes, 1);
  GcAddress from = how & 1 ? address_of (how) : asked->to;
  const char *password = how & 2 ? NULL : PASSWORD;
  uint8_t bytes[GC_STUN_MAX_SIZE];
  size_t size = how & 4 ? gc_stun_format_error (run->stun, asked->transaction, how & 8 ? 487 : 401,
                                                password, bytes, sizeof bytes)
                        : gc_stun_format_success (run->stun, asked->transaction, &from, PASSWORD,
                                                  bytes, sizeof bytes);

  if (asked->to.family == AF_INET && size > 0)
    gc_ice_handle (run->ice, bytes, size, &from, run->now_us);
}

static void
raw (Run *run)
{
  GcAddress from = address_of ((uint8_t)fuzz_take (&run->bytes, 1));
  size_t size = 0;
  const uint8_t *bytes = fuzz_take_block (&run->bytes, (size_t)fuzz_take (&run->bytes, 1), &size);
  g_autofree uint8_t *exact = g_memdup2 (bytes, size);

  gc_ice_handle (run->ice, exact, size, &from, run->now_us);
}

static void
media (Run *run)
{
  GcAddress from = address_of ((uint8_t)fuzz_take (&run->bytes, 1));

  if (gc_ice_knows (run->ice, &from))
    gc_ice_note_media (run->ice, &from, run->now_us);
}

static void
lose (Run *run)
{
  GcAddress address = address_of ((uint8_t)fuzz_take (&run->bytes, 1));

  gc_ice_lose_path (run->ice, &address, run->now_us);
  g_assert (!gc_ice_knows (run->ice, &address));
}

static void
restart (Run *run)
{
  g_autofree char *local = g_strdup_printf ("local%u", ++run->restarts);
  const GcIceCredentials credentials = { local, PASSWORD, "peer", PASSWORD };

  gc_ice_restart (run->ice, &credentials);
}

/* Time passes, to the next thing that is due or by so many 10 ms. */
static void
pass (Run *run)
{
  int64_t next_us = gc_ice_next_us (run->ice);
  int64_t ms = (int64_t)fuzz_take (&run->bytes, 1) * 10;

  run->now_us =
      ms == 0 && next_us != INT64_MAX ? MAX (next_us, run->now_us) : run->now_us + ms * 1000;
  gc_ice_tick (run->ice, run->now_us);
  g_assert (run->expired || gc_ice_next_us (run->ice) > run->now_us);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static void (*const commands[]) (Run *) = { check, answer, raw, media, lose, restart, pass };
  static const GcIceCallbacks callbacks = { on_send, on_path, on_expired, NULL, NULL };
  static const GcIceCredentials credentials = { "local0", PASSWORD, "peer", PASSWORD };
  Run run = { .bytes = { data, size }, .stun = gc_stun_new (), .now_us = 1000000 };

  run.ice = gc_ice_new (run.stun, &credentials, &callbacks, &run, run.now_us);
  while (run.bytes.left > 0 && !run.expired) {
    uint8_t what = (uint8_t)fuzz_take (&run.bytes, 1);
    commands[what % G_N_ELEMENTS (commands)](&run);
    const GcAddress *selected = gc_ice_selected (run.ice);
    const GcAddress *handshake = gc_ice_handshake_path (run.ice);
    g_assert (selected == NULL || gc_ice_is_valid (run.ice, selected));
    g_assert (handshake == NULL || gc_ice_knows (run.ice, handshake));
    g_assert (gc_ice_rtt_us (run.ice) >= -1);
  }
  gc_ice_free (run.ice);
  gc_stun_free (run.stun);
  return 0;
}
