// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * Pictures of the waiting room's display, wide and tall, to be looked at:
 *   npm run build && node scripts/display-screens.mjs FOLDER
 * Needs Chromium (CHROMIUM, default /usr/bin/chromium).
 */

import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { Double } from '../test/double.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const data = (name) => JSON.parse(readFileSync(here(`../../relay/data/${name}.json`), 'utf8'));

const [folder = 'screens'] = process.argv.slice(2);
const sizes = [
  { width: 1920, height: 1080 },
  { width: 1080, height: 1920 },
];
const catalogue = { points: data('points'), hubs: data('hubs'), items: data('items') };
const session = {
  role: 'display',
  account: 'display-it-milan-1',
  name: '米兰海外服务点',
  point: 'it-milan',
};
const now = Date.now();
const milan = {
  id: 'it-milan',
  name_zh: '米兰海外服务点',
  name_en: 'Milan service point',
  timezone: 'Europe/Rome',
  open: true,
  closes_ms: now + 5_400_000,
  next_open_ms: now + 72_000_000,
  closed: null,
  agents: 3,
};
const numbers = (from, count) =>
  Array.from({ length: count }, (_, i) => `M${String(from + i).padStart(3, '0')}`);
const called = (...list) => list.map((number) => ({ number, since_ms: now }));
const notice = (id, number, zh, it) => ({
  id,
  number,
  text: { zh, en: null, it, fr: null },
  at_ms: now,
  until_ms: now + 1_800_000,
});
const empty = {
  relay: { up: true, epoch: 'k2m8v5t7x9' },
  point: milan,
  called: [],
  in_session: [],
  line: [],
  waiting: 0,
  announcements: [],
};
const full = {
  ...empty,
  called: called('M012'),
  in_session: ['M009', 'M010'],
  line: numbers(13, 12),
  waiting: 15,
};
const notices = [
  notice('a', 'M014', '请您准备好护照原件和居留证件。', null),
  notice(
    'b',
    null,
    '今天叫号较慢，请耐心等候。',
    'Oggi le chiamate sono più lente del solito. Grazie per la pazienza.',
  ),
];

async function walk(browser, double, base, size) {
  const page = await browser.newPage({ viewport: size, reducedMotion: 'reduce' });
  page.on('pageerror', (error) => console.log(error.stack));
  const shot = async (name) => {
    await page.waitForTimeout(400);
    await page.screenshot({ path: join(folder, `display-${size.width}-${name}.png`) });
  };
  double.session = session;
  double.view = { ...empty };
  await page.goto(`${base}/display/`);
  await page.locator('.line').waitFor();
  await shot('1-empty');
  await page.mouse.click(5, 5);
  double.set(full);
  await page.locator('.calling').waitFor();
  await shot('2-calling');
  await page.locator('.calling').waitFor({ state: 'detached' });
  await shot('3-full');
  double.set({ announcements: notices, called: called('M012', 'M011', 'M008') });
  await page.locator('.calling').waitFor();
  await page.locator('.calling').waitFor({ state: 'detached', timeout: 30_000 });
  await shot('4-notices');
  const closed = { reason: 'premises', until_ms: now + 7_200_000 };
  double.set({ ...empty, point: { ...milan, open: false, closes_ms: null, closed } });
  await shot('5-closed');
  double.cut(true);
  await shot('6-lost');
  double.cut(false);
  await page.locator('gc-notice').waitFor({ state: 'detached' });
  double.dismiss(4001);
  await shot('7-replaced');
  double.session = null;
  await page.goto('about:blank');
  await page.goto(`${base}/display/#code=K7DM-29QX`);
  await page.locator('gc-display-enrol gc-notice').waitFor();
  await shot('8-enrol');
  await page.close();
}

const double = new Double({ pages: here('../dist'), catalogue, session });
const base = await double.listen();
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  for (const size of sizes) await walk(browser, double, base, size);
} finally {
  await browser.close();
  double.close();
}
