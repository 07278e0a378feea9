// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* When the point opens and closes, in words and by both clocks. No DOM here. */

import { dayName, daysBetween, HOME_ZONE, minutesAhead, wallTime } from '../shared/clock';
import { getLanguage } from '../shared/i18n';
import type { ItemOff, PointView } from '../shared/messages';
import { say } from './words';

function dayIn(zone: string, nowMs: number, thenMs: number): string {
  const days = daysBetween(zone, nowMs, thenMs);
  if (days === 0) return say('today');
  if (days === 1) return say('tomorrow');
  return dayName(zone, nowMs, thenMs, getLanguage(), 'long');
}

/** "opens again tomorrow at 09:00 your time, 16:00 in Wenzhou"; null when that is not in sight. */
export function opensAgain(point: PointView, nowMs: number): string | null {
  const at = point.next_open_ms ?? null;
  if (at === null || point.timezone === undefined) return null;
  const language = getLanguage();
  const here = wallTime(at, point.timezone, language);
  const there = wallTime(at, HOME_ZONE, language);
  const values = { day: dayIn(point.timezone, nowMs, at), time: here.time };
  if (minutesAhead(point.timezone, HOME_ZONE, at) === 0) return say('pointOpens', values);
  // Its day by name: "tomorrow" would be that of the reader.
  const homeDay = dayName(HOME_ZONE, nowMs, at, language, 'long');
  const home = here.day === there.day ? there.time : `${homeDay} ${there.time}`;
  return say('pointOpensBoth', { ...values, home });
}

/**
 * "It is offered again tomorrow at 09:00.", not before the point is open; null when nobody has said
 * when.
 */
export function offeredAgain(off: ItemOff, point: PointView, nowMs: number): string | null {
  const zone = point.timezone;
  if (off.until_ms === null || zone === undefined) return null;
  const opens = point.open === false ? (point.next_open_ms ?? 0) : 0;
  const at = Math.max(off.until_ms, opens);
  const { time } = wallTime(at, zone, getLanguage());
  return say('itemOffUntil', { day: dayIn(zone, nowMs, at), time });
}

/** Whether the point is open, and until when; null before the service has said so. */
export function openingState(point: PointView): string | null {
  if (point.open === undefined) return null;
  if (!point.open) return say('pointClosed');
  if (!point.closes_ms || point.timezone === undefined) return say('pointOpen');
  const { time } = wallTime(point.closes_ms, point.timezone, getLanguage());
  return say('pointOpenUntil', { time });
}
