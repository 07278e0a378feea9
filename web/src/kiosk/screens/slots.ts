// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Slot } from '../../shared/appointments';
import { getLanguage, nameOf } from '../../shared/i18n';
import {
  bothTimes,
  bothWalls,
  formatDay,
  slotDays,
  weekdayOf,
  type SlotDay,
} from '../../shared/slots';
import '../../shared/ui/button';
import { word } from '../../shared/ui/words';
import '../language-choice';
import { currentItem, currentPoint, openAppointment } from '../state';
import { say } from '../words';
import { formStyles, wrong } from './form';
import { KioskScreen } from './screen';
import { slotStyles } from './slots-styles';

/** A Monday, to name the days of the week by. */
const SOME_MONDAY = 4;

/** The day, then the time, by the clock here and by Wenzhou's. */
@customElement('gc-kiosk-slots')
export class GcKioskSlots extends KioskScreen {
  static override styles = [KioskScreen.styles, formStyles, slotStyles];

  /** The day that is looked at; the first one with a free time until one is chosen. */
  @state() private day: number | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    // After a reload nobody has asked for the times yet.
    if (this.state.slots === null) void this.app.booking.loadSlots();
  }

  /** Whether a time was chosen without a language: that it is missing is said only then. */
  @state() private tried = false;

  protected override render() {
    const item = currentItem(this.state);
    const booked = openAppointment(this.state)?.state === 'booked';
    return html`<div>
        <h1>${say(booked ? 'slotsMove' : 'slotsTitle')}</h1>
        <p class="lead">${item === null ? nothing : nameOf(item)}</p>
        ${booked ? this.#old() : nothing}
      </div>
      ${this.#who(booked)} ${this.#calendar()}
      <div class="foot">
        <gc-button icon="back" @click=${() => this.app.booking.closeSlots()}
          >${say('back')}</gc-button
        >
      </div>`;
  }

  #old() {
    const appointment = openAppointment(this.state);
    if (appointment === null) return nothing;
    const { day, time } = bothWalls(appointment).here;
    return html`<p class="lead">${say('slotsOld', { day, time })}</p>`;
  }

  /** What the times depend on: the age, and whom one can talk with. */
  #who(booked: boolean) {
    const { draft, view } = this.state;
    return html`<section class="card who">
      <div class="elder">
        <p>${say('elderText')}</p>
        <gc-button
          icon=${draft.elder ? 'check' : 'person'}
          .pressed=${draft.elder}
          @click=${() => this.app.booking.describe({ elder: !draft.elder })}
          >${say('elder')}</gc-button
        >
      </div>
      ${
        booked || view.ticket
          ? nothing
          : html`<div role="group" aria-labelledby="languages">
              <p id="languages">${say('languages')}</p>
              <gc-language-choice
                .chosen=${draft.languages}
                .local=${currentPoint(this.state)?.languages ?? []}
                @gc-languages=${({ detail }: CustomEvent<string[]>) =>
                  this.app.booking.describe({ languages: detail })}
              ></gc-language-choice>
              ${wrong(this.tried && draft.languages.length === 0, say('languageMissing'))}
            </div>`
      }
    </section>`;
  }

  #calendar() {
    const { slots } = this.state;
    const point = currentPoint(this.state);
    if (slots === null || point === null) return html`<p role="status">${say('slotsLoading')}</p>`;
    if (slots.length === 0) return html`<gc-notice kind="info">${say('slotsNone')}</gc-notice>`;
    const now = this.app.core.clock.now();
    const days = slotDays(slots, point.timezone, now, point.video_window_local);
    const chosen =
      days.find(({ day, why }) => day === this.day && why === null) ??
      days.find(({ why }) => why === null);
    return html`<div class="body">
      <section class="card">
        <h2>${say('slotsDays')}</h2>
        <div class="calendar">
          ${this.#weekdays()} ${days.map((day, index) => this.#day(day, index === 0, chosen))}
        </div>
      </section>
      ${chosen === undefined ? nothing : this.#times(chosen, point.timezone)}
    </div>`;
  }

  #weekdays() {
    return Array.from({ length: 7 }, (_, ahead) => {
      const name = formatDay(SOME_MONDAY + ahead, getLanguage(), { weekday: 'short' });
      return html`<span class="weekday" aria-hidden="true">${name}</span>`;
    });
  }

  #day({ day, why }: SlotDay, first: boolean, chosen: SlotDay | undefined) {
    const language = getLanguage();
    const column = first ? `from-${weekdayOf(day)}` : '';
    const full = formatDay(day, language, { weekday: 'long', day: 'numeric', month: 'long' });
    const number = new Date(day * 86_400_000).getUTCDate();
    const month = formatDay(day, language, { month: 'short' });
    if (why !== null) {
      const words = say(why === 'closed' ? 'slotClosed' : 'slotNothing');
      return html`<span class="day ${column}" role="img" aria-label="${full}: ${words}">
        <b>${number}</b><small>${words}</small>
      </span>`;
    }
    return html`<button
      class="day ${column}"
      aria-label=${full}
      aria-pressed=${day === chosen?.day ? 'true' : 'false'}
      @click=${() => (this.day = day)}
    >
      <b>${number}</b><small>${month}</small>
    </button>`;
  }

  #times({ day, slots }: SlotDay, zone: string) {
    const name = formatDay(day, getLanguage(), { weekday: 'long', day: 'numeric', month: 'long' });
    const both = slots.some(({ start_ms }) => bothTimes(start_ms, zone).home !== null);
    return html`<section class="card">
      <h2>${say('slotsOn', { day: name })}</h2>
      ${both ? html`<p class="lead">${say('slotsClocks')}</p>` : nothing}
      <div class="times">${slots.map((slot) => this.#time(slot, zone))}</div>
    </section>`;
  }

  #choose(slot: Slot): void {
    const { draft, view } = this.state;
    this.tried = true;
    const known = view.ticket ?? openAppointment(this.state);
    if (known !== null || draft.languages.length > 0) void this.app.booking.choose(slot);
    else this.renderRoot.querySelector('.who')?.scrollIntoView();
  }

  #time(slot: Slot, zone: string) {
    const { here, home } = bothTimes(slot.start_ms, zone);
    const day = home !== null && home.day !== here.day ? `${home.day} ` : '';
    return html`<button
      class="time"
      ?disabled=${this.state.busy}
      @click=${() => this.#choose(slot)}
    >
      <b>${here.time}</b>
      ${home === null ? nothing : html`<small>${word('wenzhou')} ${day}${home.time}</small>`}
      ${slot.for_elders ? html`<em>${say('elderMark')}</em>` : nothing}
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-kiosk-slots': GcKioskSlots;
  }
}
