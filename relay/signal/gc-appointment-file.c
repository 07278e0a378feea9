// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* GET /api/appointment.ics: an appointment as a file for the resident's own calendar. */
#include "config.h"

#include "calendar/gc-ics.h"
#include "common/gc-error.h"
#include "common/gc-http-wait.h"
#include "queue/gc-queue-book.h"
#include "signal/gc-service-private.h"

#include <string.h>

#define HOME_PLACE "温州 Wenzhou"

typedef struct {
  GcService *service;
  GcHttpWait *wait;
  char *code; /* (nullable) */
  char *client;
} File;

static void
file_free (File *file)
{
  g_free (file->code);
  g_free (file->client);
  g_free (file);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (File, file_free)

/* (transfer full) */
static char *
format_file (GcService *service, const GcAppointment *row)
{
  const GcPoint *point = gc_catalogue_get_point (service->catalogue, row->point);
  const GcItem *item = gc_catalogue_get_item (service->catalogue, row->item);
  const GcBooking booking = { .span = { row->time.start_ms, row->time.end_ms },
                              .home_zone = row->home_zone,
                              .home_wall = row->time.home_wall,
                              .point_zone = row->point_zone,
                              .point_wall = row->time.point_wall };
  g_autofree char *uid = g_strconcat (row->id, "@global-connect", NULL);
  g_autofree char *summary = item != NULL
                                 ? g_strdup_printf ("%s · %s", item->name_zh, item->name_en)
                                 : g_strdup (row->item);
  g_autofree char *place = point != NULL
                               ? g_strdup_printf ("%s · %s", point->name_zh, point->name_en)
                               : g_strdup (row->point);
  const GcIcsText text = {
    .uid = uid,
    .summary = summary,
    .location = place,
    .point_place = place,
    .home_place = HOME_PLACE,
    .sequence = (int)row->sequence + (row->state == GC_APPOINTMENT_CANCELLED),
    .cancelled = row->state == GC_APPOINTMENT_CANCELLED,
  };

  return gc_ics_format (&booking, &text, gc_service_real_ms (service));
}

static void
answer_file (const File *file, SoupServerMessage *message)
{
  GcService *service = file->service;
  int64_t now_ms = gc_service_now_ms (service);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  const GcAppointment *row =
      file->code != NULL
          ? gc_queue_find_appointment (gc_engine_get_queue (service->engine), file->code)
          : NULL;
  g_autoptr (GError) error = NULL;

  if (row == NULL) {
    gc_guesses_note (service->address_guesses, file->client, now_ms);
    g_set_error_literal (&error, GC_ERROR, GC_ERROR_UNKNOWN, "no appointment has this code");
    gc_http_answer_error (message, error);
    return;
  }
  char *text = format_file (service, row);
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "Content-Disposition",
                                "attachment; filename=\"global-connect.ics\"");
  soup_server_message_set_response (message, "text/calendar; charset=utf-8", SOUP_MEMORY_TAKE, text,
                                    strlen (text));
}

/* What the queue says is durable now. */
static void
on_durable (const char *result, const GError *error, gpointer user_data)
{
  g_autoptr (File) file = user_data;
  SoupServerMessage *message = gc_http_wait_get_message (file->wait);

  if (error != NULL)
    gc_http_answer_error (message, error);
  else
    answer_file (file, message);
  gc_http_wait_end (file->wait);
}

void
gc_appointments_handle_ics (SoupServerMessage *message, GHashTable *query, gpointer user_data)
{
  GcService *service = user_data;
  const char *code = query != NULL ? g_hash_table_lookup (query, "code") : NULL;
  g_autofree char *client = gc_http_dup_client (message);
  g_autoptr (GError) error = NULL;

  if (!service->loaded || service->stopping)
    g_set_error_literal (&error, GC_ERROR, GC_ERROR_UNAVAILABLE, "the service is not ready");
  else
    gc_guesses_check (service->address_guesses, client, gc_service_now_ms (service), &error);
  if (error != NULL) {
    gc_http_answer_error (message, error);
    return;
  }
  const GcQueueEvent tick = { .type = GC_EVENT_TICK };
  File *file = g_new0 (File, 1);
  *file = (File){ .service = service,
                  .wait = gc_http_wait_begin (message),
                  .code = code != NULL ? gc_appointment_code_parse (code) : NULL,
                  .client = g_steal_pointer (&client) };
  const GcEngineRequest request = { .done = on_durable, .user_data = file };
  gc_engine_submit (service->engine, &tick, &request);
}
