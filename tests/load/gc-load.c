// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * gc-load: sessions of two peers each through gc-relay or Janus, and what they cost. Prints one
 * JSON object.
 * --sessions measures a steady state, with --idle one of peers that send nothing; --churn joins and
 * leaves, and looks for what stays behind; --farm keeps peers for a test that does the signalling
 * itself.
 */
#include "config.h"

#include "common/gc-error.h"
#include "common/gc-log.h"
#include "gc-load-farm.h"
#include "gc-load-report.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define FLOW_TIMEOUT_US 20000000
#define RAMP_US 10000
#define WARM_UP_US 500000
#define SETTLE_US 1500000
#define GROW_TIMEOUT_US 30000000
#define DRAIN_US 600000
#define CHURN_AT_ONCE 10
#define CHURN_REST_US 5000000
#define CHURN_LOOK_US 100000

typedef struct {
  GcLoadConfig load;
  char *whip;
  char *control;
  char *janus;
  char *token;
  gboolean is_warm;
  int sessions;
  int duration_s;
  int churn;
  int server_pid;
  gboolean is_strict;
  gboolean is_idle;
  gboolean is_farm;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->whip);
  g_free (options->control);
  g_free (options->janus);
  g_free (options->token);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static char *
read_token (const char *path, GError **error)
{
  char *token = NULL;

  if (!g_file_get_contents (path, &token, NULL, error))
    return NULL;
  return g_strstrip (token);
}

static gboolean
parse_profile (const char *name, GcLoadProfile *ret_profile, GError **error)
{
  if (g_strcmp0 (name, "gcm") == 0)
    *ret_profile = GC_LOAD_PROFILE_GCM;
  else if (g_strcmp0 (name, "sha1") == 0)
    *ret_profile = GC_LOAD_PROFILE_SHA1;
  else {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "profile \"%s\": must be gcm or sha1", name);
    return FALSE;
  }
  return TRUE;
}

static gboolean
check_options (const Options *options, GError **error)
{
  const char *wrong = NULL;
  int servers = (options->whip != NULL) + (options->control != NULL) + (options->janus != NULL);

  if (servers > 1)
    wrong = "only one of --whip, --control and --janus";
  else if (options->is_warm && options->control == NULL)
    wrong = "--warm needs --control";
  else if (options->sessions < 1 || options->sessions > 5000)
    wrong = "--sessions must be 1 to 5000";
  else if (options->duration_s < 1 || options->duration_s > 86400)
    wrong = "--duration must be 1 to 86400 seconds";
  else if (options->load.lines < 2 || options->load.lines > 11)
    wrong = "--lines must be 2 to 11";
  else if (options->churn < 0 || options->churn > 1000000)
    wrong = "--churn must be 1 to 1000000";
  if (wrong == NULL)
    return TRUE;
  g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "%s", wrong);
  return FALSE;
}

static gboolean
parse_options (int argc, char **argv, Options *ret_options, GError **error)
{
  static char *token_file, *profile = "gcm";
  g_auto (Options) options = { .sessions = 1, .duration_s = 10 };
  int lines = 11;
  const GOptionEntry entries[] = {
    { "whip", 0, 0, G_OPTION_ARG_STRING, &options.whip, "gc-relay's WHIP", "http://HOST:PORT" },
    { "control", 0, 0, G_OPTION_ARG_STRING, &options.control, "gc-relay's control socket", "PATH" },
    { "janus", 0, 0, G_OPTION_ARG_STRING, &options.janus, "Janus by HTTP", "http://HOST:PORT" },
    { "token-file", 0, 0, G_OPTION_ARG_FILENAME, &token_file, "Bearer token of WHIP", "FILE" },
    { "profile", 0, 0, G_OPTION_ARG_STRING, &profile, "SRTP: gcm (default) or sha1", "NAME" },
    { "sessions", 0, 0, G_OPTION_ARG_INT, &options.sessions, "Rooms of two peers each", "N" },
    { "duration", 0, 0, G_OPTION_ARG_INT, &options.duration_s, "Measured time", "SECONDS" },
    { "churn", 0, 0, G_OPTION_ARG_INT, &options.churn, "Join and leave with N peers", "N" },
    { "server-pid", 0, 0, G_OPTION_ARG_INT, &options.server_pid, "Whose cost to measure", "PID" },
    { "lines", 0, 0, G_OPTION_ARG_INT, &lines, "m-lines in the offer (11)", "N" },
    { "smooth", 0, 0, G_OPTION_ARG_NONE, &options.load.is_smooth, "Spread a frame's packets", 0 },
    { "gso", 0, 0, G_OPTION_ARG_NONE, &options.load.with_gso, "Send a frame in one call", 0 },
    { "feedback", 0, 0, G_OPTION_ARG_NONE, &options.load.with_feedback,
      "Answer as browsers do: transport-wide feedback, NACK, rtx", NULL },
    { "warm", 0, 0, G_OPTION_ARG_NONE, &options.is_warm, "Bind peers that are up", 0 },
    { "idle", 0, 0, G_OPTION_ARG_NONE, &options.is_idle, "Peers that send nothing", 0 },
    { "farm", 0, 0, G_OPTION_ARG_NONE, &options.is_farm, "Peers steered over standard input", 0 },
    { "strict", 0, 0, G_OPTION_ARG_NONE, &options.is_strict, "Fail unless all arrive whole", 0 },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- load for a media relay");

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, error) ||
      !parse_profile (profile, &options.load.profile, error))
    return FALSE;
  options.load.lines = (unsigned)MAX (lines, 0);
  if (token_file != NULL && (options.token = read_token (token_file, error)) == NULL)
    return FALSE;
  if (!check_options (&options, error))
    return FALSE;
  *ret_options = options;
  options = (Options){ 0 };
  return TRUE;
}

