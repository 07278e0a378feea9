// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>

/*
 * Structured logging of the daemons: a message in plain words plus fields that name the objects it
 * speaks of. Fields carry ids only; names, documents, addresses of people, keys and SDP never stand
 * above the debug level.
 *
 *   gc_log_message (GC_LOG_TICKET, ticket->id, "offer timed out after %u s", seconds);
 */
#define GC_LOG_TICKET "GC_TICKET"
#define GC_LOG_APPOINTMENT "GC_APPOINTMENT"
#define GC_LOG_ROOM "GC_ROOM"
#define GC_LOG_PEER "GC_PEER"
#define GC_LOG_AGENT "GC_AGENT"

typedef enum {
  GC_LOG_FORMAT_TEXT,
  GC_LOG_FORMAT_JOURNAL,
  GC_LOG_FORMAT_JSON
} GcLogFormat;

/*
 * Sets the process's one log writer: @format on standard error (the journal for
 * GC_LOG_FORMAT_JOURNAL), messages of @level and graver. Call once, first thing in main ().
 */
void gc_log_init (GcLogFormat format, GLogLevelFlags level);

/* The format named @name: "text", "journal" or "json". Errors: GC_ERROR_INVALID. */
gboolean gc_log_format_parse (const char *name, GcLogFormat *ret_format, GError **error);

#define gc_log(level, field, value, ...)                                                           \
  g_log_structured (G_LOG_DOMAIN, level, field, value, "MESSAGE", __VA_ARGS__)
#define gc_log_debug(field, value, ...) gc_log (G_LOG_LEVEL_DEBUG, field, value, __VA_ARGS__)
#define gc_log_info(field, value, ...) gc_log (G_LOG_LEVEL_INFO, field, value, __VA_ARGS__)
#define gc_log_message(field, value, ...) gc_log (G_LOG_LEVEL_MESSAGE, field, value, __VA_ARGS__)
#define gc_log_warning(field, value, ...) gc_log (G_LOG_LEVEL_WARNING, field, value, __VA_ARGS__)
