// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { setLanguage } from '../shared/i18n';
import { openingState, opensAgain } from './opening';

const utc = (text: string): number => Date.parse(text);

function closed(timezone: string, opens: string) {
  return { id: 'x', timezone, open: false, closes_ms: null, next_open_ms: utc(opens) };
}

afterEach(() => setLanguage('zh-CN'));

test('when it opens again, by both clocks', () => {
  setLanguage('en');
  const cases: ReadonlyArray<readonly [string, string, string, string]> = [
    [
      'Europe/Rome',
      '2026-11-25T12:00:00Z',
      '2026-11-26T08:00:00Z',
      'opens again tomorrow at 09:00 your time, 16:00 in Wenzhou',
    ],
    [
      'Europe/Rome',
      '2026-11-25T12:00:00Z',
      '2026-11-25T13:30:00Z',
      'opens again today at 14:30 your time, 21:30 in Wenzhou',
    ],
    [
      'Europe/Rome',
      '2026-11-25T21:45:00Z',
      '2026-11-26T17:45:00Z',
      'opens again tomorrow at 18:45 your time, Friday 01:45 in Wenzhou',
    ],
    [
      'America/New_York',
      '2026-11-26T12:00:00Z',
      '2026-11-30T00:30:00Z',
      'opens again Sunday at 19:30 your time, Monday 08:30 in Wenzhou',
    ],
    [
      'Asia/Shanghai',
      '2026-09-30T12:00:00Z',
      '2026-10-08T01:00:00Z',
      'opens again Thursday, October 8 at 09:00',
    ],
  ];
  for (const [zone, now, opens, words] of cases) {
    assert.equal(opensAgain(closed(zone, opens), utc(now)), words);
  }
});

test('the same in Chinese', () => {
  const point = closed('America/New_York', '2026-11-30T00:30:00Z');
  assert.equal(
    opensAgain(point, utc('2026-11-26T12:00:00Z')),
    '当地星期日 19:30 开放，温州时间星期一 08:30',
  );
});

test('nothing is said of what is not known', () => {
  assert.equal(opensAgain({ id: 'x' }, 0), null);
  assert.equal(opensAgain({ id: 'x', timezone: 'Europe/Rome', next_open_ms: null }, 0), null);
  assert.equal(openingState({ id: 'x' }), null);
});

test('open until, or closed', () => {
  setLanguage('en');
  const zone = 'Europe/Rome';
  const until = utc('2026-11-25T11:30:00Z');
  assert.equal(
    openingState({ id: 'x', timezone: zone, open: true, closes_ms: until }),
    'Open until 12:30',
  );
  assert.equal(openingState({ id: 'x', timezone: zone, open: true, closes_ms: null }), 'Open now');
  assert.equal(openingState(closed(zone, '2026-11-26T08:00:00Z')), 'Closed now');
});
