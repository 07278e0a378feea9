// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { DeskAppointment, Slot } from '../shared/appointments';
import type { Catalogue } from '../shared/messages';
import { base } from '../shared/ui/styles';
import './appointment-panel';
import type { GcAppointmentPanel } from './appointment-panel';
import './appointment-table';
import type { GcAppointmentTable } from './appointment-table';
import type { Act } from './change-dialog';

/** All appointments, and beside them the one that is looked at. */
@customElement('gc-appointment-page')
export class GcAppointmentPage extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template: minmax(0, 1fr) / minmax(0, 1fr);
        gap: 0.75rem;
        min-height: 0;
        padding: 0.75rem 1rem 1rem;
      }
      :host([open]) {
        grid-template-columns: minmax(0, 1fr) min(31rem, 34vw);
      }
    `,
  ];

  @property({ attribute: false }) appointments: readonly DeskAppointment[] = [];
  @property({ attribute: false }) catalogue: Catalogue | null = null;
  @property({ attribute: false }) act!: Act;
  @property({ attribute: false }) ask!: (appointment: string) => Promise<readonly Slot[] | null>;
  @property({ attribute: false }) now: () => number = Date.now;
  /** The one that is looked at, as it was last seen. */
  @state() private chosen: DeskAppointment | null = null;
  @query('gc-appointment-table') private table!: GcAppointmentTable;
  @query('gc-appointment-panel') private panel!: GcAppointmentPanel | null;

  constructor() {
    super();
    this.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.chosen) void this.#close();
    });
  }

  /** Opens the panel of an appointment and goes there. */
  async #choose(id: string): Promise<void> {
    this.chosen = this.#find(id);
    await this.updateComplete;
    this.panel?.focus();
  }

  async #close(): Promise<void> {
    const id = this.chosen?.id ?? '';
    this.chosen = null;
    await this.updateComplete;
    this.table.focusRow(id);
  }

  #find(id: string): DeskAppointment | null {
    return this.appointments.find((each) => each.id === id) ?? null;
  }

  protected override render() {
    const now = this.chosen === null ? null : this.#find(this.chosen.id);
    const shown = now ?? this.chosen;
    this.toggleAttribute('open', shown !== null);
    return html`<gc-appointment-table
        .appointments=${this.appointments}
        .catalogue=${this.catalogue}
        .chosen=${shown?.id ?? null}
        @gc-choose=${({ detail }: CustomEvent<string>) => void this.#choose(detail)}
      ></gc-appointment-table>
      ${
        shown === null
          ? nothing
          : html`<gc-appointment-panel
              .appointment=${shown}
              ?over=${now === null}
              .catalogue=${this.catalogue}
              .act=${this.act}
              .ask=${this.ask}
              .now=${this.now}
              @gc-close=${() => void this.#close()}
            ></gc-appointment-panel>`
      }`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-appointment-page': GcAppointmentPage;
  }
}
