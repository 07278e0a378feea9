// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * Bundles every *.test.ts below src/ and test/ with esbuild and runs the result with node's own
 * test runner. Arguments are passed on, e.g. `npm test -- --test-name-pattern=pinyin`.
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

function testsIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return testsIn(path);
    return entry.name.endsWith('.test.ts') ? [path] : [];
  });
}

const tests = [...testsIn(join(root, 'src')), ...testsIn(join(root, 'test'))].sort();
const out = mkdtempSync(join(root, 'node_modules', '.test-'));
let status = 1;
try {
  await build({
    entryPoints: Object.fromEntries(
      tests.map((path) => [relative(root, path).replace(/[/\\]/g, '-').replace(/\.ts$/, ''), path]),
    ),
    outdir: out,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node18',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'warning',
    tsconfig: join(root, 'tsconfig.json'),
  });
  const files = readdirSync(out)
    .filter((name) => name.endsWith('.mjs'))
    .map((name) => join(out, name));
  const run = spawnSync(
    process.execPath,
    ['--enable-source-maps', '--test', ...process.argv.slice(2), ...files],
    { stdio: 'inherit', env: { ...process.env, GC_WEB_ROOT: root } },
  );
  status = run.status ?? 1;
} finally {
  rmSync(out, { recursive: true, force: true });
}
process.exitCode = status;
