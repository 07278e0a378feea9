// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "signal/gc-socket.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define READ_BYTES 16384
#define CLOSE_WAIT_MS 1000

/* A socket that rests holds no buffer: there are thousands of them. */
struct _GcSocket {
  grefcount refs; /* the owner's, and one while what came is handled */
  GcPoller *poller;
  GcPollerWatch watch;                /* its fd is -1 once the connection is over */
  const GcSocketCallbacks *callbacks; /* NULL once the owner has let go or `closed` was called */
  gpointer user_data;
  const GcClock *clock;

  GcWebsocketParser *parser;
  int64_t heard_us;
  int64_t tokens_us; /* the token bucket, as time: what the page has saved up */
  int64_t tokens_at_us;

  GByteArray *pending; /* what the network does not take yet; NULL: nothing */
  gboolean close_sent; /* nothing more is sent, messages are dropped */
  GSource *close_timer;
};

static void
stop (GcSocket *socket)
{
  if (socket->close_timer != NULL) {
    g_source_destroy (socket->close_timer);
    g_clear_pointer (&socket->close_timer, g_source_unref);
  }
  if (socket->watch.fd < 0)
    return;
  gc_poller_remove (socket->poller, &socket->watch);
  close (socket->watch.fd);
  socket->watch.fd = -1;
}

static void
socket_unref (GcSocket *socket)
{
  if (!g_ref_count_dec (&socket->refs))
    return;
  gc_websocket_parser_free (socket->parser);
  g_clear_pointer (&socket->pending, g_byte_array_unref);
  g_free (socket);
}

static void
end (GcSocket *socket)
{
  const GcSocketCallbacks *callbacks = g_steal_pointer (&socket->callbacks);

  if (callbacks == NULL)
    return;
  stop (socket);
  callbacks->closed (socket, socket->user_data);
}

/* Returns how much the network took. A connection that is broken ends on the loop's next turn, not
 * within the call that wanted to send. */
static size_t
write_some (GcSocket *socket, const uint8_t *bytes, size_t size)
{
  ssize_t taken = send (socket->watch.fd, bytes, size, MSG_NOSIGNAL | MSG_DONTWAIT);

  if (taken >= 0)
    return (size_t)taken;
  if (errno != EAGAIN && errno != EINTR)
    shutdown (socket->watch.fd, SHUT_RDWR);
  return 0;
}

static void
send_frame (GcSocket *socket, uint8_t opcode, const void *payload, size_t size)
{
  g_autoptr (GByteArray) frame = NULL;

  if (socket->pending != NULL) {
    gc_websocket_format_frame (socket->pending, opcode, payload, size);
    return;
  }
  frame = g_byte_array_new ();
  gc_websocket_format_frame (frame, opcode, payload, size);
  size_t taken = write_some (socket, frame->data, frame->len);
  if (taken == frame->len)
    return;
  g_byte_array_remove_range (frame, 0, (guint)taken);
  socket->pending = g_steal_pointer (&frame);
  gc_poller_change (socket->poller, &socket->watch, EPOLLIN | EPOLLOUT);
}

/* There is room again. */
static void
flush (GcSocket *socket)
{
  size_t taken = write_some (socket, socket->pending->data, socket->pending->len);

  g_byte_array_remove_range (socket->pending, 0, (guint)taken);
  if (socket->pending->len > 0)
    return;
  g_clear_pointer (&socket->pending, g_byte_array_unref);
  gc_poller_change (socket->poller, &socket->watch, EPOLLIN);
  if (!socket->close_sent)
    socket->callbacks->drained (socket, socket->user_data);
}

static gboolean
on_close_timer (gpointer user_data)
{
  GcSocket *socket = user_data;

  g_clear_pointer (&socket->close_timer, g_source_unref);
  end (socket);
  return G_SOURCE_REMOVE;
}

void
gc_socket_close (GcSocket *socket, uint16_t code, const char *reason)
{
  uint8_t payload[125] = { (uint8_t)(code >> 8), (uint8_t)code };
  size_t size = MIN (strlen (reason), sizeof payload - 2);

  if (socket->callbacks == NULL || socket->close_sent)
    return;
  memcpy (payload + 2, reason, size);
  send_frame (socket, GC_WEBSOCKET_OPCODE_CLOSE, payload, size + 2);
  socket->close_sent = TRUE;

  socket->close_timer = g_timeout_source_new (CLOSE_WAIT_MS);
  g_source_set_static_name (socket->close_timer, "gc-socket-close");
  g_source_set_callback (socket->close_timer, on_close_timer, socket, NULL);
  g_source_attach (socket->close_timer, g_main_context_get_thread_default ());
}

static gboolean
take_token (GcSocket *socket, int64_t now_us)
{
  const int64_t price_us = G_USEC_PER_SEC / GC_SOCKET_RATE;

  socket->tokens_us =
      MIN (socket->tokens_us + (now_us - socket->tokens_at_us), price_us * GC_SOCKET_BURST);
  socket->tokens_at_us = now_us;
  if (socket->tokens_us < price_us)
    return FALSE;
  socket->tokens_us -= price_us;
  return TRUE;
}

