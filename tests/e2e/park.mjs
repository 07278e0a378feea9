// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* The hold queue: parked, somebody else served, ready, the same agent again; and taken back by him. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seesMotion, withStage } from './stage.mjs';
import {
  accept,
  AT_AGENT,
  AT_KIOSK,
  chooseTicket,
  hangUp,
  openAgent,
  openDesk,
  openKiosk,
  takePlace,
} from './visitors.mjs';

const REASON = '请回家取缺少的材料原件';
const button = (page, name) => page.getByRole('button', { name });

async function numberOf(agent) {
  return (await agent.locator('gc-call-screen .number b').textContent()).trim();
}

/** In a call with pictures on both sides. Returns the number. */
async function talk(kiosk, agent) {
  const number = await takePlace(kiosk);
  await accept(agent);
  await Promise.all([seesMotion(agent, AT_AGENT), seesMotion(kiosk, AT_KIOSK)]);
  return number;
}

test('a resident gets a paper, another is served meanwhile, and the same agent goes on', (t) =>
  withStage(t, async ({ service, browser }) => {
    const kiosk = await openKiosk(browser, service);
    const other = await openKiosk(browser, service);
    const agent = await openAgent(browser, service);
    const number = await talk(kiosk, agent);

    await agent.keyboard.press('p');
    await agent.getByRole('radio', { name: '60 分钟' }).click();
    await button(agent, REASON).click();
    const parked = kiosk.locator('gc-kiosk-parked');
    await parked.getByText('准备好以后，林晓接着为您办').waitFor();
    await parked.getByText(REASON).waitFor();
    await parked.getByText(/还剩 (59:|1:00:00)/).waitFor();
    await agent.locator('gc-parked-list').getByText(number).waitFor();

    // Somebody who could take it comes to work; it is not his.
    const second = await talk(other, agent);
    const colleague = await openAgent(browser, service, 'agent2');
    await button(kiosk, '我准备好了').click();
    await kiosk.locator('gc-kiosk-waiting').getByText('下一位就是您').waitFor();
    await agent.getByText('您挂起的一位办事人已回到队列').waitFor();
    assert.equal(await numberOf(agent), second);
    assert.equal(await colleague.locator('gc-offer-screen').count(), 0);

    await hangUp(agent);
    await accept(agent);
    await Promise.all([seesMotion(agent, AT_AGENT), seesMotion(kiosk, AT_KIOSK)]);
    assert.equal(await numberOf(agent), number);
    await hangUp(agent);
  }));

test('the agent takes a parked resident back, also after a reload of both pages', (t) =>
  withStage(t, async ({ service, browser }) => {
    const kiosk = await openKiosk(browser, service);
    const agent = await openAgent(browser, service);
    const number = await talk(kiosk, agent);
    await agent.keyboard.press('p');
    await agent.getByLabel('其他（对方会看到）').fill('请把护照拿来 p 1');
    await agent.keyboard.press('Enter');
    await kiosk.locator('gc-kiosk-parked').getByText('请把护照拿来 p 1').waitFor();
    await Promise.all([kiosk.reload(), agent.reload()]);
    await kiosk.locator('gc-kiosk-parked').getByText('请把护照拿来 p 1').waitFor();
    await button(agent, `接回 ${number}`).click();
    await Promise.all([seesMotion(agent, AT_AGENT), seesMotion(kiosk, AT_KIOSK)]);
    await hangUp(agent);
  }));

test('a coordinator sees who is parked and gives it to somebody else; the resident gives up', (t) =>
  withStage(t, async ({ service, browser }) => {
    const desk = await openDesk(browser, service);
    const kiosk = await openKiosk(browser, service);
    const agent = await openAgent(browser, service);
    const number = await talk(kiosk, agent);
    await agent.keyboard.press('p');
    await agent.keyboard.press('1');
    const row = await chooseTicket(desk, number);
    await row.getByText('挂起').waitFor();
    await desk.locator('gc-ticket-why').getByText('林晓等办事人准备好').waitFor();
    const colleague = await openAgent(browser, service, 'agent2');
    await desk.getByRole('button', { name: '指派', exact: true }).click();
    await desk.getByRole('radio', { name: '金海' }).check();
    await desk.getByRole('textbox').fill('林晓下班');
    await desk.keyboard.press('Enter');
    await colleague.locator('gc-parked-list').getByText(number).waitFor();
    await agent.locator('gc-parked-list').waitFor({ state: 'detached' });

    await button(kiosk, '不办了').click();
    await button(kiosk, '是，不办了').click();
    await button(kiosk, '中文').waitFor();
    await colleague.getByText('您挂起的一位办事人不办了').waitFor();
    await row.waitFor({ state: 'detached' });
  }));
