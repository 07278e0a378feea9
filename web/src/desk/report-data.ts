// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/** Periods, scales and numbers of the reports. No DOM. */

import { calendarDay, formatSpan, HOME_ZONE } from '../shared/clock';
import type { AgentTime, ReportAgent, ReportRow } from '../shared/messages';

/** The periods that are one press away; `custom`: two days that the person gives. */
export const PERIODS = ['today', 'week', 'month', 'custom'] as const;
export type Period = (typeof PERIODS)[number];

const DAYS: Record<Exclude<Period, 'custom'>, number> = { today: 1, week: 7, month: 30 };
export const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** As many days as the service gives at most. */
export const MOST_DAYS = 370;

/** The thresholds of the service level that can be chosen, in seconds. */
export const THRESHOLDS = [60, 120, 300, 600, 1200] as const;

/** The day in Wenzhou at `ms`, such as `2026-11-25`. */
export function homeDay(ms: number): string {
  return calendarDay(HOME_ZONE, ms);
}

/** The day that is `days` after `day`. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** First and last day of a period that ends today. */
export function spanOf(period: Exclude<Period, 'custom'>, nowMs: number): [string, string] {
  const today = homeDay(nowMs);
  return [addDays(today, 1 - DAYS[period]), today];
}

/** Why two days cannot be asked for; null when they can. */
export function spanProblem(from: string, to: string): 'empty' | 'order' | 'long' | null {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  if (Number.isNaN(days)) return 'empty';
  if (days < 1) return 'order';
  return days > MOST_DAYS ? 'long' : null;
}

/** A share with one digit: `93.4%`; a dash for none. */
export function percent(permille: number | null): string {
  return permille === null ? '–' : `${(permille / 10).toFixed(1)}%`;
}

/** A time as `m:ss`; a dash for none. */
export function span(ms: number | null): string {
  return ms === null ? '–' : formatSpan(Math.round(ms / 1000) * 1000);
}

/** A time with its sign: `+1:30` is longer than it should be; a dash for none. */
export function signedSpan(ms: number | null): string {
  if (ms === null) return '–';
  const seconds = Math.round(Math.abs(ms) / 1000);
  const sign = seconds === 0 ? '' : ms < 0 ? '−' : '+';
  return sign + formatSpan(seconds * 1000);
}

const COUNT_STEPS = [1, 2, 5];
const MINUTE_STEPS = [0.25, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 240];

function ticksUpTo(most: number, step: number): number[] {
  const count = Math.max(1, Math.ceil(most / step - 1e-9));
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

/** Round numbers from 0 to at least `most`, about four of them. */
export function countTicks(most: number): number[] {
  for (let power = 1; ; power *= 10) {
    const step = COUNT_STEPS.find((each) => most <= each * power * 4);
    if (step !== undefined) return ticksUpTo(most, step * power);
  }
}

/** Round times in ms from 0 to at least `mostMs`, about four of them. */
export function timeTicks(mostMs: number): number[] {
  const minutes = mostMs / 60_000;
  const step = MINUTE_STEPS.find((each) => minutes <= each * 4) ?? Math.ceil(minutes / 240) * 60;
  return ticksUpTo(minutes, step).map((each) => each * 60_000);
}

/** The same for hours: round numbers of them when there are many. */
export function hourTicks(mostMs: number): number[] {
  return mostMs <= 4 * HOUR_MS
    ? timeTicks(mostMs)
    : countTicks(mostMs / HOUR_MS).map((hours) => hours * HOUR_MS);
}

/** Which of `count` labels to write where `room` have room: the last one, and even steps before it. */
export function labelled(index: number, count: number, room: number): boolean {
  const step = Math.max(1, Math.ceil(count / Math.max(1, room)));
  return (count - 1 - index) % step === 0;
}

/**
 * The runs of neighbours that have a value. Up to `bridged` days without one, such as a weekend, do not
 * end a run: a line over many days would be crumbs else.
 */
export function runsOf(values: readonly (number | null)[], bridged = 0): [number, number][][] {
  const runs: [number, number][][] = [];
  let last = -Infinity;
  values.forEach((value, index) => {
    if (value === null) return;
    if (index - last > bridged + 1) runs.push([]);
    runs.at(-1)?.push([index, value]);
    last = index;
  });
  return runs;
}

/** Longest 90th percentile first; those without an answered ticket last, in their old order. */
export function byWait(rows: readonly ReportRow[]): ReportRow[] {
  return [...rows].sort((a, b) => (b.wait_p90_ms ?? -1) - (a.wait_p90_ms ?? -1));
}

/** The agents of whose time something is known, the busiest first. */
export function byOccupancy(agents: readonly ReportAgent[]): (ReportAgent & { time: AgentTime })[] {
  return agents
    .flatMap((agent) => (agent.time === null ? [] : [{ ...agent, time: agent.time }]))
    .sort((a, b) => (b.time.occupancy_permille ?? -1) - (a.time.occupancy_permille ?? -1));
}

/** The `most` rows with the most tickets, most first. */
export function topRows(rows: readonly ReportRow[], most: number): ReportRow[] {
  return [...rows].sort((a, b) => b.arrived - a.arrived).slice(0, most);
}

/** About how wide a letter is in a drawing's text of 14 px; Chinese ones are square. */
const LETTER_PX = 8.6;
const SQUARE_PX = 14;

/** As much of `text` as has room, with dots where something is missing. */
export function shorten(text: string, roomPx: number): string {
  const widths = [...text].map((letter) =>
    /[\u2e80-\u9fff\uff00-\uffef]/.test(letter) ? SQUARE_PX : LETTER_PX,
  );
  const whole = widths.reduce((sum, width) => sum + width, 0);
  if (whole <= roomPx) return text;
  let left = roomPx - SQUARE_PX;
  const kept = [...text].filter((_, index) => (left -= widths[index] ?? 0) >= 0);
  return `${kept.join('').trimEnd()}…`;
}
