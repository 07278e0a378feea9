// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The guests of a session, as its pages are told of them: who they are, and which line of the
 * page's relay peer shows each.
 */
#include "config.h"

#include "signal/gc-service-private.h"

int
gc_place_of_guest (const GcGuest *guest)
{
  return GC_PLACE_AGENT + (int)guest->seat;
}

int
gc_party_of (int place, int own_place)
{
  return place < own_place ? place : place - 1;
}

static void
write_guest (GcJsonWriter *writer, const GcAgent *agent, const GcGuest *guest, int own_place)
{
  gboolean has_one = agent->departments[0] != NULL && agent->departments[1] == NULL;
  int place = gc_place_of_guest (guest);

  gc_json_writer_begin_object (writer, NULL);
  gc_json_writer_string (writer, "account", agent->account);
  gc_json_writer_string (writer, "name", agent->name);
  /* Who works for several speaks for none of them. */
  gc_json_writer_string (writer, "department", has_one ? agent->departments[0] : NULL);
  gc_json_writer_boolean (writer, "joined", guest->joined);
  gc_json_writer_string (writer, "heard_by", gc_heard_by_name (guest->heard_by));
  if (place != own_place)
    gc_json_writer_int (writer, "party", gc_party_of (place, own_place));
  else
    gc_json_writer_null (writer, "party");
  gc_json_writer_end_object (writer);
}

void
gc_views_write_guests (GcService *service,
                       const GcTicket *ticket,
                       int own_place,
                       GcJsonWriter *writer)
{
  const GcQueue *queue = gc_engine_get_queue (service->engine);

  gc_json_writer_begin_list (writer, "guests");
  for (guint i = 0; ticket != NULL && i < ticket->guests->len; i++) {
    const GcGuest *guest = &g_array_index (ticket->guests, GcGuest, i);
    write_guest (writer, gc_queue_get_agent (queue, guest->agent), guest, own_place);
  }
  gc_json_writer_end_list (writer);
}

void
gc_views_write_speaker (GcService *service,
                        const GcTicket *ticket,
                        int own_place,
                        GcJsonWriter *writer)
{
  gpointer place = NULL;
  gboolean speaks =
      ticket != NULL && g_hash_table_lookup_extended (service->speakers, ticket->id, NULL, &place);

  if (speaks && GPOINTER_TO_INT (place) != own_place)
    gc_json_writer_int (writer, "speaker", gc_party_of (GPOINTER_TO_INT (place), own_place));
  else
    gc_json_writer_null (writer, "speaker");
}

void
gc_views_write_guest_accounts (const GcTicket *ticket, GcJsonWriter *writer)
{
  gc_json_writer_begin_list (writer, "guests");
  for (guint i = 0; i < ticket->guests->len; i++)
    gc_json_writer_string (writer, NULL, g_array_index (ticket->guests, GcGuest, i).agent);
  gc_json_writer_end_list (writer);
}

void
gc_views_write_invite (const GcTicket *ticket, const char *from, GcJsonWriter *writer)
{
  if (ticket->invite == GC_INVITE_NONE) {
    gc_json_writer_null (writer, "invite");
    return;
  }
  gc_json_writer_begin_object (writer, "invite");
  gc_json_writer_string (writer, "from", from);
  gc_json_writer_string (writer, "how", gc_invite_name (ticket->invite));
  gc_json_writer_end_object (writer);
}

void
gc_views_write_invited (GcService *service, const char *account, GcJsonWriter *writer)
{
  if (account == NULL) {
    gc_json_writer_null (writer, "invited");
    return;
  }
  gc_json_writer_begin_object (writer, "invited");
  gc_json_writer_string (writer, "account", account);
  gc_json_writer_string (writer, "name",
                         gc_queue_get_agent (gc_engine_get_queue (service->engine), account)->name);
  gc_json_writer_end_object (writer);
}

char *
gc_views_make_colleagues (GcService *service, const GcTicket *ticket)
{
  const GcQueue *queue = gc_engine_get_queue (service->engine);
  g_autoptr (GPtrArray) colleagues = NULL;
  g_auto (GcJsonWriter) writer = { 0 };

  gc_json_writer_init (&writer);
  gc_json_writer_begin_list (&writer, NULL);
  if (ticket != NULL && ticket->state == GC_TICKET_IN_SESSION)
    colleagues = gc_queue_list_colleagues (queue, ticket->id);
  for (guint i = 0; colleagues != NULL && i < colleagues->len; i++) {
    const GcAgent *colleague = colleagues->pdata[i];
    gc_json_writer_begin_object (&writer, NULL);
    gc_json_writer_string (&writer, "account", colleague->account);
    gc_json_writer_string (&writer, "name", colleague->name);
    gc_json_writer_strings (&writer, "departments", (const char *const *)colleague->departments);
    gc_json_writer_boolean (&writer, "takes_over",
                            gc_queue_could_take_over (queue, ticket->id, colleague->account));
    gc_json_writer_end_object (&writer);
  }
  gc_json_writer_end_list (&writer);
  return gc_json_writer_take (&writer);
}
