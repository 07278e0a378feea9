// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { nameOf } from '../shared/i18n';
import type { Item } from '../shared/messages';
import { watchLanguage } from '../shared/ui/controllers';
import { base } from '../shared/ui/styles';
import { t } from './strings';

/** Items with this rule are only prepared at a point; the act itself takes place elsewhere. */
const CONSULAR = 'abroad_consular_post_or_visa_centre';

/** What the item asks for: time, fee, rules and the list of materials to read from. */
@customElement('gc-item-guide')
export class GcItemGuide extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-rows: auto auto minmax(0, 1fr);
        gap: 0.5rem;
        min-height: 0;
      }
      h2 {
        font-size: var(--text-m);
      }
      .facts {
        display: flex;
        flex-wrap: wrap;
        gap: 0.2rem 1rem;
        color: var(--ink-soft);
        font-size: var(--text-s);
      }
      .rule {
        color: var(--accent-deep);
        font-weight: 600;
      }
      ol {
        margin: 0;
        padding: 0;
        overflow-y: auto;
        list-style: none;
      }
      li {
        display: grid;
        grid-template-columns: 1fr auto auto;
        gap: 0.75rem;
        align-items: baseline;
        padding: 0.35rem 0;
        border-bottom: 1px solid var(--line);
      }
      li:last-child {
        border-bottom: 0;
      }
      .tag {
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      .must {
        padding: 0 0.5em;
        border-radius: 1em;
        background: var(--teal-soft);
        color: var(--teal-deep);
        font-weight: 600;
      }
    `,
  ];

  @property({ attribute: false }) item: Item | undefined;

  constructor() {
    super();
    watchLanguage(this);
  }

  #facts(item: Item) {
    const { typical_video_minutes: minutes, limit_working_days: days, fee } = item;
    return html`<div class="facts">
      ${minutes === null ? nothing : html`<span>${t('guide.minutes', { minutes })}</span>`}
      ${days === null ? nothing : html`<span>${t('guide.limit', { days })}</span>`}
      ${
        fee.amount_cny === null
          ? nothing
          : html`<span>
              ${fee.amount_cny === 0 ? t('guide.free') : t('guide.fee', { amount: fee.amount_cny })}
            </span>`
      }
      ${item.direct_communication_required ? html`<span class="rule">${t('guide.direct')}</span>` : nothing}
      ${item.venue_rule === CONSULAR ? html`<span class="rule">${t('guide.venue')}</span>` : nothing}
    </div>`;
  }

  protected override render() {
    const { item } = this;
    if (!item) return html`<h2>${t('guide.title')}</h2>`;
    return html`
      <h2>${t('guide.title')} · ${item.code}</h2>
      ${this.#facts(item)}
      <ol tabindex="0" aria-label=${t('guide.materials')}>
        ${item.materials.length === 0 ? html`<li>${t('guide.none')}</li>` : nothing}
        ${item.materials.map(
          (material) =>
            html`<li>
              <span>${nameOf(material)}</span>
              <span class="tag">${t(material.original ? 'guide.original' : 'guide.copy')}</span>
              <span class="tag ${material.required ? 'must' : ''}">
                ${t(material.required ? 'guide.required' : 'guide.optional')}
              </span>
            </li>`,
        )}
      </ol>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-item-guide': GcItemGuide;
  }
}
