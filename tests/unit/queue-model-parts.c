// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "queue-model-parts.h"

#include <string.h>

/* More would only make the run slow: nobody has to leave a kiosk for them. */
#define MAX_CALLBACKS 8
#define MINUTE_MS INT64_C (60000)

gboolean
is_overdue (const GcTicket *ticket, int64_t now_ms)
{
  return now_ms - ticket->enqueued_ms >= 45 * MINUTE_MS;
}

int64_t
score_of (const GcTicket *ticket, int64_t now_ms)
{
  static const int minutes[GC_BOOST_N] = { 40, 20, 5, 5, 10, 40 };
  int64_t bonus_ms = 0;

  for (GcBoost boost = 0; boost < GC_BOOST_N; boost++)
    if (ticket->boosts & (1u << boost))
      bonus_ms += minutes[boost] * MINUTE_MS;
  if (is_overdue (ticket, now_ms))
    bonus_ms = 0;
  return now_ms - ticket->enqueued_ms + MIN (bonus_ms, 40 * MINUTE_MS);
}

static void
copy_ticket (gpointer key, gpointer value, gpointer rows)
{
  g_ptr_array_add (((GcQueueRows *)rows)->tickets, gc_ticket_copy (value));
}

static void
copy_agent (gpointer key, gpointer value, gpointer rows)
{
  g_ptr_array_add (((GcQueueRows *)rows)->agents, gc_agent_copy (value));
}

static void
copy_counter (gpointer key, gpointer value, gpointer rows)
{
  GcNumberCounter *counter = g_memdup2 (value, sizeof *counter);

  counter->point = g_strdup (key);
  g_ptr_array_add (((GcQueueRows *)rows)->counters, counter);
}

static void
copy_time (gpointer key, gpointer value, gpointer rows)
{
  g_ptr_array_add (((GcQueueRows *)rows)->times, gc_service_time_copy (value));
}

GcQueueRows *
copy_rows (GHashTable *tickets, GHashTable *agents, GHashTable *counters, GHashTable *times)
{
  GcQueueRows *rows = gc_queue_rows_new ();

  g_hash_table_foreach (tickets, copy_ticket, rows);
  g_hash_table_foreach (agents, copy_agent, rows);
  g_hash_table_foreach (counters, copy_counter, rows);
  g_hash_table_foreach (times, copy_time, rows);
  return rows;
}

/* One of those who left a number, or none; how many there are. */
static const GcTicket *
pick_callback (GRand *random, const GcQueue *queue, GHashTable *tickets, int *ret_n)
{
  const GcTicket *picked = NULL;
  g_autoptr (GList) ids = g_list_sort (g_hash_table_get_keys (tickets), (GCompareFunc)strcmp);

  *ret_n = 0;
  for (GList *at = ids; at != NULL; at = at->next) {
    const GcTicket *row = gc_queue_get_ticket (queue, at->data);
    if (row != NULL && row->phone != NULL && g_rand_int_range (random, 0, ++*ret_n) == 0)
      picked = row;
  }
  return picked;
}

gboolean
pick_callback_event (GRand *random,
                     const GcQueue *queue,
                     GHashTable *tickets,
                     const GcTicket *shown,
                     int64_t now_ms,
                     GcQueueEvent *event)
{
  int n = 0;
  const GcTicket *callback = pick_callback (random, queue, tickets, &n);

  if (shown != NULL && n < MAX_CALLBACKS) {
    event->type = GC_EVENT_TICKET_CALL_BACK;
    event->ticket = shown->id;
    event->call_back.phone = g_rand_int_range (random, 0, 10) == 0 ? "12" : MODEL_PHONE;
    return TRUE;
  }
  if (callback == NULL)
    return FALSE;
  event->ticket = callback->id;
  event->type =
      g_rand_int_range (random, 0, 3) == 0 ? GC_EVENT_CALLBACK_CANCEL : GC_EVENT_CALLBACK_RETURN;
  if (event->type == GC_EVENT_CALLBACK_RETURN && g_rand_boolean (random))
    event->come_back.closes_ms = now_ms + g_rand_int_range (random, 0, 5400000);
  return TRUE;
}

void
check_place (const GcTicket *before, const GcTicket *now)
{
  if (before == NULL || before->rank == 0)
    return;
  g_assert_cmpuint (now->rank, ==, before->rank);
  g_assert_cmpint (now->enqueued_ms, ==, before->enqueued_ms);
}

GHashTable *
known_states (GHashTable *tickets)
{
  GHashTable *states = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, tickets);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (states, g_strdup (key),
                         GINT_TO_POINTER ((int)((GcTicket *)value)->state + 1));
  return states;
}
