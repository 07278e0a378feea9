// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* What all servers share, and the one that is none. */
#include "config.h"

#include "gc-load-server.h"

void
gc_load_server_free (GcLoadServer *server)
{
  if (server == NULL)
    return;
  g_free (server->address);
  g_free (server->token);
  g_free (server);
}

static gboolean
connect_directly (GcLoadServer *server, GcLoadSession *session, GError **error)
{
  session->started_us = g_get_real_time ();
  return gc_load_peer_join (session->peers[0], session->peers[1], error);
}

static gboolean
leave_nothing (GcLoadServer *server, GcLoadSession *session, GError **error)
{
  return TRUE;
}

GcLoadServer *
gc_load_server_new_direct (void)
{
  static const GcLoadServerMethods methods = { .connect = connect_directly,
                                               .leave = leave_nothing };
  GcLoadServer *server = g_new0 (GcLoadServer, 1);

  server->methods = &methods;
  return server;
}
