// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Which codecs and sources of an offered m-line we take. One payload type for each codec, so that
 * a forwarder needs only the codec of a packet to know its payload type on every other line.
 */
#include "config.h"

#include "rtp/gc-sdp-line.h"

#include <string.h>

#define BASELINE_IDC 0x42
#define CONSTRAINED 0x40 /* constraint_set1_flag in profile-iop */

/* JSEP (RFC 8829 section 5.1.2) has all of these mean the same. */
static const char *const protocols[] = {
  "UDP/TLS/RTP/SAVPF", "TCP/DTLS/RTP/SAVPF", "UDP/TLS/RTP/SAVP",
  "TCP/DTLS/RTP/SAVP", "RTP/SAVPF",          "RTP/SAVP",
};

/* The value of parameter @name in "a=1;b=2" and its length; NULL when it is not there. */
static const char *
find_parameter (const char *fmtp, const char *name, size_t *ret_length)
{
  size_t name_length = strlen (name);

  while (fmtp != NULL && *fmtp != '\0') {
    fmtp += strspn (fmtp, "; \t");
    size_t length = strcspn (fmtp, ";");
    if (length > name_length && g_ascii_strncasecmp (fmtp, name, name_length) == 0 &&
        fmtp[name_length] == '=') {
      length -= name_length + 1;
      fmtp += name_length + 1;
      while (length > 0 && g_ascii_isspace (fmtp[length - 1]))
        length--;
      *ret_length = length;
      return fmtp;
    }
    fmtp += length;
  }
  return NULL;
}

/* Parameter @name as a decimal number from 0 to 9999, or @fallback. */
static unsigned
get_number (const char *fmtp, const char *name, unsigned fallback)
{
  size_t length = 0;
  const char *value = find_parameter (fmtp, name, &length);
  unsigned number = 0;

  if (value == NULL || length == 0 || length > 4)
    return fallback;
  for (size_t i = 0; i < length; i++) {
    if (!g_ascii_isdigit (value[i]))
      return fallback;
    number = number * 10 + (unsigned)(value[i] - '0');
  }
  return number;
}

/* 0: not for us; 1: baseline; 2: constrained baseline, which every decoder of H.264 takes. */
static unsigned
rate_h264 (const char *fmtp)
{
  size_t length = 0;
  const char *value = find_parameter (fmtp, "profile-level-id", &length);

  if (get_number (fmtp, "packetization-mode", 0) != 1)
    return 0;
  if (value == NULL)
    return 1; /* RFC 6184 section 8.1: then it is baseline */
  if (length != 6)
    return 0;
  for (size_t i = 0; i < length; i++)
    if (!g_ascii_isxdigit (value[i]))
      return 0;
  if (g_ascii_xdigit_value (value[0]) * 16 + g_ascii_xdigit_value (value[1]) != BASELINE_IDC)
    return 0;
  return (g_ascii_xdigit_value (value[2]) * 16 & CONSTRAINED) != 0 ? 2 : 1;
}

static GcCodec
classify (GcSdpKind kind, const GcSdpPayload *payload)
{
  if (payload->rtpmap == NULL)
    return GC_CODEC_NONE;
  if (kind == GC_SDP_AUDIO)
    return g_ascii_strcasecmp (payload->rtpmap, "opus/48000/2") == 0 ||
                   g_ascii_strcasecmp (payload->rtpmap, "opus/48000") == 0
               ? GC_CODEC_OPUS
               : GC_CODEC_NONE;
  if (g_ascii_strcasecmp (payload->rtpmap, "VP8/90000") == 0)
    return GC_CODEC_VP8;
  if (g_ascii_strcasecmp (payload->rtpmap, "H264/90000") == 0 && rate_h264 (payload->fmtp) > 0)
    return GC_CODEC_H264;
  return GC_CODEC_NONE;
}

static char *
dup_answer_fmtp (GcCodec codec, const char *fmtp)
{
  size_t length = 0;
  const char *profile = NULL;

  switch (codec) {
  case GC_CODEC_OPUS: {
    unsigned minptime = get_number (fmtp, "minptime", 0);
    /* usedtx is not answered: gaps in the sound would look like loss to the far side. */
    if (minptime >= 3 && minptime <= 120)
      return g_strdup_printf ("minptime=%u;useinbandfec=1", minptime);
    return g_strdup ("useinbandfec=1");
  }
  case GC_CODEC_H264:
    profile = find_parameter (fmtp, "profile-level-id", &length);
    return g_strdup_printf (
        "%spacketization-mode=1%s%.*s",
        get_number (fmtp, "level-asymmetry-allowed", 0) == 1 ? "level-asymmetry-allowed=1;" : "",
        profile != NULL ? ";profile-level-id=" : "", profile != NULL ? (int)length : 0,
        profile != NULL ? profile : "");
  case GC_CODEC_VP8:
  case GC_CODEC_NONE:
  default:
    return NULL;
  }
}

/*
 * The payload type that carries @payload_type again (RFC 4588 section 8.1), 0 when the offer has
 * none. Retransmissions without NACK would never be asked for.
 */
static uint8_t
find_rtx_type (const GcSdpLine *line, uint8_t payload_type, unsigned feedback)
{
  if (!(feedback & GC_SDP_NACK))
    return 0;
  for (size_t i = 0; i < line->order_count; i++) {
    const GcSdpPayload *payload = &line->payloads[line->order[i]];
    if (payload->rtpmap != NULL && g_ascii_strcasecmp (payload->rtpmap, "rtx/90000") == 0 &&
        get_number (payload->fmtp, "apt", GC_SDP_PAYLOAD_TYPES) == payload_type)
      return line->order[i];
  }
  return 0;
}

