// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* Which plain sentence stands above the screen. No DOM here. */

import { screenOf, type KioskState } from './state';
import { say, sayCode } from './words';

export interface Sentence {
  kind: 'info' | 'good' | 'warning' | 'problem';
  text: string;
  action?: 'take_over';
}

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

/** What is the matter with connection, relay, last action or session; the most urgent one. */
export function serviceNotice(state: Readonly<KioskState>, nowMs: number): Sentence | null {
  const connection = connectionSentence(state);
  if (connection !== null) return connection;
  if (state.error !== null && state.enrolled === 'yes') {
    const text = sayCode('error', state.error) ?? say('error_internal');
    return { kind: 'problem', text };
  }
  const screen = screenOf(state);
  const media = screen === 'waiting' || screen === 'call';
  if (media && state.view.relay?.up === false) return { kind: 'warning', text: say('stateRelay') };
  const { notice, session } = state.view;
  if (!notice || !media) return null;
  // The call says it itself, with the time that is left.
  if (screen === 'call' && (session?.state === 'dropped' || !session?.other_present)) return null;
  if (nowMs - notice.at_ms > NOTICE_MS) return null;
  const text = sayCode('notice', notice.code);
  if (text === null) return null;
  return { kind: notice.code === 'agent_returned' ? 'good' : 'info', text };
}