static GcLoadServer *
make_server (const Options *options)
{
  if (options->whip != NULL)
    return gc_load_server_new_whip (options->whip, options->token);
  if (options->control != NULL)
    return gc_load_server_new_control (options->control, options->is_warm);
  if (options->janus != NULL)
    return gc_load_server_new_janus (options->janus);
  return gc_load_server_new_direct ();
}

static gboolean
read_server (const Options *options, GcLoadProcess *ret_process, GError **error)
{
  return options->server_pid == 0 || gc_load_process_read (options->server_pid, ret_process, error);
}

static gboolean
wait_for_media (GcLoad *load, GError **error)
{
  GPtrArray *sessions = gc_load_get_sessions (load);
  unsigned up = 0;
  unsigned flowing = 0;

  if (gc_load_run (load, gc_load_is_flowing, FLOW_TIMEOUT_US))
    return TRUE;
  for (unsigned i = 0; i < sessions->len; i++) {
    const GcLoadSession *session = g_ptr_array_index (sessions, i);
    for (int seat = 0; seat < 2; seat++) {
      GcLoadPeer *peer = session->peers[seat];
      up += gc_load_peer_get_state (peer) == GC_LOAD_PEER_UP;
      flowing += gc_load_peer_get_receiver (peer, GC_LOAD_VIDEO)->first_ns != 0;
    }
  }
  g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE,
               "after %d s %u of %u peers are connected and %u receive video",
               FLOW_TIMEOUT_US / 1000000, up, 2 * sessions->len, flowing);
  return FALSE;
}

static double
own_cpu_s (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/*
 * One session that comes and goes, so that what a server loads, maps and fills once is there before
 * anything is compared with "idle".
 */
static gboolean
warm_up (GcLoad *load, GError **error)
{
  return gc_load_join (load, error) && wait_for_media (load, error) &&
         gc_load_run (load, NULL, WARM_UP_US) && gc_load_leave (load, error) &&
         gc_load_run (load, NULL, WARM_UP_US);
}

static gboolean
measure (GcLoad *load, const Options *options, JsonBuilder *builder, GError **error)
{
  GcLoadProcess idle = { 0 };
  GcLoadProcess before = { 0 };
  GcLoadProcess after = { 0 };

  if (!warm_up (load, error) || !read_server (options, &idle, error))
    return FALSE;
  for (int i = 0; i < options->sessions; i++) {
    if (!gc_load_join (load, error))
      return FALSE;
    gc_load_run (load, NULL, RAMP_US);
  }
  if (!wait_for_media (load, error))
    return FALSE;
  gc_load_run (load, NULL, SETTLE_US);
  /* With feedback a server may find out first what the ways carry. */
  gc_load_run (load, gc_load_is_unlimited, GROW_TIMEOUT_US);

  if (!read_server (options, &before, error))
    return FALSE;
  double own_before_s = own_cpu_s ();
  int64_t from_us = g_get_monotonic_time ();
  gc_load_open_window (load);
  gc_load_run (load, NULL, options->duration_s * G_USEC_PER_SEC);
  gc_load_close_window (load);
  double seconds = (double)(g_get_monotonic_time () - from_us) / G_USEC_PER_SEC;
  double own_s = own_cpu_s () - own_before_s;
  if (!read_server (options, &after, error))
    return FALSE;
  gc_load_run (load, NULL, DRAIN_US);

  gc_load_report_media (load, seconds, builder);
  json_builder_set_member_name (builder, "load_cpu_share");
  json_builder_add_double_value (builder, own_s / seconds);
  if (options->server_pid != 0) {
    /* What grew, grew since the server was idle; what it cost, it cost in the measured time. */
    idle.cpu_ns = before.cpu_ns;
    idle.user_ns = before.user_ns;
    idle.system_ns = before.system_ns;
    gc_load_report_process (&idle, &after, gc_load_report_count (load), builder);
  }
  if (options->is_strict && !gc_load_report_check (load, error))
    return FALSE;
  return gc_load_leave (load, error);
}

/* Joins one session whose peers send nothing. */
static gboolean
join_idle (GcLoad *load, GError **error)
{
  GPtrArray *sessions = gc_load_get_sessions (load);

  if (!gc_load_join (load, error))
    return FALSE;
  GcLoadSession *session = g_ptr_array_index (sessions, sessions->len - 1);
  for (int seat = 0; seat < 2; seat++)
    gc_load_peer_set_sending (session->peers[seat], FALSE, g_get_monotonic_time ());
  gc_load_run (load, NULL, RAMP_US);
  return TRUE;
}

/* What peers cost that are connected and send nothing, as those of a page that waits. */
static gboolean
rest (GcLoad *load, const Options *options, JsonBuilder *builder, GError **error)
{
  GcLoadProcess empty = { 0 };
  GcLoadProcess before = { 0 };
  GcLoadProcess after = { 0 };

  if (!warm_up (load, error) || !read_server (options, &empty, error))
    return FALSE;
  for (int i = 0; i < options->sessions; i++)
    if (!join_idle (load, error))
      return FALSE;
  if (!gc_load_run (load, gc_load_is_up, FLOW_TIMEOUT_US)) {
    g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "not all peers are connected");
    return FALSE;
  }
  gc_load_run (load, NULL, SETTLE_US);

  if (!read_server (options, &before, error))
    return FALSE;
  int64_t from_us = g_get_monotonic_time ();
  gc_load_run (load, NULL, options->duration_s * G_USEC_PER_SEC);
  int64_t passed_us = g_get_monotonic_time () - from_us;
  if (!read_server (options, &after, error))
    return FALSE;
  if (!gc_load_is_up (load)) {
    g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "a peer was lost");
    return FALSE;
  }

  empty.cpu_ns = before.cpu_ns;
  json_builder_set_member_name (builder, "idle_peers");
  json_builder_add_int_value (builder, 2 * options->sessions);
  json_builder_set_member_name (builder, "cpu_share");
  json_builder_add_double_value (builder,
                                 (double)(after.cpu_ns - before.cpu_ns) / 1000 / (double)passed_us);
  gc_load_report_process (&empty, &after, 0, builder);
  return gc_load_leave (load, error);
}

