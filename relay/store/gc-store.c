// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The thread of the store. Jobs are GTasks in a queue; the thread takes them one by one, and a
 * task's callback runs in the context of the one who asked. The connection lives and dies on the
 * thread.
 */
#include "config.h"

#include "store/gc-store.h"

#include "store/gc-store-private.h"

struct _GcStore {
  GThread *thread;
  GAsyncQueue *jobs; /* GTask, owned; the store itself: the end */
  GcDb *db;          /* the thread's own while it runs */
  GMainContext *context;
  GcStoreEvents events;
  gpointer user_data;
};

static void
job_free (gpointer data)
{
  GcStoreJob *job = data;

  gc_queue_rows_free (job->rows);
  g_clear_pointer (&job->answers, g_ptr_array_unref);
  gc_store_account_free (job->account);
  gc_store_session_free (job->session);
  g_free (job->first);
  g_free (job->second);
  if (job->free_data != NULL)
    job->free_data (job->data);
  g_free (job);
}

/* News for the context of the one who opened the store. */
typedef struct {
  void (*tell) (const char *reason, gpointer user_data);
  gpointer user_data;
  char *reason;
} News;

static void
news_free (gpointer data)
{
  News *news = data;

  g_free (news->reason);
  g_free (news);
}

static gboolean
on_news (gpointer data)
{
  News *news = data;

  news->tell (news->reason, news->user_data);
  return G_SOURCE_REMOVE;
}

static void
tell (GMainContext *context,
      void (*callback) (const char *reason, gpointer user_data),
      gpointer user_data,
      const char *reason)
{
  const News news = { callback, user_data, g_strdup (reason) };
  GSource *source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "gc-store-news");
  g_source_set_callback (source, on_news, g_memdup2 (&news, sizeof news), news_free);
  g_source_attach (source, context);
  g_source_unref (source);
}

static gpointer
run_jobs (gpointer data)
{
  GcStore *store = data;
  gboolean told = store->events.lost == NULL;

  for (;;) {
    int64_t wait_us = gc_db_tend (store->db, g_async_queue_length (store->jobs) <= 0);
    if (!told && gc_db_get_loss (store->db) != NULL) {
      told = TRUE;
      tell (store->context, store->events.lost, store->user_data, gc_db_get_loss (store->db));
    }
    gpointer item = wait_us < 0 ? g_async_queue_pop (store->jobs)
                                : g_async_queue_timeout_pop (store->jobs, (guint64)wait_us);
    if (item == store)
      break;
    g_autoptr (GTask) task = item;
    if (task == NULL)
      continue;
    GcStoreJob *job = g_task_get_task_data (task);
    job->run (store->db, task, job);
  }
  g_clear_pointer (&store->db, gc_db_close);
  return NULL;
}

/* Swallows @db. */
static GcStore *
store_new (GcDb *db)
{
  GcStore *store = g_new0 (GcStore, 1);

  store->db = db;
  store->jobs = g_async_queue_new ();
  return store;
}

static void
start_thread (GcStore *store)
{
  store->thread = g_thread_new ("gc-store", run_jobs, store);
}

GcStore *
gc_store_open (const char *where, GcStoreMode mode, GError **error)
{
  GcDb *db = gc_db_open (where, mode, error);

  if (db == NULL)
    return NULL;
  GcStore *store = store_new (db);
  start_thread (store);
  return store;
}

typedef struct {
  char *where;
  char *directory; /* (nullable) */
  GcStoreEvents events;
  gpointer user_data;
  GMainContext *context;
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_free (opening->where);
  g_free (opening->directory);
  g_main_context_unref (opening->context);
  g_free (opening);
}

static void
on_waiting (const char *reason, gpointer user_data)
{
  Opening *opening = user_data;

  tell (opening->context, opening->events.waiting, opening->user_data, reason);
}

static void
run_open (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Opening *opening = data;
  GError *error = NULL;
  GcDb *db =
      gc_db_wait (opening->where, opening->directory, on_waiting, opening, cancellable, &error);

  if (db == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, db, (GDestroyNotify)gc_db_close);
}

void
gc_store_open_async (const char *where,
                     const char *directory,
                     const GcStoreEvents *events,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Opening *opening = g_new0 (Opening, 1);

  opening->where = g_strdup (where);
  opening->directory = g_strdup (directory);
  opening->events = *events;
  opening->user_data = user_data;
  opening->context = g_main_context_ref_thread_default ();
  g_task_set_name (task, "gc-store-open");
  g_task_set_task_data (task, opening, opening_free);
  g_task_run_in_thread (task, run_open);
}

GcStore *
gc_store_open_finish (GAsyncResult *result, GError **error)
{
  GcDb *db = g_task_propagate_pointer (G_TASK (result), error);

  if (db == NULL)
    return NULL;
  const Opening *opening = g_task_get_task_data (G_TASK (result));
  GcStore *store = store_new (db);
  store->events = opening->events;
  store->user_data = opening->user_data;
  store->context = g_main_context_ref (opening->context);
  start_thread (store);
  return store;
}

