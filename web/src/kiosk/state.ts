// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* What the kiosk shows, as one plain object, and which screen follows from it. No DOM here. */

import type { Appointment, Slot } from '../shared/appointments';
import { nameOf } from '../shared/i18n';
import type {
  Announcement,
  Catalogue,
  ErrorCode,
  Item,
  ItemOff,
  KioskView,
} from '../shared/messages';
import type { CoreState } from '../shared/page-core';
import type { PaperState, Sending } from './paper/paper';

/** Screens before there is a ticket; `slots` also for one that waits, or is booked. */
export type Step = 'language' | 'browse' | 'item' | 'who' | 'code' | 'slots';
/** Ways besides waiting here: to be called, to hand it in online, to be back from either. */
export type Way = 'phone' | 'online' | 'return';
export type Screen =
  | 'starting'
  | 'enrol'
  | 'closed'
  | Step
  | Way
  | 'contact'
  | 'appointment'
  | 'check'
  | 'waiting'
  | 'called'
  | 'parked'
  | 'call'
  | 'end'
  | 'abandoned';

/** What the resident has chosen so far. Kept for a reload, wiped at the end. */
export interface Draft {
  step: Step;
  category: string | null;
  query: string;
  item: string | null;
  /** Other matters that are chosen already, in their order. */
  more: string[];
  name: string;
  languages: string[];
  /** Another way is on the screen. */
  way: Way | null;
  /** The resident does not mean to wait here: neither hours nor camera matter. */
  away: boolean;
  /** Comes for an appointment, which can be dealt with at a closed point, too. */
  booking: boolean;
  /** Has said to be 65 or older. */
  elder: boolean;
  /** The code of an appointment, as far as it was typed. */
  code: string;
  phone: string;
  /** Of the ticket to which he comes back. */
  number: string;
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
  /** The picture of a paper that is being taken, null when none is. */
  paper: PaperState | null;
  /** How the last one that the resident said yes to is getting on. */
  sending: Sending;
  /** The times that can be booked; null while they are being asked for. */
  slots: readonly Slot[] | null;
  /** Seconds until the screen is wiped, while the kiosk asks whether somebody is there. */
  idleLeft: number | null;
}

export const emptyDraft = (): Draft => ({
  step: 'language',
  category: null,
  query: '',
  item: null,
  more: [],
  name: '',
  languages: [],
  way: null,
  away: false,
  booking: false,
  elder: false,
  code: '',
  phone: '',
  number: '',
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
  const { step, way, away, booking: comesToBook } = state.draft;
  if (way !== null) return way;
  return state.view.point?.closed && !away && !comesToBook ? 'closed' : step;
}

export function screenOf(state: Readonly<KioskState>): Screen {
  if (state.enrolled === 'unknown') return 'starting';
  if (state.enrolled === 'no') return 'enrol';
  if (!state.welcomed) return 'starting';
  const ticket = state.view.ticket ?? null;
  const { way } = state.draft;
  if (ticket === null || state.leaving) return stepScreen(state);
  switch (ticket.state) {
    case 'draft':
      return way ?? 'check';
    case 'waiting':
      return bookingScreen(state) ?? way ?? (ticket.phone === null ? 'waiting' : 'called');
    case 'offered':
      return ticket.phone === null ? 'waiting' : 'called';
    case 'parked':
      return 'parked';
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

/** Whether somebody who waits for his turn by picture stands before the kiosk. */
export function waitsHere(state: Readonly<KioskState>): boolean {
  const { ticket } = state.view;
  const inLine = ticket?.state === 'waiting' || ticket?.state === 'offered';
  return inLine && ticket.phone === null;
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

/**
 * Whether the item asks people abroad to appear at a mission or visa centre, and this point is
 * abroad: then only advice, a check beforehand and booking are done here.
 */
export function adviceOnly(state: Readonly<KioskState>, item: Item): boolean {
  const abroad = currentPoint(state)?.kind !== 'domestic';
  return abroad && item.venue_rule === 'abroad_consular_post_or_visa_centre';
}
