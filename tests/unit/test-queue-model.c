// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Random events at random times, sensible and senseless, with every promise of the queue checked
 * after each one against what the rows say, a history kept apart, and a queue made anew from the
 * rows. GC_TEST_SEED=n repeats a run, GC_TEST_RUNS=n makes more of them.
 */
#include "config.h"

#include "agent-book.h"
#include "common/gc-error.h"
#include "queue-book-model.h"
#include "queue-model-guests.h"
#include "queue-model-parts.h"
#include "queue-more.h"
#include "queue-words.h"
#include "queue/gc-forecast.h"

#include <string.h>

#define N_RUNS 10 /* of two processes: see meson.build */
#define N_STEPS 50000
#define START_MS INT64_C (1795449600000)
#define MINUTE_MS INT64_C (60000)
#define N_AGENTS 6
#define N_KIOSKS 14

static const char *const agents[] = { "ann", "bo", "cy", "di", "eve", "fay", NULL };
static const char *const departments[] = { "hrss", "civil", "tax", "court" };
static const char *const languages[] = { "zh", "it", "fr", "wuu-x-wenzhou" };
static const char *const items[] = { "SS-01", "HK-04", "NT-02" };
static const char *const points[] = { "it-milan", "fr-paris", "za-johannesburg" };
static const char *const prefixes[] = { "M", "P", "J" };

/* What the outside knows: the rows that were committed, and what was told because of them. */
typedef struct {
  GRand *random;
  GcQueue *queue;
  int64_t now_ms;
  GHashTable *tickets;  /* char* id -> GcTicket, committed and not closed */
  GHashTable *agents;   /* char* account -> GcAgent, committed */
  GHashTable *counters; /* char* point -> GcNumberCounter, its point not set */
  GHashTable *times;    /* char* item -> GcServiceTime, committed */
  GHashTable *ahead;    /* char* id -> the position told */
  GHashTable *numbers;  /* char* number, all ever given */
  BookModel book;
  gboolean kiosk_there[N_KIOSKS];
  gboolean agent_there[N_AGENTS];
  char *departments_of[N_AGENTS];
  char *languages_of[N_AGENTS]; /* with levels */
  char *items_of[N_AGENTS];     /* "": all */
  gboolean supervises[N_AGENTS];
  GcSpans *shifts[N_AGENTS]; /* (nullable) */
  gboolean is_lost;          /* what is done now will not be written */
  uint64_t last_seq;
  uint64_t last_rank;
  AgentBook agent_book;
  unsigned n_created;
  unsigned n_closed;
  unsigned n_refused;
  unsigned n_offers;
  unsigned n_offer_ends;
  unsigned n_sessions;
  unsigned n_rises;
  unsigned n_by_desk;
  unsigned n_taken;
  unsigned n_overdue;
  unsigned n_kept;
  unsigned n_reached, n_unreached, n_came_back; /* of callbacks */
  GuestCounts guests;
  unsigned n_compared;
} Model;

/* Too rare to ask for them in each run. */
static unsigned n_guests, n_arrived, n_no_shows;
static MoreCounts more;

static unsigned
pick (Model *model, unsigned n)
{
  return (unsigned)g_rand_int_range (model->random, 0, (int)n);
}

static void
set_agent (Model *model, GcQueue *queue, unsigned i)
{
  g_auto (GStrv) department_list = split (model->departments_of[i]);
  g_auto (GStrv) language_list = split (model->languages_of[i]);
  g_auto (GStrv) item_list = split (model->items_of[i]);
  g_autoptr (GError) error = NULL;

  const GcAgentSkills skills = { .account = agents[i],
                                 .name = agents[i],
                                 .departments = (const char *const *)department_list,
                                 .languages = (const char *const *)language_list,
                                 .items = (const char *const *)item_list,
                                 .supervisor = model->supervises[i],
                                 .shift = model->shifts[i] };
  gc_queue_set_agent (queue, &skills, model->now_ms, &error);
  g_assert_no_error (error);
}

/* A queue made of what was committed. */
static GcQueue *
reload (Model *model)
{
  g_autoptr (GcQueueRows) rows =
      copy_rows (model->tickets, model->agents, model->counters, model->times);
  g_autoptr (GError) error = NULL;
  GcQueueConfig config;

  book_model_copy (&model->book, rows);
  rows->last_seq = model->last_seq;
  rows->last_rank = model->last_rank;
  rows->last_agent_seq = model->agent_book.last_seq;
  rows->alive_ms = model->agent_book.last_ms;
  gc_queue_config_init (&config);
  GcQueue *queue = gc_queue_new (&config);
  for (unsigned i = 0; i < N_AGENTS; i++)
    set_agent (model, queue, i);
  gc_queue_load (queue, rows, model->now_ms, &error);
  g_assert_no_error (error);
  gc_queue_check (queue, &error);
  g_assert_no_error (error);
  return queue;
}

/* ---- what must hold ---- */

static unsigned
number_of (const char *account)
{
  unsigned i = 0;

  while (strcmp (agents[i], account) != 0)
    i++;
  return i;
}

