// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The row of a ticket, its names on the wire, and the table of legal moves. The table is written
 * out in full, so that a move that nobody thought of is refused rather than invented.
 */
#include "config.h"

#include "queue/gc-ticket.h"

#include "queue/gc-names.h"
#include "queue/gc-visit.h"

#include <string.h>

static const char *const state_names[GC_TICKET_N_STATES] = {
  [GC_TICKET_DRAFT] = "draft",
  [GC_TICKET_WAITING] = "waiting",
  [GC_TICKET_OFFERED] = "offered",
  [GC_TICKET_PARKED] = "parked",
  [GC_TICKET_CONNECTING] = "connecting",
  [GC_TICKET_IN_SESSION] = "in_session",
  [GC_TICKET_DROPPED] = "dropped",
  [GC_TICKET_WRAP_UP] = "wrap_up",
  [GC_TICKET_DONE] = "done",
  [GC_TICKET_ABANDONED] = "abandoned",
};

static const char *const outcome_names[GC_OUTCOME_N] = {
  [GC_OUTCOME_NONE] = NULL,
  [GC_OUTCOME_ACCEPTED] = "accepted",
  [GC_OUTCOME_ACCEPTED_WITH_GAPS] = "accepted_with_gaps",
  [GC_OUTCOME_NEEDS_CORRECTION] = "needs_correction",
  [GC_OUTCOME_ADVICE_ONLY] = "advice_only",
  [GC_OUTCOME_REBOOK] = "rebook",
  [GC_OUTCOME_REFUSED] = "refused",
  [GC_OUTCOME_TECHNICAL] = "technical",
};

static const char *const notice_names[GC_NOTICE_N] = {
  [GC_NOTICE_NONE] = NULL,
  [GC_NOTICE_AGENT_LOST] = "agent_lost",
  [GC_NOTICE_AGENT_RETURNED] = "agent_returned",
  [GC_NOTICE_AGENT_CHANGED] = "agent_changed",
  [GC_NOTICE_REQUEUED] = "requeued",
  [GC_NOTICE_RETURNED_AHEAD] = "returned_ahead",
  [GC_NOTICE_RAISED_AHEAD] = "raised_ahead",
  [GC_NOTICE_QUICK_AHEAD] = "quick_ahead",
  [GC_NOTICE_POINT_AHEAD] = "point_ahead",
  [GC_NOTICE_CLOSING_AHEAD] = "closing_ahead",
  [GC_NOTICE_APPOINTMENT_AHEAD] = "appointment_ahead",
  [GC_NOTICE_OVERDUE_AHEAD] = "overdue_ahead",
  [GC_NOTICE_MOVED_AHEAD] = "moved_ahead",
  [GC_NOTICE_LINES_JOINED] = "lines_joined",
  [GC_NOTICE_HEAD_OVER] = "head_over",
  [GC_NOTICE_MOVED] = "moved",
  [GC_NOTICE_NEXT_ITEM] = "next_item",
  [GC_NOTICE_PARK_OVER] = "park_over",
  [GC_NOTICE_TRANSFER_DECLINED] = "transfer_declined",
  [GC_NOTICE_INVITE_DECLINED] = "invite_declined",
  [GC_NOTICE_DISMISSED] = "dismissed",
  [GC_NOTICE_GUEST_OVER] = "guest_over",
  [GC_NOTICE_HANDED_OVER] = "handed_over",
  [GC_NOTICE_SESSION_DROPPED] = "session_dropped",
  [GC_NOTICE_WRAP_UP_TIMEOUT] = "wrap_up_timeout",
  [GC_NOTICE_AUTO_BREAK] = "auto_break",
  [GC_NOTICE_PARKED_READY] = "parked_ready",
  [GC_NOTICE_PARKED_LEFT] = "parked_left",
  [GC_NOTICE_RELEASED] = "released",
};

static const char *const boost_names[GC_BOOST_N] = {
  [GC_BOOST_REENTRY] = "reentry", [GC_BOOST_RAISED] = "raised",
  [GC_BOOST_QUICK] = "quick",     [GC_BOOST_POINT] = "point",
  [GC_BOOST_CLOSING] = "closing", [GC_BOOST_APPOINTMENT] = "appointment",
};

#define TO(state) (1u << GC_TICKET_##state)

static const unsigned followers[GC_TICKET_N_STATES] = {
  [GC_TICKET_DRAFT] = TO (WAITING) | TO (ABANDONED),
  [GC_TICKET_WAITING] = TO (OFFERED) | TO (CONNECTING) | TO (ABANDONED),
  [GC_TICKET_OFFERED] = TO (WAITING) | TO (CONNECTING) | TO (ABANDONED),
  [GC_TICKET_PARKED] = TO (WAITING) | TO (CONNECTING) | TO (ABANDONED),
  [GC_TICKET_CONNECTING] =
      TO (IN_SESSION) | TO (DROPPED) | TO (WAITING) | TO (WRAP_UP) | TO (ABANDONED),
  [GC_TICKET_IN_SESSION] =
      TO (CONNECTING) | TO (DROPPED) | TO (WAITING) | TO (PARKED) | TO (WRAP_UP),
  [GC_TICKET_DROPPED] = TO (IN_SESSION) | TO (CONNECTING) | TO (WAITING) | TO (WRAP_UP),
  [GC_TICKET_WRAP_UP] = TO (DONE),
  [GC_TICKET_DONE] = 0,
  [GC_TICKET_ABANDONED] = 0,
};

