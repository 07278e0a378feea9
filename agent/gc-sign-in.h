// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <libsoup/soup.h>

/*
 * GcSignIn: from an account and a password, or a kiosk's one-time code, to an open WebSocket of
 * gc-signal (docs/protocol.md, HTTP). The cookie is kept, so that only the first opening needs the
 * secret; a later one asks for a pass, and signs in again only when that is denied.
 */
typedef struct _GcSignIn GcSignIn;

typedef struct {
  const char *server;   /* "http://HOST:PORT" */
  const char *page;     /* "agent" or "kiosk" */
  const char *account;  /* of an agent; (nullable) */
  const char *password; /* of an agent; (nullable) */
  const char *code;     /* of a kiosk's first time; (nullable) */
  const char *cookies;  /* (nullable): file in which the sign-in is kept */
} GcSignInConfig;

/* @config and its strings are borrowed for the life of the object. Errors: GC_ERROR_INVALID. */
GcSignIn *gc_sign_in_new (const GcSignInConfig *config, GError **error);
void gc_sign_in_free (GcSignIn *sign_in);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcSignIn, gc_sign_in_free)

/* One opening at a time. @sign_in must live until @callback was called. */
void gc_sign_in_open_async (GcSignIn *sign_in,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

/*
 * Returns: (transfer full): the socket, before any hello. Errors: GC_ERROR_DENIED for a wrong
 * secret, GC_ERROR_UNAVAILABLE when the service cannot be reached, others as it answers.
 */
SoupWebsocketConnection *gc_sign_in_open_finish (GAsyncResult *result, GError **error);
