// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What happens when nothing happens. Each ticket, agent and appointment has one deadline, the
 * earliest of those that its state has; each handler below does what is due at that time and leaves
 * a later deadline or none.
 */
#include "config.h"

#include "queue/gc-queue-private.h"

static int64_t
after (int64_t since_ms, int64_t delay_ms)
{
  return since_ms == 0 ? INT64_MAX : since_ms + delay_ms;
}

/* When the agent of a session, or the one with the lease, counts as gone. */
static int64_t
agent_gone_ms (const GcQueue *queue, const char *account)
{
  if (account == NULL)
    return INT64_MAX;
  return after (gc_queue_find_agent (queue, account)->row->absent_ms, queue->config.drop_after_ms);
}

static int64_t
offer_deadline (const GcQueue *queue, const GcTicket *row)
{
  if (row->offer_agent == NULL)
    return INT64_MAX;
  return MIN (row->offer_until_ms, agent_gone_ms (queue, row->offer_agent));
}

static int64_t
cooldown_deadline (const GcTicket *row)
{
  int64_t first_ms = INT64_MAX;

  /* That of a conflict of interest never ends. */
  for (unsigned i = 0; i < row->cooldowns->len; i++)
    first_ms = MIN (first_ms, g_array_index (row->cooldowns, GcCooldown, i).until_ms);
  return first_ms;
}

int64_t
gc_queue_ticket_deadline (const GcQueue *queue, const GcTicketEntry *entry)
{
  const GcTicket *row = entry->row;
  int64_t resident_gone = after (row->absent_ms, queue->config.drop_after_ms);
  int64_t place_lost = after (row->absent_ms, queue->config.waiting_grace_ms);
  int64_t guest_gone = gc_queue_guest_gone_ms (queue, row);
  int64_t gone = MIN (MIN (resident_gone, agent_gone_ms (queue, row->agent)), guest_gone);

  switch (row->state) {
  case GC_TICKET_DRAFT:
    return place_lost;
  case GC_TICKET_WAITING:
    place_lost = MIN (place_lost, after (row->call_after_ms, 0));
    return MIN (MIN (place_lost, cooldown_deadline (row)), gc_queue_place_deadline (queue, entry));
  case GC_TICKET_OFFERED:
    return MIN (MIN (resident_gone, offer_deadline (queue, row)),
                gc_queue_place_deadline (queue, entry));
  case GC_TICKET_PARKED:
    return row->until_ms;
  case GC_TICKET_CONNECTING:
    return MIN (row->until_ms, gone);
  case GC_TICKET_IN_SESSION:
    gone = MIN (gone, cooldown_deadline (row));
    return MIN (gone, offer_deadline (queue, row));
  case GC_TICKET_DROPPED:
    return MIN (row->until_ms, guest_gone);
  case GC_TICKET_WRAP_UP:
  case GC_TICKET_DONE:
  case GC_TICKET_ABANDONED:
    return MIN (row->cleared ? INT64_MAX : place_lost, after (row->until_ms, 0));
  case GC_TICKET_N_STATES:
  default:
    g_assert_not_reached ();
  }
}

int64_t
gc_queue_agent_deadline (const GcQueue *queue, const GcAgentEntry *agent)
{
  int64_t wrap_up_ms = agent->row->wrap_up_until_ms;

  return MIN (wrap_up_ms != 0 ? wrap_up_ms : INT64_MAX, agent->duty_end_ms);
}

static gboolean
is_due (const GcQueue *queue, int64_t at_ms)
{
  return at_ms <= queue->now_ms;
}

static void
on_waiting_due (GcQueue *queue, GcTicketEntry *entry)
{
  if (is_due (queue, after (entry->row->absent_ms, queue->config.waiting_grace_ms))) {
    gc_queue_move (queue, entry, GC_TICKET_ABANDONED, GC_REASON_RESIDENT_ABSENT, NULL, NULL);
    return;
  }
  if (entry->row->call_after_ms <= queue->now_ms)
    entry->row->call_after_ms = 0;
  gc_ticket_drop_cooldowns (entry->row, queue->now_ms);
  gc_queue_run_place (queue, entry);
  gc_queue_seek_agent (queue, entry);
}

/* The lease, of whatever kind, ended without an answer. */
static void
on_offer_due (GcQueue *queue, GcTicketEntry *entry)
{
  GcAgentEntry *agent = gc_queue_find_agent (queue, entry->row->offer_agent);

  if (is_due (queue, entry->row->offer_until_ms)) {
    int64_t until_ms = queue->now_ms + queue->config.miss_cooldown_ms;
    gc_ticket_set_cooldown (entry->row, agent->row->account, until_ms, queue->now_ms);
    gc_queue_fail_offer (queue, entry, GC_REASON_OFFER_TIMEOUT, NULL);
    gc_queue_count_miss (queue, agent);
  } else {
    gc_queue_fail_offer (queue, entry, GC_REASON_OFFER_CANCELLED, "agent_absent");
  }
}

