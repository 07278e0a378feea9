// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Writing answers. Each accepted line repeats the transport (not every client looks for it in the
 * bundle's first line or above), the candidates stand in the first alone.
 */
#include "config.h"

#include "rtp/gc-sdp.h"

#include <string.h>

#define URI_MID "urn:ietf:params:rtp-hdrext:sdes:mid"
#define URI_AUDIO_LEVEL "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
#define URI_PLAYOUT_DELAY "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay"
#define URI_TRANSPORT_CC "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"

#define HOST_PREFERENCE 126u /* RFC 8445 section 5.1.2.2 */
/* RFC 6544 section 4.2: below everything over UDP but relays; passive, so direction 4 of 0 to 7. */
#define TCP_HOST_PREFERENCE 90u
#define TCP_PASSIVE_PREFERENCE (4u << 13)
#define TCP_OTHER_MAX 8191u

static const char *
address_type (const char *address)
{
  return strchr (address, ':') != NULL ? "IP6" : "IP4";
}

static void
format_session (GString *text, const GcSdpOffer *offer, const GcSdpAnswerConfig *config)
{
  gboolean bundled = FALSE;

  g_string_append_printf (text,
                          "v=0\r\no=- %" G_GUINT64_FORMAT " 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n",
                          config->session_id);
  g_string_append (text, "a=ice-lite\r\n");
  for (size_t i = 0; i < offer->media_count; i++) {
    if (!offer->media[i].bundled)
      continue;
    g_string_append_printf (text, "%s %s", bundled ? "" : "a=group:BUNDLE", offer->media[i].mid);
    bundled = TRUE;
  }
  if (bundled)
    g_string_append (text, "\r\n");
  g_string_append (text, "a=msid-semantic: WMS *\r\n");
}

static void
format_rejected (GString *text, const GcSdpMedia *media)
{
  g_string_append_printf (text, "m=%s 0 %s %s\r\nc=IN IP4 0.0.0.0\r\na=inactive\r\n", media->media,
                          media->protocol, media->formats);
  if (media->mid[0] != '\0')
    g_string_append_printf (text, "a=mid:%s\r\n", media->mid);
}

static void
format_transport (GString *text, const GcSdpOffer *offer, const GcSdpAnswerConfig *config)
{
  g_string_append_printf (text,
                          "a=ice-ufrag:%s\r\na=ice-pwd:%s\r\na=fingerprint:sha-256 %s\r\n"
                          "a=setup:%s\r\n",
                          config->ufrag, config->pwd, config->fingerprint,
                          offer->dtls_client ? "active" : "passive");
}

static void
format_candidates (GString *text, const GcSdpAnswerConfig *config)
{
  size_t n = config->candidate_count;

  for (size_t i = 0; i < n; i++) {
    uint32_t priority = HOST_PREFERENCE << 24 | (65535u - (uint32_t)i) << 8 | 255u;
    g_string_append_printf (text, "a=candidate:%zu 1 udp %u %s %u typ host\r\n", i + 1, priority,
                            config->candidates[i].address, config->candidates[i].port);
  }
  for (size_t i = 0; config->with_tcp && i < n; i++) {
    uint32_t local = TCP_PASSIVE_PREFERENCE | (TCP_OTHER_MAX - (uint32_t)i);
    g_string_append_printf (text, "a=candidate:%zu 1 tcp %u %s %u typ host tcptype passive\r\n",
                            n + i + 1, TCP_HOST_PREFERENCE << 24 | local << 8 | 255u,
                            config->candidates[i].address, config->candidates[i].port);
  }
  g_string_append (text, "a=end-of-candidates\r\n");
}

static void
format_extension (GString *text, uint8_t id, const char *direction, const char *uri)
{
  if (id != 0)
    g_string_append_printf (text, "a=extmap:%u%s %s\r\n", id, direction, uri);
}

/* RED without a format of its own may hold whatever is agreed: the codec, or FEC. */
static void
format_fec (GString *text, const GcSdpCodec *codec)
{
  uint32_t clock_hz = gc_codec_clock_hz (codec->codec);

  g_string_append_printf (text,
                          "a=rtpmap:%u red/%u\r\na=rtpmap:%u rtx/%u\r\na=fmtp:%u apt=%u\r\n"
                          "a=rtpmap:%u ulpfec/%u\r\n",
                          codec->red_type, clock_hz, codec->red_rtx_type, clock_hz,
                          codec->red_rtx_type, codec->red_type, codec->fec_type, clock_hz);
}

