// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import '../shared/ui/button';
import '../shared/ui/notice';
import { base, field } from '../shared/ui/styles';
import { sayIn, type DisplayWord } from './words';

/**
 * Makes this screen a display, with a one-time code.
 *
 * Events: `gc-code` (detail: the code).
 */
@customElement('gc-display-enrol')
export class GcDisplayEnrol extends LitElement {
  static override styles = [
    base,
    field,
    css`
      :host {
        display: grid;
        place-items: center;
        flex: 1;
      }
      form {
        display: grid;
        gap: var(--space);
        width: min(60rem, 100%);
        padding: calc(var(--space) * 2);
        border-radius: var(--radius);
        background: var(--card);
        color: var(--ink);
      }
      h1 {
        font-size: var(--text-l);
      }
      small {
        display: block;
        font-size: var(--text-s);
        font-weight: 400;
        color: var(--ink-soft);
      }
      input {
        font-size: var(--text-l);
        letter-spacing: 0.12em;
        text-transform: uppercase;
      }
    `,
  ];

  @property({ attribute: false }) problem: DisplayWord | null = null;
  @property({ type: Boolean }) busy = false;
  @query('input') private input!: HTMLInputElement;

  protected override render() {
    return html`<form @submit=${this.#submit}>
      <h1>${this.#both('enrolTitle')}</h1>
      <p>${this.#both('enrolText')}</p>
      ${
        this.problem === null
          ? nothing
          : html`<gc-notice kind="problem">${this.#both(this.problem)}</gc-notice>`
      }
      <label for="code">${this.#both('enrolCode')}</label>
      <input id="code" autocomplete="off" spellcheck="false" required maxlength="32" />
      <gc-button kind="primary" ?busy=${this.busy} @click=${this.#submit}>
        ${sayIn('zh-CN', 'enrolGo')} · <span lang="en">${sayIn('en', 'enrolGo')}</span>
      </gc-button>
    </form>`;
  }

  #both(key: DisplayWord) {
    return html`${sayIn('zh-CN', key)}<small lang="en">${sayIn('en', key)}</small>`;
  }

  #submit = (event: Event): void => {
    event.preventDefault();
    const detail = this.input.value.trim();
    if (detail !== '') this.dispatchEvent(new CustomEvent('gc-code', { detail }));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-display-enrol': GcDisplayEnrol;
  }
}
