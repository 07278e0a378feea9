// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "media/gc-peer-private.h"

#include <string.h>

#define DTLS_MIN_WAIT_US 50000
#define DTLS_MAX_WAIT_US 3000000
#define SETTLE_US 500000
#define QUIET_TICK_US 100000
#define QUIET_AFTER_US 3000000 /* by then nothing is queued or missed any more */
#define REPORT_FIRST_US 250000
#define REPORT_MIN_US 750000 /* spread, so that peers that came together do not report together */
#define REPORT_MAX_US 1250000

const char *
gc_peer_reason_name (GcPeerReason reason)
{
  static const char *const names[] = {
    [GC_PEER_CLOSED] = "closed",     [GC_PEER_CONSENT] = "consent", [GC_PEER_DTLS] = "dtls",
    [GC_PEER_REPLACED] = "replaced", [GC_PEER_DELETED] = "deleted",
  };
  return names[reason];
}

void
gc_peer_config_free (GcPeerConfig *config)
{
  if (config == NULL)
    return;
  gc_sdp_offer_free (config->offer);
  g_free (config->id);
  g_free (config->label);
  g_free (config->ufrag);
  g_free (config->pwd);
  g_free (config->cname);
  g_free (config);
}

static void
on_ice_send (const uint8_t *bytes, size_t size, const GcAddress *to, gpointer user_data)
{
  gc_peer_emit_plain (user_data, to, bytes, size);
}

/* Media may flow once there are keys and a path that the peer has proved to be its own. */
static void
update_connected (GcPeer *peer)
{
  if (!peer->has_path || peer->srtp_out == NULL || peer->state != GC_PEER_NEW)
    return;
  peer->downlink.srtp = peer->srtp_out;
  peer->downlink.rtt_us = MAX (gc_ice_rtt_us (peer->ice), 0);
  peer->state = GC_PEER_CONNECTED;
  peer->settled_us = 0;
  gc_counters_add (peer->context->counters, GC_COUNT_PEERS_CONNECTED, 1);
  peer->context->connected (peer, peer->context->user_data);
}

static void
on_ice_path (const GcAddress *selected, gpointer user_data)
{
  GcPeer *peer = user_data;

  peer->downlink.to = *selected;
  peer->has_path = TRUE;
  update_connected (peer);
}

static void
on_ice_expired (gpointer user_data)
{
  gc_peer_end (user_data, GC_PEER_CONSENT);
}

static void
on_ice_known (const GcAddress *address, gpointer user_data)
{
  GcPeer *peer = user_data;

  peer->context->known (peer, address, peer->context->user_data);
}

static void
on_ice_forgotten (const GcAddress *address, gpointer user_data)
{
  GcPeer *peer = user_data;

  peer->context->forgotten (peer, address, peer->context->user_data);
}

static void
on_dtls_send (const uint8_t *bytes, size_t size, gpointer user_data)
{
  GcPeer *peer = user_data;
  const GcAddress *path = gc_ice_handshake_path (peer->ice);

  /* A handshake is larger than what asked for it: it goes only where somebody has answered. */
  if (path != NULL)
    gc_peer_emit_plain (peer, path, bytes, size);
}

static void
add_outgoing_ssrcs (GcPeer *peer, unsigned line)
{
  const GcFeed *feed = peer->lines[line].feed;

  if (feed == NULL)
    return;
  if (gc_feed_resends_copies (feed))
    gc_srtp_add_resent_ssrc (peer->srtp_out, gc_feed_ssrc (feed));
  else
    gc_srtp_add_ssrc (peer->srtp_out, gc_feed_ssrc (feed));
  if (gc_sdp_has_rtx (gc_feed_media (feed)))
    gc_srtp_add_ssrc (peer->srtp_out, peer->config->rtx_ssrcs[line]);
}

static void
on_dtls_connected (const GcDtlsKeys *keys, gpointer user_data)
{
  GcPeer *peer = user_data;

  peer->srtp_in = gc_srtp_new (keys->profile, keys->remote_key, keys->remote_salt);
  peer->srtp_out = gc_srtp_new (keys->profile, keys->local_key, keys->local_salt);
  for (unsigned i = 0; i < peer->n_lines; i++)
    add_outgoing_ssrcs (peer, i);
  update_connected (peer);
}

static void
on_dtls_failed (const GError *error, gpointer user_data)
{
  GcPeer *peer = user_data;

  gc_counters_add (peer->context->counters, GC_COUNT_DTLS_FAILED, 1);
  g_debug ("peer %s: %s", peer->config->id, error->message);
  gc_peer_end (peer, GC_PEER_DTLS);
}

