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
  return GST_ELEMENT_REGISTER (gcrelaysrc, plugin) && GST_ELEMENT_REGISTER (gcrelaycore, plugin) &&
         GST_ELEMENT_REGISTER (gcrelaysink, plugin);
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
