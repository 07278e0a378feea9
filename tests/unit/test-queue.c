// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The queue told as stories: one test a rule. Those under /queue/failure reproduce what went wrong
 * in other systems of the kind. After each event every invariant is checked.
 */
#include "config.h"

#include "queue-world.h"

#include <string.h>

static void
test_whole_way (World *world, gconstpointer data)
{
  draft_in (world, "t1", "hrss", "zh");
  assert_state (world, "t1", "draft");
  g_assert_cmpstr (ticket (world, "t1")->number, ==, "M001");
  g_assert_cmpint (gc_queue_ahead (world->queue, "t1"), ==, -1);
  by_kiosk (world, GC_EVENT_TICKET_JOIN, "t1");
  assert_state (world, "t1", "offered");
  assert_offered (world, "ann", "t1");
  talk (world, "t1", "ann");
  does (world, EVENT (SESSION_END, .actor = "ann", .ticket = "t1",
                      .end.outcome = GC_OUTCOME_NEEDS_CORRECTION));
  assert_state (world, "t1", "wrap_up");
  assert_effective (world, "ann", "wrap_up");
  does (world, EVENT (TICKET_RATE, .actor = "kiosk-t1", .ticket = "t1", .rate.grade = 5));
  refuses (world, GC_ERROR_CONFLICT,
           EVENT (TICKET_RATE, .actor = "kiosk-t1", .ticket = "t1", .rate.grade = 4));
  does (world, EVENT (WRAP_UP_FINISH, .actor = "ann", .ticket = "t1",
                      .finish = { GC_OUTCOME_ACCEPTED, "seen the passport" }));
  assert_state (world, "t1", "done");
  assert_effective (world, "ann", "idle");
  g_assert_cmpint (ticket (world, "t1")->outcome, ==, GC_OUTCOME_ACCEPTED);
  g_assert_cmpstr (ticket (world, "t1")->note, ==, "seen the passport");
  by_kiosk (world, GC_EVENT_KIOSK_CLEAR, "t1");
  g_assert_null (ticket (world, "t1"));

  g_autoptr (GcQueueRows) rows = gc_queue_take_changes (world->queue);
  g_assert_cmpuint (rows->tickets->len, ==, 1);
  const GcTicket *last = g_ptr_array_index (rows->tickets, 0);
  g_assert_true (last->closed);
  g_assert_cmpint (last->grade, ==, 5);
  g_assert_cmpuint (rows->transitions->len, ==, 2);
  for (unsigned i = 0; i < rows->transitions->len; i++)
    g_assert_cmpuint (((GcTransition *)g_ptr_array_index (rows->transitions, i))->seq, ==,
                      rows->last_seq - rows->transitions->len + i + 1);
}

static void
test_first_come_first_served (World *world, gconstpointer data)
{
  const char *const order[] = { "t1", "t2", "t3", "t4", "t5" };

  for (unsigned i = 0; i < G_N_ELEMENTS (order); i++)
    enqueue (world, order[i]);
  assert_offered (world, "ann", "t1");
  assert_offered (world, "bo", "t2");
  g_assert_cmpint (gc_queue_ahead (world->queue, "t5"), ==, 4);
  g_assert_cmpuint (gc_queue_count_waiting_for (world->queue, "ann"), ==, 3);
  talk (world, "t2", "bo");
  g_assert_cmpint (gc_queue_ahead (world->queue, "t1"), ==, 0);
  g_assert_cmpint (gc_queue_ahead (world->queue, "t5"), ==, 3);
  does (world,
        EVENT (SESSION_END, .actor = "bo", .ticket = "t2", .end.outcome = GC_OUTCOME_ACCEPTED));
  by_agent (world, GC_EVENT_WRAP_UP_FINISH, "bo", "t2");
  assert_offered (world, "bo", "t3");
}

static void
test_department_and_language (World *world, gconstpointer data)
{
  draft_in (world, "civil", "civil", "zh");
  draft_in (world, "italian", "hrss", "it");
  draft_in (world, "french", "hrss", "fr");
  draft_in (world, "court", "court", "zh");
  by_kiosk (world, GC_EVENT_TICKET_JOIN, "french");
  by_kiosk (world, GC_EVENT_TICKET_JOIN, "court");
  by_kiosk (world, GC_EVENT_TICKET_JOIN, "italian");
  by_kiosk (world, GC_EVENT_TICKET_JOIN, "civil");
  assert_offered (world, "ann", "civil");
  assert_offered (world, "bo", "italian");
  assert_state (world, "french", "waiting");
  assert_state (world, "court", "waiting");
  /* An account that brings the language takes it at once. */
  set_agent (world, "cy", "hrss", "fr");
  start_work (world, "cy");
  assert_offered (world, "cy", "french");
  set_agent (world, "di", "court", "zh");
  start_work (world, "di");
  assert_offered (world, "di", "court");
}

static void
test_longest_idle (World *world, gconstpointer data)
{
  enqueue (world, "t1");
  talk (world, "t1", "ann");
  wait_ms (world, 60 * SECOND);
  does (world,
        EVENT (SESSION_END, .actor = "ann", .ticket = "t1", .end.outcome = GC_OUTCOME_ACCEPTED));
  by_agent (world, GC_EVENT_WRAP_UP_FINISH, "ann", "t1");
  enqueue (world, "t2");
  assert_offered (world, "bo", "t2");
  enqueue (world, "t3");
  assert_offered (world, "ann", "t3");
}

