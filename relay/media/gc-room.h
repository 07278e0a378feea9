// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "media/gc-peer.h"

/*
 * GcRoom: up to six seats, each taken by one peer, who see and hear each other. Each seat has a
 * place, 0 to 5. For each seat the others are parties in the order of their places: party k is the
 * seat at place k, or k + 1 from its own place on. Party 0 has the first audio, first video and
 * second video line of the peer, party k the audio line k and the video line k + 1, counted from 0.
 * Streaming thread.
 */
typedef struct _GcRoom GcRoom;

#define GC_ROOM_MAX_SEATS 6
/* The seat keeps its place, or takes the lowest free one. */
#define GC_ROOM_ANY_PLACE (-1)

typedef struct {
  const char *seat;
  GcPeer *peer;
  gboolean hold;
  int place;
} GcSeat;

GcRoom *gc_room_new (const char *id);
/* Its peers see nobody afterwards. */
void gc_room_free (GcRoom *room);

const char *gc_room_id (const GcRoom *room);
unsigned gc_room_n_seats (const GcRoom *room);

/* Seat number @index in the order of binding. */
void gc_room_get_seat (const GcRoom *room, unsigned index, GcSeat *ret_seat);

/* The peer of @seat. (nullable) (transfer none) */
GcPeer *gc_room_get_peer (const GcRoom *room, const char *seat);

/*
 * @peer, which must sit nowhere else, takes @seat; who sat there is let go. With @hold nothing is
 * forwarded to it or from it. The same again changes nothing. There must be less than
 * GC_ROOM_MAX_SEATS others. Another seat at @place changes places with it.
 */
void gc_room_bind (GcRoom *room, const char *seat, GcPeer *peer, gboolean hold, int place);

/* Frees @seat. Returns: FALSE if there is no such seat. */
gboolean gc_room_unbind (GcRoom *room, const char *seat);
