// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* Calls over a link that is bad on purpose: they come up, go on, and the browsers measure what was set. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask } from './chromium.mjs';
import { longestGap, measured, watchFrames } from './probe.mjs';
import { hearsSound, isCutOff, seesMotion, withStage } from './stage.mjs';
import { AT_AGENT, AT_KIOSK, hangUp, startCall } from './visitors.mjs';
import { until } from './wait.mjs';

const ROUND_TRIP_S = 0.3;
/** Browsers tell whole milliseconds, of time stamps that are rounded too. */
const ROUNDED_S = 0.002;
const LOSS = 0.06;
/** From the sender to the relay and on to the other: two links; less what the relay restores between them. */
const LOSS_OF_BOTH = 1 - (1 - LOSS) ** 2;
/** Packets of sound, 50 a second: then the standard deviation of the loss is 1 %. */
const ENOUGH = 600;
const MEASURE_MS = 60_000;
/**
 * A new port behind a NAT costs a picture the time until the browser's next check, 2.5 s at most in
 * Chromium, then a round trip and a key frame; wanted are 2 s.
 */
const REBOUND_MS = 3500;
/** Frames after that: more than there are in that time. */
const ENOUGH_FRAMES = 75;

function seeEachOther(agent, kiosk) {
  return Promise.all([seesMotion(agent, AT_AGENT), seesMotion(kiosk, AT_KIOSK)]);
}

function isWithin(what, value, least, most) {
  assert.ok(value >= least && value <= most, `${what}: ${value}, wanted ${least} to ${most}`);
}

/** What a page measures from now on, until that is enough. */
async function measure(page) {
  const before = await ask(page, measured);
  const roundTrips = [];
  const after = await until(
    'enough to measure',
    MEASURE_MS,
    () => ask(page, measured),
    ({ roundTrip, sent, received }) => {
      roundTrips.push(roundTrip);
      return sent - before.sent >= ENOUGH && received - before.received >= ENOUGH;
    },
  );
  const lost = after.lost - before.lost;
  return {
    // A busy machine adds to it, nothing takes from it.
    roundTrip: Math.min(...roundTrips),
    up: (after.lostUp - before.lostUp) / (after.sent - before.sent),
    both: lost / (lost + after.received - before.received),
  };
}

test('300 ms and 6 % loss: both see, hear and measure it', (t) =>
  withStage(
    t,
    async (stage) => {
      const { agent, kiosk } = await startCall(stage);
      await Promise.all([hearsSound(agent), hearsSound(kiosk)]);
      for (const seen of await Promise.all([measure(agent), measure(kiosk)])) {
        t.diagnostic(
          `least round trip ${seen.roundTrip} s, lost to the relay ${(100 * seen.up).toFixed(1)} %, ` +
            `over both links ${(100 * seen.both).toFixed(1)} %`,
        );
        isWithin('least round trip', seen.roundTrip, ROUND_TRIP_S - ROUNDED_S, ROUND_TRIP_S + 0.05);
        isWithin('loss to the relay', seen.up, LOSS - 0.04, LOSS + 0.04);
        isWithin('loss over both links', seen.both, LOSS - 0.04, LOSS_OF_BOTH + 0.06);
      }
      await hangUp(agent);
    },
    { link: '300ms,6%' },
  ));

/** While `change` is made and for some time after it: the longest time without a new frame on each page. */
async function gapsOver(pages, change) {
  const all = Object.entries(pages);
  await Promise.all(all.map(([label, page]) => ask(page, watchFrames, label)));
  const from = await all[0][1].evaluate('performance.timeOrigin + performance.now()');
  await change();
  const gapOn = (page) =>
    until(
      'frames after a change',
      MEASURE_MS,
      () => ask(page, longestGap, from),
      ({ frames }) => frames >= ENOUGH_FRAMES,
    );
  const gaps = await Promise.all(all.map(([, page]) => gapOn(page)));
  return gaps.map(({ longest }) => Math.round(longest));
}

/**
 * A call in which `command` is given to its link: it goes on by the same peers. Returns the two pages, and
 * how long the picture stood still on each.
 */
async function keepPeers(t, stage, command, what) {
  const { agent, kiosk } = await startCall(stage);
  const peers = await stage.service.counted('gc_relay_peers_made');
  const gaps = await gapsOver({ [AT_AGENT]: agent, [AT_KIOSK]: kiosk }, async () => {
    assert.equal(await stage.service.tellLink(command), 'ok');
  });
  t.diagnostic(`${what}: at most ${gaps.join(' and ')} ms without a new frame`);
  assert.equal(await stage.service.counted('gc_relay_peers_made'), peers);
  return { agent, kiosk, gaps };
}

test('a way that is lost: an ICE restart leads to another one, with the same keys', (t) =>
  withStage(
    t,
    async (stage) => {
      // For good: from the port that the kiosk has now nothing comes through any more.
      const lost = 'client 1 black-out=on';
      const { agent, kiosk } = await keepPeers(t, stage, lost, 'another way');
      await Promise.all([hearsSound(agent), hearsSound(kiosk)]);
      await hangUp(agent);
    },
    { link: '100ms' },
  ));

test('a new port behind a NAT and a black-out: the call goes on', (t) =>
  withStage(
    t,
    async (stage) => {
      const { agent, kiosk, gaps } = await keepPeers(t, stage, 'rebind', 'new ports');
      for (const gap of gaps) assert.ok(gap <= REBOUND_MS, `${gap} ms`);

      assert.equal(await stage.service.tellLink('black-out=on'), 'ok');
      await Promise.all([isCutOff(agent), isCutOff(kiosk)]);
      assert.equal(await stage.service.tellLink('black-out=off'), 'ok');
      await seeEachOther(agent, kiosk);
      await hangUp(agent);
    },
    { link: '100ms' },
  ));
