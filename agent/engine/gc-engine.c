// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * GcEngine: see the header. webrtcbin calls back on threads of its own; whatever they have to say
 * goes as a message over the pipeline's bus, which is read on the main thread and ends with the
 * pipeline, so that no callback can come late.
 */
#include "config.h"

#define GST_USE_UNSTABLE_API

#include "agent/engine/gc-engine.h"

#include "agent/engine/gc-film.h"
#include "agent/engine/gc-player.h"
#include "agent/engine/gc-receiver.h"
#include "agent/engine/gc-recorder.h"
#include "common/gc-error.h"

#include <gst/gst.h>
#include <gst/sdp/sdp.h>
#include <gst/webrtc/webrtc.h>
#include <nice/agent.h>
#include <nice/interfaces.h>
#include <string.h>

#define MESSAGE_OFFER "gc-offer"
#define MESSAGE_STATE "gc-state"
#define JITTER_BUFFER_MS 60u
#define FURTHER_PARTIES 4

#define EXTENSIONS                                                                                 \
  "extmap-3=(string)\"http://www.ietf.org/id/"                                                     \
  "draft-holmer-rmcat-transport-wide-cc-extensions-01\","                                          \
  "extmap-4=(string)\"urn:ietf:params:rtp-hdrext:sdes:mid\",rtcp-fb-transport-cc=(boolean)true"
#define AUDIO_CAPS                                                                                 \
  "application/x-rtp,media=audio,encoding-name=OPUS,payload=111,clock-rate=48000,"                 \
  "encoding-params=(string)2,useinbandfec=(string)1," EXTENSIONS
#define VIDEO_CAPS                                                                                 \
  "application/x-rtp,media=video,encoding-name=VP8,payload=96,clock-rate=90000,"                   \
  "rtcp-fb-nack-pli=(boolean)true,rtcp-fb-ccm-fir=(boolean)true," EXTENSIONS

struct _GcEngine {
  GcEngineConfig config;
  GcEngineEvents events;
  gpointer user_data;
  GcReception *reception;
  GcRecorder *recorder; /* (nullable) */
  GcFilm *film;         /* (nullable) */
  gboolean is_sending;

  GstElement *pipeline; /* NULL without a peer */
  GstElement *webrtc;   /* borrowed from the pipeline, as is the player */
  GstElement *player;
  guint watch;
  int has_offered; /* atomic: webrtcbin may say more than once that an offer is needed */

  GMutex mutex;              /* protects jitter_buffers */
  GPtrArray *jitter_buffers; /* GstElement, owned; of the present peer */
  GcEngineLoss former;       /* of the session's earlier peers */
  GcEngineLoss at_start;     /* counted before the session started */
};

GcEngine *
gc_engine_new (const GcEngineConfig *config,
               const GcEngineEvents *events,
               gpointer user_data,
               GError **error)
{
  g_autoptr (GcEngine) engine = g_new0 (GcEngine, 1);

  g_mutex_init (&engine->mutex);
  engine->events = *events;
  engine->user_data = user_data;
  engine->config = *config;
  engine->reception = gc_reception_new ();
  engine->jitter_buffers = g_ptr_array_new_with_free_func (gst_object_unref);
  gc_receiver_warm_up ();
  if (config->record != NULL &&
      (engine->recorder = gc_recorder_new (config->record, error)) == NULL)
    return NULL;
  if (config->file != NULL && (engine->film = gc_film_new (config->file, error)) == NULL)
    return NULL;
  return g_steal_pointer (&engine);
}

void
gc_engine_free (GcEngine *engine)
{
  if (engine == NULL)
    return;
  gc_engine_close_peer (engine);
  gc_film_free (engine->film);
  gc_recorder_free (engine->recorder);
  gc_reception_free (engine->reception);
  g_ptr_array_unref (engine->jitter_buffers);
  g_mutex_clear (&engine->mutex);
  g_free (engine);
}

gboolean
gc_engine_has_peer (const GcEngine *engine)
{
  return engine->pipeline != NULL;
}

/* On webrtcbin's threads */

static void
post (GstElement *element, GstStructure *structure)
{
  gst_element_post_message (element, gst_message_new_application (GST_OBJECT (element), structure));
}

