// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Each ticket is followed by itself while it is open, with what every agent did for it. When it is
 * over, that is added up into its row, into the total and into the agents, and the ticket is
 * forgotten: what is kept then is one number for each wait. One thing may come after the end: an
 * agent whose session broke off writes his notes while the ticket goes on without him.
 */
#include "config.h"

#include "queue/gc-report.h"

#include "common/gc-error.h"
#include "queue/gc-estimate-report.h"

/* An agent's share of one ticket. */
typedef struct {
  char *account; /* borrowed from the report's agents */
  GcReportAgent done;
  int64_t since_ms;       /* his session, or his wrap-up if it is over; 0: neither */
  gboolean in_session;    /* since then */
  gboolean may_wrap_late; /* the ticket went back into line at since_ms: notes may follow */
} Part;

typedef struct {
  unsigned arrived;
  unsigned abandoned;
  unsigned short_abandoned;
  unsigned answered_in_time;
  unsigned abandoned_in_time;
  unsigned requeued;
  unsigned lost;
  unsigned transfers;
  unsigned items;
  unsigned handled;
  GArray *waits; /* int64_t, of the answered */
  GcEstimateSum foreseen;
  gboolean sorted;
  int64_t wait_ms;
  int64_t rewait_ms;
  int64_t handle_ms;
} Sum;

typedef struct {
  Sum *row;           /* borrowed */
  int64_t in_line_ms; /* waits since then; 0: does not wait */
  int64_t offered_ms; /* of the offer under way */
  GArray *parts;      /* Part */
  GPtrArray *items;   /* Sum, borrowed: where each finished item counts */
  GcEstimate told;    /* at the joining */
  gboolean is_told;
  gboolean is_answered; /* wait_ms is that of the first accept */
  gboolean has_met;     /* resident and agent, once at least */
  gboolean is_over;
  gboolean is_lost; /* given up in the line after an answer */
  int64_t wait_ms;
  int64_t rewait_ms;
  unsigned requeued;
  unsigned transfers;
} Case;

struct _GcReport {
  GcReportConfig config;
  GHashTable *cases;  /* char* ticket -> Case, owned */
  GHashTable *rows;   /* char* row -> Sum, owned */
  GHashTable *agents; /* char* account -> GcReportAgent, owned */
  Sum *total;
  unsigned n_tickets;
  unsigned n_open;
};

void
gc_report_config_init (GcReportConfig *config)
{
  *config = (GcReportConfig){
    .threshold_ms = INT64_C (300000),
    .short_abandon_ms = INT64_C (20000),
    .max_tickets = 500000,
  };
}

static Sum *
sum_new (void)
{
  Sum *sum = g_new0 (Sum, 1);

  sum->waits = g_array_new (FALSE, FALSE, sizeof (int64_t));
  gc_estimate_sum_init (&sum->foreseen);
  return sum;
}

static void
sum_free (gpointer data)
{
  Sum *sum = data;

  g_array_unref (sum->waits);
  gc_estimate_sum_clear (&sum->foreseen);
  g_free (sum);
}

static void
case_free (gpointer data)
{
  Case *one = data;

  g_array_unref (one->parts);
  g_ptr_array_unref (one->items);
  g_free (one);
}

GcReport *
gc_report_new (const GcReportConfig *config)
{
  GcReport *report = g_new0 (GcReport, 1);

  report->config = *config;
  report->cases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, case_free);
  report->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, sum_free);
  report->agents = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  report->total = sum_new ();
  return report;
}

void
gc_report_free (GcReport *report)
{
  if (report == NULL)
    return;
  g_hash_table_unref (report->cases);
  g_hash_table_unref (report->rows);
  g_hash_table_unref (report->agents);
  sum_free (report->total);
  g_free (report);
}

/* ---- one ticket ---- */

static int64_t
span_ms (int64_t from_ms, int64_t to_ms)
{
  /* The clock may have been put right between two lines. */
  return MAX (to_ms - from_ms, 0);
}

