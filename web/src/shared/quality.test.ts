// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { qualityLevel, QualityMeter, type Quality } from './quality';

const reading = (n: number) => [
  { type: 'inbound-rtp', bytesReceived: n * 100_000, packetsReceived: n * 90, packetsLost: n * 10 },
  { type: 'inbound-rtp', framesDecoded: n * 25, freezeCount: n > 2 ? 1 : 0 },
  { type: 'outbound-rtp', bytesSent: n * 50_000, framesSent: n * 30 },
  { type: 'remote-inbound-rtp', fractionLost: 0.01 },
  { type: 'candidate-pair', nominated: true, state: 'succeeded', currentRoundTripTime: 0.24 },
  { type: 'candidate-pair', nominated: false, state: 'failed', currentRoundTripTime: 9 },
];

test('two readings make rates', () => {
  const meter = new QualityMeter();
  assert.equal(meter.read(reading(1), 1000), null);
  assert.deepEqual(meter.read(reading(2), 3000), {
    rttMs: 240,
    upBps: 200_000,
    downBps: 400_000,
    lossUp: 0.01,
    lossDown: 0.1,
    fpsUp: 15,
    fpsDown: 13,
    freezes: 0,
    frozen: false,
  });
  assert.equal(meter.read(reading(3), 4000)?.frozen, true);
});

test('counters that fall, as after a new peer, make no negative rates', () => {
  const meter = new QualityMeter();
  meter.read(reading(5), 1000);
  const quality = meter.read(reading(1), 2000);
  assert.equal(quality?.upBps, 0);
  assert.equal(quality?.lossDown, 0);
});

const CASES: [Partial<Quality>, string][] = [
  [{}, 'good'],
  [{ rttMs: 300 }, 'good'],
  [{ rttMs: 500 }, 'fair'],
  [{ lossUp: 0.03 }, 'fair'],
  [{ lossDown: 0.1 }, 'poor'],
  [{ rttMs: 1000 }, 'poor'],
  [{ frozen: true }, 'poor'],
];
for (const [patch, level] of CASES) {
  test(`${JSON.stringify(patch)} is ${level}`, () => {
    const fine: Quality = {
      rttMs: 20,
      upBps: 1,
      downBps: 1,
      lossUp: 0,
      lossDown: 0,
      fpsUp: 25,
      fpsDown: 25,
      freezes: 0,
      frozen: false,
    };
    assert.equal(qualityLevel({ ...fine, ...patch }), level);
  });
}

test('nothing measured is unknown', () => assert.equal(qualityLevel(null), 'unknown'));
