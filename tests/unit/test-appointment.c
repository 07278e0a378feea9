// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* Appointments: one story a rule, from the hold at a kiosk to the end of the day. */
#include "config.h"

#include "queue-world.h"
#include "queue/gc-queue-book.h"

#include <string.h>

#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define SLOT_MS (START_MS + 3 * DAY)

static const char *const zh[] = { "zh", NULL };

/* ---- words for stories ---- */

static GcMeeting
meeting (int64_t start_ms)
{
  return (GcMeeting){ .start_ms = start_ms,
                      .end_ms = start_ms + 8 * MINUTE,
                      .busy_ms = start_ms + 13 * MINUTE,
                      .day_ms = SLOT_MS + 8 * HOUR,
                      .home_wall = (char *)"2026-11-27 00:00",
                      .point_wall = (char *)"2026-11-26 17:00" };
}

/* One room and two agents, unless the test says otherwise. */
static GcQueueEvent
slot_event (GcQueueEventType type, const char *id, const char *actor, int64_t start_ms)
{
  return (GcQueueEvent){ .type = type,
                         .actor = actor,
                         .appointment = id,
                         .slot = { .point = "it-milan",
                                   .item = "SS-01",
                                   .department = "hrss",
                                   .languages = zh,
                                   .home_zone = "Asia/Shanghai",
                                   .point_zone = "Europe/Rome",
                                   .time = meeting (start_ms),
                                   .rooms = 1,
                                   .agents = 2 } };
}

static void
hold (World *world, const char *id, const char *kiosk, int64_t start_ms)
{
  does (world, slot_event (GC_EVENT_APPOINTMENT_HOLD, id, kiosk, start_ms));
}

/* A code that is as good as random: made of the id. */
static const char *
code_of (const char *id)
{
  static char code[GC_APPOINTMENT_CODE_CHARS + 1];

  memset (code, 'A', sizeof code - 1);
  code[0] = "BCDEFGHJKM"[id[1] - '0'];
  return code;
}

static GcQueueEvent
book_event (const char *id, const char *kiosk, const char *phone)
{
  return EVENT (APPOINTMENT_BOOK, .appointment = id, .actor = kiosk,
                .book = { "陈阿梅", phone, code_of (id) });
}

static void
book (World *world, const char *id, const char *kiosk, int64_t start_ms)
{
  hold (world, id, kiosk, start_ms);
  does (world, book_event (id, kiosk, "+39 333 1234567"));
}

static GcQueueEvent
by (GcQueueEventType type, const char *id, const char *actor)
{
  return (GcQueueEvent){ .type = type, .appointment = id, .actor = actor };
}

static GcQueueEvent
arrive_event (const char *id, const char *kiosk, const char *ticket)
{
  return EVENT (APPOINTMENT_ARRIVE, .appointment = id, .actor = kiosk, .ticket = ticket,
                .create = { .point = "it-milan", .number_prefix = "M", .local_date = 20261127 });
}

static const GcAppointment *
appointment (World *world, const char *id)
{
  return gc_queue_get_appointment (world->queue, id);
}

#define assert_is(world, id, expected)                                                             \
  g_assert_cmpstr (gc_appointment_state_name (appointment (world, id)->state), ==, expected)

static const char *
shown_at (World *world, const char *kiosk)
{
  const GcAppointment *row = gc_queue_get_kiosk_appointment (world->queue, kiosk);

  return row != NULL ? row->id : NULL;
}

/* The word of the newest line of the history. */
static char *
last_reason (World *world)
{
  g_autoptr (GcQueueRows) rows = gc_queue_take_changes (world->queue);
  const GPtrArray *events = rows->appointment_events;

  g_assert_cmpuint (events->len, >, 0);
  const GcAppointmentEvent *event = g_ptr_array_index (events, events->len - 1);
  g_assert_cmpuint (event->seq, ==, rows->last_appointment_seq);
  return g_strdup (gc_book_reason_name (event->reason));
}

/* ---- holding and booking ---- */

static void
test_hold_and_book (World *world, gconstpointer data)
{
  hold (world, "p1", "k1", SLOT_MS);
  assert_is (world, "p1", "held");
  g_assert_cmpint (appointment (world, "p1")->until_ms, ==, world->now_ms + 10 * MINUTE);
  g_assert_null (appointment (world, "p1")->code);
  refuses (world, GC_ERROR_UNKNOWN, book_event ("p1", "k2", ""));
  refuses (world, GC_ERROR_INVALID, book_event ("p1", "k1", "12345"));
  refuses (world, GC_ERROR_INVALID, book_event ("p1", "k1", "call me"));
  GcQueueEvent nameless = book_event ("p1", "k1", "");
  nameless.book.name = "";
  refuses (world, GC_ERROR_INVALID, nameless);
  does (world, book_event ("p1", "k1", "+39 333 1234567"));
  assert_is (world, "p1", "booked");
  g_assert_cmpstr (appointment (world, "p1")->phone, ==, "+393331234567");
  g_assert_cmpint (appointment (world, "p1")->until_ms, ==, 0);
  refuses (world, GC_ERROR_CONFLICT, book_event ("p1", "k1", ""));
  wait_ms (world, HOUR);
  assert_is (world, "p1", "booked");
}

