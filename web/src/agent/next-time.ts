// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Appointment } from '../shared/appointments';
import { formatSpan } from '../shared/clock';
import { bothWalls } from '../shared/slots';
import '../shared/ui/button';
import { watchLanguage, watchTime } from '../shared/ui/controllers';
import { base } from '../shared/ui/styles';
import { word } from '../shared/ui/words';
import { a } from '../staff/appointment-strings';
import { CommandEvent } from './commands';
import { t } from './strings';

/** The next appointment of the resident: what was proposed, what he answered, the way to propose. */
@customElement('gc-next-time')
export class GcNextTime extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        gap: 0.5rem;
        --target: 2.75rem;
      }
      h2 {
        font-size: var(--text-m);
      }
      p {
        line-height: 1.35;
      }
      b {
        font-size: var(--text-l);
        font-variant-numeric: tabular-nums;
      }
      .soft {
        color: var(--ink-soft);
        font-size: var(--text-s);
      }
      .state {
        font-weight: 650;
        color: var(--ink-soft);
      }
      .booked {
        color: var(--good);
      }
      .proposed {
        color: var(--fair);
      }
      .declined,
      .expired {
        color: var(--poor);
      }
      kbd {
        padding: 0 0.35em;
        border: 1px solid currentcolor;
        border-radius: 0.3em;
        font: inherit;
        font-size: 0.8125rem;
      }
    `,
  ];

  /** That of the ticket; one that he came for is `arrived`. */
  @property({ attribute: false }) appointment: Appointment | null = null;
  @property({ attribute: false }) now: () => number = Date.now;

  constructor() {
    super();
    watchLanguage(this);
    watchTime(this, 1000);
  }

  protected override render() {
    const next = this.appointment?.state === 'arrived' ? null : this.appointment;
    return html`${next === null ? nothing : this.#what(next)}
    ${next?.state === 'booked' ? nothing : this.#propose(next !== null)}`;
  }

  #what(next: Appointment) {
    const { here, home } = bothWalls(next);
    return html`<h2>${t('next.title')}</h2>
      <p>
        <b>${here.time}</b> ${here.day}
        ${
          home === null
            ? nothing
            : html`<span class="soft">${word('wenzhou')} ${home.time} ${home.day}</span>`
        }
      </p>
      <p class="state ${next.state}" role="status">
        ${a(`state.${next.state}`)}
        ${next.state === 'proposed' ? formatSpan(next.until_ms - this.now()) : nothing}
      </p>`;
  }

  #propose(again: boolean) {
    const open = () => this.dispatchEvent(new CommandEvent({ do: 'dialog', dialog: 'next-time' }));
    return html`<gc-button kind="plain" icon="clock" @click=${open}>
      ${t(again ? 'next.again' : 'next.propose')} <kbd aria-hidden="true">N</kbd>
    </gc-button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-next-time': GcNextTime;
  }
}
