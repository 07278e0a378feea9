// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * gc-agent: the native client without a window. As an agent it signs in, becomes available and
 * takes what is offered; with --point it is the resident at a service point.
 */
#include "config.h"

#include "agent/gc-report.h"
#include "agent/gc-seat.h"
#include "common/gc-error.h"
#include "common/gc-log.h"

#include <glib-unix.h>
#include <gst/gst.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  GcSignInConfig sign_in;
  GcSeatConfig seat;
  char *password;
} Options;

typedef struct {
  GMainLoop *loop;
  int status;
} Run;

static char *
read_secret (const char *path, GError **error)
{
  char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, error))
    return NULL;
  text[strcspn (text, "\r\n")] = '\0';
  return text;
}

static gboolean
parse_level (const char *name, GLogLevelFlags *ret_level, GError **error)
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

  for (size_t i = 0; i < G_N_ELEMENTS (levels); i++) {
    if (g_strcmp0 (levels[i].name, name) == 0) {
      *ret_level = levels[i].level;
      return TRUE;
    }
  }
  g_set_error (error, GC_ERROR, GC_ERROR_INVALID,
               "log level \"%s\": must be warning, message, info or debug", name);
  return FALSE;
}

static gboolean
check_options (const Options *options, GError **error)
{
  const GcSeatConfig *seat = &options->seat;
  const char *wrong = NULL;

  if (!seat->is_point && (options->sign_in.account == NULL || options->sign_in.password == NULL))
    wrong = "an agent needs --account and --password-file";
  else if (seat->is_point && options->sign_in.code == NULL && options->sign_in.cookies == NULL)
    wrong = "--point needs --enrol-code, or --cookies of an earlier time";
  else if (seat->is_point && (seat->item == NULL || seat->name == NULL))
    wrong = "--point needs --item and --name";
  else if (seat->is_point && !g_utf8_validate (seat->name, -1, NULL))
    wrong = "--name must be UTF-8";
  if (wrong == NULL)
    return TRUE;
  g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "%s", wrong);
  return FALSE;
}

static gboolean
parse_options (int *argc, char ***argv, Options *ret_options, GError **error)
{
  static char *server, *account, *password_file, *code, *cookies, *file, *record, *item, *name;
  static char *level_name = "message", *format_name = "text";
  static char **languages;
  static const char *const default_languages[] = { "zh", NULL };
  gboolean is_point = FALSE;
  int accept_after_ms = 500, duration_s = 0, sessions = -1;
  const GOptionEntry entries[] = {
    { "server", 0, 0, G_OPTION_ARG_STRING, &server, "gc-signal", "http://HOST:PORT" },
    { "account", 0, 0, G_OPTION_ARG_STRING, &account, "Sign in as this agent", "NAME" },
    { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &password_file, "The agent's password",
      "FILE" },
    { "accept-after", 0, 0, G_OPTION_ARG_INT, &accept_after_ms, "Let it ring (500)", "MS" },
    { "point", 0, 0, G_OPTION_ARG_NONE, &is_point, "Be the resident's side", NULL },
    { "enrol-code", 0, 0, G_OPTION_ARG_STRING, &code, "Point: the one-time code", "CODE" },
    { "cookies", 0, 0, G_OPTION_ARG_FILENAME, &cookies, "Keep the sign-in here", "FILE" },
    { "item", 0, 0, G_OPTION_ARG_STRING, &item, "Point: what for, such as SS-01", "CODE" },
    /* Bytes, so that a name in Chinese is taken in whatever locale this runs. */
    { "name", 0, 0, G_OPTION_ARG_FILENAME, &name, "Point: the resident", "NAME" },
    { "language", 0, 0, G_OPTION_ARG_STRING_ARRAY, &languages, "Point: spoken, best first (zh)",
      "TAG" },
    { "file", 0, 0, G_OPTION_ARG_FILENAME, &file, "Play this, not the test picture", "FILE" },
    { "record", 0, 0, G_OPTION_ARG_FILENAME, &record, "Record what is received (Matroska)",
      "FILE" },
    { "duration", 0, 0, G_OPTION_ARG_INT, &duration_s, "End each call after this time", "SECONDS" },
    { "sessions", 0, 0, G_OPTION_ARG_INT, &sessions,
      "End after so many calls (agent 0: never; point 1)", "N" },
    { "log-level", 0, 0, G_OPTION_ARG_STRING, &level_name, "warning, message, info, debug",
      "NAME" },
    { "log-format", 0, 0, G_OPTION_ARG_STRING, &format_name, "text, journal, json", "NAME" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- a seat without a window");
  GLogLevelFlags level;
  GcLogFormat format;

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_add_group (context, gst_init_get_option_group ());
  if (!g_option_context_parse (context, argc, argv, error) ||
      !parse_level (level_name, &level, error) ||
      !gc_log_format_parse (format_name, &format, error))
    return FALSE;
  gc_log_init (format, level);
  *ret_options = (Options){
    .sign_in = { server != NULL ? server : "http://127.0.0.1:8080", is_point ? "kiosk" : "agent",
                 account, NULL, code, cookies },
    .seat = { .engine = { file, record },
              .is_point = is_point,
              .accept_after_ms = (unsigned)CLAMP (accept_after_ms, 0, 60000),
              .duration_s = (unsigned)CLAMP (duration_s, 0, 86400),
              .sessions = (unsigned)(sessions >= 0 ? sessions : is_point),
              .item = item,
              .name = name,
              .languages = languages != NULL ? (const char *const *)languages : default_languages },
  };
  if (password_file != NULL && (ret_options->password = read_secret (password_file, error)) == NULL)
    return FALSE;
  ret_options->sign_in.password = ret_options->password;
  return check_options (ret_options, error);
}

static void
on_done (const GError *error, gpointer user_data)
{
  Run *run = user_data;

  if (error != NULL) {
    g_warning ("%s", error->message);
    run->status = EXIT_FAILURE;
  }
  g_main_loop_quit (run->loop);
}

static gboolean
on_signal (gpointer user_data)
{
  Run *run = user_data;

  g_main_loop_quit (run->loop);
  return G_SOURCE_CONTINUE;
}

static gboolean
run_seat (const Options *options, Run *run, GError **error)
{
  g_autoptr (GcSignIn) sign_in = gc_sign_in_new (&options->sign_in, error);
  if (sign_in == NULL)
    return FALSE;
  g_autoptr (GcSeat) seat = gc_seat_new (sign_in, &options->seat, on_done, run, error);
  if (seat == NULL)
    return FALSE;

  /* Never taken away: a second signal must not cut off a recording that is being finished. */
  g_unix_signal_add (SIGINT, on_signal, run);
  g_unix_signal_add (SIGTERM, on_signal, run);
  g_main_loop_run (run->loop);
  return TRUE;
}

int
main (int argc, char **argv)
{
  Options options = { 0 };
  Run run = { g_main_loop_new (NULL, FALSE), EXIT_SUCCESS };
  g_autoptr (GError) error = NULL;

  if (!parse_options (&argc, &argv, &options, &error)) {
    g_printerr ("gc-agent: %s\n", error->message);
    run.status = 2;
  } else if (!run_seat (&options, &run, &error)) {
    g_printerr ("gc-agent: %s\n", error->message);
    run.status = EXIT_FAILURE;
  }
  if (options.password != NULL)
    explicit_bzero (options.password, strlen (options.password));
  g_free (options.password);
  g_main_loop_unref (run.loop);
  return run.status;
}
