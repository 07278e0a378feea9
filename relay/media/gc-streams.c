// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "media/gc-streams.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/gc-error.h"
#include "media/gc-batch.h"

#define MAX_EVENTS 32
#define ACCEPTS_PER_READ 8
#define BACKLOG 128
#define SCRATCH_BYTES 16384
#define SWEEP_US 250000

G_STATIC_ASSERT (GC_FRAME_MAX_SIZE <= GC_PACKET_SIZE);

static const GcStreamsLimits default_limits = {
  .max_streams = 1024,
  .max_strangers = 256,
  .max_network_strangers = 32,
  .stranger_us = 10000000,
  .idle_us = 40000000, /* beyond GC_ICE_CONSENT_US: then ICE has given it up, too */
  .stall_us = 30000000,
  .stream = {
    .max_unsent_bytes = 8192,
    .lanes = {
      [GC_LANE_PROMPT] = { .max_bytes = 32768, .max_age_us = 1000000 },
      [GC_LANE_BULK] = { .max_bytes = 524288, .max_age_us = 1000000 },
    },
  },
};

/* A connection among the others. */
typedef struct {
  GcStream *stream;
  GcAddress network;  /* who shares its fate as a stranger */
  gboolean known;     /* a peer owned it when that was last asked */
  int64_t strange_us; /* since when it has been a stranger */
  int64_t heard_us;
  GList link; /* in the strangers, unless it is known */
} Member;

typedef struct {
  int fd;
  size_t socket; /* of the port, with the same address */
} Listener;

struct _GcStreams {
  GcPort *port; /* the parent */
  GcCounters *counters;
  const GcStreamsLimits *limits;
  int poller;
  Listener listeners[GC_PORT_MAX_SOCKETS];
  size_t n_listeners;
  gboolean paused; /* the system has no more descriptors: accepts nothing until the next sweep */
  gboolean (*owns) (gpointer owner, const GcAddress *from);
  gpointer owner;
  GHashTable *members;  /* GcAddress, the stream's -> Member, owned */
  GHashTable *networks; /* GcAddress, owned -> number of strangers */
  GQueue strangers;     /* (element-type Member), the longest strange first */
  GPtrArray *closed;    /* (element-type Member), owned: events may still name them */
  GArray *lost;         /* (element-type GcAddress) */
  int64_t next_sweep_us;
  uint8_t scratch[SCRATCH_BYTES];
  struct {
    Member *member; /* NULL: nothing is left */
    const uint8_t *bytes;
    size_t size;
  } rest; /* of the last read, in the scratch */
};

const GcStreamsLimits *
gc_streams_get_limits (void)
{
  return &default_limits;
}

static void
member_free (gpointer data)
{
  Member *member = data;

  gc_stream_free (member->stream);
  g_free (member);
}

GcStreams *
gc_streams_new (GcPort *port, const GcStreamsLimits *limits, GError **error)
{
  int poller = epoll_create1 (EPOLL_CLOEXEC);

  if (poller < 0) {
    g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "epoll: %s", g_strerror (errno));
    return NULL;
  }
  GcStreams *streams = g_new0 (GcStreams, 1);
  streams->port = port;
  streams->counters = gc_port_counters (port);
  streams->limits = limits;
  streams->poller = poller;
  streams->members = g_hash_table_new_full (gc_address_hash, gc_address_equal, NULL, member_free);
  streams->networks = g_hash_table_new_full (gc_address_hash, gc_address_equal, g_free, NULL);
  g_queue_init (&streams->strangers);
  streams->closed = g_ptr_array_new_with_free_func (member_free);
  streams->lost = g_array_new (FALSE, FALSE, sizeof (GcAddress));
  return streams;
}

void
gc_streams_free (GcStreams *streams)
{
  if (streams == NULL)
    return;
  g_hash_table_unref (streams->members);
  g_hash_table_unref (streams->networks);
  g_ptr_array_unref (streams->closed);
  g_array_unref (streams->lost);
  for (size_t i = 0; i < streams->n_listeners; i++)
    close (streams->listeners[i].fd);
  close (streams->poller);
  g_free (streams);
}

