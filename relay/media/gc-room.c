// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "media/gc-room.h"

#define MAX_PARTIES (GC_ROOM_MAX_SEATS - 1)
G_STATIC_ASSERT (MAX_PARTIES == GC_PACKET_MAX_SENDS);

typedef struct {
  char *id;
  GcPeer *peer;
  gboolean hold;
  int place;
} Seat;

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

  *ret_seat = (GcSeat){ seat->id, seat->peer, seat->hold, seat->place };
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

static Seat *
seat_at (const GcRoom *room, int place)
{
  for (unsigned i = 0; i < room->seats->len; i++) {
    Seat *seat = room->seats->pdata[i];
    if (seat->place == place)
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

/* Sets what each line of @receiver shows; nothing without @room. Lines that stay as they are notice
 * nothing. */
static void
route_seat (const GcRoom *room, const Seat *receiver)
{
  for (int k = 0; k < MAX_PARTIES; k++) {
    const Seat *party = room != NULL ? seat_at (room, k < receiver->place ? k : k + 1) : NULL;
    if (k == 0)
      show (receiver, GC_SDP_VIDEO, 1, party, 1);
    show (receiver, GC_SDP_AUDIO, (unsigned)k, party, 0);
    show (receiver, GC_SDP_VIDEO, k == 0 ? 0 : (unsigned)k + 1, party, 0);
  }
}

static void
route (GcRoom *room)
{
  for (unsigned i = 0; i < room->seats->len; i++)
    route_seat (room, room->seats->pdata[i]);
}

static Seat *
add_seat (GcRoom *room, const char *id)
{
  Seat *seat = g_new0 (Seat, 1);
  int place = 0;

  while (seat_at (room, place) != NULL)
    place++;
  seat->id = g_strdup (id);
  seat->place = place;
  g_ptr_array_add (room->seats, seat);
  return seat;
}

/* Who is at @place already changes places with @seat. */
static void
move (const GcRoom *room, Seat *seat, int place)
{
  Seat *other = seat_at (room, place);

  if (other != NULL)
    other->place = seat->place;
  seat->place = place;
}

/* The peer of @seat sees nobody any more. */
static void
blind (const Seat *seat)
{
  route_seat (NULL, seat);
}

void
gc_room_bind (GcRoom *room, const char *seat, GcPeer *peer, gboolean hold, int place)
{
  Seat *found = find_seat (room, seat);

  g_return_if_fail (found != NULL || room->seats->len < GC_ROOM_MAX_SEATS);
  if (found == NULL || found->peer != peer || (found->hold && !hold))
    gc_peer_announce_media (peer);
  if (found == NULL)
    found = add_seat (room, seat);
  else if (found->peer != peer)
    blind (found);
  found->peer = peer;
  found->hold = hold;
  if (place != GC_ROOM_ANY_PLACE)
    move (room, found, place);
  route (room);
}

gboolean
gc_room_unbind (GcRoom *room, const char *seat)
{
  Seat *found = find_seat (room, seat);

  if (found == NULL)
    return FALSE;
  blind (found);
  g_ptr_array_remove (room->seats, found);
  route (room);
  return TRUE;
}
