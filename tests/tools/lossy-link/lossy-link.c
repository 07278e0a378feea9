// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * lossy-link: makes a link bad on purpose. Stands between clients and a server, UDP and TCP, and
 * delays, loses and slows what passes. See docs/hacking.md.
 */
#include "config.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "common/gc-error.h"
#include "gc-link-control.h"
#include "gc-link-script.h"
#include "gc-link-socket.h"
#include "gc-link-tcp.h"
#include "gc-link-udp.h"

#define DEFAULT_MAX_CLIENTS 256
#define MAX_MAX_CLIENTS 10000
#define DEFAULT_IDLE "60s"

/* As GOption fills it. */
typedef struct {
  char *link;
  char **udp;
  char *udp_to;
  char **tcp;
  char *tcp_to;
  int64_t seed;
  int max_clients;
  char *idle;
} Options;

typedef struct {
  GcLinkLoop *loop;
  GcLinkTable *table;
  GcLinkScript *script;
  GcLinkUdp *udp;
  GcLinkTcp *tcp;
  GcLinkControl *control;
  GcLinkWatch signals;
  gboolean stopped;
} Program;

static void
options_clear (Options *options)
{
  g_free (options->link);
  g_strfreev (options->udp);
  g_free (options->udp_to);
  g_strfreev (options->tcp);
  g_free (options->tcp_to);
  g_free (options->idle);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
fail (GError **error, const char *option, const char *value, const char *problem)
{
  g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "%s%s%s: %s", option, *value != '\0' ? " " : "",
               value, problem);
  return FALSE;
}

static gboolean
check_options (const Options *options, GError **error)
{
  g_autofree char *seed = g_strdup_printf ("%" G_GINT64_FORMAT, options->seed);
  g_autofree char *clients = g_strdup_printf ("%d", options->max_clients);

  if (options->link == NULL)
    return fail (error, "--link", "", "is needed, such as --link 300ms,6%");
  if (options->udp == NULL && options->tcp == NULL)
    return fail (error, "--udp", "", "is needed, or --tcp: where clients come to");
  if ((options->udp == NULL) != (options->udp_to == NULL))
    return fail (error, "--udp", "", "goes together with --udp-to");
  if ((options->tcp == NULL) != (options->tcp_to == NULL))
    return fail (error, "--tcp", "", "goes together with --tcp-to");
  if (options->seed < 0 || options->seed > UINT32_MAX)
    return fail (error, "--seed", seed, "must be 0 to 4294967295");
  if (options->max_clients < 1 || options->max_clients > MAX_MAX_CLIENTS)
    return fail (error, "--max-clients", clients, "must be 1 to 10000");
  return TRUE;
}

static gboolean
parse_options (char **arguments, Options *options, GError **error)
{
  const GOptionEntry entries[] = {
    { "link", 0, 0, G_OPTION_ARG_STRING, &options->link, "What the link does; see below", "LINK" },
    { "udp", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->udp,
      "Where datagrams come to; may be repeated; port 0 takes any, address 0.0.0.0 or [::] one "
      "socket for each of the machine's",
      "ADDRESS:PORT" },
    { "udp-to", 0, 0, G_OPTION_ARG_STRING, &options->udp_to,
      "Where they go; port 0: the same as that of the first --udp", "ADDRESS:PORT" },
    { "tcp", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->tcp, "As --udp, for connections",
      "ADDRESS:PORT" },
    { "tcp-to", 0, 0, G_OPTION_ARG_STRING, &options->tcp_to, "As --udp-to, for connections",
      "ADDRESS:PORT" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &options->seed,
      "The same seed and the same packets: the same losses (1)", "N" },
    { "max-clients", 0, 0, G_OPTION_ARG_INT, &options->max_clients, "Most at a time (256)", "N" },
    { "idle", 0, 0, G_OPTION_ARG_STRING, &options->idle,
      "Forgets who sends no datagram for so long (60s)", "TIME" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- makes a link bad on purpose");
  g_auto (GStrv) copy = g_strdupv (arguments);
  g_autofree char *help = g_strdup_printf (
      "%s\n\nEach client has such a link of its own. Commands, a line each, are read from standard "
      "input and\nanswered by ok, an error or what was asked for:\n"
      "  LINK                changes these items\n"
      "  rebind              the server sees other source ports, as after a NAT forgot\n"
      "  client N COMMAND    for the Nth that came alone\n"
      "  stats               what was counted, as JSON; also printed at the end\n",
      gc_link_spec_help ());

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_description (context, help);
  if (!g_option_context_parse_strv (context, &copy, error))
    return FALSE;
  if (copy[0] != NULL && copy[1] != NULL)
    return fail (error, "argument", copy[1], "what is it for?");
  return check_options (options, error);
}

static void say (const char *format, ...) G_GNUC_PRINTF (1, 2);

static void
say (const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  vprintf (format, arguments);
  va_end (arguments);
  putchar ('\n');
  fflush (stdout);
}

static gboolean
rebind (Program *program, unsigned client, GError **error)
{
  if (program->udp != NULL)
    return gc_link_udp_rebind (program->udp, client, error);
  g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "rebind: there is no --udp");
  return FALSE;
}

static gboolean
execute (Program *program, const GcLinkCommand *command, GError **error)
{
  int64_t now_us = g_get_monotonic_time ();

  switch (command->verb) {
  case GC_LINK_CHANGE:
    return gc_link_table_apply (program->table, command->client, command->spec, now_us, error);
  case GC_LINK_REBIND:
    return rebind (program, command->client, error);
  case GC_LINK_STATS: {
    g_autofree char *text = gc_link_table_format (program->table);
    say ("%s", text);
    return TRUE;
  }
  default:
    g_assert_not_reached ();
  }
}

static void
on_line (const char *line, void *user_data)
{
  Program *program = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GcLinkCommand) command = NULL;

  if (line == NULL) {
    say ("error: the line is too long");
    return;
  }
  command = gc_link_command_parse (line, &error);
  if (command == NULL || !execute (program, command, &error))
    say ("error: %s", error->message);
  else if (command->verb != GC_LINK_STATS)
    say ("ok");
}

