// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "gc-load-farm.h"

#include "common/gc-error.h"
#include "common/gc-json.h"
#include "gc-load-peer.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#define MAX_EVENTS 64
#define MAX_LINE 262144u
#define READ_BYTES 65536u
#define GAP_NS G_GINT64_CONSTANT (1000000000)
#define FRAME_US 33333.0
#define LINES 11

/* What a seat hears of one kind; outlives the peer that hears it. */
typedef struct {
  uint64_t packets;
  int64_t last_ns; /* arrival, or the mark; 0 before the first packet */
  int64_t longest_gap_ns;
  uint32_t source; /* SSRC of the last packet's sender */
  char *from;
} Ear;

typedef struct {
  struct _Farm *farm;
  char *id;
  GcLoadPeer *peer; /* NULL when lost */
  GcLoadPeerState state;
  int64_t due_us;
  gboolean is_sending;
  Ear ears[2];
} Seat;

typedef struct _Farm {
  GcLoadPeerConfig config;
  GcLoadPeerHooks hooks;
  GHashTable *seats;   /* id -> Seat, owned */
  GHashTable *sources; /* SSRC -> GcLoadPeer */
  GString *input;
  int epoll;
  unsigned n_peers; /* ever made: spreads the phases */
  gboolean is_over;
} Farm;

typedef struct {
  char *open;
  char *answer;
  char *sdp;
  char *send;
  gboolean on;
  char *mark;
  char *stats;
  char *close;
} Order;

static const GcJsonField order_fields[] = {
  GC_JSON_STRING_OPTIONAL (Order, open, 64),   GC_JSON_STRING_OPTIONAL (Order, answer, 64),
  GC_JSON_STRING_OPTIONAL (Order, sdp, 65536), GC_JSON_STRING_OPTIONAL (Order, send, 64),
  GC_JSON_BOOLEAN_OPTIONAL (Order, on),        GC_JSON_STRING_OPTIONAL (Order, mark, 64),
  GC_JSON_STRING_OPTIONAL (Order, stats, 64),  GC_JSON_STRING_OPTIONAL (Order, close, 64),
};

/* ---- out ---- */

static int64_t
real_ns (void)
{
  return g_get_real_time () * 1000;
}

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_int (JsonBuilder *builder, const char *name, int64_t value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static JsonBuilder *
begin (const char *what, const char *id)
{
  JsonBuilder *builder = json_builder_new_immutable ();

  json_builder_begin_object (builder);
  add_string (builder, what, id);
  return builder;
}

/* Takes @builder. */
static void
say (JsonBuilder *builder)
{
  json_builder_end_object (builder);
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, FALSE);
  g_object_unref (builder);
  puts (text);
}

static void
say_lost (const char *id, const char *reason)
{
  JsonBuilder *builder = begin ("lost", id);

  add_string (builder, "reason", reason);
  say (builder);
}

/* ---- seats ---- */

static void
drop_peer (Seat *seat)
{
  if (seat->peer == NULL)
    return;
  for (GcLoadKind kind = GC_LOAD_AUDIO; kind <= GC_LOAD_VIDEO; kind++)
    g_hash_table_remove (seat->farm->sources,
                         GUINT_TO_POINTER (gc_load_peer_get_sender (seat->peer, kind)->ssrc));
  gc_load_peer_close (seat->peer);
  g_clear_pointer (&seat->peer, gc_load_peer_free);
}

static void
seat_free (Seat *seat)
{
  drop_peer (seat);
  for (int i = 0; i < 2; i++)
    g_free (seat->ears[i].from);
  g_free (seat->id);
  g_free (seat);
}

static Seat *
find_seat (Farm *farm, const char *id)
{
  Seat *seat = g_hash_table_lookup (farm->seats, id);

  if (seat == NULL)
    say (begin ("error", "no such peer"));
  return seat;
}

static GcLoadPeer *
find_source (uint32_t ssrc, gpointer data)
{
  Farm *farm = data;

  return g_hash_table_lookup (farm->sources, GUINT_TO_POINTER (ssrc));
}

