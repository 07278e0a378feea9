// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* Stories of residents who leave a telephone number and go. */
#include "config.h"

#include "queue-world.h"
#include "queue/gc-forecast.h"

#include <string.h>

#define PHONE "+39 333 1234567"

static void
rest (World *world)
{
  does (world, EVENT (AGENT_WANT, .actor = "ann", .want.wanted = GC_WANTED_BREAK));
  does (world, EVENT (AGENT_WANT, .actor = "bo", .want.wanted = GC_WANTED_BREAK));
}

static void
works (World *world, const char *account)
{
  does (world, EVENT (AGENT_WANT, .actor = account, .want.wanted = GC_WANTED_AVAILABLE));
}

static void
leave_number (World *world, const char *id)
{
  g_autofree char *kiosk = g_strconcat ("kiosk-", id, NULL);

  does (world, EVENT (TICKET_CALL_BACK, .ticket = id, .actor = kiosk, .call_back.phone = PHONE));
}

/* A callback from a draft; its kiosk is gone long ago. */
static void
call_back (World *world, const char *id)
{
  g_autofree char *kiosk = g_strconcat ("kiosk-", id, NULL);

  draft_in (world, id, "hrss", "zh");
  leave_number (world, id);
  does (world, EVENT (KIOSK_CLEAR, .actor = kiosk));
  does (world, EVENT (KIOSK_ABSENT, .actor = kiosk));
}

/* How many transitions of @reason there were since the last call. */
static unsigned
count_reason (World *world, GcReason reason)
{
  g_autoptr (GcQueueRows) rows = gc_queue_take_changes (world->queue);
  unsigned n = 0;

  for (unsigned i = 0; i < rows->transitions->len; i++) {
    const GcTransition *transition = g_ptr_array_index (rows->transitions, i);
    n += transition->reason == reason;
    g_assert_true (transition->detail == NULL || strstr (transition->detail, PHONE) == NULL);
  }
  return n;
}

/* ---- the resident ---- */

/* The kiosk is free at once, and nobody's absence counts. */
static void
test_leaves_the_kiosk (World *world, gconstpointer data)
{
  rest (world);
  draft_in (world, "t1", "hrss", "zh");
  leave_number (world, "t1");
  assert_state (world, "t1", "waiting");
  g_assert_cmpint (gc_queue_ahead (world->queue, "t1"), ==, 0);
  g_assert_nonnull (gc_queue_get_kiosk_ticket (world->queue, "kiosk-t1"));
  does (world, EVENT (KIOSK_ABSENT, .actor = "kiosk-t1"));
  wait_ms (world, 30 * MINUTE);
  assert_state (world, "t1", "waiting");
  g_assert_cmpint (ticket (world, "t1")->absent_ms, ==, 0);
  /* The next one need not even close the screen of the one before. */
  does (world, EVENT (KIOSK_PRESENT, .actor = "kiosk-t1"));
  does (world, EVENT (TICKET_CREATE, .ticket = "t2", .actor = "kiosk-t1",
                      .create = { "it-milan", "SS-01", "hrss", (const char *const[]){ "zh", NULL },
                                  "王", "M", 20261124 }));
  g_assert_true (ticket (world, "t1")->cleared);
  g_assert_cmpstr (gc_queue_get_kiosk_ticket (world->queue, "kiosk-t1")->id, ==, "t2");
  refuses (world, GC_ERROR_UNKNOWN, EVENT (TICKET_LEAVE, .ticket = "t1", .actor = "kiosk-t1"));
}

