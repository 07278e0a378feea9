// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The bytes of pictures of papers. A kiosk posts them part by part; each is on the disk before it
 * is answered, so that after any break the kiosk goes on where the answer says. An agent of the
 * session gets the whole.
 */
#include "config.h"

#include "common/gc-error.h"
#include "common/gc-http-wait.h"
#include "common/gc-id.h"
#include "common/gc-log.h"
#include "signal/gc-json-writer.h"
#include "signal/gc-service-private.h"

/* Of 3 MiB each, in memory until the page has taken them. */
#define MAX_READS 16

/* One request on its way. */
typedef struct {
  GcService *service;
  GcHttpWait *wait;
  char *still;
  char *account; /* (nullable) once it is known */
  int64_t first; /* of a part... */
  GBytes *bytes; /* (nullable) as it came, then what of it is new */
  int64_t now_ms;
  gboolean reads; /* ...or one of those that are counted */
} Work;

static void
work_end (Work *work)
{
  if (work->reads)
    work->service->still_reads--;
  gc_http_wait_end (work->wait);
  g_free (work->still);
  g_free (work->account);
  g_clear_pointer (&work->bytes, g_bytes_unref);
  g_free (work);
}

static void
work_fail (Work *work, const GError *error)
{
  gc_http_answer_error (gc_http_wait_get_message (work->wait), error);
  work_end (work);
}

static void
work_fail_unknown (Work *work)
{
  g_autoptr (GError) error =
      g_error_new (GC_ERROR, GC_ERROR_UNKNOWN, "still \"%.64s\": not known", work->still);

  work_fail (work, error);
}

/* ---- who asks ---- */

static void
work_deny (Work *work)
{
  gc_http_answer_unauthorized (gc_http_wait_get_message (work->wait), "not signed in");
  work_end (work);
}

/* Whether the request comes from a page of @role, whose account is then known; else it is over. */
static gboolean
work_identify (Work *work, GAsyncResult *result, GcRole role)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GcStoreSession) session =
      gc_store_get_session_finish (work->service->store, result, &error);
  GcRole found = GC_ROLE_DISPLAY;

  if (session == NULL && !g_error_matches (error, GC_ERROR, GC_ERROR_UNKNOWN))
    work_fail (work, error);
  else if (session == NULL || !gc_role_parse (session->role, &found) || found != role)
    work_deny (work);
  else {
    work->account = g_strdup (session->account);
    return TRUE;
  }
  return FALSE;
}

/* Begins the work of a request about the picture that @query names; asks who it is. */
static void
work_begin (Work *work, SoupServerMessage *message, GcPage page, GAsyncReadyCallback on_session)
{
  uint8_t hash[GC_STORE_HASH_SIZE];
  g_autofree char *token = gc_http_dup_cookie (message, gc_page_cookie (page));

  work->wait = gc_http_wait_begin (message);
  if (token == NULL || !gc_id_is_valid (token, 64)) {
    work_deny (work);
    return;
  }
  gc_sign_in_hash (token, hash);
  gc_store_get_session_async (work->service->store, hash, gc_service_now_ms (work->service),
                              on_session, work);
}

/* The picture that @query names; NULL, and @error is set. (transfer full) */
static char *
read_query (GcService *service, GHashTable *query, GError **error)
{
  const char *id = query != NULL ? g_hash_table_lookup (query, "still") : NULL;

  if (!service->loaded || service->stopping)
    g_set_error_literal (error, GC_ERROR, GC_ERROR_UNAVAILABLE, "the service is not ready");
  else if (id == NULL || !gc_id_is_valid (id, 64))
    g_set_error_literal (error, GC_ERROR, GC_ERROR_INVALID, "\"still\": not an identifier");
  else
    return g_strdup (id);
  return NULL;
}

/* ---- a part ---- */

