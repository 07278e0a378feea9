// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { trackStream } from '../../shared/streams';
import '../../shared/ui/button';
import '../../shared/ui/dialog';
import '../../shared/ui/notice';
import '../../shared/ui/video';
import type { PaperState } from '../paper/paper';
import { say } from '../words';
import { KioskScreen } from './screen';

/** Over the call: the paper under the camera, then the picture of it, and the question whether it may go. */
@customElement('gc-kiosk-paper')
export class GcKioskPaper extends KioskScreen {
  static override styles = [
    KioskScreen.styles,
    css`
      :host {
        display: contents;
      }
      gc-dialog::part(dialog) {
        width: min(64rem, 100vw - 3rem);
        max-height: calc(100vh - 3rem);
      }
      gc-video,
      img,
      .moment {
        display: block;
        width: 100%;
        max-height: 50vh;
        aspect-ratio: 4 / 3;
        margin-top: var(--space);
        border-radius: var(--radius-s);
        background: var(--night);
        --fit: contain;
        object-fit: contain;
      }
      .moment {
        display: grid;
        place-items: center;
        color: var(--on-night);
        font-size: var(--text-l);
        font-weight: 600;
      }
      gc-notice {
        display: block;
        margin-top: var(--space);
      }
      gc-button {
        flex: 1 0 auto;
      }
      .go {
        flex: 1 0 100%;
        min-height: 6.5rem;
        font-size: var(--text-l);
      }
      @media (orientation: landscape) {
        .go {
          min-height: 5rem;
        }
      }
    `,
  ];

  /** The officer. */
  @property() name = '';

  protected override render() {
    const { paper } = this.state;
    const title = paper?.asked ? say('paperAsked', { name: this.name }) : say('paperTitle');
    return html`<gc-dialog
      .open=${paper !== null}
      heading=${title}
      @gc-cancel=${() => this.app.paper.cancel()}
    >
      ${paper === null ? '' : this.#step(paper)}
    </gc-dialog>`;
  }

  #step({ step, url }: PaperState) {
    switch (step) {
      case 'aim':
        return this.#aim();
      case 'taking':
        return html`<div class="moment" role="status">${say('paperTaking')}</div>
          ${this.#no('paperNo')}`;
      case 'look':
        return html`<p>${say('paperLook')}</p>
          <img src=${url ?? ''} alt=${say('paperPicture')} />
          <gc-button
            slot="actions"
            class="go"
            kind="primary"
            icon="check"
            @click=${() => this.app.paper.send()}
            >${say('paperYes')}</gc-button
          >
          <gc-button slot="actions" icon="picture" @click=${() => this.app.paper.again()}
            >${say('paperAgain')}</gc-button
          >
          ${this.#no('paperNo')}`;
      case 'failed':
        return html`<gc-notice kind="problem">${say('paperFailed')}</gc-notice>
          ${this.#no('paperBack')}`;
    }
  }

  #aim() {
    const { camera } = this.app.paper;
    return html`<p>${say(camera.isApart ? 'paperAim' : 'paperHold')}</p>
      <gc-video label=${say('paperPreview')} .stream=${trackStream(camera.track)}></gc-video>
      <gc-button
        slot="actions"
        class="go"
        kind="primary"
        icon="picture"
        @click=${() => this.app.paper.take()}
        >${say('paperTake')}</gc-button
      >
      ${this.#no('paperNo')}`;
  }

  #no(word: 'paperNo' | 'paperBack') {
    return html`<gc-button slot="actions" kind="plain" @click=${() => this.app.paper.cancel()}
      >${say(word)}</gc-button
    >`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-kiosk-paper': GcKioskPaper;
  }
}