/* The agent's part of the ticket, made if it is not there. Borrowed until the next call. */
static Part *
get_part (GcReport *report, Case *one, const char *account)
{
  gpointer key = NULL;

  for (unsigned i = 0; i < one->parts->len; i++) {
    Part *part = &g_array_index (one->parts, Part, i);
    if (g_str_equal (part->account, account))
      return part;
  }
  if (!g_hash_table_lookup_extended (report->agents, account, &key, NULL)) {
    key = g_strdup (account);
    g_hash_table_insert (report->agents, key, g_new0 (GcReportAgent, 1));
  }
  Part fresh = { .account = key };
  g_array_append_val (one->parts, fresh);
  return &g_array_index (one->parts, Part, one->parts->len - 1);
}

static void
end_offer (Part *part, Case *one, int64_t at_ms)
{
  if (one->offered_ms != 0)
    part->done.offered_ms += span_ms (one->offered_ms, at_ms);
  one->offered_ms = 0;
}

/* Ends the session that runs, if any; what comes after it begins with the same time. (nullable) */
static Part *
end_session (Case *one, int64_t at_ms)
{
  for (unsigned i = 0; i < one->parts->len; i++) {
    Part *part = &g_array_index (one->parts, Part, i);
    if (!part->in_session)
      continue;
    part->done.session_ms += span_ms (part->since_ms, at_ms);
    part->in_session = FALSE;
    part->since_ms = at_ms;
    return part;
  }
  return NULL;
}

static void
end_wait (Case *one, int64_t at_ms)
{
  if (one->in_line_ms == 0)
    return;
  int64_t wait_ms = span_ms (one->in_line_ms, at_ms);
  one->in_line_ms = 0;
  if (one->requeued == 0)
    one->wait_ms = wait_ms;
  else
    one->rewait_ms += wait_ms;
}

static void
on_accepted (GcReport *report, Case *one, const GcTransition *line)
{
  Part *part = get_part (report, one, line->agent);

  end_offer (part, one, line->at_ms);
  if (line->from == GC_TICKET_OFFERED || line->from == GC_TICKET_WAITING)
    end_wait (one, line->at_ms);
  else if (line->from != GC_TICKET_PARKED)
    one->transfers++;
  end_session (one, line->at_ms);
  one->is_answered = TRUE;
  if (part->done.accepted++ == 0)
    part->done.handled = 1;
  part->since_ms = line->at_ms;
  part->in_session = TRUE;
  part->may_wrap_late = FALSE;
}

/* A guest, who was in the session already, is the agent from now on; the former one writes up. */
static void
on_handed_over (GcReport *report, Case *one, const GcTransition *line)
{
  Part *former = end_session (one, line->at_ms);

  if (former != NULL)
    former->may_wrap_late = TRUE;
  one->transfers++;
  Part *part = get_part (report, one, line->agent);
  part->done.handled = 1;
  part->since_ms = line->at_ms;
  part->in_session = TRUE;
  part->may_wrap_late = FALSE;
}

/* An offer came, or ended without an accept. */
static void
on_offer (GcReport *report, Case *one, const GcTransition *line)
{
  Part *part = get_part (report, one, line->agent);

  if (line->reason == GC_REASON_OFFERED) {
    part->done.offers++;
    one->offered_ms = line->at_ms;
    return;
  }
  end_offer (part, one, line->at_ms);
  part->done.declined += line->reason == GC_REASON_DECLINED;
  part->done.missed += line->reason == GC_REASON_OFFER_TIMEOUT;
}

static gboolean
may_hear_more (const Case *one)
{
  for (unsigned i = 0; i < one->parts->len; i++)
    if (g_array_index (one->parts, Part, i).may_wrap_late)
      return TRUE;
  return FALSE;
}

/* ---- the sums ---- */

static void
add_case (const GcReport *report, Sum *sum, const Case *one)
{
  gboolean in_time = one->wait_ms <= report->config.threshold_ms;

  sum->arrived++;
  sum->requeued += one->requeued;
  sum->rewait_ms += one->rewait_ms;
  sum->transfers += one->transfers;
  sum->lost += one->is_lost;
  if (one->is_answered) {
    g_array_append_val (sum->waits, one->wait_ms);
    sum->sorted = FALSE;
    sum->wait_ms += one->wait_ms;
    sum->answered_in_time += in_time;
  } else if (one->wait_ms < report->config.short_abandon_ms) {
    sum->short_abandoned++;
  } else {
    sum->abandoned++;
    sum->abandoned_in_time += in_time;
  }
  if (one->is_told)
    gc_estimate_sum_add (&sum->foreseen, &one->told, one->is_answered ? one->wait_ms : -1);
  for (unsigned i = 0; i < one->parts->len; i++) {
    const GcReportAgent *done = &g_array_index (one->parts, Part, i).done;
    sum->handled += done->handled;
    sum->handle_ms += done->session_ms + done->wrap_up_ms;
  }
}

