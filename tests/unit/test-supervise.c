// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* Stories of a supervisor who goes into a session: listens, whispers, speaks, leaves. */
#include "config.h"

#include "queue-world.h"

/* ann talks with t1; chief is a supervisor of no department, at his page and on a break. */
static void
open_session (World *world, gconstpointer data)
{
  static const char *const none[] = { NULL };
  static const char *const languages[] = { "zh", NULL };
  const GcAgentSkills chief = { .account = "chief",
                                .name = "chief",
                                .departments = none,
                                .languages = languages,
                                .supervisor = TRUE };

  open_shop (world, data);
  g_assert_true (gc_queue_set_agent (world->queue, &chief, world->now_ms, NULL));
  does (world, EVENT (AGENT_PRESENT, .actor = "chief"));
  does (world, EVENT (AGENT_WANT, .actor = "chief", .want.wanted = GC_WANTED_BREAK));
  enqueue (world, "t1");
  talk (world, "t1", "ann");
}

static GcQueueEvent
supervision (const char *account, const char *id, GcHeardBy heard_by)
{
  return EVENT (SESSION_SUPERVISE, .actor = account, .ticket = id, .supervise.heard_by = heard_by);
}

static GcHeardBy
heard_by (World *world)
{
  return gc_guests_find (ticket (world, "t1")->guests, "chief")->heard_by;
}

static void
test_listens_whispers_speaks (World *world, gconstpointer data)
{
  does (world, supervision ("chief", "t1", GC_HEARD_BY_NOBODY));
  assert_history (world, "supervised", "chief", "seat=1 heard_by=nobody");
  assert_effective (world, "chief", "busy");
  assert_effective (world, "ann", "busy");
  g_assert_cmpint (heard_by (world), ==, GC_HEARD_BY_NOBODY);
  by_agent (world, GC_EVENT_AGENT_JOINED, "chief", "t1");

  does (world, supervision ("chief", "t1", GC_HEARD_BY_AGENT));
  assert_history (world, "heard_by", "chief", "agent");
  does (world, supervision ("chief", "t1", GC_HEARD_BY_ALL));
  assert_history (world, "heard_by", "chief", "all");
  g_assert_cmpint (heard_by (world), ==, GC_HEARD_BY_ALL);

  by_agent (world, GC_EVENT_SESSION_LEAVE_SEAT, "chief", "t1");
  assert_effective (world, "chief", "break");
  assert_state (world, "t1", "in_session");
}

/* The agent neither sends away nor hands over to somebody who only listens. */
static void
test_not_the_agents (World *world, gconstpointer data)
{
  const GcQueueEvent dismiss =
      EVENT (SESSION_DISMISS, .actor = "ann", .ticket = "t1", .guest.agent = "chief");
  const GcQueueEvent hand_over =
      EVENT (SESSION_HAND_OVER, .actor = "ann", .ticket = "t1", .guest.agent = "chief");

  does (world, supervision ("chief", "t1", GC_HEARD_BY_NOBODY));
  by_agent (world, GC_EVENT_AGENT_JOINED, "chief", "t1");
  refuses (world, GC_ERROR_CONFLICT, dismiss);
  refuses (world, GC_ERROR_CONFLICT, hand_over);
  does (world, supervision ("chief", "t1", GC_HEARD_BY_AGENT));
  refuses (world, GC_ERROR_CONFLICT, hand_over);
  does (world, supervision ("chief", "t1", GC_HEARD_BY_ALL));
  does (world, hand_over);
  g_assert_cmpstr (ticket (world, "t1")->agent, ==, "chief");
}

static void
test_refused (World *world, gconstpointer data)
{
  refuses (world, GC_ERROR_DENIED, supervision ("bo", "t1", GC_HEARD_BY_NOBODY));
  refuses (world, GC_ERROR_INVALID, supervision ("chief", "t1", GC_HEARD_BY_N));
  refuses (world, GC_ERROR_UNKNOWN, supervision ("chief", "t9", GC_HEARD_BY_NOBODY));
  enqueue (world, "t2");
  refuses (world, GC_ERROR_CONFLICT, supervision ("chief", "t2", GC_HEARD_BY_NOBODY));

  /* He is in one session at a time, and there only as long as his page is. */
  talk (world, "t2", "bo");
  does (world, supervision ("chief", "t1", GC_HEARD_BY_NOBODY));
  refuses (world, GC_ERROR_CONFLICT, supervision ("chief", "t2", GC_HEARD_BY_NOBODY));
  does (world, EVENT (AGENT_ABSENT, .actor = "chief"));
  wait_ms (world, 5 * SECOND);
  assert_history (world, "guest_left", "chief", "agent_absent");
  refuses (world, GC_ERROR_CONFLICT, supervision ("chief", "t2", GC_HEARD_BY_NOBODY));
}

/* Where the two must speak without help nobody listens; who is there already has to go. */
static void
test_direct (World *world, gconstpointer data)
{
  const GcVisitWish notary = { .item = "NT-01", .department = "civil", .direct = TRUE };

  does (world, EVENT (ITEM_ADD, .actor = "ann", .ticket = "t1", .item_add = notary));
  does (world, supervision ("chief", "t1", GC_HEARD_BY_NOBODY));
  does (world, EVENT (ITEM_DONE, .actor = "ann", .ticket = "t1",
                      .item_done = { "SS-01", GC_OUTCOME_ACCEPTED }));
  assert_history (world, "guest_left", "chief", "direct");
  g_assert_cmpint (agent (world, "chief")->notice, ==, GC_NOTICE_GUEST_OVER);
  assert_effective (world, "chief", "break");
  assert_state (world, "t1", "in_session");
  refuses (world, GC_ERROR_CONFLICT, supervision ("chief", "t1", GC_HEARD_BY_NOBODY));
}

/* From wherever he is free he comes, and back there he goes; an offer has to be answered first. */
static void
test_from_anywhere (World *world, gconstpointer data)
{
  static const struct {
    GcWanted wanted;
    const char *effective;
  } rows[] = { { GC_WANTED_OFFLINE, "offline" },
               { GC_WANTED_BREAK, "break" },
               { GC_WANTED_AVAILABLE, "idle" } };

  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++) {
    does (world, EVENT (AGENT_WANT, .actor = "chief", .want.wanted = rows[i].wanted));
    does (world, supervision ("chief", "t1", GC_HEARD_BY_NOBODY));
    assert_effective (world, "chief", "busy");
    by_agent (world, GC_EVENT_SESSION_LEAVE_SEAT, "chief", "t1");
    assert_effective (world, "chief", rows[i].effective);
  }
  does (world, EVENT (SESSION_INVITE, .actor = "ann", .ticket = "t1",
                      .guest = { "chief", GC_INVITE_TOGETHER }));
  refuses (world, GC_ERROR_CONFLICT, supervision ("chief", "t1", GC_HEARD_BY_NOBODY));
}

#define ADD(name, func) g_test_add ("/supervise/" name, World, NULL, open_session, func, close_shop)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("listens-whispers-speaks", test_listens_whispers_speaks);
  ADD ("not-the-agents", test_not_the_agents);
  ADD ("refused", test_refused);
  ADD ("direct", test_direct);
  ADD ("from-anywhere", test_from_anywhere);
  return g_test_run ();
}
