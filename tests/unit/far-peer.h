// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "media/gc-forwarder.h"
#include "rtp/gc-ulpfec.h"

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
  int64_t ntp_base_us; /* the relay's NTP clock less @now_us */
  GPtrArray *fars;     /* (element-type FarPeer), owned */
  GQueue wire;         /* datagrams on their way from the forwarder */
  GString *events;     /* "connected a;media a;..." */
} FarWorld;

typedef struct {
  FarWorld *world;
  char *name; /* also its label */
  char *id;
  char *ufrag; /* the relay's for this peer, as the next one */
  char *pwd;
  uint32_t relay_ssrcs[GC_SDP_MAX_MEDIA]; /* by m-line */
  uint32_t relay_rtx_ssrcs[GC_SDP_MAX_MEDIA];
  GcAddress address;
  gboolean answers_checks;
  GcDtls *dtls;
  GcSrtp *in;
  GcSrtp *out;
  GPtrArray *rtp;  /* (element-type GBytes) received, in plain */
  GPtrArray *rtcp; /* as above */
  GcUlpfec fec;    /* of what it has noted of the present picture */
} FarPeer;

FarWorld *far_world_new (void);
void far_world_free (FarWorld *world);

/* Moves the clock by steps of at most 10 ms, delivering all that is sent. */
void far_world_run (FarWorld *world, int64_t for_us);

/*
 * A peer with m-lines "a" (audio sendrecv), "d" (audio with redundancy), "n" (the like, with
 * transport-wide numbers instead of NACK, as browsers have it), "v" (VP8 sendrecv), "r" (VP8 with
 * retransmissions), "t" (the like, with transport-wide numbers), "f" (the like, with FEC), or
 * capitals (recvonly), such as "avvAV", added to the forwarder; from 127.0.0.1:@port.
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
  gboolean continues; /* it is not the first packet of its picture */
  uint16_t picture_id;
  gboolean rtx; /* a retransmission of the packet @lost: @ssrc and @seq are its own stream's */
  uint16_t lost;
  unsigned red;     /* frames, of 960 ticks each, that it carries once more, on a line "d" */
  unsigned fill;    /* bytes before the end, at most 1000 */
  uint8_t level;    /* audio level, 1 to 127 (silence); 0: the packet does not tell */
  gboolean in_red;  /* on a line "f": and noted for FEC, unless it is a retransmission */
  gboolean is_lost; /* it is noted for FEC, but not sent */
} FarMedia;

/* Header extensions of its offers. */
#define FAR_MID_ID 4
#define FAR_TRANSPORT_CC_ID 5
#define FAR_PLAYOUT_DELAY_ID 6 /* of lines "t" and "T" */
#define FAR_AUDIO_LEVEL_ID 7   /* of all lines of sound */

/* Payload types of pictures in its offers. */
#define FAR_VP8 96
#define FAR_RTX 97
#define FAR_RED 118
#define FAR_RED_RTX 119
#define FAR_FEC 120

/* Sends one protected packet whose payload ends in "line seq", or "line lost" for a retransmission.
 */
void far_peer_send_media (FarPeer *far, const FarMedia *media);

/* Sends FEC for what was noted of the picture, with the number of @media; or loses it, too. */
void far_peer_send_fec (FarPeer *far, const FarMedia *media);

/* Sends protected RTCP. */
void far_peer_send_rtcp (FarPeer *far, const uint8_t *bytes, size_t size);

/* Asks for the packet @seq of the relay's stream @media_ssrc again. */
void far_peer_send_nack (FarPeer *far, uint32_t media_ssrc, uint16_t seq);

/* Reports @percent of what it gets on @line as lost, and the round trip; 0: it does not know that.
 */
void far_peer_report (FarPeer *far, unsigned line, unsigned percent, int64_t rtt_us);

/* Puts it on a seat of @room named as it is. */
void far_peer_sit (FarPeer *far, const char *room, gboolean hold);
