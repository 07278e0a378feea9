// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * What a call in Chromium is like over bad links: a line of JSON for each, from the page at the point
 * and the page of the agent. Not a test: ./gc bench --quality makes a table of it.
 *
 *   node quality.mjs SECONDS [NAME...]     measures each link so long; all if none is named
 */

import { ask, launch } from './chromium.mjs';
import { answered, stoodStill, watchFrames } from './probe.mjs';
import { compare, read } from './received.mjs';
import { GOOD_LINK, Service } from './service.mjs';
import { hearsSound } from './stage.mjs';
import { AT_AGENT, AT_KIOSK, startCall } from './visitors.mjs';

/** The link of the point, or with `both` of each side. The kiosk is the first client of the link. */
const LINKS = {
  good: { point: '30ms' },
  'loss 1 %': { point: '300ms,1%' },
  'loss 3 %': { point: '300ms,3%' },
  'loss 6 %': { point: '300ms,6%' },
  'loss 10 %': { point: '300ms,10%' },
  'loss 6 %, bursts of 3': { point: '300ms,6%,burst=3' },
  'loss 6 %, both sides': { both: '300ms,6%' },
  '500 kbit/s': { point: '300ms,rate=500kbit' },
  '200 kbit/s': { point: '300ms,rate=200kbit' },
};
/** Browsers move the delay of pictures by 0.1 s a second, once repair has been late in two spans of 4 s. */
const SETTLE_MS = 35_000;

/** 2 Mbit/s, then 300 kbit/s, and back. */
const DROP = { full: '300ms,rate=2mbit', narrow: 'rate=300kbit', wide: 'rate=2mbit' };
/** The camera's picture in its full size. */
const GROWN_BPS = 600_000;
const GROW_MS = 90_000;
const DROP_MS = 30_000;
const BACK_MS = 60_000;
const REACT_MS = 3_000;
const SAMPLE_MS = 500;
/** "Full" is this share of what was received before. */
const FULL = 0.8;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function withCall(link, play) {
  const service = await Service.start({ link });
  const browser = await launch();
  try {
    const { kiosk, agent } = await startCall({ service, browser });
    await Promise.all([hearsSound(agent), hearsSound(kiosk)]);
    return await play({ service, pages: { kiosk, agent } });
  } finally {
    await browser.close();
    await service.stop();
  }
}

/** Changes the resident's link. */
async function tell(service, command) {
  const answer = await service.tellPointsLink(command);
  if (answer !== 'ok') throw new Error(`${command}: ${answer}`);
}

/** What it was like on `page` for so many seconds; `label`: of the picture of the other side. */
async function measurePage(page, label, seconds) {
  await ask(page, watchFrames, label);
  const before = await read(page);
  await pause(1000 * seconds);
  const after = await read(page);
  return { ...compare(before, after), longestMs: await ask(page, stoodStill) };
}

function measureLink(name, seconds) {
  const { point, both } = LINKS[name];
  return withCall(both ?? GOOD_LINK, async ({ service, pages }) => {
    if (point) await tell(service, point);
    await pause(SETTLE_MS);
    const [kiosk, agent] = await Promise.all([
      measurePage(pages.kiosk, AT_KIOSK, seconds),
      measurePage(pages.agent, AT_AGENT, seconds),
    ]);
    return { link: name, kiosk, agent };
  });
}

/** Bits a second that the agent receives of the resident's picture, and the round trip, each half second. */
async function* sample({ agent, kiosk }, ms) {
  const endMs = performance.now() + ms;
  let before = await read(agent);
  while (performance.now() < endMs) {
    await pause(SAMPLE_MS);
    const after = await read(agent);
    const seconds = (after.atMs - before.atMs) / 1000;
    const bps = (8 * (after.bytes - before.bytes)) / seconds;
    before = after;
    yield { bps, roundTripS: (await ask(kiosk, answered)).roundTripS };
  }
}

/** Waits until so much is received, for two seconds. Returns what is received then; null if it never is. */
async function reach(pages, wantedBps, ms) {
  let recent = [];
  for await (const { bps } of sample(pages, ms)) {
    recent = [...recent, bps].slice(-4);
    const mean = recent.reduce((sum, each) => sum + each, 0) / 4;
    if (mean >= wantedBps) return mean;
  }
  return null;
}

/** The rate falls and comes back: the worst round trip once it had time to react, and when it is full again. */
function measureDrop() {
  return withCall(GOOD_LINK, async ({ service, pages }) => {
    await tell(service, DROP.full);
    const fullBps = await reach(pages, GROWN_BPS, GROW_MS);
    if (fullBps === null) throw new Error(`the picture had not grown after ${GROW_MS} ms`);

    await tell(service, DROP.narrow);
    const fellMs = performance.now();
    let worstS = 0;
    let narrowBps = 0;
    let n = 0;
    for await (const { bps, roundTripS } of sample(pages, DROP_MS)) {
      if (performance.now() - fellMs < REACT_MS) continue;
      worstS = Math.max(worstS, roundTripS);
      narrowBps += (bps - narrowBps) / ++n;
    }

    await tell(service, DROP.wide);
    const roseMs = performance.now();
    const back = await reach(pages, FULL * fullBps, BACK_MS);
    const backS = back === null ? null : (performance.now() - roseMs) / 1000;
    return { link: 'drop', fullBps, narrowBps, worstS, backS };
  });
}

const [seconds, ...names] = process.argv.slice(2);
for (const name of names.length > 0 ? names : [...Object.keys(LINKS), 'drop']) {
  const row = name === 'drop' ? await measureDrop() : await measureLink(name, Number(seconds));
  console.log(JSON.stringify(row));
}
