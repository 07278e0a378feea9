// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "signal/gc-seat.h"

#include "common/gc-id.h"
#include "signal/gc-json-writer.h"
#include "signal/gc-rpc.h"

#include <string.h>

typedef struct {
  int64_t seq;
  char *text;
  size_t size;
} Held;

typedef struct {
  char *request;
  char *answer;
} Answer;

struct _GcSeat {
  GcUser *user;
  char *key;
  char *label;
  GcSocket *socket;
  int64_t since_ms;

  char *resume;
  int64_t generation;
  int64_t seq;
  GQueue held; /* Held, owned, oldest first: the views from held_from + 1 to seq */
  size_t held_bytes;
  gboolean followed;

  char *parts[GC_PART_N];      /* GRefString, as they are; NULL: not of this page */
  gboolean changed[GC_PART_N]; /* and not yet told */

  GHashTable *answers; /* char* request -> Answer, owned; NULL: none yet */
  GQueue answer_order; /* Answer, borrowed, oldest first */

  char *peer;
  GcLink link;
  GcLinkTest link_test;
  GcDevices devices;
};

static const char *const part_names[GC_PART_N] = {
  [GC_PART_RELAY] = "relay",
  [GC_PART_POINT] = "point",
  [GC_PART_TICKET] = "ticket",
  [GC_PART_SESSION] = "session",
  [GC_PART_NOTICE] = "notice",
  [GC_PART_LINK] = "link",
  [GC_PART_LINK_TEST] = "link_test",
  [GC_PART_APPOINTMENT] = "appointment",
  [GC_PART_ME] = "me",
  [GC_PART_OFFER] = "offer",
  [GC_PART_WAITING] = "waiting",
  [GC_PART_COLLEAGUES] = "colleagues",
  [GC_PART_SESSIONS] = "sessions",
  [GC_PART_POINTS] = "points",
  [GC_PART_QUEUE] = "queue",
  [GC_PART_AGENTS] = "agents",
  [GC_PART_KIOSKS] = "kiosks",
  [GC_PART_APPOINTMENTS] = "appointments",
  [GC_PART_LINE] = "line",
  [GC_PART_PARKED] = "parked",
  [GC_PART_ANNOUNCEMENTS] = "announcements",
  [GC_PART_ITEMS_OFF] = "items_off",
  [GC_PART_CALLED] = "called",
  [GC_PART_IN_SESSION] = "in_session",
  [GC_PART_STILLS] = "stills",
  [GC_PART_TURN] = "turn",
};

const char *
gc_part_name (GcPart part)
{
  g_return_val_if_fail ((unsigned)part < GC_PART_N, "");
  return part_names[part];
}

static void
held_free (gpointer data)
{
  Held *held = data;

  g_free (held->text);
  g_free (held);
}

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_free (answer->request);
  g_free (answer->answer);
  g_free (answer);
}

GcSeat *
gc_seat_new (const GcUser *user, const char *key)
{
  GcSeat *seat = g_new0 (GcSeat, 1);
  g_autofree char *salted = g_strdup_printf ("global-connect seat %s", key);
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, salted, -1);

  seat->user = gc_user_copy (user);
  seat->key = g_strdup (key);
  seat->label = g_strndup (sum, 32);
  g_queue_init (&seat->held);
  g_queue_init (&seat->answer_order);
  return seat;
}

void
gc_seat_free (GcSeat *seat)
{
  if (seat == NULL)
    return;
  gc_user_free (seat->user);
  g_free (seat->key);
  g_free (seat->label);
  g_free (seat->resume);
  g_queue_clear_full (&seat->held, held_free);
  for (size_t i = 0; i < GC_PART_N; i++)
    g_clear_pointer (&seat->parts[i], g_ref_string_release);
  g_queue_clear (&seat->answer_order);
  g_clear_pointer (&seat->answers, g_hash_table_unref);
  g_free (seat->peer);
  gc_link_test_clear (&seat->link_test);
  g_free (seat);
}

const GcUser *
gc_seat_get_user (GcSeat *seat)
{
  return seat->user;
}

const char *
gc_seat_get_key (GcSeat *seat)
{
  return seat->key;
}

const char *
gc_seat_get_label (GcSeat *seat)
{
  return seat->label;
}

GcSocket *
gc_seat_get_socket (GcSeat *seat)
{
  return seat->socket;
}

int64_t
gc_seat_get_seq (GcSeat *seat)
{
  return seat->seq;
}

int64_t
gc_seat_get_generation (GcSeat *seat)
{
  return seat->generation;
}

const char *
gc_seat_get_resume (GcSeat *seat)
{
  return seat->resume;
}

static gboolean
can_replay (GcSeat *seat, const char *resume, int64_t seq)
{
  const Held *oldest = g_queue_peek_head (&seat->held);

  if (!seat->followed || resume == NULL || g_strcmp0 (resume, seat->resume) != 0)
    return FALSE;
  return seq == seat->seq || (seq < seat->seq && oldest != NULL && oldest->seq <= seq + 1);
}

gboolean
gc_seat_take (GcSeat *seat,
              const GcUser *user,
              GcSocket *socket,
              const char *resume,
              int64_t seq,
              int64_t now_ms)
{
  gboolean replay = can_replay (seat, resume, seq);

  if (user != seat->user) {
    gc_user_free (seat->user);
    seat->user = gc_user_copy (user);
  }
  if (seat->socket == NULL)
    seat->since_ms = now_ms;
  seat->socket = socket;
  seat->devices = (GcDevices){ 0 };
  seat->generation++;
  seat->followed = TRUE;
  g_free (seat->resume);
  seat->resume = gc_id_new (130);
  return replay;
}

