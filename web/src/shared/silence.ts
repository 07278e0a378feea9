// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * Whether a way has fallen silent: sound or pictures came, and then nothing at all. What the relay
 * itself sends, a report each second, is not enough to expect more: so it is on hold.
 */

/** Between two readings; sound alone is four times as much in half a second. */
const FLOW_BYTES = 500;
const SILENT_READINGS = 2;

export class SilenceMeter {
  #bytes = 0;
  #flowed = false;
  #silent = 0;

  /** A reading of getStats, one each half second. True once for each silence. */
  read(report: Iterable<unknown>): boolean {
    const bytes = received(report);
    const came = bytes - this.#bytes;
    this.#bytes = bytes;
    if (came !== 0) {
      // Fewer: a pair of addresses was given up, and what it had with it.
      if (came > 0) this.#flowed = came >= FLOW_BYTES;
      this.#silent = 0;
      return false;
    }
    this.#silent += 1;
    if (!this.#flowed || this.#silent < SILENT_READINGS) return false;
    this.#flowed = false;
    return true;
  }
}

function received(report: Iterable<unknown>): number {
  let sum = 0;
  for (const entry of report as Iterable<{ type: string; bytesReceived?: number }>) {
    if (entry.type === 'candidate-pair') sum += entry.bytesReceived ?? 0;
  }
  return sum;
}
