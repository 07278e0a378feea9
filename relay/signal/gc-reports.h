// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <libsoup/soup.h>

/* GET /api/report, for those who are signed in on the desk. @user_data: the GcService. */
void gc_reports_handle (SoupServerMessage *message, GHashTable *query, gpointer user_data);
