// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { html, LitElement, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { wallTime } from '../shared/clock';
import { textFor, type Language, type Values } from '../shared/i18n';
import type { Announcement } from '../shared/messages';
import '../shared/ui/button';
import '../shared/ui/clocks';
import { watchStore, watchTime } from '../shared/ui/controllers';
import '../shared/ui/icon';
import '../shared/ui/notice';
import { base } from '../shared/ui/styles';
import { Chime } from './chime';
import { displayStyles } from './display-styles';
import './enrol-form';
import { DisplayPage } from './page';
import { currentPoint, languagesOf, liveNotices, openingTexts } from './state';
import { sayIn, type DisplayWord } from './words';

/** Nobody may be there who could touch the screen: it is not asked for longer than this. */
const ASK_FOR_TOUCH_MS = 120_000;
/** Notices take turns, each for so long. */
const TURN_MS = 10_000;

/** The television of a waiting room: who is called, who is served, who waits. */
@customElement('gc-display-app')
export class GcDisplayApp extends LitElement {
  static override styles = [base, displayStyles];

  readonly chime = new Chime(() => this.requestUpdate());
  readonly page = new DisplayPage(() => this.chime.play());

  constructor() {
    super();
    watchStore(this, this.page.store);
    watchTime(this, 1000);
    void this.page.start();
  }

  get #state() {
    return this.page.store.state;
  }

  get #languages(): Language[] {
    return languagesOf(currentPoint(this.#state));
  }

  protected override render() {
    const { enrolled, welcomed, enrolling, enrolProblem } = this.#state;
    if (enrolled === 'no') {
      return html`<main class="plain">
        <gc-display-enrol
          .problem=${enrolProblem}
          ?busy=${enrolling}
          @gc-code=${({ detail }: CustomEvent<string>) => void this.page.enrol(detail)}
        ></gc-display-enrol>
      </main>`;
    }
    if (!welcomed) {
      return html`<main class="plain">
        <p class="starting" role="status">${this.#both('starting')}</p>
      </main>`;
    }
    return html`${this.#head()} ${this.#link()}
      <main>${this.#called()} ${this.#served()} ${this.#line()}</main>
      ${this.#foot()} ${this.#calling()}`;
  }

  /** A sentence in each language of the place. */
  #both(key: DisplayWord, values?: Values) {
    return this.#each((language) => sayIn(language, key, values));
  }

  #each(words: (language: Language) => string) {
    return this.#languages.map(
      (language, index) =>
        html`<span class=${index === 0 ? 'first' : 'second'} lang=${language}
          >${words(language)}</span
        >`,
    );
  }

  #head() {
    const { point = { id: '' } } = this.#state.view;
    const place = currentPoint(this.#state);
    const abroad = this.#languages.length > 1;
    const now = this.page.clock.now();
    return html`<header>
      <div>
        <h1>
          ${point.name_zh} ${abroad ? html`<small lang="en">${point.name_en}</small>` : nothing}
        </h1>
        <p class="hours ${point.open ? '' : 'closed'}">
          ${this.#each((language) => openingTexts(language, point, now).join(' · '))}
        </p>
      </div>
      <gc-clocks
        .place=${place === null ? '' : abroad ? `${place.city_zh} ${place.city}` : place.city_zh}
        .zone=${point.timezone ?? 'Asia/Shanghai'}
        .now=${() => this.page.clock.now()}
      ></gc-clocks>
    </header>`;
  }

  /** What is the matter with the connection, in a plain sentence. */
  #link() {
    const { status, lostMs, view } = this.#state;
    if (status === 'replaced') {
      return html`<gc-notice kind="warning">
        ${this.#both('replaced')}
        <gc-button slot="action" kind="primary" @click=${() => this.page.takeOver()}>
          ${this.#both('takeOver')}
        </gc-button>
      </gc-notice>`;
    }
    if (status === 'online' || lostMs === null) return nothing;
    const zone = view.point?.timezone ?? 'Asia/Shanghai';
    const { time } = wallTime(lostMs, zone, 'zh-CN');
    return html`<gc-notice kind="warning">${this.#both('lost', { time })}</gc-notice>`;
  }

  #called() {
    const { called = [], point } = this.#state.view;
    if (called.length === 0) {
      const now = this.page.clock.now();
      return html`<section class="called none">
        <h2>
          ${
            point?.open === false
              ? this.#each((language) => openingTexts(language, point, now).join(' · '))
              : this.#both('calledNone')
          }
        </h2>
      </section>`;
    }
    return html`<section class="called">
      <h2>${this.#both('called')}</h2>
      <ul data-few=${called.length <= 2 ? 'yes' : nothing}>
        ${called.map(({ number }) => html`<li>${number}</li>`)}
      </ul>
    </section>`;
  }

  #served() {
    const { in_session: served = [] } = this.#state.view;
    return html`<section class="served">
      <h2>${this.#both('inSession')}</h2>
      ${
        served.length === 0
          ? html`<p class="nobody">–</p>`
          : html`<ul>
              ${served.map((number) => html`<li>${number}</li>`)}
            </ul>`
      }
    </section>`;
  }

  #line() {
    const { line = [], waiting = 0 } = this.#state.view;
    const more = waiting - line.length;
    return html`<section class="line">
      <h2>
        ${waiting === 0 ? this.#both('waitingNone') : this.#both('waiting', { count: waiting })}
      </h2>
      <ol>
        ${line.map((number) => html`<li>${number}</li>`)}
      </ol>
      ${more > 0 ? html`<p class="more">${this.#both('more', { count: more })}</p>` : nothing}
    </section>`;
  }

  #foot() {
    const now = this.page.clock.now();
    const notices = liveNotices(this.#state, now);
    const notice = notices[Math.floor(now / TURN_MS) % notices.length];
    const ask = !this.chime.ready && performance.now() < ASK_FOR_TOUCH_MS;
    if (notice === undefined && !ask) return nothing;
    return html`<footer>
      ${notice === undefined ? nothing : this.#notice(notice)}
      ${
        ask
          ? html`<p class="touch">
              <gc-icon name="sound"></gc-icon><span>${this.#both('sound')}</span>
            </p>`
          : nothing
      }
    </footer>`;
  }

  #notice({ number, text }: Announcement) {
    const heading = number === null ? this.#both('notice') : this.#both('noticeFor', { number });
    // Of two languages that say the same, since only one was written, one is enough.
    const texts = this.#languages.map((language) => textFor(text, language));
    const shown = texts.filter((words, index) => texts.indexOf(words) === index);
    return html`<div class="notice">
      <h2>${heading}</h2>
      <p>
        ${shown.map((words, index) => html`<span class=${index === 0 ? 'first' : 'second'}>${words}</span>`)}
      </p>
    </div>`;
  }

  #calling() {
    const { calling } = this.#state;
    if (calling === null) return nothing;
    return html`<div class="calling" role="alert">
      <strong>${calling}</strong>
      <p>${this.#both('called')}</p>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-display-app': GcDisplayApp;
  }
}
