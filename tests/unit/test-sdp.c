// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "common/gc-error.h"
#include "rtp/gc-sdp.h"

#include <string.h>

#define FINGERPRINT                                                                                \
  "E4:FA:75:86:45:F5:20:A3:55:4E:8C:A4:6A:12:B3:A8:94:E0:8A:A0:4D:0C:1D:D5:0E:2B:BD:01:DF:04:66:"  \
  "27"

/* A small offer of one line, as a base to add to or take from. */
#define SESSION "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\n"
#define TRANSPORT                                                                                  \
  "a=ice-ufrag:abcd\r\na=ice-pwd:0123456789abcdefghijkl\r\na=fingerprint:sha-256 " FINGERPRINT     \
  "\r\na=setup:actpass\r\n"
#define VIDEO "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=rtpmap:96 VP8/90000\r\na=rtcp-mux\r\n"

static const GcSdpCandidate candidates[] = { { "192.0.2.7", 5000 }, { "2001:db8::7", 5001 } };

static GcSdpAnswerConfig
make_config (void)
{
  GcSdpAnswerConfig config = {
    .ufrag = "OURU",
    .pwd = "ourpasswordourpassword",
    .fingerprint = FINGERPRINT,
    .cname = "relay",
    .session_id = 42,
    .candidates = candidates,
    .candidate_count = G_N_ELEMENTS (candidates),
  };
  for (size_t i = 0; i < GC_SDP_MAX_MEDIA; i++)
    config.senders[i] = (GcSdpSender){ .ssrc = 1000 + (uint32_t)i, .rtx_ssrc = 2000 + (uint32_t)i };
  return config;
}

static GcSdpOffer *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  GcSdpOffer *offer = gc_sdp_parse_offer (text, strlen (text), &error);

  g_assert_no_error (error);
  return offer;
}

