// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "signal/gc-announcements.h"

#include "signal/gc-json-writer.h"

#include <string.h>

struct _GcAnnouncements {
  GPtrArray *rows; /* GcStoreAnnouncement, owned, oldest first */
};

static const char *const text_names[GC_TEXT_N] = {
  [GC_TEXT_ZH] = "zh",
  [GC_TEXT_EN] = "en",
  [GC_TEXT_IT] = "it",
  [GC_TEXT_FR] = "fr",
};

GcAnnouncements *
gc_announcements_new (GPtrArray *live)
{
  GcAnnouncements *announcements = g_new0 (GcAnnouncements, 1);

  announcements->rows = live;
  return announcements;
}

void
gc_announcements_free (GcAnnouncements *announcements)
{
  if (announcements == NULL)
    return;
  g_ptr_array_unref (announcements->rows);
  g_free (announcements);
}

unsigned
gc_announcements_count (const GcAnnouncements *announcements)
{
  return announcements->rows->len;
}

const GcStoreAnnouncement *
gc_announcements_find (const GcAnnouncements *announcements, const char *id)
{
  for (guint i = 0; i < announcements->rows->len; i++) {
    const GcStoreAnnouncement *row = announcements->rows->pdata[i];
    if (strcmp (row->id, id) == 0)
      return row;
  }
  return NULL;
}

void
gc_announcements_add (GcAnnouncements *announcements, const GcStoreAnnouncement *announcement)
{
  if (gc_announcements_find (announcements, announcement->id) == NULL)
    g_ptr_array_add (announcements->rows, gc_store_announcement_copy (announcement));
}

void
gc_announcements_remove (GcAnnouncements *announcements, const char *id)
{
  const GcStoreAnnouncement *row = gc_announcements_find (announcements, id);

  if (row != NULL)
    g_ptr_array_remove (announcements->rows, (gpointer)row);
}

gboolean
gc_announcements_expire (GcAnnouncements *announcements, int64_t now_ms)
{
  guint before = announcements->rows->len;

  for (guint i = before; i-- > 0;) {
    const GcStoreAnnouncement *row = announcements->rows->pdata[i];
    if (row->until_ms <= now_ms)
      g_ptr_array_remove_index (announcements->rows, i);
  }
  return announcements->rows->len < before;
}

void
gc_announcements_prune (GcAnnouncements *announcements, const GcQueue *queue)
{
  for (guint i = announcements->rows->len; i-- > 0;) {
    const GcStoreAnnouncement *row = announcements->rows->pdata[i];
    const GcTicket *ticket = row->ticket != NULL ? gc_queue_get_ticket (queue, row->ticket) : NULL;
    if (row->ticket != NULL &&
        (ticket == NULL || ticket->state == GC_TICKET_DONE || ticket->state == GC_TICKET_ABANDONED))
      g_ptr_array_remove_index (announcements->rows, i);
  }
}

/* ---- views ---- */

static gboolean
is_for_point (const GcStoreAnnouncement *row, const char *point)
{
  return row->point == NULL || g_strcmp0 (row->point, point) == 0;
}

/* The object of one, still open. */
static void
begin_row (GcJsonWriter *writer, const GcStoreAnnouncement *row)
{
  gc_json_writer_begin_object (writer, NULL);
  gc_json_writer_string (writer, "id", row->id);
  gc_json_writer_string (writer, "number", row->number);
  gc_json_writer_begin_object (writer, "text");
  for (GcText text = 0; text < GC_TEXT_N; text++)
    gc_json_writer_string (writer, text_names[text], row->texts[text]);
  gc_json_writer_end_object (writer);
  gc_json_writer_int (writer, "at_ms", row->at_ms);
  gc_json_writer_int (writer, "until_ms", row->until_ms);
}

char *
gc_announcements_format_kiosk (const GcAnnouncements *announcements,
                               const char *point,
                               const char *ticket)
{
  g_auto (GcJsonWriter) writer = { 0 };

  gc_json_writer_init (&writer);
  gc_json_writer_begin_list (&writer, NULL);
  for (guint i = announcements->rows->len; i-- > 0;) {
    const GcStoreAnnouncement *row = announcements->rows->pdata[i];
    if (!is_for_point (row, point) || (row->ticket != NULL && g_strcmp0 (row->ticket, ticket) != 0))
      continue;
    begin_row (&writer, row);
    gc_json_writer_end_object (&writer);
  }
  gc_json_writer_end_list (&writer);
  return gc_json_writer_take (&writer);
}

char *
gc_announcements_format_display (const GcAnnouncements *announcements,
                                 const char *point,
                                 const GcQueue *queue)
{
  g_auto (GcJsonWriter) writer = { 0 };

  gc_json_writer_init (&writer);
  gc_json_writer_begin_list (&writer, NULL);
  for (guint i = announcements->rows->len; i-- > 0;) {
    const GcStoreAnnouncement *row = announcements->rows->pdata[i];
    const GcTicket *ticket = row->ticket != NULL ? gc_queue_get_ticket (queue, row->ticket) : NULL;
    gboolean waits = ticket != NULL &&
                     (ticket->state == GC_TICKET_WAITING || ticket->state == GC_TICKET_OFFERED);
    if (!is_for_point (row, point) || (row->ticket != NULL && !waits))
      continue;
    begin_row (&writer, row);
    gc_json_writer_end_object (&writer);
  }
  gc_json_writer_end_list (&writer);
  return gc_json_writer_take (&writer);
}

char *
gc_announcements_format_desk (const GcAnnouncements *announcements)
{
  g_auto (GcJsonWriter) writer = { 0 };

  gc_json_writer_init (&writer);
  gc_json_writer_begin_list (&writer, NULL);
  for (guint i = announcements->rows->len; i-- > 0;) {
    const GcStoreAnnouncement *row = announcements->rows->pdata[i];
    begin_row (&writer, row);
    gc_json_writer_string (&writer, "point", row->point);
    gc_json_writer_string (&writer, "ticket", row->ticket);
    gc_json_writer_string (&writer, "by", row->author);
    gc_json_writer_end_object (&writer);
  }
  gc_json_writer_end_list (&writer);
  return gc_json_writer_take (&writer);
}
