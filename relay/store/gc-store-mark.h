// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

/*
 * GcMark: a small file beside the database that remembers how far it had come. It is not part of a
 * backup. A database that is behind its mark is an older one that was put back.
 *
 * The mark is written after the transaction that it tells of and not synced, so it can be behind
 * the database for a moment, and never before it.
 */
typedef struct {
  char id[33];  /* of the database; "": there is no mark */
  uint64_t seq; /* of its newest transition */
  int64_t at_ms;
} GcMark;

#define GC_MARK_NAME "high-water"

/* What stands in the folder; an unreadable mark counts as none. */
void gc_mark_read (const char *directory, GcMark *ret_mark);

/* Opens the file to be written again and again. -1 on error. */
int gc_mark_open (const char *directory, GError **error);

/* A failure is left to the next time. */
void gc_mark_write (int fd, const GcMark *mark);
