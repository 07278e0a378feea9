// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { orderSound, RedundancyMeter, setRedundancy } from './redundancy';

/** Readings each second, of sound with this loss and of pictures with much more. */
function read(meter: RedundancyMeter, from: number, seconds: number, fractionLost: number) {
  let wanted = false;
  for (let second = from; second < from + seconds; second += 1) {
    wanted = meter.read(
      [
        { type: 'remote-inbound-rtp', kind: 'video', fractionLost: 0.5 },
        { type: 'inbound-rtp', kind: 'audio', fractionLost: 0.5 },
        { type: 'remote-inbound-rtp', kind: 'audio', fractionLost },
      ],
      second * 1000,
    );
  }
  return wanted;
}

test('loss of sound for some seconds asks for redundancy', () => {
  const meter = new RedundancyMeter();
  assert.equal(read(meter, 0, 10, 0), false);
  assert.equal(read(meter, 10, 1, 0.02), false);
  assert.equal(read(meter, 11, 60, 0.01), false);
  assert.equal(read(meter, 71, 8, 0.03), true);
});

test('it ends when there was next to no loss for 20 s', () => {
  const meter = new RedundancyMeter();
  assert.equal(read(meter, 0, 5, 0.06), true);
  assert.equal(read(meter, 5, 60, 0.01), true);
  assert.equal(read(meter, 65, 20, 0), true);
  assert.equal(read(meter, 85, 10, 0), false);
});

test('a page that sends no sound has nothing to ask for', () => {
  const meter = new RedundancyMeter();
  const pictures = [{ type: 'remote-inbound-rtp', kind: 'video', fractionLost: 0.5 }];
  for (let second = 0; second < 20; second += 1) {
    assert.equal(meter.read(pictures, second * 1000), false);
  }
});

const answer = (order: string) =>
  [
    'v=0',
    `m=audio 5000 UDP/TLS/RTP/SAVPF ${order}`,
    'a=rtpmap:111 opus/48000/2',
    'a=rtpmap:63 red/48000/2',
    'm=video 5000 UDP/TLS/RTP/SAVPF 96 97',
    'm=audio 5000 UDP/TLS/RTP/SAVPF 111 63',
    'a=rtpmap:63 red/48000/2',
    '',
  ].join('\r\n');

test('the order of the first line of sound says what is sent', () => {
  assert.equal(orderSound(answer('111 63'), true), answer('63 111'));
  assert.equal(orderSound(answer('63 111'), true), answer('63 111'));
  assert.equal(orderSound(answer('63 111'), false), answer('111 63'));
});

test('where redundancy was not agreed upon nothing changes', () => {
  const plain = 'v=0\r\nm=audio 5000 UDP/TLS/RTP/SAVPF 109\r\na=rtpmap:109 opus/48000/2\r\n';
  assert.equal(orderSound(plain, true), plain);
});

test('the answer is given again only when it has to be', async () => {
  const said: string[] = [];
  const pc = {
    remoteDescription: { type: 'answer', sdp: answer('111 63') },
    setLocalDescription: () => Promise.resolve(said.push('offer')),
    setRemoteDescription: ({ sdp }: { sdp: string }) => {
      pc.remoteDescription.sdp = sdp;
      return Promise.resolve(said.push(sdp));
    },
  };
  const peer = pc as unknown as RTCPeerConnection;
  await setRedundancy(peer, false);
  assert.deepEqual(said, []);
  await setRedundancy(peer, true);
  await setRedundancy(peer, true);
  assert.deepEqual(said, ['offer', answer('63 111')]);
});
