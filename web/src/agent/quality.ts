// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/** The relay's figures of a link, as the pages write the figures of their own. No DOM. */

import type { Link } from '../shared/messages';
import { qualityLevel, type Quality, type QualityLevel } from '../shared/quality';

/** How well one can work over a link that the relay measured; `unknown` without figures. */
export function linkLevel(link: Link | null | undefined): QualityLevel {
  if (!link) return 'unknown';
  const quality: Quality = {
    rttMs: link.rtt_ms,
    upBps: link.up_bps,
    downBps: link.down_bps,
    lossUp: link.loss_up_permille / 1000,
    lossDown: link.loss_down_permille / 1000,
    fpsUp: 0,
    fpsDown: 0,
    freezes: 0,
    frozen: false,
  };
  return qualityLevel(quality);
}

/** A rate in kbit/s below one Mbit/s, in Mbit/s with one digit from there on. */
export function formatRate(bps: number): string {
  const kbps = Math.round(bps / 1000);
  return kbps < 1000 ? `${kbps}k` : `${(bps / 1_000_000).toFixed(1)}M`;
}

/** A share of 0 to 1 as per cent with one digit. */
export function formatShare(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}