static void
test_hold_ends (World *world, gconstpointer data)
{
  hold (world, "p1", "k1", SLOT_MS);
  wait_ms (world, 10 * MINUTE - 1);
  assert_is (world, "p1", "held");
  wait_ms (world, 1);
  assert_is (world, "p1", "expired");
  g_assert_null (shown_at (world, "k1"));
  hold (world, "p2", "k2", SLOT_MS);
  /* Another one at the same kiosk gives the former back. */
  hold (world, "p3", "k2", SLOT_MS + HOUR);
  assert_is (world, "p2", "expired");
  g_assert_cmpstr (shown_at (world, "k2"), ==, "p3");
  does (world, by (GC_EVENT_APPOINTMENT_LEAVE, "p3", "k2"));
  assert_is (world, "p3", "expired");
  /* In the end the store alone has them. */
  wait_ms (world, 10 * MINUTE);
  g_assert_null (appointment (world, "p1"));
  g_assert_null (appointment (world, "p3"));
}

/* The same time again, by the kiosk that holds it. */
static void
test_hold_again (World *world, gconstpointer data)
{
  hold (world, "p1", "k1", SLOT_MS);
  hold (world, "p2", "k1", SLOT_MS);
  assert_is (world, "p1", "expired");
  assert_is (world, "p2", "held");
}

static void
test_one_room (World *world, gconstpointer data)
{
  hold (world, "p1", "k1", SLOT_MS);
  refuses (world, GC_ERROR_CONFLICT,
           slot_event (GC_EVENT_APPOINTMENT_HOLD, "p2", "k2", SLOT_MS + 12 * MINUTE));
  refuses (world, GC_ERROR_CONFLICT,
           slot_event (GC_EVENT_APPOINTMENT_HOLD, "p2", "k2", SLOT_MS - 12 * MINUTE));
  hold (world, "p2", "k2", SLOT_MS + 13 * MINUTE);
  GcQueueEvent roomy = slot_event (GC_EVENT_APPOINTMENT_HOLD, "p3", "k3", SLOT_MS + 6 * MINUTE);
  roomy.slot.rooms = 2;
  refuses (world, GC_ERROR_CONFLICT, roomy); /* two agents are taken by the two that it overlaps */
  roomy.slot.agents = 3;
  does (world, roomy);
}

/* Another point has rooms of its own, and the same agents. */
static void
test_agents_are_shared (World *world, gconstpointer data)
{
  GcQueueEvent paris = slot_event (GC_EVENT_APPOINTMENT_HOLD, "p2", "k2", SLOT_MS);

  paris.slot.point = "fr-paris";
  hold (world, "p1", "k1", SLOT_MS);
  paris.slot.agents = 1;
  refuses (world, GC_ERROR_CONFLICT, paris);
  paris.slot.agents = 2;
  does (world, paris);
  /* Who could take neither is not asked to. */
  GcQueueEvent court = slot_event (GC_EVENT_APPOINTMENT_HOLD, "p3", "k3", SLOT_MS);
  court.slot.point = "es-madrid";
  court.slot.department = "court";
  court.slot.item = "LG-01";
  court.slot.agents = 1;
  set_agent (world, "di", "court", "zh");
  does (world, court);
}

static void
test_shifts (World *world, gconstpointer data)
{
  const char *const it[] = { "it", NULL }, *const fr[] = { "fr", NULL };
  GcWant want = { .point = "it-milan", .item = "SS-01", .department = "hrss" };

  g_autoptr (GPtrArray) any = gc_queue_list_shifts (world->queue, &want);
  g_assert_cmpuint (any->len, ==, 2);
  g_assert_null (g_ptr_array_index (any, 0));
  want.languages = it;
  g_autoptr (GPtrArray) italian = gc_queue_list_shifts (world->queue, &want);
  g_assert_cmpuint (italian->len, ==, 1);
  want.languages = fr;
  g_autoptr (GPtrArray) french = gc_queue_list_shifts (world->queue, &want);
  g_assert_cmpuint (french->len, ==, 0);
}

static void
test_past (World *world, gconstpointer data)
{
  refuses (world, GC_ERROR_CONFLICT,
           slot_event (GC_EVENT_APPOINTMENT_HOLD, "p1", "k1", world->now_ms));
  hold (world, "p1", "k1", world->now_ms + MINUTE);
  wait_ms (world, MINUTE);
  refuses (world, GC_ERROR_CONFLICT, book_event ("p1", "k1", ""));
}

static void
test_limits (World *world, gconstpointer data)
{
  for (unsigned i = 0; i < 4; i++) {
    g_autofree char *id = g_strdup_printf ("p%u", i);
    book (world, id, "k1", SLOT_MS + i * HOUR);
  }
  hold (world, "p4", "k1", SLOT_MS + 5 * HOUR);
  refuses (world, GC_ERROR_LIMIT, book_event ("p4", "k1", "+393331234567"));
  does (world, book_event ("p4", "k1", "+393331234568"));
  hold (world, "p5", "k1", SLOT_MS + 6 * HOUR);
  GcQueueEvent same_code = book_event ("p5", "k1", "");
  same_code.book.code = code_of ("p1");
  refuses (world, GC_ERROR_CONFLICT, same_code);
}

static void
test_point_is_full (World *world, gconstpointer data)
{
  GcQueueConfig config;
  World small = { .now_ms = START_MS };

  gc_queue_config_init (&config);
  g_assert_cmpuint (config.max_appointments, ==, 2000);
  config.max_appointments = 2;
  small.queue = gc_queue_new (&config);
  hold (&small, "p1", "k1", SLOT_MS);
  hold (&small, "p2", "k2", SLOT_MS + HOUR);
  refuses (&small, GC_ERROR_LIMIT,
           slot_event (GC_EVENT_APPOINTMENT_HOLD, "p3", "k3", SLOT_MS + 2 * HOUR));
  does (&small, by (GC_EVENT_APPOINTMENT_LEAVE, "p1", "k1"));
  hold (&small, "p3", "k3", SLOT_MS + 2 * HOUR);
  gc_queue_free (small.queue);
}

/* ---- at a kiosk ---- */