static void
on_signal (void *user_data, uint32_t events)
{
  ((Program *)user_data)->stopped = TRUE;
}

/* SIGINT and SIGTERM end the program in order. */
static gboolean
watch_signals (Program *program, GError **error)
{
  sigset_t set;

  sigemptyset (&set);
  sigaddset (&set, SIGINT);
  sigaddset (&set, SIGTERM);
  sigprocmask (SIG_BLOCK, &set, NULL);
  signal (SIGPIPE, SIG_IGN);
  gc_link_watch_init (&program->signals, program->loop,
                      signalfd (-1, &set, SFD_NONBLOCK | SFD_CLOEXEC), on_signal, program);
  if (gc_link_watch_set_events (&program->signals, EPOLLIN))
    return TRUE;
  g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "signalfd: %s", g_strerror (errno));
  return FALSE;
}

typedef gboolean (*ListenFunc) (Program *, const GcAddress *, GcAddress *ret_bound, GError **);

static gboolean
listen_udp (Program *program, const GcAddress *address, GcAddress *ret_bound, GError **error)
{
  return gc_link_udp_listen (program->udp, address, ret_bound, error);
}

static gboolean
listen_tcp (Program *program, const GcAddress *address, GcAddress *ret_bound, GError **error)
{
  return gc_link_tcp_listen (program->tcp, address, ret_bound, error);
}

static gboolean
parse_address (const char *option, const char *text, GcAddress *ret_address, GError **error)
{
  if (gc_address_parse (text, ret_address))
    return TRUE;
  return fail (error, option, text, "must be an IP address and port, as 127.0.0.1:3478");
}

/* Opens all @texts, and appends to @line where. Returns the port of the first in @ret_port. */
static gboolean
open_all (Program *program,
          const char *option,
          char **texts,
          ListenFunc listen,
          GString *line,
          uint16_t *ret_port,
          GError **error)
{
  g_string_append_printf (line, " %s", option + 2);
  for (char **at = texts; *at != NULL; at++) {
    GcAddress address, all[GC_LINK_MAX_LISTENERS];
    if (!parse_address (option, *at, &address, error))
      return FALSE;
    size_t n = gc_link_expand (&address, all, G_N_ELEMENTS (all));
    for (size_t i = 0; i < n; i++) {
      char text[GC_ADDRESS_STRING_SIZE];
      GcAddress bound;
      if (!listen (program, &all[i], &bound, error)) {
        g_prefix_error (error, "%s ", option);
        return FALSE;
      }
      gboolean first = at == texts && i == 0;
      if (first)
        *ret_port = bound.port;
      g_string_append_printf (line, "%c%s", first ? '=' : ',', gc_address_format (&bound, text));
    }
  }
  return TRUE;
}

static gboolean
parse_target (const char *option,
              const char *text,
              uint16_t port,
              GcAddress *ret_target,
              GError **error)
{
  if (!parse_address (option, text, ret_target, error))
    return FALSE;
  if (ret_target->port == 0)
    ret_target->port = port;
  return TRUE;
}

