// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "queue/gc-guest.h"

#include "queue/gc-names.h"

#include <string.h>

static const char *const invite_names[GC_INVITE_N] = {
  [GC_INVITE_NONE] = NULL,
  [GC_INVITE_PRIVATE] = "private",
  [GC_INVITE_TOGETHER] = "together",
};

const char *
gc_invite_name (GcInvite invite)
{
  g_return_val_if_fail (invite < GC_INVITE_N, NULL);
  return invite_names[invite];
}

gboolean
gc_invite_parse (const char *name, GcInvite *ret_invite)
{
  int index;

  if (!gc_names_find (invite_names, GC_INVITE_N, name, &index))
    return FALSE;
  *ret_invite = (GcInvite)index;
  return TRUE;
}

static const char *const heard_by_names[GC_HEARD_BY_N] = {
  [GC_HEARD_BY_ALL] = "all",
  [GC_HEARD_BY_AGENT] = "agent",
  [GC_HEARD_BY_NOBODY] = "nobody",
};

const char *
gc_heard_by_name (GcHeardBy heard_by)
{
  g_return_val_if_fail (heard_by < GC_HEARD_BY_N, "all");
  return heard_by_names[heard_by];
}

gboolean
gc_heard_by_parse (const char *name, GcHeardBy *ret_heard_by)
{
  int index;

  if (!gc_names_find (heard_by_names, GC_HEARD_BY_N, name, &index))
    return FALSE;
  *ret_heard_by = (GcHeardBy)index;
  return TRUE;
}

static void
guest_clear (gpointer data)
{
  g_free (((GcGuest *)data)->agent);
}

GArray *
gc_guests_new (void)
{
  GArray *guests = g_array_new (FALSE, FALSE, sizeof (GcGuest));

  g_array_set_clear_func (guests, guest_clear);
  return guests;
}

GArray *
gc_guests_copy (const GArray *guests)
{
  GArray *copy = gc_guests_new ();

  for (unsigned i = 0; i < guests->len; i++) {
    GcGuest guest = g_array_index (guests, GcGuest, i);
    guest.agent = g_strdup (guest.agent);
    g_array_append_val (copy, guest);
  }
  return copy;
}

gboolean
gc_guests_equal (const GArray *a, const GArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (unsigned i = 0; i < a->len; i++) {
    const GcGuest *left = &g_array_index (a, GcGuest, i);
    const GcGuest *right = &g_array_index (b, GcGuest, i);
    if (strcmp (left->agent, right->agent) != 0 || left->since_ms != right->since_ms ||
        left->seat != right->seat || left->joined != right->joined ||
        left->heard_by != right->heard_by)
      return FALSE;
  }
  return TRUE;
}

GcGuest *
gc_guests_find (const GArray *guests, const char *agent)
{
  for (unsigned i = 0; i < guests->len; i++) {
    GcGuest *guest = &g_array_index (guests, GcGuest, i);
    if (strcmp (guest->agent, agent) == 0)
      return guest;
  }
  return NULL;
}

static unsigned
lowest_free_seat (const GArray *guests)
{
  unsigned taken = 0, seat = 1;

  for (unsigned i = 0; i < guests->len; i++)
    taken |= 1u << g_array_index (guests, GcGuest, i).seat;
  while ((taken & (1u << seat)) != 0)
    seat++;
  return seat;
}

const GcGuest *
gc_guests_add (GArray *guests, const char *agent, GcHeardBy heard_by, int64_t now_ms)
{
  const GcGuest guest = { .agent = g_strdup (agent),
                          .since_ms = now_ms,
                          .seat = lowest_free_seat (guests),
                          .heard_by = heard_by };

  g_array_append_val (guests, guest);
  return &g_array_index (guests, GcGuest, guests->len - 1);
}

void
gc_guests_remove (GArray *guests, const char *agent)
{
  for (unsigned i = guests->len; i-- > 0;)
    if (strcmp (g_array_index (guests, GcGuest, i).agent, agent) == 0)
      g_array_remove_index (guests, i);
}

char *
gc_guests_format (const GArray *guests)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (unsigned i = 0; i < guests->len; i++) {
    const GcGuest *guest = &g_array_index (guests, GcGuest, i);
    g_string_append_printf (text, "%s%s=%u:%" G_GINT64_FORMAT ":%d", i > 0 ? " " : "", guest->agent,
                            guest->seat, guest->since_ms, guest->joined);
    if (guest->heard_by != GC_HEARD_BY_ALL)
      g_string_append_printf (text, ":%s", gc_heard_by_name (guest->heard_by));
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

gboolean
gc_guests_parse (const char *text, GArray *guests)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (char **word = words; *word != NULL && **word != '\0'; word++) {
    g_auto (GStrv) sides = g_strsplit (*word, "=", 2);
    g_auto (GStrv) values = g_strsplit (sides[1] != NULL ? sides[1] : "", ":", -1);
    unsigned n = g_strv_length (values);
    if (n != 3 && n != 4)
      return FALSE;
    GcGuest guest = { .since_ms = g_ascii_strtoll (values[1], NULL, 10),
                      .seat = (unsigned)g_ascii_strtoull (values[0], NULL, 10),
                      .joined = strcmp (values[2], "1") == 0 };
    if (guest.seat < 1 || guest.seat > GC_GUESTS_MAX || guests->len == GC_GUESTS_MAX ||
        (n == 4 && !gc_heard_by_parse (values[3], &guest.heard_by)))
      return FALSE;
    guest.agent = g_steal_pointer (&sides[0]);
    g_array_append_val (guests, guest);
    g_free (g_steal_pointer (&sides[1]));
  }
  return TRUE;
}
