// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

/* The VP8 payload descriptor (RFC 7741 section 4.2) and its rewriting when a source is switched. */
typedef struct {
  uint8_t size;              /* bytes of the descriptor, 1 to 6 */
  uint8_t partition;         /* PID, 0 to 15 */
  gboolean partition_start;  /* S */
  gboolean non_reference;    /* N */
  uint8_t picture_id_bits;   /* 0: no picture id; 7 or 15 */
  uint8_t picture_id_offset; /* from the first byte of the payload */
  uint16_t picture_id;
  uint8_t tl0_offset; /* 0: no TL0PICIDX */
  uint8_t tl0;
  gboolean has_layer;  /* T: layer and layer_sync mean something */
  uint8_t layer;       /* TID, 0 to 3 */
  gboolean layer_sync; /* Y */
} GcVp8;

/* Parses the descriptor at the head of @payload; FALSE when it does not fit into @size bytes. */
gboolean gc_vp8_parse (const uint8_t *payload, size_t size, GcVp8 *ret_vp8);

/*
 * GcVp8Map keeps picture id and TL0PICIDX of one outgoing stream continuous when the source behind
 * it changes, so that a decoder sees one encoder. One per outgoing video line.
 */
typedef struct _GcVp8Map GcVp8Map;

GcVp8Map *gc_vp8_map_new (void);
void gc_vp8_map_free (GcVp8Map *map);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GcVp8Map, gc_vp8_map_free)

/* The next packet that is rewritten is the first of another source. */
void gc_vp8_map_switch (GcVp8Map *map);

/*
 * Rewrites picture id and TL0PICIDX in @payload (at least @vp8->size bytes, writable), of which
 * @vp8 is the parsed descriptor. The length of the descriptor does not change.
 */
void gc_vp8_map_rewrite (GcVp8Map *map, const GcVp8 *vp8, uint8_t *payload);
