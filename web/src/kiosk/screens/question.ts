// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { html } from 'lit';
import '../../shared/ui/button';
import '../../shared/ui/dialog';
import { say, type KioskWord } from '../words';

export interface Question {
  title: KioskWord;
  text: KioskWord;
  no: KioskWord;
  yes: KioskWord;
  open: boolean;
  busy: boolean;
  close: () => void;
  go: () => void;
}

/** Asks once more before something is given up. */
export function question({ title, text, no, yes, open, busy, close, go }: Question) {
  return html`<gc-dialog .open=${open} heading=${say(title)} @gc-cancel=${close}>
    <p>${say(text)}</p>
    <gc-button slot="actions" kind="plain" @click=${close}>${say(no)}</gc-button>
    <gc-button slot="actions" kind="danger" ?busy=${busy} @click=${go}>${say(yes)}</gc-button>
  </gc-dialog>`;
}
