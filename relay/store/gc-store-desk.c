// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What coordinators say to those who wait, and what they switch off: tables announcement and
 * switch. Each change is one transaction of its own.
 */
#include "config.h"

#include "store/gc-store-private.h"
#include "store/gc-store-rows.h"

#include "common/gc-id.h"

/* Hands a job with a row of its own to the store. Takes over @row. */
static void
push_row (GcStore *store,
          void (*run) (GcDb *db, GTask *task, gpointer job),
          gpointer row,
          GDestroyNotify free_row,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GcStoreJob *job = gc_store_job_new (run);

  job->data = row;
  job->free_data = free_row;
  gc_store_push (store, job, callback, user_data);
}

/* (transfer full) */
static GTask *
wait_for_list (GcStore *store, void (*run) (GcDb *db, GTask *task, gpointer job), int64_t now_ms)
{
  GcStoreJob *job = gc_store_job_new (run);

  job->at_ms = now_ms;
  return gc_store_wait_for (store, job);
}

/* ---- announcements ---- */

GcStoreAnnouncement *
gc_store_announcement_copy (const GcStoreAnnouncement *announcement)
{
  GcStoreAnnouncement *copy = g_memdup2 (announcement, sizeof *announcement);

  copy->id = g_strdup (announcement->id);
  copy->point = g_strdup (announcement->point);
  copy->ticket = g_strdup (announcement->ticket);
  copy->number = g_strdup (announcement->number);
  for (GcText text = 0; text < GC_TEXT_N; text++)
    copy->texts[text] = g_strdup (announcement->texts[text]);
  copy->account = g_strdup (announcement->account);
  copy->author = g_strdup (announcement->author);
  return copy;
}

void
gc_store_announcement_free (GcStoreAnnouncement *announcement)
{
  if (announcement == NULL)
    return;
  g_free (announcement->id);
  g_free (announcement->point);
  g_free (announcement->ticket);
  g_free (announcement->number);
  for (GcText text = 0; text < GC_TEXT_N; text++)
    g_free (announcement->texts[text]);
  g_free (announcement->account);
  g_free (announcement->author);
  g_free (announcement);
}

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

/* Answers with the rows of @statement (NULL: @error says why), each as @read makes it. */
static void
return_list (GTask *task,
             GcStatement *statement,
             gpointer (*read) (GcStatement *statement),
             GDestroyNotify free_row,
             GError *error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (free_row);

  while (statement != NULL && gc_statement_step (statement, &error))
    g_ptr_array_add (list, read (statement));
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&list), (GDestroyNotify)g_ptr_array_unref);
}

/* NULL for an empty one. (transfer full) */
static char *
dup_full (GcStatement *statement, int column)
{
  g_autofree char *text = gc_statement_dup_text (statement, column);

  return text != NULL && *text != '\0' ? g_steal_pointer (&text) : NULL;
}

