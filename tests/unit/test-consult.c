// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Stories of colleagues who are asked into a session: alone with the agent, all together, and as
 * the one to whom the session is handed over.
 */
#include "config.h"

#include "queue-world.h"

/* ann talks with t1, bo is idle, and so is cy, who handles another department. */
static void
open_session (World *world, gconstpointer data)
{
  open_shop (world, data);
  set_agent (world, "cy", "notary", "zh");
  start_work (world, "cy");
  wait_ms (world, 1);
  enqueue (world, "t1");
  talk (world, "t1", "ann");
}

static GcQueueEvent
invitation (const char *account, GcInvite how)
{
  return EVENT (SESSION_INVITE, .actor = "ann", .ticket = "t1", .guest = { account, how });
}

static void
bring_in (World *world, const char *account, GcInvite how)
{
  does (world, invitation (account, how));
  by_agent (world, GC_EVENT_OFFER_ACCEPT, account, "t1");
  by_agent (world, GC_EVENT_AGENT_JOINED, account, "t1");
}

static const GcGuest *
guest (World *world, const char *account)
{
  return gc_guests_find (ticket (world, "t1")->guests, account);
}

static void
test_private (World *world, gconstpointer data)
{
  does (world, invitation ("cy", GC_INVITE_PRIVATE));
  assert_history (world, "invited", "cy", "how=private by=ann");
  assert_effective (world, "cy", "offered");
  assert_effective (world, "ann", "busy");
  /* While it rings, the resident is not kept waiting. */
  g_assert_cmpint (ticket (world, "t1")->held_ms, ==, 0);

  by_agent (world, GC_EVENT_OFFER_ACCEPT, "cy", "t1");
  assert_history (world, "guest_joined", "cy", "seat=1 how=private");
  assert_effective (world, "cy", "busy");
  assert_state (world, "t1", "in_session");
  g_assert_cmpint (ticket (world, "t1")->held_ms, >, 0);
  g_assert_false (guest (world, "cy")->joined);
  by_agent (world, GC_EVENT_AGENT_JOINED, "cy", "t1");
  g_assert_true (guest (world, "cy")->joined);

  /* The hold is the agent's alone to take off: then all are together. */
  refuses (world, GC_ERROR_CONFLICT,
           EVENT (SESSION_HOLD, .actor = "cy", .ticket = "t1", .hold.held = FALSE));
  does (world, EVENT (SESSION_HOLD, .actor = "ann", .ticket = "t1", .hold.held = FALSE));
  g_assert_cmpint (ticket (world, "t1")->held_ms, ==, 0);
  g_assert_nonnull (guest (world, "cy"));
}

static void
test_together (World *world, gconstpointer data)
{
  bring_in (world, "bo", GC_INVITE_TOGETHER);
  bring_in (world, "cy", GC_INVITE_TOGETHER);
  g_assert_cmpint (ticket (world, "t1")->held_ms, ==, 0);
  g_assert_cmpuint (guest (world, "bo")->seat, ==, 1);
  g_assert_cmpuint (guest (world, "cy")->seat, ==, 2);

  by_agent (world, GC_EVENT_SESSION_LEAVE_SEAT, "bo", "t1");
  assert_history (world, "guest_left", "bo", "left");
  assert_effective (world, "bo", "idle");
  g_assert_cmpuint (guest (world, "cy")->seat, ==, 2);
  refuses (world, GC_ERROR_CONFLICT, EVENT (SESSION_LEAVE_SEAT, .actor = "bo", .ticket = "t1"));

  does (world, EVENT (SESSION_DISMISS, .actor = "ann", .ticket = "t1", .guest.agent = "cy"));
  assert_history (world, "guest_left", "cy", "dismissed");
  g_assert_cmpint (agent (world, "cy")->notice, ==, GC_NOTICE_DISMISSED);
  assert_effective (world, "cy", "idle");
  refuses (world, GC_ERROR_CONFLICT,
           EVENT (SESSION_DISMISS, .actor = "ann", .ticket = "t1", .guest.agent = "cy"));
  assert_effective (world, "ann", "busy");
}

