// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "far-peer.h"

#include <string.h>

#include "common/gc-id.h"
#include "media/gc-answer.h"
#include "rtp/gc-packet.h"
#include "rtp/gc-red.h"
#include "rtp/gc-rtcp-writer.h"

#define STEP_US 10000
#define URI_PLAYOUT_DELAY "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay"
#define URI_TRANSPORT_CC "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
#define MAX_PEERS 2000
#define NTP_UNIX_US (INT64_C (2208988800) * G_USEC_PER_SEC) /* from 1900 to 1970 */
#define REMOTE_PWD "farpasswordfarpassword22"

typedef struct {
  GcAddress to;
  GBytes *bytes;
} Datagram;

static void
post_datagram (FarWorld *world, const GcAddress *to, const uint8_t *bytes, size_t size)
{
  Datagram *datagram = g_new0 (Datagram, 1);

  datagram->to = *to;
  datagram->bytes = g_bytes_new (bytes, size);
  g_queue_push_tail (&world->wire, datagram);
}

static void
datagram_free (Datagram *datagram)
{
  g_bytes_unref (datagram->bytes);
  g_free (datagram);
}

/* As gcrelaysink does it. */
static void
put_on_wire (FarWorld *world, const GcSend *send, const uint8_t *bytes, size_t size)
{
  uint8_t payload[2048];
  uint8_t out[2048];
  size_t out_size = 0;

  if (send->srtp == NULL) {
    post_datagram (world, &send->to, bytes, size);
    return;
  }
  memcpy (payload, bytes, size);
  memcpy (payload, send->patch, MIN (send->patch_size, size));
  g_assert_true (gc_srtp_protect (send->srtp, send->header, send->header_size, payload, size, out,
                                  sizeof out, &out_size));
  post_datagram (world, &send->to, out, out_size);
}

static void
on_emit (const GcSend *send, gpointer user_data)
{
  put_on_wire (user_data, send, send->payload, send->payload_size);
}

static void
on_event (const GcEvent *event, gpointer user_data)
{
  static const char *const names[] = {
    "connected", "media", "gone", "quality", "speaker", "empty"
  };
  FarWorld *world = user_data;

  if (event->kind == GC_EVENT_QUALITY)
    return;
  const char *whose = event->kind == GC_EVENT_EMPTY ? event->room : event->label;
  g_string_append_printf (world->events, "%s %s", names[event->kind],
                          whose != NULL ? whose : "nobody");
  if (event->kind == GC_EVENT_GONE)
    g_string_append_printf (world->events, " %s", gc_peer_reason_name (event->reason));
  if (event->kind == GC_EVENT_SPEAKER && event->seat != NULL)
    g_string_append_printf (world->events, " %d", event->place);
  g_string_append_c (world->events, ';');
}

FarWorld *
far_world_new (void)
{
  FarWorld *world = g_new0 (FarWorld, 1);

  world->now_us = 1000000000;
  world->ntp_base_us = g_get_real_time () - g_get_monotonic_time () + NTP_UNIX_US;
  world->forwarder = gc_forwarder_new (&world->counters, MAX_PEERS, NULL);
  world->stun = gc_stun_new ();
  world->dtls = gc_dtls_context_new (NULL);
  world->fars = g_ptr_array_new ();
  world->events = g_string_new (NULL);
  g_queue_init (&world->wire);
  gc_forwarder_set_emit (world->forwarder, on_emit, world);
  gc_forwarder_set_event_func (world->forwarder, on_event, world);
  gc_forwarder_begin (world->forwarder, world->now_us);
  return world;
}

static void
far_peer_free (FarPeer *far)
{
  gc_dtls_free (far->dtls);
  gc_srtp_free (far->in);
  gc_srtp_free (far->out);
  g_ptr_array_unref (far->rtp);
  g_ptr_array_unref (far->rtcp);
  g_free (far->name);
  g_free (far->id);
  g_free (far->ufrag);
  g_free (far->pwd);
  g_free (far);
}

void
far_world_free (FarWorld *world)
{
  gc_forwarder_free (world->forwarder);
  g_queue_clear_full (&world->wire, (GDestroyNotify)datagram_free);
  g_ptr_array_set_free_func (world->fars, (GDestroyNotify)far_peer_free);
  g_ptr_array_unref (world->fars);
  gc_dtls_context_free (world->dtls);
  gc_stun_free (world->stun);
  g_string_free (world->events, TRUE);
  g_free (world);
}

