// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* Stories of the hold queue: parked, ready, the same agent again, and every way out of it. */
#include "config.h"

#include "queue-world.h"
#include "queue/gc-forecast.h"

#include <string.h>

#define PARK(account, id, why, n)                                                                  \
  EVENT (SESSION_PARK, .actor = account, .ticket = id, .park = { .reason = why, .minutes = n })
#define DESK(what, id, ...)                                                                        \
  EVENT (DESK_##what, .actor = "desk1", .ticket = id, .desk = { __VA_ARGS__ })

static unsigned
n_parked (World *world, const char *account)
{
  g_autoptr (GPtrArray) parked = gc_queue_list_parked (world->queue, account);

  return parked->len;
}

/* ann talks with t1, bo is on a break. */
static void
open_call (World *world, gconstpointer data)
{
  open_shop (world, data);
  does (world, EVENT (AGENT_WANT, .actor = "bo", .want.wanted = GC_WANTED_BREAK));
  enqueue (world, "t1");
  talk (world, "t1", "ann");
}

/* What became of a ticket, last line first. (transfer none) */
static const GcTransition *
last_line (const GcQueueRows *rows, const char *id)
{
  for (unsigned i = rows->transitions->len; i-- > 0;) {
    const GcTransition *line = g_ptr_array_index (rows->transitions, i);
    if (strcmp (line->ticket, id) == 0)
      return line;
  }
  g_assert_not_reached ();
}

static void
assert_last (World *world, const char *id, GcReason reason, const char *agent, const char *detail)
{
  g_autoptr (GcQueueRows) rows = gc_queue_take_changes (world->queue);
  const GcTransition *line = last_line (rows, id);

  g_assert_cmpstr (gc_reason_name (line->reason), ==, gc_reason_name (reason));
  g_assert_cmpstr (line->agent, ==, agent);
  g_assert_cmpstr (line->detail, ==, detail);
}

/* He serves another one meanwhile, and is the next to get the first one back. */
static void
test_same_agent_again (World *world, gconstpointer data)
{
  int64_t joined_ms = ticket (world, "t1")->enqueued_ms;

  does (world, PARK ("ann", "t1", "户口簿", 30));
  assert_state (world, "t1", "parked");
  assert_last (world, "t1", GC_REASON_PARKED, "ann", "minutes=30 reason=户口簿");
  g_assert_cmpstr (ticket (world, "t1")->park_reason, ==, "户口簿");
  g_assert_cmpint (ticket (world, "t1")->until_ms, ==, world->now_ms + 30 * MINUTE);
  g_assert_null (ticket (world, "t1")->agent);
  assert_effective (world, "ann", "idle");
  g_assert_null (agent (world, "ann")->ticket);
  enqueue (world, "t2");
  talk (world, "t2", "ann");
  enqueue (world, "t3");
  wait_ms (world, 10 * MINUTE);
  by_kiosk (world, GC_EVENT_TICKET_READY, "t1");
  assert_state (world, "t1", "waiting");
  g_assert_null (ticket (world, "t1")->park_reason);
  g_assert_cmpint (ticket (world, "t1")->enqueued_ms, ==, joined_ms);
  g_assert_cmpint (gc_queue_ahead (world->queue, "t1"), ==, 0);
  g_assert_cmpint (notice (world, "t3"), ==, GC_NOTICE_RETURNED_AHEAD);
  g_assert_cmpint (agent (world, "ann")->notice, ==, GC_NOTICE_PARKED_READY);
  /* bo is able and free, but it is ann's. */
  does (world, EVENT (AGENT_WANT, .actor = "bo", .want.wanted = GC_WANTED_AVAILABLE));
  assert_offered (world, "bo", "t3");
  wait_ms (world, 5 * MINUTE);
  assert_state (world, "t1", "waiting");
  does (world,
        EVENT (SESSION_END, .actor = "ann", .ticket = "t2", .end.outcome = GC_OUTCOME_ACCEPTED));
  does (world, EVENT (WRAP_UP_FINISH, .actor = "ann", .ticket = "t2"));
  assert_offered (world, "ann", "t1");
  talk (world, "t1", "ann");
}

static void
test_offered_at_once (World *world, gconstpointer data)
{
  does (world, PARK ("ann", "t1", "copy", 5));
  by_kiosk (world, GC_EVENT_TICKET_READY, "t1");
  assert_offered (world, "ann", "t1");
}

static void
test_refused (World *world, gconstpointer data)
{
  refuses (world, GC_ERROR_INVALID, PARK ("ann", "t1", "", 5));
  refuses (world, GC_ERROR_INVALID, PARK ("ann", "t1", "copy", 0));
  refuses (world, GC_ERROR_INVALID, PARK ("ann", "t1", "copy", GC_PARK_MAX_MINUTES + 1));
  refuses (world, GC_ERROR_CONFLICT, PARK ("bo", "t1", "copy", 5));
  refuses (world, GC_ERROR_CONFLICT, EVENT (TICKET_READY, .actor = "kiosk-t1", .ticket = "t1"));
  refuses (world, GC_ERROR_CONFLICT, EVENT (SESSION_UNPARK, .actor = "ann", .ticket = "t1"));
  does (world, PARK ("ann", "t1", "copy", 5));
  refuses (world, GC_ERROR_CONFLICT, PARK ("ann", "t1", "copy", 5));
  refuses (world, GC_ERROR_CONFLICT, EVENT (SESSION_UNPARK, .actor = "bo", .ticket = "t1"));
  refuses (world, GC_ERROR_UNKNOWN, EVENT (TICKET_READY, .actor = "kiosk-t2", .ticket = "t1"));
}

static void
test_five_at_most (World *world, gconstpointer data)
{
  for (unsigned i = 1; i <= GC_PARK_MAX_TICKETS + 1; i++) {
    g_autofree char *id = g_strdup_printf ("t%u", i);
    if (i > 1) {
      enqueue (world, id);
      talk (world, id, "ann");
    }
    if (i <= GC_PARK_MAX_TICKETS)
      does (world, PARK ("ann", id, "copy", i == 1 ? 60 : 30));
    else
      refuses (world, GC_ERROR_LIMIT, PARK ("ann", id, "copy", 30));
  }
  g_autoptr (GPtrArray) parked = gc_queue_list_parked (world->queue, "ann");
  g_assert_cmpuint (parked->len, ==, GC_PARK_MAX_TICKETS);
  /* Whose time is over first stands first. */
  g_assert_cmpstr (((GcTicket *)g_ptr_array_index (parked, 0))->id, ==, "t2");
  g_assert_cmpstr (((GcTicket *)g_ptr_array_index (parked, 4))->id, ==, "t1");
}

static void
test_pulled_by_agent (World *world, gconstpointer data)
{
  does (world, PARK ("ann", "t1", "copy", 5));
  does (world, EVENT (AGENT_WANT, .actor = "ann", .want.wanted = GC_WANTED_BREAK));
  does (world, EVENT (KIOSK_ABSENT, .actor = "kiosk-t1"));
  refuses (world, GC_ERROR_CONFLICT, EVENT (SESSION_UNPARK, .actor = "ann", .ticket = "t1"));
  does (world, EVENT (KIOSK_PRESENT, .actor = "kiosk-t1"));
  does (world, EVENT (SESSION_UNPARK, .actor = "ann", .ticket = "t1"));
  assert_state (world, "t1", "connecting");
  assert_effective (world, "ann", "connecting");
  g_assert_cmpuint (n_parked (world, "ann"), ==, 0);
  g_assert_null (ticket (world, "t1")->preferred);
  by_kiosk (world, GC_EVENT_RESIDENT_JOINED, "t1");
  by_agent (world, GC_EVENT_AGENT_JOINED, "ann", "t1");
  assert_state (world, "t1", "in_session");
}

static void
test_busy_agent_cannot_pull (World *world, gconstpointer data)
{
  does (world, PARK ("ann", "t1", "copy", 5));
  enqueue (world, "t2");
  talk (world, "t2", "ann");
  refuses (world, GC_ERROR_CONFLICT, EVENT (SESSION_UNPARK, .actor = "ann", .ticket = "t1"));
}

/* The resident may be away for longer than the line allows, as long as the time is not over. */
static void
test_away_while_parked (World *world, gconstpointer data)
{
  does (world, PARK ("ann", "t1", "copy", 60));
  does (world, EVENT (KIOSK_ABSENT, .actor = "kiosk-t1"));
  wait_ms (world, 59 * MINUTE);
  assert_state (world, "t1", "parked");
  does (world, EVENT (KIOSK_PRESENT, .actor = "kiosk-t1"));
  wait_ms (world, MINUTE);
  assert_last (world, "t1", GC_REASON_OFFERED, "ann",
               "wait=3600 boost=2400 boosts=reentry,point overdue=1 ring=1 way=kept idle=3600");
  g_assert_cmpint (ticket (world, "t1")->notice, ==, GC_NOTICE_PARK_OVER);
  g_assert_cmpint (agent (world, "ann")->notice, ==, GC_NOTICE_PARKED_READY);
}

static void
test_over_and_gone (World *world, gconstpointer data)
{
  does (world, PARK ("ann", "t1", "copy", 60));
  does (world, EVENT (KIOSK_ABSENT, .actor = "kiosk-t1"));
  wait_ms (world, 60 * MINUTE);
  /* A kiosk that was away for so long shows nothing that is over, either. */
  g_assert_null (ticket (world, "t1"));
  g_autoptr (GcQueueRows) rows = gc_queue_take_changes (world->queue);
  const GcTransition *line = g_ptr_array_index (rows->transitions, rows->transitions->len - 2);
  g_assert_cmpint (line->reason, ==, GC_REASON_PARK_OVER);
  g_assert_cmpint (line->to, ==, GC_TICKET_ABANDONED);
  g_assert_cmpstr (line->agent, ==, "ann");
  g_assert_cmpint (agent (world, "ann")->notice, ==, GC_NOTICE_PARKED_LEFT);
  g_assert_cmpuint (n_parked (world, "ann"), ==, 0);
}

/* Back in line the ten minutes of an absent resident begin anew. */
static void
test_released_while_away (World *world, gconstpointer data)
{
  does (world, PARK ("ann", "t1", "copy", 60));
  does (world, EVENT (KIOSK_ABSENT, .actor = "kiosk-t1"));
  wait_ms (world, 30 * MINUTE);
  does (world, DESK (RELEASE, "t1", .reason = "ann has to go"));
  assert_state (world, "t1", "waiting");
  g_assert_null (ticket (world, "t1")->preferred);
  wait_ms (world, 10 * MINUTE - 1);
  assert_state (world, "t1", "waiting");
  wait_ms (world, 1);
  g_assert_null (ticket (world, "t1"));
}

static void
test_gives_up (World *world, gconstpointer data)
{
  does (world, PARK ("ann", "t1", "copy", 60));
  by_kiosk (world, GC_EVENT_TICKET_LEAVE, "t1");
  assert_state (world, "t1", "abandoned");
  g_assert_cmpint (agent (world, "ann")->notice, ==, GC_NOTICE_PARKED_LEFT);
}

/* Its agent went home: others at once. */
static void
test_agent_off_work (World *world, gconstpointer data)
{
  does (world, PARK ("ann", "t1", "copy", 60));
  does (world, EVENT (AGENT_WANT, .actor = "ann", .want.wanted = GC_WANTED_OFFLINE));
  does (world, EVENT (AGENT_WANT, .actor = "bo", .want.wanted = GC_WANTED_AVAILABLE));
  assert_state (world, "t1", "parked");
  by_kiosk (world, GC_EVENT_TICKET_READY, "t1");
  assert_offered (world, "bo", "t1");
}

/* Its agent's page is gone: others after a minute; one that is there again has it for himself. */
static void
test_agent_unreachable (World *world, gconstpointer data)
{
  does (world, PARK ("ann", "t1", "copy", 60));
  does (world, EVENT (AGENT_WANT, .actor = "bo", .want.wanted = GC_WANTED_AVAILABLE));
  enqueue (world, "t2");
  talk (world, "t2", "ann");
  by_kiosk (world, GC_EVENT_TICKET_READY, "t1");
  does (world, EVENT (AGENT_ABSENT, .actor = "ann"));
  wait_ms (world, 4 * SECOND);
  does (world, EVENT (AGENT_PRESENT, .actor = "ann"));
  wait_ms (world, 3 * MINUTE);
  assert_state (world, "t1", "waiting");
  does (world, EVENT (AGENT_ABSENT, .actor = "ann"));
  wait_ms (world, MINUTE - 1);
  assert_offered (world, "bo", NULL);
  wait_ms (world, 1);
  assert_offered (world, "bo", "t1");
}

/* The same if the resident's page was away when the agent's went. */
static void
test_both_unreachable (World *world, gconstpointer data)
{
  does (world, PARK ("ann", "t1", "copy", 60));
  enqueue (world, "t2");
  talk (world, "t2", "ann");
  by_kiosk (world, GC_EVENT_TICKET_READY, "t1");
  does (world, EVENT (KIOSK_ABSENT, .actor = "kiosk-t1"));
  does (world, EVENT (AGENT_ABSENT, .actor = "ann"));
  wait_ms (world, 2 * MINUTE);
  g_assert_null (ticket (world, "t1")->preferred);
}

/* He does not want it any more: others after a minute, though he works on. */
static void
test_declined (World *world, gconstpointer data)
{
  does (world, PARK ("ann", "t1", "copy", 60));
  does (world, EVENT (AGENT_WANT, .actor = "bo", .want.wanted = GC_WANTED_AVAILABLE));
  by_kiosk (world, GC_EVENT_TICKET_READY, "t1");
  does (world, EVENT (OFFER_DECLINE, .actor = "ann", .ticket = "t1",
                      .decline.reason = GC_DECLINE_CONFLICT_OF_INTEREST));
  assert_offered (world, "bo", NULL);
  wait_ms (world, MINUTE);
  assert_offered (world, "bo", "t1");
}

/* He may not take it any more: others at once, or after a minute if it was back in line before. */
static void
test_not_able (World *world, gconstpointer data)
{
  does (world, PARK ("ann", "t1", "copy", 60));
  does (world, EVENT (AGENT_WANT, .actor = "bo", .want.wanted = GC_WANTED_AVAILABLE));
  enqueue (world, "t2");
  talk (world, "t2", "ann");
  by_kiosk (world, GC_EVENT_TICKET_READY, "t1");
  wait_ms (world, 5 * MINUTE);
  set_agent (world, "ann", "civil", "zh");
  assert_offered (world, "bo", NULL);
  wait_ms (world, MINUTE);
  assert_offered (world, "bo", "t1");
}

static void
test_not_able_when_ready (World *world, gconstpointer data)
{
  does (world, PARK ("ann", "t1", "copy", 60));
  does (world, EVENT (AGENT_WANT, .actor = "bo", .want.wanted = GC_WANTED_AVAILABLE));
  set_agent (world, "ann", "civil", "zh");
  by_kiosk (world, GC_EVENT_TICKET_READY, "t1");
  assert_offered (world, "bo", "t1");
}

static void
test_assigned (World *world, gconstpointer data)
{
  does (world, PARK ("ann", "t1", "copy", 60));
  does (world, EVENT (AGENT_WANT, .actor = "bo", .want.wanted = GC_WANTED_AVAILABLE));
  does (world, DESK (ASSIGN, "t1", .agent = "bo", .reason = "ann goes home"));
  assert_state (world, "t1", "parked");
  g_assert_cmpuint (n_parked (world, "ann"), ==, 0);
  g_assert_cmpuint (n_parked (world, "bo"), ==, 1);
  by_kiosk (world, GC_EVENT_TICKET_READY, "t1");
  assert_offered (world, "bo", "t1");
}

static void
test_cancelled (World *world, gconstpointer data)
{
  does (world, PARK ("ann", "t1", "copy", 60));
  does (world, DESK (CANCEL, "t1", .reason = "went home"));
  assert_state (world, "t1", "abandoned");
  g_assert_cmpint (agent (world, "ann")->notice, ==, GC_NOTICE_PARKED_LEFT);
}

static void
test_why (World *world, gconstpointer data)
{
  does (world, PARK ("ann", "t1", "copy", 60));
  g_autoptr (GArray) reasons = gc_queue_why_not (world->queue, "t1");
  g_assert_cmpuint (reasons->len, ==, 1);
  const GcWhyNot *reason = &g_array_index (reasons, GcWhyNot, 0);
  g_assert_cmpint (reason->why, ==, GC_WHY_PARKED);
  g_assert_cmpstr (reason->agent, ==, "ann");
  g_assert_cmpint (reason->until_ms, ==, world->now_ms + 60 * MINUTE);
}

/* A transfer under way is taken back. */
static void
test_transfer_ends (World *world, gconstpointer data)
{
  does (world, EVENT (AGENT_WANT, .actor = "bo", .want.wanted = GC_WANTED_AVAILABLE));
  does (world, EVENT (SESSION_TRANSFER, .actor = "ann", .ticket = "t1", .transfer.agent = "bo"));
  assert_offered (world, "bo", "t1");
  does (world, PARK ("ann", "t1", "copy", 60));
  assert_offered (world, "bo", NULL);
  assert_state (world, "t1", "parked");
}

/* It is in no line: nobody waits longer for it, and it has no wait of its own. */
static void
test_not_in_line (World *world, gconstpointer data)
{
  does (world, PARK ("ann", "t1", "copy", 60));
  does (world, EVENT (AGENT_WANT, .actor = "ann", .want.wanted = GC_WANTED_BREAK));
  does (world, EVENT (AGENT_WANT, .actor = "bo", .want.wanted = GC_WANTED_AVAILABLE));
  enqueue (world, "t2");
  talk (world, "t2", "bo");
  enqueue (world, "t3");
  g_assert_cmpint (gc_queue_ahead (world->queue, "t1"), ==, -1);
  g_assert_cmpint (gc_queue_ahead (world->queue, "t3"), ==, 0);
  g_autoptr (GcForecast) forecast = gc_forecast_new (world->queue, world->now_ms);
  GcEstimate estimate;
  g_assert_false (gc_forecast_look (forecast, "t1", &estimate));
}

/* Kept without an end for an agent at work: the forecast looks at him alone. */
static void
test_forecast_kept (World *world, gconstpointer data)
{
  does (world, PARK ("ann", "t1", "copy", 60));
  does (world, EVENT (AGENT_WANT, .actor = "bo", .want.wanted = GC_WANTED_AVAILABLE));
  enqueue (world, "t2");
  talk (world, "t2", "ann");
  by_kiosk (world, GC_EVENT_TICKET_READY, "t1");
  g_autoptr (GcForecast) forecast = gc_forecast_new (world->queue, world->now_ms);
  GcEstimate estimate;
  g_assert_true (gc_forecast_look (forecast, "t1", &estimate));
  g_assert_cmpint (estimate.wait_ms, >, 0);
}

/* The time of the item is that of both talks, without the time between. */
static void
test_learns_both_talks (World *world, gconstpointer data)
{
  wait_ms (world, 4 * MINUTE);
  does (world, PARK ("ann", "t1", "copy", 60));
  g_assert_cmpint (ticket (world, "t1")->talked_ms, ==, 4 * MINUTE);
  wait_ms (world, 30 * MINUTE);
  by_kiosk (world, GC_EVENT_TICKET_READY, "t1");
  talk (world, "t1", "ann");
  wait_ms (world, 3 * MINUTE);
  gc_queue_rows_free (gc_queue_take_changes (world->queue));
  does (world,
        EVENT (SESSION_END, .actor = "ann", .ticket = "t1", .end.outcome = GC_OUTCOME_ACCEPTED));
  does (world, EVENT (WRAP_UP_FINISH, .actor = "ann", .ticket = "t1"));
  g_autoptr (GcQueueRows) rows = gc_queue_take_changes (world->queue);
  g_assert_cmpuint (rows->times->len, ==, 1);
  /* The first measured one beside the 15 minutes taken for unknown ones. */
  g_assert_cmpint (((GcServiceTime *)g_ptr_array_index (rows->times, 0))->mean_ms, ==,
                   (3 * 15 + 7) * MINUTE / 4);
}

/* No time in which the service was away counts, nor one that a wrong clock gave. */
static void
test_restart (World *world, gconstpointer data)
{
  GcQueueConfig config;
  g_autoptr (GError) error = NULL;

  does (world, PARK ("ann", "t1", "copy", 5));
  g_autoptr (GcQueueRows) rows = gc_queue_take_changes (world->queue);
  gc_queue_free (world->queue);
  gc_queue_config_init (&config);
  world->queue = gc_queue_new (&config);
  set_agent (world, "ann", "hrss", "zh");
  world->now_ms += 60 * MINUTE;
  gc_queue_load (world->queue, rows, world->now_ms, &error);
  g_assert_no_error (error);
  does (world, EVENT (RESTART));
  does (world, EVENT (TICK));
  assert_state (world, "t1", "parked");
  g_assert_cmpuint (n_parked (world, "ann"), ==, 1);
  g_assert_cmpint (ticket (world, "t1")->until_ms, ==, world->now_ms + 105 * SECOND);
  does (world, EVENT (AGENT_PRESENT, .actor = "ann"));
  does (world, EVENT (KIOSK_PRESENT, .actor = "kiosk-t1"));
  by_kiosk (world, GC_EVENT_TICKET_READY, "t1");
  assert_offered (world, "ann", "t1");
}

/* A guest cannot park; when the agent does, guests go and nobody is asked in any more. */
static void
test_guests_go (World *world, gconstpointer data)
{
  start_work (world, "bo");
  set_agent (world, "cy", "civil", "zh");
  start_work (world, "cy");
  does (world, EVENT (SESSION_INVITE, .actor = "ann", .ticket = "t1",
                      .guest = { "bo", GC_INVITE_PRIVATE }));
  by_agent (world, GC_EVENT_OFFER_ACCEPT, "bo", "t1");
  refuses (world, GC_ERROR_CONFLICT, PARK ("bo", "t1", "copy", 5));
  does (world, EVENT (SESSION_INVITE, .actor = "ann", .ticket = "t1",
                      .guest = { "cy", GC_INVITE_TOGETHER }));
  does (world, PARK ("ann", "t1", "copy", 5));
  assert_state (world, "t1", "parked");
  g_assert_cmpuint (ticket (world, "t1")->guests->len, ==, 0);
  g_assert_cmpint (ticket (world, "t1")->invite, ==, GC_INVITE_NONE);
  g_assert_cmpint (ticket (world, "t1")->held_ms, ==, 0);
  assert_effective (world, "bo", "idle");
  g_assert_cmpint (agent (world, "bo")->notice, ==, GC_NOTICE_GUEST_OVER);
  assert_effective (world, "cy", "idle");
  assert_effective (world, "ann", "idle");
}

/* Nobody sits at the kiosk of a callback; and who is parked is called by his agent anyway. */
static void
test_callbacks (World *world, gconstpointer data)
{
  static const char *const phone = "+39 333 1234567";

  does (world, PARK ("ann", "t1", "copy", 5));
  refuses (world, GC_ERROR_CONFLICT,
           EVENT (TICKET_CALL_BACK, .actor = "kiosk-t1", .ticket = "t1", .call_back.phone = phone));
  enqueue (world, "t2");
  does (world,
        EVENT (OFFER_DECLINE, .actor = "ann", .ticket = "t2", .decline.reason = GC_DECLINE_BUSY));
  does (world,
        EVENT (TICKET_CALL_BACK, .actor = "kiosk-t2", .ticket = "t2", .call_back.phone = phone));
  start_work (world, "bo");
  by_agent (world, GC_EVENT_OFFER_ACCEPT, "bo", "t2");
  by_agent (world, GC_EVENT_SESSION_REACHED, "bo", "t2");
  refuses (world, GC_ERROR_CONFLICT, PARK ("bo", "t2", "copy", 5));
  assert_state (world, "t2", "in_session");
}

#define ADD(path, test) g_test_add ("/queue/park/" path, World, NULL, open_call, test, close_shop)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("same-agent-again", test_same_agent_again);
  ADD ("offered-at-once", test_offered_at_once);
  ADD ("refused", test_refused);
  ADD ("five-at-most", test_five_at_most);
  ADD ("pulled-by-agent", test_pulled_by_agent);
  ADD ("busy-agent-cannot-pull", test_busy_agent_cannot_pull);
  ADD ("away-while-parked", test_away_while_parked);
  ADD ("over-and-gone", test_over_and_gone);
  ADD ("released-while-away", test_released_while_away);
  ADD ("gives-up", test_gives_up);
  ADD ("agent-off-work", test_agent_off_work);
  ADD ("agent-unreachable", test_agent_unreachable);
  ADD ("both-unreachable", test_both_unreachable);
  ADD ("declined", test_declined);
  ADD ("not-able", test_not_able);
  ADD ("not-able-when-ready", test_not_able_when_ready);
  ADD ("assigned", test_assigned);
  ADD ("cancelled", test_cancelled);
  ADD ("why", test_why);
  ADD ("transfer-ends", test_transfer_ends);
  ADD ("not-in-line", test_not_in_line);
  ADD ("forecast-kept", test_forecast_kept);
  ADD ("learns-both-talks", test_learns_both_talks);
  ADD ("guests-go", test_guests_go);
  ADD ("callbacks", test_callbacks);
  ADD ("restart", test_restart);
  return g_test_run ();
}
