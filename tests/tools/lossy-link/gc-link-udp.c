// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "gc-link-udp.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "common/gc-error.h"
#include "gc-link-socket.h"

#define MAX_DATAGRAM_BYTES 65536
/* So many are read before the others have their turn. */
#define BATCH 32

typedef struct {
  GcLinkUdp *udp;
  GcLinkWatch watch;
  uint8_t index;
} Listener;

typedef struct {
  GcLinkUdp *udp;
  GcAddress address; /* .local is the index of the listener; the key of the table */
  GcLink *link;
  GcLinkWatch server; /* connected to the target */
  int64_t active_us;
} Client;

struct _GcLinkUdp {
  GcLinkLoop *loop;
  GcLinkTable *table;
  int64_t idle_us;
  GcAddress target;
  Listener listeners[GC_LINK_MAX_LISTENERS];
  uint8_t n_listeners;
  GHashTable *clients; /* GcAddress (in the client) -> Client, owned */
  uint8_t buffer[MAX_DATAGRAM_BYTES];
};

static void
client_free (void *data)
{
  Client *client = data;

  gc_link_watch_clear (&client->server);
  gc_link_table_close (client->udp->table, client->link);
  g_free (client);
}

GcLinkUdp *
gc_link_udp_new (GcLinkLoop *loop, GcLinkTable *table, int64_t idle_us)
{
  GcLinkUdp *udp = g_new0 (GcLinkUdp, 1);

  udp->loop = loop;
  udp->table = table;
  udp->idle_us = idle_us;
  udp->clients = g_hash_table_new_full (gc_address_hash, gc_address_equal, NULL, client_free);
  return udp;
}

void
gc_link_udp_free (GcLinkUdp *udp)
{
  if (udp == NULL)
    return;
  g_hash_table_unref (udp->clients);
  for (unsigned i = 0; i < udp->n_listeners; i++)
    gc_link_watch_clear (&udp->listeners[i].watch);
  g_free (udp);
}

/* Reads one datagram and lets it into the link. Returns: FALSE if there is none. */
static gboolean
receive_from_server (Client *client)
{
  GcLinkUdp *udp = client->udp;
  ssize_t got = recv (client->server.fd, udp->buffer, sizeof udp->buffer, 0);

  /* That the server is not there, ICMP tells once: the next read goes on. */
  if (got < 0)
    return errno == ECONNREFUSED;
  client->active_us = g_get_monotonic_time ();
  gc_link_path_push (client->link->paths[GC_LINK_DOWN],
                     gc_link_packet_new (udp->buffer, (size_t)got), client->active_us);
  return TRUE;
}

static void
on_server (void *user_data, uint32_t events)
{
  for (int i = 0; i < BATCH; i++)
    if (!receive_from_server (user_data))
      return;
}

/* Connects @client to the server by a new socket. Returns: FALSE with errno. */
static gboolean
client_connect (Client *client)
{
  int fd = gc_link_socket_connect (SOCK_DGRAM, &client->udp->target);

  if (fd < 0)
    return FALSE;
  gc_link_watch_clear (&client->server);
  gc_link_watch_init (&client->server, client->udp->loop, fd, on_server, client);
  gc_link_watch_set_events (&client->server, EPOLLIN);
  return TRUE;
}

/* The client with this address, new if need be; NULL if there are too many. */
static Client *
get_client (GcLinkUdp *udp, const GcAddress *address, int64_t now_us)
{
  Client *client = g_hash_table_lookup (udp->clients, address);

  if (client != NULL)
    return client;
  GcLink *link = gc_link_table_open (udp->table, GC_LINK_UDP, now_us);
  if (link == NULL)
    return NULL;
  client = g_new0 (Client, 1);
  client->udp = udp;
  client->address = *address;
  client->link = link;
  client->server.fd = -1;
  if (!client_connect (client)) {
    client_free (client);
    return NULL;
  }
  g_hash_table_insert (udp->clients, &client->address, client);
  return client;
}

static gboolean
receive_from_client (Listener *listener)
{
  GcLinkUdp *udp = listener->udp;
  struct sockaddr_storage name;
  socklen_t size = sizeof name;
  GcAddress address;
  ssize_t got = recvfrom (listener->watch.fd, udp->buffer, sizeof udp->buffer, 0,
                          (struct sockaddr *)&name, &size);

  if (got < 0)
    return FALSE;
  if (!gc_address_from_sockaddr ((struct sockaddr *)&name, size, &address))
    return TRUE;
  address.local = listener->index;
  int64_t now_us = g_get_monotonic_time ();
  Client *client = get_client (udp, &address, now_us);
  if (client == NULL)
    return TRUE;
  client->active_us = now_us;
  gc_link_path_push (client->link->paths[GC_LINK_UP], gc_link_packet_new (udp->buffer, (size_t)got),
                     now_us);
  return TRUE;
}

