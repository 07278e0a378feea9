// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "common/gc-clock.h"
#include "signal/gc-poller.h"
#include "signal/gc-websocket-parser.h"

/*
 * GcSocket: one WebSocket of a page, after the handshake. It holds every limit that a page can
 * run into: size of a message, messages a second, bytes that it does not read. Main thread.
 */
typedef struct _GcSocket GcSocket;

typedef struct {
  /* A text message, valid UTF-8, zero-terminated. */
  void (*message) (GcSocket *socket, const char *text, size_t size, gpointer user_data);
  /* All that had to wait has been taken by the network. */
  void (*drained) (GcSocket *socket, gpointer user_data);
  /* Once, when the connection is over for either side's reason; nothing is called after it. */
  void (*closed) (GcSocket *socket, gpointer user_data);
} GcSocketCallbacks;

/* Before the sign-in is proved by `hello`, and after. */
#define GC_SOCKET_FIRST_BYTES 4096
#define GC_SOCKET_MAX_BYTES 65536
/* Messages (control frames too) a second in the long run, and in one burst. */
#define GC_SOCKET_RATE 30
#define GC_SOCKET_BURST 90
/* What may wait for a page that does not read, one message more not counted. */
#define GC_SOCKET_MAX_PENDING_BYTES 1048576

/*
 * Takes over @fd, a connected stream socket that does not block. @callbacks static; @poller and
 * @clock must outlive the socket. Returns: (transfer full): free with gc_socket_free ().
 */
GcSocket *gc_socket_new (GcPoller *poller,
                         int fd,
                         const GcSocketCallbacks *callbacks,
                         gpointer user_data,
                         const GcClock *clock);

/* Cuts the connection if it still stands; no callback is called any more. NULL is allowed. */
void gc_socket_free (GcSocket *socket);

/* The page is known now: messages may be GC_SOCKET_MAX_BYTES long. */
void gc_socket_welcome (GcSocket *socket);

void gc_socket_send (GcSocket *socket, const char *text, size_t size);

/* Whether something sent before still waits for the network. */
gboolean gc_socket_is_behind (GcSocket *socket);

/* Sends a close frame and waits at most a second for the page's; `closed` follows. */
void gc_socket_close (GcSocket *socket, uint16_t code, const char *reason);

/* When the last whole frame came, on the clock's monotonic time. */
int64_t gc_socket_get_heard_us (GcSocket *socket);
