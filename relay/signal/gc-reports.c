// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * One report is a chain of store jobs: who asks, then the history piece by piece into a GcReport.
 * The history is read from a little before the first day until all tickets of the report are over,
 * which may be after its last day.
 */
#include "config.h"

#include "signal/gc-reports.h"

#include "common/gc-error.h"
#include "common/gc-http-wait.h"
#include "common/gc-id.h"
#include "signal/gc-agent-times.h"
#include "signal/gc-report-format.h"
#include "signal/gc-report-query.h"
#include "signal/gc-service-private.h"

#include <string.h>

#define MAX_REPORTS 8

typedef struct {
  GcService *service;
  GcHttpWait *wait;
  GcReportQuery query;
  GError *invalid; /* (nullable) what is wrong with the query, told only to who may ask */
  GcReport *report;
  GcAgentReport *times; /* (nullable) of the agents, when it is by agent */
  GHashTable *zones;    /* char* point -> GTimeZone, owned */
  GTimeZone *home;
  uint64_t last_seq;
} Work;

static void
work_end (Work *work)
{
  work->service->reports--;
  gc_http_wait_end (work->wait);
  g_clear_error (&work->invalid);
  gc_report_free (work->report);
  gc_agent_report_free (work->times);
  g_hash_table_unref (work->zones);
  g_time_zone_unref (work->home);
  g_free (work);
}

static void
work_fail (Work *work, const GError *error)
{
  gc_http_answer_error (gc_http_wait_get_message (work->wait), error);
  work_end (work);
}

/* ---- the answer ---- */

static void
answer_csv (const Work *work, SoupServerMessage *message, const GPtrArray *rows)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autofree char *from = gc_report_format_day (work->query.from_day);
  g_autofree char *to = gc_report_format_day (work->query.to_day);
  g_autofree char *disposition =
      g_strdup_printf ("attachment; filename=\"global-connect-%s-%s-%s.csv\"",
                       gc_report_by_name (work->query.by), from, to);
  char *text = gc_report_format_csv (work->report, work->times, &work->query, rows);

  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "Content-Disposition", disposition);
  soup_server_message_set_response (message, "text/csv; charset=utf-8", SOUP_MEMORY_TAKE, text,
                                    strlen (text));
}

/* Every day, also those without a ticket. */
static void
list_days (const Work *work, GPtrArray *rows)
{
  for (uint32_t day = work->query.from_day; day <= work->query.to_day; day++) {
    g_autofree char *text = gc_report_format_day (day);
    g_ptr_array_add (rows, gc_report_row_new (text, text));
  }
}

/* All points, then those of the history that are no longer in the catalogue. */
static void
list_points (const Work *work, GPtrArray *rows)
{
  const GcCatalogue *catalogue = work->service->catalogue;
  const GPtrArray *points = gc_catalogue_get_points (catalogue);
  g_autoptr (GPtrArray) seen = gc_report_list_rows (work->report);

  for (unsigned i = 0; i < points->len; i++) {
    const GcPoint *point = g_ptr_array_index (points, i);
    g_ptr_array_add (rows, gc_report_row_new (point->id, work->query.is_english ? point->name_en
                                                                                : point->name_zh));
  }
  for (unsigned i = 0; i < seen->len; i++) {
    const char *id = g_ptr_array_index (seen, i);
    if (gc_catalogue_get_point (catalogue, id) == NULL)
      g_ptr_array_add (rows, gc_report_row_new (id, id));
  }
}

static void
list_items (const Work *work, GPtrArray *rows)
{
  g_autoptr (GPtrArray) codes = gc_report_list_rows (work->report);

  for (unsigned i = 0; i < codes->len; i++) {
    const char *code = g_ptr_array_index (codes, i);
    const GcItem *item = gc_catalogue_get_item (work->service->catalogue, code);
    const char *name = item == NULL ? code : work->query.is_english ? item->name_en : item->name_zh;
    g_ptr_array_add (rows, gc_report_row_new (code, name));
  }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* Those who had to do with a ticket of the report, and those who were at work. */
static void
list_agents (const Work *work, GPtrArray *rows)
{
  g_autoptr (GPtrArray) accounts = gc_report_list_agents (work->report);
  g_autoptr (GPtrArray) at_work = gc_agent_report_list (work->times);
  /* Names come from the accounts: whether what the queue says is on the disk is nothing to them. */
  const GcQueue *queue = gc_engine_get_queue (work->service->engine);

  for (unsigned i = 0; i < at_work->len; i++)
    if (!g_ptr_array_find_with_equal_func (accounts, at_work->pdata[i], g_str_equal, NULL))
      g_ptr_array_add (accounts, at_work->pdata[i]);
  g_ptr_array_sort (accounts, compare_names);
  for (unsigned i = 0; i < accounts->len; i++) {
    const char *account = g_ptr_array_index (accounts, i);
    const GcAgent *agent = queue != NULL ? gc_queue_get_agent (queue, account) : NULL;
    /* Whose account is gone has no name any more. */
    gboolean has_name = agent != NULL && *agent->name != '\0';
    g_ptr_array_add (rows, gc_report_row_new (account, has_name ? agent->name : account));
  }
}

static void (*const list_rows[GC_REPORT_BY_N]) (const Work *work, GPtrArray *rows) = {
  [GC_REPORT_BY_DAY] = list_days,
  [GC_REPORT_BY_POINT] = list_points,
  [GC_REPORT_BY_ITEM] = list_items,
  [GC_REPORT_BY_AGENT] = list_agents,
};

static void
answer (Work *work)
{
  SoupServerMessage *message = gc_http_wait_get_message (work->wait);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify)gc_report_row_free);

  list_rows[work->query.by](work, rows);
  if (work->query.is_csv) {
    answer_csv (work, message, rows);
  } else {
    g_autofree char *json = gc_report_format_json (work->report, work->times, &work->query, rows);
    gc_http_answer (message, SOUP_STATUS_OK, json);
  }
  work_end (work);
}

