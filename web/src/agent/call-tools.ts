// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { HeardBy } from '../shared/messages';
import { watchLanguage } from '../shared/ui/controllers';
import type { IconName } from '../shared/ui/icon';
import { base } from '../shared/ui/styles';
import { CommandEvent, SUPERVISION, type Command } from './commands';
import { t } from './strings';
import { s } from './supervise-strings';

/** One tool of the row. */
interface Tool {
  key: string;
  icon: IconName;
  text: string;
  command: Command;
  pressed?: boolean;
  kind?: 'end';
}

const SUPERVISION_ICONS: Record<HeardBy, IconName> = {
  nobody: 'sound',
  agent: 'person',
  all: 'people',
};

/** What can be done in a call, as one row of buttons with their keys. */
@customElement('gc-call-tools')
export class GcCallTools extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      [role='toolbar'] {
        display: flex;
        flex-wrap: wrap;
        justify-content: center;
        gap: 0.6rem;
      }
      button {
        display: flex;
        align-items: center;
        justify-content: center;
        gap: 0.5rem;
        min-width: 7.5rem;
        min-height: 3rem;
        padding: 0 1rem;
        border: 2px solid var(--line-strong);
        border-radius: var(--radius-s);
        background: var(--card);
        color: var(--ink);
        font: inherit;
        font-weight: 600;
        white-space: nowrap;
        cursor: pointer;
      }
      button:hover {
        border-color: var(--teal);
        background: var(--teal-soft);
      }
      button[aria-pressed='true'] {
        border-color: var(--accent-deep);
        background: var(--accent-soft);
        color: var(--accent-deep);
      }
      .end {
        margin-left: 1.5rem;
        border-color: var(--poor);
        background: var(--poor);
        color: var(--on-teal);
      }
      .end:hover {
        border-color: #821a14;
        background: #821a14;
      }
      kbd {
        padding: 0 0.35em;
        border: 1px solid currentcolor;
        border-radius: 0.3em;
        font: inherit;
        font-size: 0.8125rem;
        opacity: 0.85;
      }
      @media (max-width: 1400px) {
        [role='toolbar'] {
          gap: 0.4rem;
        }
        button {
          min-width: 0;
          min-height: 2.75rem;
          padding: 0 0.7rem;
          gap: 0.35rem;
          font-size: 0.9375rem;
        }
        .end {
          margin-left: 0.5rem;
        }
      }
    `,
  ];

  @property({ type: Boolean }) muted = false;
  @property({ type: Boolean }) cameraOff = false;
  @property({ type: Boolean }) held = false;
  /** Whether a transfer is offered to somebody right now: it can be taken back instead. */
  @property({ type: Boolean }) transferring = false;
  /** Who was asked in and has not answered, or null. */
  @property({ attribute: false }) invited: { account: string } | null = null;
  /** The tools of a guest: he can only leave. */
  @property({ type: Boolean }) guest = false;
  /** The session that a supervisor is in, and who hears him; null for all others. */
  @property({ attribute: false }) supervision: { ticket: string; heardBy: HeardBy } | null = null;

  constructor() {
    super();
    watchLanguage(this);
  }

  #own(): Tool[] {
    const { muted, cameraOff } = this;
    return [
      {
        key: 'M',
        icon: muted ? 'microphone-off' : 'microphone',
        text: t(muted ? 'tool.unmute' : 'tool.mute'),
        command: { do: 'mute' },
        pressed: muted,
      },
      {
        key: 'V',
        icon: cameraOff ? 'camera-off' : 'camera',
        text: t(cameraOff ? 'tool.camera.on' : 'tool.camera.off'),
        command: { do: 'camera' },
        pressed: cameraOff,
      },
    ];
  }

  #parts(): Tool[] {
    if (!this.supervision) return [];
    const { ticket, heardBy } = this.supervision;
    return SUPERVISION.map((each, i) => ({
      key: String(i + 1),
      icon: SUPERVISION_ICONS[each],
      text: s(`how.${each}`),
      command: { do: 'supervise', ticket, heard_by: each },
      pressed: each === heardBy,
    }));
  }

  #tools(): Tool[] {
    const { held, transferring, invited } = this;
    if (this.guest) {
      const leave = { do: 'leave' } as const;
      const text = t('tool.leave');
      const end = { key: 'E', icon: 'hang-up', text, command: leave, kind: 'end' } as const;
      return [...this.#parts(), ...this.#own(), end];
    }
    return [
      ...this.#own(),
      {
        key: 'H',
        icon: held ? 'play' : 'pause',
        text: t(held ? 'tool.resume' : 'tool.hold'),
        command: { do: 'hold' },
        pressed: held,
      },
      {
        key: 'A',
        icon: 'people',
        text: t(invited ? 'ask.takeback' : 'tool.ask'),
        command: invited
          ? { do: 'send-away', agent: invited.account }
          : { do: 'dialog', dialog: 'ask' },
        pressed: invited !== null,
      },
      {
        key: 'T',
        icon: 'transfer',
        text: t(transferring ? 'transfer.takeback' : 'tool.transfer'),
        command: transferring
          ? { do: 'transfer', agent: null }
          : { do: 'dialog', dialog: 'transfer' },
        pressed: transferring,
      },
      {
        key: 'P',
        icon: 'clock',
        text: t('tool.park'),
        command: { do: 'dialog', dialog: 'park' },
      },
      {
        key: 'E',
        icon: 'hang-up',
        text: t('tool.hangup'),
        command: { do: 'dialog', dialog: 'hang-up' },
        kind: 'end',
      },
    ];
  }

  protected override render() {
    return html`<div role="toolbar" aria-label=${t('tool.label')}>
      ${this.#tools().map(
        ({ key, icon, text, command, pressed, kind }) =>
          html`<button
            class=${kind ?? ''}
            aria-pressed=${pressed === undefined ? nothing : pressed}
            aria-keyshortcuts=${key}
            @click=${() => this.dispatchEvent(new CommandEvent(command))}
          >
            <gc-icon name=${icon}></gc-icon>${text}<kbd aria-hidden="true">${key}</kbd>
          </button>`,
      )}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-call-tools': GcCallTools;
  }
}
