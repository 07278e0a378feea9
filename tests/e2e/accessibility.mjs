// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * Every screen under the rules of WCAG 2.2 AA as far as a program can tell: names, roles, contrast of
 * at least 4.5:1, sizes of targets. axe-core looks through the shadow roots.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check } from './axe.mjs';
import { open } from './chromium.mjs';
import { PASSWORD } from './service.mjs';
import { seesMotion, withStage } from './stage.mjs';
import {
  accept,
  AT_AGENT,
  AT_KIOSK,
  chooseItem,
  chooseTicket,
  hangUp,
  openAgent,
  openDesk,
  openDisplay,
  openKiosk,
  ITEM,
  takePlace,
} from './visitors.mjs';

const button = (page, name) => page.getByRole('button', { name });
const way = (page, name) => page.locator(`gc-kiosk-ways [data-way=${name}]`);

async function visitKiosk(kiosk, found) {
  await check(kiosk, 'kiosk language', found);
  await button(kiosk, '中文').click();
  await check(kiosk, 'kiosk categories', found);
  await kiosk.getByRole('searchbox').fill(ITEM);
  await check(kiosk, 'kiosk search', found);
  await button(kiosk, ITEM).click();
  await check(kiosk, 'kiosk item', found);
  await button(kiosk, '还要办别的事').click();
  await check(kiosk, 'kiosk basket', found);
  await button(kiosk, '去掉：').click();
  await kiosk.getByRole('searchbox').fill(ITEM);
  await button(kiosk, ITEM).click();
  await button(kiosk, '与工作人员视频').click();
  await check(kiosk, 'kiosk who', found);
  await button(kiosk, '返回').click();
  await button(kiosk, '返回').click();
  await button(kiosk, '返回').click();
  await button(kiosk, '返回').click();
  await chooseItem(kiosk);
  await button(kiosk, '取号排队').waitFor();
  await check(kiosk, 'kiosk devices', found);
  await button(kiosk, '取号排队').click();
  await kiosk.locator('gc-kiosk-waiting').waitFor();
  await check(kiosk, 'kiosk waiting', found);
  for (const name of ['phone', 'online']) {
    await way(kiosk, name).click();
    await check(kiosk, `kiosk ${name}`, found);
    await button(kiosk, '返回').click();
  }
}

/** A resident who goes and is called by telephone. */
async function visitCallback(kiosk, agent, found) {
  await button(kiosk, '中文').click();
  await button(kiosk, '已经留过电话').click();
  await check(kiosk, 'kiosk return', found);
  await button(kiosk, '返回').click();
  await button(kiosk, '返回').click();
  await takePlace(kiosk);
  await way(kiosk, 'phone').click();
  await kiosk.locator('#phone').fill('+39 333 1234567');
  await button(kiosk, '请打电话给我').click();
  await kiosk.locator('gc-kiosk-called').waitFor();
  await check(kiosk, 'kiosk called', found);
  await agent.keyboard.press('1');
  await agent.locator('gc-offer-screen').waitFor();
  await check(agent, 'agent offer of a callback', found);
  await agent.keyboard.press('a');
  await agent.locator('gc-phone-screen').waitFor();
  await check(agent, 'agent ringing', found);
  await agent.keyboard.press('r');
  await agent.getByText('电话通话中').waitFor();
  await check(agent, 'agent telephone', found);
  await hangUp(agent);
}

async function visitChanges(desk, kiosk, display, found) {
  const text = '今天叫号较慢，请耐心等候。';
  await button(desk, /^通知/).click();
  await desk.getByLabel('中文').fill(text);
  await button(desk, '发布').click();
  await button(desk, '收回').waitFor();
  await check(desk, 'desk notices', found);
  await button(desk, '关闭窗口').click();
  await kiosk.getByText(text).waitFor();
  await check(kiosk, 'kiosk notice', found);
  await display.getByText(text).waitFor();
  await check(display, 'display notice', found);
  await button(desk, /^停办/).click();
  await desk.getByRole('button', { name: '停办', exact: true }).click();
  await button(desk, '恢复').waitFor();
  await check(desk, 'desk switches', found);
  await display.getByText('暂停服务').first().waitFor();
  await check(display, 'display closed', found);
  await button(desk, '恢复').click();
  await button(desk, '恢复').waitFor({ state: 'detached' });
  await button(desk, '关闭窗口').click();
}