static void
on_dtls_closed (gpointer user_data)
{
  gc_peer_end (user_data, GC_PEER_CLOSED);
}

/* The second video line that a peer receives on shows the document of party 0. */
static GcPacerQueue
find_queue (const GcPeer *peer, unsigned index)
{
  unsigned n_before = 0;

  for (unsigned i = 0; i < index; i++)
    n_before += peer->lines[i].feed != NULL && peer->lines[i].media->kind == GC_SDP_VIDEO;
  return n_before == 1 ? GC_PACER_DOCUMENT : GC_PACER_FACE;
}

static GcFeed *
make_feed (GcPeer *peer, unsigned index)
{
  const GcFeedConfig config = { .media = &peer->config->offer->media[index],
                                .line = index,
                                .ssrc = peer->config->ssrcs[index],
                                .rtx_ssrc = peer->config->rtx_ssrcs[index],
                                .queue = find_queue (peer, index),
                                .downlink = &peer->downlink,
                                .counters = peer->context->counters };

  return gc_feed_new (&config);
}

static void
make_line (GcPeer *peer, unsigned index)
{
  const GcSdpMedia *media = &peer->config->offer->media[index];
  GcLine *line = &peer->lines[index];

  line->media = media;
  if (!media->accepted)
    return;
  if (media->direction & GC_SDP_SEND)
    line->source = gc_source_new (media);
  if (gc_sdp_we_send (media))
    line->feed = make_feed (peer, index);
  if (media->transport_cc_id != 0 && peer->twcc == NULL)
    peer->twcc = gc_twcc_new (peer->config->ssrcs[0]);
  if (!media->reduced_size_rtcp)
    peer->reduced_size = FALSE;
}

static gboolean
make_dtls (GcPeer *peer, GError **error)
{
  static const GcDtlsCallbacks callbacks = { on_dtls_send, on_dtls_connected, on_dtls_failed,
                                             on_dtls_closed };
  const GcSdpOffer *offer = peer->config->offer;

  peer->dtls =
      gc_dtls_new (peer->context->dtls, offer->dtls_client ? GC_DTLS_ACTIVE : GC_DTLS_PASSIVE,
                   offer->fingerprint_algorithm, offer->fingerprint, &callbacks, peer, error);
  return peer->dtls != NULL;
}

static void
make_ice (GcPeer *peer, int64_t now_us)
{
  static const GcIceCallbacks callbacks = { on_ice_send, on_ice_path, on_ice_expired, on_ice_known,
                                            on_ice_forgotten };
  const GcIceCredentials credentials = { peer->config->ufrag, peer->config->pwd,
                                         peer->config->offer->ufrag, peer->config->offer->pwd };

  peer->ice = gc_ice_new (peer->context->stun, &credentials, &callbacks, peer, now_us);
}

GcPeer *
gc_peer_new (GcPeerConfig *config, const GcPeerContext *context, int64_t now_us, GError **error)
{
  GcPeer *peer = g_new0 (GcPeer, 1);

  peer->config = config;
  peer->context = context;
  peer->made_us = now_us;
  peer->ticked_us = now_us;
  peer->quality.since_us = now_us;
  peer->next_report_us = INT64_MAX;
  peer->settled_us = INT64_MAX;
  peer->reduced_size = TRUE;
  peer->n_lines = (unsigned)config->offer->media_count;
  for (unsigned i = 0; i < peer->n_lines; i++)
    make_line (peer, i);
  if (!make_dtls (peer, error)) {
    gc_peer_free (peer);
    return NULL;
  }
  make_ice (peer, now_us);
  gc_counters_add (context->counters, GC_COUNT_PEERS_MADE, 1);
  return peer;
}

void
gc_peer_free (GcPeer *peer)
{
  if (peer == NULL)
    return;
  if (peer->dtls != NULL)
    gc_dtls_close (peer->dtls);
  gc_dtls_free (peer->dtls);
  g_clear_pointer (&peer->early_dtls, g_ptr_array_unref);
  /* Feeds first: they let go of sources, which may be this peer's own. */
  for (unsigned i = 0; i < peer->n_lines; i++)
    gc_feed_free (peer->lines[i].feed);
  for (unsigned i = 0; i < peer->n_lines; i++)
    gc_source_free (peer->lines[i].source);
  gc_srtp_free (peer->srtp_in);
  gc_srtp_free (peer->srtp_out);
  gc_downlink_clear (&peer->downlink);
  gc_ice_free (peer->ice);
  gc_twcc_free (peer->twcc);
  gc_peer_config_free (peer->config);
  g_free (peer);
}

const char *
gc_peer_id (const GcPeer *peer)
{
  return peer->config->id;
}

