// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * gc-flood: damaged datagrams at a steady rate against a relay. They are made, by a seed, from
 * those of a call of its own, and sent from ports that the relay knows nothing of, or from the one
 * that the call has made valid. Prints one JSON object: what was sent, what came back to strangers,
 * and whether its own call still hears the other side.
 */
#include "config.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/gc-error.h"
#include "common/gc-id.h"
#include "common/gc-log.h"
#include "gc-flood-tap.h"
#include "gc-load-http.h"
#include "gc-load-peer.h"

#define STRANGERS 16
#define BATCH 64
#define STEP_US 1000
#define SET_UP_US 20000000
#define CAPTURE_US 1000000
#define LISTEN_US 500000 /* at 50 audio packets a second */
#define TALKS 2

typedef struct {
  const char *name;
  GcFloodKind kind;
  gboolean is_hello; /* ClientHellos that no server can answer, in place of damaged datagrams */
} Attack;

static const Attack attacks[] = {
  { "stun", GC_FLOOD_STUN, FALSE }, { "dtls", GC_FLOOD_DTLS, FALSE },
  { "rtp", GC_FLOOD_RTP, FALSE },   { "rtcp", GC_FLOOD_RTCP, FALSE },
  { "hello", GC_FLOOD_DTLS, TRUE },
};

typedef struct {
  char *whip;
  char *attack;
  int count;
  int rate;
  int seed;
} Options;

typedef struct {
  GcLoadPeerConfig config;
  GcLoadPeer *peers[TALKS];
  GcFloodTap *taps[TALKS];
  int strangers[STRANGERS];
  uint64_t sent;
  uint64_t sent_bytes;
  uint64_t back;
  uint64_t back_bytes;
  double seconds; /* how long it took to send */
  uint32_t heard; /* audio packets of the call, while it listened after that */
} Flood;

static gboolean
join (Flood *flood, unsigned index, const char *whip, const char *room, GError **error)
{
  GcLoadPeer *peer = flood->peers[index] = gc_load_peer_new (&flood->config, 0);
  g_autofree char *offer = gc_load_peer_dup_offer (peer);
  g_autofree char *path = g_strdup_printf ("/whip/%s/%u", room, index);
  g_autofree char *answer = NULL;
  GcLoadHttpRequest request = {
    .method = "POST", .path = path, .type = "application/sdp", .body = offer
  };
  g_auto (GcLoadHttpAnswer) http = { 0 };

  if (!gc_load_http_request (whip, &request, &http, error))
    return FALSE;
  if (http.status != 201) {
    g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "POST %s: status %u", path, http.status);
    return FALSE;
  }
  flood->taps[index] = gc_flood_tap_new (http.body, &answer, error);
  return flood->taps[index] != NULL && gc_load_peer_set_answer (peer, answer, error);
}

static void
drain_strangers (Flood *flood)
{
  uint8_t bytes[2048];
  ssize_t n;

  for (unsigned i = 0; i < STRANGERS; i++) {
    while ((n = recv (flood->strangers[i], bytes, sizeof bytes, 0)) >= 0) {
      flood->back++;
      flood->back_bytes += (uint64_t)n;
    }
  }
}

/* Lets the call go on until @until_us, or until something comes. */
static void
talk (Flood *flood, int64_t until_us)
{
  struct pollfd fds[2 * TALKS];
  int64_t wait_us = until_us - g_get_monotonic_time ();

  for (unsigned i = 0; i < TALKS; i++) {
    fds[2 * i] = (struct pollfd){ gc_load_peer_get_fd (flood->peers[i]), POLLIN, 0 };
    fds[2 * i + 1] = (struct pollfd){ gc_flood_tap_get_fd (flood->taps[i]), POLLIN, 0 };
  }
  (void)!poll (fds, G_N_ELEMENTS (fds), (int)CLAMP (wait_us / 1000, 0, 1));
  for (unsigned i = 0; i < TALKS; i++) {
    gc_flood_tap_pump (flood->taps[i]);
    gc_load_peer_handle_input (flood->peers[i], g_get_monotonic_time ());
    gc_load_peer_tick (flood->peers[i], g_get_monotonic_time ());
    gc_flood_tap_pump (flood->taps[i]);
  }
}

static gboolean
has_all_kinds (const Flood *flood)
{
  for (GcFloodKind kind = GC_FLOOD_STUN; kind < GC_FLOOD_N_KINDS; kind++)
    if (gc_flood_tap_get_kept (flood->taps[0], kind)->len == 0)
      return FALSE;
  return TRUE;
}

