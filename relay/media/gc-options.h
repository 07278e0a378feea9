// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gio/gio.h>

#include "common/gc-log.h"
#include "media/gc-port.h"

#define GC_OPTIONS_MAX_WORKERS 64

/* GcOptions: the command line of gc-relay, checked. */
typedef struct {
  char *control;                   /* path of the Unix socket, or NULL */
  GInetSocketAddress *control_tls; /* or NULL; then the next three are set, too */
  char *tls_certificate;
  char *tls_key;
  char *token;              /* from the token file, or NULL */
  GInetSocketAddress *whip; /* or NULL */
  GcAddress media[GC_PORT_MAX_SOCKETS];
  size_t n_media;
  GcAddress advertise[GC_PORT_MAX_LOCALS]; /* port 0: the one of the first media address */
  size_t n_advertise;
  gboolean udp_only;
  unsigned n_workers; /* 1 to GC_OPTIONS_MAX_WORKERS */
  unsigned max_peers; /* of each worker */
  GcLogFormat log_format;
  GLogLevelFlags log_level;
} GcOptions;

/*
 * Reads @arguments (strv, program name first). Errors: INVALID, in words for the person who typed
 * them; UNAVAILABLE for the token file. `--help` and `--version` end the process. (transfer full)
 */
GcOptions *gc_options_parse (char **arguments, GError **error);
void gc_options_free (GcOptions *options);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcOptions, gc_options_free)
