// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What the desk asks for and its view does not show all the time.
 */
#include "config.h"

#include "signal/gc-call.h"
#include "signal/gc-json-writer.h"

void
gc_desk_handle_why (GcCall *call)
{
  g_auto (GcJsonWriter) writer = { 0 };

  if (!gc_call_wait_durable (call, gc_desk_handle_why))
    return;
  const GcQueue *queue = gc_engine_get_queue (call->service->engine);
  if (gc_queue_get_ticket (queue, call->params.ticket) == NULL) {
    gc_call_fail (call, GC_ERROR_UNKNOWN, "no such ticket");
    return;
  }
  g_autoptr (GArray) reasons = gc_queue_why_not (queue, call->params.ticket);
  gc_json_writer_init (&writer);
  gc_json_writer_begin_object (&writer, NULL);
  gc_json_writer_begin_list (&writer, "reasons");
  for (guint i = 0; i < reasons->len; i++) {
    const GcWhyNot *reason = &g_array_index (reasons, GcWhyNot, i);
    gc_json_writer_begin_object (&writer, NULL);
    gc_json_writer_string (&writer, "code", gc_why_name (reason->why));
    gc_json_writer_int (&writer, "agents", reason->n);
    gc_json_writer_string (&writer, "agent", reason->agent);
    if (reason->until_ms > 0)
      gc_json_writer_int (&writer, "until_ms", reason->until_ms);
    else
      gc_json_writer_null (&writer, "until_ms");
    gc_json_writer_end_object (&writer);
  }
  gc_json_writer_end_list (&writer);
  gc_json_writer_end_object (&writer);
  gc_call_end (call, writer.text->str, NULL);
}
