// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "gc-link-tcp.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/gc-error.h"
#include "gc-link-socket.h"

/* As much as one segment carries: what one loss is a loss of. */
#define PIECE_BYTES 1400
/* So many pieces are read before the others have their turn. */
#define BATCH 32

typedef struct {
  GcLinkTcp *tcp;
  GcLinkWatch watch;
} Listener;

/* One direction of a connection. */
typedef struct {
  GcLinkWatch *from;
  GcLinkWatch *to;
  GcLinkPath *path;
  GcLinkPacket *piece; /* that has arrived and is being written (nullable) */
  size_t written;      /* of it */
  gboolean blocked;    /* @to takes no more for now */
  gboolean ended;      /* the end of @from was read: the last piece in the path is empty */
  gboolean finished;   /* the end was passed on */
} Pipe;

typedef struct {
  GcLinkTcp *tcp;
  GcLink *link;
  GcLinkWatch client;
  GcLinkWatch server;
  Pipe pipes[GC_LINK_N_DIRECTIONS];
  gboolean broken;
} Connection;

struct _GcLinkTcp {
  GcLinkLoop *loop;
  GcLinkTable *table;
  GcAddress target;
  Listener listeners[GC_LINK_MAX_LISTENERS];
  unsigned n_listeners;
  GPtrArray *connections; /* of Connection, owned */
};

