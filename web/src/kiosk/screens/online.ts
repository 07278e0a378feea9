// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { nameOf } from '../../shared/i18n';
import type { Item } from '../../shared/messages';
import '../../shared/ui/button';
import '../../shared/ui/notice';
import { currentItem } from '../state';
import { say } from '../words';
import { KioskScreen } from './screen';

/** How the item is handed in without waiting, and what to have ready for it. */
@customElement('gc-kiosk-online')
export class GcKioskOnline extends KioskScreen {
  static override styles = [
    KioskScreen.styles,
    css`
      ol,
      ul {
        display: grid;
        gap: 0.6em;
        margin: 0.6em 0 0;
        padding: 0;
        line-height: 1.35;
      }
      ol {
        padding-inline-start: 1.5em;
      }
      ol li::marker {
        font-weight: 650;
        color: var(--teal);
      }
      ul {
        grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr));
        list-style: none;
      }
      ul li {
        display: flex;
        gap: 0.5em;
      }
      ul gc-icon {
        margin-top: 0.1em;
        color: var(--teal);
      }
    `,
  ];

  protected override render() {
    const item = currentItem(this.state);
    if (item === null) return html``;
    const inLine = this.state.view.ticket?.state === 'waiting';
    return html`<div>
        <h1>${say('onlineTitle')}</h1>
        <p class="lead">${nameOf(item)} · ${item.code}</p>
      </div>
      <section class="card">
        <h2>${say('onlineHow')}</h2>
        <ol>
          <li>${say('onlinePapers')}</li>
          <li>${say('onlineSite', { code: item.code })}</li>
          <li>${say('onlineAnytime')}</li>
        </ol>
      </section>
      ${this.#papers(item)}
      ${inLine ? html`<gc-notice kind="info">${say('onlinePlace')}</gc-notice>` : ''}
      <div class="foot">
        <gc-button icon="back" @click=${() => this.app.setDraft({ way: null })}>
          ${say('back')}
        </gc-button>
        <gc-button
          class="go"
          kind="primary"
          icon="globe"
          ?busy=${this.state.busy}
          @click=${() => this.app.goOnline()}
        >
          ${say('onlineGo')}
        </gc-button>
      </div>`;
  }

  #papers(item: Item) {
    if (item.materials.length === 0) return '';
    return html`<section class="card">
      <h2>${say('waitPapers')}</h2>
      <ul>
        ${item.materials.map(
          (paper) =>
            html`<li>
              <gc-icon name=${paper.required ? 'check' : 'document'}></gc-icon>
              <span>${nameOf(paper)}${paper.required ? '' : ` (${say('ifAny')})`}</span>
            </li>`,
        )}
      </ul>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-kiosk-online': GcKioskOnline;
  }
}
