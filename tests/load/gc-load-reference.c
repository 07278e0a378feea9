// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * gc-load-reference: calls that go on while something else is done to the relay. Prints "ready"
 * when all flow; then each line on standard input ends one measured time and begins the next, and
 * the answer is one JSON object about the time that ended. The end of input ends the calls.
 */
#include "config.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/gc-error.h"
#include "common/gc-log.h"
#include "gc-load-run.h"

#define FLOW_US 30000000
#define SETTLE_US 1500000
#define DRAIN_US 600000
#define FOREVER_US ((int64_t)86400 * 1000000)

typedef struct {
  uint64_t sent;
  uint64_t received;
  uint64_t broken;
  unsigned up;
} Sum;

/* Ready to read, or at its end. */
static gboolean
has_input (GcLoad *load)
{
  struct pollfd fd = { STDIN_FILENO, POLLIN, 0 };

  return poll (&fd, 1, 0) > 0;
}

static Sum
sum_up (GcLoad *load)
{
  GPtrArray *sessions = gc_load_get_sessions (load);
  Sum sum = { 0 };

  for (unsigned i = 0; i < 2 * sessions->len; i++) {
    GcLoadPeer *peer = ((GcLoadSession *)g_ptr_array_index (sessions, i / 2))->peers[i % 2];
    sum.up += gc_load_peer_get_state (peer) == GC_LOAD_PEER_UP;
    for (GcLoadKind kind = GC_LOAD_AUDIO; kind <= GC_LOAD_VIDEO; kind++) {
      const GcLoadSender *sender = gc_load_peer_get_sender (peer, kind);
      const GcLoadReceiver *receiver = gc_load_peer_get_receiver (peer, kind);
      sum.sent += sender->window_to - sender->window_from;
      sum.received += receiver->received;
      sum.broken += receiver->broken;
    }
  }
  return sum;
}

/* What the receivers count goes on from one measured time to the next, what is sent does not. */
static void
print_window (GcLoad *load, const Sum *before)
{
  const GcLoadDelays *delays = gc_load_get_delays (load);
  Sum sum = sum_up (load);

  printf ("{\"peers_up\":%u,\"sent\":%" G_GUINT64_FORMAT ",\"received\":%" G_GUINT64_FORMAT
          ",\"broken\":%" G_GUINT64_FORMAT
          ",\"delay_p50_ms\":%.3f,\"delay_p99_ms\":%.3f,\"delay_max_ms\":%.3f}\n",
          sum.up, sum.sent, sum.received - before->received, sum.broken - before->broken,
          gc_load_delays_get (delays, 500) / 1000.0, gc_load_delays_get (delays, 990) / 1000.0,
          gc_load_delays_get (delays, 1000) / 1000.0);
  fflush (stdout);
}

/* Each window ends with a rest, in which its last packets arrive. */
static void
serve (GcLoad *load)
{
  char line[16];

  printf ("ready\n");
  fflush (stdout);
  for (;;) {
    Sum before = sum_up (load);
    memset (gc_load_get_delays (load), 0, sizeof (GcLoadDelays));
    gc_load_open_window (load);
    gc_load_run (load, has_input, FOREVER_US);
    if (read (STDIN_FILENO, line, sizeof line) <= 0)
      return;
    gc_load_close_window (load);
    gc_load_run (load, NULL, DRAIN_US);
    print_window (load, &before);
  }
}

static gboolean
join_all (GcLoad *load, int sessions, GError **error)
{
  for (int i = 0; i < sessions; i++)
    if (!gc_load_join (load, error))
      return FALSE;
  if (gc_load_run (load, gc_load_is_flowing, FLOW_US))
    return gc_load_run (load, NULL, SETTLE_US);
  g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "the calls do not flow after %d s",
               FLOW_US / 1000000);
  return FALSE;
}

int
main (int argc, char **argv)
{
  g_autofree char *whip = NULL;
  int sessions = 20;
  const GOptionEntry entries[] = {
    { "whip", 0, 0, G_OPTION_ARG_STRING, &whip, "The relay's WHIP address", "URL" },
    { "sessions", 0, 0, G_OPTION_ARG_INT, &sessions, "Rooms of two peers each (20)", "N" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- calls beside which others are");
  g_autoptr (GError) error = NULL;

  gc_log_init (GC_LOG_FORMAT_TEXT, G_LOG_LEVEL_MESSAGE);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || whip == NULL || sessions < 1 ||
      srtp_init () != srtp_err_status_ok) {
    g_printerr ("gc-load-reference: %s\n", error != NULL ? error->message : "--whip is needed");
    return 2;
  }
  g_autoptr (GcLoadServer) server = gc_load_server_new_whip (whip, NULL);
  const GcLoadConfig config = {
    .server = server, .profile = GC_LOAD_PROFILE_GCM, .lines = 2, .is_smooth = TRUE
  };
  g_autoptr (GcLoad) load = gc_load_new (&config, &error);
  if (load != NULL && join_all (load, sessions, &error)) {
    serve (load);
    if (gc_load_leave (load, &error))
      return EXIT_SUCCESS;
  }
  g_printerr ("gc-load-reference: %s\n", error->message);
  return EXIT_FAILURE;
}
