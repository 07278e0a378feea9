// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>

/*
 * The people of a run: kiosks, agents and desks that are signed in. They are written into the
 * database of a gc-signal that does not run yet, by the same store that it uses, and listed in a
 * file: thousands of sign-ins and enrolments would measure Argon2 and nothing else.
 */
typedef enum {
  GC_LOAD_KIOSK,
  GC_LOAD_AGENT,
  GC_LOAD_DESK,
} GcLoadRole;

typedef struct {
  GcLoadRole role;
  char *account;
  char *cookie; /* "gc_kiosk=..." */
  char *item;   /* what a kiosk asks for; "-" for others */
} GcLoadPerson;

/* Of all agents and desks. */
#define GC_LOAD_PASSWORD "correct horse battery"

/*
 * Adds them to the database in @data and writes "people" beside it. The kiosks ask for items of the
 * departments that have agents; the first one alone asks for one that no agent handles. Errors: of
 * the store.
 */
gboolean gc_load_people_make (const char *data,
                              unsigned kiosks,
                              unsigned agents,
                              unsigned desks,
                              GError **error);

/* Reads them again. (transfer full) (element-type GcLoadPerson) */
GPtrArray *gc_load_people_read (const char *data, GError **error);