static void
test_find (World *world, gconstpointer data)
{
  GcQueueEvent find = EVENT (APPOINTMENT_FIND, .actor = "k2", .book.code = "caaaa-aaaaa");

  book (world, "p1", "k1", SLOT_MS);
  does (world, find);
  g_assert_cmpstr (shown_at (world, "k2"), ==, "p1");
  g_assert_null (shown_at (world, "k1"));
  find.book.code = "DAAAA-AAAAA";
  refuses (world, GC_ERROR_UNKNOWN, find);
  find.book.code = "C0AAA-AAAAA";
  refuses (world, GC_ERROR_UNKNOWN, find);
  /* What another kiosk shows now is none of this one's business. */
  refuses (world, GC_ERROR_UNKNOWN, by (GC_EVENT_APPOINTMENT_CANCEL, "p1", "k1"));
  does (world, by (GC_EVENT_APPOINTMENT_LEAVE, "p1", "k2"));
  assert_is (world, "p1", "booked");
  g_assert_null (shown_at (world, "k2"));
  wait_ms (world, 3 * DAY + 8 * HOUR);
  find.book.code = code_of ("p1");
  refuses (world, GC_ERROR_UNKNOWN, find);
}

/* The next resident does not see the one before. */
static void
test_kiosk_is_wiped (World *world, gconstpointer data)
{
  book (world, "p1", "kiosk-t1", SLOT_MS);
  does (world, EVENT (KIOSK_CLEAR, .actor = "kiosk-t1"));
  g_assert_null (shown_at (world, "kiosk-t1"));
  does (world, EVENT (APPOINTMENT_FIND, .actor = "kiosk-t1", .book.code = code_of ("p1")));
  draft_in (world, "t1", "hrss", "zh");
  g_assert_null (shown_at (world, "kiosk-t1"));
  does (world, EVENT (APPOINTMENT_FIND, .actor = "k2", .book.code = code_of ("p1")));
  does (world, EVENT (KIOSK_ABSENT, .actor = "k2"));
  wait_ms (world, 9 * MINUTE);
  does (world, EVENT (KIOSK_PRESENT, .actor = "k2"));
  wait_ms (world, 9 * MINUTE);
  g_assert_cmpstr (shown_at (world, "k2"), ==, "p1");
  does (world, EVENT (KIOSK_ABSENT, .actor = "k2"));
  wait_ms (world, 10 * MINUTE);
  g_assert_null (shown_at (world, "k2"));
  assert_is (world, "p1", "booked");
}

static void
test_move_and_cancel (World *world, gconstpointer data)
{
  book (world, "p1", "k1", SLOT_MS);
  book (world, "p2", "k2", SLOT_MS + HOUR);
  refuses (world, GC_ERROR_CONFLICT,
           slot_event (GC_EVENT_APPOINTMENT_MOVE, "p1", "k1", SLOT_MS + HOUR));
  g_assert_cmpint (appointment (world, "p1")->time.start_ms, ==, SLOT_MS);
  /* Its own time is not in its way. */
  does (world, slot_event (GC_EVENT_APPOINTMENT_MOVE, "p1", "k1", SLOT_MS + 5 * MINUTE));
  g_assert_cmpint (appointment (world, "p1")->time.start_ms, ==, SLOT_MS + 5 * MINUTE);
  g_assert_cmpuint (appointment (world, "p1")->sequence, ==, 1);
  does (world, by (GC_EVENT_APPOINTMENT_CANCEL, "p1", "k1"));
  assert_is (world, "p1", "cancelled");
  hold (world, "p3", "k3", SLOT_MS);
  refuses (world, GC_ERROR_CONFLICT, by (GC_EVENT_APPOINTMENT_CANCEL, "p1", "k1"));
  wait_ms (world, 5 * DAY);
  g_assert_null (appointment (world, "p1"));
}

/* ---- the day itself ---- */

static void
wait_until (World *world, int64_t at_ms)
{
  wait_ms (world, at_ms - world->now_ms);
}

static void
test_arrive (World *world, gconstpointer data)
{
  book (world, "p1", "k1", SLOT_MS);
  wait_until (world, SLOT_MS - 30 * MINUTE - 1);
  refuses (world, GC_ERROR_CONFLICT, arrive_event ("p1", "k1", "t1"));
  wait_ms (world, 1);
  GcQueueEvent elsewhere = arrive_event ("p1", "k1", "t1");
  elsewhere.create.point = "fr-paris";
  refuses (world, GC_ERROR_CONFLICT, elsewhere);
  does (world, arrive_event ("p1", "k1", "t1"));
  assert_is (world, "p1", "arrived");
  assert_state (world, "t1", "draft");
  const GcTicket *row = ticket (world, "t1");
  g_assert_cmpstr (row->name, ==, "陈阿梅");
  g_assert_cmpstr (row->item, ==, "SS-01");
  g_assert_cmpstr (row->languages[0], ==, "zh");
  g_assert_cmpint (row->slot_ms, ==, SLOT_MS);
  g_assert_cmpstr (appointment (world, "p1")->ticket, ==, "t1");
  g_assert_false (appointment (world, "p1")->late);
  g_assert_cmpstr (shown_at (world, "k1"), ==, "p1");
  g_assert_true (gc_queue_get_ticket_appointment (world->queue, "t1") == appointment (world, "p1"));
  refuses (world, GC_ERROR_CONFLICT, arrive_event ("p1", "k1", "t2"));
}

/* Everybody is in a session, so that those who come have to wait. */
static void
keep_busy (World *world)
{
  enqueue (world, "b1");
  talk (world, "b1", "ann");
  enqueue (world, "b2");
  talk (world, "b2", "bo");
}

