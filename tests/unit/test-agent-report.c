// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* How agents spent their time: days that are reckoned by hand, and the lines that the queue writes.
 */
#include "config.h"

#include "queue/gc-agent-report.h"
#include "queue/gc-queue.h"

#include <string.h>

#define SECOND INT64_C (1000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
/* 24 November 2026, midnight in Wenzhou. */
#define DAY INT64_C (1795449600000)

typedef struct {
  int64_t at_ms;
  const char *account;
  GcEffective effective;
} Line;

/* Puts the lines, up to one without an account, into a report of the day that is over at @now_ms.
 */
static GcAgentReport *
read_lines (const Line *lines, int64_t now_ms)
{
  GcAgentReport *report = gc_agent_report_new ();

  for (; lines->account != NULL; lines++) {
    const GcAgentEvent event = { .at_ms = lines->at_ms,
                                 .account = (char *)lines->account,
                                 .wanted = GC_WANTED_AVAILABLE,
                                 .effective = lines->effective };
    gc_agent_report_add (report, &event, DAY, DAY + 24 * HOUR);
  }
  gc_agent_report_end (report, now_ms);
  return report;
}

static GcAgentTime
time_of (const GcAgentReport *report, const char *account)
{
  GcAgentTime time;

  gc_agent_report_get (report, account, &time);
  return time;
}

static void
test_a_day (void)
{
  static const Line lines[] = {
    { DAY + 9 * HOUR, "ann", GC_EFFECTIVE_IDLE },
    { DAY + 9 * HOUR + 10 * MINUTE, "ann", GC_EFFECTIVE_OFFERED },
    { DAY + 9 * HOUR + 10 * MINUTE + 10 * SECOND, "ann", GC_EFFECTIVE_CONNECTING },
    { DAY + 9 * HOUR + 10 * MINUTE + 20 * SECOND, "ann", GC_EFFECTIVE_BUSY },
    { DAY + 9 * HOUR + 20 * MINUTE, "ann", GC_EFFECTIVE_HOLDING },
    { DAY + 9 * HOUR + 21 * MINUTE, "ann", GC_EFFECTIVE_BUSY },
    { DAY + 9 * HOUR + 30 * MINUTE + 10 * SECOND, "ann", GC_EFFECTIVE_WRAP_UP },
    { DAY + 9 * HOUR + 40 * MINUTE, "ann", GC_EFFECTIVE_BREAK },
    { DAY + 10 * HOUR, "ann", GC_EFFECTIVE_OFF_DUTY },
    { DAY + 11 * HOUR, "ann", GC_EFFECTIVE_UNREACHABLE },
    { DAY + 12 * HOUR, "ann", GC_EFFECTIVE_OFFLINE },
    { 0 },
  };
  g_autoptr (GcAgentReport) report = read_lines (lines, DAY + 30 * HOUR);
  GcAgentTime time = time_of (report, "ann");

  g_assert_cmpint (time.idle_ms, ==, 10 * MINUTE);
  g_assert_cmpint (time.offered_ms, ==, 10 * SECOND);
  g_assert_cmpint (time.session_ms, ==, 20 * MINUTE);
  g_assert_cmpint (time.wrap_up_ms, ==, 10 * MINUTE - 10 * SECOND);
  g_assert_cmpint (time.break_ms, ==, 20 * MINUTE);
  g_assert_cmpint (time.signed_on_ms, ==, 40 * MINUTE);
  /* 29 min 50 s of 40 min. */
  g_assert_cmpint (time.occupancy_permille, ==, 746);
}

/* Over midnight, on both sides: each day has its part; and a state that nothing ends lasts. */
static void
test_limits (void)
{
  static const Line lines[] = {
    { DAY - 10 * HOUR, "ann", GC_EFFECTIVE_BUSY },   { DAY - 1 * HOUR, "bo", GC_EFFECTIVE_BREAK },
    { DAY + 20 * MINUTE, "ann", GC_EFFECTIVE_IDLE }, { DAY + 23 * HOUR, "bo", GC_EFFECTIVE_IDLE },
    { DAY + 25 * HOUR, "bo", GC_EFFECTIVE_BUSY },    { 0 },
  };
  g_autoptr (GcAgentReport) report = read_lines (lines, DAY + 26 * HOUR);
  GcAgentTime ann = time_of (report, "ann"), bo = time_of (report, "bo");

  g_assert_cmpint (ann.session_ms, ==, 20 * MINUTE);
  g_assert_cmpint (ann.idle_ms, ==, 24 * HOUR - 20 * MINUTE);
  g_assert_cmpint (bo.break_ms, ==, 23 * HOUR);
  g_assert_cmpint (bo.idle_ms, ==, 1 * HOUR);
  g_assert_cmpint (bo.session_ms, ==, 0);
}