static void
test_numbers (World *world, gconstpointer data)
{
  const char *const zh[] = { "zh", NULL };
  struct {
    const char *point, *prefix, *number;
    unsigned date;
  } cases[] = {
    { "it-milan", "M", "M001", 20261124 }, { "it-milan", "M", "M002", 20261124 },
    { "fr-paris", "P", "P001", 20261124 }, { "us-newyork", "NY", "NY001", 20261123 },
    { "it-milan", "M", "M001", 20261125 }, { "us-newyork", "NY", "NY002", 20261123 },
    { "fr-paris", "P", "P002", 20261124 }, { "it-milan", "M", "M002", 20261125 },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *id = g_strdup_printf ("n%u", i);
    does (world, EVENT (TICKET_CREATE, .ticket = id, .actor = id,
                        .create = { cases[i].point, "SS-01", "hrss", zh, "", cases[i].prefix,
                                    cases[i].date }));
    g_assert_cmpstr (ticket (world, id)->number, ==, cases[i].number);
  }
}

static void
test_bad_values (World *world, gconstpointer data)
{
  const char *const zh[] = { "zh", NULL };
  const char *const none[] = { NULL };
  const char *const spaced[] = { "zh", "it fr", NULL };
#define CREATE(...) EVENT (TICKET_CREATE, .ticket = "t1", .actor = "k", .create = { __VA_ARGS__ })

  refuses (world, GC_ERROR_INVALID, CREATE ("", "SS-01", "hrss", zh, "", "M", 20261124));
  refuses (world, GC_ERROR_INVALID, CREATE ("p", "SS 01", "hrss", zh, "", "M", 20261124));
  refuses (world, GC_ERROR_INVALID, CREATE ("p", "SS-01", NULL, zh, "", "M", 20261124));
  refuses (world, GC_ERROR_INVALID, CREATE ("p", "SS-01", "hrss", none, "", "M", 20261124));
  refuses (world, GC_ERROR_INVALID, CREATE ("p", "SS-01", "hrss", spaced, "", "M", 20261124));
  refuses (world, GC_ERROR_INVALID, CREATE ("p", "SS-01", "hrss", zh, "", "m", 20261124));
  refuses (world, GC_ERROR_INVALID, CREATE ("p", "SS-01", "hrss", zh, "", "", 20261124));
  refuses (world, GC_ERROR_INVALID, CREATE ("p", "SS-01", "hrss", zh, "", "M", 20261324));
  refuses (world, GC_ERROR_INVALID, CREATE ("p", "SS-01", "hrss", zh, "\xff", "M", 20261124));
  refuses (world, GC_ERROR_UNKNOWN, EVENT (TICKET_JOIN, .ticket = "t1", .actor = "k"));
  refuses (world, GC_ERROR_INVALID, EVENT (TICKET_JOIN, .actor = "k"));
  refuses (world, GC_ERROR_INVALID, EVENT (AGENT_PRESENT));
  refuses (world, GC_ERROR_UNKNOWN, EVENT (AGENT_PRESENT, .actor = "nobody"));
  refuses (world, GC_ERROR_INVALID, EVENT (AGENT_WANT, .actor = "ann", .want.wanted = 9));
  enqueue (world, "t2");
  refuses (world, GC_ERROR_UNKNOWN, EVENT (TICKET_LEAVE, .ticket = "t2", .actor = "kiosk-t1"));
  refuses (world, GC_ERROR_CONFLICT, EVENT (OFFER_ACCEPT, .ticket = "t2", .actor = "bo"));
  refuses (world, GC_ERROR_INVALID,
           EVENT (OFFER_DECLINE, .ticket = "t2", .actor = "ann", .decline.reason = 77));
  talk (world, "t2", "ann");
  refuses (world, GC_ERROR_CONFLICT, EVENT (TICKET_LEAVE, .ticket = "t2", .actor = "kiosk-t2"));
  refuses (world, GC_ERROR_CONFLICT, EVENT (KIOSK_CLEAR, .actor = "kiosk-t2"));
  refuses (world, GC_ERROR_INVALID, EVENT (SESSION_END, .ticket = "t2", .actor = "ann"));
  refuses (world, GC_ERROR_CONFLICT, EVENT (SESSION_HOLD, .ticket = "t2", .actor = "bo"));
  by_kiosk (world, GC_EVENT_SESSION_LEAVE, "t2");
  refuses (world, GC_ERROR_INVALID, EVENT (WRAP_UP_FINISH, .ticket = "t2", .actor = "ann"));
  refuses (world, GC_ERROR_INVALID,
           EVENT (TICKET_RATE, .ticket = "t2", .actor = "kiosk-t2", .rate.grade = 6));
}

static void
test_one_ticket_a_kiosk (World *world, gconstpointer data)
{
  const char *const zh[] = { "zh", NULL };
  GcQueueEvent second = EVENT (TICKET_CREATE, .ticket = "t2", .actor = "kiosk-t1",
                               .create = { "it-milan", "SS-01", "hrss", zh, "", "M", 20261124 });

  enqueue (world, "t1");
  refuses (world, GC_ERROR_CONFLICT, second);
  by_kiosk (world, GC_EVENT_TICKET_LEAVE, "t1");
  assert_state (world, "t1", "abandoned");
  does (world, second);
  g_assert_null (ticket (world, "t1"));
  g_assert_cmpstr (gc_queue_get_kiosk_ticket (world->queue, "kiosk-t1")->id, ==, "t2");
}