static int
ahead (World *world, const char *id)
{
  return gc_queue_ahead (world->queue, id);
}

static void
join (World *world, const char *id, const char *kiosk)
{
  does (world, EVENT (TICKET_JOIN, .actor = kiosk, .ticket = id));
}

/* Who gives up the draft has not taken his place: he may arrive again while it is his time. */
static void
test_arrive_again (World *world, gconstpointer data)
{
  book (world, "p1", "k1", SLOT_MS);
  wait_until (world, SLOT_MS - 20 * MINUTE);
  does (world, arrive_event ("p1", "k1", "t1"));
  does (world, EVENT (TICKET_LEAVE, .actor = "k1", .ticket = "t1"));
  assert_is (world, "p1", "booked");
  g_autofree char *reason = last_reason (world);
  g_assert_cmpstr (reason, ==, "reopened");
  g_assert_null (appointment (world, "p1")->ticket);
  g_assert_null (gc_queue_get_ticket_appointment (world->queue, "t1"));
  g_assert_nonnull (appointment (world, "p1")->code);

  /* With his code, at any kiosk of the point; this time he is called away, and nobody joins. */
  does (world, EVENT (KIOSK_CLEAR, .actor = "k1"));
  does (world, EVENT (APPOINTMENT_FIND, .actor = "k2", .book.code = code_of ("p1")));
  does (world, arrive_event ("p1", "k2", "t2"));
  does (world, EVENT (KIOSK_ABSENT, .actor = "k2"));
  wait_until (world, SLOT_MS - MINUTE);
  assert_is (world, "p1", "booked");
  does (world, EVENT (KIOSK_PRESENT, .actor = "k2"));
  does (world, EVENT (APPOINTMENT_FIND, .actor = "k3", .book.code = code_of ("p1")));
  does (world, arrive_event ("p1", "k3", "t3"));
  g_assert_cmpint (ticket (world, "t3")->slot_ms, ==, SLOT_MS);
  /* A place that was taken and is given up is no draft any more. */
  keep_busy (world);
  join (world, "t3", "k3");
  does (world, EVENT (TICKET_LEAVE, .actor = "k3", .ticket = "t3"));
  assert_is (world, "p1", "arrived");
}

/* For a quarter of an hour he is waited for; after that, and after its end, it is used up. */
static void
test_given_up_late (World *world, gconstpointer data)
{
  book (world, "p1", "k1", SLOT_MS);
  wait_until (world, SLOT_MS + 15 * MINUTE - 1);
  does (world, arrive_event ("p1", "k1", "t1"));
  does (world, EVENT (TICKET_LEAVE, .actor = "k1", .ticket = "t1"));
  assert_is (world, "p1", "booked");
  wait_ms (world, 1);
  assert_is (world, "p1", "no_show");
  does (world, EVENT (KIOSK_CLEAR, .actor = "k1"));
  does (world, EVENT (APPOINTMENT_FIND, .actor = "k1", .book.code = code_of ("p1")));
  does (world, arrive_event ("p1", "k1", "t2"));
  does (world, EVENT (TICKET_LEAVE, .actor = "k1", .ticket = "t2"));
  assert_is (world, "p1", "arrived");
}

/* One that lasts longer is a no-show again. */
static void
test_given_up_long (World *world, gconstpointer data)
{
  GcQueueEvent event = slot_event (GC_EVENT_APPOINTMENT_HOLD, "p1", "k1", SLOT_MS);

  event.slot.time.end_ms = SLOT_MS + 30 * MINUTE;
  event.slot.time.busy_ms = SLOT_MS + 35 * MINUTE;
  does (world, event);
  does (world, book_event ("p1", "k1", ""));
  wait_until (world, SLOT_MS + 29 * MINUTE);
  does (world, arrive_event ("p1", "k1", "t1"));
  g_assert_true (appointment (world, "p1")->late);
  does (world, EVENT (TICKET_LEAVE, .actor = "k1", .ticket = "t1"));
  wait_ms (world, 1);
  assert_is (world, "p1", "no_show");
  g_assert_false (appointment (world, "p1")->late);
}

/* Who hands it in by himself comes for it no more. */
static void
test_online_instead (World *world, gconstpointer data)
{
  book (world, "p1", "k1", SLOT_MS);
  wait_until (world, SLOT_MS);
  does (world, arrive_event ("p1", "k1", "t1"));
  does (world, EVENT (TICKET_LEAVE, .actor = "k1", .ticket = "t1", .leave.online = TRUE));
  assert_is (world, "p1", "arrived");
}

static void
test_early (World *world, gconstpointer data)
{
  book (world, "p1", "k1", SLOT_MS);
  wait_until (world, SLOT_MS - 25 * MINUTE);
  keep_busy (world);
  enqueue (world, "t1");
  does (world, arrive_event ("p1", "k1", "t2"));
  join (world, "t2", "k1");
  /* Early, he is one of those who wait; ten minutes before, he goes ahead, and they read why. */
  g_assert_cmpint (ahead (world, "t2"), ==, 1);
  wait_until (world, SLOT_MS - 10 * MINUTE - 1);
  g_assert_cmpint (ahead (world, "t2"), ==, 1);
  wait_ms (world, 1);
  g_assert_cmpint (ahead (world, "t2"), ==, 0);
  g_assert_cmpint (notice (world, "t1"), ==, GC_NOTICE_APPOINTMENT_AHEAD);
}

