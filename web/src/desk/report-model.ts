// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/** The reports without their looks: which period, and what the service said of it. */

import { getReport, reportPath, type ReportQuery } from '../shared/http';
import { getLanguage } from '../shared/i18n';
import type { Report, ReportBy } from '../shared/messages';
import { RequestError } from '../shared/protocol';
import { Store } from '../shared/store';
import { spanOf, spanProblem, type Period } from './report-data';

/** One period, seen from all four sides. */
export type Reports = Readonly<Record<ReportBy, Report>>;

export interface ReportState {
  period: Period;
  from: string;
  to: string;
  thresholdS: number;
  /** Of the table. */
  by: ReportBy;
  loading: boolean;
  reports: Reports | null;
  /** Why there is no (new) report, as `problem.…` of the strings. */
  problem: 'empty' | 'order' | 'long' | 'denied' | 'limit' | 'unavailable' | 'internal' | null;
}

/** The one object behind the reports. */
export class ReportModel {
  readonly store: Store<ReportState>;
  #now: () => number;
  #asked = 0;

  /** `now`: the service's time. */
  constructor(now: () => number) {
    this.#now = now;
    const [from, to] = spanOf('month', now());
    this.store = new Store<ReportState>({
      period: 'month',
      from,
      to,
      thresholdS: 300,
      by: 'point',
      loading: false,
      reports: null,
      problem: null,
    });
  }

  /** `custom` keeps the days of the last period, to be changed. */
  choose(period: Period): void {
    if (period === 'custom') {
      this.store.set({ period });
      return;
    }
    const [from, to] = spanOf(period, this.#now());
    this.store.set({ period, from, to });
    void this.load();
  }

  /** The page was opened: the same period, up to the day that is today by now. */
  open(): void {
    const { period } = this.store.state;
    if (period === 'custom') void this.load();
    else this.choose(period);
  }

  /** First and last day of the period `custom`. */
  setDays(from: string, to: string): void {
    this.store.set({ period: 'custom', from, to });
    void this.load();
  }

  setThreshold(thresholdS: number): void {
    this.store.set({ thresholdS });
    void this.load();
  }

  /** What the rows of the table are. */
  show(by: ReportBy): void {
    this.store.set({ by });
  }

  /** The address of the shown table as a file. */
  get csvPath(): string {
    const lang = getLanguage() === 'zh-CN' ? 'zh' : 'en';
    return reportPath(this.#query(), this.store.state.by, { format: 'csv', lang });
  }

  /** Asks the service; the last question wins, whatever answer comes last. */
  async load(): Promise<void> {
    const query = this.#query();
    const asked = (this.#asked += 1);
    const problem = spanProblem(query.from, query.to);
    this.store.set({ problem, loading: problem === null });
    if (problem !== null) return;
    try {
      const reports = {
        day: await getReport(query, 'day'),
        point: await getReport(query, 'point'),
        item: await getReport(query, 'item'),
        agent: await getReport(query, 'agent'),
      };
      if (asked === this.#asked) this.store.set({ reports, loading: false });
    } catch (error) {
      if (asked === this.#asked) this.store.set({ problem: problemOf(error), loading: false });
    }
  }

  #query(): ReportQuery {
    const { from, to, thresholdS } = this.store.state;
    return { from, to, thresholdS };
  }
}

function problemOf(error: unknown): 'denied' | 'limit' | 'unavailable' | 'internal' {
  const code = error instanceof RequestError ? error.code : 'internal';
  return code === 'denied' || code === 'limit' || code === 'unavailable' ? code : 'internal';
}
