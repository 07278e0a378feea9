// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css } from 'lit';

/** The looks of gc-waiting-line. */
export const lineStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
  }
  header {
    display: flex;
    align-items: center;
    gap: 1rem;
    padding: 0.9rem 1.25rem;
    border-bottom: 1px solid var(--line);
  }
  h2 {
    font-size: var(--text-l);
  }
  .soft {
    flex: 1;
    color: var(--ink-soft);
  }
  kbd {
    padding: 0 0.4em;
    border: 1px solid currentcolor;
    border-radius: 0.3em;
    font: inherit;
    font-size: var(--text-s);
  }
  .scroll {
    flex: 1;
    min-height: 0;
    overflow: auto;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    table-layout: fixed;
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    height: 2.75rem;
    padding: 0 0.5rem;
    overflow: hidden;
    text-align: start;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-weight: 400;
  }
  th:first-child,
  td:first-child {
    width: 5.5rem;
    padding-inline-start: 1.25rem;
  }
  th:nth-child(3) {
    width: 27%;
  }
  th:nth-child(4) {
    width: 17%;
  }
  th:nth-child(5) {
    width: 6.5rem;
  }
  td:last-child {
    width: 10.5rem;
    padding-inline-end: 1.25rem;
    text-align: end;
  }
  thead th,
  thead td {
    position: sticky;
    top: 0;
    height: 2.25rem;
    background: var(--card);
    color: var(--ink-soft);
    font-size: 0.8125rem;
    font-weight: 600;
    box-shadow: inset 0 -1px var(--line);
  }
  tbody tr + tr {
    border-top: 1px solid var(--line);
  }
  .time {
    margin-inline-end: 0.4em;
  }
  .wait {
    text-align: end;
  }
  .mark {
    padding: 0 0.4em;
    border: 1px solid currentcolor;
    border-radius: 0.3em;
    color: var(--accent-deep);
    font-size: 0.8125rem;
    font-weight: 600;
  }
  td.long,
  td.late,
  td.alarm {
    font-weight: 700;
  }
  td.late {
    color: var(--accent-deep);
  }
  td.alarm {
    color: var(--poor);
  }
  .empty {
    padding: 1.25rem;
    color: var(--ink-soft);
  }
  .slot {
    display: block;
    color: var(--accent-deep);
    font-size: 0.8125rem;
    font-weight: 600;
    line-height: 1;
  }
`;
