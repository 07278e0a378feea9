// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "gc-load-run.h"

#include "common/gc-id.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#define MAX_EVENTS 64
#define FRAME_US (1000000 / GC_LOAD_FRAMES_PER_S)

struct _GcLoad {
  const GcLoadConfig *config;
  GcLoadPeerConfig peer_config;
  GcLoadScratch *scratch;
  GcLoadDelays *delays;
  GcLoadDtlsContext *dtls;
  GPtrArray *sessions; /* GcLoadSession, owned */
  GArray *due_us;      /* int64_t, when each peer wants its next tick; two for each session */
  int epoll;
  unsigned n_peers; /* ever made: spreads the phases */
};

static void
session_free (GcLoadSession *session)
{
  for (int i = 0; i < 2; i++) {
    gc_load_peer_free (session->peers[i]);
    g_free (session->places[i]);
  }
  g_free (session->room);
  g_free (session);
}

GcLoad *
gc_load_new (const GcLoadConfig *config, GError **error)
{
  g_autoptr (GcLoadDtlsContext) dtls = gc_load_dtls_context_new (config->profile, error);

  if (dtls == NULL)
    return NULL;
  GcLoad *load = g_new0 (GcLoad, 1);
  load->config = config;
  load->dtls = g_steal_pointer (&dtls);
  load->scratch = gc_load_scratch_new ();
  load->delays = g_new0 (GcLoadDelays, 1);
  load->sessions = g_ptr_array_new_with_free_func ((GDestroyNotify)session_free);
  load->due_us = g_array_new (FALSE, TRUE, sizeof (int64_t));
  load->epoll = epoll_create1 (EPOLL_CLOEXEC);
  load->peer_config = (GcLoadPeerConfig){
    .dtls = load->dtls,
    .scratch = load->scratch,
    .delays = load->delays,
    .lines = config->lines,
    .is_smooth = config->is_smooth,
    .with_gso = config->with_gso,
    .with_feedback = config->with_feedback,
  };
  return load;
}

void
gc_load_free (GcLoad *load)
{
  if (load == NULL)
    return;
  g_ptr_array_unref (load->sessions);
  g_array_unref (load->due_us);
  gc_load_dtls_context_free (load->dtls);
  gc_load_scratch_free (load->scratch);
  g_free (load->delays);
  close (load->epoll);
  g_free (load);
}

GPtrArray *
gc_load_get_sessions (GcLoad *load)
{
  return load->sessions;
}

GcLoadDelays *
gc_load_get_delays (GcLoad *load)
{
  return load->delays;
}

static void
watch (GcLoad *load, GcLoadPeer *peer, unsigned index)
{
  struct epoll_event event = { .events = EPOLLIN, .data.u64 = index };

  (void)epoll_ctl (load->epoll, EPOLL_CTL_ADD, gc_load_peer_get_fd (peer), &event);
}

gboolean
gc_load_join (GcLoad *load, GError **error)
{
  GcLoadSession *session = g_new0 (GcLoadSession, 1);

  session->room = gc_id_new (80);
  for (int i = 0; i < 2; i++) {
    /* The golden ratio spreads any number of peers evenly over the time of a frame. */
    double turn = load->n_peers++ * 0.6180339887;
    session->peers[i] =
        gc_load_peer_new (&load->peer_config, (unsigned)((turn - (unsigned)turn) * FRAME_US));
  }
  gc_load_peer_set_source (session->peers[0], session->peers[1]);
  gc_load_peer_set_source (session->peers[1], session->peers[0]);
  g_ptr_array_add (load->sessions, session);
  g_array_set_size (load->due_us, 2 * load->sessions->len);
  if (!load->config->server->methods->connect (load->config->server, session, error))
    return FALSE;
  for (unsigned i = 0; i < 2; i++)
    watch (load, session->peers[i], 2 * (load->sessions->len - 1) + i);
  return TRUE;
}

gboolean
gc_load_leave (GcLoad *load, GError **error)
{
  GcLoadServer *server = load->config->server;
  gboolean left = TRUE;

  for (unsigned i = 0; i < load->sessions->len; i++) {
    GcLoadSession *session = g_ptr_array_index (load->sessions, i);
    for (int seat = 0; seat < 2; seat++)
      gc_load_peer_close (session->peers[seat]);
    left = left && server->methods->leave (server, session, error);
  }
  g_ptr_array_set_size (load->sessions, 0);
  g_array_set_size (load->due_us, 0);
  return left;
}

/* The loop */

