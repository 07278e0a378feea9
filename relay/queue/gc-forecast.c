// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The first MAX_PLANNED tickets of each line are run through one by one; whoever stands behind them
 * waits longer in proportion to his place. So the cost does not grow with the line, and where lines
 * are as long as that nobody is told more than "over an hour" anyway.
 */
#include "config.h"

#include "queue/gc-forecast.h"
#include "queue/gc-queue-private.h"

#include <string.h>

#define MINUTE_MS (INT64_C (60) * 1000)
#define MAX_PLANNED 100
#define MAX_DEPARTMENTS 64
#define NEVER_MS INT64_MAX

/* The words of the history. */
#define EXPECTED "expected="
#define BAND " band="
#define NONE "none reason="

/* An agent who will take tickets. */
typedef struct {
  const GcAgentEntry *agent;
  int64_t first_ms; /* done with what he has now */
  int64_t free_ms;  /* done with what was planned for him, too */
} Worker;

struct _GcForecast {
  const GcQueue *queue;
  int64_t now_ms;
  GArray *workers;                        /* Worker */
  GArray *by_department[MAX_DEPARTMENTS]; /* unsigned, indexes of workers; NULL: none */
  GArray *supervisors;                    /* unsigned */
  GHashTable *starts;                     /* GcTicketEntry -> int64_t*, owned: when it begins */
};

static const struct {
  const char *name;
  int64_t below_ms; /* 0: not a matter of time */
} bands[GC_BAND_N] = {
  [GC_BAND_UNDER_5] = { "under_5", 5 * MINUTE_MS },
  [GC_BAND_5_TO_15] = { "5_to_15", 15 * MINUTE_MS },
  [GC_BAND_15_TO_30] = { "15_to_30", 30 * MINUTE_MS },
  [GC_BAND_30_TO_60] = { "30_to_60", 60 * MINUTE_MS },
  [GC_BAND_OVER_60] = { "over_60", NEVER_MS },
  [GC_BAND_NOT_TODAY] = { "not_today", 0 },
  [GC_BAND_NOBODY] = { "nobody", 0 },
};

const char *
gc_band_name (GcBand band)
{
  g_return_val_if_fail (band < GC_BAND_N, NULL);
  return bands[band].name;
}

gboolean
gc_band_parse (const char *name, GcBand *ret_band)
{
  for (GcBand band = 0; band < GC_BAND_N; band++)
    if (strcmp (name, bands[band].name) == 0) {
      *ret_band = band;
      return TRUE;
    }
  return FALSE;
}

GcBand
gc_band_of_wait (int64_t wait_ms)
{
  GcBand band = GC_BAND_UNDER_5;

  while (band < GC_BAND_OVER_60 && wait_ms >= bands[band].below_ms)
    band++;
  return band;
}

char *
gc_estimate_format (const GcEstimate *estimate)
{
  if (estimate->wait_ms < 0)
    return g_strdup_printf (EXPECTED NONE "%s", gc_band_name (estimate->band));
  return g_strdup_printf (EXPECTED "%" G_GINT64_FORMAT BAND "%s", estimate->wait_ms / 1000,
                          gc_band_name (estimate->band));
}

gboolean
gc_estimate_parse (const char *text, GcEstimate *ret_estimate)
{
  const char *seconds = text + strlen (EXPECTED);
  char *end = NULL;
  GcEstimate told = { GC_BAND_NOBODY, -1 };

  if (!g_str_has_prefix (text, EXPECTED))
    return FALSE;
  if (g_str_has_prefix (seconds, NONE)) {
    *ret_estimate = told;
    return gc_band_parse (seconds + strlen (NONE), &told.band) && told.band == GC_BAND_NOBODY;
  }
  told.wait_ms = g_ascii_strtoll (seconds, &end, 10) * 1000;
  if (end == seconds || told.wait_ms < 0 || !g_str_has_prefix (end, BAND) ||
      !gc_band_parse (end + strlen (BAND), &told.band))
    return FALSE;
  *ret_estimate = told;
  return TRUE;
}

/* ---- the agents ---- */

