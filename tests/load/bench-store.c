// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * How many transitions a second the store makes durable, batched as the engine batches: while one
 * commit is under way the next events are collected. N kiosks each wait for their answer before
 * they ask again, which is what makes the batches: take a place, leave it, clear, over and over.
 *
 * Prints a table or, with --json, one object a line. Exits 1 when the most with 100 kiosks and
 * above is below the aim.
 */
#include "config.h"

#include "queue/gc-queue.h"
#include "store/gc-store.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#define START_MS INT64_C (1795449600000)
#define AIM 2000.0
#define AIM_KIOSKS 100

typedef struct {
  GcStore *store;
  GcQueue *queue;
  unsigned n_kiosks;
  unsigned *steps; /* of each kiosk: how many events it has sent */
  int64_t now_ms;
  unsigned n_transitions;
  GArray *commits_us;
} Bench;

typedef struct {
  double transitions_per_second;
  double batch;
  int64_t p50_us;
  int64_t p99_us;
} Result;

static void
on_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **)user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

/* The next event of kiosk @i, and the answer that is stored with it. */
static void
ask (Bench *bench, unsigned i, GPtrArray *answers)
{
  static const GcQueueEventType cycle[] = { GC_EVENT_TICKET_CREATE, GC_EVENT_TICKET_JOIN,
                                            GC_EVENT_TICKET_LEAVE, GC_EVENT_KIOSK_CLEAR };
  static const char *const languages[] = { "zh", "wuu-x-wenzhou", NULL };
  unsigned step = bench->steps[i]++;
  g_autofree char *kiosk = g_strdup_printf ("kiosk-%u-%u", bench->n_kiosks, i);
  g_autofree char *ticket = g_strdup_printf ("t%u-%u-%u", bench->n_kiosks, i, step / 4);
  GcQueueEvent event = { .type = cycle[step % 4], .actor = kiosk };
  g_autoptr (GError) error = NULL;

  if (event.type != GC_EVENT_KIOSK_CLEAR)
    event.ticket = ticket;
  if (event.type == GC_EVENT_TICKET_CREATE) {
    event.create.point = "it-milan";
    event.create.item = "SS-01";
    event.create.department = "hrss";
    event.create.languages = languages;
    event.create.name = "陈阿梅";
    event.create.number_prefix = "M";
    event.create.local_date = 20261124;
  }
  gc_queue_apply (bench->queue, &event, bench->now_ms, &error);
  g_assert_no_error (error);
  GcStoreAnswer *answer = g_new0 (GcStoreAnswer, 1);
  answer->seat = g_steal_pointer (&kiosk);
  answer->request = g_strdup_printf ("request-%010u", step);
  answer->answer = g_strdup_printf ("{\"ticket\":\"%s\",\"number\":\"M001\"}", ticket);
  answer->at_ms = bench->now_ms;
  g_ptr_array_add (answers, answer);
}

static void
commit_batch (Bench *bench)
{
  GPtrArray *answers = g_ptr_array_new_with_free_func ((GDestroyNotify)gc_store_answer_free);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  bench->now_ms++;
  for (unsigned i = 0; i < bench->n_kiosks; i++)
    ask (bench, i, answers);
  GcQueueRows *rows = gc_queue_take_changes (bench->queue);
  bench->n_transitions += rows->transitions->len;
  int64_t start_us = g_get_monotonic_time ();
  gc_store_commit_async (bench->store, rows, answers, on_result, &result);
  gc_store_commit_finish (bench->store, wait_for (&result), &error);
  g_assert_no_error (error);
  int64_t took_us = g_get_monotonic_time () - start_us;
  g_array_append_val (bench->commits_us, took_us);
}

static int
compare (const void *a, const void *b)
{
  int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

  return (left > right) - (left < right);
}

