// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* The whole way of a visit: choice, line, call with picture and sound, end, rating, clean screen. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hearsSound, seesMotion, withStage } from './stage.mjs';
import {
  accept,
  AT_AGENT,
  AT_KIOSK,
  hangUp,
  ITEM,
  openAgent,
  openDesk,
  openKiosk,
  RESIDENT,
  takePlace,
} from './visitors.mjs';

test('from the first screen over the call to the rating and back', (t) =>
  withStage(t, async ({ service, browser }) => {
    const desk = await openDesk(browser, service);
    const kiosk = await openKiosk(browser, service);
    const number = await takePlace(kiosk);
    await desk.locator('gc-queue-table tbody tr', { hasText: number }).waitFor();

    const agent = await openAgent(browser, service);
    const offer = agent.locator('gc-offer-screen');
    await offer.getByText(number).waitFor();
    await offer.getByText(RESIDENT).waitFor();
    await offer.getByText('米兰海外服务点').waitFor();
    await accept(agent);

    await Promise.all([seesMotion(agent, AT_AGENT), seesMotion(kiosk, AT_KIOSK)]);
    await Promise.all([hearsSound(agent), hearsSound(kiosk)]);
    await agent.locator('gc-item-guide', { hasText: ITEM }).waitFor();
    await desk
      .locator('gc-queue-table tbody tr', { hasText: number })
      .filter({ hasText: '通话中' })
      .waitFor();

    await hangUp(agent);
    await kiosk.getByText('您的事项已受理').waitFor();
    await kiosk.getByRole('button', { name: '非常满意', exact: true }).click();
    await kiosk.getByText('您的评价已记录').waitFor();
    await kiosk.getByRole('button', { name: '完成并清除屏幕' }).click();
    await kiosk.getByRole('button', { name: '中文' }).waitFor();
    assert.equal(await kiosk.evaluate(() => JSON.stringify(sessionStorage)), '{}');
    assert.equal(await kiosk.getByText(RESIDENT).count(), 0);
    await desk.getByText('现在没有人排队').waitFor();
  }));

test('the resident hangs up: the agent is asked for the outcome', (t) =>
  withStage(t, async ({ service, browser }) => {
    const kiosk = await openKiosk(browser, service);
    const agent = await openAgent(browser, service);
    await takePlace(kiosk);
    await accept(agent);
    await seesMotion(kiosk, AT_KIOSK);
    await kiosk.getByRole('button', { name: '结束通话' }).click();
    await kiosk.getByRole('button', { name: '是的，结束' }).click();
    await agent.getByText('对方已挂断').waitFor();
    await agent.keyboard.press('4');
    await agent.keyboard.press('Control+Enter');
    await agent.locator('gc-home-screen').waitFor();
    await kiosk.getByText('已为您提供咨询').waitFor();
  }));

test('a declined offer, and a resident who leaves, leave the agent free', (t) =>
  withStage(t, async ({ service, browser }) => {
    const kiosk = await openKiosk(browser, service);
    const [first, second] = [
      await openAgent(browser, service, 'agent1'),
      await openAgent(browser, service, 'agent2'),
    ];
    await takePlace(kiosk);
    await first.locator('gc-offer-screen').waitFor();
    await first.keyboard.press('d');
    await first.keyboard.press('3');
    await second.locator('gc-offer-screen').waitFor();
    await first.locator('gc-home-screen').waitFor();
    await kiosk.getByRole('button', { name: '不排了' }).click();
    await kiosk.getByRole('button', { name: '是的，不排了' }).click();
    await second.getByText('这次来电已经结束').waitFor();
    await second.getByText('空闲，等待来电').waitFor();
  }));
