// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Accounts, sessions, kiosks and failed sign-ins. Secrets come in hashed; none is ever stored as it
 * is.
 */
#include "config.h"

#include "store/gc-store-rows.h"

#include "common/gc-error.h"

#include <string.h>

#define HOUR_MS (INT64_C (3600) * 1000)
#define DAY_MS (24 * HOUR_MS)

/* ---- accounts ---- */

#define ACCOUNT_NAMES                                                                              \
  "account, role, name, password_hash, departments, languages, created_ms, items, supervisor, hub"

static gboolean
check_words (const char *account, char *const *words, GError **error)
{
  for (; words != NULL && *words != NULL; words++)
    if (**words == '\0' || strchr (*words, ' ') != NULL) {
      g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "account %s: \"%s\" is not one word", account,
                   *words);
      return FALSE;
    }
  return TRUE;
}

static char *
join_words (char **words)
{
  return words != NULL ? g_strjoinv (" ", words) : g_strdup ("");
}

static gboolean
insert_account (GcDb *db, const GcStoreAccount *account, gboolean replace, GError **error)
{
  g_autofree char *departments = join_words (account->departments);
  g_autofree char *languages = join_words (account->languages);
  g_autofree char *items = join_words (account->items);
  g_autoptr (GError) failure = NULL;
  GcStatement *statement = gc_db_query (
      db, error,
      "INSERT INTO account (" ACCOUNT_NAMES ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
      " ON CONFLICT (account) DO UPDATE SET"
      " role = excluded.role, name = excluded.name, password_hash = excluded.password_hash,"
      " departments = excluded.departments, languages = excluded.languages,"
      " items = excluded.items, supervisor = excluded.supervisor, hub = excluded.hub"
      " WHERE ? RETURNING account",
      "ttttttititi", account->account, account->role, account->name, account->password_hash,
      departments, languages, account->created_ms, items, (int64_t) !!account->supervisor,
      account->hub, (int64_t) !!replace);

  if (statement == NULL)
    return FALSE;
  if (gc_statement_step (statement, &failure)) {
    gc_statement_reset (statement);
    return TRUE;
  }
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else
    g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "account %s: is there already",
                 account->account);
  return FALSE;
}

gboolean
gc_store_account_put (GcDb *db, const GcStoreAccount *account, gboolean replace, GError **error)
{
  if (!check_words (account->account, account->departments, error) ||
      !check_words (account->account, account->languages, error) ||
      !check_words (account->account, account->items, error) || !gc_db_begin (db, error))
    return FALSE;
  return gc_db_end (db, insert_account (db, account, replace, error), error);
}

static GcStoreAccount *
read_account (GcStatement *statement)
{
  GcStoreAccount *account = g_new0 (GcStoreAccount, 1);

  account->account = gc_statement_dup_text (statement, 0);
  account->role = gc_statement_dup_text (statement, 1);
  account->name = gc_statement_dup_text (statement, 2);
  account->password_hash = gc_statement_dup_text (statement, 3);
  account->departments = gc_statement_dup_words (statement, 4);
  account->languages = gc_statement_dup_words (statement, 5);
  account->created_ms = gc_statement_get_int (statement, 6);
  account->items = gc_statement_dup_words (statement, 7);
  account->supervisor = gc_statement_get_int (statement, 8) != 0;
  account->hub = gc_statement_dup_text (statement, 9);
  return account;
}

GPtrArray *
gc_store_account_list (GcDb *db, GError **error)
{
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify)gc_store_account_free);
  g_autoptr (GError) failure = NULL;
  GcStatement *statement =
      gc_db_prepare (db, "SELECT " ACCOUNT_NAMES " FROM account ORDER BY account", error);

  if (statement == NULL)
    return NULL;
  while (gc_statement_step (statement, &failure))
    g_ptr_array_add (list, read_account (statement));
  if (failure == NULL)
    return g_steal_pointer (&list);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

GcStoreAccount *
gc_store_account_get (GcDb *db, const char *account, GError **error)
{
  g_autoptr (GError) failure = NULL;
  GcStatement *statement = gc_db_query (
      db, error, "SELECT " ACCOUNT_NAMES " FROM account WHERE account = ?", "t", account);

  if (statement == NULL)
    return NULL;
  if (gc_statement_step (statement, &failure)) {
    GcStoreAccount *found = read_account (statement);
    gc_statement_reset (statement);
    return found;
  }
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else
    g_set_error_literal (error, GC_ERROR, GC_ERROR_UNKNOWN, "account: not known");
  return NULL;
}

/* ---- sessions ---- */

static gboolean
insert_session (GcDb *db, const GcStoreSession *session, GError **error)
{
  return gc_db_run (db, error,
                    "INSERT INTO session (token_hash, role, account, point, created_ms,"
                    " expires_ms) VALUES (?, ?, ?, ?, ?, ?)",
                    "htttii", session->token_hash, session->role, session->account, session->point,
                    session->created_ms, session->expires_ms);
}

