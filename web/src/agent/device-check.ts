// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Source } from '../shared/lines';
import type { DeviceChoice, DevicesState } from '../shared/media-devices';
import { trackStream } from '../shared/streams';
import '../shared/ui/button';
import { watchLanguage } from '../shared/ui/controllers';
import type { IconName } from '../shared/ui/icon';
import '../shared/ui/level';
import '../shared/ui/notice';
import { base, field } from '../shared/ui/styles';
import '../shared/ui/video';
import { permission } from './alert';
import { CommandEvent, type Command } from './commands';
import { deviceStyles } from './device-check.styles';
import { t, type AgentText } from './strings';

/** Loudness above which somebody is speaking. */
const VOICE = 0.25;
const LISTEN_MS = 150;

/** What a row of the check says: good, to be done, or wrong. */
type Verdict = 'good' | 'open' | 'bad';

/** Camera, microphone, loudspeaker and notifications, before the first call of the day. */
@customElement('gc-device-check')
export class GcDeviceCheck extends LitElement {
  static override styles = [base, field, deviceStyles];

  @property({ attribute: false }) devices!: DevicesState;
  /** The own camera's picture. */
  @property({ attribute: false }) camera: MediaStreamTrack | null = null;
  /** Loudness of the microphone, 0 to 1. */
  @property({ attribute: false }) level: () => number = () => 0;
  @state() private heard = false;
  @state() private played = false;
  #timer = 0;

  constructor() {
    super();
    watchLanguage(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = window.setInterval(() => {
      if (this.level() > VOICE) this.heard = true;
    }, LISTEN_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearInterval(this.#timer);
  }

  #run(command: Command): void {
    this.dispatchEvent(new CommandEvent(command));
  }

  #row(verdict: Verdict, icon: IconName, name: AgentText, words: string, more: unknown) {
    const mark: Record<Verdict, IconName> = { good: 'check', open: 'info', bad: 'warning' };
    return html`<li class=${verdict}>
      <gc-icon class="what" name=${icon}></gc-icon>
      <div>
        <h2>${t(name)}</h2>
        <p role="status"><gc-icon name=${mark[verdict]}></gc-icon>${words}</p>
        ${more}
      </div>
    </li>`;
  }

  #choice(source: Source, choices: DeviceChoice[], name: AgentText) {
    if (choices.length < 2) return nothing;
    const chosen = this.devices.chosen[source];
    const change = (event: Event) =>
      this.#run({ do: 'choose-device', source, id: (event.target as HTMLSelectElement).value });
    return html`<select aria-label=${t(name)} @change=${change}>
      ${choices.map(
        ({ id, label }) => html`<option value=${id} ?selected=${id === chosen}>${label}</option>`,
      )}
    </select>`;
  }

  #cameraRow() {
    const live = this.devices.states.camera === 'live';
    const choice = this.#choice('camera', this.devices.cameras, 'devices.camera');
    return this.#row(
      live ? 'good' : 'bad',
      'camera',
      'devices.camera',
      t(live ? 'devices.camera.ok' : 'devices.camera.none'),
      choice,
    );
  }

  #microphoneRow() {
    const live = this.devices.states.audio === 'live';
    const words = !live
      ? 'devices.microphone.none'
      : this.heard
        ? 'devices.microphone.ok'
        : 'devices.microphone.wait';
    const more = html`${live ? html`<gc-level .read=${this.level}></gc-level>` : nothing}
    ${this.#choice('audio', this.devices.microphones, 'devices.microphone')}`;
    const verdict = !live ? 'bad' : this.heard ? 'good' : 'open';
    return this.#row(verdict, 'microphone', 'devices.microphone', t(words), more);
  }

  #speakerRow() {
    const test = () => {
      this.played = true;
      this.#run({ do: 'test-sound' });
    };
    const words = t(this.played ? 'devices.speaker.played' : 'devices.speaker.ask');
    const button = html`<gc-button @click=${test}>${t('devices.speaker.test')}</gc-button>`;
    return this.#row(this.played ? 'good' : 'open', 'sound', 'devices.speaker', words, button);
  }

  #notifyRow() {
    const now = permission();
    const button =
      now === 'default'
        ? html`<gc-button @click=${() => this.#run({ do: 'allow-notifications' })}>
            ${t('devices.notify.allow')}
          </gc-button>`
        : nothing;
    const words = t(now === 'default' ? 'devices.notify.ask' : `devices.notify.${now}`);
    const verdict = now === 'granted' ? 'good' : now === 'default' ? 'open' : 'bad';
    return this.#row(verdict, 'message', 'devices.notify', words, button);
  }

  /** The one thing that stands in the way of camera and microphone, if there is one. */
  #trouble() {
    const states = [this.devices.states.audio, this.devices.states.camera];
    const words = states.includes('refused')
      ? 'devices.denied'
      : states.includes('busy')
        ? 'devices.busy'
        : states.includes('opening')
          ? 'devices.asking'
          : null;
    if (!words) return nothing;
    return html`<gc-notice kind=${words === 'devices.asking' ? 'info' : 'warning'}
      >${t(words)}</gc-notice
    >`;
  }

  protected override render() {
    const { audio, camera } = this.devices.states;
    const ready = audio === 'live';
    return html`
      <section>
        <h1>${t('devices.title')}</h1>
        <p class="lead">${t('devices.lead')}</p>
        ${this.#trouble()}
        <div class="columns">
          <gc-video .stream=${trackStream(this.camera)} mirrored label=${t('devices.preview')}>
            ${t('devices.preview')}
          </gc-video>
          <ul>
            ${this.#cameraRow()} ${this.#microphoneRow()} ${this.#speakerRow()} ${this.#notifyRow()}
          </ul>
        </div>
        <div class="buttons">
          <gc-button @click=${() => this.#run({ do: 'check-devices' })}
            >${t('devices.retry')}</gc-button
          >
          <gc-button
            class="go"
            kind="primary"
            ?disabled=${!ready}
            @click=${() => this.#run({ do: 'devices-done' })}
          >
            ${t(camera === 'live' ? 'devices.continue' : 'devices.continue.anyway')}
          </gc-button>
        </div>
      </section>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-device-check': GcDeviceCheck;
  }
}
