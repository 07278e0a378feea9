// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
/* The three elements as a GStreamer plugin, for gst-inspect-1.0 and tests; gc-relay links them. */
#include "config.h"

#include <gst/gst.h>

#include "media/gc-relay-core.h"
#include "media/gc-relay-sink.h"
#include "media/gc-relay-src.h"

static gboolean
plugin_init (GstPlugin *plugin)
{
  return gst_element_register (plugin, "gcrelaysrc", GST_RANK_NONE, GC_TYPE_RELAY_SRC) &&
         gst_element_register (plugin, "gcrelaycore", GST_RANK_NONE, GC_TYPE_RELAY_CORE) &&
         gst_element_register (plugin, "gcrelaysink", GST_RANK_NONE, GC_TYPE_RELAY_SINK);
}

#define PACKAGE "global-connect"
GST_PLUGIN_DEFINE (GST_VERSION_MAJOR,
                   GST_VERSION_MINOR,
                   gcrelay,
                   "Media relay: receiving, forwarding, sending",
                   plugin_init,
                   GC_VERSION,
                   "LGPL",
                   "Global Connect",
                   "https://globalconnect.invalid")
