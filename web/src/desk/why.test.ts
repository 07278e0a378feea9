// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { setLanguage } from '../shared/i18n';
import { whyCode } from '../shared/messages';
import { ticket } from './examples';
import { ticketTables } from './ticket-strings';
import { nextChangeMs, verdictOf, whyLines, type WhyNot } from './why';

afterEach(() => setLanguage('zh-CN'));

const CODES = [
  'resident_absent',
  'offered',
  'kept',
  'department',
  'language',
  'skill',
  'conflict',
  'cooldown',
  'busy',
  'break',
  'off_duty',
  'unreachable',
  'offline',
] as const;

/** 10:42 in Wenzhou. */
const UNTIL = Date.UTC(2026, 10, 25, 2, 42);

function reason(code: WhyNot['code'], agents = 1, more: Partial<WhyNot> = {}): WhyNot {
  return { code, agents, agent: null, until_ms: null, ...more };
}

function say(reasons: WhyNot[], languages = ['pt'], direct = false): string[] {
  const lines = whyLines(reasons, {
    ticket: ticket({ languages }),
    department: '民政局',
    direct,
    nowMs: UNTIL - 3600000,
    agentName: (account) => (account === 'agent2' ? '金海' : account),
  });
  return lines.map(({ text, way }) => (way ? `${text} ${way}` : text));
}

test('reasons are whole sentences, with a way out where there is one', () => {
  assert.deepEqual(
    say([
      reason('kept', 1, { agent: 'agent2', until_ms: UNTIL }),
      reason('language', 2),
      reason('skill', 1, { until_ms: UNTIL }),
      reason('busy', 3),
    ]),
    [
      '留给金海，到 10:42 为止不派给别人。 不必等：可以改派给别人。',
      '2 名坐席不会说葡萄牙语。 指派给身边有翻译的坐席。',
      '1 名坐席不专办这类事项，10:42 起也派给他。 不必等：可以现在就指派。',
      '3 名坐席正忙。 有人空出来就派。',
    ],
  );
});

test('English counts one and many', () => {
  setLanguage('en');
  assert.deepEqual(say([reason('busy', 1), reason('language', 2)], ['pt', 'it']), [
    '1 agent is busy. Offered as soon as one is free.',
    '2 agents do not speak Portuguese or Italian. Assign it to somebody with an interpreter.',
  ]);
});

test('where the two must talk directly no interpreter is proposed', () => {
  assert.deepEqual(say([reason('language', 2)], ['pt'], true), [
    '2 名坐席的葡萄牙语不够好；这个事项要直接交谈。',
  ]);
});

test('every code of the protocol has its sentences, with nothing left to fill in', () => {
  for (const code of CODES) {
    assert.equal(whyCode.read(code, 'code'), code);
    for (const agents of [1, 2]) {
      const [text] = say([reason(code, agents, { agent: 'agent2', until_ms: UNTIL })]);
      assert.doesNotMatch(text ?? '{', /[{}]|undefined/, `${code} ${agents}`);
    }
  }
});

test('the whole: the ticket’s own reasons first, then who could take it', () => {
  assert.equal(verdictOf([]), 'next');
  assert.equal(verdictOf([reason('resident_absent', 0), reason('busy')]), 'absent');
  assert.equal(verdictOf([reason('kept'), reason('language')]), 'kept');
  assert.equal(verdictOf([reason('language'), reason('cooldown'), reason('offline')]), 'soon');
  assert.equal(verdictOf([reason('department'), reason('break')]), 'away');
  assert.equal(verdictOf([reason('department'), reason('language'), reason('conflict')]), 'nobody');
});

test('the next change is the nearest time still to come', () => {
  const at = (until_ms: number | null) => reason('skill', 1, { until_ms });
  assert.equal(nextChangeMs([at(100), at(300), at(200), at(null)], 150), 200);
  assert.equal(nextChangeMs([at(100), at(null)], 150), null);
});

test('both languages say everything, with the same values in it', () => {
  const values = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((each) => each[1]).sort();
  const { zh, en } = ticketTables;
  for (const key of Object.keys(zh) as Array<keyof typeof zh>) {
    assert.deepEqual(values(en[key]), values(zh[key]), key);
    assert.equal(en[key] === '', zh[key] === '', key);
    assert.doesNotMatch(en[key], /\p{Script=Han}/u, key);
  }
});
