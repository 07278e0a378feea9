// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* A coordinator looks at how two weeks went: what the page shows is what the service says. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { withStage } from './stage.mjs';
import { openDesk } from './visitors.mjs';

const DAYS = 14;

const radio = (page, name) => page.getByRole('radio', { name, exact: true });
const totals = (page) => page.locator('gc-report-totals .value');

/** Presses what `press` presses and waits for the last of the reports that this asks for. */
async function andLoads(page, press) {
  const loaded = page.waitForResponse((response) => response.url().includes('by=agent'));
  await press();
  await (await loaded).finished();
  await page.locator('gc-report-page .reports[aria-busy="false"]').waitFor();
}

const percent = (permille) => (permille === null ? '–' : `${(permille / 10).toFixed(1)}%`);

/** What the service says of the days that the page asked for last. */
async function ask(page, by) {
  const [from, to] = await page
    .locator('gc-report-page')
    .evaluate(({ model }) => [model.store.state.from, model.store.state.to]);
  const path = `/api/report?from=${from}&to=${to}&by=${by}`;
  return page.evaluate(async (address) => (await fetch(address)).json(), path);
}

async function checkTotals(page) {
  const [day, point] = [await ask(page, 'day'), await ask(page, 'point')];
  const shown = await totals(page).allTextContents();
  assert.equal(shown[0], String(day.total.answered));
  assert.equal(shown[1], percent(day.total.service_level_permille));
  assert.equal(shown[2], percent(day.total.service_level2_permille));
  assert.equal(shown[3], percent(day.total.abandonment_permille));
  assert.equal(shown[7], percent(point.fairness_permille));
  return day;
}

/** By the keyboard alone: from the head of the page to the periods, and one to the left. */
async function chooseWeek(page) {
  await page.getByRole('button', { name: '报表' }).focus();
  for (let presses = 0; presses < 12; presses += 1) {
    await page.keyboard.press('Tab');
    if (await radio(page, '近 30 天').evaluate((button) => button.matches(':focus'))) break;
  }
  await andLoads(page, () => page.keyboard.press('ArrowLeft'));
  assert.equal(await radio(page, '近 7 天').getAttribute('aria-checked'), 'true');
}

/** A bar for each agent, his occupancy at its end; the same in the table, and for all together. */
async function checkAgents(page) {
  const { agents, agents_total: total } = await ask(page, 'agent');
  const known = agents.filter(({ time }) => time !== null);
  assert.ok(known.length >= 6, String(known.length));
  const bars = page.locator('gc-report-agents .slot');
  assert.equal(await bars.count(), known.length);
  const shown = await page.locator('gc-report-agents .value').allTextContents();
  const wanted = known.map(({ time }) => percent(time.occupancy_permille));
  assert.deepEqual([...shown].sort(), wanted.sort());
  await radio(page, '按坐席').click();
  const cells = page.locator('gc-report-table tfoot td');
  assert.equal(await cells.last().textContent(), percent(total.time.occupancy_permille));
  assert.ok(total.time.occupancy_permille > 100 && total.time.occupancy_permille < 1000);
}

/** What was foreseen against what came: in words, and a bar for each day. */
async function checkEstimates(page) {
  const { total, rows } = await ask(page, 'day');
  assert.ok(total.foreseen > 300, String(total.foreseen));
  const words = percent(total.foreseen_inside_permille);
  await page.locator('gc-report-estimates').getByText(`${words} 在所说区间内`).waitFor();
  assert.equal(await page.locator('gc-report-estimates .slot').count(), rows.length);
}

async function checkDownload(page) {
  const waiting = page.waitForEvent('download');
  await page.getByRole('link', { name: '下载表格' }).click();
  const download = await waiting;
  assert.match(download.suggestedFilename(), /^global-connect-point-[\d-]+\.csv$/);
  const text = await readFile(await download.path(), 'utf8');
  assert.equal(text.codePointAt(0), 0xfeff);
  assert.equal(text.trimEnd().split('\r\n').length, 1 + 18 + 1);
  assert.match(text, /米兰海外服务点/);
}

test('a coordinator looks at how it went', (t) =>
  withStage(
    t,
    async ({ service, browser }) => {
      const page = await openDesk(browser, service);
      await page.getByRole('button', { name: '报表' }).click();
      await totals(page).first().waitFor();
      const month = await checkTotals(page);
      assert.ok(month.total.answered > 300, String(month.total.answered));
      assert.equal(await page.locator('gc-report-days .slot').count(), 30);
      assert.equal(await page.locator('gc-report-points .slot').count(), 18);
      await checkDownload(page);
      await checkEstimates(page);
      await checkAgents(page);

      await chooseWeek(page);
      assert.equal(await page.locator('gc-report-days .slot').count(), 7);
      const week = await checkTotals(page);
      assert.ok(week.total.answered < month.total.answered);

      await radio(page, '按天').click();
      assert.equal(await page.locator('gc-report-table tbody tr').count(), 7);
      await radio(page, '按坐席').click();
      await page.locator('gc-report-table').getByText('agent4').waitFor();

      const before = (await totals(page).allTextContents())[1];
      await andLoads(page, () => page.getByLabel('服务水平阈值').selectOption('60'));
      const after = (await totals(page).allTextContents())[1];
      assert.ok(parseFloat(after) < parseFloat(before), `${after} ${before}`);

      await service.killSignal();
      await radio(page, '近 30 天').click();
      await page.getByText('暂时连不上服务').waitFor();
      await service.startSignal();
      await andLoads(page, () => page.getByRole('button', { name: '再试一次' }).click());
      assert.equal(await page.locator('gc-report-days .slot').count(), 30);

      // Nothing of it is left for the next person.
      await page.getByRole('button', { name: '退出登录' }).click();
      await page.getByLabel('账号').waitFor();
      assert.equal(await page.locator('gc-report-page').count(), 0);
    },
    { days: DAYS },
  ));
