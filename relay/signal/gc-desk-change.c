// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What coordinators change for people who wait: notices, points, items. A change is written by the
 * store first; then it holds, is answered, and is shown.
 */
#include "config.h"

#include "signal/gc-call.h"
#include "signal/gc-json-writer.h"

#include <string.h>

#define MINUTE_MS INT64_C (60000)

/* A call while the store writes what it changes. */
typedef struct {
  GcCall *call;
  GcStoreAnnouncement *announcement; /* (nullable) */
  GcStoreSwitch *change;             /* (nullable) */
} Change;

static Change *
change_new (GcCall *call)
{
  Change *change = g_new0 (Change, 1);

  change->call = call;
  return change;
}

static void
change_free (Change *change)
{
  gc_store_announcement_free (change->announcement);
  gc_store_switch_free (change->change);
  g_free (change);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Change, change_free)

static const GcUser *
user_of (GcCall *call)
{
  return gc_seat_get_user (gc_call_get_seat (call));
}

static void
refuse (GcCall *call, GcErrorCode code, const char *name, const char *value, const char *what)
{
  g_autoptr (GError) error =
      g_error_new (GC_ERROR, (int)code, "\"%s\": \"%.32s\" %s", name, value, what);

  gc_call_end (call, NULL, error);
}

/* Answers the call of a change that the store has written, or not. */
static gboolean
finish (Change *change, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;

  if (gc_store_desk_finish (change->call->service->store, result, &error))
    return TRUE;
  gc_call_end (change->call, NULL, error);
  return FALSE;
}

/* Ends the call when @point (nullable) is none of the catalogue. */
static gboolean
check_point (GcCall *call)
{
  const char *point = call->params.point;

  if (point == NULL || gc_catalogue_get_point (call->service->catalogue, point) != NULL)
    return TRUE;
  refuse (call, GC_ERROR_INVALID, "point", point, "is not known");
  return FALSE;
}

/* ---- notices ---- */

#define TEXT(member)                                                                               \
  {                                                                                                \
#member, GC_JSON_TYPE_STRING, TRUE, 1, GC_ANNOUNCEMENT_CHARS, offsetof(Texts, member)          \
  }

typedef struct {
  char *zh;
  char *en;
  char *it;
  char *fr;
} Texts;

static const GcJsonField text_fields[] = { TEXT (zh), TEXT (en), TEXT (it), TEXT (fr) };

/* Whether there is nothing to read in it, in Chinese blanks either. */
static gboolean
is_blank (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (!g_unichar_isspace (g_utf8_get_char (text)))
      return FALSE;
  return TRUE;
}

/* One text at least, and none of blanks alone. */
static gboolean
read_texts (GcCall *call, GcStoreAnnouncement *row)
{
  Texts texts = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean any = FALSE;

  if (!gc_json_read (call->params.texts, text_fields, G_N_ELEMENTS (text_fields), &texts, &error)) {
    g_prefix_error_literal (&error, "\"texts\": ");
    gc_call_end (call, NULL, error);
    return FALSE;
  }
  row->texts[GC_TEXT_ZH] = texts.zh;
  row->texts[GC_TEXT_EN] = texts.en;
  row->texts[GC_TEXT_IT] = texts.it;
  row->texts[GC_TEXT_FR] = texts.fr;
  for (GcText text = 0; text < GC_TEXT_N; text++) {
    if (row->texts[text] == NULL)
      continue;
    any = TRUE;
    g_strstrip (row->texts[text]);
    if (!is_blank (row->texts[text]))
      continue;
    refuse (call, GC_ERROR_INVALID, "texts", text_fields[text].name, "is blank");
    return FALSE;
  }
  if (!any)
    gc_call_fail (call, GC_ERROR_INVALID, "\"texts\": none is given");
  return any;
}

/* To whom it goes: a ticket is at a point, and has a number. */
static gboolean
read_target (GcCall *call, GcStoreAnnouncement *row)
{
  const GcQueue *queue = gc_engine_get_queue (call->service->engine);
  const char *id = call->params.ticket;

  if (id != NULL && call->params.point != NULL) {
    gc_call_fail (call, GC_ERROR_INVALID, "\"point\": not together with \"ticket\"");
    return FALSE;
  }
  if (id == NULL) {
    row->point = g_strdup (call->params.point);
    return check_point (call);
  }
  const GcTicket *ticket = gc_queue_get_ticket (queue, id);
  if (ticket == NULL || ticket->state == GC_TICKET_DONE || ticket->state == GC_TICKET_ABANDONED) {
    refuse (call, GC_ERROR_UNKNOWN, "ticket", id, "is not known, or over");
    return FALSE;
  }
  row->point = g_strdup (ticket->point);
  row->ticket = g_strdup (ticket->id);
  row->number = g_strdup (ticket->number);
  return TRUE;
}

static void
answer_announced (GcCall *call, const char *id)
{
  g_autofree char *result = g_strdup_printf ("{\"announcement\":\"%s\"}", id);

  gc_call_end (call, result, NULL);
}

static void
on_announced (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Change) change = user_data;
  GcService *service = change->call->service;

  if (!finish (change, result))
    return;
  gc_announcements_add (service->announcements, change->announcement);
  answer_announced (change->call, change->announcement->id);
  gc_push_all (service);
}