const char *
gc_peer_label (const GcPeer *peer)
{
  return peer->config->label;
}

const char *
gc_peer_ufrag (const GcPeer *peer)
{
  return peer->config->ufrag;
}

static void
replace_string (char **string, const char *value)
{
  g_free (*string);
  *string = g_strdup (value);
}

void
gc_peer_restart_ice (GcPeer *peer, const GcIceCredentials *credentials)
{
  replace_string (&peer->config->ufrag, credentials->local_ufrag);
  replace_string (&peer->config->pwd, credentials->local_pwd);
  replace_string (&peer->config->offer->ufrag, credentials->remote_ufrag);
  replace_string (&peer->config->offer->pwd, credentials->remote_pwd);
  gc_ice_restart (peer->ice, credentials);
}

GcPeerState
gc_peer_state (const GcPeer *peer)
{
  return peer->state;
}

void
gc_peer_end (GcPeer *peer, GcPeerReason reason)
{
  if (peer->state == GC_PEER_ENDING)
    return;
  peer->state = GC_PEER_ENDING;
  peer->reason = reason;
  peer->downlink.srtp = NULL;
  peer->context->ending (peer, peer->context->user_data);
}

GcPeerReason
gc_peer_reason (const GcPeer *peer)
{
  return peer->reason;
}

void
gc_peer_emit_plain (GcPeer *peer, const GcAddress *to, const uint8_t *bytes, size_t size)
{
  GcSend send;

  send.to = *to;
  send.srtp = NULL;
  send.payload = bytes;
  send.payload_size = size;
  send.header_size = 0;
  send.patch_size = 0;
  send.lane = GC_LANE_PROMPT;
  peer->context->emit (&send, peer->context->user_data);
}

/* Takes one token from @bucket, which is that of the peer's own 5-tuples or of all others. */
static gboolean
pay_stun (GcPeer *peer, GcBucket *bucket, int64_t now_us)
{
  static const GcBucketRate own = GC_BUCKET_RATE (GC_LIMIT_STUN_PER_S, GC_LIMIT_STUN_BURST);
  static const GcBucketRate others =
      GC_BUCKET_RATE (GC_LIMIT_STUN_NEW_PER_S, GC_LIMIT_STUN_NEW_BURST);
  gboolean known = bucket == &peer->stun_bucket;

  if (gc_bucket_take (bucket, known ? &own : &others, 1, now_us))
    return TRUE;
  gc_counters_add (peer->context->counters,
                   known ? GC_COUNT_DROP_STUN_LIMIT : GC_COUNT_DROP_STUN_NEW, 1);
  return FALSE;
}

/*
 * The handshake begins with the first valid path. The ClientHello may overtake the answer to our
 * check by a hair: then it waited.
 */
static void
start_dtls (GcPeer *peer, int64_t now_us)
{
  g_autoptr (GPtrArray) early = g_steal_pointer (&peer->early_dtls);
  int64_t rtt_us = gc_ice_rtt_us (peer->ice);

  if (rtt_us > 0)
    gc_dtls_set_retransmit_us (peer->dtls, CLAMP (2 * rtt_us, DTLS_MIN_WAIT_US, DTLS_MAX_WAIT_US));
  peer->dtls_started = TRUE;
  gc_dtls_start (peer->dtls, now_us);
  for (guint i = 0; early != NULL && i < early->len; i++) {
    size_t size;
    const uint8_t *bytes = g_bytes_get_data (early->pdata[i], &size);
    gc_dtls_handle (peer->dtls, bytes, size, now_us);
  }
}

static void
keep_early_dtls (GcPeer *peer, const GcPacket *packet)
{
  if (peer->early_dtls == NULL)
    peer->early_dtls = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  if (peer->early_dtls->len < GC_LIMIT_DTLS_EARLY)
    g_ptr_array_add (peer->early_dtls, g_bytes_new (packet->bytes, packet->size));
}

gboolean
gc_peer_knows (const GcPeer *peer, const GcAddress *address)
{
  return gc_ice_knows (peer->ice, address);
}

gboolean
gc_peer_owns (const GcPeer *peer, const GcAddress *address)
{
  return peer->state != GC_PEER_ENDING && gc_ice_is_valid (peer->ice, address);
}

