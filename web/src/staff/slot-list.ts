// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Slot } from '../shared/appointments';
import { getLanguage } from '../shared/i18n';
import type { Point } from '../shared/messages';
import { bothTimes, formatDay, slotDays, type SlotDay } from '../shared/slots';
import { watchLanguage } from '../shared/ui/controllers';
import { base } from '../shared/ui/styles';
import { a } from './appointment-strings';

/**
 * Times that can be booked at a point: its days in a row, below them the times of one day.
 *
 * Events: `gc-slot` (detail: the Slot that was pressed).
 */
@customElement('gc-slot-list')
export class GcSlotList extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        gap: 0.5rem;
      }
      p {
        color: var(--ink-soft);
        font-size: var(--text-s);
      }
      .days,
      .times {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(5.5rem, 1fr));
        gap: 0.35rem;
      }
      .times {
        align-content: start;
        max-height: 16rem;
        overflow: auto;
      }
      button {
        display: grid;
        justify-items: center;
        align-content: center;
        min-height: 2.75rem;
        padding: 0.15rem 0.4rem;
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-s);
        background: var(--card);
        color: var(--teal-deep);
        font: inherit;
        line-height: 1.25;
        font-variant-numeric: tabular-nums;
        cursor: pointer;
      }
      button:hover {
        border-color: var(--teal);
        background: var(--teal-soft);
      }
      button[aria-pressed='true'] {
        border-color: var(--teal);
        background: var(--teal);
        color: var(--on-teal);
      }
      b {
        font-weight: 700;
      }
      small {
        font-size: 0.8125rem;
      }
      em {
        font-size: 0.8125rem;
        font-style: normal;
        color: var(--accent-deep);
      }
    `,
  ];

  /** Null while they are being asked for. */
  @property({ attribute: false }) slots: readonly Slot[] | null = null;
  @property({ attribute: false }) point: Point | undefined;
  @property({ attribute: false }) now: () => number = Date.now;
  @property({ type: Boolean }) busy = false;
  /** When the chosen time begins, where it is only chosen and not yet sent. */
  @property({ attribute: false }) chosen: number | null = null;
  @state() private day: number | null = null;

  constructor() {
    super();
    watchLanguage(this);
  }

  protected override render() {
    const { slots, point } = this;
    if (slots === null || !point) return html`<p role="status">${a('slots.loading')}</p>`;
    const days = slotDays(slots, point.timezone, this.now(), point.video_window_local);
    const open = days.filter(({ why }) => why === null);
    const chosen = open.find(({ day }) => day === this.day) ?? open[0];
    if (chosen === undefined) return html`<p role="status">${a('slots.none')}</p>`;
    return html`<p id="days">${a('slots.days')}</p>
      <div class="days" role="group" aria-labelledby="days">
        ${open.map((day) => this.#day(day, day === chosen))}
      </div>
      <p id="times">${a('slots.times')}</p>
      <div class="times" role="group" aria-labelledby="times">
        ${chosen.slots.map((slot) => this.#time(slot, point.timezone))}
      </div>`;
  }

  #day({ day, slots }: SlotDay, chosen: boolean) {
    const language = getLanguage();
    return html`<button
      type="button"
      aria-pressed=${chosen ? 'true' : 'false'}
      @click=${() => (this.day = day)}
    >
      <b>${formatDay(day, language, { day: 'numeric', month: 'short' })}</b>
      <small>${formatDay(day, language, { weekday: 'short' })} · ${slots.length}</small>
    </button>`;
  }

  #time(slot: Slot, zone: string) {
    const { here, home } = bothTimes(slot.start_ms, zone);
    const day = home !== null && home.day !== here.day ? `${home.day} ` : '';
    const press = () => this.dispatchEvent(new CustomEvent('gc-slot', { detail: slot }));
    return html`<button
      type="button"
      ?disabled=${this.busy}
      aria-pressed=${this.chosen === null ? nothing : String(this.chosen === slot.start_ms)}
      @click=${press}
    >
      <b>${here.time}</b>
      ${home === null ? nothing : html`<small>${day}${home.time}</small>`}
      ${slot.for_elders ? html`<em>${a('slots.elders')}</em>` : nothing}
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-slot-list': GcSlotList;
  }
}