/* Whether he will take another ticket. A page that reloads is not gone. */
static gboolean
goes_on (const GcForecast *forecast, const GcAgentEntry *agent)
{
  const GcAgent *row = agent->row;
  int64_t gone_ms = row->absent_ms + forecast->queue->config.drop_after_ms;
  gboolean works =
      row->wanted == GC_WANTED_OVERTIME || (row->wanted == GC_WANTED_AVAILABLE && agent->on_duty);

  return works && (row->absent_ms == 0 || forecast->now_ms < gone_ms);
}

/* When he is done with what he has, or is offered, now. Who takes longer than usual is thought to
 * need a little more: a quarter of the usual time. */
static int64_t
first_free_ms (const GcForecast *forecast, const GcAgent *row)
{
  if (row->offer != NULL) {
    const GcTicket *offered = gc_queue_find_ticket (forecast->queue, row->offer)->row;
    return forecast->now_ms + gc_queue_service_ms (forecast->queue, offered);
  }
  if (row->ticket == NULL)
    return forecast->now_ms;
  const GcTicket *ticket = gc_queue_find_ticket (forecast->queue, row->ticket)->row;
  int64_t usual_ms = gc_queue_service_ms (forecast->queue, ticket);
  /* Of the item in hand: others of the visit may have been finished in this session. */
  int64_t since_ms = ticket->session_since_ms != 0
                         ? ticket->session_since_ms - MIN (ticket->talked_ms, 0)
                         : row->since_ms;
  int64_t end_ms = MAX (since_ms + usual_ms, forecast->now_ms + usual_ms / 4);

  return row->wrap_up_until_ms != 0 ? CLAMP (row->wrap_up_until_ms, forecast->now_ms, end_ms)
                                    : end_ms;
}

static void
append_index (GArray **list, unsigned index)
{
  if (*list == NULL)
    *list = g_array_new (FALSE, FALSE, sizeof (unsigned));
  g_array_append_val (*list, index);
}

static gboolean
add_worker (gpointer key, gpointer value, gpointer user_data)
{
  GcForecast *forecast = user_data;
  const GcAgentEntry *agent = value;
  unsigned index = forecast->workers->len;

  if (!goes_on (forecast, agent))
    return FALSE;
  int64_t first_ms = first_free_ms (forecast, agent->row);
  Worker worker = { agent, first_ms, first_ms };
  g_array_append_val (forecast->workers, worker);
  for (uint64_t left = agent->departments; left != 0; left &= left - 1)
    append_index (&forecast->by_department[__builtin_ctzll (left)], index);
  if (agent->row->supervisor)
    append_index (&forecast->supervisors, index);
  return FALSE;
}

/* ---- one ticket and one agent ---- */

/* When the ring of the ticket is wide enough for @agent; NEVER_MS if it never is. */
static int64_t
able_from_ms (const GcForecast *forecast, const GcAgentEntry *agent, const GcTicketEntry *entry)
{
  const GcQueueConfig *config = &forecast->queue->config;
  const GcTicket *row = entry->row;

  if (row->assigned && strcmp (row->preferred, agent->row->account) == 0)
    return 0;
  if (gc_queue_is_able (agent, &entry->need, GC_RING_EXACT))
    return 0;
  if (gc_queue_is_able (agent, &entry->need, GC_RING_RELAXED))
    return row->enqueued_ms + config->ring2_ms;
  if (gc_queue_is_able (agent, &entry->need, GC_RING_SUPERVISOR))
    return row->enqueued_ms + config->ring3_ms;
  return NEVER_MS;
}

/* (nullable) */
static Worker *
find_worker (const GcForecast *forecast, const char *account)
{
  for (unsigned i = 0; i < forecast->workers->len; i++) {
    Worker *worker = &g_array_index (forecast->workers, Worker, i);
    if (strcmp (worker->agent->row->account, account) == 0)
      return worker;
  }
  return NULL;
}

