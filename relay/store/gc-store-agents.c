// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The history of the agents: written with the rows of the queue, and read piece by piece as that of
 * the tickets is (gc-store-report.c).
 */
#include "config.h"

#include "common/gc-error.h"
#include "store/gc-store-private.h"
#include "store/gc-store-rows.h"

#define LINES_SQL                                                                                  \
  "SELECT h.seq, h.at_ms, h.account, h.wanted, h.effective, h.ticket, a.hub "                      \
  "FROM agent_event h LEFT JOIN account a ON a.account = h.account "

static const char lines_sql[] = LINES_SQL "WHERE h.seq > ? AND h.seq <= ? ORDER BY h.seq";

/* Of each agent the last line up to a seq: what he was at that time. */
static const char standing_sql[] =
    LINES_SQL "WHERE h.seq IN (SELECT (SELECT max (e.seq) FROM agent_event e "
              "WHERE e.account = g.account AND e.seq <= ?) FROM agent g) ORDER BY h.seq";

gboolean
gc_store_agent_events_write (GcDb *db, const GPtrArray *events, GError **error)
{
  for (unsigned i = 0; i < events->len; i++) {
    const GcAgentEvent *event = g_ptr_array_index (events, i);
    if (!gc_db_run (db, error,
                    "INSERT INTO agent_event (seq, at_ms, account, wanted, effective, ticket)"
                    " VALUES (?, ?, ?, ?, ?, ?)",
                    "iitttt", (int64_t)event->seq, event->at_ms, event->account,
                    gc_wanted_name (event->wanted), gc_effective_name (event->effective),
                    event->ticket))
      return FALSE;
  }
  return TRUE;
}

static void
line_free (gpointer data)
{
  GcStoreAgentLine *line = data;

  g_free (line->event.account);
  g_free (line->event.ticket);
  g_free (line->hub);
  g_free (line);
}

void
gc_store_agent_history_free (GcStoreAgentHistory *history)
{
  if (history == NULL)
    return;
  g_ptr_array_unref (history->lines);
  g_free (history);
}

static GcStoreAgentLine *
read_line (GcStatement *statement, GError **error)
{
  GcStoreAgentLine *line = g_new0 (GcStoreAgentLine, 1);
  GcAgentEvent *event = &line->event;
  const char *wanted = gc_statement_get_text (statement, 3);
  const char *effective = gc_statement_get_text (statement, 4);

  event->seq = (uint64_t)gc_statement_get_int (statement, 0);
  event->at_ms = gc_statement_get_int (statement, 1);
  event->account = gc_statement_dup_text (statement, 2);
  event->ticket = gc_statement_dup_text (statement, 5);
  line->hub = gc_statement_dup_text (statement, 6);
  if (gc_wanted_parse (wanted, &event->wanted) && gc_effective_parse (effective, &event->effective))
    return line;
  g_set_error (error, GC_ERROR, GC_ERROR_INTERNAL,
               "store: line %" G_GUINT64_FORMAT " of the agents' history: %s, %s: not known",
               event->seq, wanted, effective);
  line_free (line);
  return NULL;
}

/* Reads what @statement gives, which is NULL if it could not be made. */
static gboolean
read_lines (GcStatement *statement, GPtrArray *lines, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (statement == NULL)
    return FALSE;
  while (gc_statement_step (statement, &failure)) {
    GcStoreAgentLine *line = read_line (statement, error);
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

GcStoreAgentHistory *
gc_store_agent_history_read (GcDb *db, uint64_t after_seq, int64_t from_ms, GError **error)
{
  g_autoptr (GcStoreAgentHistory) history = g_new0 (GcStoreAgentHistory, 1);
  GcStorePiece piece;

  history->lines = g_ptr_array_new_with_free_func (line_free);
  if (!gc_store_find_piece (
          db, "SELECT coalesce (max (seq), 0) FROM agent_event WHERE seq > ?",
          "SELECT at_ms FROM agent_event WHERE seq <= ? ORDER BY seq DESC LIMIT 1", after_seq,
          from_ms, &piece, error))
    return NULL;
  if (after_seq == 0 &&
      !read_lines (gc_db_query (db, error, standing_sql, "i", piece.after), history->lines, error))
    return NULL;
  if (piece.up_to > piece.after &&
      !read_lines (gc_db_query (db, error, lines_sql, "ii", piece.after, piece.up_to),
                   history->lines, error))
    return NULL;
  history->last_seq = (uint64_t)MAX (piece.up_to, piece.after);
  history->end = piece.up_to >= piece.last;
  return g_steal_pointer (&history);
}

/* ---- the jobs ---- */

static void
run_read (GcDb *db, GTask *task, gpointer data)
{
  GcStoreJob *job = data;
  GError *error = NULL;
  GcStoreAgentHistory *history = gc_store_agent_history_read (db, job->seq, job->at_ms, &error);

  gc_store_return_pointer (task, history, (GDestroyNotify)gc_store_agent_history_free, error);
}

void
gc_store_read_agent_history_async (GcStore *store,
                                   uint64_t after_seq,
                                   int64_t from_ms,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  GcStoreJob *job = gc_store_job_new (run_read);

  job->seq = after_seq;
  job->at_ms = from_ms;
  gc_store_push (store, job, callback, user_data);
}

GcStoreAgentHistory *
gc_store_read_agent_history_finish (GcStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
run_note_alive (GcDb *db, GTask *task, gpointer data)
{
  GcStoreJob *job = data;
  GError *error = NULL;

  if (!gc_db_begin (db, &error)) {
    g_task_return_error (task, error);
    return;
  }
  gboolean done = gc_db_run (db, &error, "UPDATE alive SET at_ms = ?", "i", job->at_ms);
  gboolean committed = gc_db_end (db, done, done ? &error : NULL);
  gc_store_return_boolean (task, committed, &error);
}

void
gc_store_note_alive_async (GcStore *store,
                           int64_t now_ms,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GcStoreJob *job = gc_store_job_new (run_note_alive);

  job->at_ms = now_ms;
  gc_store_push (store, job, callback, user_data);
}

gboolean
gc_store_note_alive_finish (GcStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
