// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * A peer's id begins with the number of its worker, so whoever is asked of a peer needs no table.
 * Rooms have one: an entry lives from the first seat that is asked for until the room is empty.
 */
#include "config.h"

#include "media/gc-workers.h"

#include <string.h>

#include "common/gc-error.h"
#include "media/gc-answer.h"

typedef struct {
  GcWorker *worker;
  GcAnswerer answerer;
  GcAddress advertised[GC_PORT_MAX_LOCALS]; /* what the answerer shows instead of our own */
  unsigned n_rooms;
  unsigned n_peers;
} Member;

struct _GcWorkers {
  Member members[GC_OPTIONS_MAX_WORKERS];
  unsigned n_members;
  GHashTable *rooms; /* char* id, owned -> Room, owned */
  void (*on_event) (const GcEvent *event, gpointer user_data);
  gpointer event_data;
};

typedef struct {
  Member *member;
  unsigned entered;  /* times, without having been left */
  gboolean is_there; /* at the worker, as far as it has told */
} Room;

/* One request to all workers. */
typedef struct {
  unsigned left;
  GPtrArray *list;
  GError *error;
  GcReplyFunc reply;
  gpointer data;
} Gathering;

/* A request whose answer tells of a peer or a room. */
typedef struct {
  GcWorkers *workers;
  Member *member;
  char *room; /* (nullable) */
  GcReplyFunc reply;
  gpointer data;
} Pending;

/* Where the peer @id is; NULL if there can be no such peer. */
static Member *
find_member (GcWorkers *workers, const char *id)
{
  unsigned worker = 0;

  if (!gc_answer_parse_peer_id (id, &worker) || worker >= workers->n_members)
    return NULL;
  return &workers->members[worker];
}

/* Forgets @room if nobody sits in it or is about to. */
static void
settle (GcWorkers *workers, const char *id, Room *room)
{
  if (room->entered > 0 || room->is_there)
    return;
  room->member->n_rooms--;
  g_hash_table_remove (workers->rooms, id);
}

static void
on_worker_event (const GcEvent *event, gpointer user_data)
{
  GcWorkers *workers = user_data;

  if (event->kind == GC_EVENT_EMPTY) {
    Room *room = g_hash_table_lookup (workers->rooms, event->room);
    room->is_there = FALSE;
    settle (workers, event->room, room);
    return;
  }
  if (event->kind == GC_EVENT_GONE)
    find_member (workers, event->peer)->n_peers--;
  if (workers->on_event != NULL)
    workers->on_event (event, workers->event_data);
}

/* @address with its port, if it has one, @offset further on. */
static GcAddress
shift (const GcAddress *address, unsigned offset)
{
  GcAddress shifted = *address;

  if (shifted.port != 0)
    shifted.port = (uint16_t)(shifted.port + offset);
  return shifted;
}

static void
set_candidates (Member *member, const GcOptions *options, unsigned index)
{
  GcPort *port = gc_worker_get_port (member->worker);

  if (options->n_advertise == 0) {
    member->answerer.candidates = gc_port_get_candidates (port, &member->answerer.n_candidates);
    return;
  }
  for (size_t i = 0; i < options->n_advertise; i++) {
    member->advertised[i] = shift (&options->advertise[i], index);
    if (member->advertised[i].port == 0)
      member->advertised[i].port = gc_port_bound (port, 0)->port;
  }
  member->answerer.candidates = member->advertised;
  member->answerer.n_candidates = options->n_advertise;
}

static gboolean
start_member (GcWorkers *workers, const GcOptions *options, GError **error)
{
  unsigned index = workers->n_members;
  Member *member = &workers->members[index];
  GcAddress media[GC_PORT_MAX_SOCKETS];

  for (size_t i = 0; i < options->n_media; i++)
    media[i] = shift (&options->media[i], index);
  member->worker =
      gc_worker_new (media, options->n_media, !options->udp_only, options->max_peers, error);
  if (member->worker == NULL)
    return FALSE;
  workers->n_members++;
  gc_worker_set_event_func (member->worker, on_worker_event, workers);
  member->answerer.worker = index;
  member->answerer.fingerprint = gc_worker_get_fingerprint (member->worker);
  member->answerer.with_tcp = !options->udp_only;
  set_candidates (member, options, index);
  return TRUE;
}

GcWorkers *
gc_workers_new (const GcOptions *options, GError **error)
{
  GcWorkers *workers = g_new0 (GcWorkers, 1);

  workers->rooms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  while (workers->n_members < options->n_workers)
    if (!start_member (workers, options, error)) {
      gc_workers_free (workers);
      return NULL;
    }
  return workers;
}

