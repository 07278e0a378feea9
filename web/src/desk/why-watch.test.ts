// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agent, ticket } from './examples';
import type { WhyNot } from './why';
import { WhyWatch } from './why-watch';

const BUSY: WhyNot = { code: 'busy', agents: 1, agent: null, until_ms: null };

/** A watch whose timers go off when the test says so, and whose answers come when it says so. */
function makeWatch() {
  let now = 1000;
  let timer: { callback: () => void; at: number } | null = null;
  const asked: string[] = [];
  const answers: Array<(reasons: WhyNot[] | null) => void> = [];
  const shown: Array<WhyNot[] | null> = [];
  const watch = new WhyWatch({
    ask: (id) => {
      asked.push(id);
      return new Promise((done, fail) =>
        answers.push((reasons) => (reasons ? done(reasons) : fail(new Error('lost')))),
      );
    },
    onanswer: (reasons) => shown.push(reasons),
    now: () => now,
    timers: {
      set: (callback, ms) => (timer = { callback, at: now + ms }),
      clear: (old) => {
        if (old === timer) timer = null;
      },
    },
  });
  /** Lets `ms` go by. */
  const pass = (ms: number) => {
    now += ms;
    const due = timer;
    if (!due || due.at > now) return;
    timer = null;
    due.callback();
  };
  const answer = async (reasons: WhyNot[] | null) => {
    answers.shift()?.(reasons);
    await new Promise((done) => setImmediate(done));
  };
  return { watch, asked, shown, pass, answer, waits: () => timer !== null };
}

test('a ticket is asked for at once, and once while nothing changes', async () => {
  const { watch, asked, shown, pass, answer, waits } = makeWatch();
  watch.follow(ticket(), [agent('a')]);
  pass(0);
  await answer([BUSY]);
  assert.deepEqual(asked, ['t1']);
  assert.deepEqual(shown, [null, [BUSY]]);
  watch.follow(ticket(), [agent('a')]);
  assert.equal(waits(), false);
});

test('changes that come together are one question, also while an answer is out', async () => {
  const { watch, asked, shown, pass, answer } = makeWatch();
  watch.follow(ticket(), [agent('a')]);
  pass(0);
  watch.follow(ticket(), [agent('a', { effective: 'busy' })]);
  watch.follow(ticket({ ahead: 1 }), [agent('a', { effective: 'busy' })]);
  await answer([{ ...BUSY, until_ms: 90_000 }]);
  pass(5000);
  assert.deepEqual(asked, ['t1', 't1']);
  await answer([BUSY]);
  assert.deepEqual(shown.at(-1), [BUSY]);
  pass(100_000);
  assert.equal(asked.length, 2);
});

test('what an agent is doing for how long does not matter', async () => {
  const { watch, asked, pass, answer } = makeWatch();
  watch.follow(ticket(), [agent('a', { since_ms: 1 })]);
  pass(0);
  await answer([BUSY]);
  watch.follow(ticket(), [agent('a', { since_ms: 2 })]);
  pass(5000);
  assert.equal(asked.length, 1);
});

test('it is asked again when the answer says that it ends', async () => {
  const { watch, asked, pass, answer, waits } = makeWatch();
  watch.follow(ticket(), []);
  pass(0);
  await answer([{ ...BUSY, code: 'skill', until_ms: 61_000 }]);
  pass(59_000);
  assert.equal(asked.length, 1);
  pass(2000);
  assert.equal(asked.length, 2);
  await answer([BUSY]);
  assert.equal(waits(), false);
});

test('an answer to a question about another ticket is not shown', async () => {
  const { watch, asked, shown, pass, answer } = makeWatch();
  watch.follow(ticket(), []);
  pass(0);
  watch.follow(ticket({ ticket: 't2' }), []);
  pass(0);
  await answer([BUSY]);
  assert.deepEqual(shown, [null, null]);
  await answer([]);
  assert.deepEqual(shown, [null, null, []]);
  assert.deepEqual(asked, ['t1', 't2']);
});

test('nothing is asked once the ticket is in a session, and all anew after that', async () => {
  const { watch, asked, shown, pass, answer, waits } = makeWatch();
  watch.follow(ticket(), []);
  pass(0);
  await answer([BUSY]);
  watch.follow(ticket({ state: 'in_session' }), []);
  assert.deepEqual(shown, [null, [BUSY], null]);
  assert.equal(waits(), false);
  watch.follow(ticket(), []);
  pass(0);
  assert.equal(asked.length, 2);
});

test('after a failure the next view asks again', async () => {
  const { watch, asked, pass, answer } = makeWatch();
  watch.follow(ticket(), []);
  pass(0);
  await answer(null);
  watch.follow(ticket(), []);
  pass(500);
  assert.equal(asked.length, 2);
});
