// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* On which way a peer's pictures go: straight to the relay, by UDP or by TCP, or through a TURN server. */

import type { Way } from './messages';

/** The fields of RTCStats that are read here; browsers leave some of them out. */
interface Entry {
  id: string;
  type: string;
  selectedCandidatePairId?: string;
  selected?: boolean;
  localCandidateId?: string;
  remoteCandidateId?: string;
  candidateType?: string;
  protocol?: string;
}

/** The way of the pair that is used, out of what getStats says; null while there is none. */
export function wayOf(report: Iterable<unknown>): Way | null {
  const entries = new Map<string | undefined, Entry>();
  for (const entry of report as Iterable<Entry>) entries.set(entry.id, entry);
  const all = [...entries.values()];
  const transport = all.find(({ type }) => type === 'transport');
  // Firefox 115 has no such entry, and marks the pair instead.
  const pair =
    entries.get(transport?.selectedCandidatePairId) ?? all.find(({ selected }) => selected);
  if (pair === undefined) return null;
  if (entries.get(pair.localCandidateId)?.candidateType === 'relay') return 'turn';
  const protocol = entries.get(pair.remoteCandidateId)?.protocol;
  return protocol === 'udp' || protocol === 'tcp' ? protocol : null;
}
