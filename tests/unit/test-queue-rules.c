// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Who goes first, who is asked, and what a coordinator can do about it: one test a rule.
 */
#include "config.h"

#include "queue-world.h"

#include <string.h>

static void
add_agent (World *world, const GcAgentSkills *skills)
{
  g_autoptr (GError) error = NULL;

  gc_queue_set_agent (world->queue, skills, world->now_ms, &error);
  g_assert_no_error (error);
  start_work (world, skills->account);
  wait_ms (world, 1);
}

/* The shop has served one resident of Milan, so that its next one has no bonus for that. */
static void
open_busy_shop (World *world, gconstpointer data)
{
  open_shop (world, data);
  enqueue (world, "t0");
  talk (world, "t0", "ann");
  does (world,
        EVENT (SESSION_END, .actor = "ann", .ticket = "t0", .end.outcome = GC_OUTCOME_ACCEPTED));
  does (world, EVENT (WRAP_UP_FINISH, .actor = "ann", .ticket = "t0"));
  does (world, EVENT (AGENT_WANT, .actor = "bo", .want.wanted = GC_WANTED_BREAK));
  wait_ms (world, 1);
  does (world, EVENT (AGENT_WANT, .actor = "bo", .want.wanted = GC_WANTED_AVAILABLE));
}

/* Nobody is at work, so that a line can form. */
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

typedef struct {
  const char *id;
  const char *point;
  const char *item;
  const char *department;
  const char *languages;
  gboolean quick;
  gboolean direct;
  int64_t closes_ms;
} Visit;

static void
visit (World *world, Visit visit)
{
  g_auto (GStrv) list = g_strsplit (visit.languages != NULL ? visit.languages : "zh", " ", -1);
  g_autofree char *kiosk = g_strconcat ("kiosk-", visit.id, NULL);
  const char *point = visit.point != NULL ? visit.point : "it-milan";

  does (world, EVENT (TICKET_CREATE, .ticket = visit.id, .actor = kiosk,
                      .create = { point, visit.item != NULL ? visit.item : "SS-01",
                                  visit.department != NULL ? visit.department : "hrss",
                                  (const char *const *)list, "陈阿梅", "M", 20261124, visit.quick,
                                  visit.direct, visit.closes_ms }));
  by_kiosk (world, GC_EVENT_TICKET_JOIN, visit.id);
}

