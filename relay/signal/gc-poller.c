// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "signal/gc-poller.h"

#include "common/gc-error.h"

#include <errno.h>
#include <sys/epoll.h>
#include <unistd.h>

/* Reports of one turn, so that the loop's other sources have theirs. */
#define MAX_REPORTS 256

struct _GcPoller {
  int epoll;
  GSource *source;
};

typedef struct {
  GSource parent;
  GcPoller *poller;
} PollerSource;

/* One at a time: whatever a report frees, the next one is asked for afterwards. */
static gboolean
dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  GcPoller *poller = ((PollerSource *)source)->poller;
  struct epoll_event event = { 0 };

  for (unsigned i = 0; i < MAX_REPORTS && epoll_wait (poller->epoll, &event, 1, 0) == 1; i++) {
    GcPollerWatch *watch = event.data.ptr;
    watch->ready (watch->owner, event.events);
  }
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs source_funcs = { .dispatch = dispatch };

GcPoller *
gc_poller_new (GError **error)
{
  int epoll = epoll_create1 (EPOLL_CLOEXEC);

  if (epoll < 0) {
    g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "epoll: %s", g_strerror (errno));
    return NULL;
  }
  GcPoller *poller = g_new0 (GcPoller, 1);
  poller->epoll = epoll;
  poller->source = g_source_new (&source_funcs, sizeof (PollerSource));
  ((PollerSource *)poller->source)->poller = poller;
  g_source_set_static_name (poller->source, "gc-poller");
  g_source_add_unix_fd (poller->source, epoll, G_IO_IN);
  g_source_attach (poller->source, g_main_context_get_thread_default ());
  return poller;
}

void
gc_poller_free (GcPoller *poller)
{
  if (poller == NULL)
    return;
  g_source_destroy (poller->source);
  g_source_unref (poller->source);
  close (poller->epoll);
  g_free (poller);
}

gboolean
gc_poller_add (GcPoller *poller, GcPollerWatch *watch, uint32_t events)
{
  struct epoll_event event = { .events = events, .data.ptr = watch };

  return epoll_ctl (poller->epoll, EPOLL_CTL_ADD, watch->fd, &event) == 0;
}

void
gc_poller_change (GcPoller *poller, GcPollerWatch *watch, uint32_t events)
{
  struct epoll_event event = { .events = events, .data.ptr = watch };

  (void)epoll_ctl (poller->epoll, EPOLL_CTL_MOD, watch->fd, &event);
}

void
gc_poller_remove (GcPoller *poller, GcPollerWatch *watch)
{
  (void)epoll_ctl (poller->epoll, EPOLL_CTL_DEL, watch->fd, NULL);
}
