// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* The display of a waiting room beside a kiosk, an agent and a coordinator. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seesMotion, withStage } from './stage.mjs';
import {
  accept,
  AT_KIOSK,
  ITEM,
  openAgent,
  openDesk,
  openDisplay,
  openKiosk,
  takePlace,
} from './visitors.mjs';

const NOTICE = '今天叫号较慢，请耐心等候。';

const button = (page, name) => page.getByRole('button', { name, exact: true });

/** The desk's window behind the button that begins with `name`. */
async function openWindow(desk, name) {
  await desk.getByRole('button', { name: new RegExp(`^${name} \\d+$`) }).click();
}

test('a number waits, is called, is served; the display lives through a restart', (t) =>
  withStage(t, async ({ service, browser }) => {
    const display = await openDisplay(browser, service);
    const kiosk = await openKiosk(browser, service);
    const number = await takePlace(kiosk);
    await display.locator('.line li', { hasText: number }).waitFor();

    await service.killSignal();
    await display.getByText('与服务的连接中断').waitFor();
    await service.startSignal();
    await display.getByText('与服务的连接中断').waitFor({ state: 'detached' });
    await display.locator('.line li', { hasText: number }).waitFor();
    await display.reload();
    await display.locator('.line li', { hasText: number }).waitFor();

    const agent = await openAgent(browser, service);
    await display.locator('.calling strong', { hasText: number }).waitFor();
    await accept(agent);
    await seesMotion(kiosk, AT_KIOSK);
    await display.locator('.served li', { hasText: number }).waitFor();
    await display.locator('.calling').waitFor({ state: 'detached' });
    assert.equal(await display.locator('.called li').count(), 0);
    const text = await display.locator('gc-display-app').innerText();
    assert.doesNotMatch(text, /陈阿梅|SS-01|林晓/);
  }));

test('a notice reaches kiosk and display, and is taken back', (t) =>
  withStage(t, async ({ service, browser }) => {
    const display = await openDisplay(browser, service);
    const kiosk = await openKiosk(browser, service);
    await takePlace(kiosk);
    const desk = await openDesk(browser, service);
    await openWindow(desk, '通知');
    await desk.getByLabel('中文').fill(NOTICE);
    await button(desk, '发布').click();
    await Promise.all([kiosk.getByText(NOTICE).waitFor(), display.getByText(NOTICE).waitFor()]);
    await button(desk, '收回').click();
    for (const page of [kiosk, display]) {
      await page.getByText(NOTICE).waitFor({ state: 'detached' });
    }
  }));

test('an item that is off and a closed point say so, and what to do instead', (t) =>
  withStage(t, async ({ service, browser }) => {
    const display = await openDisplay(browser, service);
    const kiosk = await openKiosk(browser, service);
    const desk = await openDesk(browser, service);
    await openWindow(desk, '停办');
    await desk.getByLabel('停什么').selectOption(ITEM);
    await desk.getByLabel('原因').selectOption('authority');
    await button(desk, '停办').click();
    await kiosk.getByRole('button', { name: '中文' }).click();
    await kiosk.getByRole('searchbox').fill(ITEM);
    await kiosk.getByRole('button', { name: ITEM }).click();
    await kiosk.getByText('温州的主管部门暂不受理').waitFor();
    assert.equal(await kiosk.getByRole('button', { name: '与工作人员视频' }).count(), 0);

    await desk.getByLabel('在哪里').selectOption('it-milan');
    await desk.getByLabel('原因').selectOption('premises');
    await button(desk, '停办').click();
    await kiosk.locator('gc-kiosk-closed').waitFor();
    await kiosk.getByText('场地暂时不能使用').waitFor();
    await display.getByText('暂停服务：场地暂时不能使用').first().waitFor();
    await button(desk, '关闭窗口').click();
    await desk.getByText('人工关闭').waitFor();
    await openWindow(desk, '停办');
    await desk.locator('li', { hasText: '服务点关闭' }).getByRole('button').click();
    await kiosk.locator('gc-kiosk-closed').waitFor({ state: 'detached' });
  }));
