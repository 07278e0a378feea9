// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "media/gc-peer.h"

/*
 * GcRoom: up to six seats, each taken by one peer, who see and hear each other. For each seat the
 * others are parties 0, 1, 2...; party 0 has the first audio, first video and second video line of
 * that seat's peer, party k the audio line k and the video line k + 1, counted from 0. Who stays
 * keeps its lines; a newcomer takes the lowest free party. Streaming thread.
 */
typedef struct _GcRoom GcRoom;

#define GC_ROOM_MAX_SEATS 6

typedef struct {
  const char *seat;
  GcPeer *peer;
  gboolean hold;
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
 * GC_ROOM_MAX_SEATS others.
 */
void gc_room_bind (GcRoom *room, const char *seat, GcPeer *peer, gboolean hold);

/* Frees @seat. Returns: FALSE if there is no such seat. */
gboolean gc_room_unbind (GcRoom *room, const char *seat);