static void
test_full (World *world, gconstpointer data)
{
  const char *const zh[] = { "zh", NULL };
  GcQueueConfig config;

  gc_queue_config_init (&config);
  config.max_tickets = 2;
  close_shop (world, NULL);
  world->queue = gc_queue_new (&config);
  enqueue (world, "t1");
  enqueue (world, "t2");
  refuses (world, GC_ERROR_LIMIT,
           EVENT (TICKET_CREATE, .ticket = "t3", .actor = "k3",
                  .create = { "it-milan", "SS-01", "hrss", zh, "", "M", 20261124 }));
  by_kiosk (world, GC_EVENT_TICKET_LEAVE, "t1");
  enqueue (world, "t3");
}

static void
test_hold (World *world, gconstpointer data)
{
  enqueue (world, "t1");
  talk (world, "t1", "ann");
  int64_t start_ms = world->now_ms;
  does (world, EVENT (SESSION_HOLD, .actor = "ann", .ticket = "t1", .hold.held = TRUE));
  wait_ms (world, 5000);
  does (world, EVENT (SESSION_HOLD, .actor = "ann", .ticket = "t1", .hold.held = TRUE));
  g_assert_cmpint (ticket (world, "t1")->held_ms, ==, start_ms);
  by_kiosk (world, GC_EVENT_SESSION_LEAVE, "t1");
  g_assert_cmpint (ticket (world, "t1")->held_ms, ==, 0);
}

static void
test_transfer (World *world, gconstpointer data)
{
  enqueue (world, "t1");
  talk (world, "t1", "ann");
  g_autoptr (GPtrArray) colleagues = gc_queue_list_colleagues (world->queue, "t1");
  g_assert_cmpuint (colleagues->len, ==, 1);
  g_assert_true (colleagues->pdata[0] == agent (world, "bo"));
  GcQueueEvent hand_over =
      EVENT (SESSION_TRANSFER, .actor = "ann", .ticket = "t1", .transfer.agent = "bo");

  does (world, hand_over);
  refuses (world, GC_ERROR_CONFLICT, hand_over);
  assert_effective (world, "bo", "offered");
  assert_effective (world, "ann", "busy");
  assert_state (world, "t1", "in_session");
  does (world, EVENT (OFFER_DECLINE, .actor = "bo", .ticket = "t1"));
  g_assert_cmpint (agent (world, "ann")->notice, ==, GC_NOTICE_TRANSFER_DECLINED);
  assert_state (world, "t1", "in_session");
  refuses (world, GC_ERROR_CONFLICT, hand_over);
  g_autoptr (GPtrArray) none = gc_queue_list_colleagues (world->queue, "t1");
  g_assert_cmpuint (none->len, ==, 0);

  /* He may be asked again after a minute, and that is a change which is told. */
  gc_queue_rows_free (gc_queue_take_changes (world->queue));
  wait_ms (world, 60 * SECOND);
  g_autoptr (GcQueueRows) changes = gc_queue_take_changes (world->queue);
  g_assert_cmpuint (changes->tickets->len, ==, 1);
  g_autoptr (GPtrArray) again = gc_queue_list_colleagues (world->queue, "t1");
  g_assert_cmpuint (again->len, ==, 1);
  does (world, hand_over);
  g_assert_cmpint (agent (world, "ann")->notice, ==, GC_NOTICE_NONE);
  wait_ms (world, 20 * SECOND);
  g_assert_cmpint (agent (world, "ann")->notice, ==, GC_NOTICE_TRANSFER_DECLINED);
  g_assert_cmpuint (agent (world, "bo")->misses, ==, 1);

  wait_ms (world, 60 * SECOND);
  does (world, hand_over);
  does (world, EVENT (SESSION_TRANSFER, .actor = "ann", .ticket = "t1"));
  assert_effective (world, "bo", "idle");
  does (world, hand_over);
  by_agent (world, GC_EVENT_OFFER_ACCEPT, "bo", "t1");
  assert_effective (world, "ann", "idle");
  assert_effective (world, "bo", "connecting");
  assert_state (world, "t1", "connecting");
  g_assert_cmpint (notice (world, "t1"), ==, GC_NOTICE_AGENT_CHANGED);
  by_kiosk (world, GC_EVENT_RESIDENT_JOINED, "t1");
  by_agent (world, GC_EVENT_AGENT_JOINED, "bo", "t1");
  assert_state (world, "t1", "in_session");
  refuses (world, GC_ERROR_CONFLICT, EVENT (SESSION_HOLD, .actor = "ann", .ticket = "t1"));
}

static void
test_transfer_ends_with_session (World *world, gconstpointer data)
{
  enqueue (world, "t1");
  talk (world, "t1", "ann");
  does (world, EVENT (SESSION_TRANSFER, .actor = "ann", .ticket = "t1", .transfer.agent = "bo"));
  by_kiosk (world, GC_EVENT_SESSION_LEAVE, "t1");
  assert_effective (world, "bo", "idle");
  refuses (world, GC_ERROR_CONFLICT, EVENT (OFFER_ACCEPT, .actor = "bo", .ticket = "t1"));
}