/* From when on @agent may be given the ticket, free or not; NEVER_MS: not at all. */
static int64_t
allowed_ms (const GcForecast *forecast, const GcAgentEntry *agent, const GcTicketEntry *entry)
{
  const GcTicket *row = entry->row;
  int64_t from_ms = able_from_ms (forecast, agent, entry);

  if (from_ms == NEVER_MS)
    return NEVER_MS;
  if (row->preferred != NULL && strcmp (row->preferred, agent->row->account) != 0) {
    int64_t kept_ms = gc_queue_kept_until_ms (forecast->queue, row);
    /* Kept without an end: until its agent ends his work, if he is about to. */
    if (kept_ms == INT64_MAX && find_worker (forecast, row->preferred) != NULL)
      return NEVER_MS;
    from_ms = kept_ms == INT64_MAX ? from_ms : MAX (from_ms, kept_ms);
  }
  from_ms = MAX (from_ms, row->call_after_ms);
  for (unsigned i = 0; i < row->cooldowns->len; i++) {
    const GcCooldown *cooldown = &g_array_index (row->cooldowns, GcCooldown, i);
    if (strcmp (cooldown->agent, agent->row->account) == 0)
      from_ms = MAX (from_ms, cooldown->until_ms);
  }
  return from_ms;
}

/* The earliest begin of a ticket, and with whom. */
typedef struct {
  int64_t start_ms;       /* after what is planned; NEVER_MS: nobody is able */
  int64_t first_start_ms; /* if nothing were planned */
  Worker *worker;
} Choice;

static void
consider (const GcForecast *forecast, Worker *worker, const GcTicketEntry *entry, Choice *choice)
{
  int64_t from_ms = allowed_ms (forecast, worker->agent, entry);
  int64_t start_ms = MAX (from_ms, worker->free_ms);

  if (from_ms == NEVER_MS)
    return;
  choice->first_start_ms = MIN (choice->first_start_ms, MAX (from_ms, worker->first_ms));
  if (start_ms >= choice->start_ms)
    return;
  choice->start_ms = start_ms;
  choice->worker = worker;
}

static void
consider_each (const GcForecast *forecast,
               const GArray *indexes,
               const GcTicketEntry *entry,
               Choice *choice)
{
  for (unsigned i = 0; indexes != NULL && i < indexes->len; i++)
    consider (forecast,
              &g_array_index (forecast->workers, Worker, g_array_index (indexes, unsigned, i)),
              entry, choice);
}

static Choice
choose (const GcForecast *forecast, const GcTicketEntry *entry)
{
  Choice choice = { NEVER_MS, NEVER_MS, NULL };

  if (entry->need.department != 0)
    consider_each (forecast, forecast->by_department[__builtin_ctzll (entry->need.department)],
                   entry, &choice);
  consider_each (forecast, forecast->supervisors, entry, &choice);
  if (entry->row->assigned) {
    Worker *keeper = find_worker (forecast, entry->row->preferred);
    if (keeper != NULL)
      consider (forecast, keeper, entry, &choice);
  }
  return choice;
}

/* ---- the run ---- */

static void
plan (GcForecast *forecast, const GcTicketEntry *entry)
{
  Choice choice = choose (forecast, entry);

  int64_t *start_ms = g_new (int64_t, 1);
  *start_ms = choice.start_ms;
  g_hash_table_insert (forecast->starts, (gpointer)entry, start_ms);
  if (choice.worker != NULL)
    choice.worker->free_ms = choice.start_ms + gc_queue_service_ms (forecast->queue, entry->row);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  return gc_queue_compare_tickets (*(const GcTicketEntry *const *)a,
                                   *(const GcTicketEntry *const *)b, NULL);
}

/* Runs through the lines, with @before only as far as that place. */
static void
run (GcForecast *forecast, const GcPlace *before)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();

  for (unsigned i = 0; i < forecast->queue->lines->len; i++) {
    const GcLine *line = g_ptr_array_index (forecast->queue->lines, i);
    GSequenceIter *iter = g_sequence_get_begin_iter (line->tickets);
    for (unsigned n = 0; n < MAX_PLANNED && !g_sequence_iter_is_end (iter); n++) {
      GcTicketEntry *entry = g_sequence_get (iter);
      gboolean is_ahead = before == NULL || gc_queue_compare_places (&entry->place, before) < 0;
      /* What is offered has its agent already. */
      if (is_ahead && entry->row->offer_agent == NULL)
        g_ptr_array_add (entries, entry);
      iter = g_sequence_iter_next (iter);
    }
  }
  g_ptr_array_sort (entries, compare_entries);
  for (unsigned i = 0; i < entries->len; i++)
    plan (forecast, g_ptr_array_index (entries, i));
}

