// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gst/gst.h>

#include "media/gc-forwarder.h"

/*
 * gcrelaycore: gives each datagram of a GcBatch to its GcForwarder, which notes there who gets a
 * copy, and pushes the batch on, behind those with what the forwarder has to send of its own. Ticks
 * run its timers. Adds nothing to the forwarder but the shape of an element.
 */
#define GC_TYPE_RELAY_CORE (gc_relay_core_get_type ())
G_DECLARE_FINAL_TYPE (GcRelayCore, gc_relay_core, GC, RELAY_CORE, GstElement)

/*
 * The forwarder, which exists from READY on. After PAUSED it belongs to the streaming thread:
 * others may only post calls to it. (transfer none) (nullable)
 */
GcForwarder *gc_relay_core_get_forwarder (GcRelayCore *core);
