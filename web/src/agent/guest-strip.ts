// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { faceLine, type Party } from '../shared/lines';
import type { AgentSession, Catalogue, Guest, Link } from '../shared/messages';
import { isPaused } from '../shared/quality';
import '../shared/ui/button';
import { watchLanguage } from '../shared/ui/controllers';
import '../shared/ui/sound';
import { base } from '../shared/ui/styles';
import '../shared/ui/video';
import { departmentName } from '../staff/catalogue';
import { CommandEvent, type Command } from './commands';
import { t } from './strings';
import { s } from './supervise-strings';

/** The line of a guest's peer that shows the agent who asked him in. */
const AGENT_PARTY = 1;

/**
 * The colleagues in a session, small: guests, who was asked in, and for a guest the agent. The agent
 * hands over to a guest and sends him away.
 *
 * Events: those of gc-video.
 */
@customElement('gc-guest-strip')
export class GcGuestStrip extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-auto-rows: minmax(0, 1fr);
        gap: 0.6rem;
        width: 17rem;
        min-height: 0;
      }
      :host([many]) {
        grid-template-columns: 1fr 1fr;
        width: 27rem;
      }
      figure {
        display: grid;
        grid-template-rows: minmax(0, 1fr) auto;
        gap: 0.3rem;
        min-width: 0;
        min-height: 0;
        margin: 0;
      }
      gc-video {
        min-height: 0;
        height: 100%;
      }
      figcaption {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        align-items: center;
        gap: 0.1rem 0.5rem;
        line-height: 1.3;
      }
      .name {
        overflow: hidden;
        font-weight: 650;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .name small {
        color: var(--ink-soft);
        font-weight: 400;
      }
      .buttons {
        display: flex;
        gap: 0.3rem;
      }
      button {
        min-height: 2rem;
        padding: 0 0.6rem;
        border: 2px solid var(--line-strong);
        border-radius: var(--radius-s);
        background: var(--card);
        color: var(--ink);
        font: inherit;
        font-size: var(--text-s);
        font-weight: 600;
        white-space: nowrap;
        cursor: pointer;
      }
      button:hover {
        border-color: var(--teal);
        background: var(--teal-soft);
      }
      :host([many]) figcaption {
        grid-template-columns: minmax(0, 1fr);
      }
      @media (max-width: 1400px) {
        :host {
          width: 14rem;
        }
        :host([many]) {
          width: 22rem;
        }
        figcaption {
          grid-template-columns: minmax(0, 1fr);
          font-size: 0.9375rem;
        }
        button {
          padding: 0 0.45rem;
        }
      }
    `,
  ];

  @property({ attribute: false }) session!: AgentSession;
  @property({ attribute: false }) parties: readonly Party[] = [];
  /** The page's own. */
  @property({ attribute: false }) link: Link | null = null;
  @property({ attribute: false }) catalogue: Catalogue | null = null;

  constructor() {
    super();
    watchLanguage(this);
  }

  #run(command: Command): void {
    this.dispatchEvent(new CommandEvent(command));
  }

  /** What lies below the picture of somebody who can be handed the session, or be sent away. */
  #buttons(account: string, joined: boolean) {
    if (this.session.role === 'guest') return nothing;
    const canHandOver = joined && this.session.state === 'in_session';
    return html`<span class="buttons">
      ${
        canHandOver
          ? html`<button @click=${() => this.#run({ do: 'hand-over', agent: account })}>
              ${t('guest.handover')}
            </button>`
          : nothing
      }
      <button @click=${() => this.#run({ do: 'send-away', agent: account })}>
        ${t('guest.sendaway')}
      </button>
    </span>`;
  }

  #person(name: string, about: string, party: number | null, empty: string, buttons: unknown) {
    const lines = party === null ? undefined : this.parties[party];
    const paused = party !== null && isPaused(this.link, faceLine(party));
    return html`<figure>
      <gc-video
        label=${name}
        .stream=${lines?.camera ?? null}
        ?paused=${paused}
        ?speaking=${party !== null && party === this.session.speaker}
      >
        ${paused ? t('guest.paused') : empty}
      </gc-video>
      <figcaption>
        <span class="name">${name} <small>${about}</small></span>
        ${buttons}
      </figcaption>
      <gc-sound .stream=${lines?.audio ?? null}></gc-sound>
    </figure>`;
  }

  #guest({ account, name, department, joined, heard_by: heardBy, party }: Guest) {
    if (heardBy !== 'all') return this.#person(name, '', party, s(`is.${heardBy}`), nothing);
    const about = department === null ? '' : departmentName(this.catalogue, department);
    const empty = t(joined ? 'guest.nopicture' : 'guest.joining');
    return this.#person(name, about, party, empty, this.#buttons(account, joined));
  }

  #invited() {
    const { invited } = this.session;
    if (invited === null) return nothing;
    const back = html`<span class="buttons">
      <button @click=${() => this.#run({ do: 'send-away', agent: invited.account })}>
        ${t('guest.takeback')}
      </button>
    </span>`;
    return this.#person(invited.name, '', null, t('guest.asked'), back);
  }

  protected override render() {
    const { role, agent, guests } = this.session;
    const others = guests.filter(({ party }) => party !== null);
    const isGuest = role === 'guest';
    const count = others.length + (this.session.invited ? 1 : 0) + (isGuest ? 1 : 0);
    this.toggleAttribute('many', count > 2);
    return html`
      ${
        isGuest
          ? this.#person(agent, t('guest.host'), AGENT_PARTY, t('guest.nopicture'), nothing)
          : nothing
      }
      ${others.map((guest) => this.#guest(guest))} ${this.#invited()}
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-guest-strip': GcGuestStrip;
  }
}
