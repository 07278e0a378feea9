// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import './button';
import { watchLanguage } from './controllers';
import { base } from './styles';
import { word } from './words';

/**
 * Plays the sound of a stream. Where the browser wants a touch first (a page that was loaded again
 * in the middle of a call), it shows a button that asks for it.
 *
 * Parts: `ask`.
 */
@customElement('gc-sound')
export class GcSound extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: contents;
      }
    `,
  ];

  @property({ attribute: false }) stream: MediaStream | null = null;
  @state() private blocked = false;
  @query('audio') private audio!: HTMLAudioElement;

  constructor() {
    super();
    watchLanguage(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.audio) this.audio.srcObject = null;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('stream') && this.audio.srcObject === this.stream) return;
    this.audio.srcObject = this.stream;
    if (this.stream !== null) this.#play();
  }

  #play = (): void => {
    this.audio.play().then(
      () => (this.blocked = false),
      (error: unknown) => {
        this.blocked = error instanceof DOMException && error.name === 'NotAllowedError';
      },
    );
  };

  protected override render() {
    return html`<audio></audio> ${
        this.blocked
          ? html`<gc-button part="ask" kind="primary" icon="sound" @click=${this.#play}>
              ${word('hearSound')}
            </gc-button>`
          : nothing
      }`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-sound': GcSound;
  }
}