void
gc_workers_free (GcWorkers *workers)
{
  if (workers == NULL)
    return;
  for (unsigned i = 0; i < workers->n_members; i++)
    gc_worker_free (workers->members[i].worker);
  g_hash_table_unref (workers->rooms);
  g_free (workers);
}

unsigned
gc_workers_count (const GcWorkers *workers)
{
  return workers->n_members;
}

GcPort *
gc_workers_get_port (const GcWorkers *workers, unsigned index)
{
  return gc_worker_get_port (workers->members[index].worker);
}

gboolean
gc_workers_are_alive (const GcWorkers *workers)
{
  for (unsigned i = 0; i < workers->n_members; i++)
    if (!gc_worker_is_alive (workers->members[i].worker))
      return FALSE;
  return TRUE;
}

void
gc_workers_set_event_func (GcWorkers *workers,
                           void (*on_event) (const GcEvent *event, gpointer user_data),
                           gpointer user_data)
{
  workers->on_event = on_event;
  workers->event_data = user_data;
}

void
gc_workers_set_broken_func (GcWorkers *workers,
                            void (*on_broken) (const GError *error, gpointer user_data),
                            gpointer user_data)
{
  for (unsigned i = 0; i < workers->n_members; i++)
    gc_worker_set_broken_func (workers->members[i].worker, on_broken, user_data);
}

static Member *
find_least_loaded (GcWorkers *workers)
{
  Member *best = workers->members;

  for (Member *member = best + 1; member < workers->members + workers->n_members; member++)
    if (member->n_rooms < best->n_rooms ||
        (member->n_rooms == best->n_rooms && member->n_peers < best->n_peers))
      best = member;
  return best;
}

/* Enters @id; if it is nowhere yet, at @member. */
static Room *
enter (GcWorkers *workers, const char *id, Member *member)
{
  Room *room = g_hash_table_lookup (workers->rooms, id);

  if (room == NULL) {
    room = g_new0 (Room, 1);
    room->member = member;
    member->n_rooms++;
    g_hash_table_insert (workers->rooms, g_strdup (id), room);
  }
  room->entered++;
  return room;
}

unsigned
gc_workers_enter_room (GcWorkers *workers, const char *id)
{
  return enter (workers, id, find_least_loaded (workers))->member->answerer.worker;
}

void
gc_workers_leave_room (GcWorkers *workers, const char *id)
{
  Room *room = g_hash_table_lookup (workers->rooms, id);

  room->entered--;
  settle (workers, id, room);
}

static Pending *
pending_new (GcWorkers *workers, Member *member, const char *room, GcReplyFunc reply, gpointer data)
{
  Pending *pending = g_new0 (Pending, 1);

  *pending = (Pending){ workers, member, g_strdup (room), reply, data };
  return pending;
}

static void
pending_end (Pending *pending, const GcAnswer *answer)
{
  if (pending->reply != NULL)
    pending->reply (answer, pending->data);
  g_free (pending->room);
  g_free (pending);
}

static void
on_peer_added (const GcAnswer *answer, gpointer user_data)
{
  Pending *pending = user_data;

  if (answer->error != NULL)
    pending->member->n_peers--;
  pending_end (pending, answer);
}

gboolean
gc_workers_add_peer (GcWorkers *workers,
                     const GcOffer *offer,
                     char **ret_id,
                     char **ret_answer,
                     GcReplyFunc reply,
                     gpointer data,
                     GError **error)
{
  Member *member = offer->worker != GC_WORKERS_ANY ? &workers->members[offer->worker]
                                                   : find_least_loaded (workers);
  GcPeerConfig *config = NULL;

  if (!gc_answer_offer (&member->answerer, offer->sdp, offer->size, offer->label, &config,
                        ret_answer, error))
    return FALSE;
  *ret_id = g_strdup (config->id);
  member->n_peers++;
  gc_worker_add_peer (member->worker, config, on_peer_added,
                      pending_new (workers, member, NULL, reply, data));
  return TRUE;
}

/* Answers without a worker. */
static void refuse (GcReplyFunc reply, gpointer data, GcErrorCode code, const char *format, ...)
    G_GNUC_PRINTF (4, 5);

static void
refuse (GcReplyFunc reply, gpointer data, GcErrorCode code, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autoptr (GError) error = g_error_new_valist (GC_ERROR, (int)code, format, arguments);
  va_end (arguments);
  const GcAnswer answer = { .error = error };
  if (reply != NULL)
    reply (&answer, data);
}

