// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { watchLanguage } from '../shared/ui/controllers';
import { base } from '../shared/ui/styles';
import { bindingsOf, choiceOf, type Binding, type Screen } from './keys';
import { t, type AgentText } from './strings';

/** The keys of the list on the screen are one entry, "1–5". */
function entriesOf(screen: Screen): Array<{ key: string; text: string }> {
  const bindings = bindingsOf(screen);
  const choices = bindings.filter((binding) => choiceOf(binding.action) !== null);
  const others = bindings.filter((binding) => choiceOf(binding.action) === null);
  const named = others.map((binding) => ({
    key: printed(binding),
    text: t(`key.${binding.action}` as AgentText),
  }));
  if (choices.length === 0) return named;
  return [{ key: `1–${choices.length}`, text: t('key.choose') }, ...named];
}

const ARROWS: Record<string, string> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
};

function printed(binding: Binding): string {
  return binding.key === 'Escape' ? t('key.Escape') : (ARROWS[binding.key] ?? binding.key);
}

/** The keys of the screen and what they do, along the foot of the page. */
@customElement('gc-key-legend')
export class GcKeyLegend extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: 0.4rem 1.1rem;
        flex-wrap: wrap;
        min-height: 2.25rem;
        padding: 0.25rem 1.25rem;
        border-top: 1px solid var(--line);
        color: var(--ink-soft);
        font-size: var(--text-s);
      }
      kbd {
        display: inline-block;
        min-width: 1.7em;
        margin-right: 0.35em;
        padding: 0 0.4em;
        border: 1px solid var(--line-strong);
        border-bottom-width: 2px;
        border-radius: 0.3em;
        background: var(--card);
        color: var(--ink);
        font: inherit;
        font-weight: 600;
        text-align: center;
      }
    `,
  ];

  @property() screen: Screen = 'loading';

  constructor() {
    super();
    watchLanguage(this);
  }

  protected override render() {
    const entries = entriesOf(this.screen);
    if (entries.length === 0) return html``;
    return html`<b>${t('keys.title')}</b>
      ${entries.map(({ key, text }) => html`<span><kbd>${key}</kbd>${text}</span>`)}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-key-legend': GcKeyLegend;
  }
}
