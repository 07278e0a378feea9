// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

/*
 * GcTwcc notes when the packets of one peer arrived by their transport-wide number, and writes the
 * feedback on which the peer's congestion control runs (draft-holmer-rmcat-transport-wide-cc-
 * extensions-01 section 3.1). One per transport; never allocates after new.
 */
#define GC_TWCC_INTERVAL_US 100000 /* between feedbacks */
#define GC_TWCC_MAX_PENDING 256    /* packets: due at once when reached */
#define GC_TWCC_MAX_SIZE 1000      /* bytes of one feedback */

typedef struct _GcTwcc GcTwcc;

/* @sender_ssrc: our own, goes into the feedback. */
GcTwcc *gc_twcc_new (uint32_t sender_ssrc);
void gc_twcc_free (GcTwcc *twcc);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcTwcc, gc_twcc_free)

/* Notes that packet @seq, sent from @media_ssrc (any of the peer's), arrived at @arrival_us >= 0.
 */
void gc_twcc_receive (GcTwcc *twcc, uint16_t seq, uint32_t media_ssrc, int64_t arrival_us);

/* When the next feedback is due; INT64_MAX when there is nothing to tell. */
int64_t gc_twcc_next_us (const GcTwcc *twcc);

/*
 * Writes one feedback packet (RTCP, not yet protected) to @out. Returns its size, at most
 * GC_TWCC_MAX_SIZE, or 0 when none is due at @now_us or @capacity is less than GC_TWCC_MAX_SIZE.
 * Call it until it returns 0: after a burst there may be several.
 */
size_t gc_twcc_format (GcTwcc *twcc, int64_t now_us, uint8_t *out, size_t capacity);
