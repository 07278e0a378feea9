// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "rtp/gc-rtcp.h"

/*
 * GcSent remembers what was sent to one receiver by its transport-wide number, so that feedback
 * (GcRtcpTwccPacket) can be joined with send times and sizes. The feedback is the word of a
 * stranger: numbers never sent, told twice, or arrivals at impossible times change nothing but
 * what is said here. Grows with what is under way, up to GC_SENT_CAPACITY packets; not in a steady
 * stream.
 */
#define GC_SENT_CAPACITY 2048
#define GC_SENT_UNNAMED UINT32_MAX            /* who sent it need not know which one was lost */
#define GC_SENT_MAX_AGE_US INT64_C (10000000) /* after sending, for feedback */

typedef struct _GcSent GcSent;

typedef enum {
  GC_SENT_NOTHING_NEW, /* not known, too old, or told before */
  GC_SENT_ARRIVED,
  GC_SENT_LOST,
} GcSentReport;

typedef struct {
  int64_t sent_us;
  /* On our clock, less an offset that is unknown but constant: fit for differences. Within a
   * minute of the time of the feedback. 0 when lost. */
  int64_t arrival_us;
  uint32_t size; /* bytes */
  /* Delivered bytes of which nobody knew yet: of this packet and, since feedback gets lost as
   * well, of those before it that no feedback has told of. 0 when lost. */
  uint32_t new_bytes;
  uint32_t name;     /* as given to gc_sent_add () */
  uint8_t probe;     /* cluster it was part of; 0: none */
  gboolean was_lost; /* told as lost before: it came late */
} GcSentPacket;

GcSent *gc_sent_new (void);
void gc_sent_free (GcSent *sent);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcSent, gc_sent_free)

/* Notes packet @seq of @size bytes as sent at @now_us. @name: what the caller knows it by, or
 * GC_SENT_UNNAMED. Numbers ascend by one; another order forgets all that was sent before. */
void
gc_sent_add (GcSent *sent, uint16_t seq, size_t size, uint32_t name, uint8_t probe, int64_t now_us);

/* What one entry of a feedback received at @now_us tells; @ret_packet is written unless it is
 * nothing new. */
GcSentReport gc_sent_report (GcSent *sent,
                             const GcRtcpTwccPacket *packet,
                             int64_t now_us,
                             GcSentPacket *ret_packet);

/* When the newest packet of which feedback has told was sent. */
int64_t gc_sent_get_answered_us (const GcSent *sent);

/* Bytes sent after it. */
uint64_t gc_sent_get_flight_bytes (const GcSent *sent);

/* TRUE once after the receiver's clock has jumped: arrivals before and after it do not compare. */
gboolean gc_sent_take_clock_jump (GcSent *sent);
