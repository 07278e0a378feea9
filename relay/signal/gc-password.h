// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gio/gio.h>

/*
 * Passwords by Argon2id (libsodium), 64 MiB a try. Checking one takes about 0.1 s of a core, so it
 * is done on threads of its own, GC_PASSWORD_THREADS at once; more wait in line, and beyond
 * GC_PASSWORD_MAX_WAITING they are refused rather than piled up.
 */
typedef struct _GcPasswords GcPasswords;

#define GC_PASSWORD_THREADS 2
#define GC_PASSWORD_MAX_WAITING 16
#define GC_PASSWORD_MIN 8
#define GC_PASSWORD_MAX 256

/* gc_password_start () must have been called once in this process. (transfer full) */
GcPasswords *gc_passwords_new (void);
/* Waits for the checks under way. */
void gc_passwords_free (GcPasswords *passwords);

/* Readies libsodium. Errors: GC_ERROR_INTERNAL. */
gboolean gc_password_start (GError **error);

/* The hash of @password as libsodium writes it. Blocks. (transfer full). Errors: INTERNAL. */
char *gc_password_hash (const char *password, GError **error);

/*
 * Checks @password against @hash; with @hash NULL the same work is done for nothing, so that the
 * time does not tell whether an account exists. The callback runs in the main context of the call.
 */
void gc_passwords_check_async (GcPasswords *passwords,
                               const char *password,
                               const char *hash,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/* TRUE: it fits. Errors: GC_ERROR_DENIED, GC_ERROR_UNAVAILABLE (too many at once). */
gboolean gc_passwords_check_finish (GcPasswords *passwords, GAsyncResult *result, GError **error);
