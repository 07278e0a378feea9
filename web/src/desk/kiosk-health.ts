// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { DeskKiosk } from '../shared/messages';
import { watchLanguage } from '../shared/ui/controllers';
import { base } from '../shared/ui/styles';
import '../staff/tested-link';
import { DEVICES, troublesOf, type Trouble } from './health';
import { deviceWords, healthText, kioskName, linkWords, presenceWords } from './health-strings';

/** All that is known of one kiosk: whether it is there, its link, its devices. */
@customElement('gc-kiosk-health')
export class GcKioskHealth extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        font-size: var(--text-s);
        font-weight: 400;
        line-height: 1.45;
        white-space: normal;
      }
      b {
        margin-inline-end: 0.4em;
      }
      ul {
        display: flex;
        flex-wrap: wrap;
        gap: 0 1.2em;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      .soft {
        color: var(--ink-soft);
      }
      .fair {
        color: var(--fair);
        font-weight: 600;
      }
      .poor {
        color: var(--poor);
        font-weight: 600;
      }
    `,
  ];

  @property({ attribute: false }) kiosk!: DeskKiosk;
  /** Its point is open: somebody may come to it. */
  @property({ type: Boolean }) open = false;
  @property({ attribute: false }) now: () => number = Date.now;

  constructor() {
    super();
    watchLanguage(this);
  }

  #level(troubles: readonly Trouble[], about: Trouble['about']): string {
    return troubles.find((trouble) => trouble.about === about)?.level ?? '';
  }

  protected override render() {
    const { kiosk } = this;
    const now = this.now();
    const troubles = troublesOf(kiosk, this.open);
    const link = linkWords(kiosk, now);
    const devices = DEVICES.flatMap((device) => {
      const state = kiosk[device];
      return state === null ? [] : [{ device, words: deviceWords(device, state) }];
    });
    return html`<div>
        <b>${kioskName(kiosk)}</b>
        <span class=${this.#level(troubles, 'away') || 'soft'}>${presenceWords(kiosk, now)}</span>
      </div>
      ${link === '' ? nothing : html`<div class=${this.#level(troubles, 'link')}>${link}</div>`}
      ${kiosk.test === null ? nothing : html`<gc-tested-link .test=${kiosk.test}></gc-tested-link>`}
      <ul>
        ${devices.map(
          ({ device, words }) => html`<li class=${this.#level(troubles, device)}>${words}</li>`,
        )}
        ${kiosk.present && devices.length === 0 ? html`<li class="soft">${healthText('unheard')}</li>` : nothing}
      </ul>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-kiosk-health': GcKioskHealth;
  }
}
