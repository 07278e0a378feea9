// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What a browser tells of what it receives: when each packet arrived, by its transport-wide number
 * (draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1), and which packets of the video
 * stream are missing (RFC 4585 section 6.2.1).
 */
#define GC_LOAD_FEEDBACK_US 50000 /* between two messages */
#define GC_LOAD_FEEDBACK_PACKETS 128
#define GC_LOAD_FEEDBACK_MAX_BYTES 768 /* of one message */

typedef struct {
  gboolean started;
  uint16_t base;                                 /* the number that the next message begins with */
  unsigned n;                                    /* numbers from it on, came or not */
  int64_t arrivals_us[GC_LOAD_FEEDBACK_PACKETS]; /* 0: did not come */
  uint8_t count;                                 /* of messages */
  gboolean has_video;
  uint16_t newest; /* number of the video stream */
  unsigned n_missing;
  struct {
    uint16_t seq;
    unsigned n_asked;
  } missing[GC_LOAD_FEEDBACK_PACKETS]; /* in no order */
} GcLoadFeedback;

/* Notes a decrypted RTP packet, which the header is within, as it came at @now_us, above 0. */
void gc_load_feedback_note (GcLoadFeedback *feedback,
                            const uint8_t *packet,
                            size_t size,
                            gboolean is_video,
                            int64_t now_us);

/*
 * Turns the decrypted retransmission @packet (RFC 4588) into what was lost of the stream @ssrc.
 * FALSE when that is not missing: it probes the way.
 */
gboolean gc_load_feedback_restore (GcLoadFeedback *feedback,
                                   uint8_t *packet,
                                   size_t *inout_size,
                                   uint32_t ssrc);

/*
 * Makes a retransmission of @packet, with room for two bytes more, as packet @seq of the stream
 * @ssrc (RFC 4588 section 4). Returns: its size.
 */
size_t gc_load_feedback_wrap (uint8_t *packet, size_t size, uint32_t ssrc, uint16_t seq);

/* What is to be told, into @out of GC_LOAD_FEEDBACK_MAX_BYTES. Returns: its size; 0: nothing. */
size_t gc_load_feedback_format (GcLoadFeedback *feedback,
                                uint32_t ssrc,
                                uint32_t video_ssrc,
                                uint8_t *out);
