// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "gc-load-sdp.h"

#include "common/gc-error.h"

#include <arpa/inet.h>
#include <string.h>

static void
append_rtx (GString *sdp, const GcLoadDescription *description, unsigned i)
{
  g_string_append_printf (sdp,
                          "a=rtpmap:%d rtx/90000\r\n"
                          "a=fmtp:%d apt=%d\r\n",
                          GC_LOAD_RTX_PAYLOAD_TYPE, GC_LOAD_RTX_PAYLOAD_TYPE,
                          GC_LOAD_VIDEO_PAYLOAD_TYPE);
  if (i == 1)
    g_string_append_printf (sdp, "a=ssrc-group:FID %u %u\r\na=ssrc:%u cname:%s\r\n",
                            description->video_ssrc, description->rtx_ssrc, description->rtx_ssrc,
                            description->ufrag);
}

static void
append_line (GString *sdp, const GcLoadDescription *description, unsigned i)
{
  /* mid 0 audio, 1 camera, 2 document camera, then pairs of audio and video to receive only */
  gboolean is_audio = i == 0 || (i > 2 && i % 2 == 1);
  uint32_t ssrc = i == 0 ? description->audio_ssrc : i == 1 ? description->video_ssrc : 0;
  unsigned pt = is_audio ? GC_LOAD_AUDIO_PAYLOAD_TYPE : GC_LOAD_VIDEO_PAYLOAD_TYPE;

  g_string_append_printf (sdp,
                          "m=%s 9 UDP/TLS/RTP/SAVPF %u%s\r\n"
                          "c=IN IP4 0.0.0.0\r\n"
                          "a=mid:%u\r\n"
                          "a=%s\r\n"
                          "a=ice-ufrag:%s\r\n"
                          "a=ice-pwd:%s\r\n"
                          "a=fingerprint:sha-256 %s\r\n"
                          "a=setup:%s\r\n"
                          "a=rtcp-mux\r\n"
                          "a=rtcp-rsize\r\n"
                          "a=extmap:%d http://www.ietf.org/id/"
                          "draft-holmer-rmcat-transport-wide-cc-extensions-01\r\n"
                          "a=extmap:%d urn:ietf:params:rtp-hdrext:sdes:mid\r\n",
                          is_audio ? "audio" : "video", pt,
                          is_audio                     ? " 63"
                          : description->rtx_ssrc != 0 ? " 97"
                                                       : "",
                          i, i > 2 ? "recvonly" : "sendrecv", description->ufrag,
                          description->password, description->fingerprint,
                          description->is_answer ? "passive" : "actpass",
                          GC_LOAD_EXTENSION_TRANSPORT_CC, GC_LOAD_EXTENSION_MID);
  if (is_audio)
    g_string_append_printf (sdp,
                            "a=rtpmap:%u opus/48000/2\r\n"
                            "a=fmtp:%u minptime=10;useinbandfec=1\r\n"
                            "a=rtcp-fb:%u transport-cc\r\n"
                            "a=rtpmap:63 red/48000/2\r\n"
                            "a=fmtp:63 %u/%u\r\n",
                            pt, pt, pt, pt, pt);
  else
    g_string_append_printf (sdp,
                            "a=rtpmap:%u VP8/90000\r\n"
                            "a=rtcp-fb:%u transport-cc\r\n"
                            "a=rtcp-fb:%u ccm fir\r\n"
                            "a=rtcp-fb:%u nack\r\n"
                            "a=rtcp-fb:%u nack pli\r\n",
                            pt, pt, pt, pt, pt);
  if (!is_audio && description->rtx_ssrc != 0)
    append_rtx (sdp, description, i);
  if (ssrc != 0)
    g_string_append_printf (sdp, "a=msid:load load-%u\r\na=ssrc:%u cname:%s\r\n", i, ssrc,
                            description->ufrag);
}

char *
gc_load_sdp_format (const GcLoadDescription *description)
{
  GString *sdp = g_string_new ("v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE");

  g_return_val_if_fail (description->lines >= 2 && description->lines <= GC_LOAD_FIXED_LINES, NULL);

  for (unsigned i = 0; i < description->lines; i++)
    g_string_append_printf (sdp, " %u", i);
  g_string_append (sdp, "\r\na=msid-semantic: WMS load\r\n");
  for (unsigned i = 0; i < description->lines; i++)
    append_line (sdp, description, i);
  return g_string_free (sdp, FALSE);
}

