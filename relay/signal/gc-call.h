// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "common/gc-error.h"
#include "common/gc-json.h"
#include "signal/gc-service-private.h"

/*
 * GcCall: one request of a page on its way, from its text to its answer. GcMethod: what a page can
 * ask for, one row of the table in gc-methods.c.
 */

/* The parameters of all methods; each uses those that its fields name. */
typedef struct {
  char *page;
  char *resume;
  int64_t seq;
  char *peer;
  char *sdp;
  char *ufrag;
  char *pwd;
  char *ticket;
  int64_t first_frame_ms;
  char *text;
  char *item;
  char **more_items;
  char **languages;
  char *name;
  int64_t grade;
  char *wanted;
  char *reason;
  gboolean held;
  gboolean private;
  char *heard_by;
  char *agent;
  char *department;
  char *outcome;
  char *note;
  JsonObject *texts;
  int64_t minutes;
  char *announcement;
  char *appointment;
  char *code;
  char *phone;
  int64_t start_ms;
  int64_t age; /* 0: not said */
  char *point;
  gboolean open;
  gboolean on;
  gboolean call_back;
  char *number;
  char *way;
  int64_t bps;
  char *camera;
  char *microphone;
  char *document;
  char *type;
  int64_t size;
  char *sha256;
  char *still;
} GcParams;

typedef struct _GcMethod GcMethod;
typedef struct _GcCall GcCall;

/* One request on its way; freed by gc_call_end (). */
struct _GcCall {
  GcService *service;
  uint64_t visitor;
  char *seat; /* (nullable) the key; of all but hello */
  char *id;
  const GcMethod *method;
  GcParams params;
  int64_t generation; /* of the seat, when the request came */
  char *made;         /* (nullable) the id of what the call creates or finds */
  char *code;         /* (nullable) of an appointment that it books */
  GcMeeting meeting;  /* the time that it asks for */
  char prefix[2];     /* of its number */
  GcVisitWish wishes[GC_VISIT_MAX_ITEMS - 1]; /* the items after its first one */
  void (*again) (GcCall *call);               /* what waits in gc_call_wait_durable () */
  GcPage page;                                /* of hello's user */
  char *account;                              /* (nullable) the same */
  uint64_t absences;                          /* the service's count when hello came */
  const char *detail; /* (nullable) static: what a page can say of a refusal */
};

struct _GcMethod {
  const char *name;
  unsigned pages;         /* 1 << GcPage of those that may call it */
  GcQueueEventType event; /* if it is one, with what it takes from the parameters... */
  const GcJsonField *fields;
  size_t n_fields;
  gboolean looks;      /* @fill looks at the queue */
  gboolean repeatable; /* without effect: its answers need not be kept */
  gboolean (*fill) (GcCall *call, GcQueueEvent *event, GError **error); /* (nullable) */
  char *(*format) (const GcQueue *queue, const GcQueueEvent *event);    /* (nullable) */
  void (*after) (GcCall *call);                                         /* (nullable) */
  /* ...or a function, which takes over the call. */
  void (*handle) (GcCall *call);
};

/* The method called @name, or NULL. */
const GcMethod *gc_methods_find (const char *name);
/* Gives the call's event to the queue, or runs the method's function. Takes over the call. */
void gc_methods_run (GcCall *call);

/* The row's function of `hello`, in gc-hello.c; of `desk.why`, in gc-desk.c. */
void gc_hello_handle (GcCall *call);
void gc_desk_handle_why (GcCall *call);

/* ---- gc-desk-change.c ---- */

void gc_desk_handle_announce (GcCall *call);
void gc_desk_handle_withdraw (GcCall *call);
void gc_desk_handle_point (GcCall *call);
void gc_desk_handle_item (GcCall *call);
/* Whether @point, or @item at @point, or both of them are not switched off: else GC_ERROR_CONFLICT,
 * with a detail. */
gboolean gc_desk_check_open (GcCall *call, const char *point, GError **error);
gboolean gc_desk_check_item (GcCall *call, const char *point, const char *item, GError **error);
gboolean gc_desk_check_offered (GcCall *call, const char *point, const char *item, GError **error);

/* ---- gc-media-calls.c ---- */

void gc_media_handle_offer (GcCall *call);
void gc_media_handle_restart (GcCall *call);
void gc_media_handle_way (GcCall *call);
void gc_media_handle_uplink (GcCall *call);

/* ---- gc-still-calls.c ---- */

void gc_still_handle_ask (GcCall *call);
void gc_still_handle_begin (GcCall *call);
void gc_still_handle_drop (GcCall *call);
void gc_still_handle_seen (GcCall *call);

/* The ticket of the call, whose session by picture is running between this page and another; or
 * ends the call and returns NULL. To be asked while the queue is durable. (transfer none) */
const GcTicket *gc_methods_need_session (GcCall *call);

/* The parts of @event that say what kind of ticket is made at @point for @item. */
void gc_methods_fill_ticket (GcCall *call,
                             const GcPoint *point,
                             const GcItem *item,
                             GcQueueEvent *event);
char *gc_methods_format_ticket (const GcQueue *queue, const GcQueueEvent *event);

/* ---- gc-appointments.c: rows of the table ---- */

void gc_appointments_handle_slots (GcCall *call);
gboolean gc_appointments_fill_hold (GcCall *call, GcQueueEvent *event, GError **error);
gboolean gc_appointments_fill_book (GcCall *call, GcQueueEvent *event, GError **error);
gboolean gc_appointments_fill_find (GcCall *call, GcQueueEvent *event, GError **error);
gboolean gc_appointments_fill_move (GcCall *call, GcQueueEvent *event, GError **error);
gboolean gc_appointments_fill_arrive (GcCall *call, GcQueueEvent *event, GError **error);
gboolean gc_appointments_fill_propose (GcCall *call, GcQueueEvent *event, GError **error);
gboolean gc_appointments_fill_cancel (GcCall *call, GcQueueEvent *event, GError **error);
/* "appointment": its id. */
char *gc_appointments_format (const GcQueue *queue, const GcQueueEvent *event);

/* ---- gc-callback.c: what the rows of the kiosk's methods for callbacks fill in ---- */

gboolean gc_callback_fill_leave (GcCall *call, GcQueueEvent *event, GError **error);
gboolean gc_callback_fill_call_back (GcCall *call, GcQueueEvent *event, GError **error);
gboolean gc_callback_fill_return (GcCall *call, GcQueueEvent *event, GError **error);
gboolean gc_callback_fill_cancel (GcCall *call, GcQueueEvent *event, GError **error);

/* The queue may be looked at when this is TRUE; else @handle is called again once it may. */
gboolean gc_call_wait_durable (GcCall *call, void (*handle) (GcCall *call));

/* Answers with @result (JSON text) or @error, and frees the call. */
void gc_call_end (GcCall *call, const char *result, const GError *error);
void gc_call_fail (GcCall *call, GcErrorCode code, const char *message);
/* The seat that asked; of all but hello. (transfer none) */
GcSeat *gc_call_get_seat (GcCall *call);
