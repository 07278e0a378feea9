// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "signal/gc-switches.h"

#include <string.h>

struct _GcSwitches {
  GPtrArray *rows; /* GcStoreSwitch, owned; few, so they are looked through */
};

static const char *const reasons[] = {
  "technical", "staff", "premises", "holiday", "authority", "other",
};

GcSwitches *
gc_switches_new (GPtrArray *off)
{
  GcSwitches *switches = g_new0 (GcSwitches, 1);

  switches->rows = off;
  return switches;
}

void
gc_switches_free (GcSwitches *switches)
{
  if (switches == NULL)
    return;
  g_ptr_array_unref (switches->rows);
  g_free (switches);
}

gboolean
gc_switches_knows_reason (const char *reason)
{
  for (size_t i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (g_strcmp0 (reason, reasons[i]) == 0)
      return TRUE;
  return FALSE;
}

const GcStoreSwitch *
gc_switches_find (const GcSwitches *switches, const char *point, const char *item)
{
  for (guint i = 0; i < switches->rows->len; i++) {
    const GcStoreSwitch *row = switches->rows->pdata[i];
    if (g_strcmp0 (row->point, point) == 0 && g_strcmp0 (row->item, item) == 0)
      return row;
  }
  return NULL;
}

const GcStoreSwitch *
gc_switches_find_item (const GcSwitches *switches, const char *point, const char *item)
{
  const GcStoreSwitch *everywhere = gc_switches_find (switches, NULL, item);

  return everywhere != NULL ? everywhere : gc_switches_find (switches, point, item);
}

void
gc_switches_put (GcSwitches *switches, const GcStoreSwitch *off)
{
  GcStoreSwitch *copy = gc_store_switch_copy (off);

  gc_switches_remove (switches, copy->point, copy->item);
  g_ptr_array_add (switches->rows, copy);
}

void
gc_switches_remove (GcSwitches *switches, const char *point, const char *item)
{
  const GcStoreSwitch *row = gc_switches_find (switches, point, item);

  if (row != NULL)
    g_ptr_array_remove (switches->rows, (gpointer)row);
}

gboolean
gc_switches_expire (GcSwitches *switches, int64_t now_ms)
{
  guint before = switches->rows->len;

  for (guint i = before; i-- > 0;) {
    const GcStoreSwitch *row = switches->rows->pdata[i];
    if (row->until_ms > 0 && row->until_ms <= now_ms)
      g_ptr_array_remove_index (switches->rows, i);
  }
  return switches->rows->len < before;
}

GcHoursState
gc_switches_look (const GcSwitches *switches, const GcPoint *point, int64_t now_ms)
{
  const GcStoreSwitch *closed = gc_switches_find (switches, point->id, NULL);
  GcHoursState state = gc_hours_look (point->hours, now_ms);

  if (closed == NULL)
    return state;
  state.open = FALSE;
  state.closes_ms = 0;
  state.next_open_ms = 0;
  if (closed->until_ms > 0)
    state.next_open_ms = gc_hours_find_open (point->hours, now_ms, closed->until_ms);
  return state;
}

/* ---- views ---- */

static void
write_why (GcJsonWriter *writer, const GcStoreSwitch *row, gboolean desk)
{
  gc_json_writer_string (writer, "reason", row->reason);
  if (desk) {
    gc_json_writer_string (writer, "note", row->note);
    gc_json_writer_string (writer, "by", row->author);
    gc_json_writer_int (writer, "at_ms", row->at_ms);
  }
  if (row->until_ms > 0)
    gc_json_writer_int (writer, "until_ms", row->until_ms);
  else
    gc_json_writer_null (writer, "until_ms");
}

void
gc_switches_write_closed (const GcSwitches *switches,
                          const char *point,
                          gboolean desk,
                          GcJsonWriter *writer)
{
  const GcStoreSwitch *row = gc_switches_find (switches, point, NULL);

  if (row == NULL) {
    gc_json_writer_null (writer, "closed");
    return;
  }
  gc_json_writer_begin_object (writer, "closed");
  write_why (writer, row, desk);
  gc_json_writer_end_object (writer);
}

char *
gc_switches_format_kiosk (const GcSwitches *switches, const char *point)
{
  g_auto (GcJsonWriter) writer = { 0 };

  gc_json_writer_init (&writer);
  gc_json_writer_begin_list (&writer, NULL);
  for (guint i = 0; i < switches->rows->len; i++) {
    const GcStoreSwitch *row = switches->rows->pdata[i];
    /* Of an item that is off everywhere and here, too, the first is the one to tell. */
    if (row->item == NULL || gc_switches_find_item (switches, point, row->item) != row)
      continue;
    gc_json_writer_begin_object (&writer, NULL);
    gc_json_writer_string (&writer, "item", row->item);
    gc_json_writer_boolean (&writer, "everywhere", row->point == NULL);
    write_why (&writer, row, FALSE);
    gc_json_writer_end_object (&writer);
  }
  gc_json_writer_end_list (&writer);
  return gc_json_writer_take (&writer);
}

char *
gc_switches_format_desk (const GcSwitches *switches)
{
  g_auto (GcJsonWriter) writer = { 0 };

  gc_json_writer_init (&writer);
  gc_json_writer_begin_list (&writer, NULL);
  for (guint i = 0; i < switches->rows->len; i++) {
    const GcStoreSwitch *row = switches->rows->pdata[i];
    if (row->item == NULL)
      continue;
    gc_json_writer_begin_object (&writer, NULL);
    gc_json_writer_string (&writer, "item", row->item);
    gc_json_writer_string (&writer, "point", row->point);
    write_why (&writer, row, TRUE);
    gc_json_writer_end_object (&writer);
  }
  gc_json_writer_end_list (&writer);
  return gc_json_writer_take (&writer);
}
