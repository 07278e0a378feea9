// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { formatSpan } from '../../shared/clock';
import { nameOf } from '../../shared/i18n';
import '../../shared/ui/button';
import { watchTime } from '../../shared/ui/controllers';
import '../../shared/ui/icon';
import { currentItem } from '../state';
import { say } from '../words';
import { question } from './question';
import { KioskScreen } from './screen';

/** What the resident has to get, how long the officer's word holds, and the button for "I have it". */
@customElement('gc-kiosk-parked')
export class GcKioskParked extends KioskScreen {
  static override styles = [
    KioskScreen.styles,
    css`
      .card {
        display: grid;
        gap: calc(var(--space) * 0.9);
        justify-items: center;
        text-align: center;
      }
      .number {
        font-size: var(--text-xl);
        font-weight: 650;
        letter-spacing: 0.04em;
        color: var(--accent-deep);
        font-variant-numeric: tabular-nums;
      }
      .number small {
        display: block;
        font-size: var(--text-m);
        font-weight: 400;
        letter-spacing: 0;
        color: var(--ink-soft);
      }
      .what {
        justify-self: stretch;
        padding: 0.75em;
        border-radius: var(--radius-s);
        background: var(--accent-soft);
        color: var(--accent-deep);
        font-size: var(--text-xxl);
        font-weight: 650;
        line-height: 1.3;
        overflow-wrap: anywhere;
        text-wrap: balance;
      }
      .left {
        display: inline-flex;
        align-items: center;
        gap: 0.4em;
        font-size: var(--text-l);
        font-weight: 600;
        font-variant-numeric: tabular-nums;
      }
      .ready {
        width: min(42rem, 100%);
        font-size: var(--text-xl);
      }
    `,
  ];

  @state() private asking = false;

  constructor() {
    super();
    watchTime(this, 1000);
  }

  protected override render() {
    const parked = this.state.view.ticket?.parked;
    if (!parked) return html``;
    const left = Math.max(0, parked.until_ms - this.app.core.clock.now());
    return html`${this.notices('all')}
      <section class="card">
        ${this.#number()}
        <h1>${say('parkTitle', { name: parked.agent })}</h1>
        <p class="what">${parked.reason}</p>
        <p class="left" role="timer">
          <gc-icon name="clock"></gc-icon>${say('parkLeft', { time: formatSpan(left) })}
        </p>
        <gc-button
          class="ready"
          kind="primary"
          icon="check"
          ?busy=${this.state.busy}
          @click=${() => this.app.ready()}
          >${say('parkReady')}</gc-button
        >
      </section>
      <gc-notice kind="info">${say('parkText')}</gc-notice>
      <div class="foot">
        <gc-button icon="close" @click=${() => (this.asking = true)}>${say('parkLeave')}</gc-button>
      </div>
      ${this.#question()}`;
  }

  #number() {
    const item = currentItem(this.state);
    return html`<p class="number">
      ${this.state.view.ticket?.number}<small>${item === null ? '' : nameOf(item)}</small>
    </p>`;
  }

  #question() {
    return question({
      title: 'parkLeaveTitle',
      text: 'parkLeaveText',
      no: 'back',
      yes: 'parkLeaveYes',
      open: this.asking,
      busy: this.state.busy,
      close: () => (this.asking = false),
      go: () => void this.app.giveUp(),
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-kiosk-parked': GcKioskParked;
  }
}
