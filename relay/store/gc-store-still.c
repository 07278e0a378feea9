// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Pictures of papers: tables still and still_part. A part is a row of its own, so that what was
 * answered for is on the disk, every node finds it, and it goes with the database's backups.
 */
#include "config.h"

#include "store/gc-store-private.h"
#include "store/gc-store-rows.h"

#include "common/gc-error.h"

#include <string.h>

GcStoreStill *
gc_store_still_copy (const GcStoreStill *still)
{
  GcStoreStill *copy = g_memdup2 (still, sizeof *still);

  copy->id = g_strdup (still->id);
  copy->ticket = g_strdup (still->ticket);
  copy->type = g_strdup (still->type);
  return copy;
}

void
gc_store_still_free (GcStoreStill *still)
{
  if (still == NULL)
    return;
  g_free (still->id);
  g_free (still->ticket);
  g_free (still->type);
  g_free (still);
}

static void
return_end (GTask *task, GcDb *db, gboolean done, GError *error)
{
  gc_store_return_boolean (task, gc_db_end (db, done, done ? &error : NULL), &error);
}

gboolean
gc_store_still_finish (GcStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- writing ---- */

static void
run_add (GcDb *db, GTask *task, gpointer data)
{
  const GcStoreStill *still = ((GcStoreJob *)data)->data;
  GError *error = NULL;

  if (!gc_db_begin (db, &error)) {
    g_task_return_error (task, error);
    return;
  }
  gboolean done = gc_db_run (db, &error,
                             "INSERT INTO still (id, ticket, type, size, hash, at_ms, whole_ms,"
                             " seen_ms) VALUES (?, ?, ?, ?, ?, ?, 0, 0)"
                             " ON CONFLICT (id) DO NOTHING",
                             "tttihi", still->id, still->ticket, still->type, still->size,
                             still->hash, still->at_ms);
  return_end (task, db, done, error);
}

void
gc_store_add_still_async (GcStore *store,
                          const GcStoreStill *still,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GcStoreJob *job = gc_store_job_new (run_add);

  job->data = gc_store_still_copy (still);
  job->free_data = (GDestroyNotify)gc_store_still_free;
  gc_store_push (store, job, callback, user_data);
}

typedef struct {
  GcStoreStill *still;
  GBytes *bytes;
  int64_t now_ms;
} Part;

static void
part_free (gpointer data)
{
  Part *part = data;

  gc_store_still_free (part->still);
  g_bytes_unref (part->bytes);
  g_free (part);
}

#define PARTS_SQL "SELECT bytes FROM still_part WHERE still = ? ORDER BY first_byte"

/* Whether the parts of @still, one after the other, have the hash that was said. */
static gboolean
check_hash (GcDb *db, const GcStoreStill *still, gboolean *ret_right, GError **error)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GError) failure = NULL;
  uint8_t hash[GC_STORE_HASH_SIZE];
  gsize length = sizeof hash;
  GcStatement *statement = gc_db_query (db, error, PARTS_SQL, "t", still->id);

  if (statement == NULL)
    return FALSE;
  while (gc_statement_step (statement, &failure)) {
    g_autoptr (GBytes) bytes = gc_statement_dup_bytes (statement, 0);
    gsize size = 0;
    const uint8_t *data = g_bytes_get_data (bytes, &size);
    g_checksum_update (sum, data, (gssize)size);
  }
  if (failure != NULL) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  g_checksum_get_digest (sum, hash, &length);
  *ret_right = memcmp (hash, still->hash, sizeof hash) == 0;
  return TRUE;
}

static gboolean
remove_one (GcDb *db, const char *id, GError **error)
{
  return gc_db_run (db, error, "DELETE FROM still_part WHERE still = ?", "t", id) &&
         gc_db_run (db, error, "DELETE FROM still WHERE id = ?", "t", id);
}

static gboolean
add_part (GcDb *db, const Part *part, gboolean *ret_right, GError **error)
{
  const GcStoreStill *still = part->still;

  if (!gc_db_run (db, error, "INSERT INTO still_part (still, first_byte, bytes) VALUES (?, ?, ?)",
                  "tib", still->id, still->received, part->bytes))
    return FALSE;
  if (still->received + (int64_t)g_bytes_get_size (part->bytes) < still->size)
    return TRUE;
  if (!check_hash (db, still, ret_right, error))
    return FALSE;
  if (!*ret_right)
    return remove_one (db, still->id, error);
  return gc_db_run (db, error, "UPDATE still SET whole_ms = ? WHERE id = ?", "it", part->now_ms,
                    still->id);
}

static void
run_add_part (GcDb *db, GTask *task, gpointer data)
{
  const Part *part = ((GcStoreJob *)data)->data;
  gboolean is_right = TRUE;
  GError *error = NULL;

  if (!gc_db_begin (db, &error)) {
    g_task_return_error (task, error);
    return;
  }
  gboolean done = add_part (db, part, &is_right, &error);
  if (!gc_db_end (db, done, done ? &error : NULL))
    g_task_return_error (task, error);
  else if (!is_right)
    g_task_return_new_error (task, GC_ERROR, GC_ERROR_INVALID,
                             "still %s: the bytes do not have the SHA-256 that was said",
                             part->still->id);
  else
    g_task_return_boolean (task, TRUE);
}

