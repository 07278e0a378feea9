// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "gc-load-stream.h"

#include "gc-load-sdp.h"

#include <string.h>

#include "gc-load-bytes.h"

#define HEADER_BYTES 24  /* 12, extension header 4, extensions 8 */
#define TRAILER_BYTES 12 /* magic, ssrc of the sender, counter */
#define MAGIC 0x47434c44u
#define AUDIO_CLOCK_HZ 48000
#define VIDEO_CLOCK_HZ 90000
#define AUDIO_STEP (AUDIO_CLOCK_HZ / 1000 * GC_LOAD_AUDIO_INTERVAL_US / 1000)
#define VIDEO_STEP (VIDEO_CLOCK_HZ / GC_LOAD_FRAMES_PER_S)

void
gc_load_sender_init (GcLoadSender *sender, GcLoadKind kind, uint32_t ssrc, gboolean is_light)
{
  memset (sender, 0, sizeof *sender);
  sender->kind = kind;
  sender->ssrc = ssrc;
  sender->packets_per_frame = kind == GC_LOAD_AUDIO || is_light ? 1 : GC_LOAD_PACKETS_PER_FRAME;
  sender->packet_bytes = kind == GC_LOAD_AUDIO ? GC_LOAD_AUDIO_BYTES
                         : is_light            ? GC_LOAD_LIGHT_BYTES
                                               : GC_LOAD_VIDEO_BYTES;
  sender->first_seq = (uint16_t)g_random_int ();
  sender->timestamp = g_random_int ();
  sender->window_from = UINT32_MAX;
  sender->window_to = UINT32_MAX;
}

uint32_t
gc_load_sender_next (GcLoadSender *sender, uint8_t position, gboolean is_key)
{
  if (position == 0)
    sender->timestamp += sender->kind == GC_LOAD_AUDIO ? AUDIO_STEP : VIDEO_STEP;
  sender->history[sender->counter % GC_LOAD_HISTORY] = (GcLoadSent){
    .timestamp = sender->timestamp,
    .position = position,
    .is_key = is_key,
  };
  sender->payload_bytes += sender->packet_bytes - HEADER_BYTES;
  return sender->counter++;
}

/* One-byte extensions (RFC 8285): mid, then the transport-wide sequence number. */
static void
format_header (const GcLoadSender *sender,
               uint32_t counter,
               const GcLoadSent *sent,
               uint16_t transport_seq,
               uint8_t *out)
{
  gboolean is_video = sender->kind == GC_LOAD_VIDEO;
  gboolean marker = is_video && sent->position == sender->packets_per_frame - 1;

  out[0] = 0x90;
  out[1] = (uint8_t)((marker ? 0x80 : 0) |
                     (is_video ? GC_LOAD_VIDEO_PAYLOAD_TYPE : GC_LOAD_AUDIO_PAYLOAD_TYPE));
  put_u16 (out + 2, (uint16_t)(sender->first_seq + counter));
  put_u32 (out + 4, sent->timestamp);
  put_u32 (out + 8, sender->ssrc);
  put_u16 (out + 12, 0xbede);
  put_u16 (out + 14, 2);
  out[16] = GC_LOAD_EXTENSION_MID << 4;
  out[17] = is_video ? '1' : '0';
  out[18] = GC_LOAD_EXTENSION_TRANSPORT_CC << 4 | 1;
  put_u16 (out + 19, transport_seq);
  memset (out + 21, 0, 3);
}

/* What a relay looks at: the VP8 payload descriptor (RFC 7741 section 4.2) and the frame's head. */
static void
format_vp8 (const GcLoadSender *sender, uint32_t counter, const GcLoadSent *sent, uint8_t *payload)
{
  uint32_t frame = counter / sender->packets_per_frame;

  payload[0] = sent->position == 0 ? 0x90 : 0x80; /* X, and S at the start of the frame */
  payload[1] = 0x80;                              /* I */
  put_u16 (payload + 2, 0x8000 | (frame & 0x7fff));
  if (sent->position != 0)
    return;
  payload[4] = sent->is_key ? 0x10 : 0x11; /* bit 0: not a key frame; shown */
  if (sent->is_key)
    memcpy (payload + 5, "\0\0\x9d\x01\x2a\x80\x02\xe0\x01", 9); /* 640 x 480 */
}

size_t
gc_load_sender_format (const GcLoadSender *sender,
                       uint32_t counter,
                       uint16_t transport_seq,
                       uint8_t *out)
{
  const GcLoadSent *sent = &sender->history[counter % GC_LOAD_HISTORY];
  size_t size = sender->packet_bytes;

  format_header (sender, counter, sent, transport_seq, out);
  memset (out + HEADER_BYTES, (int)(counter & 0xff), size - HEADER_BYTES);
  if (sender->kind == GC_LOAD_VIDEO)
    format_vp8 (sender, counter, sent, out + HEADER_BYTES);
  else
    out[HEADER_BYTES] = 0x78; /* Opus: CELT, full band, 20 ms, one frame */
  put_u32 (out + size - TRAILER_BYTES, MAGIC);
  put_u32 (out + size - 8, sender->ssrc);
  put_u32 (out + size - 4, counter);
  return size;
}

int64_t
gc_load_sender_find (const GcLoadSender *sender, uint16_t seq)
{
  uint16_t behind = (uint16_t)(sender->first_seq + sender->counter - 1 - seq);

  if (behind >= GC_LOAD_HISTORY || behind >= sender->counter)
    return -1;
  return (int64_t)sender->counter - 1 - behind;
}

