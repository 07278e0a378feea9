// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stdint.h>

/*
 * The media of a load peer. A GcLoadSender makes the RTP packets of one audio or video stream; each
 * ends with the stream's number and a counter that rises by one with each packet. A GcLoadReceiver
 * reads them at the other end and looks up in the sender (same process) when that packet left:
 * nothing in the packet has to be trusted, and sealing a packet does not count as its delay.
 */
#define GC_LOAD_VIDEO_BYTES 1200 /* RTP header and payload, before SRTP's tag */
#define GC_LOAD_AUDIO_BYTES 100
#define GC_LOAD_LIGHT_BYTES 240 /* of the one packet of a light video frame */
#define GC_LOAD_PACKETS_PER_FRAME 7
#define GC_LOAD_FRAMES_PER_S 30
#define GC_LOAD_AUDIO_INTERVAL_US 20000
#define GC_LOAD_HISTORY 1024 /* packets; a power of two */
#define GC_LOAD_MAX_DELAY_US 500000

typedef enum {
  GC_LOAD_AUDIO,
  GC_LOAD_VIDEO
} GcLoadKind;

typedef struct {
  int64_t sent_ns; /* CLOCK_REALTIME, as the kernel stamps arrivals */
  uint32_t timestamp;
  uint8_t position; /* in its frame */
  gboolean is_key;
} GcLoadSent;

typedef struct {
  GcLoadKind kind;
  uint32_t ssrc;
  unsigned packet_bytes;
  unsigned packets_per_frame;
  uint16_t first_seq;
  uint32_t counter; /* of the next packet */
  uint32_t timestamp;
  uint64_t payload_bytes;
  int64_t longest_pause_ns; /* between two packets that followed each other */
  uint32_t window_from;     /* the counters that are measured: from <= counter < to */
  uint32_t window_to;
  GcLoadSent history[GC_LOAD_HISTORY];
} GcLoadSender;

/* How many packets took how long, to the microsecond; the last count is for all that took longer.
 */
typedef struct {
  uint64_t total;
  uint32_t counts[GC_LOAD_MAX_DELAY_US + 1];
} GcLoadDelays;

typedef struct {
  uint32_t ssrc;      /* the relay's, from the answer */
  uint32_t from_ssrc; /* whose packets these are; another's start everything below anew */
  int64_t first_ns;   /* arrival of the first packet, 0 before */
  uint32_t highest;   /* counter */
  uint64_t seen;      /* bit i: counter highest - i came */
  uint32_t offset;    /* sequence number minus counter, 16 bits */
  uint32_t time_step; /* time stamp here minus the sender's */
  /* in the window */
  uint64_t received;
  uint64_t reordered;
  uint64_t duplicate;
  uint64_t
      broken; /* sequence number or time stamp not continued as the sender's, or bytes changed */
  /* for receiver reports, RFC 3550 section 6.4.1 */
  uint32_t cycles;
  uint32_t base_seq;
  uint32_t max_seq;
  uint32_t total;
  int64_t transit;
  int64_t jitter;
  uint32_t last_report; /* middle bits of the last SR's NTP time */
  int64_t last_report_us;
} GcLoadReceiver;

/* A light video stream has one small packet a frame: for many peers on a small machine. */
void gc_load_sender_init (GcLoadSender *sender, GcLoadKind kind, uint32_t ssrc, gboolean is_light);

/* Takes the next counter: a packet at @position of its frame. Returns: the counter. */
uint32_t gc_load_sender_next (GcLoadSender *sender, uint8_t position, gboolean is_key);

/*
 * Writes the packet @counter, one of the last GC_LOAD_HISTORY, into @out of GC_LOAD_VIDEO_BYTES.
 * Returns: its size in bytes.
 */
size_t gc_load_sender_format (const GcLoadSender *sender,
                              uint32_t counter,
                              uint16_t transport_seq,
                              uint8_t *out);

/* The counter of the packet that had @seq, or -1 when it is too old or not sent yet. */
int64_t gc_load_sender_find (const GcLoadSender *sender, uint16_t seq);

/* Says that the last @n packets left at @now_ns (CLOCK_REALTIME). */
void gc_load_sender_note_sent (GcLoadSender *sender, unsigned n, int64_t now_ns);

void gc_load_sender_open_window (GcLoadSender *sender);
void gc_load_sender_close_window (GcLoadSender *sender);

/* The SSRC that the sender of a decrypted packet wrote into it, or 0 when it is not a sender's. */
uint32_t gc_load_receiver_find_origin (const uint8_t *packet, size_t size);

/*
 * Reads a decrypted RTP packet of @receiver's SSRC that arrived at @arrival_ns (CLOCK_REALTIME).
 * FALSE when it is not one of @from's.
 */
gboolean gc_load_receiver_handle (GcLoadReceiver *receiver,
                                  const GcLoadSender *from,
                                  const uint8_t *packet,
                                  size_t size,
                                  int64_t arrival_ns,
                                  GcLoadDelays *delays);

/* The delay in µs that @permille of the packets did not exceed; 0 without packets. */
unsigned gc_load_delays_get (const GcLoadDelays *delays, unsigned permille);
