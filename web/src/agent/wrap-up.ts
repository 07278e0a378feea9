// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { formatSpan } from '../shared/clock';
import type { Appointment } from '../shared/appointments';
import type { AgentSession, Outcome } from '../shared/messages';
import '../shared/ui/button';
import { watchLanguage, watchTime } from '../shared/ui/controllers';
import '../shared/ui/notice';
import { base, field } from '../shared/ui/styles';
import { CommandEvent, OUTCOMES } from './commands';
import './next-time';
import { t } from './strings';

/** The longest note that the service takes. */
const LONGEST = 2000;

/** After the call: the outcome, a note, and how much time is left for them. */
@customElement('gc-wrap-up')
export class GcWrapUp extends LitElement {
  static override styles = [
    base,
    field,
    css`
      :host {
        display: grid;
        place-items: center;
        padding: 1.5rem;
      }
      section {
        display: grid;
        gap: 1.25rem;
        width: min(56rem, 100%);
        padding: 2rem;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--card);
        box-shadow: var(--shadow);
      }
      header {
        display: flex;
        justify-content: space-between;
        gap: 2rem;
      }
      h1 {
        font-size: var(--text-xl);
      }
      .lead,
      .left span {
        color: var(--ink-soft);
      }
      .left {
        text-align: end;
        white-space: nowrap;
      }
      .left b {
        font-size: var(--text-xl);
        font-variant-numeric: tabular-nums;
      }
      .left small {
        display: block;
        color: var(--ink-soft);
        font-size: var(--text-s);
      }
      .extend {
        --target: 2.5rem;
        margin-top: 0.5rem;
      }
      h2,
      label {
        font-size: var(--text-m);
        font-weight: 650;
      }
      gc-next-time {
        justify-items: start;
      }
      .outcomes {
        display: grid;
        grid-template-columns: repeat(4, 1fr);
        gap: 0.6rem;
        margin-top: 0.5rem;
      }
      .outcomes button {
        display: flex;
        align-items: center;
        gap: 0.6rem;
        min-height: 3rem;
        padding: 0.3rem 0.8rem;
        border: 2px solid var(--line-strong);
        border-radius: var(--radius-s);
        background: var(--card);
        color: var(--ink);
        font: inherit;
        font-weight: 600;
        line-height: 1.25;
        text-align: start;
        cursor: pointer;
      }
      .outcomes button:hover {
        border-color: var(--teal);
      }
      .outcomes [aria-checked='true'] {
        border-color: var(--teal);
        background: var(--teal);
        color: var(--on-teal);
      }
      kbd {
        padding: 0 0.4em;
        border: 1px solid currentcolor;
        border-radius: 0.3em;
        font: inherit;
        font-size: var(--text-s);
      }
      textarea {
        display: block;
        min-height: 8.5rem;
        margin-top: 0.4rem;
        resize: vertical;
        font-weight: 400;
      }
      .finish {
        --target: 3.25rem;
        justify-self: end;
        min-width: 18rem;
        font-size: var(--text-l);
      }
      @media (max-height: 800px) {
        section {
          gap: 0.9rem;
          padding: 1.5rem;
        }
        textarea {
          min-height: 6rem;
        }
      }
    `,
  ];

  @property({ attribute: false }) session!: AgentSession;
  /** The item's name. */
  @property() item = '';
  /** That of the ticket: what was agreed for the next time. */
  @property({ attribute: false }) appointment: Appointment | null = null;
  @property({ attribute: false }) now: () => number = Date.now;

  /** What was chosen here; null leaves what was given when hanging up. */
  @state() private chosen: Outcome | null = null;
  @query('textarea') private note!: HTMLTextAreaElement;

  constructor() {
    super();
    watchLanguage(this);
    watchTime(this, 1000);
  }

  /** Chooses the outcome with this number of the list, from 1. */
  choose(number: number): void {
    this.chosen = OUTCOMES[number - 1] ?? this.chosen;
  }

  /** Ends the wrap-up, if an outcome is there. */
  finish(): void {
    const outcome = this.chosen ?? this.session.outcome;
    if (!outcome) return;
    this.dispatchEvent(new CommandEvent({ do: 'finish', outcome, note: this.note.value.trim() }));
  }

  /** Once for each wrap-up. */
  #extend() {
    return html`<gc-button
      class="extend"
      kind="plain"
      icon="clock"
      @click=${() => this.dispatchEvent(new CommandEvent({ do: 'extend' }))}
    >
      ${t('wrapup.extend')}
    </gc-button>`;
  }

  #next() {
    return html`<gc-next-time .appointment=${this.appointment} .now=${this.now}></gc-next-time>`;
  }

  #left() {
    if (this.session.until_ms === null) return nothing;
    return html`<div class="left">
      <span>${t('wrapup.left')}</span> <b>${formatSpan(this.session.until_ms - this.now())}</b>
      <small>${t(this.session.extended ? 'wrapup.extended' : 'wrapup.left.hint')}</small>
      ${this.session.extended ? nothing : this.#extend()}
    </div>`;
  }

  protected override render() {
    const outcome = this.chosen ?? this.session.outcome;
    return html`<section>
      <header>
        <div>
          <h1>${t('wrapup.title')}</h1>
          <p class="lead">${t('wrapup.lead', { number: this.session.number, item: this.item })}</p>
        </div>
        ${this.#left()}
      </header>
      ${outcome ? nothing : html`<gc-notice kind="warning">${t('wrapup.outcome.missing')}</gc-notice>`}
      <div>
        <h2 id="outcome">${t('wrapup.outcome')}</h2>
        <div class="outcomes" role="radiogroup" aria-labelledby="outcome">
          ${OUTCOMES.map(
            (each, index) =>
              html`<button
                role="radio"
                aria-checked=${each === outcome ? 'true' : 'false'}
                aria-keyshortcuts=${index + 1}
                @click=${() => this.choose(index + 1)}
              >
                <kbd>${index + 1}</kbd>${t(`outcome.${each}`)}
              </button>`,
          )}
        </div>
      </div>
      ${outcome === 'rebook' || this.appointment !== null ? this.#next() : nothing}
      <label>
        ${t('wrapup.note')}
        <textarea maxlength=${LONGEST} placeholder=${t('wrapup.note.hint')}></textarea>
      </label>
      <gc-button class="finish" kind="primary" ?disabled=${!outcome} @click=${() => this.finish()}>
        ${t('wrapup.finish')}
      </gc-button>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-wrap-up': GcWrapUp;
  }
}