static void
test_wrap_up_timeout (World *world, gconstpointer data)
{
  enqueue (world, "t1");
  talk (world, "t1", "ann");
  by_kiosk (world, GC_EVENT_SESSION_LEAVE, "t1");
  wait_ms (world, 300 * SECOND - 1);
  assert_state (world, "t1", "wrap_up");
  wait_ms (world, 1);
  assert_state (world, "t1", "done");
  assert_effective (world, "ann", "idle");
  g_assert_cmpint (ticket (world, "t1")->outcome, ==, GC_OUTCOME_ADVICE_ONLY);
  g_assert_cmpint (agent (world, "ann")->notice, ==, GC_NOTICE_WRAP_UP_TIMEOUT);
}

static void
test_connect_timeout (World *world, gconstpointer data)
{
  enqueue (world, "t1");
  enqueue (world, "t2");
  by_agent (world, GC_EVENT_OFFER_ACCEPT, "ann", "t1");
  by_kiosk (world, GC_EVENT_RESIDENT_JOINED, "t1");
  by_agent (world, GC_EVENT_OFFER_DECLINE, "bo", "t2");
  does (world, EVENT (AGENT_WANT, .actor = "bo", .want.wanted = GC_WANTED_BREAK));
  g_assert_cmpint (gc_queue_ahead (world->queue, "t2"), ==, 0);
  wait_ms (world, 30 * SECOND);
  /* The agent's side never came: a miss, and the resident is first in line again. */
  assert_state (world, "t1", "waiting");
  g_assert_cmpuint (agent (world, "ann")->misses, ==, 1);
  g_assert_cmpint (gc_queue_ahead (world->queue, "t1"), ==, 0);
  g_assert_cmpint (gc_queue_ahead (world->queue, "t2"), ==, 1);
  g_assert_cmpint (notice (world, "t2"), ==, GC_NOTICE_RETURNED_AHEAD);
  assert_offered (world, "ann", "t2");
  does (world, EVENT (AGENT_WANT, .actor = "bo", .want.wanted = GC_WANTED_AVAILABLE));
  assert_offered (world, "bo", "t1");
  /* The resident's side never came: the agent is held for him. */
  by_agent (world, GC_EVENT_OFFER_ACCEPT, "bo", "t1");
  by_agent (world, GC_EVENT_AGENT_JOINED, "bo", "t1");
  wait_ms (world, 30 * SECOND);
  assert_state (world, "t1", "dropped");
  assert_effective (world, "bo", "holding");
  by_kiosk (world, GC_EVENT_RESIDENT_JOINED, "t1");
  assert_state (world, "t1", "in_session");
}

static void
test_absent_keeps_place (World *world, gconstpointer data)
{
  does (world, EVENT (AGENT_WANT, .actor = "bo", .want.wanted = GC_WANTED_OFFLINE));
  enqueue (world, "t0");
  talk (world, "t0", "ann");
  enqueue (world, "t1");
  enqueue (world, "t2");
  by_kiosk (world, GC_EVENT_KIOSK_ABSENT, "t1");
  wait_ms (world, 599 * SECOND);
  does (world,
        EVENT (SESSION_END, .actor = "ann", .ticket = "t0", .end.outcome = GC_OUTCOME_ACCEPTED));
  by_agent (world, GC_EVENT_WRAP_UP_FINISH, "ann", "t0");
  /* Skipped, not removed. */
  assert_offered (world, "ann", "t2");
  by_kiosk (world, GC_EVENT_KIOSK_PRESENT, "t1");
  g_assert_cmpint (gc_queue_ahead (world->queue, "t1"), ==, 0);
  does (world, EVENT (OFFER_DECLINE, .actor = "ann", .ticket = "t2"));
  assert_offered (world, "ann", "t1");
  by_agent (world, GC_EVENT_OFFER_DECLINE, "ann", "t1");
  by_kiosk (world, GC_EVENT_KIOSK_ABSENT, "t1");
  wait_ms (world, 600 * SECOND - 1);
  assert_state (world, "t1", "waiting");
  wait_ms (world, 1);
  /* Given up, and off the kiosk as well, since nobody is there to read it. */
  g_assert_null (ticket (world, "t1"));
}

/* 1: a short drop must not end the session, a long one must not cost the place. */
static void
test_short_drop (World *world, gconstpointer data)
{
  static const int seconds[] = { 4, 25, 84 };

  enqueue (world, "t1");
  talk (world, "t1", "ann");
  for (unsigned side = 0; side < 2; side++)
    for (unsigned i = 0; i < G_N_ELEMENTS (seconds); i++) {
      if (side == 0)
        by_kiosk (world, GC_EVENT_KIOSK_ABSENT, "t1");
      else
        does (world, EVENT (AGENT_ABSENT, .actor = "ann"));
      wait_ms (world, seconds[i] * SECOND);
      assert_state (world, "t1", seconds[i] < 5 ? "in_session" : "dropped");
      if (side == 0)
        by_kiosk (world, GC_EVENT_KIOSK_PRESENT, "t1");
      else
        does (world, EVENT (AGENT_PRESENT, .actor = "ann"));
      assert_state (world, "t1", "in_session");
      assert_effective (world, "ann", "busy");
      g_assert_cmpstr (ticket (world, "t1")->agent, ==, "ann");
    }
  g_assert_cmpint (notice (world, "t1"), ==, GC_NOTICE_AGENT_RETURNED);
}

