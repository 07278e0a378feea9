// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Accounts, sessions, kiosks and failed sign-ins. Secrets come in hashed; none is ever stored as it
 * is.
 */
#include "config.h"

#include "store/gc-store-sqlite.h"

#include "common/gc-error.h"

#include <string.h>

#define HOUR_MS (INT64_C (3600) * 1000)
#define DAY_MS (24 * HOUR_MS)

/* ---- accounts ---- */

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
insert_account (GcSqlite *sqlite, const GcStoreAccount *account, gboolean replace, GError **error)
{
  g_autofree char *departments = join_words (account->departments);
  g_autofree char *languages = join_words (account->languages);

  if (!gc_sqlite_run (
          sqlite, error,
          "INSERT INTO account (account, role, name, password_hash, departments, languages,"
          " created_ms) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (account) DO UPDATE SET"
          " role = excluded.role, name = excluded.name, password_hash = excluded.password_hash,"
          " departments = excluded.departments, languages = excluded.languages WHERE ?",
          "ttttttii", account->account, account->role, account->name, account->password_hash,
          departments, languages, account->created_ms, (int64_t) !!replace))
    return FALSE;
  if (gc_sqlite_changes (sqlite) == 1)
    return TRUE;
  g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "account %s: is there already",
               account->account);
  return FALSE;
}

gboolean
gc_store_account_put (GcSqlite *sqlite,
                      const GcStoreAccount *account,
                      gboolean replace,
                      GError **error)
{
  if (!check_words (account->account, account->departments, error) ||
      !check_words (account->account, account->languages, error) ||
      !gc_sqlite_begin (sqlite, error))
    return FALSE;
  return gc_sqlite_end (sqlite, insert_account (sqlite, account, replace, error), error);
}

#define ACCOUNT_NAMES "account, role, name, password_hash, departments, languages, created_ms"

static GcStoreAccount *
read_account (sqlite3_stmt *statement)
{
  GcStoreAccount *account = g_new0 (GcStoreAccount, 1);

  account->account = gc_sqlite_dup_text (statement, 0);
  account->role = gc_sqlite_dup_text (statement, 1);
  account->name = gc_sqlite_dup_text (statement, 2);
  account->password_hash = gc_sqlite_dup_text (statement, 3);
  account->departments = gc_sqlite_dup_words (statement, 4);
  account->languages = gc_sqlite_dup_words (statement, 5);
  account->created_ms = sqlite3_column_int64 (statement, 6);
  return account;
}

GPtrArray *
gc_store_account_list (GcSqlite *sqlite, GError **error)
{
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify)gc_store_account_free);
  g_autoptr (GError) failure = NULL;
  sqlite3_stmt *statement =
      gc_sqlite_prepare (sqlite, "SELECT " ACCOUNT_NAMES " FROM account ORDER BY account", error);

  if (statement == NULL)
    return NULL;
  while (gc_sqlite_step (sqlite, statement, &failure))
    g_ptr_array_add (list, read_account (statement));
  if (failure == NULL)
    return g_steal_pointer (&list);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

