// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

/*
 * GcLinkLoop: waits for descriptors and for the time, to the microsecond, which GLib's main loop
 * rounds to milliseconds. One event is handled at a time, so a handler may free whatever it likes.
 */
typedef struct _GcLinkLoop GcLinkLoop;

/* @events: of epoll_ctl (2). */
typedef void (*GcLinkFunc) (void *user_data, uint32_t events);

/* One descriptor; a member of whatever it belongs to. */
typedef struct {
  GcLinkLoop *loop;
  int fd;
  uint32_t events; /* waited for; 0: nothing, not even an end of the connection */
  GcLinkFunc func;
  void *user_data;
} GcLinkWatch;

/* Errors: UNAVAILABLE. (transfer full) */
GcLinkLoop *gc_link_loop_new (GError **error);
void gc_link_loop_free (GcLinkLoop *loop);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcLinkLoop, gc_link_loop_free)

/* @fd (transfer full), of which nothing is waited for yet. */
void
gc_link_watch_init (GcLinkWatch *watch, GcLinkLoop *loop, int fd, GcLinkFunc func, void *user_data);

/* Returns: FALSE if the descriptor cannot be waited for, as a file. */
gboolean gc_link_watch_set_events (GcLinkWatch *watch, uint32_t events);

/* Closes the descriptor. */
void gc_link_watch_clear (GcLinkWatch *watch);

/* Waits for one event, or until @until_us, monotonic (INT64_MAX: for ever), and handles it. */
void gc_link_loop_wait (GcLinkLoop *loop, int64_t until_us);