/* The best level at which the agent knows one of the resident's languages; 0: none. */
static int
level_of (Model *model, unsigned i, const GcTicket *ticket)
{
  g_auto (GStrv) words = split (model->languages_of[i]);
  int best = 0;

  for (char **word = words; *word != NULL; word++) {
    g_auto (GStrv) parts = g_strsplit (*word, ":", 2);
    if (g_strv_contains ((const char *const *)ticket->languages, parts[0]))
      best = MAX (best, parts[1] != NULL ? parts[1][0] - '0' : 3);
  }
  return best;
}

/* How well the agent fits: 1 exactly, 2 for want of better, 3 as a supervisor, 4 not at all. */
static int
fit_of (Model *model, const char *account, const GcTicket *ticket)
{
  unsigned i = number_of (account);
  int level = level_of (model, i, ticket);
  gboolean handles = has_word (model->departments_of[i], ticket->department);
  gboolean versed = *model->items_of[i] == '\0' || has_word (model->items_of[i], ticket->item);

  if (handles && versed && level >= 2)
    return 1;
  if (level == 0 || (ticket->direct && level < 2))
    return 4;
  return handles ? 2 : model->supervises[i] ? 3 : 4;
}

static int
widest_fit (Model *model, const GcTicket *ticket)
{
  int64_t waited_ms = model->now_ms - ticket->enqueued_ms;

  return waited_ms >= 3 * MINUTE_MS ? 3 : waited_ms >= MINUTE_MS ? 2 : 1;
}

static gboolean
is_kept_for (const GcTicket *ticket, const char *account)
{
  return g_strcmp0 (ticket->preferred, account) == 0;
}

static gboolean
could_take (Model *model, const char *account, const GcTicket *ticket)
{
  int widest = ticket->preferred != NULL ? 3 : widest_fit (model, ticket);

  if ((ticket->preferred != NULL && !is_kept_for (ticket, account)) ||
      gc_ticket_has_cooldown (ticket, account, model->now_ms))
    return FALSE;
  return (ticket->preferred != NULL && ticket->assigned) ||
         fit_of (model, account, ticket) <= widest;
}

/* Whether @ticket should have been served before @other, by an agent who could take both. */
static gboolean
goes_before (Model *model, const GcTicket *ticket, const GcTicket *other, gboolean is_turn)
{
  gboolean kept[2] = { ticket->preferred != NULL, other->preferred != NULL };
  gboolean overdue[2] = { is_overdue (ticket, model->now_ms), is_overdue (other, model->now_ms) };

  if (is_turn && (kept[0] && ticket->assigned) != (kept[1] && other->assigned))
    return kept[0] && ticket->assigned;
  if (overdue[0] != overdue[1])
    return overdue[0];
  if (is_turn && !overdue[0] && kept[0] != kept[1])
    return kept[0];
  int64_t scores[2] = { score_of (ticket, model->now_ms), score_of (other, model->now_ms) };
  return scores[0] != scores[1] ? scores[0] > scores[1] : ticket->rank < other->rank;
}

static void
check_row (const GcTicket *ticket, gpointer data)
{
  Model *model = data;

  check_seats (model->queue, agents, ticket, model->now_ms);
  if (ticket->offer_agent != NULL) {
    const GcAgent *agent = gc_queue_get_agent (model->queue, ticket->offer_agent);
    g_assert_cmpstr (agent->offer, ==, ticket->id);
    g_assert_cmpint (ticket->offer_until_ms, >, model->now_ms);
  }
  if (ticket->agent != NULL && !gc_ticket_state_is_over (ticket->state)) {
    const GcAgent *agent = gc_queue_get_agent (model->queue, ticket->agent);
    g_assert_cmpstr (agent->ticket, ==, ticket->id);
    g_assert_null (agent->offer);
  }
}

static void
check_agent_row (const GcAgent *agent, gpointer data)
{
  Model *model = data;

  more_check (model->queue, agent->account, model->now_ms);
  if (agent->offer != NULL) {
    const GcTicket *ticket = gc_queue_get_ticket (model->queue, agent->offer);
    g_assert_cmpstr (ticket->offer_agent, ==, agent->account);
    g_assert_null (agent->ticket);
    g_assert_cmpint (agent->wrap_up_until_ms, ==, 0);
  }
  gboolean off_duty = model->shifts[number_of (agent->account)] != NULL &&
                      !gc_spans_contains (model->shifts[number_of (agent->account)], model->now_ms);
  if (agent->effective == GC_EFFECTIVE_IDLE)
    g_assert_true (!off_duty || agent->wanted == GC_WANTED_OVERTIME);
  if (gc_wanted_is_work (agent->wanted))
    g_assert_cmpuint (agent->misses, <, 3);
}

typedef struct {
  Model *model;
  const GcTicket *ticket; /* offered */
  const char *agent;
} Claim;

static void
check_claim (const GcTicket *other, gpointer data)
{
  const Claim *claim = data;

  if (other->state == GC_TICKET_WAITING && other->absent_ms == 0 && other->call_after_ms == 0 &&
      goes_before (claim->model, other, claim->ticket, TRUE))
    g_assert_false (could_take (claim->model, claim->agent, other));
}