gboolean
gc_peer_handle_stun (GcPeer *peer, const GcPacket *packet, int64_t now_us)
{
  gboolean known = gc_ice_knows (peer->ice, &packet->from);
  GcBucket *bucket = known ? &peer->stun_bucket : &peer->stun_new_bucket;
  const GcBucket before = *bucket;

  if (peer->state == GC_PEER_ENDING)
    return FALSE;
  if (!pay_stun (peer, bucket, now_us))
    return TRUE;
  GcIceResult result =
      gc_ice_handle (peer->ice, packet->bytes, packet->size, &packet->from, now_us);
  /* What is forged, and gets no answer, must not use up what keeps the call alive. */
  if (known && result == GC_ICE_DROPPED)
    *bucket = before;
  if (!peer->dtls_started && gc_ice_handshake_path (peer->ice) != NULL)
    start_dtls (peer, now_us);
  return result == GC_ICE_TAKEN;
}

void
gc_peer_lose_path (GcPeer *peer, const GcAddress *address, int64_t now_us)
{
  gc_ice_lose_path (peer->ice, address, now_us);
}

void
gc_peer_handle_dtls (GcPeer *peer, const GcPacket *packet, int64_t now_us)
{
  static const GcBucketRate rate = GC_BUCKET_RATE (GC_LIMIT_DTLS_PER_S, GC_LIMIT_DTLS_BURST);

  if (peer->state == GC_PEER_ENDING)
    return;
  if (!gc_bucket_take (&peer->dtls_bucket, &rate, 1, now_us))
    gc_counters_add (peer->context->counters, GC_COUNT_DROP_DTLS_LIMIT, 1);
  else if (!peer->dtls_started)
    keep_early_dtls (peer, packet);
  else
    gc_dtls_handle (peer->dtls, packet->bytes, packet->size, now_us);
}

/*
 * A client may still be making its receivers when its handshake ends, and lose the first key frame.
 * Not all of them ask for another: so one more is asked for a little later.
 */
static void
settle (GcPeer *peer, int64_t now_us)
{
  if (peer->settled_us == 0)
    peer->settled_us = now_us + SETTLE_US;
  if (now_us < peer->settled_us)
    return;
  peer->settled_us = INT64_MAX;
  for (unsigned i = 0; i < peer->n_lines; i++) {
    GcSource *source =
        peer->lines[i].feed != NULL ? gc_feed_get_source (peer->lines[i].feed) : NULL;
    if (source != NULL)
      gc_source_want_key_frame (source);
  }
}

int64_t
gc_peer_next_us (const GcPeer *peer)
{
  int64_t media_us = MAX (peer->came_us, peer->downlink.used_us);
  gboolean quiet = peer->state == GC_PEER_CONNECTED && peer->ticked_us - media_us > QUIET_AFTER_US;

  return peer->ticked_us + (quiet ? QUIET_TICK_US : GC_PEER_TICK_US);
}

void
gc_peer_tick (GcPeer *peer, int64_t now_us)
{
  peer->ticked_us = now_us;
  if (peer->state != GC_PEER_ENDING && now_us >= gc_ice_next_us (peer->ice))
    gc_ice_tick (peer->ice, now_us);
  if (peer->state != GC_PEER_ENDING && now_us >= gc_dtls_next_us (peer->dtls))
    gc_dtls_tick (peer->dtls, now_us);
  if (peer->state != GC_PEER_CONNECTED)
    return;
  if (peer->next_report_us == INT64_MAX)
    peer->next_report_us = now_us + REPORT_FIRST_US;
  settle (peer, now_us);
  gc_peer_send_feedback (peer, now_us);
  gc_peer_control_rate (peer, now_us);
  if (now_us < peer->next_report_us)
    return;
  peer->next_report_us = now_us + g_random_int_range (REPORT_MIN_US, REPORT_MAX_US);
  gc_peer_send_report (peer, now_us);
}

GcSource *
gc_peer_get_source (const GcPeer *peer, GcSdpKind kind, unsigned index)
{
  for (unsigned i = 0; i < peer->n_lines; i++)
    if (peer->lines[i].source != NULL && peer->lines[i].media->kind == kind && index-- == 0)
      return peer->lines[i].source;
  return NULL;
}

GcFeed *
gc_peer_get_feed (const GcPeer *peer, GcSdpKind kind, unsigned index)
{
  for (unsigned i = 0; i < peer->n_lines; i++)
    if (peer->lines[i].feed != NULL && peer->lines[i].media->kind == kind && index-- == 0)
      return peer->lines[i].feed;
  return NULL;
}

void
gc_peer_announce_media (GcPeer *peer)
{
  peer->announce_media = TRUE;
}

/* The packets of a picture leave together, whatever the way does to them: jitter is that of sound.
 */
static void
note_jitter (const GcLine *line, int64_t jitter_us, int64_t *most_us)
{
  if (line->media->kind == GC_SDP_AUDIO)
    *most_us = MAX (*most_us, jitter_us);
}

