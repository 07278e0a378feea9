// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css } from 'lit';

/** The looks of gc-paper-viewer. */
export const viewerStyles = css`
  :host {
    display: grid;
    grid-template-rows: minmax(0, 1fr) auto auto;
    gap: 0.5rem;
    min-width: 0;
    min-height: 0;
  }
  .frame {
    position: relative;
    min-height: 0;
    overflow: hidden;
    border-radius: var(--radius);
    background: var(--night);
    cursor: grab;
    touch-action: none;
  }
  .frame:active {
    cursor: grabbing;
  }
  .cropping,
  .cropping:active {
    cursor: crosshair;
  }
  canvas {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
  }
  .hint {
    position: absolute;
    inset: 0.6rem 0.6rem auto;
    width: fit-content;
    padding: 0.1rem 0.8rem;
    border-radius: 1rem;
    background: rgb(10 33 35 / 85%);
    color: var(--on-night);
    font-size: var(--text-s);
    pointer-events: none;
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4rem;
  }
  button {
    display: flex;
    align-items: center;
    gap: 0.4rem;
    min-height: 2.5rem;
    padding: 0 0.8rem;
    border: 2px solid var(--line-strong);
    border-radius: var(--radius-s);
    background: var(--card);
    color: var(--ink);
    font: inherit;
    font-size: 0.9375rem;
    font-weight: 600;
    cursor: pointer;
  }
  button:hover {
    border-color: var(--teal);
    background: var(--teal-soft);
  }
  button[aria-pressed='true'] {
    border-color: var(--accent-deep);
    background: var(--accent-soft);
    color: var(--accent-deep);
  }
  .close {
    margin-left: auto;
  }
  kbd {
    padding: 0 0.35em;
    border: 1px solid currentcolor;
    border-radius: 0.3em;
    font: inherit;
    font-size: 0.8125rem;
    opacity: 0.85;
  }
  .proof {
    display: flex;
    flex-wrap: wrap;
    gap: 0.1rem 1.5rem;
    font-size: var(--text-s);
    line-height: 1.5;
    font-variant-numeric: tabular-nums;
  }
  summary {
    cursor: pointer;
  }
  summary b {
    color: var(--good);
  }
  code {
    font-family: ui-monospace, 'DejaVu Sans Mono', monospace;
    user-select: all;
  }
`;
