// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/** How figures of a link are written. No DOM. */

/** A rate in kbit/s below one Mbit/s, in Mbit/s with one digit from there on. */
export function formatRate(bps: number): string {
  const kbps = Math.round(bps / 1000);
  return kbps < 1000 ? `${kbps}k` : `${(bps / 1_000_000).toFixed(1)}M`;
}

/** A share of 0 to 1 as per cent with one digit. */
export function formatShare(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}
