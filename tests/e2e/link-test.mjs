// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * The waiting time is the link test: what a bad link is like stands at the kiosk, before the agent's
 * offer, and on the desk, each way by itself.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCutOff, seesMotion, withStage } from './stage.mjs';
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

/** The test lasts 14 s; a busy machine begins it late. */
const TESTED_MS = 40_000;
const RUNNING = '正在检测线路，现在还没有人看到您或听到您。';
const UP_GOOD = '您的画面和声音会清楚地传到温州。';
const DOWN_GOOD = '您会清楚地看到、听到温州。';
const ADVICE = '服务点工作人员可以帮忙';

const viewOf = (page) => page.evaluate(() => document.querySelector('gc-kiosk').app.state.view);

/** A kiosk at which somebody waits, and what the test of its link came to. */
async function waitAndTest(service, browser) {
  const kiosk = await openKiosk(browser, service);
  const number = await takePlace(kiosk);
  await kiosk.getByText(RUNNING).waitFor({ timeout: TESTED_MS });
  await until(
    'the end of the test',
    TESTED_MS,
    () => viewOf(kiosk),
    ({ link_test: test }) => test !== null && test.state !== 'running',
  );
  const { state, result } = (await viewOf(kiosk)).link_test;
  assert.equal(state, 'done');
  return { kiosk, number, result };
}

function tell(t, { up, down, rtt_ms }) {
  const say = (way) =>
    `${way.level} ${way.fault} ${way.rate_bps} bit/s ${way.loss_permille} ‰ ${way.jitter_ms} ms`;
  t.diagnostic(`up ${say(up)}; down ${say(down)}; round trip ${rtt_ms} ms`);
}

/** What the offer and the desk say of it; both in Chinese. */
async function seeAtAgentAndDesk(service, browser, number, words) {
  const desk = await openDesk(browser, service);
  const row = desk.locator('gc-queue-table tbody tr', { hasText: number });
  await row.focus();
  await desk.keyboard.press('Enter');
  const agent = await openAgent(browser, service);
  const offer = agent.locator('gc-offer-screen');
  for (const each of words) {
    await desk.locator('gc-ticket-panel').getByText(each).first().waitFor();
    await offer.getByText(each).first().waitFor();
  }
  return { agent, desk };
}

test('a good link: both ways are clear, and the call is as ever', (t) =>
  withStage(
    t,
    async ({ service, browser }) => {
      const { kiosk, number, result } = await waitAndTest(service, browser);
      tell(t, result);
      for (const way of [result.up, result.down]) {
        assert.equal(way.level, 'good');
        assert.ok(way.rate_bps >= 500_000, `${way.rate_bps} bit/s`);
        assert.ok(way.loss_permille <= 20, `${way.loss_permille} ‰`);
      }
      assert.ok(result.rtt_ms >= 95 && result.rtt_ms < 400, `${result.rtt_ms} ms`);
      await kiosk.getByText(UP_GOOD).waitFor();
      await kiosk.getByText(DOWN_GOOD).waitFor();
      assert.equal(await kiosk.getByText(ADVICE).count(), 0);

      // It is over: nothing is sent, and nothing comes back, until somebody is there.
      await isCutOff(kiosk);
      const { agent } = await seeAtAgentAndDesk(service, browser, number, [
        '上行: 清楚',
        '下行: 清楚',
      ]);
      await accept(agent);
      await Promise.all([seesMotion(agent, AT_AGENT), seesMotion(kiosk, AT_KIOSK)]);
      await hangUp(agent);
    },
    { link: '100ms' },
  ));

test('a way up that is slow: told apart from the way down, with advice', (t) =>
  withStage(
    t,
    async ({ service, browser }) => {
      const { kiosk, number, result } = await waitAndTest(service, browser);
      tell(t, result);
      assert.ok(result.up.rate_bps > 80_000 && result.up.rate_bps < 450_000, 'up');
      assert.notEqual(result.up.level, 'good');
      assert.ok(result.down.rate_bps >= 500_000, 'down');
      await kiosk.getByText(ADVICE).waitFor();
      await seeAtAgentAndDesk(service, browser, number, ['上行: ', 'kbit/s', '改用网线']);
    },
    { link: '100ms,up:rate=300kbit' },
  ));

test('a way down that loses packets: told apart from the way up', (t) =>
  withStage(
    t,
    async ({ service, browser }) => {
      const { kiosk, number, result } = await waitAndTest(service, browser);
      tell(t, result);
      assert.ok(result.up.loss_permille <= 20, 'up');
      assert.ok(result.down.loss_permille >= 60 && result.down.loss_permille <= 260, 'down');
      assert.equal(result.down.fault, 'loss');
      await kiosk.getByText(ADVICE).waitFor();
      await seeAtAgentAndDesk(service, browser, number, ['下行: 丢包', '丢失', '改用网线']);
    },
    { link: '100ms,down:15%' },
  ));

test('a way down that carries little: told apart from the way up', (t) =>
  withStage(
    t,
    async ({ service, browser }) => {
      const { kiosk, number, result } = await waitAndTest(service, browser);
      tell(t, result);
      assert.ok(result.down.rate_bps > 80_000 && result.down.rate_bps < 450_000, 'down');
      // What the relay does not even send on a narrow way is no loss of it.
      assert.equal(result.down.fault, 'rate');
      assert.ok(result.up.rate_bps >= 500_000, 'up');
      await seeAtAgentAndDesk(service, browser, number, ['下行: ', '改用网线']);
    },
    { link: '100ms,down:rate=300kbit' },
  ));
