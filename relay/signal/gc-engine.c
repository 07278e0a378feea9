// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "signal/gc-engine.h"

#include "common/gc-error.h"
#include "common/gc-log.h"

#include <string.h>

#define RELOAD_MS 1000
#define LONGEST_TICK_MS 3600000

typedef struct {
  char *account;
  char *name;
  char **departments;
  char **languages;
  char **items;
  gboolean supervisor;
  GcSpans *shift; /* (nullable) */
} Agent;

typedef struct {
  GcQueueEvent event;
  GPtrArray *kept; /* what the event and the request point to; strings and lists of strings */
  GcEngineRequest request;
  char *account; /* instead of an event: the agent of this name is to be made known */
  char *result;
  GError *error;
} Pending;

struct _GcEngine {
  GcStore *store;
  GcQueueConfig config;
  const GcClock *clock;
  const GcEngineCallbacks *callbacks;
  gpointer user_data;

  GcQueue *queue; /* NULL while it is read from the store */
  gboolean restarted;
  GHashTable *agents;      /* char* account -> Agent, owned */
  GPtrArray *pending;      /* Pending, owned */
  GPtrArray *batch;        /* the one under way; NULL: none */
  GcEngineTouched touched; /* by it */
  GSource *run_source;
  GSource *tick_source;
  GCancellable *cancellable;
  int64_t start_real_ms;
  int64_t start_monotonic_us;
  int64_t batch_us;

  GcMetric *events;
  GcMetric *refused;
  GcMetric *failed_commits;
  GcHistogram *commit_seconds;
};

static void schedule (GcEngine *engine);
static void load (GcEngine *engine);

static void
agent_free (gpointer data)
{
  Agent *agent = data;

  g_free (agent->account);
  g_free (agent->name);
  g_strfreev (agent->departments);
  g_strfreev (agent->languages);
  g_strfreev (agent->items);
  gc_spans_free (agent->shift);
  g_free (agent);
}

static void
pending_free (gpointer data)
{
  Pending *pending = data;

  g_ptr_array_unref (pending->kept);
  g_free (pending->result);
  g_free (pending->account);
  g_clear_error (&pending->error);
  g_free (pending);
}

static const char *
keep (Pending *pending, const char *string)
{
  if (string == NULL)
    return NULL;
  char *copy = g_strdup (string);
  g_ptr_array_add (pending->kept, copy);
  return copy;
}

static const char *const *
keep_list (Pending *pending, const char *const *strings)
{
  GPtrArray *list = g_ptr_array_new ();

  for (size_t i = 0; strings != NULL && strings[i] != NULL; i++)
    g_ptr_array_add (list, (gpointer)keep (pending, strings[i]));
  g_ptr_array_add (list, NULL);
  gpointer *array = g_ptr_array_free (list, FALSE);
  g_ptr_array_add (pending->kept, array);
  return (const char *const *)array;
}

static const GcVisitWish *
keep_wishes (Pending *pending, const GcVisitWish *wishes, unsigned n)
{
  if (n == 0)
    return NULL;
  GcVisitWish *copy = g_memdup2 (wishes, n * sizeof *wishes);
  g_ptr_array_add (pending->kept, copy);
  for (unsigned i = 0; i < n; i++) {
    copy[i].item = keep (pending, wishes[i].item);
    copy[i].department = keep (pending, wishes[i].department);
  }
  return copy;
}

static void
keep_meeting (Pending *pending, GcMeeting *meeting)
{
  meeting->home_wall = (char *)keep (pending, meeting->home_wall);
  meeting->point_wall = (char *)keep (pending, meeting->point_wall);
}

static void
keep_slot (Pending *pending, const GcQueueEvent *event, GcQueueEvent *copy)
{
  copy->slot.point = keep (pending, event->slot.point);
  copy->slot.item = keep (pending, event->slot.item);
  copy->slot.department = keep (pending, event->slot.department);
  copy->slot.languages = keep_list (pending, event->slot.languages);
  copy->slot.home_zone = keep (pending, event->slot.home_zone);
  copy->slot.point_zone = keep (pending, event->slot.point_zone);
  copy->slot.note = keep (pending, event->slot.note);
  keep_meeting (pending, &copy->slot.time);
}

