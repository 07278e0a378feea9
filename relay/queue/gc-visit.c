// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "queue/gc-visit.h"

#include <string.h>

enum {
  PART_ITEM,
  PART_DEPARTMENT,
  PART_DIRECT,
  PART_OUTCOME,
  PART_AGENT,
  N_PARTS
};

static void
item_clear (gpointer data)
{
  GcVisitItem *item = data;

  g_clear_pointer (&item->item, g_free);
  g_clear_pointer (&item->department, g_free);
  g_clear_pointer (&item->agent, g_free);
}

GArray *
gc_visit_new (void)
{
  GArray *visit = g_array_new (FALSE, TRUE, sizeof (GcVisitItem));

  g_array_set_clear_func (visit, item_clear);
  return visit;
}

static GcVisitItem *
at (const GArray *visit, unsigned i)
{
  return &g_array_index (visit, GcVisitItem, i);
}

void
gc_visit_add (GArray *visit, const char *item, const char *department, gboolean direct)
{
  GcVisitItem fresh = { .item = g_strdup (item),
                        .department = g_strdup (department),
                        .direct = direct };

  g_array_append_val (visit, fresh);
}

GArray *
gc_visit_copy (const GArray *visit)
{
  GArray *copy = gc_visit_new ();

  for (unsigned i = 0; i < visit->len; i++) {
    const GcVisitItem *old = at (visit, i);
    gc_visit_add (copy, old->item, old->department, old->direct);
    at (copy, i)->agent = g_strdup (old->agent);
    at (copy, i)->outcome = old->outcome;
  }
  return copy;
}

gboolean
gc_visit_equal (const GArray *a, const GArray *b)
{
  g_autofree char *left = gc_visit_format (a);
  g_autofree char *right = gc_visit_format (b);

  return strcmp (left, right) == 0;
}

GcVisitItem *
gc_visit_find (const GArray *visit, const char *item)
{
  for (unsigned i = 0; i < visit->len; i++)
    if (g_strcmp0 (at (visit, i)->item, item) == 0)
      return at (visit, i);
  return NULL;
}

GcVisitItem *
gc_visit_first_open (const GArray *visit)
{
  for (unsigned i = 0; i < visit->len; i++)
    if (at (visit, i)->outcome == GC_OUTCOME_NONE)
      return at (visit, i);
  return NULL;
}

GcVisitItem *
gc_visit_last_of (const GArray *visit, const char *agent)
{
  for (unsigned i = visit->len; i-- > 0;)
    if (at (visit, i)->outcome != GC_OUTCOME_NONE && g_strcmp0 (at (visit, i)->agent, agent) == 0)
      return at (visit, i);
  return NULL;
}

char *
gc_visit_format (const GArray *visit)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (unsigned i = 0; i < visit->len; i++) {
    const GcVisitItem *item = at (visit, i);
    const char *outcome = gc_outcome_name (item->outcome);
    g_string_append_printf (text, "%s%s=%s=%d=%s=%s", i > 0 ? " " : "", item->item,
                            item->department, item->direct, outcome != NULL ? outcome : "",
                            item->agent != NULL ? item->agent : "");
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
parse_item (const char *word, GArray *visit)
{
  g_auto (GStrv) parts = g_strsplit (word, "=", N_PARTS + 1);
  GcOutcome outcome = GC_OUTCOME_NONE;

  if (g_strv_length (parts) != N_PARTS || *parts[PART_ITEM] == '\0' ||
      (*parts[PART_OUTCOME] != '\0' && !gc_outcome_parse (parts[PART_OUTCOME], &outcome)))
    return FALSE;
  gc_visit_add (visit, parts[PART_ITEM], parts[PART_DEPARTMENT],
                strcmp (parts[PART_DIRECT], "1") == 0);
  GcVisitItem *item = at (visit, visit->len - 1);
  item->outcome = outcome;
  if (*parts[PART_AGENT] != '\0')
    item->agent = g_strdup (parts[PART_AGENT]);
  return TRUE;
}

gboolean
gc_visit_parse (const char *text, GArray *visit)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (char **word = words; *word != NULL; word++)
    if (**word != '\0' && !parse_item (*word, visit))
      return FALSE;
  return TRUE;
}