static void
show (GcService *service, const char *ticket_id)
{
  const GcTicket *ticket = gc_queue_get_ticket (gc_engine_get_queue (service->engine), ticket_id);

  if (ticket != NULL)
    gc_push_session (service, ticket);
}

static void
answer_part (Work *work, const GcStill *still)
{
  g_auto (GcJsonWriter) writer = { 0 };

  gc_json_writer_init (&writer);
  gc_json_writer_begin_object (&writer, NULL);
  gc_json_writer_int (&writer, "received", still->row->received);
  gc_json_writer_boolean (&writer, "whole", still->state == GC_STILL_WHOLE);
  gc_json_writer_end_object (&writer);
  gc_http_answer (gc_http_wait_get_message (work->wait), SOUP_STATUS_OK, writer.text->str);
  work_end (work);
}

static void
add_received (Work *work, GcStill *still)
{
  GcStoreStill *row = still->row;

  row->received += (int64_t)g_bytes_get_size (work->bytes);
  still->state = row->received < row->size ? GC_STILL_OPEN : GC_STILL_WHOLE;
  if (still->state == GC_STILL_WHOLE) {
    row->whole_ms = work->now_ms;
    gc_metric_add (work->service->stills_whole, 1);
    gc_log_info (GC_LOG_TICKET, row->ticket, "a picture is whole: %" G_GINT64_FORMAT " bytes",
                 row->size);
  }
}

static void
on_part (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Work *work = user_data;
  GcService *service = work->service;
  g_autoptr (GError) error = NULL;
  gboolean done = gc_store_still_finish (service->store, result, &error);
  GcStill *still = gc_stills_find (service->stills, work->still);

  if (still == NULL) {
    /* It was dropped meanwhile. */
    work_fail_unknown (work);
    return;
  }
  g_autofree char *ticket = g_strdup (still->row->ticket);
  if (done) {
    add_received (work, still);
    answer_part (work, still);
  } else {
    still->state = GC_STILL_OPEN;
    /* A wrong hash: the store has removed it. */
    if (g_error_matches (error, GC_ERROR, GC_ERROR_INVALID))
      gc_stills_remove (service->stills, work->still);
    work_fail (work, error);
  }
  show (service, ticket);
}

/* Gives what is new of the part to the store. */
static void
take_part (Work *work, GcStill *still)
{
  gsize size = 0, skip = 0;
  const uint8_t *data = g_bytes_get_data (work->bytes, &size);
  g_autoptr (GError) error = NULL;

  if (still->state == GC_STILL_NEW || still->state == GC_STILL_WRITING)
    g_set_error (&error, GC_ERROR, GC_ERROR_CONFLICT, "still %s: it is being written", work->still);
  else
    gc_still_place (still, work->first, data, size, &skip, &error);
  if (error != NULL) {
    work_fail (work, error);
    return;
  }
  if (skip == size) {
    answer_part (work, still);
    return;
  }
  GBytes *fresh = g_bytes_new_from_bytes (work->bytes, skip, size - skip);
  g_bytes_unref (work->bytes);
  work->bytes = fresh;
  work->now_ms = gc_service_real_ms (work->service);
  still->state = GC_STILL_WRITING;
  gc_store_add_still_part_async (work->service->store, still->row, fresh, work->now_ms, on_part,
                                 work);
}

static void
on_kiosk (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Work *work = user_data;
  GcService *service = work->service;

  if (!work_identify (work, result, GC_ROLE_KIOSK))
    return;
  GcStill *still = gc_stills_find (service->stills, work->still);
  /* Of the ticket only what never changes is looked at, so that it need not be durable. */
  const GcTicket *ticket =
      still != NULL
          ? gc_queue_get_ticket (gc_engine_get_queue (service->engine), still->row->ticket)
          : NULL;
  if (ticket == NULL || g_strcmp0 (ticket->kiosk, work->account) != 0)
    work_fail_unknown (work);
  else
    take_part (work, still);
}