static gboolean
churn_once (GcLoad *load, int peers, GError **error)
{
  for (int i = 0; i < peers; i += 2 * CHURN_AT_ONCE) {
    for (int j = 0; j < CHURN_AT_ONCE && i + 2 * j < peers; j++)
      if (!gc_load_join (load, error))
        return FALSE;
    if (!wait_for_media (load, error) || !gc_load_leave (load, error))
      return FALSE;
  }
  return TRUE;
}

/* A server may close a socket a moment after it answered: looks until files and threads are back.
 */
static gboolean
look_after_rest (GcLoad *load,
                 const Options *options,
                 const GcLoadProcess *before,
                 GcLoadProcess *ret_after,
                 GError **error)
{
  int64_t end_us = g_get_monotonic_time () + CHURN_REST_US;

  do {
    gc_load_run (load, NULL, CHURN_LOOK_US);
    if (!read_server (options, ret_after, error))
      return FALSE;
  } while (g_get_monotonic_time () < end_us &&
           (ret_after->files > before->files || ret_after->threads > before->threads ||
            ret_after->rss_bytes > before->rss_bytes));
  return TRUE;
}

static gboolean
churn (GcLoad *load, const Options *options, JsonBuilder *builder, GError **error)
{
  GcLoadProcess idle = { 0 };
  GcLoadProcess before = { 0 };
  GcLoadProcess after = { 0 };

  if (!read_server (options, &idle, error))
    return FALSE;
  /* The first tenth fills the allocator's pools once; what counts is what grows after it. */
  if (!churn_once (load, MAX (options->churn / 10, 2 * CHURN_AT_ONCE), error) ||
      !look_after_rest (load, options, &idle, &before, error) ||
      !churn_once (load, options->churn, error) ||
      !look_after_rest (load, options, &before, &after, error))
    return FALSE;

  json_builder_set_member_name (builder, "joins");
  json_builder_add_int_value (builder, options->churn);
  if (options->server_pid != 0)
    gc_load_report_process (&before, &after, 0, builder);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  gc_log_init (GC_LOG_FORMAT_TEXT, G_LOG_LEVEL_MESSAGE);
  if (!parse_options (argc, argv, &options, &error)) {
    g_printerr ("gc-load: %s\n", error->message);
    return 2;
  }
  if (srtp_init () != srtp_err_status_ok) {
    g_printerr ("gc-load: libsrtp2 did not start\n");
    return EXIT_FAILURE;
  }
  if (options.is_farm) {
    if (gc_load_farm_run (&error))
      return EXIT_SUCCESS;
    g_printerr ("gc-load: %s\n", error->message);
    return EXIT_FAILURE;
  }
  g_autoptr (GcLoadServer) server = make_server (&options);
  options.load.server = server;
  g_autoptr (GcLoad) load = gc_load_new (&options.load, &error);
  json_builder_begin_object (builder);
  gboolean (*run) (GcLoad *, const Options *, JsonBuilder *, GError **) = options.churn > 0 ? churn
                                                                          : options.is_idle
                                                                              ? rest
                                                                              : measure;
  gboolean done = load != NULL && run (load, &options, builder, &error);
  json_builder_end_object (builder);
  if (!done) {
    g_printerr ("gc-load: %s\n", error->message);
    return EXIT_FAILURE;
  }
  gc_load_report_print (builder);
  return EXIT_SUCCESS;
}
