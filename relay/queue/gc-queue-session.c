// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * From accept to the end of the wrap-up. A ticket keeps its time and rank through all of this, so
 * that a session that breaks off for good leads to the head of the line and not to its end.
 */
#include "config.h"

#include "queue/gc-queue-private.h"

#include <string.h>

GcAgentEntry *
gc_queue_agent_of (const GcQueue *queue, const GcTicketEntry *entry)
{
  return gc_queue_find_agent (queue, entry->row->agent);
}

static void
note_served (GcQueue *queue, const GcTicketEntry *entry)
{
  GcPointEntry *point = gc_queue_point_of (queue, entry->row->point);

  point->row.served_ms = queue->now_ms;
  g_hash_table_add (queue->changed_points, point);
}

static GcServiceTime *
time_of (GcQueue *queue, const char *item)
{
  GcServiceTime *time = g_hash_table_lookup (queue->times, item);

  if (time == NULL) {
    time = gc_service_time_new (item);
    g_hash_table_insert (queue->times, time->item, time);
  }
  return time;
}

static int64_t
item_ms (const GcQueue *queue, const char *item)
{
  const GcServiceTime *time = g_hash_table_lookup (queue->times, item);

  return time != NULL ? time->mean_ms : GC_SERVICE_TIME_UNKNOWN_MS;
}

int64_t
gc_queue_service_ms (const GcQueue *queue, const GcTicket *row)
{
  int64_t sum_ms = item_ms (queue, row->item);
  gboolean follows = FALSE;

  for (unsigned i = 0; i < row->visit->len; i++) {
    const GcVisitItem *item = &g_array_index (row->visit, GcVisitItem, i);
    if (follows && strcmp (item->department, row->department) != 0)
      break;
    if (follows)
      sum_ms += item_ms (queue, item->item);
    follows |= strcmp (item->item, row->item) == 0;
  }
  return sum_ms;
}

void
gc_queue_expect_service (GcQueue *queue, const char *item, int64_t expected_ms)
{
  if (expected_ms <= 0)
    return;
  GcServiceTime *time = time_of (queue, item);
  if (gc_service_time_expect (time, expected_ms))
    g_hash_table_add (queue->changed_times, time);
}

void
gc_queue_learn_service (GcQueue *queue, const GcTicket *row)
{
  if (row->outcome == GC_OUTCOME_TECHNICAL)
    return;
  GcServiceTime *time = time_of (queue, row->item);
  gc_service_time_learn (time, row->talked_ms + queue->now_ms - row->session_since_ms);
  g_hash_table_add (queue->changed_times, time);
}

void
gc_queue_connect (GcQueue *queue,
                  GcTicketEntry *entry,
                  GcAgentEntry *agent,
                  GcReason reason,
                  const char *detail)
{
  GcTicket *row = entry->row;

  g_clear_pointer (&row->offer_agent, g_free);
  row->offer_until_ms = 0;
  g_clear_pointer (&agent->row->offer, g_free);
  if (row->agent != NULL)
    gc_queue_unbind (queue, gc_queue_agent_of (queue, entry));
  gc_queue_tell_resident (queue, entry,
                          row->agent != NULL ? GC_NOTICE_AGENT_CHANGED : GC_NOTICE_NONE);
  gc_queue_tell_agent (queue, agent, GC_NOTICE_NONE);
  g_free (row->agent);
  row->agent = g_strdup (agent->row->account);
  row->session_since_ms = queue->now_ms;
  row->talked_ms = MAX (row->talked_ms, 0);
  row->resident_joined = FALSE;
  row->agent_joined = FALSE;
  row->held_ms = 0;
  agent->row->misses = 0;
  row->boosts &= ~(1u << GC_BOOST_REENTRY);
  row->head_until_ms = 0;
  note_served (queue, entry);
  gc_queue_bind (queue, entry, agent);
  gc_queue_move (queue, entry, GC_TICKET_CONNECTING, reason, row->agent, detail);
  row->until_ms = gc_queue_connect_until_ms (queue, row);
}

int64_t
gc_queue_connect_until_ms (const GcQueue *queue, const GcTicket *row)
{
  return queue->now_ms +
         (row->phone != NULL ? queue->config.callback_connect_ms : queue->config.connect_ms);
}

static gboolean
is_complete (const GcQueue *queue, const GcTicketEntry *entry)
{
  return entry->row->absent_ms == 0 && gc_queue_agent_of (queue, entry)->row->absent_ms == 0;
}

void
gc_queue_join_session (GcQueue *queue, GcTicketEntry *entry, gboolean is_agent)
{
  GcTicket *row = entry->row;

  if (is_agent)
    row->agent_joined = TRUE;
  else
    row->resident_joined = TRUE;
  gc_queue_touch_ticket (queue, entry);
  if (!row->agent_joined || !row->resident_joined)
    return;
  if (row->state == GC_TICKET_CONNECTING)
    gc_queue_move (queue, entry, GC_TICKET_IN_SESSION, GC_REASON_CONNECTED, row->agent, NULL);
  else if (row->state == GC_TICKET_DROPPED && is_complete (queue, entry))
    gc_queue_move (queue, entry, GC_TICKET_IN_SESSION, GC_REASON_RETURNED, row->agent, NULL);
}