/* What the events of appointments point to. */
static void
keep_appointment (Pending *pending, const GcQueueEvent *event, GcQueueEvent *copy)
{
  if (event->type == GC_EVENT_APPOINTMENT_HOLD || event->type == GC_EVENT_APPOINTMENT_MOVE ||
      event->type == GC_EVENT_APPOINTMENT_PROPOSE || event->type == GC_EVENT_APPOINTMENT_ASK) {
    keep_slot (pending, event, copy);
  } else if (event->type == GC_EVENT_APPOINTMENT_BOOK || event->type == GC_EVENT_APPOINTMENT_FIND ||
             event->type == GC_EVENT_APPOINTMENT_ACCEPT) {
    copy->book.name = keep (pending, event->book.name);
    copy->book.phone = keep (pending, event->book.phone);
    copy->book.code = keep (pending, event->book.code);
  } else if (event->type == GC_EVENT_APPOINTMENT_CALL_OFF) {
    copy->desk.reason = keep (pending, event->desk.reason);
  } else if (event->type == GC_EVENT_APPOINTMENT_CLOCK) {
    keep_meeting (pending, &copy->clock.time);
  }
}

static void
keep_event (Pending *pending, const GcQueueEvent *event)
{
  GcQueueEvent *copy = &pending->event;

  *copy = *event;
  copy->ticket = keep (pending, event->ticket);
  copy->actor = keep (pending, event->actor);
  copy->appointment = keep (pending, event->appointment);
  if (event->type == GC_EVENT_TICKET_CREATE || event->type == GC_EVENT_APPOINTMENT_ARRIVE) {
    copy->create.point = keep (pending, event->create.point);
    copy->create.item = keep (pending, event->create.item);
    copy->create.department = keep (pending, event->create.department);
    copy->create.languages = keep_list (pending, event->create.languages);
    copy->create.name = keep (pending, event->create.name);
    copy->create.number_prefix = keep (pending, event->create.number_prefix);
    copy->create.more = keep_wishes (pending, event->create.more, event->create.n_more);
  } else if (event->type == GC_EVENT_ITEM_DONE) {
    copy->item_done.item = keep (pending, event->item_done.item);
  } else if (event->type == GC_EVENT_ITEM_ADD) {
    copy->item_add.item = keep (pending, event->item_add.item);
    copy->item_add.department = keep (pending, event->item_add.department);
  } else if (event->type == GC_EVENT_TICKET_CALL_BACK) {
    copy->call_back.phone = keep (pending, event->call_back.phone);
  } else if (event->type == GC_EVENT_SESSION_INVITE || event->type == GC_EVENT_SESSION_DISMISS ||
             event->type == GC_EVENT_SESSION_HAND_OVER) {
    copy->guest.agent = keep (pending, event->guest.agent);
  } else if (event->type == GC_EVENT_SESSION_TRANSFER) {
    copy->transfer.agent = keep (pending, event->transfer.agent);
    copy->transfer.department = keep (pending, event->transfer.department);
  } else if (event->type == GC_EVENT_SESSION_PARK) {
    copy->park.reason = keep (pending, event->park.reason);
  } else if (event->type == GC_EVENT_AGENT_TAKE) {
    copy->take.reason = keep (pending, event->take.reason);
  } else if (event->type >= GC_EVENT_DESK_RAISE && event->type <= GC_EVENT_DESK_CANCEL) {
    copy->desk.agent = keep (pending, event->desk.agent);
    copy->desk.department = keep (pending, event->desk.department);
    copy->desk.reason = keep (pending, event->desk.reason);
  } else if (event->type == GC_EVENT_WRAP_UP_FINISH) {
    copy->finish.note = keep (pending, event->finish.note);
  } else {
    keep_appointment (pending, event, copy);
  }
}

