// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wayOf } from './ways';

const udp = { id: 'r-udp', type: 'remote-candidate', candidateType: 'host', protocol: 'udp' };
const tcp = { id: 'r-tcp', type: 'remote-candidate', candidateType: 'host', protocol: 'tcp' };
const host = { id: 'l-host', type: 'local-candidate', candidateType: 'host', protocol: 'udp' };
const relay = { id: 'l-relay', type: 'local-candidate', candidateType: 'relay', protocol: 'udp' };
const candidates = [udp, tcp, host, relay];

const pair = (id: string, localCandidateId: string, remoteCandidateId: string) => ({
  id,
  type: 'candidate-pair',
  localCandidateId,
  remoteCandidateId,
});
const by = (selectedCandidatePairId?: string) => ({
  id: 't',
  type: 'transport',
  selectedCandidatePairId,
});

test('the pair that the transport names counts, whatever others there are', () => {
  const pairs = [pair('p1', 'l-host', 'r-udp'), pair('p2', 'l-host', 'r-tcp')];
  assert.equal(wayOf([...pairs, ...candidates, by('p1')]), 'udp');
  assert.equal(wayOf([...pairs, ...candidates, by('p2')]), 'tcp');
});

test('a relayed candidate is TURN, whose far end speaks UDP', () => {
  assert.equal(wayOf([pair('p1', 'l-relay', 'r-udp'), ...candidates, by('p1')]), 'turn');
});

test('without a transport the pair that is marked counts', () => {
  const marked = { ...pair('p2', 'l-host', 'r-tcp'), selected: true };
  assert.equal(wayOf([pair('p1', 'l-host', 'r-udp'), marked, ...candidates]), 'tcp');
});

test('before a pair is selected nothing is known', () => {
  assert.equal(wayOf([]), null);
  assert.equal(wayOf([pair('p1', 'l-host', 'r-udp'), ...candidates, by()]), null);
});
