// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* Several items in one visit: one agent for two of a department, then on to another department. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seesMotion, withStage } from './stage.mjs';
import {
  accept,
  AT_AGENT,
  AT_KIOSK,
  hangUp,
  ITEM,
  openAgent,
  openKiosk,
  RESIDENT,
} from './visitors.mjs';

const OTHER = 'HK-01';
const button = (page, name) => page.getByRole('button', { name });

/** Looks for an item, as far as what is to be known of it. */
async function lookAt(kiosk, item) {
  await kiosk.getByRole('searchbox').fill(item);
  await button(kiosk, item).click();
  await kiosk.locator('gc-kiosk-item').getByText(item).first().waitFor();
}

/** From the first screen into the line, with two matters. Returns the number. */
async function takePlaceForTwo(kiosk) {
  await button(kiosk, '中文').click();
  await lookAt(kiosk, ITEM);
  await button(kiosk, '还要办别的事').click();
  const basket = kiosk.locator('gc-kiosk-browse gc-visit-list');
  await basket.getByText('这次要办的事').waitFor();
  await lookAt(kiosk, OTHER);
  await button(kiosk, '与工作人员视频').click();
  await kiosk.getByRole('textbox').fill(RESIDENT);
  await button(kiosk, '继续').click();
  await button(kiosk, '取号排队').click();
  const waiting = kiosk.locator('gc-kiosk-waiting');
  await waiting.getByText('您这次要办的事').waitFor();
  return (await waiting.locator('strong').textContent()).trim();
}

test('a basket can be emptied again, and one matter alone is a visit as ever', (t) =>
  withStage(t, async ({ service, browser }) => {
    const kiosk = await openKiosk(browser, service);
    await button(kiosk, '中文').click();
    await lookAt(kiosk, ITEM);
    await button(kiosk, '还要办别的事').click();
    await button(kiosk, '就办这 1 件，继续').waitFor();
    await button(kiosk, '去掉：').click();
    await kiosk.locator('gc-visit-list').waitFor({ state: 'detached' });
    await lookAt(kiosk, ITEM);
    await button(kiosk, '还要办别的事').click();
    await button(kiosk, '就办这 1 件，继续').click();
    await kiosk.getByRole('textbox').fill(RESIDENT);
    await button(kiosk, '继续').click();
    await button(kiosk, '取号排队').click();
    await kiosk.locator('gc-kiosk-waiting strong').waitFor();
    assert.equal(await kiosk.locator('gc-visit-list').count(), 0);
  }));

test('two items of two departments, one more on the way, one number', (t) =>
  withStage(t, async ({ service, browser }) => {
    const kiosk = await openKiosk(browser, service);
    await service.addAgent('pension', '方芳', 'hrss');
    const first = await openAgent(browser, service, 'pension');
    const number = await takePlaceForTwo(kiosk);
    await accept(first);
    await Promise.all([seesMotion(first, AT_AGENT), seesMotion(kiosk, '方芳')]);
    await kiosk.getByText('第 1 件，共 2 件').waitFor();
    const visit = first.locator('gc-visit-items');
    await visit.getByText('本次要办 2 件').waitFor();

    // The resident asks for one more, of the same department.
    await button(first, '再加一件').click();
    await first.getByLabel('事项').selectOption('SS-02');
    await button(first, '加上').click();
    await visit.getByText('本次要办 3 件').waitFor();

    await button(first, '这件办好了').click();
    await first.keyboard.press('1');
    await visit.getByText('结束通话后，办事人接着排到那里').waitFor();
    await kiosk.getByText('第 2 件，共 3 件').waitFor();
    await first.keyboard.press('e');
    await first.keyboard.press('1');
    await first.locator('gc-wrap-up').waitFor();
    await first.keyboard.press('Control+Enter');
    await first.locator('gc-home-screen').waitFor();

    await kiosk.getByText('接着办下一件').waitFor();
    const waiting = kiosk.locator('gc-kiosk-waiting');
    assert.equal((await waiting.locator('strong').textContent()).trim(), number);
    await waiting.getByText('已处理').waitFor();

    const second = await openAgent(browser, service, 'agent1');
    await accept(second);
    await Promise.all([seesMotion(second, AT_AGENT), seesMotion(kiosk, AT_KIOSK)]);
    assert.equal((await second.locator('gc-call-screen .number b').textContent()).trim(), number);
    await button(second, '这件办好了').click();
    await second.keyboard.press('1');
    // The last one ends with the call.
    await button(second, '这件办好了').waitFor({ state: 'detached' });
    await hangUp(second);
    await kiosk.locator('gc-kiosk-end gc-visit-list').getByText('已处理').nth(2).waitFor();
  }));