static char *
load_text (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_strdup_printf ("%s/sdp/%s.sdp", GC_TEST_DATA, name);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static GcSdpOffer *
load (const char *name)
{
  g_autofree char *text = load_text (name);

  return parse (text);
}

/* Whether the answer's m-line @index, or the session for -1, has the line @line. */
static gboolean
has_line (const char *answer, int index, const char *line)
{
  g_autofree char *whole = g_strconcat ("\r\n", line, "\r\n", NULL);
  const char *start = answer;

  for (int i = 0; i <= index; i++) {
    start = strstr (start, "\r\nm=");
    g_assert_nonnull (start);
    start += i < index ? 2 : 0;
  }
  const char *end = strstr (start + 2, "\r\nm=");
  gssize size = end != NULL ? end - start + 2 : -1;
  return g_strstr_len (start, size, whole) != NULL;
}

static void
assert_line (const char *answer, int index, const char *line)
{
  if (!has_line (answer, index, line))
    g_error ("m-line %d has no \"%s\" in\n%s", index, line, answer);
}

/* The offers of real clients, all with the fixed eleven lines: audio, 2 video, 4 pairs. */
static const struct {
  const char *name;
  const char *ufrag;
  int opus;
  int vp8;
  int h264;       /* of line 1; -1: not offered there */
  uint8_t rtx;    /* of VP8 on line 1; 0: not offered there */
  uint8_t red;    /* of Opus; 0: not offered */
  uint8_t fec[3]; /* for VP8: RED, its retransmissions, FEC; 0: not offered */
  uint8_t mid_id;
  uint8_t transport_cc_id;
  uint8_t audio_level_id;
  uint8_t playout_delay_id;
  uint32_t audio_ssrc;
  uint32_t video_ssrc;
} clients[] = {
  { "chromium", "yllr", 111, 96, 108, 97, 63, { 118, 119, 120 }, 4, 3, 1, 5, 119588989, 761916265 },
  { "firefox", "19f316f7", 109, 120, -1, 124, 0, { 122, 119, 123 }, 3, 7, 1, 6, 229912270, 0 },
  { "aiortc", "iTvf", 96, 97, 101, 98, 0, { 0 }, 1, 0, 2, 0, 2103230099, 1128431929 },
  { "gstreamer",
    "B8km4PmpdhaOvr+G5u9Qe8LK0C2LNZYB",
    97,
    96,
    -1,
    0,
    0,
    { 0 },
    0,
    0,
    0,
    0,
    3011078134,
    2603846745 },
};

/* FEC is for VP8 alone. @types: RED, its retransmissions, FEC. */
static void
assert_fec (const GcSdpMedia *video, const uint8_t *types)
{
  for (size_t i = 0; i < video->codec_count; i++) {
    const GcSdpCodec *codec = &video->codecs[i];
    gboolean vp8 = codec->codec == GC_CODEC_VP8;
    g_assert_cmpuint (codec->red_type, ==, vp8 ? types[0] : 0);
    g_assert_cmpuint (codec->red_rtx_type, ==, vp8 ? types[1] : 0);
    g_assert_cmpuint (codec->fec_type, ==, vp8 ? types[2] : 0);
    g_assert_cmpuint (gc_sdp_rtx_type (video, codec->payload_type), ==, codec->rtx_type);
    if (!vp8 || types[0] == 0)
      continue;
    g_assert_true (gc_sdp_find_red (video, types[0]) == codec);
    g_assert_true (gc_sdp_find_rtx (video, types[1]) == codec);
    g_assert_cmpuint (gc_sdp_rtx_type (video, types[0]), ==, types[1]);
    g_assert_cmpuint (gc_sdp_rtx_type (video, types[2]), ==, 0);
  }
}

static void
test_clients (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (clients); i++) {
    g_autoptr (GcSdpOffer) offer = load (clients[i].name);
    const GcSdpMedia *audio = &offer->media[0];
    const GcSdpMedia *video = &offer->media[1];
    g_test_message ("%s", clients[i].name);
    g_assert_cmpuint (offer->media_count, ==, 11);
    g_assert_cmpstr (offer->ufrag, ==, clients[i].ufrag);
    g_assert_cmpstr (offer->fingerprint_algorithm, ==, "sha-256");
    g_assert_cmpuint (strlen (offer->fingerprint), ==, 95);
    g_assert_false (offer->dtls_client);
    for (size_t j = 0; j < 11; j++) {
      g_assert_true (offer->media[j].accepted);
      g_assert_true (offer->media[j].bundled);
      g_assert_cmpint (offer->media[j].kind, ==,
                       j == 0 || (j > 2 && j % 2 == 1) ? GC_SDP_AUDIO : GC_SDP_VIDEO);
      g_assert_cmpint (offer->media[j].direction, ==, j < 3 ? GC_SDP_SEND_RECEIVE : GC_SDP_RECEIVE);
      g_assert_true (gc_sdp_we_send (&offer->media[j]));
    }
    g_assert_cmpint (gc_sdp_payload_type (audio, GC_CODEC_OPUS), ==, clients[i].opus);
    g_assert_cmpint (gc_sdp_payload_type (video, GC_CODEC_VP8), ==, clients[i].vp8);
    g_assert_cmpint (gc_sdp_payload_type (video, GC_CODEC_H264), ==, clients[i].h264);
    g_assert_cmpint (gc_sdp_find_codec (video, (uint8_t)clients[i].vp8)->codec, ==, GC_CODEC_VP8);
    g_assert_null (gc_sdp_find_codec (video, 63));
    g_assert_cmpuint (audio->mid_id, ==, clients[i].mid_id);
    g_assert_cmpuint (video->transport_cc_id, ==, clients[i].transport_cc_id);
    g_assert_cmpuint (audio->audio_level_id, ==, clients[i].audio_level_id);
    g_assert_cmpuint (video->playout_delay_id, ==, clients[i].playout_delay_id);
    g_assert_cmpuint (audio->ssrc_count, ==, 1);
    g_assert_cmpuint (audio->ssrcs[0], ==, clients[i].audio_ssrc);
    g_assert_cmpuint (video->ssrc_count, ==, 1); /* the one of rtx is left out */
    g_assert_cmpuint (gc_sdp_find_codec (video, (uint8_t)clients[i].vp8)->rtx_type, ==,
                      clients[i].rtx);
    g_assert_cmpint (gc_sdp_has_rtx (video), ==, clients[i].rtx != 0);
    g_assert_false (gc_sdp_has_rtx (audio));
    if (clients[i].rtx != 0)
      g_assert_cmpint (gc_sdp_find_rtx (video, clients[i].rtx)->codec, ==, GC_CODEC_VP8);
    g_assert_null (gc_sdp_find_rtx (video, (uint8_t)clients[i].vp8));
    g_assert_null (gc_sdp_find_rtx (video, 0));
    g_assert_cmpuint (audio->codecs[0].red_type, ==, clients[i].red);
    g_assert_cmpuint (audio->codecs[0].fec_type, ==, 0);
    assert_fec (video, clients[i].fec);
    if (clients[i].red != 0)
      g_assert_cmpint (gc_sdp_find_red (audio, clients[i].red)->codec, ==, GC_CODEC_OPUS);
    g_assert_null (gc_sdp_find_red (audio, (uint8_t)clients[i].opus));
    g_assert_null (gc_sdp_find_red (audio, 0));
    if (clients[i].video_ssrc != 0)
      g_assert_cmpuint (video->ssrcs[0], ==, clients[i].video_ssrc);
  }
}