static void
test_keeps_its_place (World *world, gconstpointer data)
{
  rest (world);
  enqueue (world, "t1");
  wait_ms (world, 1);
  enqueue (world, "t2");
  uint64_t rank = ticket (world, "t1")->rank;
  int64_t enqueued_ms = ticket (world, "t1")->enqueued_ms;
  wait_ms (world, MINUTE);
  count_reason (world, GC_REASON_JOINED);
  leave_number (world, "t1");
  g_assert_cmpuint (ticket (world, "t1")->rank, ==, rank);
  g_assert_cmpint (ticket (world, "t1")->enqueued_ms, ==, enqueued_ms);
  g_assert_cmpint (gc_queue_ahead (world->queue, "t1"), ==, 0);
  g_assert_cmpuint (count_reason (world, GC_REASON_CALL_BACK), ==, 1);
  /* A number that was mistyped can be given again, as long as the screen stands. */
  does (world, EVENT (TICKET_CALL_BACK, .ticket = "t1", .actor = "kiosk-t1",
                      .call_back.phone = "+39 333 7654321"));
  g_assert_cmpstr (ticket (world, "t1")->phone, ==, "+39 333 7654321");
}

static void
test_refusals (World *world, gconstpointer data)
{
  enqueue (world, "t1");
  assert_state (world, "t1", "offered");
  refuses (world, GC_ERROR_CONFLICT,
           EVENT (TICKET_CALL_BACK, .ticket = "t1", .actor = "kiosk-t1", .call_back.phone = PHONE));
  draft_in (world, "t2", "hrss", "zh");
  refuses (world, GC_ERROR_INVALID,
           EVENT (TICKET_CALL_BACK, .ticket = "t2", .actor = "kiosk-t2", .call_back.phone = "12"));
  refuses (world, GC_ERROR_UNKNOWN,
           EVENT (TICKET_CALL_BACK, .ticket = "t2", .actor = "kiosk-t1", .call_back.phone = PHONE));
  /* What is no callback is neither called nor taken back. */
  by_agent (world, GC_EVENT_OFFER_ACCEPT, "ann", "t1");
  refuses (world, GC_ERROR_CONFLICT, EVENT (SESSION_REACHED, .ticket = "t1", .actor = "ann"));
  refuses (world, GC_ERROR_CONFLICT, EVENT (SESSION_UNREACHED, .ticket = "t1", .actor = "ann"));
  enqueue (world, "t3");
  refuses (world, GC_ERROR_CONFLICT, EVENT (CALLBACK_RETURN, .ticket = "t3", .actor = "k9"));
  refuses (world, GC_ERROR_CONFLICT, EVENT (CALLBACK_CANCEL, .ticket = "t3", .actor = "k9"));
}

/* A point that closes neither hurries a callback nor makes it "not today". */
static void
test_closing_does_not_matter (World *world, gconstpointer data)
{
  int64_t closes_ms = world->now_ms + 5 * MINUTE;
  GcEstimate estimate;

  rest (world);
  does (world, EVENT (TICKET_CREATE, .ticket = "t1", .actor = "kiosk-t1",
                      .create = { "it-milan", "SS-01", "hrss", (const char *const[]){ "zh", NULL },
                                  "王", "M", 20261124, FALSE, FALSE, closes_ms }));
  leave_number (world, "t1");
  wait_ms (world, 10 * MINUTE);
  g_assert_cmpuint (ticket (world, "t1")->boosts & (1u << GC_BOOST_CLOSING), ==, 0);
  enqueue (world, "t0");
  works (world, "ann");
  by_agent (world, GC_EVENT_OFFER_ACCEPT, "ann", "t1");
  by_agent (world, GC_EVENT_SESSION_UNREACHED, "ann", "t1");
  /* Called again in ten minutes: the forecast knows. */
  g_autoptr (GcForecast) forecast = gc_forecast_new (world->queue, world->now_ms);
  g_assert_true (gc_forecast_look (forecast, "t1", &estimate));
  g_assert_cmpint (estimate.wait_ms, >=, 10 * MINUTE);
  g_assert_cmpint (estimate.band, !=, GC_BAND_NOT_TODAY);
}