static void
test_long_drop_of_resident (World *world, gconstpointer data)
{
  enqueue (world, "t1");
  talk (world, "t1", "ann");
  enqueue (world, "t2");
  enqueue (world, "t3");
  by_kiosk (world, GC_EVENT_KIOSK_ABSENT, "t1");
  wait_ms (world, 5 * SECOND);
  assert_effective (world, "ann", "holding");
  g_assert_cmpint (ticket (world, "t1")->until_ms, ==, world->now_ms + 90 * SECOND);
  int64_t enqueued_ms = ticket (world, "t1")->enqueued_ms;
  by_agent (world, GC_EVENT_OFFER_ACCEPT, "bo", "t2");
  by_agent (world, GC_EVENT_AGENT_JOINED, "bo", "t2");
  by_kiosk (world, GC_EVENT_RESIDENT_JOINED, "t2");
  wait_ms (world, 90 * SECOND);
  /* Back at the old place, before t3; ann may write what happened. */
  assert_state (world, "t1", "waiting");
  g_assert_cmpint (ticket (world, "t1")->enqueued_ms, ==, enqueued_ms);
  assert_effective (world, "ann", "wrap_up");
  g_assert_cmpint (gc_queue_ahead (world->queue, "t1"), ==, 0);
  g_assert_cmpint (gc_queue_ahead (world->queue, "t3"), ==, 1);
  g_assert_cmpint (notice (world, "t3"), ==, GC_NOTICE_RETURNED_AHEAD);
  by_agent (world, GC_EVENT_WRAP_UP_FINISH, "ann", "t1");
  assert_offered (world, "ann", "t3");
  by_kiosk (world, GC_EVENT_KIOSK_PRESENT, "t1");
  by_agent (world, GC_EVENT_OFFER_DECLINE, "ann", "t3");
  assert_offered (world, "ann", "t1");
}

static void
test_long_drop_of_agent (World *world, gconstpointer data)
{
  enqueue (world, "t1");
  talk (world, "t1", "ann");
  does (world, EVENT (AGENT_ABSENT, .actor = "ann"));
  wait_ms (world, 5 * SECOND);
  assert_state (world, "t1", "dropped");
  assert_effective (world, "ann", "unreachable");
  g_assert_cmpint (notice (world, "t1"), ==, GC_NOTICE_AGENT_LOST);
  wait_ms (world, 90 * SECOND);
  assert_state (world, "t1", "offered");
  assert_offered (world, "bo", "t1");
  g_assert_cmpint (notice (world, "t1"), ==, GC_NOTICE_REQUEUED);
  does (world, EVENT (AGENT_PRESENT, .actor = "ann"));
  assert_effective (world, "ann", "idle");
  g_assert_cmpint (agent (world, "ann")->notice, ==, GC_NOTICE_SESSION_DROPPED);
}

static void
test_both_drop (World *world, gconstpointer data)
{
  enqueue (world, "t1");
  talk (world, "t1", "ann");
  by_kiosk (world, GC_EVENT_KIOSK_ABSENT, "t1");
  wait_ms (world, 10 * SECOND);
  does (world, EVENT (AGENT_ABSENT, .actor = "ann"));
  by_kiosk (world, GC_EVENT_KIOSK_PRESENT, "t1");
  assert_state (world, "t1", "dropped");
  g_assert_cmpint (notice (world, "t1"), ==, GC_NOTICE_AGENT_LOST);
  does (world, EVENT (AGENT_PRESENT, .actor = "ann"));
  assert_state (world, "t1", "in_session");
}

/* 2: a page that comes back while the old one is not yet known to be dead is simply there. */
static void
test_fast_reload (World *world, gconstpointer data)
{
  enqueue (world, "t1");
  for (unsigned i = 0; i < 50; i++) {
    by_kiosk (world, GC_EVENT_KIOSK_PRESENT, "t1");
    by_kiosk (world, GC_EVENT_KIOSK_ABSENT, "t1");
    does (world, EVENT (AGENT_ABSENT, .actor = "ann"));
    wait_ms (world, 900);
    by_kiosk (world, GC_EVENT_KIOSK_PRESENT, "t1");
    does (world, EVENT (AGENT_PRESENT, .actor = "ann"));
    if (i == 10)
      talk (world, "t1", "ann");
    assert_state (world, "t1", i < 10 ? "offered" : "in_session");
  }
}

/* 3: nothing of a resident who never comes back stays for ever. */
static void
test_no_ghosts (World *world, gconstpointer data)
{
  enqueue (world, "t1");
  talk (world, "t1", "ann");
  enqueue (world, "t2");
  draft_in (world, "t3", "hrss", "zh");
  by_kiosk (world, GC_EVENT_KIOSK_ABSENT, "t1");
  by_kiosk (world, GC_EVENT_KIOSK_ABSENT, "t2");
  by_kiosk (world, GC_EVENT_KIOSK_ABSENT, "t3");
  wait_ms (world, 3600 * SECOND);
  g_assert_null (ticket (world, "t1"));
  g_assert_null (ticket (world, "t2"));
  g_assert_null (ticket (world, "t3"));
  assert_effective (world, "ann", "idle");
  assert_effective (world, "bo", "idle");
  g_assert_cmpint (gc_queue_next_ms (world->queue), ==, INT64_MAX);
}

