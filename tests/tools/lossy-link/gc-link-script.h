// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gc-link-spec.h"

/*
 * GcLinkCommand: one change of the link, as a line of standard input or a step of a script gives
 * it:
 *
 *   [client N] SPEC        changes the links, or client N's alone; see gc-link-spec.h
 *   [client N] rebind      the server sees another source port from now on
 *   stats                  prints what was counted
 */
typedef enum {
  GC_LINK_CHANGE,
  GC_LINK_REBIND,
  GC_LINK_STATS
} GcLinkVerb;

typedef struct {
  GcLinkVerb verb;
  unsigned client; /* 0: all, and those to come */
  char *spec;      /* of GC_LINK_CHANGE */
} GcLinkCommand;

/* Errors: INVALID, naming the word. (transfer full) */
GcLinkCommand *gc_link_command_parse (const char *text, GError **error);
void gc_link_command_free (GcLinkCommand *command);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcLinkCommand, gc_link_command_free)

/* GcLinkScript: commands and when they are due, "SPEC; at 10s COMMAND; at 20s COMMAND". */
typedef struct _GcLinkScript GcLinkScript;

/* Errors: INVALID, also for what a later step sets wrongly, and for times that go back.
 * (transfer full) */
GcLinkScript *gc_link_script_parse (const char *text, GError **error);
void gc_link_script_free (GcLinkScript *script);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcLinkScript, gc_link_script_free)

/* The next command that is due @elapsed_us after the start, each once. (transfer none) (nullable)
 */
const GcLinkCommand *gc_link_script_take (GcLinkScript *script, int64_t elapsed_us);

/* When the next is due, in microseconds after the start; INT64_MAX: none is left. */
int64_t gc_link_script_next_us (const GcLinkScript *script);
