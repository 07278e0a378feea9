// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* On which way the pictures of each place came through: table way. */
#include "config.h"

#include "store/gc-store-private.h"
#include "store/gc-store-rows.h"

static GcStoreWay *
way_new (const char *page, const char *place, const char *name)
{
  GcStoreWay *way = g_new0 (GcStoreWay, 1);

  way->page = g_strdup (page);
  way->place = g_strdup (place);
  way->way = g_strdup (name);
  return way;
}

void
gc_store_way_free (GcStoreWay *way)
{
  if (way == NULL)
    return;
  g_free (way->page);
  g_free (way->place);
  g_free (way->way);
  g_free (way);
}

static void
run_note (GcDb *db, GTask *task, gpointer data)
{
  const GcStoreWay *way = ((GcStoreJob *)data)->data;
  GError *error = NULL;

  if (!gc_db_begin (db, &error)) {
    g_task_return_error (task, error);
    return;
  }
  gboolean done = gc_db_run (db, &error,
                             "INSERT INTO way (page, place, way) VALUES (?, ?, ?)"
                             " ON CONFLICT (page, place) DO UPDATE SET way = excluded.way",
                             "ttt", way->page, way->place, way->way);
  gc_store_return_boolean (task, gc_db_end (db, done, done ? &error : NULL), &error);
}

void
gc_store_note_way_async (GcStore *store,
                         const char *page,
                         const char *place,
                         const char *way,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GcStoreJob *job = gc_store_job_new (run_note);

  job->data = way_new (page, place, way);
  job->free_data = (GDestroyNotify)gc_store_way_free;
  gc_store_push (store, job, callback, user_data);
}

gboolean
gc_store_note_way_finish (GcStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
run_list (GcDb *db, GTask *task, gpointer data)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify)gc_store_way_free);
  GError *error = NULL;
  GcStatement *statement =
      gc_db_query (db, &error, "SELECT page, place, way FROM way ORDER BY page, place", "");

  while (statement != NULL && gc_statement_step (statement, &error)) {
    g_autofree char *page = gc_statement_dup_text (statement, 0);
    g_autofree char *place = gc_statement_dup_text (statement, 1);
    g_autofree char *way = gc_statement_dup_text (statement, 2);
    g_ptr_array_add (list, way_new (page, place, way));
  }
  if (error != NULL)
    g_clear_pointer (&list, g_ptr_array_unref);
  gc_store_return_pointer (task, list, (GDestroyNotify)g_ptr_array_unref, error);
}

GPtrArray *
gc_store_list_ways (GcStore *store, GError **error)
{
  g_autoptr (GTask) task = gc_store_wait_for (store, gc_store_job_new (run_list));

  return g_task_propagate_pointer (task, error);
}
