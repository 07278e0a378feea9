// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { speechName } from '../shared/i18n';
import '../shared/ui/button';
import { watchLanguage } from '../shared/ui/controllers';
import { base } from '../shared/ui/styles';

const ALWAYS = ['wuu-x-wenzhou', 'zh', 'en', 'it', 'fr'];

/**
 * The languages that the resident speaks, to be switched on and off.
 *
 * Events: `gc-languages` (detail: all that are chosen).
 */
@customElement('gc-language-choice')
export class GcLanguageChoice extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr));
        gap: calc(var(--space) * 0.75);
      }
    `,
  ];

  @property({ attribute: false }) chosen: readonly string[] = [];
  /** Those spoken around the point. */
  @property({ attribute: false }) local: readonly string[] = [];

  constructor() {
    super();
    watchLanguage(this);
  }

  protected override render() {
    const all = [...ALWAYS, ...this.local.filter((tag) => !ALWAYS.includes(tag))];
    return all.map(
      (tag) =>
        html`<gc-button
          kind="plain"
          icon=${this.chosen.includes(tag) ? 'check' : 'message'}
          .pressed=${this.chosen.includes(tag)}
          @click=${() => this.#toggle(tag)}
          >${speechName(tag)}</gc-button
        >`,
    );
  }

  #toggle(tag: string): void {
    const without = this.chosen.filter((other) => other !== tag);
    const detail = without.length === this.chosen.length ? [...this.chosen, tag] : without;
    this.dispatchEvent(new CustomEvent('gc-languages', { detail }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-language-choice': GcLanguageChoice;
  }
}