static uint32_t
count_heard (Flood *flood)
{
  return gc_load_peer_get_receiver (flood->peers[1], GC_LOAD_AUDIO)->total;
}

static gboolean
set_up (Flood *flood, const char *whip, GError **error)
{
  g_autofree char *room = gc_id_new (80);
  int64_t end_us = g_get_monotonic_time () + SET_UP_US;

  for (unsigned i = 0; i < TALKS; i++)
    if (!join (flood, i, whip, room, error))
      return FALSE;
  gc_load_peer_set_source (flood->peers[0], flood->peers[1]);
  gc_load_peer_set_source (flood->peers[1], flood->peers[0]);
  while (!has_all_kinds (flood) || count_heard (flood) == 0) {
    if (g_get_monotonic_time () > end_us) {
      g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "no call within %d s",
                   SET_UP_US / 1000000);
      return FALSE;
    }
    talk (flood, g_get_monotonic_time () + STEP_US);
  }
  /* More of each kind, so that there is a choice. */
  end_us = g_get_monotonic_time () + CAPTURE_US;
  while (g_get_monotonic_time () < end_us)
    talk (flood, g_get_monotonic_time () + STEP_US);
  for (unsigned i = 0; i < STRANGERS; i++) {
    flood->strangers[i] = gc_flood_tap_open_stranger (flood->taps[0]);
    if (flood->strangers[i] < 0) {
      g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "socket: %s", g_strerror (errno));
      return FALSE;
    }
  }
  return TRUE;
}

static size_t
make_one (Flood *flood, const Attack *attack, GRand *random, uint8_t *out)
{
  const GPtrArray *kept = gc_flood_tap_get_kept (flood->taps[0], attack->kind);
  guint at = attack->is_hello ? 0 : (guint)g_rand_int_range (random, 0, (gint32)kept->len);
  size_t size;
  const uint8_t *bytes = g_bytes_get_data (kept->pdata[at], &size);

  if (!attack->is_hello)
    return gc_flood_mutate (random, attack->kind, bytes, size, out);
  memcpy (out, bytes, size);
  g_assert_true (gc_flood_spoil_hello (out, size));
  return size;
}

/* One system call for up to BATCH of them, all from @fd. */
static void
send_batch (Flood *flood, const Attack *attack, GRand *random, int fd, unsigned n)
{
  static uint8_t bytes[BATCH][GC_FLOOD_MAX_BYTES];
  struct mmsghdr messages[BATCH];
  struct iovec parts[BATCH];

  for (unsigned i = 0; i < n; i++) {
    parts[i] = (struct iovec){ bytes[i], make_one (flood, attack, random, bytes[i]) };
    messages[i] = (struct mmsghdr){ .msg_hdr = { .msg_iov = &parts[i], .msg_iovlen = 1 } };
  }
  int done = sendmmsg (fd, messages, n, MSG_NOSIGNAL);
  for (int i = 0; i < done; i++) {
    flood->sent++;
    flood->sent_bytes += parts[i].iov_len;
  }
}

/* @count of them at @rate; then listens, for the last answers and whether the call goes on. */
static void
attack_from (Flood *flood, const Attack *attack, const Options *options, gboolean is_validated)
{
  g_autoptr (GRand) random = g_rand_new_with_seed ((guint32)options->seed);
  int64_t from_us = g_get_monotonic_time ();
  uint64_t count = (uint64_t)options->count;
  unsigned turn = 0;

  flood->sent = flood->sent_bytes = flood->back = flood->back_bytes = 0;
  while (flood->sent < count) {
    int64_t now_us = g_get_monotonic_time ();
    uint64_t due = MIN ((uint64_t)((now_us - from_us) * options->rate / G_USEC_PER_SEC), count);
    while (flood->sent < due) {
      int fd = is_validated ? gc_flood_tap_get_fd (flood->taps[0])
                            : flood->strangers[turn++ % STRANGERS];
      send_batch (flood, attack, random, fd, (unsigned)MIN (due - flood->sent, BATCH));
    }
    talk (flood, now_us + STEP_US);
    drain_strangers (flood);
  }
  flood->seconds = (double)(g_get_monotonic_time () - from_us) / G_USEC_PER_SEC;
  uint32_t before = count_heard (flood);
  int64_t end_us = g_get_monotonic_time () + LISTEN_US;
  while (g_get_monotonic_time () < end_us)
    talk (flood, g_get_monotonic_time () + STEP_US);
  drain_strangers (flood);
  flood->heard = count_heard (flood) - before;
}

