// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Every invariant, by brute force and without the help of what it checks. For tests: its cost grows
 * with tickets times agents.
 */
#include "config.h"

#include "queue/gc-queue-private.h"

#include "common/gc-error.h"

#include <string.h>

#define CHECK(condition, what, id)                                                                 \
  if (!(condition)) {                                                                              \
    g_set_error (error, GC_ERROR, GC_ERROR_INTERNAL, "%s %s: not %s", what, id, #condition);       \
    return FALSE;                                                                                  \
  }

static gboolean
check_lease (const GcQueue *queue, const GcTicketEntry *entry, GError **error)
{
  const GcTicket *row = entry->row;

  CHECK ((row->state == GC_TICKET_OFFERED) <= (row->offer_agent != NULL), "ticket", row->id);
  if (row->offer_agent == NULL) {
    CHECK (row->offer_until_ms == 0, "ticket", row->id);
    return TRUE;
  }
  const GcAgentEntry *agent = gc_queue_find_agent (queue, row->offer_agent);
  CHECK (row->state == GC_TICKET_OFFERED || row->state == GC_TICKET_IN_SESSION, "ticket", row->id);
  CHECK (agent != NULL && g_strcmp0 (agent->row->offer, row->id) == 0, "ticket", row->id);
  CHECK (row->offer_until_ms <= queue->now_ms + queue->config.offer_ms, "ticket", row->id);
  CHECK (g_strcmp0 (row->agent, row->offer_agent) != 0, "ticket", row->id);
  return TRUE;
}

/* The seats of a session: no more than the relay's rooms have, each guest on one of his own. */
static gboolean
check_guests (const GcQueue *queue, const GcTicket *row, GError **error)
{
  unsigned seats = 0;

  CHECK (row->guests->len <= GC_GUESTS_MAX, "ticket", row->id);
  CHECK (row->guests->len == 0 || gc_ticket_state_is_call (row->state), "ticket", row->id);
  CHECK (row->invite == GC_INVITE_NONE ||
             (row->state == GC_TICKET_IN_SESSION && row->offer_agent != NULL),
         "ticket", row->id);
  for (unsigned i = 0; i < row->guests->len; i++) {
    const GcGuest *guest = &g_array_index (row->guests, GcGuest, i);
    const GcAgentEntry *agent = gc_queue_find_agent (queue, guest->agent);
    CHECK (guest->seat >= 1 && guest->seat <= GC_GUESTS_MAX, "ticket", row->id);
    CHECK ((seats & (1u << guest->seat)) == 0, "ticket", row->id);
    CHECK (g_strcmp0 (guest->agent, row->agent) != 0, "ticket", row->id);
    CHECK (agent != NULL && g_strcmp0 (agent->row->ticket, row->id) == 0, "ticket", row->id);
    CHECK (agent->row->wrap_up_until_ms == 0, "agent", guest->agent);
    CHECK (agent->row->effective == GC_EFFECTIVE_BUSY, "agent", guest->agent);
    seats |= 1u << guest->seat;
  }
  return TRUE;
}

static gboolean
check_ticket_indexes (const GcQueue *queue, const GcTicketEntry *entry, GError **error)
{
  const GcTicket *row = entry->row;
  gboolean in_line = row->state == GC_TICKET_WAITING || row->state == GC_TICKET_OFFERED;
  gboolean in_pool = gc_queue_is_offerable (row);

  CHECK ((entry->open_iter == NULL) == gc_ticket_state_is_over (row->state), "ticket", row->id);
  CHECK ((entry->line != NULL) == in_line, "ticket", row->id);
  CHECK ((entry->pool != NULL) + (entry->keeper != NULL) == in_pool, "ticket", row->id);
  CHECK (entry->line == NULL || (entry->line->departments & entry->need.department), "ticket",
         row->id);
  CHECK (entry->pool == NULL ||
             g_hash_table_lookup (queue->pools_by_need, &entry->need) == entry->pool,
         "ticket", row->id);
  CHECK (!in_pool || (entry->keeper != NULL) == (row->preferred != NULL), "ticket", row->id);
  CHECK (entry->deadline.at_ms == gc_queue_ticket_deadline (queue, entry), "ticket", row->id);
  CHECK (!entry->touched && !entry->wants_agent && !row->closed, "ticket", row->id);
  CHECK ((g_hash_table_lookup (queue->kiosks, row->kiosk) == entry) == !row->cleared, "ticket",
         row->id);
  return TRUE;
}

/* It is filed where its row says, unless time has passed that no tick has told of yet. */
static gboolean
check_place (const GcQueue *queue, const GcTicketEntry *entry, GError **error)
{
  const GcTicket *row = entry->row;
  GcPlace place = gc_queue_place (queue, row);
  gboolean due = entry->deadline.at_ms <= queue->now_ms;

  CHECK (due || gc_queue_compare_places (&place, &entry->place) == 0, "ticket", row->id);
  CHECK (due || entry->line == NULL || gc_queue_need (queue, entry).ring == entry->need.ring,
         "ticket", row->id);
  CHECK ((row->preferred == NULL) <= !row->assigned, "ticket", row->id);
  CHECK (row->preferred == NULL || row->state == GC_TICKET_WAITING ||
             row->state == GC_TICKET_OFFERED || row->state == GC_TICKET_PARKED,
         "ticket", row->id);
  CHECK ((row->state == GC_TICKET_PARKED) <= (row->preferred != NULL), "ticket", row->id);
  CHECK ((row->state == GC_TICKET_PARKED) == (row->park_reason != NULL), "ticket", row->id);
  CHECK ((row->preferred != NULL) == (entry->reserver != NULL), "ticket", row->id);
  CHECK (entry->reserver == NULL ||
             (g_strcmp0 (entry->reserver->row->account, row->preferred) == 0 &&
              g_ptr_array_find (entry->reserver->reserved, entry, NULL)),
         "ticket", row->id);
  CHECK (((row->boosts & (1u << GC_BOOST_REENTRY)) != 0) == (row->head_until_ms != 0), "ticket",
         row->id);
  return TRUE;
}

/* Nobody waits before a kiosk for a callback, and nothing of one is left on a ticket that is none.
 */
static gboolean
check_callback (const GcTicket *row, GError **error)
{
  gboolean in_line = row->state == GC_TICKET_WAITING || row->state == GC_TICKET_OFFERED;

  CHECK (row->phone == NULL || row->state != GC_TICKET_DRAFT, "ticket", row->id);
  CHECK (row->phone == NULL || row->absent_ms == 0, "ticket", row->id);
  CHECK (row->phone == NULL || row->cleared || in_line, "ticket", row->id);
  CHECK (row->call_after_ms == 0 || (row->phone != NULL && row->state == GC_TICKET_WAITING),
         "ticket", row->id);
  CHECK (row->phone != NULL || row->call_attempts == 0, "ticket", row->id);
  CHECK (row->until_ms == 0 || row->phone != NULL || row->state == GC_TICKET_CONNECTING ||
             row->state == GC_TICKET_DROPPED || row->state == GC_TICKET_PARKED,
         "ticket", row->id);
  return TRUE;
}

static gboolean
check_ticket (const GcQueue *queue, const GcTicketEntry *entry, GError **error)
{
  const GcTicket *row = entry->row;
  gboolean served = row->state >= GC_TICKET_CONNECTING && row->state <= GC_TICKET_DONE;

  CHECK (served == (row->agent != NULL), "ticket", row->id);
  CHECK ((row->rank == 0) == (row->enqueued_ms == 0), "ticket", row->id);
  CHECK (row->rank <= queue->last_rank, "ticket", row->id);
  if (served && row->state != GC_TICKET_DONE) {
    const GcAgentEntry *agent = gc_queue_agent_of (queue, entry);
    CHECK (agent != NULL && g_strcmp0 (agent->row->ticket, row->id) == 0, "ticket", row->id);
    CHECK ((agent->row->wrap_up_until_ms != 0) == (row->state == GC_TICKET_WRAP_UP), "ticket",
           row->id);
  }
  return check_guests (queue, row, error) && check_lease (queue, entry, error) &&
         check_ticket_indexes (queue, entry, error) && check_place (queue, entry, error) &&
         check_callback (row, error);
}

typedef struct {
  const GcQueue *queue;
  GError **error;
  gboolean failed;
  unsigned n_kept;
} AgentCheck;

static gboolean
check_agent (const GcQueue *queue, const GcAgentEntry *agent, GError **error)
{
  const GcAgent *row = agent->row;

  CHECK (row->offer == NULL || (row->ticket == NULL && row->wrap_up_until_ms == 0), "agent",
         row->account);
  CHECK (row->wrap_up_until_ms == 0 || row->ticket != NULL, "agent", row->account);
  CHECK (row->ticket == NULL || gc_queue_find_ticket (queue, row->ticket) != NULL, "agent",
         row->account);
  CHECK ((agent->idle_iter != NULL) == (row->effective == GC_EFFECTIVE_IDLE), "agent",
         row->account);
  CHECK (agent->deadline.at_ms == gc_queue_agent_deadline (queue, agent), "agent", row->account);
  CHECK (!agent->touched && !agent->wants_ticket, "agent", row->account);
  if (row->ticket != NULL && row->wrap_up_until_ms == 0) {
    const GcTicket *ticket = gc_queue_find_ticket (queue, row->ticket)->row;
    CHECK (g_strcmp0 (ticket->agent, row->account) == 0 ||
               gc_guests_find (ticket->guests, row->account) != NULL,
           "agent", row->account);
  }
  if (row->offer != NULL) {
    const GcTicketEntry *ticket = gc_queue_find_ticket (queue, row->offer);
    CHECK (ticket != NULL && g_strcmp0 (ticket->row->offer_agent, row->account) == 0, "agent",
           row->account);
    CHECK (row->effective == GC_EFFECTIVE_OFFERED, "agent", row->account);
  }
  return TRUE;
}

/* Nobody idle could take anything that waits. */
static gboolean
check_nothing_left (const GcQueue *queue, const GcAgentEntry *agent, GError **error)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, queue->tickets);
  while (agent->idle_iter != NULL && g_hash_table_iter_next (&iter, NULL, &value)) {
    const GcTicketEntry *entry = value;
    gboolean left = gc_queue_is_offerable (entry->row) && gc_queue_can_take (queue, agent, entry);
    /* A cooldown that has run out since the last tick is not yet known to have done so. */
    CHECK (!left || entry->deadline.at_ms <= queue->now_ms, "ticket", entry->row->id);
  }
  return TRUE;
}

