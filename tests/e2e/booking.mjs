// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* How a resident books a time at a kiosk, and comes back with its code. */

import { ITEM, RESIDENT } from './visitors.mjs';

const PHONE = '+39 333 1234567';

const button = (page, name) => page.getByRole('button', { name });
export const times = (page) => page.locator('gc-kiosk-slots .time');

/** What the kiosk was told of the appointment on its screen. */
export const shownAppointment = (kiosk) =>
  kiosk.evaluate(() => document.querySelector('gc-kiosk').app.state.view.appointment ?? null);

/** From the first screen to the times of the second day that has some. */
export async function lookForTimes(kiosk) {
  await button(kiosk, '中文').click();
  await kiosk.getByRole('searchbox').fill(ITEM);
  await button(kiosk, ITEM).click();
  await button(kiosk, '预约时间').click();
  await times(kiosk).first().waitFor();
  await kiosk.locator('gc-kiosk-slots button.day').nth(1).click();
}

/** From a time that is kept to the code. */
export async function giveName(kiosk) {
  await kiosk.getByLabel('您的姓名').fill(RESIDENT);
  await kiosk.getByLabel('电话号码').fill(PHONE);
  await button(kiosk, '预约这个时间').click();
  await kiosk.getByText('预约成功').waitFor();
  return (await kiosk.locator('gc-appointment-card strong').textContent()).trim();
}

/** Books the first time of the second day, and leaves. Returns code and start. */
export async function bookTime(kiosk) {
  await lookForTimes(kiosk);
  await times(kiosk).first().click();
  const code = await giveName(kiosk);
  const { start_ms } = await shownAppointment(kiosk);
  await kiosk.getByRole('button', { name: '完成', exact: true }).click();
  await button(kiosk, '中文').waitFor();
  return { code, start_ms };
}

/** Comes back: touches the code, letter by letter, as one does on a screen. */
export async function comeWithCode(kiosk, code) {
  await button(kiosk, '我有预约').click();
  for (const sign of code.replace('-', '')) {
    await kiosk.locator('gc-letter-pad').getByRole('button', { name: sign, exact: true }).click();
  }
  await button(kiosk, '查看我的预约').click();
  await kiosk.locator('gc-kiosk-appointment').waitFor();
}