#define VISIT(...) visit (world, (Visit){ __VA_ARGS__ })
#define DESK(what, id, ...)                                                                        \
  EVENT (DESK_##what, .ticket = id, .actor = "desk1", .desk = { __VA_ARGS__ })
#define assert_ahead(id, n) g_assert_cmpint (gc_queue_ahead (world->queue, id), ==, n)

/* The detail of the newest transition of @reason. (transfer full) */
static char *
last_detail (World *world, GcReason reason)
{
  g_autoptr (GcQueueRows) rows = gc_queue_take_changes (world->queue);

  for (unsigned i = rows->transitions->len; i-- > 0;) {
    const GcTransition *transition = g_ptr_array_index (rows->transitions, i);
    if (transition->reason == reason)
      return g_strdup (transition->detail);
  }
  return NULL;
}

/* ---- who goes first ---- */

static void
test_quick_lane (World *world, gconstpointer data)
{
  rest (world);
  VISIT (.id = "t1");
  VISIT (.id = "t2");
  wait_ms (world, 4 * MINUTE);
  VISIT (.id = "t3", .quick = TRUE);
  assert_ahead ("t3", 0);
  assert_ahead ("t1", 1);
  g_assert_cmpint (notice (world, "t1"), ==, GC_NOTICE_QUICK_AHEAD);
  g_assert_cmpint (notice (world, "t3"), ==, GC_NOTICE_NONE);
  /* The bonus is five minutes: who has waited longer is not overtaken. */
  wait_ms (world, 2 * MINUTE);
  VISIT (.id = "t4", .quick = TRUE);
  assert_ahead ("t4", 3);
}

static void
test_unserved_point (World *world, gconstpointer data)
{
  rest (world);
  VISIT (.id = "t1");
  VISIT (.id = "t2", .point = "za-johannesburg");
  VISIT (.id = "t3", .point = "za-johannesburg");
  /* Milan was served just now, Johannesburg was not: its first one goes before, not its second. */
  assert_ahead ("t2", 0);
  assert_ahead ("t1", 1);
  assert_ahead ("t3", 2);
  g_assert_cmpint (notice (world, "t1"), ==, GC_NOTICE_POINT_AHEAD);
}

static void
test_closing (World *world, gconstpointer data)
{
  rest (world);
  VISIT (.id = "t1");
  wait_ms (world, 9 * MINUTE);
  VISIT (.id = "t2", .closes_ms = world->now_ms + 31 * MINUTE);
  assert_ahead ("t2", 1);
  wait_ms (world, MINUTE);
  assert_ahead ("t2", 0);
  g_assert_cmpint (notice (world, "t1"), ==, GC_NOTICE_CLOSING_AHEAD);
  g_assert_cmpint (notice (world, "t2"), ==, GC_NOTICE_NONE);
}

/* The bound on bonuses: after 45 minutes nothing but age counts, whatever the others have. */
static void
test_overdue_goes_first (World *world, gconstpointer data)
{
  rest (world);
  VISIT (.id = "t1");
  wait_ms (world, 44 * MINUTE);
  VISIT (.id = "t2", .quick = TRUE, .closes_ms = world->now_ms + MINUTE);
  does (world, DESK (RAISE, "t2", .reason = "in a wheelchair"));
  /* 40 minutes of bonus are the most there is; t1 has waited for longer than that. */
  assert_ahead ("t1", 0);
  VISIT (.id = "t3");
  wait_ms (world, 2 * MINUTE);
  assert_ahead ("t1", 0);
  works (world, "ann");
  assert_offered (world, "ann", "t1");
  wait_ms (world, 44 * MINUTE);
}

static void
test_overdue_is_told (World *world, gconstpointer data)
{
  rest (world);
  VISIT (.id = "t1");
  wait_ms (world, 30 * MINUTE);
  VISIT (.id = "t2", .quick = TRUE);
  does (world, DESK (RAISE, "t2", .reason = "is expected at the consulate"));
  wait_ms (world, 14 * MINUTE);
  VISIT (.id = "t3", .quick = TRUE);
  does (world, DESK (RAISE, "t3", .reason = "the same"));
  assert_ahead ("t1", 0);
  wait_ms (world, MINUTE);
  assert_ahead ("t1", 0);
  assert_ahead ("t2", 1);
}

static void
test_head_of_line (World *world, gconstpointer data)
{
  VISIT (.id = "t1");
  VISIT (.id = "t2");
  talk (world, "t1", "ann");
  talk (world, "t2", "bo");
  rest (world);
  wait_ms (world, 20 * MINUTE);
  VISIT (.id = "t3");
  does (world, EVENT (KIOSK_ABSENT, .actor = "kiosk-t2"));
  wait_ms (world, 2 * MINUTE);
  assert_state (world, "t2", "waiting");
  does (world, EVENT (KIOSK_PRESENT, .actor = "kiosk-t2"));
  assert_ahead ("t2", 0);
  g_assert_cmpint (notice (world, "t2"), ==, GC_NOTICE_REQUEUED);
  g_assert_cmpint (notice (world, "t3"), ==, GC_NOTICE_RETURNED_AHEAD);
  /* Ten minutes long; then its own age decides, which is enough here. */
  wait_ms (world, 10 * MINUTE);
  g_assert_cmpuint (ticket (world, "t2")->boosts & (1u << GC_BOOST_REENTRY), ==, 0);
  g_assert_cmpint (notice (world, "t2"), ==, GC_NOTICE_HEAD_OVER);
  assert_ahead ("t2", 0);
}

/* More people with every bonus there is than one agent can serve: who has none is served in time.
 */
static void
test_no_mix_starves (World *world, gconstpointer data)
{
  int64_t start_ms = world->now_ms;

  rest (world);
  VISIT (.id = "plain");
  for (unsigned i = 0; ticket (world, "plain")->state == GC_TICKET_WAITING; i++) {
    g_autofree char *id = g_strdup_printf ("boosted%u", i);
    VISIT (.id = id, .quick = TRUE, .closes_ms = world->now_ms + MINUTE);
    does (world, DESK (RAISE, id, .reason = "everybody is special"));
    g_assert_cmpint (world->now_ms - start_ms, <, 46 * MINUTE);
    if (i % 2 == 0) {
      does (world, EVENT (AGENT_TAKE, .actor = "ann"));
      g_autofree char *taken = g_strdup (agent (world, "ann")->ticket);
      if (strcmp (taken, "plain") == 0)
        break;
      by_kiosk (world, GC_EVENT_SESSION_LEAVE, taken);
      does (world, EVENT (WRAP_UP_FINISH, .actor = "ann", .ticket = taken,
                          .finish.outcome = GC_OUTCOME_ACCEPTED));
    }
    wait_ms (world, 20 * SECOND);
  }
  g_assert_cmpint (world->now_ms - start_ms, >=, 44 * MINUTE);
}

/* ---- who is asked ---- */

static void
test_rings (World *world, gconstpointer data)
{
  const char *hrss[] = { "hrss", NULL }, *tax[] = { "tax", NULL };
  const char *little[] = { "fr:1", NULL }, *french[] = { "fr", NULL };

  add_agent (world, &(GcAgentSkills){ "cy", "Cy", hrss, little, NULL, FALSE });
  add_agent (world, &(GcAgentSkills){ "di", "Di", tax, french, NULL, TRUE });
  VISIT (.id = "t1", .languages = "fr");
  VISIT (.id = "t2", .languages = "fr");
  assert_state (world, "t1", "waiting");
  wait_ms (world, MINUTE - 1);
  assert_state (world, "t1", "waiting");
  wait_ms (world, 1);
  assert_offered (world, "cy", "t1");
  assert_state (world, "t2", "waiting");
  talk (world, "t1", "cy");
  wait_ms (world, 2 * MINUTE);
  assert_offered (world, "di", "t2");
  g_autofree char *why = last_detail (world, GC_REASON_OFFERED);
  g_assert_cmpstr (why, ==, "wait=180 boost=0 ring=3 way=idle idle=180");
}

static void
test_versed_goes_first (World *world, gconstpointer data)
{
  const char *hrss[] = { "hrss", NULL }, *zh[] = { "zh", NULL };
  const char *other[] = { "SS-06", NULL }, *this[] = { "SS-01", NULL };

  rest (world);
  add_agent (world, &(GcAgentSkills){ "cy", "Cy", hrss, zh, other, FALSE });
  add_agent (world, &(GcAgentSkills){ "di", "Di", hrss, zh, this, FALSE });
  VISIT (.id = "t1");
  /* cy is idle for longer, but not versed in the item. */
  assert_offered (world, "di", "t1");
  VISIT (.id = "t2");
  assert_state (world, "t2", "waiting");
  wait_ms (world, 5 * SECOND);
  talk (world, "t1", "di");
  wait_ms (world, MINUTE);
  assert_offered (world, "cy", "t2");
}

/* Notarial acts: the two must speak with each other. No time makes a weak language do. */
static void
test_direct_communication (World *world, gconstpointer data)
{
  const char *notary[] = { "notary", NULL };
  const char *weak[] = { "zh", "wuu-x-wenzhou:1", NULL }, *good[] = { "wuu-x-wenzhou:2", NULL };

  add_agent (world, &(GcAgentSkills){ "cy", "Cy", notary, weak, NULL, TRUE });
  VISIT (.id = "t1", .department = "notary", .languages = "wuu-x-wenzhou", .direct = TRUE);
  wait_ms (world, 30 * MINUTE);
  assert_state (world, "t1", "waiting");
  add_agent (world, &(GcAgentSkills){ "di", "Di", notary, good, NULL, FALSE });
  assert_offered (world, "di", "t1");
}

static void
test_conflict_is_for_good (World *world, gconstpointer data)
{
  does (world, EVENT (AGENT_WANT, .actor = "bo", .want.wanted = GC_WANTED_BREAK));
  VISIT (.id = "t1");
  does (world, EVENT (OFFER_DECLINE, .actor = "ann", .ticket = "t1",
                      .decline.reason = GC_DECLINE_CONFLICT_OF_INTEREST));
  wait_ms (world, 30 * MINUTE);
  assert_state (world, "t1", "waiting");
  does (world, EVENT (RESTART));
  does (world, EVENT (AGENT_PRESENT, .actor = "ann"));
  does (world, EVENT (KIOSK_PRESENT, .actor = "kiosk-t1"));
  wait_ms (world, 5 * MINUTE);
  assert_state (world, "t1", "waiting");
  refuses (world, GC_ERROR_CONFLICT,
           EVENT (AGENT_TAKE, .actor = "ann", .ticket = "t1", .take.reason = "nobody else"));
  refuses (world, GC_ERROR_CONFLICT, DESK (ASSIGN, "t1", .agent = "ann", .reason = "nobody else"));
}

/* After a drop the ticket waits for its agent first, but not for ever. */
static void
test_same_agent_again (World *world, gconstpointer data)
{
  VISIT (.id = "t1");
  talk (world, "t1", "ann");
  does (world, EVENT (KIOSK_ABSENT, .actor = "kiosk-t1"));
  wait_ms (world, 96 * SECOND);
  assert_state (world, "t1", "waiting");
  does (world, EVENT (KIOSK_PRESENT, .actor = "kiosk-t1"));
  /* bo is idle, ann writes up; she gets it when she is done. */
  assert_state (world, "t1", "waiting");
  g_assert_cmpstr (ticket (world, "t1")->preferred, ==, "ann");
  does (world, EVENT (WRAP_UP_FINISH, .actor = "ann", .ticket = "t1"));
  assert_offered (world, "ann", "t1");
  g_autofree char *why = last_detail (world, GC_REASON_OFFERED);
  g_assert_nonnull (strstr (why, "way=kept"));
}

static void
test_sticky_ends (World *world, gconstpointer data)
{
  VISIT (.id = "t1");
  talk (world, "t1", "ann");
  does (world, EVENT (KIOSK_ABSENT, .actor = "kiosk-t1"));
  wait_ms (world, 96 * SECOND);
  does (world, EVENT (KIOSK_PRESENT, .actor = "kiosk-t1"));
  wait_ms (world, MINUTE);
  assert_offered (world, "bo", "t1");
}

static void
test_keeper_ends_work (World *world, gconstpointer data)
{
  VISIT (.id = "t1");
  talk (world, "t1", "ann");
  does (world, EVENT (KIOSK_ABSENT, .actor = "kiosk-t1"));
  wait_ms (world, 96 * SECOND);
  does (world, EVENT (AGENT_WANT, .actor = "ann", .want.wanted = GC_WANTED_BREAK));
  does (world, EVENT (KIOSK_PRESENT, .actor = "kiosk-t1"));
  assert_state (world, "t1", "waiting");
  does (world, EVENT (WRAP_UP_FINISH, .actor = "ann", .ticket = "t1"));
  assert_offered (world, "bo", "t1");
}

static void
test_shift (World *world, gconstpointer data)
{
  const char *hrss[] = { "hrss", NULL }, *zh[] = { "zh", NULL };
  g_autoptr (GcSpans) shift = gc_spans_new ();
  int64_t start_ms = world->now_ms;

  rest (world);
  gc_spans_add (shift, start_ms, start_ms + 10 * MINUTE);
  gc_spans_add (shift, start_ms + 20 * MINUTE, start_ms + 30 * MINUTE);
  add_agent (world, &(GcAgentSkills){ "cy", "Cy", hrss, zh, NULL, FALSE, shift });
  assert_effective (world, "cy", "idle");
  wait_ms (world, 11 * MINUTE);
  assert_effective (world, "cy", "off_duty");
  VISIT (.id = "t1");
  assert_state (world, "t1", "waiting");
  g_autoptr (GArray) reasons = gc_queue_why_not (world->queue, "t1");
  const GcWhyNot *reason = &g_array_index (reasons, GcWhyNot, reasons->len - 1);
  g_assert_cmpint (reason->why, ==, GC_WHY_OFF_DUTY);
  g_assert_cmpint (reason->until_ms, ==, start_ms + 20 * MINUTE);
  wait_ms (world, 9 * MINUTE);
  assert_offered (world, "cy", "t1");
  /* What was begun within the shift is brought to its end. */
  talk (world, "t1", "cy");
  wait_ms (world, 15 * MINUTE);
  assert_effective (world, "cy", "busy");
  does (world,
        EVENT (SESSION_END, .actor = "cy", .ticket = "t1", .end.outcome = GC_OUTCOME_ACCEPTED));
  does (world, EVENT (WRAP_UP_FINISH, .actor = "cy", .ticket = "t1"));
  assert_effective (world, "cy", "off_duty");
}

static void
test_overtime (World *world, gconstpointer data)
{
  const char *hrss[] = { "hrss", NULL }, *zh[] = { "zh", NULL };
  g_autoptr (GcSpans) shift = gc_spans_new ();

  rest (world);
  add_agent (world, &(GcAgentSkills){ "cy", "Cy", hrss, zh, NULL, FALSE, shift });
  assert_effective (world, "cy", "off_duty");
  VISIT (.id = "t1");
  assert_state (world, "t1", "waiting");
  does (world, EVENT (AGENT_WANT, .actor = "cy", .want.wanted = GC_WANTED_OVERTIME));
  assert_offered (world, "cy", "t1");
}

/* ---- what an agent does by himself ---- */

static void
test_take_next (World *world, gconstpointer data)
{
  rest (world);
  refuses (world, GC_ERROR_UNKNOWN, EVENT (AGENT_TAKE, .actor = "ann"));
  VISIT (.id = "t1");
  VISIT (.id = "t2");
  does (world, EVENT (AGENT_TAKE, .actor = "ann"));
  assert_state (world, "t1", "connecting");
  assert_effective (world, "ann", "connecting");
  g_autofree char *why = last_detail (world, GC_REASON_TAKEN);
  g_assert_nonnull (strstr (why, "way=next"));
  refuses (world, GC_ERROR_CONFLICT, EVENT (AGENT_TAKE, .actor = "ann"));
}

static void
test_take_this_one (World *world, gconstpointer data)
{
  rest (world);
  VISIT (.id = "t1");
  VISIT (.id = "t2");
  VISIT (.id = "t3", .department = "civil");
  refuses (world, GC_ERROR_INVALID, EVENT (AGENT_TAKE, .actor = "bo", .ticket = "t2"));
  refuses (world, GC_ERROR_CONFLICT,
           EVENT (AGENT_TAKE, .actor = "bo", .ticket = "t3", .take.reason = "why not"));
  does (world, EVENT (AGENT_TAKE, .actor = "bo", .ticket = "t2", .take.reason = "knows the case"));
  assert_state (world, "t2", "connecting");
  g_autofree char *why = last_detail (world, GC_REASON_TAKEN);
  g_assert_nonnull (strstr (why, "way=picked"));
  g_assert_nonnull (strstr (why, "reason=knows the case"));
  assert_state (world, "t1", "waiting");
}

/* One winner, also when one is offered what the other takes. */
static void
test_take_what_is_offered (World *world, gconstpointer data)
{
  VISIT (.id = "t1");
  assert_offered (world, "ann", "t1");
  refuses (world, GC_ERROR_CONFLICT,
           EVENT (AGENT_TAKE, .actor = "bo", .ticket = "t1", .take.reason = "quicker"));
}

static void
test_extend_once (World *world, gconstpointer data)
{
  VISIT (.id = "t1");
  talk (world, "t1", "ann");
  does (world,
        EVENT (SESSION_END, .actor = "ann", .ticket = "t1", .end.outcome = GC_OUTCOME_ACCEPTED));
  wait_ms (world, 4 * MINUTE);
  does (world, EVENT (WRAP_UP_EXTEND, .actor = "ann", .ticket = "t1"));
  refuses (world, GC_ERROR_CONFLICT, EVENT (WRAP_UP_EXTEND, .actor = "ann", .ticket = "t1"));
  wait_ms (world, 6 * MINUTE - 1);
  assert_effective (world, "ann", "wrap_up");
  wait_ms (world, 1);
  assert_effective (world, "ann", "idle");
  g_assert_false (agent (world, "ann")->extended);
}

static void
test_hand_on (World *world, gconstpointer data)
{
  set_agent (world, "cy", "civil", "zh");
  start_work (world, "cy");
  VISIT (.id = "t1");
  talk (world, "t1", "ann");
  refuses (world, GC_ERROR_CONFLICT,
           EVENT (SESSION_TRANSFER, .actor = "ann", .ticket = "t1", .transfer.department = "hrss"));
  does (world,
        EVENT (SESSION_TRANSFER, .actor = "ann", .ticket = "t1", .transfer.department = "civil"));
  assert_effective (world, "ann", "wrap_up");
  g_assert_cmpstr (ticket (world, "t1")->department, ==, "civil");
  g_assert_cmpint (notice (world, "t1"), ==, GC_NOTICE_MOVED);
  assert_offered (world, "cy", "t1");
}

/* ---- what a coordinator does ---- */

static void
test_raise (World *world, gconstpointer data)
{
  rest (world);
  VISIT (.id = "t1");
  VISIT (.id = "t2");
  refuses (world, GC_ERROR_INVALID, DESK (RAISE, "t2", .reason = ""));
  does (world, DESK (RAISE, "t2", .reason = "feels unwell"));
  assert_ahead ("t2", 0);
  g_assert_cmpint (notice (world, "t1"), ==, GC_NOTICE_RAISED_AHEAD);
  g_autofree char *detail = last_detail (world, GC_REASON_RAISED);
  g_assert_cmpstr (detail, ==, "by=desk1 reason=feels unwell");
  refuses (world, GC_ERROR_CONFLICT, DESK (RAISE, "t2", .reason = "once more"));
}

static void
test_assign (World *world, gconstpointer data)
{
  VISIT (.id = "t1");
  talk (world, "t1", "ann");
  VISIT (.id = "t2", .languages = "pt");
  assert_state (world, "t2", "waiting");
  does (world, DESK (ASSIGN, "t2", .agent = "ann", .reason = "an interpreter is there"));
  assert_state (world, "t2", "waiting");
  VISIT (.id = "t3");
  assert_offered (world, "bo", "t3");
  does (world,
        EVENT (SESSION_END, .actor = "ann", .ticket = "t1", .end.outcome = GC_OUTCOME_ACCEPTED));
  does (world, EVENT (WRAP_UP_FINISH, .actor = "ann", .ticket = "t1"));
  assert_offered (world, "ann", "t2");
  refuses (world, GC_ERROR_UNKNOWN, DESK (ASSIGN, "t3", .agent = "nobody", .reason = "x"));
}

static void
test_move_to (World *world, gconstpointer data)
{
  set_agent (world, "cy", "court", "zh");
  rest (world);
  VISIT (.id = "t1", .department = "court");
  wait_ms (world, MINUTE);
  VISIT (.id = "t2");
  wait_ms (world, MINUTE);
  VISIT (.id = "t3", .department = "court");
  does (world, DESK (MOVE, "t2", .department = "court", .reason = "wrong item chosen"));
  assert_ahead ("t1", 0);
  assert_ahead ("t2", 1);
  assert_ahead ("t3", 2);
  g_assert_cmpint (notice (world, "t1"), ==, GC_NOTICE_NONE);
  g_assert_cmpint (notice (world, "t2"), ==, GC_NOTICE_MOVED);
  g_assert_cmpint (notice (world, "t3"), ==, GC_NOTICE_MOVED_AHEAD);
  start_work (world, "cy");
  assert_offered (world, "cy", "t1");
}

static void
test_release (World *world, gconstpointer data)
{
  VISIT (.id = "t1");
  talk (world, "t1", "ann");
  does (world, DESK (RELEASE, "t1", .reason = "the agent does not answer the phone"));
  /* Straight on to the next one; ann gets nothing before she says that she is there. */
  assert_offered (world, "bo", "t1");
  assert_effective (world, "ann", "break");
  g_assert_cmpint (agent (world, "ann")->notice, ==, GC_NOTICE_RELEASED);
  g_assert_cmpint (notice (world, "t1"), ==, GC_NOTICE_REQUEUED);
  does (world, DESK (RELEASE, "t1", .reason = "nor does this one"));
  assert_state (world, "t1", "waiting");
  assert_effective (world, "bo", "break");
}

static void
test_cancel (World *world, gconstpointer data)
{
  VISIT (.id = "t1");
  does (world, DESK (CANCEL, "t1", .reason = "went home"));
  assert_state (world, "t1", "abandoned");
  assert_effective (world, "ann", "idle");
  refuses (world, GC_ERROR_CONFLICT, DESK (CANCEL, "t1", .reason = "again"));
}

/* ---- why not ---- */

static const GcWhyNot *
find_why (const GArray *reasons, GcWhy why)
{
  for (unsigned i = 0; i < reasons->len; i++)
    if (g_array_index (reasons, GcWhyNot, i).why == why)
      return &g_array_index (reasons, GcWhyNot, i);
  return NULL;
}

static void
assert_why (World *world, const char *id, GcWhy why, unsigned n, int64_t in_ms)
{
  g_autoptr (GArray) reasons = gc_queue_why_not (world->queue, id);
  const GcWhyNot *reason = find_why (reasons, why);

  g_assert_nonnull (reason);
  g_assert_cmpuint (reason->n, ==, n);
  g_assert_cmpint (reason->until_ms, ==, in_ms == 0 ? 0 : world->now_ms + in_ms);
}

static void
test_why_not (World *world, gconstpointer data)
{
  const char *hrss[] = { "hrss", NULL }, *tax[] = { "tax", NULL };
  const char *zh[] = { "zh", NULL }, *little[] = { "zh:1", NULL };

  VISIT (.id = "t1");
  talk (world, "t1", "ann");
  does (world, EVENT (AGENT_WANT, .actor = "bo", .want.wanted = GC_WANTED_BREAK));
  add_agent (world, &(GcAgentSkills){ "cy", "Cy", tax, zh, NULL, FALSE });
  add_agent (world, &(GcAgentSkills){ "di", "Di", hrss, little, NULL, FALSE });
  VISIT (.id = "t2");
  assert_why (world, "t2", GC_WHY_BUSY, 1, 0);
  assert_why (world, "t2", GC_WHY_BREAK, 1, 0);
  assert_why (world, "t2", GC_WHY_DEPARTMENT, 1, 0);
  assert_why (world, "t2", GC_WHY_SKILL, 1, MINUTE);
  does (world, EVENT (KIOSK_ABSENT, .actor = "kiosk-t2"));
  assert_why (world, "t2", GC_WHY_RESIDENT_ABSENT, 0, 10 * MINUTE);
  does (world, EVENT (KIOSK_PRESENT, .actor = "kiosk-t2"));
  wait_ms (world, MINUTE);
  assert_why (world, "t2", GC_WHY_OFFERED, 1, 20 * SECOND);
  does (world,
        EVENT (OFFER_DECLINE, .actor = "di", .ticket = "t2", .decline.reason = GC_DECLINE_BUSY));
  assert_why (world, "t2", GC_WHY_COOLDOWN, 1, MINUTE);
  VISIT (.id = "t3", .languages = "ar");
  assert_why (world, "t3", GC_WHY_LANGUAGE, 3, 0);
}

/* Each agent is counted exactly once, whatever state he is in. */
static void
test_why_counts_all (World *world, gconstpointer data)
{
  rest (world);
  VISIT (.id = "t1");
  for (GcWanted wanted = 0; wanted < GC_WANTED_N; wanted++) {
    does (world, EVENT (AGENT_WANT, .actor = "ann", .want.wanted = wanted));
    g_autoptr (GArray) reasons = gc_queue_why_not (world->queue, "t1");
    unsigned n = 0;
    for (unsigned i = 0; i < reasons->len; i++)
      n += g_array_index (reasons, GcWhyNot, i).n;
    g_assert_cmpuint (n, ==, 2);
  }
}

#define ADD(path, test)                                                                            \
  g_test_add ("/queue/rules/" path, World, NULL, open_busy_shop, test, close_shop)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("quick-lane", test_quick_lane);
  ADD ("unserved-point", test_unserved_point);
  ADD ("closing", test_closing);
  ADD ("overdue-goes-first", test_overdue_goes_first);
  ADD ("overdue-is-told", test_overdue_is_told);
  ADD ("head-of-line", test_head_of_line);
  ADD ("failure/24-no-mix-starves", test_no_mix_starves);
  ADD ("rings", test_rings);
  ADD ("versed-goes-first", test_versed_goes_first);
  ADD ("direct-communication", test_direct_communication);
  ADD ("conflict-is-for-good", test_conflict_is_for_good);
  ADD ("same-agent-again", test_same_agent_again);
  ADD ("sticky-ends", test_sticky_ends);
  ADD ("keeper-ends-work", test_keeper_ends_work);
  ADD ("shift", test_shift);
  ADD ("overtime", test_overtime);
  ADD ("take-next", test_take_next);
  ADD ("take-this-one", test_take_this_one);
  ADD ("take-what-is-offered", test_take_what_is_offered);
  ADD ("extend-once", test_extend_once);
  ADD ("hand-on", test_hand_on);
  ADD ("raise", test_raise);
  ADD ("assign", test_assign);
  ADD ("move", test_move_to);
  ADD ("release", test_release);
  ADD ("cancel", test_cancel);
  ADD ("why-not", test_why_not);
  ADD ("why-counts-all", test_why_counts_all);
  return g_test_run ();
}
