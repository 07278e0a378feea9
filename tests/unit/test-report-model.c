// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Histories that the real queue makes out of random events. The report must say what a slow and
 * obvious reading of the whole history says: each figure by its own search through all lines.
 * GC_TEST_SEED=n repeats a run.
 */
#include "config.h"

#include "queue/gc-queue.h"
#include "queue/gc-report.h"

#include <string.h>

#define N_ROUNDS 30
#define N_STEPS 1500
#define N_AGENTS 5
#define N_KIOSKS 5
#define N_POINTS 3
#define START_MS INT64_C (1795449600000)

static const char *const points[N_POINTS] = { "it-milan", "fr-paris", "br-sao-paulo" };
static const char *const agents[N_AGENTS] = { "ann", "bo", "cy", "di", "eve" };
static const char *const languages[] = { "zh", NULL };

typedef struct {
  GRand *random;
  GcQueue *queue;
  int64_t now_ms;
  unsigned n_tickets;
  GPtrArray *lines;    /* GcTransition, owned */
  GHashTable *rows_of; /* char* ticket -> static char* point */
} World;

/* ---- the random afternoon ---- */

static unsigned
pick (World *world, unsigned n)
{
  return (unsigned)g_rand_int_range (world->random, 0, (int)n);
}

static void
apply (World *world, GcQueueEvent event)
{
  g_autoptr (GError) error = NULL;

  /* What does not fit the state is refused, and makes no line. */
  gc_queue_apply (world->queue, &event, world->now_ms, &error);
  g_autoptr (GcQueueRows) rows = gc_queue_take_changes (world->queue);
  g_ptr_array_extend_and_steal (world->lines, g_steal_pointer (&rows->transitions));
  rows->transitions = g_ptr_array_new ();
}

static void
open_world (World *world)
{
  g_autoptr (GError) error = NULL;
  GcQueueConfig config;

  gc_queue_config_init (&config);
  world->queue = gc_queue_new (&config);
  for (unsigned i = 0; i < N_AGENTS; i++) {
    const char *departments[] = { i % 2 == 0 ? "hrss" : "civil", i == 4 ? "civil" : NULL, NULL };
    const GcAgentSkills skills = {
      .account = agents[i], .name = agents[i], .departments = departments, .languages = languages
    };
    gc_queue_set_agent (world->queue, &skills, world->now_ms, &error);
    g_assert_no_error (error);
    apply (world, (GcQueueEvent){ .type = GC_EVENT_AGENT_PRESENT, .actor = agents[i] });
  }
}

static void
arrive (World *world, const char *kiosk)
{
  const char *point = points[pick (world, N_POINTS)];
  char *id = g_strdup_printf ("t%u", world->n_tickets++);

  g_hash_table_insert (world->rows_of, id, (char *)point);
  apply (world, (GcQueueEvent){ .type = GC_EVENT_KIOSK_CLEAR, .actor = kiosk });
  apply (world, (GcQueueEvent){ .type = GC_EVENT_TICKET_CREATE,
                                .ticket = id,
                                .actor = kiosk,
                                .create = { point, "SS-01", pick (world, 2) ? "hrss" : "civil",
                                            languages, "", "M", 20261124 } });
  apply (world, (GcQueueEvent){ .type = GC_EVENT_KIOSK_PRESENT, .actor = kiosk });
  apply (world, (GcQueueEvent){ .type = GC_EVENT_TICKET_JOIN, .actor = kiosk, .ticket = id });
}

static void
kiosk_acts (World *world)
{
  static const GcQueueEventType any[] = {
    GC_EVENT_RESIDENT_JOINED, GC_EVENT_RESIDENT_JOINED, GC_EVENT_RESIDENT_JOINED,
    GC_EVENT_RESIDENT_JOINED, GC_EVENT_TICKET_LEAVE,    GC_EVENT_SESSION_LEAVE,
    GC_EVENT_KIOSK_ABSENT,    GC_EVENT_KIOSK_PRESENT,   GC_EVENT_KIOSK_PRESENT,
    GC_EVENT_TICKET_READY,    GC_EVENT_TICKET_READY,    GC_EVENT_TICKET_READY,
  };
  g_autofree char *kiosk = g_strdup_printf ("k%u", pick (world, N_KIOSKS));
  const GcTicket *ticket = gc_queue_get_kiosk_ticket (world->queue, kiosk);
  GcQueueEvent event = { .type = any[pick (world, G_N_ELEMENTS (any))], .actor = kiosk };

  if (ticket == NULL || gc_ticket_state_is_over (ticket->state)) {
    /* Not at once, so that now and then a colleague is free. */
    if (pick (world, 3) == 0)
      arrive (world, kiosk);
    return;
  }
  g_autofree char *id = g_strdup (ticket->id);
  if (event.type != GC_EVENT_KIOSK_ABSENT && event.type != GC_EVENT_KIOSK_PRESENT)
    event.ticket = id;
  apply (world, event);
}