static Pending *
pending_new (void)
{
  Pending *pending = g_new0 (Pending, 1);

  pending->kept = g_ptr_array_new_with_free_func (g_free);
  return pending;
}

int64_t
gc_engine_now_ms (GcEngine *engine)
{
  int64_t gone_us = gc_clock_monotonic_us (engine->clock) - engine->start_monotonic_us;

  return engine->start_real_ms + gone_us / 1000;
}

/* Answers one request of the batch. */
static void
answer (const Pending *pending)
{
  const GcEngineRequest *request = &pending->request;

  if (request->done == NULL)
    return;
  if (pending->error != NULL)
    request->done (NULL, pending->error, request->user_data);
  else
    request->done (pending->result != NULL ? pending->result : "{}", NULL, request->user_data);
}

static gboolean
on_tick (gpointer user_data)
{
  GcEngine *engine = user_data;
  const GcQueueEvent event = { .type = GC_EVENT_TICK };

  g_clear_pointer (&engine->tick_source, g_source_unref);
  gc_engine_submit (engine, &event, NULL);
  return G_SOURCE_REMOVE;
}

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
arm_tick (GcEngine *engine)
{
  int64_t next_ms = gc_queue_next_ms (engine->queue);

  clear_source (&engine->tick_source);
  if (next_ms == INT64_MAX)
    return;
  int64_t wait_ms = CLAMP (next_ms - gc_engine_now_ms (engine), 0, LONGEST_TICK_MS);
  engine->tick_source = g_timeout_source_new ((guint)wait_ms + 1);
  g_source_set_static_name (engine->tick_source, "gc-engine-tick");
  g_source_set_callback (engine->tick_source, on_tick, engine, NULL);
  g_source_attach (engine->tick_source, g_main_context_get_thread_default ());
}

/* Tells everybody of the batch; with @error the batch was not written. */
static void
end_batch (GcEngine *engine, const GError *error)
{
  g_autoptr (GPtrArray) batch = g_steal_pointer (&engine->batch);

  gc_histogram_observe (engine->commit_seconds,
                        (double)(gc_clock_monotonic_us (engine->clock) - engine->batch_us) /
                            G_USEC_PER_SEC);
  if (error != NULL) {
    gc_metric_add (engine->failed_commits, 1);
    g_warning ("the store refused a batch of %u: %s", batch->len, error->message);
    g_clear_pointer (&engine->queue, gc_queue_free);
    for (guint i = 0; i < batch->len; i++) {
      Pending *pending = batch->pdata[i];
      g_clear_error (&pending->error);
      g_set_error (&pending->error, GC_ERROR, GC_ERROR_UNAVAILABLE, "the store is not available");
    }
  }
  for (guint i = 0; i < batch->len; i++)
    answer (batch->pdata[i]);
  if (error == NULL)
    engine->callbacks->committed (&engine->touched, engine->user_data);

  if (error != NULL) {
    load (engine);
    return;
  }
  arm_tick (engine);
  schedule (engine);
}

static void
on_committed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GCancellable) cancellable = user_data;
  g_autoptr (GError) error = NULL;
  GcEngine *engine = g_object_get_data (G_OBJECT (cancellable), "gc-engine");

  if (engine == NULL)
    return;
  gc_store_commit_finish (engine->store, result, &error);
  end_batch (engine, error);
}

static GcAgentSkills
skills_of (const Agent *agent)
{
  return (GcAgentSkills){ .account = agent->account,
                          .name = agent->name,
                          .departments = (const char *const *)agent->departments,
                          .languages = (const char *const *)agent->languages,
                          .items = (const char *const *)agent->items,
                          .supervisor = agent->supervisor,
                          .shift = agent->shift };
}

static void
apply_agent (GcEngine *engine, GcQueue *queue, const Agent *agent)
{
  const GcAgentSkills skills = skills_of (agent);
  g_autoptr (GError) error = NULL;

  if (!gc_queue_set_agent (queue, &skills, gc_engine_now_ms (engine), &error))
    g_warning ("an account cannot take tickets: %s", error->message);
}

