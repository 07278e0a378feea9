// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { getLanguage } from '../shared/i18n';
import type { DeclineReason, Outcome } from '../shared/messages';
import '../shared/ui/button';
import { watchLanguage } from '../shared/ui/controllers';
import { base, field } from '../shared/ui/styles';
import { departmentNames, departmentsOf, itemName } from '../staff/catalogue';
import './choice-list';
import { CommandEvent, DECLINE_REASONS, OUTCOMES, TAKE_REASONS, type Command } from './commands';
import './park-minutes';
import { p, PARK_REASONS } from './park-strings';
import { pickedOf, screenOf, takersOf, type AgentState } from './state';
import { t } from './strings';

/** How many characters a reason may have. */
const LONGEST_REASON = 200;

/**
 * The list that lies over the page: why an offer is declined, whom to take and why, whom to ask in,
 * to whom to transfer, what a parked resident has to get, how it ended.
 */
@customElement('gc-agent-dialogs')
export class GcAgentDialogs extends LitElement {
  static override styles = [
    base,
    field,
    css`
      form {
        display: flex;
        align-items: end;
        gap: 0.6rem;
        margin-bottom: 1rem;
      }
      label {
        flex: 1;
        font-size: var(--text-s);
        font-weight: 650;
      }
      input {
        display: block;
        margin-top: 0.3rem;
        font-weight: 400;
      }
      .ways {
        display: flex;
        align-items: center;
        gap: 0.5rem;
        margin-top: 0.9rem;
      }
      .ways button {
        flex: 1;
        min-height: 2.75rem;
        border: 2px solid var(--line-strong);
        border-radius: var(--radius-s);
        background: var(--card);
        color: var(--ink);
        font: inherit;
        font-weight: 600;
        cursor: pointer;
      }
      .ways button[aria-pressed='true'] {
        border-color: var(--teal);
        background: var(--teal-soft);
        color: var(--teal-deep);
      }
      .wide {
        display: block;
        margin-bottom: 0.75rem;
      }
      kbd {
        padding: 0 0.45em;
        border: 1px solid currentcolor;
        border-radius: 0.3em;
        font: inherit;
        font-size: var(--text-s);
      }
    `,
  ];

  @property({ attribute: false }) state!: AgentState;
  @query('input') private ownReason!: HTMLInputElement;

  constructor() {
    super();
    watchLanguage(this);
  }

