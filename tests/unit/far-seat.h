// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "far-peer.h"

/*
 * FarSeat: a far peer with a voice and a camera, which heeds the limits that it is told, behind a
 * link with a capacity. What the relay sends waits before the link or is lost, and what arrives is
 * reported. Line 0 of the peer is its voice, line 1 its camera.
 */
typedef struct _FarSeat FarSeat;

/* See far_peer_new () for @lines; connected and on a seat of "room". @link_bps: of the way to it.
 */
FarSeat *far_seat_new (FarWorld *world,
                       const char *name,
                       const char *lines,
                       uint16_t port,
                       int64_t link_bps);
void far_seat_free (FarSeat *seat);

/* (transfer none) */
FarPeer *far_seat_get_peer (const FarSeat *seat);

void far_seat_set_link (FarSeat *seat, int64_t link_bps);

/* What the camera makes at most; 0, as at first: it is off. */
void far_seat_set_camera (FarSeat *seat, int64_t bps);

/* Whether it speaks; at first it does not. */
void far_seat_set_voice (FarSeat *seat, gboolean speaks);

/* How loud it is while it speaks, as FarMedia has it. */
void far_seat_set_level (FarSeat *seat, uint8_t level);

/* As far_peer_report (), whatever came. */
void far_seat_report (FarSeat *seat, unsigned line, unsigned percent, int64_t rtt_us);

/* The limit that it was told last; 0: none yet. */
int64_t far_seat_get_limit_bps (const FarSeat *seat);

/* What happened since the last call. */
typedef struct {
  uint64_t bits[GC_SDP_MAX_MEDIA];    /* that arrived, by line of the peer */
  unsigned packets[GC_SDP_MAX_MEDIA]; /* likewise, voice or picture */
  unsigned lost;                      /* before the link */
  unsigned probes;                    /* packets of retransmission streams */
  int64_t most_queue_us;
} FarSeatStats;
FarSeatStats far_seat_take_stats (FarSeat *seat);

/* Lets the time pass for all @n seats of @world. */
void far_seats_run (FarWorld *world, FarSeat *const *seats, unsigned n, double seconds);
