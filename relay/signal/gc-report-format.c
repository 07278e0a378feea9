// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * One table of columns serves both forms. JSON has times in ms and shares in permille, as all of
 * the protocol; the table for people has seconds and percent.
 */
#include "config.h"

#include "signal/gc-report-format.h"

#include "signal/gc-csv.h"
#include "signal/gc-json-writer.h"

typedef enum {
  COLUMN_COUNT,
  COLUMN_PERMILLE,
  COLUMN_TIME,
  COLUMN_ERROR, /* a time that may be below 0 */
} ColumnType;

#define NONE INT64_MIN

typedef struct {
  ColumnType type;
  size_t offset;
  const char *json;
  const char *zh;
  const char *en;
} Column;

#define FIGURE(type, member, zh, en)                                                               \
  {                                                                                                \
    COLUMN_##type, offsetof (GcReportFigures, member), #member, zh, en                             \
  }
#define WORK(type, member, zh, en)                                                                 \
  {                                                                                                \
    COLUMN_##type, offsetof (GcReportAgent, member), #member, zh, en                               \
  }

#define TIME(type, member, zh, en)                                                                 \
  {                                                                                                \
    COLUMN_##type, offsetof (GcAgentTime, member), #member, zh, en                                 \
  }

static const Column figure_columns[] = {
  FIGURE (COUNT, arrived, "取号", "Arrived"),
  FIGURE (COUNT, answered, "接通", "Answered"),
  FIGURE (COUNT, abandoned, "放弃", "Abandoned"),
  FIGURE (COUNT, short_abandoned, "即刻离开", "Left at once"),
  FIGURE (PERMILLE, service_level_permille, "服务水平 1（%）", "Service level 1 (%)"),
  FIGURE (PERMILLE, service_level2_permille, "服务水平 2（%）", "Service level 2 (%)"),
  FIGURE (PERMILLE, abandonment_permille, "放弃率（%）", "Abandonment (%)"),
  FIGURE (TIME, wait_mean_ms, "平均等候（秒）", "Mean wait (s)"),
  FIGURE (TIME, wait_p50_ms, "等候中位数（秒）", "Median wait (s)"),
  FIGURE (TIME, wait_p90_ms, "等候 90 分位（秒）", "90th percentile of wait (s)"),
  FIGURE (TIME, wait_max_ms, "最长等候（秒）", "Longest wait (s)"),
  FIGURE (COUNT, requeued, "重新排队", "Put back in line"),
  FIGURE (TIME, rewait_mean_ms, "再次等候平均（秒）", "Mean second wait (s)"),
  FIGURE (COUNT, lost, "重排后离开", "Lost after return"),
  FIGURE (COUNT, transfers, "转接", "Transfers"),
  FIGURE (COUNT, items, "办结事项", "Items finished"),
  FIGURE (TIME, handle_mean_ms, "平均处理时长（秒）", "Mean handling time (s)"),
  FIGURE (COUNT, foreseen, "有预估", "Estimated"),
  FIGURE (ERROR, foreseen_error_ms, "预估误差平均（秒）", "Mean error of estimate (s)"),
  FIGURE (TIME, foreseen_median_error_ms, "预估误差中位数（秒）", "Median size of error (s)"),
  FIGURE (PERMILLE, foreseen_inside_permille, "在预估区间内（%）", "Inside the band (%)"),
  FIGURE (COUNT, foreseen_nobody, "取号时无人可办", "Nobody able when joining"),
  FIGURE (PERMILLE, share_permille, "占全部（%）", "Share of tickets (%)"),
  FIGURE (PERMILLE, answered_share_permille, "占接通（%）", "Share of answered (%)"),
};

