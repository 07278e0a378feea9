// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Offers: either an error or an offer whose answer is lines of SDP and, read as an offer, has the
 * same lines and codecs in it.
 */
#include "config.h"

#include "rtp/gc-sdp.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check_lines (const char *text)
{
  for (const char *at = text; *at != '\0';) {
    const char *end = strstr (at, "\r\n");
    g_assert (end != NULL && end - at >= 2);
    g_assert (g_ascii_islower (at[0]) && at[1] == '=');
    for (; at < end; at++)
      g_assert (*at != '\r' && *at != '\n');
    at += 2;
  }
}

static void
check_again (const GcSdpOffer *offer, const char *answer)
{
  g_autoptr (GString) text = g_string_new (answer);
  g_autoptr (GError) error = NULL;

  g_string_replace (text, "a=ice-lite\r\n", "", 1);
  if (text->len > GC_SDP_MAX_SIZE)
    return;
  g_autoptr (GcSdpOffer) again = gc_sdp_parse_offer (text->str, text->len, &error);
  g_assert_no_error (error);
  g_assert (again->media_count == offer->media_count);
  for (size_t i = 0; i < offer->media_count; i++) {
    g_assert (again->media[i].accepted == offer->media[i].accepted);
    if (!offer->media[i].accepted)
      continue;
    g_assert (again->media[i].codec_count == offer->media[i].codec_count);
    for (size_t j = 0; j < offer->media[i].codec_count; j++)
      g_assert (again->media[i].codecs[j].payload_type == offer->media[i].codecs[j].payload_type);
  }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const GcSdpCandidate candidates[] = { { "192.0.2.1", 5000 }, { "2001:db8::1", 5000 } };
  GcSdpAnswerConfig config = {
    .ufrag = "OURU",
    .pwd = "ourpasswordourpassword",
    .fingerprint = "E4:FA:75:86:45:F5:20:A3:55:4E:8C:A4:6A:12:B3:A8:"
                   "94:E0:8A:A0:4D:0C:1D:D5:0E:2B:BD:01:DF:04:66:27",
    .cname = "relay",
    .session_id = 1,
    .candidates = candidates,
    .candidate_count = G_N_ELEMENTS (candidates),
  };
  g_autoptr (GError) error = NULL;

  for (size_t i = 0; i < GC_SDP_MAX_MEDIA; i++)
    config.senders[i].ssrc = 1 + (uint32_t)i;
  g_autoptr (GcSdpOffer) offer = gc_sdp_parse_offer ((const char *)data, size, &error);
  g_assert ((offer == NULL) == (error != NULL));
  if (offer == NULL)
    return 0;
  g_autofree char *answer = gc_sdp_format_answer (offer, &config);
  check_lines (answer);
  check_again (offer, answer);
  return 0;
}