/* Nobody else had a better claim to this offer, neither a ticket nor an agent. */
static void
check_offer (Model *model, const GcTransition *offer)
{
  const GcTicket *ticket = gc_queue_get_ticket (model->queue, offer->ticket);
  const GcAgent *agent = gc_queue_get_agent (model->queue, offer->agent);

  if (offer->from != GC_TICKET_WAITING || g_strcmp0 (ticket->offer_agent, offer->agent) != 0)
    return;
  g_assert_true (could_take (model, offer->agent, ticket));
  Claim claim = { model, ticket, offer->agent };
  gc_queue_foreach_open (model->queue, check_claim, &claim);
  model->n_overdue += is_overdue (ticket, model->now_ms);
  model->n_kept += ticket->preferred != NULL;
  int fit = fit_of (model, offer->agent, ticket);
  for (unsigned i = 0; ticket->preferred == NULL && i < N_AGENTS; i++) {
    const GcAgent *other = gc_queue_get_agent (model->queue, agents[i]);
    int other_fit = fit_of (model, agents[i], ticket);
    if (other->effective == GC_EFFECTIVE_IDLE &&
        (other_fit < fit || (other_fit == fit && other->idle_since_ms < agent->idle_since_ms)))
      g_assert_false (could_take (model, agents[i], ticket));
  }
}

/* The history goes on from where it was, by legal moves, for a reason that fits. */
static void
check_transition (Model *model, GHashTable *states, const GcTransition *transition)
{
  gpointer last = g_hash_table_lookup (states, transition->ticket);

  g_assert_cmpuint (transition->seq, ==, ++model->last_seq);
  if (last == NULL)
    g_assert_cmpint (transition->reason, ==, GC_REASON_CREATED);
  else
    g_assert_cmpint (GPOINTER_TO_INT (last) - 1, ==, transition->from);
  g_assert_true (transition->from == transition->to ||
                 gc_ticket_state_may_follow (transition->from, transition->to));
  g_hash_table_insert (states, g_strdup (transition->ticket),
                       GINT_TO_POINTER ((int)transition->to + 1));
  if (transition->reason >= GC_REASON_RAISED && transition->reason <= GC_REASON_CANCELLED) {
    g_assert_nonnull (strstr (transition->detail, "by=desk1"));
    g_assert_nonnull (strstr (transition->detail, "reason=because"));
    model->n_by_desk++;
  }
  more_count (&more, transition);
  model->n_taken += transition->reason == GC_REASON_TAKEN;
  model->n_unreached += transition->reason == GC_REASON_UNREACHED;
  model->n_came_back += transition->reason == GC_REASON_CAME_BACK;
  g_assert_true (transition->detail == NULL || strstr (transition->detail, MODEL_PHONE) == NULL);
  if (transition->reason == GC_REASON_OFFERED)
    g_assert_nonnull (strstr (transition->detail, "way="));
  gboolean ends_offer = transition->reason == GC_REASON_ACCEPTED ||
                        transition->reason == GC_REASON_DECLINED ||
                        transition->reason == GC_REASON_OFFER_TIMEOUT ||
                        transition->reason == GC_REASON_OFFER_CANCELLED;
  if (transition->from == GC_TICKET_OFFERED && transition->from != transition->to)
    g_assert_true (ends_offer);
  model->n_offer_ends += ends_offer;
  guest_counts_add (&model->guests, transition);
  model->n_offers += transition->reason == GC_REASON_OFFERED;
  model->n_sessions += transition->reason == GC_REASON_CONNECTED;
}

static void
note_position (const GcTicket *ticket, gpointer data)
{
  Model *model = data;
  int ahead = gc_queue_ahead (model->queue, ticket->id);
  gpointer told;

  if (ahead < 0) {
    g_hash_table_remove (model->ahead, ticket->id);
    return;
  }
  if (g_hash_table_lookup_extended (model->ahead, ticket->id, NULL, &told) &&
      GPOINTER_TO_INT (told) < ahead) {
    int64_t at_ms = 0;
    GcNotice notice = gc_queue_get_notice (model->queue, ticket, &at_ms);
    model->n_rises++;
    g_assert_cmpint (notice, >=, GC_NOTICE_RETURNED_AHEAD);
    g_assert_cmpint (notice, <=, GC_NOTICE_MOVED);
    g_assert_cmpint (at_ms, ==, model->now_ms);
  }
  g_hash_table_insert (model->ahead, g_strdup (ticket->id), GINT_TO_POINTER (ahead));
}