static const Column agent_columns[] = {
  WORK (COUNT, offers, "派单", "Offers"),
  WORK (COUNT, accepted, "接受", "Accepted"),
  WORK (COUNT, declined, "谢绝", "Declined"),
  WORK (COUNT, missed, "未应答", "Missed"),
  WORK (COUNT, handled, "处理票数", "Tickets handled"),
  WORK (TIME, handle_mean_ms, "平均处理时长（秒）", "Mean handling time (s)"),
  WORK (TIME, offered_ms, "派单中（秒）", "Time offered (s)"),
  WORK (TIME, session_ms, "通话（秒）", "Time in session (s)"),
  WORK (TIME, wrap_up_ms, "话后处理（秒）", "Time in wrap-up (s)"),
};

static const Column time_columns[] = {
  TIME (TIME, signed_on_ms, "在岗（秒）", "Signed on (s)"),
  TIME (TIME, idle_ms, "在岗：空闲（秒）", "Signed on: idle (s)"),
  TIME (TIME, offered_ms, "在岗：派单中（秒）", "Signed on: offered (s)"),
  TIME (TIME, session_ms, "在岗：通话（秒）", "Signed on: in session (s)"),
  TIME (TIME, wrap_up_ms, "在岗：话后处理（秒）", "Signed on: wrap-up (s)"),
  TIME (TIME, break_ms, "小休（秒）", "Break (s)"),
  TIME (PERMILLE, occupancy_permille, "占用率（%）", "Occupancy (%)"),
};

static const char *const key_names[GC_REPORT_BY_N][2] = {
  [GC_REPORT_BY_DAY] = { "日期", "Day" },
  [GC_REPORT_BY_POINT] = { "服务点编号", "Point" },
  [GC_REPORT_BY_ITEM] = { "事项编号", "Item" },
  [GC_REPORT_BY_AGENT] = { "账号", "Account" },
};

GcReportRow *
gc_report_row_new (const char *key, const char *name)
{
  GcReportRow *row = g_new0 (GcReportRow, 1);

  row->key = g_strdup (key);
  row->name = g_strdup (name);
  return row;
}

void
gc_report_row_free (GcReportRow *row)
{
  g_free (row->key);
  g_free (row->name);
  g_free (row);
}

/* NONE: there is none. */
static int64_t
value_of (const Column *column, const void *figures)
{
  const void *member = (const char *)figures + column->offset;
  int64_t value = 0;

  switch (column->type) {
  case COLUMN_COUNT:
    return *(const unsigned *)member;
  case COLUMN_PERMILLE:
    value = *(const int *)member;
    break;
  case COLUMN_TIME:
    value = *(const int64_t *)member;
    break;
  case COLUMN_ERROR:
    return *(const int64_t *)member;
  default:
    g_assert_not_reached ();
  }
  return value < 0 ? NONE : value;
}

/* ---- JSON ---- */

static void
write_value (GcJsonWriter *writer, const char *name, int64_t value)
{
  if (value == NONE)
    gc_json_writer_null (writer, name);
  else
    gc_json_writer_int (writer, name, value);
}

static void
write_columns (GcJsonWriter *writer, const Column *columns, size_t n_columns, const void *figures)
{
  for (size_t i = 0; i < n_columns; i++)
    write_value (writer, columns[i].json, value_of (&columns[i], figures));
}

static void
write_row (GcJsonWriter *writer, GcReport *report, const GcReportRow *row)
{
  GcReportFigures figures;

  gc_report_get_row (report, row->key, &figures);
  gc_json_writer_begin_object (writer, NULL);
  gc_json_writer_string (writer, "key", row->key);
  write_columns (writer, figure_columns, G_N_ELEMENTS (figure_columns), &figures);
  gc_json_writer_end_object (writer);
}

/* @time: (nullable) nothing is known of it */
static void
write_work (GcJsonWriter *writer, const GcReportAgent *agent, const GcAgentTime *time)
{
  write_columns (writer, agent_columns, G_N_ELEMENTS (agent_columns), agent);
  if (time == NULL) {
    gc_json_writer_null (writer, "time");
    return;
  }
  gc_json_writer_begin_object (writer, "time");
  write_columns (writer, time_columns, G_N_ELEMENTS (time_columns), time);
  gc_json_writer_end_object (writer);
}

