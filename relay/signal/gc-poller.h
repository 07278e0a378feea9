// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

/*
 * GcPoller: many file descriptors as one source of the main loop, by epoll. Main thread.
 *
 * NOTES. GLib's loop goes through all of its sources and hands all descriptors to poll() on each
 * turn; with one source a socket, a turn of 10,000 idle ones costs milliseconds, and each source
 * with the task of its read some kilobytes.
 */
typedef struct _GcPoller GcPoller;

/* Part of its owner; @fd and @ready are set before gc_poller_add (). */
typedef struct {
  int fd;
  /* @events: EPOLLIN, EPOLLOUT, EPOLLHUP, EPOLLERR as they stand now. */
  void (*ready) (gpointer owner, uint32_t events);
  gpointer owner;
} GcPollerWatch;

/* Errors: GC_ERROR_UNAVAILABLE. (transfer full) */
GcPoller *gc_poller_new (GError **error);
void gc_poller_free (GcPoller *poller);

/* Reports on @watch, which is borrowed, while one of @events stands. FALSE: the kernel refused. */
gboolean gc_poller_add (GcPoller *poller, GcPollerWatch *watch, uint32_t events);
void gc_poller_change (GcPoller *poller, GcPollerWatch *watch, uint32_t events);
/* Before the descriptor is closed; @watch may be freed then, also from within its own report. */
void gc_poller_remove (GcPoller *poller, GcPollerWatch *watch);
