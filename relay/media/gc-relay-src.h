// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gst/base/gstpushsrc.h>

/*
 * gcrelaysrc: reads the datagrams of a GcPort, many at a time, and pushes them as buffers of a
 * GcBatch each. Its task is the streaming thread. When nothing comes until the
 * time that gcrelaycore asked for, or when the bell rings, it sends a tick event instead.
 */
#define GC_TYPE_RELAY_SRC (gc_relay_src_get_type ())
G_DECLARE_FINAL_TYPE (GcRelaySrc, gc_relay_src, GC, RELAY_SRC, GstPushSrc)

#define GC_RELAY_TICK "gc-relay-tick" /* name of the serialized event's structure */
#define GC_RELAY_CAPS "application/x-gc-datagram"
