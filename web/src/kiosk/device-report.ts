// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/** What the kiosk says of its devices, for the coordinators. No DOM. */

import type { Source } from '../shared/lines';
import type { DevicesState, SourceState } from '../shared/media-devices';
import type { DeviceState, Params } from '../shared/messages';

export type DeviceReport = Params['kiosk.devices'];

/** What the browser says without asking anybody; null when it does not tell. */
export type Permitted = Record<'audio' | 'camera', PermissionState | null>;

/** Of a device that was asked for. */
const TRIED: Partial<Record<SourceState, DeviceState>> = {
  live: 'ready',
  refused: 'refused',
  missing: 'missing',
  lost: 'missing',
  busy: 'busy',
};
const PERMITTED: Record<PermissionState, DeviceState> = {
  granted: 'ready',
  prompt: 'unasked',
  denied: 'refused',
};

/**
 * The state of each device, null where it is not known. `busy` are those that another program had
 * when they were last asked for: nobody says that of a device that is not in use.
 */
export function reportOf(
  devices: Readonly<DevicesState>,
  permitted: Permitted,
  busy: ReadonlySet<Source>,
): DeviceReport {
  const { states, found, cameras } = devices;
  const one = (source: 'audio' | 'camera'): DeviceState | null => {
    const tried = TRIED[states[source]];
    if (tried !== undefined) return tried;
    if (found === null) return null;
    if (!found[source]) return 'missing';
    const permission = permitted[source];
    if (permission === 'granted' && busy.has(source)) return 'busy';
    return permission === null ? null : PERMITTED[permission];
  };
  const second = (): DeviceState | null => {
    const tried = TRIED[states.document];
    if (tried !== undefined) return tried;
    if (cameras.length > 1) return busy.has('document') ? 'busy' : 'ready';
    return cameras.length === 1 || found?.camera === false ? 'missing' : null;
  };
  return { camera: one('camera'), microphone: one('audio'), document: second() };
}
