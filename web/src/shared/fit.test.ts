// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FitMeter, beginAnew, limitCamera } from './fit';

const reading = (kbps: number, active = true) => [
  { type: 'candidate-pair', availableOutgoingBitrate: 1000 * kbps },
  { type: 'outbound-rtp', active },
];

/** One reading each second: the seconds at which the picture begins anew. */
function follow(estimates: number[], active?: boolean): number[] {
  const meter = new FitMeter();
  return estimates.flatMap((kbps, second) =>
    meter.read(reading(kbps, active), 1000 * second) ? [second] : [],
  );
}

test('a picture that is too small for the way begins anew, until it is unreduced', () => {
  assert.deepEqual(follow([300, 310, 480, 485, 700, 790, 1300, 1300]), [3, 5]);
  assert.deepEqual(follow([650, 800, 1100, 1500, 1500]), []);
});

test('a picture that is too large begins anew when the fall is over', () => {
  assert.deepEqual(follow([1500, 1500, 800, 400, 205, 210, 215, 220]), [5]);
  assert.deepEqual(follow([1500, 1500, 800, 800, 800]), []);
});

test('an estimate that saws, or of a page that sends nothing, changes nothing', () => {
  assert.deepEqual(follow([400, 400, 340, 370, 400, 430, 460, 390, 420]), []);
  assert.deepEqual(follow([300, 1500, 1500, 1500, 200, 200, 200], false), []);
});

test('what was borne when sending began counts', () => {
  const meter = new FitMeter();
  assert.equal(meter.read(reading(300, false), 0), false);
  assert.equal(meter.read(reading(900, false), 10_000), false);
  assert.equal(meter.read(reading(1400), 20_000), false);
  assert.equal(meter.read(reading(300), 30_000), false, 'it is still falling');
  assert.equal(meter.read(reading(300), 31_000), true);
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
  assert.equal(limitCamera(answer(), 700_000), limited);
  assert.equal(limitCamera(answer('\r\nb=TIAS:650000'), 700_000), limited);
});

test('the last answer is given with another limit each time', async () => {
  const said: string[] = [];
  const pc = {
    remoteDescription: { type: 'answer', sdp: answer() },
    setLocalDescription: () => Promise.resolve(),
    setRemoteDescription(description: { type: string; sdp: string }) {
      said.push(description.sdp);
      pc.remoteDescription = description;
      return Promise.resolve();
    },
  };
  for (let i = 0; i < 3; i += 1) await beginAnew(pc as unknown as RTCPeerConnection);
  const [first, other] = [3_000_000, 2_999_000].map((bps) => limitCamera(answer(), bps));
  assert.deepEqual(said, [first, other, first]);
});
