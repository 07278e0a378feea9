// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "common/gc-metrics.h"
#include "queue/gc-visit.h"
#include "signal/gc-announcements.h"
#include "signal/gc-bindings.h"
#include "signal/gc-engine.h"
#include "signal/gc-estimates.h"
#include "signal/gc-guesses.h"
#include "signal/gc-http.h"
#include "signal/gc-json-writer.h"
#include "signal/gc-pages.h"
#include "signal/gc-passes.h"
#include "signal/gc-password.h"
#include "signal/gc-poller.h"
#include "signal/gc-relay-client.h"
#include "signal/gc-seat.h"
#include "signal/gc-service.h"
#include "signal/gc-socket.h"
#include "signal/gc-stills.h"
#include "signal/gc-switches.h"
#include "signal/gc-ways.h"

/*
 * What the files of the service share: gc-service.c (start, relay, timers), gc-service-http.c
 * (requests), gc-sign-in.c, gc-visitor.c (sockets), gc-call.c, gc-methods.c and gc-hello.c
 * (requests by socket), gc-appointments.c (what they ask of appointments), gc-views.c,
 * gc-view-appointments.c, gc-view-guests.c and gc-view-display.c (what pages show), gc-push.c
 * (when), gc-media-calls.c (relay peers), gc-placement.c (where they are), gc-still-http.c and
 * gc-still-calls.c (pictures of papers).
 */

/* One open socket, from its handshake to its end. */
typedef struct {
  GcService *service;
  uint64_t number; /* how callbacks that come later find it, if it is still there */
  GcUser *user;
  GcSocket *socket;
  GcSeat *seat;        /* (nullable) after hello; NULL again once another page has it */
  gboolean said_hello; /* hello was asked for */
  int64_t opened_us;
  int64_t checks_until_us; /* its requests may have been answered before a restart */
} GcVisitor;

/* The lines of text of one session. */
typedef struct {
  GPtrArray *lines; /* char* JSON of each, owned */
} GcTalk;

#define GC_TALK_MAX_LINES 200
#define GC_HELLO_SECONDS INT64_C (10)
#define GC_SILENT_SECONDS INT64_C (25)
/* So long a page that lost its socket can come back to the views it missed. */
#define GC_FOLLOW_SECONDS INT64_C (60)
#define GC_MAX_VISITORS 12000
#define GC_MAX_VISITORS_PER_ACCOUNT 8

struct _GcService {
  GcServiceConfig config;
  const GcClock *clock;
  const GcCatalogue *catalogue;
  GcStore *store;
  GcMetrics *metrics;
  GcHttp *http;
  GcPoller *poller; /* of all sockets */
  GcPages *pages;
  GcPasses *passes;
  GcPasswords *passwords;
  GcEngine *engine;
  GcRelayClient *relay;
  GcBindings *bindings;
  GcEstimates *estimates;
  GcAnnouncements *announcements;
  GcSwitches *switches;
  GcWays *ways;
  GcStills *stills;
  unsigned still_reads;        /* under way */
  GcGuesses *kiosk_guesses;    /* wrong codes and numbers, by kiosk */
  GcGuesses *address_guesses;  /* the same, by address */
  char *appointments;          /* (nullable) GRefString: the desk's part, as it was made last, */
  uint64_t appointments_seq;   /* after this change, */
  int64_t appointments_minute; /* in this minute */
  gboolean loaded;
  gboolean stopping;

  GHashTable *shared;    /* char* part and key -> char* (GRefString), both owned */
  GQueue round;          /* GcSeat, borrowed; the longest not shown first */
  guint round_left;      /* seats that the round under way has still to show */
  gboolean round_wanted; /* something has changed since it began */
  GSource *round_source; /* (nullable) while it rests */

