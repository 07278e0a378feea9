// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { formatSpan } from '../../shared/clock';
import { nameOf } from '../../shared/i18n';
import { bothWalls } from '../../shared/slots';
import '../../shared/ui/button';
import { watchTime } from '../../shared/ui/controllers';
import '../../shared/ui/notice';
import '../../shared/ui/slot-time';
import { isPhone } from '../phone';
import '../phone-pad';
import { cityOf, currentItem, openAppointment } from '../state';
import { say } from '../words';
import { formStyles, wrong } from './form';
import { KioskScreen } from './screen';

/** A number is not asked for: without one nobody reminds him. */
const canBePhone = (typed: string): boolean => typed.trim() === '' || isPhone(typed);

/** Who will come at the time that is kept for now. */
@customElement('gc-kiosk-contact')
export class GcKioskContact extends KioskScreen {
  static override styles = [
    KioskScreen.styles,
    formStyles,
    css`
      .body {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(38rem, 100%), 1fr));
        gap: calc(var(--space) * 1.25);
        align-items: start;
      }
      section {
        display: grid;
        gap: calc(var(--space) * 0.5);
      }
      label {
        font-size: var(--text-l);
        font-weight: 650;
        color: var(--teal-deep);
      }
      input {
        min-height: 5.5rem;
        font-size: var(--text-l);
      }
      .hint,
      .privacy {
        color: var(--ink-soft);
      }
      .privacy {
        display: flex;
        gap: 0.5em;
        align-items: center;
      }
      gc-phone-pad {
        width: min(36rem, 100%);
      }
    `,
  ];

  /** Whether the resident tried to go on: what is missing is said only then. */
  @state() private tried = false;
  /** At the phone number: its figures are laid out to touch. */
  @state() private dialling = false;

  constructor() {
    super();
    watchTime(this, 1000);
  }

  protected override render() {
    const appointment = openAppointment(this.state);
    if (appointment === null) return html``;
    const item = currentItem(this.state);
    const left = formatSpan(appointment.until_ms - this.app.core.clock.now());
    return html`<div>
        <h1>${say('contactTitle')}</h1>
        <p class="lead">${item === null ? '' : nameOf(item)}</p>
      </div>
      <section class="card">
        <gc-slot-time
          .times=${bothWalls(appointment)}
          place=${cityOf(this.state, appointment.point)}
        ></gc-slot-time>
      </section>
      <gc-notice kind="info">${say('contactKept', { time: left })}</gc-notice>
      <div class="body">${this.#name()} ${this.#phone()}</div>
      <p class="privacy"><gc-icon name="shield"></gc-icon>${say('contactPrivacy')}</p>
      <div class="foot">
        <gc-button icon="back" @click=${() => void this.app.booking.giveBack()}>
          ${say('moveIt')}
        </gc-button>
        <gc-button
          class="go"
          kind="primary"
          icon="check"
          ?busy=${this.state.busy}
          @click=${this.#book}
        >
          ${say('bookNow')}
        </gc-button>
      </div>`;
  }

  #name() {
    const { name } = this.state.draft;
    return html`<section class="card">
      <label for="name">${say('name')}</label>
      <input
        id="name"
        type="text"
        autocomplete="off"
        spellcheck="false"
        maxlength="80"
        placeholder=${say('nameHint')}
        aria-invalid=${this.tried && name.trim() === ''}
        .value=${name}
        @focus=${() => (this.dialling = false)}
        @input=${(event: InputEvent) =>
          this.app.setDraft({ name: (event.target as HTMLInputElement).value })}
      />
      ${wrong(this.tried && name.trim() === '', say('nameMissing'))}
    </section>`;
  }

  #phone() {
    const { phone } = this.state.draft;
    return html`<section class="card">
      <label for="phone">${say('phone')}</label>
      <p class="hint" id="phone-hint">${say('phoneText')}</p>
      <input
        id="phone"
        type="tel"
        autocomplete="off"
        maxlength="20"
        aria-describedby="phone-hint"
        aria-invalid=${this.tried && !canBePhone(phone)}
        .value=${phone}
        @focus=${() => (this.dialling = true)}
        @input=${(event: InputEvent) =>
          this.app.setDraft({ phone: (event.target as HTMLInputElement).value })}
      />
      ${wrong(this.tried && !canBePhone(phone), say('contactPhoneWrong'))}
      ${
        this.dialling
          ? html`<gc-phone-pad back=${say('keyDelete')} @gc-key=${this.#key}></gc-phone-pad>`
          : ''
      }
    </section>`;
  }

  #key = ({ detail: { key } }: CustomEvent<{ key: string }>): void => {
    const { phone } = this.state.draft;
    this.app.setDraft({ phone: key === '' ? phone.slice(0, -1) : phone + key });
  };

  #book = (): void => {
    this.tried = true;
    const { name, phone } = this.state.draft;
    if (name.trim() !== '' && canBePhone(phone)) void this.app.booking.book();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-kiosk-contact': GcKioskContact;
  }
}
