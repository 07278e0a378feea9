// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "signal/gc-agent-times.h"

#include "common/gc-error.h"
#include "signal/gc-service-private.h"

/* What an agent's days are, in ms since 1970. */
typedef struct {
  int64_t from_ms;
  int64_t to_ms;
} Span;

typedef struct {
  GcService *service;
  GcReportQuery query;
  GcAgentTimesDone done;
  gpointer user_data;
  GcAgentReport *report;
  GHashTable *spans; /* char* hub -> Span, owned */
  uint64_t last_seq;
} Work;

static void
work_end (Work *work, const GError *error)
{
  if (error == NULL)
    work->done (g_steal_pointer (&work->report), NULL, work->user_data);
  else
    work->done (NULL, error, work->user_data);
  gc_agent_report_free (work->report);
  g_hash_table_unref (work->spans);
  g_free (work);
}

static const Span *
span_of (Work *work, const char *hub)
{
  const char *key = hub != NULL ? hub : "";
  Span *span = g_hash_table_lookup (work->spans, key);

  if (span != NULL)
    return span;
  const char *name = gc_catalogue_get_hub_timezone (work->service->catalogue, key);
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (name != NULL ? name : GC_HOME_ZONE);
  span = g_new (Span, 1);
  span->from_ms = gc_report_day_start_ms (work->query.from_day, zone);
  span->to_ms = gc_report_day_start_ms (work->query.to_day + 1, zone);
  g_hash_table_insert (work->spans, g_strdup (key), span);
  return span;
}

static void read_next (Work *work);

static void
on_history (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Work *work = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GcStoreAgentHistory) history =
      gc_store_read_agent_history_finish (work->service->store, result, &error);
  int64_t last_ms = 0;

  if (error == NULL && work->service->stopping)
    g_set_error (&error, GC_ERROR, GC_ERROR_UNAVAILABLE, "the service is stopping");
  if (error != NULL) {
    work_end (work, error);
    return;
  }
  for (unsigned i = 0; i < history->lines->len; i++) {
    const GcStoreAgentLine *line = g_ptr_array_index (history->lines, i);
    const Span *span = span_of (work, line->hub);
    gc_agent_report_add (work->report, &line->event, span->from_ms, span->to_ms);
    last_ms = line->event.at_ms;
  }
  work->last_seq = history->last_seq;
  if (history->end || last_ms >= gc_report_last_ms (&work->query)) {
    gc_agent_report_end (work->report, gc_service_now_ms (work->service));
    work_end (work, NULL);
  } else {
    read_next (work);
  }
}

static void
read_next (Work *work)
{
  gc_store_read_agent_history_async (work->service->store, work->last_seq,
                                     gc_report_first_ms (&work->query), on_history, work);
}

void
gc_agent_times_read (GcService *service,
                     const GcReportQuery *query,
                     GcAgentTimesDone done,
                     gpointer user_data)
{
  Work *work = g_new0 (Work, 1);

  work->service = service;
  work->query = *query;
  work->done = done;
  work->user_data = user_data;
  work->report = gc_agent_report_new ();
  work->spans = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  read_next (work);
}