/* The changes become what is known, as after a commit. */
static void
commit (Model *model)
{
  g_autoptr (GcQueueRows) rows = gc_queue_take_changes (model->queue);

  book_model_commit (&model->book, rows);
  if (rows->transitions->len > 0) {
    g_autoptr (GHashTable) states = known_states (model->tickets);
    for (unsigned i = 0; i < rows->transitions->len; i++)
      check_transition (model, states, g_ptr_array_index (rows->transitions, i));
  }
  for (unsigned i = 0; i < rows->tickets->len; i++) {
    GcTicket *row = g_ptr_array_index (rows->tickets, i);
    if (!g_hash_table_contains (model->tickets, row->id)) {
      model->n_created++;
      g_assert_true (g_hash_table_add (model->numbers, g_strdup (row->number)));
    }
    check_place (g_hash_table_lookup (model->tickets, row->id), row);
    model->n_closed += (unsigned)row->closed;
    g_assert_true (!row->closed || row->phone == NULL);
    g_hash_table_remove (model->tickets, row->id);
    if (!row->closed)
      g_hash_table_insert (model->tickets, g_strdup (row->id), gc_ticket_copy (row));
  }
  for (unsigned i = 0; i < rows->agents->len; i++) {
    GcAgent *row = g_ptr_array_index (rows->agents, i);
    g_hash_table_insert (model->agents, g_strdup (row->account), gc_agent_copy (row));
  }
  for (unsigned i = 0; i < rows->counters->len; i++) {
    GcNumberCounter *row = g_ptr_array_index (rows->counters, i);
    g_hash_table_insert (model->counters, g_strdup (row->point), g_memdup2 (row, sizeof *row));
  }
  for (unsigned i = 0; i < rows->times->len; i++) {
    GcServiceTime *row = g_ptr_array_index (rows->times, i);
    g_hash_table_insert (model->times, g_strdup (row->item), gc_service_time_copy (row));
  }
  agent_book_check (&model->agent_book, rows, model->queue);
  g_assert_cmpuint (rows->last_seq, ==, model->last_seq);
  model->last_rank = rows->last_rank;
  for (unsigned i = 0; i < rows->transitions->len; i++) {
    const GcTransition *transition = g_ptr_array_index (rows->transitions, i);
    if (transition->reason == GC_REASON_OFFERED &&
        gc_queue_get_ticket (model->queue, transition->ticket) != NULL)
      check_offer (model, transition);
  }
  gc_queue_foreach_open (model->queue, note_position, model);
}

static void
count_open (const GcTicket *ticket, gpointer n)
{
  (*(unsigned *)n)++;
}

/* The queue holds exactly what was created and not closed, in the order of rank. */
static void
check_conservation (Model *model)
{
  GHashTableIter iter;
  gpointer key, value;
  unsigned n_open = 0, n_known_open = 0;

  g_assert_cmpuint (model->n_created - model->n_closed, ==, g_hash_table_size (model->tickets));
  g_hash_table_iter_init (&iter, model->tickets);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    const GcTicket *row = gc_queue_get_ticket (model->queue, key);
    g_assert_nonnull (row);
    g_assert_true (gc_ticket_equal (row, value));
    n_known_open += !gc_ticket_state_is_over (row->state);
  }
  gc_queue_foreach_open (model->queue, count_open, &n_open);
  g_assert_cmpuint (n_open, ==, n_known_open);
}

typedef struct {
  Model *model;
  const GcTicket *last;
} Walk;

/* The desk's list is in the order of service, with the drafts at its end. */
static void
check_order (const GcTicket *ticket, gpointer data)
{
  Walk *walk = data;
  gboolean in_line = ticket->state == GC_TICKET_WAITING || ticket->state == GC_TICKET_OFFERED;

  if (in_line && walk->last != NULL)
    g_assert_true (goes_before (walk->model, walk->last, ticket, FALSE));
  if (in_line)
    walk->last = ticket;
}

static void
check_all (Model *model)
{
  g_autoptr (GError) error = NULL;
  Walk walk = { model, NULL };

  gc_queue_check (model->queue, &error);
  g_assert_no_error (error);
  gc_queue_foreach_open (model->queue, check_row, model);
  gc_queue_foreach_agent (model->queue, check_agent_row, model);
  gc_queue_foreach_open (model->queue, check_order, &walk);
  g_assert_cmpint (gc_queue_next_ms (model->queue), >, model->now_ms);
}

static void
list_in_line (const GcTicket *ticket, gpointer list)
{
  if (ticket->state == GC_TICKET_WAITING)
    g_ptr_array_add (list, (gpointer)ticket);
}

/* Whether @behind, whom the same agents may take as soon, can be served no sooner. */
static gboolean
is_alike (const GcTicket *before, const GcTicket *behind)
{
  return strcmp (before->item, behind->item) == 0 &&
         strcmp (before->department, behind->department) == 0 && before->direct == behind->direct &&
         before->enqueued_ms <= behind->enqueued_ms && before->cooldowns->len == 0 &&
         behind->cooldowns->len == 0 && before->call_after_ms == 0 && before->preferred == NULL &&
         behind->preferred == NULL &&
         g_strv_equal ((const char *const *)before->languages,
                       (const char *const *)behind->languages);
}

/* No wait is below nothing, and nobody is told a shorter one than who stands before him. */
static void
check_forecast (Model *model)
{
  g_autoptr (GcForecast) forecast = gc_forecast_new (model->queue, model->now_ms);
  g_autoptr (GPtrArray) list = g_ptr_array_new ();

  gc_queue_foreach_open (model->queue, list_in_line, list);
  for (unsigned i = 0; i < list->len; i++) {
    const GcTicket *behind = g_ptr_array_index (list, i);
    GcEstimate last, first;
    g_assert_true (gc_forecast_look (forecast, behind->id, &last));
    g_assert_true ((last.wait_ms < 0) == (last.band == GC_BAND_NOBODY));
    for (unsigned k = 0; k < i; k++) {
      const GcTicket *before = g_ptr_array_index (list, k);
      g_assert_true (gc_forecast_look (forecast, before->id, &first));
      if (!is_alike (before, behind))
        continue;
      model->n_compared++;
      g_assert_true ((first.wait_ms < 0) == (last.wait_ms < 0));
      g_assert_cmpint (first.wait_ms, <=, last.wait_ms);
    }
  }
}