/* What stands on the listening socket goes over to each connection (Linux). */
static gboolean
set_options (GcStreams *streams, int fd, gboolean ipv6)
{
  return gc_port_set_option (fd, SOL_SOCKET, SO_REUSEADDR, 1) &&
         (!ipv6 || gc_port_set_option (fd, IPPROTO_IPV6, IPV6_V6ONLY, 1)) &&
         gc_port_set_option (fd, IPPROTO_TCP, TCP_NODELAY, 1) &&
         gc_port_set_option (fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT,
                             (int)streams->limits->stream.max_unsent_bytes) &&
         gc_port_set_option (fd, IPPROTO_TCP, TCP_USER_TIMEOUT,
                             (int)(streams->limits->stall_us / 1000));
}

gboolean
gc_streams_listen (GcStreams *streams, size_t socket_index, const GcAddress *address)
{
  Listener *listener = &streams->listeners[streams->n_listeners];
  struct epoll_event event = { .events = EPOLLIN, .data.ptr = listener };
  struct sockaddr_storage name;
  socklen_t size = gc_address_to_sockaddr (address, AF_UNSPEC, &name);
  int fd = socket (address->family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

  g_return_val_if_fail (streams->n_listeners < GC_PORT_MAX_SOCKETS, FALSE);
  if (fd < 0)
    return FALSE;
  if (!set_options (streams, fd, address->family == AF_INET6) ||
      bind (fd, (struct sockaddr *)&name, size) < 0 || listen (fd, BACKLOG) < 0 ||
      epoll_ctl (streams->poller, EPOLL_CTL_ADD, fd, &event) < 0) {
    int number = errno;
    close (fd);
    errno = number;
    return FALSE;
  }
  *listener = (Listener){ fd, socket_index };
  streams->n_listeners++;
  return TRUE;
}

void
gc_streams_set_owner (GcStreams *streams,
                      gboolean (*owns) (gpointer owner, const GcAddress *from),
                      gpointer owner)
{
  streams->owns = owns;
  streams->owner = owner;
}

int
gc_streams_fd (const GcStreams *streams)
{
  return streams->poller;
}

static gboolean
is_owned (const GcStreams *streams, const Member *member)
{
  return streams->owns != NULL && streams->owns (streams->owner, gc_stream_from (member->stream));
}

static GcAddress
network_of (const GcAddress *address)
{
  GcAddress network = { .family = address->family };

  memcpy (network.bytes, address->bytes, address->family == AF_INET ? 3 : 8);
  return network;
}

static unsigned
count_strangers (const GcStreams *streams, const GcAddress *network)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (streams->networks, network));
}

static void
add_stranger (GcStreams *streams, Member *member, int64_t now_us)
{
  unsigned n = count_strangers (streams, &member->network) + 1;

  member->known = FALSE;
  member->strange_us = now_us;
  g_queue_push_tail_link (&streams->strangers, &member->link);
  g_hash_table_replace (streams->networks, g_memdup2 (&member->network, sizeof member->network),
                        GUINT_TO_POINTER (n));
}

static void
remove_stranger (GcStreams *streams, Member *member)
{
  unsigned n = count_strangers (streams, &member->network) - 1;

  member->known = TRUE;
  g_queue_unlink (&streams->strangers, &member->link);
  if (n == 0)
    g_hash_table_remove (streams->networks, &member->network);
  else
    g_hash_table_replace (streams->networks, g_memdup2 (&member->network, sizeof member->network),
                          GUINT_TO_POINTER (n));
}

static void
publish (const GcStreams *streams)
{
  atomic_store_explicit (&streams->counters->tcp_connections, g_hash_table_size (streams->members),
                         memory_order_relaxed);
}

/* Ends a connection, counted as @reason. One that we end is reset: it has nothing more to say. */
static void
close_member (GcStreams *streams, Member *member, GcCount reason)
{
  const GcAddress *from = gc_stream_from (member->stream);

  if (is_owned (streams, member)) {
    g_array_append_val (streams->lost, *from);
    gc_port_ring (streams->port);
  }
  if (!member->known)
    remove_stranger (streams, member);
  if (streams->rest.member == member)
    streams->rest.member = NULL;
  g_hash_table_steal (streams->members, from);
  gc_stream_close (member->stream, reason != GC_COUNT_TCP_CLOSED_PEER);
  g_ptr_array_add (streams->closed, member);
  gc_counters_add (streams->counters, reason, 1);
  publish (streams);
}