static void
test_invitation_ends (World *world, gconstpointer data)
{
  does (world, invitation ("cy", GC_INVITE_PRIVATE));
  does (world, EVENT (OFFER_DECLINE, .actor = "cy", .ticket = "t1"));
  assert_history (world, "invite_ended", "cy", "declined busy");
  g_assert_cmpint (agent (world, "ann")->notice, ==, GC_NOTICE_INVITE_DECLINED);
  g_assert_cmpint (ticket (world, "t1")->held_ms, ==, 0);
  refuses (world, GC_ERROR_CONFLICT, invitation ("cy", GC_INVITE_PRIVATE));

  does (world, invitation ("bo", GC_INVITE_PRIVATE));
  g_assert_cmpint (agent (world, "ann")->notice, ==, GC_NOTICE_NONE);
  wait_ms (world, 20 * SECOND);
  assert_history (world, "invite_ended", "bo", "offer_timeout");
  g_assert_cmpuint (agent (world, "bo")->misses, ==, 1);

  wait_ms (world, 60 * SECOND);
  does (world, invitation ("cy", GC_INVITE_PRIVATE));
  does (world, EVENT (SESSION_DISMISS, .actor = "ann", .ticket = "t1", .guest.agent = "cy"));
  assert_history (world, "invite_ended", "cy", "offer_cancelled taken_back");
  assert_effective (world, "cy", "idle");
  /* What was asked for a guest is no transfer. */
  does (world, invitation ("cy", GC_INVITE_PRIVATE));
  by_kiosk (world, GC_EVENT_SESSION_LEAVE, "t1");
  assert_effective (world, "cy", "idle");
  refuses (world, GC_ERROR_CONFLICT, EVENT (OFFER_ACCEPT, .actor = "cy", .ticket = "t1"));
}

static void
test_who_may_be_asked (World *world, gconstpointer data)
{
  g_autoptr (GPtrArray) colleagues = gc_queue_list_colleagues (world->queue, "t1");

  /* A question needs no skill of the line's; to take the session over does. */
  g_assert_cmpuint (colleagues->len, ==, 2);
  g_assert_true (gc_queue_could_take_over (world->queue, "t1", "bo"));
  g_assert_false (gc_queue_could_take_over (world->queue, "t1", "cy"));
  refuses (world, GC_ERROR_UNKNOWN, invitation ("nobody", GC_INVITE_PRIVATE));
  refuses (world, GC_ERROR_CONFLICT, invitation ("ann", GC_INVITE_PRIVATE));
  refuses (world, GC_ERROR_INVALID, invitation ("bo", GC_INVITE_NONE));
  does (world, invitation ("bo", GC_INVITE_PRIVATE));
  refuses (world, GC_ERROR_CONFLICT, invitation ("cy", GC_INVITE_PRIVATE));
  by_agent (world, GC_EVENT_OFFER_ACCEPT, "bo", "t1");
  /* A guest is asked for nothing else, nor does he ask others. */
  enqueue (world, "t2");
  assert_state (world, "t2", "waiting");
  refuses (world, GC_ERROR_CONFLICT,
           EVENT (SESSION_INVITE, .actor = "bo", .ticket = "t1", .guest = { "cy", 1 }));
  refuses (world, GC_ERROR_CONFLICT,
           EVENT (SESSION_END, .actor = "bo", .ticket = "t1", .end.outcome = 1));
  by_agent (world, GC_EVENT_SESSION_LEAVE_SEAT, "bo", "t1");
  assert_offered (world, "bo", "t2");
}

static void
test_six_seats (World *world, gconstpointer data)
{
  static const char *const more[] = { "di", "eve", "fay" };

  bring_in (world, "bo", GC_INVITE_TOGETHER);
  bring_in (world, "cy", GC_INVITE_TOGETHER);
  for (unsigned i = 0; i < G_N_ELEMENTS (more); i++) {
    set_agent (world, more[i], "tax", "zh");
    start_work (world, more[i]);
  }
  bring_in (world, "di", GC_INVITE_TOGETHER);
  bring_in (world, "eve", GC_INVITE_TOGETHER);
  refuses (world, GC_ERROR_LIMIT, invitation ("fay", GC_INVITE_TOGETHER));
  /* The seat that came free is the next one's. */
  by_agent (world, GC_EVENT_SESSION_LEAVE_SEAT, "cy", "t1");
  bring_in (world, "fay", GC_INVITE_TOGETHER);
  g_assert_cmpuint (guest (world, "fay")->seat, ==, 2);
}

