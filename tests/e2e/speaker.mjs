// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* Three in a call, whose microphones all have a voice: whoever is not muted is marked as speaking. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask } from './chromium.mjs';
import { speaking } from './probe.mjs';
import { seesMotion, withStage } from './stage.mjs';
import { AT_AGENT, AT_KIOSK, bringIn, GUEST, startCallWithColleague } from './visitors.mjs';
import { withVoice } from './voice.mjs';
import { until } from './wait.mjs';

const PATIENCE_MS = 30_000;
const OFFLINE = '正在重新连接… 通话的画面和声音不受影响';
/** Of a kiosk. */
const SCREEN = { width: 1080, height: 1920 };

/** The page marks nobody but the one with this label; null: nobody at all. */
function marks(page, label) {
  return until(
    `"${label}" marked`,
    PATIENCE_MS,
    () => ask(page, speaking),
    (labels) => labels.join() === (label ?? ''),
  );
}

const muteResident = (kiosk) => kiosk.getByRole('button', { name: '关闭麦克风' }).click();
const unmuteResident = (kiosk) => kiosk.getByRole('button', { name: '麦克风已关' }).click();

async function converse(t, browserArguments) {
  const settings = { browser: browserArguments };
  await withStage(
    t,
    async (stage) => {
      const call = await startCallWithColleague(stage);
      const { kiosk, first, second } = call;
      await kiosk.setViewportSize(SCREEN);
      const all = (resident, agent, guest) =>
        Promise.all([marks(kiosk, resident), marks(first, agent), marks(second, guest)]);

      // Of two, nobody need be told who it is.
      assert.deepEqual(await ask(kiosk, speaking), []);
      await bringIn(call, false);
      await seesMotion(kiosk, GUEST);
      await muteResident(kiosk);
      await second.keyboard.press('m');
      await all(AT_KIOSK, null, AT_KIOSK);

      await first.keyboard.press('m');
      await second.keyboard.press('m');
      await all(GUEST, GUEST, null);

      await second.keyboard.press('m');
      await unmuteResident(kiosk);
      await all(null, AT_AGENT, AT_AGENT);

      // Whoever speaks goes on while gc-signal is away, and is told of when it is back.
      const offline = first.getByText(OFFLINE);
      await stage.service.killSignal();
      await offline.waitFor();
      await stage.service.startSignal();
      await offline.waitFor({ state: 'detached' });
      await all(null, AT_AGENT, AT_AGENT);

      await muteResident(kiosk);
      await all(null, null, null);
    },
    settings,
  );
}

test('who speaks of three is marked on the pages of the others, also after a restart', (t) =>
  withVoice((browserArguments) => converse(t, browserArguments)));
