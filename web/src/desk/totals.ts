// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { DeskAgent } from '../shared/messages';
import { watchLanguage } from '../shared/ui/controllers';
import '../shared/ui/icon';
import { base } from '../shared/ui/styles';
import { totalsOf, type PointRow } from './order';
import { t } from './strings';
import './wait-time';

/** The sums over all points, and what the colours of the waits mean. */
@customElement('gc-totals')
export class GcTotals extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: flex;
        align-items: stretch;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--card);
      }
      .total {
        flex: 1;
        display: grid;
        align-content: center;
        padding: 0.5rem 1.25rem;
        border-inline-end: 1px solid var(--line);
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      .name {
        color: var(--ink-soft);
        font-size: var(--text-s);
      }
      .value {
        font-size: 1.75rem;
        font-weight: 700;
        line-height: 1.2;
      }
      small {
        color: var(--ink-soft);
        font-size: var(--text-m);
        font-weight: 400;
      }
      .value gc-wait-time {
        margin-inline-start: -0.3em;
        font-size: 1.5rem;
      }
      .value gc-wait-time::part(wait) {
        min-width: 0;
      }
      .legend {
        display: grid;
        grid-template-columns: auto auto;
        gap: 0.1rem 1rem;
        align-content: center;
        padding: 0.4rem 1.25rem;
        font-size: 0.8125rem;
        white-space: nowrap;
      }
      .legend span {
        display: flex;
        align-items: center;
        gap: 0.4em;
      }
      .swatch {
        display: inline-grid;
        place-items: center;
        width: 1.5rem;
        height: 1.25rem;
        border-radius: 0.3rem;
        border: 1px solid var(--line);
      }
      .long {
        background: var(--fair-soft);
        color: var(--fair);
      }
      .late {
        background: var(--accent-soft);
        color: var(--accent-deep);
      }
      .alarm {
        background: var(--poor);
        color: var(--on-teal);
      }
    `,
  ];

  @property({ attribute: false }) rows: readonly PointRow[] = [];
  @property({ attribute: false }) agents: readonly DeskAgent[] = [];
  @property({ attribute: false }) now: () => number = Date.now;

  constructor() {
    super();
    watchLanguage(this);
  }

  #total(name: string, value: unknown, of?: number) {
    return html`<div class="total">
      <span class="name">${name}</span>
      <span class="value"
        >${value}
        ${of === undefined ? '' : html`<small>${t('total.of', { count: of })}</small>`}</span
      >
    </div>`;
  }

  protected override render() {
    const totals = totalsOf(this.rows);
    const free = this.agents.filter((agent) => agent.effective === 'idle').length;
    return html`
      ${this.#total(t('total.open'), totals.open, totals.points)}
      ${this.#total(t('total.kiosks'), totals.kiosks)}
      ${this.#total(t('total.waiting'), totals.waiting)}
      ${this.#total(t('total.sessions'), totals.inSession)}
      ${this.#total(
        t('total.oldest'),
        html`<gc-wait-time .since=${totals.oldestSinceMs} .now=${this.now}></gc-wait-time>`,
      )}
      ${this.#total(t('total.agents'), free, this.agents.length)}
      <div class="legend" role="note" aria-label=${t('level.legend')}>
        <span><i class="swatch"></i>${t('level.short')}</span>
        <span
          ><i class="swatch long"><gc-icon name="clock"></gc-icon></i>${t('level.long')}</span
        >
        <span
          ><i class="swatch late"><gc-icon name="warning"></gc-icon></i>${t('level.late')}</span
        >
        <span
          ><i class="swatch alarm"><gc-icon name="warning"></gc-icon></i>${t('level.alarm')}</span
        >
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-totals': GcTotals;
  }
}