GcStoreAccount *
gc_store_account_get (GcSqlite *sqlite, const char *account, GError **error)
{
  g_autoptr (GError) failure = NULL;
  sqlite3_stmt *statement = gc_sqlite_query (
      sqlite, error, "SELECT " ACCOUNT_NAMES " FROM account WHERE account = ?", "t", account);

  if (statement == NULL)
    return NULL;
  if (gc_sqlite_step (sqlite, statement, &failure)) {
    GcStoreAccount *found = read_account (statement);
    sqlite3_reset (statement);
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
insert_session (GcSqlite *sqlite, const GcStoreSession *session, GError **error)
{
  return gc_sqlite_run (sqlite, error,
                        "INSERT INTO session (token_hash, role, account, point, created_ms,"
                        " expires_ms) VALUES (?, ?, ?, ?, ?, ?)",
                        "htttii", session->token_hash, session->role, session->account,
                        session->point, session->created_ms, session->expires_ms);
}

gboolean
gc_store_session_put (GcSqlite *sqlite, const GcStoreSession *session, GError **error)
{
  if (!gc_sqlite_begin (sqlite, error))
    return FALSE;
  gboolean done =
      gc_sqlite_run (sqlite, error, "DELETE FROM session WHERE expires_ms > 0 AND expires_ms <= ?",
                     "i", session->created_ms) &&
      insert_session (sqlite, session, error);
  return gc_sqlite_end (sqlite, done, error);
}

GcStoreSession *
gc_store_session_get (GcSqlite *sqlite, const uint8_t *token_hash, int64_t now_ms, GError **error)
{
  g_autoptr (GError) failure = NULL;
  sqlite3_stmt *statement =
      gc_sqlite_query (sqlite, error,
                       "SELECT role, account, point, created_ms, expires_ms FROM session"
                       " WHERE token_hash = ? AND (expires_ms = 0 OR expires_ms > ?)",
                       "hi", token_hash, now_ms);

  if (statement == NULL)
    return NULL;
  if (!gc_sqlite_step (sqlite, statement, &failure)) {
    if (failure != NULL)
      g_propagate_error (error, g_steal_pointer (&failure));
    else
      g_set_error_literal (error, GC_ERROR, GC_ERROR_UNKNOWN, "session: not known or expired");
    return NULL;
  }
  GcStoreSession *session = g_new0 (GcStoreSession, 1);
  memcpy (session->token_hash, token_hash, GC_STORE_HASH_SIZE);
  session->role = gc_sqlite_dup_text (statement, 0);
  session->account = gc_sqlite_dup_text (statement, 1);
  session->point = gc_sqlite_dup_text (statement, 2);
  session->created_ms = sqlite3_column_int64 (statement, 3);
  session->expires_ms = sqlite3_column_int64 (statement, 4);
  sqlite3_reset (statement);
  return session;
}

gboolean
gc_store_session_revoke (GcSqlite *sqlite, const uint8_t *token_hash, GError **error)
{
  if (!gc_sqlite_begin (sqlite, error))
    return FALSE;
  return gc_sqlite_end (
      sqlite,
      gc_sqlite_run (sqlite, error, "DELETE FROM session WHERE token_hash = ?", "h", token_hash),
      error);
}

gboolean
gc_store_session_revoke_all (GcSqlite *sqlite, const char *account, GError **error)
{
  if (!gc_sqlite_begin (sqlite, error))
    return FALSE;
  return gc_sqlite_end (
      sqlite, gc_sqlite_run (sqlite, error, "DELETE FROM session WHERE account = ?", "t", account),
      error);
}

/* ---- kiosks ---- */

GPtrArray *
gc_store_kiosk_list (GcSqlite *sqlite, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)gc_store_kiosk_free);
  g_autoptr (GError) failure = NULL;
  sqlite3_stmt *statement =
      gc_sqlite_prepare (sqlite, "SELECT id, point, created_ms FROM kiosk ORDER BY id", error);

  if (statement == NULL)
    return NULL;
  while (gc_sqlite_step (sqlite, statement, &failure)) {
    GcStoreKiosk *kiosk = g_new0 (GcStoreKiosk, 1);
    kiosk->id = gc_sqlite_dup_text (statement, 0);
    kiosk->point = gc_sqlite_dup_text (statement, 1);
    kiosk->created_ms = sqlite3_column_int64 (statement, 2);
    g_ptr_array_add (list, kiosk);
  }
  if (failure == NULL)
    return g_steal_pointer (&list);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

gboolean
gc_store_enrol_code_put (GcSqlite *sqlite,
                         const uint8_t *code_hash,
                         const char *point,
                         int64_t expires_ms,
                         GError **error)
{
  if (!gc_sqlite_begin (sqlite, error))
    return FALSE;
  return gc_sqlite_end (
      sqlite,
      gc_sqlite_run (sqlite, error,
                     "INSERT INTO enrol_code (code_hash, point, expires_ms) VALUES (?, ?, ?)",
                     "hti", code_hash, point, expires_ms),
      error);
}

/* The point of a code that is still good, and the code is gone. (transfer full) */
static char *
use_code (GcSqlite *sqlite, const uint8_t *code_hash, int64_t now_ms, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (!gc_sqlite_run (sqlite, error, "DELETE FROM enrol_code WHERE expires_ms <= ?", "i", now_ms))
    return NULL;
  sqlite3_stmt *statement = gc_sqlite_query (
      sqlite, error, "DELETE FROM enrol_code WHERE code_hash = ? RETURNING point", "h", code_hash);
  if (statement == NULL)
    return NULL;
  if (gc_sqlite_step (sqlite, statement, &failure)) {
    char *point = gc_sqlite_dup_text (statement, 0);
    sqlite3_reset (statement);
    return point;
  }
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else
    g_set_error_literal (error, GC_ERROR, GC_ERROR_DENIED, "enrolment: no such code");
  return NULL;
}

static GcStoreKiosk *
make_kiosk (GcSqlite *sqlite, const char *point, int64_t now_ms, GError **error)
{
  sqlite3_stmt *statement = gc_sqlite_query (
      sqlite, error, "SELECT count (*) + 1 FROM kiosk WHERE point = ?", "t", point);

  if (statement == NULL || !gc_sqlite_step (sqlite, statement, error))
    return NULL;
  g_autoptr (GcStoreKiosk) kiosk = g_new0 (GcStoreKiosk, 1);
  kiosk->id = g_strdup_printf ("kiosk-%s-%d", point, sqlite3_column_int (statement, 0));
  sqlite3_reset (statement);
  kiosk->point = g_strdup (point);
  kiosk->created_ms = now_ms;
  if (!gc_sqlite_run (sqlite, error, "INSERT INTO kiosk (id, point, created_ms) VALUES (?, ?, ?)",
                      "tti", kiosk->id, kiosk->point, kiosk->created_ms))
    return NULL;
  return g_steal_pointer (&kiosk);
}

GcStoreKiosk *
gc_store_kiosk_enrol (GcSqlite *sqlite,
                      const uint8_t *code_hash,
                      const uint8_t *token_hash,
                      int64_t now_ms,
                      GError **error)
{
  if (!gc_sqlite_begin (sqlite, error))
    return NULL;
  g_autofree char *point = use_code (sqlite, code_hash, now_ms, error);
  g_autoptr (GcStoreKiosk) kiosk = point != NULL ? make_kiosk (sqlite, point, now_ms, error) : NULL;
  gboolean done = kiosk != NULL;
  if (done) {
    GcStoreSession session = {
      .role = (char *)"kiosk", .account = kiosk->id, .point = point, .created_ms = now_ms
    };
    memcpy (session.token_hash, token_hash, GC_STORE_HASH_SIZE);
    done = insert_session (sqlite, &session, error);
  }
  return gc_sqlite_end (sqlite, done, error) ? g_steal_pointer (&kiosk) : NULL;
}

/* ---- failed sign-ins ---- */

gboolean
gc_store_login_get (GcSqlite *sqlite,
                    const char *account,
                    const char *address,
                    int64_t now_ms,
                    GcStoreLogin *ret_login,
                    GError **error)
{
  GcStoreLogin login = { 0 };
  g_autoptr (GError) failure = NULL;
  sqlite3_stmt *statement = gc_sqlite_query (
      sqlite, error,
      "SELECT known, failures, last_failure_ms FROM login WHERE account = ? AND address = ?", "tt",
      account, address);

  if (statement == NULL)
    return FALSE;
  if (gc_sqlite_step (sqlite, statement, &failure)) {
    login.known = sqlite3_column_int (statement, 0);
    login.failures = (unsigned)sqlite3_column_int (statement, 1);
    login.last_failure_ms = sqlite3_column_int64 (statement, 2);
    sqlite3_reset (statement);
  }
  if (failure != NULL) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  statement = gc_sqlite_query (
      sqlite, error, "SELECT count (*) FROM login_failure WHERE account = ? AND at_ms > ?", "ti",
      account, now_ms - HOUR_MS);
  if (statement == NULL || !gc_sqlite_step (sqlite, statement, error))
    return FALSE;
  login.stranger_failures = (unsigned)sqlite3_column_int (statement, 0);
  sqlite3_reset (statement);
  *ret_login = login;
  return TRUE;
}

static gboolean
note_success (GcSqlite *sqlite, const char *account, const char *address, GError **error)
{
  return gc_sqlite_run (sqlite, error,
                        "REPLACE INTO login (account, address, known, failures, last_failure_ms)"
                        " VALUES (?, ?, 1, 0, 0)",
                        "tt", account, address);
}

/* Pairs that never signed in are forgotten after a day, so that guessing cannot fill the disk. */
static gboolean
note_failure (GcSqlite *sqlite,
              const char *account,
              const char *address,
              int64_t now_ms,
              GError **error)
{
  return gc_sqlite_run (sqlite, error,
                        "INSERT INTO login (account, address, known, failures, last_failure_ms)"
                        " VALUES (?, ?, 0, 1, ?) ON CONFLICT (account, address) DO UPDATE SET"
                        " failures = failures + 1, last_failure_ms = excluded.last_failure_ms",
                        "tti", account, address, now_ms) &&
         gc_sqlite_run (sqlite, error,
                        "INSERT INTO login_failure (at_ms, account) SELECT ?, account FROM login"
                        " WHERE account = ? AND address = ? AND known = 0",
                        "itt", now_ms, account, address) &&
         gc_sqlite_run (sqlite, error, "DELETE FROM login_failure WHERE at_ms <= ?", "i",
                        now_ms - HOUR_MS) &&
         gc_sqlite_run (sqlite, error, "DELETE FROM login WHERE known = 0 AND last_failure_ms <= ?",
                        "i", now_ms - DAY_MS);
}

gboolean
gc_store_login_note (GcSqlite *sqlite,
                     const char *account,
                     const char *address,
                     gboolean success,
                     int64_t now_ms,
                     GError **error)
{
  if (!gc_sqlite_begin (sqlite, error))
    return FALSE;
  gboolean done = success ? note_success (sqlite, account, address, error)
                          : note_failure (sqlite, account, address, now_ms, error);
  return gc_sqlite_end (sqlite, done, error);
}
