// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { watchLanguage } from '../shared/ui/controllers';
import { base } from '../shared/ui/styles';
import { PERIODS, THRESHOLDS, type Period } from './report-data';
import { onArrow } from './report-keys';
import { r } from './report-strings';

/**
 * Which days, and the threshold of the service level.
 *
 * Events: `gc-period` (detail: Period); `gc-days` (detail: [first, last]); `gc-threshold` (detail:
 * seconds).
 */
@customElement('gc-report-controls')
export class GcReportControls extends LitElement {
  static override styles = [
    base,
    css`
      :host,
      .group,
      label {
        display: flex;
        align-items: center;
      }
      :host {
        flex-wrap: wrap;
        gap: 0.5rem 2rem;
      }
      .group {
        gap: 0.5rem;
      }
      label {
        gap: 0.5rem;
        font-size: var(--text-s);
      }
      button,
      input,
      select {
        min-height: 2.25rem;
        padding: 0 0.9rem;
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-s);
        background: var(--card);
        color: var(--ink);
        font: inherit;
        font-size: var(--text-m);
      }
      button {
        color: var(--teal-deep);
        cursor: pointer;
      }
      button:hover {
        background: var(--teal-soft);
      }
      button[aria-checked='true'] {
        border-color: var(--teal);
        background: var(--teal);
        color: var(--on-teal);
      }
    `,
  ];

  @property() period: Period = 'month';
  @property() from = '';
  @property() to = '';
  @property({ type: Number }) thresholdS = 300;

  constructor() {
    super();
    watchLanguage(this);
  }

  #tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  #day(name: 'from' | 'to') {
    const change = (event: Event) => {
      const { value } = event.target as HTMLInputElement;
      this.#tell('gc-days', name === 'from' ? [value, this.to] : [this.from, value]);
    };
    return html`<label>
      ${r(name)}
      <input type="date" min="2000-01-01" max="2199-12-31" .value=${this[name]} @change=${change} />
    </label>`;
  }

  #threshold() {
    const change = (event: Event) =>
      this.#tell('gc-threshold', Number((event.target as HTMLSelectElement).value));
    return html`<label>
      ${r('threshold')}
      <select @change=${change}>
        ${THRESHOLDS.map(
          (seconds) =>
            html`<option value=${seconds} ?selected=${seconds === this.thresholdS}>
              ${r('minutes', { count: seconds / 60 })}
            </option>`,
        )}
      </select>
    </label>`;
  }

  protected override render() {
    return html`
      <div class="group" role="radiogroup" aria-label=${r('period')} @keydown=${onArrow}>
        ${PERIODS.map(
          (period) =>
            html`<button
              role="radio"
              aria-checked=${period === this.period ? 'true' : 'false'}
              tabindex=${period === this.period ? 0 : -1}
              @click=${() => this.#tell('gc-period', period)}
            >
              ${r(`period.${period}`)}
            </button>`,
        )}
      </div>
      ${this.period === 'custom' ? html`<div class="group">${this.#day('from')} ${this.#day('to')}</div>` : nothing}
      ${this.#threshold()}
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-report-controls': GcReportControls;
  }
}
