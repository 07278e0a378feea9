// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Rows in and rows out: loading, changes, and what comes from the accounts.
 */
#include "config.h"

#include "queue/gc-queue-private.h"

#include "common/gc-error.h"

#include <string.h>

static GcAgentEntry *
ensure_agent (GcQueue *queue, const char *account)
{
  GcAgentEntry *agent = gc_queue_find_agent (queue, account);

  return agent != NULL ? agent : gc_queue_add_agent (queue, gc_agent_new (account));
}

/* Whether a ticket in this state has an agent, and whether it may or must have a lease. */
static gboolean
check_ticket_row (const GcTicket *row, GError **error)
{
  gboolean served = row->state >= GC_TICKET_CONNECTING && row->state <= GC_TICKET_DONE;
  gboolean may_have_lease = row->state == GC_TICKET_OFFERED || row->state == GC_TICKET_IN_SESSION;

  if (row->state < GC_TICKET_N_STATES && served == (row->agent != NULL) &&
      (row->offer_agent == NULL || may_have_lease) &&
      (row->offer_agent != NULL || row->state != GC_TICKET_OFFERED) && !row->closed &&
      (row->state == GC_TICKET_PARKED) == (row->park_reason != NULL) &&
      (row->preferred != NULL || row->state != GC_TICKET_PARKED) &&
      (row->guests->len == 0 || gc_ticket_state_is_call (row->state)) &&
      (row->invite == GC_INVITE_NONE || (row->offer_agent != NULL && row->agent != NULL)) &&
      row->department != NULL && row->kiosk != NULL && row->languages != NULL &&
      (row->rank != 0 || row->state == GC_TICKET_DRAFT || row->state == GC_TICKET_ABANDONED))
    return TRUE;
  g_set_error (error, GC_ERROR, GC_ERROR_INTERNAL, "ticket %s: its row contradicts itself",
               row->id);
  return FALSE;
}

static gboolean
load_ticket (GcQueue *queue, const GcTicket *row, GError **error)
{
  const GcTicketEntry *shown = g_hash_table_lookup (queue->kiosks, row->kiosk);

  if (gc_queue_find_ticket (queue, row->id) != NULL || (shown != NULL && !row->cleared)) {
    g_set_error (error, GC_ERROR, GC_ERROR_INTERNAL, "ticket %s: its kiosk or id is taken",
                 row->id);
    return FALSE;
  }
  gc_queue_add_ticket (queue, gc_ticket_copy (row));
  if (row->agent != NULL)
    ensure_agent (queue, row->agent);
  if (row->preferred != NULL)
    ensure_agent (queue, row->preferred);
  for (unsigned i = 0; i < row->guests->len; i++)
    ensure_agent (queue, g_array_index (row->guests, GcGuest, i).agent);
  if (row->offer_agent == NULL)
    return TRUE;
  GcAgentEntry *agent = ensure_agent (queue, row->offer_agent);
  if (agent->row->offer != NULL) {
    g_set_error (error, GC_ERROR, GC_ERROR_INTERNAL, "agent %s: has two offers", row->offer_agent);
    return FALSE;
  }
  agent->row->offer = g_strdup (row->id);
  return TRUE;
}

static gboolean
load_agent (GcQueue *queue, const GcAgent *row, GError **error)
{
  GcAgentEntry *entry = ensure_agent (queue, row->account);
  GcAgent *agent = entry->row;

  agent->wanted = row->wanted;
  agent->effective = row->effective;
  agent->since_ms = row->since_ms;
  entry->told_wanted = row->wanted;
  entry->told_effective = row->effective;
  agent->idle_since_ms = row->idle_since_ms;
  agent->absent_ms = row->absent_ms;
  agent->misses = row->misses;
  agent->wrap_up_until_ms = row->wrap_up_until_ms;
  agent->extended = row->extended;
  agent->notice = row->notice;
  agent->notice_ms = row->notice_ms;
  gc_queue_touch_agent (queue, entry);
  if (row->ticket == NULL)
    return TRUE;
  GcTicketEntry *ticket = gc_queue_find_ticket (queue, row->ticket);
  if (ticket == NULL || agent->ticket != NULL ||
      (row->wrap_up_until_ms == 0 && g_strcmp0 (ticket->row->agent, row->account) != 0 &&
       gc_guests_find (ticket->row->guests, row->account) == NULL)) {
    g_set_error (error, GC_ERROR, GC_ERROR_INTERNAL, "agent %s: has no seat in ticket %s",
                 row->account, row->ticket);
    return FALSE;
  }
  agent->ticket = g_strdup (row->ticket);
  ticket->n_agents++;
  return TRUE;
}

