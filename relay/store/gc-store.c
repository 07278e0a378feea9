// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The thread of the store. Jobs are GTasks in a queue; the thread takes them one by one, and a
 * task's callback runs in the context of the one who asked. The connection lives and dies on the
 * thread.
 */
#include "config.h"

#include "store/gc-store.h"

#include "store/gc-store-rows.h"

#include <string.h>

struct _GcStore {
  GThread *thread;
  GAsyncQueue *jobs; /* GTask, owned; the store itself: the end */
  GcDb *db;          /* the thread's own while it runs */
  GMainContext *context;
  GcStoreEvents events;
  gpointer user_data;
};

/* What a job needs; unused members stay zero. */
typedef struct {
  void (*run) (GcDb *db, GTask *task, gpointer job);
  GcQueueRows *rows;
  GPtrArray *answers;
  GcStoreAccount *account;
  GcStoreSession *session;
  char *first;
  char *second;
  uint8_t hash[GC_STORE_HASH_SIZE];
  uint8_t other_hash[GC_STORE_HASH_SIZE];
  int64_t at_ms;
  gboolean flag;
  GcStoreRun other; /* a job of another file, with data of its own */
  gpointer data;
  GDestroyNotify free_data;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

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
  News *news = g_new0 (News, 1);
  g_autoptr (GSource) source = g_idle_source_new ();

  *news = (News){ callback, user_data, g_strdup (reason) };
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "gc-store-news");
  g_source_set_callback (source, on_news, news, news_free);
  g_source_attach (source, context);
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
    Job *job = g_task_get_task_data (task);
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
  GcStoreEvents events;
  gpointer user_data;
  GMainContext *context;
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_free (opening->where);
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
  GcDb *db = gc_db_wait (opening->where, on_waiting, opening, cancellable, &error);

  if (db == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, db, (GDestroyNotify)gc_db_close);
}

void
gc_store_open_async (const char *where,
                     const GcStoreEvents *events,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Opening *opening = g_new0 (Opening, 1);

  opening->where = g_strdup (where);
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

static Job *
job_new (void (*run) (GcDb *db, GTask *task, gpointer job))
{
  Job *job = g_new0 (Job, 1);

  job->run = run;
  return job;
}

/* Swallows @job. */
static void
push (GcStore *store, Job *job, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_name (task, "gc-store");
  g_task_set_task_data (task, job, job_free);
  g_async_queue_push (store->jobs, task);
}

static void
return_boolean (GTask *task, gboolean done, GError **error)
{
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (error));
}

static void
return_pointer (GTask *task, gpointer result, GDestroyNotify free, GError *error)
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

/* Runs @job and waits for it, with a context of its own so that nothing else happens meanwhile. */
static GTask *
wait_for (GcStore *store, Job *job)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  GAsyncResult *result = NULL;

  g_main_context_push_thread_default (context);
  push (store, job, on_waited, &result);
  while (result == NULL)
    g_main_context_iteration (context, TRUE);
  g_main_context_pop_thread_default (context);
  return G_TASK (result);
}

static void
run_other (GcDb *db, GTask *task, gpointer data)
{
  Job *job = data;

  job->other (db, task, job->data);
}

static Job *
job_new_other (GcStoreRun run, gpointer data, GDestroyNotify free_data)
{
  Job *job = job_new (run_other);

  job->other = run;
  job->data = data;
  job->free_data = free_data;
  return job;
}

void
gc_store_push (GcStore *store,
               GcStoreRun run,
               gpointer data,
               GDestroyNotify free_data,
               GAsyncReadyCallback callback,
               gpointer user_data)
{
  push (store, job_new_other (run, data, free_data), callback, user_data);
}

GTask *
gc_store_wait (GcStore *store, GcStoreRun run, gpointer data, GDestroyNotify free_data)
{
  return wait_for (store, job_new_other (run, data, free_data));
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
  return_pointer (task, rows, (GDestroyNotify)gc_queue_rows_free, error);
}

void
gc_store_load_async (GcStore *store, GAsyncReadyCallback callback, gpointer user_data)
{
  push (store, job_new (run_load), callback, user_data);
}