const char *
gc_ticket_state_name (GcTicketState state)
{
  g_return_val_if_fail (state < GC_TICKET_N_STATES, "draft");
  return state_names[state];
}

gboolean
gc_ticket_state_parse (const char *name, GcTicketState *ret_state)
{
  int index;

  if (!gc_names_find (state_names, GC_TICKET_N_STATES, name, &index))
    return FALSE;
  *ret_state = (GcTicketState)index;
  return TRUE;
}

gboolean
gc_ticket_state_may_follow (GcTicketState from, GcTicketState to)
{
  g_return_val_if_fail (from < GC_TICKET_N_STATES && to < GC_TICKET_N_STATES, FALSE);
  return (followers[from] & (1u << to)) != 0;
}

gboolean
gc_ticket_state_is_call (GcTicketState state)
{
  return state == GC_TICKET_CONNECTING || state == GC_TICKET_IN_SESSION ||
         state == GC_TICKET_DROPPED;
}

gboolean
gc_ticket_state_is_over (GcTicketState state)
{
  return state == GC_TICKET_WRAP_UP || state == GC_TICKET_DONE || state == GC_TICKET_ABANDONED;
}

const char *
gc_outcome_name (GcOutcome outcome)
{
  g_return_val_if_fail (outcome < GC_OUTCOME_N, NULL);
  return outcome_names[outcome];
}

gboolean
gc_outcome_parse (const char *name, GcOutcome *ret_outcome)
{
  int index;

  if (!gc_names_find (outcome_names, GC_OUTCOME_N, name, &index))
    return FALSE;
  *ret_outcome = (GcOutcome)index;
  return TRUE;
}

const char *
gc_notice_name (GcNotice notice)
{
  g_return_val_if_fail (notice < GC_NOTICE_N, NULL);
  return notice_names[notice];
}

gboolean
gc_notice_parse (const char *name, GcNotice *ret_notice)
{
  int index;

  if (!gc_names_find (notice_names, GC_NOTICE_N, name, &index))
    return FALSE;
  *ret_notice = (GcNotice)index;
  return TRUE;
}

const char *
gc_boost_name (GcBoost boost)
{
  g_return_val_if_fail (boost < GC_BOOST_N, NULL);
  return boost_names[boost];
}

gboolean
gc_boost_parse (const char *name, GcBoost *ret_boost)
{
  int index;

  if (!gc_names_find (boost_names, GC_BOOST_N, name, &index))
    return FALSE;
  *ret_boost = (GcBoost)index;
  return TRUE;
}

static void
cooldown_clear (gpointer data)
{
  GcCooldown *cooldown = data;

  g_clear_pointer (&cooldown->agent, g_free);
}

static GArray *
cooldowns_new (void)
{
  GArray *cooldowns = g_array_new (FALSE, FALSE, sizeof (GcCooldown));

  g_array_set_clear_func (cooldowns, cooldown_clear);
  return cooldowns;
}

GcTicket *
gc_ticket_new (const char *id)
{
  GcTicket *ticket = g_new0 (GcTicket, 1);

  ticket->id = g_strdup (id);
  ticket->cooldowns = cooldowns_new ();
  ticket->visit = gc_visit_new ();
  ticket->guests = gc_guests_new ();
  return ticket;
}

GcTicket *
gc_ticket_copy (const GcTicket *ticket)
{
  GcTicket *copy = g_memdup2 (ticket, sizeof *ticket);

  copy->id = g_strdup (ticket->id);
  copy->number = g_strdup (ticket->number);
  copy->point = g_strdup (ticket->point);
  copy->kiosk = g_strdup (ticket->kiosk);
  copy->item = g_strdup (ticket->item);
  copy->department = g_strdup (ticket->department);
  copy->languages = g_strdupv (ticket->languages);
  copy->name = g_strdup (ticket->name);
  copy->agent = g_strdup (ticket->agent);
  copy->offer_agent = g_strdup (ticket->offer_agent);
  copy->note = g_strdup (ticket->note);
  copy->preferred = g_strdup (ticket->preferred);
  copy->park_reason = g_strdup (ticket->park_reason);
  copy->visit = gc_visit_copy (ticket->visit);
  copy->phone = g_strdup (ticket->phone);
  copy->guests = gc_guests_copy (ticket->guests);
  copy->cooldowns = cooldowns_new ();
  for (unsigned i = 0; i < ticket->cooldowns->len; i++) {
    const GcCooldown *old = &g_array_index (ticket->cooldowns, GcCooldown, i);
    GcCooldown fresh = { g_strdup (old->agent), old->until_ms };
    g_array_append_val (copy->cooldowns, fresh);
  }
  return copy;
}