static GcLoadPeer *
get_peer (GcLoad *load, unsigned index)
{
  GcLoadSession *session = g_ptr_array_index (load->sessions, index / 2);

  return session->peers[index % 2];
}

static int64_t
tick_all (GcLoad *load)
{
  int64_t next_us = INT64_MAX;

  for (unsigned i = 0; i < load->due_us->len; i++) {
    int64_t *due_us = &g_array_index (load->due_us, int64_t, i);
    int64_t now_us = g_get_monotonic_time ();
    if (*due_us <= now_us)
      *due_us = gc_load_peer_tick (get_peer (load, i), now_us);
    next_us = MIN (next_us, *due_us);
  }
  return next_us;
}

static void
poll_all (GcLoad *load, int64_t until_us)
{
  struct epoll_event events[MAX_EVENTS];
  int64_t wait_us = MAX (until_us - g_get_monotonic_time (), 0);
  struct timespec wait = { wait_us / 1000000, wait_us % 1000000 * 1000 };
  int n = epoll_pwait2 (load->epoll, events, MAX_EVENTS, &wait, NULL);

  for (int i = 0; i < n; i++) {
    unsigned index = (unsigned)events[i].data.u64;
    GcLoadPeer *peer = get_peer (load, index);
    GcLoadPeerState before = gc_load_peer_get_state (peer);
    gc_load_peer_handle_input (peer, g_get_monotonic_time ());
    /* Input may have made something due, such as the first packets. */
    if (gc_load_peer_get_state (peer) != before)
      g_array_index (load->due_us, int64_t, index) = 0;
  }
}

static void
bind_ready (GcLoad *load)
{
  GcLoadServer *server = load->config->server;
  g_autoptr (GError) error = NULL;

  for (unsigned i = 0; i < load->sessions->len; i++) {
    GcLoadSession *session = g_ptr_array_index (load->sessions, i);
    if (session->is_bound || gc_load_peer_get_state (session->peers[0]) != GC_LOAD_PEER_UP ||
        gc_load_peer_get_state (session->peers[1]) != GC_LOAD_PEER_UP)
      continue;
    session->is_bound = TRUE;
    if (!server->methods->bind (server, session, &error)) {
      g_warning ("%s", error->message);
      g_clear_error (&error);
    }
  }
}

gboolean
gc_load_run (GcLoad *load, gboolean (*is_done) (GcLoad *load), int64_t timeout_us)
{
  int64_t end_us = g_get_monotonic_time () + timeout_us;

  while (is_done == NULL || !is_done (load)) {
    int64_t next_us = tick_all (load);
    if (g_get_monotonic_time () >= end_us)
      return is_done == NULL;
    poll_all (load, MIN (next_us, end_us));
    if (load->config->server->methods->bind != NULL)
      bind_ready (load);
  }
  return TRUE;
}

gboolean
gc_load_is_up (GcLoad *load)
{
  for (unsigned i = 0; i < load->due_us->len; i++)
    if (gc_load_peer_get_state (get_peer (load, i)) != GC_LOAD_PEER_UP)
      return FALSE;
  return TRUE;
}

gboolean
gc_load_is_flowing (GcLoad *load)
{
  for (unsigned i = 0; i < load->due_us->len; i++) {
    GcLoadPeer *peer = get_peer (load, i);
    if (gc_load_peer_get_receiver (peer, GC_LOAD_AUDIO)->first_ns == 0 ||
        gc_load_peer_get_receiver (peer, GC_LOAD_VIDEO)->first_ns == 0)
      return FALSE;
  }
  return TRUE;
}

gboolean
gc_load_is_unlimited (GcLoad *load)
{
  for (unsigned i = 0; i < load->due_us->len; i++)
    if (gc_load_peer_is_limited (get_peer (load, i)))
      return FALSE;
  return TRUE;
}

void
gc_load_open_window (GcLoad *load)
{
  for (unsigned i = 0; i < load->due_us->len; i++)
    for (GcLoadKind kind = GC_LOAD_AUDIO; kind <= GC_LOAD_VIDEO; kind++)
      gc_load_sender_open_window (gc_load_peer_get_sender (get_peer (load, i), kind));
}

void
gc_load_close_window (GcLoad *load)
{
  for (unsigned i = 0; i < load->due_us->len; i++)
    for (GcLoadKind kind = GC_LOAD_AUDIO; kind <= GC_LOAD_VIDEO; kind++)
      gc_load_sender_close_window (gc_load_peer_get_sender (get_peer (load, i), kind));
}
