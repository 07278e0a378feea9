// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { watchLanguage } from '../shared/ui/controllers';
import { base } from '../shared/ui/styles';
import '../shared/ui/video';
import { t } from './strings';

/**
 * One of the two pictures of a call, with its name and the button that makes it large or both alike.
 *
 * Events: `gc-resize` when the button is pressed; those of gc-video.
 * Slots: what lies over the picture.
 */
@customElement('gc-picture')
export class GcPicture extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        position: relative;
        display: block;
        min-width: 0;
        min-height: 0;
      }
      gc-video {
        width: 100%;
        height: 100%;
        --fit: contain;
      }
      .bar {
        position: absolute;
        inset: auto 0.6rem 0.6rem;
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 0.5rem;
        pointer-events: none;
      }
      .name,
      button {
        padding: 0.1rem 0.7rem;
        border: 1px solid transparent;
        border-radius: 1rem;
        background: rgb(10 33 35 / 80%);
        color: var(--on-night);
        font: inherit;
        font-size: var(--text-s);
      }
      button {
        border-color: rgb(243 239 230 / 45%);
        cursor: pointer;
        pointer-events: auto;
      }
      button:hover {
        border-color: var(--on-night);
      }
      kbd {
        font: inherit;
        font-weight: 700;
        margin-left: 0.3em;
      }
    `,
  ];

  @property({ attribute: false }) stream: MediaStream | null = null;
  @property() name = '';
  /** Words while there is no picture. */
  @property() empty = '';
  /** The link does not carry the picture just now. */
  @property({ type: Boolean }) paused = false;
  /** The person in it is speaking. */
  @property({ type: Boolean }) speaking = false;
  @property({ type: Boolean }) large = false;
  /** The key that makes it large. */
  @property() key = '';

  constructor() {
    super();
    watchLanguage(this);
  }

  protected override render() {
    const press = () => this.dispatchEvent(new CustomEvent('gc-resize'));
    return html`
      <gc-video
        .stream=${this.stream}
        label=${this.name}
        ?paused=${this.paused}
        ?speaking=${this.speaking}
      >
        ${this.paused ? t('call.paused') : this.empty}
      </gc-video>
      <slot></slot>
      <div class="bar">
        <span class="name">${this.name}</span>
        ${
          this.key
            ? html`<button
                aria-label=${this.large ? t('call.both') : t('call.enlarge', { what: this.name })}
                aria-keyshortcuts=${this.large ? 'B' : this.key}
                @click=${press}
              >
                ${t(this.large ? 'call.both' : 'call.large')}<kbd
                  >${this.large ? 'B' : this.key}</kbd
                >
              </button>`
            : nothing
        }
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-picture': GcPicture;
  }
}