static void
say (const char *line)
{
  printf ("%s\n", line);
  fflush (stdout);
}

static void
print_result (const Flood *flood, const char *from)
{
  g_autofree char *line =
      g_strdup_printf ("{\"from\":\"%s\",\"sent\":%" G_GUINT64_FORMAT
                       ",\"sent_bytes\":%" G_GUINT64_FORMAT ",\"back\":%" G_GUINT64_FORMAT
                       ",\"back_bytes\":%" G_GUINT64_FORMAT ",\"seconds\":%.3f,\"heard_after\":%u}",
                       from, flood->sent, flood->sent_bytes, flood->back, flood->back_bytes,
                       flood->seconds, flood->heard);

  say (line);
}

static gboolean
run (Flood *flood, const Attack *attack, const Options *options, GError **error)
{
  if (!set_up (flood, options->whip, error))
    return FALSE;
  say ("attacking");
  attack_from (flood, attack, options, FALSE);
  print_result (flood, "strangers");
  attack_from (flood, attack, options, TRUE);
  print_result (flood, "validated");
  return TRUE;
}

static const Attack *
find_attack (const char *name)
{
  for (size_t i = 0; i < G_N_ELEMENTS (attacks); i++)
    if (g_strcmp0 (name, attacks[i].name) == 0)
      return &attacks[i];
  return NULL;
}

static gboolean
parse_options (int argc, char **argv, Options *options, GError **error)
{
  const GOptionEntry entries[] = {
    { "whip", 0, 0, G_OPTION_ARG_STRING, &options->whip, "The relay's WHIP address", "URL" },
    { "attack", 0, 0, G_OPTION_ARG_STRING, &options->attack, "stun, dtls, rtp, rtcp or hello",
      "NAME" },
    { "count", 0, 0, G_OPTION_ARG_INT, &options->count, "Datagrams (1000000)", "N" },
    { "rate", 0, 0, G_OPTION_ARG_INT, &options->rate, "Datagrams a second (20000)", "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT, &options->seed, "Of all damage (1)", "N" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- damaged datagrams for a relay");

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, error))
    return FALSE;
  if (options->whip != NULL && find_attack (options->attack) != NULL && options->count > 0 &&
      options->rate > 0)
    return TRUE;
  g_set_error (error, GC_ERROR, GC_ERROR_INVALID,
               "--whip and --attack must be given, --count and --rate be at least 1");
  return FALSE;
}

static void
flood_clear (Flood *flood)
{
  for (unsigned i = 0; i < TALKS; i++) {
    if (flood->peers[i] != NULL)
      gc_load_peer_close (flood->peers[i]);
    if (flood->taps[i] != NULL)
      gc_flood_tap_pump (flood->taps[i]);
    gc_load_peer_free (flood->peers[i]);
    gc_flood_tap_free (flood->taps[i]);
  }
  for (unsigned i = 0; i < STRANGERS; i++)
    if (flood->strangers[i] > 0)
      close (flood->strangers[i]);
}

int
main (int argc, char **argv)
{
  Options options = { .count = 1000000, .rate = 20000, .seed = 1 };
  Flood flood = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree GcLoadDelays *delays = g_new0 (GcLoadDelays, 1);
  g_autoptr (GcLoadScratch) scratch = gc_load_scratch_new ();

  gc_log_init (GC_LOG_FORMAT_TEXT, G_LOG_LEVEL_MESSAGE);
  if (!parse_options (argc, argv, &options, &error) || srtp_init () != srtp_err_status_ok) {
    g_printerr ("gc-flood: %s\n", error != NULL ? error->message : "libsrtp2 did not start");
    return 2;
  }
  g_autoptr (GcLoadDtlsContext) dtls = gc_load_dtls_context_new (GC_LOAD_PROFILE_GCM, &error);
  flood.config =
      (GcLoadPeerConfig){ .dtls = dtls, .scratch = scratch, .delays = delays, .lines = 2 };
  gboolean done = dtls != NULL && run (&flood, find_attack (options.attack), &options, &error);
  flood_clear (&flood);
  g_free (options.whip);
  g_free (options.attack);
  if (done)
    return EXIT_SUCCESS;
  g_printerr ("gc-flood: %s\n", error->message);
  return EXIT_FAILURE;
}
