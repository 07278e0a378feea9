// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Parameters of GET /api/report: either a period within the limits, or a refusal that can be put
 * into an answer.
 */
#include "config.h"

#include "common/gc-error.h"
#include "signal/gc-report-query.h"

#include <libsoup/soup.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autoptr (GHashTable) parameters = soup_form_decode (text);
  g_autoptr (GError) error = NULL;
  GcReportQuery query;

  if (gc_report_query_parse (parameters, &query, &error)) {
    g_autofree char *from = gc_report_format_day (query.from_day);
    g_assert_cmpstr (from, ==, g_hash_table_lookup (parameters, "from"));
    g_assert_true (query.from_day <= query.to_day);
    g_assert_true (query.to_day - query.from_day < GC_REPORT_MAX_DAYS);
    g_assert_true (query.threshold_ms >= 1000 && query.threshold_ms <= 86400000);
    g_assert_true ((unsigned)query.by < GC_REPORT_BY_N);
  } else {
    g_assert_error (error, GC_ERROR, GC_ERROR_INVALID);
    g_assert_true (g_utf8_validate (error->message, -1, NULL));
    g_assert_cmpint (g_utf8_strlen (error->message, -1), <, 120);
  }
  return 0;
}
