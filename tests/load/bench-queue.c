// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What one decision costs with 10,000 people waiting and 1,000 agents at work: an agent finishes
 * and is given the next one, somebody joins the line, somebody leaves it. Prints microseconds of
 * CPU an event, with the rows that it changed, and an estimated wait; exits 1 when a median is
 * above its aim.
 */
#include "config.h"

#include "queue/gc-forecast.h"
#include "queue/gc-queue.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define N_AGENTS 1000
#define N_WAITING 10000
#define N_ROUNDS 20000
#define N_DEPARTMENTS 21
#define N_FORECASTS 20
#define AIM_US 50.0
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
  g_autofree char *department = g_strdup_printf ("d%u", pick (bench, N_DEPARTMENTS));
  const char *list[] = { languages[pick (bench, 2)], languages[pick (bench, 8)], NULL };

  apply (bench,
         (GcQueueEvent){ .type = GC_EVENT_TICKET_CREATE,
                         .ticket = id,
                         .actor = id,
                         .create = { "it-milan", "SS-01", department, list, "", "M", 20261124 } });
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
    g_autoptr (GError) error = NULL;
    const GcAgentSkills skills = {
      .account = account, .name = account, .departments = departments, .languages = spoken
    };
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
  int64_t made_ns = 0, start_ns = cpu_ns ();
  unsigned n = 0;

  for (unsigned i = 0; i < N_FORECASTS; i++) {
    int64_t before_ns = cpu_ns ();
    g_autoptr (GcForecast) forecast = gc_forecast_new (bench->queue, bench->now_ms);
    made_ns += cpu_ns () - before_ns;
    Look all = { forecast, 0 };
    gc_queue_foreach_open (bench->queue, look, &all);
    n += all.n;
  }
  g_assert_cmpuint (n, >=, N_FORECASTS * N_WAITING);
  double estimate_us = (double)(cpu_ns () - start_ns) / 1000 / n;
  g_print ("queue: estimated waits of all of them: %.2f us each, %.0f us of all for the run\n",
           estimate_us, (double)made_ns / 1000 / N_FORECASTS);
  return estimate_us;
}

static int
compare (const void *a, const void *b)
{
  int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

  return (left > right) - (left < right);
}

int
main (void)
{
  Bench bench = { .random = g_rand_new_with_seed (1), .now_ms = START_MS };
  GcQueueConfig config;

  gc_queue_config_init (&config);
  bench.queue = gc_queue_new (&config);
  bench.times_ns = g_array_new (FALSE, FALSE, sizeof (int64_t));
  add_agents (&bench);
  for (unsigned i = 0; i < N_WAITING + N_AGENTS; i++)
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
  size_t median = n / 2, late = n - n / 100;
  double median_us = (double)sorted[median] / 1000;
  g_print ("queue: %zu events, %d waiting, %d agents: p50 %.1f us, p99 %.1f us, max %.1f us\n", n,
           N_WAITING, N_AGENTS, median_us, (double)sorted[late] / 1000,
           (double)sorted[n - 1] / 1000);
  double estimate_us = measure_estimates (&bench);
  g_array_unref (bench.times_ns);
  gc_queue_free (bench.queue);
  g_rand_free (bench.random);
  return median_us <= AIM_US && estimate_us <= ESTIMATE_AIM_US ? EXIT_SUCCESS : EXIT_FAILURE;
}