/* webrtcbin calls its lines audio0, video1, ...; ours go by their number. */
static void
number_lines (GstSDPMessage *sdp)
{
  g_autoptr (GString) group = g_string_new ("BUNDLE");

  for (guint line = 0; line < gst_sdp_message_medias_len (sdp); line++) {
    GstSDPMedia *media = (GstSDPMedia *)gst_sdp_message_get_media (sdp, line);
    g_autofree char *mid = g_strdup_printf ("%u", line);
    g_string_append_printf (group, " %s", mid);
    for (guint i = 0; i < gst_sdp_media_attributes_len (media); i++) {
      GstSDPAttribute attribute = { 0 };
      if (strcmp (gst_sdp_media_get_attribute (media, i)->key, "mid") != 0)
        continue;
      gst_sdp_attribute_set (&attribute, "mid", mid);
      gst_sdp_media_replace_attribute (media, i, &attribute);
    }
  }
  for (guint i = 0; i < gst_sdp_message_attributes_len (sdp); i++) {
    GstSDPAttribute attribute = { 0 };
    if (strcmp (gst_sdp_message_get_attribute (sdp, i)->key, "group") != 0)
      continue;
    gst_sdp_attribute_set (&attribute, "group", group->str);
    gst_sdp_message_replace_attribute (sdp, i, &attribute);
  }
}

static void
on_offer_made (GstPromise *promise, gpointer user_data)
{
  GstElement *webrtc = user_data;
  GstWebRTCSessionDescription *offer = NULL;
  const GstStructure *reply = gst_promise_wait (promise) == GST_PROMISE_RESULT_REPLIED
                                  ? gst_promise_get_reply (promise)
                                  : NULL;

  if (reply != NULL &&
      gst_structure_get (reply, "offer", GST_TYPE_WEBRTC_SESSION_DESCRIPTION, &offer, NULL)) {
    number_lines (offer->sdp);
    g_autofree char *text = gst_sdp_message_as_text (offer->sdp);
    g_signal_emit_by_name (webrtc, "set-local-description", offer, NULL);
    post (webrtc, gst_structure_new (MESSAGE_OFFER, "sdp", G_TYPE_STRING, text, NULL));
    gst_webrtc_session_description_free (offer);
  }
  gst_promise_unref (promise);
}

static void
on_negotiation_needed (GstElement *webrtc, gpointer user_data)
{
  GcEngine *engine = user_data;

  if (!g_atomic_int_compare_and_exchange (&engine->has_offered, FALSE, TRUE))
    return;
  GstPromise *promise =
      gst_promise_new_with_change_func (on_offer_made, gst_object_ref (webrtc), gst_object_unref);
  g_signal_emit_by_name (webrtc, "create-offer", NULL, promise);
}

static void
on_connection_state (GstElement *webrtc, GParamSpec *pspec, gpointer user_data)
{
  GstWebRTCPeerConnectionState state;

  g_object_get (webrtc, "connection-state", &state, NULL);
  post (webrtc, gst_structure_new (MESSAGE_STATE, "state", G_TYPE_INT, (int)state, NULL));
}

static void
on_pad_added (GstElement *webrtc, GstPad *pad, gpointer user_data)
{
  GcEngine *engine = user_data;
  GstWebRTCRTPTransceiver *transceiver = NULL;
  unsigned line = 0;

  if (GST_PAD_DIRECTION (pad) != GST_PAD_SRC)
    return;
  g_object_get (pad, "transceiver", &transceiver, NULL);
  g_object_get (transceiver, "mlineindex", &line, NULL);
  gst_object_unref (transceiver);
  gc_receiver_add (engine->pipeline, pad, line, engine->reception, engine->recorder);
}

static void
on_jitter_buffer (GstElement *rtpbin,
                  GstElement *buffer,
                  guint session,
                  guint ssrc,
                  gpointer user_data)
{
  GcEngine *engine = user_data;

  g_mutex_lock (&engine->mutex);
  g_ptr_array_add (engine->jitter_buffers, gst_object_ref (buffer));
  g_mutex_unlock (&engine->mutex);
}

/* On the main thread */

static void
fail (GcEngine *engine, const char *reason)
{
  gc_engine_close_peer (engine);
  engine->events.failed (reason, engine->user_data);
}

static void
handle_state (GcEngine *engine, const GstStructure *structure)
{
  int state = GST_WEBRTC_PEER_CONNECTION_STATE_NEW;

  gst_structure_get_int (structure, "state", &state);
  if (state == GST_WEBRTC_PEER_CONNECTION_STATE_CONNECTED)
    engine->events.connected (engine->user_data);
  else if (state == GST_WEBRTC_PEER_CONNECTION_STATE_FAILED ||
           state == GST_WEBRTC_PEER_CONNECTION_STATE_CLOSED)
    fail (engine, "the connection to the relay is lost");
}

static void
handle_application (GcEngine *engine, const GstStructure *structure)
{
  if (gst_structure_has_name (structure, MESSAGE_OFFER))
    engine->events.offered (gst_structure_get_string (structure, "sdp"), engine->user_data);
  else if (gst_structure_has_name (structure, MESSAGE_STATE))
    handle_state (engine, structure);
  else if (gst_structure_has_name (structure, GC_RECEIVER_MESSAGE_FIRST_FRAME))
    engine->events.first_frame (engine->user_data);
}

