// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import type { DeskAgent, DeskKiosk, DeskTicket } from '../shared/messages';

/* Tickets, agents and kiosks for the tests of this folder. */

/** A ticket that has just begun to wait, changed by `more`. */
export function ticket(more: Partial<DeskTicket> = {}): DeskTicket {
  return {
    ticket: 't1',
    number: 'M001',
    point: 'it-milan',
    kiosk: 'kiosk-it-milan-1',
    item: 'SS-01',
    state: 'waiting',
    since_ms: 0,
    ahead: 0,
    agent: null,
    guests: [],
    absent: false,
    department: 'hrss',
    languages: ['zh'],
    boosts: [],
    offered_to: null,
    kept_for: null,
    callback: null,
    slot_ms: 0,
    parked: null,
    items: [],
    estimate: null,
    ...more,
  };
}

/** An idle agent who could take that ticket, changed by `more`. */
export function agent(account: string, more: Partial<DeskAgent> = {}): DeskAgent {
  return {
    account,
    name: account.toUpperCase(),
    departments: ['hrss'],
    languages: ['zh'],
    supervisor: false,
    wanted: 'available',
    effective: 'idle',
    since_ms: 0,
    ticket: null,
    ...more,
  };
}

/** A kiosk at which everything is well, changed by `more`. */
export function kiosk(more: Partial<DeskKiosk> = {}): DeskKiosk {
  return {
    kiosk: 'kiosk-it-milan-1',
    point: 'it-milan',
    present: true,
    since_ms: 0,
    way: 'udp',
    link: {
      level: 'good',
      since_ms: 0,
      loss_up_permille: null,
      loss_down_permille: null,
      rtt_ms: null,
    },
    test: null,
    camera: 'ready',
    microphone: 'ready',
    document: 'ready',
    ...more,
  };
}
