// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/* What the screens with text fields have in common. */

import { css, html } from 'lit';
import '../../shared/ui/icon';
import { field } from '../../shared/ui/styles';

export const formStyles = [
  field,
  css`
    .wrong {
      display: flex;
      gap: 0.4em;
      align-items: center;
      color: var(--poor);
      font-weight: 600;
    }
  `,
];

/** For a number that is read off or dialled figure by figure. */
export const numberStyles = [
  formStyles,
  css`
    label {
      font-size: var(--text-l);
      font-weight: 650;
      color: var(--teal-deep);
    }
    input {
      min-height: 5rem;
      margin-top: 0.4em;
      font-size: var(--text-xl);
      font-variant-numeric: tabular-nums;
      letter-spacing: 0.04em;
    }
    .body {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(30rem, 100%), 1fr));
      gap: calc(var(--space) * 1.25);
      align-items: start;
    }
    .wrong {
      margin-top: 0.5em;
    }
  `,
];

/** What is missing or wrong in a field; nothing when it is right. */
export function wrong(isWrong: boolean, words: string) {
  if (!isWrong) return '';
  return html`<p class="wrong" role="alert"><gc-icon name="warning"></gc-icon>${words}</p>`;
}
