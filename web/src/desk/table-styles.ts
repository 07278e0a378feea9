// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css } from 'lit';

/** The looks of the three tables: dense, even lines, columns that do not move when numbers tick. */
export const tableStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    min-width: 0;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--card);
    overflow: hidden;
  }
  .head {
    display: flex;
    align-items: center;
    gap: 1rem;
    min-height: 3rem;
    padding: 0 1rem;
    border-bottom: 1px solid var(--line);
  }
  h2 {
    font-size: 1.0625rem;
  }
  .head .end {
    margin-inline-start: auto;
  }
  .soft {
    color: var(--ink-soft);
  }
  .scroll {
    flex: 1;
    min-height: 0;
    overflow: auto;
    scrollbar-gutter: stable;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    table-layout: fixed;
    font-size: 0.9375rem;
    line-height: 1.35;
    font-variant-numeric: tabular-nums;
  }
  thead th {
    position: sticky;
    top: 0;
    z-index: 1;
    background: var(--card);
    color: var(--ink-soft);
    font-size: 0.8125rem;
    font-weight: 600;
    box-shadow: inset 0 -1px var(--line);
  }
  th,
  td {
    height: 2.25rem;
    padding: 0 0.5rem;
    overflow: hidden;
    text-align: start;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-weight: 400;
  }
  th:first-child,
  td:first-child {
    padding-inline-start: 1rem;
  }
  th:last-child,
  td:last-child {
    padding-inline-end: 1rem;
  }
  tbody tr {
    border-top: 1px solid var(--line);
  }
  tbody tr:first-child {
    border-top: 0;
  }
  .number {
    text-align: end;
  }
  .strong {
    font-weight: 700;
  }
  .empty {
    padding: 1.5rem 1rem;
    color: var(--ink-soft);
  }
  .mark {
    display: inline-block;
    padding: 0 0.4em;
    border: 1px solid currentcolor;
    border-radius: 0.3em;
    color: var(--accent-deep);
    font-size: 0.8125rem;
    font-weight: 600;
    line-height: 1.35;
  }
  .mark + .mark {
    margin-inline-start: 0.25em;
  }
  .pill {
    display: inline-block;
    padding: 0 0.6em;
    border-radius: 1em;
    background: var(--paper);
    font-weight: 600;
  }
  .pill.good {
    background: var(--good-soft);
    color: var(--good);
  }
  .pill.busy {
    background: var(--teal-soft);
    color: var(--teal-deep);
  }
  .pill.fair {
    background: var(--fair-soft);
    color: var(--fair);
  }
  .pill.poor {
    background: var(--poor-soft);
    color: var(--poor);
  }
  button {
    min-height: 1.9rem;
    padding: 0 0.7rem;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-s);
    background: var(--card);
    color: var(--teal-deep);
    font: inherit;
    font-size: var(--text-s);
    cursor: pointer;
  }
  button:hover {
    background: var(--teal-soft);
  }
`;
