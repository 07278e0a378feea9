// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* What pages show of the items of a visit. */
#include "config.h"

#include "queue/gc-visit.h"
#include "signal/gc-json-writer.h"
#include "signal/gc-service-private.h"

#include <string.h>

void
gc_views_write_items (GcJsonWriter *writer, const GcTicket *ticket)
{
  gc_json_writer_begin_list (writer, "items");
  for (guint i = 0; i < ticket->visit->len; i++) {
    const GcVisitItem *item = &g_array_index (ticket->visit, GcVisitItem, i);
    gboolean current = strcmp (item->item, ticket->item) == 0;
    GcOutcome outcome =
        current && item->outcome == GC_OUTCOME_NONE ? ticket->outcome : item->outcome;
    gc_json_writer_begin_object (writer, NULL);
    gc_json_writer_string (writer, "item", item->item);
    gc_json_writer_string (writer, "department", item->department);
    gc_json_writer_string (writer, "outcome", gc_outcome_name (outcome));
    gc_json_writer_boolean (writer, "current", current);
    gc_json_writer_end_object (writer);
  }
  gc_json_writer_end_list (writer);
}

const GcVisitItem *
gc_views_find_written_up (const GcAgent *agent, const GcTicket *ticket)
{
  if (agent->wrap_up_until_ms == 0 || g_strcmp0 (ticket->agent, agent->account) == 0)
    return NULL;
  return gc_visit_last_of (ticket->visit, agent->account);
}
