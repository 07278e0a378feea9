// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/** Days and distances in words. No DOM. */

import {
  dayName as weekday,
  daysBetween,
  HOME_ZONE,
  minutesAhead,
  wallTime,
} from '../shared/clock';
import { getLanguage } from '../shared/i18n';
import { t } from './strings';

/** "today", "tomorrow" or the day of the week, as the calendar of `zone` has it. */
export function dayName(zone: string, nowMs: number, thenMs: number): string {
  const days = daysBetween(zone, nowMs, thenMs);
  if (days === 0 || days === 1) return t(`day.${days}`);
  return weekday(zone, nowMs, thenMs, getLanguage(), 'short');
}

/** The time of day in `zone`. */
export function timeOf(zone: string, ms: number): string {
  return wallTime(ms, zone, getLanguage()).time;
}

/** How far the clocks of `zone` are from Wenzhou's. */
export function distance(zone: string, nowMs: number): string {
  const hours = minutesAhead(zone, HOME_ZONE, nowMs) / 60;
  if (hours === 0) return t('zone.same');
  return t(hours > 0 ? 'zone.ahead' : 'zone.behind', { hours: Math.abs(hours) });
}
