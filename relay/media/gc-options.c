// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "media/gc-options.h"

#include <string.h>

#include "common/gc-error.h"
#include "common/gc-secret.h"

#define DEFAULT_MAX_PEERS 1000
#define MAX_MAX_PEERS 20000

/* As GOption fills it. */
typedef struct {
  char *control;
  char *control_tls;
  char *tls_certificate;
  char *tls_key;
  char *token_file;
  char *whip;
  char **media;
  char **advertise;
  gboolean udp_only;
  int workers;
  int max_peers;
  char *log_format;
  char *log_level;
  gboolean version;
} Raw;

static void
raw_clear (Raw *raw)
{
  g_free (raw->control);
  g_free (raw->control_tls);
  g_free (raw->tls_certificate);
  g_free (raw->tls_key);
  g_free (raw->token_file);
  g_free (raw->whip);
  g_strfreev (raw->media);
  g_strfreev (raw->advertise);
  g_free (raw->log_format);
  g_free (raw->log_level);
}

static gboolean
parse_raw (char **arguments, Raw *raw, GError **error)
{
  const GOptionEntry entries[] = {
    { "control", 0, 0, G_OPTION_ARG_FILENAME, &raw->control, "Control API on a Unix socket",
      "PATH" },
    { "control-tls", 0, 0, G_OPTION_ARG_STRING, &raw->control_tls,
      "Control API over TLS (needs the next three)", "HOST:PORT" },
    { "tls-cert", 0, 0, G_OPTION_ARG_FILENAME, &raw->tls_certificate, "Certificate, PEM", "FILE" },
    { "tls-key", 0, 0, G_OPTION_ARG_FILENAME, &raw->tls_key, "Its private key, PEM", "FILE" },
    { "token-file", 0, 0, G_OPTION_ARG_FILENAME, &raw->token_file,
      "Bearer token for --control-tls and --whip", "FILE" },
    { "whip", 0, 0, G_OPTION_ARG_STRING, &raw->whip,
      "WHIP endpoint; without a token only on a loopback address", "HOST:PORT" },
    { "media", 0, 0, G_OPTION_ARG_STRING_ARRAY, &raw->media,
      "Address for media, UDP and TCP; may be repeated; port 0 takes any", "ADDRESS:PORT" },
    { "udp-only", 0, 0, G_OPTION_ARG_NONE, &raw->udp_only,
      "No TCP: for clients whose network lets no UDP through there is no way then", NULL },
    { "advertise", 0, 0, G_OPTION_ARG_STRING_ARRAY, &raw->advertise,
      "Address to tell clients instead of our own; may be repeated", "ADDRESS[:PORT]" },
    { "workers", 0, 0, G_OPTION_ARG_INT, &raw->workers,
      "Threads for media, each with ports of its own: the next ones (1)", "N" },
    { "max-peers", 0, 0, G_OPTION_ARG_INT, &raw->max_peers,
      "Most peers of a worker at a time (1000)", "N" },
    { "log-format", 0, 0, G_OPTION_ARG_STRING, &raw->log_format, "text, journal or json",
      "FORMAT" },
    { "log-level", 0, 0, G_OPTION_ARG_STRING, &raw->log_level, "debug, info, message or warning",
      "LEVEL" },
    { "version", 0, 0, G_OPTION_ARG_NONE, &raw->version, "Print the version and end", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- media relay of Global Connect");
  g_autoptr (GError) cause = NULL;
  g_auto (GStrv) copy = g_strdupv (arguments);

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse_strv (context, &copy, &cause)) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "%s", cause->message);
    return FALSE;
  }
  if (copy[0] != NULL && copy[1] != NULL) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "argument %s: what is it for?", copy[1]);
    return FALSE;
  }
  return TRUE;
}

static gboolean
parse_address (const char *option, const char *text, GcAddress *ret_address, GError **error)
{
  if (gc_address_parse (text, ret_address))
    return TRUE;
  g_set_error (error, GC_ERROR, GC_ERROR_INVALID,
               "%s %s: must be an IP address and port, as 192.0.2.1:3478 or [2001:db8::1]:3478",
               option, text);
  return FALSE;
}

/* An address with or without a port. */
static gboolean
parse_advertised (const char *text, GcAddress *ret_address, GError **error)
{
  g_autofree char *with_port = g_strconcat (text, ":0", NULL);
  g_autofree char *bracketed = g_strconcat ("[", text, "]:0", NULL);

  if (gc_address_parse (text, ret_address) || gc_address_parse (with_port, ret_address) ||
      gc_address_parse (bracketed, ret_address))
    return TRUE;
  g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "--advertise %s: must be an IP address", text);
  return FALSE;
}

static gboolean
parse_media (const Raw *raw, GcOptions *options, GError **error)
{
  for (char **at = raw->media; at != NULL && *at != NULL; at++) {
    if (options->n_media == GC_PORT_MAX_SOCKETS) {
      g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "--media: at most %d", GC_PORT_MAX_SOCKETS);
      return FALSE;
    }
    if (!parse_address ("--media", *at, &options->media[options->n_media++], error))
      return FALSE;
  }
  for (char **at = raw->advertise; at != NULL && *at != NULL; at++) {
    if (options->n_advertise == GC_PORT_MAX_LOCALS) {
      g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "--advertise: at most %d",
                   GC_PORT_MAX_LOCALS);
      return FALSE;
    }
    if (!parse_advertised (*at, &options->advertise[options->n_advertise++], error))
      return FALSE;
  }
  if (options->n_media > 0)
    return TRUE;
  g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "--media: at least one is needed");
  return FALSE;
}