static void
format_codec (GString *text, const GcSdpCodec *codec)
{
  static const struct {
    GcSdpFeedback flag;
    const char *name;
  } feedback[] = { { GC_SDP_TRANSPORT_CC, "transport-cc" },
                   { GC_SDP_CCM_FIR, "ccm fir" },
                   { GC_SDP_NACK, "nack" },
                   { GC_SDP_NACK_PLI, "nack pli" } };

  g_string_append_printf (text, "a=rtpmap:%u %s/%u%s\r\n", codec->payload_type,
                          gc_codec_name (codec->codec), gc_codec_clock_hz (codec->codec),
                          codec->codec == GC_CODEC_OPUS ? "/2" : "");
  for (size_t i = 0; i < G_N_ELEMENTS (feedback); i++)
    if ((codec->feedback & feedback[i].flag) != 0)
      g_string_append_printf (text, "a=rtcp-fb:%u %s\r\n", codec->payload_type, feedback[i].name);
  if (codec->fmtp != NULL)
    g_string_append_printf (text, "a=fmtp:%u %s\r\n", codec->payload_type, codec->fmtp);
  if (codec->rtx_type != 0)
    g_string_append_printf (text, "a=rtpmap:%u rtx/%u\r\na=fmtp:%u apt=%u\r\n", codec->rtx_type,
                            gc_codec_clock_hz (codec->codec), codec->rtx_type, codec->payload_type);
  if (codec->fec_type != 0)
    format_fec (text, codec);
  else if (codec->red_type != 0)
    g_string_append_printf (text, "a=rtpmap:%u red/%u/2\r\na=fmtp:%u %u/%u\r\n", codec->red_type,
                            gc_codec_clock_hz (codec->codec), codec->red_type, codec->payload_type,
                            codec->payload_type);
}

/* RFC 8830 for the msid; the older form of it beside the ssrc is what some clients still read. */
static void
format_sender (GString *text, const GcSdpMedia *media, const GcSdpSender *sender, const char *cname)
{
  const uint32_t ssrcs[] = { sender->ssrc, sender->rtx_ssrc };
  size_t n = gc_sdp_has_rtx (media) ? 2 : 1;
  g_autofree char *stream =
      sender->stream != NULL ? g_strdup (sender->stream) : g_strdup_printf ("gc-%s", media->mid);

  g_string_append_printf (text, "a=msid:%s gc-track-%s\r\n", stream, media->mid);
  if (n == 2)
    g_string_append_printf (text, "a=ssrc-group:FID %u %u\r\n", ssrcs[0], ssrcs[1]);
  for (size_t i = 0; i < n; i++)
    g_string_append_printf (text, "a=ssrc:%u cname:%s\r\na=ssrc:%u msid:%s gc-track-%s\r\n",
                            ssrcs[i], cname, ssrcs[i], stream, media->mid);
}

/* What we do is the mirror of what the offerer does (RFC 3264 section 6.1). */
static const char *
answer_direction (GcSdpDirection direction)
{
  switch (direction) {
  case GC_SDP_SEND:
    return "recvonly";
  case GC_SDP_RECEIVE:
    return "sendonly";
  case GC_SDP_SEND_RECEIVE:
    return "sendrecv";
  case GC_SDP_INACTIVE:
  default:
    return "inactive";
  }
}

/* A payload type of the m-line, unless there is none. */
static void
format_type (GString *text, uint8_t payload_type)
{
  if (payload_type != 0)
    g_string_append_printf (text, " %u", payload_type);
}

static void
format_media (GString *text,
              const GcSdpOffer *offer,
              const GcSdpMedia *media,
              const GcSdpAnswerConfig *config,
              gboolean first)
{
  const GcSdpCandidate *best = &config->candidates[0];

  g_string_append_printf (text, "m=%s %u %s", media->media, best->port, media->protocol);
  for (size_t i = 0; i < media->codec_count; i++)
    g_string_append_printf (text, " %u", media->codecs[i].payload_type);
  for (size_t i = 0; i < media->codec_count; i++)
    format_type (text, media->codecs[i].rtx_type);
  for (size_t i = 0; i < media->codec_count; i++) {
    format_type (text, media->codecs[i].red_type);
    format_type (text, media->codecs[i].red_rtx_type);
    format_type (text, media->codecs[i].fec_type);
  }
  g_string_append_printf (text, "\r\nc=IN %s %s\r\n", address_type (best->address), best->address);
  format_transport (text, offer, config);
  if (first)
    format_candidates (text, config);
  if (media->mid[0] != '\0')
    g_string_append_printf (text, "a=mid:%s\r\n", media->mid);
  format_extension (text, media->mid_id, "", URI_MID);
  format_extension (text, media->transport_cc_id, "", URI_TRANSPORT_CC);
  format_extension (text, media->audio_level_id, "", URI_AUDIO_LEVEL);
  if (gc_sdp_we_send (media))
    format_extension (text, media->playout_delay_id, "/sendonly", URI_PLAYOUT_DELAY);
  g_string_append_printf (text, "a=%s\r\na=rtcp-mux\r\n", answer_direction (media->direction));
  if (media->reduced_size_rtcp)
    g_string_append (text, "a=rtcp-rsize\r\n");
  for (size_t i = 0; i < media->codec_count; i++)
    format_codec (text, &media->codecs[i]);
  if (gc_sdp_we_send (media))
    format_sender (text, media, &config->senders[media - offer->media], config->cname);
}

char *
gc_sdp_format_answer (const GcSdpOffer *offer, const GcSdpAnswerConfig *config)
{
  g_autoptr (GString) text = g_string_sized_new (8192);
  gboolean first = TRUE;

  g_return_val_if_fail (config->candidate_count >= 1, NULL);
  g_return_val_if_fail (config->candidate_count <= GC_SDP_MAX_CANDIDATES, NULL);

  format_session (text, offer, config);
  for (size_t i = 0; i < offer->media_count; i++) {
    if (!offer->media[i].accepted) {
      format_rejected (text, &offer->media[i]);
      continue;
    }
    format_media (text, offer, &offer->media[i], config, first);
    first = FALSE;
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