/* A session that is still open counts up to now, and no further. */
static void
test_open (void)
{
  static const Line lines[] = { { DAY + 9 * HOUR, "ann", GC_EFFECTIVE_BUSY }, { 0 } };
  g_autoptr (GcAgentReport) report = read_lines (lines, DAY + 9 * HOUR + 7 * MINUTE);

  g_assert_cmpint (time_of (report, "ann").session_ms, ==, 7 * MINUTE);
  g_assert_cmpint (time_of (report, "ann").occupancy_permille, ==, 1000);
}

/* A clock that was put back makes no time count twice. */
static void
test_clock_put_back (void)
{
  static const Line lines[] = {
    { DAY + 9 * HOUR, "ann", GC_EFFECTIVE_IDLE },
    { DAY + 10 * HOUR, "ann", GC_EFFECTIVE_BUSY },
    { DAY + 10 * HOUR - 5 * MINUTE, "ann", GC_EFFECTIVE_IDLE },
    { DAY + 11 * HOUR, "ann", GC_EFFECTIVE_OFFLINE },
    { 0 },
  };
  g_autoptr (GcAgentReport) report = read_lines (lines, DAY + 24 * HOUR);

  g_assert_cmpint (time_of (report, "ann").signed_on_ms, ==, 2 * HOUR);
}

static void
test_total (void)
{
  static const Line lines[] = {
    { DAY, "bo", GC_EFFECTIVE_IDLE },
    { DAY, "ann", GC_EFFECTIVE_BUSY },
    { DAY, "cy", GC_EFFECTIVE_OFF_DUTY },
    { DAY + HOUR, "ann", GC_EFFECTIVE_OFFLINE },
    { DAY + 3 * HOUR, "bo", GC_EFFECTIVE_OFFLINE },
    { 0 },
  };
  g_autoptr (GcAgentReport) report = read_lines (lines, DAY + 24 * HOUR);
  g_autoptr (GPtrArray) names = gc_agent_report_list (report);
  GcAgentTime total;

  gc_agent_report_get_total (report, &total);
  g_assert_cmpint (total.signed_on_ms, ==, 4 * HOUR);
  g_assert_cmpint (total.occupancy_permille, ==, 250);
  g_assert_cmpint (time_of (report, "cy").occupancy_permille, ==, -1);
  g_assert_cmpint (time_of (report, "nobody").signed_on_ms, ==, 0);
  g_assert_cmpuint (names->len, ==, 2);
  g_assert_cmpstr (names->pdata[0], ==, "ann");
  g_assert_cmpstr (names->pdata[1], ==, "bo");
}

/* ---- the lines of the queue ---- */

static GcQueue *
open_queue (void)
{
  static const char *const departments[] = { "hrss", NULL };
  static const char *const languages[] = { "zh", NULL };
  const GcAgentSkills skills = {
    .account = "ann", .name = "Ann", .departments = departments, .languages = languages
  };
  GcQueueConfig config;

  gc_queue_config_init (&config);
  GcQueue *queue = gc_queue_new (&config);
  g_assert_true (gc_queue_set_agent (queue, &skills, DAY, NULL));
  return queue;
}

static void
apply (GcQueue *queue, GcQueueEventType type, const char *actor, int64_t at_ms)
{
  static const char *const languages[] = { "zh", NULL };
  GcQueueEvent event = { .type = type,
                         .actor = actor,
                         .ticket = strcmp (actor, "ann") != 0 || type == GC_EVENT_OFFER_ACCEPT ||
                                           type == GC_EVENT_SESSION_END
                                       ? "t1"
                                       : NULL };

  if (type == GC_EVENT_AGENT_WANT)
    event.want.wanted = GC_WANTED_AVAILABLE;
  else if (type == GC_EVENT_TICKET_CREATE)
    event.create.item = "SS-01", event.create.department = "hrss", event.create.point = "it-milan",
    event.create.languages = languages, event.create.name = "", event.create.number_prefix = "M",
    event.create.local_date = 20261124;
  else if (type == GC_EVENT_SESSION_END)
    event.end.outcome = GC_OUTCOME_ACCEPTED;
  g_assert_true (gc_queue_apply (queue, &event, at_ms, NULL));
}