static void
add_agent (GcReportAgent *sum, const GcReportAgent *part)
{
  sum->offers += part->offers;
  sum->accepted += part->accepted;
  sum->declined += part->declined;
  sum->missed += part->missed;
  sum->handled += part->handled;
  sum->offered_ms += part->offered_ms;
  sum->session_ms += part->session_ms;
  sum->wrap_up_ms += part->wrap_up_ms;
}

static void
add_parts (GcReport *report, const Case *one)
{
  for (unsigned i = 0; i < one->parts->len; i++) {
    const Part *part = &g_array_index (one->parts, Part, i);
    add_agent (g_hash_table_lookup (report->agents, part->account), &part->done);
  }
}

static void
end_case (GcReport *report, Case *one, const GcTransition *line)
{
  one->is_lost = one->is_answered && line->to == GC_TICKET_ABANDONED;
  end_wait (one, line->at_ms);
  add_case (report, one->row, one);
  add_case (report, report->total, one);
  for (unsigned i = 0; i < one->items->len; i++)
    ((Sum *)g_ptr_array_index (one->items, i))->items++;
  report->total->items += one->items->len;
  add_parts (report, one);
  one->is_over = TRUE;
  report->n_open--;
  if (!may_hear_more (one))
    g_hash_table_remove (report->cases, line->ticket);
}

static void
on_connected (GcReport *report, Case *one, const GcTransition *line)
{
  one->has_met = TRUE;
}

/* The agent has done his notes: those of the ticket's end, or late ones of a session broken off. */
static void
on_wrapped_up (GcReport *report, Case *one, const GcTransition *line)
{
  Part *part = get_part (report, one, line->agent);
  int64_t wrap_up_ms = span_ms (part->since_ms, line->at_ms);

  part->may_wrap_late = FALSE;
  part->done.wrap_up_ms += wrap_up_ms;
  if (line->to == GC_TICKET_DONE && line->from != line->to) {
    end_case (report, one, line);
    return;
  }
  if (!one->is_over)
    return;
  one->row->handle_ms += wrap_up_ms;
  report->total->handle_ms += wrap_up_ms;
  ((GcReportAgent *)g_hash_table_lookup (report->agents, part->account))->wrap_up_ms += wrap_up_ms;
  if (!may_hear_more (one))
    g_hash_table_remove (report->cases, line->ticket);
}

/*
 * A callback, and nobody picked up the telephone: that alone is no answer. The wait has been up to
 * the first accept and does not go on.
 */
static void
on_unreached (GcReport *report, Case *one, const GcTransition *line)
{
  end_session (one, line->at_ms);
  one->is_answered = one->has_met;
  if (line->to == GC_TICKET_ABANDONED)
    end_case (report, one, line);
}

/* What the state says when the reason does not say more. */
static void
on_moved (GcReport *report, Case *one, const GcTransition *line)
{
  if (line->to == GC_TICKET_ABANDONED || line->to == GC_TICKET_DONE) {
    end_case (report, one, line);
    return;
  }
  if (line->to != GC_TICKET_WAITING && line->to != GC_TICKET_WRAP_UP &&
      line->to != GC_TICKET_PARKED)
    return;
  Part *part = end_session (one, line->at_ms);
  /* While it is parked it neither waits nor is served. */
  if (line->to != GC_TICKET_WAITING)
    return;
  if (part != NULL)
    part->may_wrap_late = line->from == GC_TICKET_DROPPED || line->reason == GC_REASON_HANDED_ON ||
                          line->reason == GC_REASON_NEXT_ITEM;
  one->in_line_ms = line->at_ms;
  one->requeued++;
}

