// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <glib.h>

/*
 * What a kiosk's page says of its own devices. It knows them while nobody stands before it, too, so
 * that a missing camera is mended before the next resident comes.
 */
typedef enum {
  GC_DEVICE_CAMERA,
  GC_DEVICE_MICROPHONE,
  GC_DEVICE_DOCUMENT, /* a second camera */
  GC_DEVICE_N,
} GcDevice;

typedef enum {
  GC_DEVICE_STATE_UNKNOWN,
  GC_DEVICE_STATE_READY,
  GC_DEVICE_STATE_UNASKED, /* there; the browser will ask before it may be used */
  GC_DEVICE_STATE_REFUSED, /* there, and may not be used */
  GC_DEVICE_STATE_MISSING,
  GC_DEVICE_STATE_BUSY, /* another program has it */
  GC_DEVICE_STATE_N,
} GcDeviceState;

/* All zero: nothing is known. */
typedef struct {
  GcDeviceState states[GC_DEVICE_N];
} GcDevices;

/* `camera microphone document`. Static. */
const char *gc_device_name (GcDevice device);
/* `ready unasked refused missing busy`; NULL for GC_DEVICE_STATE_UNKNOWN. Static. */
const char *gc_device_state_name (GcDeviceState state);
/* @name: (nullable) for GC_DEVICE_STATE_UNKNOWN. Errors: GC_ERROR_INVALID, naming @device. */
gboolean
gc_device_state_parse (GcDevice device, const char *name, GcDeviceState *ret_state, GError **error);
