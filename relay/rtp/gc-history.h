// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

/*
 * GcHistory keeps the packets that one outgoing stream sent last, as plaintext copies, to answer
 * NACKs (RFC 4585). It holds what is younger than its span in chunks that it takes as the bit
 * rate asks for and gives back when it falls; an idle stream holds nothing but the struct. In a
 * steady stream no push allocates.
 */
#define GC_HISTORY_MAX_PACKET 1500  /* bytes; larger packets are not kept */
#define GC_HISTORY_MAX_PACKETS 1024 /* of one stream */
#define GC_HISTORY_MAX_BYTES 524288 /* of one stream */
#define GC_HISTORY_MAX_SPAN_US 1500000
#define GC_HISTORY_MAX_WAIT_US 2000000

typedef struct _GcHistory GcHistory;

typedef struct {
  const uint8_t *header;
  size_t header_size;
  const uint8_t *payload;
  size_t payload_size;
  int64_t pushed_us;
} GcHistoryPacket;

GcHistory *gc_history_new (void);
void gc_history_free (GcHistory *history);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcHistory, gc_history_free)

/*
 * Sets the span to three times @rtt_us and 150 ms, at most the MAX above: requests get lost as
 * packets do, and a packet is to be there for three of them. Before the first call it is 450 ms,
 * for a round trip of 100 ms.
 */
void gc_history_set_rtt (GcHistory *history, int64_t rtt_us);

/* Packets may wait for up to @wait_us before they are sent, at most MAX_WAIT: they are held so much
 * longer. At first 0. */
void gc_history_set_wait (GcHistory *history, int64_t wait_us);

/*
 * Copies a packet with the outgoing number @seq. Returns the copy of the payload, which may be
 * changed before the packet is protected (so one copy serves a rewritten descriptor, too);
 * borrowed, until the next call. NULL when the packet is too large or too old to be kept.
 */
uint8_t *gc_history_push (GcHistory *history,
                          uint16_t seq,
                          const uint8_t *header,
                          size_t header_size,
                          const uint8_t *payload,
                          size_t payload_size,
                          int64_t now_us);

/*
 * The packet @seq for a resend at @now_us, borrowed until the next push. FALSE when it is not held
 * any more, was resent so lately that the request cannot know of it (3/4 of a round trip: the
 * receiver's measure of it may be shorter), or resends have used up their share: at most as many
 * bytes as were sent. Must be protected and sent with exactly these bytes: the same
 * SRTP index with other bytes would reuse a key stream (RFC 7714 section 8.1).
 */
gboolean
gc_history_resend (GcHistory *history, uint16_t seq, int64_t now_us, GcHistoryPacket *ret_packet);

/* The packet @seq that was just resent, for another copy; FALSE when resends have used up their
 * share.
 */
gboolean gc_history_repeat (GcHistory *history, uint16_t seq, GcHistoryPacket *ret_packet);

/* The packet @seq, borrowed until the next push; FALSE when it is not held. */
gboolean gc_history_get (const GcHistory *history, uint16_t seq, GcHistoryPacket *ret_packet);

/* The packet @seq is not to be resent; FALSE when it is not held anyway. */
gboolean gc_history_forget (GcHistory *history, uint16_t seq);

/* Whether @seq was sent, as one of the last MAX_PACKETS, and is not held any more. */
gboolean gc_history_is_past (const GcHistory *history, uint16_t seq);

/* As gc_history_get (), for the packet with the highest number. */
gboolean gc_history_get_newest (const GcHistory *history, GcHistoryPacket *ret_packet);

/* Gives back what is older than the span. Call it now and then for streams that fell silent. */
void gc_history_trim (GcHistory *history, int64_t now_us);

/* Forgets and gives back everything: the stream has stopped. */
void gc_history_clear (GcHistory *history);

/* Bytes of memory held now, index included. */
size_t gc_history_bytes (const GcHistory *history);
