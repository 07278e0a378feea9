// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

/*
 * GcLinkSpec: how bad a link is, in each of its two directions, and the short form in which people
 * write it, such as "300ms,6%,burst=3,up:rate=500kbit". Pure: the time is an argument.
 */
typedef enum {
  GC_LINK_UP,
  GC_LINK_DOWN
} GcLinkDirection; /* client to server, and back */
#define GC_LINK_N_DIRECTIONS 2

/* One direction. Shares are 0 to 1. */
typedef struct {
  int64_t delay_us;  /* one way, 0 to 10 s */
  int64_t jitter_us; /* 0 to 10 s; each packet is late by 0 to so much more */
  double loss;       /* share of the packets */
  double burst;      /* mean number of packets lost in a row, 1 to 1000; 0: each on its own */
  double reorder;    /* share of the packets that are held back, see gc-link-path.h */
  int64_t rate_bps;  /* of payload, 1 kbit/s to 1 Gbit/s; 0: as fast as it comes */
  int64_t queue_us;  /* room before the rate as time at that rate; 0: queue_bytes says it */
  int64_t queue_bytes;
  int64_t dark_until_us; /* black-out: nothing is let in before this time, monotonic */
  gboolean udp_blocked;
} GcLinkWay;

typedef struct {
  GcLinkWay ways[GC_LINK_N_DIRECTIONS];
} GcLinkSpec;

/* A link that harms nothing. */
void gc_link_spec_init (GcLinkSpec *spec);

/*
 * Changes @spec by the short form @text: items with commas between them, each NAME=VALUE, "up:" or
 * "down:" before it for one direction alone. A time alone is the round trip, half each way; a
 * percentage alone the loss each way. What @text does not name stays. @now_us: monotonic, from
 * which a black-out counts. Errors: INVALID, naming item and value; @spec is then unchanged.
 */
gboolean gc_link_spec_apply (GcLinkSpec *spec, const char *text, int64_t now_us, GError **error);

/* Reads a time of 0 to 24 hours: "1500us", "300ms", "2s", "5min". Errors: INVALID. */
gboolean gc_link_parse_time (const char *text, int64_t *ret_us, GError **error);

/* The short form, explained item by item for a person who asks for help. Static. */
const char *gc_link_spec_help (void);