static void
test_answers (void)
{
  static const char *const banned[] = { "rid:",        "simulcast", "remb", "toffset",
                                        "orientation", "usedtx",    "VP9",  "AV1",
                                        "flexfec",     "telephone", "PCMU" };

  for (size_t i = 0; i < G_N_ELEMENTS (clients); i++) {
    g_autoptr (GcSdpOffer) offer = load (clients[i].name);
    GcSdpAnswerConfig config = make_config ();
    g_autofree char *answer = gc_sdp_format_answer (offer, &config);
    g_test_message ("%s", clients[i].name);
    g_assert_true (g_str_has_prefix (answer, "v=0\r\no=- 42 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n"));
    assert_line (answer, -1, "a=ice-lite");
    for (size_t j = 0; j < G_N_ELEMENTS (banned); j++)
      g_assert_null (strstr (answer, banned[j]));
    for (int j = 0; j < 11; j++) {
      g_autofree char *ssrc = g_strdup_printf ("a=ssrc:%d cname:relay", 1000 + j);
      g_autofree char *mid = g_strdup_printf ("a=mid:%s", offer->media[j].mid);
      assert_line (answer, j, "a=ice-ufrag:OURU");
      assert_line (answer, j, "a=ice-pwd:ourpasswordourpassword");
      assert_line (answer, j, "a=fingerprint:sha-256 " FINGERPRINT);
      assert_line (answer, j, "a=setup:passive");
      assert_line (answer, j, "a=rtcp-mux");
      assert_line (answer, j, "c=IN IP4 192.0.2.7");
      assert_line (answer, j, j < 3 ? "a=sendrecv" : "a=sendonly");
      assert_line (answer, j, ssrc);
      assert_line (answer, j, mid);
      g_assert_cmpint (
          has_line (answer, j, "a=candidate:1 1 udp 2130706431 192.0.2.7 5000 typ host"), ==,
          j == 0);
      g_assert_cmpint (
          has_line (answer, j, "a=candidate:2 1 udp 2130706175 2001:db8::7 5001 typ host"), ==,
          j == 0);
      g_assert_cmpint (has_line (answer, j, "a=end-of-candidates"), ==, j == 0);
    }
    /* What we write, we read the same way. */
    g_autoptr (GString) mirrored = g_string_new (answer);
    g_string_replace (mirrored, "a=ice-lite\r\n", "", 0);
    g_autoptr (GcSdpOffer) again = parse (mirrored->str);
    g_assert_cmpuint (again->media_count, ==, 11);
    for (size_t j = 0; j < 11; j++) {
      g_assert_cmpuint (again->media[j].codec_count, ==, offer->media[j].codec_count);
      g_assert_cmpuint (again->media[j].ssrcs[0], ==, 1000 + j);
      g_assert_cmpuint (again->media[j].mid_id, ==, offer->media[j].mid_id);
      for (size_t k = 0; k < offer->media[j].codec_count; k++) {
        g_assert_cmpuint (again->media[j].codecs[k].payload_type, ==,
                          offer->media[j].codecs[k].payload_type);
        g_assert_cmpuint (again->media[j].codecs[k].rtx_type, ==,
                          offer->media[j].codecs[k].rtx_type);
        g_assert_cmpuint (again->media[j].codecs[k].red_type, ==,
                          offer->media[j].codecs[k].red_type);
        g_assert_cmpuint (again->media[j].codecs[k].fec_type, ==,
                          offer->media[j].codecs[k].fec_type);
        g_assert_cmpuint (again->media[j].codecs[k].feedback, ==,
                          offer->media[j].codecs[k].feedback);
      }
    }
  }
}

