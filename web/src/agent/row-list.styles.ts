// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css } from 'lit';

/** The button at the end of a row between the calls. */
export const rowButton = css`
  button {
    min-height: 2rem;
    padding: 0 0.8rem;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-s);
    background: var(--card);
    color: var(--teal-deep);
    font: inherit;
    font-size: var(--text-s);
    font-weight: 600;
    cursor: pointer;
  }
  button:hover:enabled {
    border-color: var(--teal);
    background: var(--teal-soft);
  }
  button:disabled {
    border-color: var(--line);
    color: var(--ink-soft);
    cursor: default;
  }
`;

/** The looks of a list between the calls whose rows have a number, what it is, a time and a button. */
export const rowStyles = css`
  h2 {
    padding: 0.7rem 1.25rem;
    border-bottom: 1px solid var(--line);
    font-size: var(--text-l);
  }
  ul {
    max-height: 13rem;
    margin: 0;
    padding: 0;
    overflow: auto;
    list-style: none;
  }
  li {
    display: grid;
    grid-template-columns: 4.25rem minmax(0, 1fr) auto auto;
    align-items: center;
    gap: 0 1rem;
    padding: 0.5rem 1.25rem;
  }
  li + li {
    border-top: 1px solid var(--line);
  }
  .what {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .what span {
    display: block;
    overflow: hidden;
    color: var(--ink-soft);
    font-size: var(--text-s);
    text-overflow: ellipsis;
  }
  .left {
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  .absent {
    display: block;
    color: var(--accent-deep);
    font-size: var(--text-s);
    font-weight: 600;
  }
`;