static void
return_end (GTask *task, GcDb *db, gboolean done, GError *error)
{
  if (gc_db_end (db, done, done ? &error : NULL))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
run_add_announcement (GcDb *db, GTask *task, gpointer data)
{
  const GcStoreAnnouncement *row = ((GcStoreJob *)data)->data;
  GError *error = NULL;

  if (!gc_db_begin (db, &error)) {
    g_task_return_error (task, error);
    return;
  }
  gboolean done = gc_db_run (
      db, &error,
      "INSERT INTO announcement (id, point, ticket, number, zh, en, it, fr, account,"
      " author, at_ms, until_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
      " ON CONFLICT (id) DO NOTHING",
      "ttttttttttii", row->id, or_empty (row->point), or_empty (row->ticket),
      or_empty (row->number), or_empty (row->texts[GC_TEXT_ZH]), or_empty (row->texts[GC_TEXT_EN]),
      or_empty (row->texts[GC_TEXT_IT]), or_empty (row->texts[GC_TEXT_FR]), row->account,
      row->author, row->at_ms, row->until_ms);
  return_end (task, db, done, error);
}

void
gc_store_add_announcement_async (GcStore *store,
                                 const GcStoreAnnouncement *announcement,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  push_row (store, run_add_announcement, gc_store_announcement_copy (announcement),
            (GDestroyNotify)gc_store_announcement_free, callback, user_data);
}

static void
run_end_announcement (GcDb *db, GTask *task, gpointer data)
{
  const GcStoreAnnouncement *end = ((GcStoreJob *)data)->data;
  GError *error = NULL;

  if (!gc_db_begin (db, &error)) {
    g_task_return_error (task, error);
    return;
  }
  gboolean done = gc_db_run (db, &error,
                             "UPDATE announcement SET ended_ms = ?, ended_by = ?"
                             " WHERE id = ? AND ended_ms = 0",
                             "itt", end->at_ms, end->account, end->id);
  return_end (task, db, done, error);
}

void
gc_store_end_announcement_async (GcStore *store,
                                 const char *id,
                                 const char *account,
                                 int64_t now_ms,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  const GcStoreAnnouncement end = { .id = (char *)id, .account = (char *)account, .at_ms = now_ms };

  push_row (store, run_end_announcement, gc_store_announcement_copy (&end),
            (GDestroyNotify)gc_store_announcement_free, callback, user_data);
}

static gpointer
read_announcement (GcStatement *statement)
{
  GcStoreAnnouncement *row = g_new0 (GcStoreAnnouncement, 1);

  row->id = gc_statement_dup_text (statement, 0);
  row->point = dup_full (statement, 1);
  row->ticket = dup_full (statement, 2);
  row->number = dup_full (statement, 3);
  for (int text = 0; text < GC_TEXT_N; text++)
    row->texts[text] = dup_full (statement, 4 + text);
  row->account = gc_statement_dup_text (statement, 8);
  row->author = gc_statement_dup_text (statement, 9);
  row->at_ms = gc_statement_get_int (statement, 10);
  row->until_ms = gc_statement_get_int (statement, 11);
  return row;
}

static void
run_list_announcements (GcDb *db, GTask *task, gpointer data)
{
  GError *error = NULL;
  GcStatement *statement =
      gc_db_query (db, &error,
                   "SELECT id, point, ticket, number, zh, en, it, fr, account, author, at_ms,"
                   " until_ms FROM announcement WHERE ended_ms = 0 AND until_ms > ?"
                   " ORDER BY at_ms, id",
                   "i", ((GcStoreJob *)data)->at_ms);

  return_list (task, statement, read_announcement, (GDestroyNotify)gc_store_announcement_free,
               error);
}

GPtrArray *
gc_store_list_announcements (GcStore *store, int64_t now_ms, GError **error)
{
  g_autoptr (GTask) task = wait_for_list (store, run_list_announcements, now_ms);

  return g_task_propagate_pointer (task, error);
}

/* ---- switches ---- */

GcStoreSwitch *
gc_store_switch_copy (const GcStoreSwitch *off)
{
  GcStoreSwitch *copy = g_memdup2 (off, sizeof *off);

  copy->point = g_strdup (off->point);
  copy->item = g_strdup (off->item);
  copy->reason = g_strdup (off->reason);
  copy->note = g_strdup (off->note);
  copy->account = g_strdup (off->account);
  copy->author = g_strdup (off->author);
  return copy;
}

void
gc_store_switch_free (GcStoreSwitch *off)
{
  if (off == NULL)
    return;
  g_free (off->point);
  g_free (off->item);
  g_free (off->reason);
  g_free (off->note);
  g_free (off->account);
  g_free (off->author);
  g_free (off);
}

/* One that had run out by itself ended then, not now. */
static gboolean
end_switch (GcDb *db, const GcStoreSwitch *by, GError **error)
{
  return gc_db_run (db, error,
                    "UPDATE switch SET ended_by = ?,"
                    " ended_ms = CASE WHEN until_ms > 0 AND until_ms < ? THEN until_ms ELSE ? END"
                    " WHERE point = ? AND item = ? AND ended_ms = 0",
                    "tiitt", by->account, by->at_ms, by->at_ms, or_empty (by->point),
                    or_empty (by->item));
}

static void
run_switch_off (GcDb *db, GTask *task, gpointer data)
{
  const GcStoreSwitch *off = ((GcStoreJob *)data)->data;
  g_autofree char *id = gc_id_new (80);
  GError *error = NULL;

  if (!gc_db_begin (db, &error)) {
    g_task_return_error (task, error);
    return;
  }
  gboolean done =
      end_switch (db, off, &error) &&
      gc_db_run (db, &error,
                 "INSERT INTO switch (id, point, item, reason, note, account, author, at_ms,"
                 " until_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                 "tttttttii", id, or_empty (off->point), or_empty (off->item), off->reason,
                 or_empty (off->note), off->account, off->author, off->at_ms, off->until_ms);
  return_end (task, db, done, error);
}

void
gc_store_switch_off_async (GcStore *store,
                           const GcStoreSwitch *off,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  push_row (store, run_switch_off, gc_store_switch_copy (off), (GDestroyNotify)gc_store_switch_free,
            callback, user_data);
}

static void
run_switch_on (GcDb *db, GTask *task, gpointer data)
{
  GError *error = NULL;

  if (!gc_db_begin (db, &error)) {
    g_task_return_error (task, error);
    return;
  }
  return_end (task, db, end_switch (db, ((GcStoreJob *)data)->data, &error), error);
}

void
gc_store_switch_on_async (GcStore *store,
                          const GcStoreSwitch *on,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  push_row (store, run_switch_on, gc_store_switch_copy (on), (GDestroyNotify)gc_store_switch_free,
            callback, user_data);
}

static gpointer
read_switch (GcStatement *statement)
{
  GcStoreSwitch *row = g_new0 (GcStoreSwitch, 1);

  row->point = dup_full (statement, 0);
  row->item = dup_full (statement, 1);
  row->reason = gc_statement_dup_text (statement, 2);
  row->note = dup_full (statement, 3);
  row->account = gc_statement_dup_text (statement, 4);
  row->author = gc_statement_dup_text (statement, 5);
  row->at_ms = gc_statement_get_int (statement, 6);
  row->until_ms = gc_statement_get_int (statement, 7);
  return row;
}

static void
run_list_switches (GcDb *db, GTask *task, gpointer data)
{
  GError *error = NULL;
  GcStatement *statement =
      gc_db_query (db, &error,
                   "SELECT point, item, reason, note, account, author, at_ms, until_ms FROM switch"
                   " WHERE ended_ms = 0 AND (until_ms = 0 OR until_ms > ?) ORDER BY point, item",
                   "i", ((GcStoreJob *)data)->at_ms);

  return_list (task, statement, read_switch, (GDestroyNotify)gc_store_switch_free, error);
}

GPtrArray *
gc_store_list_switches (GcStore *store, int64_t now_ms, GError **error)
{
  g_autoptr (GTask) task = wait_for_list (store, run_list_switches, now_ms);

  return g_task_propagate_pointer (task, error);
}

gboolean
gc_store_desk_finish (GcStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
