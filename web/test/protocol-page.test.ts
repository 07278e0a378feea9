// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* Reads every example of docs/protocol.md with the shapes of the pages. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  agentParts,
  catalogue,
  deskParts,
  displayParts,
  enrolAnswer,
  errorCode,
  kioskParts,
  loginAnswer,
  passAnswer,
  report,
  results,
  sessionAnswer,
  type Method,
  type PartShapes,
} from '../src/shared/messages';
import type { Shape } from '../src/shared/shape';
import { stillPart } from '../src/shared/stills';

interface Example {
  section: string;
  kind: string;
  value: Record<string, unknown>;
}

function examples(): Example[] {
  const root = process.env['GC_WEB_ROOT'] ?? '.';
  const page = readFileSync(join(root, '../docs/protocol.md'), 'utf8');
  const found: Example[] = [];
  let section = '';
  for (const part of page.matchAll(/^#+ (.+)$|^```json (\w+)\n([^]*?)^```$/gm)) {
    if (part[1] !== undefined) section = part[1];
    else found.push({ section, kind: part[2] ?? '', value: JSON.parse(part[3] ?? '') });
  }
  return found;
}

const HTTP: Record<string, Shape<unknown>> = {
  'POST /api/login': loginAnswer,
  'POST /api/enrol': enrolAnswer,
  'GET /api/session?page=kiosk': sessionAnswer,
  'POST /api/pass': passAnswer,
  'GET /api/catalogue': catalogue,
  'GET /api/report?from=2026-11-01&to=2026-11-30&by=point': report,
  'POST /api/still?still=s7m2k9c4x8h3v5t1&first=65536': stillPart,
};

const VIEWS: [RegExp, PartShapes][] = [
  [/^relay/, { relay: kioskParts.relay }],
  [/^kiosk/, kioskParts],
  [/^agent/, agentParts],
  [/^desk/, deskParts],
  [/^display/, displayParts],
];

const all = examples();

test('the page has examples of every kind', () => {
  const kinds = new Set(all.map((example) => example.kind));
  assert.deepEqual([...kinds].sort(), ['error', 'notification', 'request', 'response', 'view']);
});

test('every method that the pages know is on the page, and no other', () => {
  const asked = all.flatMap(({ kind, value }) => (kind === 'request' ? [value['method']] : []));
  const named = new Set(asked.filter((method) => method !== undefined));
  assert.deepEqual([...named].sort(), Object.keys(results).sort());
});

for (const { section, kind, value } of all) {
  if (kind === 'response' && section in HTTP) {
    test(`HTTP answer: ${section}`, () => {
      HTTP[section]?.read(value, section, true);
    });
  } else if (kind === 'response') {
    test(`answer: ${section}`, () => {
      const shape: Shape<unknown> | undefined = results[section as Method];
      assert.ok(shape, `no shape for ${section}`);
      shape.read(value['result'], section, true);
    });
  } else if (kind === 'view') {
    test(`view: ${section}`, () => {
      const parts = VIEWS.find(([name]) => name.test(section))?.[1];
      assert.ok(parts, `no shape for ${section}`);
      for (const [name, part] of Object.entries(value)) {
        assert.ok(parts[name], `no part ${name}`);
        parts[name]?.read(part, name, true);
      }
    });
  } else if (kind === 'error') {
    test(`error: ${section}`, () => {
      errorCode.read((value as { error: { data: { code: string } } }).error.data.code);
    });
  }
}
