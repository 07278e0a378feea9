// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css } from 'lit';

/** The looks of gc-ticket-panel: facts and work side by side, one below the other where it is narrow. */
export const panelStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
    border: 2px solid var(--teal);
    border-radius: var(--radius);
    background: var(--card);
    overflow: hidden;
  }
  header {
    display: flex;
    align-items: center;
    gap: 1rem;
    padding: 0.6rem 0.75rem 0.6rem 1.25rem;
    border-bottom: 1px solid var(--line);
    background: var(--teal-soft);
  }
  h2 {
    font-size: var(--text-xl);
    color: var(--teal-deep);
    font-variant-numeric: tabular-nums;
  }
  header span {
    flex: 1;
    min-width: 0;
    font-weight: 600;
    line-height: 1.3;
  }
  small {
    margin-inline-start: 0.6em;
    color: var(--ink-soft);
    font-size: var(--text-s);
    font-weight: 400;
  }
  header button {
    display: grid;
    place-items: center;
    width: var(--target);
    height: var(--target);
    border: 0;
    border-radius: var(--radius-s);
    background: none;
    color: var(--teal-deep);
    font: inherit;
    cursor: pointer;
  }
  header button:hover {
    background: var(--card);
  }
  .body {
    flex: 1;
    min-height: 0;
    overflow: auto;
    container-type: inline-size;
  }
  .columns {
    display: grid;
    gap: 1.25rem 2rem;
    padding: 1.25rem;
  }
  @container (min-width: 36rem) {
    .columns {
      grid-template-columns: minmax(0, 5fr) minmax(0, 6fr);
    }
  }
  dl {
    display: grid;
    align-content: start;
    gap: 0.9rem;
    margin: 0;
  }
  dt {
    color: var(--ink-soft);
    font-size: var(--text-s);
  }
  dd {
    margin: 0;
    font-weight: 550;
  }
  dd gc-clocks {
    margin-top: 0.4rem;
    font-weight: 400;
  }
  dd gc-wait-time {
    font-size: var(--text-l);
  }
  dd gc-wait-time::part(wait) {
    min-width: 0;
  }
  dd ul {
    margin: 0;
    padding-inline-start: 1.1rem;
  }
  .absent {
    display: block;
    color: var(--poor);
  }
  .work {
    display: grid;
    align-content: start;
    gap: 1.5rem;
  }
  .gone {
    padding: 2rem 1.25rem;
    font-size: var(--text-l);
    color: var(--ink-soft);
  }
`;