/* What @rows say of ann: "available/idle@0 available/offered@5", seconds after DAY. */
static char *
describe (const GcQueueRows *rows)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (unsigned i = 0; i < rows->agent_events->len; i++) {
    const GcAgentEvent *event = g_ptr_array_index (rows->agent_events, i);
    g_assert_cmpstr (event->account, ==, "ann");
    g_assert_cmpuint (event->seq, ==, rows->last_agent_seq - rows->agent_events->len + i + 1);
    g_string_append_printf (text, "%s%s/%s@%d", i > 0 ? " " : "", gc_wanted_name (event->wanted),
                            gc_effective_name (event->effective),
                            (int)((event->at_ms - DAY) / SECOND));
    if (event->ticket != NULL)
      g_string_append_printf (text, "=%s", event->ticket);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Each change has its line, in the same rows as the change; what stays as it is has none. */
static void
test_lines (void)
{
  g_autoptr (GcQueue) queue = open_queue ();

  apply (queue, GC_EVENT_AGENT_PRESENT, "ann", DAY);
  apply (queue, GC_EVENT_AGENT_WANT, "ann", DAY);
  apply (queue, GC_EVENT_AGENT_WANT, "ann", DAY + 1 * SECOND);
  apply (queue, GC_EVENT_TICKET_CREATE, "kiosk", DAY + 2 * SECOND);
  apply (queue, GC_EVENT_TICKET_JOIN, "kiosk", DAY + 5 * SECOND);
  apply (queue, GC_EVENT_OFFER_ACCEPT, "ann", DAY + 8 * SECOND);
  apply (queue, GC_EVENT_SESSION_END, "ann", DAY + 9 * SECOND);
  g_autoptr (GcQueueRows) rows = gc_queue_take_changes (queue);
  g_autofree char *text = describe (rows);
  g_assert_cmpstr (text, ==,
                   "available/idle@0 available/offered@5=t1 available/connecting@8=t1 "
                   "available/wrap_up@9=t1");
}

/* Time in which the service was away is nobody's, from when it was last known to live. */
static void
test_restart (void)
{
  static const GcQueueEvent restart = { .type = GC_EVENT_RESTART };
  g_autoptr (GcQueue) before = open_queue ();
  g_autoptr (GcQueue) after = open_queue ();

  apply (before, GC_EVENT_AGENT_PRESENT, "ann", DAY);
  apply (before, GC_EVENT_AGENT_WANT, "ann", DAY);
  g_autoptr (GcQueueRows) rows = gc_queue_take_changes (before);
  rows->alive_ms = DAY + 30 * SECOND;
  g_assert_true (gc_queue_load (after, rows, DAY + HOUR, NULL));
  g_assert_true (gc_queue_apply (after, &restart, DAY + HOUR, NULL));
  apply (after, GC_EVENT_AGENT_PRESENT, "ann", DAY + HOUR + 2 * SECOND);
  g_autoptr (GcQueueRows) changes = gc_queue_take_changes (after);
  g_autofree char *text = describe (changes);
  g_assert_cmpstr (text, ==, "available/offline@30 available/unreachable@3600 available/idle@3602");
}

/* After a load without a restart, as after a write that failed, the history just goes on. */
static void
test_load_again (void)
{
  g_autoptr (GcQueue) before = open_queue ();
  g_autoptr (GcQueue) after = open_queue ();

  apply (before, GC_EVENT_AGENT_PRESENT, "ann", DAY);
  apply (before, GC_EVENT_AGENT_WANT, "ann", DAY);
  g_autoptr (GcQueueRows) rows = gc_queue_take_changes (before);
  g_assert_true (gc_queue_load (after, rows, DAY + HOUR, NULL));
  apply (after, GC_EVENT_AGENT_PRESENT, "ann", DAY + HOUR);
  g_autoptr (GcQueueRows) changes = gc_queue_take_changes (after);
  g_assert_cmpuint (changes->agent_events->len, ==, 0);
  g_assert_cmpuint (changes->last_agent_seq, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/agent-report/a-day", test_a_day);
  g_test_add_func ("/agent-report/limits", test_limits);
  g_test_add_func ("/agent-report/open", test_open);
  g_test_add_func ("/agent-report/clock-put-back", test_clock_put_back);
  g_test_add_func ("/agent-report/total", test_total);
  g_test_add_func ("/agent-report/lines", test_lines);
  g_test_add_func ("/agent-report/restart", test_restart);
  g_test_add_func ("/agent-report/load-again", test_load_again);
  return g_test_run ();
}
