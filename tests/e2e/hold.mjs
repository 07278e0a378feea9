// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* The resident is put on hold, told so in the place of the pictures, and taken back. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask } from './chromium.mjs';
import { pictures } from './probe.mjs';
import { isCutOff, seesMotion, withStage } from './stage.mjs';
import { AT_AGENT, AT_KIOSK, startCall } from './visitors.mjs';
import { until } from './wait.mjs';

/** So long a picture may take to come back: most of it is the patience of a slow machine. */
const BACK_MS = 10_000;

const stands = (page, label) =>
  until(
    `"${label}" has stopped`,
    BACK_MS,
    () => ask(page, pictures),
    ({ live }) => !live.includes(label),
  );

test('on hold there is a notice for the pictures, and they come back by the same peers', (t) =>
  withStage(t, async (stage) => {
    const { kiosk, agent } = await startCall(stage);
    const notice = kiosk.locator('gc-kiosk-hold');
    const over = agent.getByText('已保持：双方互相看不到、听不到');
    assert.equal(await notice.count(), 0);

    await agent.keyboard.press('h');
    await Promise.all([
      notice.getByText('工作人员正在核对您的材料。').waitFor(),
      notice.getByText('请留在这里，您的位置为您保留。').waitFor(),
      notice.getByText('等候不到 1 分钟').waitFor(),
      kiosk.getByText(`${AT_KIOSK}请您稍等`).waitFor(),
      over.waitFor(),
    ]);
    await Promise.all([isCutOff(kiosk), isCutOff(agent)]);
    await Promise.all([stands(kiosk, AT_KIOSK), stands(agent, AT_AGENT)]);
    const before = [await ask(kiosk, pictures), await ask(agent, pictures)];

    await agent.keyboard.press('h');
    await Promise.all([
      seesMotion(kiosk, AT_KIOSK),
      seesMotion(agent, AT_AGENT),
      notice.waitFor({ state: 'detached' }),
      over.waitFor({ state: 'detached' }),
    ]);
    const pressed = await agent.evaluate('window.gcPressed');
    const after = [await ask(kiosk, pictures), await ask(agent, pictures)];
    const back = after.map(({ began }) => Math.round(began - pressed));
    t.diagnostic(`back on the kiosk after ${back[0]} ms, on the agent's page after ${back[1]} ms`);
    assert.ok(Math.max(...back) < BACK_MS && Math.min(...back) > 0, JSON.stringify(back));
    // No other peer, and no other agreement with the relay.
    assert.deepEqual(
      after.map(({ agreed }) => agreed),
      before.map(({ agreed }) => agreed),
    );
  }));
