// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html } from 'lit';
import { customElement, query } from 'lit/decorators.js';
import { field } from '../../shared/ui/styles';
import { say, sayCode } from '../words';
import { KioskScreen } from './screen';

/** Makes this computer a kiosk, with a one-time code. */
@customElement('gc-kiosk-enrol')
export class GcKioskEnrol extends KioskScreen {
  static override styles = [
    KioskScreen.styles,
    field,
    css`
      form {
        display: grid;
        gap: var(--space);
        width: min(44rem, 100%);
        margin: auto;
      }
      input {
        font-size: var(--text-xl);
        letter-spacing: 0.12em;
        text-transform: uppercase;
      }
    `,
  ];

  @query('input') private input!: HTMLInputElement;

  protected override render() {
    const { busy, error } = this.state;
    const refusal = error === 'denied' || error === 'unknown' || error === 'invalid';
    return html`<form class="card" @submit=${this.#submit}>
      <h1>${say('enrolTitle')}</h1>
      <p class="lead">${say('enrolText')}</p>
      ${
        error === null
          ? ''
          : html`<gc-notice kind="problem">
              ${refusal ? say('enrolRefused') : sayCode('error', error)}
            </gc-notice>`
      }
      <label for="code">${say('enrolCode')}</label>
      <input id="code" autocomplete="off" spellcheck="false" required maxlength="64" />
      <gc-button kind="primary" ?busy=${busy} @click=${this.#submit}>
        ${say(busy ? 'enrolling' : 'enrolGo')}
      </gc-button>
    </form>`;
  }

  #submit = (event: Event): void => {
    event.preventDefault();
    if (this.input.value.trim() !== '') void this.app.enrol(this.input.value);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-kiosk-enrol': GcKioskEnrol;
  }
}
