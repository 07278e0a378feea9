// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* Sound and picture over a link as they are: 300 ms, and 6 % lost each way of each side. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask } from './chromium.mjs';
import { shown } from './probe.mjs';
import { concealed, hearsSound, withStage } from './stage.mjs';
import { startCall } from './visitors.mjs';
import { until } from './wait.mjs';

const RTT = '300ms';
const LOSS = '6%';
const SETTLED_MS = 60_000;
/** Packets with redundancy after which both ways surely have it: 4 s of sound from each side. */
const SETTLED_PACKETS = 400;
/** How much sound is listened to: 20 s of it. */
const SAMPLES = 20 * 48_000;
const MOST_CONCEALED = 0.05;
/**
 * Until pictures are held for as long as a packet that is lost once takes, or twice, of which a picture of
 * few packets has too few: browsers add 0.1 s a second.
 */
const HELD_S = 0.3;
const HELD_MS = 90_000;
const PICTURES = 200;
const WATCH_MS = 90_000;

/** How long each picture was held, in seconds, and which share of the time the picture stood still. */
function between(before, after) {
  return {
    held: (after.held - before.held) / (after.pictures - before.pictures),
    frozen: (after.frozenS - before.frozenS) / (after.shownS - before.shownS),
  };
}

/** Watches from now on until `good` says yes to what was seen of some pictures. */
async function watch(page, what, ms, good) {
  let before = await ask(page, shown);
  let seen;
  await until(
    what,
    ms,
    () => ask(page, shown),
    (after) => {
      if (after.pictures - before.pictures < PICTURES) return false;
      seen = between(before, after);
      before = after;
      return good(seen);
    },
  );
  return seen;
}

async function play(t, { service, browser }) {
  const { kiosk, agent } = await startCall({ service, browser });
  await Promise.all([hearsSound(agent), hearsSound(kiosk)]);
  assert.equal(await service.counted('gc_relay_redundant_in'), 0);

  await service.tellLink(LOSS);
  for (const way of ['gc_relay_redundant_in', 'gc_relay_redundant_out']) {
    await until(
      way,
      SETTLED_MS,
      () => service.counted(way),
      (n) => n >= SETTLED_PACKETS,
    );
  }
  const shares = await Promise.all([concealed(agent, SAMPLES), concealed(kiosk, SAMPLES)]);
  t.diagnostic(`made up of the sound: ${shares.map((each) => `${(100 * each).toFixed(2)} %`)}`);
  for (const share of shares) assert.ok(share < MOST_CONCEALED, `${100 * share} %`);
  assert.ok((await service.counted('gc_relay_redundant_restored')) > 0);

  const pages = [agent, kiosk];
  await Promise.all(
    pages.map((page) => watch(page, 'pictures held', HELD_MS, ({ held }) => held >= HELD_S)),
  );
  const seen = await Promise.all(
    pages.map((page) => watch(page, 'pictures', WATCH_MS, () => true)),
  );
  t.diagnostic(
    `pictures held ${seen.map(({ held }) => `${Math.round(1000 * held)} ms`)}, ` +
      `frozen ${seen.map(({ frozen }) => `${(100 * frozen).toFixed(1)} %`)}`,
  );
}

test('sound stays whole and pictures are held over a link that loses', (t) =>
  withStage(t, (stage) => play(t, stage), { link: RTT }));
