// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* Which plain sentence stands above the screen. No DOM here. */

import { opensAgain } from './opening';
import { screenOf, type KioskState, type Screen } from './state';
import type { ErrorCode } from '../shared/messages';
import { say, sayCode, type KioskWord } from './words';

export interface Sentence {
  kind: 'info' | 'good' | 'warning' | 'problem';
  text: string;
  action?: 'take_over';
}

/** What a refusal means on one screen, where it means more than elsewhere. */
const REFUSED_HERE: Partial<Record<Screen, Partial<Record<ErrorCode, KioskWord>>>> = {
  who: { limit: 'lineFull' },
  phone: { limit: 'lineFull' },
  return: { conflict: 'returnConflict' },
};

/** How long a notice of the service is shown. */
const NOTICE_MS = 20_000;

function connectionSentence(state: Readonly<KioskState>): Sentence | null {
  if (state.status === 'replaced') {
    return { kind: 'warning', text: say('stateReplaced'), action: 'take_over' };
  }
  if (state.status !== 'waiting' && !(state.status === 'connecting' && state.welcomed)) return null;
  const screen = screenOf(state);
  const words = {
    waiting: 'stateWaitingPlace',
    call: 'stateWaitingCall',
  } as const;
  const word = screen === 'waiting' || screen === 'call' ? words[screen] : 'stateWaiting';
  return { kind: 'warning', text: say(word) };
}

/** Before the resident waits in vain; not to those whom somebody is there to serve after hours. */
function closedSentence(state: Readonly<KioskState>, screen: Screen, nowMs: number) {
  const { point } = state.view;
  if (point?.open !== false) return null;
  const choosing = screen === 'browse' || screen === 'item' || screen === 'who';
  if (!choosing && !(screen === 'waiting' && point.agents === 0)) return null;
  const opens = opensAgain(point, nowMs);
  if (opens === null) return null;
  return { kind: 'info', text: say('closedUntil', { opens }) } as const;
}

/** What is the matter with connection, relay, last action, session or hours; the most urgent one. */
export function serviceNotice(state: Readonly<KioskState>, nowMs: number): Sentence | null {
  const connection = connectionSentence(state);
  if (connection !== null) return connection;
  if (state.error !== null && state.enrolled === 'yes') {
    const detail = state.detail === null ? null : sayCode('refused', state.detail);
    const here = REFUSED_HERE[screenOf(state)]?.[state.error];
    const text =
      detail ?? (here ? say(here) : null) ?? sayCode('error', state.error) ?? say('error_internal');
    return { kind: 'problem', text };
  }
  const screen = screenOf(state);
  const media = screen === 'waiting' || screen === 'call';
  if (media && state.view.relay?.up === false) return { kind: 'warning', text: say('stateRelay') };
  const { notice, session } = state.view;
  const closed = closedSentence(state, screen, nowMs);
  if (!notice || !media) return closed;
  // The call says it itself, with the time that is left.
  if (screen === 'call' && (session?.state === 'dropped' || !session?.other_present)) return null;
  if (nowMs - notice.at_ms > NOTICE_MS) return closed;
  const text = sayCode('notice', notice.code);
  if (text === null) return closed;
  return { kind: notice.code === 'agent_returned' ? 'good' : 'info', text };
}