/* The same for the same request: one that is sent again after a restart is written once. */
static char *
make_id (GcCall *call)
{
  g_autofree char *text = g_strdup_printf ("%s\n%s", user_of (call)->account, call->id);
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);

  return g_strndup (sum, 24);
}

void
gc_desk_handle_announce (GcCall *call)
{
  if (!gc_call_wait_durable (call, gc_desk_handle_announce))
    return;
  if (gc_call_get_seat (call) == NULL) {
    /* It waited longer than a desk's seat is kept for a page that is gone. */
    gc_call_fail (call, GC_ERROR_UNAVAILABLE, "the page is gone");
    return;
  }
  GcService *service = call->service;
  g_autoptr (Change) change = change_new (call);
  GcStoreAnnouncement *row = change->announcement = g_new0 (GcStoreAnnouncement, 1);
  int64_t minutes = call->params.minutes > 0 ? call->params.minutes : GC_ANNOUNCEMENT_MINUTES;

  row->id = make_id (call);
  if (gc_announcements_find (service->announcements, row->id) != NULL) {
    answer_announced (call, row->id);
    return;
  }
  if (!read_texts (call, row) || !read_target (call, row))
    return;
  if (gc_announcements_count (service->announcements) >= GC_ANNOUNCEMENTS_MAX) {
    gc_call_fail (call, GC_ERROR_LIMIT, "too many notices: take one back first");
    return;
  }
  row->account = g_strdup (user_of (call)->account);
  row->author = g_strdup (user_of (call)->name);
  row->at_ms = gc_service_real_ms (service);
  row->until_ms = row->at_ms + minutes * MINUTE_MS;
  gc_store_add_announcement_async (service->store, row, on_announced, g_steal_pointer (&change));
}

static void
on_withdrawn (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Change) change = user_data;
  GcService *service = change->call->service;

  if (!finish (change, result))
    return;
  gc_announcements_remove (service->announcements, change->call->params.announcement);
  gc_call_end (change->call, "{}", NULL);
  gc_push_all (service);
}

void
gc_desk_handle_withdraw (GcCall *call)
{
  GcService *service = call->service;
  const char *id = call->params.announcement;

  if (gc_announcements_find (service->announcements, id) == NULL) {
    refuse (call, GC_ERROR_UNKNOWN, "announcement", id, "is not live");
    return;
  }
  gc_store_end_announcement_async (service->store, id, user_of (call)->account,
                                   gc_service_real_ms (service), on_withdrawn, change_new (call));
}

/* ---- points and items ---- */

static void
on_switched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Change) change = user_data;
  GcService *service = change->call->service;
  const GcStoreSwitch *row = change->change;

  if (!finish (change, result))
    return;
  if (row->reason != NULL)
    gc_switches_put (service->switches, row);
  else
    gc_switches_remove (service->switches, row->point, row->item);
  gc_call_end (change->call, "{}", NULL);
  gc_push_all (service);
}

/* Switches the call's point and @item (nullable) on or off. */
static void
change_switch (GcCall *call, const char *item, gboolean on)
{
  GcService *service = call->service;
  const GcParams *params = &call->params;

  if (!on && !gc_switches_knows_reason (params->reason)) {
    refuse (call, GC_ERROR_INVALID, "reason", params->reason != NULL ? params->reason : "",
            "is not known");
    return;
  }
  if (on && gc_switches_find (service->switches, params->point, item) == NULL) {
    gc_call_fail (call, GC_ERROR_CONFLICT, "it is not switched off there");
    return;
  }
  int64_t now_ms = gc_service_real_ms (service);
  const GcStoreSwitch row = {
    .point = params->point,
    .item = (char *)item,
    .reason = on ? NULL : params->reason,
    .note = params->note,
    .account = user_of (call)->account,
    .author = user_of (call)->name,
    .at_ms = now_ms,
    .until_ms = params->minutes > 0 ? now_ms + params->minutes * MINUTE_MS : 0,
  };
  Change *change = change_new (call);
  change->change = gc_store_switch_copy (&row);
  if (on)
    gc_store_switch_on_async (service->store, change->change, on_switched, change);
  else
    gc_store_switch_off_async (service->store, change->change, on_switched, change);
}

void
gc_desk_handle_point (GcCall *call)
{
  if (check_point (call))
    change_switch (call, NULL, call->params.open);
}

void
gc_desk_handle_item (GcCall *call)
{
  const char *item = call->params.item;

  if (gc_catalogue_get_item (call->service->catalogue, item) == NULL)
    refuse (call, GC_ERROR_INVALID, "item", item, "is not known");
  else if (check_point (call))
    change_switch (call, item, call->params.on);
}

gboolean
gc_desk_check_open (GcCall *call, const char *point, GError **error)
{
  if (gc_switches_find (call->service->switches, point, NULL) == NULL)
    return TRUE;
  call->detail = "point_closed";
  g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "point %s: closed by the desk", point);
  return FALSE;
}

gboolean
gc_desk_check_item (GcCall *call, const char *point, const char *item, GError **error)
{
  if (gc_switches_find_item (call->service->switches, point, item) == NULL)
    return TRUE;
  call->detail = "item_off";
  g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "item %s: switched off by the desk", item);
  return FALSE;
}

gboolean
gc_desk_check_offered (GcCall *call, const char *point, const char *item, GError **error)
{
  return gc_desk_check_open (call, point, error) && gc_desk_check_item (call, point, item, error);
}
