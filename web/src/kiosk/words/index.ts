// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* The kiosk's sentences. */

import { translator, type Tables } from '../../shared/i18n';
import { appointmentWords as appointment } from './appointment';
import { en as base } from './en';
import { fr } from './fr';
import { it } from './it';
import { linkTestWords as linkTest } from './link-test';
import { paperWords as paper } from './paper';
import { zh } from './zh';

const en = { ...base, ...appointment.en, ...linkTest.en, ...paper.en };

export type KioskWord = keyof typeof en;

export const tables: Tables<KioskWord> = {
  en,
  'zh-CN': { ...zh, ...appointment.zh, ...linkTest.zh, ...paper.zh },
  it: { ...it, ...appointment.it, ...linkTest.it, ...paper.it },
  fr: { ...fr, ...appointment.fr, ...linkTest.fr, ...paper.fr },
};

export const say = translator(tables);

/** The sentence for `prefix` and a code that came from outside, or null if there is none. */
export function sayCode(
  prefix: 'notice' | 'error' | 'outcome' | 'estimate' | 'refused' | 'change',
  code: string,
): string | null {
  const key = `${prefix}_${code}`;
  return key in en ? say(key as KioskWord) : null;
}
