// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "store/gc-db.h"

/*
 * Connects, and brings the schema up to date. For the service it takes the lock of the active node
 * and a new fencing number.
 * Errors: as gc_store_open (); GC_ERROR_CONFLICT also when another node is active.
 */
GcDb *gc_postgres_open (const char *url, GcStoreMode mode, GError **error);

/* The same for the service, but waits until it is its turn. As gc_db_wait (). */
GcDb *gc_postgres_wait (const char *url,
                        GcDbWaiting waiting,
                        gpointer user_data,
                        GCancellable *cancellable,
                        GError **error);
