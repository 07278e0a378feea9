// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * A network that lets nothing but TLS to one port through: the relay is reached by coturn, as
 * docs/operations.md sets it up.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask } from './chromium.mjs';
import { Coturn, PROGRAM, RELAY_PORTS } from './coturn.mjs';
import { startFirefoxCall, withFirefox } from './firefox-stage.mjs';
import { behindTls, isOwnNetwork } from './network.mjs';
import { way } from './probe.mjs';
import { hearsSound, seesMotion, withStage } from './stage.mjs';
import {
  accept,
  AT_AGENT,
  AT_KIOSK,
  hangUp,
  openAgent,
  openKiosk,
  takePlace,
} from './visitors.mjs';
import { until } from './wait.mjs';

const OWN = '10.77.0.1';
const TURN = '10.79.0.1';
const CONNECT_MS = 30_000;
/** After this a page that does not know its network gives the straight ways up. */
const STRAIGHT_MS = 3000;

const skip = !isOwnNetwork()
  ? 'this is not a network of the tests, whose packets may be stopped'
  : PROGRAM === null
    ? 'coturn is not there'
    : false;

/** Its newest peer is connected through the TURN server; returns how that went. */
function isRound(page) {
  return until(
    'by TURN',
    CONNECT_MS,
    () => ask(page, way),
    (now) => now?.relayed === true,
  );
}

/** From the first peer that was made, however many there were. */
const sinceFirst = (page) =>
  page.evaluate(() => Math.round(window.gcPeers.at(-1).gcConnectedAt - window.gcPeers[0].gcMadeAt));

/** Runs `play` with coturn, the service that knows of it, and a browser that trusts it. */
async function withTurn(t, play) {
  const coturn = await Coturn.start(TURN, OWN);
  const options = ['--turn', coturn.url, '--turn-secret-file', coturn.secretFile];
  try {
    const settings = { media: [OWN], options, browser: coturn.chromium };
    await withStage(t, (stage) => play({ ...stage, coturn }), settings);
  } catch (error) {
    t.diagnostic(coturn.log);
    throw error;
  } finally {
    await coturn.stop();
  }
}

test('a call where only TLS passes', { skip }, (t) =>
  behindTls(TURN, RELAY_PORTS, () =>
    withTurn(t, async ({ service, browser }) => {
      const kiosk = await openKiosk(browser, service);
      const agent = await openAgent(browser, service);
      await takePlace(kiosk);
      await isRound(kiosk);
      const first = await sinceFirst(kiosk);
      await isRound(agent);
      await accept(agent);
      await Promise.all([seesMotion(kiosk, AT_KIOSK), seesMotion(agent, AT_AGENT)]);
      await Promise.all([hearsSound(kiosk), hearsSound(agent)]);
      await hangUp(agent);

      const second = await openKiosk(browser, service);
      await takePlace(second);
      await isRound(second);
      const known = await sinceFirst(second);
      t.diagnostic(`by TURN: connected in ${first} ms, at a point that is known in ${known} ms`);
      assert.ok(first > STRAIGHT_MS);
      assert.equal(await second.evaluate(() => window.gcPeers.length), 1);
      assert.ok(known < first);
    }),
  ),
);

test('an agent in Firefox where only TLS passes', { skip }, (t) =>
  behindTls(TURN, RELAY_PORTS, () =>
    withTurn(t, (stage) =>
      withFirefox(
        t,
        async (firefox) => {
          await startFirefoxCall(stage, firefox);
          const agent = await firefox.ask(way);
          t.diagnostic(`Firefox by TURN: connected in ${agent.connectMs} ms`);
          assert.ok(agent.relayed);
        },
        stage.coturn.firefox,
      ),
    ),
  ),
);

test('coturn leads nowhere but to the relay, and nobody without the secret', { skip }, () =>
  behindTls(TURN, RELAY_PORTS, async () => {
    const coturn = await Coturn.start(TURN, OWN);
    try {
      for (const peer of ['127.0.0.1', TURN, '10.77.0.2', '192.0.2.1']) {
        assert.match(await coturn.lead(peer), /403 \(Forbidden IP\)/, peer);
      }
      assert.match(await coturn.lead(OWN, 'another-secret'), /Cannot complete Allocation/);
    } finally {
      await coturn.stop();
    }
  }),
);
