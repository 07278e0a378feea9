// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { HOME_ZONE } from '../../shared/clock';
import { nameOf } from '../../shared/i18n';
import '../../shared/ui/button';
import { watchTime } from '../../shared/ui/controllers';
import { callSentence } from '../phone';
import { currentItem } from '../state';
import { say } from '../words';
import { KioskScreen } from './screen';

/** The number, at which telephone, and when: then the kiosk is the next resident's. */
@customElement('gc-kiosk-called')
export class GcKioskCalled extends KioskScreen {
  static override styles = [
    KioskScreen.styles,
    css`
      :host {
        justify-content: center;
        width: min(64rem, 100%);
        margin-inline: auto;
      }
      h1 {
        font-size: var(--text-xxl);
        text-align: center;
      }
      .card {
        display: grid;
        gap: 0.5rem;
        text-align: center;
      }
      strong {
        font-size: calc(var(--text-xxl) * 2);
        line-height: 1.1;
        letter-spacing: 0.04em;
        color: var(--accent-deep);
        font-variant-numeric: tabular-nums;
      }
      .phone {
        display: inline-flex;
        align-items: center;
        justify-content: center;
        gap: 0.5em;
        font-size: var(--text-xl);
        font-weight: 650;
        font-variant-numeric: tabular-nums;
      }
      .when {
        padding: 0.5em 0.75em;
        border-radius: var(--radius-s);
        background: var(--teal-soft);
        color: var(--teal-deep);
        font-size: var(--text-l);
        font-weight: 650;
        line-height: 1.35;
        text-wrap: balance;
      }
      .soft {
        color: var(--ink-soft);
      }
      .lead {
        margin-inline: auto;
        text-align: center;
      }
    `,
  ];

  constructor() {
    super();
    watchTime(this, 10_000);
  }

  protected override render() {
    const { ticket, point } = this.state.view;
    if (!ticket) return html``;
    const item = currentItem(this.state);
    const zone = point?.timezone ?? HOME_ZONE;
    return html`<h1>${say('calledTitle')}</h1>
      <section class="card">
        <p class="soft">${say('waitTitle')}</p>
        <strong>${ticket.number}</strong>
        <p class="soft">${item === null ? '' : nameOf(item)}</p>
        <p class="phone"><gc-icon name="phone"></gc-icon>${ticket.phone}</p>
        <p class="when" role="status">${callSentence(ticket, zone, this.app.core.clock.now())}</p>
      </section>
      <p class="lead">${say('calledText')}</p>
      <div class="foot">
        <gc-button
          @click=${() => this.app.setDraft({ way: 'phone', phone: ticket.phone ?? '' })}
          ?disabled=${ticket.state !== 'waiting'}
        >
          ${say('calledChange')}
        </gc-button>
        <gc-button class="go" kind="primary" icon="check" @click=${() => this.app.wipe()}>
          ${say('finish')}
        </gc-button>
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-kiosk-called': GcKioskCalled;
  }
}
