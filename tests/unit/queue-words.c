// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "queue-words.h"

#include <string.h>

static unsigned
pick (GRand *random, unsigned n)
{
  return (unsigned)g_rand_int_range (random, 0, (int)n);
}

char *
pick_words (GRand *random, const char *const *words, unsigned n)
{
  g_autoptr (GString) text = g_string_new (words[pick (random, n)]);

  for (unsigned i = 0; i < n; i++)
    if (pick (random, 3) == 0 && strstr (text->str, words[i]) == NULL)
      g_string_append_printf (text, " %s", words[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
pick_languages (GRand *random, const char *const *words, unsigned n)
{
  static const char *const levels[] = { "", ":1", ":2", ":3" };
  g_autofree char *text = pick_words (random, words, n);
  g_auto (GStrv) spoken = g_strsplit (text, " ", -1);
  g_autoptr (GString) list = g_string_new (NULL);

  for (char **word = spoken; *word != NULL; word++)
    g_string_append_printf (list, "%s%s%s", list->len > 0 ? " " : "", *word,
                            levels[pick (random, G_N_ELEMENTS (levels))]);
  return g_string_free (g_steal_pointer (&list), FALSE);
}

char **
split (const char *text)
{
  return *text != '\0' ? g_strsplit (text, " ", -1) : g_new0 (char *, 1);
}

gboolean
has_word (const char *text, const char *word)
{
  g_auto (GStrv) words = split (text);

  return g_strv_contains ((const char *const *)words, word);
}
