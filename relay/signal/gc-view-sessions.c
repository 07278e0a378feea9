// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* The sessions that are under way, as a supervisor is told of them. */
#include "config.h"

#include "signal/gc-service-private.h"

typedef struct {
  const GcQueue *queue;
  const GcAgent *supervisor;
  GcJsonWriter *writer;
} Walk;

static void
write_session (const GcTicket *ticket, gpointer user_data)
{
  const Walk *walk = user_data;

  if (ticket->state != GC_TICKET_IN_SESSION || ticket->phone != NULL ||
      g_strcmp0 (walk->supervisor->ticket, ticket->id) == 0)
    return;
  gc_json_writer_begin_object (walk->writer, NULL);
  gc_views_write_whom (walk->writer, ticket, ticket->item);
  gc_json_writer_string (walk->writer, "agent",
                         gc_queue_get_agent (walk->queue, ticket->agent)->name);
  gc_json_writer_int (walk->writer, "since_ms", ticket->session_since_ms);
  gc_json_writer_boolean (walk->writer, "private", ticket->direct);
  gc_json_writer_end_object (walk->writer);
}

char *
gc_views_make_sessions (GcService *service, const GcAgent *agent)
{
  g_auto (GcJsonWriter) writer = { 0 };
  Walk walk = { gc_engine_get_queue (service->engine), agent, &writer };

  gc_json_writer_init (&writer);
  gc_json_writer_begin_list (&writer, NULL);
  if (agent->supervisor)
    gc_queue_foreach_open (walk.queue, write_session, &walk);
  gc_json_writer_end_list (&writer);
  return gc_json_writer_take (&writer);
}
