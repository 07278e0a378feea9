// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { formatSpan } from '../../shared/clock';
import type { Guest, KioskSession } from '../../shared/messages';
import { trackStream } from '../../shared/streams';
import '../../shared/ui/button';
import { watchTime } from '../../shared/ui/controllers';
import '../../shared/ui/quality-badge';
import '../../shared/ui/sound';
import '../../shared/ui/video';
import { GuestNews, namesOf } from '../guests';
import { visitLines } from '../visit';
import { say } from '../words';
import './next';
import { callStyles } from './call-styles';
import { question } from './question';
import { KioskScreen } from './screen';

/** The call: the officer big, his colleagues small, what he shows, the own picture, hanging up. */
@customElement('gc-kiosk-call')
export class GcKioskCall extends KioskScreen {
  static override styles = [KioskScreen.styles, callStyles];

  @state() private asking = false;
  @state() private paperLive = false;
  #news = new GuestNews();

  constructor() {
    super();
    watchTime(this, 1000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.app.core.setOtherLive(false);
  }

  protected override render() {
    const { session } = this.state.view;
    if (!session) return html``;
    const [party] = this.app.core.peer.parties;
    this.#news.follow(session, this.state.catalogue, this.app.core.clock.now());
    const conference = session.guests.length > 0 ? 'conference' : '';
    return html`<div class="stage ${this.paperLive ? 'showing' : ''} ${conference}">
        <gc-video
          class="agent"
          label=${session.agent}
          .stream=${party?.camera ?? null}
          @gc-frame=${() => this.app.core.setOtherLive(true)}
          @gc-still=${() => this.app.core.setOtherLive(false)}
        >
          <gc-icon name="person"></gc-icon>${say('callNoPicture')}
        </gc-video>
        <gc-video
          class=${this.paperLive ? 'paper' : 'dormant'}
          label=${say('agentPaper')}
          .stream=${party?.document ?? null}
          @gc-frame=${() => (this.paperLive = true)}
          @gc-still=${() => (this.paperLive = false)}
        ></gc-video>
        ${this.#guests(session)} ${this.#caption(session)} ${this.#sentence(session)}
        <gc-kiosk-next .app=${this.app}></gc-kiosk-next>
        <div class="side" tabindex="0">
          <gc-sound .stream=${party?.audio ?? null}></gc-sound>
          ${this.#messages(session)}
        </div>
        ${this.#self()}
      </div>
      ${this.#quality()} ${this.#bar()} ${this.#question()}`;
  }

  #caption(session: KioskSession) {
    const { agent: name, guests, state } = session;
    const there = guests.filter(({ joined }) => joined);
    const words =
      state === 'connecting' ? 'callConnecting' : there.length > 0 ? 'callWithOthers' : 'callWith';
    return html`<div class="caption">
      <span role="status">${say(words, { name, others: namesOf(there) })}</span>
      ${this.#visit()}
    </div>`;
  }

  /** Which of several matters is in hand. */
  #visit() {
    const lines = visitLines(this.state);
    const at = lines.findIndex(({ state: how }) => how === 'current');
    if (at < 0) return '';
    const values = { place: at + 1, count: lines.length, name: lines[at]?.name ?? '' };
    return html`<span class="visit" role="status">${say('visitAt', values)}</span>`;
  }

  #guests({ guests }: KioskSession) {
    if (guests.length === 0) return '';
    return html`<div class="guests">${guests.map((guest) => this.#guest(guest))}</div>`;
  }

  #guest({ name, party }: Guest) {
    const lines = party === null ? undefined : this.app.core.peer.parties[party];
    return html`<figure>
      <gc-video label=${name} .stream=${lines?.camera ?? null}>${say('guestNoPicture')}</gc-video>
      <figcaption>${name}</figcaption>
      <gc-sound .stream=${lines?.audio ?? null}></gc-sound>
    </figure>`;
  }

  #quality() {
    return html`<gc-quality
      details
      .quality=${this.state.quality}
      ?away=${this.state.peer !== 'connected'}
    ></gc-quality>`;
  }

  #sentence(session: KioskSession) {
    const words = this.#words(session);
    const news = this.#news.read(this.app.core.clock.now());
    if (words === null && news === null) return '';
    const kind = words === null ? 'info' : 'warning';
    return html`<gc-notice class="state" kind=${kind}>${words ?? news}</gc-notice>`;
  }

  #words(session: KioskSession): string | null {
    if (session.state === 'dropped') {
      if (session.until_ms === null) return say('callDropped');
      const left = session.until_ms - this.app.core.clock.now();
      return say('callDroppedFor', { time: formatSpan(left) });
    }
    const { guests } = session;
    if (session.held && guests.length > 0)
      return say('callHeldAsking', { others: namesOf(guests) });
    if (session.held) return say('callHeld');
    if (!session.other_present) return say('callAgentAway');
    return null;
  }

  #messages(session: KioskSession) {
    const said = session.messages.filter((message) => message.from === 'agent').slice(-4);
    return html`<div role="log" aria-label=${say('messageFrom')}>
      ${said.map((message) => html`<p class="message">${message.text}</p>`)}
    </div>`;
  }

  #self() {
    const { tracks } = this.app.core.devices;
    const off = this.state.muted.camera || tracks.camera === null;
    return html`<div class="self">
      ${
        tracks.document === null
          ? ''
          : html`<gc-video
              label=${say('yourPaper')}
              .stream=${trackStream(tracks.document)}
            ></gc-video>`
      }
      <gc-video
        mirrored
        label=${say('checkCamera')}
        .stream=${off ? null : trackStream(tracks.camera)}
      >
        <gc-icon name="camera-off"></gc-icon>${say('selfOff')}
      </gc-video>
    </div>`;
  }

  #bar() {
    const { core } = this.app;
    const { muted, devices } = this.state;
    const paper = core.devices.tracks.document !== null;
    return html`<div class="bar">
      <gc-button
        kind="night"
        icon=${muted.audio ? 'microphone-off' : 'microphone'}
        .pressed=${muted.audio}
        ?disabled=${devices.states.audio !== 'live'}
        @click=${() => core.mute('audio', !muted.audio)}
      >
        ${say(muted.audio ? 'unmuteMicrophone' : 'muteMicrophone')}
      </gc-button>
      <gc-button
        kind="night"
        icon=${muted.camera ? 'camera-off' : 'camera'}
        .pressed=${muted.camera}
        ?disabled=${devices.states.camera !== 'live'}
        @click=${() => core.mute('camera', !muted.camera)}
      >
        ${say(muted.camera ? 'unmuteCamera' : 'muteCamera')}
      </gc-button>
      ${
        core.devices.documentCamera() === null
          ? ''
          : html`<gc-button
              kind="night"
              icon="document"
              .pressed=${paper}
              @click=${() => core.devices.setDocument(!paper)}
            >
              ${say(paper ? 'hidePaper' : 'showPaper')}
            </gc-button>`
      }
      <gc-button kind="danger" icon="hang-up" @click=${() => (this.asking = true)}>
        ${say('hangUp')}
      </gc-button>
    </div>`;
  }

  #question() {
    return question({
      title: 'hangUpTitle',
      text: 'hangUpText',
      no: 'hangUpNo',
      yes: 'hangUpYes',
      open: this.asking,
      busy: this.state.busy,
      close: () => (this.asking = false),
      go: () => void this.app.hangUp(),
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-kiosk-call': GcKioskCall;
  }
}