static void
test_chromium_answer (void)
{
  g_autoptr (GcSdpOffer) offer = load ("chromium");
  GcSdpAnswerConfig config = make_config ();
  config.senders[1].stream = "party-0";
  g_autofree char *answer = gc_sdp_format_answer (offer, &config);

  assert_line (answer, -1, "a=group:BUNDLE 0 1 2 3 4 5 6 7 8 9 10");
  assert_line (answer, 0, "m=audio 5000 UDP/TLS/RTP/SAVPF 111 63");
  assert_line (answer, 0, "a=rtpmap:111 opus/48000/2");
  assert_line (answer, 0, "a=fmtp:111 minptime=10;useinbandfec=1");
  assert_line (answer, 0, "a=rtpmap:63 red/48000/2");
  assert_line (answer, 0, "a=fmtp:63 111/111");
  assert_line (answer, 0, "a=rtcp-fb:111 transport-cc");
  assert_line (answer, 0, "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level");
  assert_line (answer, 0, "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid");
  assert_line (answer, 0, "a=msid:gc-0 gc-track-0");
  assert_line (answer, 0, "a=rtcp-rsize");
  assert_line (answer, 1, "m=video 5000 UDP/TLS/RTP/SAVPF 96 108 97 109 118 119 120");
  assert_line (answer, 1, "a=rtpmap:118 red/90000");
  assert_line (answer, 1, "a=rtpmap:119 rtx/90000");
  assert_line (answer, 1, "a=fmtp:119 apt=118");
  assert_line (answer, 1, "a=rtpmap:120 ulpfec/90000");
  assert_line (answer, 1, "a=rtpmap:97 rtx/90000");
  assert_line (answer, 1, "a=fmtp:97 apt=96");
  assert_line (answer, 1, "a=ssrc-group:FID 1001 2001");
  assert_line (answer, 1, "a=ssrc:2001 cname:relay");
  assert_line (answer, 1, "a=rtpmap:96 VP8/90000");
  assert_line (answer, 1, "a=rtpmap:108 H264/90000");
  assert_line (answer, 1,
               "a=fmtp:108 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f");
  assert_line (answer, 1, "a=rtcp-fb:96 nack");
  assert_line (answer, 1, "a=rtcp-fb:96 nack pli");
  assert_line (answer, 1, "a=rtcp-fb:96 ccm fir");
  assert_line (answer, 1, "a=rtcp-fb:108 transport-cc");
  assert_line (
      answer, 1,
      "a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01");
  assert_line (answer, 1,
               "a=extmap:5/sendonly http://www.webrtc.org/experiments/rtp-hdrext/playout-delay");
  assert_line (answer, 1, "a=msid:party-0 gc-track-1");
  assert_line (answer, 1, "a=ssrc:1001 msid:party-0 gc-track-1");
}

/* All of it or nothing. */
static void
test_fec_in_part (void)
{
  static const struct {
    const char *name;
    const char *offered;
    const char *changed;
  } cases[] = {
    { "no FEC", "ulpfec/90000", "flexfec/90000" },
    { "no RED", "red/90000", "blue/90000" },
    { "RED that is not sent again", "a=fmtp:119 apt=118", "a=fmtp:119 apt=117" },
    { "VP8 that is not sent again", "a=fmtp:97 apt=96", "a=fmtp:97 apt=95" },
    { "nothing that is asked for again", "a=rtcp-fb:96 nack\r\n", "" },
    { "no VP8", "VP8/90000", "VP7/90000" },
  };
  g_autofree char *text = load_text ("chromium");

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GString) changed = g_string_new (text);
    g_test_message ("%s", cases[i].name);
    g_assert_cmpuint (g_string_replace (changed, cases[i].offered, cases[i].changed, 0), >, 0);
    g_autoptr (GcSdpOffer) offer = parse (changed->str);
    GcSdpAnswerConfig config = make_config ();
    g_autofree char *answer = gc_sdp_format_answer (offer, &config);
    assert_fec (&offer->media[1], (const uint8_t[]){ 0, 0, 0 });
    g_assert_null (strstr (answer, "red/90000"));
    g_assert_null (strstr (answer, "ulpfec"));
  }
}

static void
test_roles (void)
{
  static const struct {
    const char *offered;
    gboolean dtls_client;
    const char *answered;
  } roles[] = { { "a=setup:actpass\r\n", FALSE, "a=setup:passive" },
                { "a=setup:active\r\n", FALSE, "a=setup:passive" },
                { "a=setup:passive\r\n", TRUE, "a=setup:active" },
                { "", FALSE, "a=setup:passive" } };

  for (size_t i = 0; i < G_N_ELEMENTS (roles); i++) {
    g_autoptr (GString) text = g_string_new (SESSION VIDEO TRANSPORT);
    GcSdpAnswerConfig config = make_config ();
    g_string_replace (text, "a=setup:actpass\r\n", roles[i].offered, 0);
    g_autoptr (GcSdpOffer) offer = parse (text->str);
    g_autofree char *answer = gc_sdp_format_answer (offer, &config);
    g_assert_cmpint (offer->dtls_client, ==, roles[i].dtls_client);
    assert_line (answer, 0, roles[i].answered);
  }
}

