// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * The messages of docs/protocol.md: shapes for what the service sends, types for what the pages
 * send. The tests read the examples of that page with the shapes of this file.
 */

import {
  appointment,
  appointmentResults,
  deskAppointment,
  type AppointmentParams,
} from './appointments';
import {
  anything,
  array,
  boolean,
  integer,
  nullable,
  number,
  object,
  oneOf,
  optional,
  record,
  string,
  type Infer,
  type Shape,
} from './shape';
import { stillResults, stills, type StillParams } from './stills';

export const errorCode = oneOf(
  'invalid',
  'denied',
  'unknown',
  'conflict',
  'limit',
  'internal',
  'unavailable',
);
export type ErrorCode = Infer<typeof errorCode>;

export const ticketState = oneOf(
  'draft',
  'waiting',
  'offered',
  'parked',
  'connecting',
  'in_session',
  'dropped',
  'wrap_up',
  'done',
  'abandoned',
);
export type TicketState = Infer<typeof ticketState>;

export const outcome = oneOf(
  'accepted',
  'accepted_with_gaps',
  'needs_correction',
  'advice_only',
  'rebook',
  'refused',
  'technical',
);
export type Outcome = Infer<typeof outcome>;

export const wanted = oneOf('available', 'overtime', 'break', 'offline');
export type Wanted = Infer<typeof wanted>;

export const effective = oneOf(
  'offline',
  'break',
  'idle',
  'offered',
  'connecting',
  'busy',
  'holding',
  'wrap_up',
  'unreachable',
  'off_duty',
);
export type Effective = Infer<typeof effective>;

export type DeclineReason =
  'busy' | 'conflict_of_interest' | 'language' | 'wrong_department' | 'technical';

/* HTTP */

export const role = oneOf('kiosk', 'agent', 'coordinator', 'administrator', 'display');
export type Role = Infer<typeof role>;

export const loginAnswer = object({ role, account: string, name: string });
export type LoginAnswer = Infer<typeof loginAnswer>;

export const enrolAnswer = object({ role, point: string, name: string });
export type EnrolAnswer = Infer<typeof enrolAnswer>;

export const sessionAnswer = object({
  role,
  account: string,
  name: string,
  point: optional(nullable(string)),
});
export type SessionAnswer = Infer<typeof sessionAnswer>;

export const passAnswer = object({ pass: string });

export const httpError = object({ error: object({ code: errorCode, message: string }) });

const window = array(array(string));

export const point = object({
  id: string,
  name_zh: string,
  name_en: string,
  kind: string,
  city: string,
  city_zh: string,
  country: string,
  timezone: string,
  languages: array(string),
  video_window_local: record(window),
});
export type Point = Infer<typeof point>;

export const hub = object({ id: string, name_zh: string, name_en: string, timezone: string });
export type Hub = Infer<typeof hub>;

const group = object({ id: string, name_zh: string, name_en: string });

export const material = object({
  id: string,
  name_zh: string,
  name_en: string,
  required: boolean,
  original: boolean,
});
export type Material = Infer<typeof material>;

export const item = object({
  code: string,
  name_zh: string,
  name_en: string,
  category: group,
  department: group,
  modes: array(string),
  venue_rule: string,
  direct_communication_required: boolean,
  typical_video_minutes: nullable(number),
  limit_working_days: nullable(number),
  fee: object({ amount_cny: nullable(number), basis: string }),
  materials: array(material),
});
export type Item = Infer<typeof item>;

export const catalogue = object({ points: array(point), hubs: array(hub), items: array(item) });
export type Catalogue = Infer<typeof catalogue>;