static void
test_room_when_full (void)
{
  GcQueueConfig config;
  World world = { .now_ms = START_MS };

  gc_queue_config_init (&config);
  config.max_tickets = 1;
  config.max_extra_callbacks = 1;
  world.queue = gc_queue_new (&config);
  enqueue (&world, "t1");
  GcQueueEvent event =
      EVENT (TICKET_CREATE, .ticket = "t2", .actor = "kiosk-t2",
             .create = { "it-milan", "SS-01", "hrss", (const char *const[]){ "zh", NULL }, "王",
                         "M", 20261124 });
  refuses (&world, GC_ERROR_LIMIT, event);
  event.create.call_back = TRUE;
  does (&world, event);
  leave_number (&world, "t2");
  event.ticket = "t3";
  event.actor = "kiosk-t3";
  refuses (&world, GC_ERROR_LIMIT, event);
  gc_queue_free (world.queue);
}

/* ---- the agent ---- */

static void
test_reached (World *world, gconstpointer data)
{
  call_back (world, "t1");
  assert_offered (world, "ann", "t1");
  by_agent (world, GC_EVENT_OFFER_ACCEPT, "ann", "t1");
  assert_state (world, "t1", "connecting");
  refuses (world, GC_ERROR_CONFLICT, EVENT (AGENT_JOINED, .ticket = "t1", .actor = "ann"));
  refuses (world, GC_ERROR_CONFLICT, EVENT (SESSION_REACHED, .ticket = "t1", .actor = "bo"));
  wait_ms (world, 2 * MINUTE);
  count_reason (world, GC_REASON_CONNECTED);
  by_agent (world, GC_EVENT_SESSION_REACHED, "ann", "t1");
  assert_state (world, "t1", "in_session");
  assert_effective (world, "ann", "busy");
  g_assert_cmpuint (count_reason (world, GC_REASON_CONNECTED), ==, 1);
  wait_ms (world, 30 * MINUTE);
  assert_state (world, "t1", "in_session");
  does (world,
        EVENT (SESSION_END, .actor = "ann", .ticket = "t1", .end.outcome = GC_OUTCOME_ACCEPTED));
  g_assert_cmpstr (ticket (world, "t1")->phone, ==, PHONE);
  by_agent (world, GC_EVENT_WRAP_UP_FINISH, "ann", "t1");
  /* Closed, and the number is gone from the row that is written. */
  g_assert_null (ticket (world, "t1"));
  g_autoptr (GcQueueRows) rows = gc_queue_take_changes (world->queue);
  g_assert_cmpuint (rows->tickets->len, ==, 1);
  const GcTicket *row = g_ptr_array_index (rows->tickets, 0);
  g_assert_true (row->closed);
  g_assert_null (row->phone);
}

static void
test_not_reached (World *world, gconstpointer data)
{
  call_back (world, "t1");
  wait_ms (world, 1);
  int64_t enqueued_ms = ticket (world, "t1")->enqueued_ms;
  for (unsigned i = 1; i <= 3; i++) {
    const char *account = ticket (world, "t1")->offer_agent;
    const GcAgent *caller = agent (world, account);
    by_agent (world, GC_EVENT_OFFER_ACCEPT, caller->account, "t1");
    by_agent (world, GC_EVENT_SESSION_UNREACHED, caller->account, "t1");
    assert_effective (world, caller->account, "idle");
    g_assert_cmpuint (ticket (world, "t1")->call_attempts, ==, i);
    if (i == 3)
      break;
    assert_state (world, "t1", "waiting");
    g_assert_cmpint (ticket (world, "t1")->enqueued_ms, ==, enqueued_ms);
    /* Nobody, neither by an offer nor by his own hand, for ten minutes. */
    g_autoptr (GPtrArray) line = gc_queue_list_takeable (world->queue, "ann", 10);
    g_assert_cmpuint (line->len, ==, 0);
    refuses (world, GC_ERROR_CONFLICT,
             EVENT (AGENT_TAKE, .ticket = "t1", .actor = "ann", .take.reason = "now"));
    g_autoptr (GArray) why = gc_queue_why_not (world->queue, "t1");
    g_assert_cmpint (g_array_index (why, GcWhyNot, 0).why, ==, GC_WHY_UNREACHED);
    g_assert_cmpint (g_array_index (why, GcWhyNot, 0).until_ms, ==, world->now_ms + 10 * MINUTE);
    wait_ms (world, 10 * MINUTE - 1);
    assert_state (world, "t1", "waiting");
    wait_ms (world, 1);
    assert_state (world, "t1", "offered");
  }
  assert_state (world, "t1", "abandoned");
  g_assert_null (ticket (world, "t1")->agent);
}