static void
test_on_time (World *world, gconstpointer data)
{
  book (world, "p1", "k1", SLOT_MS);
  wait_until (world, SLOT_MS - 40 * MINUTE);
  keep_busy (world);
  enqueue (world, "t1");
  wait_until (world, SLOT_MS - MINUTE);
  enqueue (world, "t2");
  does (world, arrive_event ("p1", "k1", "t3"));
  join (world, "t3", "k1");
  g_assert_cmpint (ahead (world, "t3"), ==, 0);
  /* Whoever has waited for 45 minutes goes before all the same. */
  wait_until (world, SLOT_MS + 5 * MINUTE);
  g_assert_cmpint (ahead (world, "t1"), ==, 0);
  g_assert_cmpint (ahead (world, "t3"), ==, 1);
  g_assert_cmpint (ahead (world, "t2"), ==, 2);
}

static void
test_late (World *world, gconstpointer data)
{
  book (world, "p1", "k1", SLOT_MS);
  wait_until (world, SLOT_MS - MINUTE);
  keep_busy (world);
  enqueue (world, "t1");
  wait_until (world, SLOT_MS + 15 * MINUTE - 1);
  assert_is (world, "p1", "booked");
  wait_ms (world, 1);
  assert_is (world, "p1", "no_show");
  enqueue (world, "t2");
  wait_ms (world, MINUTE);
  does (world, arrive_event ("p1", "k1", "t3"));
  g_assert_true (appointment (world, "p1")->late);
  join (world, "t3", "k1");
  g_assert_cmpuint (ticket (world, "t3")->boosts, ==, 0);
  g_assert_cmpint (ticket (world, "t3")->enqueued_ms, ==, SLOT_MS);
  g_assert_cmpint (ahead (world, "t1"), ==, 0);
  g_assert_cmpint (ahead (world, "t3"), ==, 1);
  g_assert_cmpint (ahead (world, "t2"), ==, 2);
  g_assert_cmpint (notice (world, "t2"), ==, GC_NOTICE_APPOINTMENT_AHEAD);
}

/* Hours late is never before those who have really waited. */
static void
test_very_late (World *world, gconstpointer data)
{
  book (world, "p1", "k1", SLOT_MS);
  wait_until (world, SLOT_MS + 3 * HOUR);
  keep_busy (world);
  enqueue (world, "t1");
  wait_ms (world, 45 * MINUTE);
  does (world, arrive_event ("p1", "k1", "t2"));
  join (world, "t2", "k1");
  g_assert_cmpint (ahead (world, "t1"), ==, 0);
  g_assert_cmpint (ahead (world, "t2"), ==, 1);
  g_assert_cmpint (ticket (world, "t2")->enqueued_ms, ==, world->now_ms - 40 * MINUTE);
}

static void
test_day_is_over (World *world, gconstpointer data)
{
  book (world, "p1", "k1", SLOT_MS);
  wait_until (world, SLOT_MS + 8 * HOUR - 1);
  does (world, EVENT (APPOINTMENT_FIND, .actor = "k1", .book.code = code_of ("p1")));
  wait_ms (world, 1);
  refuses (world, GC_ERROR_CONFLICT, arrive_event ("p1", "k1", "t1"));
}

static void
miss (World *world, const char *id, const char *phone)
{
  int64_t start_ms = world->now_ms + HOUR;
  GcQueueEvent event = slot_event (GC_EVENT_APPOINTMENT_HOLD, id, "k1", start_ms);

  event.slot.time.day_ms = start_ms + 4 * HOUR;
  does (world, event);
  does (world, book_event (id, "k1", phone));
  wait_ms (world, 2 * HOUR);
  assert_is (world, id, "no_show");
}

static void
test_two_no_shows (World *world, gconstpointer data)
{
  miss (world, "p1", "+39 3331234567");
  miss (world, "p2", "");
  GcQueueEvent event = slot_event (GC_EVENT_APPOINTMENT_HOLD, "p3", "k1", SLOT_MS);
  does (world, event);
  does (world, book_event ("p3", "k1", "+39 333 1234567"));
  g_assert_false (appointment (world, "p3")->confirm);
  does (world, by (GC_EVENT_APPOINTMENT_CANCEL, "p3", "k1"));
  miss (world, "p4", "+39333 1234567");
  does (world, slot_event (GC_EVENT_APPOINTMENT_HOLD, "p5", "k1", SLOT_MS));
  does (world, book_event ("p5", "k1", "+39 333 1234567"));
  g_assert_true (appointment (world, "p5")->confirm);
  refuses (world, GC_ERROR_UNKNOWN, by (GC_EVENT_APPOINTMENT_CONFIRM, "p9", "desk1"));
  does (world, by (GC_EVENT_APPOINTMENT_CONFIRM, "p5", "desk1"));
  g_assert_false (appointment (world, "p5")->confirm);
  refuses (world, GC_ERROR_CONFLICT, by (GC_EVENT_APPOINTMENT_CONFIRM, "p5", "desk1"));
  does (world, by (GC_EVENT_APPOINTMENT_CANCEL, "p5", "k1"));
  /* Without a number the name has to do. */
  miss (world, "p6", "");
  GcQueueEvent later = slot_event (GC_EVENT_APPOINTMENT_HOLD, "p7", "k1", SLOT_MS);
  does (world, later);
  does (world, book_event ("p7", "k1", ""));
  g_assert_true (appointment (world, "p7")->confirm);
}

static void
test_no_shows_are_forgotten (World *world, gconstpointer data)
{
  miss (world, "p1", "+393331234567");
  miss (world, "p2", "+393331234567");
  wait_ms (world, 90 * DAY);
  g_assert_null (appointment (world, "p1"));
  GcQueueEvent event = slot_event (GC_EVENT_APPOINTMENT_HOLD, "p3", "k1", world->now_ms + DAY);
  event.slot.time.day_ms = world->now_ms + 2 * DAY;
  does (world, event);
  does (world, book_event ("p3", "k1", "+393331234567"));
  g_assert_false (appointment (world, "p3")->confirm);
}

