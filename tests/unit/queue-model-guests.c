// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "queue-model-guests.h"

void
guest_counts_add (GuestCounts *counts, const GcTransition *line)
{
  counts->n_invited += line->reason == GC_REASON_INVITED;
  counts->n_invites_ended +=
      line->reason == GC_REASON_INVITE_ENDED || line->reason == GC_REASON_GUEST_JOINED;
  counts->n_guests +=
      line->reason == GC_REASON_GUEST_JOINED || line->reason == GC_REASON_SUPERVISED;
  counts->n_gone += line->reason == GC_REASON_GUEST_LEFT || line->reason == GC_REASON_HANDED_OVER;
}

void
guest_counts_check (const GuestCounts *counts, unsigned n_agents)
{
  g_test_message ("%u invitations, %u guests", counts->n_invited, counts->n_guests);
  g_assert_cmpuint (counts->n_invited - counts->n_invites_ended, <=, n_agents);
  g_assert_cmpuint (counts->n_guests - counts->n_gone, <=, n_agents);
}

void
check_seats (const GcQueue *queue,
             const char *const *agents,
             const GcTicket *ticket,
             int64_t now_ms)
{
  unsigned n_seated = 0;

  for (unsigned i = 0; i < ticket->guests->len; i++) {
    const GcGuest *guest = &g_array_index (ticket->guests, GcGuest, i);
    const GcAgent *agent = gc_queue_get_agent (queue, guest->agent);
    g_assert_cmpstr (guest->agent, !=, ticket->agent);
    g_assert_cmpstr (agent->ticket, ==, ticket->id);
    g_assert_null (agent->offer);
    g_assert_true (agent->absent_ms == 0 || agent->absent_ms + 5000 > now_ms);
  }
  for (; *agents != NULL; agents++) {
    const GcAgent *agent = gc_queue_get_agent (queue, *agents);
    n_seated += agent->wrap_up_until_ms == 0 && g_strcmp0 (agent->ticket, ticket->id) == 0;
  }
  g_assert_cmpuint (n_seated, ==, ticket->guests->len + gc_ticket_state_is_call (ticket->state));
  g_assert_cmpuint (n_seated, <=, 5);
}

GcQueueEvent
pick_supervision (GRand *random, const char *agent)
{
  return (GcQueueEvent){
    .type = GC_EVENT_SESSION_SUPERVISE,
    .actor = agent,
    .supervise.heard_by = (GcHeardBy)g_rand_int_range (random, 0, GC_HEARD_BY_N),
  };
}

GcQueueEvent
pick_guest_event (const GcQueue *queue, GRand *random, const GcAgent *agent, const char *other)
{
  static const GcQueueEventType any[] = { GC_EVENT_SESSION_INVITE,    GC_EVENT_SESSION_INVITE,
                                          GC_EVENT_SESSION_DISMISS,   GC_EVENT_SESSION_LEAVE_SEAT,
                                          GC_EVENT_SESSION_HAND_OVER, GC_EVENT_AGENT_JOINED,
                                          GC_EVENT_SESSION_SUPERVISE };
  g_autoptr (GPtrArray) idle = gc_queue_list_colleagues (queue, agent->ticket);
  GcQueueEvent event = {
    .type = any[g_rand_int_range (random, 0, G_N_ELEMENTS (any))],
    .actor = agent->account,
    .ticket = agent->ticket,
  };

  if (event.type == GC_EVENT_SESSION_SUPERVISE)
    return pick_supervision (random, agent->account);
  event.guest.agent = other;
  event.guest.how = (GcInvite)g_rand_int_range (random, 0, GC_INVITE_N);
  if (event.type == GC_EVENT_SESSION_INVITE && idle->len > 0)
    event.guest.agent =
        ((GcAgent *)idle->pdata[g_rand_int_range (random, 0, (int)idle->len)])->account;
  return event;
}
