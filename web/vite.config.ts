// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * One page per folder of src/ that has an index.html, built into dist/<page>/index.html with its
 * hashed scripts and styles under dist/assets/. Nothing is inlined: the pages are served under
 * `script-src 'self'`.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { pinyinIndex } from './build/pinyin-index';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

interface ItemRow {
  name_zh: string;
  category: { name_zh: string };
}

/** The module `virtual:pinyin`: readings of the names in the service's own item list. */
function pinyinPlugin(): Plugin {
  const id = 'virtual:pinyin';
  const list = here('../relay/data/items.json');
  return {
    name: 'global-connect-pinyin',
    resolveId: (source) => (source === id ? `\0${id}` : null),
    load(module) {
      if (module !== `\0${id}`) return null;
      this.addWatchFile(list);
      const items = JSON.parse(readFileSync(list, 'utf8')) as ItemRow[];
      const texts = items.flatMap((item) => [item.name_zh, item.category.name_zh]);
      return `export default ${JSON.stringify(pinyinIndex(texts))};`;
    },
  };
}

function pages(): Record<string, string> {
  const input: Record<string, string> = { start: here('src/index.html') };
  for (const folder of readdirSync(here('src'))) {
    const page = here(`src/${folder}/index.html`);
    if (existsSync(page)) input[folder] = page;
  }
  return input;
}

const service = process.env['GC_SERVICE'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  root: here('src'),
  base: '/',
  publicDir: false,
  esbuild: { charset: 'utf8' },
  plugins: [pinyinPlugin()],
  build: {
    outDir: here('dist'),
    emptyOutDir: true,
    target: 'es2021',
    assetsDir: 'assets',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rollupOptions: { input: pages() },
  },
  server: {
    proxy: {
      '/api': { target: service },
      '/ws': { target: service.replace(/^http/, 'ws'), ws: true },
    },
  },
});