static void
test_reminders (World *world, gconstpointer data)
{
  book (world, "p1", "k1", SLOT_MS);
  hold (world, "p2", "k2", SLOT_MS + HOUR);
  does (world, book_event ("p2", "k2", ""));
  wait_until (world, SLOT_MS - DAY - 1);
  g_assert_cmpint (appointment (world, "p1")->remind, ==, GC_REMIND_NONE);
  refuses (world, GC_ERROR_CONFLICT, by (GC_EVENT_APPOINTMENT_REMINDED, "p1", "desk1"));
  wait_ms (world, 1);
  g_assert_cmpint (appointment (world, "p1")->remind, ==, GC_REMIND_DAY);
  does (world, by (GC_EVENT_APPOINTMENT_REMINDED, "p1", "desk1"));
  g_assert_cmpint (appointment (world, "p1")->remind, ==, GC_REMIND_NONE);
  wait_until (world, SLOT_MS - HOUR);
  g_assert_cmpint (appointment (world, "p1")->remind, ==, GC_REMIND_HOUR);
  /* Without a number nobody can be phoned. */
  g_assert_cmpint (appointment (world, "p2")->remind, ==, GC_REMIND_NONE);
  wait_until (world, SLOT_MS + 15 * MINUTE);
  g_assert_cmpint (appointment (world, "p1")->remind, ==, GC_REMIND_NONE);
  /* Booked for the same day: the day's reminder would come too late. */
  GcQueueEvent today = slot_event (GC_EVENT_APPOINTMENT_HOLD, "p3", "k3", SLOT_MS + 4 * HOUR);
  does (world, today);
  does (world, book_event ("p3", "k3", "+393331234567"));
  g_assert_cmpint (appointment (world, "p3")->remind, ==, GC_REMIND_NONE);
  wait_until (world, SLOT_MS + 3 * HOUR);
  g_assert_cmpint (appointment (world, "p3")->remind, ==, GC_REMIND_HOUR);
}

/* ---- both sides propose ---- */

static void
test_propose (World *world, gconstpointer data)
{
  GcQueueEvent propose = slot_event (GC_EVENT_APPOINTMENT_PROPOSE, "p1", "ann", SLOT_MS);

  enqueue (world, "t1");
  propose.ticket = "t1";
  refuses (world, GC_ERROR_CONFLICT, propose); /* no session yet */
  talk (world, "t1", "ann");
  does (world, propose);
  assert_is (world, "p1", "proposed");
  g_assert_cmpstr (appointment (world, "p1")->name, ==, "陈阿梅");
  g_assert_cmpstr (shown_at (world, "kiosk-t1"), ==, "p1");
  refuses (world, GC_ERROR_CONFLICT, slot_event (GC_EVENT_APPOINTMENT_HOLD, "p9", "k9", SLOT_MS));
  /* Another one replaces it, also at the same time. */
  propose.appointment = "p2";
  does (world, propose);
  assert_is (world, "p1", "expired");
  g_assert_true (gc_queue_get_ticket_appointment (world->queue, "t1") == appointment (world, "p2"));
  does (world, by (GC_EVENT_APPOINTMENT_DECLINE, "p2", "kiosk-t1"));
  assert_is (world, "p2", "declined");
  g_assert_null (shown_at (world, "kiosk-t1"));
  propose.appointment = "p3";
  does (world, propose);
  GcQueueEvent accept = by (GC_EVENT_APPOINTMENT_ACCEPT, "p3", "kiosk-t1");
  accept.book.code = code_of ("p3");
  does (world, accept);
  assert_is (world, "p3", "booked");
  g_assert_cmpstr (appointment (world, "p3")->code, ==, code_of ("p3"));
  propose.appointment = "p4";
  propose.slot.time = meeting (SLOT_MS + HOUR);
  does (world, propose);
  wait_ms (world, 10 * MINUTE);
  assert_is (world, "p4", "expired");
  assert_is (world, "p3", "booked");
}

/* Back on the day, with bo idle for longer than ann, who proposed the time. */
static void
come_back (World *world)
{
  GcQueueEvent propose = slot_event (GC_EVENT_APPOINTMENT_PROPOSE, "p1", "ann", SLOT_MS);
  GcQueueEvent accept = by (GC_EVENT_APPOINTMENT_ACCEPT, "p1", "kiosk-t1");

  enqueue (world, "t1");
  talk (world, "t1", "ann");
  propose.ticket = "t1";
  does (world, propose);
  accept.book.code = code_of ("p1");
  does (world, accept);
  does (world,
        EVENT (SESSION_END, .actor = "ann", .ticket = "t1", .end.outcome = GC_OUTCOME_REBOOK));
  does (world, EVENT (WRAP_UP_FINISH, .actor = "ann", .ticket = "t1"));
  does (world, EVENT (KIOSK_CLEAR, .actor = "kiosk-t1"));
  wait_until (world, SLOT_MS - 5 * MINUTE);
  does (world, EVENT (APPOINTMENT_FIND, .actor = "k2", .book.code = code_of ("p1")));
  does (world, arrive_event ("p1", "k2", "t2"));
}

static void
test_same_agent (World *world, gconstpointer data)
{
  come_back (world);
  join (world, "t2", "k2");
  g_assert_cmpstr (ticket (world, "t2")->offer_agent, ==, "ann");
}

static void
test_same_agent_is_away (World *world, gconstpointer data)
{
  come_back (world);
  does (world, EVENT (AGENT_WANT, .actor = "ann", .want.wanted = GC_WANTED_BREAK));
  join (world, "t2", "k2");
  g_assert_cmpstr (ticket (world, "t2")->offer_agent, ==, "bo");
}

