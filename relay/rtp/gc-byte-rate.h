// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

/*
 * GcByteRate measures how fast bytes went by: those between the first and the last packet of the
 * newest span of time, so that a line that is busy throughout is measured exactly even by few
 * packets. Remembers the newest GC_BYTE_RATE_CAPACITY packets; never allocates after new.
 */
#define GC_BYTE_RATE_CAPACITY 256

typedef struct _GcByteRate GcByteRate;

GcByteRate *gc_byte_rate_new (void);
void gc_byte_rate_free (GcByteRate *rate);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcByteRate, gc_byte_rate_free)

/* Forgets everything. */
void gc_byte_rate_reset (GcByteRate *rate);

/* Notes @bytes at @at_us; times may go back a little. */
void gc_byte_rate_add (GcByteRate *rate, int64_t at_us, uint32_t bytes);

/* The rate of the @span_us before the newest packet; 0 when it is not known, because fewer than
 * five packets or less than a quarter of the span were seen. */
double gc_byte_rate_get_bps (const GcByteRate *rate, int64_t span_us);
