// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { nameOf } from '../shared/i18n';
import type { Catalogue, ReportBy } from '../shared/messages';
import '../shared/ui/button';
import { watchLanguage, watchStore } from '../shared/ui/controllers';
import '../shared/ui/notice';
import { base } from '../shared/ui/styles';
import './report-agents';
import './report-controls';
import type { Period } from './report-data';
import './report-days';
import './report-estimates';
import './report-items';
import type { ReportModel, Reports } from './report-model';
import './report-points';
import { r } from './report-strings';
import './report-table';
import './report-totals';
import './report-waits';

/** How it went: a period in figures, charts and a table. Asks the service when it is opened. */
@customElement('gc-report-page')
export class GcReportPage extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        align-content: start;
        gap: 0.75rem;
        min-height: 0;
        padding: 0.75rem 1rem 1rem;
        overflow: auto;
        scrollbar-gutter: stable;
      }
      .top {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(12rem, max-content);
        align-items: center;
        gap: 0.5rem 2rem;
      }
      .soft {
        color: var(--ink-soft);
        font-size: var(--text-s);
      }
      .state {
        text-align: end;
      }
      .charts {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
        gap: 0.75rem;
      }
      .reports {
        display: grid;
        gap: 0.75rem;
        min-width: 0;
      }
      .reports[aria-busy='true'] {
        opacity: 0.55;
      }
      a {
        display: inline-flex;
        align-items: center;
        min-height: 2.25rem;
        padding: 0 1rem;
        border: 1px solid var(--teal);
        border-radius: var(--radius-s);
        color: var(--teal-deep);
        font-weight: 600;
        text-decoration: none;
      }
      a:hover {
        background: var(--teal-soft);
      }
      .plain {
        padding: 4rem 0;
        color: var(--ink-soft);
        font-size: var(--text-l);
        text-align: center;
      }
    `,
  ];

  @property({ attribute: false }) model!: ReportModel;
  @property({ attribute: false }) catalogue!: Catalogue;

  constructor() {
    super();
    watchLanguage(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (!this.hasUpdated) watchStore(this, this.model.store);
    this.model.open();
  }

  #name = (by: ReportBy, key: string): string => {
    const { points, items } = this.catalogue;
    const thing =
      by === 'point'
        ? points.find((each) => each.id === key)
        : items.find((each) => each.code === key);
    return thing ? nameOf(thing) : key;
  };
  #pointName = (id: string): string => this.#name('point', id);
  #itemName = (code: string): string => this.#name('item', code);

  #problem() {
    const { problem } = this.model.store.state;
    if (problem === null) return nothing;
    const own = problem === 'empty' || problem === 'order' || problem === 'long';
    return html`<gc-notice kind=${own ? 'warning' : 'problem'}>
      ${r(`problem.${problem}`)}
      ${
        own
          ? nothing
          : html`<gc-button slot="action" @click=${() => void this.model.load()}>
              ${r('again')}
            </gc-button>`
      }
    </gc-notice>`;
  }

  #note(reports: Reports) {
    const { open } = reports.day;
    return html`${open > 0 ? r('note.open', { count: open }) : nothing} ${r('note.days')}`;
  }

  #reports(reports: Reports) {
    const { by, loading } = this.model.store.state;
    // A ticket may be on another day at its point than in Wenzhou.
    if (reports.day.total.arrived + reports.point.total.arrived === 0) {
      return html`<p class="plain">${r(loading ? 'loading' : 'note.none')}</p>`;
    }
    return html`<div class="reports" aria-busy=${loading ? 'true' : 'false'}>
      <gc-report-totals .reports=${reports}></gc-report-totals>
      <div class="charts">
        <gc-report-days .report=${reports.day}></gc-report-days>
        <gc-report-waits .report=${reports.day}></gc-report-waits>
        <gc-report-points .report=${reports.point} .nameOf=${this.#pointName}></gc-report-points>
        <gc-report-items .report=${reports.item} .nameOf=${this.#itemName}></gc-report-items>
        <gc-report-agents .report=${reports.agent}></gc-report-agents>
        <gc-report-estimates .report=${reports.day}></gc-report-estimates>
      </div>
      <gc-report-table
        .reports=${reports}
        by=${by}
        .nameOf=${this.#name}
        @gc-by=${({ detail }: CustomEvent<ReportBy>) => this.model.show(detail)}
      >
        <a href=${this.model.csvPath} download title=${r('download.hint')}>${r('download')}</a>
      </gc-report-table>
    </div>`;
  }

  protected override render() {
    const { model } = this;
    const { period, from, to, thresholdS, loading, reports, problem } = model.store.state;
    return html`
      <div class="top">
        <gc-report-controls
          period=${period}
          from=${from}
          to=${to}
          .thresholdS=${thresholdS}
          @gc-period=${({ detail }: CustomEvent<Period>) => model.choose(detail)}
          @gc-days=${({ detail }: CustomEvent<[string, string]>) => model.setDays(...detail)}
          @gc-threshold=${({ detail }: CustomEvent<number>) => model.setThreshold(detail)}
        ></gc-report-controls>
        <span class="soft state" role="status">
          ${loading ? r('loading') : reports ? this.#note(reports) : nothing}
        </span>
      </div>
      ${this.#problem()}
      ${
        reports
          ? this.#reports(reports)
          : problem === null
            ? html`<p class="plain">${r('loading')}</p>`
            : nothing
      }
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-report-page': GcReportPage;
  }
}