/* To the forwarder; what it forwards goes onto the wire. */
static void
give (FarWorld *world, const GcAddress *from, const uint8_t *bytes, size_t size)
{
  uint8_t buffer[2048];
  GcSend sends[GC_PACKET_MAX_SENDS];
  GcPacket packet = { .from = *from, .bytes = buffer, .size = size, .sends = sends };

  memcpy (buffer, bytes, size);
  gc_forwarder_handle (world->forwarder, &packet, world->now_us);
  for (unsigned i = 0; i < packet.n_sends; i++)
    put_on_wire (world, &sends[i], buffer + packet.payload_offset, packet.payload_size);
}

static void
answer_check (FarPeer *far, const uint8_t *bytes)
{
  uint8_t answer[GC_STUN_MAX_SIZE];
  GcAddress relay = { 0 };

  gc_address_parse ("127.0.0.1:5000", &relay);
  size_t size = gc_stun_format_success (far->world->stun, gc_stun_peek_transaction (bytes, 100),
                                        &relay, REMOTE_PWD, answer, sizeof answer);
  give (far->world, &far->address, answer, size);
}

static void
receive_media (FarPeer *far, GcPacketKind kind, const uint8_t *bytes, size_t size)
{
  uint8_t plain[2048];

  if (far->in == NULL)
    return;
  memcpy (plain, bytes, size);
  if (kind == GC_PACKET_RTCP) {
    g_assert_true (gc_srtcp_unprotect (far->in, plain, &size, NULL));
    g_ptr_array_add (far->rtcp, g_bytes_new (plain, size));
    return;
  }
  GcSrtpResult result;
  if (gc_srtp_unprotect (far->in, plain, &size, &result))
    g_ptr_array_add (far->rtp, g_bytes_new (plain, size));
  else
    g_assert_cmpint (result, ==, GC_SRTP_REPLAY);
}

static void
receive (FarPeer *far, GBytes *bytes)
{
  size_t size;
  const uint8_t *data = g_bytes_get_data (bytes, &size);
  GcPacketKind kind = gc_packet_classify (data, size);

  if (kind == GC_PACKET_STUN && gc_stun_is_request (data, size) && far->answers_checks)
    answer_check (far, data);
  else if (kind == GC_PACKET_DTLS)
    gc_dtls_handle (far->dtls, data, size, far->world->now_us);
  else if (kind == GC_PACKET_RTP || kind == GC_PACKET_RTCP)
    receive_media (far, kind, data, size);
}

static void
deliver (FarWorld *world)
{
  Datagram *datagram;

  while ((datagram = g_queue_pop_head (&world->wire)) != NULL) {
    for (guint i = 0; i < world->fars->len; i++) {
      FarPeer *far = world->fars->pdata[i];
      if (gc_address_equal (&far->address, &datagram->to))
        receive (far, datagram->bytes);
    }
    datagram_free (datagram);
  }
}

void
far_world_run (FarWorld *world, int64_t for_us)
{
  int64_t end_us = world->now_us + for_us;

  deliver (world);
  while (world->now_us < end_us) {
    world->now_us = MIN (world->now_us + STEP_US, end_us);
    gc_forwarder_begin (world->forwarder, world->now_us);
    deliver (world);
  }
}

