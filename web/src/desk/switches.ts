// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { nameOf } from '../shared/i18n';
import type { DeskItemOff, DeskPoint, SwitchReason } from '../shared/messages';
import { word } from '../shared/ui/words';
import { itemName, pointName } from '../staff/catalogue';
import { ChangeDialog } from './change-dialog';
import { c, spanName } from './change-strings';

const REASONS: readonly SwitchReason[] = [
  'technical',
  'staff',
  'premises',
  'holiday',
  'authority',
  'other',
];
const MINUTES = [30, 60, 120, 240, 480, 1440];

interface Off {
  /** Null: the point itself. */
  item: string | null;
  /** Null: everywhere. */
  point: string | null;
  why: Omit<DeskItemOff, 'item' | 'point'>;
}

/** Points closed and items switched off by hand: switches them, and lists what is off. */
@customElement('gc-switches')
export class GcSwitches extends ChangeDialog {
  @property({ attribute: false }) points: readonly DeskPoint[] = [];
  @property({ attribute: false }) itemsOff: readonly DeskItemOff[] = [];
  /** The point that the desk looks at. */
  @property({ attribute: false }) chosen: string | null = null;
  /** An item was chosen in the form, not the whole point. */
  @state() private ofItem = false;

  get #off(): Off[] {
    const points = this.points.flatMap(({ id, closed }) =>
      closed === null ? [] : [{ item: null, point: id, why: closed }],
    );
    return [...points, ...this.itemsOff.map((why) => ({ item: why.item, point: why.point, why }))];
  }

  protected override render() {
    const off = this.#off;
    return this.window(
      c('off.button', { count: off.length }),
      off.length > 0,
      c('off.title'),
      html`${this.#form()}
        <h3>${c('off.live')}</h3>
        ${
          off.length === 0
            ? html`<p class="hint">${c('off.none')}</p>`
            : html`<ul>
                ${off.map((each) => this.#live(each))}
              </ul>`
        }`,
    );
  }

  #form() {
    return html`<form
      @submit=${this.#submit}
      @reset=${() => (this.ofItem = false)}
      @change=${() => (this.ofItem = this.values()('item') !== '')}
    >
      <label>
        ${c('off.what')}
        <select name="item">
          <option value="">${c('off.point')}</option>
          ${this.catalogue?.items.map(
            (item) => html`<option value=${item.code}>${item.code} ${nameOf(item)}</option>`,
          )}
        </select>
      </label>
      <label>
        ${c('off.where')}
        <select name="point">
          ${this.ofItem ? html`<option value="">${c('off.everywhere')}</option>` : ''}
          ${this.catalogue?.points.map(
            (point) =>
              html`<option value=${point.id} ?selected=${point.id === this.chosen}>
                ${nameOf(point)}
              </option>`,
          )}
        </select>
      </label>
      <label>
        ${c('off.reason')}
        <select name="reason">
          ${REASONS.map(
            (reason) => html`<option value=${reason}>${word(`reason_${reason}`)}</option>`,
          )}
        </select>
      </label>
      <label>
        ${c('off.for')}
        <select name="minutes">
          <option value="">${c('off.forever')}</option>
          ${MINUTES.map((minutes) => html`<option value=${minutes}>${spanName(minutes)}</option>`)}
        </select>
      </label>
      <label class="wide">${c('off.note')}<input name="note" maxlength="200" /></label>
      <p class="hint">${c('off.stay')}</p>
      <gc-button kind="danger" ?busy=${this.busy} @click=${this.#submit}>${c('off.go')}</gc-button>
    </form>`;
  }

  #live(each: Off) {
    const { item, point, why } = each;
    const place = point === null ? c('off.everywhere') : pointName(this.catalogue, point);
    const what = item === null ? c('off.closed') : `${item} ${itemName(this.catalogue, item)}`;
    const note = why.note === null ? '' : `（${why.note}）`;
    const until =
      why.until_ms === null ? c('off.forever') : c('off.until', { time: this.time(why.until_ms) });
    const reason = word(`reason_${why.reason}`) + note;
    return html`<li>
      <span>
        ${what} · ${place}
        <small>${c('off.meta', { reason, by: why.by, until })}</small>
      </span>
      <gc-button ?busy=${this.busy} @click=${() => this.#switchOn(each)}>${c('off.on')}</gc-button>
    </li>`;
  }

  #switchOn({ item, point }: Off): void {
    if (item !== null) {
      void this.change('desk.item', { item, on: true, ...(point === null ? {} : { point }) });
    } else if (point !== null) {
      void this.change('desk.point', { point, open: true });
    }
  }

  #submit = (event: Event): void => {
    event.preventDefault();
    const value = this.values();
    const [item, point, minutes] = [value('item'), value('point'), Number(value('minutes'))];
    const off = {
      reason: value('reason') as SwitchReason,
      note: value('note'),
      ...(minutes > 0 ? { minutes } : {}),
    };
    if (item === '') void this.change('desk.point', { point, open: false, ...off });
    else
      void this.change('desk.item', {
        item,
        on: false,
        ...(point === '' ? {} : { point }),
        ...off,
      });
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-switches': GcSwitches;
  }
}
