// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Why every local address has an index: an ICE pair is a 5-tuple, and clients ignore what comes
 * from another address than they asked. GcAddress carries the index, so that tables keyed by it
 * tell our addresses apart, and a reply finds socket and source address in one look-up.
 */
#include "config.h"

#include "media/gc-port.h"

#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/gc-error.h"
#include "media/gc-streams.h"

/* Room for a burst of key frames from a hundred senders while the thread is busy elsewhere. */
#define SOCKET_BUFFER_BYTES (4 * 1024 * 1024)
#define PAIR_TRIES 16 /* to find a port that is free for UDP and TCP alike */

G_STATIC_ASSERT (GC_PORT_MAX_LOCALS <= GC_ADDRESS_TCP);

typedef struct {
  int fd;
  GcAddress bound;
  gboolean wildcard;
} Socket;

struct _GcPort {
  gatomicrefcount references;
  Socket sockets[GC_PORT_MAX_SOCKETS];
  size_t n_sockets;
  GcStreams *streams; /* NULL: UDP only */
  int bell;
  GcAddress candidates[GC_PORT_MAX_LOCALS]; /* constant after gc_port_new () */
  size_t n_candidates;
  GcCounters counters;

  struct {
    GcLocal locals[GC_PORT_MAX_LOCALS];
    unsigned n_locals;
    int64_t next_us;
  } rt; /* streaming thread only, once it runs */
};

G_DEFINE_BOXED_TYPE (GcPort, gc_port, gc_port_ref, gc_port_unref)

static size_t
address_size (const GcAddress *address)
{
  return address->family == AF_INET ? 4 : 16;
}

static gboolean
is_any (const GcAddress *address)
{
  static const uint8_t zero[16];
  return memcmp (address->bytes, zero, sizeof zero) == 0;
}

static int
add_local (GcPort *port, const Socket *socket, const void *bytes)
{
  if (port->rt.n_locals == GC_PORT_MAX_LOCALS)
    return -1;
  unsigned index = port->rt.n_locals++;
  GcLocal *local = &port->rt.locals[index];

  local->address = (GcAddress){ .family = socket->bound.family,
                                .local = (uint8_t)index,
                                .port = socket->bound.port };
  memcpy (local->address.bytes, bytes, address_size (&socket->bound));
  local->fd = socket->fd;
  local->wildcard = socket->wildcard;
  return (int)index;
}

gboolean
gc_port_set_option (int fd, int level, int name, int value)
{
  return setsockopt (fd, level, name, &value, sizeof value) == 0;
}

/* Best effort: beyond net.core.rmem_max only root may go. */
static void
enlarge_buffers (int fd)
{
  if (!gc_port_set_option (fd, SOL_SOCKET, SO_RCVBUFFORCE, SOCKET_BUFFER_BYTES))
    gc_port_set_option (fd, SOL_SOCKET, SO_RCVBUF, SOCKET_BUFFER_BYTES);
  if (!gc_port_set_option (fd, SOL_SOCKET, SO_SNDBUFFORCE, SOCKET_BUFFER_BYTES))
    gc_port_set_option (fd, SOL_SOCKET, SO_SNDBUF, SOCKET_BUFFER_BYTES);
}

static gboolean
bind_socket (Socket *sock, const GcAddress *address)
{
  struct sockaddr_storage name;
  socklen_t size = gc_address_to_sockaddr (address, AF_UNSPEC, &name);
  gboolean ipv6 = address->family == AF_INET6;

  sock->fd = socket (address->family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (sock->fd < 0)
    return FALSE;
  if (ipv6 && !gc_port_set_option (sock->fd, IPPROTO_IPV6, IPV6_V6ONLY, 1))
    return FALSE;
  if (sock->wildcard && !(ipv6 ? gc_port_set_option (sock->fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1)
                               : gc_port_set_option (sock->fd, IPPROTO_IP, IP_PKTINFO, 1)))
    return FALSE;
  enlarge_buffers (sock->fd);
  if (bind (sock->fd, (struct sockaddr *)&name, size) < 0)
    return FALSE;
  size = sizeof name;
  return getsockname (sock->fd, (struct sockaddr *)&name, &size) == 0 &&
         gc_address_from_sockaddr ((struct sockaddr *)&name, size, &sock->bound);
}

/* All addresses of the machine that @sock answers on. Link-local ones need a scope: left out. */
static void
add_interface_locals (GcPort *port, const Socket *sock)
{
  struct ifaddrs *list = NULL;

  if (getifaddrs (&list) < 0)
    return;
  for (struct ifaddrs *at = list; at != NULL; at = at->ifa_next) {
    GcAddress address;
    if (at->ifa_addr == NULL || (at->ifa_flags & IFF_UP) == 0 ||
        at->ifa_addr->sa_family != sock->bound.family)
      continue;
    if (sock->bound.family == AF_INET6 &&
        IN6_IS_ADDR_LINKLOCAL (&((struct sockaddr_in6 *)(void *)at->ifa_addr)->sin6_addr))
      continue;
    if (gc_address_from_sockaddr (at->ifa_addr, sizeof (struct sockaddr_in6), &address))
      add_local (port, sock, address.bytes);
  }
  freeifaddrs (list);
}

/* Returns: NULL, or the protocol that the system refuses, with errno set. */
static const char *
bind_pair (GcPort *port, Socket *sock, const GcAddress *address)
{
  size_t index = (size_t)(sock - port->sockets);

  for (unsigned i = 1;; i++) {
    if (!bind_socket (sock, address))
      return "UDP";
    if (port->streams == NULL || gc_streams_listen (port->streams, index, &sock->bound))
      return NULL;
    if (errno != EADDRINUSE || address->port != 0 || i == PAIR_TRIES)
      return "TCP";
    close (sock->fd);
  }
}

static gboolean
open_socket (GcPort *port, const GcAddress *address, GError **error)
{
  Socket *sock = &port->sockets[port->n_sockets++];

  sock->wildcard = is_any (address);
  const char *refused = bind_pair (port, sock, address);
  if (refused != NULL) {
    int number = errno;
    char text[GC_ADDRESS_STRING_SIZE];
    g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "media address %s, %s: %s",
                 gc_address_format (address, text), refused, g_strerror (number));
    return FALSE;
  }
  if (sock->wildcard)
    add_interface_locals (port, sock);
  else
    add_local (port, sock, sock->bound.bytes);
  return TRUE;
}

