// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stddef.h>

/*
 * GcJsonScan: a strict reading of JSON text (RFC 8259) that builds nothing. json-glib recurses
 * without limit and accepts comments, single quotes, `01` and the empty text, so no text from
 * outside reaches it before this scan has passed it. One pass, constant memory, no recursion.
 */
#define GC_JSON_MAX_DEPTH 32

/*
 * Checks that @text of @size bytes is one JSON value: grammar, UTF-8, nesting of at most
 * GC_JSON_MAX_DEPTH, integers within int64_t, other numbers finite.
 * Errors: GC_ERROR_LIMIT when @size is above @max_size or the nesting too deep, else
 * GC_ERROR_INVALID; the message gives the byte at which the text went wrong.
 */
gboolean gc_json_scan (const char *text, size_t size, size_t max_size, GError **error);