/* Closing by a reset: the far end learns that the connection broke. */
static void
reset_on_close (int fd)
{
  const struct linger linger = { .l_onoff = 1 };
  setsockopt (fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
}

static void
connection_free (void *data)
{
  Connection *connection = data;

  if (connection->broken) {
    reset_on_close (connection->client.fd);
    reset_on_close (connection->server.fd);
  }
  for (int i = 0; i < GC_LINK_N_DIRECTIONS; i++)
    gc_link_packet_free (connection->pipes[i].piece);
  gc_link_watch_clear (&connection->client);
  gc_link_watch_clear (&connection->server);
  gc_link_table_close (connection->tcp->table, connection->link);
  g_free (connection);
}

GcLinkTcp *
gc_link_tcp_new (GcLinkLoop *loop, GcLinkTable *table)
{
  GcLinkTcp *tcp = g_new0 (GcLinkTcp, 1);

  tcp->loop = loop;
  tcp->table = table;
  tcp->connections = g_ptr_array_new_with_free_func (connection_free);
  return tcp;
}

void
gc_link_tcp_free (GcLinkTcp *tcp)
{
  if (tcp == NULL)
    return;
  g_ptr_array_unref (tcp->connections);
  for (unsigned i = 0; i < tcp->n_listeners; i++)
    gc_link_watch_clear (&tcp->listeners[i].watch);
  g_free (tcp);
}

/* Reads one piece and lets it into the link. Returns: FALSE if there is none, or no room. */
static gboolean
pipe_read (Pipe *pipe, gboolean *broken)
{
  int64_t now_us = g_get_monotonic_time ();
  uint8_t bytes[PIECE_BYTES];

  if (pipe->ended || !gc_link_path_is_open (pipe->path, now_us))
    return FALSE;
  ssize_t got = recv (pipe->from->fd, bytes, sizeof bytes, 0);
  if (got < 0) {
    *broken |= errno != EAGAIN && errno != EINTR;
    return FALSE;
  }
  pipe->ended = got == 0;
  gc_link_path_push (pipe->path, gc_link_packet_new (bytes, (size_t)got), now_us);
  return TRUE;
}

/* Something is up with @watch, an end of @connection: @in comes from it, @out goes to it. */
static void
on_event (Connection *connection, Pipe *in, Pipe *out, uint32_t events)
{
  if ((events & EPOLLERR) != 0)
    connection->broken = TRUE;
  if ((events & EPOLLOUT) != 0)
    out->blocked = FALSE;
  for (int i = 0; i < BATCH; i++)
    if (!pipe_read (in, &connection->broken))
      return;
}

static void
on_client (void *user_data, uint32_t events)
{
  Connection *connection = user_data;

  on_event (connection, &connection->pipes[GC_LINK_UP], &connection->pipes[GC_LINK_DOWN], events);
}

static void
on_server (void *user_data, uint32_t events)
{
  Connection *connection = user_data;

  on_event (connection, &connection->pipes[GC_LINK_DOWN], &connection->pipes[GC_LINK_UP], events);
}

/* Takes over @client and connects it. Without a server it is over at once. */
static void
open_connection (GcLinkTcp *tcp, int client)
{
  GcLink *link = gc_link_table_open (tcp->table, GC_LINK_TCP, g_get_monotonic_time ());

  if (link == NULL) {
    reset_on_close (client);
    close (client);
    return;
  }
  int server = gc_link_socket_connect (SOCK_STREAM, &tcp->target);
  Connection *connection = g_new0 (Connection, 1);
  connection->tcp = tcp;
  connection->link = link;
  connection->broken = server < 0;
  gc_link_watch_init (&connection->client, tcp->loop, client, on_client, connection);
  gc_link_watch_init (&connection->server, tcp->loop, server, on_server, connection);
  connection->pipes[GC_LINK_UP] = (Pipe){ .from = &connection->client,
                                          .to = &connection->server,
                                          .path = link->paths[GC_LINK_UP] };
  connection->pipes[GC_LINK_DOWN] = (Pipe){ .from = &connection->server,
                                            .to = &connection->client,
                                            .path = link->paths[GC_LINK_DOWN] };
  g_ptr_array_add (tcp->connections, connection);
}

static void
on_listener (void *user_data, uint32_t events)
{
  Listener *listener = user_data;
  int client = accept4 (listener->watch.fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

  if (client >= 0)
    open_connection (listener->tcp, client);
}

gboolean
gc_link_tcp_listen (GcLinkTcp *tcp, const GcAddress *address, GcAddress *ret_bound, GError **error)
{
  if (tcp->n_listeners == GC_LINK_MAX_LISTENERS) {
    g_set_error (error, GC_ERROR, GC_ERROR_LIMIT, "at most %d addresses", GC_LINK_MAX_LISTENERS);
    return FALSE;
  }
  int fd = gc_link_socket_listen (SOCK_STREAM, address, ret_bound, error);
  if (fd < 0)
    return FALSE;
  Listener *listener = &tcp->listeners[tcp->n_listeners++];
  listener->tcp = tcp;
  gc_link_watch_init (&listener->watch, tcp->loop, fd, on_listener, listener);
  gc_link_watch_set_events (&listener->watch, EPOLLIN);
  return TRUE;
}

void
gc_link_tcp_set_target (GcLinkTcp *tcp, const GcAddress *target)
{
  tcp->target = *target;
}

/* Passes on that the sender has ended. */
static gboolean
pipe_finish (Pipe *pipe)
{
  if (shutdown (pipe->to->fd, SHUT_WR) == 0) {
    pipe->finished = TRUE;
    return TRUE;
  }
  /* Not connected yet. */
  pipe->blocked = errno == ENOTCONN;
  return pipe->blocked;
}

/* Writes what is left of the piece. Returns: FALSE if the connection is broken. */
static gboolean
pipe_write (Pipe *pipe)
{
  size_t size = 0;
  const uint8_t *bytes = gc_link_packet_get_bytes (pipe->piece, &size);

  if (size == 0)
    return pipe_finish (pipe);
  ssize_t put = send (pipe->to->fd, bytes + pipe->written, size - pipe->written, MSG_NOSIGNAL);
  if (put < 0) {
    pipe->blocked = errno == EAGAIN;
    return pipe->blocked || errno == EINTR;
  }
  pipe->written += (size_t)put;
  if (pipe->written == size)
    g_clear_pointer (&pipe->piece, gc_link_packet_free);
  return TRUE;
}

static gboolean
pipe_run (Pipe *pipe, int64_t now_us)
{
  while (!pipe->blocked && !pipe->finished) {
    if (pipe->piece == NULL) {
      pipe->piece = gc_link_path_pop (pipe->path, now_us);
      pipe->written = 0;
    }
    if (pipe->piece == NULL)
      return TRUE;
    if (!pipe_write (pipe))
      return FALSE;
  }
  return TRUE;
}

static void
wait_for_more (Connection *connection, int64_t now_us)
{
  Pipe *up = &connection->pipes[GC_LINK_UP], *down = &connection->pipes[GC_LINK_DOWN];
  gboolean up_reads = !up->ended && gc_link_path_is_open (up->path, now_us);
  gboolean down_reads = !down->ended && gc_link_path_is_open (down->path, now_us);

  gc_link_watch_set_events (&connection->client,
                            (up_reads ? EPOLLIN : 0u) | (down->blocked ? EPOLLOUT : 0u));
  gc_link_watch_set_events (&connection->server,
                            (down_reads ? EPOLLIN : 0u) | (up->blocked ? EPOLLOUT : 0u));
}

/* Returns: FALSE if the connection is over. */
static gboolean
connection_run (Connection *connection, int64_t now_us)
{
  Pipe *up = &connection->pipes[GC_LINK_UP], *down = &connection->pipes[GC_LINK_DOWN];

  if (!connection->broken && !(pipe_run (up, now_us) && pipe_run (down, now_us)))
    connection->broken = TRUE;
  if (connection->broken || (up->finished && down->finished))
    return FALSE;
  wait_for_more (connection, now_us);
  return TRUE;
}

void
gc_link_tcp_run (GcLinkTcp *tcp, int64_t now_us)
{
  for (unsigned i = tcp->connections->len; i > 0; i--)
    if (!connection_run (g_ptr_array_index (tcp->connections, i - 1), now_us))
      g_ptr_array_remove_index (tcp->connections, i - 1);
}

int64_t
gc_link_tcp_next_us (const GcLinkTcp *tcp, int64_t now_us)
{
  int64_t next_us = INT64_MAX;

  for (unsigned i = 0; i < tcp->connections->len; i++) {
    const Connection *connection = g_ptr_array_index (tcp->connections, i);
    for (int j = 0; j < GC_LINK_N_DIRECTIONS; j++) {
      const Pipe *pipe = &connection->pipes[j];
      if (!pipe->blocked && !pipe->finished)
        next_us = MIN (next_us, gc_link_path_next_us (pipe->path, now_us));
    }
  }
  return next_us;
}
