// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Source } from '../shared/lines';
import type { DevicesState, SourceState } from '../shared/media-devices';
import { reportOf, type Permitted } from './device-report';

const GRANTED: Permitted = { audio: 'granted', camera: 'granted' };
const UNTOLD: Permitted = { audio: null, camera: null };

interface More {
  states?: Partial<Record<Source, SourceState>>;
  cameras?: number;
  found?: DevicesState['found'];
  permitted?: Permitted;
  busy?: Source[];
}

/** `camera microphone document` of a kiosk with all of them at which nobody stands, changed by `more`. */
function report(more: More): string {
  const { states, cameras = 2, permitted = GRANTED, busy = [] } = more;
  const devices: DevicesState = {
    states: { audio: 'off', camera: 'off', document: 'off', ...states },
    chosen: { audio: '', camera: '', document: '' },
    cameras: Array.from({ length: cameras }, (_, index) => ({ id: `c${index}`, label: '' })),
    microphones: [],
    found: more.found === undefined ? { audio: true, camera: true } : more.found,
  };
  const { camera, microphone, document } = reportOf(devices, permitted, new Set(busy));
  return [camera, microphone, document].join(' ');
}

const CASES: [string, More, string][] = [
  ['all is there', {}, 'ready ready ready'],
  ['one camera', { cameras: 1 }, 'ready ready missing'],
  ['no camera', { cameras: 0, found: { audio: true, camera: false } }, 'missing ready missing'],
  ['no microphone', { found: { audio: false, camera: true } }, 'ready missing ready'],
  // Without permission a page is not told how many cameras there are.
  [
    'nobody was asked yet',
    { cameras: 0, permitted: { audio: 'prompt', camera: 'prompt' } },
    'unasked unasked ',
  ],
  [
    'refused for good',
    { cameras: 0, permitted: { audio: 'granted', camera: 'denied' } },
    'refused ready ',
  ],
  ['a browser that does not tell', { cameras: 0, permitted: UNTOLD }, '  '],
  ['not looked yet', { cameras: 0, found: null }, '  '],
  ['in use', { states: { audio: 'live', camera: 'live' }, permitted: UNTOLD }, 'ready ready ready'],
  [
    'pulled out during a call',
    { states: { audio: 'live', camera: 'lost' }, cameras: 1 },
    'missing ready missing',
  ],
  ['refused just now', { states: { audio: 'refused', camera: 'live' } }, 'ready refused ready'],
  ['another program has it', { states: { camera: 'busy' } }, 'busy ready ready'],
  ['another program had it', { busy: ['camera', 'document'] }, 'busy ready busy'],
  [
    'the second camera is away',
    { states: { document: 'lost' }, cameras: 1 },
    'ready ready missing',
  ],
];
for (const [name, more, expected] of CASES) {
  test(name, () => assert.equal(report(more), expected));
}
