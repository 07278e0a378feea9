// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* With two workers in gc-relay all pages of a call come to one of them, and nobody notices. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seesMotion, withStage } from './stage.mjs';
import { AT_AGENT, AT_KIOSK, bringIn, GUEST, hangUp, startCallWithColleague } from './visitors.mjs';

const PAGES = 3;

test('agent and guest come to the worker of the resident', (t) =>
  withStage(
    t,
    async (stage) => {
      const call = await startCallWithColleague(stage);
      const { kiosk, first, second } = call;
      await bringIn(call, false);
      await Promise.all([
        seesMotion(kiosk, AT_KIOSK),
        seesMotion(kiosk, GUEST),
        seesMotion(first, AT_AGENT),
        seesMotion(second, AT_AGENT),
      ]);
      // The guest had his peer on the worker without a room.
      const made = await stage.service.counted('gc_relay_peers_made');
      assert.ok(made > PAGES, `${made} peers`);

      // Who loads his page again finds back to the others.
      await kiosk.reload();
      await Promise.all([seesMotion(kiosk, AT_KIOSK), seesMotion(first, AT_AGENT)]);
      await first.reload();
      await Promise.all([seesMotion(first, AT_AGENT), seesMotion(kiosk, AT_KIOSK)]);
      await hangUp(first);
    },
    { workers: 2 },
  ));
