// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* What the display shows, and what follows from it. No DOM here. */

import { dayName, daysBetween, HOME_ZONE, minutesAhead, wallTime } from '../shared/clock';
import { fillIn, LANGUAGES, type Language } from '../shared/i18n';
import type {
  Announcement,
  CalledTicket,
  Catalogue,
  DisplayView,
  Point,
  PointView,
} from '../shared/messages';
import type { Status } from '../shared/protocol';
import { tables as shared } from '../shared/ui/words';
import { sayIn } from './words';

export interface DisplayState {
  /** `unknown` until the service has said whether this screen is enrolled. */
  enrolled: 'unknown' | 'no' | 'yes';
  enrolling: boolean;
  enrolProblem: 'enrolRefused' | 'enrolFailed' | null;
  status: Status;
  /** When the connection was lost, by the service's time; null while it stands. */
  lostMs: number | null;
  /** Whether the whole view was received since this page was loaded. */
  welcomed: boolean;
  view: DisplayView;
  catalogue: Catalogue | null;
  /** The number that is being called with the whole screen, or null. */
  calling: string | null;
}

export const initialState = (): DisplayState => ({
  enrolled: 'unknown',
  enrolling: false,
  enrolProblem: null,
  status: 'stopped',
  lostMs: null,
  welcomed: false,
  view: {},
  catalogue: null,
  calling: null,
});

export function currentPoint(state: Readonly<DisplayState>): Point | null {
  return state.catalogue?.points.find(({ id }) => id === state.view.point?.id) ?? null;
}

/** Chinese, and the language of the place where it is one that we have; English abroad otherwise. */
export function languagesOf(point: Point | null): Language[] {
  if (point === null || point.country === 'CN') return ['zh-CN'];
  const local = LANGUAGES.find((tag) => tag !== 'en' && point.languages.includes(tag));
  return ['zh-CN', local ?? 'en'];
}

/** The numbers that are called now and were not before. */
export function newlyCalled(
  before: readonly CalledTicket[],
  now: readonly CalledTicket[],
): string[] {
  const known = new Set(before.map(({ number }) => number));
  return now.map(({ number }) => number).filter((number) => !known.has(number));
}

/** The notices that still stand. */
export function liveNotices(state: Readonly<DisplayState>, nowMs: number): Announcement[] {
  return (state.view.announcements ?? []).filter(({ until_ms }) => until_ms > nowMs);
}

function opensText(language: Language, point: PointView, nowMs: number): string | null {
  const at = point.next_open_ms ?? null;
  const zone = point.timezone;
  if (at === null || zone === undefined) return null;
  const days = daysBetween(zone, nowMs, at);
  const named = dayName(zone, nowMs, at, language, 'long');
  const day = days === 0 || days === 1 ? sayIn(language, days === 0 ? 'today' : 'tomorrow') : named;
  const here = wallTime(at, zone, language);
  const home = wallTime(at, HOME_ZONE, language);
  const values = { day, time: here.time };
  if (minutesAhead(zone, HOME_ZONE, at) === 0) return sayIn(language, 'opens', values);
  const homeDay =
    here.day === home.day ? '' : `${dayName(HOME_ZONE, nowMs, at, language, 'long')} `;
  return sayIn(language, 'opensBoth', { ...values, home: homeDay + home.time });
}

/** Whether the point is open and until when, or why not and when it opens: one or two sentences. */
export function openingTexts(language: Language, point: PointView, nowMs: number): string[] {
  if (point.open === undefined) return [];
  if (point.open) {
    if (!point.closes_ms || point.timezone === undefined) return [sayIn(language, 'open')];
    const { time } = wallTime(point.closes_ms, point.timezone, language);
    return [sayIn(language, 'openUntil', { time })];
  }
  const reason = point.closed?.reason;
  const state =
    reason === undefined
      ? sayIn(language, 'closed')
      : sayIn(language, 'closedBecause', { reason: fillIn(shared[language][`reason_${reason}`]) });
  const opens = opensText(language, point, nowMs);
  return opens === null ? [state] : [state, opens];
}
