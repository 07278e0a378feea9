// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#include "config.h"

#include "signal/gc-devices.h"

#include "common/gc-error.h"
#include "queue/gc-names.h"

static const char *const device_names[GC_DEVICE_N] = {
  [GC_DEVICE_CAMERA] = "camera",
  [GC_DEVICE_MICROPHONE] = "microphone",
  [GC_DEVICE_DOCUMENT] = "document",
};

static const char *const state_names[GC_DEVICE_STATE_N] = {
  [GC_DEVICE_STATE_READY] = "ready",     [GC_DEVICE_STATE_UNASKED] = "unasked",
  [GC_DEVICE_STATE_REFUSED] = "refused", [GC_DEVICE_STATE_MISSING] = "missing",
  [GC_DEVICE_STATE_BUSY] = "busy",
};

const char *
gc_device_name (GcDevice device)
{
  g_return_val_if_fail ((unsigned)device < GC_DEVICE_N, NULL);
  return device_names[device];
}

const char *
gc_device_state_name (GcDeviceState state)
{
  g_return_val_if_fail ((unsigned)state < GC_DEVICE_STATE_N, NULL);
  return state_names[state];
}

gboolean
gc_device_state_parse (GcDevice device, const char *name, GcDeviceState *ret_state, GError **error)
{
  int found = GC_DEVICE_STATE_UNKNOWN;

  if (name != NULL && !gc_names_find (state_names, GC_DEVICE_STATE_N, name, &found)) {
    g_set_error (error, GC_ERROR, GC_ERROR_INVALID, "%s: \"%s\" is no state of a device",
                 gc_device_name (device), name);
    return FALSE;
  }
  *ret_state = (GcDeviceState)found;
  return TRUE;
}
