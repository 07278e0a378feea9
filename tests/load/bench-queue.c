// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What one decision costs with 100 to 100,000 people waiting and 1,000 agents at work, over 100
 * items: an agent finishes and is given the next one, somebody joins the line. Prints microseconds
 * of CPU an event, with the rows that it changed, and an estimated wait, as a table or with --json;
 * exits 1 when those of 10,000 waiting are above their aim.
 */
#include "config.h"

#include "queue/gc-forecast.h"
#include "queue/gc-queue.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define N_AGENTS 1000
#define N_ROUNDS 20000
#define N_DEPARTMENTS 21
#define N_ITEMS 100
#define AIM_WAITING 10000
#define AIM_P50_US 50.0
#define AIM_P99_US 500.0
#define N_FORECASTS 20
#define ESTIMATE_AIM_US 10.0
#define START_MS INT64_C (1795449600000)

static const char *const languages[] = {
  "zh", "wuu-x-wenzhou", "it", "fr", "es", "en", "pt", "ar"
};

typedef struct {
  GcQueue *queue;
  GRand *random;
  int64_t now_ms;
  unsigned n_tickets;
  GArray *times_ns;
} Bench;

static int64_t
cpu_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void
apply (Bench *bench, GcQueueEvent event)
{
  g_autoptr (GError) error = NULL;
  int64_t start_ns = cpu_ns ();

  gc_queue_apply (bench->queue, &event, bench->now_ms, &error);
  g_assert_no_error (error);
  gc_queue_rows_free (gc_queue_take_changes (bench->queue));
  int64_t took_ns = cpu_ns () - start_ns;
  g_array_append_val (bench->times_ns, took_ns);
}

static unsigned
pick (Bench *bench, unsigned n)
{
  return (unsigned)g_rand_int_range (bench->random, 0, (int)n);
}

static void
enqueue (Bench *bench)
{
  g_autofree char *id = g_strdup_printf ("t%u", bench->n_tickets++);
  unsigned number = pick (bench, N_ITEMS);
  g_autofree char *item = g_strdup_printf ("i%u", number);
  g_autofree char *department = g_strdup_printf ("d%u", number % N_DEPARTMENTS);
  const char *list[] = { languages[pick (bench, 2)], languages[pick (bench, 8)], NULL };

  apply (bench, (GcQueueEvent){ .type = GC_EVENT_TICKET_CREATE,
                                .ticket = id,
                                .actor = id,
                                .create = { "it-milan", item, department, list, "", "M", 20261124,
                                            number % 10 == 0, number % 6 == 0 } });
  apply (bench, (GcQueueEvent){ .type = GC_EVENT_TICKET_JOIN, .ticket = id, .actor = id });
}

static void
add_agents (Bench *bench)
{
  for (unsigned i = 0; i < N_AGENTS; i++) {
    g_autofree char *account = g_strdup_printf ("a%u", i);
    g_autofree char *first = g_strdup_printf ("d%u", i % N_DEPARTMENTS);
    g_autofree char *second = g_strdup_printf ("d%u", pick (bench, N_DEPARTMENTS));
    const char *departments[] = { first, second, NULL };
    const char *spoken[] = { "zh", languages[1 + pick (bench, 7)], NULL };
    g_autofree char *item = g_strdup_printf ("i%u", i % N_ITEMS);
    const char *items[] = { i % 4 == 0 ? item : NULL, NULL };
    g_autoptr (GError) error = NULL;
    const GcAgentSkills skills = { .account = account,
                                   .name = account,
                                   .departments = departments,
                                   .languages = spoken,
                                   .items = items };
    gc_queue_set_agent (bench->queue, &skills, START_MS, &error);
    g_assert_no_error (error);
    apply (bench, (GcQueueEvent){ .type = GC_EVENT_AGENT_PRESENT, .actor = account });
    apply (bench, (GcQueueEvent){ .type = GC_EVENT_AGENT_WANT,
                                  .actor = account,
                                  .want.wanted = GC_WANTED_AVAILABLE });
  }
}

/* One agent's whole service of one ticket, and one more resident in line. */
static void
serve (Bench *bench, const char *account)
{
  const GcAgent *agent = gc_queue_get_agent (bench->queue, account);

  if (agent->offer == NULL)
    return;
  g_autofree char *id = g_strdup (agent->offer);
  apply (bench, (GcQueueEvent){ .type = GC_EVENT_OFFER_ACCEPT, .actor = account, .ticket = id });
  apply (bench, (GcQueueEvent){ .type = GC_EVENT_RESIDENT_JOINED, .actor = id, .ticket = id });
  apply (bench, (GcQueueEvent){ .type = GC_EVENT_AGENT_JOINED, .actor = account, .ticket = id });
  apply (bench, (GcQueueEvent){ .type = GC_EVENT_SESSION_END,
                                .actor = account,
                                .ticket = id,
                                .end.outcome = GC_OUTCOME_ACCEPTED });
  apply (bench, (GcQueueEvent){ .type = GC_EVENT_WRAP_UP_FINISH, .actor = account, .ticket = id });
  apply (bench, (GcQueueEvent){ .type = GC_EVENT_KIOSK_CLEAR, .actor = id });
  enqueue (bench);
}