const reportFigures = {
  arrived: integer,
  answered: integer,
  abandoned: integer,
  short_abandoned: integer,
  service_level_permille: nullable(integer),
  service_level2_permille: nullable(integer),
  abandonment_permille: nullable(integer),
  wait_mean_ms: nullable(integer),
  wait_p50_ms: nullable(integer),
  wait_p90_ms: nullable(integer),
  wait_max_ms: nullable(integer),
  requeued: integer,
  rewait_mean_ms: nullable(integer),
  lost: integer,
  transfers: integer,
  items: integer,
  handle_mean_ms: nullable(integer),
  foreseen: integer,
  foreseen_error_ms: nullable(integer),
  foreseen_median_error_ms: nullable(integer),
  foreseen_inside_permille: nullable(integer),
  foreseen_nobody: integer,
  share_permille: nullable(integer),
  answered_share_permille: nullable(integer),
};

const reportTotal = object(reportFigures);
export type ReportFigures = Infer<typeof reportTotal>;

const reportRow = object({ key: string, ...reportFigures });
export type ReportRow = Infer<typeof reportRow>;

const agentTime = object({
  signed_on_ms: integer,
  idle_ms: integer,
  offered_ms: integer,
  session_ms: integer,
  wrap_up_ms: integer,
  break_ms: integer,
  occupancy_permille: nullable(integer),
});
export type AgentTime = Infer<typeof agentTime>;

const agentFigures = {
  offers: integer,
  accepted: integer,
  declined: integer,
  missed: integer,
  handled: integer,
  handle_mean_ms: nullable(integer),
  offered_ms: integer,
  session_ms: integer,
  wrap_up_ms: integer,
  time: nullable(agentTime),
};

const agentsTotal = object(agentFigures);
export type AgentFigures = Infer<typeof agentsTotal>;

const reportAgent = object({ account: string, name: string, ...agentFigures });
export type ReportAgent = Infer<typeof reportAgent>;

export const reportBy = oneOf('day', 'point', 'item', 'agent');
export type ReportBy = Infer<typeof reportBy>;

export const report = object({
  from: string,
  to: string,
  by: reportBy,
  threshold_s: integer,
  open: integer,
  fairness_permille: nullable(integer),
  total: reportTotal,
  rows: array(reportRow),
  agents: array(reportAgent),
  agents_total: nullable(agentsTotal),
});
export type Report = Infer<typeof report>;

/* Views */

export const linkLevel = oneOf('good', 'fair', 'poor');
export type LinkLevel = Infer<typeof linkLevel>;

export const link = object({
  level: nullable(linkLevel),
  rtt_ms: nullable(number),
  loss_up_permille: number,
  loss_down_permille: number,
  up_bps: number,
  down_bps: number,
  /** The video lines of the page's peer whose picture the link does not carry. */
  paused: array(integer),
});
export type Link = Infer<typeof link>;

/** One way of a link, as a test found it: up is from the kiosk. */
const testedWay = object({
  level: nullable(linkLevel),
  fault: nullable(oneOf('rate', 'loss', 'jitter', 'delay')),
  rate_bps: nullable(integer),
  loss_permille: nullable(integer),
  jitter_ms: nullable(integer),
});
export type TestedWay = Infer<typeof testedWay>;

const linkTestResult = object({
  at_ms: integer,
  rtt_ms: nullable(integer),
  up: testedWay,
  down: testedWay,
});
export type LinkTestResult = Infer<typeof linkTestResult>;

const linkTest = object({
  state: nullable(oneOf('running', 'done', 'silent')),
  result: nullable(linkTestResult),
});
export type LinkTest = Infer<typeof linkTest>;

export const notice = object({ code: string, at_ms: integer });
export type Notice = Infer<typeof notice>;

const message = object({ from: string, text: string, at_ms: integer });
export type Message = Infer<typeof message>;

/** A TURN server; `first`: the place of this page is known to need it. */
const turn = object({ url: string, username: string, credential: string, first: boolean });
export type Turn = Infer<typeof turn>;

export const relay = object({
  up: boolean,
  epoch: nullable(string),
  worker: nullable(integer),
});
export type Relay = Infer<typeof relay>;

export const switchReason = oneOf(
  'technical',
  'staff',
  'premises',
  'holiday',
  'authority',
  'other',
);
export type SwitchReason = Infer<typeof switchReason>;