static Result
measure (GcStore *store, GcQueue *queue, unsigned n_kiosks, double seconds)
{
  Bench bench = { .store = store, .queue = queue, .n_kiosks = n_kiosks, .now_ms = START_MS };
  int64_t start_us = g_get_monotonic_time (), took_us = 0;

  bench.steps = g_new0 (unsigned, n_kiosks);
  bench.commits_us = g_array_new (FALSE, FALSE, sizeof (int64_t));
  /* Whole cycles only: the next measurement finds nobody in line. */
  while (took_us < (int64_t)(seconds * G_USEC_PER_SEC)) {
    for (unsigned i = 0; i < 4; i++)
      commit_batch (&bench);
    took_us = g_get_monotonic_time () - start_us;
  }
  qsort (bench.commits_us->data, bench.commits_us->len, sizeof (int64_t), compare);
  const int64_t *sorted = (const int64_t *)(void *)bench.commits_us->data;
  unsigned n = bench.commits_us->len;
  const Result result = {
    .transitions_per_second = (double)bench.n_transitions * G_USEC_PER_SEC / (double)took_us,
    .batch = (double)bench.n_transitions / n,
    .p50_us = sorted[n / 2],
    .p99_us = sorted[n - 1 - n / 100],
  };
  g_array_unref (bench.commits_us);
  g_free (bench.steps);
  return result;
}

static void
print_result (const char *kind, unsigned n_kiosks, const Result *result, gboolean json)
{
  double p50_ms = (double)result->p50_us / 1000, p99_ms = (double)result->p99_us / 1000;

  if (json)
    g_print ("{\"store\":\"%s\",\"kiosks\":%u,\"transitions_per_second\":%.0f,\"batch\":%.1f,"
             "\"commit_p50_ms\":%.2f,\"commit_p99_ms\":%.2f}\n",
             kind, n_kiosks, result->transitions_per_second, result->batch, p50_ms, p99_ms);
  else
    g_print ("%-10s %8u %16.0f %12.1f %14.2f %14.2f\n", kind, n_kiosks,
             result->transitions_per_second, result->batch, p50_ms, p99_ms);
}

static void
remove_folder (const char *directory)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (directory, name, NULL);
    g_unlink (path);
  }
  g_rmdir (directory);
}

/* The most that was reached with enough kiosks. */
static double
run (const char *where, double seconds, gboolean json)
{
  static const unsigned kiosks[] = { 1, 10, 100, 500 };
  const char *kind = strstr (where, "://") != NULL ? "PostgreSQL" : "SQLite";
  g_autoptr (GError) error = NULL;
  g_autoptr (GcStore) store = gc_store_open (where, GC_STORE_SERVICE, &error);
  GcQueueConfig config;
  double most = 0;

  g_assert_no_error (error);
  gc_queue_config_init (&config);
  g_autoptr (GcQueue) queue = gc_queue_new (&config);
  if (!json)
    g_print ("%-10s %8s %16s %12s %14s %14s\n", "store", "kiosks", "transitions/s", "a commit",
             "p50 ms", "p99 ms");
  for (size_t i = 0; i < G_N_ELEMENTS (kiosks); i++) {
    Result result = measure (store, queue, kiosks[i], seconds);
    print_result (kind, kiosks[i], &result, json);
    if (kiosks[i] >= AIM_KIOSKS)
      most = MAX (most, result.transitions_per_second);
  }
  return most;
}

int
main (int argc, char *argv[])
{
  g_autofree char *store = g_strdup (g_getenv ("GC_TEST_STORE"));
  g_autofree char *folder = NULL;
  gboolean json = FALSE;
  double seconds = 3;
  const GOptionEntry entries[] = {
    { "store", 0, 0, G_OPTION_ARG_FILENAME, &store,
      "an empty database: a folder, or postgresql://...; else GC_TEST_STORE, else a new folder",
      "WHERE" },
    { "seconds", 0, 0, G_OPTION_ARG_DOUBLE, &seconds, "for each number of kiosks", "S" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, "one object a line", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- measure the store");
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error)) {
    g_printerr ("bench-store: %s\n", error->message);
    return 2;
  }
  if (store == NULL)
    folder = g_dir_make_tmp ("gc-bench-XXXXXX", NULL);
  double most = run (store != NULL ? store : folder, seconds, json);
  if (folder != NULL)
    remove_folder (folder);
  return most < AIM;
}