static void (*const on_reason[GC_REASON_N]) (GcReport *, Case *, const GcTransition *) = {
  [GC_REASON_OFFERED] = on_offer,
  [GC_REASON_ACCEPTED] = on_accepted,
  [GC_REASON_TAKEN] = on_accepted,
  [GC_REASON_DECLINED] = on_offer,
  [GC_REASON_OFFER_TIMEOUT] = on_offer,
  [GC_REASON_OFFER_CANCELLED] = on_offer,
  [GC_REASON_CONNECTED] = on_connected,
  [GC_REASON_UNREACHED] = on_unreached,
  [GC_REASON_HANDED_OVER] = on_handed_over,
  [GC_REASON_WRAPPED_UP] = on_wrapped_up,
  [GC_REASON_WRAP_UP_TIMEOUT] = on_wrapped_up,
};

static Sum *
sum_of (GcReport *report, const char *row)
{
  Sum *sum = g_hash_table_lookup (report->rows, row);

  if (sum == NULL) {
    sum = sum_new ();
    g_hash_table_insert (report->rows, g_strdup (row), sum);
  }
  return sum;
}

static Case *
begin_case (GcReport *report, const GcTransition *line, const char *row, GError **error)
{
  if (report->n_tickets == report->config.max_tickets) {
    g_set_error (error, GC_ERROR, GC_ERROR_LIMIT, "report: more than %u tickets: ask for less time",
                 report->config.max_tickets);
    return NULL;
  }
  report->n_tickets++;
  report->n_open++;
  Case *one = g_new0 (Case, 1);
  one->row = sum_of (report, row);
  one->in_line_ms = line->at_ms;
  one->is_told = line->detail != NULL && gc_estimate_parse (line->detail, &one->told);
  one->parts = g_array_new (FALSE, TRUE, sizeof (Part));
  one->items = g_ptr_array_new ();
  g_hash_table_replace (report->cases, g_strdup (line->ticket), one);
  return one;
}

gboolean
gc_report_finishes_item (const GcTransition *line)
{
  return line->reason == GC_REASON_ITEM_DONE ||
         (line->to == GC_TICKET_DONE && line->from != line->to);
}

gboolean
gc_report_is_arrival (const GcTransition *line)
{
  return line->from == GC_TICKET_DRAFT && line->to == GC_TICKET_WAITING;
}

gboolean
gc_report_add (GcReport *report, const GcTransition *line, const char *row, GError **error)
{
  if (gc_report_is_arrival (line))
    return row == NULL || begin_case (report, line, row, error) != NULL;
  Case *one = g_hash_table_lookup (report->cases, line->ticket);
  if (one == NULL)
    return TRUE;
  if (gc_report_finishes_item (line))
    g_ptr_array_add (one->items, row != NULL ? sum_of (report, row) : one->row);
  if (line->agent != NULL && on_reason[line->reason] != NULL)
    on_reason[line->reason](report, one, line);
  else if (line->from != line->to)
    on_moved (report, one, line);
  return TRUE;
}

/* ---- figures ---- */

static int
permille (uint64_t part, uint64_t whole)
{
  return whole == 0 ? -1 : (int)((part * 1000 + whole / 2) / whole);
}

static int64_t
mean (int64_t sum, unsigned n)
{
  return n == 0 ? -1 : (sum + n / 2) / n;
}

static int
compare_waits (gconstpointer a, gconstpointer b)
{
  int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

  return (left > right) - (left < right);
}

/* The smallest wait that is not exceeded by @percent of the waits. They are sorted. */
static int64_t
percentile (const GArray *waits, unsigned percent)
{
  if (waits->len == 0)
    return -1;
  uint64_t rank = ((uint64_t)waits->len * percent + 99) / 100;
  return g_array_index (waits, int64_t, rank - 1);
}

