// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Link } from '../shared/messages';
import { qualityLevel, type Quality, type QualityLevel } from '../shared/quality';
import { watchLanguage } from '../shared/ui/controllers';
import { base } from '../shared/ui/styles';
import { formatRate, formatShare } from './quality';
import { t } from './strings';

const NOTHING = '–';

/** How good the own link and that of the resident are, in words and in figures. */
@customElement('gc-link-table')
export class GcLinkTable extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      table {
        width: 100%;
        border-collapse: collapse;
        font-size: var(--text-s);
        font-variant-numeric: tabular-nums;
      }
      th,
      td {
        padding: 0.15rem 0;
        text-align: end;
        font-weight: 400;
        white-space: nowrap;
      }
      th:first-child {
        text-align: start;
        color: var(--ink-soft);
      }
      thead th {
        color: var(--ink-soft);
      }
      td {
        width: 38%;
        font-weight: 600;
      }
      .level {
        display: inline-block;
        padding: 0 0.6em;
        border-radius: 1em;
        background: var(--paper);
        color: var(--ink-soft);
      }
      .good {
        background: var(--good-soft);
        color: var(--good);
      }
      .fair {
        background: var(--fair-soft);
        color: var(--fair);
      }
      .poor {
        background: var(--poor-soft);
        color: var(--poor);
      }
    `,
  ];

  /** What the browser measures of the own link, and what the relay does. */
  @property({ attribute: false }) own: Quality | null = null;
  @property({ attribute: false }) link: Link | null = null;
  /** What the relay measures of the resident's. */
  @property({ attribute: false }) other: Link | null = null;

  constructor() {
    super();
    watchLanguage(this);
  }

  #level(level: QualityLevel) {
    return html`<td><span class="level ${level}">${t(`quality.${level}`)}</span></td>`;
  }

  #row(name: string, own: string | null, other: string | null) {
    return html`<tr>
      <th scope="row">${name}</th>
      <td>${own ?? NOTHING}</td>
      <td>${other ?? NOTHING}</td>
    </tr>`;
  }

  protected override render() {
    const { own, other } = this;
    const rtt = (ms: number | null | undefined) => (ms == null ? null : `${Math.round(ms)} ms`);
    return html`<table aria-label=${t('quality.title')}>
      <thead>
        <tr>
          <th scope="col"><span class="for-readers">${t('quality.title')}</span></th>
          <th scope="col">${t('quality.own')}</th>
          <th scope="col">${t('quality.other')}</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">${t('quality.title')}</th>
          ${this.#level(qualityLevel(this.link, own?.frozen))} ${this.#level(qualityLevel(other))}
        </tr>
        ${this.#row(t('quality.rtt'), rtt(own?.rttMs), rtt(other?.rtt_ms))}
        ${this.#row(
          t('quality.loss'),
          own && `${formatShare(own.lossUp)} / ${formatShare(own.lossDown)}`,
          other &&
            `${formatShare(other.loss_up_permille / 1000)} / ${formatShare(other.loss_down_permille / 1000)}`,
        )}
        ${this.#row(
          t('quality.rate'),
          own && `${formatRate(own.upBps)} / ${formatRate(own.downBps)}`,
          other && `${formatRate(other.up_bps)} / ${formatRate(other.down_bps)}`,
        )}
        ${this.#row(t('quality.frames'), own && `${own.fpsUp} / ${own.fpsDown}`, null)}
      </tbody>
    </table>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-link-table': GcLinkTable;
  }
}
