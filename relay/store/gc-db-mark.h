// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "store/gc-db.h"

/*
 * The mark (see gc-store-mark.h) of a database that the service has open, whatever kind it is.
 */

/* Reads the id of the database, which gets one if it has none. */
gboolean gc_db_identify (GcDb *db, GError **error);

/*
 * Compares the database with the mark in the folder @directory, says so if it is another or an
 * older one, and keeps the mark from then on. @name: how the database is called in what is said.
 */
gboolean gc_db_mark_start (GcDb *db, const char *name, const char *directory, GError **error);

/* Writes the mark when it is time. As gc_db_tend (). */
int64_t gc_db_mark_tend (GcDb *db);

/* Writes it for the last time. */
void gc_db_mark_end (GcDb *db);
