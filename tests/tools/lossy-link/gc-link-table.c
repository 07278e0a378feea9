// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "gc-link-table.h"

#include <json-glib/json-glib.h>

#include "common/gc-error.h"

struct _GcLinkTable {
  uint32_t seed;
  unsigned max_links;
  unsigned n_opened;
  unsigned n_refused;
  GcLinkSpec spec;  /* for those to come */
  GPtrArray *links; /* of GcLink, owned, in order of their numbers */
  GcLinkCounters gone[GC_LINK_N_KINDS][GC_LINK_N_DIRECTIONS];
};

static const char *const kind_names[GC_LINK_N_KINDS] = { "udp", "tcp" };
static const char *const direction_names[GC_LINK_N_DIRECTIONS] = { "up", "down" };
static const char *const drop_names[GC_LINK_N_DROPS] = { "loss", "queue", "black_out", "block",
                                                         "socket" };

GcLinkTable *
gc_link_table_new (uint32_t seed, unsigned max_links)
{
  GcLinkTable *table = g_new0 (GcLinkTable, 1);

  table->seed = seed;
  table->max_links = max_links;
  table->links = g_ptr_array_new ();
  gc_link_spec_init (&table->spec);
  return table;
}

void
gc_link_table_free (GcLinkTable *table)
{
  if (table == NULL)
    return;
  g_assert (table->links->len == 0);
  g_ptr_array_unref (table->links);
  g_free (table);
}

static void
configure (GcLink *link, int64_t now_us)
{
  for (unsigned i = 0; i < GC_LINK_N_DIRECTIONS; i++)
    gc_link_path_configure (link->paths[i], &link->spec, (GcLinkDirection)i, now_us);
}

GcLink *
gc_link_table_open (GcLinkTable *table, GcLinkKind kind, int64_t now_us)
{
  if (table->links->len == table->max_links) {
    table->n_refused++;
    return NULL;
  }

  GcLink *link = g_new0 (GcLink, 1);
  link->number = ++table->n_opened;
  link->kind = kind;
  link->spec = table->spec;
  for (unsigned i = 0; i < GC_LINK_N_DIRECTIONS; i++)
    link->paths[i] = gc_link_path_new (kind, table->seed, GC_LINK_N_DIRECTIONS * link->number + i);
  configure (link, now_us);
  g_ptr_array_add (table->links, link);
  return link;
}

static void
add (GcLinkCounters *sum, const GcLinkCounters *more)
{
  sum->packets += more->packets;
  sum->bytes += more->bytes;
  for (unsigned i = 0; i < GC_LINK_N_DROPS; i++)
    sum->dropped[i] += more->dropped[i];
  sum->stalls += more->stalls;
  sum->max_queue_us = MAX (sum->max_queue_us, more->max_queue_us);
  sum->max_queue_bytes = MAX (sum->max_queue_bytes, more->max_queue_bytes);
}

void
gc_link_table_close (GcLinkTable *table, GcLink *link)
{
  for (unsigned i = 0; i < GC_LINK_N_DIRECTIONS; i++) {
    add (&table->gone[link->kind][i], gc_link_path_get_counters (link->paths[i]));
    gc_link_path_free (link->paths[i]);
  }
  g_ptr_array_remove (table->links, link);
  g_free (link);
}

GcLink *
gc_link_table_find (const GcLinkTable *table, unsigned number)
{
  for (unsigned i = 0; i < table->links->len; i++) {
    GcLink *link = g_ptr_array_index (table->links, i);
    if (link->number == number)
      return link;
  }
  return NULL;
}

static gboolean
apply_one (GcLink *link, const char *text, int64_t now_us, GError **error)
{
  if (!gc_link_spec_apply (&link->spec, text, now_us, error))
    return FALSE;
  configure (link, now_us);
  return TRUE;
}

/* What one link had set alone may not go with @text: so all are tried before one is changed. */
static gboolean
apply_all (GcLinkTable *table, const char *text, int64_t now_us, GError **error)
{
  for (unsigned i = 0; i < table->links->len; i++) {
    GcLinkSpec scratch = ((GcLink *)g_ptr_array_index (table->links, i))->spec;
    if (!gc_link_spec_apply (&scratch, text, now_us, error))
      return FALSE;
  }
  if (!gc_link_spec_apply (&table->spec, text, now_us, error))
    return FALSE;
  for (unsigned i = 0; i < table->links->len; i++)
    apply_one (g_ptr_array_index (table->links, i), text, now_us, NULL);
  return TRUE;
}

gboolean
gc_link_table_apply (GcLinkTable *table,
                     unsigned number,
                     const char *text,
                     int64_t now_us,
                     GError **error)
{
  if (number == 0)
    return apply_all (table, text, now_us, error);
  GcLink *link = gc_link_table_find (table, number);
  if (link != NULL)
    return apply_one (link, text, now_us, error);
  g_set_error (error, GC_ERROR, GC_ERROR_UNKNOWN, "client %u: there is none", number);
  return FALSE;
}

static void
write_number (JsonBuilder *builder, const char *name, uint64_t value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, (gint64)value);
}

static void
write_counters (JsonBuilder *builder, const char *name, const GcLinkCounters *counters)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  write_number (builder, "packets", counters->packets);
  write_number (builder, "bytes", counters->bytes);
  json_builder_set_member_name (builder, "dropped");
  json_builder_begin_object (builder);
  for (unsigned i = 0; i < GC_LINK_N_DROPS; i++)
    write_number (builder, drop_names[i], counters->dropped[i]);
  json_builder_end_object (builder);
  write_number (builder, "stalls", counters->stalls);
  write_number (builder, "max_queue_us", counters->max_queue_us);
  write_number (builder, "max_queue_bytes", counters->max_queue_bytes);
  json_builder_end_object (builder);
}

static void
write_totals (JsonBuilder *builder, const GcLinkTable *table)
{
  for (unsigned kind = 0; kind < GC_LINK_N_KINDS; kind++) {
    json_builder_set_member_name (builder, kind_names[kind]);
    json_builder_begin_object (builder);
    for (unsigned way = 0; way < GC_LINK_N_DIRECTIONS; way++) {
      GcLinkCounters sum = table->gone[kind][way];
      for (unsigned i = 0; i < table->links->len; i++) {
        const GcLink *link = g_ptr_array_index (table->links, i);
        if (link->kind == kind)
          add (&sum, gc_link_path_get_counters (link->paths[way]));
      }
      write_counters (builder, direction_names[way], &sum);
    }
    json_builder_end_object (builder);
  }
}

static void
write_link (JsonBuilder *builder, const GcLink *link)
{
  json_builder_begin_object (builder);
  write_number (builder, "client", link->number);
  json_builder_set_member_name (builder, "kind");
  json_builder_add_string_value (builder, kind_names[link->kind]);
  for (unsigned way = 0; way < GC_LINK_N_DIRECTIONS; way++)
    write_counters (builder, direction_names[way], gc_link_path_get_counters (link->paths[way]));
  json_builder_end_object (builder);
}

char *
gc_link_table_format (const GcLinkTable *table)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  write_number (builder, "seed", table->seed);
  write_number (builder, "opened", table->n_opened);
  write_number (builder, "refused", table->n_refused);
  write_totals (builder, table);
  json_builder_set_member_name (builder, "clients");
  json_builder_begin_array (builder);
  for (unsigned i = 0; i < table->links->len; i++)
    write_link (builder, g_ptr_array_index (table->links, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}
