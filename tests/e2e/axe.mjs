// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* axe-core, which looks through the shadow roots. */

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Adds to `found` what is wrong with the screen that the page shows. */
export async function check(page, screen, found) {
  if (!(await page.evaluate(() => 'axe' in window))) {
    await page.evaluate(await readFile(AXE, 'utf8'));
  }
  const { violations } = await page.evaluate((tags) => window.axe.run({ runOnly: tags }), TAGS);
  for (const { id, nodes } of violations) {
    for (const { target, failureSummary } of nodes) {
      found.push(`${screen}: ${id}: ${target.flat().join(' ')}: ${failureSummary}`);
    }
  }
}