static char *
make_offer (FarWorld *world, const char *lines)
{
  GString *offer = g_string_new ("v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=group:BUNDLE");

  for (unsigned i = 0; lines[i] != '\0'; i++)
    g_string_append_printf (offer, " %u", i);
  g_string_append (offer, "\r\n");
  for (unsigned i = 0; lines[i] != '\0'; i++) {
    gboolean plain = g_ascii_tolower (lines[i]) == 'n';
    gboolean red = plain || g_ascii_tolower (lines[i]) == 'd';
    gboolean audio = red || g_ascii_tolower (lines[i]) == 'a';
    gboolean fec = g_ascii_tolower (lines[i]) == 'f';
    gboolean numbered = plain || fec || g_ascii_tolower (lines[i]) == 't';
    gboolean rtx = !audio && (numbered || g_ascii_tolower (lines[i]) == 'r');
    int payload_type = audio ? 111 : 96;
    g_string_append_printf (
        offer,
        "m=%s 9 UDP/TLS/RTP/SAVPF %d%s\r\nc=IN IP4 0.0.0.0\r\na=ice-ufrag:farr\r\n"
        "a=ice-pwd:" REMOTE_PWD "\r\na=fingerprint:sha-256 %s\r\na=setup:active\r\na=mid:%u\r\n"
        "a=%s\r\na=rtcp-mux\r\na=rtcp-rsize\r\na=extmap:%d urn:ietf:params:rtp-hdrext:sdes:mid\r\n"
        "a=rtpmap:%s\r\n",
        audio ? "audio" : "video", payload_type,
        fec   ? " 97 118 119 120"
        : rtx ? " 97"
        : red ? " 63"
              : "",
        gc_dtls_context_fingerprint (world->dtls), i,
        g_ascii_islower (lines[i]) ? "sendrecv" : "recvonly", FAR_MID_ID,
        audio ? "111 opus/48000/2" : "96 VP8/90000");
    if (!plain)
      g_string_append_printf (offer, "a=rtcp-fb:%d nack\r\na=rtcp-fb:%d nack pli\r\n", payload_type,
                              payload_type);
    if (red)
      g_string_append (offer, "a=rtpmap:63 red/48000/2\r\na=fmtp:63 111/111\r\n");
    if (rtx)
      g_string_append (offer, "a=rtpmap:97 rtx/90000\r\na=fmtp:97 apt=96\r\n");
    if (fec)
      g_string_append (offer, "a=rtpmap:118 red/90000\r\na=rtpmap:119 rtx/90000\r\n"
                              "a=fmtp:119 apt=118\r\na=rtpmap:120 ulpfec/90000\r\n");
    if (numbered)
      g_string_append_printf (offer, "a=rtcp-fb:%d transport-cc\r\na=extmap:%d %s\r\n",
                              payload_type, FAR_TRANSPORT_CC_ID, URI_TRANSPORT_CC);
    if (audio)
      g_string_append_printf (offer, "a=extmap:%d urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\n",
                              FAR_AUDIO_LEVEL_ID);
    if (numbered && !audio)
      g_string_append_printf (offer, "a=extmap:%d/recvonly %s\r\n", FAR_PLAYOUT_DELAY_ID,
                              URI_PLAYOUT_DELAY);
  }
  return g_string_free (offer, FALSE);
}

static void
on_dtls_send (const uint8_t *bytes, size_t size, gpointer user_data)
{
  FarPeer *far = user_data;
  give (far->world, &far->address, bytes, size);
}

static void
on_dtls_connected (const GcDtlsKeys *keys, gpointer user_data)
{
  FarPeer *far = user_data;

  far->in = gc_srtp_new (keys->profile, keys->remote_key, keys->remote_salt);
  far->out = gc_srtp_new (keys->profile, keys->local_key, keys->local_salt);
  for (unsigned i = 0; i < GC_SDP_MAX_MEDIA; i++) {
    gc_srtp_add_ssrc (far->in, far->relay_ssrcs[i]);
    gc_srtp_add_ssrc (far->in, far->relay_rtx_ssrcs[i]);
  }
}

static void
on_dtls_failed (const GError *error, gpointer user_data)
{
  g_error ("far peer: %s", error->message);
}

static void
on_dtls_closed (gpointer user_data)
{
}

FarPeer *
far_peer_new (FarWorld *world, const char *name, const char *lines, uint16_t port)
{
  static const GcDtlsCallbacks callbacks = { on_dtls_send, on_dtls_connected, on_dtls_failed,
                                             on_dtls_closed };
  g_autofree char *offer = make_offer (world, lines);
  g_autofree char *answer = NULL;
  g_autoptr (GError) error = NULL;
  GcAddress relay;
  GcPeerConfig *config = NULL;
  const char *fingerprint = gc_forwarder_fingerprint (world->forwarder);

  gc_address_parse ("127.0.0.1:5000", &relay);
  const GcAnswerer answerer = { 0, fingerprint, &relay, 1, FALSE };
  gc_answer_offer (&answerer, offer, strlen (offer), name, &config, &answer, &error);
  g_assert_no_error (error);

  FarPeer *far = g_new0 (FarPeer, 1);
  far->world = world;
  far->name = g_strdup (name);
  far->id = g_strdup (config->id);
  far->ufrag = g_strdup (config->ufrag);
  far->pwd = g_strdup (config->pwd);
  memcpy (far->relay_ssrcs, config->ssrcs, sizeof far->relay_ssrcs);
  memcpy (far->relay_rtx_ssrcs, config->rtx_ssrcs, sizeof far->relay_rtx_ssrcs);
  far->address = relay;
  far->address.port = port;
  far->answers_checks = TRUE;
  far->rtp = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  far->rtcp = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  far->dtls =
      gc_dtls_new (world->dtls, GC_DTLS_ACTIVE, "sha-256", fingerprint, &callbacks, far, &error);
  g_assert_no_error (error);
  g_ptr_array_add (world->fars, far);
  gc_forwarder_add_peer (world->forwarder, config, world->now_us, &error);
  g_assert_no_error (error);
  return far;
}

