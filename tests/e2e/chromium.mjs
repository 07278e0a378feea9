// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* Debian's Chromium with invented devices, driven by Playwright. Every visitor has a profile of his own. */

import { chromium } from 'playwright-core';
import { expression, prepare } from './probe.mjs';

const PROGRAM = process.env.GC_CHROMIUM ?? '/usr/bin/chromium';
const ARGS = [
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream=device-count=2,fps=25',
  '--autoplay-policy=no-user-gesture-required',
  // Under root, as in a container, Chromium cannot make its own sandbox; all it loads is our own.
  '--no-sandbox',
];
const PATIENCE_MS = 30_000;

/** `more`: arguments of the program besides those. */
export function launch(more = []) {
  return chromium.launch({ executablePath: PROGRAM, args: [...ARGS, ...more] });
}

/** An empty page in a profile of its own. What it says on the console is kept for the log. */
export async function newPage(browser) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 720 },
    permissions: ['camera', 'microphone'],
    // Colours half-way through a change would count as too little contrast.
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  page.said = [];
  page.on('console', (message) => page.said.push(message.text()));
  page.on('pageerror', (error) => page.said.push(String(error)));
  await page.addInitScript(prepare);
  return page;
}

/** A page in a profile of its own, at `address`. */
export async function open(browser, address) {
  const page = await newPage(browser);
  await page.goto(address);
  return page;
}

/** Runs a function of probe.mjs in the page. */
export function ask(page, main, ...args) {
  return page.evaluate(expression(main, args));
}
