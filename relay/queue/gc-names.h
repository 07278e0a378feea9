// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>

/*
 * Which of the @n @names, NULL for those without one, is @name: its index goes to @ret_index. For
 * the words of the protocol, which are also those of the store.
 */
gboolean gc_names_find (const char *const *names, int n, const char *name, int *ret_index);
