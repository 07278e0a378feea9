// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "signal/gc-devices.h"
#include "signal/gc-link-health.h"
#include "signal/gc-link-test.h"
#include "signal/gc-socket.h"
#include "signal/gc-user.h"

/*
 * GcSeat: where one kiosk, agent, desk or display sits, whatever socket it speaks through. It
 * outlives its sockets: it numbers what the page was told, keeps the last of it for a page that
 * comes back, and keeps the answers, so that a request that is sent again has its effect once.
 */
typedef struct _GcSeat GcSeat;

/* What a page that comes back can be sent again. */
#define GC_SEAT_MAX_HELD 256
#define GC_SEAT_MAX_HELD_BYTES 524288
#define GC_SEAT_MAX_ANSWERS 256

/* The parts of a view, over all pages. */
typedef enum {
  GC_PART_RELAY,
  GC_PART_POINT,
  GC_PART_TICKET,
  GC_PART_SESSION,
  GC_PART_NOTICE,
  GC_PART_LINK,
  GC_PART_LINK_TEST,
  GC_PART_APPOINTMENT,
  GC_PART_ME,
  GC_PART_OFFER,
  GC_PART_WAITING,
  GC_PART_LINE,
  GC_PART_PARKED,
  GC_PART_COLLEAGUES,
  GC_PART_SESSIONS,
  GC_PART_POINTS,
  GC_PART_QUEUE,
  GC_PART_AGENTS,
  GC_PART_KIOSKS,
  GC_PART_APPOINTMENTS,
  GC_PART_ANNOUNCEMENTS,
  GC_PART_ITEMS_OFF,
  GC_PART_CALLED,
  GC_PART_IN_SESSION,
  GC_PART_STILLS,
  GC_PART_TURN,
  GC_PART_N,
} GcPart;

/* The part's name in a view. Static. */
const char *gc_part_name (GcPart part);

/* What the relay last measured of the page's own link, and what is said of it. */
typedef struct {
  gboolean known;
  int64_t rtt_ms; /* below 0: not measured */
  int64_t loss_up_permille;
  int64_t loss_down_permille;
  int64_t up_bps;
  int64_t down_bps;
  unsigned paused; /* as in GcRelayQuality */
  GcLinkHealth health;
} GcLink;

/* @key names the seat in the store's answers and, hashed, to the relay. (transfer full) */
GcSeat *gc_seat_new (const GcUser *user, const char *key);
void gc_seat_free (GcSeat *seat);

const GcUser *gc_seat_get_user (GcSeat *seat);
const char *gc_seat_get_key (GcSeat *seat);
/* The name under which the relay knows the seat's peers: opaque, the same after a restart. */
const char *gc_seat_get_label (GcSeat *seat);

/* The page's socket, NULL while it is away. (transfer none) */
GcSocket *gc_seat_get_socket (GcSeat *seat);
int64_t gc_seat_get_seq (GcSeat *seat);
int64_t gc_seat_get_generation (GcSeat *seat);
const char *gc_seat_get_resume (GcSeat *seat);

/*
 * Gives the seat to @socket (borrowed), as @user; the generation rises and the token for coming
 * back changes. Returns whether all views after @seq are still held for the page that had @resume
 * (nullable). The former socket is no longer the seat's. @now_ms: by the queue's clock.
 */
gboolean gc_seat_take (GcSeat *seat,
                       const GcUser *user,
                       GcSocket *socket,
                       const char *resume,
                       int64_t seq,
                       int64_t now_ms);

/* The page is gone; what it is not told now is held for it. */
void gc_seat_leave (GcSeat *seat, int64_t now_ms);

/* Since when the seat has a page, or has none. */
int64_t gc_seat_get_since_ms (GcSeat *seat);

/* Forgets the held views: the page must take a whole view when it comes back. */
void gc_seat_forget (GcSeat *seat);
/* Whether a page can still come back to the held views, so that views are worth making. */
gboolean gc_seat_is_followed (GcSeat *seat);

/* Sets a part of the view to the JSON text @json (transfer full). */
void gc_seat_set_part (GcSeat *seat, GcPart part, char *json);

/* The same with a GRefString that other seats have, too; @json is borrowed. */
void gc_seat_set_shared_part (GcSeat *seat, GcPart part, char *json);

/* Sends the parts that differ from what the page was told as one notification, if any do; to be
 * called again when the socket has drained. */
void gc_seat_push (GcSeat *seat);

/* The whole view as a JSON object; it counts as told. (transfer full) */
char *gc_seat_dup_view (GcSeat *seat);

/* Sends the held views after @seq. */
void gc_seat_replay (GcSeat *seat, int64_t seq);

/* The answers by request: NULL, or "" while the request is under way. (transfer none) */
const char *gc_seat_get_answer (GcSeat *seat, const char *request);
void gc_seat_set_answer (GcSeat *seat, const char *request, const char *text);
/* The request had no effect and may be done when it comes again. */
void gc_seat_drop_answer (GcSeat *seat, const char *request);

/* The relay peer of the page (nullable). */
const char *gc_seat_get_peer (GcSeat *seat);
void gc_seat_set_peer (GcSeat *seat, const char *peer);

GcLink *gc_seat_get_link (GcSeat *seat);

/* The test of the link of a kiosk; it outlives the peer. */
GcLinkTest *gc_seat_get_link_test (GcSeat *seat);

/* What the page that is there has said of its devices. */
GcDevices *gc_seat_get_devices (GcSeat *seat);
