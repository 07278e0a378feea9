// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Reading offers (RFC 8866). One pass over a private copy of the text, line by line; attributes
 * have a table of handlers, all others are skipped. What is kept is checked character by
 * character, since parts of it are repeated in the answer.
 */
#include "config.h"

#include "rtp/gc-sdp.h"

#include "common/gc-error.h"
#include "rtp/gc-sdp-line.h"

#include <string.h>

#define URI_MID "urn:ietf:params:rtp-hdrext:sdes:mid"
#define URI_AUDIO_LEVEL "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
#define URI_TRANSPORT_CC "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
#define URI_PLAYOUT_DELAY "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay"
#define URI_ABS_SEND_TIME "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"

#define MAX_EXTENSION_ID 14 /* of the one-byte form */
#define MAX_FORMATS 512     /* characters of a rejected m-line that we repeat */

typedef struct {
  GcSdpOffer *offer;
  GcSdpMedia *media; /* the m-line that is being read, NULL above the first */
  GcSdpLine line;    /* belongs to media */
  GcSdpTransport session;
  GcSdpTransport transports[GC_SDP_MAX_MEDIA];
  GcSdpDirection session_direction;
  const char *bundle; /* mids, separated by spaces; NULL: none offered */
  unsigned number;    /* of the text line, from 1 */
} Parser;

/* A bad line. Always FALSE. */
static gboolean
refuse (const Parser *parser, const char *what, GError **error)
{
  g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "sdp line %u: %s", parser->number, what);
  return FALSE;
}

static GcSdpTransport *
get_transport (Parser *parser)
{
  return parser->media != NULL ? &parser->line.transport : &parser->session;
}

/* Reads a decimal number up to @max at *@text and moves it behind; FALSE when there is none. */
static gboolean
take_number (char **text, uint32_t max, uint32_t *ret_number)
{
  uint64_t number = 0;
  char *at = *text;

  if (!g_ascii_isdigit (*at))
    return FALSE;
  for (; g_ascii_isdigit (*at); at++) {
    number = number * 10 + (uint64_t)(*at - '0');
    if (number > max)
      return FALSE;
  }
  *text = at;
  *ret_number = (uint32_t)number;
  return TRUE;
}

/* Cuts the next word (no blanks) out of *@text; "" at the end. */
static char *
take_word (char **text)
{
  char *word = *text + strspn (*text, " ");
  char *end = word + strcspn (word, " ");

  *text = *end == '\0' ? end : end + 1;
  *end = '\0';
  return word;
}

static gboolean
is_ice_string (const char *text, size_t min)
{
  size_t length = strlen (text);

  if (length < min || length > GC_SDP_MAX_ICE)
    return FALSE;
  for (size_t i = 0; i < length; i++)
    if (!g_ascii_isalnum (text[i]) && text[i] != '+' && text[i] != '/')
      return FALSE;
  return TRUE;
}