  GHashTable *visitors; /* uint64_t* number -> GcVisitor, owned */
  GHashTable *accounts; /* char* "kiosk:...", owned -> how many visitors */
  uint64_t last_visitor;
  uint64_t absences;          /* how often the queue was told that a page is gone */
  GHashTable *seats;          /* char* key -> GcSeat, owned */
  GHashTable *seats_by_label; /* char* label -> GcSeat, borrowed */
  GSequence *kiosks;    /* GcSeat, borrowed, by key: those of kiosks, which are never removed */
  GPtrArray *tested;    /* GcSeat, borrowed: kiosks whose link is being tested */
  GHashTable *peers;    /* char* id, its own -> GcRelayPeer, owned: those that the relay has */
  GHashTable *talks;    /* char* ticket -> GcTalk, owned */
  GHashTable *speakers; /* char* ticket, owned -> int, the place of who speaks; else not there */
  GHashTable *logins;   /* char* "account\naddress": sign-ins under way, owned */
  unsigned reports;     /* under way */
  GSource *second;
  unsigned seconds;

  GcMetric *sockets;
  GcMetric *rpc_requests;
  GcMetric *rpc_errors;
  GcMetric *logins_failed;
  GcMetric *tickets_open;
  GcMetric *relay_up;
  GcMetric *stills_whole;
  GcHistogram *first_frame_seconds;
};

/* ---- gc-service.c ---- */

int64_t gc_service_now_ms (GcService *service);
/* The seat of a kiosk or agent, NULL if no page of it was ever there. */
GcSeat *gc_service_find_seat (GcService *service, GcPage page, const char *account);
/* "kiosk:kiosk-it-milan-1". (transfer full) */
char *gc_service_seat_key (GcPage page, const char *account);
void gc_service_add_seat (GcService *service, GcSeat *seat);
/* Tells the queue that a page of the kiosk or agent is there, or gone. */
void
gc_service_set_present (GcService *service, GcPage page, const char *account, gboolean present);
/* Makes an agent known to the queue; @hub: (nullable), whose duty is his shift. */
void gc_service_set_agent (GcService *service, const GcAgentSkills *skills, const char *hub);
/* The real time, for what people read off clocks; the queue's own never goes back. */
int64_t gc_service_real_ms (GcService *service);
/* Says to the relay what the queue wants now. Only while the queue is durable. */
void gc_service_sync_bindings (GcService *service);
/* Whether the relay has @peer under the label of @seat. */
gboolean gc_service_owns_peer (GcService *service, GcSeat *seat, const char *peer);
/* The relay has made a peer with this label. */
void gc_service_add_peer (GcService *service, const char *label, const GcRelayPeer *peer);
/* Ends a peer at the relay; nobody waits for it. */
void gc_service_drop_peer (GcService *service, const char *peer);

/* ---- gc-service-http.c ---- */

extern const GcHttpRoute gc_service_routes[];
extern const size_t gc_service_n_routes;
void gc_service_handle_other (SoupServerMessage *message, GHashTable *query, gpointer user_data);

/* ---- gc-sign-in.c ---- */

void gc_sign_in_handle_login (SoupServerMessage *message, GHashTable *query, gpointer user_data);
void gc_sign_in_handle_enrol (SoupServerMessage *message, GHashTable *query, gpointer user_data);
void gc_sign_in_handle_session (SoupServerMessage *message, GHashTable *query, gpointer user_data);
void gc_sign_in_handle_logout (SoupServerMessage *message, GHashTable *query, gpointer user_data);
void gc_sign_in_handle_pass (SoupServerMessage *message, GHashTable *query, gpointer user_data);
/* SHA-256 of a token or code, as the store keeps it. */
void gc_sign_in_hash (const char *text, uint8_t ret_hash[GC_STORE_HASH_SIZE]);

/* ---- gc-visitor.c ---- */

