// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "media/gc-answer.h"

#include <arpa/inet.h>
#include <string.h>

#include "common/gc-id.h"

#define ID_BITS 128
#define UFRAG_BITS 80
#define PWD_BITS 160

/* SSRCs of one peer must differ from each other and from 0; between peers they are independent. */
static void
make_ssrcs (GcPeerConfig *config)
{
  uint32_t made[2 * GC_SDP_MAX_MEDIA];

  for (unsigned i = 0; i < G_N_ELEMENTS (made); i++) {
    gboolean taken;
    do {
      gc_random_bytes (&made[i], sizeof made[i]);
      taken = made[i] == 0;
      for (unsigned k = 0; k < i; k++)
        taken |= made[k] == made[i];
    } while (taken);
  }
  memcpy (config->ssrcs, made, sizeof config->ssrcs);
  memcpy (config->rtx_ssrcs, made + GC_SDP_MAX_MEDIA, sizeof config->rtx_ssrcs);
}

/*
 * Lines of one party are one stream, so that a browser plays them in lip-sync: audio line k with
 * the first video of party k. The document camera, second video line, is a stream of its own.
 */
static const char *
find_stream (const GcSdpMedia *media, unsigned n_before)
{
  static const char *const parties[] = { "party-0", "party-1", "party-2", "party-3", "party-4" };
  unsigned party = n_before;

  if (media->kind == GC_SDP_VIDEO && n_before > 0)
    party = n_before - 1;
  if ((media->kind == GC_SDP_VIDEO && n_before == 1) || party >= G_N_ELEMENTS (parties))
    return NULL;
  return parties[party];
}

static void
fill_senders (const GcPeerConfig *config, GcSdpAnswerConfig *answer)
{
  unsigned n_audio = 0;
  unsigned n_video = 0;

  for (size_t i = 0; i < config->offer->media_count; i++) {
    const GcSdpMedia *media = &config->offer->media[i];
    if (!gc_sdp_we_send (media))
      continue;
    unsigned n_before = media->kind == GC_SDP_AUDIO ? n_audio++ : n_video++;
    answer->senders[i] =
        (GcSdpSender){ config->ssrcs[i], config->rtx_ssrcs[i], find_stream (media, n_before) };
  }
}

static char *
format_answer (const GcAnswerer *answerer, const GcPeerConfig *config)
{
  GcSdpCandidate candidates[GC_SDP_MAX_CANDIDATES];
  char texts[GC_SDP_MAX_CANDIDATES][INET6_ADDRSTRLEN];
  GcSdpAnswerConfig answer = { 0 };

  answer.ufrag = config->ufrag;
  answer.pwd = config->pwd;
  answer.fingerprint = answerer->fingerprint;
  answer.cname = config->cname;
  gc_random_bytes (&answer.session_id, sizeof answer.session_id);
  answer.session_id >>= 2;
  answer.candidate_count = MIN (answerer->n_candidates, GC_SDP_MAX_CANDIDATES);
  for (size_t i = 0; i < answer.candidate_count; i++) {
    const GcAddress *address = &answerer->candidates[i];
    inet_ntop (address->family, address->bytes, texts[i], sizeof texts[i]);
    candidates[i] = (GcSdpCandidate){ texts[i], address->port };
  }
  answer.candidates = candidates;
  answer.with_tcp = answerer->with_tcp;
  fill_senders (config, &answer);
  return gc_sdp_format_answer (config->offer, &answer);
}

/* "1-6mf2k…": a peer of worker 1. */
static char *
make_peer_id (unsigned worker)
{
  g_autofree char *random = gc_id_new (ID_BITS);

  return g_strdup_printf ("%u-%s", worker, random);
}

gboolean
gc_answer_parse_peer_id (const char *id, unsigned *ret_worker)
{
  const char *dash = strchr (id, '-');
  g_autofree char *number = dash != NULL ? g_strndup (id, (gsize)(dash - id)) : NULL;
  guint64 worker = 0;

  if (number == NULL || !g_ascii_string_to_unsigned (number, 10, 0, UINT_MAX, &worker, NULL))
    return FALSE;
  *ret_worker = (unsigned)worker;
  return TRUE;
}

void
gc_answer_make_ice (char **ret_ufrag, char **ret_pwd)
{
  *ret_ufrag = gc_id_new (UFRAG_BITS);
  *ret_pwd = gc_id_new (PWD_BITS);
}

gboolean
gc_answer_offer (const GcAnswerer *answerer,
                 const char *offer,
                 size_t size,
                 const char *label,
                 GcPeerConfig **ret_config,
                 char **ret_answer,
                 GError **error)
{
  g_autoptr (GcSdpOffer) parsed = gc_sdp_parse_offer (offer, size, error);

  if (parsed == NULL)
    return FALSE;
  GcPeerConfig *config = g_new0 (GcPeerConfig, 1);
  config->id = make_peer_id (answerer->worker);
  config->label = g_strdup (label);
  gc_answer_make_ice (&config->ufrag, &config->pwd);
  config->cname = gc_id_new (UFRAG_BITS);
  config->offer = g_steal_pointer (&parsed);
  make_ssrcs (config);
  *ret_answer = format_answer (answerer, config);
  *ret_config = config;
  return TRUE;
}
