// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* What pages show of parked tickets. */
#include "config.h"

#include "signal/gc-json-writer.h"
#include "signal/gc-service-private.h"

void
gc_views_write_parked (GcJsonWriter *writer, const GcQueue *queue, const GcTicket *ticket)
{
  if (ticket->state != GC_TICKET_PARKED) {
    gc_json_writer_null (writer, "parked");
    return;
  }
  const GcAgent *agent = gc_queue_get_agent (queue, ticket->preferred);
  gc_json_writer_begin_object (writer, "parked");
  gc_json_writer_string (writer, "agent", agent->name != NULL ? agent->name : agent->account);
  gc_json_writer_string (writer, "reason", ticket->park_reason);
  gc_json_writer_int (writer, "until_ms", ticket->until_ms);
  gc_json_writer_end_object (writer);
}

char *
gc_views_make_parked (const GcQueue *queue, const char *account)
{
  g_autoptr (GPtrArray) tickets = gc_queue_list_parked (queue, account);
  g_auto (GcJsonWriter) writer = { 0 };

  gc_json_writer_init (&writer);
  gc_json_writer_begin_list (&writer, NULL);
  for (guint i = 0; i < tickets->len; i++) {
    const GcTicket *ticket = tickets->pdata[i];
    gc_json_writer_begin_object (&writer, NULL);
    gc_views_write_whom (&writer, ticket, ticket->item);
    gc_json_writer_string (&writer, "reason", ticket->park_reason);
    gc_json_writer_int (&writer, "since_ms", ticket->since_ms);
    gc_json_writer_int (&writer, "until_ms", ticket->until_ms);
    gc_json_writer_boolean (&writer, "absent", ticket->absent_ms != 0);
    gc_json_writer_end_object (&writer);
  }
  gc_json_writer_end_list (&writer);
  return gc_json_writer_take (&writer);
}