/* 4: `ahead` never rises without its reason; here: two departments become one line. */
static void
test_position_reason (World *world, gconstpointer data)
{
  draft_in (world, "t1", "court", "zh");
  by_kiosk (world, GC_EVENT_TICKET_JOIN, "t1");
  draft_in (world, "t2", "tax", "zh");
  by_kiosk (world, GC_EVENT_TICKET_JOIN, "t2");
  g_assert_cmpint (gc_queue_ahead (world->queue, "t2"), ==, 0);
  set_agent (world, "cy", "tax court", "zh");
  g_assert_cmpint (gc_queue_ahead (world->queue, "t1"), ==, 0);
  g_assert_cmpint (gc_queue_ahead (world->queue, "t2"), ==, 1);
  g_assert_cmpint (notice (world, "t1"), ==, GC_NOTICE_NONE);
  g_assert_cmpint (notice (world, "t2"), ==, GC_NOTICE_LINES_JOINED);
}

/* 5: of many accepts exactly one wins, and it is the one with the lease. */
static void
test_one_winner (World *world, gconstpointer data)
{
  unsigned winners = 0;

  for (unsigned i = 0; i < 1000; i++) {
    g_autofree char *account = g_strdup_printf ("x%u", i);
    set_agent (world, account, "hrss", "zh");
    start_work (world, account);
  }
  enqueue (world, "t1");
  for (unsigned i = 0; i < 1000; i++) {
    g_autofree char *account = g_strdup_printf ("x%u", i);
    g_autoptr (GError) error = NULL;
    GcQueueEvent event = EVENT (OFFER_ACCEPT, .actor = account, .ticket = "t1");
    winners += (unsigned)gc_queue_apply (world->queue, &event, world->now_ms, &error);
  }
  g_assert_cmpuint (winners, ==, 0);
  by_agent (world, GC_EVENT_OFFER_ACCEPT, "ann", "t1");
  refuses (world, GC_ERROR_CONFLICT, EVENT (OFFER_ACCEPT, .actor = "ann", .ticket = "t1"));
}

/* 6: no lease outlives its end, whoever forgot about it; the agent is free again. */
static void
test_lease_ends (World *world, gconstpointer data)
{
  enqueue (world, "t1");
  assert_offered (world, "ann", "t1");
  wait_ms (world, 20 * SECOND);
  assert_effective (world, "ann", "idle");
  assert_offered (world, "bo", "t1");
  refuses (world, GC_ERROR_CONFLICT, EVENT (OFFER_ACCEPT, .actor = "ann", .ticket = "t1"));
  /* An accept that arrives after the end, but before the tick, is late too. */
  world->now_ms += 20 * SECOND;
  refuses (world, GC_ERROR_CONFLICT, EVENT (OFFER_ACCEPT, .actor = "bo", .ticket = "t1"));
  wait_ms (world, 0);
  assert_effective (world, "bo", "idle");
}

/* 6: an agent who went away while he was offered something does not keep the resident waiting. */
static void
test_lease_of_absent_agent (World *world, gconstpointer data)
{
  enqueue (world, "t1");
  does (world, EVENT (AGENT_ABSENT, .actor = "ann"));
  wait_ms (world, 5 * SECOND);
  assert_offered (world, "bo", "t1");
  assert_effective (world, "ann", "unreachable");
  g_assert_cmpuint (agent (world, "ann")->misses, ==, 0);
}

/* 7: hanging up is possible in every step of answering, and always ends the call for both. */
static void
test_hang_up_anywhere (World *world, gconstpointer data)
{
  for (unsigned step = 0; step < 5; step++)
    for (unsigned side = 0; side < 2; side++) {
      g_autofree char *id = g_strdup_printf ("t%u-%u", step, side);
      enqueue (world, id);
      g_autofree char *account = g_strdup (ticket (world, id)->offer_agent);
      by_agent (world, GC_EVENT_OFFER_ACCEPT, account, id);
      if (step >= 1)
        by_kiosk (world, GC_EVENT_RESIDENT_JOINED, id);
      if (step >= 2)
        by_agent (world, GC_EVENT_AGENT_JOINED, account, id);
      if (step == 3)
        by_kiosk (world, GC_EVENT_KIOSK_ABSENT, id);
      if (step == 4)
        does (world, EVENT (SESSION_TRANSFER, .actor = account, .ticket = id,
                            .transfer.agent = strcmp (account, "bo") == 0 ? "ann" : "bo"));
      if (step == 3)
        wait_ms (world, 10 * SECOND);
      if (side == 0)
        by_kiosk (world, GC_EVENT_SESSION_LEAVE, id);
      else
        does (world, EVENT (SESSION_END, .actor = account, .ticket = id,
                            .end.outcome = GC_OUTCOME_TECHNICAL));
      does (world, EVENT (WRAP_UP_FINISH, .actor = account, .ticket = id,
                          .finish.outcome = GC_OUTCOME_TECHNICAL));
      assert_state (world, id, "done");
      assert_effective (world, "ann", "idle");
      assert_effective (world, "bo", "idle");
    }
}

/* 8: whoever leaves takes the offer along, in the same step. */
static void
test_leave_while_offered (World *world, gconstpointer data)
{
  enqueue (world, "t1");
  enqueue (world, "t2");
  enqueue (world, "t3");
  by_kiosk (world, GC_EVENT_TICKET_LEAVE, "t1");
  assert_state (world, "t1", "abandoned");
  assert_offered (world, "ann", "t3");
  refuses (world, GC_ERROR_CONFLICT, EVENT (OFFER_ACCEPT, .actor = "ann", .ticket = "t1"));
  by_kiosk (world, GC_EVENT_TICKET_LEAVE, "t3");
  assert_effective (world, "ann", "idle");
}

