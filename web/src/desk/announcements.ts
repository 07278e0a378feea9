// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { nameOf, textFor } from '../shared/i18n';
import type { DeskAnnouncement, DeskTicket } from '../shared/messages';
import { pointName } from '../staff/catalogue';
import { ChangeDialog } from './change-dialog';
import { c, spanName } from './change-strings';

const TEXTS = ['zh', 'en', 'it', 'fr'] as const;
const MINUTES = [15, 30, 60, 120, 240, 480];
const USUAL_MINUTES = 30;
const MOST_CHARACTERS = 200;
/** Those who can still read a notice. */
const READING = new Set(['draft', 'waiting', 'offered']);

/** Notices to people who wait: writes them, lists those that are shown, takes them back. */
@customElement('gc-announcements')
export class GcAnnouncements extends ChangeDialog {
  @property({ attribute: false }) announcements: readonly DeskAnnouncement[] = [];
  @property({ attribute: false }) tickets: readonly DeskTicket[] = [];

  protected override render() {
    const count = this.announcements.length;
    return this.window(
      c('say.button', { count }),
      count > 0,
      c('say.title'),
      html`${this.#form()}
        <h3>${c('say.live')}</h3>
        ${
          count === 0
            ? html`<p class="hint">${c('say.none')}</p>`
            : html`<ul>
                ${this.announcements.map((each) => this.#live(each))}
              </ul>`
        }`,
    );
  }

  #form() {
    return html`<form @submit=${this.#submit}>
      <label>
        ${c('say.to')}
        <select name="target">
          <option value="">${c('say.all')}</option>
          <optgroup label=${c('say.points')}>
            ${this.catalogue?.points.map(
              (point) => html`<option value="point:${point.id}">${nameOf(point)}</option>`,
            )}
          </optgroup>
          <optgroup label=${c('say.tickets')}>
            ${this.tickets
              .filter(({ state }) => READING.has(state))
              .map(
                ({ ticket, number, point }) =>
                  html`<option value="ticket:${ticket}">
                    ${number} · ${pointName(this.catalogue, point)}
                  </option>`,
              )}
          </optgroup>
        </select>
      </label>
      <label>
        ${c('say.for')}
        <select name="minutes">
          ${MINUTES.map(
            (minutes) =>
              html`<option value=${minutes} ?selected=${minutes === USUAL_MINUTES}>
                ${spanName(minutes)}
              </option>`,
          )}
        </select>
      </label>
      ${TEXTS.map(
        (text) =>
          html`<label>
            ${c(`say.${text}`)}
            <textarea name=${text} maxlength=${MOST_CHARACTERS} rows="2"></textarea>
          </label>`,
      )}
      <p class="hint">${c('say.public')}</p>
      <gc-button kind="primary" ?busy=${this.busy} @click=${this.#submit}>${c('say.go')}</gc-button>
    </form>`;
  }

  #live(each: DeskAnnouncement) {
    const place = each.point === null ? c('say.all') : pointName(this.catalogue, each.point);
    const target = each.number === null ? place : `${each.number} · ${place}`;
    const values = { target, by: each.by, from: this.time(each.at_ms) };
    return html`<li>
      <span>
        ${textFor(each.text)}
        <small>${c('say.meta', { ...values, until: this.time(each.until_ms) })}</small>
      </span>
      <gc-button
        ?busy=${this.busy}
        @click=${() => void this.change('desk.withdraw', { announcement: each.id })}
      >
        ${c('say.back')}
      </gc-button>
    </li>`;
  }

  #submit = (event: Event): void => {
    event.preventDefault();
    const value = this.values();
    const [kind, id] = value('target').split(':');
    const texts = Object.fromEntries(
      TEXTS.flatMap((text) => (value(text) === '' ? [] : [[text, value(text)]])),
    );
    void this.change('desk.announce', {
      ...(kind === 'point' ? { point: id } : kind === 'ticket' ? { ticket: id } : {}),
      texts,
      minutes: Number(value('minutes')),
    });
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-announcements': GcAnnouncements;
  }
}
