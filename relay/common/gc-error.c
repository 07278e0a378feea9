// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * One table from error code to its word and its HTTP status. Used at the edges only: inside, a
 * GError is passed up unchanged, with context added by g_prefix_error ().
 */
#include "config.h"

#include "common/gc-error.h"

static const struct {
  const char *name;
  unsigned http_status;
} codes[] = {
  [GC_ERROR_INVALID] = { "invalid", 400 },   [GC_ERROR_UNKNOWN] = { "unknown", 404 },
  [GC_ERROR_CONFLICT] = { "conflict", 409 }, [GC_ERROR_LIMIT] = { "limit", 429 },
  [GC_ERROR_DENIED] = { "denied", 403 },     [GC_ERROR_UNAVAILABLE] = { "unavailable", 503 },
  [GC_ERROR_INTERNAL] = { "internal", 500 },
};

G_DEFINE_QUARK (gc - error - quark, gc_error)

const char *
gc_error_code_name (GcErrorCode code)
{
  g_return_val_if_fail ((size_t)code < G_N_ELEMENTS (codes), "internal");
  return codes[code].name;
}

GcErrorCode
gc_error_code (const GError *error)
{
  if (error == NULL || error->domain != GC_ERROR || error->code < 0 ||
      (size_t)error->code >= G_N_ELEMENTS (codes))
    return GC_ERROR_INTERNAL;
  return (GcErrorCode)error->code;
}

unsigned
gc_error_http_status (const GError *error)
{
  return codes[gc_error_code (error)].http_status;
}