/* Makes a place for one more stranger. Returns: FALSE if only peers' connections are there. */
static gboolean
make_place (GcStreams *streams)
{
  const GcStreamsLimits *limits = streams->limits;

  while (g_queue_get_length (&streams->strangers) >= limits->max_strangers ||
         g_hash_table_size (streams->members) >= limits->max_streams) {
    Member *oldest = g_queue_peek_head (&streams->strangers);
    if (oldest == NULL)
      return FALSE;
    if (is_owned (streams, oldest))
      remove_stranger (streams, oldest);
    else
      close_member (streams, oldest, GC_COUNT_TCP_CLOSED_CROWDED);
  }
  return TRUE;
}

/* The 5-tuple of a connection that was accepted. FALSE if it is gone again, or we have no room. */
static gboolean
get_from (GcStreams *streams, const Listener *listener, int fd, GcAddress *ret_from)
{
  struct sockaddr_storage name;
  socklen_t size = sizeof name;
  GcAddress own;

  if (getsockname (fd, (struct sockaddr *)&name, &size) < 0 ||
      !gc_address_from_sockaddr ((struct sockaddr *)&name, size, &own))
    return FALSE;
  size = sizeof name;
  if (getpeername (fd, (struct sockaddr *)&name, &size) < 0 ||
      !gc_address_from_sockaddr ((struct sockaddr *)&name, size, ret_from))
    return FALSE;
  int local = gc_port_find_local (streams->port, listener->socket, own.bytes);
  if (local < 0)
    return FALSE;
  ret_from->local = (uint8_t)(local | GC_ADDRESS_TCP);
  return TRUE;
}

static void
refuse (GcStreams *streams, int fd, GcCount reason)
{
  gc_stream_reset (fd);
  gc_counters_add (streams->counters, reason, 1);
}

/* @fd: (transfer full) */
static void
admit (GcStreams *streams, const Listener *listener, int fd, int64_t now_us)
{
  GcAddress from;

  if (!get_from (streams, listener, fd, &from)) {
    refuse (streams, fd, GC_COUNT_TCP_REFUSED_ERROR);
    return;
  }
  /* One that the peer has reset is free for the kernel before we have looked at it. */
  Member *former = g_hash_table_lookup (streams->members, &from);
  if (former != NULL)
    close_member (streams, former, GC_COUNT_TCP_CLOSED_PEER);
  GcAddress network = network_of (&from);
  if (count_strangers (streams, &network) >= streams->limits->max_network_strangers) {
    refuse (streams, fd, GC_COUNT_TCP_REFUSED_NETWORK);
    return;
  }
  if (!make_place (streams)) {
    refuse (streams, fd, GC_COUNT_TCP_REFUSED_FULL);
    return;
  }
  Member *member = g_new0 (Member, 1);
  member->stream = gc_stream_new (fd, streams->poller, member, &from, &streams->limits->stream,
                                  streams->counters);
  if (member->stream == NULL) {
    gc_counters_add (streams->counters, GC_COUNT_TCP_REFUSED_ERROR, 1);
    member_free (member);
    return;
  }
  member->network = network;
  member->heard_us = now_us;
  member->link.data = member;
  g_hash_table_insert (streams->members, (gpointer)gc_stream_from (member->stream), member);
  add_stranger (streams, member, now_us);
  gc_counters_add (streams->counters, GC_COUNT_TCP_ACCEPTED, 1);
  publish (streams);
}

static void
pause_listening (GcStreams *streams, gboolean paused)
{
  for (size_t i = 0; i < streams->n_listeners; i++) {
    Listener *listener = &streams->listeners[i];
    struct epoll_event event = { .events = paused ? 0 : EPOLLIN, .data.ptr = listener };
    epoll_ctl (streams->poller, EPOLL_CTL_MOD, listener->fd, &event);
  }
  streams->paused = paused;
}

static void
accept_some (GcStreams *streams, const Listener *listener, int64_t now_us)
{
  for (unsigned i = 0; i < ACCEPTS_PER_READ; i++) {
    int fd = accept4 (listener->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd >= 0) {
      admit (streams, listener, fd, now_us);
      continue;
    }
    /* Else the listening socket would wake us again and again. */
    if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
      pause_listening (streams, TRUE);
    return;
  }
}

