// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* Stories of visits with several items: one agent for two of them, two departments, one more. */
#include "config.h"

#include "queue-world.h"
#include "queue/gc-forecast.h"
#include "queue/gc-visit.h"

#include <string.h>

static const GcVisitWish pension = { "SS-02", "hrss", 0, FALSE };
static const GcVisitWish tax = { "TX-01", "tax", 0, TRUE };

#define DONE(account, id, which, result)                                                           \
  EVENT (ITEM_DONE, .actor = account, .ticket = id,                                                \
         .item_done = { .item = which, .outcome = GC_OUTCOME_##result })
#define END(account, id, result)                                                                   \
  EVENT (SESSION_END, .actor = account, .ticket = id, .end.outcome = GC_OUTCOME_##result)

/* In line with SS-01 of hrss, and @more. */
static void
enqueue_visit (World *world, const char *id, const GcVisitWish *more, unsigned n_more)
{
  static const char *const languages[] = { "zh", NULL };
  g_autofree char *kiosk = g_strconcat ("kiosk-", id, NULL);

  does (world, EVENT (TICKET_CREATE, .ticket = id, .actor = kiosk,
                      .create = { "it-milan", "SS-01", "hrss", languages, "陈阿梅", "M", 20261124,
                                  .quick = TRUE, .more = more, .n_more = n_more }));
  by_kiosk (world, GC_EVENT_TICKET_JOIN, id);
}

/* ann (hrss civil) talks with t1 about SS-01, then SS-02, both of hrss, then TX-01; cy is of tax.
 */
static void
open_visit (World *world, gconstpointer data)
{
  const GcVisitWish more[] = { pension, tax };

  open_shop (world, data);
  does (world, EVENT (AGENT_WANT, .actor = "bo", .want.wanted = GC_WANTED_BREAK));
  enqueue_visit (world, "t1", more, G_N_ELEMENTS (more));
  talk (world, "t1", "ann");
}

static void
assert_visit (World *world, const char *id, const char *expected)
{
  g_autofree char *text = gc_visit_format (ticket (world, id)->visit);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_one_session_for_two (World *world, gconstpointer data)
{
  g_assert_cmpuint (ticket (world, "t1")->boosts & (1u << GC_BOOST_QUICK), ==, 0);
  assert_visit (world, "t1", "SS-01=hrss=0== SS-02=hrss=0== TX-01=tax=1==");
  does (world, DONE ("ann", "t1", "SS-01", ACCEPTED));
  assert_state (world, "t1", "in_session");
  g_assert_cmpstr (ticket (world, "t1")->item, ==, "SS-02");
  g_assert_false (gc_queue_is_item_elsewhere (world->queue, "t1", "ann"));
  assert_visit (world, "t1", "SS-01=hrss=0=accepted=ann SS-02=hrss=0== TX-01=tax=1==");
  does (world, DONE ("ann", "t1", "SS-02", REFUSED));
  g_assert_cmpstr (ticket (world, "t1")->item, ==, "TX-01");
  g_assert_cmpstr (ticket (world, "t1")->department, ==, "tax");
  g_assert_true (ticket (world, "t1")->direct);
  g_assert_true (gc_queue_is_item_elsewhere (world->queue, "t1", "ann"));
}

/* The session ends: on to the tax office, at the head of its line, with the number and the place.
 */
static void
test_two_departments (World *world, gconstpointer data)
{
  int64_t joined_ms = ticket (world, "t1")->enqueued_ms;
  g_autofree char *number = g_strdup (ticket (world, "t1")->number);

  set_agent (world, "cy", "tax", "zh");
  draft_in (world, "t9", "tax", "zh");
  by_kiosk (world, GC_EVENT_TICKET_JOIN, "t9");
  does (world, DONE ("ann", "t1", "SS-01", ACCEPTED));
  does (world, DONE ("ann", "t1", "SS-02", ACCEPTED));
  does (world, END ("ann", "t1", NONE));
  assert_state (world, "t1", "waiting");
  assert_effective (world, "ann", "wrap_up");
  g_assert_cmpint (notice (world, "t1"), ==, GC_NOTICE_NEXT_ITEM);
  g_assert_cmpint (gc_queue_ahead (world->queue, "t1"), ==, 0);
  g_assert_cmpint (ticket (world, "t1")->enqueued_ms, ==, joined_ms);
  g_assert_cmpstr (ticket (world, "t1")->number, ==, number);
  assert_visit (world, "t1", "SS-01=hrss=0=accepted=ann SS-02=hrss=0=accepted=ann TX-01=tax=1==");
  start_work (world, "cy");
  talk (world, "t1", "cy");
  does (world, EVENT (WRAP_UP_FINISH, .actor = "ann", .ticket = "t1",
                      .finish = { GC_OUTCOME_REFUSED, "第二件不予受理" }));
  does (world, END ("cy", "t1", ACCEPTED_WITH_GAPS));
  does (world, EVENT (WRAP_UP_FINISH, .actor = "cy", .ticket = "t1"));
  assert_state (world, "t1", "done");
  assert_visit (world, "t1",
                "SS-01=hrss=0=accepted=ann SS-02=hrss=0=refused=ann "
                "TX-01=tax=1=accepted_with_gaps=cy");
}

/* Who ends the session at an item of his own has finished that one; the next is for the line. */
static void
test_end_finishes_current (World *world, gconstpointer data)
{
  does (world, END ("ann", "t1", ACCEPTED));
  assert_state (world, "t1", "waiting");
  g_assert_cmpstr (ticket (world, "t1")->item, ==, "SS-02");
  assert_visit (world, "t1", "SS-01=hrss=0=accepted=ann SS-02=hrss=0== TX-01=tax=1==");
}

/* Handed on by hand, the item in hand is that department's from then on, and the others come after.
 */
static void
test_handed_on (World *world, gconstpointer data)
{
  does (world,
        EVENT (SESSION_TRANSFER, .actor = "ann", .ticket = "t1", .transfer.department = "civil"));
  assert_state (world, "t1", "waiting");
  assert_visit (world, "t1", "SS-01=civil=0== SS-02=hrss=0== TX-01=tax=1==");
  g_assert_cmpstr (ticket (world, "t1")->item, ==, "SS-01");
}

/* The resident hangs up: what was not done stays so, and the ticket is over. */
static void
test_resident_leaves (World *world, gconstpointer data)
{
  does (world, DONE ("ann", "t1", "SS-01", ACCEPTED));
  by_kiosk (world, GC_EVENT_SESSION_LEAVE, "t1");
  assert_state (world, "t1", "wrap_up");
  does (world, EVENT (WRAP_UP_FINISH, .actor = "ann", .ticket = "t1",
                      .finish.outcome = GC_OUTCOME_REBOOK));
  assert_visit (world, "t1", "SS-01=hrss=0=accepted=ann SS-02=hrss=0=rebook=ann TX-01=tax=1==");
}

static void
test_refused (World *world, gconstpointer data)
{
  static const GcVisitWish again = { "SS-01", "hrss", 0, FALSE };

  refuses (world, GC_ERROR_CONFLICT, DONE ("bo", "t1", "SS-01", ACCEPTED));
  refuses (world, GC_ERROR_CONFLICT, DONE ("ann", "t1", "SS-02", ACCEPTED));
  refuses (world, GC_ERROR_INVALID, DONE ("ann", "t1", "SS-01", NONE));
  refuses (world, GC_ERROR_INVALID, END ("ann", "t1", NONE));
  refuses (world, GC_ERROR_CONFLICT,
           EVENT (ITEM_ADD, .actor = "ann", .ticket = "t1", .item_add = again));
  does (world, DONE ("ann", "t1", "SS-01", ACCEPTED));
  does (world, DONE ("ann", "t1", "SS-02", ACCEPTED));
  refuses (world, GC_ERROR_CONFLICT, DONE ("ann", "t1", "TX-01", ACCEPTED));
}

static void
test_one_alone (World *world, gconstpointer data)
{
  does (world, EVENT (AGENT_WANT, .actor = "bo", .want.wanted = GC_WANTED_AVAILABLE));
  enqueue (world, "t2");
  talk (world, "t2", "bo");
  g_assert_cmpuint (ticket (world, "t2")->visit->len, ==, 0);
  refuses (world, GC_ERROR_CONFLICT, DONE ("bo", "t2", "SS-01", ACCEPTED));
  /* He asks for one more. */
  does (world, EVENT (ITEM_ADD, .actor = "bo", .ticket = "t2", .item_add = pension));
  assert_visit (world, "t2", "SS-01=hrss=0== SS-02=hrss=0==");
  does (world, DONE ("bo", "t2", "SS-01", ACCEPTED));
  does (world, END ("bo", "t2", ACCEPTED));
  assert_state (world, "t2", "wrap_up");
}

static void
test_five_at_most (World *world, gconstpointer data)
{
  GcVisitWish more[GC_VISIT_MAX_ITEMS] = { pension, tax };
  static const char *const languages[] = { "zh", NULL };
  const char *codes[] = { "A-1", "A-2", "A-3", "A-4", "A-5" };

  for (unsigned i = 0; i < G_N_ELEMENTS (codes); i++)
    more[i] = (GcVisitWish){ .item = codes[i], .department = "hrss" };
  refuses (world, GC_ERROR_LIMIT,
           EVENT (TICKET_CREATE, .ticket = "t2", .actor = "kiosk-t2",
                  .create = { "it-milan", "SS-01", "hrss", languages, "", "M", 20261124,
                              .more = more, .n_more = 5 }));
  enqueue_visit (world, "t2", more, 4);
  does (world, EVENT (ITEM_ADD, .actor = "ann", .ticket = "t1", .item_add = more[0]));
  does (world, EVENT (ITEM_ADD, .actor = "ann", .ticket = "t1", .item_add = more[1]));
  refuses (world, GC_ERROR_LIMIT,
           EVENT (ITEM_ADD, .actor = "ann", .ticket = "t1", .item_add = more[2]));
}

/* Each item is measured for itself, also when it is parked in between. */
static void
test_times (World *world, gconstpointer data)
{
  gc_queue_rows_free (gc_queue_take_changes (world->queue));
  wait_ms (world, 3 * MINUTE);
  does (world, DONE ("ann", "t1", "SS-01", ACCEPTED));
  wait_ms (world, 5 * MINUTE);
  does (world, EVENT (SESSION_PARK, .actor = "ann", .ticket = "t1", .park = { "copy", 30 }));
  g_assert_cmpint (ticket (world, "t1")->talked_ms, ==, 5 * MINUTE);
  wait_ms (world, 20 * MINUTE);
  by_kiosk (world, GC_EVENT_TICKET_READY, "t1");
  talk (world, "t1", "ann");
  wait_ms (world, 2 * MINUTE);
  does (world, DONE ("ann", "t1", "SS-02", ACCEPTED));
  g_autoptr (GcQueueRows) rows = gc_queue_take_changes (world->queue);
  g_assert_cmpuint (rows->times->len, ==, 2);
  for (unsigned i = 0; i < rows->times->len; i++) {
    const GcServiceTime *time = g_ptr_array_index (rows->times, i);
    int64_t minutes = strcmp (time->item, "SS-01") == 0 ? 3 : 7;
    g_assert_cmpint (time->mean_ms, ==, (3 * 15 + minutes) * MINUTE / 4);
  }
}

/* Two items of one department take an agent twice as long; the third is another one's. */
static void
test_forecast (World *world, gconstpointer data)
{
  GcEstimate estimate;

  enqueue (world, "t2");
  g_autoptr (GcForecast) forecast = gc_forecast_new (world->queue, world->now_ms);
  g_assert_true (gc_forecast_look (forecast, "t2", &estimate));
  g_assert_cmpint (estimate.wait_ms, ==, 30 * MINUTE);
  wait_ms (world, 10 * MINUTE);
  does (world, DONE ("ann", "t1", "SS-01", TECHNICAL));
  g_autoptr (GcForecast) later = gc_forecast_new (world->queue, world->now_ms);
  g_assert_true (gc_forecast_look (later, "t2", &estimate));
  g_assert_cmpint (estimate.wait_ms, ==, 15 * MINUTE);
}

/* Dropped at an item that is not his: it is not kept for him, but goes to those whose it is. */
static void
test_dropped_elsewhere (World *world, gconstpointer data)
{
  set_agent (world, "cy", "tax", "zh");
  start_work (world, "cy");
  does (world, DONE ("ann", "t1", "SS-01", ACCEPTED));
  does (world, DONE ("ann", "t1", "SS-02", ACCEPTED));
  does (world, EVENT (KIOSK_ABSENT, .actor = "kiosk-t1"));
  wait_ms (world, 95 * SECOND);
  assert_state (world, "t1", "waiting");
  does (world, EVENT (KIOSK_PRESENT, .actor = "kiosk-t1"));
  assert_offered (world, "cy", "t1");
}

static void
test_text (void)
{
  static const char *const wrong[] = { "SS-01", "SS-01=hrss=0=accepted",
                                       "=hrss=0==", "SS-01=hrss=0=none=ann", "a=b=0===" };
  static const char text[] = "SS-01=hrss=0=accepted=ann TX-01=tax=1==";
  g_autoptr (GArray) visit = gc_visit_new ();

  g_assert_true (gc_visit_parse (text, visit));
  g_autofree char *again = gc_visit_format (visit);
  g_assert_cmpstr (again, ==, text);
  g_autoptr (GArray) copy = gc_visit_copy (visit);
  g_assert_true (gc_visit_equal (visit, copy));
  g_assert_cmpstr (gc_visit_first_open (copy)->item, ==, "TX-01");
  g_assert_cmpstr (gc_visit_last_of (copy, "ann")->item, ==, "SS-01");
  g_assert_null (gc_visit_last_of (copy, "bo"));
  g_assert_null (gc_visit_find (copy, "SS-02"));
  for (unsigned i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GArray) other = gc_visit_new ();
    g_assert_false (gc_visit_parse (wrong[i], other));
  }
}

/* On the telephone one item after the other is finished, and the next department calls again. */
static void
test_called_back (World *world, gconstpointer data)
{
  static const char *const phone = "+39 333 1234567";
  const GcVisitWish more[] = { pension, tax };

  set_agent (world, "cy", "tax", "zh");
  start_work (world, "cy");
  enqueue_visit (world, "t2", more, G_N_ELEMENTS (more));
  does (world,
        EVENT (TICKET_CALL_BACK, .actor = "kiosk-t2", .ticket = "t2", .call_back.phone = phone));
  assert_visit (world, "t2", "SS-01=hrss=0== SS-02=hrss=0== TX-01=tax=1==");
  start_work (world, "bo");
  by_agent (world, GC_EVENT_OFFER_ACCEPT, "bo", "t2");
  by_agent (world, GC_EVENT_SESSION_REACHED, "bo", "t2");
  does (world, DONE ("bo", "t2", "SS-01", ACCEPTED));
  does (world, END ("bo", "t2", ACCEPTED));
  assert_offered (world, "cy", "t2");
  g_assert_cmpstr (ticket (world, "t2")->phone, ==, phone);
  by_agent (world, GC_EVENT_OFFER_ACCEPT, "cy", "t2");
  by_agent (world, GC_EVENT_SESSION_UNREACHED, "cy", "t2");
  assert_state (world, "t2", "waiting");
  assert_visit (world, "t2", "SS-01=hrss=0=accepted=bo SS-02=hrss=0=accepted=bo TX-01=tax=1==");
}

/* Who is handed the session goes on with the item in hand, and its time begins with him. */
static void
test_handed_over (World *world, gconstpointer data)
{
  start_work (world, "bo");
  does (world, DONE ("ann", "t1", "SS-01", ACCEPTED));
  does (world, EVENT (SESSION_INVITE, .actor = "ann", .ticket = "t1",
                      .guest = { "bo", GC_INVITE_TOGETHER }));
  by_agent (world, GC_EVENT_OFFER_ACCEPT, "bo", "t1");
  refuses (world, GC_ERROR_CONFLICT, DONE ("bo", "t1", "SS-02", ACCEPTED));
  by_agent (world, GC_EVENT_AGENT_JOINED, "bo", "t1");
  wait_ms (world, MINUTE);
  does (world, EVENT (SESSION_HAND_OVER, .actor = "ann", .ticket = "t1", .guest.agent = "bo"));
  g_assert_cmpint (ticket (world, "t1")->session_since_ms, ==, world->now_ms);
  g_assert_cmpint (ticket (world, "t1")->talked_ms, ==, 0);
  does (world, DONE ("bo", "t1", "SS-02", ACCEPTED));
  assert_visit (world, "t1", "SS-01=hrss=0=accepted=ann SS-02=hrss=0=accepted=bo TX-01=tax=1==");
}

#define ADD(path, test) g_test_add ("/queue/visit/" path, World, NULL, open_visit, test, close_shop)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("one-session-for-two", test_one_session_for_two);
  ADD ("two-departments", test_two_departments);
  ADD ("end-finishes-current", test_end_finishes_current);
  ADD ("handed-on", test_handed_on);
  ADD ("resident-leaves", test_resident_leaves);
  ADD ("refused", test_refused);
  ADD ("one-alone", test_one_alone);
  ADD ("five-at-most", test_five_at_most);
  ADD ("times", test_times);
  ADD ("forecast", test_forecast);
  ADD ("dropped-elsewhere", test_dropped_elsewhere);
  ADD ("called-back", test_called_back);
  ADD ("handed-over", test_handed_over);
  g_test_add_func ("/queue/visit/text", test_text);
  return g_test_run ();
}