static gboolean
visit_agent (gpointer key, gpointer value, gpointer user_data)
{
  AgentCheck *check = user_data;

  check->n_kept += (unsigned)g_sequence_get_length (((GcAgentEntry *)value)->kept);
  check->failed = !check_agent (check->queue, value, check->error) ||
                  !check_nothing_left (check->queue, value, check->error);
  return check->failed;
}

gboolean
gc_queue_check (const GcQueue *queue, GError **error)
{
  AgentCheck check = { queue, error, FALSE, 0 };
  GHashTableIter iter;
  gpointer value;
  unsigned in_lines = 0, in_pools = 0, in_kept = 0;

  g_hash_table_iter_init (&iter, queue->tickets);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const GcTicketEntry *entry = value;
    if (!check_ticket (queue, entry, error))
      return FALSE;
    in_lines += entry->line != NULL;
    in_pools += entry->pool != NULL;
    in_kept += entry->keeper != NULL;
  }
  for (unsigned i = 0; i < queue->lines->len; i++)
    in_lines -=
        (unsigned)g_sequence_get_length (((GcLine *)g_ptr_array_index (queue->lines, i))->tickets);
  for (unsigned i = 0; i < GC_QUEUE_DEPARTMENTS; i++)
    for (unsigned j = 0; j < queue->pools[i]->len; j++)
      in_pools -= (unsigned)g_sequence_get_length (
          ((GcPool *)g_ptr_array_index (queue->pools[i], j))->tickets);
  CHECK (in_lines == 0 && in_pools == 0, "queue", "lines");
  g_tree_foreach (queue->agents, visit_agent, &check);
  if (check.failed)
    return FALSE;
  CHECK (in_kept == check.n_kept, "queue", "kept");
  return gc_queue_book_check (queue, error);
}
