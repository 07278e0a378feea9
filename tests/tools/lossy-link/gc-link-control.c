// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "gc-link-control.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#define MAX_LINE_BYTES 1000

struct _GcLinkControl {
  GcLinkWatch watch;
  GcLinkLineFunc func;
  void *user_data;
  GString *begun; /* of the next line, at most one byte more than it may have */
};

static void
take_byte (GcLinkControl *control, char byte)
{
  if (byte != '\n') {
    if (control->begun->len <= MAX_LINE_BYTES)
      g_string_append_c (control->begun, byte);
    return;
  }
  gboolean good = control->begun->len <= MAX_LINE_BYTES;
  control->func (good ? control->begun->str : NULL, control->user_data);
  g_string_truncate (control->begun, 0);
}

static void
on_readable (void *user_data, uint32_t events)
{
  GcLinkControl *control = user_data;
  char bytes[512];
  ssize_t got = read (control->watch.fd, bytes, sizeof bytes);

  for (ssize_t i = 0; i < got; i++)
    take_byte (control, bytes[i]);
  if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN))
    gc_link_watch_set_events (&control->watch, 0);
}

GcLinkControl *
gc_link_control_new (GcLinkLoop *loop, int fd, GcLinkLineFunc func, void *user_data)
{
  GcLinkControl *control = g_new0 (GcLinkControl, 1);

  control->func = func;
  control->user_data = user_data;
  control->begun = g_string_new (NULL);
  gc_link_watch_init (&control->watch, loop, fd, on_readable, control);
  gc_link_watch_set_events (&control->watch, EPOLLIN);
  return control;
}

void
gc_link_control_free (GcLinkControl *control)
{
  if (control == NULL)
    return;
  gc_link_watch_clear (&control->watch);
  g_string_free (control->begun, TRUE);
  g_free (control);
}