static void
say_media (const Seat *seat, const Ear *ear, GcLoadKind kind, int64_t arrival_ns, int64_t gap_ns)
{
  JsonBuilder *builder = begin ("media", seat->id);

  add_string (builder, "kind", kind == GC_LOAD_AUDIO ? "audio" : "video");
  add_string (builder, "from", ear->from);
  add_int (builder, "at_ms", arrival_ns / 1000000);
  add_int (builder, "gap_ms", gap_ns < 0 ? -1 : gap_ns / 1000000);
  say (builder);
}

static void
heard (GcLoadPeer *peer, GcLoadPeer *source, GcLoadKind kind, int64_t arrival_ns)
{
  Seat *seat = gc_load_peer_get_owner (peer);
  const Seat *from = gc_load_peer_get_owner (source);
  Ear *ear = &seat->ears[kind];
  int64_t gap_ns = ear->last_ns == 0 ? -1 : arrival_ns - ear->last_ns;
  uint32_t ssrc = gc_load_peer_get_sender (source, kind)->ssrc;
  gboolean is_news = ear->source != ssrc || gap_ns > GAP_NS;

  ear->packets++;
  ear->longest_gap_ns = MAX (ear->longest_gap_ns, gap_ns);
  ear->last_ns = arrival_ns;
  if (!is_news)
    return;
  ear->source = ssrc;
  g_free (ear->from);
  ear->from = g_strdup (from->id);
  say_media (seat, ear, kind, arrival_ns, gap_ns);
}

/* ---- orders ---- */

static void
open_seat (Farm *farm, const char *id)
{
  Seat *seat = g_hash_table_lookup (farm->seats, id);
  /* The golden ratio spreads any number of peers evenly over the time of a frame. */
  double turn = farm->n_peers++ * 0.6180339887;

  if (seat == NULL) {
    seat = g_new0 (Seat, 1);
    seat->farm = farm;
    seat->id = g_strdup (id);
    g_hash_table_insert (farm->seats, seat->id, seat);
  }
  drop_peer (seat);
  seat->peer = gc_load_peer_new (&farm->config, (unsigned)((turn - (unsigned)turn) * FRAME_US));
  seat->state = GC_LOAD_PEER_NEW;
  seat->due_us = INT64_MAX;
  gc_load_peer_set_owner (seat->peer, seat);
  gc_load_peer_set_sending (seat->peer, seat->is_sending, g_get_monotonic_time ());
  for (GcLoadKind kind = GC_LOAD_AUDIO; kind <= GC_LOAD_VIDEO; kind++) {
    seat->ears[kind].source = 0;
    g_hash_table_insert (farm->sources,
                         GUINT_TO_POINTER (gc_load_peer_get_sender (seat->peer, kind)->ssrc),
                         seat->peer);
  }
  g_autofree char *offer = gc_load_peer_dup_offer (seat->peer);
  JsonBuilder *builder = begin ("offer", id);
  add_string (builder, "sdp", offer);
  say (builder);
}

static void
answer_seat (Farm *farm, const char *id, const char *sdp)
{
  Seat *seat = find_seat (farm, id);
  g_autoptr (GError) error = NULL;

  if (seat == NULL || seat->peer == NULL)
    return;
  if (!gc_load_peer_set_answer (seat->peer, sdp != NULL ? sdp : "", &error)) {
    say_lost (id, error->message);
    drop_peer (seat);
    return;
  }
  struct epoll_event event = { .events = EPOLLIN, .data.ptr = seat };
  (void)epoll_ctl (farm->epoll, EPOLL_CTL_ADD, gc_load_peer_get_fd (seat->peer), &event);
  seat->due_us = 0;
}

static void
switch_seat (Farm *farm, const char *id, gboolean on)
{
  Seat *seat = find_seat (farm, id);

  if (seat == NULL)
    return;
  /* Who begins to send begins to listen: the first packet of each kind is news again. */
  if (on && !seat->is_sending)
    seat->ears[GC_LOAD_AUDIO].source = seat->ears[GC_LOAD_VIDEO].source = 0;
  seat->is_sending = on;
  seat->due_us = seat->peer != NULL && seat->due_us != INT64_MAX ? 0 : seat->due_us;
  if (seat->peer != NULL)
    gc_load_peer_set_sending (seat->peer, on, g_get_monotonic_time ());
}

