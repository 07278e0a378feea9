// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "queue/gc-names.h"

#include <string.h>

gboolean
gc_names_find (const char *const *names, int n, const char *name, int *ret_index)
{
  for (int i = 0; i < n; i++)
    if (names[i] != NULL && strcmp (names[i], name) == 0) {
      *ret_index = i;
      return TRUE;
    }
  return FALSE;
}
