// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CeilingMeter, raiseCeiling } from './ceiling';

const reading = (kbps: number, reason = 'bandwidth') => [
  { type: 'candidate-pair' },
  { type: 'candidate-pair', availableOutgoingBitrate: 1000 * kbps },
  { type: 'outbound-rtp', active: true, qualityLimitationReason: reason },
  { type: 'outbound-rtp', active: false, qualityLimitationReason: 'bandwidth' },
];

/** One reading each second: the ceilings, in kbit/s, by the second. */
function follow(estimates: number[], reason?: string, small = false): Record<number, number> {
  const meter = new CeilingMeter();
  const raised: Record<number, number> = {};
  estimates.forEach((kbps, second) => {
    const ceiling = meter.read(reading(kbps, reason), 1000 * second, small);
    if (ceiling !== null) raised[second] = Math.round(ceiling / 1000);
  });
  return raised;
}

test('a way is looked at first, and again when it bore what was looked at', () => {
  const estimates = [0, 300, 300, 600, 600, 1200, 1200, 1200];
  assert.deepEqual(follow(estimates), { 1: 450, 3: 900, 5: 1200 });
  assert.deepEqual(follow([300, 300, 310, 320, 330, 340, 350]), { 0: 450 });
});

test('a picture that the page holds down itself is a reason, too', () => {
  assert.deepEqual(follow([300, 300, 600, 600], 'none'), {});
  assert.deepEqual(follow([300, 300, 600, 600], 'none', true), { 0: 450, 2: 900 });
});

test('a way that was wide is looked at without a sign, then by less of one, and then left alone', () => {
  const fall = [1500, 490, 235];
  const teeth = [250, 265, 280, 295, 240, 255, 270, 290, 220, 235, 250, 265, 280, 295, 300];
  const looked = { 4: 1200, 10: 435, 14: 398, 21: 443, 25: 435 };
  assert.deepEqual(follow([...fall, ...teeth, ...teeth, ...teeth]), looked);
});

test('a way that did not bear the looks is left alone', () => {
  // A look lets the estimate fall, as what is borne does; then it grows by a twelfth each second.
  const meter = new CeilingMeter();
  const sign: number[] = [];
  let kbps = 300;
  for (let second = 0; second < 90; second += 1) {
    const looks = meter.read(reading(kbps), 1000 * second, false) !== null;
    if (looks && second > 0) sign.push(Math.round(kbps));
    kbps = looks ? 255 : kbps > 490 ? 417 : 1.08 * kbps;
  }
  assert.deepEqual(sign, [405]);
});

test('a way that was narrow before, or falls by less than half, is not looked at for that', () => {
  assert.deepEqual(follow([300, 400, 160, 150, 155, 165, 170, 175, 180]), { 0: 450 });
  assert.deepEqual(follow([1500, 1500, 800, 810, 820, 830, 840, 930]), {});
});

test('a way that losses hold is looked at without a sign, more and more rarely', () => {
  const raised = follow([1100, 500, ...Array<number>(120).fill(420)], 'none');
  assert.deepEqual(raised, { 4: 935, 10: 630, 22: 630, 46: 630, 94: 630 });
  assert.deepEqual(follow(Array<number>(60).fill(1300), 'none'), {});
});

test('a page that sends no picture does not look', () => {
  const meter = new CeilingMeter();
  const quiet = (kbps: number) => reading(kbps).map((entry) => ({ ...entry, active: false }));
  [1500, 300, 310, 320, 330, 340].forEach((kbps, second) => {
    assert.equal(meter.read(quiet(kbps), 1000 * second, false), null);
  });
});

test('a way that bears more than before is looked at, and again while the pictures want more', () => {
  const estimates = [1500, 490, 255, 275, 290, 255, 275, 300, 325, 350, 380, 760, 765, 1500, 1500];
  assert.deepEqual(follow(estimates), { 4: 1200, 8: 488, 11: 1140, 13: 1200 });
});

test('a ceiling does not stay what limits, and is not called narrow', () => {
  const meter = new CeilingMeter();
  assert.equal(meter.read(reading(300), 0, false), 450_000);
  assert.equal(meter.read(reading(700, 'none'), 1000, false), 1_050_000);
  assert.equal(meter.read(reading(1100, 'none'), 2000, false), 1_200_000);
  assert.equal(meter.read(reading(1190, 'none'), 3000, false), null);
});

test('a browser that does not say what it estimates is left alone', () => {
  const meter = new CeilingMeter();
  const entry = { type: 'outbound-rtp', active: true, qualityLimitationReason: 'bandwidth' };
  for (let second = 0; second < 20; second += 1) {
    assert.equal(meter.read([entry], 1000 * second, true), null);
  }
});

test('the ceiling rises, whatever it was before', async () => {
  const said: unknown[] = [];
  const encoding = { active: true, maxBitrate: 900_000 };
  const sender = {
    getParameters: () => ({ encodings: [{ ...encoding }] }),
    setParameters: ({ encodings }: { encodings: unknown[] }) => {
      said.push(...encodings);
      return Promise.resolve();
    },
  };
  await raiseCeiling(sender as unknown as RTCRtpSender, 700_000);
  assert.deepEqual(said, [
    { active: true, maxBitrate: 699_000 },
    { active: true, maxBitrate: 700_000 },
  ]);
});
