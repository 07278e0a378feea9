// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * gc-load-signal: thousands of pages at one gc-signal. --make writes the people into a database
 * before gc-signal starts; then --url opens them all and measures: memory and processor time of
 * idle sockets, sign-ins beside them, and how long a view takes at a rate of events. Prints one
 * JSON object.
 */
#include "config.h"

#include "common/gc-error.h"
#include "common/gc-log.h"
#include "gc-load-crowd.h"
#include "gc-load-people.h"
#include "gc-load-process.h"

#include <json-glib/json-glib.h>
#include <stdlib.h>
#include <sys/resource.h>

/* What is loaded and mapped once for all is not a socket's. */
#define WARM_UP 16
/* In it each page has sent a ping and has its answer. */
#define SETTLE_US INT64_C (12000000)

typedef struct {
  char *make;
  char *url;
  char *data;
  int kiosks;
  int agents;
  int desks;
  int pid;
  int idle_s;
  int logins;
  double login_rate;
  int work_s;
  double rate;
  gboolean is_plain;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->make);
  g_free (options->url);
  g_free (options->data);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse_options (int argc, char **argv, Options *options, GError **error)
{
  const GOptionEntry entries[] = {
    { "make", 0, 0, G_OPTION_ARG_FILENAME, &options->make,
      "Write people into the database in DIR, and end", "DIR" },
    { "kiosks", 0, 0, G_OPTION_ARG_INT, &options->kiosks, "How many of them", "N" },
    { "agents", 0, 0, G_OPTION_ARG_INT, &options->agents, "How many of them", "N" },
    { "desks", 0, 0, G_OPTION_ARG_INT, &options->desks, "How many of them", "N" },
    { "url", 0, 0, G_OPTION_ARG_STRING, &options->url, "Where gc-signal listens", "URL" },
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &options->data, "The folder of --make", "DIR" },
    { "pid", 0, 0, G_OPTION_ARG_INT, &options->pid, "Whose cost to measure", "PID" },
    { "idle", 0, 0, G_OPTION_ARG_INT, &options->idle_s, "Measure idle sockets", "SECONDS" },
    { "logins", 0, 0, G_OPTION_ARG_INT, &options->logins, "Sign-ins by password", "N" },
    { "login-rate", 0, 0, G_OPTION_ARG_DOUBLE, &options->login_rate, "Of them a second", "R" },
    { "work", 0, 0, G_OPTION_ARG_INT, &options->work_s, "Measure events", "SECONDS" },
    { "rate", 0, 0, G_OPTION_ARG_DOUBLE, &options->rate, "Of them a second", "R" },
    { "plain", 0, 0, G_OPTION_ARG_NONE, &options->is_plain, "Only open WebSockets, to any server",
      NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- load for gc-signal");

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, error))
    return FALSE;
  if (options->make == NULL &&
      (options->url == NULL || options->data == NULL || options->pid <= 0)) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "either --make, or --url, --data and --pid");
    return FALSE;
  }
  if (options->kiosks < 0 || options->agents < 0 || options->desks < 0 || options->idle_s < 0 ||
      options->logins < 0 || options->login_rate <= 0 || options->work_s < 0 ||
      options->rate <= 0) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "numbers must be positive");
    return FALSE;
  }
  return TRUE;
}

/* ---- figures ---- */

static void
add_number (JsonBuilder *builder, const char *name, double value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_double_value (builder, value);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

  return (left > right) - (left < right);
}

/* "name": {"n": 200, "p50_ms": 1.5, "p99_ms": 3.0, "max_ms": 4.0}, or nothing if there is none. */
static void
add_times (JsonBuilder *builder, const char *name, GArray *times_us)
{
  const int64_t *sorted = (const int64_t *)(void *)times_us->data;
  guint n = times_us->len;

  if (n == 0)
    return;
  g_array_sort (times_us, compare);
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  add_number (builder, "n", n);
  add_number (builder, "p50_ms", (double)sorted[n / 2] / 1000);
  add_number (builder, "p99_ms", (double)sorted[n - 1 - n / 100] / 1000);
  add_number (builder, "max_ms", (double)sorted[n - 1] / 1000);
  json_builder_end_object (builder);
}

/* By the count that also has what threads did that have ended since. */
static void
add_cpu (JsonBuilder *builder,
         const char *name,
         const GcLoadProcess *before,
         const GcLoadProcess *after,
         int64_t us)
{
  double cpu_ns = (double)(after->user_ns - before->user_ns + after->system_ns - before->system_ns);

  add_number (builder, name, cpu_ns / 1000 / (double)us * 100);
}

/* ---- phases ---- */