static void
apply_event (GcEngine *engine, Pending *pending, int64_t now_ms, GPtrArray *answers)
{
  const GcEngineRequest *request = &pending->request;

  gc_metric_add (engine->events, 1);
  if (!gc_queue_apply (engine->queue, &pending->event, now_ms, &pending->error)) {
    gc_metric_add (engine->refused, 1);
    return;
  }
  if (request->format != NULL)
    pending->result = request->format (engine->queue, &pending->event);
  if (request->seat == NULL || request->request == NULL)
    return;
  GcStoreAnswer *stored = g_new0 (GcStoreAnswer, 1);
  stored->seat = g_strdup (request->seat);
  stored->request = g_strdup (request->request);
  stored->answer = g_strdup (pending->result != NULL ? pending->result : "{}");
  stored->at_ms = now_ms;
  g_ptr_array_add (answers, stored);
}

static void
touch (GHashTable *accounts, const char *account)
{
  if (account != NULL)
    g_hash_table_add (accounts, g_strdup (account));
}

static void
note_touched (GcEngine *engine, const GcQueueRows *rows)
{
  g_hash_table_remove_all (engine->touched.kiosks);
  g_hash_table_remove_all (engine->touched.agents);
  for (guint i = 0; i < rows->tickets->len; i++) {
    const GcTicket *ticket = rows->tickets->pdata[i];
    touch (engine->touched.kiosks, ticket->kiosk);
    touch (engine->touched.agents, ticket->agent);
    touch (engine->touched.agents, ticket->offer_agent);
    for (guint k = 0; k < ticket->guests->len; k++)
      touch (engine->touched.agents, g_array_index (ticket->guests, GcGuest, k).agent);
  }
  for (guint i = 0; i < rows->appointments->len; i++) {
    const GcAppointment *appointment = rows->appointments->pdata[i];
    touch (engine->touched.kiosks, appointment->kiosk);
    touch (engine->touched.agents, appointment->agent);
  }
  for (guint i = 0; i < rows->agents->len; i++)
    touch (engine->touched.agents, ((const GcAgent *)rows->agents->pdata[i])->account);
}

static gboolean
on_run (gpointer user_data)
{
  GcEngine *engine = user_data;
  g_autoptr (GPtrArray) answers =
      g_ptr_array_new_with_free_func ((GDestroyNotify)gc_store_answer_free);
  int64_t now_ms = gc_engine_now_ms (engine);

  g_clear_pointer (&engine->run_source, g_source_unref);
  engine->batch = g_steal_pointer (&engine->pending);
  engine->pending = g_ptr_array_new_with_free_func (pending_free);
  engine->batch_us = gc_clock_monotonic_us (engine->clock);
  for (guint i = 0; i < engine->batch->len; i++) {
    Pending *pending = engine->batch->pdata[i];
    if (pending->account != NULL)
      apply_agent (engine, engine->queue, g_hash_table_lookup (engine->agents, pending->account));
    else
      apply_event (engine, pending, now_ms, answers);
  }
  g_autoptr (GcQueueRows) rows = gc_queue_take_changes (engine->queue);
  note_touched (engine, rows);
  if (gc_queue_rows_is_empty (rows) && answers->len == 0)
    end_batch (engine, NULL);
  else
    gc_store_commit_async (engine->store, g_steal_pointer (&rows), g_steal_pointer (&answers),
                           on_committed, g_object_ref (engine->cancellable));
  return G_SOURCE_REMOVE;
}

/* A batch begins on the main loop's next turn, so that all that was read in this one goes into it.
 */
