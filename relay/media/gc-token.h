// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <libsoup/soup.h>

/* Whether @message brings the bearer token (RFC 6750) @token; takes the same time whatever it
 * brings. @token NULL: always. */
gboolean gc_token_check (const char *token, SoupServerMessage *message);