static void
fill_figures (const GcReport *report, Sum *sum, GcReportFigures *figures)
{
  const Sum *total = report->total;
  unsigned answered = sum->waits->len;
  unsigned ended = answered + sum->abandoned;
  GcEstimateReport foreseen;

  gc_estimate_sum_get (&sum->foreseen, &foreseen);
  if (!sum->sorted)
    g_array_sort (sum->waits, compare_waits);
  sum->sorted = TRUE;
  *figures = (GcReportFigures){
    .arrived = sum->arrived,
    .answered = answered,
    .abandoned = sum->abandoned,
    .short_abandoned = sum->short_abandoned,
    .answered_in_time = sum->answered_in_time,
    .abandoned_in_time = sum->abandoned_in_time,
    .requeued = sum->requeued,
    .lost = sum->lost,
    .transfers = sum->transfers,
    .items = sum->items,
    .service_level_permille = permille (sum->answered_in_time, answered),
    .service_level2_permille = permille (sum->answered_in_time + sum->abandoned_in_time, ended),
    .abandonment_permille = permille (sum->abandoned, ended),
    .wait_mean_ms = mean (sum->wait_ms, answered),
    .wait_p50_ms = percentile (sum->waits, 50),
    .wait_p90_ms = percentile (sum->waits, 90),
    .wait_max_ms = percentile (sum->waits, 100),
    .rewait_mean_ms = mean (sum->rewait_ms, sum->requeued),
    .handle_mean_ms = mean (sum->handle_ms, sum->handled),
    .foreseen = foreseen.n_served,
    .foreseen_error_ms = foreseen.n_served > 0 ? foreseen.mean_error_ms : INT64_MIN,
    .foreseen_median_error_ms = foreseen.n_served > 0 ? foreseen.median_abs_error_ms : -1,
    .foreseen_inside_permille = permille (foreseen.n_inside, foreseen.n_served),
    .foreseen_nobody = foreseen.n_nobody,
    .share_permille = permille (ended, total->waits->len + total->abandoned),
    .answered_share_permille = permille (answered, total->waits->len),
  };
}

unsigned
gc_report_count_open (const GcReport *report)
{
  return report->n_open;
}

void
gc_report_get_total (GcReport *report, GcReportFigures *ret_figures)
{
  fill_figures (report, report->total, ret_figures);
}

void
gc_report_get_row (GcReport *report, const char *row, GcReportFigures *ret_figures)
{
  Sum *sum = g_hash_table_lookup (report->rows, row);

  if (sum != NULL) {
    fill_figures (report, sum, ret_figures);
    return;
  }
  Sum *nothing = sum_new ();
  fill_figures (report, nothing, ret_figures);
  sum_free (nothing);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *
gc_report_list_rows (const GcReport *report)
{
  GPtrArray *names = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer name, sum;

  g_hash_table_iter_init (&iter, report->rows);
  while (g_hash_table_iter_next (&iter, &name, &sum))
    if (((Sum *)sum)->arrived > 0 || ((Sum *)sum)->items > 0)
      g_ptr_array_add (names, name);
  g_ptr_array_sort (names, compare_names);
  return names;
}

GPtrArray *
gc_report_list_agents (const GcReport *report)
{
  GPtrArray *names = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer name, agent;

  g_hash_table_iter_init (&iter, report->agents);
  while (g_hash_table_iter_next (&iter, &name, &agent))
    if (((GcReportAgent *)agent)->offers + ((GcReportAgent *)agent)->accepted +
            ((GcReportAgent *)agent)->handled >
        0)
      g_ptr_array_add (names, name);
  g_ptr_array_sort (names, compare_names);
  return names;
}

void
gc_report_get_agent (const GcReport *report, const char *account, GcReportAgent *ret_agent)
{
  const GcReportAgent *agent = g_hash_table_lookup (report->agents, account);

  *ret_agent = agent != NULL ? *agent : (GcReportAgent){ 0 };
  ret_agent->handle_mean_ms =
      mean (ret_agent->session_ms + ret_agent->wrap_up_ms, ret_agent->handled);
}

void
gc_report_get_agents (const GcReport *report, GcReportAgent *ret_agent)
{
  GcReportAgent sum = { 0 };
  GHashTableIter iter;
  gpointer agent = NULL;

  g_hash_table_iter_init (&iter, report->agents);
  while (g_hash_table_iter_next (&iter, NULL, &agent))
    add_agent (&sum, agent);
  sum.handle_mean_ms = mean (sum.session_ms + sum.wrap_up_ms, sum.handled);
  *ret_agent = sum;
}

int
gc_report_get_fairness_permille (const GcReport *report)
{
  double sum = 0, squares = 0;
  unsigned n = 0;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, report->rows);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const Sum *row = value;
    if (row->waits->len == 0)
      continue;
    double wait_ms = (double)row->wait_ms / row->waits->len;
    sum += wait_ms;
    squares += wait_ms * wait_ms;
    n++;
  }
  if (n == 0)
    return -1;
  return squares > 0 ? (int)(1000 * sum * sum / (n * squares) + 0.5) : 1000;
}
