// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* gc-signal: reads the command line, then runs the service or one command of administration. */
#include "config.h"

#include "common/gc-error.h"
#include "common/gc-log.h"
#include "signal/gc-admin.h"
#include "signal/gc-password.h"
#include "signal/gc-service.h"
#include "signal/gc-standby.h"

#include <glib-unix.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

/* So long before a year begins its holidays should be in the data. */
#define DAYS_TO_MEND 62
/* So long the pages get to hear that the service stops. */
#define STOP_MS 300
#define MAX_QUEUE_VALUE 86400000
/* A rehearsal is within a year. */
#define MAX_CLOCK_SHIFT_S (366 * 86400)

typedef struct {
  char *listen;
  char *data;
  char *store;
  char *relay;
  char *data_files;
  char **origins;
  char *turn;
  char *turn_secret_file;
  char **queue;
  int clock_shift_s;
  char *log_format;
  char *log_level;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->listen);
  g_free (options->data);
  g_free (options->store);
  g_free (options->relay);
  g_free (options->data_files);
  g_strfreev (options->origins);
  g_free (options->turn);
  g_free (options->turn_secret_file);
  g_strfreev (options->queue);
  g_free (options->log_format);
  g_free (options->log_level);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse_options (int argc, char **argv, Options *options, GError **error)
{
  const GOptionEntry entries[] = {
    { "listen", 0, 0, G_OPTION_ARG_STRING, &options->listen,
      "where pages connect: ADDRESS:PORT (port 0: any) or unix:PATH", "WHERE" },
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &options->data,
      "folder of the database; with --store, of what this node remembers of it", "DIR" },
    { "store", 0, 0, G_OPTION_ARG_STRING, &options->store,
      "the database in PostgreSQL: postgresql://...", "URL" },
    { "relay", 0, 0, G_OPTION_ARG_FILENAME, &options->relay, "control socket of gc-relay", "PATH" },
    { "data-files", 0, 0, G_OPTION_ARG_FILENAME, &options->data_files,
      "the data files of this folder instead of the built-in ones", "DIR" },
    { "origin", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->origins,
      "an origin of the pages, such as https://connect.example; may be repeated", "ORIGIN" },
    { "turn", 0, 0, G_OPTION_ARG_STRING, &options->turn,
      "a TURN server for networks that let nothing else through, such as "
      "turns:turn.example:443?transport=tcp",
      "URL" },
    { "turn-secret-file", 0, 0, G_OPTION_ARG_FILENAME, &options->turn_secret_file,
      "its first line is the secret that the TURN server has, too", "FILE" },
    { "queue", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->queue,
      "a time or limit of the queue, such as offer_ms=20000; may be repeated", "NAME=NUMBER" },
    { "clock-shift", 0, 0, G_OPTION_ARG_INT, &options->clock_shift_s,
      "for rehearsals: live so many seconds later than the system's clock, below 0 earlier",
      "SECONDS" },
    { "log-format", 0, 0, G_OPTION_ARG_STRING, &options->log_format, "text, journal or json",
      "FORMAT" },
    { "log-level", 0, 0, G_OPTION_ARG_STRING, &options->log_level,
      "warning, message, info or debug", "LEVEL" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (
      "- the signalling service of Global Connect\n\n"
      "Commands: account add|list|revoke, kiosk list, enrol, backup, restore; each with --help.");
  g_autoptr (GError) local = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &local)) {
    g_set_error_literal (error, GC_ERROR, GC_ERROR_INVALID, local->message);
    return FALSE;
  }
  if (options->listen == NULL || (options->data == NULL && options->store == NULL) ||
      options->relay == NULL) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID,
                 "--listen, --relay and --data or --store are needed");
    return FALSE;
  }
  if ((options->turn != NULL) != (options->turn_secret_file != NULL)) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "--turn needs --turn-secret-file");
    return FALSE;
  }
  if (ABS (options->clock_shift_s) > MAX_CLOCK_SHIFT_S) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "--clock-shift %d: at most %d either way",
                 options->clock_shift_s, MAX_CLOCK_SHIFT_S);
    return FALSE;
  }
  return TRUE;
}

