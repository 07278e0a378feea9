// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

#include "config.h"

#include "rtp/gc-srtp-cipher.h"
#include "rtp/gc-srtp.h"

#include <string.h>

#define RTP_HEADER_SIZE 12
#define RTCP_HEADER_SIZE 8
#define SRTCP_TRAILER_SIZE 4
#define SRTCP_ENCRYPTED 0x80000000U
#define SRTCP_INDEX_END 0x80000000U
#define INDEX_END (UINT64_C (1) << 48)
#define HALF_SEQ 0x8000

/* Which packets were received, or sent, by their index. */
typedef struct {
  uint64_t newest;
  uint64_t seen[2]; /* bit n of seen[n / 64]: newest - n was */
} Window;

/* What a number of the last GC_SRTP_MAX_RESEND_PACKETS was sent with; 0 is nothing. 4 KB an SSRC,
 * so only for those that are sent again. */
typedef uint32_t SentMark;
#define MARK_HASH_BITS 20

typedef struct {
  gboolean active;  /* added and not removed */
  gboolean started; /* @window.newest is an index that was used */
  gboolean sends;   /* something was sealed with it */
  gboolean resends; /* what was may be again; then only newest of @window is used */
  Window window;
  SentMark *sent; /* GC_SRTP_MAX_RESEND_PACKETS of them, owned; NULL until the first one is sent */
} Stream;

/* SSRCs stand together and apart from the rest: all of them are two cache lines to search. */
typedef struct {
  uint32_t ssrcs[GC_SRTP_MAX_SSRCS];
  Stream streams[GC_SRTP_MAX_SSRCS];
  size_t n;
} Table;

struct _GcSrtp {
  GcSrtpProfile profile;
  size_t tag_size;
  GcSrtpCipher *rtp_cipher;
  GcSrtpCipher *rtcp_cipher;
  Table rtp;           /* added by the owner */
  Table rtcp;          /* authenticated senders of RTCP */
  uint32_t rtcp_index; /* of the next SRTCP packet sent; one count for all SSRCs */
};

static uint16_t
read_be16 (const uint8_t *bytes)
{
  return (uint16_t)(bytes[0] << 8 | bytes[1]);
}

