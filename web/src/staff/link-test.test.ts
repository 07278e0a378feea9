// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { setLanguage } from '../shared/i18n';
import type { LinkTest, TestedWay } from '../shared/messages';
import { testAdvice, testRows, worstOf } from './link-test';

const GOOD: TestedWay = {
  level: 'good',
  fault: null,
  rate_bps: 2_604_000,
  loss_permille: 0,
  jitter_ms: 3,
};
const tested = (up: Partial<TestedWay>, down: Partial<TestedWay> = {}): LinkTest => ({
  state: 'done',
  result: { at_ms: 0, rtt_ms: 240, up: { ...GOOD, ...up }, down: { ...GOOD, ...down } },
});
const NOT_MEASURED: TestedWay = {
  level: null,
  fault: null,
  rate_bps: null,
  loss_permille: null,
  jitter_ms: null,
};

beforeEach(() => setLanguage('en'));

test('each way is told in words and figures', () => {
  const lossy = tested({ level: 'poor', fault: 'loss', loss_permille: 118 });
  assert.deepEqual(testRows(lossy), [
    {
      words: 'From the point: loses many packets, sound and picture break off',
      figures: ['2600 kbit/s', '11.8% lost', '3 ms jitter'],
      level: 'poor',
    },
    {
      words: 'To the point: clear',
      figures: ['2600 kbit/s', '0.0% lost', '3 ms jitter', '240 ms round trip'],
      level: 'good',
    },
  ]);
  setLanguage('zh-CN');
  assert.deepEqual(
    testRows(lossy).map(({ words }) => words),
    ['上行: 丢包多，声音画面会断', '下行: 清楚'],
  );
});

test('what was not measured is not made up', () => {
  const [up] = testRows(tested(NOT_MEASURED));
  assert.deepEqual(up, { words: 'From the point: not measured', figures: [], level: null });
  assert.deepEqual(testRows(null), [
    { words: 'the link was not tested yet', figures: [], level: null },
  ]);
  assert.deepEqual(testRows({ state: 'running', result: null }), [
    { words: 'the link is being tested', figures: [], level: null },
  ]);
  const [silent] = testRows({ state: 'silent', result: null });
  assert.equal(silent?.level, 'poor');
});

test('a former result stands until the next one, but not for a kiosk that sends nothing', () => {
  const { result } = tested({});
  assert.equal(testRows({ state: 'running', result }).length, 2);
  assert.equal(testRows({ state: null, result }).length, 2);
  assert.equal(testRows({ state: 'silent', result }).length, 1);
});

test('the advice is about the worse way', () => {
  const slow = { level: 'fair', fault: 'rate' } as const;
  const lossy = { level: 'poor', fault: 'loss' } as const;
  assert.equal(worstOf(tested(slow, lossy))?.fault, 'loss');
  assert.equal(worstOf(tested(lossy, slow))?.fault, 'loss');
  assert.equal(worstOf(tested(NOT_MEASURED, slow))?.fault, 'rate');
  assert.equal(testAdvice(tested({})), null);
  assert.match(testAdvice(tested(slow)) ?? '', /cable/);
  assert.match(testAdvice({ state: 'silent', result: null }) ?? '', /camera/);
});
