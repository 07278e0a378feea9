// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * What is said of appointments in docs/protocol.md: shapes for the views and answers, types for the
 * requests.
 */

import { array, boolean, integer, nullable, object, oneOf, string, type Infer } from './shape';

export const appointmentState = oneOf(
  'held',
  'proposed',
  'booked',
  'arrived',
  'expired',
  'declined',
  'cancelled',
  'no_show',
);
export type AppointmentState = Infer<typeof appointmentState>;

/** A time by the clocks of both sides, as the service reads them: "2027-03-15 09:30". */
const time = { start_ms: integer, end_ms: integer, home_wall: string, point_wall: string };

const proposal = object({ ...time, note: string });
/** Another time that the home side wants for what is booked. */
export type Proposal = Infer<typeof proposal>;

/** What new zone data did to a booking: another time at the point, another instant, or none at all. */
const clockChange = oneOf('point_clock', 'moved', 'gone');

/** As the kiosk has it, and the agent: the code is the resident's alone. */
export const appointment = object({
  id: string,
  code: nullable(string),
  state: appointmentState,
  item: string,
  name: string,
  point: string,
  ...time,
  until_ms: integer,
  can_arrive: boolean,
  late: boolean,
  proposal: nullable(proposal),
  change: nullable(clockChange),
  confirm: boolean,
});
export type Appointment = Infer<typeof appointment>;

export const deskAppointment = object({
  id: string,
  state: appointmentState,
  point: string,
  item: string,
  name: string,
  phone: string,
  ...time,
  confirm: boolean,
  remind: nullable(oneOf('day', 'hour')),
  proposal: nullable(proposal),
  change: nullable(clockChange),
  ticket: nullable(string),
});
export type DeskAppointment = Infer<typeof deskAppointment>;

const slot = object({ start_ms: integer, end_ms: integer, free: integer, for_elders: boolean });
export type Slot = Infer<typeof slot>;

const done = object({});
const named = object({ appointment: string });

export const appointmentResults = {
  'appointment.slots': object({ slots: array(slot) }),
  'appointment.hold': named,
  'appointment.book': done,
  'appointment.find': named,
  'appointment.move': done,
  'appointment.accept': done,
  'appointment.decline': done,
  'appointment.cancel': done,
  'appointment.arrive': object({ ticket: string, number: string }),
  'appointment.leave': done,
  'appointment.propose': named,
  'appointment.confirm': done,
  'appointment.reminded': done,
};

interface One {
  appointment: string;
}

export interface AppointmentParams {
  /** Of the kiosk for an item, of the agent for his ticket, of the desk for one to be moved. */
  'appointment.slots':
    | { item: string; languages?: string[]; age?: number }
    | { ticket: string }
    | (One & { age?: number });
  'appointment.hold': { item: string; languages: string[]; start_ms: number; age?: number };
  'appointment.book': One & { name: string; phone: string };
  'appointment.find': { code: string };
  'appointment.move': One & { start_ms: number };
  'appointment.accept': One;
  'appointment.decline': One;
  /** The desk says why. */
  'appointment.cancel': One & { reason?: string };
  'appointment.arrive': One;
  'appointment.leave': One;
  /** By the agent for his ticket, by the desk for one that is booked. */
  'appointment.propose':
    { ticket: string; start_ms: number } | (One & { start_ms: number; note: string });
  'appointment.confirm': One;
  'appointment.reminded': One;
}
