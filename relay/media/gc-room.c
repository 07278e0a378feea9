// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "media/gc-room.h"

#define MAX_PARTIES (GC_ROOM_MAX_SEATS - 1)
#define NOBODY (-1)
#define FEW 2 /* in a room of so many nobody need be told who speaks */
G_STATIC_ASSERT (MAX_PARTIES == GC_PACKET_MAX_SENDS);

typedef struct {
  char *id;
  GcPeer *peer;
  gboolean hold;
  gboolean echo;
  int place;
  unsigned hidden_from;
} Seat;

struct _GcRoom {
  char *id;
  GPtrArray *seats; /* (element-type Seat), owned, in order of binding */
  int speaker;      /* his place, or NOBODY */
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
  room->speaker = NOBODY;
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
  gboolean open = party != NULL && !party->hold && !party->echo && !receiver->hold &&
                  (party->hidden_from & (1u << receiver->place)) == 0;

  if (feed != NULL)
    gc_feed_set_source (feed, open ? gc_peer_get_source (party->peer, kind, source) : NULL);
}

/* Shows @seat its own on its last line of @kind, of the @most that parties may have. */
static void
show_echo (const Seat *seat, GcSdpKind kind, unsigned most)
{
  unsigned n = 0;

  while (n < most && gc_peer_get_feed (seat->peer, kind, n) != NULL)
    n++;
  for (unsigned line = 0; line < n; line++) {
    gboolean own = line == n - 1 && !seat->hold;
    gc_feed_set_source (gc_peer_get_feed (seat->peer, kind, line),
                        own ? gc_peer_get_source (seat->peer, kind, 0) : NULL);
  }
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
  for (unsigned i = 0; i < room->seats->len; i++) {
    const Seat *seat = room->seats->pdata[i];
    if (!seat->echo) {
      route_seat (room, seat);
      continue;
    }
    show_echo (seat, GC_SDP_AUDIO, MAX_PARTIES);
    show_echo (seat, GC_SDP_VIDEO, MAX_PARTIES + 1);
  }
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

static void
set_foremost (const Seat *seat, gboolean is_speaker)
{
  GcSource *face = gc_peer_get_source (seat->peer, GC_SDP_VIDEO, 0);

  if (face != NULL)
    gc_source_set_speaker (face, is_speaker);
}

/* The peer of @seat gets up: it sees nobody any more, and its face is one like others. */
static void
leave (const Seat *seat)
{
  route_seat (NULL, seat);
  set_foremost (seat, FALSE);
}

/* By all: nobody need be told who whispers. */
static gboolean
is_heard (const Seat *seat)
{
  return !seat->hold && seat->hidden_from == 0;
}

static int64_t
talk_us (const Seat *seat, int64_t now_us)
{
  const GcSource *voice = gc_peer_get_source (seat->peer, GC_SDP_AUDIO, 0);

  return voice != NULL && is_heard (seat) ? gc_source_talk_us (voice, now_us) : 0;
}

gboolean
gc_room_review_speaker (GcRoom *room, int64_t now_us)
{
  int64_t heard_us[GC_ROOM_MAX_SEATS] = { 0 };
  int former = room->speaker;
  unsigned n = 0;

  for (unsigned i = 0; i < room->seats->len; i++) {
    const Seat *seat = room->seats->pdata[i];
    heard_us[seat->place] = talk_us (seat, now_us);
    n += is_heard (seat);
  }
  room->speaker = n > FEW ? gc_speaker_choose (former, heard_us, GC_ROOM_MAX_SEATS) : NOBODY;
  if (room->speaker == former)
    return FALSE;
  /* Until somebody else speaks, his face stays foremost. */
  for (unsigned i = 0; i < room->seats->len && room->speaker != NOBODY; i++) {
    const Seat *seat = room->seats->pdata[i];
    set_foremost (seat, seat->place == room->speaker);
  }
  return TRUE;
}

gboolean
gc_room_get_speaker (const GcRoom *room, GcSeat *ret_seat)
{
  const Seat *seat = room->speaker != NOBODY ? seat_at (room, room->speaker) : NULL;

  if (seat == NULL)
    return FALSE;
  *ret_seat = (GcSeat){ .seat = seat->id,
                        .peer = seat->peer,
                        .hold = seat->hold,
                        .echo = seat->echo,
                        .place = seat->place,
                        .hidden_from = seat->hidden_from };
  return TRUE;
}

void
gc_room_bind (GcRoom *room, const GcSeat *wanted)
{
  Seat *found = find_seat (room, wanted->seat);

  g_return_if_fail (found != NULL || room->seats->len < GC_ROOM_MAX_SEATS);
  if (!wanted->echo && (found == NULL || found->peer != wanted->peer || found->echo ||
                        (found->hold && !wanted->hold)))
    gc_peer_announce_media (wanted->peer);
  if (found == NULL)
    found = add_seat (room, wanted->seat);
  else if (found->peer != wanted->peer)
    leave (found);
  found->peer = wanted->peer;
  found->hold = wanted->hold;
  found->echo = wanted->echo;
  found->hidden_from = wanted->hidden_from;
  if (wanted->place != GC_ROOM_ANY_PLACE)
    move (room, found, wanted->place);
  route (room);
}

gboolean
gc_room_unbind (GcRoom *room, const char *seat)
{
  Seat *found = find_seat (room, seat);

  if (found == NULL)
    return FALSE;
  leave (found);
  g_ptr_array_remove (room->seats, found);
  route (room);
  return TRUE;
}

void
gc_seat_info_free (GcSeatInfo *info)
{
  g_free (info->room);
  g_free (info->seat);
  g_free (info->peer);
  g_free (info);
}

void
gc_room_list_seats (const GcRoom *room, GPtrArray *list)
{
  for (unsigned i = 0; i < room->seats->len; i++) {
    const Seat *seat = room->seats->pdata[i];
    GcSeatInfo *info = g_new0 (GcSeatInfo, 1);
    *info = (GcSeatInfo){ .room = g_strdup (room->id),
                          .seat = g_strdup (seat->id),
                          .peer = g_strdup (gc_peer_id (seat->peer)),
                          .hold = seat->hold,
                          .echo = seat->echo,
                          .place = seat->place,
                          .hidden_from = seat->hidden_from };
    g_ptr_array_add (list, info);
  }
}