gboolean
gc_store_session_put (GcDb *db, const GcStoreSession *session, GError **error)
{
  if (!gc_db_begin (db, error))
    return FALSE;
  gboolean done =
      gc_db_run (db, error, "DELETE FROM session WHERE expires_ms > 0 AND expires_ms <= ?", "i",
                 session->created_ms) &&
      insert_session (db, session, error);
  return gc_db_end (db, done, error);
}

GcStoreSession *
gc_store_session_get (GcDb *db, const uint8_t *token_hash, int64_t now_ms, GError **error)
{
  g_autoptr (GError) failure = NULL;
  GcStatement *statement =
      gc_db_query (db, error,
                   "SELECT role, account, point, created_ms, expires_ms FROM session"
                   " WHERE token_hash = ? AND (expires_ms = 0 OR expires_ms > ?)",
                   "hi", token_hash, now_ms);

  if (statement == NULL)
    return NULL;
  if (!gc_statement_step (statement, &failure)) {
    if (failure != NULL)
      g_propagate_error (error, g_steal_pointer (&failure));
    else
      g_set_error_literal (error, GC_ERROR, GC_ERROR_UNKNOWN, "session: not known or expired");
    return NULL;
  }
  GcStoreSession *session = g_new0 (GcStoreSession, 1);
  memcpy (session->token_hash, token_hash, GC_STORE_HASH_SIZE);
  session->role = gc_statement_dup_text (statement, 0);
  session->account = gc_statement_dup_text (statement, 1);
  session->point = gc_statement_dup_text (statement, 2);
  session->created_ms = gc_statement_get_int (statement, 3);
  session->expires_ms = gc_statement_get_int (statement, 4);
  gc_statement_reset (statement);
  return session;
}

gboolean
gc_store_session_revoke (GcDb *db, const uint8_t *token_hash, GError **error)
{
  if (!gc_db_begin (db, error))
    return FALSE;
  return gc_db_end (
      db, gc_db_run (db, error, "DELETE FROM session WHERE token_hash = ?", "h", token_hash),
      error);
}

gboolean
gc_store_session_revoke_all (GcDb *db, const char *account, GError **error)
{
  if (!gc_db_begin (db, error))
    return FALSE;
  return gc_db_end (
      db, gc_db_run (db, error, "DELETE FROM session WHERE account = ?", "t", account), error);
}

/* ---- kiosks ---- */

GPtrArray *
gc_store_kiosk_list (GcDb *db, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)gc_store_kiosk_free);
  g_autoptr (GError) failure = NULL;
  GcStatement *statement =
      gc_db_prepare (db, "SELECT id, page, point, created_ms FROM kiosk ORDER BY id", error);

  if (statement == NULL)
    return NULL;
  while (gc_statement_step (statement, &failure)) {
    GcStoreKiosk *kiosk = g_new0 (GcStoreKiosk, 1);
    kiosk->id = gc_statement_dup_text (statement, 0);
    kiosk->page = gc_statement_dup_text (statement, 1);
    kiosk->point = gc_statement_dup_text (statement, 2);
    kiosk->created_ms = gc_statement_get_int (statement, 3);
    g_ptr_array_add (list, kiosk);
  }
  if (failure == NULL)
    return g_steal_pointer (&list);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

gboolean
gc_store_enrol_code_put (GcDb *db,
                         const uint8_t *code_hash,
                         const char *page,
                         const char *point,
                         int64_t expires_ms,
                         GError **error)
{
  if (!gc_db_begin (db, error))
    return FALSE;
  return gc_db_end (
      db,
      gc_db_run (db, error,
                 "INSERT INTO enrol_code (code_hash, page, point, expires_ms) VALUES (?, ?, ?, ?)",
                 "htti", code_hash, page, point, expires_ms),
      error);
}

/* The point of a code that is still good, and the code is gone. (transfer full) */
static char *
use_code (GcDb *db, const char *page, const uint8_t *code_hash, int64_t now_ms, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (!gc_db_run (db, error, "DELETE FROM enrol_code WHERE expires_ms <= ?", "i", now_ms))
    return NULL;
  GcStatement *statement = gc_db_query (
      db, error, "DELETE FROM enrol_code WHERE code_hash = ? AND page = ? RETURNING point", "ht",
      code_hash, page);
  if (statement == NULL)
    return NULL;
  if (gc_statement_step (statement, &failure)) {
    char *point = gc_statement_dup_text (statement, 0);
    gc_statement_reset (statement);
    return point;
  }
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else
    g_set_error_literal (error, GC_ERROR, GC_ERROR_DENIED, "enrolment: no such code");
  return NULL;
}