typedef struct {
  const GcForecast *forecast;
  unsigned n;
} Look;

static void
look (const GcTicket *ticket, gpointer user_data)
{
  Look *look = user_data;
  GcEstimate estimate;

  look->n += (unsigned)gc_forecast_look (look->forecast, ticket->id, &estimate);
}

/* What the desk asks after a change: the wait of everybody in line. Us of CPU an estimate. */
static double
measure_estimates (const Bench *bench)
{
  int64_t start_ns = cpu_ns ();
  unsigned n = 0;

  for (unsigned i = 0; i < N_FORECASTS; i++) {
    g_autoptr (GcForecast) forecast = gc_forecast_new (bench->queue, bench->now_ms);
    Look all = { forecast, 0 };
    gc_queue_foreach_open (bench->queue, look, &all);
    n += all.n;
  }
  g_assert_cmpuint (n, >, 0);
  return (double)(cpu_ns () - start_ns) / 1000 / n;
}

static int
compare (const void *a, const void *b)
{
  int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

  return (left > right) - (left < right);
}

typedef struct {
  unsigned waiting;
  size_t events;
  double p50_us;
  double p99_us;
  double max_us;
  double estimate_us;
} Result;

static Result
measure (unsigned waiting)
{
  Bench bench = { .random = g_rand_new_with_seed (1), .now_ms = START_MS };
  GcQueueConfig config;

  gc_queue_config_init (&config);
  config.max_tickets = 2 * waiting + 2 * N_AGENTS;
  bench.queue = gc_queue_new (&config);
  bench.times_ns = g_array_new (FALSE, FALSE, sizeof (int64_t));
  add_agents (&bench);
  for (unsigned i = 0; i < waiting + N_AGENTS; i++)
    enqueue (&bench);
  g_array_set_size (bench.times_ns, 0);
  for (unsigned i = 0; i < N_ROUNDS; i++) {
    g_autofree char *account = g_strdup_printf ("a%u", pick (&bench, N_AGENTS));
    serve (&bench, account);
  }
  g_assert_cmpuint (bench.times_ns->len, >, N_ROUNDS);
  qsort (bench.times_ns->data, bench.times_ns->len, sizeof (int64_t), compare);
  const int64_t *sorted = (const int64_t *)(void *)bench.times_ns->data;
  size_t n = bench.times_ns->len;
  Result result = { waiting,
                    n,
                    (double)sorted[n / 2] / 1000,
                    (double)sorted[n - n / 100] / 1000,
                    (double)sorted[n - 1] / 1000,
                    measure_estimates (&bench) };
  g_array_unref (bench.times_ns);
  gc_queue_free (bench.queue);
  g_rand_free (bench.random);
  return result;
}

static void
print (const Result *result, gboolean json)
{
  if (json)
    g_print ("{\"waiting\":%u,\"agents\":%u,\"events\":%zu,\"p50_us\":%.2f,\"p99_us\":%.2f,"
             "\"max_us\":%.1f,\"estimate_us\":%.2f}\n",
             result->waiting, N_AGENTS, result->events, result->p50_us, result->p99_us,
             result->max_us, result->estimate_us);
  else
    g_print ("%u waiting, %u agents, %zu events: p50 %.1f us, p99 %.1f us, max %.1f us; "
             "an estimate %.2f us\n",
             result->waiting, N_AGENTS, result->events, result->p50_us, result->p99_us,
             result->max_us, result->estimate_us);
}

int
main (int argc, char *argv[])
{
  static const unsigned sizes[] = { 100, 1000, AIM_WAITING, 100000 };
  gboolean json = argc == 2 && strcmp (argv[1], "--json") == 0;
  gboolean met = TRUE;

  if (argc > 1 && !json) {
    g_printerr ("usage: bench-queue [--json]\n");
    return EXIT_FAILURE;
  }
  for (size_t i = 0; i < G_N_ELEMENTS (sizes); i++) {
    Result result = measure (sizes[i]);
    print (&result, json);
    if (sizes[i] == AIM_WAITING)
      met = result.p50_us <= AIM_P50_US && result.p99_us <= AIM_P99_US &&
            result.estimate_us <= ESTIMATE_AIM_US;
  }
  return met ? EXIT_SUCCESS : EXIT_FAILURE;
}
