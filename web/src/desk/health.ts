// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/** What is wrong with a kiosk, its link and its devices, worst first. No DOM. */

import type { DeskKiosk, DeskTicket, DeviceState } from '../shared/messages';
import { worstOf } from '../staff/link-test';

export const DEVICES = ['camera', 'microphone', 'document'] as const;
export type Device = (typeof DEVICES)[number];

/** `poor`: a call suffers from it or cannot be. `fair`: it can be felt. */
export type TroubleLevel = 'fair' | 'poor';

export type Trouble = { level: TroubleLevel } & (
  { about: 'away' } | { about: 'link' } | { about: 'test' } | { about: Device; state: DeviceState }
);

/** What keeps a device from being used; `unasked` is settled by the first resident. */
const BROKEN: readonly (DeviceState | null)[] = ['missing', 'refused', 'busy'];
/** Not every kiosk has a second camera; a session goes on without. */
const OPTIONAL: readonly Device[] = ['document'];

/** What is wrong with `kiosk`; that it is not there only matters while its point is `open`. */
export function troublesOf(kiosk: DeskKiosk, open: boolean): Trouble[] {
  if (!kiosk.present) return open ? [{ about: 'away', level: 'poor' }] : [];
  const troubles: Trouble[] = [];
  const { link } = kiosk;
  if (link !== null && link.level !== 'good') troubles.push({ about: 'link', level: link.level });
  const tested = worstOf(kiosk.test)?.level ?? null;
  if (tested !== null && tested !== 'good') troubles.push({ about: 'test', level: tested });
  for (const device of DEVICES) {
    const state = kiosk[device];
    if (state === null || !BROKEN.includes(state)) continue;
    const optional = OPTIONAL.includes(device);
    if (optional && state === 'missing') continue;
    troubles.push({ about: device, state, level: optional ? 'fair' : 'poor' });
  }
  return troubles.sort((a, b) => rank(a) - rank(b));
}

const rank = ({ level }: Trouble): number => (level === 'poor' ? 0 : 1);

/** Whether anything is known that makes the kiosk fit for a call. */
export function isWell(kiosk: DeskKiosk): boolean {
  const known = kiosk.link !== null || kiosk.camera !== null || kiosk.microphone !== null;
  return kiosk.present && known && troublesOf(kiosk, true).length === 0;
}

const AT_KIOSK: readonly DeskTicket['state'][] = [
  'waiting',
  'offered',
  'connecting',
  'in_session',
  'dropped',
];

/** The kiosk at which the resident of `ticket` waits or speaks, if it is there; else null. */
export function kioskOf(
  { state, kiosk }: DeskTicket,
  kiosks: readonly DeskKiosk[],
): DeskKiosk | null {
  if (!AT_KIOSK.includes(state)) return null;
  return kiosks.find((each) => each.present && each.kiosk === kiosk) ?? null;
}