/* token of RFC 8866 section 9 */
static gboolean
is_token (const char *text)
{
  if (*text == '\0')
    return FALSE;
  for (; *text != '\0'; text++)
    if (!g_ascii_isalnum (*text) && strchr ("!#$%&'*+-.^_`{|}~", *text) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
on_ufrag (Parser *parser, char *value, GError **error)
{
  if (!is_ice_string (value, GC_SDP_MIN_UFRAG))
    return refuse (parser, "ice-ufrag is not 4 to 256 characters of ICE", error);
  get_transport (parser)->ufrag = value;
  return TRUE;
}

static gboolean
on_pwd (Parser *parser, char *value, GError **error)
{
  if (!is_ice_string (value, GC_SDP_MIN_PWD))
    return refuse (parser, "ice-pwd is not 22 to 256 characters of ICE", error);
  get_transport (parser)->pwd = value;
  return TRUE;
}

static gboolean
on_ice_lite (Parser *parser, char *value, GError **error)
{
  return refuse (parser, "both sides are ICE-lite, nobody would start", error);
}

static gboolean
on_setup (Parser *parser, char *value, GError **error)
{
  if (strcmp (value, "actpass") != 0 && strcmp (value, "active") != 0 &&
      strcmp (value, "passive") != 0)
    return refuse (parser, "setup is not actpass, active or passive", error);
  get_transport (parser)->setup = value;
  return TRUE;
}

/* Of several fingerprints the one with the longest hash is kept (RFC 8122 section 5). */
static gboolean
on_fingerprint (Parser *parser, char *value, GError **error)
{
  static const struct {
    const char *name;
    size_t bytes;
  } algorithms[] = { { "sha-256", 32 }, { "sha-384", 48 }, { "sha-512", 64 } };
  GcSdpTransport *transport = get_transport (parser);
  const char *name = take_word (&value);
  const char *hash = take_word (&value);
  size_t which = 0;

  while (which < G_N_ELEMENTS (algorithms) &&
         g_ascii_strcasecmp (name, algorithms[which].name) != 0)
    which++;
  if (which == G_N_ELEMENTS (algorithms))
    return TRUE; /* a hash we do not take; there may be another */
  if (strlen (hash) != algorithms[which].bytes * 3 - 1)
    return refuse (parser, "fingerprint has the wrong length", error);
  for (size_t i = 0; hash[i] != '\0'; i++)
    if (i % 3 == 2 ? hash[i] != ':' : !g_ascii_isxdigit (hash[i]))
      return refuse (parser, "fingerprint is not hexadecimal with colons", error);
  if (algorithms[which].bytes > transport->fingerprint_bytes) {
    transport->fingerprint_algorithm = algorithms[which].name;
    transport->fingerprint = hash;
    transport->fingerprint_bytes = algorithms[which].bytes;
  }
  return TRUE;
}

static gboolean
on_group (Parser *parser, char *value, GError **error)
{
  const char *semantics = take_word (&value);

  /* Only the first group: one transport is all we have. */
  if (parser->media == NULL && parser->bundle == NULL && strcmp (semantics, "BUNDLE") == 0)
    parser->bundle = value;
  return TRUE;
}

static gboolean
set_direction (Parser *parser, GcSdpDirection direction)
{
  if (parser->media != NULL)
    parser->media->direction = direction;
  else
    parser->session_direction = direction;
  return TRUE;
}

static gboolean
on_sendrecv (Parser *parser, char *value, GError **error)
{
  return set_direction (parser, GC_SDP_SEND_RECEIVE);
}

static gboolean
on_sendonly (Parser *parser, char *value, GError **error)
{
  return set_direction (parser, GC_SDP_SEND);
}

static gboolean
on_recvonly (Parser *parser, char *value, GError **error)
{
  return set_direction (parser, GC_SDP_RECEIVE);
}

static gboolean
on_inactive (Parser *parser, char *value, GError **error)
{
  return set_direction (parser, GC_SDP_INACTIVE);
}

static gboolean
on_mid (Parser *parser, char *value, GError **error)
{
  if (!is_token (value) || strlen (value) > GC_SDP_MAX_MID)
    return refuse (parser, "mid is not a token of at most 32 characters", error);
  for (size_t i = 0; i < parser->offer->media_count; i++)
    if (strcmp (parser->offer->media[i].mid, value) == 0)
      return refuse (parser, "mid is used twice", error);
  g_strlcpy (parser->media->mid, value, sizeof parser->media->mid);
  return TRUE;
}

static gboolean
on_rtcp_mux (Parser *parser, char *value, GError **error)
{
  parser->line.rtcp_mux = TRUE;
  return TRUE;
}

static gboolean
on_rtcp_rsize (Parser *parser, char *value, GError **error)
{
  parser->media->reduced_size_rtcp = TRUE;
  return TRUE;
}

static gboolean
on_bundle_only (Parser *parser, char *value, GError **error)
{
  parser->line.bundle_only = TRUE;
  return TRUE;
}

/* Reads the payload type that rtpmap and fmtp begin with. */
static GcSdpPayload *
take_payload (Parser *parser, char **value)
{
  uint32_t type = 0;

  if (!take_number (value, GC_SDP_PAYLOAD_TYPES - 1, &type) || **value != ' ')
    return NULL;
  *value += 1;
  return &parser->line.payloads[type];
}

static gboolean
on_rtpmap (Parser *parser, char *value, GError **error)
{
  GcSdpPayload *payload = NULL;

  if (parser->media->kind == GC_SDP_OTHER)
    return TRUE;
  payload = take_payload (parser, &value);
  if (payload == NULL)
    return refuse (parser, "rtpmap has no payload type", error);
  payload->rtpmap = take_word (&value);
  return TRUE;
}

static gboolean
on_fmtp (Parser *parser, char *value, GError **error)
{
  GcSdpPayload *payload = NULL;

  if (parser->media->kind == GC_SDP_OTHER)
    return TRUE;
  payload = take_payload (parser, &value);
  if (payload == NULL)
    return refuse (parser, "fmtp has no payload type", error);
  payload->fmtp = value;
  return TRUE;
}

static gboolean
on_rtcp_fb (Parser *parser, char *value, GError **error)
{
  static const struct {
    const char *name;
    GcSdpFeedback flag;
  } known[] = { { "nack", GC_SDP_NACK },
                { "nack pli", GC_SDP_NACK_PLI },
                { "ccm fir", GC_SDP_CCM_FIR },
                { "transport-cc", GC_SDP_TRANSPORT_CC } };
  unsigned *feedback = &parser->line.any_feedback;

  if (parser->media->kind == GC_SDP_OTHER)
    return TRUE;
  if (value[0] == '*' && value[1] == ' ') {
    value += 2;
  } else {
    GcSdpPayload *payload = take_payload (parser, &value);
    if (payload == NULL)
      return refuse (parser, "rtcp-fb has no payload type", error);
    feedback = &payload->feedback;
  }
  g_strchomp (value);
  for (size_t i = 0; i < G_N_ELEMENTS (known); i++)
    if (strcmp (value, known[i].name) == 0)
      *feedback |= known[i].flag;
  return TRUE;
}

static gboolean
on_extmap (Parser *parser, char *value, GError **error)
{
  uint32_t id = 0;

  if (!take_number (&value, 4351, &id) || id == 0)
    return refuse (parser, "extmap has no identifier", error);
  /* Of one-way extensions only what we alone send is of use on lines that may carry both ways. */
  gboolean one_way = g_str_has_prefix (value, "/recvonly");
  if (one_way || g_str_has_prefix (value, "/sendrecv"))
    value += strlen ("/sendrecv");
  if (parser->media == NULL || id > MAX_EXTENSION_ID || *value != ' ')
    return TRUE;
  value += 1;

  const char *uri = take_word (&value);
  GcSdpMedia *media = parser->media;
  if (strcmp (uri, URI_PLAYOUT_DELAY) == 0)
    media->playout_delay_id = (uint8_t)id;
  else if (one_way)
    return TRUE;
  else if (strcmp (uri, URI_MID) == 0)
    media->mid_id = (uint8_t)id;
  else if (strcmp (uri, URI_TRANSPORT_CC) == 0)
    media->transport_cc_id = (uint8_t)id;
  else if (strcmp (uri, URI_AUDIO_LEVEL) == 0)
    media->audio_level_id = (uint8_t)id;
  else if (strcmp (uri, URI_ABS_SEND_TIME) == 0)
    media->abs_send_time_id = (uint8_t)id;
  return TRUE;
}

static void
add_ssrc (uint32_t *ssrcs, size_t *count, uint32_t ssrc)
{
  for (size_t i = 0; i < *count; i++)
    if (ssrcs[i] == ssrc)
      return;
  if (*count < GC_SDP_MAX_SEEN_SSRCS)
    ssrcs[(*count)++] = ssrc;
}

static gboolean
on_ssrc (Parser *parser, char *value, GError **error)
{
  uint32_t ssrc = 0;

  if (!take_number (&value, UINT32_MAX, &ssrc))
    return refuse (parser, "ssrc is not a number of 32 bits", error);
  add_ssrc (parser->line.ssrcs, &parser->line.ssrc_count, ssrc);
  return TRUE;
}

static gboolean
on_ssrc_group (Parser *parser, char *value, GError **error)
{
  GcSdpLine *line = &parser->line;
  const char *semantics = take_word (&value);

  gboolean rtx = strcmp (semantics, "FID") == 0;
  if (!rtx && strcmp (semantics, "FEC-FR") != 0)
    return TRUE;
  take_word (&value);
  for (char *word = take_word (&value); *word != '\0'; word = take_word (&value)) {
    uint32_t ssrc = 0;
    if (!take_number (&word, UINT32_MAX, &ssrc))
      return refuse (parser, "ssrc-group has no number of 32 bits", error);
    add_ssrc (line->repair_ssrcs, &line->repair_count, ssrc);
    if (rtx)
      add_ssrc (line->rtx_ssrcs, &line->rtx_count, ssrc);
  }
  return TRUE;
}

static const struct {
  const char *name;
  gboolean of_media; /* means nothing above the first m-line */
  gboolean (*handle) (Parser *parser, char *value, GError **error);
} attributes[] = {
  { "bundle-only", TRUE, on_bundle_only },
  { "extmap", TRUE, on_extmap },
  { "fingerprint", FALSE, on_fingerprint },
  { "fmtp", TRUE, on_fmtp },
  { "group", FALSE, on_group },
  { "ice-lite", FALSE, on_ice_lite },
  { "ice-pwd", FALSE, on_pwd },
  { "ice-ufrag", FALSE, on_ufrag },
  { "inactive", FALSE, on_inactive },
  { "mid", TRUE, on_mid },
  { "recvonly", FALSE, on_recvonly },
  { "rtcp-fb", TRUE, on_rtcp_fb },
  { "rtcp-mux", TRUE, on_rtcp_mux },
  { "rtcp-rsize", TRUE, on_rtcp_rsize },
  { "rtpmap", TRUE, on_rtpmap },
  { "sendonly", FALSE, on_sendonly },
  { "sendrecv", FALSE, on_sendrecv },
  { "setup", FALSE, on_setup },
  { "ssrc", TRUE, on_ssrc },
  { "ssrc-group", TRUE, on_ssrc_group },
};

static gboolean
parse_attribute (Parser *parser, char *text, GError **error)
{
  char *value = strchr (text, ':');

  if (value != NULL)
    *value++ = '\0';
  else
    value = text + strlen (text);
  for (size_t i = 0; i < G_N_ELEMENTS (attributes); i++)
    if (strcmp (text, attributes[i].name) == 0)
      return (attributes[i].of_media && parser->media == NULL) ||
             attributes[i].handle (parser, value, error);
  return TRUE;
}

static void
finish_media (Parser *parser)
{
  if (parser->media == NULL)
    return;
  gc_sdp_choose (&parser->line, parser->media);
  parser->transports[parser->offer->media_count - 1] = parser->line.transport;
}

/* The payload types of a line of audio or video. */
static gboolean
parse_formats (Parser *parser, char *formats, GError **error)
{
  GcSdpLine *line = &parser->line;

  for (char *word = take_word (&formats); *word != '\0'; word = take_word (&formats)) {
    uint32_t type = 0;
    if (!take_number (&word, GC_SDP_PAYLOAD_TYPES - 1, &type) || *word != '\0')
      return refuse (parser, "m-line has a format that is no payload type", error);
    if (line->order_count < GC_SDP_PAYLOAD_TYPES)
      line->order[line->order_count++] = (uint8_t)type;
  }
  return line->order_count > 0 || refuse (parser, "m-line has no format", error);
}

static gboolean
are_formats (const char *text)
{
  for (const char *at = text; *at != '\0'; at++)
    if (*at <= ' ' ? *at != ' ' : *at == 0x7f)
      return FALSE;
  return *text != '\0' && strlen (text) <= MAX_FORMATS;
}

static gboolean
parse_media (Parser *parser, char *text, GError **error)
{
  GcSdpOffer *offer = parser->offer;
  uint32_t port = 0;

  finish_media (parser);
  if (offer->media_count == GC_SDP_MAX_MEDIA) {
    g_set_error (error, GC_ERROR, GC_ERROR_LIMIT, "sdp line %u: more than %d m-lines",
                 parser->number, GC_SDP_MAX_MEDIA);
    return FALSE;
  }
  const char *name = take_word (&text);
  char *port_text = take_word (&text);
  const char *protocol = take_word (&text);
  g_strchomp (text);
  if (!is_token (name) || !take_number (&port_text, UINT16_MAX, &port) || !are_formats (protocol) ||
      !are_formats (text))
    return refuse (parser, "m-line is malformed", error);

  GcSdpMedia *media = &offer->media[offer->media_count++];
  memset (&parser->line, 0, sizeof parser->line);
  parser->media = media;
  parser->line.port = port;
  media->direction = parser->session_direction;
  media->media = g_strdup (name);
  media->protocol = g_strdup (protocol);
  media->formats = g_strdup (text);
  if (strcmp (name, "audio") == 0)
    media->kind = GC_SDP_AUDIO;
  else if (strcmp (name, "video") == 0)
    media->kind = GC_SDP_VIDEO;
  return media->kind == GC_SDP_OTHER || parse_formats (parser, text, error);
}

static gboolean
parse_line (Parser *parser, char *text, GError **error)
{
  parser->number++;
  if (parser->number == 1 && strcmp (text, "v=0") != 0)
    return refuse (parser, "text does not begin with v=0", error);
  if (!g_ascii_isalpha (text[0]) || text[1] != '=')
    return refuse (parser, "line is not of the form x=...", error);
  if (text[0] == 'm')
    return parse_media (parser, text + 2, error);
  if (text[0] == 'a')
    return parse_attribute (parser, text + 2, error);
  return TRUE;
}

static gboolean
is_in_bundle (const char *bundle, const char *mid)
{
  size_t length = strlen (mid);

  for (const char *at = bundle; at != NULL && *at != '\0'; at += strspn (at, " ")) {
    size_t word = strcspn (at, " ");
    if (word == length && length > 0 && memcmp (at, mid, length) == 0)
      return TRUE;
    at += word;
  }
  return FALSE;
}

/* We have one transport: only the lines of the bundle, or a lone line, can be accepted. */
static int
choose_bundle (Parser *parser)
{
  int first = -1;

  for (size_t i = 0; i < parser->offer->media_count; i++) {
    GcSdpMedia *media = &parser->offer->media[i];
    media->bundled = media->accepted && is_in_bundle (parser->bundle, media->mid);
    if (!media->accepted)
      continue;
    if (parser->bundle != NULL ? !media->bundled : first >= 0)
      media->accepted = FALSE;
    else if (first < 0)
      first = (int)i;
  }
  return first;
}

static gboolean
finish_transport (Parser *parser, const GcSdpTransport *line, GError **error)
{
  const GcSdpTransport *session = &parser->session;
  const GcSdpTransport *hash = line->fingerprint != NULL ? line : session;
  const char *ufrag = line->ufrag != NULL ? line->ufrag : session->ufrag;
  const char *pwd = line->pwd != NULL ? line->pwd : session->pwd;
  const char *setup = line->setup != NULL ? line->setup : session->setup;

  if (ufrag == NULL || pwd == NULL || hash->fingerprint == NULL) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "sdp has no %s",
                 ufrag == NULL ? "ice-ufrag"
                 : pwd == NULL ? "ice-pwd"
                               : "fingerprint of sha-256, sha-384 or sha-512");
    return FALSE;
  }
  parser->offer->ufrag = g_strdup (ufrag);
  parser->offer->pwd = g_strdup (pwd);
  parser->offer->fingerprint_algorithm = g_strdup (hash->fingerprint_algorithm);
  parser->offer->fingerprint = g_ascii_strup (hash->fingerprint, -1);
  parser->offer->dtls_client = g_strcmp0 (setup, "passive") == 0;
  return TRUE;
}

