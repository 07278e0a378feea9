// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { watchLanguage } from '../shared/ui/controllers';
import '../shared/ui/icon';
import { base, field } from '../shared/ui/styles';
import { t } from './strings';

/** What was typed into the sign-in. */
export interface Credentials {
  account: string;
  password: string;
}

/**
 * Account and password of a member of staff.
 *
 * Events: `gc-sign-in` (detail: Credentials), when both were given and the form was sent.
 */
@customElement('gc-sign-in')
export class GcSignIn extends LitElement {
  static override styles = [
    base,
    field,
    css`
      :host {
        display: grid;
        place-items: center;
        padding: 2rem;
      }
      form {
        width: min(26rem, 100%);
        display: grid;
        gap: 1.1rem;
        padding: 2.5rem;
        background: var(--card);
        border: 1px solid var(--line);
        border-radius: var(--radius);
        box-shadow: var(--shadow);
      }
      h1 {
        font-size: var(--text-xl);
      }
      .lead {
        text-wrap: balance;
        color: var(--ink-soft);
        margin-bottom: 0.4rem;
      }
      label {
        display: grid;
        gap: 0.3rem;
        font-weight: 600;
      }
      input {
        font-weight: 400;
      }
      .problem {
        display: flex;
        gap: 0.5rem;
        padding: 0.6rem 0.8rem;
        border-radius: var(--radius-s);
        background: var(--poor-soft);
        color: var(--poor);
        font-weight: 600;
      }
      button {
        min-height: 3rem;
        margin-top: 0.4rem;
        border: 0;
        border-radius: var(--radius-s);
        background: var(--teal);
        color: var(--on-teal);
        font: inherit;
        font-weight: 600;
        cursor: pointer;
      }
      button:hover {
        background: var(--teal-deep);
      }
      button[disabled] {
        background: var(--line);
        color: var(--ink-soft);
        cursor: default;
      }
    `,
  ];

  /** The heading, and what the page is for. */
  @property() heading = '';
  @property() lead = '';
  /** Why the person is here (again), as a sentence; empty when there is nothing to say. */
  @property() problem = '';
  @property({ type: Boolean }) busy = false;

  @query('input[name="account"]') private accountInput!: HTMLInputElement;
  @query('input[name="password"]') private passwordInput!: HTMLInputElement;

  constructor() {
    super();
    watchLanguage(this);
  }

  protected override firstUpdated(): void {
    this.accountInput.focus();
  }

  protected override updated(changed: Map<string, unknown>): void {
    // After a refusal only the password is typed again.
    if (changed.has('problem') && this.problem && this.accountInput.value)
      this.passwordInput.select();
  }

  #send(event: Event): void {
    event.preventDefault();
    const detail: Credentials = {
      account: this.accountInput.value.trim(),
      password: this.passwordInput.value,
    };
    if (this.busy || !detail.account || !detail.password) return;
    this.dispatchEvent(new CustomEvent('gc-sign-in', { detail, bubbles: true, composed: true }));
  }

  protected override render() {
    return html`
      <form @submit=${this.#send}>
        <h1>${this.heading}</h1>
        <p class="lead">${this.lead}</p>
        <label>
          ${t('signin.account')}
          <input
            name="account"
            autocomplete="username"
            autocapitalize="none"
            spellcheck="false"
            required
          />
        </label>
        <label>
          ${t('signin.password')}
          <input name="password" type="password" autocomplete="current-password" required />
        </label>
        <div role="alert">
          ${
            this.problem
              ? html`<p class="problem"><gc-icon name="warning"></gc-icon>${this.problem}</p>`
              : nothing
          }
        </div>
        <button type="submit" ?disabled=${this.busy}>
          ${this.busy ? t('signin.busy') : t('signin.submit')}
        </button>
      </form>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-sign-in': GcSignIn;
  }
}
