// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { formatSpan } from '../../shared/clock';
import { getLanguage } from '../../shared/i18n';
import { DOCUMENT_LINE, faceLine } from '../../shared/lines';
import type { Guest, KioskSession } from '../../shared/messages';
import { isPaused } from '../../shared/quality';
import { speakersOf } from '../../shared/session';
import { trackStream } from '../../shared/streams';
import '../../shared/ui/button';
import { watchTime } from '../../shared/ui/controllers';
import '../../shared/ui/quality-badge';
import '../../shared/ui/sound';
import '../../shared/ui/video';
import { GuestNews, namesOf } from '../guests';
import { visitLines } from '../visit';
import { say, type KioskWord } from '../words';
import './next';
import './paper';
import './paper-news';
import { callStyles } from './call-styles';
import './hold';
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
    const conference = speakersOf(session.guests).length > 0 ? 'conference' : '';
    const held = session.state !== 'dropped' && session.held_since_ms !== null;
    const paused = isPaused(this.state.view.link, faceLine(0));
    return html`<div
        class="stage ${this.paperLive ? 'showing' : ''} ${conference} ${held ? 'held' : ''}"
      >
        <gc-video
          class="agent"
          label=${session.agent}
          .stream=${party?.camera ?? null}
          ?paused=${paused}
          ?speaking=${session.speaker === 0}
          @gc-frame=${() => this.app.core.setOtherLive(true)}
          @gc-still=${() => this.app.core.setOtherLive(false)}
        >
          ${
            paused
              ? say('callPaused')
              : html`<gc-icon name="person"></gc-icon>${say('callNoPicture')}`
          }
        </gc-video>
        <gc-video
          class=${this.paperLive ? 'paper' : 'dormant'}
          label=${say('agentPaper')}
          .stream=${party?.document ?? null}
          ?paused=${isPaused(this.state.view.link, DOCUMENT_LINE)}
          @gc-frame=${() => (this.paperLive = true)}
          @gc-still=${() => (this.paperLive = false)}
        ></gc-video>
        ${this.#guests(session)} ${held ? this.#hold(session) : ''} ${this.#caption(session)}
        ${this.#sentence(session)}
        <gc-kiosk-next .app=${this.app}></gc-kiosk-next>
        <div class="side" tabindex="0">
          <gc-sound .stream=${party?.audio ?? null}></gc-sound>
          <gc-kiosk-paper-news .app=${this.app}></gc-kiosk-paper-news>
          ${this.#messages(session)}
        </div>
        ${this.#self()}
      </div>
      ${this.#unseen(session)} ${this.#quality()} ${this.#bar()} ${this.#question()}
      <gc-kiosk-paper .app=${this.app} name=${session.agent}></gc-kiosk-paper>`;
  }

  #hold({ held_since_ms: since, guests }: KioskSession) {
    return html`<gc-kiosk-hold
      .sinceMs=${since ?? 0}
      .nowMs=${this.app.core.clock.now()}
      others=${namesOf(speakersOf(guests))}
    ></gc-kiosk-hold>`;
  }

  #captionWords({ guests, held_since_ms: held, state }: KioskSession): KioskWord {
    if (state === 'connecting') return 'callConnecting';
    if (held !== null) return 'callOnHold';
    return speakersOf(guests).some(({ joined }) => joined) ? 'callWithOthers' : 'callWith';
  }

  #caption(session: KioskSession) {
    const { agent: name, guests } = session;
    const others = namesOf(speakersOf(guests).filter(({ joined }) => joined));
    return html`<div class="caption">
      <span role="status">${say(this.#captionWords(session), { name, others })}</span>
      ${this.#visit()} ${this.#listeners(session)}
    </div>`;
  }

  /** Nobody listens unsaid. */
  #listeners({ guests }: KioskSession) {
    const listeners = guests.filter(({ heard_by: heardBy }) => heardBy !== 'all');
    if (listeners.length === 0) return '';
    return html`<span class="visit" role="status"
      >${say('callListening', { names: namesOf(listeners) })}</span
    >`;
  }

  /** Which of several matters is in hand. */
  #visit() {
    const lines = visitLines(this.state);
    const at = lines.findIndex(({ state: how }) => how === 'current');
    if (at < 0) return '';
    const values = { place: at + 1, count: lines.length, name: lines[at]?.name ?? '' };
    return html`<span class="visit" role="status">${say('visitAt', values)}</span>`;
  }

  #guests({ guests, speaker }: KioskSession) {
    const speakers = speakersOf(guests);
    if (speakers.length === 0) return '';
    return html`<div class="guests">${speakers.map((guest) => this.#guest(guest, speaker))}</div>`;
  }

  #guest({ name, party }: Guest, speaker: number | null) {
    const lines = party === null ? undefined : this.app.core.peer.parties[party];
    const paused = party !== null && isPaused(this.state.view.link, faceLine(party));
    return html`<figure>
      <gc-video
        label=${name}
        .stream=${lines?.camera ?? null}
        ?paused=${paused}
        ?speaking=${party !== null && party === speaker}
      >
        ${say(paused ? 'guestPaused' : 'guestNoPicture')}
      </gc-video>
      <figcaption>${name}</figcaption>
      <gc-sound .stream=${lines?.audio ?? null}></gc-sound>
    </figure>`;
  }

  #quality() {
    return html`<gc-quality
      details
      .link=${this.state.view.link ?? null}
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
    if (!session.other_present) return say('callAgentAway');
    return null;
  }

  #messages(session: KioskSession) {
    const said = session.messages.filter((message) => message.from === 'agent').slice(-4);
    return html`<div role="log" aria-label=${say('messageFrom')}>
      ${said.map((message) => html`<p class="message">${message.text}</p>`)}
    </div>`;
  }

  /** Who hears the resident and does not see him. */
  #unseen({ unseen_by: names }: KioskSession) {
    if (names.length === 0) return '';
    const list = new Intl.ListFormat(getLanguage()).format(names);
    return html`<p class="unseen" role="status">${say('callUnseen', { names: list })}</p>`;
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
      <gc-button kind="night" icon="picture" @click=${() => this.app.paper.open()}>
        ${say('paperOffer')}
      </gc-button>
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
