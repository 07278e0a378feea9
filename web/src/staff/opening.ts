// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/**
 * When a service point's video window opens and closes.
 *
 * A window is wall time at the point ("09:00" to "12:30" on a Monday), so the answer needs the
 * offset that the point's zone has on that very day: across a change to summer time the same wall
 * time is another instant. No DOM, no clock of its own.
 */

/** Days as the catalogue names them. */
export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** One of {@link DAYS}. */
export type Day = (typeof DAYS)[number];

/** Spans of wall time, `["09:00", "12:30"]`, by day. A day that is missing is closed. */
export type WeekWindow = Partial<Record<Day, ReadonlyArray<readonly string[]>>>;

/** A date and a time of day somewhere, with no zone attached. */
export interface WallTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(timezone: string): Intl.DateTimeFormat {
  let format = formats.get(timezone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: timezone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      hourCycle: 'h23',
    });
    formats.set(timezone, format);
  }
  return format;
}

/** The wall time at `timezone` at the instant `ms`. */
export function wallTime(timezone: string, ms: number): WallTime {
  const wall: WallTime = { year: 0, month: 0, day: 0, hour: 0, minute: 0 };
  for (const part of formatFor(timezone).formatToParts(ms)) {
    if (part.type in wall) wall[part.type as keyof WallTime] = Number(part.value);
  }
  return wall;
}

function asUtc(wall: WallTime): number {
  return Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute);
}

/**
 * The instant at which the clocks of `timezone` show `wall`. A time that a change to summer time
 * leaves out is taken as the same distance after the change; of a doubled one the first is taken.
 */
export function instantOf(timezone: string, wall: WallTime): number {
  const wanted = asUtc(wall);
  const offsets = [wanted - DAY_MS, wanted + DAY_MS].map(
    (near) => asUtc(wallTime(timezone, near)) - near,
  );
  const candidates = offsets.map((offset) => wanted - offset).sort((a, b) => a - b);
  const exact = candidates.find((ms) => asUtc(wallTime(timezone, ms)) === wanted);
  return exact ?? candidates[candidates.length - 1] ?? wanted;
}

interface Span {
  fromMs: number;
  toMs: number;
}

/** The spans of the day that is `ahead` days after today at the point, in order. */
function spansOf(window: WeekWindow, timezone: string, nowMs: number, ahead: number): Span[] {
  const today = wallTime(timezone, nowMs);
  const date = new Date(Date.UTC(today.year, today.month - 1, today.day + ahead));
  const day = DAYS[(date.getUTCDay() + 6) % 7] as Day;
  const at = (text: string): number => {
    const [hour = 0, minute = 0] = text.split(':').map(Number);
    return instantOf(timezone, {
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      hour,
      minute,
    });
  };
  return (window[day] ?? [])
    .flatMap(([from, to]) => (from && to ? [{ fromMs: at(from), toMs: at(to) }] : []))
    .sort((a, b) => a.fromMs - b.fromMs);
}

/** When the window opens next after `nowMs`; null when no day of the coming week has one. */
export function nextOpening(window: WeekWindow, timezone: string, nowMs: number): number | null {
  for (let ahead = 0; ahead <= 7; ahead++) {
    const span = spansOf(window, timezone, nowMs, ahead).find((each) => each.fromMs > nowMs);
    if (span) return span.fromMs;
  }
  return null;
}

/** When the window that is open at `nowMs` closes; null while it is closed. */
export function closingTime(window: WeekWindow, timezone: string, nowMs: number): number | null {
  for (const ahead of [-1, 0]) {
    const span = spansOf(window, timezone, nowMs, ahead).find(
      (each) => each.fromMs <= nowMs && nowMs < each.toMs,
    );
    if (span) return span.toMs;
  }
  return null;
}

/** How many midnights lie between `nowMs` and `thenMs` on the calendar of `timezone`. */
export function daysBetween(timezone: string, nowMs: number, thenMs: number): number {
  const midnight = (ms: number): number => asUtc({ ...wallTime(timezone, ms), hour: 0, minute: 0 });
  return Math.round((midnight(thenMs) - midnight(nowMs)) / DAY_MS);
}

/** Minutes by which the clocks of `timezone` are ahead of those of `other` at `ms`. */
export function minutesAhead(timezone: string, other: string, ms: number): number {
  return (asUtc(wallTime(timezone, ms)) - asUtc(wallTime(other, ms))) / MINUTE_MS;
}