static void
test_directions (void)
{
  static const struct {
    const char *offered;
    const char *answered;
    gboolean we_send;
  } directions[] = { { "a=sendonly\r\n", "a=recvonly", FALSE },
                     { "a=recvonly\r\n", "a=sendonly", TRUE },
                     { "a=sendrecv\r\n", "a=sendrecv", TRUE },
                     { "a=inactive\r\n", "a=inactive", FALSE },
                     { "", "a=sendrecv", TRUE } };

  for (size_t i = 0; i < G_N_ELEMENTS (directions); i++) {
    for (int above = 0; above < 2; above++) { /* at the session, at the line */
      GcSdpAnswerConfig config = make_config ();
      g_autofree char *text =
          above ? g_strconcat (SESSION, directions[i].offered, VIDEO TRANSPORT, NULL)
                : g_strconcat (SESSION VIDEO TRANSPORT, directions[i].offered, NULL);
      g_autoptr (GcSdpOffer) offer = parse (text);
      g_autofree char *answer = gc_sdp_format_answer (offer, &config);
      assert_line (answer, 0, directions[i].answered);
      g_assert_cmpint (gc_sdp_we_send (&offer->media[0]), ==, directions[i].we_send);
      g_assert_cmpint (strstr (answer, "a=ssrc:") != NULL, ==, directions[i].we_send);
      g_assert_cmpint (strstr (answer, "a=msid:") != NULL, ==, directions[i].we_send);
    }
  }
}

/* A data channel, a line outside of the bundle, a line with unknown codecs: port 0. */
static void
test_rejected_lines (void)
{
  g_autoptr (GcSdpOffer) offer =
      parse (SESSION "a=group:BUNDLE d a v\r\n"
                     "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:d\r\n" TRANSPORT
                     "m=audio 9 UDP/TLS/RTP/SAVPF 0 8\r\na=mid:a\r\na=rtcp-mux\r\n" TRANSPORT VIDEO
                     "a=mid:v\r\n" TRANSPORT VIDEO "a=mid:x\r\n" TRANSPORT
                     "m=video 0 UDP/TLS/RTP/SAVPF 96\r\na=rtpmap:96 VP8/90000\r\na=rtcp-mux\r\n");
  GcSdpAnswerConfig config = make_config ();
  g_autofree char *answer = gc_sdp_format_answer (offer, &config);

  assert_line (answer, -1, "a=group:BUNDLE v");
  assert_line (answer, 0, "m=application 0 UDP/DTLS/SCTP webrtc-datachannel");
  assert_line (answer, 0, "a=mid:d");
  assert_line (answer, 1, "m=audio 0 UDP/TLS/RTP/SAVPF 0 8");
  assert_line (answer, 2, "m=video 5000 UDP/TLS/RTP/SAVPF 96");
  assert_line (answer, 2, "a=end-of-candidates");
  assert_line (answer, 3, "m=video 0 UDP/TLS/RTP/SAVPF 96");
  assert_line (answer, 4, "m=video 0 UDP/TLS/RTP/SAVPF 96");
}

/* No bundle: the first line we can take is the only one. */
static void
test_no_bundle (void)
{
  g_autoptr (GcSdpOffer) offer = parse (SESSION TRANSPORT VIDEO VIDEO);
  GcSdpAnswerConfig config = make_config ();
  g_autofree char *answer = gc_sdp_format_answer (offer, &config);

  g_assert_null (strstr (answer, "BUNDLE"));
  assert_line (answer, 0, "m=video 5000 UDP/TLS/RTP/SAVPF 96");
  assert_line (answer, 1, "m=video 0 UDP/TLS/RTP/SAVPF 96");
}

static void
test_h264_choice (void)
{
  static const struct {
    const char *fmtp[3]; /* of payload types 100, 101, 102 */
    int chosen;
    const char *answered;
  } choices[] = {
    { { "packetization-mode=1;profile-level-id=42001f",
        "packetization-mode=0;profile-level-id=42e01f",
        "profile-level-id=42E01F; packetization-mode=1" },
      102,
      "packetization-mode=1;profile-level-id=42E01F" },
    { { "packetization-mode=1;profile-level-id=4d001f",
        "packetization-mode=1;profile-level-id=42001f",
        "packetization-mode=1;profile-level-id=64001f" },
      101,
      "packetization-mode=1;profile-level-id=42001f" },
    { { "packetization-mode=1", "profile-level-id=42e01f", "" }, 100, "packetization-mode=1" },
    { { "packetization-mode=0", "", "packetization-mode=1;profile-level-id=4200" }, -1, NULL },
    { { "packetization-mode=11;profile-level-id=42e01f",
        "x-packetization-mode=1;profile-level-id=42e01f",
        "packetization-mode=1;profile-level-id=42g01f" },
      -1,
      NULL },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (choices); i++) {
    g_autoptr (GString) text =
        g_string_new (SESSION TRANSPORT "m=video 9 UDP/TLS/RTP/SAVPF 100 101 102 96\r\n"
                                        "a=rtcp-mux\r\na=rtpmap:96 VP8/90000\r\n");
    for (int j = 0; j < 3; j++)
      g_string_append_printf (text, "a=rtpmap:%d H264/90000\r\na=fmtp:%d %s\r\n", 100 + j, 100 + j,
                              choices[i].fmtp[j]);
    g_autoptr (GcSdpOffer) offer = parse (text->str);
    g_assert_cmpint (gc_sdp_payload_type (&offer->media[0], GC_CODEC_H264), ==, choices[i].chosen);
    if (choices[i].chosen < 0)
      continue;
    /* The place in the order of preference is that of the first H.264 we could have taken. */
    g_assert_cmpint (offer->media[0].codecs[0].codec, ==, GC_CODEC_H264);
    g_assert_cmpstr (offer->media[0].codecs[0].fmtp, ==, choices[i].answered);
  }
}