/* What fits his state, mostly. */
static GcQueueEventType
choose_for (World *world, const GcAgent *agent)
{
  unsigned way = pick (world, 20);

  if (way == 0)
    return GC_EVENT_AGENT_ABSENT;
  if (way < 4)
    return GC_EVENT_AGENT_PRESENT;
  if (agent->offer != NULL)
    return way < 8 ? GC_EVENT_OFFER_DECLINE : GC_EVENT_OFFER_ACCEPT;
  if (agent->effective == GC_EFFECTIVE_CONNECTING)
    return GC_EVENT_AGENT_JOINED;
  if (agent->wrap_up_until_ms != 0)
    return GC_EVENT_WRAP_UP_FINISH;
  if (agent->ticket != NULL)
    return way < 14   ? GC_EVENT_SESSION_TRANSFER
           : way < 16 ? GC_EVENT_SESSION_PARK
                      : GC_EVENT_SESSION_END;
  return way < 6 ? GC_EVENT_AGENT_TAKE : way < 8 ? GC_EVENT_SESSION_UNPARK : GC_EVENT_AGENT_WANT;
}

/* (nullable): then an offer to a colleague is taken back. */
static const char *
choose_colleague (World *world, const char *ticket)
{
  g_autoptr (GPtrArray) list = gc_queue_list_colleagues (world->queue, ticket);

  return list->len > 0 ? ((const GcAgent *)g_ptr_array_index (list, 0))->account : NULL;
}

static void
agent_acts (World *world)
{
  const GcAgent *agent = gc_queue_get_agent (world->queue, agents[pick (world, N_AGENTS)]);
  g_autofree char *id = g_strdup (agent->offer != NULL ? agent->offer : agent->ticket);
  GcQueueEvent event = { .type = choose_for (world, agent), .actor = agent->account };

  if (event.type == GC_EVENT_AGENT_WANT)
    event.want.wanted = pick (world, 8) == 0 ? GC_WANTED_BREAK : GC_WANTED_AVAILABLE;
  else if (event.type == GC_EVENT_SESSION_TRANSFER && pick (world, 4) == 0)
    event.transfer.department = pick (world, 2) ? "hrss" : "civil";
  else if (event.type == GC_EVENT_SESSION_TRANSFER)
    event.transfer.agent = choose_colleague (world, id);
  else if (event.type == GC_EVENT_SESSION_PARK)
    event.park = (__typeof__ (event.park)){ "r", 1 + pick (world, 20) };
  else if (event.type == GC_EVENT_SESSION_END)
    event.end.outcome = GC_OUTCOME_ACCEPTED;
  else if (event.type == GC_EVENT_WRAP_UP_FINISH)
    event.finish.outcome = GC_OUTCOME_ACCEPTED;
  if (event.type != GC_EVENT_AGENT_WANT && event.type != GC_EVENT_AGENT_ABSENT &&
      event.type != GC_EVENT_AGENT_PRESENT && event.type != GC_EVENT_AGENT_TAKE)
    event.ticket = id;
  apply (world, event);
}

static void
step (World *world)
{
  world->now_ms += pick (world, 60) == 0 ? pick (world, 400000) : pick (world, 6000);
  while (gc_queue_next_ms (world->queue) <= world->now_ms)
    apply (world, (GcQueueEvent){ .type = GC_EVENT_TICK });
  if (pick (world, 3) == 0)
    kiosk_acts (world);
  else
    agent_acts (world);
  if (pick (world, 400) == 0)
    apply (world, (GcQueueEvent){ .type = GC_EVENT_RESTART });
}

/* ---- the slow and obvious reading ---- */

