// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

/*
 * GcGuesses: who guessed wrong lately, and whether he may try again: so many wrong ones in so many
 * seconds, by a key such as an address. In memory: a restart forgives. Main thread.
 */
typedef struct _GcGuesses GcGuesses;

GcGuesses *gc_guesses_new (unsigned max, int64_t seconds);
void gc_guesses_free (GcGuesses *guesses);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcGuesses, gc_guesses_free)

/* Whether @key may try at @now_ms. Errors: GC_ERROR_LIMIT. */
gboolean gc_guesses_check (GcGuesses *guesses, const char *key, int64_t now_ms, GError **error);
/* It guessed wrong. */
void gc_guesses_note (GcGuesses *guesses, const char *key, int64_t now_ms);
