// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "signal/gc-socket.h"

#include <string.h>

#define READ_BYTES 4096
#define CLOSE_WAIT_MS 1000

struct _GcSocket {
  grefcount refs; /* the owner's, and one for each read or write under way */
  GIOStream *stream;
  GCancellable *cancellable;
  const GcSocketCallbacks *callbacks; /* NULL once the owner has let go or `closed` was called */
  gpointer user_data;
  const GcClock *clock;

  GcWebsocketParser *parser;
  uint8_t buffer[READ_BYTES];
  int64_t heard_us;
  int64_t tokens_us; /* the token bucket, as time: what the page has saved up */
  int64_t tokens_at_us;

  GByteArray *pending; /* to be written after `writing` */
  GByteArray *writing; /* NULL when nothing is under way */
  gboolean close_sent; /* nothing more is sent, messages are dropped */
  GSource *close_timer;
};

static void read_next (GcSocket *socket);
static void flush (GcSocket *socket);

static void
socket_unref (GcSocket *socket)
{
  if (!g_ref_count_dec (&socket->refs))
    return;
  g_clear_object (&socket->stream);
  g_clear_object (&socket->cancellable);
  gc_websocket_parser_free (socket->parser);
  g_clear_pointer (&socket->pending, g_byte_array_unref);
  g_clear_pointer (&socket->writing, g_byte_array_unref);
  g_free (socket);
}

static void
stop (GcSocket *socket)
{
  g_cancellable_cancel (socket->cancellable);
  if (socket->close_timer != NULL) {
    g_source_destroy (socket->close_timer);
    g_clear_pointer (&socket->close_timer, g_source_unref);
  }
  g_io_stream_close_async (socket->stream, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
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

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GcSocket *socket = user_data;
  gboolean written =
      g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL);

  g_clear_pointer (&socket->writing, g_byte_array_unref);
  if (!written)
    end (socket);
  else if (socket->callbacks != NULL && socket->pending->len > 0)
    flush (socket);
  else if (socket->callbacks != NULL && !socket->close_sent)
    socket->callbacks->drained (socket, socket->user_data);
  socket_unref (socket);
}

static void
flush (GcSocket *socket)
{
  if (socket->writing != NULL || socket->pending->len == 0)
    return;
  socket->writing = g_steal_pointer (&socket->pending);
  socket->pending = g_byte_array_new ();
  g_ref_count_inc (&socket->refs);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (socket->stream),
                                   socket->writing->data, socket->writing->len, G_PRIORITY_DEFAULT,
                                   socket->cancellable, on_written, socket);
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
  gc_websocket_format_frame (socket->pending, GC_WEBSOCKET_OPCODE_CLOSE, payload, size + 2);
  socket->close_sent = TRUE;
  flush (socket);

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
    gc_websocket_format_frame (socket->pending, GC_WEBSOCKET_OPCODE_PONG, payload, size);
    flush (socket);
  } else if (event == GC_WEBSOCKET_TEXT) {
    socket->callbacks->message (socket, payload, size, socket->user_data);
  }
  return socket->callbacks != NULL;
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GcSocket *socket = user_data;
  gssize size = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  if (size <= 0) {
    end (socket);
    socket_unref (socket);
    return;
  }
  for (size_t at = 0; at < (size_t)size && socket->callbacks != NULL;) {
    size_t used = 0;
    GcWebsocketEvent event =
        gc_websocket_parser_push (socket->parser, socket->buffer + at, (size_t)size - at, &used);
    at += used;
    if (event != GC_WEBSOCKET_MORE && !handle_event (socket, event))
      break;
  }
  if (socket->callbacks != NULL)
    read_next (socket);
  socket_unref (socket);
}

static void
read_next (GcSocket *socket)
{
  g_ref_count_inc (&socket->refs);
  g_input_stream_read_async (g_io_stream_get_input_stream (socket->stream), socket->buffer,
                             sizeof socket->buffer, G_PRIORITY_DEFAULT, socket->cancellable,
                             on_read, socket);
}

GcSocket *
gc_socket_new (GIOStream *stream,
               const GcSocketCallbacks *callbacks,
               gpointer user_data,
               const GcClock *clock)
{
  GcSocket *socket = g_new0 (GcSocket, 1);

  g_ref_count_init (&socket->refs);
  socket->stream = stream;
  socket->cancellable = g_cancellable_new ();
  socket->callbacks = callbacks;
  socket->user_data = user_data;
  socket->clock = clock;
  socket->parser = gc_websocket_parser_new (GC_SOCKET_FIRST_BYTES);
  socket->pending = g_byte_array_new ();
  socket->heard_us = gc_clock_monotonic_us (clock);
  socket->tokens_at_us = socket->heard_us;
  socket->tokens_us = (int64_t)G_USEC_PER_SEC * GC_SOCKET_BURST / GC_SOCKET_RATE;
  read_next (socket);
  return socket;
}

void
gc_socket_free (GcSocket *socket)
{
  if (socket == NULL)
    return;
  if (socket->callbacks != NULL) {
    socket->callbacks = NULL;
    stop (socket);
  }
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
  if (socket->pending->len > GC_SOCKET_MAX_PENDING_BYTES) {
    g_debug ("a page does not read: %u bytes wait", socket->pending->len);
    gc_socket_close (socket, GC_CLOSE_ABUSE, "not reading");
    return;
  }
  gc_websocket_format_frame (socket->pending, GC_WEBSOCKET_OPCODE_TEXT, text, size);
  flush (socket);
}

gboolean
gc_socket_is_behind (GcSocket *socket)
{
  return socket->writing != NULL || socket->pending->len > 0;
}

int64_t
gc_socket_get_heard_us (GcSocket *socket)
{
  return socket->heard_us;
}