static const GcTransition *
line_at (const World *world, unsigned i)
{
  return g_ptr_array_index (world->lines, i);
}

static gboolean
is_of (const GcTransition *line, const char *ticket)
{
  return strcmp (line->ticket, ticket) == 0;
}

static gboolean
begins_session (const GcTransition *line)
{
  return line->reason == GC_REASON_ACCEPTED || line->reason == GC_REASON_TAKEN;
}

/* Whether it takes its place, or gets it back. */
static gboolean
enters_line (const GcTransition *line)
{
  return line->to == GC_TICKET_WAITING && line->from != GC_TICKET_WAITING &&
         line->from != GC_TICKET_OFFERED;
}

static gboolean
is_answer (const GcTransition *line)
{
  return (line->from == GC_TICKET_OFFERED || line->from == GC_TICKET_WAITING) &&
         line->to == GC_TICKET_CONNECTING;
}

static gboolean
ends_ticket (const GcTransition *line)
{
  return line->from != line->to && (line->to == GC_TICKET_DONE || line->to == GC_TICKET_ABANDONED);
}

static gboolean
ends_session (const GcTransition *line)
{
  return enters_line (line) || begins_session (line) ||
         (line->to == GC_TICKET_WRAP_UP && line->from != GC_TICKET_WRAP_UP) ||
         line->to == GC_TICKET_PARKED;
}

/* The first line of @ticket after @from that fits. (nullable) */
static const GcTransition *
find_after (const World *world,
            unsigned from,
            const char *ticket,
            gboolean (*fits) (const GcTransition *))
{
  for (unsigned i = from + 1; i < world->lines->len; i++)
    if (is_of (line_at (world, i), ticket) && fits (line_at (world, i)))
      return line_at (world, i);
  return NULL;
}

/* The time of the wait that begins at line @i, to the answer or the end. */
static int64_t
wait_from (const World *world, unsigned i)
{
  const GcTransition *line = line_at (world, i);
  const GcTransition *answer = find_after (world, i, line->ticket, is_answer);
  const GcTransition *end = find_after (world, i, line->ticket, ends_ticket);

  return (answer != NULL ? answer : end)->at_ms - line->at_ms;
}

/* The notes that @agent wrote for the session that ended at @end: before his next offer of it. */
static int64_t
wrap_up_after (const World *world, const GcTransition *end, const char *agent)
{
  for (unsigned i = 0; i < world->lines->len; i++) {
    const GcTransition *line = line_at (world, i);
    if (line->seq <= end->seq || !is_of (line, end->ticket) || g_strcmp0 (line->agent, agent) != 0)
      continue;
    if (line->reason == GC_REASON_OFFERED || line->reason == GC_REASON_TAKEN)
      return 0;
    if (line->reason == GC_REASON_WRAPPED_UP || line->reason == GC_REASON_WRAP_UP_TIMEOUT)
      return line->at_ms - end->at_ms;
  }
  return 0;
}

/* How many of @waits are at most @value. */
static unsigned
count_up_to (const GArray *waits, int64_t value)
{
  unsigned n = 0;

  for (unsigned i = 0; i < waits->len; i++)
    n += g_array_index (waits, int64_t, i) <= value;
  return n;
}

static int64_t
slow_percentile (const GArray *waits, unsigned percent)
{
  int64_t best_ms = -1;

  for (unsigned i = 0; i < waits->len; i++) {
    int64_t value = g_array_index (waits, int64_t, i);
    if (count_up_to (waits, value) * 100 >= waits->len * percent &&
        (best_ms < 0 || value < best_ms))
      best_ms = value;
  }
  return best_ms;
}

typedef struct {
  unsigned arrived, abandoned, short_abandoned, in_time, gone_in_time, requeued, lost, transfers;
  unsigned handled;
  int64_t rewait_ms, handle_ms;
  GArray *waits;
} Slow;