void
far_peer_check (FarPeer *far, const GcAddress *from)
{
  g_autofree char *username = g_strconcat (far->ufrag, ":farr", NULL);
  GcStunCheck check = {
    .username = username,
    .password = far->pwd,
    .role = GC_STUN_ROLE_CONTROLLING,
    .use_candidate = TRUE,
    .tie_breaker = 1,
    .priority = 1,
  };
  uint8_t bytes[GC_STUN_MAX_SIZE];

  gc_random_bytes (check.transaction, sizeof check.transaction);
  size_t size = gc_stun_format_check (far->world->stun, &check, bytes, sizeof bytes);
  give (far->world, from != NULL ? from : &far->address, bytes, size);
}

void
far_peer_connect (FarPeer *far)
{
  g_autofree char *said = g_strdup_printf ("connected %s;", far->name);

  far_peer_check (far, NULL);
  far_world_run (far->world, 0);
  gc_dtls_start (far->dtls, far->world->now_us);
  far_world_run (far->world, 2 * STEP_US);
  g_assert_nonnull (strstr (far->world->events->str, said));
}

void
far_peer_send_raw (FarPeer *far, const uint8_t *bytes, size_t size)
{
  give (far->world, &far->address, bytes, size);
  far_world_run (far->world, 0);
}

/* The payload @frame with the @media->red frames before it, which end in "line seq", too. */
static size_t
pack_red (const FarMedia *media, const uint8_t *frame, size_t size, uint8_t *out, size_t capacity)
{
  GcRed red = { .primary = { frame, size, 0 }, .count = media->red };
  char texts[GC_RED_MAX_REDUNDANT][16];

  for (unsigned i = 0; i < media->red; i++) {
    unsigned distance = media->red - i;
    int text = g_snprintf (texts[i], sizeof texts[i], "%u %u", media->line,
                           (unsigned)(uint16_t)(media->seq - distance));
    red.redundant[i] =
        (GcRedFrame){ (const uint8_t *)texts[i], (size_t)text, (uint16_t)(960 * distance) };
  }
  return gc_red_format (&red, 111, out, capacity);
}

static uint8_t
payload_type_of (const FarMedia *media)
{
  if (media->line == 0)
    return media->red > 0 ? 63 : 111;
  if (media->in_red)
    return media->rtx ? FAR_RED_RTX : FAR_RED;
  return media->rtx ? FAR_RTX : FAR_VP8;
}

/* The packet as it is protected: without RED, which is the first byte of its payload. */
static void
note_for_fec (FarPeer *far,
              gboolean begins,
              const uint8_t *head,
              size_t head_size,
              const uint8_t *payload,
              size_t n)
{
  uint8_t plain[GC_RTP_MAX_HEADER_SIZE];

  memcpy (plain, head, head_size);
  plain[1] = (uint8_t)((plain[1] & 0x80) | *payload);
  if (begins)
    gc_ulpfec_init (&far->fec, (uint16_t)(plain[2] << 8 | plain[3]));
  g_assert_true (gc_ulpfec_add (&far->fec, plain, head_size, payload + 1, n - 1));
}

static void
send_rtp (FarPeer *far, const uint8_t *head, size_t head_size, const uint8_t *payload, size_t n)
{
  uint8_t out[1600];
  size_t size = 0;

  g_assert_true (gc_srtp_protect (far->out, head, head_size, payload, n, out, sizeof out, &size));
  far_peer_send_raw (far, out, size);
}

