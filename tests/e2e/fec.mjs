// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * Pictures over a link as they are, 300 ms and 6 % lost each way: lost packets are recovered from FEC,
 * on the way up by the relay, on the way down by the browser. And over a link that loses nothing there
 * is no FEC.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask } from './chromium.mjs';
import { firefoxSees, startFirefoxCall, withFirefox } from './firefox-stage.mjs';
import { closePeers, heard } from './probe.mjs';
import { ownAddress, withStage } from './stage.mjs';
import { AT_AGENT, startCall } from './visitors.mjs';
import { until } from './wait.mjs';

const RTT = '300ms';
const LOSS = '6%';
const SETTLED_MS = 60_000;
/** Pictures over the good link: a few seconds of them. */
const FRAMES = 50;
/** Chromium tells only of what it has had for ten seconds, and there are 25 frames in each. */
const COUNTED_FRAMES = 275;
/** Packets of FEC that each side is sent. */
const ENOUGH_FEC = 100;
const ENOUGH_RECOVERED = 5;

/** `seen` shows `count` more frames. */
async function passFrames(seen, count) {
  const { frames } = await seen();
  await until('frames', SETTLED_MS, seen, (now) => now.frames - frames >= count);
}

async function hasNoFec(service) {
  for (const name of ['gc_relay_fec_in', 'gc_relay_fec_out']) {
    assert.equal(await service.counted(name), 0, name);
  }
}

/** The relay counts `least` of `name`. */
function counts(service, name, least) {
  return until(
    name,
    SETTLED_MS,
    () => service.counted(name),
    (n) => n >= least,
  );
}

/** Both ways have FEC, and the relay has recovered something by it. */
async function hasFec(service) {
  await counts(service, 'gc_relay_fec_in', ENOUGH_FEC);
  await counts(service, 'gc_relay_fec_out', ENOUGH_FEC);
  await counts(service, 'gc_relay_fec_recovered', ENOUGH_RECOVERED);
}

/**
 * What Chromium has counted of FEC in all streams that have ended: its getStats tells nothing of it.
 * Sums of percentages: packets of FEC among all received, packets recovered for each of them.
 */
async function countedByChromium(browser) {
  const session = await browser.newBrowserCDPSession();
  const sum = async (name) => {
    const { histograms } = await session.send('Browser.getHistograms', { query: name });
    return histograms.reduce((total, each) => total + each.sum, 0);
  };
  return {
    received: await sum('WebRTC.Video.ReceivedFecPacketsInPercent'),
    recovered: await sum('WebRTC.Video.RecoveredMediaPacketsInPercentOfFec'),
  };
}

test('lost packets of pictures are recovered in Chromium and by the relay', (t) =>
  withStage(
    t,
    async ({ service, browser }) => {
      const { kiosk, agent } = await startCall({ service, browser });
      await passFrames(() => ask(agent, heard), FRAMES);
      await hasNoFec(service);

      await service.tellLink(LOSS);
      await counts(service, 'gc_relay_fec_out', ENOUGH_FEC / 10);
      await Promise.all([
        hasFec(service),
        ...[kiosk, agent].map((page) => passFrames(() => ask(page, heard), COUNTED_FRAMES)),
      ]);
      await Promise.all([kiosk, agent].map((page) => ask(page, closePeers)));
      // This page has the browser collect what its processes have counted.
      const collector = await browser.newPage();
      const counted = await until(
        'FEC counted by Chromium',
        SETTLED_MS,
        async () => {
          await collector.goto('chrome://histograms');
          return countedByChromium(browser);
        },
        ({ recovered }) => recovered > 0,
      );
      t.diagnostic(`in Chromium: ${JSON.stringify(counted)}`);
      assert.ok(counted.received > 0);
    },
    { link: RTT },
  ));

const own = ownAddress();
const skip = own ? false : 'this machine has no address but 127.0.0.1, which Firefox does not use';

test(
  'lost packets of pictures from Firefox are recovered, and it sees pictures with FEC',
  { skip },
  (t) =>
    withStage(
      t,
      (stage) =>
        withFirefox(t, async (firefox) => {
          await startFirefoxCall(stage, firefox);
          await passFrames(() => firefox.ask(heard), FRAMES);
          await hasNoFec(stage.service);

          // The first client is Firefox; the kiosk's link stays good, so all FEC is from and for Firefox.
          await stage.service.tellLink(`client 1 ${LOSS}`);
          await hasFec(stage.service);
          await firefoxSees(firefox, AT_AGENT);
        }),
      { link: RTT, media: [own] },
    ),
);
