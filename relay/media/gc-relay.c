// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* gc-relay: the media relay as a program. Opens what the command line asks for, and closes it in
 * the order of docs/lifetimes.md. */
#include "config.h"

#include <glib-unix.h>
#include <gst/gst.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>

#include "common/gc-error.h"
#include "media/gc-control.h"
#include "media/gc-options.h"
#include "media/gc-whip.h"

typedef struct {
  GcOptions *options;
  GMainLoop *loop;
  GcWorker *worker;
  GcAnswerer answerer;
  GcAddress *advertised; /* (nullable), what the answerer shows instead of our own */
  GcMetrics *metrics;
  GcCounterSeries *series;
  GcEvents *events;
  GcControl *control;
  GcWhip *whip;
  gboolean broken;
} Relay;

/* What GStreamer warns of goes where everything else goes. */
static void
on_gst_log (GstDebugCategory *category,
            GstDebugLevel level,
            const char *file,
            const char *function,
            int line,
            GObject *object,
            GstDebugMessage *message,
            gpointer user_data)
{
  if (level > GST_LEVEL_WARNING)
    return;
  g_log_structured (G_LOG_DOMAIN, G_LOG_LEVEL_WARNING, "MESSAGE", "%s: %s",
                    gst_debug_category_get_name (category), gst_debug_message_get (message));
}

/* The elements are linked in: no plugin is looked for, no registry file is read or written. */
static gboolean
init_gst (GError **error)
{
  g_setenv ("GST_REGISTRY_DISABLE", "yes", TRUE);
  if (!gst_init_check (NULL, NULL, error))
    return FALSE;
  gst_debug_add_log_function (on_gst_log, NULL, NULL);
  if (g_getenv ("GST_DEBUG") == NULL)
    gst_debug_remove_log_function (gst_debug_log_default);
  return TRUE;
}

static void
on_broken (const GError *error, gpointer user_data)
{
  Relay *relay = user_data;

  g_critical ("pipeline: %s", error->message);
  relay->broken = TRUE;
  g_main_loop_quit (relay->loop);
}

static void
collect (gpointer user_data)
{
  gc_counter_series_collect (user_data);
}

static void
set_candidates (Relay *relay)
{
  const GcOptions *options = relay->options;
  GcPort *port = gc_worker_get_port (relay->worker);

  if (options->n_advertise == 0) {
    relay->answerer.candidates = gc_port_get_candidates (port, &relay->answerer.n_candidates);
    return;
  }
  relay->advertised = g_memdup2 (options->advertise, sizeof (GcAddress) * options->n_advertise);
  for (size_t i = 0; i < options->n_advertise; i++)
    if (relay->advertised[i].port == 0)
      relay->advertised[i].port = gc_port_bound (port, 0)->port;
  relay->answerer.candidates = relay->advertised;
  relay->answerer.n_candidates = options->n_advertise;
}

static gboolean
open_control (Relay *relay, GError **error)
{
  const GcOptions *options = relay->options;
  const GcControlParts parts = { relay->worker, &relay->answerer, relay->events, relay->metrics };

  relay->control = gc_control_new (&parts);
  if (options->control != NULL && !gc_control_listen_unix (relay->control, options->control, error))
    return FALSE;
  if (options->control_tls != NULL &&
      !gc_control_listen_tls (relay->control, G_SOCKET_ADDRESS (options->control_tls),
                              options->tls_certificate, options->tls_key, options->token, error))
    return FALSE;
  if (options->whip == NULL)
    return TRUE;
  relay->whip = gc_whip_new (relay->worker, &relay->answerer, options->whip, options->token, error);
  return relay->whip != NULL;
}

static gboolean
open_relay (Relay *relay, GError **error)
{
  const GcOptions *options = relay->options;

  relay->worker = gc_worker_new (options->media, options->n_media, !options->udp_only,
                                 options->max_peers, error);
  if (relay->worker == NULL)
    return FALSE;
  gc_worker_set_broken_func (relay->worker, on_broken, relay);
  relay->answerer.fingerprint = gc_worker_get_fingerprint (relay->worker);
  relay->answerer.with_tcp = !options->udp_only;
  set_candidates (relay);
  relay->metrics = gc_metrics_new ();
  relay->series =
      gc_counter_series_new (relay->metrics, gc_port_counters (gc_worker_get_port (relay->worker)));
  gc_metrics_set_collect (relay->metrics, collect, relay->series);
  relay->events = gc_events_new (relay->worker);
  return open_control (relay, error);
}

