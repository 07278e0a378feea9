// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The history, piece by piece. A piece is a span of seq, which is the key and has no gaps, so that
 * each read costs the same however long the history is. There is no index by time: the lines are
 * written in the order of time, and the first one of a time is found by halving.
 */
#include "config.h"

#include "common/gc-error.h"
#include "queue/gc-report.h"
#include "store/gc-store-private.h"
#include "store/gc-store-rows.h"

/* After an old backup numbers are missing: then the time is that of the line before. */
#define SEEK_SQL "SELECT at_ms FROM transition WHERE seq <= ? ORDER BY seq DESC LIMIT 1"

static const char lines_sql[] = "SELECT h.seq, h.at_ms, h.ticket, h.from_state, h.to_state, "
                                "h.agent, h.reason, t.point, t.item, "
                                "t.visit, CASE WHEN h.reason IN ('joined', 'item_done') "
                                "THEN h.detail END "
                                "FROM transition h JOIN ticket t ON t.id = h.ticket "
                                "WHERE h.seq > ? AND h.seq <= ? ORDER BY h.seq";

static void
line_free (gpointer data)
{
  GcStoreLine *line = data;

  g_free (line->transition.ticket);
  g_free (line->transition.agent);
  g_free (line->transition.detail);
  g_free (line->point);
  g_free (line->item);
  g_free (line->finished);
  g_free (line);
}

void
gc_store_history_free (GcStoreHistory *history)
{
  if (history == NULL)
    return;
  g_ptr_array_unref (history->lines);
  g_free (history);
}

/* Reads one number; 0 when there is no row. */
static gboolean
read_number (GcDb *db, const char *sql, int64_t argument, int64_t *ret_value, GError **error)
{
  GcStatement *statement = gc_db_query (db, error, sql, "i", argument);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  int64_t value = 0;
  if (gc_statement_step (statement, &failure)) {
    value = gc_statement_get_int (statement, 0);
    gc_statement_reset (statement);
  }
  if (failure != NULL) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  *ret_value = value;
  return TRUE;
}

/* The seq after which all lines of @from_ms and later stand, at most @last_seq. */
static gboolean
find_start (GcDb *db,
            const char *sql,
            int64_t from_ms,
            int64_t last_seq,
            int64_t *ret_seq,
            GError **error)
{
  int64_t low = 0, high = last_seq, at_ms = 0;

  while (low < high) {
    int64_t middle = low + (high - low + 1) / 2;
    if (!read_number (db, sql, middle, &at_ms, error))
      return FALSE;
    if (at_ms < from_ms)
      low = middle;
    else
      high = middle - 1;
  }
  *ret_seq = low;
  return TRUE;
}

gboolean
gc_store_find_piece (GcDb *db,
                     const char *last_sql,
                     const char *time_sql,
                     uint64_t after_seq,
                     int64_t from_ms,
                     GcStorePiece *ret_piece,
                     GError **error)
{
  GcStorePiece piece = { .after = (int64_t)after_seq };

  if (!read_number (db, last_sql, 0, &piece.last, error) ||
      (after_seq == 0 && !find_start (db, time_sql, from_ms, piece.last, &piece.after, error)))
    return FALSE;
  piece.up_to = MIN (piece.after + GC_STORE_HISTORY_LINES, piece.last);
  *ret_piece = piece;
  return TRUE;
}

/* What stands before the first "=" of column @at; NULL for nothing. (transfer full) */
static char *
dup_head (GcStatement *statement, int at)
{
  const char *text = gc_statement_get_text (statement, at);

  return text == NULL || *text == '\0' ? NULL : g_strndup (text, strcspn (text, "="));
}

static GcStoreLine *
read_line (GcStatement *statement, GError **error)
{
  GcStoreLine *line = g_new0 (GcStoreLine, 1);
  GcTransition *transition = &line->transition;
  const char *from = gc_statement_get_text (statement, 3);
  const char *to = gc_statement_get_text (statement, 4);
  const char *reason = gc_statement_get_text (statement, 6);

  transition->seq = (uint64_t)gc_statement_get_int (statement, 0);
  transition->at_ms = gc_statement_get_int (statement, 1);
  transition->ticket = gc_statement_dup_text (statement, 2);
  transition->agent = gc_statement_dup_text (statement, 5);
  line->point = gc_statement_dup_text (statement, 7);
  line->item = dup_head (statement, 9);
  if (line->item == NULL)
    line->item = gc_statement_dup_text (statement, 8);
  if (gc_ticket_state_parse (from, &transition->from) &&
      gc_ticket_state_parse (to, &transition->to) &&
      gc_reason_parse (reason, &transition->reason)) {
    if (transition->reason == GC_REASON_ITEM_DONE)
      line->finished = dup_head (statement, 10);
    else if (transition->reason == GC_REASON_JOINED)
      transition->detail = gc_statement_dup_text (statement, 10);
    else if (gc_report_finishes_item (transition))
      line->finished = gc_statement_dup_text (statement, 8);
    return line;
  }
  g_set_error (error, GC_ERROR, GC_ERROR_INTERNAL,
               "store: line %" G_GUINT64_FORMAT " of the history: %s, %s, %s: not known",
               transition->seq, from, to, reason);
  line_free (line);
  return NULL;
}

static gboolean
read_lines (GcDb *db, int64_t after, int64_t up_to, GPtrArray *lines, GError **error)
{
  GcStatement *statement = gc_db_query (db, error, lines_sql, "ii", after, up_to);
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  while (gc_statement_step (statement, &failure)) {
    GcStoreLine *line = read_line (statement, error);
    if (line == NULL) {
      gc_statement_reset (statement);
      return FALSE;
    }
    g_ptr_array_add (lines, line);
  }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

GcStoreHistory *
gc_store_history_read (GcDb *db, uint64_t after_seq, int64_t from_ms, GError **error)
{
  g_autoptr (GcStoreHistory) history = g_new0 (GcStoreHistory, 1);
  GcStorePiece piece;

  history->lines = g_ptr_array_new_with_free_func (line_free);
  if (!gc_store_find_piece (db, "SELECT coalesce (max (seq), 0) FROM transition WHERE seq > ?",
                            SEEK_SQL, after_seq, from_ms, &piece, error))
    return NULL;
  if (piece.up_to > piece.after &&
      !read_lines (db, piece.after, piece.up_to, history->lines, error))
    return NULL;
  history->last_seq = (uint64_t)MAX (piece.up_to, piece.after);
  history->end = piece.up_to >= piece.last;
  return g_steal_pointer (&history);
}

/* ---- its jobs ---- */

static void
run_read_history (GcDb *db, GTask *task, gpointer data)
{
  GcStoreJob *job = data;
  GError *error = NULL;
  GcStoreHistory *history = gc_store_history_read (db, job->seq, job->at_ms, &error);

  gc_store_return_pointer (task, history, (GDestroyNotify)gc_store_history_free, error);
}

void
gc_store_read_history_async (GcStore *store,
                             uint64_t after_seq,
                             int64_t from_ms,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GcStoreJob *job = gc_store_job_new (run_read_history);

  job->seq = after_seq;
  job->at_ms = from_ms;
  gc_store_push (store, job, callback, user_data);
}

GcStoreHistory *
gc_store_read_history_finish (GcStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
