// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Guests: colleagues whom the agent of a session asks in. An invitation is the ticket's one lease,
 * so it is accepted, declined and forgotten as any offer. Whether the agents talk among themselves
 * or all together is nothing of the guests: it follows from the hold.
 */
#include "config.h"

#include "queue/gc-queue-private.h"

#include "common/gc-error.h"

#include <string.h>

gboolean
gc_queue_may_join (const GcQueue *queue, const GcAgentEntry *agent, const GcTicketEntry *entry)
{
  return !gc_ticket_has_cooldown (entry->row, agent->row->account, queue->now_ms);
}

gboolean
gc_queue_is_guest (const GcQueue *queue, const GcAgentEntry *agent)
{
  const GcAgent *row = agent->row;

  return row->ticket != NULL && row->wrap_up_until_ms == 0 &&
         gc_guests_find (gc_queue_find_ticket (queue, row->ticket)->row->guests, row->account) !=
             NULL;
}

gboolean
gc_queue_check_pictured (const GcTicketEntry *entry, GError **error)
{
  if (entry->row->phone == NULL)
    return TRUE;
  g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "ticket %s: is called by telephone",
               entry->row->number);
  return FALSE;
}

gboolean
gc_queue_check_seats (const GcTicketEntry *entry, GError **error)
{
  if (entry->row->guests->len < GC_GUESTS_MAX)
    return TRUE;
  g_set_error (error, GC_ERROR, GC_ERROR_LIMIT, "ticket %s: has %d guests already",
               entry->row->number, GC_GUESTS_MAX);
  return FALSE;
}

void
gc_queue_seat_guest (GcQueue *queue, GcTicketEntry *entry, GcAgentEntry *agent)
{
  GcTicket *row = entry->row;
  const char *account = agent->row->account;
  const GcGuest *guest = gc_guests_add (row->guests, account, GC_HEARD_BY_ALL, queue->now_ms);
  g_autofree char *detail =
      g_strdup_printf ("seat=%u how=%s", guest->seat, gc_invite_name (row->invite));

  if (row->invite == GC_INVITE_PRIVATE && row->held_ms == 0)
    row->held_ms = queue->now_ms;
  row->invite = GC_INVITE_NONE;
  g_clear_pointer (&row->offer_agent, g_free);
  row->offer_until_ms = 0;
  g_clear_pointer (&agent->row->offer, g_free);
  agent->row->misses = 0;
  gc_queue_tell_agent (queue, agent, GC_NOTICE_NONE);
  gc_queue_bind (queue, entry, agent);
  gc_queue_note (queue, entry, GC_REASON_GUEST_JOINED, account, detail);
}

/* @notice: what he is told. */
static void
let_go (GcQueue *queue,
        GcTicketEntry *entry,
        GcAgentEntry *agent,
        const char *detail,
        GcNotice notice)
{
  gc_guests_remove (entry->row->guests, agent->row->account);
  gc_queue_unbind (queue, agent);
  gc_queue_tell_agent (queue, agent, notice);
  gc_queue_note (queue, entry, GC_REASON_GUEST_LEFT, agent->row->account, detail);
}

/* The guest number @index. */
static GcAgentEntry *
guest_at (const GcQueue *queue, const GcTicket *row, unsigned index)
{
  return gc_queue_find_agent (queue, g_array_index (row->guests, GcGuest, index).agent);
}

void
gc_queue_let_guests_go (GcQueue *queue, GcTicketEntry *entry)
{
  while (entry->row->guests->len > 0)
    let_go (queue, entry, guest_at (queue, entry->row, 0), "session_over", GC_NOTICE_GUEST_OVER);
}

void
gc_queue_let_listeners_go (GcQueue *queue, GcTicketEntry *entry)
{
  const GArray *guests = entry->row->guests;

  for (unsigned i = guests->len; i-- > 0;)
    if (g_array_index (guests, GcGuest, i).heard_by != GC_HEARD_BY_ALL)
      let_go (queue, entry, guest_at (queue, entry->row, i), "direct", GC_NOTICE_GUEST_OVER);
}

static int64_t
gone_ms (const GcQueue *queue, const GcAgentEntry *agent)
{
  int64_t absent_ms = agent->row->absent_ms;

  return absent_ms == 0 ? INT64_MAX : absent_ms + queue->config.drop_after_ms;
}

int64_t
gc_queue_guest_gone_ms (const GcQueue *queue, const GcTicket *row)
{
  int64_t first_ms = INT64_MAX;

  for (unsigned i = 0; i < row->guests->len; i++)
    first_ms = MIN (first_ms, gone_ms (queue, guest_at (queue, row, i)));
  return first_ms;
}

void
gc_queue_drop_absent_guests (GcQueue *queue, GcTicketEntry *entry)
{
  for (unsigned i = entry->row->guests->len; i-- > 0;) {
    GcAgentEntry *agent = guest_at (queue, entry->row, i);
    if (gone_ms (queue, agent) <= queue->now_ms)
      let_go (queue, entry, agent, "agent_absent", GC_NOTICE_GUEST_OVER);
  }
}

/* ---- the events ---- */