static void
test_hand_over (World *world, gconstpointer data)
{
  GcQueueEvent hand_over =
      EVENT (SESSION_HAND_OVER, .actor = "ann", .ticket = "t1", .guest.agent = "cy");

  refuses (world, GC_ERROR_CONFLICT, hand_over);
  does (world, invitation ("cy", GC_INVITE_PRIVATE));
  by_agent (world, GC_EVENT_OFFER_ACCEPT, "cy", "t1");
  refuses (world, GC_ERROR_CONFLICT, hand_over);
  by_agent (world, GC_EVENT_AGENT_JOINED, "cy", "t1");
  bring_in (world, "bo", GC_INVITE_TOGETHER);
  wait_ms (world, 5 * SECOND);
  does (world, hand_over);
  assert_history (world, "handed_over", "cy", "from=ann");

  /* At once, and without the two having to meet anew. */
  assert_state (world, "t1", "in_session");
  g_assert_cmpstr (ticket (world, "t1")->agent, ==, "cy");
  g_assert_cmpint (ticket (world, "t1")->held_ms, ==, 0);
  g_assert_cmpint (notice (world, "t1"), ==, GC_NOTICE_AGENT_CHANGED);
  g_assert_cmpint (agent (world, "cy")->notice, ==, GC_NOTICE_HANDED_OVER);
  assert_effective (world, "cy", "busy");
  assert_effective (world, "ann", "wrap_up");
  /* The other guest stays. */
  g_assert_nonnull (guest (world, "bo"));
  g_assert_null (guest (world, "cy"));

  does (world, EVENT (WRAP_UP_FINISH, .actor = "ann", .ticket = "t1", .finish.note = "asked cy"));
  assert_history (world, "wrapped_up", "ann", "asked cy");
  assert_effective (world, "ann", "idle");
  assert_state (world, "t1", "in_session");
  does (world, EVENT (SESSION_END, .actor = "cy", .ticket = "t1", .end.outcome = 1));
  assert_effective (world, "bo", "idle");
  assert_effective (world, "cy", "wrap_up");
}

/* Where the law wants the two to speak without help, no guest is left alone without a language. */
static void
test_hand_over_needs_language (World *world, gconstpointer data)
{
  static const char *const languages[] = { "it", NULL };

  set_agent (world, "cy", "notary", "zh it:1");
  does (world, EVENT (TICKET_CREATE, .ticket = "t2", .actor = "kiosk-t2",
                      .create = { .point = "it-milan",
                                  .item = "NT-02",
                                  .department = "hrss",
                                  .languages = languages,
                                  .name = "Rossi",
                                  .number_prefix = "M",
                                  .local_date = 20261124,
                                  .direct = TRUE }));
  by_kiosk (world, GC_EVENT_TICKET_JOIN, "t2");
  talk (world, "t2", "bo");
  does (world, EVENT (SESSION_INVITE, .actor = "bo", .ticket = "t2", .guest = { "cy", 2 }));
  by_agent (world, GC_EVENT_OFFER_ACCEPT, "cy", "t2");
  by_agent (world, GC_EVENT_AGENT_JOINED, "cy", "t2");
  refuses (world, GC_ERROR_CONFLICT,
           EVENT (SESSION_HAND_OVER, .actor = "bo", .ticket = "t2", .guest.agent = "cy"));
}

static void
test_guest_lost (World *world, gconstpointer data)
{
  bring_in (world, "cy", GC_INVITE_PRIVATE);
  does (world, EVENT (AGENT_ABSENT, .actor = "cy"));
  wait_ms (world, 4999);
  does (world, EVENT (AGENT_PRESENT, .actor = "cy"));
  assert_effective (world, "cy", "busy");
  does (world, EVENT (AGENT_ABSENT, .actor = "cy"));
  wait_ms (world, 5 * SECOND);
  assert_history (world, "guest_left", "cy", "agent_absent");
  assert_effective (world, "cy", "unreachable");
  /* The session goes on, and its agent says when the resident is back in. */
  assert_state (world, "t1", "in_session");
  g_assert_cmpint (ticket (world, "t1")->held_ms, >, 0);
  does (world, EVENT (AGENT_PRESENT, .actor = "cy"));
  assert_effective (world, "cy", "idle");
  assert_state (world, "t1", "in_session");
}

static void
test_agent_lost (World *world, gconstpointer data)
{
  bring_in (world, "cy", GC_INVITE_TOGETHER);
  does (world, EVENT (AGENT_ABSENT, .actor = "ann"));
  wait_ms (world, 5 * SECOND);
  assert_state (world, "t1", "dropped");
  assert_effective (world, "cy", "busy");
  /* A guest who reloads his page is not the agent coming back. */
  does (world, EVENT (AGENT_ABSENT, .actor = "cy"));
  does (world, EVENT (AGENT_PRESENT, .actor = "cy"));
  assert_state (world, "t1", "dropped");
  g_assert_cmpint (notice (world, "t1"), ==, GC_NOTICE_AGENT_LOST);

  wait_ms (world, 90 * SECOND);
  g_assert_cmpuint (ticket (world, "t1")->guests->len, ==, 0);
  assert_history (world, "guest_left", "cy", "session_over");
  g_assert_cmpint (agent (world, "cy")->notice, ==, GC_NOTICE_GUEST_OVER);
  assert_effective (world, "cy", "idle");
}

