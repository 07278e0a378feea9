// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "media/gc-peer.h"

/*
 * GcRoom: up to six seats, each taken by one peer, who see and hear each other. Each seat has a
 * place, 0 to 5. For each seat the others are parties in the order of their places: party k is the
 * seat at place k, or k + 1 from its own place on. Party 0 has the first audio, first video and
 * second video line of the peer, party k the audio line k and the video line k + 1, counted from 0.
 *
 * The peer of an echo seat gets back what it sends, its first audio and its first video, each on
 * its last line of the kind: a full room aside nobody is shown there, so that a session never
 * begins with what is left of an echo.
 *
 * A seat sees and hears also those from whom it is hidden: so a supervisor listens, or whispers to
 * one. Streaming thread.
 */
typedef struct _GcRoom GcRoom;

#define GC_ROOM_MAX_SEATS 6
/* The seat keeps its place, or takes the lowest free one. */
#define GC_ROOM_ANY_PLACE (-1)

typedef struct {
  const char *seat;
  GcPeer *peer;
  gboolean hold;
  gboolean echo;
  int place;
  unsigned hidden_from; /* bits: places */
} GcSeat;

GcRoom *gc_room_new (const char *id);
/* Its peers see nobody afterwards. */
void gc_room_free (GcRoom *room);

const char *gc_room_id (const GcRoom *room);
unsigned gc_room_n_seats (const GcRoom *room);

/* The peer of @seat. (nullable) (transfer none) */
GcPeer *gc_room_get_peer (const GcRoom *room, const char *seat);

/*
 * The peer of @wanted, which must sit nowhere else, takes its seat; who sat there is let go. On
 * hold nothing is forwarded to it or from it. As an echo it is sent its own, sees nobody else and
 * is seen by nobody. The same again changes nothing. There must be less than GC_ROOM_MAX_SEATS
 * others. Another seat at its place changes places with it; the place may be GC_ROOM_ANY_PLACE.
 */
void gc_room_bind (GcRoom *room, const GcSeat *wanted);

/*
 * Looks anew who speaks, which is asked only where more than two are not on hold; to be called each
 * GC_ROOM_SPEAKER_US. Returns: whether it is another one than before.
 */
#define GC_ROOM_SPEAKER_US 100000
gboolean gc_room_review_speaker (GcRoom *room, int64_t now_us);

/* Who spoke at the last review; FALSE: nobody. */
gboolean gc_room_get_speaker (const GcRoom *room, GcSeat *ret_seat);

/* Frees @seat. Returns: FALSE if there is no such seat. */
gboolean gc_room_unbind (GcRoom *room, const char *seat);

/* A seat as it stands, for other threads; strings owned. */
typedef struct {
  char *room;
  char *seat;
  char *peer;
  gboolean hold;
  gboolean echo;
  int place;
  unsigned hidden_from;
} GcSeatInfo;

void gc_seat_info_free (GcSeatInfo *info);

/* Adds a GcSeatInfo of each seat to @list. */
void gc_room_list_seats (const GcRoom *room, GPtrArray *list);
