// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* The jobs about people: accounts, sessions, kiosks, failed sign-ins. */
#include "config.h"

#include "store/gc-store-private.h"

#include <string.h>

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
  copy->hub = g_strdup (account->hub);
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
  g_free (account->hub);
  g_free (account);
}

static void
run_add_account (GcDb *db, GTask *task, gpointer data)
{
  GcStoreJob *job = data;
  GError *error = NULL;

  gc_store_return_boolean (task, gc_store_account_put (db, job->account, job->flag, &error),
                           &error);
}

gboolean
gc_store_add_account (GcStore *store,
                      const GcStoreAccount *account,
                      gboolean replace,
                      GError **error)
{
  GcStoreJob *job = gc_store_job_new (run_add_account);

  job->account = gc_store_account_copy (account);
  job->flag = replace;
  g_autoptr (GTask) task = gc_store_wait_for (store, job);
  return g_task_propagate_boolean (task, error);
}

static void
run_list_accounts (GcDb *db, GTask *task, gpointer data)
{
  GError *error = NULL;
  GPtrArray *list = gc_store_account_list (db, &error);

  gc_store_return_pointer (task, list, (GDestroyNotify)g_ptr_array_unref, error);
}

GPtrArray *
gc_store_list_accounts (GcStore *store, GError **error)
{
  g_autoptr (GTask) task = gc_store_wait_for (store, gc_store_job_new (run_list_accounts));

  return g_task_propagate_pointer (task, error);
}

static void
run_get_account (GcDb *db, GTask *task, gpointer data)
{
  GcStoreJob *job = data;
  GError *error = NULL;
  GcStoreAccount *account = gc_store_account_get (db, job->first, &error);

  gc_store_return_pointer (task, account, (GDestroyNotify)gc_store_account_free, error);
}

void
gc_store_get_account_async (GcStore *store,
                            const char *account,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GcStoreJob *job = gc_store_job_new (run_get_account);

  job->first = g_strdup (account);
  gc_store_push (store, job, callback, user_data);
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
  GcStoreJob *job = data;
  GError *error = NULL;

  gc_store_return_boolean (task, gc_store_session_put (db, job->session, &error), &error);
}

void
gc_store_add_session_async (GcStore *store,
                            const GcStoreSession *session,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GcStoreJob *job = gc_store_job_new (run_add_session);

  job->session = g_memdup2 (session, sizeof *session);
  job->session->role = g_strdup (session->role);
  job->session->account = g_strdup (session->account);
  job->session->point = g_strdup (session->point);
  gc_store_push (store, job, callback, user_data);
}

gboolean
gc_store_add_session_finish (GcStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
run_get_session (GcDb *db, GTask *task, gpointer data)
{
  GcStoreJob *job = data;
  GError *error = NULL;
  GcStoreSession *session = gc_store_session_get (db, job->hash, job->at_ms, &error);

  gc_store_return_pointer (task, session, (GDestroyNotify)gc_store_session_free, error);
}

void
gc_store_get_session_async (GcStore *store,
                            const uint8_t token_hash[GC_STORE_HASH_SIZE],
                            int64_t now_ms,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GcStoreJob *job = gc_store_job_new (run_get_session);

  memcpy (job->hash, token_hash, GC_STORE_HASH_SIZE);
  job->at_ms = now_ms;
  gc_store_push (store, job, callback, user_data);
}

GcStoreSession *
gc_store_get_session_finish (GcStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
run_revoke_session (GcDb *db, GTask *task, gpointer data)
{
  GcStoreJob *job = data;
  GError *error = NULL;

  gc_store_return_boolean (task, gc_store_session_revoke (db, job->hash, &error), &error);
}

void
gc_store_revoke_session_async (GcStore *store,
                               const uint8_t token_hash[GC_STORE_HASH_SIZE],
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GcStoreJob *job = gc_store_job_new (run_revoke_session);

  memcpy (job->hash, token_hash, GC_STORE_HASH_SIZE);
  gc_store_push (store, job, callback, user_data);
}

gboolean
gc_store_revoke_session_finish (GcStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
run_revoke_sessions (GcDb *db, GTask *task, gpointer data)
{
  GcStoreJob *job = data;
  GError *error = NULL;

  gc_store_return_boolean (task, gc_store_session_revoke_all (db, job->first, &error), &error);
}

gboolean
gc_store_revoke_sessions (GcStore *store, const char *account, GError **error)
{
  GcStoreJob *job = gc_store_job_new (run_revoke_sessions);

  job->first = g_strdup (account);
  g_autoptr (GTask) task = gc_store_wait_for (store, job);
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

  gc_store_return_pointer (task, list, (GDestroyNotify)g_ptr_array_unref, error);
}

GPtrArray *
gc_store_list_kiosks (GcStore *store, GError **error)
{
  g_autoptr (GTask) task = gc_store_wait_for (store, gc_store_job_new (run_list_kiosks));

  return g_task_propagate_pointer (task, error);
}

static void
run_add_enrol_code (GcDb *db, GTask *task, gpointer data)
{
  GcStoreJob *job = data;
  GError *error = NULL;

  gc_store_return_boolean (
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
  GcStoreJob *job = gc_store_job_new (run_add_enrol_code);

  memcpy (job->hash, code_hash, GC_STORE_HASH_SIZE);
  job->first = g_strdup (page);
  job->second = g_strdup (point);
  job->at_ms = expires_ms;
  g_autoptr (GTask) task = gc_store_wait_for (store, job);
  return g_task_propagate_boolean (task, error);
}

static void
run_enrol (GcDb *db, GTask *task, gpointer data)
{
  GcStoreJob *job = data;
  GError *error = NULL;
  GcStoreKiosk *kiosk =
      gc_store_kiosk_enrol (db, job->first, job->hash, job->other_hash, job->at_ms, &error);

  gc_store_return_pointer (task, kiosk, (GDestroyNotify)gc_store_kiosk_free, error);
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
  GcStoreJob *job = gc_store_job_new (run_enrol);

  job->first = g_strdup (page);
  memcpy (job->hash, code_hash, GC_STORE_HASH_SIZE);
  memcpy (job->other_hash, token_hash, GC_STORE_HASH_SIZE);
  job->at_ms = now_ms;
  gc_store_push (store, job, callback, user_data);
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
  GcStoreJob *job = data;
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
  GcStoreJob *job = gc_store_job_new (run_get_login);

  job->first = g_strdup (account);
  job->second = g_strdup (address);
  job->at_ms = now_ms;
  gc_store_push (store, job, callback, user_data);
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
  GcStoreJob *job = data;
  GError *error = NULL;

  gc_store_return_boolean (
      task, gc_store_login_note (db, job->first, job->second, job->flag, job->at_ms, &error),
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
  GcStoreJob *job = gc_store_job_new (run_note_login);

  job->first = g_strdup (account);
  job->second = g_strdup (address);
  job->flag = success;
  job->at_ms = now_ms;
  gc_store_push (store, job, callback, user_data);
}

gboolean
gc_store_note_login_finish (GcStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