static void
read_handlings (const World *world, unsigned at, Slow *slow)
{
  const char *ticket = line_at (world, at)->ticket;

  for (unsigned a = 0; a < N_AGENTS; a++) {
    gboolean had = FALSE;
    for (unsigned i = at; i < world->lines->len; i++) {
      const GcTransition *line = line_at (world, i);
      if (!is_of (line, ticket) || !begins_session (line) || strcmp (line->agent, agents[a]) != 0)
        continue;
      const GcTransition *end = find_after (world, i, ticket, ends_session);
      had = TRUE;
      slow->transfers += !is_answer (line) && line->from != GC_TICKET_PARKED;
      slow->handle_ms += end->at_ms - line->at_ms;
      if (!begins_session (end) && end->reason != GC_REASON_CONNECT_TIMEOUT)
        slow->handle_ms += wrap_up_after (world, end, agents[a]);
    }
    slow->handled += had;
  }
}

static void
read_ticket (const World *world, unsigned at, Slow *slow)
{
  const char *ticket = line_at (world, at)->ticket;
  const GcTransition *answer = find_after (world, at, ticket, is_answer);
  const GcTransition *end = find_after (world, at, ticket, ends_ticket);
  int64_t wait_ms = wait_from (world, at);

  slow->arrived++;
  if (answer != NULL) {
    g_array_append_val (slow->waits, wait_ms);
    slow->in_time += wait_ms <= 300000;
    slow->lost += end->to == GC_TICKET_ABANDONED;
  } else if (wait_ms < 20000) {
    slow->short_abandoned++;
  } else {
    slow->abandoned++;
    slow->gone_in_time += wait_ms <= 300000;
  }
  for (unsigned i = at + 1; i < world->lines->len; i++) {
    if (!is_of (line_at (world, i), ticket) || !enters_line (line_at (world, i)))
      continue;
    slow->requeued++;
    slow->rewait_ms += wait_from (world, i);
  }
  read_handlings (world, at, slow);
}

/* @point: NULL for all. */
static Slow
read_slowly (const World *world, const char *point)
{
  Slow slow = { .waits = g_array_new (FALSE, FALSE, sizeof (int64_t)) };

  for (unsigned i = 0; i < world->lines->len; i++) {
    const GcTransition *line = line_at (world, i);
    if (line->from != GC_TICKET_DRAFT || line->to != GC_TICKET_WAITING ||
        find_after (world, i, line->ticket, ends_ticket) == NULL)
      continue;
    if (point == NULL || strcmp (g_hash_table_lookup (world->rows_of, line->ticket), point) == 0)
      read_ticket (world, i, &slow);
  }
  return slow;
}

static int
slow_permille (unsigned part, unsigned whole)
{
  return whole == 0 ? -1 : (int)(1000.0 * part / whole + 0.5);
}

static int64_t
slow_mean (int64_t sum, unsigned n)
{
  return n == 0 ? -1 : (int64_t)((double)sum / n + 0.5);
}

static int64_t
sum_of (const GArray *waits)
{
  int64_t sum = 0;

  for (unsigned i = 0; i < waits->len; i++)
    sum += g_array_index (waits, int64_t, i);
  return sum;
}

static void
compare (const GcReportFigures *fast, const Slow *slow)
{
  unsigned answered = slow->waits->len, ended = answered + slow->abandoned;

  g_assert_cmpuint (fast->arrived, ==, slow->arrived);
  g_assert_cmpuint (fast->arrived, ==, answered + slow->abandoned + slow->short_abandoned);
  g_assert_cmpuint (fast->answered, ==, answered);
  g_assert_cmpuint (fast->abandoned, ==, slow->abandoned);
  g_assert_cmpuint (fast->short_abandoned, ==, slow->short_abandoned);
  g_assert_cmpuint (fast->requeued, ==, slow->requeued);
  g_assert_cmpuint (fast->lost, ==, slow->lost);
  g_assert_cmpuint (fast->transfers, ==, slow->transfers);
  g_assert_cmpint (fast->service_level_permille, ==, slow_permille (slow->in_time, answered));
  g_assert_cmpint (fast->service_level2_permille, ==,
                   slow_permille (slow->in_time + slow->gone_in_time, ended));
  g_assert_cmpint (fast->abandonment_permille, ==, slow_permille (slow->abandoned, ended));
  g_assert_cmpint (fast->wait_mean_ms, ==, slow_mean (sum_of (slow->waits), answered));
  g_assert_cmpint (fast->wait_p50_ms, ==, slow_percentile (slow->waits, 50));
  g_assert_cmpint (fast->wait_p90_ms, ==, slow_percentile (slow->waits, 90));
  g_assert_cmpint (fast->wait_max_ms, ==, slow_percentile (slow->waits, 100));
  g_assert_cmpint (fast->rewait_mean_ms, ==, slow_mean (slow->rewait_ms, slow->requeued));
  g_assert_cmpint (fast->handle_mean_ms, ==, slow_mean (slow->handle_ms, slow->handled));
}

