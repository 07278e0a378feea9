// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/**
 * What the person at the agent page can do, as one event that rises from whichever component was
 * used to the page, which alone talks to the service.
 */

import type { Source } from '../shared/lines';
import type { DeclineReason, HeardBy, Outcome, Wanted } from '../shared/messages';
import type { Dialog, Layout } from './state';

/** One wish of the person. */
export type Command =
  | { do: 'sign-in'; account: string; password: string }
  | { do: 'sign-out' }
  | { do: 'open-devices' }
  | { do: 'check-devices' }
  | { do: 'choose-device'; source: Source; id: string }
  | { do: 'test-sound' }
  | { do: 'allow-notifications' }
  | { do: 'devices-done' }
  | { do: 'want'; wanted: Wanted }
  | { do: 'accept' }
  | { do: 'decline'; reason: DeclineReason }
  | { do: 'dialog'; dialog: Dialog | null }
  | { do: 'pick'; ticket: string }
  | { do: 'take-next' }
  | { do: 'take'; ticket: string; reason: string }
  | { do: 'mute' }
  | { do: 'camera' }
  | { do: 'hold' }
  | { do: 'reached' }
  | { do: 'unreached' }
  | { do: 'item-done'; outcome: Outcome }
  | { do: 'add-item'; item: string }
  | { do: 'next-item' }
  | { do: 'park-minutes'; minutes: number }
  | { do: 'park'; reason: string }
  | { do: 'unpark'; ticket: string }
  | { do: 'transfer'; agent: string | null }
  | { do: 'hand-on'; department: string }
  | { do: 'ask-how'; private: boolean }
  | { do: 'invite'; agent: string }
  | { do: 'send-away'; agent: string }
  | { do: 'hand-over'; agent: string }
  | { do: 'supervise'; ticket: string; heard_by: HeardBy }
  | { do: 'leave' }
  | { do: 'propose'; start_ms: number }
  | { do: 'end'; outcome: Outcome }
  | { do: 'layout'; layout: Layout }
  | { do: 'ask-paper' }
  | { do: 'read'; still: string | null }
  | { do: 'send'; text: string }
  | { do: 'extend' }
  | { do: 'finish'; outcome: Outcome | null; note: string }
  | { do: 'other-live'; live: boolean }
  | { do: 'dismiss' }
  | { do: 'take-over' };

/** Carries a {@link Command} up to the page. */
export class CommandEvent extends CustomEvent<Command> {
  static readonly type = 'gc-command';

  constructor(command: Command) {
    super(CommandEvent.type, { detail: command, bubbles: true, composed: true });
  }
}

/** Why an offer is not taken, in the order of the list. */
export const DECLINE_REASONS: readonly DeclineReason[] = [
  'busy',
  'conflict_of_interest',
  'language',
  'wrong_department',
  'technical',
];

/** Why one is taken who is not the next, `take.…` of the strings, in the order of the list. */
export const TAKE_REASONS = ['mine', 'urgent', 'language', 'item'] as const;

/** How a supervisor takes part, `how.…` of the strings, in the order of the buttons. */
export const SUPERVISION: readonly HeardBy[] = ['nobody', 'agent', 'all'];

/** How a session can end, in the order of the list. */
export const OUTCOMES: readonly Outcome[] = [
  'accepted',
  'accepted_with_gaps',
  'needs_correction',
  'advice_only',
  'rebook',
  'refused',
  'technical',
];