/* He is in a session: a minute later it is anybody's. */
static void
test_same_agent_is_busy (World *world, gconstpointer data)
{
  come_back (world);
  enqueue (world, "t3");
  does (world, EVENT (DESK_ASSIGN, .actor = "desk1", .ticket = "t3", .desk = { "ann", NULL, "x" }));
  talk (world, "t3", "ann");
  join (world, "t2", "k2");
  g_assert_null (ticket (world, "t2")->offer_agent);
  wait_ms (world, MINUTE);
  g_assert_nonnull (ticket (world, "t2")->offer_agent);
}

static void
test_ask (World *world, gconstpointer data)
{
  GcQueueEvent ask = slot_event (GC_EVENT_APPOINTMENT_ASK, "p1", "desk1", SLOT_MS);

  book (world, "p1", "k1", SLOT_MS);
  refuses (world, GC_ERROR_CONFLICT, ask); /* it is at this time already */
  ask.slot.time = meeting (SLOT_MS + HOUR);
  ask.slot.note = "公证员当日外出";
  does (world, ask);
  /* Both times are taken. */
  refuses (world, GC_ERROR_CONFLICT, slot_event (GC_EVENT_APPOINTMENT_HOLD, "p2", "k2", SLOT_MS));
  refuses (world, GC_ERROR_CONFLICT,
           slot_event (GC_EVENT_APPOINTMENT_HOLD, "p2", "k2", SLOT_MS + HOUR));
  does (world, by (GC_EVENT_APPOINTMENT_DECLINE, "p1", "k1"));
  g_assert_cmpint (appointment (world, "p1")->time.start_ms, ==, SLOT_MS);
  g_assert_cmpint (appointment (world, "p1")->proposal.start_ms, ==, 0);
  refuses (world, GC_ERROR_CONFLICT, by (GC_EVENT_APPOINTMENT_DECLINE, "p1", "k1"));
  does (world, ask);
  does (world, by (GC_EVENT_APPOINTMENT_ACCEPT, "p1", "k1"));
  g_assert_cmpint (appointment (world, "p1")->time.start_ms, ==, SLOT_MS + HOUR);
  hold (world, "p2", "k2", SLOT_MS);
  refuses (world, GC_ERROR_CONFLICT, by (GC_EVENT_APPOINTMENT_ACCEPT, "p1", "k1"));
  /* Nobody answers: it stays at its time. */
  ask.slot.time = meeting (SLOT_MS + 2 * HOUR);
  does (world, ask);
  wait_until (world, SLOT_MS + HOUR);
  g_assert_cmpint (appointment (world, "p1")->proposal.start_ms, ==, 0);
  assert_is (world, "p1", "booked");
}

static void
test_call_off (World *world, gconstpointer data)
{
  GcQueueEvent call_off = by (GC_EVENT_APPOINTMENT_CALL_OFF, "p1", "desk1");

  book (world, "p1", "k1", SLOT_MS);
  refuses (world, GC_ERROR_INVALID, call_off);
  call_off.desk.reason = "本人来电取消";
  does (world, call_off);
  assert_is (world, "p1", "cancelled");
  g_autofree char *reason = last_reason (world);
  g_assert_cmpstr (reason, ==, "cancelled");
}

/* ---- clocks that are changed ---- */

static void
test_clocks (World *world, gconstpointer data)
{
  GcQueueEvent clock = by (GC_EVENT_APPOINTMENT_CLOCK, "p1", NULL);

  book (world, "p1", "k1", SLOT_MS);
  refuses (world, GC_ERROR_INVALID, clock);
  clock.clock.time = meeting (SLOT_MS);
  clock.clock.time.point_wall = (char *)"2026-11-26 18:00";
  clock.clock.change = GC_CLOCK_CHANGE_POINT_CLOCK;
  does (world, clock);
  g_assert_cmpstr (appointment (world, "p1")->time.point_wall, ==, "2026-11-26 18:00");
  g_assert_cmpint (appointment (world, "p1")->change, ==, GC_CLOCK_CHANGE_POINT_CLOCK);
  does (world, by (GC_EVENT_APPOINTMENT_ACCEPT, "p1", "k1"));
  g_assert_cmpint (appointment (world, "p1")->change, ==, GC_CLOCK_CHANGE_NONE);
  clock.clock.time = meeting (SLOT_MS + HOUR);
  clock.clock.change = GC_CLOCK_CHANGE_MOVED;
  does (world, clock);
  g_assert_cmpint (appointment (world, "p1")->time.start_ms, ==, SLOT_MS + HOUR);
  g_assert_cmpuint (appointment (world, "p1")->sequence, ==, 2);
  hold (world, "p2", "k2", SLOT_MS);
  clock.clock.change = GC_CLOCK_CHANGE_GONE;
  does (world, clock);
  assert_is (world, "p1", "cancelled");
  g_assert_cmpint (appointment (world, "p1")->change, ==, GC_CLOCK_CHANGE_GONE);
}

/* ---- rows ---- */

static void
compare (const GcAppointment *row, gpointer other)
{
  const GcAppointment *loaded = gc_queue_get_appointment (other, row->id);

  g_assert_nonnull (loaded);
  g_assert_true (gc_appointment_equal (row, loaded));
}

static void
copy_row (const GcAppointment *row, gpointer rows)
{
  g_ptr_array_add (((GcQueueRows *)rows)->appointments, gc_appointment_copy (row));
}

