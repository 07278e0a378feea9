// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { nameOf } from '../shared/i18n';
import type { AgentSession, Item, Outcome } from '../shared/messages';
import '../shared/ui/button';
import { watchLanguage } from '../shared/ui/controllers';
import { base, field } from '../shared/ui/styles';
import { departmentName, itemName } from '../staff/catalogue';
import './choice-list';
import { CommandEvent, OUTCOMES, type Command } from './commands';
import { screenOf, type AgentState } from './state';
import { t } from './strings';
import { v } from './visit-strings';

/** Lists that lie over the page for one of several items: its outcome, one more, on to the next. */
@customElement('gc-visit-dialogs')
export class GcVisitDialogs extends LitElement {
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
        min-width: 0;
        font-size: var(--text-s);
        font-weight: 650;
      }
      select {
        display: block;
        width: 100%;
        min-height: 2.75rem;
        margin-top: 0.3rem;
        border: 2px solid var(--line-strong);
        border-radius: var(--radius-s);
        background: var(--card);
        color: var(--ink);
        font: inherit;
        font-weight: 400;
      }
    `,
  ];

  @property({ attribute: false }) state!: AgentState;
  @query('select') private chosen!: HTMLSelectElement;

  constructor() {
    super();
    watchLanguage(this);
  }

  #run(command: Command): void {
    this.dispatchEvent(new CommandEvent(command));
  }

  #close = (): void => this.#run({ do: 'dialog', dialog: null });

  #done(session: AgentSession) {
    return html`<gc-choice-list
      heading=${v('done.title', { item: itemName(this.state.catalogue, session.item) })}
      lead=${v('done.lead')}
      back=${t('dialog.close')}
      .choices=${OUTCOMES.map((id) => ({ id, text: t(`outcome.${id}`) }))}
      @gc-choose=${({ detail }: CustomEvent<Outcome>) => this.#run({ do: 'item-done', outcome: detail })}
      @gc-close=${this.#close}
    ></gc-choice-list>`;
  }

  /** The item in hand is another department's: there is no outcome to choose. */
  #next(session: AgentSession) {
    const { catalogue } = this.state;
    const department = session.items.find(({ current }) => current)?.department ?? '';
    const text = v('next.go', {
      item: itemName(catalogue, session.item),
      department: departmentName(catalogue, department),
    });
    return html`<gc-choice-list
      heading=${v('next.title')}
      back=${t('dialog.close')}
      .choices=${[{ id: 'next', text }]}
      @gc-choose=${() => this.#run({ do: 'next-item' })}
      @gc-close=${this.#close}
    ></gc-choice-list>`;
  }

  /** By subject, those that can be done by video and are not in the visit yet. */
  #groups(session: AgentSession): Map<string, Item[]> {
    const groups = new Map<string, Item[]>();
    for (const item of this.state.catalogue?.items ?? []) {
      const known = session.item === item.code || session.items.some((e) => e.item === item.code);
      if (known || !item.modes.includes('video')) continue;
      const name = nameOf(item.category);
      groups.set(name, [...(groups.get(name) ?? []), item]);
    }
    return groups;
  }

  #add(session: AgentSession) {
    const add = (event?: Event) => {
      event?.preventDefault();
      if (this.chosen.value) this.#run({ do: 'add-item', item: this.chosen.value });
    };
    return html`<gc-choice-list
      heading=${v('add.title')}
      lead=${v('add.lead')}
      back=${t('dialog.close')}
      @gc-close=${this.#close}
    >
      <form @submit=${add}>
        <label>
          ${v('add.item')}
          <select>
            <option value="">${v('add.choose')}</option>
            ${[...this.#groups(session)].map(
              ([name, items]) =>
                html`<optgroup label=${name}>
                  ${items.map((item) => html`<option value=${item.code}>${nameOf(item)}</option>`)}
                </optgroup>`,
            )}
          </select>
        </label>
        <gc-button kind="primary" @click=${() => add()}>${v('add.go')}</gc-button>
      </form>
    </gc-choice-list>`;
  }

  protected override render() {
    const { session } = this.state.view;
    if (!session) return nothing;
    switch (screenOf(this.state)) {
      case 'item-done':
        return this.#done(session);
      case 'next-item':
        return this.#next(session);
      case 'add-item':
        return this.#add(session);
      default:
        return nothing;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-visit-dialogs': GcVisitDialogs;
  }
}
