// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <json-glib/json-glib.h>

/*
 * GcReport: what happens, as JSON on standard output, one object a line: whoever started the
 * program can follow it by reading lines. Names and SDP are never in it.
 *
 *   JsonBuilder *builder = gc_report_begin ("offer");
 *   gc_report_add_string (builder, "ticket", ticket);
 *   gc_report_end (builder);
 */
JsonBuilder *gc_report_begin (const char *event);
void gc_report_add_string (JsonBuilder *builder, const char *name, const char *value);
void gc_report_add_int (JsonBuilder *builder, const char *name, int64_t value);
void gc_report_add_number (JsonBuilder *builder, const char *name, double value);

/* Prints the line. @builder is swallowed. */
void gc_report_end (JsonBuilder *builder);