void
gc_seat_leave (GcSeat *seat, int64_t now_ms)
{
  seat->socket = NULL;
  seat->since_ms = now_ms;
  seat->devices = (GcDevices){ 0 };
}

int64_t
gc_seat_get_since_ms (GcSeat *seat)
{
  return seat->since_ms;
}

void
gc_seat_forget (GcSeat *seat)
{
  seat->followed = FALSE;
  g_queue_clear_full (&seat->held, held_free);
  seat->held_bytes = 0;
}

gboolean
gc_seat_is_followed (GcSeat *seat)
{
  return seat->followed;
}

void
gc_seat_set_shared_part (GcSeat *seat, GcPart part, char *json)
{
  char *former = seat->parts[part];

  if (former == json)
    return;
  if (g_strcmp0 (former, json) != 0)
    seat->changed[part] = TRUE;
  seat->parts[part] = g_ref_string_acquire (json);
  g_clear_pointer (&former, g_ref_string_release);
}

void
gc_seat_set_part (GcSeat *seat, GcPart part, char *json)
{
  g_autofree char *owned = json;

  if (g_strcmp0 (seat->parts[part], owned) == 0)
    return;
  /* Most parts of most pages are null. */
  char *text =
      strcmp (owned, "null") == 0 ? g_ref_string_new_intern (owned) : g_ref_string_new (owned);
  gc_seat_set_shared_part (seat, part, text);
  g_ref_string_release (text);
}

static void
hold (GcSeat *seat, char *text, size_t size)
{
  Held *held = g_new0 (Held, 1);

  *held = (Held){ seat->seq, text, size };
  g_queue_push_tail (&seat->held, held);
  seat->held_bytes += size;
  while (seat->held.length > GC_SEAT_MAX_HELD || seat->held_bytes > GC_SEAT_MAX_HELD_BYTES) {
    Held *oldest = g_queue_pop_head (&seat->held);
    seat->held_bytes -= oldest->size;
    held_free (oldest);
  }
}

static char *
write_parts (GcSeat *seat, gboolean all)
{
  g_auto (GcJsonWriter) writer = { 0 };
  gboolean any = FALSE;

  gc_json_writer_init (&writer);
  gc_json_writer_begin_object (&writer, NULL);
  for (size_t i = 0; i < GC_PART_N; i++) {
    if (seat->parts[i] != NULL && (all || seat->changed[i])) {
      gc_json_writer_raw (&writer, part_names[i], seat->parts[i]);
      any = TRUE;
    }
    seat->changed[i] = FALSE;
  }
  gc_json_writer_end_object (&writer);
  return any || all ? gc_json_writer_take (&writer) : NULL;
}

void
gc_seat_push (GcSeat *seat)
{
  /* A page that is behind gets the sum of the changes when it has caught up. */
  if (seat->socket != NULL && gc_socket_is_behind (seat->socket))
    return;
  g_autofree char *set = write_parts (seat, FALSE);
  if (set == NULL)
    return;
  seat->seq++;
  char *text = gc_rpc_format_view (seat->seq, set);
  size_t size = strlen (text);
  if (seat->socket != NULL)
    gc_socket_send (seat->socket, text, size);
  hold (seat, text, size);
}

char *
gc_seat_dup_view (GcSeat *seat)
{
  return write_parts (seat, TRUE);
}

void
gc_seat_replay (GcSeat *seat, int64_t seq)
{
  for (GList *l = seat->held.head; l != NULL && seat->socket != NULL; l = l->next) {
    const Held *held = l->data;
    if (held->seq > seq)
      gc_socket_send (seat->socket, held->text, held->size);
  }
}

static Answer *
find_answer (GcSeat *seat, const char *request)
{
  return seat->answers != NULL ? g_hash_table_lookup (seat->answers, request) : NULL;
}

const char *
gc_seat_get_answer (GcSeat *seat, const char *request)
{
  const Answer *answer = find_answer (seat, request);

  return answer != NULL ? answer->answer : NULL;
}

void
gc_seat_set_answer (GcSeat *seat, const char *request, const char *text)
{
  Answer *answer = find_answer (seat, request);

  if (answer != NULL) {
    g_free (answer->answer);
    answer->answer = g_strdup (text);
    return;
  }
  if (seat->answer_order.length >= GC_SEAT_MAX_ANSWERS) {
    Answer *oldest = g_queue_pop_head (&seat->answer_order);
    g_hash_table_remove (seat->answers, oldest->request);
  }
  if (seat->answers == NULL)
    seat->answers = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, answer_free);
  answer = g_new0 (Answer, 1);
  answer->request = g_strdup (request);
  answer->answer = g_strdup (text);
  g_hash_table_insert (seat->answers, answer->request, answer);
  g_queue_push_tail (&seat->answer_order, answer);
}

void
gc_seat_drop_answer (GcSeat *seat, const char *request)
{
  Answer *answer = find_answer (seat, request);

  if (answer == NULL)
    return;
  g_queue_remove (&seat->answer_order, answer);
  g_hash_table_remove (seat->answers, request);
}

const char *
gc_seat_get_peer (GcSeat *seat)
{
  return seat->peer;
}

void
gc_seat_set_peer (GcSeat *seat, const char *peer)
{
  if (g_strcmp0 (seat->peer, peer) == 0)
    return;
  g_free (seat->peer);
  seat->peer = g_strdup (peer);
  seat->link = (GcLink){ 0 };
}

GcLink *
gc_seat_get_link (GcSeat *seat)
{
  return &seat->link;
}

GcLinkTest *
gc_seat_get_link_test (GcSeat *seat)
{
  return &seat->link_test;
}

GcDevices *
gc_seat_get_devices (GcSeat *seat)
{
  return &seat->devices;
}
