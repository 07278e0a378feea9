// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "media/gc-receiver.h"

#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include "media/gc-packet-pool.h"

#define CONTROL_SIZE 64 /* one in_pktinfo or in6_pktinfo */

typedef struct {
  struct sockaddr_storage name;
  struct iovec iov;
  uint64_t control[CONTROL_SIZE / sizeof (uint64_t)];
} Slot;

struct _GcReceiver {
  GcPort *port;
  size_t first; /* socket whose turn it is, so that a busy one does not starve the others */
  Slot slots[GC_RECEIVER_BATCH];
  struct mmsghdr messages[GC_RECEIVER_BATCH];
};

GcReceiver *
gc_receiver_new (GcPort *port)
{
  GcReceiver *receiver = g_new0 (GcReceiver, 1);

  receiver->port = gc_port_ref (port);
  for (size_t i = 0; i < GC_RECEIVER_BATCH; i++) {
    struct msghdr *header = &receiver->messages[i].msg_hdr;
    header->msg_name = &receiver->slots[i].name;
    header->msg_iov = &receiver->slots[i].iov;
    header->msg_iovlen = 1;
  }
  return receiver;
}

void
gc_receiver_free (GcReceiver *receiver)
{
  if (receiver == NULL)
    return;
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
  size_t n_sockets = gc_port_n_sockets (receiver->port);
  size_t total = 0;

  for (size_t i = 0; i < n_sockets && total < n; i++)
    total +=
        read_socket (receiver, (receiver->first + i) % n_sockets, datagrams + total, n - total);
  if (n_sockets > 1)
    receiver->first = (receiver->first + 1) % n_sockets;
  return total;
}

gboolean
gc_receiver_wait (GcReceiver *receiver, int64_t now_us, int64_t until_us)
{
  struct pollfd fds[GC_PORT_MAX_SOCKETS + 1];
  size_t n_sockets = gc_port_n_sockets (receiver->port);
  struct timespec timeout = { 0 };

  for (size_t i = 0; i < n_sockets; i++)
    fds[i] = (struct pollfd){ gc_port_fd (receiver->port, i), POLLIN, 0 };
  fds[n_sockets] = (struct pollfd){ gc_port_bell_fd (receiver->port), POLLIN, 0 };
  if (until_us > now_us) {
    int64_t wait_us = until_us - now_us;
    timeout.tv_sec = wait_us / G_USEC_PER_SEC;
    timeout.tv_nsec = (wait_us % G_USEC_PER_SEC) * 1000;
  }
  ppoll (fds, (nfds_t)n_sockets + 1, until_us == INT64_MAX ? NULL : &timeout, NULL);
  if ((fds[n_sockets].revents & POLLIN) == 0)
    return FALSE;
  gc_port_hear (receiver->port);
  return TRUE;
}
