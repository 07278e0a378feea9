// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>

/* Lists of names as one text with blanks, for tests that draw them at random. */

/* One to all of the @n @words, as one text. (transfer full) */
char *pick_words (GRand *random, const char *const *words, unsigned n);
/* The same, each with a level of one to three, or without. (transfer full) */
char *pick_languages (GRand *random, const char *const *words, unsigned n);
/* (transfer full) */
char **split (const char *text);
gboolean has_word (const char *text, const char *word);
