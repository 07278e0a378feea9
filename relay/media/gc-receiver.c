// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * One epoll descriptor has all there is to wait for: the sockets, the connections, the bell and a
 * timer. UDP sockets are edge-triggered: what a read that was not filled has left empty is not
 * looked at again before something comes.
 *
 * NOTES: ppoll () over all of them, with a read of each, hangs the thread into as many queues as
 * there are descriptors and sets a timer anew whenever it sleeps: at 2,600 packets a second that
 * took a fifth more processor time. The timer here is set when the time of the next tick changes, a
 * hundred times a second.
 */
#include "config.h"

#include "media/gc-receiver.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "common/gc-error.h"
#include "media/gc-batch.h"
#include "media/gc-streams.h"

#define CONTROL_SIZE 64 /* one in_pktinfo or in6_pktinfo */

/* What is waited for, as bits: socket number n is bit n. */
#define STREAMS (1U << GC_PORT_MAX_SOCKETS)
#define BELL (2U << GC_PORT_MAX_SOCKETS)
#define TIMER (4U << GC_PORT_MAX_SOCKETS)
#define MAX_EVENTS (GC_PORT_MAX_SOCKETS + 3)

typedef struct {
  struct sockaddr_storage name;
  struct iovec iov;
  uint64_t control[CONTROL_SIZE / sizeof (uint64_t)];
} Slot;

struct _GcReceiver {
  GcPort *port;
  int poller;
  int timer;
  int64_t timer_us; /* what it is set to */
  unsigned ready;   /* those that may have something to read */
  size_t first;     /* whose turn it is, so that a busy socket does not starve the others */
  Slot slots[GC_BATCH_PACKETS];
  struct mmsghdr messages[GC_BATCH_PACKETS];
};

static gboolean
watch (GcReceiver *receiver, int fd, unsigned bit, uint32_t events)
{
  struct epoll_event event = { .events = events, .data.u32 = bit };

  return epoll_ctl (receiver->poller, EPOLL_CTL_ADD, fd, &event) == 0;
}

static gboolean
watch_all (GcReceiver *receiver)
{
  GcPort *port = receiver->port;
  GcStreams *streams = gc_port_get_streams (port);

  for (size_t i = 0; i < gc_port_n_sockets (port); i++)
    if (!watch (receiver, gc_port_fd (port, i), 1U << i, EPOLLIN | EPOLLET))
      return FALSE;
  return watch (receiver, gc_port_bell_fd (port), BELL, EPOLLIN) &&
         watch (receiver, receiver->timer, TIMER, EPOLLIN) &&
         (streams == NULL || watch (receiver, gc_streams_fd (streams), STREAMS, EPOLLIN));
}

GcReceiver *
gc_receiver_new (GcPort *port, GError **error)
{
  g_autoptr (GcReceiver) receiver = g_new0 (GcReceiver, 1);

  receiver->port = gc_port_ref (port);
  receiver->timer_us = INT64_MAX;
  receiver->poller = epoll_create1 (EPOLL_CLOEXEC);
  receiver->timer = timerfd_create (CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
  if (receiver->poller < 0 || receiver->timer < 0 || !watch_all (receiver)) {
    g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "receiver: %s", g_strerror (errno));
    return NULL;
  }
  for (size_t i = 0; i < GC_BATCH_PACKETS; i++) {
    struct msghdr *header = &receiver->messages[i].msg_hdr;
    header->msg_name = &receiver->slots[i].name;
    header->msg_iov = &receiver->slots[i].iov;
    header->msg_iovlen = 1;
  }
  return g_steal_pointer (&receiver);
}

void
gc_receiver_free (GcReceiver *receiver)
{
  if (receiver == NULL)
    return;
  if (receiver->poller >= 0)
    close (receiver->poller);
  if (receiver->timer >= 0)
    close (receiver->timer);
  gc_port_unref (receiver->port);
  g_free (receiver);
}

/* The address that the datagram was sent to, in network order; NULL if the kernel did not say. */
static const void *
find_destination (struct msghdr *header)
{
  for (struct cmsghdr *at = CMSG_FIRSTHDR (header); at != NULL; at = CMSG_NXTHDR (header, at)) {
    if (at->cmsg_level == IPPROTO_IP && at->cmsg_type == IP_PKTINFO)
      return CMSG_DATA (at) + offsetof (struct in_pktinfo, ipi_addr);
    if (at->cmsg_level == IPPROTO_IPV6 && at->cmsg_type == IPV6_PKTINFO)
      return CMSG_DATA (at) + offsetof (struct in6_pktinfo, ipi6_addr);
  }
  return NULL;
}

