// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * Tells the service how the devices of this kiosk are, also while nobody stands before it: what is
 * missing is to be seen before the next resident comes. It looks without switching anything on.
 */

import { SOURCES, type Source } from '../shared/lines';
import type { kioskParts } from '../shared/messages';
import type { PageCore } from '../shared/page-core';
import { reportOf, type Permitted } from './device-report';
import type { KioskState } from './state';

const PERMISSIONS = { audio: 'microphone', camera: 'camera' } as const;

export class DeviceWatch {
  #core: PageCore<typeof kioskParts, KioskState>;
  #permitted: Permitted = { audio: null, camera: null };
  #busy = new Set<Source>();
  /** What this connection's service was told. */
  #told = '';
  #started = false;

  constructor(core: PageCore<typeof kioskParts, KioskState>) {
    this.#core = core;
  }

  /** Begins; the second time it has no effect. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#core.store.subscribe(() => this.#changed());
    navigator.mediaDevices?.addEventListener('devicechange', () => this.#busy.clear());
    for (const source of ['audio', 'camera'] as const) void this.#watchPermission(source);
    void this.#core.devices.look();
  }

  /** Not every browser tells. */
  async #watchPermission(source: 'audio' | 'camera'): Promise<void> {
    try {
      const name = PERMISSIONS[source] as PermissionName;
      const status = await navigator.permissions.query({ name });
      const read = () => {
        this.#permitted = { ...this.#permitted, [source]: status.state };
        // The names of devices come and go with it.
        void this.#core.devices.look();
      };
      status.addEventListener('change', read);
      read();
    } catch (error) {
      console.warn(`permission of ${source}:`, error);
    }
  }

  #changed(): void {
    const { devices, status } = this.#core.store.state;
    for (const source of SOURCES) {
      if (devices.states[source] === 'busy') this.#busy.add(source);
      else if (devices.states[source] === 'live') this.#busy.delete(source);
    }
    if (status !== 'online') this.#told = '';
    else if (!Object.values(devices.states).includes('opening')) this.#tell();
  }

  #tell(): void {
    const report = reportOf(this.#core.store.state.devices, this.#permitted, this.#busy);
    const text = JSON.stringify(report);
    const nothing = Object.values(report).every((state) => state === null);
    if (text === this.#told || (this.#told === '' && nothing)) return;
    this.#told = text;
    this.#core.connection
      .request('kiosk.devices', report)
      .catch((error: unknown) => console.warn('devices:', error));
  }
}
