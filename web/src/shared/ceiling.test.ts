// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CeilingMeter, limitPictures, raiseCeiling } from './ceiling';

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
    if (ceiling !== null) raised[second] = ceiling / 1000;
  });
  return raised;
}

test('a way is looked at first, and again when it bore what was looked at', () => {
  const estimates = [0, 300, 300, 600, 600, 1200, 1200, 1200];
  assert.deepEqual(follow(estimates), { 1: 600, 3: 1200, 5: 2400 });
  assert.deepEqual(follow([300, 300, 310, 320, 330, 340, 350]), { 0: 600 });
});

test('a picture that the page holds down itself is a reason, too', () => {
  assert.deepEqual(follow([300, 300, 600, 600], 'none'), {});
  assert.deepEqual(follow([300, 300, 600, 600], 'none', true), { 0: 600, 2: 1200 });
});

test('a way that stays narrow is looked at once, and then left alone', () => {
  const fall = [1500, 490, 235];
  const teeth = [250, 265, 280, 295, 240, 255, 270, 290, 220, 235, 250, 265, 280, 295, 300];
  assert.deepEqual(follow([...fall, ...teeth, ...teeth, ...teeth]), { 0: 3000, 4: 1275 });
});

test('a way that was narrow before, or falls by less than half, is not looked at for that', () => {
  assert.deepEqual(follow([300, 480, 200, 190, 195, 200, 205, 210]), { 0: 600 });
  assert.deepEqual(follow([1500, 1500, 800, 810, 820, 830, 840]), { 0: 3000 });
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
  assert.deepEqual(follow(estimates), { 0: 3000, 4: 1275, 8: 650, 11: 1520, 13: 3000 });
});

test('a ceiling does not stay what limits', () => {
  const raised = follow([300, 400, 540, 540, 500, 530, 542]);
  assert.deepEqual(raised, { 0: 600, 2: 1080 });
});

test('a browser that does not say what it estimates is left alone', () => {
  const meter = new CeilingMeter();
  const entry = { type: 'outbound-rtp', active: true, qualityLimitationReason: 'bandwidth' };
  for (let second = 0; second < 20; second += 1) {
    assert.equal(meter.read([entry], 1000 * second, true), null);
  }
});

const answer = (limit = '') =>
  [
    'm=audio 5000 UDP/TLS/RTP/SAVPF 111',
    'c=IN IP4 192.0.2.1',
    'm=video 5000 UDP/TLS/RTP/SAVPF 96 97',
    `c=IN IP4 192.0.2.1${limit}`,
    'a=mid:1',
    'm=video 5000 UDP/TLS/RTP/SAVPF 96 97',
    'c=IN IP4 192.0.2.1',
    '',
  ].join('\r\n');

test('the line of the camera says how much, once', () => {
  const limited = answer('\r\nb=TIAS:700000');
  assert.equal(limitPictures(answer(), 700_000), limited);
  assert.equal(limitPictures(answer('\r\nb=TIAS:650000'), 700_000), limited);
});

test('the ceiling rises in the last answer, whatever it was before', async () => {
  const said: string[] = [];
  const pc = {
    remoteDescription: { type: 'answer', sdp: answer('\r\nb=TIAS:900000') },
    setLocalDescription: () => Promise.resolve(said.push('offer')),
    setRemoteDescription: ({ sdp }: { sdp: string }) => Promise.resolve(said.push(sdp)),
  };
  await raiseCeiling(pc as unknown as RTCPeerConnection, 700_000);
  assert.deepEqual(said, [
    'offer',
    answer('\r\nb=TIAS:699000'),
    'offer',
    answer('\r\nb=TIAS:700000'),
  ]);
});
