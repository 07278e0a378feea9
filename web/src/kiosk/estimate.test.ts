// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { LANGUAGES, setLanguage } from '../shared/i18n';
import { band, type Band, type KioskTicket, type TicketState } from '../shared/messages';
import { estimateSentence } from './estimate';

const NOW = Date.parse('2026-11-25T11:00:00Z');
const ALL = [
  'under_5',
  '5_to_15',
  '15_to_30',
  '30_to_60',
  'over_60',
  'not_today',
  'nobody',
] as const;
const point = {
  id: 'it-milan',
  timezone: 'Europe/Rome',
  open: true,
  closes_ms: NOW + 1_800_000,
  next_open_ms: Date.parse('2026-11-25T14:30:00Z'),
};

function waiting(name: Band, state: TicketState = 'waiting'): KioskTicket {
  return {
    id: 't1',
    number: 'M012',
    state,
    item: 'SS-01',
    name: '陈阿梅',
    languages: ['zh'],
    since_ms: NOW,
    ahead: 1,
    parked: null,
    items: [],
    estimate: { band: name },
    outcome: null,
    grade: null,
    phone: null,
    slot_ms: 0,
  };
}

afterEach(() => setLanguage('zh-CN'));

test('every band has a sentence of its own in every language', () => {
  for (const language of LANGUAGES) {
    setLanguage(language);
    const said = ALL.map((name) => estimateSentence(waiting(band.read(name, '')), null, NOW));
    assert.ok(said.every((sentence) => sentence !== null));
    assert.equal(new Set(said).size, ALL.length, language);
  }
});

test('what does not fit before closing names the next window, by both clocks', () => {
  setLanguage('en');
  assert.equal(
    estimateSentence(waiting('not_today'), point, NOW),
    'There may not be enough time before closing; ' +
      'the point opens again today at 15:30 your time, 22:30 in Wenzhou.',
  );
  assert.equal(
    estimateSentence(waiting('not_today'), { ...point, next_open_ms: null }, NOW),
    'There may not be enough time before closing.',
  );
});

test('other bands say nothing of the next window', () => {
  setLanguage('en');
  assert.equal(
    estimateSentence(waiting('5_to_15'), point, NOW),
    'Expected wait: about 5 to 15 minutes',
  );
});

test('nobody able is not the same as nobody there', () => {
  setLanguage('en');
  const said = (agents: number) => estimateSentence(waiting('nobody'), { ...point, agents }, NOW);
  assert.equal(said(0), 'No officer is on duty at the moment. Your place is kept.');
  assert.equal(
    said(2),
    'No officer for this matter who speaks your language is at work now. Your place is kept.',
  );
});

test('nothing is said to whom nobody has estimated, nor while an officer is being called', () => {
  assert.equal(estimateSentence({ ...waiting('under_5'), estimate: null }, point, NOW), null);
  assert.equal(estimateSentence(waiting('under_5', 'offered'), point, NOW), null);
});
