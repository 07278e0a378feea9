// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "gc-link-spec.h"

/*
 * GcLinkPath: one direction of one client's link. What is pushed in is lost, or waits in a queue
 * for the rate, travels for the delay, and can be popped when it has arrived. Pure: the time is an
 * argument, monotonic in microseconds, and must not go back. For one seed and the same pushes the
 * decisions are the same; each packet draws as many random numbers whatever is set, so that a
 * change of one item does not shift the luck of the others.
 */
typedef struct _GcLinkPath GcLinkPath;

/* A datagram is dropped; of a stream nothing can be: a lost piece is late by one round trip, and
 * all behind it with it. */
typedef enum {
  GC_LINK_UDP,
  GC_LINK_TCP
} GcLinkKind;
#define GC_LINK_N_KINDS 2

typedef enum {
  GC_LINK_DROP_LOSS,
  GC_LINK_DROP_QUEUE,
  GC_LINK_DROP_BLACK_OUT,
  GC_LINK_DROP_BLOCK,
  GC_LINK_DROP_SOCKET, /* the system did not take it */
  GC_LINK_N_DROPS,
} GcLinkDrop;

typedef struct {
  uint64_t packets; /* pushed, of which some were dropped */
  uint64_t bytes;
  uint64_t dropped[GC_LINK_N_DROPS];
  uint64_t stalls;       /* pieces of a stream that were lost and came late */
  uint64_t max_queue_us; /* the longest that one waited for the rate */
  uint64_t max_queue_bytes;
} GcLinkCounters;

/* So much later comes what is reordered: enough for others to overtake. */
#define GC_LINK_HELD_BACK_US 20000
/* Most bytes under way in one direction; beyond, as a queue that is full. */
#define GC_LINK_MAX_UNDER_WAY_BYTES 4194304

typedef struct _GcLinkPacket GcLinkPacket;

/* Copies @size bytes, 0 to 65535; 0 may mark the end of a stream. (transfer full) */
GcLinkPacket *gc_link_packet_new (const void *bytes, size_t size);
void gc_link_packet_free (GcLinkPacket *packet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcLinkPacket, gc_link_packet_free)
const uint8_t *gc_link_packet_get_bytes (const GcLinkPacket *packet, size_t *ret_size);

/* @stream chooses one sequence of random numbers of @seed. (transfer full) */
GcLinkPath *gc_link_path_new (GcLinkKind kind, uint32_t seed, uint32_t stream);
void gc_link_path_free (GcLinkPath *path);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcLinkPath, gc_link_path_free)

/*
 * From now on the path is like direction @direction of @spec. What waits for the rate goes on at
 * the new one; what is under way arrives as it was to.
 */
void gc_link_path_configure (GcLinkPath *path,
                             const GcLinkSpec *spec,
                             GcLinkDirection direction,
                             int64_t now_us);

/* Lets @packet (transfer full) in, or drops and counts it. */
void gc_link_path_push (GcLinkPath *path, GcLinkPacket *packet, int64_t now_us);

/* Whether a stream may push now; if not, its sender has to wait. */
gboolean gc_link_path_is_open (GcLinkPath *path, int64_t now_us);

/* The next that has arrived. (transfer full) (nullable) */
GcLinkPacket *gc_link_path_pop (GcLinkPath *path, int64_t now_us);

/* When to look again: something arrives, or the path may open. INT64_MAX: not by itself. */
int64_t gc_link_path_next_us (const GcLinkPath *path, int64_t now_us);

void gc_link_path_count_drop (GcLinkPath *path, GcLinkDrop reason);
const GcLinkCounters *gc_link_path_get_counters (const GcLinkPath *path);