static void
collect (const GcTicket *row, gpointer list)
{
  g_ptr_array_add (list, (gpointer)row);
}

/* The desk sees for an hour that nobody was reached; then the number goes. */
static void
test_end_is_shown (World *world, gconstpointer data)
{
  g_autoptr (GPtrArray) shown = g_ptr_array_new ();

  does (world, EVENT (AGENT_WANT, .actor = "bo", .want.wanted = GC_WANTED_BREAK));
  call_back (world, "t1");
  for (unsigned i = 0; i < 3; i++) {
    by_agent (world, GC_EVENT_OFFER_ACCEPT, "ann", "t1");
    by_agent (world, GC_EVENT_SESSION_UNREACHED, "ann", "t1");
    if (i < 2)
      wait_ms (world, 10 * MINUTE);
  }
  gc_queue_foreach_unreached (world->queue, collect, shown);
  g_assert_cmpuint (shown->len, ==, 1);
  wait_ms (world, 59 * MINUTE);
  g_assert_cmpstr (ticket (world, "t1")->phone, ==, PHONE);
  gc_queue_rows_free (gc_queue_take_changes (world->queue));
  wait_ms (world, MINUTE);
  g_assert_null (ticket (world, "t1"));
  g_autoptr (GcQueueRows) rows = gc_queue_take_changes (world->queue);
  g_assert_null (((GcTicket *)g_ptr_array_index (rows->tickets, 0))->phone);
}

/* Three minutes to say whether somebody answered, and not thirty seconds. */
static void
test_agent_says_nothing (World *world, gconstpointer data)
{
  does (world, EVENT (AGENT_WANT, .actor = "bo", .want.wanted = GC_WANTED_BREAK));
  call_back (world, "t1");
  by_agent (world, GC_EVENT_OFFER_ACCEPT, "ann", "t1");
  wait_ms (world, 3 * MINUTE - 1);
  assert_state (world, "t1", "connecting");
  wait_ms (world, 1);
  assert_state (world, "t1", "waiting");
  g_assert_cmpuint (ticket (world, "t1")->call_attempts, ==, 0);
  g_assert_cmpint (agent (world, "ann")->notice, ==, GC_NOTICE_SESSION_DROPPED);
}

static void
test_agent_gone (World *world, gconstpointer data)
{
  call_back (world, "t1");
  by_agent (world, GC_EVENT_OFFER_ACCEPT, "ann", "t1");
  by_agent (world, GC_EVENT_SESSION_REACHED, "ann", "t1");
  does (world, EVENT (AGENT_ABSENT, .actor = "ann"));
  wait_ms (world, 6 * SECOND);
  assert_state (world, "t1", "dropped");
  does (world, EVENT (AGENT_PRESENT, .actor = "ann"));
  assert_state (world, "t1", "in_session");
  does (world, EVENT (AGENT_ABSENT, .actor = "ann"));
  wait_ms (world, 96 * SECOND);
  /* The other one calls him. */
  assert_offered (world, "bo", "t1");
  g_assert_cmpstr (ticket (world, "t1")->phone, ==, PHONE);
}

/* Those behind learn why one more is before them again. */
static void
test_return_to_line_is_told (World *world, gconstpointer data)
{
  does (world, EVENT (AGENT_WANT, .actor = "bo", .want.wanted = GC_WANTED_BREAK));
  call_back (world, "t1");
  by_agent (world, GC_EVENT_OFFER_ACCEPT, "ann", "t1");
  wait_ms (world, SECOND);
  enqueue (world, "t2");
  g_assert_cmpint (gc_queue_ahead (world->queue, "t2"), ==, 0);
  wait_ms (world, SECOND);
  does (world, EVENT (AGENT_WANT, .actor = "ann", .want.wanted = GC_WANTED_BREAK));
  by_agent (world, GC_EVENT_SESSION_UNREACHED, "ann", "t1");
  g_assert_cmpint (gc_queue_ahead (world->queue, "t2"), ==, 1);
  g_assert_cmpint (notice (world, "t2"), ==, GC_NOTICE_RETURNED_AHEAD);
}