static void
mark_seat (Farm *farm, const char *id)
{
  Seat *seat = find_seat (farm, id);

  if (seat == NULL)
    return;
  for (GcLoadKind kind = GC_LOAD_AUDIO; kind <= GC_LOAD_VIDEO; kind++) {
    seat->ears[kind].longest_gap_ns = 0;
    if (seat->ears[kind].last_ns != 0)
      seat->ears[kind].last_ns = real_ns ();
    if (seat->peer != NULL)
      gc_load_peer_get_sender (seat->peer, kind)->longest_pause_ns = 0;
  }
}

static void
add_ear (JsonBuilder *builder, Seat *seat, GcLoadKind kind)
{
  const Ear *ear = &seat->ears[kind];
  int64_t open_ns = ear->last_ns == 0 ? 0 : real_ns () - ear->last_ns;
  GcLoadSender *sender = seat->peer != NULL ? gc_load_peer_get_sender (seat->peer, kind) : NULL;

  json_builder_set_member_name (builder, kind == GC_LOAD_AUDIO ? "audio" : "video");
  json_builder_begin_object (builder);
  add_string (builder, "from", ear->from != NULL ? ear->from : "");
  add_int (builder, "received", (int64_t)ear->packets);
  add_int (builder, "gap_ms", MAX (ear->longest_gap_ns, open_ns) / 1000000);
  add_int (builder, "sent", sender != NULL ? sender->counter : 0);
  add_int (builder, "pause_ms", sender != NULL ? sender->longest_pause_ns / 1000000 : 0);
  json_builder_end_object (builder);
}

static const char *
state_name (const Seat *seat)
{
  static const char *const names[] = { "new", "checking", "handshake", "up", "failed", "closed" };

  return seat->peer == NULL ? "lost" : names[gc_load_peer_get_state (seat->peer)];
}

static void
say_stats (Farm *farm, const char *id)
{
  Seat *seat = find_seat (farm, id);

  if (seat == NULL)
    return;
  JsonBuilder *builder = begin ("stats", id);
  add_string (builder, "state", state_name (seat));
  add_ear (builder, seat, GC_LOAD_AUDIO);
  add_ear (builder, seat, GC_LOAD_VIDEO);
  if (seat->peer != NULL) {
    const GcLoadPeerCounts *counts = gc_load_peer_get_counts (seat->peer);
    add_int (builder, "key_frames", (int64_t)counts->key_frames);
    add_int (builder, "bad_srtp", (int64_t)counts->bad_srtp);
    add_int (builder, "foreign", (int64_t)counts->foreign);
  }
  say (builder);
}

static void
follow (Farm *farm, const Order *order)
{
  if (order->open != NULL)
    open_seat (farm, order->open);
  else if (order->answer != NULL)
    answer_seat (farm, order->answer, order->sdp);
  else if (order->send != NULL)
    switch_seat (farm, order->send, order->on);
  else if (order->mark != NULL)
    mark_seat (farm, order->mark);
  else if (order->stats != NULL)
    say_stats (farm, order->stats);
  else if (order->close != NULL)
    g_hash_table_remove (farm->seats, order->close);
}

static void
take_line (Farm *farm, const char *line, size_t size)
{
  Order order = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = gc_json_parse_object (line, size, MAX_LINE, &error);

  if (object == NULL ||
      !gc_json_read (object, order_fields, G_N_ELEMENTS (order_fields), &order, &error)) {
    say (begin ("error", error->message));
    return;
  }
  follow (farm, &order);
  gc_json_read_clear (order_fields, G_N_ELEMENTS (order_fields), &order);
}

static void
take_input (Farm *farm)
{
  char bytes[READ_BYTES];
  ssize_t n = read (STDIN_FILENO, bytes, sizeof bytes);
  const char *end;

  if (n <= 0) {
    farm->is_over = n == 0 || errno != EAGAIN;
    return;
  }
  g_string_append_len (farm->input, bytes, n);
  while ((end = memchr (farm->input->str, '\n', farm->input->len)) != NULL) {
    gssize size = end - farm->input->str;
    take_line (farm, farm->input->str, (size_t)size);
    g_string_erase (farm->input, 0, size + 1);
  }
  if (farm->input->len > MAX_LINE)
    farm->is_over = TRUE;
}