static gboolean
fill_address (GcReceiver *receiver, size_t socket, struct msghdr *header, GcAddress *ret_from)
{
  static const uint8_t any[16];
  const void *destination = any;

  if (!gc_address_from_sockaddr (header->msg_name, header->msg_namelen, ret_from))
    return FALSE;
  if (gc_port_is_wildcard (receiver->port, socket))
    destination = find_destination (header);
  int local = destination != NULL ? gc_port_find_local (receiver->port, socket, destination) : -1;
  if (local < 0 || ret_from->port == 0)
    return FALSE;
  ret_from->local = (uint8_t)local;
  return TRUE;
}

static size_t
read_socket (GcReceiver *receiver, size_t socket, GcDatagram *datagrams, size_t n)
{
  gboolean wildcard = gc_port_is_wildcard (receiver->port, socket);

  for (size_t i = 0; i < n; i++) {
    Slot *slot = &receiver->slots[i];
    struct msghdr *header = &receiver->messages[i].msg_hdr;
    slot->iov = (struct iovec){ datagrams[i].bytes, GC_PACKET_SIZE };
    header->msg_namelen = sizeof slot->name;
    header->msg_control = wildcard ? slot->control : NULL;
    header->msg_controllen = wildcard ? sizeof slot->control : 0;
    header->msg_flags = 0;
  }
  int got = recvmmsg (gc_port_fd (receiver->port, socket), receiver->messages, (unsigned)n,
                      MSG_DONTWAIT, NULL);
  for (int i = 0; i < got; i++) {
    struct msghdr *header = &receiver->messages[i].msg_hdr;
    gboolean good = (header->msg_flags & MSG_TRUNC) == 0 &&
                    fill_address (receiver, socket, header, &datagrams[i].from);
    datagrams[i].size = good ? receiver->messages[i].msg_len : 0;
  }
  return got > 0 ? (size_t)got : 0;
}

size_t
gc_receiver_read (GcReceiver *receiver, GcDatagram *datagrams, size_t n)
{
  GcStreams *streams = gc_port_get_streams (receiver->port);
  size_t n_sockets = gc_port_n_sockets (receiver->port);
  size_t n_turns = n_sockets + (streams != NULL);
  size_t total = 0;

  for (size_t i = 0; i < n_turns && total < n; i++) {
    size_t turn = (receiver->first + i) % n_turns;
    unsigned bit = turn == n_sockets ? STREAMS : 1U << turn;
    size_t room = n - total;
    if ((receiver->ready & bit) == 0)
      continue;
    size_t got = bit == STREAMS
                     ? gc_streams_read (streams, g_get_monotonic_time (), datagrams + total, room)
                     : read_socket (receiver, turn, datagrams + total, room);
    if (got < room)
      receiver->ready &= ~bit;
    total += got;
  }
  if (n_turns > 1)
    receiver->first = (receiver->first + 1) % n_turns;
  return total;
}

/* Each time, the connections are looked after, too, although none of them may have moved. */
static void
set_timer (GcReceiver *receiver, int64_t until_us)
{
  /* Times that are over fire at once; 0 would be none. */
  int64_t at_us = MAX (until_us, 1);
  struct itimerspec spec = { .it_value = { at_us / G_USEC_PER_SEC,
                                           at_us % G_USEC_PER_SEC * 1000 } };

  if (receiver->timer_us == until_us)
    return;
  timerfd_settime (receiver->timer, TFD_TIMER_ABSTIME, &spec, NULL);
  receiver->timer_us = until_us;
  if (gc_port_get_streams (receiver->port) != NULL)
    receiver->ready |= STREAMS;
}

gboolean
gc_receiver_wait (GcReceiver *receiver, int64_t until_us)
{
  struct epoll_event events[MAX_EVENTS];
  unsigned bits = 0;

  set_timer (receiver, until_us);
  int n = epoll_wait (receiver->poller, events, MAX_EVENTS, receiver->ready != 0 ? 0 : -1);
  for (int i = 0; i < n; i++)
    bits |= events[i].data.u32;
  receiver->ready |= bits & ~(BELL | TIMER);
  if ((bits & BELL) == 0)
    return FALSE;
  gc_port_hear (receiver->port);
  return TRUE;
}