static void
on_offered_due (GcQueue *queue, GcTicketEntry *entry)
{
  if (is_due (queue, after (entry->row->absent_ms, queue->config.drop_after_ms)))
    gc_queue_end_offer (queue, entry, GC_REASON_OFFER_CANCELLED, "resident_absent");
  else if (is_due (queue, offer_deadline (queue, entry->row)))
    on_offer_due (queue, entry);
  else
    gc_queue_run_place (queue, entry);
}

/* Whether a side was gone for too long; then the ticket is dropped. */
static gboolean
drop_if_gone (GcQueue *queue, GcTicketEntry *entry)
{
  if (is_due (queue, agent_gone_ms (queue, entry->row->agent)))
    gc_queue_drop (queue, entry, GC_REASON_AGENT_ABSENT);
  else if (is_due (queue, after (entry->row->absent_ms, queue->config.drop_after_ms)))
    gc_queue_drop (queue, entry, GC_REASON_RESIDENT_ABSENT);
  else
    return FALSE;
  return TRUE;
}

static void
on_connecting_due (GcQueue *queue, GcTicketEntry *entry)
{
  GcAgentEntry *agent = gc_queue_agent_of (queue, entry);

  if (drop_if_gone (queue, entry))
    return;
  if (entry->row->agent_joined) {
    gc_queue_drop (queue, entry, GC_REASON_CONNECT_TIMEOUT);
    return;
  }
  int64_t until_ms = queue->now_ms + queue->config.decline_cooldown_ms;
  gc_ticket_set_cooldown (entry->row, agent->row->account, until_ms, queue->now_ms);
  gc_queue_tell_agent (queue, agent, GC_NOTICE_SESSION_DROPPED);
  gc_queue_give_back (queue, entry, GC_REASON_CONNECT_TIMEOUT, FALSE, NULL);
  gc_queue_count_miss (queue, agent);
}

static void
on_in_session_due (GcQueue *queue, GcTicketEntry *entry)
{
  if (drop_if_gone (queue, entry))
    return;
  if (is_due (queue, offer_deadline (queue, entry->row)))
    on_offer_due (queue, entry);
  /* A colleague who declined may be asked again. */
  gc_ticket_drop_cooldowns (entry->row, queue->now_ms);
  gc_queue_touch_ticket (queue, entry);
}

static void
on_dropped_due (GcQueue *queue, GcTicketEntry *entry)
{
  GcAgentEntry *agent = gc_queue_agent_of (queue, entry);
  gboolean agent_there = agent->row->absent_ms == 0;

  gc_queue_tell_agent (queue, agent, GC_NOTICE_SESSION_DROPPED);
  gc_queue_give_back (queue, entry, GC_REASON_GRACE_OVER, agent_there, NULL);
  /* Who was there knows the case: the ticket waits for him first, for a while. */
  if (agent_there && gc_queue_may_take (queue, agent, entry))
    gc_queue_keep_for (queue, entry, agent->row->account, queue->now_ms + queue->config.sticky_ms);
}

static void
on_draft_due (GcQueue *queue, GcTicketEntry *entry)
{
  gc_queue_move (queue, entry, GC_TICKET_ABANDONED, GC_REASON_RESIDENT_ABSENT, NULL, NULL);
}

/* It was cleared when it ended; the desk has seen for long enough that nobody was reached. */
static void
on_abandoned_due (GcQueue *queue, GcTicketEntry *entry)
{
  entry->row->until_ms = 0;
  gc_queue_touch_ticket (queue, entry);
  if (!entry->row->cleared)
    gc_queue_clear_kiosk (queue, entry);
}

/* By state; a page that is gone for long need not show what is over to the next resident. */
static void (*const on_due[GC_TICKET_N_STATES]) (GcQueue *, GcTicketEntry *) = {
  [GC_TICKET_DRAFT] = on_draft_due,           [GC_TICKET_WAITING] = on_waiting_due,
  [GC_TICKET_OFFERED] = on_offered_due,       [GC_TICKET_PARKED] = gc_queue_on_park_due,
  [GC_TICKET_CONNECTING] = on_connecting_due, [GC_TICKET_IN_SESSION] = on_in_session_due,
  [GC_TICKET_DROPPED] = on_dropped_due,       [GC_TICKET_WRAP_UP] = gc_queue_clear_kiosk,
  [GC_TICKET_DONE] = gc_queue_clear_kiosk,    [GC_TICKET_ABANDONED] = on_abandoned_due,
};

static void
on_agent_due (GcQueue *queue, GcAgentEntry *agent)
{
  int64_t wrap_up_ms = agent->row->wrap_up_until_ms;

  if (wrap_up_ms != 0 && is_due (queue, wrap_up_ms)) {
    gc_queue_tell_agent (queue, agent, GC_NOTICE_WRAP_UP_TIMEOUT);
    gc_queue_end_wrap_up (queue, agent, GC_REASON_WRAP_UP_TIMEOUT, NULL);
  }
  /* His shift may have begun or ended. */
  gc_queue_touch_agent (queue, agent);
}

