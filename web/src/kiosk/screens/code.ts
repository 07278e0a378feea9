// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { CODE_LENGTH, CODE_ROWS, isWholeCode } from '../../shared/slots';
import '../../shared/ui/button';
import { field } from '../../shared/ui/styles';
import '../letter-pad';
import { say } from '../words';
import { KioskScreen } from './screen';

/** The code of an appointment. */
@customElement('gc-kiosk-code')
export class GcKioskCode extends KioskScreen {
  static override styles = [
    KioskScreen.styles,
    field,
    css`
      section {
        display: grid;
        gap: var(--space);
      }
      label {
        font-size: var(--text-l);
        font-weight: 650;
        color: var(--teal-deep);
      }
      input {
        min-height: 8rem;
        font-size: var(--text-xxl);
        font-weight: 700;
        font-variant-numeric: tabular-nums;
        letter-spacing: 0.12em;
        text-align: center;
        text-transform: uppercase;
      }
    `,
  ];

  protected override render() {
    const { draft, busy } = this.state;
    return html`<div>
        <h1>${say('codeTitle')}</h1>
        <p class="lead">${say('codeText')}</p>
      </div>
      <section class="card">
        <label for="code">${say('codeLabel')}</label>
        <input
          id="code"
          type="text"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck="false"
          maxlength=${CODE_LENGTH + 1}
          .value=${draft.code}
          @input=${this.#typed}
          @keydown=${(event: KeyboardEvent) => event.key === 'Enter' && this.#find()}
        />
        <gc-letter-pad
          .rows=${CODE_ROWS}
          back=${say('keyBack')}
          @gc-key=${this.#key}
        ></gc-letter-pad>
      </section>
      <div class="foot">
        <gc-button icon="back" @click=${() => this.app.wipe()}>${say('back')}</gc-button>
        <gc-button
          class="go"
          kind="primary"
          icon="search"
          ?disabled=${!isWholeCode(draft.code)}
          ?busy=${busy}
          @click=${this.#find}
        >
          ${say('codeFind')}
        </gc-button>
      </div>`;
  }

  #typed = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    this.app.booking.typeCode(input.value);
    // What cannot be in a code is gone from the field, too.
    input.value = this.state.draft.code;
  };

  #key = ({ detail: { key } }: CustomEvent<{ key: string }>): void => {
    const { code } = this.state.draft;
    this.app.booking.typeCode(key === '' ? code.slice(0, -1) : code + key);
  };

  #find = (): void => {
    if (isWholeCode(this.state.draft.code)) void this.app.booking.find();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-kiosk-code': GcKioskCode;
  }
}