/* The one line that a supervisor waits for. */
static void
print_ready (Relay *relay)
{
  GcPort *port = gc_worker_get_port (relay->worker);
  g_autoptr (GString) line = g_string_new ("ready");

  if (relay->options->control != NULL)
    g_string_append_printf (line, " control=%s", relay->options->control);
  for (size_t i = 0; i < gc_port_n_sockets (port); i++) {
    char text[GC_ADDRESS_STRING_SIZE];
    g_string_append (line, i == 0 ? " media=" : ",");
    g_string_append (line, gc_address_format (gc_port_bound (port, i), text));
  }
  if (relay->whip != NULL) {
    g_autofree char *uri = gc_whip_dup_uri (relay->whip);
    g_string_append_printf (line, " whip=%s", uri);
  }
  puts (line->str);
  fflush (stdout);
}

static void
on_farewell_sent (const GcAnswer *answer, gpointer user_data)
{
  Relay *relay = user_data;

  g_main_loop_quit (relay->loop);
}

static gboolean
on_signal (gpointer user_data)
{
  Relay *relay = user_data;

  /* A second signal ends the process at once. */
  signal (SIGTERM, SIG_DFL);
  signal (SIGINT, SIG_DFL);
  g_message ("shutting down");
  gc_events_close (relay->events);
  g_clear_pointer (&relay->whip, gc_whip_free);
  g_clear_pointer (&relay->control, gc_control_free);
  gc_worker_end_all (relay->worker, on_farewell_sent, relay);
  return G_SOURCE_REMOVE;
}

static void
add_signal (Relay *relay, int number)
{
  g_autoptr (GSource) source = g_unix_signal_source_new (number);

  g_source_set_static_name (source, "gc-signal");
  g_source_set_callback (source, on_signal, relay, NULL);
  g_source_attach (source, NULL);
}

/* Each TCP connection is an open file; the usual soft limit of 1,024 would hold some of them off.
 */
static void
raise_file_limit (void)
{
  struct rlimit limit = { 0 };

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);
}

static void
close_relay (Relay *relay)
{
  gc_whip_free (relay->whip);
  gc_control_free (relay->control);
  gc_events_free (relay->events);
  gc_metrics_free (relay->metrics);
  gc_counter_series_free (relay->series);
  gc_worker_free (relay->worker);
  g_free (relay->advertised);
  g_clear_pointer (&relay->loop, g_main_loop_unref);
  gc_options_free (relay->options);
}

int
main (int argc, char **argv)
{
  g_auto (GStrv) arguments = g_strdupv (argv);
  g_autoptr (GError) error = NULL;
  Relay relay = { 0 };

  relay.options = gc_options_parse (arguments, &error);
  if (relay.options == NULL) {
    g_printerr ("gc-relay: %s\n", error->message);
    return 2;
  }
  /*
   * One arena for both threads: what SDP and handshakes leave behind serves the histories. The
   * streaming thread's own small pieces come from its cache, so it hardly ever meets the other.
   */
  mallopt (M_ARENA_MAX, 1);
  raise_file_limit ();
  gc_log_init (relay.options->log_format, relay.options->log_level);
  relay.loop = g_main_loop_new (NULL, FALSE);
  if (!init_gst (&error) || !open_relay (&relay, &error)) {
    g_printerr ("gc-relay: %s\n", error->message);
    close_relay (&relay);
    return 1;
  }
  add_signal (&relay, SIGTERM);
  add_signal (&relay, SIGINT);
  print_ready (&relay);
  g_main_loop_run (relay.loop);
  gboolean broken = relay.broken;
  close_relay (&relay);
  return broken ? 1 : 0;
}