/* ---- back at the point ---- */

static void
test_find (World *world, gconstpointer data)
{
  rest (world);
  call_back (world, "t1");
  const char *number = ticket (world, "t1")->number;
  g_assert_cmpstr (number, ==, "M001");
  g_assert_nonnull (gc_queue_find_callback (world->queue, "it-milan", "m001", "+393331234567"));
  g_assert_nonnull (gc_queue_find_callback (world->queue, "it-milan", "M001", PHONE " "));
  g_assert_null (gc_queue_find_callback (world->queue, "it-rome", number, PHONE));
  g_assert_null (gc_queue_find_callback (world->queue, "it-milan", "M002", PHONE));
  g_assert_null (gc_queue_find_callback (world->queue, "it-milan", number, "+39 333 123456"));
  g_assert_null (gc_queue_find_callback (world->queue, "it-milan", number, ""));
}

static void
test_comes_back (World *world, gconstpointer data)
{
  GcQueueEvent event = EVENT (CALLBACK_RETURN, .ticket = "t1", .actor = "k9",
                              .come_back.closes_ms = world->now_ms + 600 * MINUTE);

  rest (world);
  call_back (world, "t1");
  enqueue (world, "t2");
  does (world, event);
  const GcTicket *row = ticket (world, "t1");
  g_assert_null (row->phone);
  g_assert_false (row->cleared);
  g_assert_cmpint (row->closes_ms, ==, event.come_back.closes_ms);
  g_assert_true (gc_queue_get_kiosk_ticket (world->queue, "k9") == row);
  g_assert_cmpint (gc_queue_ahead (world->queue, "t1"), ==, 0);
  /* From now on it is a ticket as any other: who goes is absent. */
  does (world, EVENT (KIOSK_ABSENT, .actor = "k9"));
  wait_ms (world, 9 * MINUTE);
  assert_state (world, "t1", "waiting");
  wait_ms (world, MINUTE);
  g_assert_null (ticket (world, "t1"));
  /* Where somebody waits nobody else can take over. */
  call_back (world, "t3");
  refuses (world, GC_ERROR_CONFLICT, EVENT (CALLBACK_RETURN, .ticket = "t3", .actor = "kiosk-t2"));
}

/* While it is being offered; and at the kiosk that still says that he will be called. */
static void
test_comes_back_at_once (World *world, gconstpointer data)
{
  draft_in (world, "t1", "hrss", "zh");
  leave_number (world, "t1");
  assert_offered (world, "ann", "t1");
  does (world, EVENT (CALLBACK_RETURN, .ticket = "t1", .actor = "kiosk-t1"));
  assert_state (world, "t1", "offered");
  g_assert_null (ticket (world, "t1")->phone);
  g_autofree char *account = g_strdup (ticket (world, "t1")->offer_agent);
  talk (world, "t1", account);
}

static void
test_is_being_called (World *world, gconstpointer data)
{
  call_back (world, "t1");
  by_agent (world, GC_EVENT_OFFER_ACCEPT, "ann", "t1");
  refuses (world, GC_ERROR_CONFLICT, EVENT (CALLBACK_RETURN, .ticket = "t1", .actor = "k9"));
  refuses (world, GC_ERROR_CONFLICT, EVENT (CALLBACK_CANCEL, .ticket = "t1", .actor = "k9"));
}