/* Whether @fmtp is a list of at least two payload types, as in "111/111", all @payload_type. */
static gboolean
is_redundancy_of (const char *fmtp, uint8_t payload_type)
{
  unsigned count = 0;
  char *end = NULL;

  if (fmtp == NULL)
    return FALSE;
  for (;; fmtp = end + 1) {
    if (!g_ascii_isdigit (*fmtp) || g_ascii_strtoull (fmtp, &end, 10) != payload_type)
      return FALSE;
    count++;
    if (*end != '/')
      return *end == '\0' && count >= 2;
  }
}

/* The payload type that carries @payload_type with redundancy, 0 when the offer has none. */
static uint8_t
find_red_type (const GcSdpLine *line, uint8_t payload_type)
{
  for (size_t i = 0; i < line->order_count; i++) {
    const GcSdpPayload *payload = &line->payloads[line->order[i]];
    if (payload->rtpmap != NULL && g_ascii_strcasecmp (payload->rtpmap, "red/48000/2") == 0 &&
        is_redundancy_of (payload->fmtp, payload_type))
      return line->order[i];
  }
  return 0;
}

/* The first payload type that is @rtpmap, 0 when the offer has none. */
static uint8_t
find_rtpmap (const GcSdpLine *line, const char *rtpmap)
{
  for (size_t i = 0; i < line->order_count; i++) {
    const char *offered = line->payloads[line->order[i]].rtpmap;
    if (offered != NULL && g_ascii_strcasecmp (offered, rtpmap) == 0)
      return line->order[i];
  }
  return 0;
}

/*
 * FEC for @codec, which comes in RED then. Only for VP8, whose picture ids tell what is lost FEC:
 * of H.264 each packet of it would have to be sent again. And only if what comes in RED can be.
 */
static void
choose_fec (const GcSdpLine *line, GcSdpCodec *codec)
{
  uint8_t fec_type = find_rtpmap (line, "ulpfec/90000");
  uint8_t red_type = find_rtpmap (line, "red/90000");
  uint8_t red_rtx_type = find_rtx_type (line, red_type, codec->feedback);

  if (codec->codec != GC_CODEC_VP8 || fec_type == 0 || red_type == 0 || red_rtx_type == 0 ||
      codec->rtx_type == 0)
    return;
  codec->fec_type = fec_type;
  codec->red_type = red_type;
  codec->red_rtx_type = red_rtx_type;
}

static void
choose_codecs (const GcSdpLine *line, GcSdpMedia *media)
{
  uint8_t chosen[GC_SDP_MAX_CODECS] = { 0 };

  media->codec_count = 0;
  for (size_t i = 0; i < line->order_count; i++) {
    const GcSdpPayload *payload = &line->payloads[line->order[i]];
    GcCodec codec = classify (media->kind, payload);
    size_t slot = 0;
    while (slot < media->codec_count && media->codecs[slot].codec != codec)
      slot++;
    if (codec == GC_CODEC_NONE || slot == GC_SDP_MAX_CODECS)
      continue;
    if (slot < media->codec_count &&
        (codec != GC_CODEC_H264 ||
         rate_h264 (payload->fmtp) <= rate_h264 (line->payloads[chosen[slot]].fmtp)))
      continue;
    chosen[slot] = line->order[i];
    media->codecs[slot].codec = codec;
    if (slot == media->codec_count)
      media->codec_count++;
  }

  for (size_t slot = 0; slot < media->codec_count; slot++) {
    const GcSdpPayload *payload = &line->payloads[chosen[slot]];
    GcSdpCodec *codec = &media->codecs[slot];
    codec->payload_type = chosen[slot];
    codec->feedback = payload->feedback | line->any_feedback;
    codec->rtx_type = find_rtx_type (line, chosen[slot], codec->feedback);
    codec->red_type = find_red_type (line, chosen[slot]);
    choose_fec (line, codec);
    codec->fmtp = dup_answer_fmtp (codec->codec, payload->fmtp);
  }
}

static gboolean
contains (const uint32_t *ssrcs, size_t count, uint32_t ssrc)
{
  for (size_t i = 0; i < count; i++)
    if (ssrcs[i] == ssrc)
      return TRUE;
  return FALSE;
}

static void
choose_ssrcs (const GcSdpLine *line, GcSdpMedia *media)
{
  for (size_t i = 0; i < line->ssrc_count && media->ssrc_count < GC_SDP_MAX_SSRCS; i++)
    if (!contains (line->repair_ssrcs, line->repair_count, line->ssrcs[i]))
      media->ssrcs[media->ssrc_count++] = line->ssrcs[i];
  media->rtx_ssrc_count = MIN (line->rtx_count, GC_SDP_MAX_SSRCS);
  memcpy (media->rtx_ssrcs, line->rtx_ssrcs, media->rtx_ssrc_count * sizeof *media->rtx_ssrcs);
}

void
gc_sdp_choose (const GcSdpLine *line, GcSdpMedia *media)
{
  gboolean known = FALSE;

  if (media->kind == GC_SDP_OTHER)
    return;
  for (size_t i = 0; i < G_N_ELEMENTS (protocols); i++)
    known = known || strcmp (media->protocol, protocols[i]) == 0;
  /* Port 0 refuses a line, except where it says that the line lives in the bundle alone. */
  if (!known || !line->rtcp_mux || (line->port == 0 && !line->bundle_only))
    return;
  choose_codecs (line, media);
  choose_ssrcs (line, media);
  media->accepted = media->codec_count > 0;
}
