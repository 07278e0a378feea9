// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <json-glib/json-glib.h>

#include "media/gc-forwarder.h"

/* Peers, seats and events as JSON, for the control API. Main thread. All (transfer full). */
JsonObject *gc_describe_peer (const GcPeerInfo *info);

/* As gc_describe_peer (), with the quality of the last interval. */
JsonObject *gc_describe_peer_fully (const GcPeerInfo *info);

/* @list: (element-type GcPeerInfo). */
JsonArray *gc_describe_peers (const GPtrArray *list);

/* @list: (element-type GcSeatInfo), room by room. */
JsonArray *gc_describe_rooms (const GPtrArray *list);

JsonObject *gc_describe_event (const GcEvent *event);