/* ---- the history ---- */

/* Days of a point are those of its own calendar; one that is no longer known has Wenzhou's. */
static GTimeZone *
zone_of (Work *work, const char *id)
{
  GTimeZone *zone = g_hash_table_lookup (work->zones, id);

  if (zone != NULL)
    return zone;
  const GcPoint *point = gc_catalogue_get_point (work->service->catalogue, id);
  zone = point != NULL ? g_time_zone_new_identifier (point->timezone) : NULL;
  if (zone == NULL)
    zone = g_time_zone_ref (work->home);
  g_hash_table_insert (work->zones, g_strdup (id), zone);
  return zone;
}

/* The row of a ticket that arrives; NULL when its day is not asked for. (transfer full) */
static char *
make_row (Work *work, const GcStoreLine *line)
{
  GcReportBy by = work->query.by;
  GTimeZone *zone = by == GC_REPORT_BY_POINT ? zone_of (work, line->point) : work->home;
  uint32_t day = gc_report_day_of (line->transition.at_ms, zone);

  if (day < work->query.from_day || day > work->query.to_day)
    return NULL;
  if (by == GC_REPORT_BY_DAY)
    return gc_report_format_day (day);
  return g_strdup (by == GC_REPORT_BY_POINT ? line->point : line->item);
}

static gboolean
add_line (Work *work, const GcStoreLine *line, GError **error)
{
  g_autofree char *row = NULL;

  if (gc_report_is_arrival (&line->transition))
    row = make_row (work, line);
  else if (work->query.by == GC_REPORT_BY_ITEM)
    row = g_strdup (line->finished);
  return gc_report_add (work->report, &line->transition, row, error);
}

static void
on_times (GcAgentReport *times, const GError *error, gpointer user_data)
{
  Work *work = user_data;

  work->times = times;
  if (times == NULL)
    work_fail (work, error);
  else
    answer (work);
}

/* All tickets of the report are in it. */
static void
finish_tickets (Work *work)
{
  if (work->query.by == GC_REPORT_BY_AGENT)
    gc_agent_times_read (work->service, &work->query, on_times, work);
  else
    answer (work);
}

static void read_next (Work *work);

static void
on_history (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Work *work = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GcStoreHistory) history =
      gc_store_read_history_finish (work->service->store, result, &error);
  int64_t last_ms = 0;

  if (history == NULL) {
    work_fail (work, error);
    return;
  }
  for (unsigned i = 0; i < history->lines->len && error == NULL; i++) {
    const GcStoreLine *line = g_ptr_array_index (history->lines, i);
    add_line (work, line, &error);
    last_ms = line->transition.at_ms;
  }
  if (error == NULL && work->service->stopping)
    g_set_error (&error, GC_ERROR, GC_ERROR_UNAVAILABLE, "the service is stopping");
  if (error != NULL) {
    work_fail (work, error);
    return;
  }
  work->last_seq = history->last_seq;
  gboolean is_past = last_ms >= gc_report_last_ms (&work->query);
  if (history->end || (is_past && gc_report_count_open (work->report) == 0))
    finish_tickets (work);
  else
    read_next (work);
}

static void
read_next (Work *work)
{
  gc_store_read_history_async (work->service->store, work->last_seq,
                               gc_report_first_ms (&work->query), on_history, work);
}

/* ---- who asks ---- */

static void
deny (Work *work)
{
  gc_http_answer_unauthorized (gc_http_wait_get_message (work->wait), "not signed in");
  work_end (work);
}

static void
on_session (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Work *work = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GcStoreSession) session =
      gc_store_get_session_finish (work->service->store, result, &error);
  GcRole role = GC_ROLE_KIOSK;

  if (session == NULL && !g_error_matches (error, GC_ERROR, GC_ERROR_UNKNOWN))
    work_fail (work, error);
  else if (session == NULL || !gc_role_parse (session->role, &role) ||
           gc_role_page (role) != GC_PAGE_DESK)
    deny (work);
  else if (work->invalid != NULL)
    work_fail (work, work->invalid);
  else
    read_next (work);
}

static Work *
work_begin (GcService *service, SoupServerMessage *message, GHashTable *query)
{
  Work *work = g_new0 (Work, 1);
  GcReportConfig config;

  service->reports++;
  work->service = service;
  work->wait = gc_http_wait_begin (message);
  work->zones =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_time_zone_unref);
  work->home = g_time_zone_new_identifier (GC_HOME_ZONE);
  gc_report_config_init (&config);
  if (gc_report_query_parse (query, &work->query, &work->invalid))
    config.threshold_ms = work->query.threshold_ms;
  work->report = gc_report_new (&config);
  return work;
}

void
gc_reports_handle (SoupServerMessage *message, GHashTable *query, gpointer user_data)
{
  GcService *service = user_data;
  uint8_t hash[GC_STORE_HASH_SIZE];
  g_autofree char *token = NULL;
  g_autoptr (GError) error = NULL;

  if (service->reports >= MAX_REPORTS) {
    g_set_error (&error, GC_ERROR, GC_ERROR_LIMIT, "%u reports are under way", service->reports);
    gc_http_answer_error (message, error);
    return;
  }
  Work *work = work_begin (service, message, query);
  token = gc_http_dup_cookie (message, gc_page_cookie (GC_PAGE_DESK));
  if (token == NULL || !gc_id_is_valid (token, 64)) {
    deny (work);
    return;
  }
  gc_sign_in_hash (token, hash);
  gc_store_get_session_async (service->store, hash, gc_service_now_ms (service), on_session, work);
}
