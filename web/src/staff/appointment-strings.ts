// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { HOME_ZONE, wallTime } from '../shared/clock';
import { getLanguage, translator } from '../shared/i18n';

/** What agents and coordinators are told of appointments, in Chinese and in English. */

const zh = {
  'slots.label': '可预约的时间',
  'slots.days': '日期（服务点当地）',
  'slots.times': '时间：服务点当地，小字为温州',
  'slots.loading': '正在查找空闲时间…',
  'slots.none': '今后三周没有可预约的时间。',
  'slots.elders': '留给老人',
  'state.held': '保留中',
  'state.proposed': '等办事人答复',
  'state.booked': '已预约',
  'state.arrived': '已到',
  'state.expired': '过时未答复',
  'state.declined': '办事人不要',
  'state.cancelled': '已取消',
  'state.no_show': '没有来',
  'ticket.slot': '预约 {time}',
  'ticket.mark': '约 {time}',
  'ticket.mark.late': '{time} 晚',
  'ticket.late': '已过 {minutes} 分钟',
  'ticket.here': '当地 {here}，温州 {home}',
};

const en: Record<keyof typeof zh, string> = {
  'slots.label': 'Times that can be booked',
  'slots.days': 'Day at the point',
  'slots.times': 'Time at the point, below it in Wenzhou',
  'slots.loading': 'Looking for free times…',
  'slots.none': 'No time is free in the next three weeks.',
  'slots.elders': 'for elders',
  'state.held': 'kept',
  'state.proposed': 'waiting for an answer',
  'state.booked': 'booked',
  'state.arrived': 'there',
  'state.expired': 'no answer in time',
  'state.declined': 'declined',
  'state.cancelled': 'cancelled',
  'state.no_show': 'no-show',
  'ticket.slot': 'appointment {time}',
  'ticket.mark': 'at {time}',
  'ticket.mark.late': '{time} late',
  'ticket.late': '{minutes} min late',
  'ticket.here': '{here} at the point, {home} in Wenzhou',
};

/** The sentence in the language that is set; staff works in Chinese or English only. */
export const a = translator<keyof typeof zh>({ 'zh-CN': zh, en, it: en, fr: en });

const MINUTE_MS = 60_000;
/** From then on an appointment is no place ahead any more. */
const LATE_MS = 15 * MINUTE_MS;

/** "appointment 16:30, 20 min late", by the clock of Wenzhou where staff sits; null without one. */
export function slotWords(slotMs: number, nowMs: number): string | null {
  if (slotMs === 0) return null;
  const { time } = wallTime(slotMs, HOME_ZONE, getLanguage());
  const words = a('ticket.slot', { time });
  const over = nowMs - slotMs;
  if (over <= LATE_MS) return words;
  const comma = getLanguage() === 'zh-CN' ? '，' : ', ';
  return `${words}${comma}${a('ticket.late', { minutes: Math.floor(over / MINUTE_MS) })}`;
}

/** The same for the cell of a table; null without one. */
export function slotMark(slotMs: number, nowMs: number): string | null {
  if (slotMs === 0) return null;
  const { time } = wallTime(slotMs, HOME_ZONE, getLanguage());
  return a(nowMs - slotMs > LATE_MS ? 'ticket.mark.late' : 'ticket.mark', { time });
}

/** The time of an appointment by both clocks. */
export function slotTimes(slotMs: number, zone: string): string {
  const here = wallTime(slotMs, zone, getLanguage()).time;
  const home = wallTime(slotMs, HOME_ZONE, getLanguage()).time;
  return a('ticket.here', { here, home });
}