void
gc_queue_run_deadlines (GcQueue *queue)
{
  while (gc_queue_next_ms (queue) <= queue->now_ms) {
    GcDeadline *deadline = g_sequence_get (g_sequence_get_begin_iter (queue->deadlines));
    GcTicketEntry *ticket = deadline->entry;
    if (deadline->kind == GC_DEADLINE_AGENT)
      on_agent_due (queue, deadline->entry);
    else if (deadline->kind == GC_DEADLINE_APPOINTMENT)
      gc_queue_book_run (queue, deadline->entry);
    else if (is_due (queue, gc_queue_guest_gone_ms (queue, ticket->row)))
      gc_queue_drop_absent_guests (queue, ticket);
    else
      on_due[ticket->row->state](queue, ticket);
    gc_queue_settle (queue);
  }
}

static gboolean
restart_agent (gpointer key, gpointer value, gpointer user_data)
{
  GcQueue *queue = user_data;
  GcAgentEntry *agent = value;

  agent->row->absent_ms = queue->now_ms + queue->config.restart_ms - queue->config.drop_after_ms;
  agent->row->idle_since_ms = MIN (agent->row->idle_since_ms, queue->now_ms);
  if (agent->row->wrap_up_until_ms != 0) {
    int64_t longest_ms = queue->now_ms + queue->config.wrap_up_ms;
    int64_t until_ms = MIN (agent->row->wrap_up_until_ms, longest_ms);
    agent->row->wrap_up_until_ms = MAX (until_ms, queue->now_ms + queue->config.drop_grace_ms);
  }
  gc_queue_touch_agent (queue, agent);
  return FALSE;
}

/* None lasts longer than one that begins now. */
static void
shorten_cooldowns (const GcQueue *queue, GcTicket *row)
{
  int64_t longest_ms = MAX (queue->config.decline_cooldown_ms, queue->config.miss_cooldown_ms);

  for (unsigned i = 0; i < row->cooldowns->len; i++) {
    GcCooldown *cooldown = &g_array_index (row->cooldowns, GcCooldown, i);
    if (cooldown->until_ms != INT64_MAX)
      cooldown->until_ms = MIN (cooldown->until_ms, queue->now_ms + longest_ms);
  }
}

static void
restart_ticket (GcQueue *queue, GcTicketEntry *entry)
{
  GcTicket *row = entry->row;

  /* Nobody need come back for a callback. */
  if (row->phone == NULL)
    row->absent_ms = queue->now_ms + queue->config.restart_ms - queue->config.drop_after_ms;
  if (row->call_after_ms != 0)
    row->call_after_ms = MIN (row->call_after_ms, queue->now_ms + queue->config.callback_retry_ms);
  shorten_cooldowns (queue, row);
  if (row->preferred != NULL)
    row->preferred_until_ms =
        MIN (row->preferred_until_ms, queue->now_ms + queue->config.assign_ms);
  if (row->head_until_ms != 0)
    row->head_until_ms = MIN (row->head_until_ms, queue->now_ms + queue->config.head_ms);
  gc_queue_touch_ticket (queue, entry);
  if (row->offer_agent != NULL)
    gc_queue_fail_offer (queue, entry, GC_REASON_OFFER_CANCELLED, "restart");
  if (row->state == GC_TICKET_DROPPED)
    row->until_ms = queue->now_ms + queue->config.drop_grace_ms;
  if (row->state == GC_TICKET_CONNECTING)
    row->until_ms = gc_queue_connect_until_ms (queue, row) + queue->config.restart_ms;
  if (row->state == GC_TICKET_PARKED) {
    int64_t longest_ms = queue->now_ms + GC_PARK_MAX_MINUTES * INT64_C (60000);
    int64_t back_ms = queue->now_ms + queue->config.restart_ms + queue->config.drop_grace_ms;
    row->until_ms = MAX (MIN (row->until_ms, longest_ms), back_ms);
  }
  if (row->state == GC_TICKET_ABANDONED && row->until_ms != 0)
    row->until_ms = MIN (row->until_ms, queue->now_ms + queue->config.callback_shown_ms);
}

static int
compare_by_id (gconstpointer a, gconstpointer b)
{
  const GcTicketEntry *left = a, *right = b;

  return g_strcmp0 (left->row->id, right->row->id);
}

void
gc_queue_restart (GcQueue *queue)
{
  g_autoptr (GList) entries = g_hash_table_get_values (queue->tickets);

  /*
   * The service was away, not the people: no time that passed meanwhile counts against them. Nor
   * does a clock that was ahead before and is right now make any wait longer than it would be anew.
   */
  gc_queue_end_agents (queue);
  g_tree_foreach (queue->agents, restart_agent, queue);
  entries = g_list_sort (entries, compare_by_id);
  for (GList *at = entries; at != NULL; at = at->next)
    restart_ticket (queue, at->data);
  gc_queue_book_restart (queue);
}
