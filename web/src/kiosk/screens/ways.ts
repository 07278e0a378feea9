// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { spokenLanguage } from '../../shared/i18n';
import { watchLanguage } from '../../shared/ui/controllers';
import '../../shared/ui/icon';
import type { IconName } from '../../shared/ui/icon';
import { base } from '../../shared/ui/styles';
import type { KioskApp } from '../app';
import { currentItem, itemOff, type KioskState } from '../state';
import { say, type KioskWord } from '../words';

/** Where the ways are shown: what is in the resident's way there. */
export type Place = 'closed' | 'item' | 'full' | 'waiting';

interface Entry {
  id: string;
  icon: IconName;
  title: KioskWord;
  text: KioskWord;
  places: readonly Place[];
  /** Whether it exists for what the resident wants. */
  exists?: (state: Readonly<KioskState>) => boolean;
  /** Nothing to press when it is left out. */
  go?: (app: KioskApp, place: Place) => void;
}

/** One entry for each way; a way more is an entry more. */
const WAYS: readonly Entry[] = [
  {
    id: 'phone',
    icon: 'phone',
    title: 'wayPhone',
    text: 'wayPhoneText',
    places: ['closed', 'item', 'full', 'waiting'],
    exists: canGo,
    go: goByPhone,
  },
  {
    id: 'book',
    icon: 'clock',
    title: 'bookTime',
    text: 'wayBookText',
    places: ['closed', 'item', 'full', 'waiting'],
    exists: canGo,
    go: (app, place) => (place === 'closed' ? app.booking.openItems() : app.booking.openSlots()),
  },
  {
    id: 'code',
    icon: 'check',
    title: 'haveAppointment',
    text: 'wayCodeText',
    places: ['closed'],
    go: (app) => app.booking.openCode(),
  },
  {
    id: 'online',
    icon: 'globe',
    title: 'wayOnline',
    text: 'wayOnlineText',
    places: ['closed', 'item', 'full', 'waiting'],
    exists: isOnline,
    go: goOnline,
  },
  {
    id: 'return',
    icon: 'person',
    title: 'wayReturn',
    text: 'wayReturnText',
    places: ['closed'],
    go: (app) => app.setDraft({ way: 'return', phone: '' }),
  },
  {
    id: 'later',
    icon: 'clock',
    title: 'wayLater',
    text: 'wayLaterText',
    places: ['closed', 'full'],
  },
  {
    id: 'elsewhere',
    icon: 'place',
    title: 'wayElsewhere',
    text: 'wayElsewhereText',
    places: ['closed'],
  },
];

/** Unless the item is off or is not spoken over at all. */
function isSpokenOver(state: Readonly<KioskState>): boolean {
  const item = currentItem(state);
  return item === null || (item.modes.includes('video') && itemOff(state, item.code) === null);
}

/** Who came for his appointment books no other, and is not to be called away from it. */
function canGo(state: Readonly<KioskState>): boolean {
  return isSpokenOver(state) && (state.view.ticket?.slot_ms ?? 0) === 0;
}

/** Before an item is chosen: many can be. */
function isOnline(state: Readonly<KioskState>): boolean {
  return currentItem(state)?.modes.includes('online') ?? true;
}

/** From the closed screen: first what it is about. */
function goChoose(app: KioskApp): void {
  app.setDraft({ away: true, step: 'browse', languages: [spokenLanguage()] });
}

/** First what it is about and who is called, unless that is known. */
function goByPhone(app: KioskApp, place: Place): void {
  if (place === 'closed') goChoose(app);
  else if (place === 'item') app.setDraft({ away: true, step: 'who' });
  else app.setDraft({ away: place === 'full', way: 'phone' });
}

function goOnline(app: KioskApp, place: Place): void {
  if (place === 'closed') goChoose(app);
  else app.setDraft({ way: 'online' });
}

/** What the resident can do instead of waiting, or besides: never a screen without a way on. */
@customElement('gc-kiosk-ways')
export class GcKioskWays extends LitElement {
  static override styles = [
    base,
    css`
      h2 {
        font-size: var(--text-l);
        color: var(--teal-deep);
      }
      ul {
        display: grid;
        gap: calc(var(--space) * 0.6);
        margin: 0.6em 0 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
      }
      .way {
        display: flex;
        align-items: center;
        gap: 0.9em;
        width: 100%;
        padding: calc(var(--space) * 0.6) var(--space);
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--card);
        color: var(--ink);
        font: inherit;
        line-height: 1.35;
        text-align: start;
      }
      button.way {
        border: 2px solid var(--teal);
        color: var(--teal-deep);
        cursor: pointer;
        box-shadow: var(--shadow);
      }
      button.way:hover {
        background: var(--teal-soft);
      }
      .way > gc-icon {
        --icon: 2em;
        color: var(--teal);
      }
      .way span {
        flex: 1;
      }
      b {
        display: block;
        font-size: var(--text-l);
        line-height: 1.25;
      }
      small {
        font-size: inherit;
        color: var(--ink-soft);
      }
      @media (orientation: landscape) {
        ul {
          grid-template-columns: repeat(auto-fit, minmax(min(28rem, 100%), 1fr));
        }
        :host([place='waiting']) b {
          font-size: inherit;
        }
        :host([place='waiting']) small {
          font-size: var(--text-s);
        }
        :host([place='waiting']) .way {
          padding-block: calc(var(--space) * 0.35);
        }
      }
    `,
  ];

  @property({ attribute: false }) app!: KioskApp;
  @property({ reflect: true }) place: Place = 'waiting';

  constructor() {
    super();
    watchLanguage(this);
  }

  protected override render() {
    const { state } = this.app;
    const ways = WAYS.filter(
      ({ places, exists }) => places.includes(this.place) && (exists?.(state) ?? true),
    );
    return html`<h2>${say('waysTitle')}</h2>
      <ul>
        ${ways.map((way) => html`<li>${this.#way(way)}</li>`)}
      </ul>`;
  }

  #way({ id, icon, title, text, go }: Entry) {
    const words = html`<gc-icon name=${icon}></gc-icon>
      <span><b>${say(title)}</b><small>${say(text)}</small></span>`;
    if (go === undefined) return html`<div class="way">${words}</div>`;
    return html`<button class="way" data-way=${id} @click=${() => go(this.app, this.place)}>
      ${words}<gc-icon name="forward"></gc-icon>
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-kiosk-ways': GcKioskWays;
  }
}