static void
handle_level (GcEngine *engine, const GstStructure *structure)
{
  const GValue *value = gst_structure_get_value (structure, "rms");

  if (value == NULL)
    return;
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  const GValueArray *channels = g_value_get_boxed (value);
  if (channels != NULL && channels->n_values > 0)
    gc_reception_note_sound (engine->reception, g_value_get_double (&channels->values[0]));
  G_GNUC_END_IGNORE_DEPRECATIONS
}

static gboolean
on_message (GstBus *bus, GstMessage *message, gpointer user_data)
{
  GcEngine *engine = user_data;
  const GstStructure *structure = gst_message_get_structure (message);
  g_autoptr (GError) error = NULL;

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_APPLICATION) {
    handle_application (engine, structure);
  } else if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ELEMENT &&
             gst_structure_has_name (structure, "level")) {
    handle_level (engine, structure);
  } else if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR) {
    gst_message_parse_error (message, &error, NULL);
    fail (engine, error->message);
  }
  /* The watch may have ended with the peer; then this source is destroyed already. */
  return G_SOURCE_CONTINUE;
}

/* The peer */

/* Without this libnice leaves out loopback, and a relay on the same machine without any other
 * address could not be reached. Link-local addresses need a zone, which SDP does not carry. */
static void
use_all_addresses (GstElement *webrtc)
{
  GObject *ice = NULL;
  NiceAgent *agent = NULL;
  GList *addresses = nice_interfaces_get_local_ips (TRUE);

  g_object_get (webrtc, "ice-agent", &ice, NULL);
  g_object_get (ice, "agent", &agent, NULL);
  g_object_set (agent, "ice-tcp", FALSE, "upnp", FALSE, NULL);
  for (GList *l = addresses; l != NULL; l = l->next) {
    NiceAddress address;
    nice_address_init (&address);
    if (!g_str_has_prefix (l->data, "fe80:") && nice_address_set_from_string (&address, l->data))
      nice_agent_add_local_address (agent, &address);
  }
  g_list_free_full (addresses, g_free);
  g_object_unref (agent);
  g_object_unref (ice);
}

static void
add_sending_line (GcEngine *engine, unsigned line, const char *stream, const char *caps_text)
{
  g_autofree char *pad_name = g_strdup_printf ("sink_%u", line);
  GstPad *sink = gst_element_request_pad_simple (engine->webrtc, pad_name);
  GstPad *source = gst_element_get_static_pad (engine->player, stream);
  g_autoptr (GstCaps) caps = gst_caps_from_string (caps_text);
  GstWebRTCRTPTransceiver *transceiver = NULL;

  gst_caps_set_simple (caps, "ssrc", G_TYPE_UINT, gc_player_get_ssrc (engine->player, stream),
                       NULL);
  g_object_get (sink, "transceiver", &transceiver, NULL);
  g_object_set (transceiver, "codec-preferences", caps, NULL);
  gst_pad_link (source, sink);
  gst_object_unref (transceiver);
  gst_object_unref (source);
  gst_object_unref (sink);
}

static void
add_line (GcEngine *engine, GstWebRTCRTPTransceiverDirection direction, const char *caps_text)
{
  g_autoptr (GstCaps) caps = gst_caps_from_string (caps_text);
  GstWebRTCRTPTransceiver *transceiver = NULL;

  g_signal_emit_by_name (engine->webrtc, "add-transceiver", direction, caps, &transceiver);
  gst_clear_object (&transceiver);
}

/* The lines that every client of the relay has: see docs/protocol.md, media.offer. */
static void
add_lines (GcEngine *engine)
{
  add_sending_line (engine, 0, "audio", AUDIO_CAPS);
  add_sending_line (engine, 1, "video", VIDEO_CAPS);
  add_line (engine, GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV, VIDEO_CAPS);
  for (int i = 0; i < FURTHER_PARTIES; i++) {
    add_line (engine, GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_RECVONLY, AUDIO_CAPS);
    add_line (engine, GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_RECVONLY, VIDEO_CAPS);
  }
}

static void
connect_signals (GcEngine *engine)
{
  GstElement *rtpbin = gst_bin_get_by_name (GST_BIN (engine->webrtc), "rtpbin");
  GstBus *bus = gst_element_get_bus (engine->pipeline);

  g_signal_connect (engine->webrtc, "on-negotiation-needed", G_CALLBACK (on_negotiation_needed),
                    engine);
  g_signal_connect (engine->webrtc, "notify::connection-state", G_CALLBACK (on_connection_state),
                    NULL);
  g_signal_connect (engine->webrtc, "pad-added", G_CALLBACK (on_pad_added), engine);
  g_signal_connect (rtpbin, "new-jitterbuffer", G_CALLBACK (on_jitter_buffer), engine);
  engine->watch = gst_bus_add_watch (bus, on_message, engine);
  gst_object_unref (bus);
  gst_object_unref (rtpbin);
}

