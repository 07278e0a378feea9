// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LinkTest, TestedWay } from '../shared/messages';
import { canBeMended, isTested, testLines } from './link-test';

const GOOD: TestedWay = {
  level: 'good',
  fault: null,
  rate_bps: 2_600_000,
  loss_permille: 0,
  jitter_ms: 3,
};
const tested = (up: Partial<TestedWay>, down: Partial<TestedWay> = {}): LinkTest => ({
  state: 'done',
  result: { at_ms: 0, rtt_ms: 240, up: { ...GOOD, ...up }, down: { ...GOOD, ...down } },
});
const words = (of: LinkTest | null) => testLines(of).map(({ word }) => word);

test('a sentence for each way', () => {
  assert.deepEqual(words(tested({})), ['testUpGood', 'testDownGood']);
  const slow = tested({ level: 'fair', fault: 'rate' }, { level: 'poor', fault: 'loss' });
  assert.deepEqual(words(slow), ['testUpSlow', 'testDownBroken']);
  const narrow = tested({ level: 'poor', fault: 'rate' }, { level: 'fair', fault: 'jitter' });
  assert.deepEqual(words(narrow), ['testUpNarrow', 'testDownShaky']);
  assert.deepEqual(words(tested({ level: null })), ['testUpUnknown', 'testDownGood']);
});

test('that it is far is said once, of both ways', () => {
  const far = { level: 'fair', fault: 'delay' } as const;
  assert.deepEqual(words(tested(far, far)), ['testUpGood', 'testDownGood', 'testFar']);
  assert.equal(canBeMended(tested(far, far)), false);
});

test('what is not known is said', () => {
  assert.deepEqual(words(null), []);
  assert.deepEqual(words({ state: 'running', result: tested({}).result }), ['testRunning']);
  assert.deepEqual(words({ state: 'silent', result: null }), ['testSilent']);
  assert.deepEqual(words({ state: null, result: null }), []);
});

test('advice is given where somebody at the point can do something', () => {
  assert.equal(canBeMended(tested({})), false);
  assert.equal(canBeMended(tested({}, { level: 'fair', fault: 'rate' })), true);
  assert.equal(canBeMended({ state: 'running', result: tested({ fault: 'loss' }).result }), false);
});

test('the page sends while the test runs', () => {
  assert.equal(isTested({}), false);
  assert.equal(isTested({ link_test: null }), false);
  assert.equal(isTested({ link_test: { state: 'running', result: null } }), true);
  assert.equal(isTested({ link_test: { state: 'done', result: null } }), false);
});
