// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The ways out of a line, as the kiosk asks for them: to be called, to come back before that, to
 * hand the item in online. No message of this file tells a telephone number.
 */
#include "config.h"

#include "signal/gc-call.h"

#include <string.h>

static const GcTicket *
find_ticket (GcCall *call)
{
  return gc_queue_get_ticket (gc_engine_get_queue (call->service->engine), call->params.ticket);
}

gboolean
gc_callback_fill_leave (GcCall *call, GcQueueEvent *event, GError **error)
{
  const GcTicket *ticket = find_ticket (call);
  const char *way = call->params.way;

  if (way == NULL || ticket == NULL)
    return TRUE;
  if (strcmp (way, "online") != 0) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "\"way\": \"%s\" is not known", way);
    return FALSE;
  }
  const GcItem *item = gc_catalogue_get_item (call->service->catalogue, ticket->item);
  if (item == NULL || !item->online) {
    g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "item %s: is not handed in online",
                 ticket->item);
    return FALSE;
  }
  event->leave.online = TRUE;
  return TRUE;
}

gboolean
gc_callback_fill_call_back (GcCall *call, GcQueueEvent *event, GError **error)
{
  const GcTicket *ticket = find_ticket (call);

  event->call_back.phone = call->params.phone;
  return ticket == NULL || ticket->state != GC_TICKET_DRAFT ||
         gc_desk_check_item (call, ticket->point, ticket->item, error);
}

/* The callback whose number and telephone the resident gives. */
static gboolean
find_callback (GcCall *call, GcQueueEvent *event, GError **error)
{
  GcService *service = call->service;
  const GcUser *user = gc_seat_get_user (gc_call_get_seat (call));
  int64_t now_ms = gc_service_now_ms (service);

  if (!gc_guesses_check (service->kiosk_guesses, user->account, now_ms, error))
    return FALSE;
  const GcTicket *ticket = gc_queue_find_callback (
      gc_engine_get_queue (service->engine), user->point, call->params.number, call->params.phone);
  if (ticket == NULL) {
    gc_guesses_note (service->kiosk_guesses, user->account, now_ms);
    g_set_error_literal (error, GC_ERROR, GC_ERROR_UNKNOWN,
                         "no callback here of this number and telephone");
    return FALSE;
  }
  call->made = g_strdup (ticket->id);
  event->ticket = call->made;
  return TRUE;
}

gboolean
gc_callback_fill_return (GcCall *call, GcQueueEvent *event, GError **error)
{
  GcService *service = call->service;
  const GcUser *user = gc_seat_get_user (gc_call_get_seat (call));
  const GcPoint *point = gc_catalogue_get_point (service->catalogue, user->point);

  if (!gc_desk_check_open (call, user->point, error) || !find_callback (call, event, error))
    return FALSE;
  if (point != NULL)
    event->come_back.closes_ms =
        gc_hours_look (point->hours, gc_service_real_ms (service)).closes_ms;
  return TRUE;
}

gboolean
gc_callback_fill_cancel (GcCall *call, GcQueueEvent *event, GError **error)
{
  return find_callback (call, event, error);
}