static gboolean
start_log (const Options *options, GError **error)
{
  static const struct {
    const char *name;
    GLogLevelFlags level;
  } levels[] = {
    { "warning", G_LOG_LEVEL_WARNING },
    { "message", G_LOG_LEVEL_MESSAGE },
    { "info", G_LOG_LEVEL_INFO },
    { "debug", G_LOG_LEVEL_DEBUG },
  };
  GcLogFormat format = GC_LOG_FORMAT_TEXT;
  const char *level = options->log_level != NULL ? options->log_level : "message";

  if (options->log_format != NULL && !gc_log_format_parse (options->log_format, &format, error))
    return FALSE;
  for (size_t i = 0; i < G_N_ELEMENTS (levels); i++) {
    if (strcmp (levels[i].name, level) == 0) {
      gc_log_init (format, levels[i].level);
      return TRUE;
    }
  }
  g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "log level \"%s\": not known", level);
  return FALSE;
}

/* Reads NAME=NUMBER into the queue's configuration. */
static gboolean
set_queue_value (GcQueueConfig *config, const char *text, GError **error)
{
  const struct {
    const char *name;
    int64_t *time_ms;
    unsigned *count;
  } values[] = {
    { "offer_ms", &config->offer_ms, NULL },
    { "decline_cooldown_ms", &config->decline_cooldown_ms, NULL },
    { "miss_cooldown_ms", &config->miss_cooldown_ms, NULL },
    { "max_misses", NULL, &config->max_misses },
    { "drop_after_ms", &config->drop_after_ms, NULL },
    { "restart_ms", &config->restart_ms, NULL },
    { "drop_grace_ms", &config->drop_grace_ms, NULL },
    { "waiting_grace_ms", &config->waiting_grace_ms, NULL },
    { "connect_ms", &config->connect_ms, NULL },
    { "wrap_up_ms", &config->wrap_up_ms, NULL },
    { "callback_connect_ms", &config->callback_connect_ms, NULL },
    { "callback_retry_ms", &config->callback_retry_ms, NULL },
    { "callback_attempts", NULL, &config->callback_attempts },
    { "max_tickets", NULL, &config->max_tickets },
  };
  g_auto (GStrv) pair = g_strsplit (text, "=", 2);
  guint64 number = 0;

  if (g_strv_length (pair) == 2 &&
      g_ascii_string_to_unsigned (pair[1], 10, 1, MAX_QUEUE_VALUE, &number, NULL)) {
    for (size_t i = 0; i < G_N_ELEMENTS (values); i++) {
      if (strcmp (values[i].name, pair[0]) != 0)
        continue;
      if (values[i].time_ms != NULL)
        *values[i].time_ms = (int64_t)number;
      else
        *values[i].count = (unsigned)number;
      return TRUE;
    }
  }
  g_set_error (error, GC_ERROR, GC_ERROR_INVALID,
               "--queue \"%s\": must be a known NAME=NUMBER, 1 to 86400000", text);
  return FALSE;
}

/* ---- from the store to the service and to the end ---- */

typedef struct {
  GcServiceConfig config;
  GcShiftedClock clock;
  GMainLoop *loop;
  GcCatalogue *catalogue;
  GcTurn *turn;              /* (nullable) */
  GCancellable *cancellable; /* of the opening */
  gboolean opening;
  GcStandby *standby;
  char *listen; /* where the standby was, for the service */
  GcStore *store;
  GcService *service;
  GError *error; /* why it ends */
} Run;

