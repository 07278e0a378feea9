// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>

/*
 * GC_ERROR: the one error domain of the project. A code says what the caller can do about it, the
 * message names the object and the value ("ticket 42: queue is full (50 of 50)").
 */
#define GC_ERROR (gc_error_quark ())
GQuark gc_error_quark (void);

typedef enum {
  GC_ERROR_INVALID,     /* malformed or out of range: the same request will never succeed */
  GC_ERROR_UNKNOWN,     /* no such object, method or path */
  GC_ERROR_CONFLICT,    /* the object is not in a state that allows this */
  GC_ERROR_LIMIT,       /* a limit is reached; later, or with less, it may succeed */
  GC_ERROR_DENIED,      /* not signed in, or not allowed */
  GC_ERROR_UNAVAILABLE, /* a part of the service is down or too slow; try again */
  GC_ERROR_INTERNAL,    /* our own fault */
} GcErrorCode;

/* The word for @code on the wire, such as "conflict". Borrowed, static. */
const char *gc_error_code_name (GcErrorCode code);

/* The HTTP status (RFC 9110 section 15) that answers @error; any other domain is 500. */
unsigned gc_error_http_status (const GError *error);

/* The GcErrorCode of @error; GC_ERROR_INTERNAL for any other domain. */
GcErrorCode gc_error_code (const GError *error);