async function visitSignIn(browser, service, found) {
  const page = await open(browser, `${service.url}/agent/`);
  await page.getByLabel('账号').fill('agent2');
  await page.getByLabel('密码').fill('wrong');
  await page.keyboard.press('Enter');
  await page.getByText('账号或密码不对').waitFor();
  await check(page, 'agent sign-in', found);
  await page.getByLabel('密码').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await button(page, '开始').waitFor();
  await check(page, 'agent devices', found);
  return page;
}

/** The desk with each form open over a ticket that waits. Puts it ahead on the way. */
async function visitDesk(desk, number, found) {
  await check(desk, 'desk', found);
  await chooseTicket(desk, number);
  await desk.locator('gc-ticket-why li').first().waitFor();
  await check(desk, 'desk ticket', found);
  for (const name of ['指派', '转部门', '取消', '提前']) {
    const exact = desk.getByRole('button', { name, exact: true });
    await exact.click();
    await exact.click();
    await desk.getByText(/^请(写明原因|选择坐席|选择部门)。$/).waitFor();
    await check(desk, `desk ${name}`, found);
    if (name !== '提前') await desk.keyboard.press('Escape');
  }
  await button(desk, '身体不适').click();
  await check(desk, 'desk reason', found);
  await button(desk, '提前').click();
  await desk.locator('gc-queue-table .mark', { hasText: '提前' }).waitFor();
  await check(desk, 'desk put ahead', found);
  await button(desk, '需关注').click();
  await check(desk, 'desk filtered', found);
}

/** An agent on a break who could take the one who waits. */
async function visitLine(agent, found) {
  await button(agent, '开始').click();
  await agent.getByRole('radio', { name: '小休' }).click();
  await agent.locator('gc-waiting-line tbody tr').waitFor();
  await check(agent, 'agent line', found);
  await button(agent, /^接 .+ 这一位$/).click();
  await agent.getByText('为什么先接').waitFor();
  await check(agent, 'agent take', found);
  await agent.keyboard.press('Escape');
}

/** In a call: one more item is looked for, then the resident is parked and taken back. */
async function visitPark(agent, kiosk, found) {
  await button(agent, '再加一件').click();
  await agent.getByText('办事人还要办什么？').waitFor();
  await check(agent, 'agent add item', found);
  await agent.keyboard.press('Escape');
  await agent.keyboard.press('p');
  await agent.getByText('请办事人先去准备什么？').waitFor();
  await check(agent, 'agent park', found);
  await agent.keyboard.press('1');
  await kiosk.locator('gc-kiosk-parked').waitFor();
  await check(kiosk, 'kiosk parked', found);
  await agent.locator('gc-parked-list').waitFor();
  await check(agent, 'agent parked', found);
  await button(agent, /^接回/).click();
  await seesMotion(kiosk, AT_KIOSK);
}

/** The colleague is asked in, first in private and then with the resident. */
async function visitConference(agent, kiosk, colleague, found) {
  await colleague.getByRole('radio', { name: '接听' }).click();
  await agent.keyboard.press('a');
  await button(agent, '金海').waitFor();
  await check(agent, 'agent ask', found);
  await agent.keyboard.press('1');
  await colleague.getByText('请您加入一个通话').waitFor();
  await check(colleague, 'agent invitation', found);
  await check(agent, 'agent inviting', found);
  await accept(colleague);
  await seesMotion(agent, '金海');
  await check(agent, 'agent consulting', found);
  await check(colleague, 'guest consulting', found);
  await check(kiosk, 'kiosk consulting', found);
  await agent.keyboard.press('h');
  await Promise.all([seesMotion(kiosk, '金海'), seesMotion(colleague, AT_AGENT)]);
  await check(agent, 'agent conference', found);
  await check(colleague, 'guest conference', found);
  await check(kiosk, 'kiosk conference', found);
  await colleague.keyboard.press('e');
  await colleague.locator('gc-home-screen').waitFor();
}

