// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>

/*
 * A telephone number without its spaces. NULL for what cannot be called: it has 6 to 20 characters,
 * figures and spaces, perhaps with a + before the first figure, and at least 6 figures.
 * @text: (nullable). (transfer full) (nullable)
 */
char *gc_phone_parse (const char *text);

/* Whether two telephone numbers are the same but for spaces. */
gboolean gc_phone_equal (const char *a, const char *b);