/* A queue made of the committed rows is the same queue. */
static void
check_reload (Model *model)
{
  g_autoptr (GcQueue) other = reload (model);
  g_autoptr (GcForecast) forecast = gc_forecast_new (model->queue, model->now_ms);
  g_autoptr (GcForecast) other_forecast = gc_forecast_new (other, model->now_ms);
  GHashTableIter iter;
  gpointer key;

  g_assert_cmpint (gc_queue_next_ms (other), ==, gc_queue_next_ms (model->queue));
  book_model_check (&model->book, model->queue);
  book_model_check (&model->book, other);
  g_hash_table_iter_init (&iter, model->tickets);
  while (g_hash_table_iter_next (&iter, &key, NULL)) {
    g_assert_true (gc_ticket_equal (gc_queue_get_ticket (model->queue, key),
                                    gc_queue_get_ticket (other, key)));
    g_assert_cmpint (gc_queue_ahead (model->queue, key), ==, gc_queue_ahead (other, key));
    GcEstimate estimate = { 0 }, other_estimate = { 0 };
    g_assert_cmpint (gc_forecast_look (forecast, key, &estimate), ==,
                     gc_forecast_look (other_forecast, key, &other_estimate));
    g_assert_cmpint (estimate.wait_ms, ==, other_estimate.wait_ms);
  }
  for (unsigned i = 0; i < N_AGENTS; i++) {
    g_assert_true (gc_agent_equal (gc_queue_get_agent (model->queue, agents[i]),
                                   gc_queue_get_agent (other, agents[i])));
    g_assert_cmpuint (gc_queue_count_waiting_for (model->queue, agents[i]), ==,
                      gc_queue_count_waiting_for (other, agents[i]));
  }
}

/* ---- what happens ---- */

static void
apply (Model *model, const GcQueueEvent *event)
{
  g_autoptr (GError) error = NULL;

  if (gc_queue_apply (model->queue, event, model->now_ms, &error))
    return;
  g_assert_true (error->domain == GC_ERROR && error->code != GC_ERROR_INTERNAL);
  model->n_refused++;
  if (model->is_lost)
    return;
  g_autoptr (GcQueueRows) rows = gc_queue_take_changes (model->queue);
  g_assert_true (gc_queue_rows_is_empty (rows));
}

/* As the service does: a tick as soon as one is due. */
static void
run_due (Model *model)
{
  GcQueueEvent tick = { .type = GC_EVENT_TICK };

  if (gc_queue_next_ms (model->queue) > model->now_ms)
    return;
  apply (model, &tick);
  commit (model);
}

static void
pass_time (Model *model)
{
  int64_t next_ms = gc_queue_next_ms (model->queue);
  unsigned way = pick (model, 50);

  if (way == 0 && next_ms != INT64_MAX)
    model->now_ms = next_ms;
  else if (way == 1 && next_ms != INT64_MAX)
    model->now_ms = MAX (model->now_ms, next_ms - 1);
  else if (way == 2)
    model->now_ms += pick (model, pick (model, 20) == 0 ? 1800000 : 120000);
  else
    model->now_ms += pick (model, 300);
  run_due (model);
}

static void
create (Model *model, const char *kiosk)
{
  g_autofree char *text = pick_words (model->random, languages, G_N_ELEMENTS (languages));
  g_auto (GStrv) list = g_strsplit (text, " ", -1);
  g_autofree char *id = g_strdup_printf ("t%08x", g_rand_int (model->random));
  unsigned point = pick (model, G_N_ELEMENTS (points));
  GcQueueEvent event = {
    .type = GC_EVENT_TICKET_CREATE,
    .ticket = id,
    .actor = kiosk,
    .create = { .point = points[point],
                .item = items[pick (model, G_N_ELEMENTS (items))],
                .department = departments[pick (model, G_N_ELEMENTS (departments))],
                .languages = (const char *const *)list,
                .name = "",
                .number_prefix = prefixes[point],
                .local_date = 20261124,
                .quick = pick (model, 4) == 0,
                .direct = pick (model, 4) == 0,
                .closes_ms = pick (model, 3) == 0 ? model->now_ms + pick (model, 5400000) : 0,
                .expected_ms = pick (model, 3) * 10 * MINUTE_MS,
                .more = more_wishes,
                .n_more = pick (model, 3) },
  };

  apply (model, &event);
}

/* Leaves a number, or is back at some kiosk, or wants no call any more. */
static void
callback_acts (Model *model, const char *kiosk, const GcTicket *shown)
{
  GcQueueEvent event = { .actor = kiosk };

  if (!pick_callback_event (model->random, model->queue, model->tickets, shown, model->now_ms,
                            &event))
    return;
  g_autofree char *id = g_strdup (event.ticket);
  event.ticket = id;
  apply (model, &event);
}

