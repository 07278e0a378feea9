// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "common/gc-http-wait.h"

struct _GcHttpWait {
  SoupServerMessage *message;
  gulong finished_id;
  gboolean gone;
};

static void
on_finished (SoupServerMessage *message, gpointer user_data)
{
  ((GcHttpWait *)user_data)->gone = TRUE;
}

GcHttpWait *
gc_http_wait_begin (SoupServerMessage *message)
{
  GcHttpWait *wait = g_new0 (GcHttpWait, 1);

  wait->message = g_object_ref (message);
  wait->finished_id = g_signal_connect (message, "finished", G_CALLBACK (on_finished), wait);
  soup_server_message_pause (message);
  return wait;
}

SoupServerMessage *
gc_http_wait_get_message (GcHttpWait *wait)
{
  return wait->message;
}

gboolean
gc_http_wait_is_gone (const GcHttpWait *wait)
{
  return wait->gone;
}

void
gc_http_wait_end (GcHttpWait *wait)
{
  g_signal_handler_disconnect (wait->message, wait->finished_id);
  if (!wait->gone)
    soup_server_message_unpause (wait->message);
  g_object_unref (wait->message);
  g_free (wait);
}