/* Takes over the socket @fd and @user (transfer full). */
void gc_visitor_new (GcService *service, int fd, GcUser *user);
void gc_visitor_free (gpointer data);
GcVisitor *gc_visitor_find (GcService *service, uint64_t number);
void gc_visitor_send (GcVisitor *visitor, const char *text);
/* Once a second: hello that did not come, pages that are silent. */
void gc_visitor_sweep (GcService *service);
/* Once a second, for a part of them: ends sockets whose sign-in was revoked or has expired. */
void gc_visitor_check_sessions (GcService *service, unsigned seconds);
/* The sign-in @session has ended: its sockets are closed with 4002. */
void gc_visitor_sign_out (GcService *service, const uint8_t session[GC_STORE_HASH_SIZE]);
void gc_visitor_close_all (GcService *service, uint16_t code, const char *reason);

/* ---- gc-call.c ---- */

/* One request. Answers now or later. */
void gc_call_dispatch (GcVisitor *visitor, const char *text, size_t size);

/* ---- gc-views.c ---- */

/* The part `point` of a kiosk or display. (transfer full) */
char *gc_views_make_point (GcService *service, const char *id);
/* Makes all parts of one seat's view. Only while the queue is durable. */
void gc_views_refresh (GcService *service, GcSeat *seat);
/* The same for many seats in one go: begin, then each of them. What several of them see alike is
 * made once; nothing may change between. */
void gc_views_begin (GcService *service);
void gc_views_refresh_next (GcService *service, GcSeat *seat);

/* Which ticket it is, about which item, and whose: the members that an agent sees of each. */
void gc_views_write_whom (GcJsonWriter *writer, const GcTicket *ticket, const char *item);

/* ---- gc-view-visit.c ---- */

/* The member `items`: those of a visit with several, else none. */
void gc_views_write_items (GcJsonWriter *writer, const GcTicket *ticket);
/* The item about which @agent writes his notes when the ticket has gone on to the next one; NULL
 * when it has not. Borrowed. */
const GcVisitItem *gc_views_find_written_up (const GcAgent *agent, const GcTicket *ticket);

/* ---- gc-view-park.c ---- */

/* The member `parked`: by whom, for what and until when; null in any other state. */
void gc_views_write_parked (GcJsonWriter *writer, const GcQueue *queue, const GcTicket *ticket);
/* The part `parked` of an agent. (transfer full) */
char *gc_views_make_parked (const GcQueue *queue, const char *account);

/* ---- gc-view-kiosks.c ---- */

/* What is measured of the link of @seat (nullable) now; NULL when nothing is known. Borrowed. */
const GcLink *gc_views_find_link (GcService *service, GcSeat *seat);
/* The member `link`: what is said of @link (nullable), nothing that moves with each report. */
void gc_views_write_health (GcJsonWriter *writer, const GcLink *link);
/* The part `kiosks` of a desk; @key: unused. (transfer full) */
char *gc_views_make_kiosks (GcService *service, const char *key);

/* ---- gc-placement.c ---- */

/*
 * The worker of the relay on which all who sit in the call of @ticket must be, and an agent who is
 * offered it; -1: on any, since none of them has a peer yet, or there is no call.
 */
int gc_placement_of_ticket (GcService *service, const GcTicket *ticket);
/* The same for the page of @seat. */
int gc_placement_of_seat (GcService *service, GcSeat *seat);
/* The peer of a page, if it is on @worker; below 0: on any. (nullable) (transfer none) */
const char *
gc_placement_get_peer (GcService *service, GcPage page, const char *account, int worker);

/* ---- gc-link-tests.c ---- */

/* Once a second: ends the tests that are over, begins those that are due. */
void gc_link_tests_tick (GcService *service);
/* Names the echoes to gc-bindings; tests that cannot go on end. Only while the queue is durable. */
void gc_link_tests_want (GcService *service);
/* A report of the relay on @seat. */
void gc_link_tests_note (GcSeat *seat, const GcRelayQuality *quality);
/* The member @name: the state and the last result of @test (nullable). */
void gc_views_write_link_test (GcJsonWriter *writer, const char *name, const GcLinkTest *test);

/* ---- gc-appointments.c ---- */

/* Looks whether new zone data changed what was booked, and says so to the queue. */
void gc_appointments_check_clocks (GcService *service);

/* ---- gc-appointment-file.c ---- */

