// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* The way of each person through his page, in the words that stand on it. */

import { open } from './chromium.mjs';
import { PASSWORD } from './service.mjs';
import { seesMotion } from './stage.mjs';

export const ITEM = 'SS-01';
export const RESIDENT = '陈阿梅';
/** Where a resident can be called. */
export const PHONE = '+393331234567';
/** Labels of the pictures that come from the other side. */
export const AT_KIOSK = '林晓';
export const AT_AGENT = '对方画面';
/** The second agent, who is asked in. */
export const GUEST = '金海';

/** Keys of WebDriver. */
const ENTER = '\uE007';
const TAB = '\uE004';

const button = (page, name) => page.getByRole('button', { name });

/** A kiosk that has just been enrolled, at its first screen. */
export async function openKiosk(browser, service, point = 'it-milan') {
  const code = await service.enrolCode(point);
  const page = await open(browser, `${service.url}/kiosk/#code=${code}`);
  await button(page, '中文').waitFor();
  return page;
}

/** A display that has just been enrolled. */
export async function openDisplay(browser, service, point = 'it-milan') {
  const code = await service.enrolCode(point, 'display');
  const page = await open(browser, `${service.url}/display/#code=${code}`);
  await page.locator('.line').waitFor();
  return page;
}

/** From the first screen to the device check. `languages`: those spoken instead of Mandarin. */
export async function chooseItem(page, languages = []) {
  await button(page, '中文').click();
  await page.getByRole('searchbox').fill(ITEM);
  await button(page, ITEM).click();
  await button(page, '与工作人员视频').click();
  await page.getByRole('textbox').fill(RESIDENT);
  for (const language of languages.length > 0 ? [...languages, '普通话'] : []) {
    await button(page, language).click();
  }
  await button(page, '继续').click();
}

/** From the first screen into the line. Returns the number. */
export async function takePlace(page, languages) {
  await chooseItem(page, languages);
  await button(page, '取号排队').click();
  const number = page.locator('gc-kiosk-waiting strong');
  return (await number.textContent()).trim();
}

/** An agent who has signed in, checked the devices, and waits for calls. */
export async function openAgent(browser, service, account = 'agent1') {
  const page = await open(browser, `${service.url}/agent/`);
  await page.getByLabel('账号').fill(account);
  await page.getByLabel('密码').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await button(page, '开始').click();
  await page.getByRole('radio', { name: '接听' }).click();
  // Whoever waits already is offered at once.
  await page.getByText('画面通道已准备好').or(page.locator('gc-offer-screen')).waitFor();
  return page;
}

/** An agent in Firefox who has signed in, checked the devices, and waits for calls. */
export async function signInFirefox(firefox, service, account = 'agent1') {
  await firefox.goto(`${service.url}/agent/`);
  await firefox.see('gc-sign-in', '坐席登录');
  await firefox.press(...account, TAB, ...PASSWORD, ENTER);
  await firefox.see('gc-device-check', '画面正常');
  await firefox.press(ENTER);
  await firefox.see('gc-home-screen', '离线');
  await firefox.press('1');
}

/** A coordinator who has signed in. */
export async function openDesk(browser, service) {
  const page = await open(browser, `${service.url}/desk/`);
  await page.getByLabel('账号').fill('desk1');
  await page.getByLabel('密码').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.locator('gc-point-table').waitFor();
  return page;
}

/** Opens the panel of a ticket with the keys. Returns its row. */
export async function chooseTicket(desk, number) {
  const row = desk.locator('gc-queue-table tbody tr', { hasText: number });
  await row.focus();
  await desk.keyboard.press('Enter');
  await desk.locator('gc-ticket-panel').waitFor();
  return row;
}

/** Takes the call that is, or will be, offered: with the key, as the legend says. */
export async function accept(page) {
  await button(page, '接听').waitFor();
  await page.keyboard.press('a');
  await page.locator('gc-call-screen').waitFor();
}

/**
 * A call: each sees the other. The kiosk makes its peer first, so it is the first client of a bad link.
 * `agentBrowser`: where the agent has another one than the kiosk.
 */
export async function startCall({ service, browser, agentBrowser = browser }) {
  const kiosk = await openKiosk(browser, service);
  await takePlace(kiosk);
  const agent = await openAgent(agentBrowser, service);
  await accept(agent);
  await Promise.all([seesMotion(agent, AT_AGENT), seesMotion(kiosk, AT_KIOSK)]);
  return { kiosk, agent };
}

/** The same with the first of two agents; the second one is there, and free. */
export async function startCallWithColleague({ service, browser }) {
  const kiosk = await openKiosk(browser, service);
  const first = await openAgent(browser, service, 'agent1');
  await takePlace(kiosk);
  await accept(first);
  await Promise.all([seesMotion(first, AT_AGENT), seesMotion(kiosk, AT_KIOSK)]);
  const second = await openAgent(browser, service, 'agent2');
  return { kiosk, first, second };
}

/** The first agent asks the second one in. `isPrivate`: the resident waits meanwhile. */
export async function bringIn({ first, second }, isPrivate) {
  await first.keyboard.press('a');
  await button(first, GUEST).waitFor();
  if (!isPrivate) await first.keyboard.press('p');
  await first.keyboard.press('1');
  await second.getByText('林晓 请您加入一个通话').waitFor();
  await second.keyboard.press('a');
  await Promise.all([seesMotion(first, GUEST), seesMotion(second, AT_KIOSK)]);
}

/** Hangs up with the outcome "accepted", and ends the wrap-up. */
export async function hangUp(page) {
  await page.keyboard.press('e');
  await page.keyboard.press('1');
  await page.locator('gc-wrap-up').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.locator('gc-home-screen').waitFor();
}

/** Gives the number with the keys of the screen. */
export async function leaveNumber(kiosk) {
  await kiosk.locator('gc-kiosk-phone').waitFor();
  await button(kiosk, '请打电话给我').click();
  await kiosk.getByText('请输入至少 6 位数字的电话号码。').waitFor();
  for (const key of PHONE) {
    await kiosk.locator('gc-phone-pad').getByRole('button', { name: key, exact: true }).click();
  }
  await button(kiosk, '请打电话给我').click();
  await kiosk.locator('gc-kiosk-called').getByText(PHONE).waitFor();
}