/* However a session ends, its guests are free. */
static void
test_every_end (World *world, gconstpointer data)
{
  const GcQueueEvent ends[] = {
    EVENT (SESSION_END, .actor = "ann", .ticket = "t1", .end.outcome = 1),
    EVENT (SESSION_LEAVE, .actor = "kiosk-t1", .ticket = "t1"),
    EVENT (SESSION_TRANSFER, .actor = "ann", .ticket = "t1", .transfer.department = "civil"),
    EVENT (DESK_RELEASE, .actor = "desk1", .ticket = "t1", .desk.reason = "because"),
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (ends); i++) {
    World other = { 0 };
    open_session (&other, NULL);
    bring_in (&other, "cy", GC_INVITE_PRIVATE);
    does (&other, ends[i]);
    assert_effective (&other, "cy", "idle");
    g_assert_cmpuint (ticket (&other, "t1")->guests->len, ==, 0);
    close_shop (&other, NULL);
  }
}

/* A guest stays when the session is transferred to somebody else. */
static void
test_transfer_keeps_guests (World *world, gconstpointer data)
{
  bring_in (world, "cy", GC_INVITE_TOGETHER);
  does (world, EVENT (SESSION_TRANSFER, .actor = "ann", .ticket = "t1", .transfer.agent = "bo"));
  by_agent (world, GC_EVENT_OFFER_ACCEPT, "bo", "t1");
  assert_state (world, "t1", "connecting");
  g_assert_nonnull (guest (world, "cy"));
  assert_effective (world, "cy", "busy");
  assert_effective (world, "ann", "idle");
}

static void
test_restart (World *world, gconstpointer data)
{
  bring_in (world, "cy", GC_INVITE_TOGETHER);
  does (world, invitation ("bo", GC_INVITE_TOGETHER));
  does (world, EVENT (RESTART));
  assert_effective (world, "cy", "busy");
  g_assert_null (agent (world, "bo")->offer);
  g_assert_cmpint (agent (world, "ann")->notice, ==, GC_NOTICE_INVITE_DECLINED);
  by_kiosk (world, GC_EVENT_KIOSK_PRESENT, "t1");
  does (world, EVENT (AGENT_PRESENT, .actor = "ann"));
  wait_ms (world, 15 * SECOND);
  /* Who did not come back lost the seat. */
  g_assert_null (guest (world, "cy"));
  assert_state (world, "t1", "in_session");
}

static void
test_text (void)
{
  g_autoptr (GArray) guests = gc_guests_new ();
  g_autoptr (GArray) read = gc_guests_new ();
  static const char *const wrong[] = { "bo",       "bo=1",     "bo=1:2",     "bo=0:2:1",
                                       "bo=5:2:1", "bo=x:2:1", "bo=1:2:1:3", "bo=1:2:1:all:4" };

  g_assert_true (gc_guests_parse ("", read));
  g_assert_cmpuint (read->len, ==, 0);
  gc_guests_add (guests, "bo", GC_HEARD_BY_ALL, 5);
  gc_guests_add (guests, "cy", GC_HEARD_BY_AGENT, INT64_C (1795449600000));
  gc_guests_find (guests, "cy")->joined = TRUE;
  gc_guests_remove (guests, "bo");
  gc_guests_add (guests, "di", GC_HEARD_BY_ALL, 6);
  g_autofree char *text = gc_guests_format (guests);
  g_assert_cmpstr (text, ==, "cy=2:1795449600000:1:agent di=1:6:0");
  g_assert_true (gc_guests_parse (text, read));
  g_assert_true (gc_guests_equal (guests, read));
  gc_guests_find (read, "di")->joined = TRUE;
  g_assert_false (gc_guests_equal (guests, read));
  gc_guests_find (read, "di")->joined = FALSE;
  gc_guests_find (read, "cy")->heard_by = GC_HEARD_BY_NOBODY;
  g_assert_false (gc_guests_equal (guests, read));
  for (unsigned i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GArray) none = gc_guests_new ();
    g_assert_false (gc_guests_parse (wrong[i], none));
  }
}

#define ADD(name, func) g_test_add ("/consult/" name, World, NULL, open_session, func, close_shop)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("private", test_private);
  ADD ("together", test_together);
  ADD ("invitation-ends", test_invitation_ends);
  ADD ("who-may-be-asked", test_who_may_be_asked);
  ADD ("six-seats", test_six_seats);
  ADD ("hand-over", test_hand_over);
  ADD ("hand-over-needs-language", test_hand_over_needs_language);
  ADD ("guest-lost", test_guest_lost);
  ADD ("agent-lost", test_agent_lost);
  ADD ("every-end", test_every_end);
  ADD ("transfer-keeps-guests", test_transfer_keeps_guests);
  ADD ("restart", test_restart);
  g_test_add_func ("/consult/text", test_text);
  return g_test_run ();
}