/** Why a point is closed or an item off, as residents learn it. */
const off = { reason: switchReason, until_ms: nullable(integer) };
/** The same as the desk has it. */
const offByDesk = { ...off, note: nullable(string), by: string, at_ms: integer };

export const itemOff = object({ item: string, everywhere: boolean, ...off });
export type ItemOff = Infer<typeof itemOff>;

const texts = object({
  zh: nullable(string),
  en: nullable(string),
  it: nullable(string),
  fr: nullable(string),
});
export type Texts = Infer<typeof texts>;

const announced = {
  id: string,
  number: nullable(string),
  text: texts,
  at_ms: integer,
  until_ms: integer,
};
export const announcement = object(announced);
export type Announcement = Infer<typeof announcement>;

const pointView = object({
  id: string,
  name_zh: optional(string),
  name_en: optional(string),
  timezone: optional(string),
  open: optional(boolean),
  closes_ms: optional(nullable(integer)),
  next_open_ms: optional(nullable(integer)),
  closed: optional(nullable(object(off))),
  agents: optional(integer),
});
export type PointView = Infer<typeof pointView>;

export const band = oneOf(
  'under_5',
  '5_to_15',
  '15_to_30',
  '30_to_60',
  'over_60',
  'not_today',
  'nobody',
);
export type Band = Infer<typeof band>;

/** One of several items of a visit; none when there is but one. */
const visitItem = object({
  item: string,
  department: string,
  outcome: nullable(outcome),
  current: boolean,
});
export type VisitItem = Infer<typeof visitItem>;

/** By whom, for what and until when a ticket is parked. */
const parked = object({ agent: string, reason: string, until_ms: integer });

const kioskTicket = object({
  id: string,
  number: string,
  state: ticketState,
  item: string,
  name: string,
  languages: array(string),
  since_ms: integer,
  ahead: nullable(integer),
  estimate: nullable(object({ band })),
  parked: nullable(parked),
  items: array(visitItem),
  outcome: nullable(outcome),
  grade: nullable(integer),
  phone: nullable(string),
  slot_ms: integer,
});
export type KioskTicket = Infer<typeof kioskTicket>;

/** Who sees and hears a guest: a supervisor listens, whispers to the agent, or speaks as others do. */
export const heardBy = oneOf('nobody', 'agent', 'all');
export type HeardBy = Infer<typeof heardBy>;

const guest = object({
  account: string,
  name: string,
  department: nullable(string),
  joined: boolean,
  heard_by: heardBy,
  /** The lines of the page's peer that show him; null for oneself. */
  party: nullable(integer),
});
export type Guest = Infer<typeof guest>;

const kioskSession = object({
  state: ticketState,
  agent: string,
  /** The resident is on hold since then. */
  held_since_ms: nullable(integer),
  other_present: boolean,
  since_ms: integer,
  until_ms: nullable(integer),
  guests: array(guest),
  unseen_by: array(string),
  /** The party who is speaking, in sessions of three and more; null for nobody and for oneself. */
  speaker: nullable(integer),
  messages: array(message),
});
export type KioskSession = Infer<typeof kioskSession>;

export const kioskParts = {
  relay: relay,
  turn: nullable(turn),
  point: pointView,
  ticket: nullable(kioskTicket),
  session: nullable(kioskSession),
  stills: nullable(stills),
  appointment: nullable(appointment),
  notice: nullable(notice),
  announcements: array(announcement),
  items_off: array(itemOff),
  link: nullable(link),
  link_test: nullable(linkTest),
};

const calledTicket = object({ number: string, since_ms: integer });
export type CalledTicket = Infer<typeof calledTicket>;

export const displayParts = {
  relay: relay,
  point: pointView,
  called: array(calledTicket),
  in_session: array(string),
  line: array(string),
  waiting: integer,
  announcements: array(announcement),
};

const me = object({
  account: string,
  name: string,
  departments: array(string),
  languages: array(string),
  supervisor: boolean,
  wanted,
  effective,
  since_ms: integer,
  misses: integer,
});
export type Me = Infer<typeof me>;