/* 9: a declined ticket does not come back at once to the only agent, but it does come back. */
static void
test_decline_loop (World *world, gconstpointer data)
{
  does (world, EVENT (AGENT_WANT, .actor = "bo", .want.wanted = GC_WANTED_OFFLINE));
  enqueue (world, "t1");
  for (unsigned i = 0; i < 5; i++) {
    assert_offered (world, "ann", "t1");
    does (world, EVENT (OFFER_DECLINE, .actor = "ann", .ticket = "t1",
                        .decline.reason = GC_DECLINE_LANGUAGE));
    assert_effective (world, "ann", "idle");
    wait_ms (world, 60 * SECOND - 1);
    assert_effective (world, "ann", "idle");
    wait_ms (world, 1);
  }
  assert_offered (world, "ann", "t1");
  g_assert_cmpuint (agent (world, "ann")->misses, ==, 0);
}

/* 9: who misses three offers in a row is put on break, is told so, and comes back by himself. */
static void
test_auto_break (World *world, gconstpointer data)
{
  does (world, EVENT (AGENT_WANT, .actor = "bo", .want.wanted = GC_WANTED_OFFLINE));
  enqueue (world, "t1");
  for (unsigned i = 1; i <= 3; i++) {
    assert_offered (world, "ann", "t1");
    wait_ms (world, 20 * SECOND);
    g_assert_cmpuint (agent (world, "ann")->misses, ==, i);
    wait_ms (world, 10 * SECOND);
  }
  assert_effective (world, "ann", "break");
  g_assert_cmpint (agent (world, "ann")->notice, ==, GC_NOTICE_AUTO_BREAK);
  wait_ms (world, 600 * SECOND);
  assert_state (world, "t1", "waiting");
  does (world, EVENT (AGENT_WANT, .actor = "ann", .want.wanted = GC_WANTED_AVAILABLE));
  assert_offered (world, "ann", "t1");
  g_assert_cmpuint (agent (world, "ann")->misses, ==, 0);
}

/* 10: what the person wants is never overwritten by what the system does, in any phase. */
static void
test_want_in_every_phase (World *world, gconstpointer data)
{
  GcQueueEvent pause = EVENT (AGENT_WANT, .actor = "ann", .want.wanted = GC_WANTED_BREAK);
  GcQueueEvent work = EVENT (AGENT_WANT, .actor = "ann", .want.wanted = GC_WANTED_AVAILABLE);

  does (world, EVENT (AGENT_WANT, .actor = "bo", .want.wanted = GC_WANTED_OFFLINE));
  enqueue (world, "t1");
  does (world, pause);
  assert_state (world, "t1", "waiting");
  does (world, work);
  talk (world, "t1", "ann");
  does (world, pause);
  assert_effective (world, "ann", "busy");
  by_kiosk (world, GC_EVENT_SESSION_LEAVE, "t1");
  assert_effective (world, "ann", "wrap_up");
  does (world, EVENT (WRAP_UP_FINISH, .actor = "ann", .ticket = "t1",
                      .finish.outcome = GC_OUTCOME_ACCEPTED));
  assert_effective (world, "ann", "break");
  does (world, EVENT (AGENT_ABSENT, .actor = "ann"));
  wait_ms (world, 60 * SECOND);
  does (world, EVENT (AGENT_PRESENT, .actor = "ann"));
  assert_effective (world, "ann", "break");
}

/* Back from the rows of all changes so far, as after a restart of the service. */
static void
reload (World *world)
{
  g_autoptr (GcQueueRows) rows = gc_queue_take_changes (world->queue);
  g_autoptr (GError) error = NULL;
  GcQueueConfig config;

  for (unsigned i = rows->tickets->len; i-- > 0;)
    if (((GcTicket *)g_ptr_array_index (rows->tickets, i))->closed)
      g_ptr_array_remove_index (rows->tickets, i);
  gc_queue_config_init (&config);
  gc_queue_free (world->queue);
  world->queue = gc_queue_new (&config);
  set_agent (world, "ann", "hrss civil", "zh wuu-x-wenzhou");
  set_agent (world, "bo", "hrss", "zh it");
  gc_queue_load (world->queue, rows, world->now_ms, &error);
  g_assert_no_error (error);
}

static void
test_restart (World *world, gconstpointer data)
{
  enqueue (world, "t1");
  talk (world, "t1", "ann");
  enqueue (world, "t2");
  enqueue (world, "t3");
  enqueue (world, "t4");
  by_kiosk (world, GC_EVENT_KIOSK_ABSENT, "t4");
  reload (world);
  world->now_ms += 3600 * SECOND;
  does (world, EVENT (RESTART));
  assert_state (world, "t1", "in_session");
  assert_state (world, "t2", "waiting");
  assert_effective (world, "bo", "unreachable");
  g_assert_cmpint (gc_queue_ahead (world->queue, "t4"), ==, 2);
  wait_ms (world, 14 * SECOND);
  assert_state (world, "t1", "in_session");
  by_kiosk (world, GC_EVENT_KIOSK_PRESENT, "t1");
  does (world, EVENT (AGENT_PRESENT, .actor = "ann"));
  wait_ms (world, 60 * SECOND);
  assert_state (world, "t1", "in_session");
  by_kiosk (world, GC_EVENT_KIOSK_PRESENT, "t3");
  by_kiosk (world, GC_EVENT_KIOSK_PRESENT, "t2");
  does (world, EVENT (AGENT_PRESENT, .actor = "bo"));
  assert_offered (world, "bo", "t2");
  g_assert_cmpuint (agent (world, "bo")->misses, ==, 0);
  enqueue (world, "t5");
  g_assert_cmpstr (ticket (world, "t5")->number, ==, "M005");
}