/* The agents' figures are the same times, cut the other way. */
static void
check_agents (const World *world, const GcReport *report, const Slow *total)
{
  g_autoptr (GPtrArray) names = gc_report_list_agents (report);
  unsigned handled = 0;
  int64_t handle_ms = 0;

  for (unsigned i = 0; i < names->len; i++) {
    GcReportAgent agent;
    gc_report_get_agent (report, g_ptr_array_index (names, i), &agent);
    handled += agent.handled;
    handle_ms += agent.session_ms + agent.wrap_up_ms;
    /* Those that he took himself were never offered to him. */
    unsigned taken = 0;
    for (unsigned j = 0; j < world->lines->len; j++)
      taken += line_at (world, j)->reason == GC_REASON_TAKEN &&
               strcmp (line_at (world, j)->agent, g_ptr_array_index (names, i)) == 0;
    g_assert_cmpuint (agent.offers + taken, >=, agent.accepted + agent.declined + agent.missed);
  }
  g_assert_cmpuint (handled, ==, total->handled);
  g_assert_cmpint (handle_ms, ==, total->handle_ms);
}

static void
check_report (World *world, Slow *sum)
{
  GcReportConfig config;
  GcReportFigures figures;

  gc_report_config_init (&config);
  g_autoptr (GcReport) report = gc_report_new (&config);
  for (unsigned i = 0; i < world->lines->len; i++) {
    const GcTransition *line = line_at (world, i);
    g_assert_true (
        gc_report_add (report, line, g_hash_table_lookup (world->rows_of, line->ticket), NULL));
  }
  Slow total = read_slowly (world, NULL);
  gc_report_get_total (report, &figures);
  compare (&figures, &total);
  check_agents (world, report, &total);
  for (unsigned i = 0; i < N_POINTS; i++) {
    Slow row = read_slowly (world, points[i]);
    gc_report_get_row (report, points[i], &figures);
    compare (&figures, &row);
    g_array_unref (row.waits);
  }
  sum->arrived += total.arrived;
  sum->abandoned += total.abandoned;
  sum->short_abandoned += total.short_abandoned;
  sum->requeued += total.requeued;
  sum->lost += total.lost;
  sum->transfers += total.transfers;
  g_array_unref (total.waits);
}

static void
test_model (void)
{
  const char *text = g_getenv ("GC_TEST_SEED");
  uint32_t seed =
      text != NULL ? (uint32_t)g_ascii_strtoull (text, NULL, 10) : (uint32_t)g_test_rand_int ();
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  Slow sum = { 0 };

  g_test_message ("seed %u", seed);
  for (unsigned round = 0; round < N_ROUNDS; round++) {
    World world = { .random = random, .now_ms = START_MS };
    g_autoptr (GcQueueRows) rows = gc_queue_rows_new ();
    world.lines = g_ptr_array_ref (rows->transitions);
    world.rows_of = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    open_world (&world);
    for (unsigned i = 0; i < N_STEPS; i++)
      step (&world);
    check_report (&world, &sum);
    gc_queue_free (world.queue);
    g_ptr_array_unref (world.lines);
    g_hash_table_unref (world.rows_of);
  }
  g_test_message ("%u tickets, %u abandoned, %u at once, %u put back, %u lost, %u transfers",
                  sum.arrived, sum.abandoned, sum.short_abandoned, sum.requeued, sum.lost,
                  sum.transfers);
  /* The afternoons had all of it. */
  g_assert_cmpuint (sum.arrived, >, 20 * N_ROUNDS);
  g_assert_cmpuint (sum.abandoned, >, N_ROUNDS);
  g_assert_cmpuint (sum.short_abandoned, >, N_ROUNDS / 4);
  g_assert_cmpuint (sum.requeued, >, N_ROUNDS);
  g_assert_cmpuint (sum.lost, >, 0);
  g_assert_cmpuint (sum.transfers, >, N_ROUNDS / 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/model", test_model);
  return g_test_run ();
}
