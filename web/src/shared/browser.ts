// SPDX-FileCopyrightText: 2026 Global Connect contributors
// SPDX-License-Identifier: LGPL-2.1-or-later

/*
 * Gives a Connection what it needs of a browser: its WebSocket, timers and randomness, and the
 * `online` and `offline` events.
 */

import { fetchPass } from './http';
import { Connection, type ConnectionOptions, type SocketLike } from './protocol';

/** A random identifier of 24 characters. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The one-time code of an address like /kiosk/#code=K7DM-29QX, taken out of the address. */
export function takeCode(): string | null {
  const code = new URLSearchParams(location.hash.slice(1)).get('code');
  if (location.hash !== '') history.replaceState(null, '', location.pathname + location.search);
  return code;
}

function openSocket(pass: string): SocketLike {
  const url = new URL('/ws', location.href);
  url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  url.searchParams.set('pass', pass);
  return new WebSocket(url, 'gc.1') as SocketLike;
}

type Given = 'pass' | 'open' | 'timers' | 'random' | 'newId';

/** A connection of this page; not started yet. */
export function makeConnection(options: Omit<ConnectionOptions, Given>): Connection {
  const connection = new Connection({
    onproblem: (text) => console.warn('protocol:', text),
    ...options,
    pass: () => fetchPass(options.page),
    open: openSocket,
    timers: {
      now: () => performance.now(),
      set: (callback, ms) => window.setTimeout(callback, ms),
      clear: (timer) => window.clearTimeout(timer as number),
    },
    random: Math.random,
    newId,
  });
  window.addEventListener('online', () => connection.wake());
  window.addEventListener('offline', () => connection.lost());
  window.addEventListener('pageshow', () => connection.wake());
  return connection;
}
