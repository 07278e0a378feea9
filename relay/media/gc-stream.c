// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * NOTES: how much is left to the kernel. A socket buffer of some 100 KB is needed to fill a long
 * line, but what waits in it unsent can be neither dropped nor overtaken: behind it sound would
 * come a second late. So SO_SNDBUF is left to the kernel, and we look at what is unsent
 * (SIOCOUTQNSD) before we write. TCP_NOTSENT_LOWAT alone bounds it badly, since one segment may
 * hold 64 KB.
 */
#include "config.h"

#include "media/gc-stream.h"

#include <errno.h>
#include <linux/sockios.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_PARTS 32 /* frames of one system call */

struct _GcStream {
  int fd; /* -1: closed */
  int poller;
  gpointer tag; /* of the poller's events */
  GcAddress from;
  const GcStreamLimits *limits;
  GcCounters *counters;
  GcFrameReader reader;
  GcSendQueue *queue;
  gboolean waiting; /* for the kernel to take more */
};

GcStream *
gc_stream_new (int fd,
               int poller,
               gpointer tag,
               const GcAddress *from,
               const GcStreamLimits *limits,
               GcCounters *counters)
{
  GcStream *stream = g_new0 (GcStream, 1);
  struct epoll_event event = { .events = EPOLLIN, .data.ptr = tag };

  stream->fd = fd;
  stream->poller = poller;
  stream->tag = tag;
  stream->from = *from;
  stream->limits = limits;
  stream->counters = counters;
  stream->queue = gc_send_queue_new (limits->lanes);
  if (epoll_ctl (poller, EPOLL_CTL_ADD, fd, &event) == 0)
    return stream;
  gc_stream_free (stream);
  return NULL;
}

void
gc_stream_reset (int fd)
{
  const struct linger at_once = { .l_onoff = 1, .l_linger = 0 };

  setsockopt (fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close (fd);
}

void
gc_stream_close (GcStream *stream, gboolean reset)
{
  if (reset)
    gc_stream_reset (stream->fd);
  else
    close (stream->fd);
  stream->fd = -1;
}

void
gc_stream_free (GcStream *stream)
{
  if (stream == NULL)
    return;
  if (stream->fd >= 0)
    gc_stream_close (stream, FALSE);
  gc_send_queue_free (stream->queue);
  g_free (stream);
}

gboolean
gc_stream_is_closed (const GcStream *stream)
{
  return stream->fd < 0;
}

const GcAddress *
gc_stream_from (const GcStream *stream)
{
  return &stream->from;
}

ssize_t
gc_stream_read (GcStream *stream, uint8_t *bytes, size_t size)
{
  ssize_t got = recv (stream->fd, bytes, size, MSG_DONTWAIT);

  if (got > 0) {
    gc_counters_add (stream->counters, GC_COUNT_TCP_IN_BYTES, (uint64_t)got);
    return got;
  }
  return got < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : -1;
}

GcFrameResult
gc_stream_read_frame (GcStream *stream,
                      const uint8_t **bytes,
                      size_t *size,
                      const uint8_t **ret_frame,
                      size_t *ret_size)
{
  return gc_frame_read (&stream->reader, bytes, size, ret_frame, ret_size);
}

static void
count_late (GcStream *stream, GcLane lane, unsigned n)
{
  static const GcCount counts[GC_N_LANES] = { GC_COUNT_LOST_LATE_PROMPT, GC_COUNT_LOST_LATE_BULK };

  if (n > 0)
    gc_counters_add (stream->counters, counts[lane], n);
}

void
gc_stream_push (GcStream *stream, GcLane lane, const uint8_t *bytes, size_t size, int64_t now_us)
{
  count_late (stream, lane, gc_send_queue_push (stream->queue, lane, bytes, size, now_us));
}

/* How many bytes may follow those that the kernel has. */
static size_t
get_room (const GcStream *stream)
{
  int unsent = 0;

  if (ioctl (stream->fd, SIOCOUTQNSD, &unsent) < 0)
    return 0;
  return stream->limits->max_unsent_bytes - MIN ((size_t)unsent, stream->limits->max_unsent_bytes);
}

/* Returns: FALSE if the kernel took nothing. */
static gboolean
write_some (GcStream *stream)
{
  struct iovec parts[MAX_PARTS];
  struct msghdr header = { .msg_iov = parts };

  header.msg_iovlen = gc_send_queue_peek (stream->queue, parts, MAX_PARTS, get_room (stream));
  if (header.msg_iovlen == 0)
    return FALSE;
  ssize_t sent = sendmsg (stream->fd, &header, MSG_DONTWAIT | MSG_NOSIGNAL);
  gc_counters_add (stream->counters, GC_COUNT_OUT_CALLS, 1);
  if (sent <= 0)
    return FALSE;
  gc_counters_add (stream->counters, GC_COUNT_TCP_OUT_BYTES, (uint64_t)sent);
  gc_counters_add (stream->counters, GC_COUNT_OUT_BYTES,
                   gc_send_queue_take (stream->queue, (size_t)sent));
  return TRUE;
}

/* A connection that has failed is seen by whoever reads: the poller shows it. */
gboolean
gc_stream_flush (GcStream *stream, int64_t now_us)
{
  for (GcLane lane = 0; lane < GC_N_LANES; lane++)
    count_late (stream, lane, gc_send_queue_expire (stream->queue, lane, now_us));
  while (!gc_send_queue_is_empty (stream->queue) && write_some (stream))
    continue;
  gboolean empty = gc_send_queue_is_empty (stream->queue);
  if (stream->waiting == empty) {
    struct epoll_event event = { .events = empty ? EPOLLIN : EPOLLIN | EPOLLOUT,
                                 .data.ptr = stream->tag };
    epoll_ctl (stream->poller, EPOLL_CTL_MOD, stream->fd, &event);
    stream->waiting = !empty;
  }
  return empty;
}