static void
test_redundancy_choice (void)
{
  static const struct {
    const char *offered;
    uint8_t red;
  } choices[] = {
    { "a=rtpmap:63 red/48000/2\r\na=fmtp:63 111/111\r\n", 63 },
    { "a=rtpmap:63 RED/48000/2\r\na=fmtp:63 111/111/111\r\n", 63 },
    { "a=rtpmap:63 red/48000/2\r\na=fmtp:63 111/0\r\n", 0 },
    { "a=rtpmap:63 red/48000/2\r\na=fmtp:63 111\r\n", 0 },
    { "a=rtpmap:63 red/48000/2\r\na=fmtp:63 111/111/\r\n", 0 },
    { "a=rtpmap:63 red/48000/2\r\na=fmtp:63 111/111 x\r\n", 0 },
    { "a=rtpmap:63 red/48000/2\r\na=fmtp:63 111/99999999999999999999\r\n", 0 },
    { "a=rtpmap:63 red/48000/2\r\n", 0 },
    { "a=rtpmap:63 red/8000\r\na=fmtp:63 111/111\r\n", 0 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (choices); i++) {
    g_autofree char *text = g_strconcat (SESSION "m=audio 9 UDP/TLS/RTP/SAVPF 63 111\r\n"
                                                 "a=rtpmap:111 opus/48000/2\r\na=rtcp-mux\r\n",
                                         choices[i].offered, TRANSPORT, NULL);
    GcSdpAnswerConfig config = make_config ();
    g_autoptr (GcSdpOffer) offer = parse (text);
    g_autofree char *answer = gc_sdp_format_answer (offer, &config);
    g_test_message ("%s", choices[i].offered);
    g_assert_cmpuint (offer->media[0].codec_count, ==, 1);
    g_assert_cmpuint (offer->media[0].codecs[0].red_type, ==, choices[i].red);
    /* The plain codec stands first, whatever the offer likes best. */
    assert_line (answer, 0,
                 choices[i].red != 0 ? "m=audio 5000 UDP/TLS/RTP/SAVPF 111 63"
                                     : "m=audio 5000 UDP/TLS/RTP/SAVPF 111");
  }
}

static void
test_fingerprints (void)
{
  g_autofree char *hash512 = g_strnfill (64 * 3 - 1, 'a');
  for (size_t i = 2; i < 64 * 3 - 1; i += 3)
    hash512[i] = ':';
  g_autofree char *text =
      g_strconcat (SESSION VIDEO "a=fingerprint:sha-1 00:11\r\n" TRANSPORT "a=fingerprint:SHA-512 ",
                   hash512, "\r\n", NULL);
  g_autoptr (GcSdpOffer) offer = parse (text);

  g_assert_cmpstr (offer->fingerprint_algorithm, ==, "sha-512");
  g_assert_true (g_str_has_prefix (offer->fingerprint, "AA:AA:"));
}

static const struct {
  const char *what;
  const char *text;
  const char *message; /* part of it */
} bad[] = {
  { "nothing", "", "empty" },
  { "no version", "o=- 1 1 IN IP4 192.0.2.1\r\n", "line 1: text does not begin with v=0" },
  { "not lines of sdp", "v=0\r\nhello\r\n", "line 2: line is not of the form" },
  { "no m-line", SESSION TRANSPORT, "no m-line that we can accept" },
  { "no ufrag", SESSION VIDEO, "no ice-ufrag" },
  { "short ufrag", SESSION VIDEO "a=ice-ufrag:abc\r\n", "ice-ufrag" },
  { "ufrag of other letters", SESSION VIDEO "a=ice-ufrag:ab d\r\n", "ice-ufrag" },
  { "short pwd", SESSION VIDEO "a=ice-pwd:0123456789abcdefghijk\r\n", "ice-pwd" },
  { "no pwd", SESSION VIDEO "a=ice-ufrag:abcd\r\n", "no ice-pwd" },
  { "no fingerprint", SESSION VIDEO "a=ice-ufrag:abcd\r\na=ice-pwd:0123456789abcdefghijkl\r\n",
    "no fingerprint" },
  { "sha-1 alone",
    SESSION VIDEO
    "a=ice-ufrag:abcd\r\na=ice-pwd:0123456789abcdefghijkl\r\n"
    "a=fingerprint:sha-1 E4:FA:75:86:45:F5:20:A3:55:4E:8C:A4:6A:12:B3:A8:94:E0:8A:A0\r\n",
    "no fingerprint" },
  { "short fingerprint", SESSION VIDEO "a=fingerprint:sha-256 E4:FA\r\n", "wrong length" },
  { "fingerprint without colons",
    SESSION VIDEO
    "a=fingerprint:sha-256 "
    "E4:FA:75:86:45:F5:20:A3:55:4E:8C:A4:6A:12:B3:A8:94:E0:8A:A0:4D:0C:1D:D5:0E:2B:BD:01:"
    "DF:04:66x27\r\n",
    "hexadecimal" },
  { "holdconn", SESSION VIDEO "a=setup:holdconn\r\n", "setup" },
  { "both lite", SESSION "a=ice-lite\r\n" VIDEO TRANSPORT, "ICE-lite" },
  { "same mid twice", SESSION TRANSPORT VIDEO "a=mid:a\r\n" VIDEO "a=mid:a\r\n",
    "mid is used twice" },
  { "mid with a blank", SESSION TRANSPORT VIDEO "a=mid:a b\r\n", "mid is not" },
  { "mid too long", SESSION TRANSPORT VIDEO "a=mid:0123456789012345678901234567890123\r\n",
    "mid is not" },
  { "m-line without formats", SESSION "m=video 9 UDP/TLS/RTP/SAVPF\r\n", "m-line is malformed" },
  { "m-line without port", SESSION "m=video x UDP/TLS/RTP/SAVPF 96\r\n", "m-line is malformed" },
  { "port beyond 65535", SESSION "m=video 65536 UDP/TLS/RTP/SAVPF 96\r\n", "m-line is malformed" },
  { "payload type 128", SESSION "m=video 9 UDP/TLS/RTP/SAVPF 128\r\n", "no payload type" },
  { "payload type with letters", SESSION "m=video 9 UDP/TLS/RTP/SAVPF 96x\r\n", "no payload type" },
  { "rtpmap without payload type", SESSION VIDEO "a=rtpmap:VP8/90000\r\n", "rtpmap" },
  { "fmtp of payload type 999", SESSION VIDEO "a=fmtp:999 x=1\r\n", "fmtp" },
  { "rtcp-fb without payload type", SESSION VIDEO "a=rtcp-fb:nack\r\n", "rtcp-fb" },
  { "ssrc beyond 32 bits", SESSION VIDEO "a=ssrc:4294967296 cname:x\r\n", "ssrc" },
  { "extmap 0", SESSION VIDEO "a=extmap:0 urn:ietf:params:rtp-hdrext:sdes:mid\r\n", "extmap" },
  { "carriage return inside", SESSION "a=x\ry\r\n" VIDEO TRANSPORT, "carriage return" },
  { "no rtcp-mux", SESSION TRANSPORT "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=rtpmap:96 VP8/90000\r\n",
    "no m-line that we can accept" },
  { "not over dtls",
    SESSION TRANSPORT "m=video 9 RTP/AVP 96\r\na=rtpmap:96 VP8/90000\r\na=rtcp-mux\r\n",
    "no m-line that we can accept" },
  { "vp8 as sound",
    SESSION TRANSPORT "m=audio 9 UDP/TLS/RTP/SAVPF 96\r\na=rtpmap:96 VP8/90000\r\na=rtcp-mux\r\n",
    "no m-line that we can accept" },
};

static void
test_bad (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GcSdpOffer) offer = gc_sdp_parse_offer (bad[i].text, strlen (bad[i].text), &error);
    if (offer != NULL)
      g_error ("accepted: %s", bad[i].what);
    g_assert_error (error, GC_ERROR, GC_ERROR_INVALID);
    if (strstr (error->message, bad[i].message) == NULL)
      g_error ("%s: got \"%s\"", bad[i].what, error->message);
  }
}