GcQueueRows *
gc_store_load_finish (GcStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
run_commit (GcDb *db, GTask *task, gpointer data)
{
  Job *job = data;
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
  return_boolean (task, committed, &error);
}

void
gc_store_commit_async (GcStore *store,
                       GcQueueRows *rows,
                       GPtrArray *answers,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  Job *job = job_new (run_commit);

  job->rows = rows;
  job->answers = answers;
  push (store, job, callback, user_data);
}

gboolean
gc_store_commit_finish (GcStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
run_get_answer (GcDb *db, GTask *task, gpointer data)
{
  Job *job = data;
  GError *error = NULL;
  GcStoreAnswer *answer = gc_store_answer_get (db, job->first, job->second, &error);

  return_pointer (task, answer, (GDestroyNotify)gc_store_answer_free, error);
}

void
gc_store_get_answer_async (GcStore *store,
                           const char *seat,
                           const char *request,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  Job *job = job_new (run_get_answer);

  job->first = g_strdup (seat);
  job->second = g_strdup (request);
  push (store, job, callback, user_data);
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
  return_boolean (task, done, &error);
}

void
gc_store_ping_async (GcStore *store, GAsyncReadyCallback callback, gpointer user_data)
{
  push (store, job_new (run_ping), callback, user_data);
}

gboolean
gc_store_ping_finish (GcStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- accounts ---- */

GcStoreAccount *
gc_store_account_copy (const GcStoreAccount *account)
{
  GcStoreAccount *copy = g_new0 (GcStoreAccount, 1);

  copy->account = g_strdup (account->account);
  copy->role = g_strdup (account->role);
  copy->name = g_strdup (account->name);
  copy->password_hash = g_strdup (account->password_hash);
  copy->departments = g_strdupv (account->departments);
  copy->languages = g_strdupv (account->languages);
  copy->items = g_strdupv (account->items);
  copy->supervisor = account->supervisor;
  copy->created_ms = account->created_ms;
  return copy;
}

void
gc_store_account_free (GcStoreAccount *account)
{
  if (account == NULL)
    return;
  g_free (account->account);
  g_free (account->role);
  g_free (account->name);
  g_free (account->password_hash);
  g_strfreev (account->departments);
  g_strfreev (account->languages);
  g_strfreev (account->items);
  g_free (account);
}

static void
run_add_account (GcDb *db, GTask *task, gpointer data)
{
  Job *job = data;
  GError *error = NULL;

  return_boolean (task, gc_store_account_put (db, job->account, job->flag, &error), &error);
}

gboolean
gc_store_add_account (GcStore *store,
                      const GcStoreAccount *account,
                      gboolean replace,
                      GError **error)
{
  Job *job = job_new (run_add_account);

  job->account = gc_store_account_copy (account);
  job->flag = replace;
  g_autoptr (GTask) task = wait_for (store, job);
  return g_task_propagate_boolean (task, error);
}

static void
run_list_accounts (GcDb *db, GTask *task, gpointer data)
{
  GError *error = NULL;
  GPtrArray *list = gc_store_account_list (db, &error);

  return_pointer (task, list, (GDestroyNotify)g_ptr_array_unref, error);
}

GPtrArray *
gc_store_list_accounts (GcStore *store, GError **error)
{
  g_autoptr (GTask) task = wait_for (store, job_new (run_list_accounts));

  return g_task_propagate_pointer (task, error);
}

static void
run_get_account (GcDb *db, GTask *task, gpointer data)
{
  Job *job = data;
  GError *error = NULL;
  GcStoreAccount *account = gc_store_account_get (db, job->first, &error);

  return_pointer (task, account, (GDestroyNotify)gc_store_account_free, error);
}

void
gc_store_get_account_async (GcStore *store,
                            const char *account,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  Job *job = job_new (run_get_account);

  job->first = g_strdup (account);
  push (store, job, callback, user_data);
}

GcStoreAccount *
gc_store_get_account_finish (GcStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- sessions ---- */

void
gc_store_session_free (GcStoreSession *session)
{
  if (session == NULL)
    return;
  g_free (session->role);
  g_free (session->account);
  g_free (session->point);
  g_free (session);
}

static void
run_add_session (GcDb *db, GTask *task, gpointer data)
{
  Job *job = data;
  GError *error = NULL;

  return_boolean (task, gc_store_session_put (db, job->session, &error), &error);
}

void
gc_store_add_session_async (GcStore *store,
                            const GcStoreSession *session,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  Job *job = job_new (run_add_session);

  job->session = g_memdup2 (session, sizeof *session);
  job->session->role = g_strdup (session->role);
  job->session->account = g_strdup (session->account);
  job->session->point = g_strdup (session->point);
  push (store, job, callback, user_data);
}

gboolean
gc_store_add_session_finish (GcStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
run_get_session (GcDb *db, GTask *task, gpointer data)
{
  Job *job = data;
  GError *error = NULL;
  GcStoreSession *session = gc_store_session_get (db, job->hash, job->at_ms, &error);

  return_pointer (task, session, (GDestroyNotify)gc_store_session_free, error);
}

void
gc_store_get_session_async (GcStore *store,
                            const uint8_t token_hash[GC_STORE_HASH_SIZE],
                            int64_t now_ms,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  Job *job = job_new (run_get_session);

  memcpy (job->hash, token_hash, GC_STORE_HASH_SIZE);
  job->at_ms = now_ms;
  push (store, job, callback, user_data);
}

GcStoreSession *
gc_store_get_session_finish (GcStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
run_revoke_session (GcDb *db, GTask *task, gpointer data)
{
  Job *job = data;
  GError *error = NULL;

  return_boolean (task, gc_store_session_revoke (db, job->hash, &error), &error);
}

void
gc_store_revoke_session_async (GcStore *store,
                               const uint8_t token_hash[GC_STORE_HASH_SIZE],
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  Job *job = job_new (run_revoke_session);

  memcpy (job->hash, token_hash, GC_STORE_HASH_SIZE);
  push (store, job, callback, user_data);
}

gboolean
gc_store_revoke_session_finish (GcStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
run_revoke_sessions (GcDb *db, GTask *task, gpointer data)
{
  Job *job = data;
  GError *error = NULL;

  return_boolean (task, gc_store_session_revoke_all (db, job->first, &error), &error);
}

gboolean
gc_store_revoke_sessions (GcStore *store, const char *account, GError **error)
{
  Job *job = job_new (run_revoke_sessions);

  job->first = g_strdup (account);
  g_autoptr (GTask) task = wait_for (store, job);
  return g_task_propagate_boolean (task, error);
}

/* ---- kiosks ---- */

void
gc_store_kiosk_free (GcStoreKiosk *kiosk)
{
  if (kiosk == NULL)
    return;
  g_free (kiosk->id);
  g_free (kiosk->page);
  g_free (kiosk->point);
  g_free (kiosk);
}

static void
run_list_kiosks (GcDb *db, GTask *task, gpointer data)
{
  GError *error = NULL;
  GPtrArray *list = gc_store_kiosk_list (db, &error);

  return_pointer (task, list, (GDestroyNotify)g_ptr_array_unref, error);
}

GPtrArray *
gc_store_list_kiosks (GcStore *store, GError **error)
{
  g_autoptr (GTask) task = wait_for (store, job_new (run_list_kiosks));

  return g_task_propagate_pointer (task, error);
}

static void
run_add_enrol_code (GcDb *db, GTask *task, gpointer data)
{
  Job *job = data;
  GError *error = NULL;

  return_boolean (
      task, gc_store_enrol_code_put (db, job->hash, job->first, job->second, job->at_ms, &error),
      &error);
}

gboolean
gc_store_add_enrol_code (GcStore *store,
                         const uint8_t code_hash[GC_STORE_HASH_SIZE],
                         const char *page,
                         const char *point,
                         int64_t expires_ms,
                         GError **error)
{
  Job *job = job_new (run_add_enrol_code);

  memcpy (job->hash, code_hash, GC_STORE_HASH_SIZE);
  job->first = g_strdup (page);
  job->second = g_strdup (point);
  job->at_ms = expires_ms;
  g_autoptr (GTask) task = wait_for (store, job);
  return g_task_propagate_boolean (task, error);
}

static void
run_enrol (GcDb *db, GTask *task, gpointer data)
{
  Job *job = data;
  GError *error = NULL;
  GcStoreKiosk *kiosk =
      gc_store_kiosk_enrol (db, job->first, job->hash, job->other_hash, job->at_ms, &error);

  return_pointer (task, kiosk, (GDestroyNotify)gc_store_kiosk_free, error);
}

void
gc_store_enrol_async (GcStore *store,
                      const char *page,
                      const uint8_t code_hash[GC_STORE_HASH_SIZE],
                      const uint8_t token_hash[GC_STORE_HASH_SIZE],
                      int64_t now_ms,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  Job *job = job_new (run_enrol);

  job->first = g_strdup (page);
  memcpy (job->hash, code_hash, GC_STORE_HASH_SIZE);
  memcpy (job->other_hash, token_hash, GC_STORE_HASH_SIZE);
  job->at_ms = now_ms;
  push (store, job, callback, user_data);
}

GcStoreKiosk *
gc_store_enrol_finish (GcStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- failed sign-ins ---- */

static void
run_get_login (GcDb *db, GTask *task, gpointer data)
{
  Job *job = data;
  GError *error = NULL;
  GcStoreLogin *login = g_new0 (GcStoreLogin, 1);

  if (gc_store_login_get (db, job->first, job->second, job->at_ms, login, &error)) {
    g_task_return_pointer (task, login, g_free);
    return;
  }
  g_free (login);
  g_task_return_error (task, error);
}

void
gc_store_get_login_async (GcStore *store,
                          const char *account,
                          const char *address,
                          int64_t now_ms,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  Job *job = job_new (run_get_login);

  job->first = g_strdup (account);
  job->second = g_strdup (address);
  job->at_ms = now_ms;
  push (store, job, callback, user_data);
}

gboolean
gc_store_get_login_finish (GcStore *store,
                           GAsyncResult *result,
                           GcStoreLogin *ret_login,
                           GError **error)
{
  g_autofree GcStoreLogin *login = g_task_propagate_pointer (G_TASK (result), error);

  if (login == NULL)
    return FALSE;
  *ret_login = *login;
  return TRUE;
}

static void
run_note_login (GcDb *db, GTask *task, gpointer data)
{
  Job *job = data;
  GError *error = NULL;

  return_boolean (task,
                  gc_store_login_note (db, job->first, job->second, job->flag, job->at_ms, &error),
                  &error);
}

void
gc_store_note_login_async (GcStore *store,
                           const char *account,
                           const char *address,
                           gboolean success,
                           int64_t now_ms,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  Job *job = job_new (run_note_login);

  job->first = g_strdup (account);
  job->second = g_strdup (address);
  job->flag = success;
  job->at_ms = now_ms;
  push (store, job, callback, user_data);
}

gboolean
gc_store_note_login_finish (GcStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
