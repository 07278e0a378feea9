// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/** The state of the coordinators' page, one plain object, and what follows from it. No DOM. */

import { nameOf } from '../shared/i18n';
import type { Catalogue, DeskPoint, DeskTicket, DeskView } from '../shared/messages';
import type { Status } from '../shared/protocol';
import type { Action, Refusal } from './actions';
import { NO_FILTER, type QueueFilter } from './filter';
import type { PointOrder, PointRow } from './order';
import type { WhyNot } from './why';

/** Everything the page draws from. */
export interface DeskState {
  stage: 'loading' | 'sign-in' | 'ready';
  signingIn: boolean;
  /** Why the person is at the sign-in (again), as `signin.…` of the strings; null at first. */
  signInProblem: 'denied' | 'limit' | 'unavailable' | 'internal' | 'again' | null;
  person: string;
  status: Status;
  /** When the connection was lost, by the service's time; null while it stands. */
  lostMs: number | null;
  view: DeskView;
  catalogue: Catalogue | null;
  order: PointOrder;
  /** Which tickets of the queue are shown. */
  filter: Readonly<QueueFilter>;
  /** The ticket that is looked at, as last seen; it stays when it has left the queue. */
  chosen: DeskTicket | null;
  /** Why it is not served; null while that is not known or does not apply. */
  why: readonly WhyNot[] | null;
  /** The action that is being filled in. */
  form: Action | null;
  /** The action is with the service. */
  acting: boolean;
  /** Why the service did not do it. */
  refusal: Refusal | null;
}

/** The state of a page that has just been opened. */
export function initialState(): DeskState {
  return {
    stage: 'loading',
    signingIn: false,
    signInProblem: null,
    person: '',
    status: 'stopped',
    lostMs: null,
    view: {},
    catalogue: null,
    order: 'catalogue',
    filter: NO_FILTER,
    chosen: null,
    why: null,
    form: null,
    acting: false,
    refusal: null,
  };
}

/** The ticket `id` in `queue`; null if it has left it. */
export function ticketIn(
  queue: readonly DeskTicket[] | undefined,
  id: string | undefined,
): DeskTicket | null {
  return queue?.find((ticket) => ticket.ticket === id) ?? null;
}

const NOTHING: Omit<DeskPoint, 'id'> = {
  open: false,
  closes_ms: null,
  next_open_ms: null,
  closed: null,
  kiosks: 0,
  waiting: 0,
  in_session: 0,
  oldest_since_ms: null,
};

/** The points of the catalogue with what the service says of them. */
export function rowsOf(catalogue: Catalogue | null, live: readonly DeskPoint[]): PointRow[] {
  return (catalogue?.points ?? []).map((point) => {
    const now = live.find((each) => each.id === point.id) ?? NOTHING;
    return {
      id: point.id,
      name: nameOf(point),
      kind: point.kind,
      timezone: point.timezone,
      open: now.open,
      closed: now.closed,
      opensMs: now.open ? null : now.next_open_ms,
      closesMs: now.closes_ms,
      kiosks: now.kiosks,
      waiting: now.waiting,
      inSession: now.in_session,
      oldestSinceMs: now.oldest_since_ms,
    };
  });
}