/* Returns FALSE when the socket is over and @socket's owner has been told. */
static gboolean
handle_event (GcSocket *socket, GcWebsocketEvent event)
{
  int64_t now_us = gc_clock_monotonic_us (socket->clock);
  size_t size = 0;
  const char *payload = gc_websocket_parser_get_payload (socket->parser, &size);

  if (event == GC_WEBSOCKET_CLOSED) {
    if (!socket->close_sent)
      gc_socket_close (socket, GC_CLOSE_NORMAL, "");
    else
      end (socket);
    return socket->callbacks != NULL;
  }
  if (socket->close_sent)
    return TRUE;
  if (event == GC_WEBSOCKET_BROKEN) {
    gc_socket_close (socket, gc_websocket_parser_get_code (socket->parser), "not understood");
    return TRUE;
  }
  if (!take_token (socket, now_us)) {
    gc_socket_close (socket, GC_CLOSE_ABUSE, "too many messages");
    return TRUE;
  }
  socket->heard_us = now_us;
  if (event == GC_WEBSOCKET_PING) {
    send_frame (socket, GC_WEBSOCKET_OPCODE_PONG, payload, size);
  } else if (event == GC_WEBSOCKET_TEXT) {
    socket->callbacks->message (socket, payload, size, socket->user_data);
  }
  return socket->callbacks != NULL;
}

static void
take_bytes (GcSocket *socket, const uint8_t *bytes, size_t size)
{
  for (size_t at = 0; at < size && socket->callbacks != NULL;) {
    size_t used = 0;
    GcWebsocketEvent event =
        gc_websocket_parser_push (socket->parser, bytes + at, size - at, &used);
    at += used;
    if (event != GC_WEBSOCKET_MORE && !handle_event (socket, event))
      break;
  }
}

static void
on_ready (gpointer owner, uint32_t events)
{
  GcSocket *socket = owner;
  uint8_t buffer[READ_BYTES];

  g_ref_count_inc (&socket->refs);
  if ((events & EPOLLOUT) != 0 && socket->pending != NULL)
    flush (socket);
  if (socket->callbacks != NULL && (events & ~(uint32_t)EPOLLOUT) != 0) {
    ssize_t size = recv (socket->watch.fd, buffer, sizeof buffer, MSG_DONTWAIT);
    if (size > 0)
      take_bytes (socket, buffer, (size_t)size);
    else if (size == 0 || (errno != EAGAIN && errno != EINTR))
      end (socket);
  }
  socket_unref (socket);
}

GcSocket *
gc_socket_new (GcPoller *poller,
               int fd,
               const GcSocketCallbacks *callbacks,
               gpointer user_data,
               const GcClock *clock)
{
  GcSocket *socket = g_new0 (GcSocket, 1);

  g_ref_count_init (&socket->refs);
  socket->poller = poller;
  socket->watch = (GcPollerWatch){ .fd = fd, .ready = on_ready, .owner = socket };
  socket->callbacks = callbacks;
  socket->user_data = user_data;
  socket->clock = clock;
  socket->parser = gc_websocket_parser_new (GC_SOCKET_FIRST_BYTES);
  socket->heard_us = gc_clock_monotonic_us (clock);
  socket->tokens_at_us = socket->heard_us;
  socket->tokens_us = (int64_t)G_USEC_PER_SEC * GC_SOCKET_BURST / GC_SOCKET_RATE;
  /* Refused only for want of memory: then the page is silent, and is let go as such. */
  (void)gc_poller_add (poller, &socket->watch, EPOLLIN);
  return socket;
}

void
gc_socket_free (GcSocket *socket)
{
  if (socket == NULL)
    return;
  socket->callbacks = NULL;
  stop (socket);
  socket_unref (socket);
}

void
gc_socket_welcome (GcSocket *socket)
{
  gc_websocket_parser_set_max_bytes (socket->parser, GC_SOCKET_MAX_BYTES);
}

void
gc_socket_send (GcSocket *socket, const char *text, size_t size)
{
  if (socket->callbacks == NULL || socket->close_sent)
    return;
  if (socket->pending != NULL && socket->pending->len > GC_SOCKET_MAX_PENDING_BYTES) {
    g_debug ("a page does not read: %u bytes wait", socket->pending->len);
    gc_socket_close (socket, GC_CLOSE_ABUSE, "not reading");
    return;
  }
  send_frame (socket, GC_WEBSOCKET_OPCODE_TEXT, text, size);
}

gboolean
gc_socket_is_behind (GcSocket *socket)
{
  return socket->pending != NULL;
}

int64_t
gc_socket_get_heard_us (GcSocket *socket)
{
  return socket->heard_us;
}