void
gc_queue_drop (GcQueue *queue, GcTicketEntry *entry, GcReason reason)
{
  GcTicket *row = entry->row;

  if (row->offer_agent != NULL)
    gc_queue_fail_offer (queue, entry, GC_REASON_OFFER_CANCELLED, NULL);
  gc_queue_move (queue, entry, GC_TICKET_DROPPED, reason, row->agent, NULL);
  row->until_ms = queue->now_ms + queue->config.drop_grace_ms;
  if (gc_queue_agent_of (queue, entry)->row->absent_ms != 0)
    gc_queue_tell_resident (queue, entry, GC_NOTICE_AGENT_LOST);
}

void
gc_queue_return (GcQueue *queue, GcTicketEntry *entry, gboolean is_agent)
{
  GcTicket *row = entry->row;

  if (row->state != GC_TICKET_DROPPED)
    return;
  if (is_agent)
    gc_queue_tell_resident (queue, entry, GC_NOTICE_AGENT_RETURNED);
  else if (!is_complete (queue, entry))
    gc_queue_tell_resident (queue, entry, GC_NOTICE_AGENT_LOST);
  if (!is_complete (queue, entry))
    return;
  if (row->resident_joined && row->agent_joined) {
    gc_queue_move (queue, entry, GC_TICKET_IN_SESSION, GC_REASON_RETURNED, row->agent, NULL);
  } else {
    gc_queue_move (queue, entry, GC_TICKET_CONNECTING, GC_REASON_RETURNED, row->agent, NULL);
    row->until_ms = gc_queue_connect_until_ms (queue, row);
  }
}

void
gc_queue_keep_for (GcQueue *queue, GcTicketEntry *entry, const char *agent, int64_t until_ms)
{
  GcTicket *row = entry->row;

  if (row->preferred == NULL && agent == NULL)
    return;
  g_free (row->preferred);
  row->preferred = g_strdup (agent);
  row->preferred_until_ms = until_ms;
  row->assigned = FALSE;
  gc_queue_touch_ticket (queue, entry);
}

void
gc_queue_give_back (GcQueue *queue,
                    GcTicketEntry *entry,
                    GcReason reason,
                    gboolean wrap_up,
                    const char *detail)
{
  GcTicket *row = entry->row;
  GcAgentEntry *agent = gc_queue_agent_of (queue, entry);
  g_autofree char *account = g_steal_pointer (&row->agent);

  g_assert (row->offer_agent == NULL);
  if (wrap_up)
    agent->row->wrap_up_until_ms = queue->now_ms + queue->config.wrap_up_ms;
  else
    gc_queue_unbind (queue, agent);
  gc_queue_touch_agent (queue, agent);
  row->session_since_ms = 0;
  row->talked_ms = MAX (row->talked_ms, 0);
  row->resident_joined = FALSE;
  row->agent_joined = FALSE;
  row->held_ms = 0;
  row->head_until_ms = queue->now_ms + queue->config.head_ms;
  gc_queue_enter_place (queue, entry);
  gc_queue_boost (queue, entry, GC_BOOST_REENTRY);
  gc_queue_move (queue, entry, GC_TICKET_WAITING, reason, account, detail);
  gc_queue_tell_resident (queue, entry, GC_NOTICE_REQUEUED);
}

void
gc_queue_begin_wrap_up (GcQueue *queue, GcTicketEntry *entry, GcReason reason)
{
  GcTicket *row = entry->row;
  GcAgentEntry *agent = gc_queue_agent_of (queue, entry);

  if (row->offer_agent != NULL)
    gc_queue_end_offer (queue, entry, GC_REASON_OFFER_CANCELLED, NULL);
  row->held_ms = 0;
  gc_queue_tell_resident (queue, entry, GC_NOTICE_NONE);
  gc_queue_move (queue, entry, GC_TICKET_WRAP_UP, reason, row->agent, NULL);
  agent->row->wrap_up_until_ms = queue->now_ms + queue->config.wrap_up_ms;
  gc_queue_touch_agent (queue, agent);
}

void
gc_queue_end_wrap_up (GcQueue *queue, GcAgentEntry *agent, GcReason reason, const char *note)
{
  GcTicketEntry *entry = gc_queue_find_ticket (queue, agent->row->ticket);
  GcTicket *row = entry->row;

  if (row->state == GC_TICKET_WRAP_UP && g_strcmp0 (row->agent, agent->row->account) == 0) {
    if (row->outcome == GC_OUTCOME_NONE)
      row->outcome = GC_OUTCOME_ADVICE_ONLY;
    if (note != NULL) {
      g_free (row->note);
      row->note = g_strdup (note);
    }
    gc_queue_learn_service (queue, row);
    gc_queue_finish_visit (row);
    gc_queue_move (queue, entry, GC_TICKET_DONE, reason, row->agent, NULL);
  } else {
    /* The ticket went back into line and is another agent's to finish: the note is history. */
    gc_queue_note (queue, entry, reason, agent->row->account, note);
  }
  gc_queue_unbind (queue, agent);
}
