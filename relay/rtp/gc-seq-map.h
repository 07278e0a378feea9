// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

/*
 * GcSeqMap gives one outgoing stream unbroken sequence numbers and time stamps while the source
 * behind it is switched and while packets of it are left out, or others put in (RFC 3550 section
 * 5.1). Packets may come in any order within 1024 of the newest; both counters may wrap. Never
 * allocates after new.
 *
 * A source that jumps out of that window is followed after two packets in a row (RFC 3550
 * appendix A.1), as if it had been switched.
 */
typedef struct _GcSeqMap GcSeqMap;

/*
 * The first outgoing packet gets @first_seq (below 2^15, as RFC 3711 section 3.3.1 likes it) and
 * @first_timestamp. @clock_hz is the RTP clock of both sides.
 */
GcSeqMap *gc_seq_map_new (uint16_t first_seq, uint32_t first_timestamp, uint32_t clock_hz);
void gc_seq_map_free (GcSeqMap *map);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcSeqMap, gc_seq_map_free)

/*
 * The next packet is the first of another source. It will get the number after the highest one
 * sent, and a time stamp that is as much later as time has passed.
 */
void gc_seq_map_switch (GcSeqMap *map);

/*
 * Maps a packet that is about to be sent at @now_us. FALSE, with nothing written: the packet was
 * left out before, or is too old to have a number; drop it.
 */
gboolean gc_seq_map_push (GcSeqMap *map,
                          uint16_t seq,
                          uint32_t timestamp,
                          int64_t now_us,
                          uint16_t *ret_seq,
                          uint32_t *ret_timestamp);

/*
 * Leaves the packet @seq out: those behind it close the gap. FALSE when that is too late, because
 * a later packet was seen: then a gap stays. Before the first packet of a source nothing is noted.
 */
gboolean gc_seq_map_drop (GcSeqMap *map, uint16_t seq);

/*
 * The number of a packet that is put in behind the newest one and comes from no source. FALSE
 * before the first packet of a source.
 */
gboolean gc_seq_map_insert (GcSeqMap *map, uint16_t *ret_seq);

/*
 * The number at the source of the outgoing packet @seq; FALSE when it is from before the last
 * switch, not sent yet or too old. A packet that was lost before us has a number, too.
 */
gboolean gc_seq_map_invert (const GcSeqMap *map, uint16_t seq, uint16_t *ret_seq);

/* Maps a time stamp of the present source (for sender reports); FALSE before its first packet. */
gboolean gc_seq_map_timestamp (const GcSeqMap *map, uint32_t timestamp, uint32_t *ret_timestamp);