static void
schedule (GcEngine *engine)
{
  if (engine->queue == NULL || engine->batch != NULL || engine->run_source != NULL ||
      engine->pending->len == 0)
    return;
  engine->run_source = g_idle_source_new ();
  g_source_set_priority (engine->run_source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (engine->run_source, "gc-engine-run");
  g_source_set_callback (engine->run_source, on_run, engine, NULL);
  g_source_attach (engine->run_source, g_main_context_get_thread_default ());
}

void
gc_engine_submit (GcEngine *engine, const GcQueueEvent *event, const GcEngineRequest *request)
{
  Pending *pending = pending_new ();

  keep_event (pending, event);
  if (request != NULL) {
    pending->request = *request;
    pending->request.seat = keep (pending, request->seat);
    pending->request.request = keep (pending, request->request);
  }
  if (engine->pending->len >= GC_ENGINE_MAX_PENDING && request != NULL) {
    g_set_error (&pending->error, GC_ERROR, GC_ERROR_LIMIT, "the queue has too much to do");
    answer (pending);
    pending_free (pending);
    return;
  }
  g_ptr_array_add (engine->pending, pending);
  schedule (engine);
}

static gboolean
has_skills (const Agent *agent, const GcAgentSkills *skills)
{
  return g_strcmp0 (agent->name, skills->name) == 0 && agent->supervisor == skills->supervisor &&
         g_strv_equal ((const char *const *)agent->departments, skills->departments) &&
         g_strv_equal ((const char *const *)agent->languages, skills->languages) &&
         g_strv_equal ((const char *const *)agent->items, skills->items) &&
         gc_spans_equal (agent->shift, skills->shift);
}

static Agent *
agent_new (const GcAgentSkills *skills)
{
  Agent *agent = g_new0 (Agent, 1);

  agent->account = g_strdup (skills->account);
  agent->name = g_strdup (skills->name);
  agent->departments = g_strdupv ((char **)skills->departments);
  agent->languages = g_strdupv ((char **)skills->languages);
  agent->items = g_strdupv ((char **)skills->items);
  agent->supervisor = skills->supervisor;
  agent->shift = skills->shift != NULL ? gc_spans_copy (skills->shift) : NULL;
  return agent;
}

void
gc_engine_set_agent (GcEngine *engine, const GcAgentSkills *skills)
{
  const Agent *known = g_hash_table_lookup (engine->agents, skills->account);

  if (known != NULL && has_skills (known, skills))
    return;
  Agent *agent = agent_new (skills);
  Pending *pending = pending_new ();
  pending->account = g_strdup (skills->account);
  g_hash_table_replace (engine->agents, agent->account, agent);
  g_ptr_array_add (engine->pending, pending);
  schedule (engine);
}

static gboolean
on_load_again (gpointer user_data)
{
  GcEngine *engine = user_data;

  g_clear_pointer (&engine->run_source, g_source_unref);
  load (engine);
  return G_SOURCE_REMOVE;
}

static void
load_later (GcEngine *engine)
{
  clear_source (&engine->run_source);
  engine->run_source = g_timeout_source_new (RELOAD_MS);
  g_source_set_static_name (engine->run_source, "gc-engine-load");
  g_source_set_callback (engine->run_source, on_load_again, engine, NULL);
  g_source_attach (engine->run_source, g_main_context_get_thread_default ());
}

static gboolean
take_rows (GcEngine *engine, GAsyncResult *result, GError **error)
{
  g_autoptr (GcQueueRows) rows = gc_store_load_finish (engine->store, result, error);
  g_autoptr (GcQueue) queue = NULL;
  GHashTableIter iter;
  gpointer agent = NULL;

  if (rows == NULL)
    return FALSE;
  queue = gc_queue_new (&engine->config);
  /* Before the load: who can take what decides which tickets stand in one line. */
  g_hash_table_iter_init (&iter, engine->agents);
  while (g_hash_table_iter_next (&iter, NULL, &agent))
    apply_agent (engine, queue, agent);
  if (!gc_queue_load (queue, rows, gc_engine_now_ms (engine), error))
    return FALSE;
  engine->queue = g_steal_pointer (&queue);
  return TRUE;
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GCancellable) cancellable = user_data;
  g_autoptr (GError) error = NULL;
  GcEngine *engine = g_object_get_data (G_OBJECT (cancellable), "gc-engine");
  const GcQueueEvent restart = { .type = GC_EVENT_RESTART };

  if (engine == NULL)
    return;
  if (!take_rows (engine, result, &error)) {
    g_warning ("the queue cannot be read: %s", error->message);
    load_later (engine);
    return;
  }
  if (!engine->restarted) {
    engine->restarted = TRUE;
    gc_engine_submit (engine, &restart, NULL);
  }
  arm_tick (engine);
  engine->callbacks->loaded (engine->user_data);
  schedule (engine);
}

