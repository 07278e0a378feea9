// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "queue/gc-agent-state.h"
#include "queue/gc-queue-rows.h"
#include "queue/gc-ticket.h"

#include <string.h>

/* The moves as the protocol page tells them, one line a state; nothing else may be legal. */
static const char *const moves[GC_TICKET_N_STATES] = {
  [GC_TICKET_DRAFT] = "waiting abandoned",
  [GC_TICKET_WAITING] = "offered connecting abandoned",
  [GC_TICKET_OFFERED] = "waiting connecting abandoned",
  [GC_TICKET_PARKED] = "waiting connecting abandoned",
  [GC_TICKET_CONNECTING] = "in_session dropped waiting wrap_up abandoned",
  [GC_TICKET_IN_SESSION] = "connecting dropped waiting parked wrap_up",
  [GC_TICKET_DROPPED] = "in_session connecting waiting wrap_up",
  [GC_TICKET_WRAP_UP] = "done",
  [GC_TICKET_DONE] = "",
  [GC_TICKET_ABANDONED] = "",
};

static void
test_moves (void)
{
  for (unsigned from = 0; from < GC_TICKET_N_STATES; from++) {
    g_auto (GStrv) words = g_strsplit (moves[from], " ", -1);
    for (unsigned to = 0; to < GC_TICKET_N_STATES; to++) {
      gboolean legal = g_strv_contains ((const char *const *)words, gc_ticket_state_name (to));
      g_assert_cmpint (gc_ticket_state_may_follow (from, to), ==, legal);
    }
  }
}

/* No state is a trap: the end can be reached from each. */
static void
test_every_state_ends (void)
{
  unsigned ends = (1u << GC_TICKET_DONE) | (1u << GC_TICKET_ABANDONED);

  for (unsigned round = 0; round < GC_TICKET_N_STATES; round++)
    for (unsigned from = 0; from < GC_TICKET_N_STATES; from++)
      for (unsigned to = 0; to < GC_TICKET_N_STATES; to++)
        if ((ends & (1u << to)) && gc_ticket_state_may_follow (from, to))
          ends |= 1u << from;
  g_assert_cmpuint (ends, ==, (1u << GC_TICKET_N_STATES) - 1);
}

static void
test_names (void)
{
  for (unsigned i = 0; i < GC_TICKET_N_STATES; i++) {
    GcTicketState state;
    g_assert_true (gc_ticket_state_parse (gc_ticket_state_name (i), &state));
    g_assert_cmpuint (state, ==, i);
  }
  for (unsigned i = 1; i < GC_OUTCOME_N; i++) {
    GcOutcome outcome;
    g_assert_true (gc_outcome_parse (gc_outcome_name (i), &outcome));
    g_assert_cmpuint (outcome, ==, i);
  }
  for (unsigned i = 1; i < GC_NOTICE_N; i++) {
    GcNotice notice;
    g_assert_true (gc_notice_parse (gc_notice_name (i), &notice));
    g_assert_cmpuint (notice, ==, i);
  }
  for (unsigned i = 0; i < GC_EFFECTIVE_N; i++) {
    GcEffective effective;
    g_assert_true (gc_effective_parse (gc_effective_name (i), &effective));
    g_assert_cmpuint (effective, ==, i);
  }
  for (unsigned i = 0; i < GC_REASON_N; i++)
    g_assert_nonnull (gc_reason_name (i));
  GcTicketState state;
  GcOutcome outcome;
  GcWanted wanted;
  GcDecline decline;
  g_assert_false (gc_ticket_state_parse ("Waiting", &state));
  g_assert_false (gc_ticket_state_parse ("", &state));
  g_assert_false (gc_outcome_parse ("none", &outcome));
  g_assert_true (gc_wanted_parse ("break", &wanted));
  g_assert_cmpint (wanted, ==, GC_WANTED_BREAK);
  g_assert_false (gc_wanted_parse ("idle", &wanted));
  g_assert_true (gc_decline_parse ("technical", &decline));
  g_assert_false (gc_decline_parse ("tired", &decline));
}

static void
test_agent_moves (void)
{
  /* Nobody goes from a ticket straight into the offer of another: `offered` follows `idle` alone.
   */
  for (unsigned from = 0; from < GC_EFFECTIVE_N; from++)
    g_assert_cmpint (gc_effective_may_follow (from, GC_EFFECTIVE_OFFERED), ==,
                     from == GC_EFFECTIVE_IDLE);
  /* A call begins with an accepted offer, with the return of its agent, or with one that he took.
   */
  for (unsigned from = 0; from < GC_EFFECTIVE_N; from++)
    g_assert_cmpint (gc_effective_may_follow (from, GC_EFFECTIVE_CONNECTING), ==,
                     from == GC_EFFECTIVE_OFFERED || from == GC_EFFECTIVE_HOLDING ||
                         from == GC_EFFECTIVE_UNREACHABLE || from == GC_EFFECTIVE_IDLE ||
                         from == GC_EFFECTIVE_BREAK || from == GC_EFFECTIVE_OFF_DUTY);
}

static void
test_cooldown (void)
{
  g_autoptr (GcTicket) ticket = gc_ticket_new ("t1");

  gc_ticket_set_cooldown (ticket, "a", 100, 40);
  gc_ticket_set_cooldown (ticket, "b", 200, 40);
  g_assert_true (gc_ticket_has_cooldown (ticket, "a", 99));
  g_assert_false (gc_ticket_has_cooldown (ticket, "a", 100));
  g_assert_false (gc_ticket_has_cooldown (ticket, "c", 50));
  gc_ticket_set_cooldown (ticket, "b", 300, 100);
  g_assert_cmpuint (ticket->cooldowns->len, ==, 1);
  g_assert_true (gc_ticket_has_cooldown (ticket, "b", 299));
}

static void
test_copy (void)
{
  g_autoptr (GcTicket) ticket = gc_ticket_new ("t1");

  ticket->number = g_strdup ("M001");
  ticket->languages = g_strsplit ("zh it", " ", -1);
  ticket->agent = g_strdup ("agent1");
  ticket->phone = g_strdup ("+39 333 1234567");
  ticket->state = GC_TICKET_IN_SESSION;
  gc_ticket_set_cooldown (ticket, "a", 100, 40);
  g_autoptr (GcTicket) copy = gc_ticket_copy (ticket);
  g_assert_true (gc_ticket_equal (ticket, copy));
  g_assert_true (copy->languages != ticket->languages);
  copy->grade = 5;
  g_assert_false (gc_ticket_equal (ticket, copy));
  copy->grade = 0;
  copy->phone[0] = '0';
  g_assert_false (gc_ticket_equal (ticket, copy));
  copy->phone[0] = '+';
  gc_ticket_set_cooldown (copy, "a", 101, 40);
  g_assert_false (gc_ticket_equal (ticket, copy));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ticket/moves", test_moves);
  g_test_add_func ("/ticket/every-state-ends", test_every_state_ends);
  g_test_add_func ("/ticket/names", test_names);
  g_test_add_func ("/ticket/agent-moves", test_agent_moves);
  g_test_add_func ("/ticket/cooldown", test_cooldown);
  g_test_add_func ("/ticket/copy", test_copy);
  return g_test_run ();
}