/* The guests of a ticket name it, too, and are not its agent. */
static gboolean
check_guests (const GcQueue *queue, const GcTicket *row, GError **error)
{
  for (unsigned i = 0; i < row->guests->len; i++) {
    const char *account = g_array_index (row->guests, GcGuest, i).agent;
    const GcAgent *agent = gc_queue_find_agent (queue, account)->row;
    if (g_strcmp0 (agent->ticket, row->id) == 0 && agent->wrap_up_until_ms == 0 &&
        strcmp (account, row->agent) != 0)
      continue;
    g_set_error (error, GC_ERROR, GC_ERROR_INTERNAL, "ticket %s: agent %s is no guest of it",
                 row->id, account);
    return FALSE;
  }
  return TRUE;
}

/* Each ticket that needs an agent must be the one that this agent names. */
static gboolean
check_served (const GcQueue *queue, GError **error)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, queue->tickets);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const GcTicketEntry *entry = value;
    GcTicketState state = entry->row->state;
    if (state < GC_TICKET_CONNECTING || state > GC_TICKET_WRAP_UP)
      continue;
    if (g_strcmp0 (gc_queue_agent_of (queue, entry)->row->ticket, entry->row->id) != 0) {
      g_set_error (error, GC_ERROR, GC_ERROR_INTERNAL, "ticket %s: agent %s does not serve it",
                   entry->row->id, entry->row->agent);
      return FALSE;
    }
    if (!check_guests (queue, entry->row, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
load_rows (GcQueue *queue, const GcQueueRows *rows, GError **error)
{
  for (unsigned i = 0; i < rows->tickets->len; i++) {
    const GcTicket *row = g_ptr_array_index (rows->tickets, i);
    if (!check_ticket_row (row, error) || !load_ticket (queue, row, error))
      return FALSE;
  }
  for (unsigned i = 0; i < rows->agents->len; i++)
    if (!load_agent (queue, g_ptr_array_index (rows->agents, i), error))
      return FALSE;
  for (unsigned i = 0; i < rows->counters->len; i++) {
    const GcNumberCounter *row = g_ptr_array_index (rows->counters, i);
    GcPointEntry *point = gc_queue_point_of (queue, row->point);
    point->row.local_date = row->local_date;
    point->row.last = row->last;
    point->row.served_ms = row->served_ms;
  }
  for (unsigned i = 0; i < rows->times->len; i++) {
    GcServiceTime *time = gc_service_time_copy (g_ptr_array_index (rows->times, i));
    g_hash_table_replace (queue->times, time->item, time);
  }
  return check_served (queue, error) && gc_queue_book_load (queue, rows, error);
}

gboolean
gc_queue_load (GcQueue *queue, const GcQueueRows *rows, int64_t now_ms, GError **error)
{
  g_return_val_if_fail (g_hash_table_size (queue->tickets) == 0, FALSE);

  queue->now_ms = now_ms;
  queue->last_seq = rows->last_seq;
  queue->last_rank = rows->last_rank;
  queue->last_agent_seq = rows->last_agent_seq;
  queue->alive_ms = rows->alive_ms;
  queue->loading = TRUE;
  if (!load_rows (queue, rows, error))
    return FALSE;
  gc_queue_settle (queue);
  queue->loading = FALSE;
  /* What could be offered has been offered before the rows were written. */
  for (unsigned i = 0; i < queue->new_tickets->len; i++)
    ((GcTicketEntry *)g_ptr_array_index (queue->new_tickets, i))->wants_agent = FALSE;
  for (unsigned i = 0; i < queue->new_agents->len; i++)
    ((GcAgentEntry *)g_ptr_array_index (queue->new_agents, i))->wants_ticket = FALSE;
  g_ptr_array_set_size (queue->new_tickets, 0);
  g_ptr_array_set_size (queue->new_agents, 0);
  for (unsigned i = 0; i < queue->changed_agents->len; i++)
    ((GcAgentEntry *)g_ptr_array_index (queue->changed_agents, i))->changed = FALSE;
  g_ptr_array_set_size (queue->changed_agents, 0);
  return TRUE;
}

/* A language that an agent brings along may be one that tickets have been waiting with. */
static void
refile_languages (GcQueue *queue)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, queue->tickets);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    GcTicketEntry *entry = value;
    uint64_t languages =
        gc_queue_mask (queue->languages, (const char *const *)entry->row->languages, FALSE);
    if (languages == entry->need.languages)
      continue;
    if (entry->pool != NULL || entry->keeper != NULL)
      gc_queue_leave_pool (queue, entry);
    entry->need.languages = languages;
    if (gc_queue_is_offerable (entry->row)) {
      gc_queue_enter_pool (queue, entry);
      gc_queue_seek_agent (queue, entry);
    }
  }
}

static gboolean
refuse_name (const char *account, const char *name, unsigned max, GError **error)
{
  g_set_error (error, GC_ERROR, GC_ERROR_LIMIT, "agent %s: %s is one too many (%u)", account, name,
               max);
  return FALSE;
}