void
gc_store_add_still_part_async (GcStore *store,
                               const GcStoreStill *still,
                               GBytes *bytes,
                               int64_t now_ms,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GcStoreJob *job = gc_store_job_new (run_add_part);
  Part *part = g_new0 (Part, 1);

  *part = (Part){ gc_store_still_copy (still), g_bytes_ref (bytes), now_ms };
  job->data = part;
  job->free_data = part_free;
  gc_store_push (store, job, callback, user_data);
}

static void
run_note_seen (GcDb *db, GTask *task, gpointer data)
{
  const GcStoreJob *job = data;
  GError *error = NULL;

  if (!gc_db_begin (db, &error)) {
    g_task_return_error (task, error);
    return;
  }
  gboolean done = gc_db_run (db, &error, "UPDATE still SET seen_ms = ? WHERE id = ?", "it",
                             job->at_ms, job->first);
  return_end (task, db, done, error);
}

void
gc_store_note_still_seen_async (GcStore *store,
                                const char *id,
                                int64_t now_ms,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GcStoreJob *job = gc_store_job_new (run_note_seen);

  job->first = g_strdup (id);
  job->at_ms = now_ms;
  gc_store_push (store, job, callback, user_data);
}

static void
run_remove (GcDb *db, GTask *task, gpointer data)
{
  const GPtrArray *ids = ((GcStoreJob *)data)->data;
  GError *error = NULL;
  gboolean done = TRUE;

  if (!gc_db_begin (db, &error)) {
    g_task_return_error (task, error);
    return;
  }
  for (unsigned i = 0; i < ids->len && done; i++)
    done = remove_one (db, g_ptr_array_index (ids, i), &error);
  return_end (task, db, done, error);
}

void
gc_store_remove_stills_async (GcStore *store,
                              GPtrArray *ids,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GcStoreJob *job = gc_store_job_new (run_remove);

  job->data = ids;
  job->free_data = (GDestroyNotify)g_ptr_array_unref;
  gc_store_push (store, job, callback, user_data);
}

/* ---- reading ---- */

static void
run_read (GcDb *db, GTask *task, gpointer data)
{
  const char *id = ((GcStoreJob *)data)->first;
  g_autoptr (GByteArray) all = g_byte_array_new ();
  GError *error = NULL;
  GcStatement *statement = gc_db_query (db, &error, PARTS_SQL, "t", id);

  while (statement != NULL && gc_statement_step (statement, &error)) {
    g_autoptr (GBytes) bytes = gc_statement_dup_bytes (statement, 0);
    gsize size = 0;
    const uint8_t *part = g_bytes_get_data (bytes, &size);
    g_byte_array_append (all, part, (guint)size);
  }
  if (error == NULL && all->len == 0)
    g_set_error (&error, GC_ERROR, GC_ERROR_UNKNOWN, "still %s: no bytes", id);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_byte_array_free_to_bytes (g_steal_pointer (&all)),
                           (GDestroyNotify)g_bytes_unref);
}

void
gc_store_read_still_async (GcStore *store,
                           const char *id,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GcStoreJob *job = gc_store_job_new (run_read);

  job->first = g_strdup (id);
  gc_store_push (store, job, callback, user_data);
}

GBytes *
gc_store_read_still_finish (GcStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static GcStoreStill *
read_row (GcStatement *statement)
{
  GcStoreStill *still = g_new0 (GcStoreStill, 1);
  g_autoptr (GBytes) hash = gc_statement_dup_bytes (statement, 4);

  still->id = gc_statement_dup_text (statement, 0);
  still->ticket = gc_statement_dup_text (statement, 1);
  still->type = gc_statement_dup_text (statement, 2);
  still->size = gc_statement_get_int (statement, 3);
  if (hash != NULL && g_bytes_get_size (hash) == sizeof still->hash)
    memcpy (still->hash, g_bytes_get_data (hash, NULL), sizeof still->hash);
  still->at_ms = gc_statement_get_int (statement, 5);
  still->whole_ms = gc_statement_get_int (statement, 6);
  still->seen_ms = gc_statement_get_int (statement, 7);
  still->received = gc_statement_get_int (statement, 8);
  return still;
}

static void
run_list (GcDb *db, GTask *task, gpointer data)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify)gc_store_still_free);
  GError *error = NULL;
  GcStatement *statement =
      gc_db_query (db, &error,
                   "SELECT id, ticket, type, size, hash, at_ms, whole_ms, seen_ms,"
                   " (SELECT COALESCE (SUM (LENGTH (part.bytes)), 0) FROM still_part part"
                   "  WHERE part.still = still.id) FROM still ORDER BY at_ms, id",
                   "");

  while (statement != NULL && gc_statement_step (statement, &error))
    g_ptr_array_add (list, read_row (statement));
  if (error != NULL)
    g_clear_pointer (&list, g_ptr_array_unref);
  gc_store_return_pointer (task, list, (GDestroyNotify)g_ptr_array_unref, error);
}

GPtrArray *
gc_store_list_stills (GcStore *store, GError **error)
{
  g_autoptr (GTask) task = gc_store_wait_for (store, gc_store_job_new (run_list));

  return g_task_propagate_pointer (task, error);
}
