// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>

/*
 * Plain HTTP/1.0 over TCP or a Unix socket, blocking, one connection a request: set-up of a peer is
 * measured from here, so that nothing hides in a client library. To 1.0 nobody answers in chunks.
 */
typedef struct {
  unsigned status;
  char *location; /* (nullable) */
  char *body;
} GcLoadHttpAnswer;

typedef struct {
  const char *method;
  const char *path;
  const char *type;  /* Content-Type; NULL without a body */
  const char *token; /* (nullable): bearer token */
  const char *body;  /* (nullable) */
} GcLoadHttpRequest;

/*
 * @address is "http://HOST:PORT" with a numeric host, or the path of a Unix socket.
 * Errors: GC_ERROR_UNAVAILABLE when nobody answers within 10 s, GC_ERROR_INVALID when the answer is
 * not HTTP. A status of 400 and above is an answer, not an error.
 */
gboolean gc_load_http_request (const char *address,
                               const GcLoadHttpRequest *request,
                               GcLoadHttpAnswer *ret_answer,
                               GError **error);
void gc_load_http_answer_clear (GcLoadHttpAnswer *answer);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GcLoadHttpAnswer, gc_load_http_answer_clear)
