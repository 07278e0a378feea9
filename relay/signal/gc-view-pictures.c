// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The pictures of a session that the relay pauses, because a link does not carry them: which of the
 * page's own lines stand, and who does not see the one before the page.
 */
#include "config.h"

#include "signal/gc-service-private.h"

/* By the relay: a peer's video lines are the face of party 0, his document, and the other faces. */
static int
face_line_of (int party)
{
  return party == 0 ? 0 : party + 1;
}

void
gc_views_write_paused (GcJsonWriter *writer, const GcLink *link)
{
  gc_json_writer_begin_list (writer, "paused");
  for (int line = 0; line < GC_RELAY_MAX_PICTURES; line++)
    if ((link->paused >> line & 1) != 0)
      gc_json_writer_int (writer, NULL, line);
  gc_json_writer_end_list (writer);
}

static const char *
name_of (GcService *service, const char *account)
{
  const GcAgent *agent = gc_queue_get_agent (gc_engine_get_queue (service->engine), account);

  return agent != NULL && agent->name != NULL ? agent->name : account;
}

/* Writes @name if the page of @account, at @place, is not shown who is at @shown. */
static void
write_viewer (GcService *service,
              GcPage page,
              const char *account,
              int place,
              int shown,
              const char *name,
              GcJsonWriter *writer)
{
  const GcLink *link = gc_views_find_link (service, gc_service_find_seat (service, page, account));

  if (place != shown && link != NULL &&
      (link->paused >> face_line_of (gc_party_of (shown, place)) & 1) != 0)
    gc_json_writer_string (writer, NULL, name);
}

void
gc_views_write_unseen_by (GcService *service,
                          const GcTicket *ticket,
                          int own_place,
                          GcJsonWriter *writer)
{
  gc_json_writer_begin_list (writer, "unseen_by");
  if (ticket != NULL && ticket->phone == NULL && ticket->agent != NULL) {
    write_viewer (service, GC_PAGE_KIOSK, ticket->kiosk, GC_PLACE_RESIDENT, own_place, ticket->name,
                  writer);
    write_viewer (service, GC_PAGE_AGENT, ticket->agent, GC_PLACE_AGENT, own_place,
                  name_of (service, ticket->agent), writer);
  }
  for (guint i = 0; ticket != NULL && i < ticket->guests->len; i++) {
    const GcGuest *guest = &g_array_index (ticket->guests, GcGuest, i);
    write_viewer (service, GC_PAGE_AGENT, guest->agent, gc_place_of_guest (guest), own_place,
                  name_of (service, guest->agent), writer);
  }
  gc_json_writer_end_list (writer);
}