void gc_appointments_handle_ics (SoupServerMessage *message, GHashTable *query, gpointer user_data);

/* ---- gc-still-http.c ---- */

/* The next bytes of a picture, from its kiosk; a picture, to its agents. */
void gc_still_http_handle_post (SoupServerMessage *message, GHashTable *query, gpointer user_data);
void gc_still_http_handle_get (SoupServerMessage *message, GHashTable *query, gpointer user_data);
/* Has the store remove the pictures @ids (transfer full) (nullable). */
void gc_still_http_remove (GcService *service, GPtrArray *ids);

/* ---- gc-view-appointments.c ---- */

/* The part `appointment`: on a kiosk of @point, or on an agent's page (NULL). (transfer full) */
char *gc_views_make_appointment (GcService *service, const GcAppointment *row, const char *point);
/* Sets the part `appointments` of a desk. */
void gc_views_set_appointments (GcService *service, GcSeat *seat);

/* ---- gc-view-guests.c ---- */

/* The places of a session's seats in its room at the relay. */
enum {
  GC_PLACE_RESIDENT,
  GC_PLACE_AGENT,
};
/* From GC_PLACE_AGENT + 1 on. */
int gc_place_of_guest (const GcGuest *guest);
/* Which party the one at @place is to the one at @own_place, as docs/relay.md says it: the others
 * in the order of their places. */
int gc_party_of (int place, int own_place);

/* The list "guests" for the page at @own_place; @ticket: (nullable) for none. */
void gc_views_write_guests (GcService *service,
                            const GcTicket *ticket,
                            int own_place,
                            GcJsonWriter *writer);
/* The same for the desk: accounts. */
void gc_views_write_guest_accounts (const GcTicket *ticket, GcJsonWriter *writer);
/* "invite" of an offer: by whom and how, or null. */
void gc_views_write_invite (const GcTicket *ticket, const char *from, GcJsonWriter *writer);
/* "invited" of a session: who was asked in and has not answered; @account: (nullable) nobody. */
void gc_views_write_invited (GcService *service, const char *account, GcJsonWriter *writer);
/* The part `colleagues`; @ticket: (nullable) the agent's own session. (transfer full) */
char *gc_views_make_colleagues (GcService *service, const GcTicket *ticket);
/* The part `sessions` of @agent: those that a supervisor may go into. (transfer full) */
char *gc_views_make_sessions (GcService *service, const GcAgent *agent);

/* "speaker" of a session: which party to the one at @own_place is speaking, null for nobody and for
 * himself; @ticket: (nullable) for nobody. */
void gc_views_write_speaker (GcService *service,
                             const GcTicket *ticket,
                             int own_place,
                             GcJsonWriter *writer);

/* ---- gc-view-pictures.c ---- */

/* "paused" of a link: the page's video lines whose picture the link does not carry. */
void gc_views_write_paused (GcJsonWriter *writer, const GcLink *link);
/* "unseen_by" of a session: the names of those whose link does not carry the face of the one at
 * @own_place; @ticket: (nullable) nobody. */
void gc_views_write_unseen_by (GcService *service,
                               const GcTicket *ticket,
                               int own_place,
                               GcJsonWriter *writer);

/* ---- gc-push.c ---- */

/* Makes and sends what has changed for all seats, soon. */
void gc_push_all (GcService *service);
/* The same, those whose own rows a commit has changed first, at once. Only while it is durable. */
void gc_push_touched (GcService *service, const GcEngineTouched *touched);
/* The same, the two sides of @ticket first. */
void gc_push_ticket (GcService *service, const GcTicket *ticket);
/* What only those in the session of @ticket see has changed. */
void gc_push_session (GcService *service, const GcTicket *ticket);
/* The links' figures have changed: they are shown to @seat and its other side alone. */
void gc_push_link (GcService *service, GcSeat *seat);

/* ---- gc-view-display.c ---- */

/* Makes the parts of a display's view. Only while the queue is durable. */
void gc_views_refresh_display (GcService *service, GcSeat *seat);
