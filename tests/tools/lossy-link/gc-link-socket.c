// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "gc-link-socket.h"

#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <unistd.h>

#include "common/gc-error.h"

/* Datagrams: room for what comes while the process does not run, so that only the link loses. */
#define DATAGRAM_BUFFER_BYTES (4 * 1024 * 1024)
/* Streams: little, so that what waits, waits in the link's own queue. */
#define STREAM_BUFFER_BYTES (64 * 1024)

static void
set_option (int fd, int level, int name, int value)
{
  /* Best effort: a small buffer is only less exact. */
  setsockopt (fd, level, name, &value, sizeof value);
}

static int
open_socket (int type, const GcAddress *address)
{
  int fd = socket (address->family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

  if (fd < 0)
    return -1;
  if (type == SOCK_DGRAM) {
    set_option (fd, SOL_SOCKET, SO_RCVBUF, DATAGRAM_BUFFER_BYTES);
    set_option (fd, SOL_SOCKET, SO_RCVBUFFORCE, DATAGRAM_BUFFER_BYTES);
    set_option (fd, SOL_SOCKET, SO_SNDBUF, DATAGRAM_BUFFER_BYTES);
  } else {
    set_option (fd, SOL_SOCKET, SO_RCVBUF, STREAM_BUFFER_BYTES);
    set_option (fd, SOL_SOCKET, SO_REUSEADDR, 1);
    set_option (fd, IPPROTO_TCP, TCP_NODELAY, 1);
  }
  if (address->family == AF_INET6)
    set_option (fd, IPPROTO_IPV6, IPV6_V6ONLY, 1);
  return fd;
}

static gboolean
bind_and_listen (int fd, int type, const GcAddress *address, GcAddress *ret_bound)
{
  struct sockaddr_storage name;
  socklen_t size = gc_address_to_sockaddr (address, AF_UNSPEC, &name);

  if (bind (fd, (struct sockaddr *)&name, size) < 0 ||
      (type == SOCK_STREAM && listen (fd, SOMAXCONN) < 0))
    return FALSE;
  size = sizeof name;
  return getsockname (fd, (struct sockaddr *)&name, &size) == 0 &&
         gc_address_from_sockaddr ((struct sockaddr *)&name, size, ret_bound);
}

int
gc_link_socket_listen (int type, const GcAddress *address, GcAddress *ret_bound, GError **error)
{
  int fd = open_socket (type, address);
  char text[GC_ADDRESS_STRING_SIZE];

  if (fd >= 0 && bind_and_listen (fd, type, address, ret_bound))
    return fd;
  g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "%s: %s", gc_address_format (address, text),
               g_strerror (errno));
  if (fd >= 0)
    close (fd);
  return -1;
}

int
gc_link_socket_connect (int type, const GcAddress *target)
{
  struct sockaddr_storage name;
  socklen_t size = gc_address_to_sockaddr (target, AF_UNSPEC, &name);
  int fd = open_socket (type, target);

  if (fd < 0 || connect (fd, (struct sockaddr *)&name, size) == 0 || errno == EINPROGRESS)
    return fd;
  int number = errno;
  close (fd);
  errno = number;
  return -1;
}

/* Whether clients can be told this address of the machine. */
static gboolean
is_usable (const struct ifaddrs *at, int family)
{
  if (at->ifa_addr == NULL || (at->ifa_flags & IFF_UP) == 0 || at->ifa_addr->sa_family != family)
    return FALSE;
  return family == AF_INET ||
         !IN6_IS_ADDR_LINKLOCAL (&((struct sockaddr_in6 *)(void *)at->ifa_addr)->sin6_addr);
}

size_t
gc_link_expand (const GcAddress *address, GcAddress *ret_addresses, size_t max)
{
  static const uint8_t any[sizeof address->bytes];
  struct ifaddrs *list = NULL;
  size_t n = 0;

  if (memcmp (address->bytes, any, sizeof any) != 0) {
    ret_addresses[0] = *address;
    return 1;
  }
  if (getifaddrs (&list) < 0)
    return 0;
  for (struct ifaddrs *at = list; at != NULL && n < max; at = at->ifa_next)
    if (is_usable (at, address->family) &&
        gc_address_from_sockaddr (at->ifa_addr, sizeof (struct sockaddr_in6), &ret_addresses[n]))
      ret_addresses[n++].port = address->port;
  freeifaddrs (list);
  return n;
}