static void
sum_up (const GcPeer *peer, GcSourceStats *up, GcFeedStats *down)
{
  up->jitter_us = down->jitter_us = -1;
  for (unsigned i = 0; i < peer->n_lines; i++) {
    const GcLine *line = &peer->lines[i];
    GcSourceStats source = { .jitter_us = -1 };
    GcFeedStats feed = { .jitter_us = -1 };
    if (peer->lines[i].source != NULL)
      gc_source_get_stats (peer->lines[i].source, &source);
    if (peer->lines[i].feed != NULL)
      gc_feed_get_stats (peer->lines[i].feed, &feed);
    up->packets += source.packets;
    up->bytes += source.bytes;
    up->frames += source.frames;
    up->nacks += source.nacks;
    up->plis += source.plis;
    up->lost += source.lost;
    down->bytes += feed.bytes;
    down->frames += feed.frames;
    down->nacks += feed.nacks;
    down->plis += feed.plis;
    down->loss.expected += feed.loss.expected;
    down->loss.lost += feed.loss.lost;
    down->unsent += feed.unsent;
    note_jitter (line, source.jitter_us, &up->jitter_us);
    /* What was reported of a line that shows nobody any more is past. */
    if (line->feed == NULL || gc_feed_get_source (line->feed) == NULL)
      continue;
    down->rtt_us = MAX (down->rtt_us, feed.rtt_us);
    note_jitter (line, feed.jitter_us, &down->jitter_us);
  }
}

static int
to_ms (int64_t us)
{
  return us < 0 ? -1 : (int)((us + 500) / 1000);
}

static int
rtt_ms (const GcPeer *peer, const GcFeedStats *down)
{
  int64_t rtt_us = gc_ice_rtt_us (peer->ice);

  if (down->rtt_us > 0)
    rtt_us = down->rtt_us;
  return to_ms (rtt_us);
}

static unsigned
permille_lost (int64_t lost, uint64_t received)
{
  if (lost <= 0)
    return 0;
  return (unsigned)(lost * 1000 / (lost + (int64_t)received));
}

/*
 * What the way lost since the last call. What we dropped ourselves is reported as lost only later:
 * so the count of both goes down first, and what it has been before is no new loss.
 */
static int64_t
take_lost_down (GcPeer *peer, const GcFeedStats *down)
{
  int64_t lost = down->loss.lost - down->unsent;
  int64_t newly = MAX (lost - peer->quality.most_lost_down, 0);

  peer->quality.most_lost_down += newly;
  return newly;
}

void
gc_peer_take_quality (GcPeer *peer, int64_t now_us, GcQuality *ret_quality)
{
  GcSourceStats up = { 0 };
  GcFeedStats down = { 0 };
  const GcSourceStats *old_up = &peer->quality.up;
  const GcFeedStats *old_down = &peer->quality.down;
  uint64_t elapsed_us = (uint64_t)MAX (now_us - peer->quality.since_us, 1);
  int64_t carries_bps = gc_downlink_target_bps (&peer->downlink);

  sum_up (peer, &up, &down);
  int64_t missing = down.loss.lost - old_down->loss.lost;
  *ret_quality = (GcQuality){
    .rtt_ms = rtt_ms (peer, &down),
    .loss_up_permille = permille_lost (up.lost - old_up->lost, up.packets - old_up->packets),
    .loss_down_permille =
        permille_lost (take_lost_down (peer, &down),
                       down.loss.expected - old_down->loss.expected - (uint64_t)missing),
    .up_bps = (up.bytes - old_up->bytes) * 8 * G_USEC_PER_SEC / elapsed_us,
    .down_bps = (down.bytes - old_down->bytes) * 8 * G_USEC_PER_SEC / elapsed_us,
    .frames_up_fps =
        (unsigned)(((up.frames - old_up->frames) * G_USEC_PER_SEC + elapsed_us / 2) / elapsed_us),
    .frames_down_fps =
        (unsigned)(((down.frames - old_down->frames) * G_USEC_PER_SEC + elapsed_us / 2) /
                   elapsed_us),
    .carries_bps = carries_bps > 0 ? carries_bps : -1,
    .jitter_up_ms = up.packets > old_up->packets ? to_ms (up.jitter_us) : -1,
    .jitter_down_ms = down.bytes > old_down->bytes ? to_ms (down.jitter_us) : -1,
    .nacks = up.nacks + down.nacks - old_up->nacks - old_down->nacks,
    .plis = up.plis + down.plis - old_up->plis - old_down->plis,
    .paused = peer->paused,
  };
  peer->quality.up = up;
  peer->quality.down = down;
  peer->quality.since_us = now_us;
}