static gboolean
parse_lines (Parser *parser, char *text, GError **error)
{
  while (*text != '\0') {
    char *end = text + strcspn (text, "\n");
    char *next = *end == '\0' ? end : end + 1;
    if (end > text && end[-1] == '\r')
      end--;
    *end = '\0';
    /* An empty line is a slip of many who cut and paste; it means nothing. */
    if (strchr (text, '\r') != NULL) {
      parser->number++;
      return refuse (parser, "carriage return within a line", error);
    }
    if (*text != '\0' && !parse_line (parser, text, error))
      return FALSE;
    text = next;
  }
  finish_media (parser);
  return TRUE;
}

GcSdpOffer *
gc_sdp_parse_offer (const char *text, size_t size, GError **error)
{
  g_autoptr (GcSdpOffer) offer = g_new0 (GcSdpOffer, 1);
  g_autofree Parser *parser = g_new0 (Parser, 1);

  if (size > GC_SDP_MAX_SIZE) {
    g_set_error (error, GC_ERROR, GC_ERROR_LIMIT, "sdp is too large (%zu of %d bytes)", size,
                 GC_SDP_MAX_SIZE);
    return NULL;
  }
  if (size == 0 || memchr (text, 0, size) != NULL) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "sdp is empty or has a zero byte");
    return NULL;
  }
  g_autofree char *copy = g_strndup (text, size);

  parser->offer = offer;
  parser->session_direction = GC_SDP_SEND_RECEIVE;
  if (!parse_lines (parser, copy, error))
    return NULL;
  int first = choose_bundle (parser);
  if (first < 0) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "sdp has no m-line that we can accept");
    return NULL;
  }
  if (!finish_transport (parser, &parser->transports[first], error))
    return NULL;
  return g_steal_pointer (&offer);
}

