// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { nameOf } from '../shared/i18n';
import '../shared/ui/button';
import '../shared/ui/clocks';
import { watchLanguage, watchStore, watchTime } from '../shared/ui/controllers';
import '../shared/ui/dialog';
import '../shared/ui/notice';
import { base } from '../shared/ui/styles';
import { KioskApp } from './app';
import './screens/appointment';
import './screens/browse';
import './screens/call';
import './screens/called';
import './screens/check';
import './screens/closed';
import './screens/code';
import './screens/contact';
import './screens/end';
import './screens/enrol';
import './screens/item';
import './screens/language';
import './screens/online';
import './screens/parked';
import './screens/phone';
import './screens/return';
import './screens/slots';
import './screens/waiting';
import './screens/who';
import { cityOf, screenOf, type Screen } from './state';
import { say } from './words';
import { serviceNotice } from './sentences';

/**
 * The kiosk: head with the point and both clocks, what is happening in a plain sentence, the screen.
 */
@customElement('gc-kiosk')
export class GcKiosk extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-height: 100vh;
      }
      header {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--space);
        padding: calc(var(--space) * 0.75)
          max(calc(var(--space) * 2), calc((100% - 100rem) / 2 + var(--space) * 2));
        background: var(--teal-deep);
        color: var(--on-teal);
        border-bottom: 0.4rem solid var(--accent);
      }
      .brand {
        font-size: var(--text-l);
        font-weight: 650;
        line-height: 1.25;
      }
      .brand small {
        display: block;
        font-size: var(--text-s);
        font-weight: 400;
      }
      main {
        display: flex;
        flex-direction: column;
        flex: 1;
        gap: var(--space);
        width: 100%;
        max-width: 100rem;
        margin-inline: auto;
        padding: calc(var(--space) * 1.5) calc(var(--space) * 2);
      }
      :host([in-call]) {
        height: 100vh;
      }
      .full {
        min-height: 0;
        max-width: none;
        padding: 0;
        gap: 0;
      }
      .full gc-notice {
        margin: var(--space);
      }
      .starting {
        margin: auto;
        font-size: var(--text-l);
        color: var(--ink-soft);
      }
    `,
  ];

  readonly app = new KioskApp();

  constructor() {
    super();
    watchLanguage(this);
    watchStore(this, this.app.store);
    // Notices of the service go by themselves.
    watchTime(this, 5000);
    this.app.start();
  }

  protected override render() {
    const screen = screenOf(this.app.state);
    this.toggleAttribute('in-call', screen === 'call');
    return html`<header>
        ${this.#brand()}
        <gc-clocks
          .place=${this.#city()}
          .zone=${this.app.state.view.point?.timezone ?? 'Asia/Shanghai'}
          .now=${() => this.app.core.clock.now()}
        ></gc-clocks>
      </header>
      <main class=${screen === 'call' ? 'full' : ''}>
        ${this.#notice()} ${this.#screen(screen)}
      </main>
      ${this.#idle()}`;
  }

  #brand() {
    const { point } = this.app.state.view;
    return html`<div class="brand">
      全球通 Global Connect<small>${point === undefined ? nothing : nameOf(point)}</small>
    </div>`;
  }

  #city(): string {
    return cityOf(this.app.state, this.app.state.view.point?.id ?? '');
  }

  #notice() {
    const notice = serviceNotice(this.app.state, this.app.core.clock.now());
    if (notice === null) return nothing;
    return html`<gc-notice kind=${notice.kind}>
      ${notice.text}
      ${
        notice.action === 'take_over'
          ? html`<gc-button
              slot="action"
              kind="primary"
              @click=${() => this.app.core.connection.takeOver()}
              >${say('takeOver')}</gc-button
            >`
          : nothing
      }
    </gc-notice>`;
  }

  #screen(screen: Screen) {
    const { app } = this;
    switch (screen) {
      case 'starting':
        return html`<p class="starting">${say('stateConnecting')}</p>`;
      case 'enrol':
        return html`<gc-kiosk-enrol .app=${app}></gc-kiosk-enrol>`;
      case 'closed':
        return html`<gc-kiosk-closed .app=${app}></gc-kiosk-closed>`;
      case 'language':
        return html`<gc-kiosk-language .app=${app}></gc-kiosk-language>`;
      case 'browse':
        return html`<gc-kiosk-browse .app=${app}></gc-kiosk-browse>`;
      case 'item':
        return html`<gc-kiosk-item .app=${app}></gc-kiosk-item>`;
      case 'who':
        return html`<gc-kiosk-who .app=${app}></gc-kiosk-who>`;
      case 'phone':
        return html`<gc-kiosk-phone .app=${app}></gc-kiosk-phone>`;
      case 'online':
        return html`<gc-kiosk-online .app=${app}></gc-kiosk-online>`;
      case 'return':
        return html`<gc-kiosk-return .app=${app}></gc-kiosk-return>`;
      case 'called':
        return html`<gc-kiosk-called .app=${app}></gc-kiosk-called>`;
      case 'code':
        return html`<gc-kiosk-code .app=${app}></gc-kiosk-code>`;
      case 'slots':
        return html`<gc-kiosk-slots .app=${app}></gc-kiosk-slots>`;
      case 'contact':
        return html`<gc-kiosk-contact .app=${app}></gc-kiosk-contact>`;
      case 'appointment':
        return html`<gc-kiosk-appointment .app=${app}></gc-kiosk-appointment>`;
      case 'check':
        return html`<gc-kiosk-check .app=${app}></gc-kiosk-check>`;
      case 'waiting':
        return html`<gc-kiosk-waiting .app=${app}></gc-kiosk-waiting>`;
      case 'parked':
        return html`<gc-kiosk-parked .app=${app}></gc-kiosk-parked>`;
      case 'call':
        return html`<gc-kiosk-call .app=${app}></gc-kiosk-call>`;
      case 'end':
      case 'abandoned':
        return html`<gc-kiosk-end .app=${app}></gc-kiosk-end>`;
    }
  }

  #idle() {
    const left = this.app.state.idleLeft;
    return html`<gc-dialog
      .open=${left !== null}
      heading=${say('idleTitle')}
      @gc-cancel=${() => this.app.stay()}
    >
      <p>${say('idleText', { seconds: left ?? 0 })}</p>
      <gc-button slot="actions" kind="primary" @click=${() => this.app.stay()}>
        ${say('idleStay')}
      </gc-button>
      <gc-button slot="actions" kind="plain" @click=${() => this.app.clear()}>
        ${say('idleClear')}
      </gc-button>
    </gc-dialog>`;
  }
}
