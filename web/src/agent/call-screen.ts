// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { formatSpan, HOME_ZONE } from '../shared/clock';
import { getLanguage, nameOf, speechName } from '../shared/i18n';
import { DOCUMENT_LINE, faceLine, type Party } from '../shared/lines';
import type { AgentSession } from '../shared/messages';
import { isPaused } from '../shared/quality';
import { speakersOf } from '../shared/session';
import '../shared/ui/clocks';
import { watchLanguage, watchTime } from '../shared/ui/controllers';
import '../shared/ui/notice';
import '../shared/ui/sound';
import { base } from '../shared/ui/styles';
import '../shared/ui/video';
import { slotWords } from '../staff/appointment-strings';
import { findItem, findPoint, itemName, pointName } from '../staff/catalogue';
import { secondsLeft } from '../staff/waiting';
import { callStyles } from './call-screen.styles';
import './call-tools';
import { CommandEvent, type Command } from './commands';
import './guest-strip';
import './item-guide';
import './link-table';
import './message-box';
import './next-time';
import './paper/strip';
import './paper/viewer';
import type { GcPaperViewer } from './paper/viewer';
import type { ViewerAction } from './paper/viewer-actions';
import './picture';
import { readingOf, type AgentState } from './state';
import { t, type AgentText } from './strings';
import { s } from './supervise-strings';
import './visit-items';

/** A session: face and document side by side, the tools, guide and messages, and who it is with. */
@customElement('gc-call-screen')
export class GcCallScreen extends LitElement {
  static override styles = [base, callStyles];

  @property({ attribute: false }) state!: AgentState;
  @property({ attribute: false }) session!: AgentSession;
  /** The streams of the resident, and of the others. */
  @property({ attribute: false }) parties!: readonly [Party, ...Party[]];
  @property({ attribute: false }) self: MediaStream | null = null;
  @property({ attribute: false }) now: () => number = Date.now;

  @query('gc-message-box') private messages!: HTMLElement;
  @query('gc-paper-viewer') private viewer!: GcPaperViewer | null;

  constructor() {
    super();
    watchLanguage(this);
    watchTime(this, 1000);
  }

  /** Puts the cursor into the field for messages. */
  write(): void {
    this.messages.focus();
  }

  /** Does that with the picture of a paper that is shown large. */
  view(action: ViewerAction): void {
    this.viewer?.act(action);
  }