static void
load (GcEngine *engine)
{
  gc_store_load_async (engine->store, on_loaded, g_object_ref (engine->cancellable));
}

void
gc_engine_start (GcEngine *engine)
{
  load (engine);
}

GcEngine *
gc_engine_new (GcStore *store,
               const GcQueueConfig *config,
               const GcClock *clock,
               GcMetrics *metrics,
               const GcEngineCallbacks *callbacks,
               gpointer user_data)
{
  static const double bounds[] = { 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2 };
  GcEngine *engine = g_new0 (GcEngine, 1);

  engine->store = store;
  engine->config = *config;
  engine->clock = clock;
  engine->callbacks = callbacks;
  engine->user_data = user_data;
  engine->touched.kiosks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  engine->touched.agents = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  engine->agents = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, agent_free);
  engine->pending = g_ptr_array_new_with_free_func (pending_free);
  engine->start_real_ms = gc_clock_real_us (clock) / 1000;
  engine->start_monotonic_us = gc_clock_monotonic_us (clock);
  /* A store job that ends after this engine finds nothing there any more. */
  engine->cancellable = g_cancellable_new ();
  g_object_set_data (G_OBJECT (engine->cancellable), "gc-engine", engine);

  engine->events = gc_metrics_add_counter (metrics, "gc_signal_queue_events", NULL,
                                           "Events applied to the queue, refused ones included");
  engine->refused = gc_metrics_add_counter (metrics, "gc_signal_queue_events_refused", NULL,
                                            "Events that the queue refused");
  engine->failed_commits = gc_metrics_add_counter (metrics, "gc_signal_commits_failed", NULL,
                                                   "Batches that the store did not take");
  engine->commit_seconds = gc_metrics_add_histogram (
      metrics, "gc_signal_commit_seconds", "From the start of a batch to its sync", bounds, 9);
  return engine;
}

/* Nobody will know whether these had an effect: the next start tells. */
static void
give_up (GPtrArray *list)
{
  for (guint i = 0; list != NULL && i < list->len; i++) {
    Pending *pending = list->pdata[i];
    g_clear_error (&pending->error);
    g_set_error (&pending->error, GC_ERROR, GC_ERROR_UNAVAILABLE, "the service is stopping");
    answer (pending);
  }
}

void
gc_engine_free (GcEngine *engine)
{
  if (engine == NULL)
    return;
  g_autoptr (GPtrArray) batch = g_steal_pointer (&engine->batch);
  g_autoptr (GPtrArray) pending = g_steal_pointer (&engine->pending);
  engine->pending = g_ptr_array_new_with_free_func (pending_free);
  give_up (batch);
  give_up (pending);
  g_object_set_data (G_OBJECT (engine->cancellable), "gc-engine", NULL);
  g_clear_object (&engine->cancellable);
  clear_source (&engine->run_source);
  clear_source (&engine->tick_source);
  g_clear_pointer (&engine->queue, gc_queue_free);
  g_clear_pointer (&engine->pending, g_ptr_array_unref);
  g_hash_table_unref (engine->touched.kiosks);
  g_hash_table_unref (engine->touched.agents);
  g_hash_table_unref (engine->agents);
  g_free (engine);
}

const GcQueue *
gc_engine_get_queue (GcEngine *engine)
{
  return engine->queue;
}

gboolean
gc_engine_is_durable (GcEngine *engine)
{
  return engine->queue != NULL && engine->batch == NULL;
}