static void
on_listener (void *user_data, uint32_t events)
{
  for (int i = 0; i < BATCH; i++)
    if (!receive_from_client (user_data))
      return;
}

gboolean
gc_link_udp_listen (GcLinkUdp *udp, const GcAddress *address, GcAddress *ret_bound, GError **error)
{
  if (udp->n_listeners == GC_LINK_MAX_LISTENERS) {
    g_set_error (error, GC_ERROR, GC_ERROR_LIMIT, "at most %d addresses", GC_LINK_MAX_LISTENERS);
    return FALSE;
  }
  int fd = gc_link_socket_listen (SOCK_DGRAM, address, ret_bound, error);
  if (fd < 0)
    return FALSE;
  Listener *listener = &udp->listeners[udp->n_listeners];
  listener->udp = udp;
  listener->index = udp->n_listeners++;
  gc_link_watch_init (&listener->watch, udp->loop, fd, on_listener, listener);
  gc_link_watch_set_events (&listener->watch, EPOLLIN);
  return TRUE;
}

void
gc_link_udp_set_target (GcLinkUdp *udp, const GcAddress *target)
{
  udp->target = *target;
}

/* Returns: FALSE if the system did not take it. */
static gboolean
send_on (const Client *client, GcLinkDirection direction, const GcLinkPacket *packet)
{
  size_t size = 0;
  const uint8_t *bytes = gc_link_packet_get_bytes (packet, &size);
  struct sockaddr_storage name;

  if (direction == GC_LINK_UP) {
    if (send (client->server.fd, bytes, size, 0) >= 0)
      return TRUE;
    /* This told of an earlier one that found no server; this one has not been sent. */
    return errno == ECONNREFUSED && send (client->server.fd, bytes, size, 0) >= 0;
  }
  const Listener *listener = &client->udp->listeners[client->address.local];
  socklen_t length = gc_address_to_sockaddr (&client->address, AF_UNSPEC, &name);
  return sendto (listener->watch.fd, bytes, size, 0, (struct sockaddr *)&name, length) >= 0;
}

static void
client_run (Client *client, int64_t now_us)
{
  for (int i = 0; i < GC_LINK_N_DIRECTIONS; i++) {
    GcLinkPath *path = client->link->paths[i];
    GcLinkPacket *packet;
    while ((packet = gc_link_path_pop (path, now_us)) != NULL) {
      if (!send_on (client, (GcLinkDirection)i, packet))
        gc_link_path_count_drop (path, GC_LINK_DROP_SOCKET);
      client->active_us = now_us;
      gc_link_packet_free (packet);
    }
  }
}

void
gc_link_udp_run (GcLinkUdp *udp, int64_t now_us)
{
  GHashTableIter iter;
  void *value;

  g_hash_table_iter_init (&iter, udp->clients);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Client *client = value;
    client_run (client, now_us);
    if (now_us - client->active_us >= udp->idle_us)
      g_hash_table_iter_remove (&iter);
  }
}

int64_t
gc_link_udp_next_us (const GcLinkUdp *udp, int64_t now_us)
{
  GHashTableIter iter;
  void *value;
  int64_t next_us = INT64_MAX;

  g_hash_table_iter_init (&iter, udp->clients);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const Client *client = value;
    next_us = MIN (next_us, client->active_us + udp->idle_us);
    for (int i = 0; i < GC_LINK_N_DIRECTIONS; i++)
      next_us = MIN (next_us, gc_link_path_next_us (client->link->paths[i], now_us));
  }
  return next_us;
}

gboolean
gc_link_udp_rebind (GcLinkUdp *udp, unsigned number, GError **error)
{
  gboolean found = number == 0;
  GHashTableIter iter;
  void *value;

  g_hash_table_iter_init (&iter, udp->clients);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Client *client = value;
    if (number != 0 && client->link->number != number)
      continue;
    found = TRUE;
    if (!client_connect (client)) {
      g_set_error (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "client %u: no new socket: %s",
                   client->link->number, g_strerror (errno));
      return FALSE;
    }
  }
  if (!found)
    g_set_error (error, GC_ERROR, GC_ERROR_UNKNOWN, "client %u: there is none with datagrams",
                 number);
  return found;
}
