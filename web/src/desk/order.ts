// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/** What the desk shows of points, tickets and agents, sorted and filtered. No DOM. */

import type { DeskPoint } from '../shared/messages';

/** One point: what the catalogue knows of it and what is going on there now. */
export interface PointRow {
  id: string;
  name: string;
  kind: string;
  timezone: string;
  open: boolean;
  /** Why it is closed by hand, or null. */
  closed: DeskPoint['closed'];
  /** When it opens next; null while it is open, or when that is not in sight. */
  opensMs: number | null;
  /** When it closes; null while it is closed. */
  closesMs: number | null;
  kiosks: number;
  waiting: number;
  inSession: number;
  oldestSinceMs: number | null;
}

/** Orders of the table of points. `wait`: who has waited longest first. */
export const POINT_ORDERS = ['catalogue', 'wait', 'waiting', 'open'] as const;

/** One of {@link POINT_ORDERS}. */
export type PointOrder = (typeof POINT_ORDERS)[number];

function byNumber(a: number | null, b: number | null): number {
  return (a ?? Infinity) === (b ?? Infinity) ? 0 : (a ?? Infinity) - (b ?? Infinity);
}

/** Open ones first, by closing time; then the others, by opening time. */
function byOpening(a: PointRow, b: PointRow): number {
  if (a.open !== b.open) return a.open ? -1 : 1;
  return a.open ? byNumber(a.closesMs, b.closesMs) : byNumber(a.opensMs, b.opensMs);
}

const COMPARE: Record<PointOrder, (a: PointRow, b: PointRow) => number> = {
  catalogue: () => 0,
  wait: (a, b) => byNumber(a.oldestSinceMs, b.oldestSinceMs),
  waiting: (a, b) => b.waiting - a.waiting || byNumber(a.oldestSinceMs, b.oldestSinceMs),
  open: byOpening,
};

/** A sorted copy. Equal rows keep the catalogue's order, so that rows do not jump about. */
export function sortPoints(rows: readonly PointRow[], order: PointOrder): PointRow[] {
  return [...rows].sort(COMPARE[order]);
}

/** The rows of one kind of point, `overseas` or `domestic`. */
export function pointsOfKind(rows: readonly PointRow[], kind: string): PointRow[] {
  return rows.filter((row) => row.kind === kind);
}

/** Sums over points, for the line of totals. */
export interface Totals {
  open: number;
  points: number;
  kiosks: number;
  waiting: number;
  inSession: number;
  oldestSinceMs: number | null;
}

/** Adds up `rows`. */
export function totalsOf(rows: readonly PointRow[]): Totals {
  const totals: Totals = {
    open: 0,
    points: rows.length,
    kiosks: 0,
    waiting: 0,
    inSession: 0,
    oldestSinceMs: null,
  };
  for (const row of rows) {
    totals.open += row.open ? 1 : 0;
    totals.kiosks += row.kiosks;
    totals.waiting += row.waiting;
    totals.inSession += row.inSession;
    if (byNumber(row.oldestSinceMs, totals.oldestSinceMs) < 0)
      totals.oldestSinceMs = row.oldestSinceMs;
  }
  return totals;
}

/** How near an agent is to taking the next resident; the table begins with those who can. */
const AGENT_RANK: Record<string, number> = {
  idle: 0,
  offered: 1,
  connecting: 2,
  busy: 3,
  holding: 4,
  wrap_up: 5,
  break: 6,
  unreachable: 7,
  off_duty: 8,
  offline: 9,
};

/** A sorted copy: by state as in {@link AGENT_RANK}, within a state the longest in it first. */
export function sortAgents<T extends { effective: string; since_ms: number; account: string }>(
  agents: readonly T[],
): T[] {
  const rank = (agent: T): number => AGENT_RANK[agent.effective] ?? Object.keys(AGENT_RANK).length;
  return [...agents].sort(
    (a, b) => rank(a) - rank(b) || a.since_ms - b.since_ms || a.account.localeCompare(b.account),
  );
}
