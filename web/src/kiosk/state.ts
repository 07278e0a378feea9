// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* What the kiosk shows, as one plain object, and which screen follows from it. No DOM here. */

import type { Appointment, Slot } from '../shared/appointments';
import { nameOf, type Language } from '../shared/i18n';
import type {
  Announcement,
  Catalogue,
  ErrorCode,
  Item,
  ItemOff,
  KioskView,
} from '../shared/messages';
import type { CoreState } from '../shared/page-core';

/** Screens before there is a ticket; `slots` also for one that waits, or is booked. */
export type Step = 'language' | 'browse' | 'item' | 'who' | 'code' | 'slots';
export type Screen =
  | 'starting'
  | 'enrol'
  | 'closed'
  | Step
  | 'contact'
  | 'appointment'
  | 'check'
  | 'waiting'
  | 'call'
  | 'end'
  | 'abandoned';

/** What the resident has chosen so far. Kept for a reload, wiped at the end. */
export interface Draft {
  step: Step;
  category: string | null;
  query: string;
  item: string | null;
  name: string;
  languages: string[];
  /** Comes for an appointment, which can be dealt with at a closed point, too. */
  booking: boolean;
  /** Has said to be 65 or older. */
  elder: boolean;
  /** The code of an appointment, as far as it was typed. */
  code: string;
  phone: string;
}

export interface KioskState extends CoreState<KioskView> {
  /** `unknown` until the service has said whether this kiosk is enrolled. */
  enrolled: 'unknown' | 'no' | 'yes';
  catalogue: Catalogue | null;
  draft: Draft;
  /** An action of the resident that is under way. */
  busy: boolean;
  /** The resident has given the ticket up; the service's word is on its way. */
  leaving: boolean;
  error: ErrorCode | null;
  /** What the service said of a refusal beyond its code. */
  detail: string | null;
  /** The times that can be booked; null while they are being asked for. */
  slots: readonly Slot[] | null;
  /** Seconds until the screen is wiped, while the kiosk asks whether somebody is there. */
  idleLeft: number | null;
}

/** What somebody speaks who reads the pages in this language. */
export function spokenBy(language: Language): string {
  return language === 'zh-CN' ? 'zh' : language;
}

export const emptyDraft = (): Draft => ({
  step: 'language',
  category: null,
  query: '',
  item: null,
  name: '',
  languages: [],
  booking: false,
  elder: false,
  code: '',
  phone: '',
});

/**
 * The appointment of a screen of its own. One that an officer proposes shows in the call, one with
 * which the resident has arrived is a ticket.
 */
export function openAppointment(state: Readonly<KioskState>): Appointment | null {
  const appointment = state.view.appointment ?? null;
  const elsewhere = ['proposed', 'expired', 'declined', ...(state.view.ticket ? ['arrived'] : [])];
  return appointment === null || elsewhere.includes(appointment.state) ? null : appointment;
}

/** The screen for what the resident does with an appointment, or null. */
function bookingScreen(state: Readonly<KioskState>): Screen | null {
  const appointment = openAppointment(state);
  if (appointment?.state === 'held') return 'contact';
  if (state.draft.step === 'slots') return 'slots';
  return appointment === null ? null : 'appointment';
}

/** Before there is a ticket. */
function stepScreen(state: Readonly<KioskState>): Screen {
  const booking = bookingScreen(state);
  if (booking !== null && !state.leaving) return booking;
  const closed = state.view.point?.closed && !state.draft.booking;
  return closed ? 'closed' : state.draft.step;
}

export function screenOf(state: Readonly<KioskState>): Screen {
  if (state.enrolled === 'unknown') return 'starting';
  if (state.enrolled === 'no') return 'enrol';
  if (!state.welcomed) return 'starting';
  const ticket = state.view.ticket ?? null;
  if (ticket === null || state.leaving) return stepScreen(state);
  switch (ticket.state) {
    case 'draft':
      return 'check';
    case 'waiting':
      return bookingScreen(state) ?? 'waiting';
    case 'offered':
      return 'waiting';
    case 'connecting':
    case 'in_session':
    case 'dropped':
      return 'call';
    case 'wrap_up':
    case 'done':
      return 'end';
    case 'abandoned':
      return 'abandoned';
  }
}

/** The item of the ticket or appointment, or else the one that is being looked at. */
export function currentItem(state: Readonly<KioskState>): Item | null {
  const code = state.view.ticket?.item ?? openAppointment(state)?.item ?? state.draft.item;
  return state.catalogue?.items.find((item) => item.code === code) ?? null;
}

/** Why the item is not offered here at the moment, or null. */
export function itemOff(state: Readonly<KioskState>, code: string): ItemOff | null {
  return state.view.items_off?.find((off) => off.item === code) ?? null;
}

/** The notices that stand: all that reach this kiosk, or those that are for everybody here. */
export function liveNotices(
  state: Readonly<KioskState>,
  nowMs: number,
  which: 'all' | 'everybody',
): Announcement[] {
  return (state.view.announcements ?? []).filter(
    ({ until_ms, number }) => until_ms > nowMs && (which === 'all' || number === null),
  );
}

/** The point of this kiosk with all that the catalogue says of it. */
export function currentPoint(state: Readonly<KioskState>) {
  return findPoint(state, state.view.point?.id ?? '') ?? null;
}

const findPoint = (state: Readonly<KioskState>, id: string) =>
  state.catalogue?.points.find((point) => point.id === id);

/** The name of the city of a point, '' while the catalogue is not there. */
export function cityOf(state: Readonly<KioskState>, id: string): string {
  const point = findPoint(state, id);
  return point === undefined ? '' : nameOf({ name_zh: point.city_zh, name_en: point.city });
}

export function pointNameOf(state: Readonly<KioskState>, id: string): string {
  return nameOf(findPoint(state, id) ?? {});
}

/** Whether it can be dialled, or is left empty. */
export function isPhone(typed: string): boolean {
  return typed.trim() === '' || /^[0-9+ ]{6,20}$/.test(typed.trim());
}

/**
 * Whether the item asks people abroad to appear at a mission or visa centre, and this point is
 * abroad: then only advice, a check beforehand and booking are done here.
 */
export function adviceOnly(state: Readonly<KioskState>, item: Item): boolean {
  const abroad = currentPoint(state)?.kind !== 'domestic';
  return abroad && item.venue_rule === 'abroad_consular_post_or_visa_centre';
}