/* A queue made of the rows is the same; after a restart who held a time gets to go on. */
static void
test_reload (World *world, gconstpointer data)
{
  g_autoptr (GcQueueRows) rows = gc_queue_rows_new ();
  g_autoptr (GError) error = NULL;
  GcQueueConfig config;

  book (world, "p1", "k1", SLOT_MS);
  hold (world, "p2", "k2", SLOT_MS + HOUR);
  wait_ms (world, 10 * MINUTE - SECOND);
  gc_queue_foreach_appointment (world->queue, copy_row, rows);
  g_autoptr (GcQueueRows) changes = gc_queue_take_changes (world->queue);
  rows->last_appointment_seq = changes->last_appointment_seq;
  gc_queue_config_init (&config);
  g_autoptr (GcQueue) other = gc_queue_new (&config);
  gc_queue_load (other, rows, world->now_ms, &error);
  g_assert_no_error (error);
  gc_queue_check (other, &error);
  g_assert_no_error (error);
  gc_queue_foreach_appointment (world->queue, compare, other);
  g_assert_cmpint (gc_queue_next_ms (other), ==, appointment (world, "p2")->until_ms);
  g_assert_cmpuint (gc_queue_get_appointment_seq (other), ==,
                    gc_queue_get_appointment_seq (world->queue));
  does (world, EVENT (RESTART));
  does (world, EVENT (KIOSK_PRESENT, .actor = "k2"));
  wait_ms (world, 89 * SECOND);
  assert_is (world, "p2", "held");
  wait_ms (world, SECOND);
  assert_is (world, "p2", "expired");
}

static void
fill (void *bytes, size_t size)
{
  static uint8_t next;

  for (size_t i = 0; i < size; i++)
    ((uint8_t *)bytes)[i] = next++;
}

static void
test_codes (void)
{
  unsigned seen[256] = { 0 };

  /* 248 of 256 bytes are letters, each as often as any other. */
  for (unsigned i = 0; i < 248; i++) {
    g_autofree char *code = gc_appointment_code_new (fill);
    g_assert_cmpuint (strlen (code), ==, 10);
    for (const char *p = code; *p != '\0'; p++)
      seen[(uint8_t)*p]++;
    g_autofree char *shown = gc_appointment_code_format (code);
    g_autofree char *typed = g_ascii_strdown (shown, -1);
    g_autofree char *read = gc_appointment_code_parse (typed);
    g_assert_cmpstr (read, ==, code);
  }
  for (const char *p = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"; *p != '\0'; p++)
    g_assert_cmpuint (seen[(uint8_t)*p], ==, 80);
  g_assert_null (gc_appointment_code_parse ("K7DM2-9QX4"));
  g_assert_null (gc_appointment_code_parse ("K7DM2-9QX4TT"));
  g_assert_null (gc_appointment_code_parse ("K7DM2-9QX41"));
  g_assert_null (gc_appointment_code_parse (""));
}

/* Every state can be read back by its name, and every end stays one. */
static void
test_states (void)
{
  for (GcAppointmentState from = 0; from < GC_APPOINTMENT_N_STATES; from++) {
    GcAppointmentState read = GC_APPOINTMENT_N_STATES;
    gboolean any = FALSE;
    g_assert_true (gc_appointment_state_parse (gc_appointment_state_name (from), &read));
    g_assert_cmpint (read, ==, from);
    for (GcAppointmentState to = 0; to < GC_APPOINTMENT_N_STATES; to++)
      any |= gc_appointment_state_may_follow (from, to);
    g_assert_cmpint (any, ==,
                     gc_appointment_state_is_live (from) || from == GC_APPOINTMENT_NO_SHOW ||
                         from == GC_APPOINTMENT_ARRIVED);
  }
  for (GcBookReason reason = 0; reason < GC_BOOK_N; reason++) {
    GcBookReason read = GC_BOOK_N;
    g_assert_true (gc_book_reason_parse (gc_book_reason_name (reason), &read));
    g_assert_cmpint (read, ==, reason);
  }
}

#define ADD(path, test) g_test_add ("/appointment/" path, World, NULL, open_shop, test, close_shop)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("hold-and-book", test_hold_and_book);
  ADD ("hold-ends", test_hold_ends);
  ADD ("hold-again", test_hold_again);
  ADD ("one-room", test_one_room);
  ADD ("agents-are-shared", test_agents_are_shared);
  ADD ("shifts", test_shifts);
  ADD ("past", test_past);
  ADD ("limits", test_limits);
  ADD ("point-is-full", test_point_is_full);
  ADD ("find", test_find);
  ADD ("kiosk-is-wiped", test_kiosk_is_wiped);
  ADD ("move-and-cancel", test_move_and_cancel);
  ADD ("arrive", test_arrive);
  ADD ("arrive-again", test_arrive_again);
  ADD ("given-up-late", test_given_up_late);
  ADD ("given-up-long", test_given_up_long);
  ADD ("online-instead", test_online_instead);
  ADD ("early", test_early);
  ADD ("on-time", test_on_time);
  ADD ("late", test_late);
  ADD ("very-late", test_very_late);
  ADD ("day-is-over", test_day_is_over);
  ADD ("two-no-shows", test_two_no_shows);
  ADD ("no-shows-are-forgotten", test_no_shows_are_forgotten);
  ADD ("reminders", test_reminders);
  ADD ("propose", test_propose);
  ADD ("same-agent", test_same_agent);
  ADD ("same-agent-is-away", test_same_agent_is_away);
  ADD ("same-agent-is-busy", test_same_agent_is_busy);
  ADD ("ask", test_ask);
  ADD ("call-off", test_call_off);
  ADD ("clocks", test_clocks);
  ADD ("reload", test_reload);
  g_test_add_func ("/appointment/codes", test_codes);
  g_test_add_func ("/appointment/states", test_states);
  return g_test_run ();
}