static void
run_clear (Run *run)
{
  gc_service_free (run->service);
  gc_store_close (run->store);
  gc_standby_free (run->standby);
  g_free (run->listen);
  g_clear_object (&run->cancellable);
  gc_catalogue_free (run->catalogue);
  gc_turn_free (run->turn);
  g_main_loop_unref (run->loop);
  g_clear_error (&run->error);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static void
say (const char *what, const char *address)
{
  printf ("%s http=%s\n", what, address);
  fflush (stdout);
}

static void
on_ready (GcService *service, gpointer user_data)
{
  say ("ready", gc_service_get_address (service));
}

static void
on_waiting (const char *reason, gpointer user_data)
{
  Run *run = user_data;

  g_message ("standby: %s", reason);
  if (run->standby == NULL) {
    run->standby =
        gc_standby_new (run->config.listen, run->config.origins, run->config.clock, &run->error);
    if (run->standby == NULL) {
      g_main_loop_quit (run->loop);
      return;
    }
    say ("standby", gc_standby_get_address (run->standby));
  }
  gc_standby_set_reason (run->standby, reason);
}

static void
on_lost (const char *reason, gpointer user_data)
{
  Run *run = user_data;

  if (run->error == NULL)
    g_set_error (&run->error, GC_ERROR, GC_ERROR_UNAVAILABLE,
                 "this node can write nothing any more and ends: %s", reason);
  g_main_loop_quit (run->loop);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run *run = user_data;
  GError **error = run->error == NULL ? &run->error : NULL;

  run->opening = FALSE;
  run->store = gc_store_open_finish (result, error);
  if (run->store != NULL && !g_cancellable_is_cancelled (run->cancellable)) {
    if (run->standby != NULL) {
      const char *address = gc_standby_get_address (run->standby);
      run->listen =
          g_strdup (g_str_has_prefix (address, "http://") ? address + strlen ("http://") : address);
      run->config.listen = run->listen;
      g_clear_pointer (&run->standby, gc_standby_free);
    }
    run->service = gc_service_new (&run->config, run->store, run->catalogue, error);
  }
  if (run->service == NULL)
    g_main_loop_quit (run->loop);
}

static gboolean
on_signal (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_stop_timer (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

/* Of a year that is not in the data weekdays alone are known; said while there is time to mend it.
 */
static void
warn_of_unknown_years (const GcCatalogue *catalogue)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) soon = g_date_time_add_days (now, DAYS_TO_MEND);
  int year = g_date_time_get_year (soon);
  g_autofree char *countries = gc_catalogue_list_unknown_years (catalogue, year);

  if (countries != NULL)
    g_warning ("holidays.json has no %d for %s: holidays will pass for working days", year,
               countries);
}

/* Each page is an open file; the usual soft limit of 1,024 would hold them off. */
static void
raise_file_limit (void)
{
  struct rlimit limit = { 0 };

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);
  if (limit.rlim_max < GC_SERVICE_FILES)
    g_warning ("at most %" G_GUINT64_FORMAT " files may be open, %d are needed for all pages that "
               "the service takes: raise the hard limit (LimitNOFILE=)",
               (guint64)limit.rlim_max, GC_SERVICE_FILES);
}

static void
run_until_told (Run *run, const char *where, const char *directory)
{
  static const GcStoreEvents events = { on_waiting, on_lost };
  guint terminate = g_unix_signal_add (SIGTERM, on_signal, run->loop);
  guint interrupt = g_unix_signal_add (SIGINT, on_signal, run->loop);

  run->opening = TRUE;
  gc_store_open_async (where, directory, &events, run->cancellable, on_opened, run);
  g_main_loop_run (run->loop);
  if (run->error == NULL)
    g_message ("stopping");
  if (run->service != NULL) {
    gc_service_stop (run->service);
    g_timeout_add (STOP_MS, on_stop_timer, run->loop);
    g_main_loop_run (run->loop);
  }
  g_cancellable_cancel (run->cancellable);
  while (run->opening)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (terminate);
  g_source_remove (interrupt);
}

static gboolean
run_service (const Options *options, GError **error)
{
  g_auto (Run) run = {
    .config = {
      .listen = options->listen,
      .relay = options->relay,
      .origins = (const char *const *)options->origins,
      .ready = on_ready,
    },
    .loop = g_main_loop_new (NULL, FALSE),
    .cancellable = g_cancellable_new (),
    .catalogue = gc_catalogue_new (options->data_files, error),
  };

  gc_shifted_clock_init (&run.clock, (int64_t)options->clock_shift_s * G_USEC_PER_SEC);
  run.config.clock = &run.clock.parent;
  if (options->clock_shift_s != 0)
    g_message ("this is a rehearsal: the clock is shifted by %d s", options->clock_shift_s);
  gc_queue_config_init (&run.config.queue);
  for (size_t i = 0; options->queue != NULL && options->queue[i] != NULL; i++)
    if (!set_queue_value (&run.config.queue, options->queue[i], error))
      return FALSE;
  if (options->turn != NULL) {
    run.turn = gc_turn_new (options->turn, options->turn_secret_file, error);
    if (run.turn == NULL)
      return FALSE;
    run.config.turn = run.turn;
  }
  if (run.catalogue == NULL || !gc_password_start (error))
    return FALSE;
  warn_of_unknown_years (run.catalogue);
  raise_file_limit ();
  run_until_told (&run, options->store != NULL ? options->store : options->data, options->data);
  if (run.error == NULL || g_error_matches (run.error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&run.error));
  return FALSE;
}

static int
finish (const GError *error)
{
  if (error == NULL)
    return 0;
  fprintf (stderr, "gc-signal: %s\n", error->message);
  return g_error_matches (error, GC_ERROR, GC_ERROR_INVALID) ? 2 : 1;
}

int
main (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  if (gc_admin_is_command (argc, argv))
    gc_admin_run (argc, argv, &error);
  else if (parse_options (argc, argv, &options, &error) && start_log (&options, &error))
    run_service (&options, &error);
  return finish (error);
}