static void
test_cancels (World *world, gconstpointer data)
{
  call_back (world, "t1");
  assert_offered (world, "ann", "t1");
  gc_queue_rows_free (gc_queue_take_changes (world->queue));
  does (world, EVENT (CALLBACK_CANCEL, .ticket = "t1", .actor = "k9"));
  assert_effective (world, "ann", "idle");
  g_assert_null (ticket (world, "t1"));
  g_autoptr (GcQueueRows) rows = gc_queue_take_changes (world->queue);
  g_assert_null (((GcTicket *)g_ptr_array_index (rows->tickets, 0))->phone);
}

/* ---- the rest ---- */

static void
test_moves_online (World *world, gconstpointer data)
{
  rest (world);
  enqueue (world, "t1");
  count_reason (world, GC_REASON_MOVED_ONLINE);
  does (world, EVENT (TICKET_LEAVE, .ticket = "t1", .actor = "kiosk-t1", .leave.online = TRUE));
  assert_state (world, "t1", "abandoned");
  g_assert_cmpuint (count_reason (world, GC_REASON_MOVED_ONLINE), ==, 1);
}

/* A restart makes nobody absent who need not be there, and forgets no number. */
static void
test_restart (World *world, gconstpointer data)
{
  GcQueueConfig config;
  g_autoptr (GError) error = NULL;

  does (world, EVENT (AGENT_WANT, .actor = "bo", .want.wanted = GC_WANTED_BREAK));
  call_back (world, "t1");
  call_back (world, "t2");
  by_agent (world, GC_EVENT_OFFER_ACCEPT, "ann", "t1");
  by_agent (world, GC_EVENT_SESSION_UNREACHED, "ann", "t1");
  by_agent (world, GC_EVENT_OFFER_ACCEPT, "ann", "t2");
  g_autoptr (GcQueueRows) rows = gc_queue_take_changes (world->queue);
  gc_queue_free (world->queue);
  gc_queue_config_init (&config);
  world->queue = gc_queue_new (&config);
  set_agent (world, "ann", "hrss civil", "zh wuu-x-wenzhou");
  set_agent (world, "bo", "hrss", "zh it");
  wait_ms (world, MINUTE);
  gc_queue_load (world->queue, rows, world->now_ms, &error);
  g_assert_no_error (error);
  does (world, EVENT (RESTART));
  does (world, EVENT (AGENT_PRESENT, .actor = "ann"));
  g_assert_cmpstr (ticket (world, "t2")->phone, ==, PHONE);
  wait_ms (world, 3 * MINUTE);
  assert_state (world, "t2", "connecting");
  by_agent (world, GC_EVENT_SESSION_REACHED, "ann", "t2");
  does (world,
        EVENT (SESSION_END, .actor = "ann", .ticket = "t2", .end.outcome = GC_OUTCOME_ACCEPTED));
  by_agent (world, GC_EVENT_WRAP_UP_FINISH, "ann", "t2");
  assert_state (world, "t1", "waiting");
  wait_ms (world, 6 * MINUTE);
  assert_offered (world, "ann", "t1");
}

#define ADD(path, test) g_test_add ("/callback/" path, World, NULL, open_shop, test, close_shop)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("leaves-the-kiosk", test_leaves_the_kiosk);
  ADD ("keeps-its-place", test_keeps_its_place);
  ADD ("refusals", test_refusals);
  ADD ("closing-does-not-matter", test_closing_does_not_matter);
  g_test_add_func ("/callback/room-when-full", test_room_when_full);
  ADD ("reached", test_reached);
  ADD ("not-reached", test_not_reached);
  ADD ("end-is-shown", test_end_is_shown);
  ADD ("agent-says-nothing", test_agent_says_nothing);
  ADD ("agent-gone", test_agent_gone);
  ADD ("return-to-line-is-told", test_return_to_line_is_told);
  ADD ("find", test_find);
  ADD ("comes-back", test_comes_back);
  ADD ("comes-back-at-once", test_comes_back_at_once);
  ADD ("is-being-called", test_is_being_called);
  ADD ("cancels", test_cancels);
  ADD ("moves-online", test_moves_online);
  ADD ("restart", test_restart);
  return g_test_run ();
}
