// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "media/gc-describe.h"

#include "media/gc-answer.h"

static void
set_string (JsonObject *object, const char *name, const char *value)
{
  if (value == NULL)
    json_object_set_null_member (object, name);
  else
    json_object_set_string_member (object, name, value);
}

/* The numbers of the bits that are set. */
static JsonArray *
list_bits (unsigned bits)
{
  JsonArray *array = json_array_new ();

  for (unsigned i = 0; bits >> i != 0; i++)
    if (bits >> i & 1)
      json_array_add_int_element (array, i);
  return array;
}

/* A figure that is below 0 is not known. */
static void
set_figure (JsonObject *object, const char *name, int64_t figure)
{
  if (figure < 0)
    json_object_set_null_member (object, name);
  else
    json_object_set_int_member (object, name, figure);
}

static void
set_quality (JsonObject *object, const GcQuality *quality)
{
  set_figure (object, "rtt_ms", quality->rtt_ms);
  json_object_set_int_member (object, "loss_up_permille", quality->loss_up_permille);
  json_object_set_int_member (object, "loss_down_permille", quality->loss_down_permille);
  json_object_set_int_member (object, "up_bps", (gint64)quality->up_bps);
  json_object_set_int_member (object, "down_bps", (gint64)quality->down_bps);
  set_figure (object, "carries_bps", quality->carries_bps);
  set_figure (object, "jitter_up_ms", quality->jitter_up_ms);
  set_figure (object, "jitter_down_ms", quality->jitter_down_ms);
  json_object_set_int_member (object, "frames_up_fps", quality->frames_up_fps);
  json_object_set_int_member (object, "frames_down_fps", quality->frames_down_fps);
  json_object_set_int_member (object, "nacks", (gint64)quality->nacks);
  json_object_set_int_member (object, "plis", (gint64)quality->plis);
  json_object_set_array_member (object, "paused", list_bits (quality->paused));
}

JsonObject *
gc_describe_peer (const GcPeerInfo *info)
{
  JsonObject *object = json_object_new ();
  unsigned worker = 0;

  json_object_set_string_member (object, "id", info->id);
  if (gc_answer_parse_peer_id (info->id, &worker))
    json_object_set_int_member (object, "worker", worker);
  set_string (object, "label", info->label);
  json_object_set_string_member (object, "state",
                                 info->state == GC_PEER_CONNECTED ? "connected" : "new");
  set_string (object, "room", info->room);
  set_string (object, "seat", info->seat);
  if (info->speaks != GC_ROOM_ANY_PLACE)
    json_object_set_int_member (object, "speaks", info->speaks);
  return object;
}

JsonObject *
gc_describe_peer_fully (const GcPeerInfo *info)
{
  JsonObject *object = gc_describe_peer (info);

  set_quality (object, &info->quality);
  return object;
}

JsonArray *
gc_describe_peers (const GPtrArray *list)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < list->len; i++)
    json_array_add_object_element (array, gc_describe_peer (list->pdata[i]));
  return array;
}

static JsonArray *
add_room (JsonArray *rooms, const char *id)
{
  JsonObject *room = json_object_new ();
  JsonArray *seats = json_array_new ();

  json_object_set_string_member (room, "id", id);
  json_object_set_array_member (room, "seats", seats);
  json_array_add_object_element (rooms, room);
  return seats;
}

JsonArray *
gc_describe_rooms (const GPtrArray *list)
{
  JsonArray *rooms = json_array_new ();
  JsonArray *seats = NULL;
  const char *room = NULL;

  for (guint i = 0; i < list->len; i++) {
    const GcSeatInfo *info = list->pdata[i];
    JsonObject *seat = json_object_new ();
    if (seats == NULL || g_strcmp0 (room, info->room) != 0)
      seats = add_room (rooms, info->room);
    room = info->room;
    json_object_set_string_member (seat, "seat", info->seat);
    json_object_set_string_member (seat, "peer", info->peer);
    json_object_set_boolean_member (seat, "hold", info->hold);
    json_object_set_boolean_member (seat, "echo", info->echo);
    json_object_set_int_member (seat, "place", info->place);
    json_object_set_int_member (seat, "hidden_from", info->hidden_from);
    json_array_add_object_element (seats, seat);
  }
  return rooms;
}

JsonObject *
gc_describe_event (const GcEvent *event)
{
  /* Of an empty room nobody is told. */
  static const char *const names[] = {
    [GC_EVENT_CONNECTED] = "connected", [GC_EVENT_MEDIA] = "media",     [GC_EVENT_GONE] = "gone",
    [GC_EVENT_QUALITY] = "quality",     [GC_EVENT_SPEAKER] = "speaker",
  };
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "event", names[event->kind]);
  set_string (object, "peer", event->peer);
  set_string (object, "label", event->label);
  if (event->kind == GC_EVENT_MEDIA || event->kind == GC_EVENT_SPEAKER) {
    set_string (object, "room", event->room);
    set_string (object, "seat", event->seat);
  }
  if (event->kind == GC_EVENT_SPEAKER && event->seat != NULL)
    json_object_set_int_member (object, "place", event->place);
  else if (event->kind == GC_EVENT_SPEAKER)
    json_object_set_null_member (object, "place");
  if (event->kind == GC_EVENT_GONE)
    json_object_set_string_member (object, "reason", gc_peer_reason_name (event->reason));
  if (event->kind == GC_EVENT_QUALITY)
    set_quality (object, &event->quality);
  return object;
}
