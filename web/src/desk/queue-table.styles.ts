// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css } from 'lit';

/** The looks of gc-queue-table, beyond those of all tables. */
export const queueStyles = css`
  col:nth-child(1) {
    width: 5%;
  }
  col:nth-child(2) {
    width: 19.5%;
  }
  col:nth-child(3) {
    width: 16%;
  }
  col:nth-child(5) {
    width: 13.5%;
  }
  col:nth-child(6) {
    width: 13%;
  }
  col:nth-child(7) {
    width: 14.5%;
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
  tbody tr:focus-visible {
    outline-offset: -3px;
  }
  .absent {
    margin-inline-start: 0.4em;
    color: var(--poor);
    font-size: 0.8125rem;
    font-weight: 600;
  }
`;
