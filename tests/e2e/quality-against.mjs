// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * What one call over a bad link is like at both ends, as a line of JSON: a call of our own, one of two
 * plain pages without a server between them, or one of the same pages through Janus. Not a test:
 * ./gc bench --quality --against janus makes a table of many.
 *
 *   node quality-against.mjs gc-relay|direct|URL-OF-JANUS LINK SECONDS
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch } from './chromium.mjs';
import { callThroughJanus } from './janus.mjs';
import { TONES_HZ, listen, mouthToEarMs, onsets, writeTone } from './mouth-to-ear.mjs';
import { acceptAnswer, openPlain, seesPictures, callDirectly } from './plain-call.mjs';
import { compare, read } from './received.mjs';
import { GOOD_LINK, Service } from './service.mjs';
import { startCall } from './visitors.mjs';

/**
 * Calls come up over a good link, so that all are measured in which the bad one can be talked over.
 * It becomes longer, and then worse, as no way does all at once.
 */
const LENGTHEN_MS = 5000;
const SETTLE_MS = 12_000;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Each person has a browser of his own, since the microphone's sound is the browser's. */
async function withBrowsers(play) {
  const folder = await mkdtemp(join(tmpdir(), 'gc-quality-'));
  const browsers = {};
  try {
    for (const [who, hertz] of Object.entries(TONES_HZ)) {
      const path = join(folder, `${who}.wav`);
      await writeTone(path, hertz);
      browsers[who] = await launch([`--use-file-for-fake-audio-capture=${path}`]);
    }
    return await play(browsers);
  } finally {
    for (const browser of Object.values(browsers)) await browser.close();
    await rm(folder, { recursive: true });
  }
}

async function withRelay(browsers, play) {
  const service = await Service.start({ link: GOOD_LINK });
  try {
    const { kiosk, agent } = await startCall({
      service,
      browser: browsers.resident,
      agentBrowser: browsers.agent,
    });
    return await play({ resident: kiosk, agent }, (spec) => service.tellPointsLink(spec));
  } finally {
    await service.stop();
  }
}

/** `call` is callDirectly, or does the same. */
async function withPlainPages(browsers, call, play) {
  const pages = {
    resident: await openPlain(browsers.resident),
    agent: await openPlain(browsers.agent),
  };
  const { link, redirected } = await call(pages, GOOD_LINK);
  try {
    await acceptAnswer(pages.resident, redirected);
    await Promise.all([seesPictures(pages.resident), seesPictures(pages.agent)]);
    return await play(pages, (spec) => link.tell(spec));
  } finally {
    await link.stop();
  }
}

async function readBoth({ resident, agent }) {
  const [atResident, atAgent] = await Promise.all([read(resident), read(agent)]);
  return { resident: atResident, agent: atAgent };
}

async function measure(pages, seconds) {
  await pause(SETTLE_MS);
  await Promise.all([listen(pages.resident), listen(pages.agent)]);
  const before = await readBoth(pages);
  await pause(1000 * seconds);
  const after = await readBoth(pages);
  const [resident, agent] = await Promise.all([onsets(pages.resident), onsets(pages.agent)]);

  const of = (who, mouth, ear) => ({
    ...compare(before[who], after[who]),
    mouthToEarMs: mouthToEarMs(mouth.spoken, ear.heard),
  });
  return { resident: of('resident', agent, resident), agent: of('agent', resident, agent) };
}

function measureCall(server, spec, seconds) {
  const [roundTrip] = spec.split(',');
  const play = async (pages, tellLink) => {
    const tell = async (link) => {
      const answer = await tellLink(link);
      if (answer !== 'ok') throw new Error(`${link}: ${answer}`);
    };
    await tell(roundTrip);
    await pause(LENGTHEN_MS);
    await tell(spec);
    return measure(pages, seconds);
  };
  return withBrowsers((browsers) => {
    if (server === 'gc-relay') return withRelay(browsers, play);
    if (server === 'direct') return withPlainPages(browsers, callDirectly, play);
    return withPlainPages(browsers, (...to) => callThroughJanus(server, ...to), play);
  });
}

const [server, spec, seconds] = process.argv.slice(2);
try {
  console.log(JSON.stringify(await measureCall(server, spec, Number(seconds))));
} catch (error) {
  // Browsers that do not start tell a page of it.
  console.log(JSON.stringify({ failed: error.message.split('\n')[0] }));
}
