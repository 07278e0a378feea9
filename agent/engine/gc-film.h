// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gst/gst.h>

/*
 * GcFilm: plays a file over and over in a pipeline of its own into the inter-pipeline channels
 * GC_FILM_CHANNEL, from which a player takes picture and sound. So a peer can be made anew, and the
 * file start again, without either disturbing the other.
 */
#define GC_FILM_CHANNEL "gc-film"

typedef struct _GcFilm GcFilm;

/* Opens @path, showing its first picture. Errors: GC_ERROR_INVALID when it cannot be played. */
GcFilm *gc_film_new (const char *path, GError **error);
void gc_film_free (GcFilm *film);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcFilm, gc_film_free)

/* Plays on, or stands still. */
void gc_film_set_playing (GcFilm *film, gboolean playing);