static gboolean
parse_address (const char *text, unsigned port, struct sockaddr_storage *ret)
{
  struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = htons ((uint16_t)port) };
  struct sockaddr_in6 in6 = { .sin6_family = AF_INET6, .sin6_port = htons ((uint16_t)port) };

  memset (ret, 0, sizeof *ret);
  if (inet_pton (AF_INET, text, &in.sin_addr) == 1)
    memcpy (ret, &in, sizeof in);
  else if (inet_pton (AF_INET6, text, &in6.sin6_addr) == 1)
    memcpy (ret, &in6, sizeof in6);
  else
    return FALSE;
  return TRUE;
}

static gboolean
is_loopback (const struct sockaddr_storage *address)
{
  const struct sockaddr_in *in = (const void *)address;

  return address->ss_family == AF_INET && (ntohl (in->sin_addr.s_addr) >> 24) == 127;
}

/* a=candidate:<foundation> <component> udp <priority> <address> <port> typ host (RFC 8839) */
static void
read_candidate (const char *value, GcLoadRemote *remote)
{
  g_auto (GStrv) words = g_strsplit (value, " ", 8);
  struct sockaddr_storage address;

  if (g_strv_length (words) < 8 || g_ascii_strcasecmp (words[2], "udp") != 0)
    return;
  if (!parse_address (words[4], (unsigned)g_ascii_strtoull (words[5], NULL, 10), &address))
    return;
  if (remote->address.ss_family == 0 || (is_loopback (&address) && !is_loopback (&remote->address)))
    remote->address = address;
}

/* a=ssrc-group:FID <stream> <its retransmissions> (RFC 5576 section 4.2) */
static void
read_group (const char *value, GcLoadRemote *remote)
{
  g_auto (GStrv) words = g_strsplit (value, " ", 3);

  if (g_strv_length (words) == 2)
    remote->rtx_ssrc = (uint32_t)g_ascii_strtoull (words[1], NULL, 10);
}

static void
take_once (char **at, const char *value)
{
  if (*at == NULL)
    *at = g_strdup (value);
}

static void
read_attribute (const char *line, int m_line, GcLoadRemote *remote)
{
  if (g_str_has_prefix (line, "a=ice-ufrag:"))
    take_once (&remote->ufrag, line + strlen ("a=ice-ufrag:"));
  else if (g_str_has_prefix (line, "a=ice-pwd:"))
    take_once (&remote->password, line + strlen ("a=ice-pwd:"));
  else if (g_str_has_prefix (line, "a=fingerprint:sha-256 "))
    take_once (&remote->fingerprint, line + strlen ("a=fingerprint:sha-256 "));
  else if (g_str_has_prefix (line, "a=setup:active"))
    remote->is_active = TRUE;
  else if (g_str_has_prefix (line, "a=candidate:"))
    read_candidate (line + strlen ("a=candidate:"), remote);
  else if (g_str_has_prefix (line, "a=ssrc-group:FID ") && m_line == 1)
    read_group (line + strlen ("a=ssrc-group:FID "), remote);
  else if (g_str_has_prefix (line, "a=ssrc:") && m_line >= 0 && m_line < GC_LOAD_FIXED_LINES &&
           remote->ssrcs[m_line] == 0)
    remote->ssrcs[m_line] = (uint32_t)g_ascii_strtoull (line + strlen ("a=ssrc:"), NULL, 10);
}

gboolean
gc_load_sdp_parse (const char *sdp, GcLoadRemote *ret_remote, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (sdp, "\n", -1);
  GcLoadRemote remote = { 0 };
  int m_line = -1;

  for (char **line = lines; *line != NULL; line++) {
    g_strchomp (*line);
    if (g_str_has_prefix (*line, "m="))
      m_line++;
    else
      read_attribute (*line, m_line, &remote);
  }

  const char *missing = remote.ufrag == NULL || remote.password == NULL ? "ICE credentials"
                        : remote.fingerprint == NULL                    ? "SHA-256 fingerprint"
                        : remote.address.ss_family == 0                 ? "UDP candidate"
                        : remote.ssrcs[0] == 0 || remote.ssrcs[1] == 0  ? "SSRC of mid 0 or 1"
                                                                        : NULL;
  if (missing != NULL) {
    gc_load_remote_clear (&remote);
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "SDP: no %s", missing);
    return FALSE;
  }
  *ret_remote = remote;
  return TRUE;
}

void
gc_load_remote_clear (GcLoadRemote *remote)
{
  g_clear_pointer (&remote->ufrag, g_free);
  g_clear_pointer (&remote->password, g_free);
  g_clear_pointer (&remote->fingerprint, g_free);
}
