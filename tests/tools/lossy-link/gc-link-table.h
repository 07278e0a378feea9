// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gc-link-path.h"

/*
 * GcLinkTable: the links of all clients, each with two paths of its own, and what they counted,
 * also after they are gone. Pure: sockets are the business of gc-link-udp.h and gc-link-tcp.h.
 */
typedef struct _GcLinkTable GcLinkTable;

/* The link of one client. */
typedef struct {
  unsigned number; /* from 1, in the order in which clients came */
  GcLinkKind kind;
  GcLinkSpec spec;
  GcLinkPath *paths[GC_LINK_N_DIRECTIONS];
} GcLink;

/* A table of at most @max_links at a time, which at first harm nothing. (transfer full) */
GcLinkTable *gc_link_table_new (uint32_t seed, unsigned max_links);
/* The links must have been closed. */
void gc_link_table_free (GcLinkTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcLinkTable, gc_link_table_free)

/* A link for a new client; NULL, and counted, if there are as many as may be. (transfer none) */
GcLink *gc_link_table_open (GcLinkTable *table, GcLinkKind kind, int64_t now_us);
void gc_link_table_close (GcLinkTable *table, GcLink *link);

/* The link with this number. (nullable) */
GcLink *gc_link_table_find (const GcLinkTable *table, unsigned number);

/*
 * Applies @text (see gc_link_spec_apply ()) to the link @number, or, if that is 0, to all and to
 * those to come. Errors: UNKNOWN for the number, INVALID for the text; then nothing has changed.
 */
gboolean gc_link_table_apply (GcLinkTable *table,
                              unsigned number,
                              const char *text,
                              int64_t now_us,
                              GError **error);

/* All counters as one line of JSON. (transfer full) */
char *gc_link_table_format (const GcLinkTable *table);