/* Opens all pages, and says how much the process grew by each. */
static gboolean
measure_open (const Options *options, GcLoadCrowd *crowd, JsonBuilder *builder, GError **error)
{
  GcLoadProcess before = { 0 }, after = { 0 };
  unsigned n = gc_load_crowd_get_size (crowd);

  if (!gc_load_crowd_open (crowd, MIN (WARM_UP, n / 2), error) ||
      !gc_load_process_read (options->pid, &before, error))
    return FALSE;
  int64_t start_us = g_get_monotonic_time ();
  if (!gc_load_crowd_open (crowd, n, error))
    return FALSE;
  add_number (builder, "sockets", n);
  add_number (builder, "open_s", (double)(g_get_monotonic_time () - start_us) / G_USEC_PER_SEC);
  add_times (builder, "set_up", gc_load_crowd_get_times (crowd, GC_LOAD_SET_UP));
  if (!gc_load_crowd_idle (crowd, SETTLE_US, error) ||
      !gc_load_process_read (options->pid, &after, error))
    return FALSE;
  add_number (builder, "socket_bytes",
              (double)(after.private_bytes - before.private_bytes) /
                  (double)(n - MIN (WARM_UP, n / 2)));
  add_number (builder, "private_bytes", (double)after.private_bytes);
  add_number (builder, "rss_bytes", (double)after.rss_bytes);
  add_number (builder, "files", after.files);
  return TRUE;
}

static gboolean
measure_idle (const Options *options, GcLoadCrowd *crowd, JsonBuilder *builder, GError **error)
{
  GcLoadProcess before = { 0 }, after = { 0 };
  int64_t us = options->idle_s * G_USEC_PER_SEC;

  gc_load_crowd_forget_times (crowd);
  if (!gc_load_process_read (options->pid, &before, error) ||
      !gc_load_crowd_idle (crowd, us, error) || !gc_load_process_read (options->pid, &after, error))
    return FALSE;
  add_cpu (builder, "idle_cpu_percent", &before, &after, us);
  add_times (builder, "ping", gc_load_crowd_get_times (crowd, GC_LOAD_PING));
  return TRUE;
}

static gboolean
measure_logins (const Options *options, GcLoadCrowd *crowd, JsonBuilder *builder, GError **error)
{
  if (!gc_load_crowd_sign_in (crowd, (unsigned)options->logins, options->login_rate, error))
    return FALSE;
  add_times (builder, "login", gc_load_crowd_get_times (crowd, GC_LOAD_LOGIN));
  return TRUE;
}

static gboolean
measure_work (const Options *options, GcLoadCrowd *crowd, JsonBuilder *builder, GError **error)
{
  GcLoadProcess before = { 0 }, after = { 0 };
  uint64_t views = gc_load_crowd_get_views (crowd), bytes = gc_load_crowd_get_bytes (crowd);
  int64_t start_us = g_get_monotonic_time ();
  double per_s = 0;

  if (!gc_load_process_read (options->pid, &before, error) ||
      !gc_load_crowd_work (crowd, options->rate, options->work_s * G_USEC_PER_SEC, &per_s, error) ||
      !gc_load_process_read (options->pid, &after, error))
    return FALSE;
  add_number (builder, "events_per_s", per_s);
  add_number (builder, "work_views", (double)(gc_load_crowd_get_views (crowd) - views));
  add_number (builder, "work_view_bytes", (double)(gc_load_crowd_get_bytes (crowd) - bytes));
  add_cpu (builder, "work_cpu_percent", &before, &after, g_get_monotonic_time () - start_us);
  add_times (builder, "work_ping", gc_load_crowd_get_times (crowd, GC_LOAD_PING));
  add_times (builder, "answer", gc_load_crowd_get_times (crowd, GC_LOAD_ANSWER));
  add_times (builder, "own_view", gc_load_crowd_get_times (crowd, GC_LOAD_OWN_VIEW));
  add_times (builder, "other_view", gc_load_crowd_get_times (crowd, GC_LOAD_OTHER_VIEW));
  add_times (builder, "desk_view", gc_load_crowd_get_times (crowd, GC_LOAD_DESK_VIEW));
  return TRUE;
}

static gboolean
measure (const Options *options, GError **error)
{
  g_autoptr (GcLoadCrowd) crowd =
      gc_load_crowd_new (options->url, options->data, options->is_plain, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (crowd == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  if (!measure_open (options, crowd, builder, error) ||
      (options->idle_s > 0 && !measure_idle (options, crowd, builder, error)) ||
      (options->logins > 0 && !measure_logins (options, crowd, builder, error)) ||
      (options->work_s > 0 && !measure_work (options, crowd, builder, error)))
    return FALSE;
  json_builder_end_object (builder);
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, FALSE);
  g_print ("%s\n", text);
  return TRUE;
}

/* Each page is an open file. */
static void
raise_file_limit (void)
{
  struct rlimit limit = { 0 };

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);
}

int
main (int argc, char **argv)
{
  g_auto (Options) options = { .login_rate = 4, .rate = 100 };
  g_autoptr (GError) error = NULL;

  gc_log_init (GC_LOG_FORMAT_TEXT, G_LOG_LEVEL_WARNING);
  raise_file_limit ();
  if (parse_options (argc, argv, &options, &error)) {
    if (options.make != NULL)
      gc_load_people_make (options.make, (unsigned)options.kiosks, (unsigned)options.agents,
                           (unsigned)options.desks, &error);
    else
      measure (&options, &error);
  }
  if (error == NULL)
    return EXIT_SUCCESS;
  g_printerr ("gc-load-signal: %s\n", error->message);
  return EXIT_FAILURE;
}
