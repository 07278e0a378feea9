// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* A resident leaves a telephone number and goes; the ways that each screen of the kiosk leaves open. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withStage } from './stage.mjs';
import {
  chooseTicket,
  hangUp,
  leaveNumber,
  openAgent,
  openDesk,
  openDisplay,
  openKiosk,
  ITEM,
  PHONE,
  takePlace,
} from './visitors.mjs';

/** Called again at once, so that the test need not wait. */
const SOON = ['--queue', 'callback_retry_ms=1000'];

const button = (page, name) => page.getByRole('button', { name });
const way = (page, name) => page.locator(`gc-kiosk-ways [data-way=${name}]`);

async function answerOffer(agent, number) {
  await agent.locator('gc-offer-screen').getByText(number).waitFor();
  await agent.getByText('请打电话给他').waitFor();
  await agent.keyboard.press('a');
  await agent.locator('gc-phone-screen').getByText(PHONE).waitFor();
}

test('a resident leaves a number; he is called, not reached, called again and served', (t) =>
  withStage(
    t,
    async ({ service, browser }) => {
      const kiosk = await openKiosk(browser, service);
      const display = await openDisplay(browser, service);
      const desk = await openDesk(browser, service);
      const number = await takePlace(kiosk);
      await way(kiosk, 'phone').click();
      await leaveNumber(kiosk);
      await button(kiosk, '完成并清除屏幕').click();

      // The next resident has the kiosk, and nothing of the one before.
      await kiosk.locator('gc-kiosk-language').waitFor();
      const next = await takePlace(kiosk);
      await kiosk.getByText('前面还有 1 人').waitFor();
      assert.equal(await kiosk.getByText(PHONE).count(), 0);
      await display.getByText(number).waitFor();
      assert.equal(await display.getByText(PHONE).count(), 0);
      await button(kiosk, '不排了').click();
      await button(kiosk, '是的，不排了').click();

      const agent = await openAgent(browser, service);
      await answerOffer(agent, number);
      // No picture is carried, and none is shown.
      assert.equal(await agent.locator('gc-picture').count(), 0);
      await agent.keyboard.press('u');
      await chooseTicket(desk, number);
      await desk.getByText('没有接通 1 次').waitFor();
      await desk.locator('gc-ticket-panel').getByText(PHONE).waitFor();

      await answerOffer(agent, number);
      await agent.keyboard.press('r');
      await agent.getByText('电话通话中').waitFor();
      await hangUp(agent);
      await desk.getByText(`${number} 已不在队列中。`).waitFor();
      assert.notEqual(next, number);
    },
    { options: SOON },
  ));

/** The desk's window in which points and items are switched off. */
async function openSwitches(desk) {
  await button(desk, /^停办 \d+$/).click();
  await desk.getByLabel('停什么').waitFor();
}

test('a closed point takes a number; he comes back when it is open, and waits', (t) =>
  withStage(t, async ({ service, browser }) => {
    const kiosk = await openKiosk(browser, service);
    const desk = await openDesk(browser, service);
    await openSwitches(desk);
    await desk.getByLabel('在哪里').selectOption('it-milan');
    await desk.getByLabel('原因').selectOption('premises');
    await desk.getByRole('button', { name: '停办', exact: true }).click();
    await kiosk.locator('gc-kiosk-closed').waitFor();

    await way(kiosk, 'phone').click();
    await kiosk.getByRole('searchbox').fill(ITEM);
    await button(kiosk, ITEM).click();
    await way(kiosk, 'phone').click();
    await kiosk.locator('#name').fill('陈阿梅');
    await button(kiosk, '继续').click();
    await leaveNumber(kiosk);
    const number = (await kiosk.locator('gc-kiosk-called strong').textContent()).trim();
    await button(kiosk, '完成并清除屏幕').click();
    await kiosk.locator('gc-kiosk-closed').waitFor();

    await desk.locator('li', { hasText: '服务点关闭' }).getByRole('button').click();
    await button(kiosk, '中文').click();
    await button(kiosk, '已经留过电话').click();
    await kiosk.locator('#number').fill(number);
    await kiosk.locator('#phone').fill('+39 333 0000000');
    await button(kiosk, '改为在这里等').click();
    await kiosk.getByText('没有找到该事项或号码').waitFor();
    await kiosk.locator('#phone').fill('+39 333 1234567');
    await button(kiosk, '改为在这里等').click();
    await kiosk.locator('gc-kiosk-waiting').getByText(number).waitFor();
  }));

test('who hands it in online leaves the line for it', (t) =>
  withStage(t, async ({ service, browser }) => {
    const kiosk = await openKiosk(browser, service);
    const desk = await openDesk(browser, service);
    const number = await takePlace(kiosk);
    const row = desk.locator('gc-queue-table tbody tr', { hasText: number });
    await row.waitFor();
    await way(kiosk, 'online').click();
    await kiosk.getByText('您的排队位置不再保留').waitFor();
    await button(kiosk, '返回').click();
    await kiosk.locator('gc-kiosk-waiting').waitFor();
    await way(kiosk, 'online').click();
    await button(kiosk, '我去网上办理').click();
    await kiosk.locator('gc-kiosk-language').waitFor();
    await row.waitFor({ state: 'detached' });
  }));
