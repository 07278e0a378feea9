// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { iceOf, withIce } from './ice';

const LINES = [
  'v=0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=ice-ufrag:abcd',
  'a=ice-pwd:0123456789/+abcdefghijklm',
  'a=setup:passive',
  'm=video 9 UDP/TLS/RTP/SAVPF 96',
  'a=ice-ufrag:abcd',
  'a=ice-pwd:0123456789/+abcdefghijklm',
  '',
];
const SDP = LINES.join('\r\n');
const NEW = { ufrag: 'wxyz', pwd: '$&98765432109876543210' };

test('names and passwords are read, and replaced in every line', () => {
  assert.deepEqual(iceOf(SDP), { ufrag: 'abcd', pwd: '0123456789/+abcdefghijklm' });
  const renewed = withIce(SDP, NEW);
  assert.deepEqual(iceOf(renewed), NEW);
  assert.equal(renewed.split('wxyz').length, 3);
  assert.equal(withIce(renewed, iceOf(SDP)), SDP);
});

test('a description without them is refused', () => {
  assert.throws(() => iceOf('v=0\r\na=ice-ufrag:abcd\r\n'), /ice-ufrag/);
});
