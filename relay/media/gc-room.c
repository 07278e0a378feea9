// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "media/gc-room.h"

#define MAX_PARTIES (GC_ROOM_MAX_SEATS - 1)
G_STATIC_ASSERT (MAX_PARTIES == GC_PACKET_MAX_SENDS);

typedef struct _Seat Seat;

struct _Seat {
  char *id;
  GcPeer *peer;
  gboolean hold;
  Seat *parties[MAX_PARTIES]; /* whom this seat sees, by party index; NULL: free */
};

struct _GcRoom {
  char *id;
  GPtrArray *seats; /* (element-type Seat), owned, in order of binding */
};

static void
seat_free (gpointer data)
{
  Seat *seat = data;

  g_free (seat->id);
  g_free (seat);
}

GcRoom *
gc_room_new (const char *id)
{
  GcRoom *room = g_new0 (GcRoom, 1);

  room->id = g_strdup (id);
  room->seats = g_ptr_array_new_with_free_func (seat_free);
  return room;
}

void
gc_room_free (GcRoom *room)
{
  if (room == NULL)
    return;
  while (room->seats->len > 0)
    gc_room_unbind (room, ((Seat *)room->seats->pdata[room->seats->len - 1])->id);
  g_ptr_array_unref (room->seats);
  g_free (room->id);
  g_free (room);
}

const char *
gc_room_id (const GcRoom *room)
{
  return room->id;
}

unsigned
gc_room_n_seats (const GcRoom *room)
{
  return room->seats->len;
}

void
gc_room_get_seat (const GcRoom *room, unsigned index, GcSeat *ret_seat)
{
  const Seat *seat = room->seats->pdata[index];

  *ret_seat = (GcSeat){ seat->id, seat->peer, seat->hold };
}

static Seat *
find_seat (const GcRoom *room, const char *id)
{
  for (unsigned i = 0; i < room->seats->len; i++) {
    Seat *seat = room->seats->pdata[i];
    if (g_str_equal (seat->id, id))
      return seat;
  }
  return NULL;
}

GcPeer *
gc_room_get_peer (const GcRoom *room, const char *seat)
{
  const Seat *found = find_seat (room, seat);
  return found != NULL ? found->peer : NULL;
}

static void
show (const Seat *receiver, GcSdpKind kind, unsigned line, const Seat *party, unsigned source)
{
  GcFeed *feed = gc_peer_get_feed (receiver->peer, kind, line);
  gboolean open = party != NULL && !party->hold && !receiver->hold;

  if (feed != NULL)
    gc_feed_set_source (feed, open ? gc_peer_get_source (party->peer, kind, source) : NULL);
}

/* Sets what each line of @receiver shows. Lines that stay as they are notice nothing. */
static void
route_seat (const Seat *receiver)
{
  show (receiver, GC_SDP_VIDEO, 1, receiver->parties[0], 1);
  for (unsigned k = 0; k < MAX_PARTIES; k++) {
    show (receiver, GC_SDP_AUDIO, k, receiver->parties[k], 0);
    show (receiver, GC_SDP_VIDEO, k == 0 ? 0 : k + 1, receiver->parties[k], 0);
  }
}

static void
route (GcRoom *room)
{
  for (unsigned i = 0; i < room->seats->len; i++)
    route_seat (room->seats->pdata[i]);
}

static void
add_party (Seat *seat, Seat *party)
{
  for (unsigned k = 0; k < MAX_PARTIES; k++) {
    if (seat->parties[k] != NULL)
      continue;
    seat->parties[k] = party;
    return;
  }
}

static void
remove_party (Seat *seat, const Seat *party)
{
  for (unsigned k = 0; k < MAX_PARTIES; k++)
    if (seat->parties[k] == party)
      seat->parties[k] = NULL;
}

static void
add_seat (GcRoom *room, const char *id, GcPeer *peer, gboolean hold)
{
  Seat *seat = g_new0 (Seat, 1);

  seat->id = g_strdup (id);
  seat->peer = peer;
  seat->hold = hold;
  for (unsigned i = 0; i < room->seats->len; i++) {
    add_party (seat, room->seats->pdata[i]);
    add_party (room->seats->pdata[i], seat);
  }
  g_ptr_array_add (room->seats, seat);
}

/* The peer of @seat sees nobody any more. */
static void
blind (const Seat *seat)
{
  const Seat blinded = { .peer = seat->peer };

  route_seat (&blinded);
}

void
gc_room_bind (GcRoom *room, const char *seat, GcPeer *peer, gboolean hold)
{
  Seat *found = find_seat (room, seat);

  g_return_if_fail (found != NULL || room->seats->len < GC_ROOM_MAX_SEATS);
  if (found == NULL || found->peer != peer || (found->hold && !hold))
    gc_peer_announce_media (peer);
  if (found == NULL) {
    add_seat (room, seat, peer, hold);
  } else {
    if (found->peer != peer)
      blind (found);
    found->peer = peer;
    found->hold = hold;
  }
  route (room);
}

gboolean
gc_room_unbind (GcRoom *room, const char *seat)
{
  Seat *found = find_seat (room, seat);

  if (found == NULL)
    return FALSE;
  blind (found);
  for (unsigned i = 0; i < room->seats->len; i++)
    remove_party (room->seats->pdata[i], found);
  route (room);
  g_ptr_array_remove (room->seats, found);
  return TRUE;
}
