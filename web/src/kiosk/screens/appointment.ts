// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Appointment, Proposal } from '../../shared/appointments';
import { nameOf } from '../../shared/i18n';
import { bothWalls } from '../../shared/slots';
import '../../shared/ui/button';
import { watchTime } from '../../shared/ui/controllers';
import '../../shared/ui/notice';
import '../../shared/ui/slot-time';
import '../appointment-card';
import { cityOf, currentItem, openAppointment, pointNameOf } from '../state';
import { say } from '../words';
import { question } from './question';
import { KioskScreen } from './screen';

/** An appointment that was just booked, or found by its code, and what can be done with it. */
@customElement('gc-kiosk-appointment')
export class GcKioskAppointment extends KioskScreen {
  static override styles = [
    KioskScreen.styles,
    css`
      .notes {
        display: grid;
        gap: calc(var(--space) * 0.75);
      }
      .proposal {
        display: grid;
        gap: var(--space);
        border: 3px solid var(--accent);
      }
      .old {
        color: var(--ink-soft);
        text-decoration: line-through;
      }
      .answers {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space);
      }
      .answers gc-button {
        flex: 1;
        font-size: var(--text-l);
      }
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr));
        gap: 0.35em 1em;
        margin: 0.75em 0 0;
        padding: 0;
        list-style: none;
        line-height: 1.35;
      }
      li {
        display: flex;
        gap: 0.5em;
      }
      li gc-icon {
        color: var(--teal);
      }
      .foot {
        display: grid;
        grid-template-columns: 1fr 1fr;
      }
      .foot .go {
        grid-column: 1 / -1;
        max-width: none;
      }
      @media (orientation: landscape) {
        .foot {
          display: flex;
        }
        .foot gc-button {
          flex: 1;
        }
      }
    `,
  ];

  @state() private asking = false;

  constructor() {
    super();
    watchTime(this, 5000);
  }

  protected override render() {
    const appointment = openAppointment(this.state);
    if (appointment === null) return nothing;
    if (appointment.state === 'cancelled') return this.#cancelled(appointment);
    const found = this.state.draft.code !== '';
    return html`<div><h1>${say(found ? 'foundTitle' : 'bookedTitle')}</h1></div>
      ${appointment.proposal === null ? nothing : this.#proposal(appointment, appointment.proposal)}
      <div class="notes">${this.#notes(appointment, found)}</div>
      ${this.#card(appointment)} ${this.#papers()} ${this.#foot(appointment)} ${this.#question()}`;
  }

  #card(appointment: Appointment) {
    const item = currentItem(this.state);
    return html`<gc-appointment-card
      .appointment=${appointment}
      city=${cityOf(this.state, appointment.point)}
      point=${pointNameOf(this.state, appointment.point)}
      item=${item === null ? '' : nameOf(item)}
    ></gc-appointment-card>`;
  }

  #cancelled({ change }: Appointment) {
    return html`<div>
        <h1>${say('cancelledTitle')}</h1>
        <p class="lead">${say(change === 'gone' ? 'change_gone' : 'cancelledText')}</p>
      </div>
      <div class="foot">${this.#end('primary')}</div>`;
  }

  #notes(appointment: Appointment, found: boolean) {
    const { change, confirm } = appointment;
    const state = this.#whenToCome(appointment, found);
    return html`${
      change === null
        ? nothing
        : html`<gc-notice kind="warning">
            ${say(`change_${change}`)}
            <gc-button slot="action" kind="plain" @click=${this.app.booking.accept}>
              ${say('changeSeen')}
            </gc-button>
          </gc-notice>`
    }
    ${state === null ? nothing : html`<gc-notice kind="info">${state}</gc-notice>`}
    ${confirm ? html`<gc-notice kind="info">${say('confirmNote')}</gc-notice>` : nothing}`;
  }

  /** Why one cannot report now, or that it is late. */
  #whenToCome(appointment: Appointment, found: boolean): string | null {
    if (appointment.state === 'arrived') return say('arrivedAlready');
    if (appointment.late || appointment.state === 'no_show') return say('arriveLate');
    if (appointment.can_arrive) return null;
    const here = this.state.view.point?.id === appointment.point;
    if (!here) return say('arriveElsewhere');
    return found ? say('arriveEarly') : null;
  }

  #proposal(appointment: Appointment, proposal: Proposal) {
    const { day, time } = bothWalls(appointment).here;
    return html`<section class="card proposal" role="alert">
      <h2>${say('newTimeTitle')}</h2>
      ${proposal.note === '' ? nothing : html`<p>${say('newTimeNote', { note: proposal.note })}</p>`}
      <p>${say('newTimeOld')}: <span class="old">${day}, ${time}</span></p>
      <div>
        <p>${say('newTimeNew')}</p>
        <gc-slot-time
          .times=${bothWalls(proposal)}
          place=${cityOf(this.state, appointment.point)}
        ></gc-slot-time>
      </div>
      <div class="answers">
        <gc-button ?busy=${this.state.busy} @click=${this.app.booking.decline}>
          ${say('newTimeNo')}
        </gc-button>
        <gc-button kind="primary" ?busy=${this.state.busy} @click=${this.app.booking.accept}>
          ${say('newTimeYes')}
        </gc-button>
      </div>
    </section>`;
  }

  #papers() {
    const papers = currentItem(this.state)?.materials.filter((paper) => paper.required) ?? [];
    if (papers.length === 0) return nothing;
    return html`<section class="card">
      <h2>${say('itemBring')}</h2>
      <ul>
        ${papers.map((paper) => html`<li><gc-icon name="check"></gc-icon>${nameOf(paper)}</li>`)}
      </ul>
    </section>`;
  }

  #foot({ can_arrive, state }: Appointment) {
    const waiting = this.state.view.ticket != null;
    const booked = state === 'booked';
    return html`<div class="foot">
      ${
        can_arrive && !waiting
          ? html`<gc-button
              class="go"
              kind="primary"
              icon="check"
              ?busy=${this.state.busy}
              @click=${this.app.booking.arrive}
            >
              ${say('arrive')}
            </gc-button>`
          : nothing
      }
      ${
        booked
          ? html`<gc-button icon="clock" @click=${() => this.app.booking.openSlots()}>
                ${say('moveIt')}
              </gc-button>
              <gc-button icon="close" @click=${() => (this.asking = true)}>
                ${say('cancelIt')}
              </gc-button>`
          : nothing
      }
      ${waiting ? this.#ends() : this.#end(can_arrive ? 'plain' : 'primary')}
    </div>`;
  }

  #end(kind: 'plain' | 'primary') {
    return html`<gc-button
      class="go"
      kind=${kind}
      ?busy=${this.state.busy}
      @click=${() => this.app.clear()}
    >
      ${say('done')}
    </gc-button>`;
  }

  /** Of one who waited when booking. */
  #ends() {
    return html`<gc-button @click=${() => this.app.clear()}>${say('keepWaiting')}</gc-button>
      <gc-button kind="primary" ?busy=${this.state.busy} @click=${() => this.app.giveUp()}>
        ${say('leaveLine')}
      </gc-button>`;
  }

  #question() {
    return question({
      title: 'cancelTitle',
      text: 'cancelText',
      no: 'cancelNo',
      yes: 'cancelYes',
      open: this.asking,
      busy: this.state.busy,
      close: () => (this.asking = false),
      go: this.#cancel,
    });
  }

  #cancel = (): void => {
    this.asking = false;
    this.app.booking.cancel();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-kiosk-appointment': GcKioskAppointment;
  }
}
