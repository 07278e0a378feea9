// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>

/*
 * A secret in a file, so that it stands in no list of processes: its first line, 16 to 256
 * printable characters. @what: how errors name it, such as "token file". Errors: GC_ERROR_INVALID
 * for another content, GC_ERROR_UNAVAILABLE when it cannot be read. (transfer full)
 */
char *gc_secret_load (const char *what, const char *path, GError **error);
