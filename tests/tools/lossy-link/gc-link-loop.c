// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "gc-link-loop.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "common/gc-error.h"

struct _GcLinkLoop {
  int epoll;
  GcLinkWatch timer;
  int64_t armed_us; /* for when the timer is set; INT64_MAX: it is not */
};

/* Only wakes the loop: whoever has something due looks at the clock. It rings once for each time
 * that it is set (EPOLLET), so its count need not be read. */
static void
on_timer (void *user_data, uint32_t events)
{
  ((GcLinkLoop *)user_data)->armed_us = INT64_MAX;
}

GcLinkLoop *
gc_link_loop_new (GError **error)
{
  GcLinkLoop *loop = g_new0 (GcLinkLoop, 1);

  loop->armed_us = INT64_MAX;
  loop->epoll = epoll_create1 (EPOLL_CLOEXEC);
  gc_link_watch_init (&loop->timer, loop,
                      timerfd_create (CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC), on_timer, loop);
  if (loop->epoll >= 0 && gc_link_watch_set_events (&loop->timer, EPOLLIN | EPOLLET))
    return loop;
  g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "epoll or timerfd: %s", g_strerror (errno));
  gc_link_loop_free (loop);
  return NULL;
}

void
gc_link_loop_free (GcLinkLoop *loop)
{
  if (loop == NULL)
    return;
  gc_link_watch_clear (&loop->timer);
  if (loop->epoll >= 0)
    close (loop->epoll);
  g_free (loop);
}

void
gc_link_watch_init (GcLinkWatch *watch, GcLinkLoop *loop, int fd, GcLinkFunc func, void *user_data)
{
  *watch = (GcLinkWatch){ loop, fd, 0, func, user_data };
}

gboolean
gc_link_watch_set_events (GcLinkWatch *watch, uint32_t events)
{
  struct epoll_event event = { .events = events, .data.ptr = watch };
  int operation = events == 0 ? EPOLL_CTL_DEL : watch->events == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;

  if (events == watch->events)
    return TRUE;
  watch->events = events;
  return epoll_ctl (watch->loop->epoll, operation, watch->fd, &event) == 0;
}

void
gc_link_watch_clear (GcLinkWatch *watch)
{
  if (watch->fd >= 0)
    close (watch->fd);
  watch->fd = -1;
  watch->events = 0;
}

static void
arm (GcLinkLoop *loop, int64_t until_us)
{
  /* A time that is past must still ring; 0 would mean never. */
  int64_t at_us = until_us == INT64_MAX ? 0 : MAX (until_us, 1);
  const struct itimerspec when = {
    .it_value = { at_us / G_USEC_PER_SEC, at_us % G_USEC_PER_SEC * 1000 },
  };

  if (until_us == loop->armed_us)
    return;
  loop->armed_us = until_us;
  timerfd_settime (loop->timer.fd, TFD_TIMER_ABSTIME, &when, NULL);
}

void
gc_link_loop_wait (GcLinkLoop *loop, int64_t until_us)
{
  struct epoll_event event;

  arm (loop, until_us);
  if (epoll_wait (loop->epoll, &event, 1, -1) == 1) {
    GcLinkWatch *watch = event.data.ptr;
    watch->func (watch->user_data, event.events);
  }
}