static void
write_agent (GcJsonWriter *writer,
             const GcReport *report,
             const GcAgentReport *times,
             const GcReportRow *row)
{
  GcReportAgent agent;
  GcAgentTime time;

  gc_report_get_agent (report, row->key, &agent);
  gboolean is_known = gc_agent_report_get (times, row->key, &time);
  gc_json_writer_begin_object (writer, NULL);
  gc_json_writer_string (writer, "account", row->key);
  gc_json_writer_string (writer, "name", row->name);
  write_work (writer, &agent, is_known ? &time : NULL);
  gc_json_writer_end_object (writer);
}

/* All agents together; null unless the report is by agent. */
static void
write_agents_total (GcJsonWriter *writer, const GcReport *report, const GcAgentReport *times)
{
  GcReportAgent agent;
  GcAgentTime time;

  if (times == NULL) {
    gc_json_writer_null (writer, "agents_total");
    return;
  }
  gc_report_get_agents (report, &agent);
  gboolean is_known = gc_agent_report_get_total (times, &time);
  gc_json_writer_begin_object (writer, "agents_total");
  write_work (writer, &agent, is_known ? &time : NULL);
  gc_json_writer_end_object (writer);
}

static void
write_head (GcJsonWriter *writer, GcReport *report, const GcReportQuery *query)
{
  g_autofree char *from = gc_report_format_day (query->from_day);
  g_autofree char *to = gc_report_format_day (query->to_day);
  GcReportFigures total;

  gc_report_get_total (report, &total);
  gc_json_writer_string (writer, "from", from);
  gc_json_writer_string (writer, "to", to);
  gc_json_writer_string (writer, "by", gc_report_by_name (query->by));
  gc_json_writer_int (writer, "threshold_s", query->threshold_ms / 1000);
  gc_json_writer_int (writer, "open", gc_report_count_open (report));
  int fairness = query->by == GC_REPORT_BY_POINT ? gc_report_get_fairness_permille (report) : -1;
  write_value (writer, "fairness_permille", fairness < 0 ? NONE : fairness);
  gc_json_writer_begin_object (writer, "total");
  write_columns (writer, figure_columns, G_N_ELEMENTS (figure_columns), &total);
  gc_json_writer_end_object (writer);
}

char *
gc_report_format_json (GcReport *report,
                       const GcAgentReport *times,
                       const GcReportQuery *query,
                       const GPtrArray *rows)
{
  g_auto (GcJsonWriter) writer = { 0 };
  gboolean by_agent = query->by == GC_REPORT_BY_AGENT;

  gc_json_writer_init (&writer);
  gc_json_writer_begin_object (&writer, NULL);
  write_head (&writer, report, query);
  gc_json_writer_begin_list (&writer, "rows");
  for (unsigned i = 0; i < rows->len && !by_agent; i++)
    write_row (&writer, report, g_ptr_array_index (rows, i));
  gc_json_writer_end_list (&writer);
  gc_json_writer_begin_list (&writer, "agents");
  for (unsigned i = 0; i < rows->len && by_agent; i++)
    write_agent (&writer, report, times, g_ptr_array_index (rows, i));
  gc_json_writer_end_list (&writer);
  write_agents_total (&writer, report, by_agent ? times : NULL);
  gc_json_writer_end_object (&writer);
  return gc_json_writer_take (&writer);
}

/* ---- CSV ---- */

/* To the nearest second, on both sides of 0. */
static int64_t
to_seconds (int64_t ms)
{
  return ms < 0 ? -((500 - ms) / 1000) : (ms + 500) / 1000;
}

/* @figures: (nullable) nothing is known: empty cells */
static void
add_cells (GcCsv *csv, const Column *columns, size_t n_columns, const void *figures)
{
  for (size_t i = 0; i < n_columns; i++) {
    int64_t value = figures != NULL ? value_of (&columns[i], figures) : NONE;
    if (value == NONE)
      gc_csv_text (csv, NULL);
    else if (columns[i].type == COLUMN_PERMILLE)
      gc_csv_tenths (csv, (int)value);
    else
      gc_csv_int (csv, columns[i].type == COLUMN_COUNT ? value : to_seconds (value));
  }
}