/* What the resident at this kiosk may do now, mostly; now and then anything. */
static void
kiosk_acts (Model *model)
{
  static const GcQueueEventType any[] = { GC_EVENT_TICKET_JOIN,     GC_EVENT_TICKET_LEAVE,
                                          GC_EVENT_TICKET_RATE,     GC_EVENT_TICKET_READY,
                                          GC_EVENT_RESIDENT_JOINED, GC_EVENT_SESSION_LEAVE,
                                          GC_EVENT_TICKET_READY };
  unsigned i = pick (model, N_KIOSKS);
  g_autofree char *kiosk = g_strdup_printf ("k%u", i);
  const GcTicket *ticket = gc_queue_get_kiosk_ticket (model->queue, kiosk);
  unsigned way = pick (model, 10);
  GcQueueEvent event = { .actor = kiosk };

  if (way == 0) {
    model->kiosk_there[i] = !model->kiosk_there[i];
    event.type = model->kiosk_there[i] ? GC_EVENT_KIOSK_PRESENT : GC_EVENT_KIOSK_ABSENT;
    apply (model, &event);
    return;
  }
  if (way == 3) {
    callback_acts (model, kiosk, ticket);
    return;
  }
  if (ticket == NULL || ticket->phone != NULL || gc_ticket_state_is_over (ticket->state)) {
    event.type = GC_EVENT_KIOSK_CLEAR;
    if (ticket == NULL || way < 5)
      create (model, kiosk);
    else
      apply (model, &event);
    model->kiosk_there[i] = TRUE;
    return;
  }
  g_autofree char *id = g_strdup (way == 1 ? "t0" : ticket->id);
  event.ticket = id;
  event.type = any[pick (model, way < 4 ? G_N_ELEMENTS (any) : 1)];
  if (way >= 4 && ticket->state == GC_TICKET_CONNECTING)
    event.type = GC_EVENT_RESIDENT_JOINED;
  if (event.type == GC_EVENT_TICKET_RATE)
    event.rate.grade = (int)pick (model, 7);
  apply (model, &event);
}

static void
agent_reacts (Model *model, const GcAgent *agent, unsigned way)
{
  g_autofree char *id = g_strdup (agent->offer != NULL ? agent->offer : agent->ticket);
  GcQueueEvent event = { .actor = agent->account, .ticket = id };

  if (agent->offer != NULL) {
    event.type = way < 7 ? GC_EVENT_OFFER_ACCEPT : GC_EVENT_OFFER_DECLINE;
    event.decline.reason = (GcDecline)pick (model, GC_DECLINE_N + (way == 9));
    if (event.type == GC_EVENT_OFFER_ACCEPT)
      event.decline.reason = 0;
  } else if (agent->effective == GC_EFFECTIVE_CONNECTING && way < 8 &&
             gc_queue_get_ticket (model->queue, id)->phone != NULL) {
    event.type = way < 4 ? GC_EVENT_SESSION_REACHED : GC_EVENT_SESSION_UNREACHED;
    model->n_reached += event.type == GC_EVENT_SESSION_REACHED;
  } else if (agent->effective == GC_EFFECTIVE_CONNECTING && way < 8) {
    event.type = GC_EVENT_AGENT_JOINED;
  } else if (agent->wrap_up_until_ms != 0 && way == 0) {
    event.type = GC_EVENT_WRAP_UP_EXTEND;
  } else if (agent->wrap_up_until_ms != 0) {
    event.type = GC_EVENT_WRAP_UP_FINISH;
    event.finish.outcome = (GcOutcome)pick (model, GC_OUTCOME_N);
    event.finish.note = way < 5 ? "note" : NULL;
  } else if (way < 4) {
    event.type = GC_EVENT_SESSION_TRANSFER;
    event.transfer.agent = way == 0 ? NULL : agents[pick (model, N_AGENTS)];
    event.transfer.department =
        way == 3 ? departments[pick (model, G_N_ELEMENTS (departments))] : NULL;
  } else if (way < 6) {
    event.type = GC_EVENT_SESSION_HOLD;
    event.hold.held = way == 4;
  } else if (way < 8) {
    more_fill (&event, gc_queue_get_ticket (model->queue, id), pick (model, 6), pick (model, 125));
  } else {
    event.type = GC_EVENT_SESSION_END;
    event.end.outcome = (GcOutcome)pick (model, GC_OUTCOME_N);
  }
  apply (model, &event);
}

static const GcTicket *
pick_ticket (Model *model)
{
  g_autofree char *kiosk = g_strdup_printf ("k%u", pick (model, N_KIOSKS));

  return gc_queue_get_kiosk_ticket (model->queue, kiosk);
}

/* One that waits, or none: the agent takes him, or goes into his session. */
static void
agent_takes (Model *model, GcQueueEvent event)
{
  const GcTicket *ticket = pick (model, 2) == 0 ? pick_ticket (model) : NULL;
  g_autofree char *id = ticket != NULL ? g_strdup (ticket->id) : NULL;

  event.ticket = id;
  apply (model, &event);
}

