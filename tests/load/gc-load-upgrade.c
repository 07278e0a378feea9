// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * gc-load-upgrade: a server that opens a WebSocket for everybody who asks, keeps it, and does
 * nothing else: what libsoup itself takes for a socket. Prints "ready http=http://127.0.0.1:PORT".
 */
#include "config.h"

#include <libsoup/soup.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

static void
on_websocket (SoupServer *server,
              SoupServerMessage *message,
              const char *path,
              SoupWebsocketConnection *connection,
              gpointer user_data)
{
  g_ptr_array_add (user_data, g_object_ref (connection));
}

/* soup_server_listen () has room for ten at the door, and the eleventh waits a second. */
static gboolean
listen_local (SoupServer *server, GError **error)
{
  g_autoptr (GSocket) socket =
      g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", 0);

  if (socket == NULL || !g_socket_bind (socket, address, TRUE, error))
    return FALSE;
  g_socket_set_listen_backlog (socket, 1024);
  return g_socket_listen (socket, error) && soup_server_listen_socket (server, socket, 0, error);
}

int
main (void)
{
  static char *protocols[] = { "gc.1", NULL };
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr (GPtrArray) sockets = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;
  struct rlimit limit = { 0 };

  if (getrlimit (RLIMIT_NOFILE, &limit) == 0) {
    limit.rlim_cur = limit.rlim_max;
    setrlimit (RLIMIT_NOFILE, &limit);
  }
  soup_server_add_websocket_handler (server, NULL, NULL, protocols, on_websocket, sockets, NULL);
  if (!listen_local (server, &error)) {
    g_printerr ("gc-load-upgrade: %s\n", error->message);
    return EXIT_FAILURE;
  }
  GSList *uris = soup_server_get_uris (server);
  printf ("ready http=http://127.0.0.1:%d\n", g_uri_get_port (uris->data));
  fflush (stdout);
  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);
  g_main_loop_run (loop);
  return EXIT_SUCCESS;
}
