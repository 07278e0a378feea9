// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* A network that lets no UDP through: the relay is reached by TCP, and calls are as they are. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask } from './chromium.mjs';
import { startFirefoxCall, withFirefox } from './firefox-stage.mjs';
import { isOwnNetwork, withoutUdp } from './network.mjs';
import { way } from './probe.mjs';
import { hearsSound, seesMotion, withStage } from './stage.mjs';
import {
  accept,
  AT_AGENT,
  AT_KIOSK,
  hangUp,
  openAgent,
  openDesk,
  openKiosk,
  takePlace,
} from './visitors.mjs';
import { until } from './wait.mjs';

/** From the attempt to connect to a picture, both parts together. */
const WANTED_MS = Number(process.env.GC_TCP_PICTURE_MS ?? 3000);
const PICTURE_MS = 30_000;
/** Firefox uses no other, and Chromium's is as good. */
const OWN = '10.77.0.1';

const skip = isOwnNetwork() ? false : 'this is not a network of the tests, whose UDP may be cut';

/** The page is connected, and over `protocol`. Returns how long it took. */
async function connectedBy(protocol, what, askPage) {
  const isSo = (now) => now?.protocol === protocol;
  const seen = await until(`${what} connected by ${protocol}`, PICTURE_MS, askPage, isSo);
  return seen.connectMs;
}

/** The desk is told how the point goes, and another kiosk of it goes the same way. */
async function goesOnceMore(t, browser, service) {
  const desk = await openDesk(browser, service);
  await desk.getByRole('button', { name: '只看米兰海外服务点的队列' }).click();
  await desk.locator('gc-kiosk-health', { hasText: '改走 TCP' }).waitFor();
  const second = await openKiosk(browser, service);
  await takePlace(second);
  const connect = await connectedBy('tcp', 'second kiosk', () => ask(second, way));
  t.diagnostic(`over TCP, at a point that is known for it: connected in ${connect} ms`);
  assert.ok(connect <= WANTED_MS);
}

test('two Chromiums see and hear each other without UDP', { skip }, (t) =>
  withoutUdp(() =>
    withStage(
      t,
      async ({ service, browser }) => {
        const kiosk = await openKiosk(browser, service);
        const agent = await openAgent(browser, service);
        await takePlace(kiosk);
        const connects = [
          await connectedBy('tcp', 'kiosk', () => ask(kiosk, way)),
          await connectedBy('tcp', 'agent', () => ask(agent, way)),
        ];
        await accept(agent);
        await Promise.all([seesMotion(kiosk, AT_KIOSK), seesMotion(agent, AT_AGENT)]);
        await Promise.all([hearsSound(kiosk), hearsSound(agent)]);
        const pressed = await agent.evaluate(() => window.gcPressed);
        const frames = await kiosk.evaluate(() => window.gcFrames);
        const shown = Math.round(frames.find(({ label }) => label === AT_KIOSK).at - pressed);
        t.diagnostic(
          `over TCP: connected in ${connects.join(' and ')} ms, then picture ${shown} ms after accepting`,
        );
        assert.ok(Math.max(...connects) + shown <= WANTED_MS);
        await hangUp(agent);

        await goesOnceMore(t, browser, service);
      },
      { media: [OWN] },
    ),
  ),
);

test('where UDP gets through, it is used', { skip }, (t) =>
  withStage(
    t,
    async ({ service, browser }) => {
      const kiosk = await openKiosk(browser, service);
      const agent = await openAgent(browser, service);
      await takePlace(kiosk);
      await accept(agent);
      await Promise.all([seesMotion(kiosk, AT_KIOSK), seesMotion(agent, AT_AGENT)]);
      await connectedBy('udp', 'kiosk', () => ask(kiosk, way));
      await connectedBy('udp', 'agent', () => ask(agent, way));
    },
    { media: [OWN] },
  ),
);

test('Chromium and Firefox see and hear each other without UDP', { skip }, (t) =>
  withoutUdp(() =>
    withStage(
      t,
      (stage) =>
        withFirefox(t, async (firefox) => {
          const connects = [];
          await startFirefoxCall(stage, firefox, async (kiosk) => {
            connects.push(await connectedBy('tcp', 'kiosk', () => ask(kiosk, way)));
            connects.push(await connectedBy('tcp', 'Firefox', () => firefox.ask(way)));
          });
          t.diagnostic(`over TCP: connected in ${connects.join(' and ')} ms`);
        }),
      { media: [OWN] },
    ),
  ),
);
