// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

/*
 * GcGuesses: who stands before a kiosk and gives ticket and telephone numbers that do not belong
 * together may do so GC_GUESSES_MAX times in GC_GUESSES_MS; then that kiosk takes no more of them
 * for a while. In memory: a restart forgives.
 */
typedef struct _GcGuesses GcGuesses;

#define GC_GUESSES_MAX 5
#define GC_GUESSES_MS INT64_C (600000)

GcGuesses *gc_guesses_new (void);
void gc_guesses_free (GcGuesses *guesses);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcGuesses, gc_guesses_free)

/* Whether @kiosk may try once more. */
gboolean gc_guesses_may_try (const GcGuesses *guesses, const char *kiosk, int64_t now_ms);
/* It tried, and was wrong. */
void gc_guesses_note_wrong (GcGuesses *guesses, const char *kiosk, int64_t now_ms);
