// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "store/gc-db-mark.h"

#include "common/gc-error.h"
#include "common/gc-id.h"
#include "store/gc-db-private.h"

#include <errno.h>
#include <unistd.h>

#define MARK_US G_USEC_PER_SEC

static void
write_mark (GcDb *db)
{
  db->mark.seq = db->last_seq;
  db->mark.at_ms = db->last_ms;
  db->marked_us = g_get_monotonic_time ();
  gc_mark_write (db->mark_file, &db->mark);
}

/* Steps @statement to its first row. FALSE without error: there is none. */
static gboolean
read_row (GcStatement *statement, GError **error)
{
  return statement != NULL && gc_statement_step (statement, error);
}

gboolean
gc_db_identify (GcDb *db, GError **error)
{
  g_autoptr (GError) failure = NULL;
  GcStatement *statement = gc_db_prepare (db, "SELECT id FROM identity", &failure);

  if (read_row (statement, &failure)) {
    g_strlcpy (db->mark.id, gc_statement_get_text (statement, 0), sizeof db->mark.id);
    gc_statement_reset (statement);
    return TRUE;
  }
  if (failure != NULL) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  g_autofree char *id = gc_id_new (160);
  g_strlcpy (db->mark.id, id, sizeof db->mark.id);
  return gc_db_begin (db, error) &&
         gc_db_end (db, gc_db_run (db, error, "INSERT INTO identity (id) VALUES (?)", "t", id),
                    error);
}

static gboolean
read_last (GcDb *db, GError **error)
{
  g_autoptr (GError) failure = NULL;
  GcStatement *statement =
      gc_db_prepare (db, "SELECT seq, at_ms FROM transition ORDER BY seq DESC LIMIT 1", &failure);

  if (read_row (statement, &failure)) {
    db->last_seq = (uint64_t)gc_statement_get_int (statement, 0);
    db->last_ms = gc_statement_get_int (statement, 1);
    gc_statement_reset (statement);
  }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/*
 * An older database is served all the same, since somebody has put it there; but it is said, and
 * the numbers of what is missing stay unused: the gap in the history shows for ever.
 */
static void
compare_mark (GcDb *db, const char *name, const GcMark *mark)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (mark->at_ms / 1000);
  g_autofree char *when = time != NULL ? g_date_time_format_iso8601 (time) : g_strdup ("unknown");

  if (mark->id[0] == '\0')
    return;
  if (!g_str_equal (mark->id, db->mark.id)) {
    g_warning ("%s is another database than the one that was here: that one had the id %s and its "
               "last transition was number %" G_GUINT64_FORMAT " of %s",
               name, mark->id, mark->seq, when);
    return;
  }
  if (mark->seq <= db->last_seq)
    return;
  db->floor_seq = mark->seq;
  g_warning ("%s is older than what was here: transitions %" G_GUINT64_FORMAT
             " to %" G_GUINT64_FORMAT " (the last of %s) are missing; was a backup restored?",
             name, db->last_seq + 1, mark->seq, when);
}

gboolean
gc_db_mark_start (GcDb *db, const char *name, const char *directory, GError **error)
{
  GcMark mark;

  if (g_mkdir_with_parents (directory, 0700) != 0) {
    g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "store: %s: %s", directory,
                 g_strerror (errno));
    return FALSE;
  }
  gc_mark_read (directory, &mark);
  if (!gc_db_identify (db, error) || !read_last (db, error))
    return FALSE;
  compare_mark (db, name, &mark);
  db->mark_file = gc_mark_open (directory, error);
  if (db->mark_file < 0)
    return FALSE;
  /* A mark that is ahead stays until the history has gone past it. */
  if (db->floor_seq > 0)
    db->mark = mark;
  else
    write_mark (db);
  return TRUE;
}

int64_t
gc_db_mark_tend (GcDb *db)
{
  int64_t wait_us = db->marked_us + MARK_US - g_get_monotonic_time ();

  if (db->mark_file < 0 || db->last_seq <= db->mark.seq)
    return -1;
  if (wait_us > 0)
    return wait_us;
  write_mark (db);
  return -1;
}

void
gc_db_mark_end (GcDb *db)
{
  if (db->mark_file < 0)
    return;
  if (db->last_seq > db->mark.seq)
    write_mark (db);
  fdatasync (db->mark_file);
  close (db->mark_file);
}
