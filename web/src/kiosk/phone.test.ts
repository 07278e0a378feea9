// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setLanguage } from '../shared/i18n';
import type { Band, KioskTicket } from '../shared/messages';
import { callSentence, isPhone, tidyPhone } from './phone';

test('what may stand in a number stays, the rest goes', () => {
  assert.equal(tidyPhone('+39 333-12.34 abc'), '+39 3331234 ');
  assert.equal(tidyPhone('39+333'), '39333');
  assert.equal(tidyPhone('  0039 333'), '0039 333');
  assert.equal(tidyPhone('123456789012345678901234'), '12345678901234567890');
});

test('a number is one as the service sees it', () => {
  for (const good of ['+39 333 1234567', '123456', '00393331234567 '])
    assert.ok(isPhone(good), good);
  for (const bad of ['', '12345', '+', '+12 345', '      ', '333+123456'])
    assert.ok(!isPhone(bad), bad);
});

function called(band: Band, state: 'waiting' | 'offered' = 'waiting'): KioskTicket {
  return {
    id: 't1',
    number: 'M001',
    state,
    item: 'SS-01',
    name: '陈阿梅',
    languages: ['zh'],
    since_ms: 0,
    ahead: 0,
    estimate: { band },
    outcome: null,
    grade: null,
    phone: '+39 333 1234567',
    slot_ms: 0,
    parked: null,
    items: [],
  };
}

test('when the call is to be expected', () => {
  setLanguage('en');
  const now = Date.UTC(2026, 10, 24, 9, 2);
  const say = (band: Band) => callSentence(called(band), 'Europe/Rome', now);
  assert.match(say('under_5'), /before about 10:10/);
  assert.match(say('30_to_60'), /before about 11:05/);
  assert.match(say('over_60'), /more than an hour/);
  assert.match(say('nobody'), /as soon as an officer/);
  assert.match(callSentence(called('under_5', 'offered'), 'Europe/Rome', now), /about to call/);
});