static gboolean
open_udp (Program *program, const Options *options, GString *line, GError **error)
{
  GcAddress target;
  uint16_t port = 0;
  int64_t idle_us = 0;

  if (options->udp == NULL)
    return TRUE;
  if (!gc_link_parse_time (options->idle != NULL ? options->idle : DEFAULT_IDLE, &idle_us, error)) {
    g_prefix_error (error, "--idle ");
    return FALSE;
  }
  program->udp = gc_link_udp_new (program->loop, program->table, idle_us);
  if (!open_all (program, "--udp", options->udp, listen_udp, line, &port, error) ||
      !parse_target ("--udp-to", options->udp_to, port, &target, error))
    return FALSE;
  gc_link_udp_set_target (program->udp, &target);
  return TRUE;
}

static gboolean
open_tcp (Program *program, const Options *options, GString *line, GError **error)
{
  GcAddress target;
  uint16_t port = 0;

  if (options->tcp == NULL)
    return TRUE;
  program->tcp = gc_link_tcp_new (program->loop, program->table);
  if (!open_all (program, "--tcp", options->tcp, listen_tcp, line, &port, error) ||
      !parse_target ("--tcp-to", options->tcp_to, port, &target, error))
    return FALSE;
  gc_link_tcp_set_target (program->tcp, &target);
  return TRUE;
}

static gboolean
open_program (Program *program, const Options *options, GError **error)
{
  g_autoptr (GString) line = g_string_new ("ready");

  program->signals.fd = -1;
  program->script = gc_link_script_parse (options->link, error);
  if (program->script == NULL) {
    g_prefix_error (error, "--link ");
    return FALSE;
  }
  program->table = gc_link_table_new ((uint32_t)options->seed, (unsigned)options->max_clients);
  program->loop = gc_link_loop_new (error);
  if (program->loop == NULL || !watch_signals (program, error) ||
      !open_udp (program, options, line, error) || !open_tcp (program, options, line, error))
    return FALSE;
  program->control = gc_link_control_new (program->loop, STDIN_FILENO, on_line, program);
  say ("%s", line->str);
  return TRUE;
}

static void
close_program (Program *program)
{
  gc_link_control_free (program->control);
  gc_link_udp_free (program->udp);
  gc_link_tcp_free (program->tcp);
  gc_link_watch_clear (&program->signals);
  gc_link_loop_free (program->loop);
  gc_link_table_free (program->table);
  gc_link_script_free (program->script);
}

/* What is due now. Returns: when to look again. */
static int64_t
run_due (Program *program, int64_t start_us)
{
  int64_t now_us = g_get_monotonic_time (), next_us = INT64_MAX;
  const GcLinkCommand *command;

  while ((command = gc_link_script_take (program->script, now_us - start_us)) != NULL) {
    g_autoptr (GError) error = NULL;
    if (!execute (program, command, &error))
      g_printerr ("lossy-link: --link: %s\n", error->message);
  }
  if (gc_link_script_next_us (program->script) != INT64_MAX)
    next_us = start_us + gc_link_script_next_us (program->script);
  if (program->udp != NULL) {
    gc_link_udp_run (program->udp, now_us);
    next_us = MIN (next_us, gc_link_udp_next_us (program->udp, now_us));
  }
  if (program->tcp != NULL) {
    gc_link_tcp_run (program->tcp, now_us);
    next_us = MIN (next_us, gc_link_tcp_next_us (program->tcp, now_us));
  }
  return next_us;
}

int
main (int argc, char **argv)
{
  g_auto (GStrv) arguments = g_strdupv (argv);
  g_auto (Options) options = { .seed = 1, .max_clients = DEFAULT_MAX_CLIENTS };
  g_autoptr (GError) error = NULL;
  Program program = { 0 };

  if (!parse_options (arguments, &options, &error)) {
    g_printerr ("lossy-link: %s\n", error->message);
    return 2;
  }
  if (!open_program (&program, &options, &error)) {
    g_printerr ("lossy-link: %s\n", error->message);
    close_program (&program);
    return error->code == GC_ERROR_INVALID ? 2 : 1;
  }
  int64_t start_us = g_get_monotonic_time ();
  while (!program.stopped)
    gc_link_loop_wait (program.loop, run_due (&program, start_us));
  g_autofree char *counted = gc_link_table_format (program.table);
  say ("%s", counted);
  close_program (&program);
  return 0;
}