void
gc_still_http_handle_post (SoupServerMessage *message, GHashTable *query, gpointer user_data)
{
  GcService *service = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *still = read_query (service, query, &error);
  const char *first_text = still != NULL ? g_hash_table_lookup (query, "first") : NULL;
  guint64 first = 0;

  if (still != NULL &&
      (first_text == NULL ||
       !g_ascii_string_to_unsigned (first_text, 10, 0, GC_STILL_MAX_BYTES, &first, NULL)))
    g_set_error_literal (&error, GC_ERROR, GC_ERROR_INVALID, "\"first\": not a number of a byte");
  if (error != NULL) {
    gc_http_answer_error (message, error);
    return;
  }
  Work *work = g_new0 (Work, 1);
  *work = (Work){
    .service = service,
    .still = g_steal_pointer (&still),
    .first = (int64_t)first,
    .bytes = soup_message_body_flatten (soup_server_message_get_request_body (message)),
  };
  work_begin (work, message, GC_PAGE_KIOSK, on_kiosk);
}

/* ---- the whole ---- */

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Work *work = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = gc_store_read_still_finish (work->service->store, result, &error);
  const GcStill *still = gc_stills_find (work->service->stills, work->still);

  if (still == NULL || bytes == NULL) {
    if (error != NULL)
      work_fail (work, error);
    else
      work_fail_unknown (work);
    return;
  }
  SoupServerMessage *message = gc_http_wait_get_message (work->wait);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  /* Whatever stands in it, opened by itself it is a picture and nothing that runs. */
  soup_message_headers_replace (headers, "Content-Security-Policy", "default-src 'none'; sandbox");
  soup_message_headers_set_content_type (headers, still->row->type, NULL);
  soup_message_body_append_bytes (soup_server_message_get_response_body (message), bytes);
  work_end (work);
}

/* What the queue says is durable now. */
static void
on_durable (const char *result, const GError *error, gpointer user_data)
{
  Work *work = user_data;
  GcService *service = work->service;
  const GcStill *still = gc_stills_find (service->stills, work->still);

  if (error != NULL)
    work_fail (work, error);
  else if (still == NULL || still->state != GC_STILL_WHOLE ||
           !gc_stills_may_see (
               gc_queue_get_ticket (gc_engine_get_queue (service->engine), still->row->ticket),
               work->account))
    work_fail_unknown (work);
  else
    gc_store_read_still_async (service->store, work->still, on_read, work);
}

static void
on_agent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  static const GcQueueEvent tick = { .type = GC_EVENT_TICK };
  Work *work = user_data;
  const GcEngineRequest request = { .done = on_durable, .user_data = work };

  if (work_identify (work, result, GC_ROLE_AGENT))
    gc_engine_submit (work->service->engine, &tick, &request);
}

void
gc_still_http_handle_get (SoupServerMessage *message, GHashTable *query, gpointer user_data)
{
  GcService *service = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *still = read_query (service, query, &error);

  if (error == NULL && service->still_reads >= MAX_READS)
    g_set_error (&error, GC_ERROR, GC_ERROR_LIMIT, "%u pictures are being read",
                 service->still_reads);
  if (error != NULL) {
    gc_http_answer_error (message, error);
    return;
  }
  Work *work = g_new0 (Work, 1);
  *work = (Work){ .service = service, .still = g_steal_pointer (&still), .reads = TRUE };
  service->still_reads++;
  work_begin (work, message, GC_PAGE_AGENT, on_agent);
}

/* ---- removal ---- */

static void
on_removed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GcService *service = user_data;
  g_autoptr (GError) error = NULL;

  /* The next start finds them without their ticket, and tries again. */
  if (!gc_store_still_finish (service->store, result, &error))
    g_warning ("pictures of a ticket that is over were not removed: %s", error->message);
}

void
gc_still_http_remove (GcService *service, GPtrArray *ids)
{
  if (ids != NULL)
    gc_store_remove_stills_async (service->store, ids, on_removed, service);
}