static void
add_names (GcCsv *csv, const GcReportQuery *query, const Column *columns, size_t n_columns)
{
  for (size_t i = 0; i < n_columns; i++)
    gc_csv_text (csv, query->is_english ? columns[i].en : columns[i].zh);
}

static void
add_key_names (GcCsv *csv, const GcReportQuery *query)
{
  gc_csv_text (csv, key_names[query->by][query->is_english]);
  if (query->by != GC_REPORT_BY_DAY)
    gc_csv_text (csv, query->is_english ? "Name" : "名称");
}

static void
add_figures (GcCsv *csv, GcReport *report, const GcReportQuery *query, const GPtrArray *rows)
{
  GcReportFigures figures;

  add_key_names (csv, query);
  add_names (csv, query, figure_columns, G_N_ELEMENTS (figure_columns));
  gc_csv_end_row (csv);
  for (unsigned i = 0; i < rows->len; i++) {
    const GcReportRow *row = g_ptr_array_index (rows, i);
    gc_report_get_row (report, row->key, &figures);
    gc_csv_text (csv, row->key);
    if (query->by != GC_REPORT_BY_DAY)
      gc_csv_text (csv, row->name);
    add_cells (csv, figure_columns, G_N_ELEMENTS (figure_columns), &figures);
    gc_csv_end_row (csv);
  }
  gc_report_get_total (report, &figures);
  gc_csv_text (csv, query->is_english ? "Total" : "合计");
  if (query->by != GC_REPORT_BY_DAY)
    gc_csv_text (csv, NULL);
  add_cells (csv, figure_columns, G_N_ELEMENTS (figure_columns), &figures);
  gc_csv_end_row (csv);
}

static void
add_agent (GcCsv *csv, const GcReportAgent *agent, const GcAgentTime *time)
{
  add_cells (csv, agent_columns, G_N_ELEMENTS (agent_columns), agent);
  add_cells (csv, time_columns, G_N_ELEMENTS (time_columns), time);
  gc_csv_end_row (csv);
}

static void
add_agents (GcCsv *csv,
            const GcReport *report,
            const GcAgentReport *times,
            const GcReportQuery *query,
            const GPtrArray *rows)
{
  GcReportAgent agent;
  GcAgentTime time;

  add_key_names (csv, query);
  add_names (csv, query, agent_columns, G_N_ELEMENTS (agent_columns));
  add_names (csv, query, time_columns, G_N_ELEMENTS (time_columns));
  gc_csv_end_row (csv);
  for (unsigned i = 0; i < rows->len; i++) {
    const GcReportRow *row = g_ptr_array_index (rows, i);
    gc_report_get_agent (report, row->key, &agent);
    gboolean is_known = gc_agent_report_get (times, row->key, &time);
    gc_csv_text (csv, row->key);
    gc_csv_text (csv, row->name);
    add_agent (csv, &agent, is_known ? &time : NULL);
  }
  gc_report_get_agents (report, &agent);
  gboolean is_known = gc_agent_report_get_total (times, &time);
  gc_csv_text (csv, query->is_english ? "Total" : "合计");
  gc_csv_text (csv, NULL);
  add_agent (csv, &agent, is_known ? &time : NULL);
}

char *
gc_report_format_csv (GcReport *report,
                      const GcAgentReport *times,
                      const GcReportQuery *query,
                      const GPtrArray *rows)
{
  g_auto (GcCsv) csv = { 0 };

  gc_csv_init (&csv);
  if (query->by == GC_REPORT_BY_AGENT)
    add_agents (&csv, report, times, query, rows);
  else
    add_figures (&csv, report, query, rows);
  return g_string_free (g_steal_pointer (&csv.text), FALSE);
}
