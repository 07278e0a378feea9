// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css } from 'lit';

/* The calendar and the times of a day. */
export const slotStyles = css`
  .lead + .lead {
    margin-top: 0;
  }
  .body {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(38rem, 100%), 1fr));
    gap: calc(var(--space) * 1.25);
    align-items: start;
  }
  .who {
    display: grid;
    gap: var(--space);
  }
  .who p {
    color: var(--ink-soft);
  }
  .elder {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.5em 1em;
  }
  gc-language-choice {
    margin-top: 0.4em;
  }
  .who .wrong {
    margin-top: 0.4em;
  }
  .calendar {
    display: grid;
    grid-template-columns: repeat(7, minmax(0, 1fr));
    gap: calc(var(--space) * 0.4);
    margin-top: 0.6em;
  }
  .weekday {
    text-align: center;
    font-size: var(--text-s);
    color: var(--ink-soft);
  }
  .day {
    display: grid;
    align-content: center;
    justify-items: center;
    min-height: 6rem;
    padding: 0.2em;
    border: 2px solid transparent;
    border-radius: var(--radius-s);
    color: var(--ink-soft);
    text-align: center;
    line-height: 1.15;
  }
  .day small {
    font-size: 1.125rem;
  }
  .day b {
    font-size: var(--text-l);
    font-weight: 500;
    font-variant-numeric: tabular-nums;
  }
  button {
    border: 2px solid var(--teal);
    border-radius: var(--radius-s);
    background: var(--card);
    color: var(--teal-deep);
    font: inherit;
    cursor: pointer;
  }
  button.day {
    border-color: var(--teal);
    color: var(--teal-deep);
  }
  button.day b {
    font-weight: 700;
  }
  button:hover {
    background: var(--teal-soft);
  }
  button[aria-pressed='true'] {
    background: var(--teal);
    color: var(--on-teal);
  }
  .from-1 {
    grid-column-start: 2;
  }
  .from-2 {
    grid-column-start: 3;
  }
  .from-3 {
    grid-column-start: 4;
  }
  .from-4 {
    grid-column-start: 5;
  }
  .from-5 {
    grid-column-start: 6;
  }
  .from-6 {
    grid-column-start: 7;
  }
  .times {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr));
    gap: calc(var(--space) * 0.6);
    margin-top: 0.75em;
  }
  .time {
    display: grid;
    align-content: center;
    justify-items: center;
    min-height: 6.5rem;
    padding: 0.3em;
    line-height: 1.25;
  }
  .time b {
    font-size: var(--text-xl);
    font-weight: 700;
    font-variant-numeric: tabular-nums;
  }
  .time small {
    font-size: var(--text-s);
    color: var(--ink-soft);
  }
  .time em {
    font-size: var(--text-s);
    font-style: normal;
    font-weight: 650;
    color: var(--accent-deep);
  }
  @media (orientation: landscape) {
    .day {
      min-height: 4.75rem;
    }
  }
`;
