// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import '../../shared/ui/button';
import '../../shared/ui/notice';
import '../language-choice';
import { currentPoint } from '../state';
import { chosenItems } from '../visit';
import { say } from '../words';
import { formStyles, wrong } from './form';
import { KioskScreen } from './screen';
import './ways';

/** The resident's name and the languages he can speak. */
@customElement('gc-kiosk-who')
export class GcKioskWho extends KioskScreen {
  static override styles = [
    KioskScreen.styles,
    formStyles,
    css`
      section {
        display: grid;
        gap: calc(var(--space) * 0.5);
      }
      label,
      legend {
        padding: 0;
        font-size: var(--text-l);
        font-weight: 650;
        color: var(--teal-deep);
      }
      input[type='text'] {
        font-size: var(--text-l);
        min-height: 5.5rem;
      }
      fieldset {
        margin: 0;
        padding: 0;
        border: 0;
      }
      .hint {
        color: var(--ink-soft);
      }
      gc-language-choice {
        margin-top: 0.75em;
      }
      .privacy {
        display: flex;
        gap: 0.6em;
        align-items: center;
        color: var(--ink-soft);
      }
    `,
  ];

  /** Whether the resident tried to go on: what is missing is said only then. */
  @state() private tried = false;

  protected override render() {
    const { draft, busy } = this.state;
    return html`<div>
        <h1>${say('whoTitle')}</h1>
        <p class="lead">${say('whoText')}</p>
      </div>
      <section class="card">
        <label for="name">${say('name')}</label>
        <input
          id="name"
          type="text"
          autocomplete="off"
          spellcheck="false"
          maxlength="80"
          placeholder=${say('nameHint')}
          aria-invalid=${this.tried && !this.#named}
          .value=${draft.name}
          @input=${(event: InputEvent) =>
            this.app.setDraft({ name: (event.target as HTMLInputElement).value })}
        />
        ${wrong(this.tried && !this.#named, say('nameMissing'))}
      </section>
      ${
        this.state.error === 'limit'
          ? html`<gc-kiosk-ways .app=${this.app} place="full"></gc-kiosk-ways>`
          : ''
      }
      <section class="card">${this.#languages()}</section>
      <p class="privacy"><gc-icon name="shield"></gc-icon>${say('privacy')}</p>
      <div class="foot">
        <gc-button
          icon="back"
          @click=${() => this.app.setDraft({ step: this.state.draft.item === null ? 'browse' : 'item' })}
        >
          ${say('back')}
        </gc-button>
        <gc-button class="go" kind="primary" ?busy=${busy} @click=${this.#next}>
          ${say('next')}
        </gc-button>
      </div>`;
  }

  get #named(): boolean {
    return this.state.draft.name.trim() !== '';
  }

  #languages() {
    const { languages } = this.state.draft;
    const direct = chosenItems(this.state).some((item) => item.direct_communication_required);
    return html`<fieldset>
      <legend>${say('languages')}</legend>
      <p class="hint">${say(direct ? 'directNote' : 'languagesText')}</p>
      <gc-language-choice
        .chosen=${languages}
        .local=${currentPoint(this.state)?.languages ?? []}
        @gc-languages=${({ detail }: CustomEvent<string[]>) =>
          this.app.setDraft({ languages: detail })}
      ></gc-language-choice>
      ${wrong(this.tried && languages.length === 0, say('languageMissing'))}
    </fieldset>`;
  }

  #next = (): void => {
    this.tried = true;
    if (!this.#named || this.state.draft.languages.length === 0) return;
    if (this.state.draft.away) this.app.setDraft({ way: 'phone' });
    else void this.app.createTicket();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-kiosk-who': GcKioskWho;
  }
}