static uint32_t
read_be32 (const uint8_t *bytes)
{
  return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static void
write_be32 (uint8_t *out, uint32_t value)
{
  for (size_t i = 0; i < 4; i++)
    out[i] = (uint8_t)(value >> (24 - 8 * i));
}

static Stream *
find (Table *table, uint32_t ssrc)
{
  for (size_t i = 0; i < table->n; i++)
    if (table->ssrcs[i] == ssrc)
      return &table->streams[i];
  return NULL;
}

static Stream *
find_active (Table *table, uint32_t ssrc)
{
  Stream *stream = find (table, ssrc);
  return stream != NULL && stream->active ? stream : NULL;
}

static Stream *
append (Table *table, uint32_t ssrc)
{
  if (table->n == GC_SRTP_MAX_SSRCS)
    return NULL;
  table->ssrcs[table->n] = ssrc;
  table->streams[table->n] = (Stream){ .active = TRUE };
  return &table->streams[table->n++];
}

static gboolean
is_replay (const Window *window, uint64_t index)
{
  if (index > window->newest)
    return FALSE;
  uint64_t age = window->newest - index;
  return age >= GC_SRTP_WINDOW_PACKETS || (window->seen[age / 64] >> (age % 64) & 1) != 0;
}

static void
move_window (Window *window, uint64_t step)
{
  if (step >= 128) {
    window->seen[0] = window->seen[1] = 0;
  } else if (step >= 64) {
    window->seen[1] = window->seen[0] << (step - 64);
    window->seen[0] = 0;
  } else if (step > 0) {
    window->seen[1] = window->seen[1] << step | window->seen[0] >> (64 - step);
    window->seen[0] <<= step;
  }
}

static void
mark_used (Stream *stream, uint64_t index)
{
  Window *window = &stream->window;

  if (!stream->started)
    *window = (Window){ .newest = index };
  stream->started = TRUE;
  if (index > window->newest) {
    move_window (window, index - window->newest);
    window->newest = index;
  }
  uint64_t age = window->newest - index;
  window->seen[age / 64] |= UINT64_C (1) << (age % 64);
}

/*
 * RFC 3711 appendix A: the index nearest to the newest one that ends in @seq. Before the first
 * packet the roll-over counter is 0. Returns: FALSE if it would be negative or beyond 48 bits.
 */
static gboolean
guess_index (const Stream *stream, uint16_t seq, uint64_t *ret_index)
{
  uint64_t newest = stream->window.newest;
  uint64_t index = (newest & ~UINT64_C (0xffff)) | seq;

  if (!stream->started) {
    index = seq;
  } else if (index > newest && index - newest > HALF_SEQ) {
    if (index < 0x10000)
      return FALSE;
    index -= 0x10000;
  } else if (index < newest && newest - index > HALF_SEQ) {
    index += 0x10000;
  }
  *ret_index = index;
  return index < INDEX_END;
}

/* Mixes @size bytes into @hash, 8 at a time. */
static uint64_t
mix_bytes (uint64_t hash, const uint8_t *bytes, size_t size)
{
  while (size > 0) {
    uint64_t word = 0;
    size_t step = MIN (size, sizeof word);
    memcpy (&word, bytes, step);
    hash = (hash ^ word) * UINT64_C (0x9e3779b97f4a7c15);
    hash ^= hash >> 29;
    bytes += step;
    size -= step;
  }
  return hash;
}

/*
 * Tells packets of one index apart: all of the header, the size and the ends of the payload. It
 * guards against a mistake of the caller, not against one who makes collisions. Never 0. Its top
 * bits come from the index, so that a mark left behind by an older packet is told from a resend.
 */
static SentMark
make_mark (uint64_t index, const GcSrtpJob *job)
{
  uint64_t hash = mix_bytes (job->size, job->associated, job->associated_size);
  size_t end = MIN (job->size, 8);

  hash = mix_bytes (hash, job->in, end);
  if (job->size > 8)
    hash = mix_bytes (hash, job->in + job->size - end, end);
  return (SentMark)(index / GC_SRTP_MAX_RESEND_PACKETS) << MARK_HASH_BITS |
         (SentMark)(hash >> (64 - MARK_HASH_BITS)) | 1;
}

/* Whether @job may be sent as @index: for the first time, or, where that is foreseen, the same as
 * before. */
static gboolean
may_send (Stream *stream, uint64_t index, const GcSrtpJob *job, SentMark *ret_mark)
{
  if (!stream->resends)
    return !stream->started || !is_replay (&stream->window, index);
  if (stream->sent == NULL)
    stream->sent = g_new0 (SentMark, GC_SRTP_MAX_RESEND_PACKETS);
  if (stream->started && index + GC_SRTP_MAX_RESEND_PACKETS <= stream->window.newest)
    return FALSE;

  SentMark before = stream->sent[index % GC_SRTP_MAX_RESEND_PACKETS];
  *ret_mark = make_mark (index, job);
  return before == 0 || before >> MARK_HASH_BITS != *ret_mark >> MARK_HASH_BITS ||
         before == *ret_mark;
}

static void
mark_sent (Stream *stream, uint64_t index, SentMark mark)
{
  stream->sends = TRUE;
  if (!stream->resends) {
    mark_used (stream, index);
    return;
  }
  stream->sent[index % GC_SRTP_MAX_RESEND_PACKETS] = mark;
  if (!stream->started || index > stream->window.newest)
    stream->window.newest = index;
  stream->started = TRUE;
}

GcSrtp *
gc_srtp_new (GcSrtpProfile profile, const uint8_t *key, const uint8_t *salt)
{
  g_return_val_if_fail (profile == GC_SRTP_AES128_CM_SHA1_80 || profile == GC_SRTP_AEAD_AES_128_GCM,
                        NULL);

  GcSrtp *srtp = g_new0 (GcSrtp, 1);
  srtp->profile = profile;
  srtp->tag_size = gc_srtp_cipher_tag_size (profile);
  srtp->rtp_cipher = gc_srtp_cipher_new (profile, GC_SRTP_CIPHER_RTP, key, salt);
  srtp->rtcp_cipher = gc_srtp_cipher_new (profile, GC_SRTP_CIPHER_RTCP, key, salt);
  return srtp;
}

void
gc_srtp_free (GcSrtp *srtp)
{
  if (srtp == NULL)
    return;
  for (size_t i = 0; i < srtp->rtp.n; i++)
    g_free (srtp->rtp.streams[i].sent);
  gc_srtp_cipher_free (srtp->rtp_cipher);
  gc_srtp_cipher_free (srtp->rtcp_cipher);
  g_free (srtp);
}

/* Returns: (nullable) (transfer none) the stream, made if there is none. */
static Stream *
ensure (Table *table, uint32_t ssrc)
{
  Stream *stream = find (table, ssrc);

  if (stream == NULL)
    return append (table, ssrc);
  stream->active = TRUE;
  return stream;
}

gboolean
gc_srtp_add_ssrc (GcSrtp *srtp, uint32_t ssrc)
{
  return ensure (&srtp->rtp, ssrc) != NULL;
}

gboolean
gc_srtp_add_resent_ssrc (GcSrtp *srtp, uint32_t ssrc)
{
  Stream *stream = ensure (&srtp->rtp, ssrc);

  if (stream == NULL)
    return FALSE;
  /* Of what was sent before, no marks were made. */
  stream->resends |= !stream->started;
  return TRUE;
}

void
gc_srtp_remove_ssrc (GcSrtp *srtp, uint32_t ssrc)
{
  Table *table = &srtp->rtp;
  Stream *stream = find_active (table, ssrc);

  if (stream == NULL)
    return;
  stream->active = FALSE;
  if (stream->sends)
    return;
  size_t at = (size_t)(stream - table->streams);
  table->n--;
  table->ssrcs[at] = table->ssrcs[table->n];
  table->streams[at] = table->streams[table->n];
}

gboolean
gc_srtp_protect (GcSrtp *srtp,
                 const uint8_t *header,
                 size_t header_size,
                 const uint8_t *payload,
                 size_t payload_size,
                 uint8_t *out,
                 size_t out_capacity,
                 size_t *ret_size)
{
  uint64_t index;
  SentMark mark = 0;

  g_return_val_if_fail (header_size >= RTP_HEADER_SIZE, FALSE);

  if (header_size > out_capacity || payload_size > out_capacity - header_size ||
      srtp->tag_size > out_capacity - header_size - payload_size)
    return FALSE;
  Stream *stream = find_active (&srtp->rtp, read_be32 (header + 8));
  if (stream == NULL || !guess_index (stream, read_be16 (header + 2), &index))
    return FALSE;

  GcSrtpJob job = {
    .ssrc = read_be32 (header + 8),
    .index = index,
    .trailer = (uint32_t)(index >> 16),
    .associated = header,
    .associated_size = header_size,
    .in = payload,
    .size = payload_size,
    .out = out + header_size,
    .tag = out + header_size + payload_size,
  };
  if (!may_send (stream, index, &job, &mark))
    return FALSE;
  memcpy (out, header, header_size);
  if (!gc_srtp_cipher_seal (srtp->rtp_cipher, &job))
    return FALSE;

  mark_sent (stream, index, mark);
  *ret_size = header_size + payload_size + srtp->tag_size;
  return TRUE;
}

/* The size of the RTP header at @packet with CSRCs and extension; 0 if it is not within @size. */
static size_t
measure_header (const uint8_t *packet, size_t size)
{
  if (size < RTP_HEADER_SIZE || packet[0] >> 6 != 2)
    return 0;
  size_t header_size = RTP_HEADER_SIZE + 4 * (size_t)(packet[0] & 15);
  if ((packet[0] & 0x10) != 0) {
    if (size < header_size + 4)
      return 0;
    header_size += 4 + 4 * (size_t)read_be16 (packet + header_size + 2);
  }
  return header_size <= size ? header_size : 0;
}

/*
 * RFC 3711 starts with roll-over counter 0, but a stream that began near 65535 may have rolled over
 * before the first packet that reaches us: then, and only then, 1 is tried as well.
 */
static gboolean
open_first (GcSrtp *srtp, GcSrtpJob *job, uint8_t *payload)
{
  gboolean overwrites = srtp->profile == GC_SRTP_AEAD_AES_128_GCM;
  g_autofree uint8_t *copy = overwrites ? g_memdup2 (payload, job->size) : NULL;

  if (gc_srtp_cipher_open (srtp->rtp_cipher, job))
    return TRUE;
  if (job->index >= HALF_SEQ)
    return FALSE;
  if (copy != NULL)
    memcpy (payload, copy, job->size);
  job->index += 0x10000;
  job->trailer = 1;
  return gc_srtp_cipher_open (srtp->rtp_cipher, job);
}

static GcSrtpResult
unprotect (GcSrtp *srtp, uint8_t *packet, size_t *inout_size)
{
  size_t size = *inout_size;
  uint64_t index;

  if (size < RTP_HEADER_SIZE + srtp->tag_size)
    return GC_SRTP_TOO_SHORT;
  size -= srtp->tag_size;
  size_t header_size = measure_header (packet, size);
  if (header_size == 0)
    return GC_SRTP_TOO_SHORT;
  Stream *stream = find_active (&srtp->rtp, read_be32 (packet + 8));
  if (stream == NULL)
    return GC_SRTP_UNKNOWN_SSRC;
  if (!guess_index (stream, read_be16 (packet + 2), &index))
    return stream->window.newest > INDEX_END / 2 ? GC_SRTP_LIMIT : GC_SRTP_REPLAY;
  if (stream->started && is_replay (&stream->window, index))
    return GC_SRTP_REPLAY;

  uint8_t *payload = packet + header_size;
  GcSrtpJob job = {
    .ssrc = read_be32 (packet + 8),
    .index = index,
    .trailer = (uint32_t)(index >> 16),
    .associated = packet,
    .associated_size = header_size,
    .in = payload,
    .size = size - header_size,
    .out = payload,
    .tag = packet + size,
  };
  gboolean authentic = stream->started ? gc_srtp_cipher_open (srtp->rtp_cipher, &job)
                                       : open_first (srtp, &job, payload);
  if (!authentic)
    return GC_SRTP_AUTH;
  mark_used (stream, job.index);
  *inout_size = size;
  return GC_SRTP_OK;
}

gboolean
gc_srtp_unprotect (GcSrtp *srtp, uint8_t *packet, size_t *inout_size, GcSrtpResult *ret_result)
{
  GcSrtpResult result = unprotect (srtp, packet, inout_size);

  if (ret_result != NULL)
    *ret_result = result;
  return result == GC_SRTP_OK;
}

gboolean
gc_srtcp_protect (GcSrtp *srtp, uint8_t *packet, size_t *inout_size, size_t capacity)
{
  size_t size = *inout_size;
  size_t overhead = srtp->tag_size + SRTCP_TRAILER_SIZE;
  gboolean gcm = srtp->profile == GC_SRTP_AEAD_AES_128_GCM;

  if (size < RTCP_HEADER_SIZE || size > capacity || capacity - size < overhead ||
      srtp->rtcp_index >= SRTCP_INDEX_END)
    return FALSE;

  uint32_t trailer = SRTCP_ENCRYPTED | srtp->rtcp_index;
  /* RFC 7714 section 9.1 puts the tag before the trailer, RFC 3711 section 3.4 after it. */
  uint8_t *tag = packet + size + (gcm ? 0 : SRTCP_TRAILER_SIZE);
  GcSrtpJob job = {
    .ssrc = read_be32 (packet + 4),
    .index = srtp->rtcp_index,
    .trailer = trailer,
    .associated = packet,
    .associated_size = RTCP_HEADER_SIZE,
    .in = packet + RTCP_HEADER_SIZE,
    .size = size - RTCP_HEADER_SIZE,
    .out = packet + RTCP_HEADER_SIZE,
    .tag = tag,
  };
  srtp->rtcp_index++;
  if (!gc_srtp_cipher_seal (srtp->rtcp_cipher, &job))
    return FALSE;
  write_be32 (packet + size + (gcm ? srtp->tag_size : 0), trailer);
  *inout_size = size + overhead;
  return TRUE;
}

static GcSrtpResult
unprotect_rtcp (GcSrtp *srtp, uint8_t *packet, size_t *inout_size)
{
  gboolean gcm = srtp->profile == GC_SRTP_AEAD_AES_128_GCM;
  size_t overhead = srtp->tag_size + SRTCP_TRAILER_SIZE;

  if (*inout_size < RTCP_HEADER_SIZE + overhead || packet[0] >> 6 != 2)
    return GC_SRTP_TOO_SHORT;
  size_t size = *inout_size - overhead;
  uint32_t ssrc = read_be32 (packet + 4);
  uint32_t trailer = read_be32 (packet + size + (gcm ? srtp->tag_size : 0));
  uint32_t index = trailer & ~SRTCP_ENCRYPTED;
  /* DTLS-SRTP always negotiates encryption (RFC 5764 section 4.1.2). */
  if ((trailer & SRTCP_ENCRYPTED) == 0)
    return GC_SRTP_AUTH;
  Stream *stream = find (&srtp->rtcp, ssrc);
  if (stream == NULL && srtp->rtcp.n == GC_SRTP_MAX_SSRCS)
    return GC_SRTP_LIMIT;
  if (stream != NULL && is_replay (&stream->window, index))
    return GC_SRTP_REPLAY;

  GcSrtpJob job = {
    .ssrc = ssrc,
    .index = index,
    .trailer = trailer,
    .associated = packet,
    .associated_size = RTCP_HEADER_SIZE,
    .in = packet + RTCP_HEADER_SIZE,
    .size = size - RTCP_HEADER_SIZE,
    .out = packet + RTCP_HEADER_SIZE,
    .tag = packet + size + (gcm ? 0 : SRTCP_TRAILER_SIZE),
  };
  if (!gc_srtp_cipher_open (srtp->rtcp_cipher, &job))
    return GC_SRTP_AUTH;
  mark_used (stream != NULL ? stream : append (&srtp->rtcp, ssrc), index);
  *inout_size = size;
  return GC_SRTP_OK;
}

gboolean
gc_srtcp_unprotect (GcSrtp *srtp, uint8_t *packet, size_t *inout_size, GcSrtpResult *ret_result)
{
  GcSrtpResult result = unprotect_rtcp (srtp, packet, inout_size);

  if (ret_result != NULL)
    *ret_result = result;
  return result == GC_SRTP_OK;
}
