// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { LANGUAGE_NAMES, LANGUAGES, nameOf, setLanguage, type Language } from '../../shared/i18n';
import '../../shared/ui/button';
import '../../shared/ui/icon';
import { openingState, opensAgain } from '../opening';
import { spokenBy } from '../state';
import { say } from '../words';
import { hero } from './hero';
import { KioskScreen } from './screen';

const GREETINGS: Record<Language, string> = {
  'zh-CN': '您好',
  en: 'Hello',
  it: 'Buongiorno',
  fr: 'Bonjour',
};

/** The first screen: the language, and with it the visit begins. */
@customElement('gc-kiosk-language')
export class GcKioskLanguage extends KioskScreen {
  static override styles = [
    KioskScreen.styles,
    css`
      :host {
        justify-content: center;
        gap: calc(var(--space) * 2.5);
      }
      .hero {
        display: block;
        width: 100%;
        flex: 1;
        min-height: 0;
        max-height: 46rem;
      }
      h1 {
        font-size: var(--text-xxl);
        line-height: 1.2;
      }
      .lead {
        font-size: var(--text-l);
      }
      ul {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: var(--space);
        margin: 0;
        padding: 0;
        list-style: none;
      }
      .language {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--space);
        width: 100%;
        min-height: 11rem;
        padding: var(--space) calc(var(--space) * 1.5);
        border: 2px solid var(--teal);
        border-radius: var(--radius);
        background: var(--card);
        color: var(--teal-deep);
        font: inherit;
        text-align: start;
        cursor: pointer;
        box-shadow: var(--shadow);
      }
      .language:hover {
        background: var(--teal-soft);
      }
      .language b {
        display: block;
        font-size: var(--text-xl);
        line-height: 1.2;
      }
      .language span {
        color: var(--ink-soft);
      }
      .language gc-icon {
        --icon: 2.5rem;
        color: var(--accent);
      }
      @media (orientation: landscape) {
        :host {
          display: grid;
          grid-template: 'hero words' auto 'hero choice' auto 'hero appointment' auto 'hero duty' auto / 5fr 6fr;
          align-content: center;
          align-items: center;
          gap: calc(var(--space) * 2) calc(var(--space) * 3);
        }
        .hero {
          grid-area: hero;
        }
        .language {
          min-height: 8.5rem;
        }
      }
      .appointment {
        font-size: var(--text-l);
        align-self: start;
      }
      .duty {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.5em 1.25em;
        color: var(--ink-soft);
      }
      .duty span {
        display: inline-flex;
        align-items: center;
        gap: 0.4em;
      }
    `,
  ];

  protected override render() {
    return html`${hero}
      <div>
        <h1>${say('title')}</h1>
        <p class="lead">${say('tagline')}</p>
      </div>
      <ul>
        ${LANGUAGES.map((language) => this.#choice(language))}
      </ul>
      <gc-button class="appointment" icon="clock" @click=${() => this.app.booking.openCode()}>
        ${say('haveAppointment')}
      </gc-button>
      ${this.#duty()}`;
  }

  #choice(language: Language) {
    return html`<li lang=${language}>
      <button class="language" @click=${() => this.#choose(language)}>
        <span>
          <b>${LANGUAGE_NAMES[language]}</b>
          ${GREETINGS[language]}
        </span>
        <gc-icon name="forward"></gc-icon>
      </button>
    </li>`;
  }

  #choose(language: Language): void {
    setLanguage(language);
    this.app.setDraft({ step: 'browse', languages: [spokenBy(language)] });
  }

  #duty() {
    const { point } = this.state.view;
    if (point === undefined) return '';
    const { agents = 0 } = point;
    const state = openingState(point);
    const again = point.open ? null : opensAgain(point, this.app.core.clock.now());
    return html`<p class="duty">
      <span><gc-icon name="place"></gc-icon>${nameOf(point)}</span>
      ${
        state === null
          ? ''
          : html`<span>
              <gc-icon name="clock"></gc-icon>${again === null ? state : `${state} · ${again}`}
            </span>`
      }
      <span>
        <gc-icon name="people"></gc-icon>
        ${agents > 0 ? say('officersNow', { count: agents }) : say('officersNone')}
      </span>
    </p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-kiosk-language': GcKioskLanguage;
  }
}