/** In a call: the agent asks for a picture of a paper, the resident sends it, the agent reads it. */
async function visitPaper(agent, kiosk, found) {
  await agent.keyboard.press('s');
  await agent.getByText('已请对方拍照').waitFor();
  await check(agent, 'agent asked for a paper', found);
  await button(kiosk, '可以，发送').waitFor();
  await check(kiosk, 'kiosk paper', found);
  await button(kiosk, '重新拍').click();
  await button(kiosk, '拍照').waitFor();
  await check(kiosk, 'kiosk paper under the camera', found);
  await button(kiosk, '拍照').click();
  await button(kiosk, '可以，发送').click();
  await button(agent, '查看照片 1').click();
  await agent.locator('gc-paper-viewer summary').click();
  await check(agent, 'agent paper', found);
  await kiosk.getByText('工作人员已收到照片').waitFor();
  await check(kiosk, 'kiosk paper arrived', found);
  await agent.keyboard.press('Escape');
}

async function visitCall(agent, kiosk, colleague, found) {
  await agent.locator('gc-offer-screen').waitFor();
  await check(agent, 'agent offer', found);
  await agent.keyboard.press('d');
  await check(agent, 'agent decline', found);
  await agent.keyboard.press('Escape');
  await accept(agent);
  await seesMotion(kiosk, AT_KIOSK);
  await agent.keyboard.press('c');
  await agent.keyboard.type('请稍等');
  await agent.keyboard.press('Enter');
  await kiosk.getByText('请稍等', { exact: true }).waitFor();
  await agent.keyboard.press('Escape');
  await check(agent, 'agent call', found);
  await check(kiosk, 'kiosk call', found);
  await visitPaper(agent, kiosk, found);
  await visitPark(agent, kiosk, found);
  await agent.keyboard.press('m');
  await agent.keyboard.press('t');
  await check(agent, 'agent transfer', found);
  await agent.keyboard.press('d');
  await agent.getByText('转到哪个部门？').waitFor();
  await check(agent, 'agent department', found);
  await agent.keyboard.press('Escape');
  await visitConference(agent, kiosk, colleague, found);
  await agent.keyboard.press('h');
  await agent.getByText('已保持').waitFor();
  await check(agent, 'agent hold', found);
  await check(kiosk, 'kiosk hold', found);
  await agent.keyboard.press('e');
  await agent.keyboard.press('1');
  await agent.locator('gc-wrap-up').waitFor();
  await check(agent, 'agent wrap-up', found);
  await kiosk.getByText('请您评价本次服务').waitFor();
  await check(kiosk, 'kiosk end', found);
}

async function visitReports(desk, found) {
  await button(desk, '报表').click();
  await desk.locator('gc-report-totals').waitFor();
  await check(desk, 'desk reports', found);
  for (const side of ['按天', '按事项', '按坐席']) {
    await desk.getByRole('radio', { name: side }).click();
    await check(desk, `desk reports ${side}`, found);
  }
  await desk.getByRole('radio', { name: '自选' }).click();
  await desk.getByLabel('到', { exact: true }).fill('2020-01-01');
  await desk.getByText('结束日期早于开始日期').waitFor();
  await check(desk, 'desk reports, wrong days', found);
}

test('every screen keeps the rules of accessibility', (t) =>
  withStage(t, async ({ service, browser }) => {
    const found = [];
    const colleague = await visitSignIn(browser, service, found);
    const kiosk = await openKiosk(browser, service);
    await visitKiosk(kiosk, found);
    const number = await kiosk.locator('gc-kiosk-waiting strong').textContent();
    const desk = await openDesk(browser, service);
    await visitDesk(desk, number.trim(), found);
    await visitLine(colleague, found);
    const display = await openDisplay(browser, service);
    await check(display, 'display', found);
    await visitChanges(desk, kiosk, display, found);
    const agent = await openAgent(browser, service);
    await visitCall(agent, kiosk, colleague, found);
    await agent.keyboard.press('Control+Enter');
    await agent.locator('gc-home-screen').waitFor();
    await check(agent, 'agent home', found);
    // Until the one at the kiosk is through, the offer would be his.
    await agent.keyboard.press('2');
    await visitCallback(await openKiosk(browser, service), agent, found);
    await visitReports(desk, found);
    assert.deepEqual(found, []);
  }));