static void
desk_acts (Model *model)
{
  const GcTicket *ticket = pick_ticket (model);
  g_autofree char *id = g_strdup (ticket != NULL ? ticket->id : "t0");
  GcQueueEvent event = {
    .type = (GcQueueEventType)(GC_EVENT_DESK_RAISE +
                               pick (model, GC_EVENT_DESK_CANCEL - GC_EVENT_DESK_RAISE + 1)),
    .actor = "desk1",
    .ticket = id,
    .desk = { agents[pick (model, N_AGENTS)], departments[pick (model, G_N_ELEMENTS (departments))],
              "because" },
  };

  apply (model, &event);
}

static void
agent_acts (Model *model)
{
  unsigned i = pick (model, N_AGENTS);
  const GcAgent *agent = gc_queue_get_agent (model->queue, agents[i]);
  unsigned way = pick (model, 12);
  GcQueueEvent event = { .actor = agents[i] };

  if (way == 10) {
    model->agent_there[i] = !model->agent_there[i];
    event.type = model->agent_there[i] ? GC_EVENT_AGENT_PRESENT : GC_EVENT_AGENT_ABSENT;
    apply (model, &event);
  } else if (way < 2 && agent->offer == NULL && agent->ticket == NULL) {
    event.type = GC_EVENT_AGENT_TAKE;
    event.take.reason = "because";
    agent_takes (model, event);
  } else if (way < 4 && agent->offer == NULL && agent->ticket == NULL) {
    event = more_pull (model->queue, agents[i], pick_ticket (model));
    apply (model, &event);
  } else if (way == 4 && agent->offer == NULL && agent->ticket == NULL) {
    agent_takes (model, pick_supervision (model->random, agents[i]));
  } else if (way == 11 || (agent->offer == NULL && agent->ticket == NULL)) {
    event.type = GC_EVENT_AGENT_WANT;
    event.want.wanted =
        pick (model, 4) == 0 ? (GcWanted)pick (model, GC_WANTED_N) : GC_WANTED_AVAILABLE;
    apply (model, &event);
  } else if (agent->effective == GC_EFFECTIVE_BUSY && pick (model, 3) != 0) {
    g_autofree char *id = g_strdup (agent->ticket);
    event = pick_guest_event (model->queue, model->random, agent, agents[pick (model, N_AGENTS)]);
    event.ticket = id;
    apply (model, &event);
  } else {
    agent_reacts (model, agent, way);
  }
}

/* A few steps of the same kiosk: what is held for ten minutes is soon booked. */
static void
book_acts (Model *model)
{
  unsigned i = pick (model, N_KIOSKS);
  g_autofree char *kiosk = g_strdup_printf ("k%u", i);

  for (unsigned n = pick (model, 6) + 1; n > 0; n--) {
    BookEvent event;
    book_model_pick (&model->book, model->queue, model->now_ms, kiosk,
                     agents[pick (model, N_AGENTS)], g_rand_int (model->random), &event);
    apply (model, &event.event);
    commit (model);
  }
  model->kiosk_there[i] = TRUE;
}

static void
tell_presence (Model *model)
{
  for (unsigned i = 0; i < N_KIOSKS; i++) {
    g_autofree char *kiosk = g_strdup_printf ("k%u", i);
    GcQueueEvent event = { .actor = kiosk };
    event.type = model->kiosk_there[i] ? GC_EVENT_KIOSK_PRESENT : GC_EVENT_KIOSK_ABSENT;
    apply (model, &event);
    commit (model);
  }
  for (unsigned i = 0; i < N_AGENTS; i++) {
    GcQueueEvent event = { .actor = agents[i] };
    event.type = model->agent_there[i] ? GC_EVENT_AGENT_PRESENT : GC_EVENT_AGENT_ABSENT;
    apply (model, &event);
    commit (model);
  }
}

/* The service is killed, or a commit failed; what was not committed has not happened. */
static void
service_fails (Model *model, gboolean killed)
{
  gc_queue_free (model->queue);
  model->queue = reload (model);
  if (killed) {
    GcQueueEvent restart = { .type = GC_EVENT_RESTART };
    model->now_ms += pick (model, 60000);
    apply (model, &restart);
    commit (model);
  }
  GcQueueEvent tick = { .type = GC_EVENT_TICK };
  apply (model, &tick);
  commit (model);
  tell_presence (model);
}

static void
pick_skills (Model *model, unsigned i)
{
  model->departments_of[i] = pick_words (model->random, departments, G_N_ELEMENTS (departments));
  model->languages_of[i] = pick_languages (model->random, languages, G_N_ELEMENTS (languages));
  model->items_of[i] = pick (model, 2) == 0
                           ? g_strdup ("")
                           : pick_words (model->random, items, G_N_ELEMENTS (items));
  model->supervises[i] = pick (model, 4) == 0;
  model->shifts[i] = pick (model, 3) == 0 ? gc_spans_new () : NULL;
  /* Half an hour on, half an hour off, for as long as a run may last. */
  for (unsigned hour = 0; model->shifts[i] != NULL && hour < 5000; hour++) {
    int64_t from_ms = START_MS + hour * 60 * MINUTE_MS;
    gc_spans_add (model->shifts[i], from_ms, from_ms + 30 * MINUTE_MS);
  }
}

