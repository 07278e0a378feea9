// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * What the browser measures of the page's own link: two readings of getStats are turned into rates.
 * How good a link is the service says, out of what the relay measures: thresholds are there alone.
 */

import type { Link, LinkLevel, LinkTest } from './messages';

export interface Quality {
  /** Round trip to the relay in milliseconds, null until measured. */
  rttMs: number | null;
  upBps: number;
  downBps: number;
  /** Share of lost packets, 0 to 1. */
  lossUp: number;
  lossDown: number;
  /** Frames per second of the own camera and of the picture that is received. */
  fpsUp: number;
  fpsDown: number;
  /** Freezes of received pictures since the peer was made, and whether there was one just now. */
  freezes: number;
  frozen: boolean;
}

export type QualityLevel = 'unknown' | LinkLevel;

/** What the service says of a link; a picture that has just frozen here is poor, whatever it says. */
export function qualityLevel(link: Link | null | undefined, frozen = false): QualityLevel {
  return frozen ? 'poor' : (link?.level ?? 'unknown');
}

/**
 * Whether the link test has said more: while nothing is sent only the round trip is known, and "good"
 * stands for that alone.
 */
export function isToldByTest(
  link: { level: LinkLevel | null } | null | undefined,
  test: LinkTest | null | undefined,
): boolean {
  return link?.level === 'good' && Boolean(test?.result);
}

/** Whether the page's link does not carry the picture of that video line; its sound goes on. */
export function isPaused(link: Link | null | undefined, line: number): boolean {
  return link?.paused.includes(line) ?? false;
}

interface Totals {
  atMs: number;
  sentBytes: number;
  receivedBytes: number;
  received: number;
  lost: number;
  framesSent: number;
  framesDecoded: number;
  freezes: number;
  rttMs: number | null;
  lossUp: number;
}

/** The fields of RTCStats that are read here; browsers leave some of them out. */
interface Entry {
  type: string;
  kind?: string;
  bytesSent?: number;
  bytesReceived?: number;
  packetsReceived?: number;
  packetsLost?: number;
  framesSent?: number;
  framesDecoded?: number;
  freezeCount?: number;
  fractionLost?: number;
  currentRoundTripTime?: number;
  active?: boolean;
  availableOutgoingBitrate?: number;
  nominated?: boolean;
  state?: string;
}

/** What the browser believes that the way to the relay bears, in bit/s; null where it does not say. */
export function uplinkOf(report: Iterable<unknown>): number | null {
  const bearing = [...(report as Iterable<Entry>)]
    .map((entry) => entry.availableOutgoingBitrate)
    .filter((bps): bps is number => bps !== undefined);
  return bearing.length > 0 ? Math.max(...bearing) : null;
}

/** What is said to be borne has fallen when it is below this share of the reading before. */
const FALL = 0.95;

/** Whether what is said to be borne, `bps`, has fallen since it was `beforeBps`. */
export function hasFallen(beforeBps: number, bps: number): boolean {
  return bps < FALL * beforeBps;
}

/** Whether anything may be sent just now. */
export function isSending(report: Iterable<unknown>): boolean {
  return [...(report as Iterable<Entry>)].some((entry) => entry.active === true);
}

function add(totals: Totals, entry: Entry): void {
  if (entry.type === 'inbound-rtp') {
    totals.receivedBytes += entry.bytesReceived ?? 0;
    totals.received += entry.packetsReceived ?? 0;
    totals.lost += entry.packetsLost ?? 0;
    totals.framesDecoded += entry.framesDecoded ?? 0;
    totals.freezes += entry.freezeCount ?? 0;
  } else if (entry.type === 'outbound-rtp') {
    totals.sentBytes += entry.bytesSent ?? 0;
    totals.framesSent += entry.framesSent ?? 0;
  } else if (entry.type === 'remote-inbound-rtp') {
    totals.lossUp = Math.max(totals.lossUp, entry.fractionLost ?? 0);
  } else if (entry.type === 'candidate-pair' && entry.nominated && entry.state === 'succeeded') {
    if (entry.currentRoundTripTime !== undefined) totals.rttMs = entry.currentRoundTripTime * 1000;
  }
}

/** Turns the readings of one peer connection into Quality. */
export class QualityMeter {
  #last: Totals | null = null;

  /** Frames decoded on all lines at the last reading. */
  get framesDecoded(): number {
    return this.#last?.framesDecoded ?? 0;
  }

  /** A reading at `atMs`; null for the first one, which has nothing to be compared with. */
  read(report: Iterable<unknown>, atMs: number): Quality | null {
    const totals: Totals = {
      atMs,
      sentBytes: 0,
      receivedBytes: 0,
      received: 0,
      lost: 0,
      framesSent: 0,
      framesDecoded: 0,
      freezes: 0,
      rttMs: null,
      lossUp: 0,
    };
    for (const entry of report) add(totals, entry as Entry);
    const last = this.#last;
    this.#last = totals;
    if (last === null || totals.atMs <= last.atMs) return null;
    return compare(last, totals);
  }
}

function compare(last: Totals, next: Totals): Quality {
  const seconds = (next.atMs - last.atMs) / 1000;
  const rate = (from: number, to: number) => Math.max(0, to - from) / seconds;
  const lost = Math.max(0, next.lost - last.lost);
  const received = Math.max(0, next.received - last.received);
  return {
    rttMs: next.rttMs,
    upBps: Math.round(8 * rate(last.sentBytes, next.sentBytes)),
    downBps: Math.round(8 * rate(last.receivedBytes, next.receivedBytes)),
    lossUp: next.lossUp,
    lossDown: lost + received === 0 ? 0 : lost / (lost + received),
    fpsUp: Math.round(rate(last.framesSent, next.framesSent)),
    fpsDown: Math.round(rate(last.framesDecoded, next.framesDecoded)),
    freezes: next.freezes,
    frozen: next.freezes > last.freezes,
  };
}
