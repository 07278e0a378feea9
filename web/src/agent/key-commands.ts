// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/** Turns a key into what it stands for on the screen, as the table in keys.ts says. */

import { departmentsOf } from '../staff/catalogue';
import { DECLINE_REASONS, OUTCOMES, SUPERVISION, TAKE_REASONS, type Command } from './commands';
import { actionFor, choiceOf, type Action, type Screen } from './keys';
import { p, PARK_REASONS } from './park-strings';
import { isViewerAction, type ViewerAction } from './paper/viewer-actions';
import { canTake, otherReading, screenOf, takersOf, type AgentState } from './state';
import { t } from './strings';

/** The page, as far as the keys act on it. */
export interface Target {
  run(command: Command): void;
  write(): void;
  choose(number: number): void;
  finish(): void;
  view(action: ViewerAction): void;
}

/** The element that has the focus, through all shadow roots. */
function focused(): Element | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}

/** Does what `event` stands for; returns whether it stood for anything. */
export function commandFor(event: KeyboardEvent, state: AgentState, target: Target): boolean {
  const element = focused();
  const typing = element?.matches('input, textarea, select') ?? false;
  // Enter on a button presses that button and nothing else.
  if (event.key === 'Enter' && !event.ctrlKey && element?.matches('button, a')) return false;
  const screen = screenOf(state);
  const action = actionFor(screen, event, typing);
  if (!action) return false;
  const number = choiceOf(action);
  if (number !== null) return choose(screen, number, state, target);
  act(screen, action, state, target);
  return true;
}

function choose(screen: Screen, number: number, state: AgentState, target: Target): boolean {
  if (screen === 'wrap-up') {
    target.choose(number);
    return true;
  }
  const command = choiceCommand(screen, number, state);
  if (command) target.run(command);
  return command !== null;
}

function choiceCommand(screen: Screen, number: number, state: AgentState): Command | null {
  if (screen === 'decline') {
    const reason = DECLINE_REASONS[number - 1];
    return reason ? { do: 'decline', reason } : null;
  }
  if (screen === 'hang-up') {
    const outcome = OUTCOMES[number - 1];
    return outcome ? { do: 'end', outcome } : null;
  }
  if (screen === 'take') {
    const reason = TAKE_REASONS[number - 1];
    const ticket = state.picked;
    return reason && ticket ? { do: 'take', ticket, reason: t(`take.${reason}`) } : null;
  }
  if (screen === 'item-done') {
    const outcome = OUTCOMES[number - 1];
    return outcome ? { do: 'item-done', outcome } : null;
  }
  if (screen === 'next-item') return { do: 'next-item' };
  if (screen === 'supervising') {
    const heard_by = SUPERVISION[number - 1];
    const ticket = state.view.session?.ticket;
    return heard_by && ticket ? { do: 'supervise', ticket, heard_by } : null;
  }
  if (screen === 'park') {
    const reason = PARK_REASONS[number - 1];
    return reason ? { do: 'park', reason: p(`reason.${reason}`) } : null;
  }
  if (screen === 'department') {
    const department = departmentsOf(state.catalogue)[number - 1];
    return department ? { do: 'hand-on', department: department.id } : null;
  }
  if (screen === 'ask') {
    const colleague = state.view.colleagues?.[number - 1];
    return colleague ? { do: 'invite', agent: colleague.account } : null;
  }
  const taker = takersOf(state)[number - 1];
  return screen === 'transfer' && taker ? { do: 'transfer', agent: taker.account } : null;
}

/** Keys that mean the same on whatever screen has them. */
const COMMANDS: Partial<Record<Action, Command>> = {
  available: { do: 'want', wanted: 'available' },
  break: { do: 'want', wanted: 'break' },
  offline: { do: 'want', wanted: 'offline' },
  accept: { do: 'accept' },
  decline: { do: 'dialog', dialog: 'decline' },
  mute: { do: 'mute' },
  camera: { do: 'camera' },
  hold: { do: 'hold' },
  department: { do: 'dialog', dialog: 'department' },
  park: { do: 'dialog', dialog: 'park' },
  leave: { do: 'leave' },
  'hang-up': { do: 'dialog', dialog: 'hang-up' },
  reached: { do: 'reached' },
  unreached: { do: 'unreached' },
  'next-time': { do: 'dialog', dialog: 'next-time' },
  face: { do: 'layout', layout: 'face' },
  document: { do: 'layout', layout: 'document' },
  both: { do: 'layout', layout: 'both' },
  'ask-paper': { do: 'ask-paper' },
  back: { do: 'dialog', dialog: null },
  'take-over': { do: 'take-over' },
};

/** Keys that choose the picture of a paper that is shown. */
const READING: Partial<Record<Action, (state: AgentState) => string | null>> = {
  earlier: (state) => otherReading(state, -1),
  later: (state) => otherReading(state, 1),
  back: () => null,
};

function act(screen: Screen, action: Action, state: AgentState, target: Target): void {
  const command = COMMANDS[action];
  const reading = READING[action];
  if (screen === 'reading' || screen === 'reading-guest') {
    if (isViewerAction(action)) return target.view(action);
    if (reading) return target.run({ do: 'read', still: reading(state) });
  }
  if (command) target.run(command);
  else if (action === 'message') target.write();
  else if (action === 'take-next' && canTake(state)) target.run({ do: 'take-next' });
  else if (action === 'transfer') target.run(transfer(state));
  else if (action === 'ask') target.run(ask(state));
  else if (action === 'ask-how') target.run({ do: 'ask-how', private: !state.askPrivate });
  else if (action === 'confirm' && screen === 'wrap-up') target.finish();
  else if (action === 'confirm' && state.devices.states.audio === 'live') {
    target.run({ do: 'devices-done' });
  }
}

/** While a colleague has not answered, the same key takes the invitation back. */
function ask(state: AgentState): Command {
  const invited = state.view.session?.invited;
  return invited ? { do: 'send-away', agent: invited.account } : { do: 'dialog', dialog: 'ask' };
}

/** While a transfer is offered, the same key takes it back. */
function transfer(state: AgentState): Command {
  return state.view.session?.transfer_to
    ? { do: 'transfer', agent: null }
    : { do: 'dialog', dialog: 'transfer' };
}
