// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* Reloads, lost daemons and a second window in the middle of a call: everyone is back in the same one. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask } from './chromium.mjs';
import { heard } from './probe.mjs';
import { seesMotion, withStage } from './stage.mjs';
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

/** So soon everyone must see the other again. */
const BACK_MS = 5000;

async function startCall({ service, browser }) {
  const kiosk = await openKiosk(browser, service);
  const agent = await openAgent(browser, service);
  const number = await takePlace(kiosk);
  await accept(agent);
  await Promise.all([seesMotion(agent, AT_AGENT), seesMotion(kiosk, AT_KIOSK)]);
  return { kiosk, agent, number };
}

/** Both see each other again, in the session with the same number, `BACK_MS` after `from`. */
async function areBack({ kiosk, agent, number }, from) {
  const left = () => Math.max(1, from + BACK_MS - Date.now());
  await Promise.all([seesMotion(agent, AT_AGENT, left()), seesMotion(kiosk, AT_KIOSK, left())]);
  assert.equal((await agent.locator('gc-call-screen .number b').textContent()).trim(), number);
}

test('a reload of either page in a call', (t) =>
  withStage(t, async (stage) => {
    const call = await startCall(stage);
    for (const page of [call.agent, call.kiosk]) {
      const from = Date.now();
      await page.reload();
      await areBack(call, from);
      t.diagnostic(`${new URL(page.url()).pathname} was back after ${Date.now() - from} ms`);
    }
    await hangUp(call.agent);
  }));

test('kill -9 of gc-signal in a call: the picture goes on, the session is the same', (t) =>
  withStage(t, async (stage) => {
    const call = await startCall(stage);
    await stage.service.killSignal();
    const from = Date.now();
    await call.agent.getByText('通话的画面和声音不受影响').waitFor();
    const before = await ask(call.kiosk, heard);
    await until(
      'frames without gc-signal',
      BACK_MS,
      () => ask(call.kiosk, heard),
      (now) => {
        return now.frames > before.frames + 5 && now.energy > before.energy;
      },
    );
    const restarted = Date.now();
    await stage.service.startSignal();
    await call.agent.getByText('服务已连接').waitFor({ timeout: BACK_MS });
    await areBack(call, restarted);
    t.diagnostic(
      `back ${Date.now() - restarted} ms after the start, ${restarted - from} ms without`,
    );
    await hangUp(call.agent);
  }));

test('kill -9 of gc-relay in a call: the pages make new peers and see each other', (t) =>
  withStage(t, async (stage) => {
    const call = await startCall(stage);
    const from = Date.now();
    await stage.service.killRelay();
    await stage.service.startRelay();
    await areBack(call, from);
    t.diagnostic(`back after ${Date.now() - from} ms`);
    await hangUp(call.agent);
  }));

test('a kiosk without network for a while: the agent waits for it', (t) =>
  withStage(t, async (stage) => {
    const call = await startCall(stage);
    await call.kiosk.context().setOffline(true);
    await call.agent.getByText('对方掉线了').waitFor();
    await call.agent.getByText('等对方回来').waitFor();
    const from = Date.now();
    await call.kiosk.context().setOffline(false);
    await areBack(call, from);
    t.diagnostic(`back ${Date.now() - from} ms after the network`);
    await hangUp(call.agent);
  }));

test('the desk says that the service is away, and goes on with it', (t) =>
  withStage(t, async (stage) => {
    const desk = await openDesk(stage.browser, stage.service);
    const kiosk = await openKiosk(stage.browser, stage.service);
    const number = await takePlace(kiosk);
    const row = desk.locator('gc-queue-table tbody tr', { hasText: number });
    await row.waitFor();
    await stage.service.killRelay();
    await desk.getByText('媒体中继未运行：').waitFor();
    await stage.service.killSignal();
    await desk.getByText('与服务的连接断了').waitFor();
    await stage.service.startRelay();
    await stage.service.startSignal();
    await desk.getByText('服务已连接').waitFor();
    await desk.getByText('媒体中继正常').waitFor();
    await row.waitFor();
    await desk.reload();
    await row.waitFor();
  }));

test('a second window takes the seat, and gives it back', (t) =>
  withStage(t, async (stage) => {
    const call = await startCall(stage);
    const other = await call.agent.context().newPage();
    await other.goto(`${stage.service.url}/agent/`);
    await other.getByRole('button', { name: '开始' }).click();
    await call.agent.getByText('坐席工作台已在别处打开').waitFor();
    await seesMotion(other, AT_AGENT);
    await call.agent.keyboard.press('Enter');
    await other.getByText('坐席工作台已在别处打开').waitFor();
    await seesMotion(call.agent, AT_AGENT);
    await hangUp(call.agent);
  }));