const whom = {
  ticket: string,
  number: string,
  item: string,
  point: string,
  name: string,
  languages: array(string),
  call_back: boolean,
  /** When it has an appointment for, else 0. */
  slot_ms: integer,
};

/** What is said of a link: the figures are those that are not good, as they were when that began. */
const linkHealth = object({
  level: linkLevel,
  since_ms: integer,
  loss_up_permille: nullable(integer),
  loss_down_permille: nullable(integer),
  rtt_ms: nullable(integer),
});
export type LinkHealth = Infer<typeof linkHealth>;

export const way = oneOf('udp', 'tcp', 'turn');
export type Way = Infer<typeof way>;

const offer = object({
  ...whom,
  waiting_since_ms: integer,
  until_ms: integer,
  transfer_from: nullable(string),
  invite: nullable(object({ from: string, how: oneOf('private', 'together') })),
  way: nullable(way),
  link: nullable(linkHealth),
  test: nullable(linkTest),
});
export type Offer = Infer<typeof offer>;

const waitingTicket = object({ ...whom, waiting_since_ms: integer });
export type WaitingTicket = Infer<typeof waitingTicket>;

const parkedTicket = object({
  ...whom,
  reason: string,
  since_ms: integer,
  until_ms: integer,
  absent: boolean,
});
export type ParkedTicket = Infer<typeof parkedTicket>;

const agentSession = object({
  ...whom,
  items: array(visitItem),
  elsewhere: boolean,
  state: ticketState,
  held_since_ms: nullable(integer),
  other_present: boolean,
  since_ms: integer,
  until_ms: nullable(integer),
  extended: boolean,
  outcome: nullable(outcome),
  role: oneOf('agent', 'guest'),
  agent: string,
  supervises: boolean,
  transfer_to: nullable(string),
  phone: nullable(string),
  invited: nullable(object({ account: string, name: string })),
  guests: array(guest),
  unseen_by: array(string),
  speaker: nullable(integer),
  messages: array(message),
  other_link: nullable(link),
});
export type AgentSession = Infer<typeof agentSession>;

const colleague = object({
  account: string,
  name: string,
  departments: array(string),
  takes_over: boolean,
});
export type Colleague = Infer<typeof colleague>;

const runningSession = object({ ...whom, agent: string, since_ms: integer, private: boolean });
export type RunningSession = Infer<typeof runningSession>;

export const agentParts = {
  relay: relay,
  turn: nullable(turn),
  me,
  offer: nullable(offer),
  session: nullable(agentSession),
  stills: nullable(stills),
  appointment: nullable(appointment),
  waiting: integer,
  line: array(waitingTicket),
  parked: array(parkedTicket),
  colleagues: array(colleague),
  sessions: array(runningSession),
  notice: nullable(notice),
  link: nullable(link),
};

const deskPoint = object({
  id: string,
  open: boolean,
  closes_ms: nullable(integer),
  next_open_ms: nullable(integer),
  closed: nullable(object(offByDesk)),
  kiosks: integer,
  waiting: integer,
  in_session: integer,
  oldest_since_ms: nullable(integer),
});
export type DeskPoint = Infer<typeof deskPoint>;

export const boost = oneOf('reentry', 'appointment', 'raised', 'quick', 'point', 'closing');
export type Boost = Infer<typeof boost>;

const deskTicket = object({
  ticket: string,
  number: string,
  point: string,
  kiosk: nullable(string),
  item: string,
  state: ticketState,
  since_ms: integer,
  ahead: nullable(integer),
  estimate: nullable(object({ band, expected_ms: nullable(integer) })),
  agent: nullable(string),
  guests: array(string),
  absent: boolean,
  department: string,
  languages: array(string),
  boosts: array(boost),
  parked: nullable(parked),
  items: array(visitItem),
  offered_to: nullable(string),
  kept_for: nullable(string),
  callback: nullable(object({ phone: string, attempts: integer, again_ms: nullable(integer) })),
  slot_ms: integer,
});
export type DeskTicket = Infer<typeof deskTicket>;