  #run(command: Command): void {
    this.dispatchEvent(new CommandEvent(command));
  }

  /** What lies over the face while there is no talking. */
  #over() {
    const { session } = this;
    if (session.state === 'dropped') {
      const seconds = session.until_ms === null ? 0 : secondsLeft(session.until_ms, this.now());
      return html`<div class="over" role="alert">
        <b>${t('call.holding')}</b>
        <span class="count" aria-hidden="true">${seconds}</span>
        <span>${t('call.holding.lead', { seconds })}</span>
      </div>`;
    }
    if (session.held_since_ms !== null) {
      const [what, how] = this.#heldWords();
      return html`<div class="over">
        <p role="status"><b>${t(what)}</b><span>${t(how)}</span></p>
        <span>${t('call.held.for')} ${formatSpan(this.now() - session.held_since_ms)}</span>
      </div>`;
    }
    return nothing;
  }

  /** Whether anybody but resident and agent is there, or on the way. */
  get #hasOthers(): boolean {
    return this.session.guests.length > 0 || this.session.invited !== null;
  }

  #heldWords(): [AgentText, AgentText] {
    if (this.session.role === 'guest') return ['call.held.among', 'call.held.guest'];
    if (speakersOf(this.session.guests).length > 0)
      return ['call.held.among', 'call.held.together'];
    return ['call.held', 'call.held.resume'];
  }

  /** Who hears this agent and does not see him. */
  #unseen() {
    const { unseen_by: names } = this.session;
    if (names.length === 0) return nothing;
    const list = new Intl.ListFormat(getLanguage()).format(names);
    return html`<gc-notice>${t('call.unseen', { names: list })}</gc-notice>`;
  }

  #notes() {
    const { session, state } = this;
    const { audio, camera } = state.devices.states;
    const colleague = state.view.colleagues?.find((each) => each.account === session.transfer_to);
    const name = colleague?.name ?? session.transfer_to ?? '';
    const away = session.state === 'in_session' && !session.other_present;
    const lost = (source: string) => source === 'lost' || source === 'missing';
    return html`<div class="notes">
      ${away ? html`<gc-notice kind="warning">${t('call.away')}</gc-notice>` : nothing}
      ${this.#unseen()}
      ${
        session.transfer_to
          ? html`<gc-notice>${t('transfer.running', { name })}</gc-notice>`
          : nothing
      }
      ${
        audio === 'lost'
          ? html`<gc-notice kind="problem">${t('call.microphone.lost')}</gc-notice>`
          : nothing
      }
      ${lost(camera) ? html`<gc-notice kind="warning">${t('call.camera.lost')}</gc-notice>` : nothing}
    </div>`;
  }

  /** The picture of a paper that is read, in the place of what the document camera shows. */
  #paper() {
    const reading = readingOf(this.state);
    if (reading === null) return null;
    const point = findPoint(this.state.catalogue, this.session.point);
    return html`<gc-paper-viewer
      .still=${reading.still}
      .bitmap=${reading.bitmap}
      number=${reading.number}
      place=${point ? nameOf({ name_zh: point.city_zh, name_en: point.city }) : ''}
      zone=${point?.timezone ?? HOME_ZONE}
    ></gc-paper-viewer>`;
  }

  #strip() {
    const { stills } = this.state.view;
    if (!stills) return nothing;
    return html`<gc-paper-strip
      .stills=${stills}
      .images=${this.state.images}
      .reading=${readingOf(this.state)?.still.id ?? null}
      ?guest=${this.session.role === 'guest'}
    ></gc-paper-strip>`;
  }

  #stage() {
    const paper = this.#paper();
    const layout = paper === null ? this.state.layout : 'document';
    const connecting = this.session.state === 'connecting';
    const size = (picture: 'face' | 'document') =>
      this.#run({ do: 'layout', layout: layout === picture ? 'both' : picture });
    return html`<div class="stage ${layout}">
      ${this.#notes()}
      <gc-picture
        .stream=${this.parties[0].camera}
        name=${t('call.face')}
        empty=${t(connecting ? 'call.connecting' : 'call.noface')}
        ?paused=${isPaused(this.state.view.link, faceLine(0))}
        ?speaking=${this.session.speaker === 0}
        ?large=${layout === 'face'}
        key="F"
        @gc-resize=${() => size('face')}
        @gc-frame=${() => this.#run({ do: 'other-live', live: true })}
        @gc-still=${() => this.#run({ do: 'other-live', live: false })}
      >
        ${this.#over()}
      </gc-picture>
      ${
        paper ??
        html`<gc-picture
          .stream=${this.parties[0].document}
          name=${t('call.document')}
          empty=${t('call.nodocument')}
          ?paused=${isPaused(this.state.view.link, DOCUMENT_LINE)}
          ?large=${layout === 'document'}
          key="D"
          @gc-resize=${() => size('document')}
        ></gc-picture>`
      }
    </div>`;
  }

  /** A guest is there once he sees anybody. */
  #others() {
    if (!this.#hasOthers) return nothing;
    const { session, state } = this;
    const live = (is: boolean) => {
      if (session.role === 'guest') this.#run({ do: 'other-live', live: is });
    };
    return html`<gc-guest-strip
      .session=${session}
      .parties=${this.parties}
      .link=${state.view.link ?? null}
      .catalogue=${state.catalogue}
      @gc-frame=${() => live(true)}
    ></gc-guest-strip>`;
  }

  #who() {
    const { session, state } = this;
    const point = findPoint(state.catalogue, session.point);
    const slot = slotWords(session.slot_ms, session.since_ms);
    const comma = getLanguage() === 'en' ? ', ' : '、';
    return html`<section class="card who">
      <p class="number">
        <b>${session.number}</b>
        <span>${t('call.duration')} ${formatSpan(this.now() - session.since_ms)}</span>
      </p>
      ${slot === null ? nothing : html`<p class="slot">${slot}</p>`}
      <h1>${itemName(state.catalogue, session.item)}</h1>
      <dl>
        ${
          session.role === 'guest'
            ? html`<dt>${session.supervises ? s('of') : t('guest.by')}</dt>
                <dd>${session.agent}</dd>`
            : nothing
        }
        <dt>${t('offer.name')}</dt>
        <dd>${session.name}</dd>
        <dt>${t('offer.point')}</dt>
        <dd>${pointName(state.catalogue, session.point)}</dd>
        <dt>${t('offer.languages')}</dt>
        <dd>${session.languages.map(speechName).join(comma)}</dd>
      </dl>
      <gc-visit-items .session=${session} .catalogue=${state.catalogue}></gc-visit-items>
      <gc-clocks
        place=${point ? nameOf({ name_zh: point.city_zh, name_en: point.city }) : ''}
        zone=${point?.timezone ?? HOME_ZONE}
        .now=${this.now}
      ></gc-clocks>
    </section>`;
  }

  #supervision() {
    const { ticket, guests, supervises } = this.session;
    const self = guests.find(({ party }) => party === null);
    return supervises && self ? { ticket, heardBy: self.heard_by } : null;
  }

  #self() {
    const { muted } = this.state;
    return html`<div class="self">
      <gc-video .stream=${muted.camera ? null : this.self} mirrored label=${t('call.self')}>
        ${t(muted.camera ? 'state.camera.off' : 'call.self')}
      </gc-video>
      <div class="marks" role="status">
        ${muted.audio ? html`<span>${t('state.muted')}</span>` : nothing}
        ${muted.camera ? html`<span>${t('state.camera.off')}</span>` : nothing}
      </div>
    </div>`;
  }

  protected override render() {
    const { session, state } = this;
    return html`
      <div class="main ${readingOf(state) ? 'reading' : ''}">
        <div class="pictures">${this.#stage()} ${this.#others()}</div>
        ${this.#strip()}
        <gc-call-tools
          ?guest=${session.role === 'guest'}
          .supervision=${this.#supervision()}
          .invited=${session.invited}
          ?muted=${state.muted.audio}
          ?cameraOff=${state.muted.camera}
          ?held=${session.held_since_ms !== null}
          ?transferring=${session.transfer_to !== null}
        ></gc-call-tools>
        <div class="lower">
          <gc-item-guide
            class="card"
            .item=${findItem(state.catalogue, session.item)}
          ></gc-item-guide>
          <gc-message-box
            class="card"
            .messages=${session.messages}
            ?readonly=${session.role === 'guest'}
          ></gc-message-box>
        </div>
      </div>
      <aside tabindex="0" aria-label=${t('call.about')}>
        ${this.#who()}
        ${
          session.role === 'guest'
            ? nothing
            : html`<gc-next-time
                class="card"
                .appointment=${state.view.appointment ?? null}
                .now=${this.now}
              ></gc-next-time>`
        }
        ${this.#self()}
        <gc-link-table
          class="card"
          .own=${state.quality}
          .link=${state.view.link ?? null}
          .other=${session.other_link}
        ></gc-link-table>
      </aside>
      <gc-sound .stream=${this.parties[0].audio}></gc-sound>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-call-screen': GcCallScreen;
  }
}
