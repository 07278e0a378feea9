// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * An afternoon in Wenzhou, a morning in Europe: three agents, five kiosks, one desk. Somebody comes
 * for an appointment, one declines, a link breaks, one is handed on, one is called back, a point
 * closes. GC_SHOTS names a folder for pictures of it.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { join } from 'node:path';
import { bookTime, comeWithCode } from './booking.mjs';
import { seesMotion, withStage } from './stage.mjs';
import {
  accept,
  AT_AGENT,
  AT_KIOSK,
  hangUp,
  leaveNumber,
  openAgent,
  openDesk,
  openKiosk,
  PHONE,
  RESIDENT,
  takePlace,
} from './visitors.mjs';
import { until } from './wait.mjs';

const POINTS = ['it-milan', 'it-rome', 'fr-paris', 'es-madrid', 'it-prato'];
const EARLY_MS = 10 * 60_000;
const SCREEN = { width: 1920, height: 1080 };
const TALL = { width: 1080, height: 1920 };

const button = (page, name) => page.getByRole('button', { name });
const exactly = (page, name) => page.getByRole('button', { name, exact: true });
const way = (page, name) => page.locator(`gc-kiosk-ways [data-way=${name}]`);
const rowOf = (desk, number) => desk.locator('gc-queue-table tbody tr', { hasText: number });

async function numberIn(agent) {
  return (await agent.locator('gc-call-screen .number b').textContent()).trim();
}

/** What was offered goes to somebody else. */
async function decline(agent) {
  await agent.keyboard.press('d');
  await agent.keyboard.press('1');
  await agent.locator('gc-home-screen').waitFor();
}

/** Hangs up and ends the wrap-up; whoever waits is offered at once. */
async function finish(agent) {
  await agent.keyboard.press('e');
  await agent.keyboard.press('1');
  await agent.locator('gc-wrap-up').waitFor();
  await agent.keyboard.press('Control+Enter');
}

async function clockOf(kiosk) {
  return kiosk.evaluate(() => document.querySelector('gc-kiosk').app.core.clock.now());
}

/** A picture of the page as it stands, for those who read the docs. */
async function shoot(page, name, size) {
  if (process.env.GC_SHOTS === undefined) return;
  const before = page.viewportSize();
  await page.setViewportSize(size);
  await page.screenshot({ path: join(process.env.GC_SHOTS, `${name}.png`) });
  await page.setViewportSize(before);
}

test('an afternoon', (t) =>
  withStage(t, async ({ service, browser }) => {
    const kiosks = [];
    for (const point of POINTS) kiosks.push(await openKiosk(browser, service, point));
    const [milan, rome, paris, madrid, prato] = kiosks;

    // Some days before: Prato books. Then it is that day, ten minutes before the time.
    const { code, start_ms } = await bookTime(prato);
    await service.travel(start_ms - EARLY_MS);
    for (const kiosk of kiosks) {
      await until(
        'the clock of the day',
        30_000,
        () => clockOf(kiosk),
        (now) => Math.abs(now - start_ms) < 2 * EARLY_MS,
      );
    }
    const desk = await openDesk(browser, service);

    // Nobody is on duty yet. Milan waits; Prato comes later, and stands before Milan.
    const first = await takePlace(milan);
    await comeWithCode(prato, code);
    await button(prato, '我到了').click();
    await button(prato, '取号排队').click();
    const booked = (await prato.locator('gc-kiosk-waiting strong').textContent()).trim();
    await milan.getByText('前面还有 1 人').waitFor();
    await rowOf(desk, booked).locator('.slot').waitFor();
    await shoot(milan, 'afternoon-waiting', TALL);

    const [ann, bo] = [
      await openAgent(browser, service),
      await openAgent(browser, service, 'agent2'),
    ];
    await accept(ann);
    assert.equal(await numberIn(ann), booked);
    await Promise.all([seesMotion(ann, AT_AGENT), seesMotion(prato, AT_KIOSK)]);

    // The second agent declines; the third takes Milan.
    await bo.locator('gc-offer-screen').getByText(first).waitFor();
    const cy = await openAgent(browser, service, 'agent3');
    await decline(bo);
    await accept(cy);
    assert.equal(await numberIn(cy), first);
    await Promise.all([seesMotion(cy, AT_AGENT), seesMotion(milan, '陈思远')]);

    // Rome's link breaks in the middle, and comes back into the same session.
    const second = await takePlace(rome);
    await accept(bo);
    await Promise.all([seesMotion(bo, AT_AGENT), seesMotion(rome, '金海')]);
    await rome.context().setOffline(true);
    await bo.getByText('等对方回来').waitFor();
    await shoot(bo, 'afternoon-dropped', SCREEN);
    await rome.context().setOffline(false);
    await Promise.all([seesMotion(bo, AT_AGENT), seesMotion(rome, '金海')]);
    assert.equal(await numberIn(bo), second);

    // All three speak. Paris waits, Madrid would rather be called.
    const third = await takePlace(paris);
    const fourth = await takePlace(madrid);
    await way(madrid, 'phone').click();
    await leaveNumber(madrid);
    await shoot(madrid, 'afternoon-called', TALL);
    await button(madrid, '完成并清除屏幕').click();
    await madrid.locator('gc-kiosk-language').waitFor();
    await rowOf(desk, third).waitFor();
    await rowOf(desk, fourth).waitFor();
    await shoot(desk, 'afternoon-desk', SCREEN);

    // Milan is handed on to another department: it waits there at the head, before Paris.
    await cy.keyboard.press('t');
    await cy.keyboard.press('d');
    await button(cy, '民政局').click();
    await cy.locator('gc-wrap-up').waitFor();
    await milan.getByText('您已转到另一个部门的队列').waitFor();
    await finish(ann);
    await accept(ann);
    assert.equal(await numberIn(ann), first);
    await Promise.all([seesMotion(ann, AT_AGENT), seesMotion(milan, AT_KIOSK)]);

    // The next one free has Paris, and the one after that calls Madrid.
    await cy.keyboard.press('1');
    await cy.keyboard.press('Control+Enter');
    await accept(cy);
    assert.equal(await numberIn(cy), third);
    await Promise.all([seesMotion(cy, AT_AGENT), seesMotion(paris, '陈思远')]);
    await finish(bo);
    await bo.locator('gc-offer-screen').getByText(fourth).waitFor();
    await bo.keyboard.press('a');
    await bo.locator('gc-phone-screen').getByText(PHONE).waitFor();
    await bo.keyboard.press('r');
    await bo.getByText('电话通话中').waitFor();
    await shoot(bo, 'afternoon-telephone', SCREEN);
    await hangUp(bo);

    // Rome's premises close; whoever comes reads it, with the ways that are left.
    await button(desk, /^停办 \d+$/).click();
    await desk.getByLabel('在哪里').selectOption('it-rome');
    await desk.getByLabel('原因').selectOption('premises');
    await exactly(desk, '停办').click();
    await rome.locator('gc-kiosk-end .go').click();
    await rome.locator('gc-kiosk-closed').waitFor();
    await shoot(rome, 'afternoon-closed', TALL);

    await hangUp(ann);
    await hangUp(cy);
    await desk.keyboard.press('Escape');
    await rowOf(desk, third).waitFor({ state: 'detached' });
    assert.equal(await desk.locator('gc-queue-table tbody tr', { hasText: RESIDENT }).count(), 0);
  }));