/* Frames of what was read. Returns: how many of the @n datagrams were filled. */
static size_t
take_frames (GcStreams *streams, GcDatagram *datagrams, size_t n)
{
  Member *member = streams->rest.member;
  size_t total = 0;

  while (member != NULL && total < n) {
    const uint8_t *frame;
    GcDatagram *datagram = &datagrams[total];
    switch (gc_stream_read_frame (member->stream, &streams->rest.bytes, &streams->rest.size, &frame,
                                  &datagram->size)) {
    case GC_FRAME_WHOLE:
      memcpy (datagram->bytes, frame, datagram->size);
      datagram->from = *gc_stream_from (member->stream);
      total++;
      break;
    case GC_FRAME_TOO_LONG:
      close_member (streams, member, GC_COUNT_TCP_CLOSED_FRAME);
      return total;
    case GC_FRAME_PARTIAL:
    default:
      streams->rest.member = NULL;
      return total;
    }
  }
  return total;
}

static size_t
handle_member (GcStreams *streams,
               Member *member,
               uint32_t events,
               int64_t now_us,
               GcDatagram *datagrams,
               size_t n)
{
  if (gc_stream_is_closed (member->stream))
    return 0;
  if ((events & EPOLLOUT) != 0)
    gc_stream_flush (member->stream, now_us);
  if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) == 0)
    return 0;
  ssize_t got = gc_stream_read (member->stream, streams->scratch, sizeof streams->scratch);
  if (got < 0)
    close_member (streams, member, GC_COUNT_TCP_CLOSED_PEER);
  if (got <= 0)
    return 0;
  streams->rest.member = member;
  streams->rest.bytes = streams->scratch;
  streams->rest.size = (size_t)got;
  size_t total = take_frames (streams, datagrams, n);
  if (total > 0)
    member->heard_us = now_us;
  return total;
}

static const Listener *
find_listener (const GcStreams *streams, const void *event)
{
  for (size_t i = 0; i < streams->n_listeners; i++)
    if (event == &streams->listeners[i])
      return &streams->listeners[i];
  return NULL;
}

/* Looks who owns a connection by now, and who has been there for too long. */
static void
judge (GcStreams *streams, Member *member, int64_t now_us)
{
  gboolean owned = is_owned (streams, member);

  if (owned && !member->known)
    remove_stranger (streams, member);
  else if (!owned && member->known)
    add_stranger (streams, member, now_us);
  if (!owned && now_us - member->strange_us >= streams->limits->stranger_us)
    close_member (streams, member, GC_COUNT_TCP_CLOSED_STRANGER);
  else if (now_us - member->heard_us >= streams->limits->idle_us)
    close_member (streams, member, GC_COUNT_TCP_CLOSED_IDLE);
}

static void
sweep (GcStreams *streams, int64_t now_us)
{
  g_autoptr (GList) all = g_hash_table_get_values (streams->members);

  for (GList *at = all; at != NULL; at = at->next)
    judge (streams, at->data, now_us);
  if (streams->paused)
    pause_listening (streams, FALSE);
}

size_t
gc_streams_read (GcStreams *streams, int64_t now_us, GcDatagram *datagrams, size_t n)
{
  struct epoll_event events[MAX_EVENTS];
  size_t total = take_frames (streams, datagrams, n);
  int n_events = total < n ? epoll_wait (streams->poller, events, MAX_EVENTS, 0) : 0;

  /* What there is no room for shows up again. */
  for (int i = 0; i < n_events && total < n; i++) {
    const Listener *listener = find_listener (streams, events[i].data.ptr);
    if (listener != NULL)
      accept_some (streams, listener, now_us);
    else
      total += handle_member (streams, events[i].data.ptr, events[i].events, now_us,
                              datagrams + total, n - total);
  }
  if (now_us >= streams->next_sweep_us) {
    sweep (streams, now_us);
    streams->next_sweep_us = now_us + SWEEP_US;
  }
  g_ptr_array_set_size (streams->closed, 0);
  return total;
}

gboolean
gc_streams_pop_lost (GcStreams *streams, GcAddress *ret_lost)
{
  if (streams->lost->len == 0)
    return FALSE;
  *ret_lost = g_array_index (streams->lost, GcAddress, 0);
  g_array_remove_index (streams->lost, 0);
  return TRUE;
}

GcStream *
gc_streams_find (GcStreams *streams, const GcAddress *to)
{
  const Member *member = g_hash_table_lookup (streams->members, to);

  return member != NULL ? member->stream : NULL;
}

void
gc_streams_flush (GcStreams *streams, GcStream *stream, int64_t now_us)
{
  if (gc_stream_flush (stream, now_us))
    return;
  Member *member = g_hash_table_lookup (streams->members, gc_stream_from (stream));
  if (!member->known && !is_owned (streams, member))
    close_member (streams, member, GC_COUNT_TCP_CLOSED_STRANGER);
}