static GcForecast *
forecast_new (const GcQueue *queue, int64_t now_ms)
{
  GcForecast *forecast = g_new0 (GcForecast, 1);

  forecast->queue = queue;
  forecast->now_ms = MAX (now_ms, queue->now_ms);
  forecast->workers = g_array_new (FALSE, FALSE, sizeof (Worker));
  forecast->starts = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_tree_foreach (queue->agents, add_worker, forecast);
  return forecast;
}

GcForecast *
gc_forecast_new (const GcQueue *queue, int64_t now_ms)
{
  GcForecast *forecast = forecast_new (queue, now_ms);

  run (forecast, NULL);
  return forecast;
}

void
gc_forecast_free (GcForecast *forecast)
{
  if (forecast == NULL)
    return;
  g_hash_table_unref (forecast->starts);
  for (unsigned i = 0; i < MAX_DEPARTMENTS; i++)
    g_clear_pointer (&forecast->by_department[i], g_array_unref);
  g_clear_pointer (&forecast->supervisors, g_array_unref);
  g_array_unref (forecast->workers);
  g_free (forecast);
}

/* When a ticket begins that is not planned, @ahead being before it in its line. */
static int64_t
start_behind_ms (const GcForecast *forecast, const GcTicketEntry *entry, int64_t ahead)
{
  Choice choice = choose (forecast, entry);

  if (choice.start_ms == NEVER_MS || ahead <= MAX_PLANNED)
    return choice.start_ms;
  int64_t planned_ms = choice.start_ms - choice.first_start_ms;
  return choice.first_start_ms + planned_ms * ahead / MAX_PLANNED;
}

static GcEstimate
estimate (const GcForecast *forecast, const GcTicketEntry *entry, int64_t start_ms)
{
  const GcTicket *row = entry->row;

  if (start_ms == NEVER_MS)
    return (GcEstimate){ GC_BAND_NOBODY, -1 };
  int64_t wait_ms = MAX (start_ms - forecast->now_ms, 0);
  int64_t end_ms = start_ms + gc_queue_service_ms (forecast->queue, row);
  gboolean too_late = row->closes_ms != 0 && end_ms > row->closes_ms;
  return (GcEstimate){ too_late ? GC_BAND_NOT_TODAY : gc_band_of_wait (wait_ms), wait_ms };
}

gboolean
gc_forecast_look (const GcForecast *forecast, const char *ticket, GcEstimate *ret_estimate)
{
  const GcTicketEntry *entry = gc_queue_find_ticket (forecast->queue, ticket);

  if (entry == NULL || entry->line == NULL)
    return FALSE;
  const int64_t *planned_ms = g_hash_table_lookup (forecast->starts, entry);
  int64_t start_ms = forecast->now_ms;
  if (planned_ms != NULL)
    start_ms = *planned_ms;
  else if (entry->row->offer_agent == NULL)
    start_ms = start_behind_ms (forecast, entry, g_sequence_iter_get_position (entry->line_iter));
  *ret_estimate = estimate (forecast, entry, start_ms);
  return TRUE;
}

GcEstimate
gc_queue_estimate_newcomer (const GcQueue *queue, const GcTicketEntry *entry)
{
  GcTicketEntry newcomer = *entry;
  int64_t ahead = 0;

  newcomer.place = gc_queue_place (queue, entry->row);
  for (unsigned i = 0; i < queue->lines->len; i++) {
    const GcLine *line = g_ptr_array_index (queue->lines, i);
    if ((line->departments & entry->need.department) != 0)
      ahead = g_sequence_iter_get_position (
          g_sequence_search (line->tickets, &newcomer, gc_queue_compare_tickets, NULL));
  }
  g_autoptr (GcForecast) forecast = forecast_new (queue, queue->now_ms);
  run (forecast, &newcomer.place);
  return estimate (forecast, entry, start_behind_ms (forecast, entry, ahead));
}
