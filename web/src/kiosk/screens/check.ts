// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Source } from '../../shared/lines';
import type { DeviceChoice, SourceState } from '../../shared/media-devices';
import '../../shared/ui/button';
import type { IconName } from '../../shared/ui/icon';
import '../../shared/ui/level';
import { field } from '../../shared/ui/styles';
import '../../shared/ui/video';
import { trackStream } from '../../shared/streams';
import { say, type KioskWord } from '../words';
import { question } from './question';
import { KioskScreen } from './screen';

const WORDS: Record<SourceState, KioskWord> = {
  off: 'deviceOpening',
  opening: 'deviceOpening',
  live: 'deviceLive',
  refused: 'deviceRefused',
  missing: 'deviceMissing',
  busy: 'deviceBusy',
  lost: 'deviceLost',
};

/** Camera, microphone and document camera, before the resident takes a place in the line. */
@customElement('gc-kiosk-check')
export class GcKioskCheck extends KioskScreen {
  static override styles = [
    KioskScreen.styles,
    field,
    css`
      .body {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(42rem, 100%), 1fr));
        gap: calc(var(--space) * 1.25);
        align-items: start;
      }
      .pictures {
        display: grid;
        gap: var(--space);
      }
      gc-video {
        aspect-ratio: 16 / 10;
      }
      .devices {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(27rem, 100%), 1fr));
        align-items: start;
      }
      @media (orientation: portrait) {
        .two {
          grid-template-columns: 1fr 1fr;
        }
      }
      gc-video gc-icon {
        --icon: 4rem;
      }
      .devices {
        gap: var(--space);
      }
      .device {
        display: grid;
        gap: 0.5em;
      }
      h2 {
        display: flex;
        align-items: center;
        gap: 0.5em;
      }
      .state {
        display: flex;
        align-items: center;
        gap: 0.5em;
      }
      .live {
        color: var(--good);
        font-weight: 600;
      }
      .wrong {
        color: var(--poor);
        font-weight: 550;
        line-height: 1.4;
      }
      .state gc-icon {
        align-self: start;
        margin-top: 0.15em;
      }
    `,
  ];

  @state() private asking = false;

  protected override render() {
    const { audio, camera } = this.state.devices.states;
    const any = audio === 'live' || camera === 'live';
    return html`<div>
        <h1>${say('checkTitle')}</h1>
        <p class="lead">${say('checkText')}</p>
      </div>
      <div class="body">
        <div class="pictures ${this.app.core.devices.tracks.document === null ? '' : 'two'}">
          ${this.#picture('camera')} ${this.#paperPicture()}
        </div>
        <div class="devices">
          ${this.#device('camera', 'camera', say('checkCamera'), this.state.devices.cameras)}
          ${this.#device(
            'audio',
            'microphone',
            say('checkMicrophone'),
            this.state.devices.microphones,
          )}
          ${this.#documentCard()}
        </div>
      </div>
      ${
        any || camera === 'opening' || audio === 'opening' || camera === 'off'
          ? ''
          : html`<gc-notice kind="problem">${say('checkNothing')}</gc-notice>`
      }
      <div class="foot">
        ${this.#back()}
        <gc-button
          class="go"
          kind="primary"
          icon="check"
          ?disabled=${!any}
          ?busy=${this.state.busy}
          @click=${() => this.app.join()}
        >
          ${say(camera === 'live' || !any ? 'takePlace' : 'takePlaceSound')}
        </gc-button>
      </div>
      ${this.#question()}`;
  }

  /** Whoever came for an appointment is asked before his number is gone, and told of coming back. */
  #back() {
    if (this.state.view.ticket?.slot_ms) {
      return html`<gc-button icon="close" @click=${() => (this.asking = true)}>
        ${say('leave')}
      </gc-button>`;
    }
    return html`<gc-button
      icon="back"
      ?busy=${this.state.busy}
      @click=${() => this.app.leave('who')}
    >
      ${say('back')}
    </gc-button>`;
  }

  #question() {
    return question({
      title: 'leaveTitle',
      text: 'leaveSlot',
      no: 'leaveNo',
      yes: 'leaveYes',
      open: this.asking,
      busy: this.state.busy,
      close: () => (this.asking = false),
      go: () => void this.app.giveUp(),
    });
  }

  #picture(source: 'camera' | 'document') {
    const track = this.app.core.devices.tracks[source];
    return html`<gc-video
      ?mirrored=${source === 'camera'}
      label=${say(source === 'camera' ? 'checkCamera' : 'checkDocument')}
      .stream=${trackStream(track)}
    >
      <gc-icon name=${track === null ? 'camera-off' : 'camera'}></gc-icon>
    </gc-video>`;
  }

  #paperPicture() {
    return this.app.core.devices.tracks.document === null ? '' : this.#picture('document');
  }

  #device(source: Source, icon: IconName, name: string, choices: readonly DeviceChoice[]) {
    const state = this.state.devices.states[source];
    return html`<section class="card device">
      <h2><gc-icon name=${icon}></gc-icon>${name}</h2>
      ${this.#words(state)}
      ${
        state === 'live' && source === 'audio'
          ? html`<gc-level .read=${() => this.app.core.devices.level()}></gc-level>`
          : ''
      }
      ${choices.length > 1 ? this.#choice(source, name, choices) : ''}
      ${
        state === 'refused' || state === 'missing' || state === 'busy'
          ? html`<gc-button kind="plain" @click=${() => this.app.core.openMedia()}>
              ${say('tryAgain')}
            </gc-button>`
          : ''
      }
    </section>`;
  }

  #words(state: SourceState) {
    const bad = state === 'refused' || state === 'missing' || state === 'busy' || state === 'lost';
    return html`<p class="state ${bad ? 'wrong' : state}" role="status">
      <gc-icon name=${bad ? 'warning' : state === 'live' ? 'check' : 'clock'}></gc-icon>
      <span>${say(WORDS[state])}</span>
    </p>`;
  }

  #choice(source: Source, name: string, choices: readonly DeviceChoice[]) {
    const chosen = this.state.devices.chosen[source];
    return html`<select
      aria-label=${name}
      @change=${(event: Event) =>
        this.app.core.devices.choose(source, (event.target as HTMLSelectElement).value)}
    >
      ${choices.map(
        ({ id, label }) =>
          html`<option value=${id} ?selected=${id === chosen}>${label || id}</option>`,
      )}
    </select>`;
  }

  #documentCard() {
    const { devices } = this.app.core;
    const candidate = devices.documentCamera();
    const on = devices.tracks.document !== null;
    return html`<section class="card device">
      <h2><gc-icon name="document"></gc-icon>${say('checkDocument')}</h2>
      ${
        candidate === null
          ? html`<p>${say('documentNone')}</p>`
          : html`<p class="state live">
                <gc-icon name="check"></gc-icon><span>${say('documentReady')}</span>
              </p>
              <gc-button kind="plain" @click=${() => devices.setDocument(!on)}>
                ${say(on ? 'documentOff' : 'documentTry')}
              </gc-button>`
      }
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-kiosk-check': GcKioskCheck;
  }
}
