// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * A way down that carries no picture: the sound goes on whole, both sides are told in words, and the
 * picture comes back with the way.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concealed, hearsSound, seesMotion, withStage } from './stage.mjs';
import { AT_AGENT, AT_KIOSK, startCall } from './visitors.mjs';
import { until } from './wait.mjs';

/** The kiosk makes its peer first: it is the link's first client. */
const NARROW = 'client 1 down:rate=100kbit';
const WIDE = 'client 1 down:rate=off';
const PAUSED = '声音照常，画面稍后会自动恢复';
const UNSEEN = '陈阿梅暂时看不到您';
const TOLD_MS = 30_000;
const BACK_MS = 60_000;
/** How much sound is listened to: 5 s of it. */
const SAMPLES = 5 * 48_000;
const MOST_CONCEALED = 0.05;

async function play(t, { service, browser }) {
  const { kiosk, agent } = await startCall({ service, browser });
  await Promise.all([hearsSound(agent), hearsSound(kiosk)]);
  const paused = kiosk.getByText(PAUSED);
  const unseen = agent.getByText(UNSEEN);

  assert.equal(await service.tellLink(NARROW), 'ok');
  const start = Date.now();
  await Promise.all([paused, unseen].map((words) => words.waitFor({ timeout: TOLD_MS })));
  t.diagnostic(`told after ${Date.now() - start} ms`);
  const share = await concealed(kiosk, SAMPLES);
  t.diagnostic(`made up of the sound: ${(100 * share).toFixed(2)} %`);
  assert.ok(share < MOST_CONCEALED, `${100 * share} %`);
  // The other way is not concerned.
  await seesMotion(agent, AT_AGENT);
  assert.ok(await paused.isVisible());

  assert.equal(await service.tellLink(WIDE), 'ok');
  const wide = Date.now();
  const gone = { state: 'detached', timeout: BACK_MS };
  await Promise.all([paused, unseen].map((words) => words.waitFor(gone)));
  t.diagnostic(`back after ${Date.now() - wide} ms`);
  await seesMotion(kiosk, AT_KIOSK);
}

test('a link that carries no picture carries sound and words, then the picture again', (t) =>
  withStage(t, (stage) => play(t, stage), { link: '100ms' }));
