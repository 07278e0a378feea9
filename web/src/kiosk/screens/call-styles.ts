// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

import { css } from 'lit';

/* The call on a tall screen and on a wide one. */
export const callStyles = css`
  :host {
    gap: 0;
  }
  .stage {
    position: relative;
    display: grid;
    flex: 1;
    min-height: 0;
    overflow: hidden; /* on a screen that is too low for all pictures the buttons stay free */
    grid-template: 'agent agent' minmax(0, 1fr) 'side self' auto / minmax(0, 1fr) 44%;
    gap: calc(var(--space) * 0.75);
    padding: calc(var(--space) * 0.75);
    background: var(--night);
    color: var(--on-night);
  }
  .stage.conference {
    grid-template:
      'agent agent' minmax(0, 1fr)
      'guests guests' auto
      'side self' auto / minmax(0, 1fr) 44%;
  }
  .agent {
    grid-area: agent;
    min-height: 20rem;
  }
  /* Below the caption. */
  .agent::part(speaking) {
    inset: 5rem 0.6em auto auto;
  }
  gc-kiosk-hold {
    grid-area: agent;
  }
  /* The notice stands for all pictures that come; they go on below it, so that they are there at once
     after it. */
  .held .agent,
  .held .paper,
  .held .guests {
    opacity: 0;
  }
  .paper {
    --fit: contain;
    grid-area: agent;
  }
  .showing .agent {
    grid-area: side;
    aspect-ratio: 16 / 11;
    min-height: 0;
    align-self: end;
  }
  .guests {
    grid-area: guests;
    display: flex;
    gap: calc(var(--space) * 0.75);
  }
  .held .guests {
    position: absolute;
    width: 2px;
    height: 2px;
    overflow: hidden;
  }
  figure {
    display: grid;
    flex: 0 1 20rem;
    gap: 0.25em;
    min-width: 0;
    margin: 0;
  }
  figure gc-video {
    aspect-ratio: 16 / 10;
    border: 2px solid rgb(243 239 230 / 35%);
  }
  figcaption {
    overflow: hidden;
    font-weight: 600;
    text-align: center;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .dormant {
    position: absolute;
    inset: 0 auto auto 0;
    width: 2px;
    height: 2px;
    opacity: 0;
  }
  .side {
    grid-area: side;
    display: flex;
    flex-direction: column;
    gap: calc(var(--space) * 0.5);
    min-height: 0;
    max-height: 38vh;
    overflow: auto;
  }
  .showing .side {
    z-index: 1;
    grid-area: agent;
    align-self: end;
    padding: calc(var(--space) * 0.75);
  }
  .self {
    grid-area: self;
    display: grid;
    gap: calc(var(--space) * 0.5);
    align-content: end;
  }
  .self gc-video {
    aspect-ratio: 16 / 10;
    border: 2px solid rgb(243 239 230 / 35%);
  }
  .agent gc-icon,
  .self gc-icon {
    --icon: 3.5rem;
  }
  .caption {
    position: absolute;
    z-index: 1;
    inset: calc(var(--space) * 1.25) calc(var(--space) * 1.25) auto;
    display: flex;
    flex-wrap: wrap;
    align-items: flex-start;
    justify-content: space-between;
    gap: 0.5em;
    pointer-events: none;
  }
  .caption > span {
    padding: 0.3em 0.8em;
    border-radius: 2em;
    background: rgb(10 33 35 / 80%);
    font-weight: 600;
  }
  gc-kiosk-next {
    position: absolute;
    z-index: 2;
    inset: auto calc(var(--space) * 1.25) calc(var(--space) * 1.25);
  }
  .state {
    position: absolute;
    z-index: 1;
    inset: auto 0 40% 0;
    width: min(46rem, 88%);
    margin-inline: auto;
  }
  .message {
    padding: 0.6em 0.85em;
    border-radius: var(--radius-s);
    background: var(--on-night);
    color: var(--ink);
    font-size: var(--text-l);
    line-height: 1.4;
    overflow-wrap: anywhere;
  }
  .message small {
    display: block;
    font-size: var(--text-s);
    color: var(--ink-soft);
  }
  .unseen {
    padding: 0.5em calc(var(--space) * 0.75);
    border-bottom: calc(var(--space) * 0.5) solid var(--night);
    background: var(--on-night);
    color: var(--ink);
    font-weight: 600;
    line-height: 1.4;
  }
  gc-quality {
    padding: 0 calc(var(--space) * 0.75) calc(var(--space) * 0.5);
    background: var(--night);
    color: var(--on-night);
  }
  .bar {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr));
    gap: calc(var(--space) * 0.75);
    padding: calc(var(--space) * 0.75);
    background: var(--night);
    border-top: 1px solid rgb(243 239 230 / 22%);
  }
  .bar gc-button {
    min-height: 6.5rem;
  }
  gc-sound {
    align-self: center;
  }
  @media (orientation: portrait) {
    .conference gc-kiosk-hold {
      grid-row-end: guests-end;
    }
  }
  @media (orientation: landscape) {
    .stage {
      grid-template:
        'agent side' minmax(0, 1fr)
        'agent self' auto / minmax(0, 1fr) 30rem;
    }
    .stage.conference {
      grid-template:
        'agent side' minmax(7rem, 1fr)
        'agent guests' auto
        'agent self' auto / minmax(0, 1fr) 30rem;
    }
    /* Room for four colleagues above it. */
    .conference .self {
      grid-auto-flow: column;
      grid-auto-columns: minmax(0, 1fr);
    }
    .conference .self gc-video {
      aspect-ratio: auto;
      height: 11rem;
    }
    .guests {
      display: grid;
      grid-template-columns: 1fr 1fr;
      gap: calc(var(--space) * 0.5);
    }
    .side {
      max-height: none;
    }
    .showing .agent {
      align-self: stretch;
      aspect-ratio: auto;
    }
    .caption {
      inset-inline-end: calc(30rem + var(--space) * 2.25);
    }
    .state {
      inset: auto calc(30rem + var(--space)) 12% 0;
    }
    .bar gc-button {
      min-height: 5rem;
    }
  }
`;