void
far_peer_send_media (FarPeer *far, const FarMedia *media)
{
  gboolean audio = media->line == 0;
  GcRtpHeader header = { .timestamp = media->timestamp,
                         .ssrc = media->ssrc,
                         .seq = media->seq,
                         .payload_type = payload_type_of (media),
                         .extension_count = 1,
                         .marker = media->marker };
  uint8_t head[GC_RTP_MAX_HEADER_SIZE];
  uint8_t payload[1100] = { 0 };
  uint8_t packed[128];
  size_t n = 0;

  header.extensions[0] = (GcRtpExtension){ FAR_MID_ID, 1, { (uint8_t)('0' + media->line) } };
  if (media->level != 0)
    header.extensions[header.extension_count++] =
        (GcRtpExtension){ FAR_AUDIO_LEVEL_ID, 1, { media->level } };
  if (media->rtx) {
    payload[n++] = (uint8_t)(media->lost >> 8);
    payload[n++] = (uint8_t)media->lost;
  }
  if (media->in_red)
    payload[n++] = FAR_VP8;
  if (!audio) {
    /* X and S; I; 15 bits of picture id; then the first byte of a frame header, P bit inverted. */
    const uint8_t descriptor[] = { media->continues ? 0x80 : 0x90, 0x80,
                                   (uint8_t)(0x80 | media->picture_id >> 8),
                                   (uint8_t)media->picture_id, media->key_frame ? 0x00 : 0x01 };
    memcpy (payload + n, descriptor, sizeof descriptor);
    payload[n + 8] = 0x9d;
    payload[n + 9] = 0x01;
    payload[n + 10] = 0x2a;
    n += sizeof descriptor + 9; /* the start code and size that a key frame has */
  }
  n += MIN (media->fill, 1000);
  n += (size_t)g_snprintf ((char *)payload + n, sizeof payload - n, "%u %u", media->line,
                           media->rtx ? media->lost : media->seq);
  size_t head_size = gc_rtp_format_header (&header, head, sizeof head);
  g_assert_true (gc_srtp_add_ssrc (far->out, media->ssrc));
  if (media->red > 0)
    n = pack_red (media, payload, n, packed, sizeof packed);
  if (media->in_red && !media->rtx)
    note_for_fec (far, !media->continues, head, head_size, payload, n);
  if (!media->is_lost)
    send_rtp (far, head, head_size, media->red > 0 ? packed : payload, n);
}

void
far_peer_send_fec (FarPeer *far, const FarMedia *media)
{
  GcRtpHeader header = {
    .timestamp = media->timestamp, .ssrc = media->ssrc, .seq = media->seq, .payload_type = FAR_RED
  };
  uint8_t head[GC_RTP_FIXED_SIZE];
  uint8_t payload[1 + GC_ULPFEC_MAX_SIZE] = { FAR_FEC };

  size_t size = gc_ulpfec_format (&far->fec, payload + 1, GC_ULPFEC_MAX_SIZE);
  g_assert_cmpuint (size, >, 0);
  gc_rtp_format_header (&header, head, sizeof head);
  if (!media->is_lost)
    send_rtp (far, head, sizeof head, payload, 1 + size);
}

void
far_peer_send_rtcp (FarPeer *far, const uint8_t *bytes, size_t size)
{
  uint8_t out[1500];

  memcpy (out, bytes, size);
  g_assert_true (gc_srtcp_protect (far->out, out, &size, sizeof out));
  far_peer_send_raw (far, out, size);
}

void
far_peer_send_nack (FarPeer *far, uint32_t media_ssrc, uint16_t seq)
{
  uint8_t bytes[64];
  GcRtcpWriter writer;

  gc_rtcp_writer_init (&writer, bytes, sizeof bytes);
  g_assert_true (gc_rtcp_add_nack (&writer, 1, media_ssrc, &seq, 1));
  far_peer_send_rtcp (far, bytes, writer.size);
}

void
far_peer_report (FarPeer *far, unsigned line, unsigned percent, int64_t rtt_us)
{
  int64_t sent_us = far->world->ntp_base_us + far->world->now_us - rtt_us;
  const GcRtcpReport report = {
    .ssrc = far->relay_ssrcs[line],
    .fraction_lost = (uint8_t)(percent * 256 / 100),
    /* In 16.16, as if it answered at once. */
    .last_sr = rtt_us > 0 ? (uint32_t)(sent_us / 15625 * 1024 + sent_us % 15625 * 1024 / 15625) : 0,
  };
  uint8_t bytes[128];
  GcRtcpWriter writer;

  gc_rtcp_writer_init (&writer, bytes, sizeof bytes);
  g_assert_true (gc_rtcp_add_receiver_report (&writer, 1, &report, 1));
  far_peer_send_rtcp (far, bytes, writer.size);
}

void
far_peer_sit (FarPeer *far, const char *room, gboolean hold)
{
  const GcBinding binding = {
    .room = room, .seat = far->name, .peer = far->id, .hold = hold, .place = GC_ROOM_ANY_PLACE
  };
  g_autoptr (GError) error = NULL;

  gc_forwarder_bind (far->world->forwarder, &binding, &error);
  g_assert_no_error (error);
}