/* "localhost:8080" or what gc_address_parse () reads. */
static GInetSocketAddress *
parse_tcp (const char *option, const char *text, GError **error)
{
  g_autofree char *numeric =
      g_str_has_prefix (text, "localhost:") ? g_strconcat ("127.0.0.1", text + 9, NULL) : NULL;
  struct sockaddr_storage name;
  GcAddress address;

  if (!parse_address (option, numeric != NULL ? numeric : text, &address, error))
    return NULL;
  socklen_t size = gc_address_to_sockaddr (&address, AF_UNSPEC, &name);
  return G_INET_SOCKET_ADDRESS (g_socket_address_new_from_native (&name, size));
}

static gboolean
parse_tcp_options (Raw *raw, GcOptions *options, GError **error)
{
  if (raw->whip != NULL && (options->whip = parse_tcp ("--whip", raw->whip, error)) == NULL)
    return FALSE;
  if (raw->token_file != NULL &&
      (options->token = gc_secret_load ("token file", raw->token_file, error)) == NULL)
    return FALSE;
  if (raw->control_tls == NULL)
    return TRUE;
  options->control_tls = parse_tcp ("--control-tls", raw->control_tls, error);
  if (options->control_tls == NULL)
    return FALSE;
  options->tls_certificate = g_steal_pointer (&raw->tls_certificate);
  options->tls_key = g_steal_pointer (&raw->tls_key);
  if (options->tls_certificate != NULL && options->tls_key != NULL && options->token != NULL)
    return TRUE;
  g_set_error (error, GC_ERROR, GC_ERROR_INVALID,
               "--control-tls: needs --tls-cert, --tls-key and --token-file");
  return FALSE;
}

static gboolean
parse_log (const Raw *raw, GcOptions *options, GError **error)
{
  static const struct {
    const char *name;
    GLogLevelFlags level;
  } levels[] = {
    { "message", G_LOG_LEVEL_MESSAGE },
    { "debug", G_LOG_LEVEL_DEBUG },
    { "info", G_LOG_LEVEL_INFO },
    { "warning", G_LOG_LEVEL_WARNING },
  };

  options->log_format = GC_LOG_FORMAT_TEXT;
  options->log_level = levels[0].level;
  if (raw->log_format != NULL &&
      !gc_log_format_parse (raw->log_format, &options->log_format, error))
    return FALSE;
  if (raw->log_level == NULL)
    return TRUE;
  for (size_t i = 0; i < G_N_ELEMENTS (levels); i++) {
    if (!g_str_equal (levels[i].name, raw->log_level))
      continue;
    options->log_level = levels[i].level;
    return TRUE;
  }
  g_set_error (error, GC_ERROR, GC_ERROR_INVALID,
               "--log-level %s: must be debug, info, message or warning", raw->log_level);
  return FALSE;
}

/* Worker i takes each port + i. */
static gboolean
check_ports (const char *option, const GcAddress *addresses, size_t n, int workers, GError **error)
{
  for (size_t i = 0; i < n; i++) {
    char text[GC_ADDRESS_STRING_SIZE];
    if (addresses[i].port == 0 || addresses[i].port + workers - 1 <= UINT16_MAX)
      continue;
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "%s %s: there are no %d ports from there on",
                 option, gc_address_format (&addresses[i], text), workers);
    return FALSE;
  }
  return TRUE;
}

static gboolean
check_workers (const Raw *raw, GcOptions *options, GError **error)
{
  if (raw->workers < 1 || raw->workers > GC_OPTIONS_MAX_WORKERS) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "--workers %d: must be 1 to %d", raw->workers,
                 GC_OPTIONS_MAX_WORKERS);
    return FALSE;
  }
  options->n_workers = (unsigned)raw->workers;
  return check_ports ("--media", options->media, options->n_media, raw->workers, error) &&
         check_ports ("--advertise", options->advertise, options->n_advertise, raw->workers, error);
}

static gboolean
check (const Raw *raw, GcOptions *options, GError **error)
{
  if (options->control == NULL && options->whip == NULL && options->control_tls == NULL) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID,
                 "one of --control, --control-tls and --whip is needed");
    return FALSE;
  }
  if (raw->max_peers < 1 || raw->max_peers > MAX_MAX_PEERS) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "--max-peers %d: must be 1 to %d",
                 raw->max_peers, MAX_MAX_PEERS);
    return FALSE;
  }
  options->max_peers = (unsigned)raw->max_peers;
  options->udp_only = raw->udp_only;
  return check_workers (raw, options, error);
}

GcOptions *
gc_options_parse (char **arguments, GError **error)
{
  g_autoptr (GcOptions) options = g_new0 (GcOptions, 1);
  Raw raw = { .workers = 1, .max_peers = DEFAULT_MAX_PEERS };
  gboolean good = parse_raw (arguments, &raw, error);

  if (good && raw.version) {
    g_print ("gc-relay %s\n", GC_VERSION);
    exit (EXIT_SUCCESS);
  }
  options->control = g_strdup (raw.control);
  good = good && parse_media (&raw, options, error) && parse_tcp_options (&raw, options, error) &&
         parse_log (&raw, options, error) && check (&raw, options, error);
  raw_clear (&raw);
  return good ? g_steal_pointer (&options) : NULL;
}

void
gc_options_free (GcOptions *options)
{
  if (options == NULL)
    return;
  g_free (options->control);
  g_clear_object (&options->control_tls);
  g_free (options->tls_certificate);
  g_free (options->tls_key);
  g_free (options->token);
  g_clear_object (&options->whip);
  g_free (options);
}
