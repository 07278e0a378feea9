// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import './icon';
import type { IconName } from './icon';
import { base } from './styles';

export type ButtonKind = 'primary' | 'plain' | 'quiet' | 'danger' | 'night';

/**
 * A button. While `busy` it keeps its place and takes no press.
 *
 * Events: `click`, as of a button; none while disabled or busy.
 * Slots: the words. Without words give `label`.
 * Parts: `button`.
 */
@customElement('gc-button')
export class GcButton extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override styles = [
    base,
    css`
      :host {
        display: inline-block;
      }
      button {
        display: flex;
        align-items: center;
        justify-content: center;
        gap: 0.6em;
        width: 100%;
        height: 100%;
        min-width: var(--target);
        min-height: var(--target);
        padding: 0.35em 1.1em;
        border: 2px solid transparent;
        border-radius: var(--radius-s);
        font: inherit;
        font-weight: 600;
        line-height: 1.25;
        text-align: center;
        cursor: pointer;
        transition:
          background 120ms,
          border-color 120ms;
      }
      :host([kind='primary']) button {
        background: var(--teal);
        color: var(--on-teal);
      }
      :host([kind='primary']) button:hover {
        background: var(--teal-deep);
      }
      :host([kind='plain']) button {
        background: var(--card);
        color: var(--teal-deep);
        border-color: var(--teal);
      }
      :host([kind='plain']) button:hover {
        background: var(--teal-soft);
      }
      :host([kind='quiet']) button {
        background: transparent;
        color: var(--teal-deep);
        padding-inline: 0.6em;
      }
      :host([kind='quiet']) button:hover {
        background: var(--teal-soft);
      }
      :host([kind='danger']) button {
        background: var(--poor);
        color: var(--on-teal);
      }
      :host([kind='danger']) button:hover {
        background: #821a14;
      }
      :host([kind='night']) button {
        background: rgb(10 33 35 / 82%);
        color: var(--on-night);
        border-color: rgb(243 239 230 / 45%);
      }
      :host([kind='night']) button:hover {
        border-color: var(--on-night);
      }
      :host([kind='night']) button[aria-pressed='true'] {
        background: var(--on-night);
        color: var(--night);
      }
      :host([kind='plain']) button[aria-pressed='true'] {
        background: var(--teal);
        color: var(--on-teal);
      }
      button:active {
        transform: translateY(1px);
      }
      :host([disabled]) button:disabled {
        background: var(--line);
        color: var(--ink-soft);
        border-color: transparent;
        cursor: default;
      }
      :host([busy]) button {
        cursor: progress;
      }
    `,
  ];

  @property({ reflect: true }) kind: ButtonKind = 'plain';
  @property() icon?: IconName;
  @property() label?: string;
  @property({ type: Boolean, reflect: true }) disabled = false;
  @property({ type: Boolean, reflect: true }) busy = false;
  /** For buttons that stay pressed: `true` or `false`; otherwise leave it out. */
  @property({ type: Boolean }) pressed?: boolean;

  protected override render() {
    return html`<button
      part="button"
      type="button"
      ?disabled=${this.disabled || this.busy}
      aria-busy=${this.busy ? 'true' : nothing}
      aria-label=${this.label ?? nothing}
      aria-pressed=${this.pressed ?? nothing}
    >
      ${this.icon ? html`<gc-icon name=${this.icon}></gc-icon>` : nothing}<slot></slot>
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-button': GcButton;
  }
}
