// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/** Which tickets the table of the queue shows. No DOM. */

import type { DeskKiosk, DeskTicket, Item } from '../shared/messages';
import { waitLevel } from '../staff/waiting';
import { kioskOf, troublesOf } from './health';

/** What the coordinator wants to see; null and empty: all. */
export interface QueueFilter {
  point: string | null;
  department: string | null;
  /** Only those whom somebody should look after. */
  attention: boolean;
  /** Part of a number, of an item's code or of its name. */
  text: string;
}

/** Shows all. */
export const NO_FILTER: Readonly<QueueFilter> = {
  point: null,
  department: null,
  attention: false,
  text: '',
};

/** Whether anything is left out. */
export function isFiltered(filter: QueueFilter): boolean {
  return (
    filter.point !== null ||
    filter.department !== null ||
    filter.attention ||
    filter.text.trim() !== ''
  );
}

/**
 * Whether somebody should look after it: waits for over 20 min, is not at the kiosk, dropped out, or
 * has a kiosk with a poor link or without camera or microphone. Who is parked may be away.
 */
export function needsAttention(
  ticket: DeskTicket,
  kiosks: readonly DeskKiosk[],
  nowMs: number,
): boolean {
  if (ticket.state === 'parked') return false;
  if (ticket.absent || ticket.state === 'dropped' || isUnreached(ticket)) return true;
  const kiosk = kioskOf(ticket, kiosks);
  if (kiosk !== null && troublesOf(kiosk, true).some(({ level }) => level === 'poor')) return true;
  if (ticket.state !== 'waiting' && ticket.state !== 'offered') return false;
  const level = waitLevel(ticket.since_ms, nowMs);
  return level === 'late' || level === 'alarm';
}

/** Whether it is a callback that ended because nobody was reached. */
export function isUnreached({ state, callback }: DeskTicket): boolean {
  return state === 'abandoned' && callback !== null;
}

function hasText(ticket: DeskTicket, item: Item | undefined, text: string): boolean {
  const sought = text.trim().toLowerCase();
  const words = [ticket.number, ticket.item, item?.name_zh ?? '', item?.name_en ?? ''];
  return words.some((word) => word.toLowerCase().includes(sought));
}

/** Those of `tickets` that pass `filter`; the order of service stays. */
export function filterTickets(
  tickets: readonly DeskTicket[],
  filter: QueueFilter,
  items: readonly Item[],
  kiosks: readonly DeskKiosk[],
  nowMs: number,
): DeskTicket[] {
  return tickets.filter(
    (ticket) =>
      (filter.point === null || ticket.point === filter.point) &&
      (filter.department === null || ticket.department === filter.department) &&
      (!filter.attention || needsAttention(ticket, kiosks, nowMs)) &&
      hasText(
        ticket,
        items.find((item) => item.code === ticket.item),
        filter.text,
      ),
  );
}