static void
forget_skills (Model *model, unsigned i)
{
  g_free (model->departments_of[i]);
  g_free (model->languages_of[i]);
  g_free (model->items_of[i]);
  gc_spans_free (model->shifts[i]);
}

static void
agent_changes (Model *model)
{
  unsigned i = pick (model, N_AGENTS);

  forget_skills (model, i);
  pick_skills (model, i);
  set_agent (model, model->queue, i);
  commit (model);
  /* Lines that were joined stay so until a restart: begin anew, as a restart does. */
  gc_queue_free (model->queue);
  model->queue = reload (model);
  g_hash_table_remove_all (model->ahead);
}

static void
step (Model *model)
{
  unsigned way = pick (model, 1000);

  pass_time (model);
  if (way < 4)
    book_acts (model);
  else if (way < 450)
    kiosk_acts (model);
  else if (way < 975)
    agent_acts (model);
  else if (way < 990)
    desk_acts (model);
  else if (way < 992)
    agent_changes (model);
  else if (way < 994)
    service_fails (model, TRUE);
  if (way >= 994) {
    /* Something happened, but could not be written. */
    model->is_lost = TRUE;
    kiosk_acts (model);
    agent_acts (model);
    model->is_lost = FALSE;
    service_fails (model, FALSE);
  }
  commit (model);
  run_due (model);
  check_all (model);
  check_conservation (model);
  if (way % 50 == 0)
    check_reload (model);
  check_forecast (model);
}

static void
run_model (uint32_t seed)
{
  Model model = { .random = g_rand_new_with_seed (seed), .now_ms = START_MS };

  g_test_message ("seed %u", seed);
  model.tickets =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)gc_ticket_free);
  model.agents =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)gc_agent_free);
  model.counters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  agent_book_init (&model.agent_book);
  model.times =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)gc_service_time_free);
  model.ahead = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  book_model_init (&model.book);
  model.numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (unsigned i = 0; i < N_AGENTS; i++)
    pick_skills (&model, i);
  model.queue = reload (&model);
  for (unsigned i = 0; i < N_STEPS; i++)
    step (&model);
  g_test_message ("%u tickets, %u sessions, %u offers, %u refused events, %u rises with a reason",
                  model.n_created, model.n_sessions, model.n_offers, model.n_refused,
                  model.n_rises);
  g_test_message ("%u acts of a coordinator, %u taken, %u offered overdue, %u kept for their agent",
                  model.n_by_desk, model.n_taken, model.n_overdue, model.n_kept);
  g_test_message ("%u appointments booked, %u arrived, %u booked again, %u not there",
                  model.book.n_booked, model.book.n_arrived, model.book.n_reopened,
                  model.book.n_no_shows);
  /* The run was not an idle one, and every offer but those still open has ended. */
  g_assert_cmpuint (model.n_created, >, N_STEPS / 100);
  g_assert_cmpuint (model.n_sessions, >, N_STEPS / 200);
  g_assert_cmpuint (model.n_rises, >, N_STEPS / 20000);
  g_assert_cmpuint (model.n_by_desk, >, N_STEPS / 1000);
  g_assert_cmpuint (model.n_taken, >, N_STEPS / 4000);
  g_assert_cmpuint (model.book.n_booked, >, N_STEPS / 4000);
  g_assert_cmpuint (MIN (model.n_overdue, model.n_kept), >, 0);
  g_assert_cmpuint (MIN (model.n_reached, model.n_unreached), >, N_STEPS / 2000);
  g_assert_cmpuint (model.n_came_back, >, N_STEPS / 2000);
  g_assert_cmpuint (model.n_compared, >, N_STEPS / 200);
  g_assert_cmpuint (model.n_offers - model.n_offer_ends, <=, N_AGENTS);
  guest_counts_check (&model.guests, N_AGENTS);

  gc_queue_free (model.queue);
  for (unsigned i = 0; i < N_AGENTS; i++)
    forget_skills (&model, i);
  g_hash_table_unref (model.tickets);
  g_hash_table_unref (model.agents);
  g_hash_table_unref (model.counters);
  agent_book_clear (&model.agent_book);
  g_hash_table_unref (model.times);
  g_hash_table_unref (model.ahead);
  g_hash_table_unref (model.numbers);
  book_model_clear (&model.book);
  g_rand_free (model.random);
  n_guests += model.guests.n_guests;
  n_arrived += model.book.n_arrived;
  n_no_shows += model.book.n_no_shows;
}

static void
test_model (void)
{
  const char *seed = g_getenv ("GC_TEST_SEED");
  const char *runs = g_getenv ("GC_TEST_RUNS");
  uint64_t n_runs = runs != NULL ? g_ascii_strtoull (runs, NULL, 10) : N_RUNS;

  if (seed != NULL)
    run_model ((uint32_t)g_ascii_strtoull (seed, NULL, 10));
  for (uint64_t i = 0; seed == NULL && i < n_runs; i++)
    run_model ((uint32_t)g_test_rand_int ());
  if (seed != NULL || n_runs < N_RUNS)
    return;
  g_assert_cmpuint (MIN (MIN (n_guests, n_arrived), n_no_shows), >, 0);
  more_assert_busy (&more);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/queue/model", test_model);
  return g_test_run ();
}
