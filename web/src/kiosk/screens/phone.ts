// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { nameOf } from '../../shared/i18n';
import '../../shared/ui/button';
import '../../shared/ui/notice';
import { isPhone, tidyPhone } from '../phone';
import '../phone-pad';
import { currentItem } from '../state';
import { say, type KioskWord } from '../words';
import { numberStyles, wrong } from './form';
import { KioskScreen } from './screen';

const PROMISES: readonly KioskWord[] = ['phonePlace', 'phoneCalls', 'phoneTries', 'phonePrivacy'];

/** The number at which the resident is called when it is his turn. */
@customElement('gc-kiosk-phone')
export class GcKioskPhone extends KioskScreen {
  static override styles = [
    KioskScreen.styles,
    numberStyles,
    css`
      ul {
        display: grid;
        gap: 0.6em;
        margin: 0;
        padding: 0;
        list-style: none;
        line-height: 1.35;
      }
      li {
        display: flex;
        gap: 0.6em;
      }
      li gc-icon {
        margin-top: 0.1em;
        color: var(--teal);
      }
      gc-phone-pad {
        margin-top: var(--space);
      }
    `,
  ];

  /** Whether the resident tried to go on: what is wrong is said only then. */
  @state() private tried = false;
  @query('input') private input!: HTMLInputElement;

  protected override firstUpdated(): void {
    this.input.focus();
  }

  protected override render() {
    const { draft, busy } = this.state;
    const item = currentItem(this.state);
    return html`<div>
        <h1>${say('phoneTitle')}</h1>
        <p class="lead">${item === null ? '' : nameOf(item)}</p>
      </div>
      <div class="body">
        <section class="card">
          <label for="phone">${say('phoneLabel')}</label>
          <input
            id="phone"
            type="tel"
            inputmode="tel"
            autocomplete="off"
            maxlength="20"
            aria-invalid=${this.tried && !isPhone(draft.phone)}
            .value=${draft.phone}
            @input=${() => this.#set(this.input.value)}
          />
          ${wrong(this.tried && !isPhone(draft.phone), say('phoneWrong'))}
          <gc-phone-pad
            back=${say('keyFigureBack')}
            @gc-key=${({ detail }: CustomEvent<{ key: string }>) =>
              this.#set(detail.key === '' ? draft.phone.slice(0, -1) : draft.phone + detail.key)}
          ></gc-phone-pad>
        </section>
        <ul class="card">
          ${PROMISES.map(
            (key) => html`<li><gc-icon name="check"></gc-icon><span>${say(key)}</span></li>`,
          )}
        </ul>
      </div>
      <div class="foot">
        <gc-button icon="back" @click=${() => this.app.setDraft({ way: null })}>
          ${say('back')}
        </gc-button>
        <gc-button class="go" kind="primary" icon="phone" ?busy=${busy} @click=${this.#next}>
          ${say('phoneGo')}
        </gc-button>
      </div>`;
  }

  #set(typed: string): void {
    const phone = tidyPhone(typed);
    this.input.value = phone;
    this.app.setDraft({ phone });
  }

  #next = (): void => {
    this.tried = true;
    if (isPhone(this.state.draft.phone)) void this.app.callBack();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-kiosk-phone': GcKioskPhone;
  }
}
