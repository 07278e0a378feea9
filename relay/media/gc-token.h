// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <libsoup/soup.h>

/*
 * The bearer token (RFC 6750) of an HTTP interface: the first line of a file, 16 to 256 printable
 * characters. Errors: INVALID for another content, UNAVAILABLE when it cannot be read. (transfer
 * full)
 */
char *gc_token_load (const char *path, GError **error);

/* Whether @message brings @token; takes the same time whatever it brings. @token NULL: always. */
gboolean gc_token_check (const char *token, SoupServerMessage *message);
