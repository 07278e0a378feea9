// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "store/gc-db.h"

#define GC_SQLITE_NAME "global-connect.sqlite"

/* Opens or makes the database in the folder @directory, brings its schema up to date. */
GcDb *gc_sqlite_open (const char *directory, GcStoreMode mode, GError **error);

/* Opens a lock file of the folder. -1 on error. */
int gc_sqlite_open_lock (const char *directory, const char *name, GError **error);
#define GC_SQLITE_SERVICE_LOCK "service.lock"
#define GC_SQLITE_WRITE_LOCK "write.lock"
