// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { HOME_ZONE } from '../shared/clock';
import type { Catalogue, ErrorCode, Method, Params } from '../shared/messages';
import '../shared/ui/button';
import { watchLanguage } from '../shared/ui/controllers';
import '../shared/ui/dialog';
import '../shared/ui/notice';
import { base, field } from '../shared/ui/styles';
import { c } from './change-strings';
import { timeOf } from './when';

/** Asks the service for a change; null when it was made, else why not. */
export type Act = <M extends Method>(method: M, params: Params[M]) => Promise<ErrorCode | null>;

/**
 * What the two windows for changes have in common: a button that stands in the top bar with the
 * number of what there is, the window with a form and the list of what holds now.
 */
export abstract class ChangeDialog extends LitElement {
  static override styles = [
    base,
    field,
    css`
      :host {
        display: contents;
        --target: 40px;
      }
      /* It has no place in the row of buttons. */
      gc-dialog {
        position: absolute;
      }
      .open {
        min-height: 2.25rem;
        padding: 0 0.9rem;
        border: 1px solid currentcolor;
        border-radius: var(--radius-s);
        background: transparent;
        color: var(--on-teal);
        font: inherit;
        cursor: pointer;
      }
      .open:hover {
        background: var(--teal);
      }
      .open.some {
        background: var(--fair-soft);
        color: #5f3d00;
        border-color: var(--fair-soft);
      }
      form {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 0.75rem 1rem;
        white-space: normal;
      }
      label {
        display: grid;
        gap: 0.2rem;
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      label > * {
        color: var(--ink);
        font-size: var(--text-m);
      }
      textarea {
        min-height: 3.6rem;
        resize: vertical;
      }
      .wide {
        grid-column: 1 / -1;
      }
      .hint {
        font-size: var(--text-s);
        color: var(--ink-soft);
      }
      h3 {
        margin: 1.25rem 0 0.4rem;
        font-size: var(--text-m);
      }
      ul {
        max-height: 15rem;
        margin: 0;
        padding: 0;
        overflow: auto;
        list-style: none;
        white-space: normal;
      }
      li {
        display: flex;
        align-items: center;
        gap: 1rem;
        padding: 0.5rem 0;
        border-top: 1px solid var(--line);
      }
      li > span {
        flex: 1;
        min-width: 0;
        overflow-wrap: anywhere;
      }
      small {
        display: block;
        color: var(--ink-soft);
      }
    `,
  ];

  @property({ attribute: false }) catalogue: Catalogue | null = null;
  @property({ attribute: false }) act!: Act;
  @state() protected opened = false;
  @state() protected busy = false;
  @state() protected problem: ErrorCode | null = null;

  constructor() {
    super();
    watchLanguage(this);
  }

  /** The form's members by name, or '' for one that is not there. */
  protected values(): (name: string) => string {
    const form = this.renderRoot.querySelector('form');
    const data = form === null ? new FormData() : new FormData(form);
    return (name) => String(data.get(name) ?? '').trim();
  }

  /** Does it; the form is emptied when it was done. */
  protected async change<M extends Method>(method: M, params: Params[M]): Promise<void> {
    this.busy = true;
    this.problem = await this.act(method, params);
    this.busy = false;
    if (this.problem === null) this.renderRoot.querySelector('form')?.reset();
  }

  /** The day of home is meant: coordinators sit there. */
  protected time(ms: number): string {
    const day = new Intl.DateTimeFormat('zh-CN', {
      month: 'numeric',
      day: 'numeric',
      timeZone: HOME_ZONE,
    });
    const today = day.format(Date.now()) === day.format(ms);
    return `${today ? '' : `${day.format(ms)} `}${timeOf(HOME_ZONE, ms)}`;
  }

  protected window(button: string, some: boolean, heading: string, content: TemplateResult) {
    return html`<button
        class="open ${some ? 'some' : ''}"
        aria-haspopup="dialog"
        @click=${() => (this.opened = true)}
      >
        ${button}
      </button>
      <gc-dialog .open=${this.opened} heading=${heading} @gc-cancel=${() => (this.opened = false)}>
        ${
          this.problem === null
            ? nothing
            : html`<gc-notice kind="problem">${c(`error_${this.problem}`)}</gc-notice>`
        }
        ${content}
        <gc-button slot="actions" @click=${() => (this.opened = false)}>${c('close')}</gc-button>
      </gc-dialog>`;
  }
}
