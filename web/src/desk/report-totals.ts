// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatSpan } from '../shared/clock';
import { watchLanguage } from '../shared/ui/controllers';
import { base } from '../shared/ui/styles';
import { percent, span } from './report-data';
import type { Reports } from './report-model';
import { r } from './report-strings';

/** The figures of the whole period, large. */
@customElement('gc-report-totals')
export class GcReportTotals extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-columns: repeat(8, minmax(0, 1fr));
        border: 1px solid var(--line);
        border-radius: var(--radius);
        gap: 1px;
        background: var(--line);
        overflow: hidden;
      }
      dl {
        display: contents;
      }
      .total {
        padding: 0.6rem 1.1rem;
        background: var(--card);
        font-variant-numeric: tabular-nums;
      }
      dt,
      .hint {
        color: var(--ink-soft);
        font-size: var(--text-s);
        line-height: 1.35;
      }
      dd {
        margin: 0;
      }
      .value {
        font-size: 1.75rem;
        font-weight: 700;
        line-height: 1.25;
        white-space: nowrap;
      }
      @media (max-width: 1500px) {
        :host {
          grid-template-columns: repeat(4, minmax(0, 1fr));
        }
      }
    `,
  ];

  @property({ attribute: false }) reports!: Reports;

  constructor() {
    super();
    watchLanguage(this);
  }

  #total(name: string, value: string | number, hint: string) {
    return html`<div class="total">
      <dt>${name}</dt>
      <dd class="value">${value}</dd>
      <dd class="hint">${hint}</dd>
    </div>`;
  }

  protected override render() {
    const { total, threshold_s } = this.reports.day;
    const time = formatSpan(threshold_s * 1000);
    const { abandoned: count, short_abandoned: short } = total;
    return html`<dl>
      ${this.#total(r('answered'), total.answered, r('answered.of', { count: total.arrived }))}
      ${this.#total(r('level1'), percent(total.service_level_permille), r('level1.hint', { time }))}
      ${this.#total(r('level2'), percent(total.service_level2_permille), r('level2.hint'))}
      ${this.#total(r('abandonment'), percent(total.abandonment_permille), r('abandonment.hint', { count, short }))}
      ${this.#total(r('asa'), span(total.wait_mean_ms), r('asa.hint', { p50: span(total.wait_p50_ms) }))}
      ${this.#total(r('p90'), span(total.wait_p90_ms), r('p90.hint', { max: span(total.wait_max_ms) }))}
      ${this.#total(r('aht'), span(total.handle_mean_ms), r('aht.hint'))}
      ${this.#total(r('fairness'), percent(this.reports.point.fairness_permille), r('fairness.hint'))}
    </dl>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-report-totals': GcReportTotals;
  }
}
