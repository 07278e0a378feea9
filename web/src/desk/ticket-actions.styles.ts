// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css } from 'lit';

/** The looks of gc-ticket-actions. */
export const actionStyles = css`
  :host {
    display: block;
  }
  h3 {
    font-size: var(--text-m);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
  }
  h3 + .row {
    margin-top: 0.6rem;
  }
  button {
    min-height: 2.5rem;
    padding: 0 1rem;
    border: 2px solid var(--line-strong);
    border-radius: var(--radius-s);
    background: var(--card);
    color: var(--teal-deep);
    font: inherit;
    font-weight: 600;
    cursor: pointer;
  }
  button:hover {
    border-color: var(--teal);
    background: var(--teal-soft);
  }
  button.grave {
    color: var(--poor);
  }
  button.grave:hover {
    border-color: var(--poor);
    background: var(--poor-soft);
  }
  button.do {
    border-color: var(--teal);
    background: var(--teal);
    color: var(--on-teal);
  }
  button.do:hover {
    background: var(--teal-deep);
  }
  button.do.grave {
    border-color: var(--poor);
    background: var(--poor);
    color: var(--on-teal);
  }
  button.do.grave:hover {
    background: #821a14;
  }
  button[aria-disabled='true'] {
    cursor: progress;
    opacity: 0.7;
  }
  form {
    display: grid;
    gap: 0.8rem;
  }
  /* What ends the form stays in sight, however long the list of agents is. */
  .ends {
    position: sticky;
    bottom: 0;
    padding: 0.6rem 0 0.75rem;
    border-top: 1px solid var(--line);
    background: var(--card);
  }
  .ends gc-notice {
    flex: 1 0 100%;
  }
  .soft {
    color: var(--ink-soft);
  }
  h3 + .soft {
    margin-top: 0.2rem;
  }
  fieldset {
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend,
  label.name {
    display: block;
    padding: 0;
    font-size: var(--text-s);
    font-weight: 650;
  }
  .agents {
    display: grid;
    max-height: 15rem;
    margin-top: 0.3rem;
    overflow: auto;
    border: 1px solid var(--line);
    border-radius: var(--radius-s);
  }
  .agents label {
    display: grid;
    grid-template-columns: auto minmax(4rem, auto) minmax(0, 1fr) auto;
    align-items: center;
    gap: 0.1rem 0.6rem;
    padding: 0.35rem 0.75rem;
    cursor: pointer;
  }
  .agents label + label {
    border-top: 1px solid var(--line);
  }
  .agents label:hover {
    background: var(--paper);
  }
  .agents label:has(:checked) {
    background: var(--teal-soft);
  }
  .agents small {
    grid-column: 2 / -1;
    color: var(--ink-soft);
    font-size: 0.8125rem;
  }
  .agents input {
    width: 1.1rem;
    height: 1.1rem;
    margin: 0;
    accent-color: var(--teal);
  }
  .fit {
    font-size: var(--text-s);
    font-weight: 600;
    color: var(--ink-soft);
  }
  .fit.none {
    color: var(--good);
  }
  .fit.little {
    color: var(--fair);
  }
  select,
  input[type='text'] {
    width: 100%;
    min-height: 2.5rem;
    margin-top: 0.3rem;
    padding: 0 0.75rem;
    border: 2px solid var(--line-strong);
    border-radius: var(--radius-s);
    background: var(--card);
    color: inherit;
    font: inherit;
  }
  [aria-invalid='true'] {
    border-color: var(--poor);
  }
  .ready {
    margin-top: 0.5rem;
  }
  .ready button {
    min-height: 2rem;
    padding: 0 0.7rem;
    border-width: 1px;
    font-size: var(--text-s);
    font-weight: 400;
  }
  .ready button[aria-pressed='true'] {
    border-color: var(--teal);
    background: var(--teal-soft);
    font-weight: 600;
  }
  .missing {
    margin-top: 0.25rem;
    color: var(--poor);
    font-size: var(--text-s);
    font-weight: 600;
  }
`;