void
gc_store_close (GcStore *store)
{
  if (store == NULL)
    return;
  g_async_queue_push (store->jobs, store);
  g_thread_join (store->thread);
  g_async_queue_unref (store->jobs);
  g_clear_pointer (&store->context, g_main_context_unref);
  g_free (store);
}

GcStoreJob *
gc_store_job_new (void (*run) (GcDb *db, GTask *task, gpointer job))
{
  GcStoreJob *job = g_new0 (GcStoreJob, 1);

  job->run = run;
  return job;
}

void
gc_store_push (GcStore *store, GcStoreJob *job, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_name (task, "gc-store");
  g_task_set_task_data (task, job, job_free);
  g_async_queue_push (store->jobs, task);
}

void
gc_store_return_boolean (GTask *task, gboolean done, GError **error)
{
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (error));
}

void
gc_store_return_pointer (GTask *task, gpointer result, GDestroyNotify free, GError *error)
{
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, result, free);
}

static void
on_waited (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **ret_result = user_data;

  *ret_result = g_object_ref (result);
}

GTask *
gc_store_wait_for (GcStore *store, GcStoreJob *job)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  GAsyncResult *result = NULL;

  g_main_context_push_thread_default (context);
  gc_store_push (store, job, on_waited, &result);
  while (result == NULL)
    g_main_context_iteration (context, TRUE);
  g_main_context_pop_thread_default (context);
  return G_TASK (result);
}

/* ---- the queue ---- */

void
gc_store_answer_free (GcStoreAnswer *answer)
{
  if (answer == NULL)
    return;
  g_free (answer->seat);
  g_free (answer->request);
  g_free (answer->answer);
  g_free (answer);
}

static void
run_load (GcDb *db, GTask *task, gpointer data)
{
  GError *error = NULL;
  GcQueueRows *rows = gc_store_queue_load (db, &error);

  if (rows != NULL)
    rows->last_seq = MAX (rows->last_seq, gc_db_get_floor (db));
  gc_store_return_pointer (task, rows, (GDestroyNotify)gc_queue_rows_free, error);
}

void
gc_store_load_async (GcStore *store, GAsyncReadyCallback callback, gpointer user_data)
{
  gc_store_push (store, gc_store_job_new (run_load), callback, user_data);
}

GcQueueRows *
gc_store_load_finish (GcStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
run_commit (GcDb *db, GTask *task, gpointer data)
{
  GcStoreJob *job = data;
  GError *error = NULL;

  if (!gc_db_begin (db, &error)) {
    g_task_return_error (task, error);
    return;
  }
  gboolean done = (job->rows == NULL || gc_store_queue_write (db, job->rows, &error)) &&
                  (job->answers == NULL || gc_store_answers_write (db, job->answers, &error));
  gboolean committed = gc_db_end (db, done, done ? &error : NULL);
  if (committed && job->rows != NULL && job->rows->transitions->len > 0) {
    const GcTransition *last =
        g_ptr_array_index (job->rows->transitions, job->rows->transitions->len - 1);
    gc_db_note_transition (db, last->seq, last->at_ms);
  }
  gc_store_return_boolean (task, committed, &error);
}

void
gc_store_commit_async (GcStore *store,
                       GcQueueRows *rows,
                       GPtrArray *answers,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GcStoreJob *job = gc_store_job_new (run_commit);

  job->rows = rows;
  job->answers = answers;
  gc_store_push (store, job, callback, user_data);
}

gboolean
gc_store_commit_finish (GcStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
run_get_answer (GcDb *db, GTask *task, gpointer data)
{
  GcStoreJob *job = data;
  GError *error = NULL;
  GcStoreAnswer *answer = gc_store_answer_get (db, job->first, job->second, &error);

  gc_store_return_pointer (task, answer, (GDestroyNotify)gc_store_answer_free, error);
}

void
gc_store_get_answer_async (GcStore *store,
                           const char *seat,
                           const char *request,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GcStoreJob *job = gc_store_job_new (run_get_answer);

  job->first = g_strdup (seat);
  job->second = g_strdup (request);
  gc_store_push (store, job, callback, user_data);
}

GcStoreAnswer *
gc_store_get_answer_finish (GcStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
run_ping (GcDb *db, GTask *task, gpointer data)
{
  GError *error = NULL;
  GcStatement *statement = gc_db_prepare (db, "SELECT count (*) FROM account", &error);
  gboolean done = statement != NULL && gc_statement_step (statement, &error);

  if (done)
    gc_statement_reset (statement);
  gc_store_return_boolean (task, done, &error);
}

void
gc_store_ping_async (GcStore *store, GAsyncReadyCallback callback, gpointer user_data)
{
  gc_store_push (store, gc_store_job_new (run_ping), callback, user_data);
}

gboolean
gc_store_ping_finish (GcStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
