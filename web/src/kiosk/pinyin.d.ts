/*
 * SPDX-FileCopyrightText: 2026 Global Connect contributors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/** Readings of the Chinese names of the item list, by name; made by vite.config.ts. */
declare module 'virtual:pinyin' {
  const index: Record<string, string[]>;
  export default index;
}