static GcStoreKiosk *
make_kiosk (GcDb *db, const char *page, const char *point, int64_t now_ms, GError **error)
{
  GcStatement *statement = gc_db_query (
      db, error, "SELECT count (*) + 1 FROM kiosk WHERE point = ? AND page = ?", "tt", point, page);

  if (statement == NULL || !gc_statement_step (statement, error))
    return NULL;
  g_autoptr (GcStoreKiosk) kiosk = g_new0 (GcStoreKiosk, 1);
  kiosk->id = g_strdup_printf ("%s-%s-%d", page, point, (int)gc_statement_get_int (statement, 0));
  gc_statement_reset (statement);
  kiosk->page = g_strdup (page);
  kiosk->point = g_strdup (point);
  kiosk->created_ms = now_ms;
  if (!gc_db_run (db, error, "INSERT INTO kiosk (id, page, point, created_ms) VALUES (?, ?, ?, ?)",
                  "ttti", kiosk->id, kiosk->page, kiosk->point, kiosk->created_ms))
    return NULL;
  return g_steal_pointer (&kiosk);
}

GcStoreKiosk *
gc_store_kiosk_enrol (GcDb *db,
                      const char *page,
                      const uint8_t *code_hash,
                      const uint8_t *token_hash,
                      int64_t now_ms,
                      GError **error)
{
  if (!gc_db_begin (db, error))
    return NULL;
  g_autofree char *point = use_code (db, page, code_hash, now_ms, error);
  g_autoptr (GcStoreKiosk) kiosk =
      point != NULL ? make_kiosk (db, page, point, now_ms, error) : NULL;
  gboolean done = kiosk != NULL;
  if (done) {
    GcStoreSession session = {
      .role = (char *)page, .account = kiosk->id, .point = point, .created_ms = now_ms
    };
    memcpy (session.token_hash, token_hash, GC_STORE_HASH_SIZE);
    done = insert_session (db, &session, error);
  }
  return gc_db_end (db, done, error) ? g_steal_pointer (&kiosk) : NULL;
}

/* ---- failed sign-ins ---- */

gboolean
gc_store_login_get (GcDb *db,
                    const char *account,
                    const char *address,
                    int64_t now_ms,
                    GcStoreLogin *ret_login,
                    GError **error)
{
  GcStoreLogin login = { 0 };
  g_autoptr (GError) failure = NULL;
  GcStatement *statement = gc_db_query (
      db, error,
      "SELECT known, failures, last_failure_ms FROM login WHERE account = ? AND address = ?", "tt",
      account, address);

  if (statement == NULL)
    return FALSE;
  if (gc_statement_step (statement, &failure)) {
    login.known = (int)gc_statement_get_int (statement, 0);
    login.failures = (unsigned)(int)gc_statement_get_int (statement, 1);
    login.last_failure_ms = gc_statement_get_int (statement, 2);
    gc_statement_reset (statement);
  }
  if (failure != NULL) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  statement =
      gc_db_query (db, error, "SELECT count (*) FROM login_failure WHERE account = ? AND at_ms > ?",
                   "ti", account, now_ms - HOUR_MS);
  if (statement == NULL || !gc_statement_step (statement, error))
    return FALSE;
  login.stranger_failures = (unsigned)(int)gc_statement_get_int (statement, 0);
  gc_statement_reset (statement);
  *ret_login = login;
  return TRUE;
}

static gboolean
note_success (GcDb *db, const char *account, const char *address, GError **error)
{
  return gc_db_run (db, error,
                    "INSERT INTO login (account, address, known, failures, last_failure_ms)"
                    " VALUES (?, ?, 1, 0, 0) ON CONFLICT (account, address) DO UPDATE SET"
                    " known = 1, failures = 0, last_failure_ms = 0",
                    "tt", account, address);
}

/* Pairs that never signed in are forgotten after a day, so that guessing cannot fill the disk. */
static gboolean
note_failure (GcDb *db, const char *account, const char *address, int64_t now_ms, GError **error)
{
  return gc_db_run (db, error,
                    "INSERT INTO login (account, address, known, failures, last_failure_ms)"
                    " VALUES (?, ?, 0, 1, ?) ON CONFLICT (account, address) DO UPDATE SET"
                    " failures = login.failures + 1, last_failure_ms = excluded.last_failure_ms",
                    "tti", account, address, now_ms) &&
         gc_db_run (db, error,
                    "INSERT INTO login_failure (at_ms, account) SELECT ?, account FROM login"
                    " WHERE account = ? AND address = ? AND known = 0",
                    "itt", now_ms, account, address) &&
         gc_db_run (db, error, "DELETE FROM login_failure WHERE at_ms <= ?", "i",
                    now_ms - HOUR_MS) &&
         gc_db_run (db, error, "DELETE FROM login WHERE known = 0 AND last_failure_ms <= ?", "i",
                    now_ms - DAY_MS);
}

gboolean
gc_store_login_note (GcDb *db,
                     const char *account,
                     const char *address,
                     gboolean success,
                     int64_t now_ms,
                     GError **error)
{
  if (!gc_db_begin (db, error))
    return FALSE;
  gboolean done = success ? note_success (db, account, address, error)
                          : note_failure (db, account, address, now_ms, error);
  return gc_db_end (db, done, error);
}