static void
test_limits (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) text = g_string_new (SESSION TRANSPORT);

  for (int i = 0; i < GC_SDP_MAX_MEDIA; i++)
    g_string_append (text, VIDEO);
  gc_sdp_offer_free (parse (text->str));
  g_string_append (text, VIDEO);
  g_assert_null (gc_sdp_parse_offer (text->str, text->len, &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_LIMIT);
  g_clear_error (&error);

  g_string_assign (text, SESSION VIDEO TRANSPORT);
  while (text->len < GC_SDP_MAX_SIZE - 100)
    g_string_append (text, "a=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\n");
  gc_sdp_offer_free (parse (text->str));
  while (text->len <= GC_SDP_MAX_SIZE)
    g_string_append (text, "a=x\r\n");
  g_assert_null (gc_sdp_parse_offer (text->str, text->len, &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_LIMIT);
  g_clear_error (&error);

  g_assert_null (gc_sdp_parse_offer ("v=0\0", 4, &error));
  g_assert_error (error, GC_ERROR, GC_ERROR_INVALID);
}

/* Bare LF, no end of line at the end, empty lines: what people paste still works. */
static void
test_lax_lines (void)
{
  g_autoptr (GString) text = g_string_new (SESSION VIDEO TRANSPORT);

  g_string_replace (text, "\r\n", "\n", 0);
  g_string_append (text, "\n\na=sendonly");
  g_autoptr (GcSdpOffer) offer = parse (text->str);
  g_assert_cmpint (offer->media[0].direction, ==, GC_SDP_SEND);
}

/* No prefix of a real offer, and none with one byte changed, may do worse than give an error. */
static void
test_damaged (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (4);
  g_autofree char *path = g_strdup_printf ("%s/sdp/gstreamer.sdp", GC_TEST_DATA);
  g_autofree char *text = NULL;
  size_t size = 0;
  GcSdpAnswerConfig config = make_config ();
  unsigned taken = 0;

  g_assert_true (g_file_get_contents (path, &text, &size, NULL));
  for (int step = 0; step < 600; step++) {
    size_t cut = step % 2 == 0 ? size : (size_t)g_rand_int_range (random, 1, (int)size);
    g_autofree char *copy = g_memdup2 (text, cut);
    g_autoptr (GError) error = NULL;
    if (step % 2 == 0)
      copy[g_rand_int_range (random, 0, (int)size)] = (char)g_rand_int (random);
    g_autoptr (GcSdpOffer) offer = gc_sdp_parse_offer (copy, cut, &error);
    g_assert_cmpint (offer == NULL, ==, error != NULL);
    if (offer == NULL)
      continue;
    taken++;
    g_autofree char *answer = gc_sdp_format_answer (offer, &config);
    assert_line (answer, -1, "a=ice-lite");
  }
  g_assert_cmpuint (taken, >, 200);
}

/* RFC 6544: TCP stands beside UDP with the same addresses, below it in priority, in the first line.
 */
static void
test_tcp_candidates (void)
{
  static const char *const lines[] = {
    "a=candidate:3 1 tcp 1520435199 192.0.2.7 5000 typ host tcptype passive",
    "a=candidate:4 1 tcp 1520434943 2001:db8::7 5001 typ host tcptype passive",
  };
  g_autoptr (GcSdpOffer) offer = load (clients[0].name);
  GcSdpAnswerConfig config = make_config ();

  for (int with_tcp = 0; with_tcp < 2; with_tcp++) {
    config.with_tcp = with_tcp != 0;
    g_autofree char *answer = gc_sdp_format_answer (offer, &config);
    assert_line (answer, 0, "a=candidate:2 1 udp 2130706175 2001:db8::7 5001 typ host");
    for (size_t i = 0; i < G_N_ELEMENTS (lines); i++)
      for (int line = 0; line < 2; line++)
        g_assert_cmpint (has_line (answer, line, lines[i]), ==, config.with_tcp && line == 0);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sdp/clients", test_clients);
  g_test_add_func ("/sdp/answers", test_answers);
  g_test_add_func ("/sdp/chromium-answer", test_chromium_answer);
  g_test_add_func ("/sdp/fec", test_fec_in_part);
  g_test_add_func ("/sdp/roles", test_roles);
  g_test_add_func ("/sdp/directions", test_directions);
  g_test_add_func ("/sdp/rejected-lines", test_rejected_lines);
  g_test_add_func ("/sdp/no-bundle", test_no_bundle);
  g_test_add_func ("/sdp/h264-choice", test_h264_choice);
  g_test_add_func ("/sdp/redundancy", test_redundancy_choice);
  g_test_add_func ("/sdp/fingerprints", test_fingerprints);
  g_test_add_func ("/sdp/bad", test_bad);
  g_test_add_func ("/sdp/limits", test_limits);
  g_test_add_func ("/sdp/lax-lines", test_lax_lines);
  g_test_add_func ("/sdp/damaged", test_damaged);
  g_test_add_func ("/sdp/tcp-candidates", test_tcp_candidates);
  return g_test_run ();
}