gboolean
gc_engine_open_peer (GcEngine *engine, GError **error)
{
  gc_engine_close_peer (engine);

  GstElement *player = gc_player_new (engine->film != NULL, error);
  if (player == NULL)
    return FALSE;
  GstElement *webrtc = gst_element_factory_make ("webrtcbin", NULL);
  if (webrtc == NULL) {
    gst_object_unref (gst_object_ref_sink (player));
    g_set_error (error, GC_ERROR, GC_ERROR_INTERNAL, "there is no webrtcbin");
    return FALSE;
  }
  engine->has_offered = FALSE;
  engine->webrtc = webrtc;
  engine->player = player;
  engine->pipeline = gst_pipeline_new ("peer");
  gst_util_set_object_arg (G_OBJECT (webrtc), "bundle-policy", "max-bundle");
  g_object_set (webrtc, "latency", JITTER_BUFFER_MS, NULL);
  gst_bin_add_many (GST_BIN (engine->pipeline), player, webrtc, NULL);
  use_all_addresses (webrtc);
  add_lines (engine);
  connect_signals (engine);
  gc_player_set_open (player, engine->is_sending);
  gc_reception_await (engine->reception);
  gst_element_set_state (engine->pipeline, GST_STATE_PLAYING);
  return TRUE;
}

static void
count_loss (GcEngine *engine, GcEngineLoss *loss)
{
  g_mutex_lock (&engine->mutex);
  for (unsigned i = 0; i < engine->jitter_buffers->len; i++) {
    GstStructure *stats = NULL;
    uint64_t pushed = 0;
    uint64_t lost = 0;
    g_object_get (g_ptr_array_index (engine->jitter_buffers, i), "stats", &stats, NULL);
    gst_structure_get (stats, "num-pushed", G_TYPE_UINT64, &pushed, "num-lost", G_TYPE_UINT64,
                       &lost, NULL);
    gst_structure_free (stats);
    loss->packets += pushed;
    loss->lost += lost;
  }
  g_mutex_unlock (&engine->mutex);
}

void
gc_engine_close_peer (GcEngine *engine)
{
  if (engine->pipeline == NULL)
    return;
  count_loss (engine, &engine->former);
  g_source_remove (engine->watch);
  engine->watch = 0;
  gst_element_set_state (engine->pipeline, GST_STATE_NULL);
  gst_clear_object (&engine->pipeline);
  engine->webrtc = NULL;
  engine->player = NULL;
  g_ptr_array_set_size (engine->jitter_buffers, 0);
}

gboolean
gc_engine_set_answer (GcEngine *engine, const char *sdp, GError **error)
{
  GstSDPMessage *message = NULL;

  if (engine->pipeline == NULL) {
    g_set_error (error, GC_ERROR, GC_ERROR_CONFLICT, "answer: there is no peer");
    return FALSE;
  }
  if (gst_sdp_message_new_from_text (sdp, &message) != GST_SDP_OK) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "answer: not SDP");
    return FALSE;
  }
  GstWebRTCSessionDescription *answer =
      gst_webrtc_session_description_new (GST_WEBRTC_SDP_TYPE_ANSWER, message);
  g_signal_emit_by_name (engine->webrtc, "set-remote-description", answer, NULL);
  gst_webrtc_session_description_free (answer);
  return TRUE;
}

void
gc_engine_set_sending (GcEngine *engine, gboolean sending)
{
  if (engine->is_sending == sending)
    return;
  engine->is_sending = sending;
  if (engine->player != NULL)
    gc_player_set_open (engine->player, sending);
  if (engine->film != NULL)
    gc_film_set_playing (engine->film, sending);
}

void
gc_engine_start_session (GcEngine *engine)
{
  GcEngineLoss now = engine->former;

  count_loss (engine, &now);
  engine->at_start = now;
  gc_reception_start (engine->reception, g_get_monotonic_time ());
}

void
gc_engine_set_paused (GcEngine *engine, gboolean paused)
{
  gc_reception_set_paused (engine->reception, paused, g_get_monotonic_time ());
}

void
gc_engine_get_figures (GcEngine *engine, GcReceptionFigures *ret_figures, GcEngineLoss *ret_loss)
{
  GcEngineLoss now = engine->former;

  count_loss (engine, &now);
  ret_loss->packets = now.packets - engine->at_start.packets;
  ret_loss->lost = now.lost - engine->at_start.lost;
  gc_reception_get (engine->reception, g_get_monotonic_time (), ret_figures);
}
