// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gc-load-process.h"
#include "gc-load-run.h"

#include <json-glib/json-glib.h>

/* The figures of a run as JSON: what the peers measured, and what the kernel says of the relay. */

/* What all streams of @load did in the measured time of @seconds. */
void gc_load_report_media (GcLoad *load, double seconds, JsonBuilder *builder);

/* The relay's processor time between @before and @after for each of @packets, and its growth. */
void gc_load_report_process (const GcLoadProcess *before,
                             const GcLoadProcess *after,
                             uint64_t packets,
                             JsonBuilder *builder);

/* Packets that arrived in the measured time. */
uint64_t gc_load_report_count (GcLoad *load);

/*
 * Whether all that was sent in the measured time arrived once, in order, unchanged and properly
 * sealed. Errors: GC_ERROR_INTERNAL, saying how many did not.
 */
gboolean gc_load_report_check (GcLoad *load, GError **error);

/* Prints the object in @builder on standard output, one line. */
void gc_load_report_print (JsonBuilder *builder);