/* Whether all names can have a bit; those before one too many keep theirs. */
static gboolean
check_skills (GcQueue *queue, const GcAgentSkills *skills, GError **error)
{
  unsigned unused = 0;

  for (const char *const *at = skills->departments; *at != NULL; at++)
    if (gc_queue_mask (queue->departments, (const char *const[]){ *at, NULL }, TRUE) == 0)
      return refuse_name (skills->account, *at, 64, error);
  for (const char *const *at = skills->languages; *at != NULL; at++) {
    g_auto (GStrv) parts = g_strsplit (*at, ":", 2);
    if (gc_queue_mask (queue->languages, (const char *const[]){ parts[0], NULL }, TRUE) == 0)
      return refuse_name (skills->account, *at, 64, error);
  }
  for (const char *const *at = skills->items; at != NULL && *at != NULL; at++)
    if (!gc_queue_item_index (queue, *at, &unused))
      return refuse_name (skills->account, *at, 64 * GC_QUEUE_ITEM_WORDS, error);
  return TRUE;
}

static void
replace_words (char ***words, const char *const *with)
{
  g_strfreev (*words);
  *words = with != NULL ? g_strdupv ((char **)with) : g_new0 (char *, 1);
}

gboolean
gc_queue_set_agent (GcQueue *queue, const GcAgentSkills *skills, int64_t now_ms, GError **error)
{
  unsigned n_languages = queue->languages->len;

  if (!check_skills (queue, skills, error))
    return FALSE;
  queue->now_ms = MAX (queue->now_ms, now_ms);
  GcAgentEntry *entry = ensure_agent (queue, skills->account);
  GcAgent *row = entry->row;
  g_free (row->name);
  row->name = g_strdup (skills->name);
  replace_words (&row->departments, skills->departments);
  replace_words (&row->languages, skills->languages);
  replace_words (&row->items, skills->items);
  row->supervisor = skills->supervisor;
  gc_spans_free (entry->shift);
  entry->shift = skills->shift != NULL ? gc_spans_copy (skills->shift) : NULL;
  gc_queue_learn_skills (queue, entry);
  for (unsigned i = 0; i < entry->reserved->len; i++)
    gc_queue_limit_keep (queue, g_ptr_array_index (entry->reserved, i));
  if (queue->languages->len != n_languages)
    refile_languages (queue);
  gc_queue_join_lines (queue, entry->departments);
  gc_queue_touch_agent (queue, entry);
  gc_queue_seek_ticket (queue, entry);
  gc_queue_settle (queue);
  gc_queue_match (queue);
  return TRUE;
}

GcQueueRows *
gc_queue_take_changes (GcQueue *queue)
{
  GcQueueRows *rows = gc_queue_rows_new ();
  GHashTableIter iter;
  gpointer key;

  for (unsigned i = 0; i < queue->changed_tickets->len; i++) {
    GcTicketEntry *entry = g_ptr_array_index (queue->changed_tickets, i);
    entry->changed = FALSE;
    g_ptr_array_add (rows->tickets, gc_ticket_copy (entry->row));
  }
  for (unsigned i = 0; i < queue->changed_agents->len; i++) {
    GcAgentEntry *entry = g_ptr_array_index (queue->changed_agents, i);
    entry->changed = FALSE;
    g_ptr_array_add (rows->agents, gc_agent_copy (entry->row));
  }
  g_hash_table_iter_init (&iter, queue->changed_points);
  while (g_hash_table_iter_next (&iter, &key, NULL)) {
    GcNumberCounter *copy = g_memdup2 (&((GcPointEntry *)key)->row, sizeof *copy);
    copy->point = g_strdup (copy->point);
    g_ptr_array_add (rows->counters, copy);
  }
  g_hash_table_iter_init (&iter, queue->changed_times);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_ptr_array_add (rows->times, gc_service_time_copy (key));
  g_ptr_array_unref (rows->agent_events);
  rows->agent_events = queue->agent_events;
  queue->agent_events = gc_queue_agent_events_new ();
  g_ptr_array_unref (rows->transitions);
  rows->transitions = queue->transitions;
  queue->transitions = gc_queue_transitions_new ();
  gc_queue_book_take_changes (queue, rows);
  rows->last_seq = queue->last_seq;
  rows->last_rank = queue->last_rank;
  rows->last_agent_seq = queue->last_agent_seq;
  g_ptr_array_set_size (queue->changed_tickets, 0);
  g_ptr_array_set_size (queue->changed_agents, 0);
  g_hash_table_remove_all (queue->changed_points);
  g_hash_table_remove_all (queue->changed_times);
  g_ptr_array_set_size (queue->gone_tickets, 0);
  return rows;
}