void
gc_load_sender_note_sent (GcLoadSender *sender, unsigned n, int64_t now_ns)
{
  uint32_t from = sender->counter - n;
  int64_t last_ns = from > 0 ? sender->history[(from - 1) % GC_LOAD_HISTORY].sent_ns : now_ns;

  sender->longest_pause_ns = MAX (sender->longest_pause_ns, now_ns - last_ns);
  for (uint32_t i = from; i != sender->counter; i++)
    sender->history[i % GC_LOAD_HISTORY].sent_ns = now_ns;
}

void
gc_load_sender_open_window (GcLoadSender *sender)
{
  sender->window_from = sender->counter;
  sender->window_to = UINT32_MAX;
}

void
gc_load_sender_close_window (GcLoadSender *sender)
{
  sender->window_to = sender->counter;
}

static void
note_delay (GcLoadDelays *delays, int64_t delay_ns)
{
  int64_t us = CLAMP (delay_ns / 1000, 0, GC_LOAD_MAX_DELAY_US);

  delays->counts[us]++;
  delays->total++;
}

/* RFC 3550 appendix A.1 and A.8, without its probation: our one sender is known. */
static void
note_for_report (GcLoadReceiver *receiver,
                 uint16_t seq,
                 uint32_t timestamp,
                 int64_t arrival_ns,
                 int clock_hz)
{
  int64_t transit = arrival_ns / 1000 * (clock_hz / 1000) / 1000 - timestamp;

  if (receiver->total++ == 0) {
    receiver->base_seq = receiver->max_seq = seq;
    receiver->transit = transit;
    return;
  }
  if ((int16_t)(seq - (uint16_t)receiver->max_seq) > 0) {
    if (seq < receiver->max_seq)
      receiver->cycles += 1 << 16;
    receiver->max_seq = seq;
  }
  int64_t difference = (int32_t)(transit - receiver->transit);
  receiver->transit = transit;
  receiver->jitter += ABS (difference) - ((receiver->jitter + 8) >> 4);
}

/* What came before, repeated or late, by the counter. */
static void
note_order (GcLoadReceiver *receiver, uint32_t counter, gboolean measured)
{
  int32_t ahead = (int32_t)(counter - receiver->highest);

  if (receiver->first_ns == 0 || ahead >= 64) {
    receiver->seen = 1;
    receiver->highest = counter;
  } else if (ahead > 0) {
    receiver->seen = (receiver->seen << ahead) | 1;
    receiver->highest = counter;
  } else if (ahead > -64 && ((receiver->seen >> -ahead) & 1) == 0) {
    receiver->seen |= (uint64_t)1 << -ahead;
    receiver->reordered += measured;
  } else {
    receiver->duplicate += measured;
    return;
  }
  receiver->received += measured;
}

static gboolean
is_intact (const GcLoadSender *from, uint32_t counter, const uint8_t *packet, size_t size)
{
  uint8_t fill = (uint8_t)counter;

  /* The relay may drop header extensions, never payload. */
  return size <= from->packet_bytes && packet[size - TRAILER_BYTES - 1] == fill &&
         packet[size - TRAILER_BYTES - 40] == fill && packet[size / 2 + 8] == fill;
}

uint32_t
gc_load_receiver_find_origin (const uint8_t *packet, size_t size)
{
  if (size < 64 || get_u32 (packet + size - TRAILER_BYTES) != MAGIC)
    return 0;
  return get_u32 (packet + size - 8);
}

gboolean
gc_load_receiver_handle (GcLoadReceiver *receiver,
                         const GcLoadSender *from,
                         const uint8_t *packet,
                         size_t size,
                         int64_t arrival_ns,
                         GcLoadDelays *delays)
{
  if (gc_load_receiver_find_origin (packet, size) != from->ssrc)
    return FALSE;

  uint32_t counter = get_u32 (packet + size - 4);
  uint16_t seq = (uint16_t)(get_u32 (packet) & 0xffff);
  uint32_t timestamp = get_u32 (packet + 4);
  if (from->counter - counter - 1 >= GC_LOAD_HISTORY)
    return FALSE;

  const GcLoadSent *sent = &from->history[counter % GC_LOAD_HISTORY];
  gboolean measured = counter >= from->window_from && counter < from->window_to;
  uint32_t offset = (uint16_t)(seq - counter);
  uint32_t time_step = timestamp - sent->timestamp;

  if (receiver->from_ssrc != from->ssrc) {
    receiver->from_ssrc = from->ssrc;
    receiver->first_ns = 0;
  }
  note_order (receiver, counter, measured);
  if (receiver->first_ns == 0)
    receiver->first_ns = arrival_ns;
  else if (offset != receiver->offset || time_step != receiver->time_step ||
           !is_intact (from, counter, packet, size))
    receiver->broken++;
  receiver->offset = offset;
  receiver->time_step = time_step;
  note_for_report (receiver, seq, timestamp, arrival_ns,
                   from->kind == GC_LOAD_AUDIO ? AUDIO_CLOCK_HZ : VIDEO_CLOCK_HZ);
  if (measured)
    note_delay (delays, arrival_ns - sent->sent_ns);
  return TRUE;
}

unsigned
gc_load_delays_get (const GcLoadDelays *delays, unsigned permille)
{
  uint64_t wanted = (delays->total * permille + 999) / 1000;
  uint64_t sum = 0;

  for (unsigned us = 0; us <= GC_LOAD_MAX_DELAY_US && wanted > 0; us++) {
    sum += delays->counts[us];
    if (sum >= wanted)
      return us;
  }
  return 0;
}