const deskAgent = object({
  account: string,
  name: string,
  departments: array(string),
  languages: array(string),
  supervisor: boolean,
  wanted,
  effective,
  since_ms: integer,
  ticket: nullable(string),
});
export type DeskAgent = Infer<typeof deskAgent>;

export const deviceState = oneOf('ready', 'unasked', 'refused', 'missing', 'busy');
export type DeviceState = Infer<typeof deviceState>;

const deskKiosk = object({
  kiosk: string,
  point: string,
  present: boolean,
  since_ms: integer,
  way: nullable(way),
  link: nullable(linkHealth),
  test: nullable(linkTest),
  camera: nullable(deviceState),
  microphone: nullable(deviceState),
  document: nullable(deviceState),
});
export type DeskKiosk = Infer<typeof deskKiosk>;

const deskAnnouncement = object({
  ...announced,
  point: nullable(string),
  ticket: nullable(string),
  by: string,
});
export type DeskAnnouncement = Infer<typeof deskAnnouncement>;

const deskItemOff = object({ item: string, point: nullable(string), ...offByDesk });
export type DeskItemOff = Infer<typeof deskItemOff>;

export const deskParts = {
  relay: relay,
  points: array(deskPoint),
  queue: array(deskTicket),
  agents: array(deskAgent),
  kiosks: array(deskKiosk),
  appointments: array(deskAppointment),
  announcements: array(deskAnnouncement),
  items_off: array(deskItemOff),
  notice: nullable(notice),
};

export type PartShapes = Record<string, Shape<unknown>>;
/** The view of a page: a part is missing until the service has sent it. */
export type ViewOf<S extends PartShapes> = { [K in keyof S]?: Infer<S[K]> };
export type KioskView = ViewOf<typeof kioskParts>;
export type AgentView = ViewOf<typeof agentParts>;
export type DeskView = ViewOf<typeof deskParts>;
export type DisplayView = ViewOf<typeof displayParts>;

/* Requests */

export const whyCode = oneOf(
  'resident_absent',
  'unreached',
  'offered',
  'kept',
  'parked',
  'department',
  'language',
  'skill',
  'conflict',
  'cooldown',
  'busy',
  'break',
  'off_duty',
  'unreachable',
  'offline',
);
export type WhyCode = Infer<typeof whyCode>;

const whyNot = object({
  code: whyCode,
  agents: integer,
  agent: nullable(string),
  until_ms: nullable(integer),
});
export type WhyNot = Infer<typeof whyNot>;

export type PageName = 'kiosk' | 'agent' | 'desk' | 'display';

export const results = {
  hello: object({
    resume: string,
    generation: integer,
    seq: integer,
    now_ms: integer,
    replayed: boolean,
    view: nullable(record(anything)),
  }),
  ping: object({ now_ms: integer }),
  'media.offer': object({ peer: string, answer: string, worker: nullable(integer) }),
  'media.restart': object({ ufrag: string, pwd: string }),
  'media.way': object({}),
  'media.uplink': object({}),
  'session.joined': object({}),
  'session.message': object({}),
  'ticket.create': object({ ticket: string, number: string }),
  'ticket.join': object({ ahead: nullable(integer) }),
  'ticket.call_back': object({ ahead: integer }),
  'ticket.leave': object({}),
  'ticket.ready': object({}),
  'callback.return': object({}),
  'callback.cancel': object({}),
  'session.leave': object({}),
  'ticket.rate': object({}),
  'kiosk.clear': object({}),
  'kiosk.devices': object({}),
  ...appointmentResults,
  ...stillResults,
  'agent.want': object({}),
  'offer.accept': object({}),
  'offer.decline': object({}),
  'session.hold': object({}),
  'session.item_done': object({}),
  'session.add_item': object({}),
  'session.park': object({}),
  'session.unpark': object({}),
  'session.reached': object({}),
  'session.unreached': object({}),
  'session.transfer': object({}),
  'session.invite': object({}),
  'session.dismiss': object({}),
  'session.leave_seat': object({}),
  'session.hand_over': object({}),
  'session.supervise': object({}),
  'session.end': object({}),
  'wrap_up.extend': object({}),
  'wrap_up.finish': object({}),
  'agent.take': object({}),
  'desk.raise': object({}),
  'desk.assign': object({}),
  'desk.move': object({}),
  'desk.release': object({}),
  'desk.cancel': object({}),
  'desk.why': object({ reasons: array(whyNot) }),
  'desk.announce': object({ announcement: string }),
  'desk.withdraw': object({}),
  'desk.point': object({}),
  'desk.item': object({}),
};

