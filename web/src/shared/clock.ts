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

/** A span as minutes and seconds, `m:ss`; `h:mm:ss` from an hour on. Never below zero. */
export function formatSpan(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}