gboolean
gc_queue_on_invite (GcQueue *queue,
                    const GcQueueEvent *event,
                    GcTicketEntry *ticket,
                    GcAgentEntry *agent,
                    GError **error)
{
  GcTicket *row = ticket->row;
  const char *account = event->guest.agent;
  GcInvite how = event->guest.how;
  GcAgentEntry *other = account != NULL ? gc_queue_find_agent (queue, account) : NULL;

  if (how <= GC_INVITE_NONE || how >= GC_INVITE_N) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "ticket %s: invited in no way known",
                 row->number);
    return FALSE;
  }
  if (other == NULL) {
    g_set_error (error, GC_ERROR, GC_ERROR_UNKNOWN, "agent %s: not known",
                 account != NULL ? account : "");
    return FALSE;
  }
  if (!gc_queue_check_pictured (ticket, error))
    return FALSE;
  if (row->offer_agent != NULL) {
    g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "ticket %s: is offered to %s already",
                 row->number, row->offer_agent);
    return FALSE;
  }
  if (!gc_queue_check_seats (ticket, error))
    return FALSE;
  if (other->idle_iter == NULL || !gc_queue_may_join (queue, other, ticket)) {
    g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "ticket %s: agent %s cannot join (%s)",
                 row->number, account, gc_effective_name (other->row->effective));
    return FALSE;
  }
  g_autofree char *detail =
      g_strdup_printf ("how=%s by=%s", gc_invite_name (how), agent->row->account);
  gc_queue_tell_agent (queue, agent, GC_NOTICE_NONE);
  gc_queue_lease (queue, ticket, other);
  row->invite = how;
  gc_queue_note (queue, ticket, GC_REASON_INVITED, account, detail);
  return TRUE;
}

/* The guest whom the event names, of whom the agent disposes: not of a supervisor who listens, or
 * whispers. NULL with @error. */
static GcGuest *
find_speaker (const GcQueueEvent *event, const GcTicketEntry *ticket, GError **error)
{
  const char *account = event->guest.agent != NULL ? event->guest.agent : "";
  GcGuest *guest = gc_guests_find (ticket->row->guests, account);

  if (guest != NULL && guest->heard_by == GC_HEARD_BY_ALL)
    return guest;
  g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "ticket %s: %s is no guest", ticket->row->number,
               account);
  return NULL;
}

gboolean
gc_queue_on_dismiss (GcQueue *queue,
                     const GcQueueEvent *event,
                     GcTicketEntry *ticket,
                     GcAgentEntry *agent,
                     GError **error)
{
  const GcTicket *row = ticket->row;

  if (row->invite != GC_INVITE_NONE && g_strcmp0 (row->offer_agent, event->guest.agent) == 0) {
    gc_queue_end_offer (queue, ticket, GC_REASON_OFFER_CANCELLED, "taken_back");
    return TRUE;
  }
  const GcGuest *guest = find_speaker (event, ticket, error);
  if (guest == NULL)
    return FALSE;
  let_go (queue, ticket, gc_queue_find_agent (queue, guest->agent), "dismissed",
          GC_NOTICE_DISMISSED);
  return TRUE;
}

gboolean
gc_queue_on_leave_seat (GcQueue *queue,
                        const GcQueueEvent *event,
                        GcTicketEntry *ticket,
                        GcAgentEntry *agent,
                        GError **error)
{
  let_go (queue, ticket, agent, "left", GC_NOTICE_NONE);
  return TRUE;
}

/* Where the law wants the two to speak without help, a guest who cannot must not be left alone. */
static gboolean
check_language (const GcTicketEntry *ticket, const GcAgentEntry *agent, GError **error)
{
  if (!ticket->row->direct || (agent->fluent & ticket->need.languages) != 0)
    return TRUE;
  g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "ticket %s: agent %s shares no language with it",
               ticket->row->number, agent->row->account);
  return FALSE;
}

gboolean
gc_queue_on_hand_over (GcQueue *queue,
                       const GcQueueEvent *event,
                       GcTicketEntry *ticket,
                       GcAgentEntry *agent,
                       GError **error)
{
  GcTicket *row = ticket->row;
  const GcGuest *guest = find_speaker (event, ticket, error);

  if (guest == NULL)
    return FALSE;
  if (!guest->joined) {
    g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "ticket %s: %s has not joined yet",
                 row->number, guest->agent);
    return FALSE;
  }
  GcAgentEntry *other = gc_queue_find_agent (queue, guest->agent);
  if (!check_language (ticket, other, error))
    return FALSE;
  g_autofree char *detail = g_strdup_printf ("from=%s", agent->row->account);
  if (row->offer_agent != NULL)
    gc_queue_end_offer (queue, ticket, GC_REASON_OFFER_CANCELLED, "handed_over");
  gc_guests_remove (row->guests, other->row->account);
  g_free (row->agent);
  row->agent = g_strdup (other->row->account);
  row->session_since_ms = queue->now_ms;
  row->talked_ms = MAX (row->talked_ms, 0);
  row->held_ms = 0;
  agent->row->wrap_up_until_ms = queue->now_ms + queue->config.wrap_up_ms;
  gc_queue_tell_agent (queue, agent, GC_NOTICE_NONE);
  gc_queue_tell_agent (queue, other, GC_NOTICE_HANDED_OVER);
  gc_queue_tell_resident (queue, ticket, GC_NOTICE_AGENT_CHANGED);
  gc_queue_note (queue, ticket, GC_REASON_HANDED_OVER, row->agent, detail);
  return TRUE;
}
