// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import '../../shared/ui/button';
import '../../shared/ui/notice';
import '../letter-pad';
import { tidyPhone } from '../phone';
import '../phone-pad';
import { say } from '../words';
import { numberStyles } from './form';
import { KioskScreen } from './screen';

type Field = 'number' | 'phone';

/** Who left a number is here again: to wait after all, or to be called no more. */
@customElement('gc-kiosk-return')
export class GcKioskReturn extends KioskScreen {
  static override styles = [
    KioskScreen.styles,
    numberStyles,
    css`
      .fields {
        display: grid;
        gap: var(--space);
      }
    `,
  ];

  /** The field that the keys on the screen write into. */
  @state() private at: Field = 'number';
  @state() private cancelled = false;

  protected override render() {
    const { busy, view, draft } = this.state;
    const given = draft.number.trim() !== '' && draft.phone.trim() !== '';
    if (this.cancelled) return this.#gone();
    return html`<div>
        <h1>${say('returnTitle')}</h1>
        <p class="lead">${say('returnText')}</p>
      </div>
      <div class="body">
        <section class="card fields">
          ${this.#field('number', say('returnNumber'), 'M012')}
          ${this.#field('phone', say('phoneLabel'), '')}
        </section>
        ${
          this.at === 'number'
            ? html`<gc-letter-pad back=${say('keyBack')} @gc-key=${this.#key}></gc-letter-pad>`
            : html`<gc-phone-pad back=${say('keyFigureBack')} @gc-key=${this.#key}></gc-phone-pad>`
        }
      </div>
      <div class="foot">
        <gc-button icon="back" @click=${() => this.app.setDraft({ way: null })}>
          ${say('back')}
        </gc-button>
        <gc-button ?disabled=${!given} ?busy=${busy} @click=${this.#cancel}>
          ${say('returnCancel')}
        </gc-button>
        ${
          view.point?.closed
            ? ''
            : html`<gc-button
                class="go"
                kind="primary"
                icon="check"
                ?disabled=${!given}
                ?busy=${busy}
                @click=${() => this.app.comeBack('callback.return')}
              >
                ${say('returnGo')}
              </gc-button>`
        }
      </div>`;
  }

  #gone() {
    return html`<h1>${say('returnCancelled')}</h1>
      <div class="foot">
        <gc-button class="go" kind="primary" icon="check" @click=${() => this.app.wipe()}>
          ${say('finish')}
        </gc-button>
      </div>`;
  }

  #field(name: Field, words: string, hint: string) {
    return html`<div>
      <label for=${name}>${words}</label>
      <input
        id=${name}
        type="text"
        autocomplete="off"
        spellcheck="false"
        maxlength="20"
        placeholder=${hint}
        .value=${this.state.draft[name]}
        @focus=${() => (this.at = name)}
        @input=${(event: InputEvent) => this.#set(name, (event.target as HTMLInputElement).value)}
      />
    </div>`;
  }

  #key = ({ detail }: CustomEvent<{ key: string }>): void => {
    const before = this.state.draft[this.at];
    this.#set(this.at, detail.key === '' ? before.slice(0, -1) : before + detail.key);
  };

  #set(name: Field, typed: string): void {
    const value = name === 'phone' ? tidyPhone(typed) : typed.toUpperCase().slice(0, 8);
    this.app.setDraft({ [name]: value });
  }

  #cancel = async (): Promise<void> => {
    const gone = await this.app.comeBack('callback.cancel');
    if (!gone) return;
    this.cancelled = true;
    this.app.setDraft({ way: 'return' });
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-kiosk-return': GcKioskReturn;
  }
}