GcPort *
gc_port_new (const GcAddress *addresses, size_t n_addresses, gboolean with_tcp, GError **error)
{
  if (n_addresses > GC_PORT_MAX_SOCKETS) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "%zu media addresses, at most %d", n_addresses,
                 GC_PORT_MAX_SOCKETS);
    return NULL;
  }

  g_autoptr (GcPort) port = g_new0 (GcPort, 1);
  g_atomic_ref_count_init (&port->references);
  for (size_t i = 0; i < GC_PORT_MAX_SOCKETS; i++)
    port->sockets[i].fd = -1;
  port->rt.next_us = INT64_MAX;
  port->bell = eventfd (0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (port->bell < 0) {
    g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "eventfd: %s", g_strerror (errno));
    return NULL;
  }
  if (with_tcp && (port->streams = gc_streams_new (port, gc_streams_get_limits (), error)) == NULL)
    return NULL;
  for (size_t i = 0; i < n_addresses; i++)
    if (!open_socket (port, &addresses[i], error))
      return NULL;
  for (unsigned i = 0; i < port->rt.n_locals; i++)
    port->candidates[port->n_candidates++] = port->rt.locals[i].address;
  return g_steal_pointer (&port);
}

GcPort *
gc_port_ref (GcPort *port)
{
  g_atomic_ref_count_inc (&port->references);
  return port;
}

void
gc_port_unref (GcPort *port)
{
  if (port == NULL || !g_atomic_ref_count_dec (&port->references))
    return;
  gc_streams_free (port->streams);
  for (size_t i = 0; i < port->n_sockets; i++)
    if (port->sockets[i].fd >= 0)
      close (port->sockets[i].fd);
  if (port->bell >= 0)
    close (port->bell);
  g_free (port);
}

size_t
gc_port_n_sockets (const GcPort *port)
{
  return port->n_sockets;
}

int
gc_port_fd (const GcPort *port, size_t socket)
{
  return port->sockets[socket].fd;
}

const GcAddress *
gc_port_bound (const GcPort *port, size_t socket)
{
  return &port->sockets[socket].bound;
}

gboolean
gc_port_is_wildcard (const GcPort *port, size_t socket)
{
  return port->sockets[socket].wildcard;
}

const GcAddress *
gc_port_get_candidates (const GcPort *port, size_t *ret_n)
{
  *ret_n = port->n_candidates;
  return port->candidates;
}

const GcLocal *
gc_port_get_local (const GcPort *port, unsigned index)
{
  return index < port->rt.n_locals ? &port->rt.locals[index] : NULL;
}

int
gc_port_find_local (GcPort *port, size_t socket, const void *bytes)
{
  const Socket *sock = &port->sockets[socket];
  size_t size = address_size (&sock->bound);

  for (unsigned i = 0; i < port->rt.n_locals; i++) {
    const GcLocal *local = &port->rt.locals[i];
    if (local->fd == sock->fd &&
        (!sock->wildcard || memcmp (local->address.bytes, bytes, size) == 0))
      return (int)i;
  }
  return add_local (port, sock, bytes);
}

GcStreams *
gc_port_get_streams (const GcPort *port)
{
  return port->streams;
}

void
gc_port_ring (GcPort *port)
{
  uint64_t one = 1;
  /* The only failure is a counter that is full: then the bell is ringing already. */
  ssize_t written G_GNUC_UNUSED = write (port->bell, &one, sizeof one);
}

void
gc_port_hear (GcPort *port)
{
  uint64_t count;
  /* The only failure is a bell that did not ring. */
  ssize_t got G_GNUC_UNUSED = read (port->bell, &count, sizeof count);
}

int
gc_port_bell_fd (const GcPort *port)
{
  return port->bell;
}

GcCounters *
gc_port_counters (GcPort *port)
{
  return &port->counters;
}

void
gc_port_set_next_us (GcPort *port, int64_t next_us)
{
  port->rt.next_us = next_us;
}

int64_t
gc_port_get_next_us (const GcPort *port)
{
  return port->rt.next_us;
}
