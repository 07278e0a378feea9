// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gst/base/gstbasesink.h>

/*
 * gcrelaysink: sends each packet of a GcBatch to the receivers that it names, protected for each,
 * through the sockets of a GcPort. A packet without sends goes nowhere, as does a buffer without
 * batch.
 */
#define GC_TYPE_RELAY_SINK (gc_relay_sink_get_type ())
G_DECLARE_FINAL_TYPE (GcRelaySink, gc_relay_sink, GC, RELAY_SINK, GstBaseSink)