void
gc_sdp_offer_free (GcSdpOffer *offer)
{
  if (offer == NULL)
    return;
  for (size_t i = 0; i < offer->media_count; i++) {
    GcSdpMedia *media = &offer->media[i];
    for (size_t j = 0; j < media->codec_count; j++)
      g_free (media->codecs[j].fmtp);
    g_free (media->protocol);
    g_free (media->formats);
    g_free (media->media);
  }
  g_free (offer->ufrag);
  g_free (offer->pwd);
  g_free (offer->fingerprint_algorithm);
  g_free (offer->fingerprint);
  g_free (offer);
}

uint8_t
gc_sdp_find_rtx_type (const GcSdpMedia *media)
{
  for (size_t i = 0; i < media->codec_count; i++)
    if (media->codecs[i].rtx_type != 0)
      return media->codecs[i].rtx_type;
  return 0;
}

const GcSdpCodec *
gc_sdp_find_codec (const GcSdpMedia *media, uint8_t payload_type)
{
  for (size_t i = 0; i < media->codec_count; i++)
    if (media->codecs[i].payload_type == payload_type)
      return &media->codecs[i];
  return NULL;
}

const GcSdpCodec *
gc_sdp_find_rtx (const GcSdpMedia *media, uint8_t payload_type)
{
  for (size_t i = 0; i < media->codec_count; i++)
    if (payload_type != 0 && (media->codecs[i].rtx_type == payload_type ||
                              media->codecs[i].red_rtx_type == payload_type))
      return &media->codecs[i];
  return NULL;
}

