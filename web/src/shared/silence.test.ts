// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SilenceMeter } from './silence';

/** What is said at each reading, when so many bytes come before it. */
function readings(...came: number[]): boolean[] {
  const meter = new SilenceMeter();
  let bytesReceived = 0;
  return came.map((each) => {
    bytesReceived += each;
    return meter.read([
      { type: 'inbound-rtp', bytesReceived: 9 },
      { type: 'candidate-pair', bytesReceived },
    ]);
  });
}

test('a way on which something flowed and nothing comes any more is silent, once', () => {
  assert.deepEqual(readings(2000, 2000, 0, 0, 0, 0), [false, false, false, true, false, false]);
  assert.deepEqual(readings(2000, 0, 0, 2000, 0, 0), [false, false, true, false, false, true]);
});

test('on hold there are reports, and then nothing is missed', () => {
  assert.deepEqual(readings(2000, 100, 0, 0, 0), [false, false, false, false, false]);
  assert.deepEqual(readings(0, 0, 0), [false, false, false]);
});

test('a pause of half a second is none, and a pair that is given up neither', () => {
  assert.deepEqual(readings(2000, 0, 2000, 0, 2000), [false, false, false, false, false]);
  assert.deepEqual(readings(2000, -1500, 2000, 0, 0), [false, false, false, false, true]);
});
