// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * The service's time, and what the clocks on the wall say at a place. No DOM here.
 */

import type { Language } from './i18n';

/** Where the deciding side sits: all hubs are in Wenzhou. */
export const HOME_ZONE = 'Asia/Shanghai';

/** The service's time, kept from the answers of hello and ping; of the own clock until then. */
export class ServerClock {
  #offsetMs = 0;
  #bestMs = Infinity;

  constructor(private readonly local: () => number = Date.now) {}

  /** One answer: the service's time in ms since 1970, and how long the answer took. */
  add(serverMs: number, roundTripMs: number): void {
    // A quick answer tells the time best; an old one ages by 1 ms per answer, so that it goes.
    this.#bestMs += 1;
    if (roundTripMs > this.#bestMs) return;
    this.#bestMs = roundTripMs;
    this.#offsetMs = serverMs + roundTripMs / 2 - this.local();
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.local() + this.#offsetMs;
  }
}

export interface WallTime {
  /** Hours and minutes, always in 24 hours. */
  time: string;
  /** Day of the week and date. */
  day: string;
}

const formats = new Map<string, { time: Intl.DateTimeFormat; day: Intl.DateTimeFormat }>();

function formatsFor(zone: string, language: Language) {
  const key = `${zone} ${language}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = {
      time: new Intl.DateTimeFormat('en-GB', {
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
        timeZone: zone,
      }),
      day: new Intl.DateTimeFormat(language, {
        weekday: 'short',
        month: 'short',
        day: 'numeric',
        timeZone: zone,
      }),
    };
    formats.set(key, format);
  }
  return format;
}

/** What the clock and the calendar say in `zone` (an IANA name) at `nowMs`. */
export function wallTime(nowMs: number, zone: string, language: Language): WallTime {
  const { time, day } = formatsFor(zone, language);
  return { time: time.format(nowMs), day: day.format(nowMs) };
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const civils = new Map<string, Intl.DateTimeFormat>();

/** What calendar and clock of `zone` say at `ms`, to the minute, as if it were UTC. */
function civil(zone: string, ms: number): number {
  let format = civils.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      hourCycle: 'h23',
    });
    civils.set(zone, format);
  }
  const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
  const [year = 0, month = 1, day, hour, minute] = (
    ['year', 'month', 'day', 'hour', 'minute'] as const
  ).map((type) => parts.get(type) ?? 0);
  return Date.UTC(year, month - 1, day, hour, minute);
}

/** The day on the calendar of `zone` at `ms`, such as `2026-11-25`: no locale, since they change. */
export function calendarDay(zone: string, ms: number): string {
  return new Date(civil(zone, ms)).toISOString().slice(0, 10);
}

/** How many midnights lie between `nowMs` and `thenMs` on the calendar of `zone`. */
export function daysBetween(zone: string, nowMs: number, thenMs: number): number {
  const day = (ms: number): number => Math.floor(civil(zone, ms) / DAY_MS);
  return day(thenMs) - day(nowMs);
}

/** Minutes by which the clocks of `zone` are ahead of those of `other` at `ms`. */
export function minutesAhead(zone: string, other: string, ms: number): number {
  return (civil(zone, ms) - civil(other, ms)) / MINUTE_MS;
}

/** The day of the week of `thenMs` in `zone`, with the date if it is not within a week of now. */
export function dayName(
  zone: string,
  nowMs: number,
  thenMs: number,
  language: Language,
  style: 'short' | 'long',
): string {
  const days = daysBetween(zone, nowMs, thenMs);
  const date = days < 0 || days > 6 ? ({ day: 'numeric', month: style } as const) : {};
  return new Intl.DateTimeFormat(language, { weekday: style, timeZone: zone, ...date }).format(
    thenMs,
  );
}

/** A span as minutes and seconds, `m:ss`; `h:mm:ss` from an hour on. Never below zero. */
export function formatSpan(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}
