// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* How long the resident will wait, in words. No DOM here. */

import type { KioskTicket, PointView } from '../shared/messages';
import { opensAgain } from './opening';
import { say, sayCode } from './words';

/** Never minutes that could be taken for a promise; null when nobody waits. */
export function estimateSentence(
  ticket: KioskTicket,
  point: PointView | null,
  nowMs: number,
): string | null {
  if (ticket.state !== 'waiting' || ticket.estimate === null) return null;
  const { band } = ticket.estimate;
  if (band === 'nobody' && point?.agents === 0) return say('waitAgentsNone');
  const opens = band === 'not_today' && point !== null ? opensAgain(point, nowMs) : null;
  return opens === null ? sayCode('estimate', band) : say('notBeforeClosing', { opens });
}