  #run(command: Command): void {
    this.dispatchEvent(new CommandEvent(command));
  }

  #close = (): void => this.#run({ do: 'dialog', dialog: null });

  #decline() {
    return html`<gc-choice-list
      heading=${t('decline.title')}
      back=${t('decline.back')}
      .choices=${DECLINE_REASONS.map((id) => ({ id, text: t(`decline.${id}`) }))}
      @gc-choose=${({ detail }: CustomEvent<DeclineReason>) => this.#run({ do: 'decline', reason: detail })}
      @gc-close=${this.#close}
    ></gc-choice-list>`;
  }

  #transfer() {
    const colleagues = takersOf(this.state);
    return html`<gc-choice-list
      heading=${t('transfer.title')}
      lead=${t('transfer.lead')}
      empty=${t('transfer.none')}
      back=${t('dialog.close')}
      .choices=${colleagues.map(({ account, name }) => ({ id: account, text: name }))}
      @gc-choose=${({ detail }: CustomEvent<string>) => this.#run({ do: 'transfer', agent: detail })}
      @gc-close=${this.#close}
    >
      <gc-button
        class="wide"
        icon="building"
        @click=${() => this.#run({ do: 'dialog', dialog: 'department' })}
        >${t('transfer.department')} <kbd aria-hidden="true">D</kbd></gc-button
      >
    </gc-choice-list>`;
  }

  /** Whom to ask in, and whether the resident waits meanwhile. */
  #ask() {
    const { view, catalogue, askPrivate } = this.state;
    const comma = getLanguage() === 'en' ? ', ' : '、';
    const colleagues = (view.colleagues ?? []).map(({ account, name, departments }) => ({
      id: account,
      text: name,
      about: departmentNames(catalogue, departments).join(comma),
    }));
    const way = (isPrivate: boolean, text: string) =>
      html`<button
        aria-pressed=${askPrivate === isPrivate}
        @click=${() => this.#run({ do: 'ask-how', private: isPrivate })}
      >
        ${text}
      </button>`;
    return html`<gc-choice-list
      heading=${t('ask.title')}
      lead=${t(askPrivate ? 'ask.lead.private' : 'ask.lead.together')}
      empty=${t('ask.none')}
      back=${t('dialog.close')}
      .choices=${colleagues}
      @gc-choose=${({ detail }: CustomEvent<string>) => this.#run({ do: 'invite', agent: detail })}
      @gc-close=${this.#close}
    >
      <div slot="above" class="ways" role="group" aria-label=${t('ask.how')}>
        ${way(true, t('ask.private'))} ${way(false, t('ask.together'))}
        <kbd aria-hidden="true">P</kbd>
      </div>
    </gc-choice-list>`;
  }

  #department() {
    const departments = departmentsOf(this.state.catalogue);
    return html`<gc-choice-list
      heading=${t('department.title')}
      lead=${t('department.lead')}
      back=${t('dialog.close')}
      .choices=${departments.map(({ id, name }) => ({ id, text: name }))}
      @gc-choose=${({ detail }: CustomEvent<string>) => this.#run({ do: 'hand-on', department: detail })}
      @gc-close=${this.#close}
    ></gc-choice-list>`;
  }

  #park() {
    const park = (reason: string) => reason && this.#run({ do: 'park', reason });
    const own = (event?: Event) => {
      event?.preventDefault();
      park(this.ownReason.value.trim());
    };
    return html`<gc-choice-list
      heading=${p('title')}
      lead=${p('lead')}
      back=${t('dialog.close')}
      .choices=${PARK_REASONS.map((id) => ({ id: p(`reason.${id}`), text: p(`reason.${id}`) }))}
      @gc-choose=${({ detail }: CustomEvent<string>) => park(detail)}
      @gc-close=${this.#close}
    >
      <gc-park-minutes slot="above" .minutes=${this.state.parkMinutes}></gc-park-minutes>
      <form @submit=${own}>
        <label>${p('own')} <input maxlength=${LONGEST_REASON} autocomplete="off" /></label>
        <gc-button kind="primary" @click=${() => own()}>${p('go')}</gc-button>
      </form>
    </gc-choice-list>`;
  }

  #take() {
    const picked = pickedOf(this.state);
    if (!picked) return nothing;
    const { ticket, number, name } = picked;
    const item = itemName(this.state.catalogue, picked.item);
    const take = (reason: string) => reason && this.#run({ do: 'take', ticket, reason });
    const own = (event?: Event) => {
      event?.preventDefault();
      take(this.ownReason.value.trim());
    };
    return html`<gc-choice-list
      heading=${t('take.title', { number })}
      lead=${t('take.lead', { name, item })}
      back=${t('take.back')}
      .choices=${TAKE_REASONS.map((id) => ({ id: t(`take.${id}`), text: t(`take.${id}`) }))}
      @gc-choose=${({ detail }: CustomEvent<string>) => take(detail)}
      @gc-close=${this.#close}
    >
      <form @submit=${own}>
        <label>${t('take.own')} <input maxlength=${LONGEST_REASON} autocomplete="off" /></label>
        <gc-button kind="primary" @click=${() => own()}>${t('take.go')}</gc-button>
      </form>
    </gc-choice-list>`;
  }

  #hangUp() {
    return html`<gc-choice-list
      heading=${t('hangup.title')}
      back=${t('dialog.close')}
      .choices=${OUTCOMES.map((id) => ({ id, text: t(`outcome.${id}`) }))}
      @gc-choose=${({ detail }: CustomEvent<Outcome>) => this.#run({ do: 'end', outcome: detail })}
      @gc-close=${this.#close}
    ></gc-choice-list>`;
  }

  protected override render() {
    switch (screenOf(this.state)) {
      case 'decline':
        return this.#decline();
      case 'transfer':
        return this.#transfer();
      case 'department':
        return this.#department();
      case 'park':
        return this.#park();
      case 'ask':
        return this.#ask();
      case 'take':
        return this.#take();
      case 'hang-up':
        return this.#hangUp();
      default:
        return nothing;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-agent-dialogs': GcAgentDialogs;
  }
}
