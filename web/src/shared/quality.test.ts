// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DOCUMENT_LINE, faceLine } from './lines';
import { isPaused, qualityLevel, QualityMeter } from './quality';

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

const link = {
  level: 'fair' as const,
  rtt_ms: 20,
  loss_up_permille: 0,
  loss_down_permille: 0,
  up_bps: 0,
  down_bps: 0,
  paused: [0, 3],
};

test('a link is as good as the service says, unless the picture has frozen', () => {
  assert.equal(qualityLevel(link), 'fair');
  assert.equal(qualityLevel(link, true), 'poor');
  assert.equal(qualityLevel({ ...link, level: null }), 'unknown');
  assert.equal(qualityLevel(null), 'unknown');
  assert.equal(qualityLevel(undefined), 'unknown');
});

test('the pictures that a link does not carry are those of their lines', () => {
  const paused = [0, 1, 2].map((party) => isPaused(link, faceLine(party)));
  assert.deepEqual(paused, [true, false, true]);
  assert.equal(isPaused(link, DOCUMENT_LINE), false);
  assert.equal(isPaused(null, faceLine(0)), false);
});
