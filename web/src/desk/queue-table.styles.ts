// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css } from 'lit';

/** The looks of gc-queue-table, beyond those of all tables. */
export const queueStyles = css`
  col:nth-child(1) {
    width: 5%;
  }
  col:nth-child(2) {
    width: 17.5%;
  }
  col:nth-child(3) {
    width: 13%;
  }
  col:nth-child(5) {
    width: 15.5%;
  }
  col:nth-child(6) {
    width: 14%;
  }
  col:nth-child(7) {
    width: 9.5%;
  }
  col:nth-child(8) {
    width: 13%;
  }
  th:last-child,
  td:last-child {
    padding-inline-start: 1.25rem;
  }
  tbody tr {
    cursor: pointer;
  }
  tbody tr:hover {
    background: var(--paper);
  }
  tbody tr[aria-selected='true'] {
    background: var(--teal-soft);
    box-shadow: inset 0.3rem 0 var(--teal);
  }
  tr[aria-selected='true'] .pill.busy {
    background: var(--card);
  }
  tbody tr:focus-visible {
    outline-offset: -3px;
  }
  /* On a small screen the panel says what there is no room for here. */
  :host {
    container-type: inline-size;
  }
  @container (max-width: 44rem) {
    :is(col, th, td):nth-child(1),
    :is(col, th, td):nth-child(8) {
      display: none;
    }
    col:nth-child(2) {
      width: 22%;
    }
    col:nth-child(3) {
      width: 15%;
    }
    col:nth-child(5) {
      width: 19%;
    }
    col:nth-child(6) {
      width: 17%;
    }
    col:nth-child(7) {
      width: 13%;
    }
    th:nth-child(2),
    td:nth-child(2) {
      padding-inline-start: 1rem;
    }
    gc-wait-time::part(wait) {
      min-width: 0;
    }
  }
  .slot {
    display: block;
    color: var(--accent-deep);
    font-size: 0.8125rem;
    font-weight: 600;
    line-height: 1;
  }
  .trouble {
    display: inline-flex;
    margin-inline-end: 0.25em;
    padding: 0.1em;
    border-radius: 0.3em;
    vertical-align: middle;
  }
  .trouble.fair {
    background: var(--fair-soft);
    color: var(--fair);
  }
  .trouble.poor {
    background: var(--poor-soft);
    color: var(--poor);
  }
  .absent {
    margin-inline-start: 0.2em;
    color: var(--poor);
    font-size: 0.8125rem;
    font-weight: 600;
  }
`;
