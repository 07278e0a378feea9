// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement, query } from 'lit/decorators.js';
import type { AgentSession } from '../shared/messages';
import { trackStream } from '../shared/streams';
import '../shared/ui/button';
import { watchLanguage, watchStore } from '../shared/ui/controllers';
import '../shared/ui/notice';
import { base } from '../shared/ui/styles';
import { findItem, findPoint, itemName } from '../staff/catalogue';
import '../staff/sign-in';
import type { Credentials } from '../staff/sign-in';
import { t as staffText } from '../staff/strings';
import '../staff/top-bar';
import './call-screen';
import type { GcCallScreen } from './call-screen';
import { CommandEvent, type Command } from './commands';
import './device-check';
import './dialogs';
import './home-screen';
import './key-legend';
import { bindingsOf } from './keys';
import { commandFor, type Target } from './key-commands';
import './next-time-dialog';
import './notes';
import './offer-screen';
import './phone-screen';
import { AgentPage } from './page';
import type { ViewerAction } from './paper/viewer-actions';
import { screenOf, shownScreen } from './state';
import { t } from './strings';
import './visit-dialogs';
import './wrap-up';
import type { GcWrapUp } from './wrap-up';

/** The whole agent page. */
@customElement('gc-agent-app')
export class GcAgentApp extends LitElement implements Target {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-rows: auto auto minmax(0, 1fr) auto;
        height: 100vh;
        min-width: 1180px;
      }
      .screen {
        display: grid;
        min-height: 0;
        overflow: auto;
      }
      .screen[inert] {
        filter: grayscale(1);
        opacity: 0.85;
      }
      .plain {
        place-self: center;
        color: var(--ink-soft);
        font-size: var(--text-l);
      }
      .replaced {
        display: flex;
        align-items: center;
        gap: 1.5rem;
        padding: 1rem 1.25rem;
        background: var(--fair-soft);
        color: #5f3d00;
      }
      .replaced div {
        flex: 1;
      }
      .replaced h2 {
        font-size: var(--text-l);
      }
    `,
  ];

  readonly page = new AgentPage();
  @query('gc-call-screen') private call!: GcCallScreen | null;
  @query('gc-wrap-up') private wrapUp!: GcWrapUp | null;

  constructor() {
    super();
    watchLanguage(this);
    watchStore(this, this.page.store);
    this.addEventListener(CommandEvent.type, (event) =>
      this.page.run((event as CommandEvent).detail),
    );
    void this.page.start();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('keydown', this.#pressed);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('keydown', this.#pressed);
  }

  /** For the keys: puts the cursor into the field for messages. */
  write(): void {
    this.call?.write();
  }

  /** For the keys: chooses an outcome of the wrap-up. */
  choose(number: number): void {
    this.wrapUp?.choose(number);
  }

  /** For the keys: ends the wrap-up. */
  finish(): void {
    this.wrapUp?.finish();
  }

  /** For the keys: turns, zooms, moves, cuts the picture of a paper that is shown large. */
  view(action: ViewerAction): void {
    this.call?.view(action);
  }

  run(command: Command): void {
    this.page.run(command);
  }

  #pressed = (event: KeyboardEvent): void => {
    if (commandFor(event, this.page.store.state, this)) event.preventDefault();
  };

  #ownPicture(): MediaStream | null {
    return trackStream(this.page.core.devices.tracks.camera);
  }

  #signIn() {
    const { signingIn, signInProblem } = this.page.store.state;
    const send = ({ detail }: CustomEvent<Credentials>) => this.run({ do: 'sign-in', ...detail });
    return html`<gc-sign-in
      heading=${t('signin.title')}
      lead=${t('signin.lead')}
      problem=${signInProblem ? staffText(`signin.${signInProblem}`) : ''}
      ?busy=${signingIn}
      @gc-sign-in=${send}
    ></gc-sign-in>`;
  }

  #offer() {
    const { view, catalogue, soundBlocked } = this.page.store.state;
    if (!view.offer) return nothing;
    return html`<gc-offer-screen
      .offer=${view.offer}
      .item=${findItem(catalogue, view.offer.item)}
      .point=${findPoint(catalogue, view.offer.point)}
      .now=${this.#now}
      ?silent=${soundBlocked}
    ></gc-offer-screen>`;
  }

  #call(session: AgentSession) {
    if (session.call_back) {
      return html`<gc-phone-screen
        .state=${this.page.store.state}
        .session=${session}
        .now=${this.#now}
      ></gc-phone-screen>`;
    }
    return html`<gc-call-screen
      .state=${this.page.store.state}
      .session=${session}
      .parties=${this.page.core.peer.parties}
      .self=${this.#ownPicture()}
      .now=${this.#now}
    ></gc-call-screen>`;
  }

  /** One place for both, so that a list over the page does not empty the note under it. */
  #session(session: AgentSession) {
    if (session.state !== 'wrap_up') return this.#call(session);
    const { catalogue, view } = this.page.store.state;
    return html`<gc-wrap-up
      .session=${session}
      .appointment=${view.appointment ?? null}
      item=${itemName(catalogue, session.item)}
      .now=${this.#now}
    ></gc-wrap-up>`;
  }

  #now = (): number => this.page.core.clock.now();

  #screen() {
    const { state } = this.page.store;
    const { session } = state.view;
    switch (shownScreen(state)) {
      case 'sign-in':
        return this.#signIn();
      case 'devices':
        return html`<gc-device-check
          .devices=${state.devices}
          .camera=${this.page.core.devices.tracks.camera}
          .level=${() => this.page.core.devices.level()}
        ></gc-device-check>`;
      case 'home':
      case 'take':
        return html`<gc-home-screen
          .state=${state}
          .self=${this.#ownPicture()}
          .now=${this.#now}
        ></gc-home-screen>`;
      case 'offer':
      case 'decline':
        return this.#offer();
      case 'call':
      case 'ringing':
      case 'telephone':
      case 'guest':
      case 'supervising':
      case 'reading':
      case 'reading-guest':
      case 'ask':
      case 'transfer':
      case 'department':
      case 'park':
      case 'item-done':
      case 'add-item':
      case 'next-item':
      case 'hang-up':
      case 'next-time':
      case 'wrap-up':
        return session ? this.#session(session) : nothing;
      default:
        return html`<p class="plain" role="status">${t('loading')}</p>`;
    }
  }

  #replaced() {
    return html`<div class="replaced" role="alert">
      <div>
        <h2>${t('replaced.title')}</h2>
        <p>${t('replaced.lead')}</p>
      </div>
      <gc-button kind="primary" @click=${() => this.run({ do: 'take-over' })}
        >${staffText('takeover')}</gc-button
      >
    </div>`;
  }

  protected override render() {
    const { state } = this.page.store;
    const known = state.welcomed && state.stage === 'ready';
    return html`
      <header>
        <gc-top-bar
          heading=${t('title')}
          person=${state.view.me?.name ?? ''}
          .online=${known ? state.status === 'online' : undefined}
          .relayUp=${known && state.status === 'online' ? state.view.relay?.up : undefined}
          .now=${this.#now}
          @gc-sign-out=${() => this.run({ do: 'sign-out' })}
        ></gc-top-bar>
      </header>
      ${
        state.status === 'replaced'
          ? this.#replaced()
          : html`<gc-agent-notes .state=${state}></gc-agent-notes>`
      }
      <main class="screen" ?inert=${state.status === 'replaced'}>${this.#screen()}</main>
      <footer>
        <gc-key-legend
          screen=${screenOf(state)}
          ?hidden=${bindingsOf(screenOf(state)).length === 0}
        ></gc-key-legend>
      </footer>
      ${
        screenOf(state) === 'next-time'
          ? html`<gc-next-time-dialog .state=${state} .now=${this.#now}></gc-next-time-dialog>`
          : nothing
      }
      <gc-agent-dialogs .state=${state}></gc-agent-dialogs>
      <gc-visit-dialogs .state=${state}></gc-visit-dialogs>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-agent-app': GcAgentApp;
  }
}
