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
  GcWorkers *workers;
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

static gboolean
open_control (Relay *relay, GError **error)
{
  const GcOptions *options = relay->options;
  const GcControlParts parts = { relay->workers, relay->events, relay->metrics };

  relay->control = gc_control_new (&parts);
  if (options->control != NULL && !gc_control_listen_unix (relay->control, options->control, error))
    return FALSE;
  if (options->control_tls != NULL &&
      !gc_control_listen_tls (relay->control, G_SOCKET_ADDRESS (options->control_tls),
                              options->tls_certificate, options->tls_key, options->token, error))
    return FALSE;
  if (options->whip == NULL)
    return TRUE;
  relay->whip = gc_whip_new (relay->workers, options->whip, options->token, error);
  return relay->whip != NULL;
}

static gboolean
open_relay (Relay *relay, GError **error)
{
  relay->workers = gc_workers_new (relay->options, error);
  if (relay->workers == NULL)
    return FALSE;
  gc_workers_set_broken_func (relay->workers, on_broken, relay);
  relay->metrics = gc_metrics_new ();
  relay->series = gc_counter_series_new (relay->metrics);
  for (unsigned i = 0; i < gc_workers_count (relay->workers); i++)
    gc_counter_series_add (relay->series,
                           gc_port_counters (gc_workers_get_port (relay->workers, i)));
  gc_metrics_set_collect (relay->metrics, collect, relay->series);
  relay->events = gc_events_new (relay->workers);
  return open_control (relay, error);
}

static void
append_media (GString *line, const GcPort *port, const char *separator)
{
  for (size_t i = 0; i < gc_port_n_sockets (port); i++) {
    char text[GC_ADDRESS_STRING_SIZE];
    g_string_append (line, i == 0 ? separator : ",");
    g_string_append (line, gc_address_format (gc_port_bound (port, i), text));
  }
}

/* The one line that a supervisor waits for. */
static void
print_ready (Relay *relay)
{
  g_autoptr (GString) line = g_string_new ("ready");

  if (relay->options->control != NULL)
    g_string_append_printf (line, " control=%s", relay->options->control);
  for (unsigned i = 0; i < gc_workers_count (relay->workers); i++)
    append_media (line, gc_workers_get_port (relay->workers, i), i == 0 ? " media=" : ",");
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
  gc_workers_end_all (relay->workers, on_farewell_sent, relay);
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
  gc_workers_free (relay->workers);
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
   * One arena for the main thread and one streaming thread: what SDP and handshakes leave behind
   * serves the histories. The streaming thread's own small pieces come from its cache, so it hardly
   * ever meets the other.
   */
  mallopt (M_ARENA_MAX, (int)relay.options->n_workers);
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
