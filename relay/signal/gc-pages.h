// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <libsoup/soup.h>

/*
 * GcPages: the built pages, out of the program itself. Files whose names carry their hash are kept
 * by browsers for a year; the rest is asked for again each time, by ETag.
 */
typedef struct _GcPages GcPages;

GcPages *gc_pages_new (void);
void gc_pages_free (GcPages *pages);

/* Answers a GET or HEAD of any path: a file, a redirect to a folder, or 404. */
void gc_pages_handle (GcPages *pages, SoupServerMessage *message);
