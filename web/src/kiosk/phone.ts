// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* Telephone numbers, and when a call is to be expected. No DOM here. */

import { wallTime } from '../shared/clock';
import { getLanguage } from '../shared/i18n';
import type { Band, KioskTicket } from '../shared/messages';
import { say } from './words';

const LONGEST = 20;
const FEWEST_FIGURES = 6;

/** What is typed of a number, as far as it may stand in one. */
export function tidyPhone(typed: string): string {
  const plus = typed.trimStart().startsWith('+') ? '+' : '';
  const rest = typed.replace(/[^0-9 ]/g, '').trimStart();
  return (plus + rest).slice(0, LONGEST);
}

/** Whether it can be called, as the service sees it. */
export function isPhone(phone: string): boolean {
  const text = phone.trim();
  const figures = text.replace(/[^0-9]/g, '').length;
  return /^\+?[0-9 ]+$/.test(text) && text.length <= LONGEST && figures >= FEWEST_FIGURES;
}

/** By how many minutes from now the bands with an end have begun. */
const LATEST_MINUTES: Partial<Record<Band, number>> = {
  under_5: 5,
  '5_to_15': 15,
  '15_to_30': 30,
  '30_to_60': 60,
};

/** "We expect to call you before about 10:35." Rounded up to five minutes, so that it stands still. */
export function callSentence(ticket: KioskTicket, zone: string, nowMs: number): string {
  if (ticket.state === 'offered') return say('calledNow');
  const band = ticket.estimate?.band ?? 'nobody';
  const minutes = LATEST_MINUTES[band];
  if (minutes === undefined) return say(band === 'nobody' ? 'calledNobody' : 'calledLate');
  const step = 5 * 60_000;
  const at = Math.ceil((nowMs + minutes * 60_000) / step) * step;
  return say('calledBefore', { time: wallTime(at, zone, getLanguage()).time });
}
