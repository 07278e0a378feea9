// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* An appointment from the calendar to the session, in the words that stand on the pages. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check } from './axe.mjs';
import { seesMotion, withStage } from './stage.mjs';
import {
  bookTime,
  comeWithCode,
  giveName,
  lookForTimes,
  shownAppointment,
  times,
} from './booking.mjs';
import {
  accept,
  AT_AGENT,
  AT_KIOSK,
  openAgent,
  openDesk,
  openKiosk,
  RESIDENT,
  takePlace,
} from './visitors.mjs';
import { until } from './wait.mjs';

const EARLY_MS = 20 * 60_000;

const button = (page, name) => page.getByRole('button', { name });

test('a resident books at one kiosk, comes to another one with the code, and is served', (t) =>
  withStage(t, async ({ service, browser }) => {
    const found = [];
    const first = await openKiosk(browser, service);
    const second = await openKiosk(browser, service);
    await lookForTimes(first);
    await check(first, 'kiosk slots', found);
    await times(first).first().click();
    await first.getByText('这个时间为您保留').waitFor();
    await check(first, 'kiosk contact', found);
    const code = await giveName(first);
    assert.match(code, /^[2-9A-HJKMNP-Z]{5}-[2-9A-HJKMNP-Z]{5}$/);
    await check(first, 'kiosk booked', found);
    const { start_ms } = await shownAppointment(first);
    const file = await fetch(`${service.url}/api/appointment.ics?code=${code}`);
    assert.match(await file.text(), /BEGIN:VEVENT/);
    await first.getByRole('button', { name: '完成', exact: true }).click();
    await button(first, '中文').waitFor();

    await service.travel(start_ms - EARLY_MS);
    await until(
      'the clock of the day',
      30_000,
      () => second.evaluate(() => document.querySelector('gc-kiosk').app.core.clock.now()),
      (now) => Math.abs(now - start_ms) < 2 * EARLY_MS,
    );
    await button(second, '我有预约').click();
    await check(second, 'kiosk code', found);
    await button(second, '返回').click();
    await comeWithCode(second, code);
    await check(second, 'kiosk appointment', found);
    await button(second, '我到了').click();
    await button(second, '取号排队').click();
    await second.getByText(/^您的预约：\d\d:\d\d$/).waitFor();
    const agent = await openAgent(browser, service);
    await agent
      .locator('gc-offer-screen')
      .getByText(/预约 \d\d:\d\d/)
      .waitFor();
    await check(agent, 'agent offer', found);
    await accept(agent);
    await Promise.all([seesMotion(agent, AT_AGENT), seesMotion(second, AT_KIOSK)]);
    await agent.locator('gc-call-screen .slot').waitFor();
    assert.deepEqual(found, []);
  }));

test('an agent proposes the next time, and the resident says yes', (t) =>
  withStage(t, async ({ service, browser }) => {
    const found = [];
    const kiosk = await openKiosk(browser, service);
    const agent = await openAgent(browser, service);
    await takePlace(kiosk);
    await accept(agent);
    await Promise.all([seesMotion(agent, AT_AGENT), seesMotion(kiosk, AT_KIOSK)]);
    await agent.keyboard.press('n');
    await agent.locator('gc-slot-list .times button').first().waitFor();
    await check(agent, 'agent next time', found);
    await agent.locator('gc-slot-list .times button').first().click();
    await agent.getByText('等办事人答复').waitFor();
    await kiosk.getByText('工作人员建议下次的时间').waitFor();
    await check(kiosk, 'kiosk proposed', found);
    await button(kiosk, '好，预约').click();
    await agent.locator('gc-next-time').getByText('已预约').waitFor();
    await check(agent, 'agent booked', found);
    await agent.keyboard.press('e');
    await agent.keyboard.press('5');
    await agent.locator('gc-wrap-up gc-next-time').getByText('已预约').waitFor();
    await kiosk.locator('gc-kiosk-end gc-appointment-card strong').waitFor();
    await check(kiosk, 'kiosk end with the next time', found);
    assert.deepEqual(found, []);
  }));

test('the desk proposes another time, and the resident takes it at the kiosk', (t) =>
  withStage(t, async ({ service, browser }) => {
    const found = [];
    const kiosk = await openKiosk(browser, service);
    const { code, start_ms } = await bookTime(kiosk);
    const desk = await openDesk(browser, service);
    await button(desk, '预约').click();
    const row = desk.locator('gc-appointment-table tbody tr', { hasText: RESIDENT });
    await row.focus();
    await check(desk, 'desk appointments', found);
    await desk.keyboard.press('Enter');
    await button(desk, '建议改期').click();
    await desk.locator('gc-slot-list .days button').nth(3).click();
    await desk.locator('gc-slot-list .times button').first().click();
    await desk.getByLabel('给办事人的说明').fill('公证员当日外出');
    await check(desk, 'desk proposes', found);
    await button(desk, '建议这个时间').click();
    await row.getByText('等其答复改期').waitFor();

    await comeWithCode(kiosk, code);
    await kiosk.getByText('原因：公证员当日外出').waitFor();
    await check(kiosk, 'kiosk new time', found);
    await button(kiosk, '好，改到新的时间').click();
    const moved = await until(
      'the new time',
      10_000,
      () => shownAppointment(kiosk),
      (appointment) => appointment?.proposal === null,
    );
    assert.ok(moved.start_ms > start_ms);
    assert.equal(moved.state, 'booked');
    await row.getByText('等其答复改期').waitFor({ state: 'detached' });
    assert.deepEqual(found, []);
  }));