/* The machine's clock was a day ahead before the restart: no wait becomes a day. */
static void
test_restart_with_clock_set_back (World *world, gconstpointer data)
{
  enqueue (world, "t1");
  talk (world, "t1", "ann");
  by_kiosk (world, GC_EVENT_KIOSK_ABSENT, "t1");
  wait_ms (world, 6 * SECOND);
  assert_state (world, "t1", "dropped");
  enqueue (world, "t2");
  does (world, EVENT (OFFER_DECLINE, .ticket = "t2", .actor = "bo", .decline.reason = 0));
  enqueue (world, "t3");
  talk (world, "t3", "bo");
  does (world, EVENT (SESSION_END, .ticket = "t3", .actor = "bo", .end.outcome = 1));
  world->now_ms -= 24 * (3600 * SECOND);
  reload (world);
  does (world, EVENT (RESTART));
  does (world, EVENT (AGENT_PRESENT, .actor = "ann"));
  does (world, EVENT (AGENT_PRESENT, .actor = "bo"));
  by_kiosk (world, GC_EVENT_KIOSK_PRESENT, "t2");
  wait_ms (world, 91 * SECOND);
  assert_state (world, "t1", "waiting");
  assert_effective (world, "ann", "wrap_up");
  wait_ms (world, 210 * SECOND);
  assert_offered (world, "bo", "t2");
}

static void
test_load_refuses_nonsense (World *world, gconstpointer data)
{
  g_autoptr (GcQueueRows) rows = gc_queue_rows_new ();
  g_autoptr (GError) error = NULL;
  GcQueueConfig config;

  enqueue (world, "t1");
  talk (world, "t1", "ann");
  g_ptr_array_add (rows->tickets, gc_ticket_copy (ticket (world, "t1")));
  gc_queue_config_init (&config);
  g_autoptr (GcQueue) other = gc_queue_new (&config);
  g_assert_false (gc_queue_load (other, rows, world->now_ms, &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_INTERNAL);
  g_assert_nonnull (strstr (error->message, "t1"));
}

static void
test_clock_does_not_go_back (World *world, gconstpointer data)
{
  enqueue (world, "t1");
  int64_t until_ms = ticket (world, "t1")->offer_until_ms;
  world->now_ms -= 3600 * SECOND;
  enqueue (world, "t2");
  g_assert_cmpint (ticket (world, "t2")->offer_until_ms, <=, until_ms + 10);
  g_assert_cmpint (ticket (world, "t2")->enqueued_ms, >=, ticket (world, "t1")->enqueued_ms);
}

#define ADD(path, test) g_test_add ("/queue/" path, World, NULL, open_shop, test, close_shop)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("whole-way", test_whole_way);
  ADD ("first-come-first-served", test_first_come_first_served);
  ADD ("department-and-language", test_department_and_language);
  ADD ("longest-idle", test_longest_idle);
  ADD ("numbers", test_numbers);
  ADD ("bad-values", test_bad_values);
  ADD ("one-ticket-a-kiosk", test_one_ticket_a_kiosk);
  ADD ("full", test_full);
  ADD ("hold", test_hold);
  ADD ("transfer", test_transfer);
  ADD ("transfer-ends-with-session", test_transfer_ends_with_session);
  ADD ("wrap-up-timeout", test_wrap_up_timeout);
  ADD ("connect-timeout", test_connect_timeout);
  ADD ("absent-keeps-place", test_absent_keeps_place);
  ADD ("failure/1-short-drop", test_short_drop);
  ADD ("failure/1-long-drop-of-resident", test_long_drop_of_resident);
  ADD ("failure/1-long-drop-of-agent", test_long_drop_of_agent);
  ADD ("failure/1-both-drop", test_both_drop);
  ADD ("failure/2-fast-reload", test_fast_reload);
  ADD ("failure/3-no-ghosts", test_no_ghosts);
  ADD ("failure/4-position-reason", test_position_reason);
  ADD ("failure/5-one-winner", test_one_winner);
  ADD ("failure/6-lease-ends", test_lease_ends);
  ADD ("failure/6-lease-of-absent-agent", test_lease_of_absent_agent);
  ADD ("failure/7-hang-up-anywhere", test_hang_up_anywhere);
  ADD ("failure/8-leave-while-offered", test_leave_while_offered);
  ADD ("failure/9-decline-loop", test_decline_loop);
  ADD ("failure/9-auto-break", test_auto_break);
  ADD ("failure/10-want-in-every-phase", test_want_in_every_phase);
  ADD ("restart", test_restart);
  ADD ("restart-with-clock-set-back", test_restart_with_clock_set_back);
  ADD ("load-refuses-nonsense", test_load_refuses_nonsense);
  ADD ("clock-does-not-go-back", test_clock_does_not_go_back);
  return g_test_run ();
}
