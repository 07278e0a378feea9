// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>

/*
 * Random identifiers from the kernel's generator, in lower-case Crockford base 32 (no i, l, o, u):
 * safe in URLs, file names and SDP, and readable over a telephone.
 */

/* A new identifier of @bits random bits, 5 bits a character, 40 <= @bits <= 640. (transfer full) */
char *gc_id_new (unsigned bits);

/* Whether @id is 1 to @max_length characters out of [A-Za-z0-9_-]: what we accept from outside. */
gboolean gc_id_is_valid (const char *id, size_t max_length);

/* Fills @size bytes at @bytes from getrandom (2); ends the process if the kernel refuses. */
void gc_random_bytes (void *bytes, size_t size);
