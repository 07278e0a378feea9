// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "media/gc-forwarder.h"

/*
 * A world for tests of the forwarder: time that moves when told, clients with real ICE, DTLS and
 * SRTP in the same process, and a wire between them that loses nothing unless told to.
 */
typedef struct {
  GcCounters counters;
  GcForwarder *forwarder;
  GcStun *stun;
  GcDtlsContext *dtls; /* of all far peers */
  int64_t now_us;
  GPtrArray *fars; /* (element-type FarPeer), owned */
  GQueue wire;     /* datagrams on their way from the forwarder */
  GString *events; /* "connected a;media a;..." */
} FarWorld;

typedef struct {
  FarWorld *world;
  char *name; /* also its label */
  char *id;
  char *ufrag; /* the relay's for this peer, as the next one */
  char *pwd;
  uint32_t relay_ssrcs[GC_SDP_MAX_MEDIA]; /* by m-line */
  GcAddress address;
  gboolean answers_checks;
  GcDtls *dtls;
  GcSrtp *in;
  GcSrtp *out;
  GPtrArray *rtp;  /* (element-type GBytes) received, in plain */
  GPtrArray *rtcp; /* as above */
} FarPeer;

FarWorld *far_world_new (void);
void far_world_free (FarWorld *world);

/* Moves the clock by steps of at most 10 ms, delivering all that is sent. */
void far_world_run (FarWorld *world, int64_t for_us);

/*
 * A peer with m-lines "a" (audio sendrecv), "v" (VP8 sendrecv), "A" and "V" (recvonly), such as
 * "avvAV", added to the forwarder; from 127.0.0.1:@port.
 */
FarPeer *far_peer_new (FarWorld *world, const char *name, const char *lines, uint16_t port);

/* ICE and DTLS, until the forwarder says that it is connected. */
void far_peer_connect (FarPeer *far);

/* A Binding request with USE-CANDIDATE, from @from (NULL: its own address). */
void far_peer_check (FarPeer *far, const GcAddress *from);

/* Any bytes, from its address. */
void far_peer_send_raw (FarPeer *far, const uint8_t *bytes, size_t size);

typedef struct {
  unsigned line; /* m-line whose MID it bears */
  uint32_t ssrc;
  uint16_t seq;
  uint32_t timestamp;
  gboolean marker;
  gboolean key_frame; /* of a VP8 line */
  uint16_t picture_id;
} FarMedia;

/* Sends one protected packet whose payload ends in "line seq". */
void far_peer_send_media (FarPeer *far, const FarMedia *media);

/* Sends protected RTCP. */
void far_peer_send_rtcp (FarPeer *far, const uint8_t *bytes, size_t size);

/* Puts it on a seat of @room named as it is. */
void far_peer_sit (FarPeer *far, const char *room, gboolean hold);
