// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * All six seats of a call are taken, by bindings alone: each sees the five others. Then one of them has
 * a way down of 200 kbit/s, and the others do not notice.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask } from './chromium.mjs';
import { pictures, shown } from './probe.mjs';
import { concealed, seesMotion, withStage } from './stage.mjs';
import { AT_AGENT, AT_KIOSK, hangUp, openAgent, startCall } from './visitors.mjs';

/** Those who are asked in, in this order. */
const GUESTS = [
  ['agent2', '金海'],
  ['agent3', '陈思远'],
  ['agent4', '方芳'],
  ['agent5', '叶青'],
];
/** Thirty pictures are decoded and drawn by one machine: so that none comes late, each comes seldom. */
const CAMERAS = '--use-fake-device-for-media-stream=device-count=2,fps=5';
/** Until all pictures of a page move. */
const SEEN_MS = 60_000;
/** The kiosk makes its peer first: it is the link's first client. */
const NARROW = 'client 1 down:rate=200kbit';
/** Until what waits for the narrow way has gone or been dropped, and pictures have been paused. */
const SETTLE_MS = 10_000;
const MEASURE_MS = 10_000;
/** Of what the others received before: six encoders share the machine, so it goes up and down by itself. */
const STILL_RECEIVED = 0.5;
/** How much sound is listened to: 5 s of it. */
const SAMPLES = 5 * 48_000;
/** Of what the agent says, on the narrow way. */
const MOST_CONCEALED = 0.05;

/** The agent asks the one with this name in, to all. */
async function bringInToAll(agent, guest, name) {
  await agent.keyboard.press('a');
  await agent.getByRole('button', { name: '直接一起说' }).click();
  await agent.getByRole('button', { name }).click();
  await guest.getByText(`${AT_KIOSK} 请您加入一个通话`).waitFor();
  await guest.keyboard.press('a');
  await guest.locator('gc-call-screen').waitFor();
  // As in any large round, who does not speak has the microphone off.
  await guest.keyboard.press('m');
}

const seesAll = (page, labels) =>
  Promise.all(labels.map((label) => seesMotion(page, label, SEEN_MS)));

/** Bits a second of pictures that each page receives. */
async function received(pages) {
  const read = () => Promise.all(pages.map((page) => ask(page, shown)));
  const before = await read();
  await new Promise((done) => setTimeout(done, MEASURE_MS));
  const after = await read();
  return after.map(({ bytes }, i) => (8000 * (bytes - before[i].bytes)) / MEASURE_MS);
}

async function gather(t, stage) {
  const { service, browser } = stage;
  for (const [account, name] of GUESTS.slice(2)) await service.addAgent(account, name, 'all');
  const { kiosk, agent } = await startCall(stage);
  const guests = [];
  for (const [account, name] of GUESTS) {
    const page = await openAgent(browser, service, account);
    await bringInToAll(agent, page, name);
    guests.push({ page, name });
  }

  const start = Date.now();
  const names = guests.map(({ name }) => name);
  await seesAll(kiosk, [AT_KIOSK, ...names]);
  await seesAll(agent, [AT_AGENT, ...names]);
  for (const { page, name } of guests) {
    await seesAll(page, [AT_AGENT, AT_KIOSK, ...names.filter((each) => each !== name)]);
  }
  t.diagnostic(`each of six sees five others, ${Date.now() - start} ms after the last one came`);

  // One connection a page, as it was before anybody came.
  const pages = guests.map((each) => each.page);
  for (const page of [kiosk, agent, ...pages]) {
    const { agreed } = await ask(page, pictures);
    assert.equal(agreed.filter(Boolean).length, 1);
  }
  return { kiosk, agent, pages: [agent, ...pages] };
}

async function play(t, stage) {
  const { kiosk, agent, pages } = await gather(t, stage);
  const before = await received(pages);
  assert.equal(await stage.service.tellLink(NARROW), 'ok');
  await new Promise((done) => setTimeout(done, SETTLE_MS));
  const after = await received(pages);
  const shares = after.map((bps, i) => bps / before[i]);
  t.diagnostic(`the five others receive ${shares.map((each) => `${Math.round(100 * each)} %`)}`);
  for (const share of shares) assert.ok(share >= STILL_RECEIVED, `${shares}`);
  const madeUp = await concealed(kiosk, SAMPLES);
  t.diagnostic(`made up of the narrow one's sound: ${(100 * madeUp).toFixed(2)} %`);
  assert.ok(madeUp < MOST_CONCEALED, `${100 * madeUp} %`);
  await hangUp(agent);
}

test('six in a call see each other; one with a narrow way lowers none of the others', (t) =>
  withStage(t, (stage) => play(t, stage), { link: '1ms', browser: [CAMERAS] }));