void
gc_ticket_free (GcTicket *ticket)
{
  if (ticket == NULL)
    return;
  g_free (ticket->id);
  g_free (ticket->number);
  g_free (ticket->point);
  g_free (ticket->kiosk);
  g_free (ticket->item);
  g_free (ticket->department);
  g_strfreev (ticket->languages);
  g_free (ticket->name);
  g_free (ticket->agent);
  g_free (ticket->offer_agent);
  g_free (ticket->note);
  g_free (ticket->preferred);
  g_free (ticket->park_reason);
  g_free (ticket->phone);
  g_array_unref (ticket->cooldowns);
  g_array_unref (ticket->visit);
  g_array_unref (ticket->guests);
  g_free (ticket);
}

void
gc_ticket_drop_cooldowns (GcTicket *ticket, int64_t now_ms)
{
  for (unsigned i = ticket->cooldowns->len; i-- > 0;)
    if (g_array_index (ticket->cooldowns, GcCooldown, i).until_ms <= now_ms)
      g_array_remove_index (ticket->cooldowns, i);
}

void
gc_ticket_set_cooldown (GcTicket *ticket, const char *agent, int64_t until_ms, int64_t now_ms)
{
  gc_ticket_drop_cooldowns (ticket, now_ms);
  for (unsigned i = ticket->cooldowns->len; i-- > 0;)
    if (strcmp (g_array_index (ticket->cooldowns, GcCooldown, i).agent, agent) == 0)
      g_array_remove_index (ticket->cooldowns, i);
  GcCooldown fresh = { g_strdup (agent), until_ms };
  g_array_append_val (ticket->cooldowns, fresh);
}

gboolean
gc_ticket_has_cooldown (const GcTicket *ticket, const char *agent, int64_t now_ms)
{
  for (unsigned i = 0; i < ticket->cooldowns->len; i++) {
    const GcCooldown *cooldown = &g_array_index (ticket->cooldowns, GcCooldown, i);
    if (cooldown->until_ms > now_ms && strcmp (cooldown->agent, agent) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
cooldowns_equal (const GArray *a, const GArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (unsigned i = 0; i < a->len; i++) {
    const GcCooldown *left = &g_array_index (a, GcCooldown, i);
    const GcCooldown *right = &g_array_index (b, GcCooldown, i);
    if (left->until_ms != right->until_ms || strcmp (left->agent, right->agent) != 0)
      return FALSE;
  }
  return TRUE;
}

static gboolean
people_equal (const GcTicket *a, const GcTicket *b)
{
  return g_strcmp0 (a->id, b->id) == 0 && g_strcmp0 (a->number, b->number) == 0 &&
         g_strcmp0 (a->point, b->point) == 0 && g_strcmp0 (a->kiosk, b->kiosk) == 0 &&
         g_strcmp0 (a->item, b->item) == 0 && g_strcmp0 (a->department, b->department) == 0 &&
         g_strv_equal ((const char *const *)a->languages, (const char *const *)b->languages) &&
         g_strcmp0 (a->name, b->name) == 0 && g_strcmp0 (a->agent, b->agent) == 0 &&
         g_strcmp0 (a->offer_agent, b->offer_agent) == 0 && g_strcmp0 (a->note, b->note) == 0 &&
         g_strcmp0 (a->preferred, b->preferred) == 0 && g_strcmp0 (a->phone, b->phone) == 0 &&
         g_strcmp0 (a->park_reason, b->park_reason) == 0 && gc_visit_equal (a->visit, b->visit);
}

static gboolean
places_equal (const GcTicket *a, const GcTicket *b)
{
  return a->enqueued_ms == b->enqueued_ms && a->rank == b->rank && a->boosts == b->boosts &&
         a->head_until_ms == b->head_until_ms && a->overtook == b->overtook &&
         a->overtook_ms == b->overtook_ms && a->closes_ms == b->closes_ms &&
         a->slot_ms == b->slot_ms && a->direct == b->direct &&
         a->preferred_until_ms == b->preferred_until_ms && a->assigned == b->assigned &&
         a->call_attempts == b->call_attempts && a->call_after_ms == b->call_after_ms;
}

gboolean
gc_ticket_equal (const GcTicket *a, const GcTicket *b)
{
  return people_equal (a, b) && places_equal (a, b) && a->state == b->state &&
         a->created_ms == b->created_ms && a->since_ms == b->since_ms &&
         a->absent_ms == b->absent_ms && a->session_since_ms == b->session_since_ms &&
         a->resident_joined == b->resident_joined && a->agent_joined == b->agent_joined &&
         a->held_ms == b->held_ms && a->invite == b->invite &&
         gc_guests_equal (a->guests, b->guests) && a->until_ms == b->until_ms &&
         a->talked_ms == b->talked_ms && a->offer_until_ms == b->offer_until_ms &&
         cooldowns_equal (a->cooldowns, b->cooldowns) && a->notice == b->notice &&
         a->notice_ms == b->notice_ms && a->outcome == b->outcome && a->grade == b->grade &&
         a->cleared == b->cleared && a->closed == b->closed;
}
