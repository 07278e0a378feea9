// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "signal/gc-ways.h"

#include "queue/gc-names.h"
#include "store/gc-store.h"

struct _GcWays {
  GHashTable *ways; /* char* "page place" -> GcWay, owned */
};

static const char *const names[GC_WAY_N] = {
  [GC_WAY_UDP] = "udp",
  [GC_WAY_TCP] = "tcp",
  [GC_WAY_TURN] = "turn",
};

const char *
gc_way_name (GcWay way)
{
  g_return_val_if_fail ((unsigned)way < GC_WAY_N, NULL);
  return names[way];
}

gboolean
gc_way_parse (const char *name, GcWay *ret_way)
{
  int found = GC_WAY_UNKNOWN;

  if (!gc_names_find (names, GC_WAY_N, name, &found))
    return FALSE;
  *ret_way = (GcWay)found;
  return TRUE;
}

static char *
make_key (const char *page, const char *place)
{
  return g_strdup_printf ("%s %s", page, place);
}

GcWays *
gc_ways_new (GPtrArray *rows)
{
  GcWays *ways = g_new0 (GcWays, 1);

  ways->ways = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < rows->len; i++) {
    const GcStoreWay *row = rows->pdata[i];
    GcWay way = GC_WAY_UNKNOWN;
    if (gc_way_parse (row->way, &way))
      g_hash_table_insert (ways->ways, make_key (row->page, row->place), GINT_TO_POINTER (way));
  }
  g_ptr_array_unref (rows);
  return ways;
}

void
gc_ways_free (GcWays *ways)
{
  if (ways == NULL)
    return;
  g_hash_table_unref (ways->ways);
  g_free (ways);
}

const char *
gc_ways_place_of (const GcUser *user)
{
  return user->point != NULL ? user->point : user->account;
}

GcWay
gc_ways_get (const GcWays *ways, const GcUser *user)
{
  g_autofree char *key = make_key (gc_page_name (user->page), gc_ways_place_of (user));

  return (GcWay)GPOINTER_TO_INT (g_hash_table_lookup (ways->ways, key));
}

gboolean
gc_ways_note (GcWays *ways, const GcUser *user, GcWay way)
{
  if (gc_ways_get (ways, user) == way)
    return FALSE;
  g_hash_table_insert (ways->ways, make_key (gc_page_name (user->page), gc_ways_place_of (user)),
                       GINT_TO_POINTER (way));
  return TRUE;
}