/* As find_member (), and answers if there is none. */
static Member *
require_member (GcWorkers *workers, const char *id, GcReplyFunc reply, gpointer data)
{
  Member *member = find_member (workers, id);

  if (member == NULL)
    refuse (reply, data, GC_ERROR_UNKNOWN, "peer %s: there is none", id);
  return member;
}

void
gc_workers_end_peer (GcWorkers *workers,
                     const char *id,
                     GcPeerReason reason,
                     GcReplyFunc reply,
                     gpointer data)
{
  Member *member = require_member (workers, id, reply, data);

  if (member != NULL)
    gc_worker_end_peer (member->worker, id, reason, reply, data);
}

void
gc_workers_restart_ice (GcWorkers *workers,
                        const char *id,
                        const GcIceCredentials *credentials,
                        GcReplyFunc reply,
                        gpointer data)
{
  Member *member = require_member (workers, id, reply, data);

  if (member != NULL)
    gc_worker_restart_ice (member->worker, id, credentials, reply, data);
}

static void
on_bound (const GcAnswer *answer, gpointer user_data)
{
  Pending *pending = user_data;

  if (answer->error == NULL)
    ((Room *)g_hash_table_lookup (pending->workers->rooms, pending->room))->is_there = TRUE;
  gc_workers_leave_room (pending->workers, pending->room);
  pending_end (pending, answer);
}

void
gc_workers_bind (GcWorkers *workers, const GcBinding *binding, GcReplyFunc reply, gpointer data)
{
  const Room *room = g_hash_table_lookup (workers->rooms, binding->room);
  Member *member = require_member (workers, binding->peer, reply, data);

  if (member == NULL)
    return;
  if (room != NULL && room->member != member) {
    refuse (reply, data, GC_ERROR_CONFLICT, "room %s: is on worker %u, peer %s on worker %u",
            binding->room, room->member->answerer.worker, binding->peer, member->answerer.worker);
    return;
  }
  enter (workers, binding->room, member);
  gc_worker_bind (member->worker, binding, on_bound,
                  pending_new (workers, member, binding->room, reply, data));
}

void
gc_workers_unbind (GcWorkers *workers,
                   const char *room,
                   const char *seat,
                   GcReplyFunc reply,
                   gpointer data)
{
  const Room *found = g_hash_table_lookup (workers->rooms, room);

  if (found == NULL)
    refuse (reply, data, GC_ERROR_UNKNOWN, "room %s: there is no seat %s", room, seat);
  else
    gc_worker_unbind (found->member->worker, room, seat, reply, data);
}

static void
on_part (const GcAnswer *answer, gpointer user_data)
{
  Gathering *gathering = user_data;

  if (answer->error != NULL && gathering->error == NULL)
    gathering->error = g_error_copy (answer->error);
  if (answer->list != NULL && gathering->list == NULL)
    gathering->list = g_ptr_array_ref (answer->list);
  else if (answer->list != NULL)
    g_ptr_array_extend_and_steal (gathering->list, g_ptr_array_ref (answer->list));
  if (--gathering->left > 0)
    return;
  const GcAnswer all = { gathering->error, gathering->list };
  gathering->reply (&all, gathering->data);
  g_clear_error (&gathering->error);
  g_clear_pointer (&gathering->list, g_ptr_array_unref);
  g_free (gathering);
}

static Gathering *
gathering_new (const GcWorkers *workers, GcReplyFunc reply, gpointer data)
{
  Gathering *gathering = g_new0 (Gathering, 1);

  gathering->left = workers->n_members;
  gathering->reply = reply;
  gathering->data = data;
  return gathering;
}

void
gc_workers_list_peers (GcWorkers *workers, const char *id, GcReplyFunc reply, gpointer data)
{
  if (id != NULL) {
    Member *member = require_member (workers, id, reply, data);
    if (member != NULL)
      gc_worker_list_peers (member->worker, id, reply, data);
    return;
  }
  Gathering *gathering = gathering_new (workers, reply, data);
  for (unsigned i = 0; i < workers->n_members; i++)
    gc_worker_list_peers (workers->members[i].worker, NULL, on_part, gathering);
}

void
gc_workers_list_seats (GcWorkers *workers, GcReplyFunc reply, gpointer data)
{
  Gathering *gathering = gathering_new (workers, reply, data);

  for (unsigned i = 0; i < workers->n_members; i++)
    gc_worker_list_seats (workers->members[i].worker, on_part, gathering);
}

void
gc_workers_end_all (GcWorkers *workers, GcReplyFunc reply, gpointer data)
{
  Gathering *gathering = gathering_new (workers, reply, data);

  for (unsigned i = 0; i < workers->n_members; i++)
    gc_worker_end_all (workers->members[i].worker, on_part, gathering);
}
