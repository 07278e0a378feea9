// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/** The coordinators' list of appointments: what is shown of it, in which order, what can be done. No DOM. */

import type { DeskAppointment } from '../shared/appointments';
import { calendarDay, HOME_ZONE } from '../shared/clock';

export interface AppointmentFilter {
  /** A point, or all. */
  point: string | null;
  /** Only those with which something is to be done. */
  due: boolean;
}

export const EVERY_APPOINTMENT: Readonly<AppointmentFilter> = { point: null, due: false };

export interface AppointmentDay {
  /** The day in Wenzhou, such as `2026-11-25`. */
  day: string;
  rows: DeskAppointment[];
}

/** What waits for a coordinator: a call to confirm or remind, or to tell of changed clocks. */
export function isDue({ state, confirm, remind, change }: DeskAppointment): boolean {
  if (change === 'gone') return true;
  return state === 'booked' && (confirm || remind !== null || change !== null);
}

/** The days of Wenzhou with their appointments: by time, then by point in the order of `points`. */
export function appointmentDays(
  all: readonly DeskAppointment[],
  filter: Readonly<AppointmentFilter>,
  points: ReadonlyArray<{ id: string }>,
): AppointmentDay[] {
  const order = new Map(points.map(({ id }, index) => [id, index]));
  const shown = all
    .filter(({ point }) => filter.point === null || point === filter.point)
    .filter((each) => !filter.due || isDue(each))
    .sort(
      (a, b) => a.start_ms - b.start_ms || (order.get(a.point) ?? 0) - (order.get(b.point) ?? 0),
    );
  const days: AppointmentDay[] = [];
  for (const row of shown) {
    const day = calendarDay(HOME_ZONE, row.start_ms);
    const last = days[days.length - 1];
    if (last?.day === day) last.rows.push(row);
    else days.push({ day, rows: [row] });
  }
  return days;
}

export type AppointmentAction = 'confirm' | 'reminded' | 'propose' | 'cancel';

/** What can be done with it by hand, in the order of the buttons. */
export function appointmentActions(row: DeskAppointment): AppointmentAction[] {
  if (row.state !== 'booked') return [];
  return [
    ...(row.confirm ? (['confirm'] as const) : []),
    ...(row.remind === null ? [] : (['reminded'] as const)),
    'propose',
    'cancel',
  ];
}
