// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * Bookable times as a calendar has them, and a booked one as the clocks of both sides say it. No DOM
 * here.
 */

import type { Slot } from './appointments';
import { calendarDay, HOME_ZONE, wallTime, type WallTime } from './clock';
import { getLanguage, type Language } from './i18n';

const DAY_MS = 86_400_000;
/** How far ahead one can book. */
export const DAYS_AHEAD = 21;

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

export interface SlotDay {
  /** Days since 1970 on the calendar of the place. */
  day: number;
  slots: Slot[];
  /** Without slots: closed on this day of the week, or nothing free (left) on it. */
  why: 'closed' | 'nothing' | null;
}

/** The day of `ms` on the calendar of `zone`. */
export function dayOf(zone: string, ms: number): number {
  return Date.parse(calendarDay(zone, ms)) / DAY_MS;
}

/** Monday is 0. */
export function weekdayOf(day: number): number {
  return (new Date(day * DAY_MS).getUTCDay() + 6) % 7;
}

/** A day of the calendar in words. */
export function formatDay(day: number, language: Language, options: Intl.DateTimeFormatOptions) {
  return new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' }).format(day * DAY_MS);
}

/**
 * Every day on which a time can be booked, today first, with its slots. `hours` is by day of the
 * week ("mon" …) when the point is served, in its own time.
 */
export function slotDays(
  slots: readonly Slot[],
  zone: string,
  nowMs: number,
  hours: Readonly<Record<string, readonly unknown[]>>,
): SlotDay[] {
  const today = dayOf(zone, nowMs);
  return Array.from({ length: DAYS_AHEAD + 1 }, (_, ahead) => {
    const day = today + ahead;
    const own = slots.filter(({ start_ms }) => dayOf(zone, start_ms) === day);
    const name = WEEKDAYS[new Date(day * DAY_MS).getUTCDay()] ?? 'sun';
    const closed = (hours[name] ?? []).length === 0;
    return { day, slots: own, why: own.length > 0 ? null : closed ? 'closed' : 'nothing' };
  });
}

/** "2027-03-15 09:30" as a clock and a calendar say it. */
export function readWall(wall: string, language: Language): WallTime {
  return wallTime(Date.parse(`${wall.replace(' ', 'T')}:00Z`), 'UTC', language);
}

/** A time at the point and in Wenzhou. */
export interface BothTimes {
  here: WallTime;
  /** Null where the clocks of the point say the same. */
  home: WallTime | null;
}

/** As the service has worked it out: its zone data may be newer than the browser's. */
export function bothWalls({ point_wall, home_wall }: { point_wall: string; home_wall: string }) {
  const language = getLanguage();
  const home = point_wall === home_wall ? null : readWall(home_wall, language);
  return { here: readWall(point_wall, language), home };
}

/** For a time of which only the instant is known. */
export function bothTimes(ms: number, zone: string): BothTimes {
  const here = wallTime(ms, zone, getLanguage());
  const home = wallTime(ms, HOME_ZONE, getLanguage());
  return { here, home: here.time === home.time && here.day === home.day ? null : home };
}

/** Letters and figures that a code is made of: none that can be taken for another. */
export const CODE_ROWS = ['23456789', 'ABCDEFGHJK', 'MNPQRSTUVW', 'XYZ'] as const;
export const CODE_LENGTH = 10;
const GROUP = 5;

/** What was typed as a code is written: capitals, two groups; what cannot be in one is left out. */
export function formatCode(typed: string): string {
  const signs = [...typed.toUpperCase()].filter((sign) => CODE_ROWS.some((r) => r.includes(sign)));
  const code = signs.slice(0, CODE_LENGTH).join('');
  return code.length > GROUP ? `${code.slice(0, GROUP)}-${code.slice(GROUP)}` : code;
}

export function isWholeCode(code: string): boolean {
  return code.length === CODE_LENGTH + 1;
}
