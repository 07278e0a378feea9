// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css } from 'lit';

/** The looks of gc-point-table, beyond those of all tables. */
export const pointStyles = css`
  col:nth-child(1) {
    width: 18%;
  }
  col:nth-child(2) {
    width: 11%;
  }
  col:nth-child(3) {
    width: 28.5%;
  }
  col:nth-child(4) {
    width: 15.5%;
  }
  col:nth-child(5) {
    width: 7.5%;
  }
  col:nth-child(6) {
    width: 6.5%;
  }
  /* On a small screen the time is more than the day. */
  :host {
    container-type: inline-size;
  }
  @container (max-width: 44rem) {
    .day {
      display: none;
    }
    gc-wait-time::part(wait) {
      min-width: 0;
    }
  }
  td {
    height: 2.4rem;
  }
  .name {
    width: 100%;
    min-height: 2.4rem;
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font-size: inherit;
    text-align: start;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .name:hover {
    background: none;
    text-decoration: underline;
  }
  tr[aria-selected='true'] {
    background: var(--teal-soft);
  }
  tr.closed {
    color: var(--ink-soft);
  }
  tr.group th {
    height: 1.9rem;
    background: var(--paper);
    color: var(--teal-deep);
    font-size: 0.8125rem;
    font-weight: 700;
  }
  .window {
    display: flex;
    align-items: center;
    gap: 0.4rem;
    line-height: 1.2;
  }
  .window small {
    display: block;
    color: var(--ink-soft);
    font-size: 0.8125rem;
  }
  .time {
    font-size: 1.0625rem;
    font-weight: 600;
    color: var(--ink);
  }
  .kiosks {
    display: flex;
    align-items: center;
    gap: 0.5em;
  }
  .kiosks .pill,
  .well {
    font-size: 0.8125rem;
  }
  .kiosks .pill {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .well {
    color: var(--good);
  }
  tr.health td {
    height: auto;
    padding: 0.3rem 1rem 0.6rem;
    overflow: visible;
    color: var(--ink);
  }
  tr.health {
    border-top: 0;
    background: var(--teal-soft);
  }
  .orders {
    display: flex;
    align-items: center;
    gap: 0.4rem;
    margin-inline-start: auto;
    font-size: var(--text-s);
  }
  .orders button[aria-checked='true'] {
    border-color: var(--teal);
    background: var(--teal);
    color: var(--on-teal);
  }
`;
