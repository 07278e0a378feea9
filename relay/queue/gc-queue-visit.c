// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Several items in one visit. The ticket is always about one of them, its current item, and stands
 * in the line of that item's department; when an item is finished it is about the next one. The
 * agent goes on with it if it is his to handle; if not, the end of his session leads to the head of
 * the next department's line.
 */
#include "config.h"

#include "queue/gc-queue-private.h"

#include "common/gc-error.h"
#include "common/gc-id.h"

#include <string.h>

/* Whether @item can be one more of the items of @visit, of which @first is the first. */
static gboolean
check_item (GcQueue *queue,
            const GArray *visit,
            const char *first,
            const GcVisitWish *item,
            GError **error)
{
  unsigned unused = 0;

  if (item->item == NULL || !gc_id_is_valid (item->item, 64)) {
    g_set_error_literal (error, GC_ERROR, GC_ERROR_INVALID, "item: not an identifier");
    return FALSE;
  }
  if (strcmp (item->item, first) == 0 || gc_visit_find (visit, item->item) != NULL) {
    g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "item %s: is in the visit already",
                 item->item);
    return FALSE;
  }
  if (MAX (visit->len, 1) >= GC_VISIT_MAX_ITEMS) {
    g_set_error (error, GC_ERROR, GC_ERROR_LIMIT, "item %s: one too many (%d)", item->item,
                 GC_VISIT_MAX_ITEMS);
    return FALSE;
  }
  if (!gc_queue_item_index (queue, item->item, &unused)) {
    g_set_error (error, GC_ERROR, GC_ERROR_LIMIT, "item %s: too many items", item->item);
    return FALSE;
  }
  return gc_queue_check_department (queue, item->department, error);
}

GArray *
gc_queue_make_visit (GcQueue *queue, const GcQueueEvent *event, GError **error)
{
  g_autoptr (GArray) visit = gc_visit_new ();

  if (event->create.n_more > 0)
    gc_visit_add (visit, event->create.item, event->create.department, !!event->create.direct);
  for (unsigned i = 0; i < event->create.n_more; i++) {
    const GcVisitWish *more = &event->create.more[i];
    if (!check_item (queue, visit, event->create.item, more, error))
      return NULL;
    gc_visit_add (visit, more->item, more->department, !!more->direct);
  }
  return g_steal_pointer (&visit);
}

/* The ticket is about @item from now on. */
static void
turn_to (GcQueue *queue, GcTicketEntry *entry, const GcVisitItem *item)
{
  GcTicket *row = entry->row;

  g_free (row->item);
  row->item = g_strdup (item->item);
  row->direct = item->direct;
  row->outcome = GC_OUTCOME_NONE;
  entry->need.direct = item->direct;
  gc_queue_item_index (queue, item->item, &entry->need.item);
  gc_queue_set_department (queue, entry, item->department);
  if (row->direct)
    gc_queue_let_listeners_go (queue, entry);
}

/* The current item is finished, and not the last one. */
static void
finish_item (GcQueue *queue, GcTicketEntry *entry, const GcAgentEntry *agent, GcOutcome outcome)
{
  GcTicket *row = entry->row;
  GcVisitItem *item = gc_visit_find (row->visit, row->item);
  g_autofree char *detail = g_strdup_printf ("%s=%s", row->item, gc_outcome_name (outcome));

  row->outcome = outcome;
  gc_queue_learn_service (queue, row);
  item->outcome = outcome;
  item->agent = g_strdup (agent->row->account);
  gc_queue_note (queue, entry, GC_REASON_ITEM_DONE, item->agent, detail);
  turn_to (queue, entry, gc_visit_first_open (row->visit));
  /* What comes is measured from now on. */
  row->talked_ms = row->session_since_ms - queue->now_ms;
}

static gboolean
is_last (const GcTicket *row)
{
  unsigned n_open = 0;

  for (unsigned i = 0; i < row->visit->len; i++)
    n_open += g_array_index (row->visit, GcVisitItem, i).outcome == GC_OUTCOME_NONE;
  return n_open <= 1;
}

