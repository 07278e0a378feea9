// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* What agents do by themselves: take one who waits, ask for more time, hand on to a department. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seesMotion, withStage } from './stage.mjs';
import { accept, AT_AGENT, AT_KIOSK, openAgent, openKiosk, takePlace } from './visitors.mjs';

const button = (page, name) => page.getByRole('button', { name });

/** An agent who looks on from a break. */
async function openOnBreak(browser, service, account) {
  const page = await openAgent(browser, service, account);
  await page.keyboard.press('2');
  await page.getByText('小休中').waitFor();
  return page;
}

async function numberOf(agent) {
  return (await agent.locator('gc-call-screen .number b').textContent()).trim();
}

test('from a break one agent takes this one with a reason, another the next', (t) =>
  withStage(t, async ({ service, browser }) => {
    const agent = await openOnBreak(browser, service, 'agent1');
    const other = await openOnBreak(browser, service, 'agent2');
    const kiosk = await openKiosk(browser, service);
    const later = await openKiosk(browser, service);
    const first = await takePlace(kiosk);
    const second = await takePlace(later);

    // Both have him on the screen with the question why; the second one comes too late.
    await button(agent, `接 ${second} 这一位`).click();
    await button(other, `接 ${second} 这一位`).click();
    await agent.getByText(`为什么先接 ${second}？`).waitFor();
    await agent.keyboard.press('1');
    await agent.locator('gc-call-screen').waitFor();
    assert.equal(await numberOf(agent), second);
    await Promise.all([seesMotion(agent, AT_AGENT), seesMotion(later, AT_KIOSK)]);

    await other.getByText('晚了一步').waitFor();
    await other.locator('gc-waiting-line').getByText(first).waitFor();
    await other.keyboard.press('n');
    await other.locator('gc-call-screen').waitFor();
    assert.equal(await numberOf(other), first);
  }));

test('a reason in own words, and five more minutes for the wrap-up, once', (t) =>
  withStage(t, async ({ service, browser }) => {
    const agent = await openOnBreak(browser, service, 'agent1');
    const kiosk = await openKiosk(browser, service);
    const number = await takePlace(kiosk);
    await button(agent, `接 ${number} 这一位`).click();
    await agent.getByLabel('其他原因').fill('n: 约好的');
    await agent.keyboard.press('Enter');
    await agent.locator('gc-call-screen').waitFor();
    await seesMotion(kiosk, AT_KIOSK);
    await agent.keyboard.press('e');
    await agent.keyboard.press('1');
    await button(agent, '再要 5 分钟').click();
    await agent.getByText('已延长一次').waitFor();
    assert.equal(await button(agent, '再要 5 分钟').count(), 0);
    const left = await agent.locator('gc-wrap-up .left b').textContent();
    assert.ok(Number(left.split(':')[0]) >= 9, left);
    await agent.keyboard.press('Control+Enter');
    await agent.getByText('小休中').waitFor();
  }));

test('a call is handed on to a department: the resident waits there at the head', (t) =>
  withStage(t, async ({ service, browser }) => {
    const kiosk = await openKiosk(browser, service);
    const agent = await openAgent(browser, service, 'agent1');
    await takePlace(kiosk);
    await accept(agent);
    await seesMotion(kiosk, AT_KIOSK);
    const other = await openAgent(browser, service, 'agent2');
    await agent.keyboard.press('t');
    await agent.keyboard.press('d');
    await agent.getByText('排在该部门队列的最前面；您转入话后处理').waitFor();
    await button(agent, '民政局').click();
    await agent.locator('gc-wrap-up').waitFor();
    await kiosk.getByText('您已转到另一个部门的队列').waitFor();
    await accept(other);
    await Promise.all([seesMotion(other, AT_AGENT), seesMotion(kiosk, '金海')]);
  }));