/** What switching off says; nothing of it when something is switched on. */
export interface SwitchOff {
  reason?: SwitchReason;
  note?: string;
  /** Until it is switched on again when left out. */
  minutes?: number;
}

export interface Params extends AppointmentParams, StillParams {
  hello: { page: PageName; resume: string | null; seq: number; peer: string | null };
  ping: Record<string, never>;
  'media.offer': { sdp: string };
  'media.restart': { ufrag: string; pwd: string };
  'media.way': { way: Way };
  'media.uplink': { bps: number };
  'session.joined': { ticket: string; first_frame_ms: number };
  'session.message': { ticket: string; text: string };
  'ticket.create': {
    item: string;
    more_items?: string[];
    languages: string[];
    name: string;
    call_back?: boolean;
  };
  'ticket.join': { ticket: string };
  'ticket.call_back': { ticket: string; phone: string };
  'ticket.leave': { ticket: string; way?: 'online' };
  'ticket.ready': { ticket: string };
  'callback.return': { number: string; phone: string };
  'callback.cancel': { number: string; phone: string };
  'session.leave': { ticket: string };
  'ticket.rate': { ticket: string; grade: number };
  'kiosk.clear': Record<string, never>;
  'kiosk.devices': Record<'camera' | 'microphone' | 'document', DeviceState | null>;
  'agent.want': { wanted: Wanted };
  'offer.accept': { ticket: string };
  'offer.decline': { ticket: string; reason: DeclineReason };
  'session.hold': { ticket: string; held: boolean };
  'session.item_done': { ticket: string; item: string; outcome: Outcome };
  'session.add_item': { ticket: string; item: string };
  'session.park': { ticket: string; reason: string; minutes: number };
  'session.unpark': { ticket: string };
  'session.reached': { ticket: string };
  'session.unreached': { ticket: string };
  'session.transfer': { ticket: string; agent: string | null; department?: string };
  'session.invite': { ticket: string; agent: string; private: boolean };
  'session.dismiss': { ticket: string; agent: string };
  'session.leave_seat': { ticket: string };
  'session.hand_over': { ticket: string; agent: string };
  'session.supervise': { ticket: string; heard_by: HeardBy };
  'session.end': { ticket: string; outcome?: Outcome };
  'wrap_up.extend': { ticket: string };
  'wrap_up.finish': { ticket: string; outcome?: Outcome; note: string };
  'agent.take': { ticket?: string; reason?: string };
  'desk.raise': { ticket: string; reason: string };
  'desk.assign': { ticket: string; agent: string; reason: string };
  'desk.move': { ticket: string; department: string; reason: string };
  'desk.release': { ticket: string; reason: string };
  'desk.cancel': { ticket: string; reason: string };
  'desk.why': { ticket: string };
  'desk.announce': {
    point?: string;
    ticket?: string;
    texts: Partial<Record<keyof Texts, string>>;
    minutes?: number;
  };
  'desk.withdraw': { announcement: string };
  'desk.point': { point: string; open: boolean } & SwitchOff;
  'desk.item': { item: string; point?: string; on: boolean } & SwitchOff;
}

export type Method = keyof Params;
export type ResultOf<M extends Method> = Infer<(typeof results)[M]>;