/* Whether @agent has come to an item that is another department's. */
static gboolean
is_elsewhere (const GcTicketEntry *entry, const GcAgentEntry *agent)
{
  return gc_visit_last_of (entry->row->visit, agent->row->account) != NULL &&
         !gc_queue_is_able (agent, &entry->need, GC_RING_SUPERVISOR);
}

gboolean
gc_queue_is_item_elsewhere (const GcQueue *queue, const char *ticket, const char *account)
{
  const GcTicketEntry *entry = gc_queue_find_ticket (queue, ticket);
  const GcAgentEntry *agent = gc_queue_find_agent (queue, account);

  return entry != NULL && agent != NULL && is_elsewhere (entry, agent);
}

gboolean
gc_queue_end_visit_part (GcQueue *queue,
                         GcTicketEntry *entry,
                         GcAgentEntry *agent,
                         GcOutcome outcome)
{
  GcTicket *row = entry->row;

  if (!is_elsewhere (entry, agent)) {
    if (is_last (row))
      return FALSE;
    finish_item (queue, entry, agent, outcome);
  }
  if (row->offer_agent != NULL)
    gc_queue_end_offer (queue, entry, GC_REASON_OFFER_CANCELLED, "next_item");
  gc_queue_give_back (queue, entry, GC_REASON_NEXT_ITEM, TRUE, row->item);
  gc_queue_tell_resident (queue, entry, GC_NOTICE_NEXT_ITEM);
  return TRUE;
}

gboolean
gc_queue_on_item_done (GcQueue *queue,
                       const GcQueueEvent *event,
                       GcTicketEntry *ticket,
                       GcAgentEntry *agent,
                       GError **error)
{
  const GcTicket *row = ticket->row;
  GcOutcome outcome = event->item_done.outcome;

  if (outcome <= GC_OUTCOME_NONE || outcome >= GC_OUTCOME_N) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "ticket %s: no outcome", row->number);
    return FALSE;
  }
  if (g_strcmp0 (event->item_done.item, row->item) != 0 || is_elsewhere (ticket, agent)) {
    g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "ticket %s: agent %s does not handle item %s",
                 row->number, agent->row->account,
                 event->item_done.item != NULL ? event->item_done.item : "");
    return FALSE;
  }
  if (is_last (row)) {
    g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT,
                 "ticket %s: the last item ends with the session", row->number);
    return FALSE;
  }
  if (row->offer_agent != NULL)
    gc_queue_end_offer (queue, ticket, GC_REASON_OFFER_CANCELLED, "item_done");
  finish_item (queue, ticket, agent, outcome);
  return TRUE;
}

gboolean
gc_queue_on_item_add (GcQueue *queue,
                      const GcQueueEvent *event,
                      GcTicketEntry *ticket,
                      GcAgentEntry *agent,
                      GError **error)
{
  const GcVisitWish *wish = &event->item_add;
  GcTicket *row = ticket->row;

  if (!check_item (queue, row->visit, row->item, wish, error))
    return FALSE;
  if (row->visit->len == 0)
    gc_visit_add (row->visit, row->item, row->department, row->direct);
  gc_visit_add (row->visit, wish->item, wish->department, !!wish->direct);
  gc_queue_expect_service (queue, wish->item, wish->expected_ms);
  gc_queue_note (queue, ticket, GC_REASON_ITEM_ADDED, agent->row->account, wish->item);
  return TRUE;
}

void
gc_queue_finish_visit (GcTicket *row)
{
  GcVisitItem *item = gc_visit_find (row->visit, row->item);

  if (item == NULL)
    return;
  item->outcome = row->outcome;
  g_free (item->agent);
  item->agent = g_strdup (row->agent);
}

void
gc_queue_correct_item (GcQueue *queue, GcTicketEntry *entry, const char *account, GcOutcome outcome)
{
  GcVisitItem *item = gc_visit_last_of (entry->row->visit, account);

  if (item == NULL || outcome == GC_OUTCOME_NONE)
    return;
  item->outcome = outcome;
  gc_queue_touch_ticket (queue, entry);
}
