// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include "rtp/gc-address.h"
#include "rtp/gc-byte-rate.h"
#include "rtp/gc-estimator.h"
#include "rtp/gc-pacer.h"
#include "rtp/gc-srtp.h"

/*
 * GcDownlink: the way to one receiver, which all its feeds share: where and with which key packets
 * go, their transport-wide numbers, and by the receiver's feedback on these how much the way
 * carries. Owned by the peer. Streaming thread.
 */
typedef struct {
  GcAddress to;    /* the selected path */
  GcSrtp *srtp;    /* NULL until the peer is connected */
  int64_t used_us; /* the newest packet that a feed took for it */
  int64_t rtt_us;  /* by ICE at first, then by reports; 0: not known */
  uint16_t next_seq;
  GcEstimator *estimator; /* NULL before the first numbered packet */
  GcPacer *pacer;         /* NULL before the first feedback: until then nothing is limited */
  GcByteRate *sound_rate; /* NULL before the first packet of sound */
  int64_t sound_us;       /* of the newest packet of sound */
  int64_t picture_bps;    /* each picture's share, by gc_downlink_share (); 0: none is sent */
  int64_t voice_bps;      /* what each voice takes beside them */
  unsigned spare;         /* frames of sound that there is room to repeat in each packet, up to 2 */
} GcDownlink;

void gc_downlink_clear (GcDownlink *downlink);

/* A round trip of @rtt_us, above 0, as the receiver's report tells it. */
void gc_downlink_note_rtt (GcDownlink *downlink, int64_t rtt_us);

/* What a packet is known by that is to be told of when it is lost; GC_SENT_UNNAMED is none. */
uint32_t gc_downlink_make_name (unsigned line, uint16_t seq);

/* The transport-wide number of a packet with @payload_size bytes of payload that leaves now. */
uint16_t
gc_downlink_take_number (GcDownlink *downlink, size_t payload_size, uint32_t name, int64_t now_us);

/*
 * Whether the video packet @seq of m-line @line, with @payload_size bytes, may leave at once; else
 * it is queued, for gc_downlink_pop ().
 */
gboolean gc_downlink_pass (GcDownlink *downlink,
                           GcPacerQueue queue,
                           unsigned line,
                           uint16_t seq,
                           size_t payload_size,
                           int64_t now_us);

/* Notes a packet of sound, for what is left to the pictures. */
void gc_downlink_add_sound (GcDownlink *downlink, size_t payload_size, int64_t now_us);

/* Sound and retransmissions do not queue, but the pictures wait for them: such a packet leaves now.
 */
void gc_downlink_go_past (GcDownlink *downlink, size_t payload_size, int64_t now_us);

/* The next packet that was queued and is to be sent, or dropped. Call it until it is to wait. */
GcPacerVerdict
gc_downlink_pop (GcDownlink *downlink, int64_t now_us, unsigned *ret_line, uint16_t *ret_seq);

/* The next packet that was queued, before its time, for a probe; FALSE when none is. */
gboolean
gc_downlink_pop_early (GcDownlink *downlink, int64_t now_us, unsigned *ret_line, uint16_t *ret_seq);

/* Takes such a name apart. */
void gc_downlink_read_name (uint32_t name, unsigned *ret_line, uint16_t *ret_seq);

/* A transport-wide feedback of the receiver. @ret_lost: the names of those that it tells as lost,
 * each once. Returns how many. */
#define GC_DOWNLINK_MAX_FEEDBACK 512 /* packets that one feedback may tell of */
size_t gc_downlink_handle_feedback (GcDownlink *downlink,
                                    const GcRtcp *rtcp,
                                    int64_t now_us,
                                    uint32_t ret_lost[GC_DOWNLINK_MAX_FEEDBACK]);

/* Bits a second that the way carries of pictures, beside the sound; below 0: not known. */
int64_t gc_downlink_get_pictures_bps (const GcDownlink *downlink, int64_t now_us);

/* How many there are of what one receiver could be sent. */
typedef struct {
  unsigned pictures;
  unsigned shown; /* of the pictures */
  unsigned voices;
} GcDownlinkLoad;

/* Divides what the way carries; it is probed for all pictures, shown or not. */
void gc_downlink_share (GcDownlink *downlink, const GcDownlinkLoad *load, int64_t now_us);

/* Bits a second that the way carries; 0: not known. */
int64_t gc_downlink_target_bps (const GcDownlink *downlink);

/* Does what is due. Returns: bytes of payload that should leave now, in one packet, to probe the
 * way; 0: none. To be called again until then. */
size_t gc_downlink_tick (GcDownlink *downlink, int64_t now_us);