uint8_t
gc_sdp_rtx_type (const GcSdpMedia *media, uint8_t payload_type)
{
  const GcSdpCodec *plain = gc_sdp_find_codec (media, payload_type);
  const GcSdpCodec *red = gc_sdp_find_red (media, payload_type);

  if (plain != NULL)
    return plain->rtx_type;
  return red != NULL ? red->red_rtx_type : 0;
}

const GcSdpCodec *
gc_sdp_find_red (const GcSdpMedia *media, uint8_t payload_type)
{
  for (size_t i = 0; i < media->codec_count; i++)
    if (media->codecs[i].red_type != 0 && media->codecs[i].red_type == payload_type)
      return &media->codecs[i];
  return NULL;
}

gboolean
gc_sdp_has_rtx (const GcSdpMedia *media)
{
  for (size_t i = 0; i < media->codec_count; i++)
    if (media->codecs[i].rtx_type != 0)
      return TRUE;
  return FALSE;
}

int
gc_sdp_payload_type (const GcSdpMedia *media, GcCodec codec)
{
  for (size_t i = 0; i < media->codec_count; i++)
    if (media->codecs[i].codec == codec)
      return media->codecs[i].payload_type;
  return -1;
}

gboolean
gc_sdp_we_send (const GcSdpMedia *media)
{
  return media->accepted && (media->direction & GC_SDP_RECEIVE) != 0;
}