/* ---- the loop ---- */

static void
look_at_state (Seat *seat)
{
  GcLoadPeerState state = gc_load_peer_get_state (seat->peer);

  if (state == seat->state)
    return;
  seat->state = state;
  seat->due_us = 0; /* a change may have made something due, such as the first packets */
  if (state == GC_LOAD_PEER_UP) {
    say (begin ("connected", seat->id));
  } else if (state == GC_LOAD_PEER_FAILED || state == GC_LOAD_PEER_CLOSED) {
    say_lost (seat->id, state == GC_LOAD_PEER_FAILED ? "failed" : "closed");
    drop_peer (seat);
  }
}

static int64_t
tick_all (Farm *farm)
{
  int64_t next_us = INT64_MAX;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, farm->seats);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Seat *seat = value;
    int64_t now_us = g_get_monotonic_time ();
    if (seat->peer == NULL)
      continue;
    if (seat->due_us <= now_us) {
      seat->due_us = gc_load_peer_tick (seat->peer, now_us);
      look_at_state (seat);
    }
    next_us = MIN (next_us, seat->due_us);
  }
  return next_us;
}

static void
poll_all (Farm *farm, int64_t until_us)
{
  struct epoll_event events[MAX_EVENTS];
  int64_t wait_us =
      until_us == INT64_MAX ? G_USEC_PER_SEC : MAX (until_us - g_get_monotonic_time (), 0);
  struct timespec wait = { wait_us / 1000000, wait_us % 1000000 * 1000 };
  int n = epoll_pwait2 (farm->epoll, events, MAX_EVENTS, &wait, NULL);
  gboolean has_input = FALSE;

  for (int i = 0; i < n; i++) {
    Seat *seat = events[i].data.ptr;
    if (seat == NULL) {
      has_input = TRUE;
    } else if (seat->peer != NULL) {
      gc_load_peer_handle_input (seat->peer, g_get_monotonic_time ());
      look_at_state (seat);
    }
  }
  /* Last, since an order may free seats that the events name. */
  if (has_input)
    take_input (farm);
}

static gboolean
watch_input (Farm *farm, GError **error)
{
  /* Input from a plain file cannot be polled. */
  struct epoll_event event = { .events = EPOLLIN, .data.ptr = NULL };

  if (epoll_ctl (farm->epoll, EPOLL_CTL_ADD, STDIN_FILENO, &event) == 0)
    return TRUE;
  g_set_error (error, GC_ERROR, GC_ERROR_INTERNAL, "standard input: %s", g_strerror (errno));
  return FALSE;
}

gboolean
gc_load_farm_run (GError **error)
{
  g_autoptr (GcLoadDtlsContext) dtls = gc_load_dtls_context_new (GC_LOAD_PROFILE_GCM, error);
  g_autoptr (GcLoadScratch) scratch = gc_load_scratch_new ();
  g_autofree GcLoadDelays *delays = g_new0 (GcLoadDelays, 1);

  if (dtls == NULL)
    return FALSE;
  Farm farm = {
    .config = { .dtls = dtls,
                .scratch = scratch,
                .delays = delays,
                .lines = LINES,
                .is_light = TRUE },
    .hooks = { .find_source = find_source, .heard = heard, .data = &farm },
    .seats = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)seat_free),
    .sources = g_hash_table_new (NULL, NULL),
    .input = g_string_new (NULL),
    .epoll = epoll_create1 (EPOLL_CLOEXEC),
  };
  farm.config.hooks = &farm.hooks;
  (void)setvbuf (stdout, NULL, _IOLBF, 0);
  gboolean done = watch_input (&farm, error);
  while (done && !farm.is_over)
    poll_all (&farm, tick_all (&farm));

  g_hash_table_unref (farm.seats);
  g_hash_table_unref (farm.sources);
  g_string_free (farm.input, TRUE);
  close (farm.epoll);
  return done;
}
